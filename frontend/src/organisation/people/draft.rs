//! What somebody types who gives a role or hands one over, question by question, and what it means.

use leptos::prelude::*;
use shared::{
    access::{PlaceKind, Role},
    failure::{Problem, Problems},
    id::{ClusterId, MembershipId, PersonId},
    organisation::{
        NewMembership,
        people::{Handover, NewMember, Newcomer, OWN_ROLE, PersonRow, Seat, Seating, suggested_until},
    },
};
use uuid::Uuid;

use crate::{
    form::{Form, TypedDay},
    viewer::viewer,
};

/// The value that stands for somebody who is not known here yet.
pub const NEW: &str = "new";

/// What the questions are for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// A role in this cluster or at one of its schools.
    Cluster(ClusterId),
    /// A role anywhere in the authority.
    Authority,
    /// Somebody else's role, which passes on.
    Handover(MembershipId),
}

/// One question page.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Which person.
    Who,
    /// Name and address of somebody who is not known here yet.
    New,
    /// Which role.
    Role,
    /// At which place.
    Place,
    /// From when to when.
    Dates,
}

impl Step {
    /// Every question, in its order.
    pub const ALL: [Self; 5] = [Self::Who, Self::New, Self::Role, Self::Place, Self::Dates];

    /// The word in the address.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Who => "who",
            Self::New => "new",
            Self::Role => "role",
            Self::Place => "place",
            Self::Dates => "dates",
        }
    }

    /// The fields it asks for, as the API names them.
    pub const fn fields(self) -> &'static [&'static str] {
        match self {
            Self::Who => &["text", "person"],
            Self::New => &["name", "email"],
            Self::Role => &["role"],
            Self::Place => &["district", "cluster", "school"],
            Self::Dates => &["since", "until"],
        }
    }

    /// The question that asks for a field.
    pub fn asking(field: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.fields().contains(&field))
    }
}

/// What is ready to be sent.
#[derive(Clone)]
pub enum Ready {
    /// A role for somebody of the authority.
    Add(NewMembership),
    /// A role for somebody who is invited.
    Invite(NewMember),
    /// A role that passes on.
    HandOver(Handover),
}

/// What is typed.
#[derive(Clone, Copy)]
pub struct Draft {
    /// What the questions are for.
    pub purpose: Purpose,
    /// The places to choose from.
    pub seating: StoredValue<Option<Seating>>,
    /// The membership that is handed over.
    pub seat: StoredValue<Option<Seat>>,
    /// The id under which it is sent: the same for every try, so that a second try is answered as the first.
    id: MembershipId,
    newcomer: PersonId,
    /// The letters by which somebody is looked for.
    pub text: RwSignal<String>,
    /// Whether anybody was looked for, and what there is to say of what was found.
    pub found: RwSignal<Option<Found>>,
    /// The id of the person, or [`NEW`].
    pub person: RwSignal<String>,
    /// Name and address of somebody new.
    pub name: RwSignal<String>,
    /// The work email address.
    pub email: RwSignal<String>,
    /// The word of the role.
    pub role: RwSignal<String>,
    /// The id of the district.
    pub district: RwSignal<String>,
    /// The id of the cluster.
    pub cluster: RwSignal<String>,
    /// The id of the school.
    pub school: RwSignal<String>,
    /// Schools that were found, by id and name.
    pub schools: RwSignal<Vec<(String, String)>>,
    /// The letters by which a school is looked for.
    pub school_text: RwSignal<String>,
    /// The first day.
    pub since: TypedDay,
    /// The last day.
    pub until: TypedDay,
    suggested: RwSignal<bool>,
    /// Whether it is saved.
    pub done: RwSignal<bool>,
    /// What is wrong.
    pub form: Form,
}

/// Who was found.
#[derive(Clone, PartialEq)]
pub struct Found {
    /// What was looked for.
    pub text: String,
    /// Those of the first page.
    pub people: Vec<PersonRow>,
    /// Whether there are more.
    pub more: bool,
}

impl Draft {
    /// An empty one.
    pub fn new(purpose: Purpose, seating: Option<Seating>, seat: Option<Seat>) -> Self {
        let text = || RwSignal::new(String::new());
        let since = match &seat {
            None => TypedDay::of(viewer().day()),
            Some(seat) => seat.until.and_then(|it| it.succ_opt()).map(TypedDay::of).unwrap_or_default(),
        };
        Self {
            purpose,
            seating: StoredValue::new(seating),
            seat: StoredValue::new(seat),
            id: MembershipId(Uuid::new_v4()),
            newcomer: PersonId(Uuid::new_v4()),
            text: text(),
            found: RwSignal::new(None),
            person: text(),
            name: text(),
            email: text(),
            role: text(),
            district: text(),
            cluster: text(),
            school: text(),
            schools: RwSignal::default(),
            school_text: text(),
            since,
            until: TypedDay::default(),
            suggested: RwSignal::new(false),
            done: RwSignal::new(false),
            form: Form::new(),
        }
    }

    /// Whether something was chosen or typed that is not saved.
    pub fn unsent(self) -> bool {
        !self.done.get() && [self.person, self.name, self.email].iter().any(|it| it.with(|it| !it.trim().is_empty()))
    }

    /// The address of a page of the form.
    pub fn href(self, word: &str) -> String {
        match self.purpose {
            Purpose::Cluster(cluster) => format!("/clusters/{cluster}/members/add/{word}"),
            Purpose::Authority => format!("/people/add/{word}"),
            Purpose::Handover(membership) => format!("/memberships/{membership}/replace/{word}"),
        }
    }

    /// The page from which the form was opened.
    pub fn home(self) -> String {
        match self.purpose {
            Purpose::Cluster(cluster) => format!("/clusters/{cluster}/members"),
            Purpose::Authority => "/people".to_owned(),
            Purpose::Handover(_) => self.seat.with_value(|it| it.as_ref().map(super::list_of)).unwrap_or_default(),
        }
    }

    /// The role that is given.
    pub fn role(self) -> Option<Role> {
        let handed = self.seat.with_value(|it| it.as_ref().map(|it| it.role));
        handed.or_else(|| self.role.with_untracked(|it| Role::from_word(it)))
    }

    /// The questions that are asked, as far as it is known now.
    pub fn steps(self) -> Vec<Step> {
        let place = self.role().map(Role::place);
        let asked = |step: &Step| match (step, self.purpose) {
            (Step::Who | Step::Dates, _) => true,
            (Step::New, _) => self.is_new(),
            (Step::Role | Step::Place, Purpose::Handover(_)) => false,
            (Step::Role, _) => true,
            (Step::Place, Purpose::Cluster(_)) => place == Some(PlaceKind::School),
            (Step::Place, Purpose::Authority) => place != Some(PlaceKind::Authority),
        };
        Step::ALL.into_iter().filter(asked).collect()
    }

    /// Whether the person is not known here yet.
    pub fn is_new(self) -> bool {
        self.person.with_untracked(|it| it == NEW)
    }

    /// The person's name.
    pub fn called(self) -> String {
        if self.is_new() {
            return self.name.with_untracked(|it| it.trim().to_owned());
        }
        self.chosen().map(|it| it.name).unwrap_or_default()
    }

    /// The person, where they are known.
    pub fn chosen(self) -> Option<PersonRow> {
        let id = self.person.get_untracked();
        self.found.with_untracked(|it| it.as_ref()?.people.iter().find(|it| it.id.to_string() == id).cloned())
    }

    /// The name of the place.
    pub fn place(self) -> String {
        if let Some(place) = self.seat.with_value(|it| it.as_ref().map(|it| it.place.clone())) {
            return place;
        }
        let named = |id: &str| {
            self.seating.with_value(|it| {
                let it = it.as_ref()?;
                let clusters = it.clusters.iter().map(|it| (it.id.to_string(), &it.name));
                let schools = it.schools.iter().map(|it| (it.id.to_string(), &it.name));
                let districts = it.districts.iter().map(|it| (it.id.to_string(), &it.name));
                clusters.chain(schools).chain(districts).find(|it| it.0 == id).map(|it| it.1.clone())
            })
        };
        let place = self.role().map(Role::place);
        let id = match (place, self.purpose) {
            (Some(PlaceKind::Cluster), Purpose::Cluster(cluster)) => cluster.to_string(),
            (Some(PlaceKind::Cluster), _) => self.cluster.get_untracked(),
            (Some(PlaceKind::District), _) => self.district.get_untracked(),
            (Some(PlaceKind::School), _) => self.school.get_untracked(),
            _ => return "The whole authority".to_owned(),
        };
        let found = || self.schools.with_untracked(|it| it.iter().find(|it| it.0 == id).map(|it| it.1.clone()));
        named(&id).or_else(found).unwrap_or_default()
    }

    /// Fills in a last day where one is usual, once.
    pub fn suggest(self) {
        let (Some(role), Ok(since)) = (self.role(), self.since.read("", "")) else { return };
        let empty = matches!(self.until.read_any("", ""), Ok(None));
        if let Some(until) = suggested_until(role, since).filter(|_| empty && !self.suggested.get_untracked()) {
            self.until.set(until);
            self.suggested.set(true);
        }
    }

    /// Starts with a role, or with somebody who is looked for.
    pub fn start(self, role: Option<String>, text: Option<String>, person: Option<String>) {
        self.role.set(role.unwrap_or_default());
        self.person.set(person.unwrap_or_default());
        self.text.set(text.unwrap_or_default());
    }

    /// What is wrong with the answer to a question.
    pub fn wrong(self, step: Step) -> Vec<Problem> {
        let mut problems = Problems::default();
        match step {
            Step::Who => {
                let person = self.person.get_untracked();
                let me = untrack(|| viewer().person()).is_some_and(|it| it.id.to_string() == person);
                let holds = self.seat.with_value(|it| it.as_ref().is_some_and(|it| it.person.to_string() == person));
                let known = self.is_new() || self.chosen().is_some();
                problems.when(!known, "person", "Look for the person and choose them");
                problems.when(me, "person", OWN_ROLE);
                problems.when(holds && !me, "person", "Choose somebody else: this person holds the role now");
            }
            Step::New => drop(problems.take(self.new_person().check())),
            Step::Role => drop(problems.when(self.role().is_none(), "role", "Choose the role")),
            Step::Place => {
                let (field, value, message) = match self.role().map(Role::place) {
                    Some(PlaceKind::District) => ("district", self.district, "Choose the district"),
                    Some(PlaceKind::Cluster) => ("cluster", self.cluster, "Choose the cluster"),
                    _ => ("school", self.school, "Choose the school"),
                };
                problems.when(value.with_untracked(|it| it.parse::<Uuid>().is_err()), field, message);
            }
            Step::Dates => {
                let since = problems.take(self.since.read("since", "the first day"));
                let until = problems.take(self.until.read_any("until", "the last day")).flatten();
                let before = since.zip(until).is_some_and(|(since, until)| until < since);
                problems.when(before, "until", "The last day must not be before the first");
                if let (Some(since), Some(seat)) = (since, self.seat.get_value()) {
                    problems.take(self.handover(since, until, 0).last_day(seat.span()));
                }
            }
        }
        problems.finish().err().unwrap_or_default()
    }

    fn new_person(self) -> Newcomer {
        Newcomer { name: self.name.get_untracked(), email: self.email.get_untracked() }
    }

    fn person_id(self) -> PersonId {
        if self.is_new() {
            return self.newcomer;
        }
        PersonId(self.person.with_untracked(|it| it.parse()).unwrap_or(Uuid::nil()))
    }

    fn handover(self, since: chrono::NaiveDate, until: Option<chrono::NaiveDate>, version: i32) -> Handover {
        Handover {
            id: self.id,
            membership: self.seat.with_value(|it| it.as_ref().map(|it| it.id)).unwrap_or(self.id),
            version,
            person: self.person_id(),
            newcomer: self.is_new().then(|| self.new_person()),
            since,
            until,
        }
    }

    /// What is ready to be sent, or the first question whose answer is missing or wrong. `version` is that of the role
    /// that is handed over, where it is not the one that was read.
    pub fn ready(self, version: Option<i32>) -> Result<Ready, Step> {
        if let Some(step) = self.steps().into_iter().find(|it| !self.wrong(*it).is_empty()) {
            return Err(step);
        }
        let since = self.since.read("since", "").map_err(|_| Step::Dates)?;
        let until = self.until.read_any("until", "").map_err(|_| Step::Dates)?;
        if let Some(seat) = self.seat.get_value() {
            return Ok(Ready::HandOver(self.handover(since, until, version.unwrap_or(seat.version))));
        }
        let role = self.role().ok_or(Step::Role)?;
        let at = |kind: PlaceKind, id: RwSignal<String>| {
            id.with_untracked(|it| it.parse().ok()).filter(|_| role.place() == kind)
        };
        let cluster = match self.purpose {
            Purpose::Cluster(cluster) => Some(cluster).filter(|_| role.place() == PlaceKind::Cluster),
            _ => at(PlaceKind::Cluster, self.cluster).map(ClusterId),
        };
        let membership = NewMembership {
            id: self.id,
            person: self.person_id(),
            role,
            district: at(PlaceKind::District, self.district).map(shared::id::DistrictId),
            cluster,
            school: at(PlaceKind::School, self.school).map(shared::id::SchoolId),
            since,
            until,
        };
        if self.is_new() {
            return Ok(Ready::Invite(NewMember { membership, newcomer: self.new_person() }));
        }
        Ok(Ready::Add(membership))
    }
}
