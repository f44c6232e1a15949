//! Giving a role and handing one over: one question a page, then the answers to check, then what happens next.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use shared::{
    access::{PlaceKind, Role},
    calendar::written,
    id::{ClusterId, MembershipId},
    organisation::people::{Seat, Seating},
};
use ui::{RadioItem, Select, SelectItem};

use super::{
    check,
    draft::{Draft, Purpose, Step},
    who,
};
use crate::{
    heading::{Heading, titled},
    intervention::ask_before_leaving,
    load::{asked, loaded},
    operations::{self, one_membership, seating},
    parts,
    routes::{id, says, step, way},
    shell::back,
};

/// The address of the answers to check and of what is shown after they were sent.
pub const CHECK: &str = "check";
pub const SENT: &str = "sent";

/// A role in a cluster or at one of its schools.
#[component]
pub fn AddMemberPage() -> impl IntoView {
    let cluster = id("cluster", ClusterId);
    let places = asked::<operations::Seating>(move || seating::Variables { cluster: Some(cluster) });
    let kept = Kept::new();
    loaded(places, "Add somebody", move |found| kept.pages(Purpose::Cluster(cluster), Some(found.seating), None))
}

/// A role anywhere in the authority.
#[component]
pub fn AddRolePage() -> impl IntoView {
    let places = asked::<operations::Seating>(move || seating::Variables { cluster: None });
    let kept = Kept::new();
    loaded(places, "Add a role", move |found| kept.pages(Purpose::Authority, Some(found.seating), None))
}

/// A role that passes on to somebody else.
#[component]
pub fn HandoverPage() -> impl IntoView {
    let membership = id("membership", MembershipId);
    let seat = asked::<operations::OneMembership>(move || one_membership::Variables { id: membership });
    let kept = Kept::new();
    loaded(seat, "Hand over a role", move |found| {
        kept.pages(Purpose::Handover(membership), None, Some(found.membership))
    })
}

/// What is typed: made once, of the first answer, so that it outlives a second one.
#[derive(Clone)]
struct Kept {
    draft: StoredValue<Option<Draft>>,
    owner: Owner,
}

impl Kept {
    fn new() -> Self {
        Self { draft: StoredValue::new(None), owner: Owner::current().unwrap_or_default() }
    }

    fn pages(&self, purpose: Purpose, seating: Option<Seating>, seat: Option<Seat>) -> AnyView {
        if self.draft.get_value().is_none() {
            let draft = self.owner.with(|| Draft::new(purpose, seating, seat));
            let query = use_query_map().get_untracked();
            draft.start(query.get("role"), query.get("text"), query.get("person"));
            self.owner.with(|| ask_before_leaving(move || draft.unsent()));
            self.draft.set_value(Some(draft));
        }
        self.draft.get_value().map_or_else(|| ().into_any(), pages)
    }
}

fn pages(draft: Draft) -> AnyView {
    let (step, changing) = (step(), says("from", CHECK));
    (move || {
        let word = step.get();
        let changing = changing.get();
        untrack(|| match Step::ALL.into_iter().find(|it| it.word() == word) {
            _ if draft.done.get() && word != SENT => parts::go(draft.home()),
            Some(step) => question(draft, step, changing),
            None if word == CHECK => check::page(draft),
            None if word == SENT && draft.done.get() => check::sent(draft),
            None => parts::go(draft.href(Step::Who.word())),
        })
    })
    .into_any()
}

/// One question.
fn question(draft: Draft, step: Step, changing: bool) -> AnyView {
    let steps = draft.steps();
    // Whoever comes by a bookmark, or after the page was loaded anew, starts where answers are missing.
    let missing = steps.iter().take_while(|it| **it != step).find(|it| !draft.wrong(**it).is_empty());
    if let Some(missing) = missing.copied().or((!steps.contains(&step)).then_some(Step::Who)) {
        return parts::go(draft.href(missing.word()));
    }
    let before = steps.iter().take_while(|it| **it != step).last();
    back(match before {
        _ if changing => draft.href(CHECK),
        Some(step) => draft.href(step.word()),
        None => draft.home(),
    });
    let form = draft.form;
    // What was wrong with another answer is told there.
    if step.fields().iter().all(|it| form.error(*it).get_untracked().is_none()) {
        form.refuse(Vec::new());
    }
    let way = way();
    let next = Callback::new(move |()| {
        let wrong = draft.wrong(step);
        form.refuse(wrong.clone());
        if !wrong.is_empty() {
            return;
        }
        // An answer may bring questions with it.
        let steps = draft.steps();
        let rest = steps.iter().skip_while(|it| **it != step).skip(1);
        let open = rest.clone().find(|it| !changing || !draft.wrong(**it).is_empty());
        way.to(&match open {
            Some(step) if changing => format!("{}?from={CHECK}", draft.href(step.word())),
            Some(step) => draft.href(step.word()),
            None => draft.href(CHECK),
        });
    });
    let inside = match step {
        Step::Who => who::page(draft, next),
        Step::New => newcomer(draft, next),
        Step::Role => role(draft, next),
        Step::Place => place(draft, next),
        Step::Dates => dates(draft, next),
    };
    view! {
        {form.summary_at(control)}
        {parts::two_thirds(inside)}
    }
    .into_any()
}

/// The id of the control of a field.
fn control(field: &str) -> String {
    match field {
        "since" | "until" => format!("{field}-day"),
        field => field.to_owned(),
    }
}

fn newcomer(draft: Draft, next: Callback<()>) -> AnyView {
    let form = draft.form;
    let hint = "They are invited under it. It is shown only to people who invite people and give roles.";
    let inside = view! {
        {parts::line("name", "Name or post", "For example: Jo Bloggs, or SENCO of Little Stoke", "govuk-input--width-20", draft.name, form.error("name"))}
        {parts::line("email", "Work email address", hint, "govuk-input--width-20", draft.email, form.error("email"))}
        {parts::body("Only people who work with the clusters. Never a pupil or a parent.")}
        {parts::go_on()}
    };
    view! {
        <Heading text="Who are they?" wrong=form.wrong() />
        {parts::form(move || next.run(()), inside.into_any())}
    }
    .into_any()
}

fn role(draft: Draft, next: Callback<()>) -> AnyView {
    let form = draft.form;
    let offered = |it: &&Role| match draft.purpose {
        Purpose::Cluster(_) => matches!(it.place(), PlaceKind::Cluster | PlaceKind::School),
        _ => true,
    };
    let item = |it: &Role| RadioItem::new(it.word(), it.label()).hint(format!("A role at {}", it.place().label()));
    let items: Vec<RadioItem> = Role::ALL.iter().filter(offered).map(item).collect();
    let question = format!("What will {} be?", draft.called());
    titled(question.clone(), form.wrong());
    let inside = view! {
        {parts::choice("role", question, true, items, draft.role, form.error("role"))}
        {parts::go_on()}
    };
    parts::form(move || next.run(()), inside.into_any())
}

fn place(draft: Draft, next: Callback<()>) -> AnyView {
    let form = draft.form;
    let kind = draft.role().map(Role::place);
    if kind == Some(PlaceKind::School) && draft.purpose == Purpose::Authority {
        return who::school(draft, next);
    }
    let (field, question, value) = match kind {
        Some(PlaceKind::District) => ("district", "At which district?", draft.district),
        Some(PlaceKind::Cluster) => ("cluster", "At which cluster?", draft.cluster),
        _ => ("school", "At which school?", draft.school),
    };
    let mut items = vec![SelectItem::new("", "Choose")];
    draft.seating.with_value(|it| {
        let Some(it) = it else { return };
        match field {
            "district" => items.extend(it.districts.iter().map(|it| SelectItem::new(it.id.to_string(), &it.name))),
            "cluster" => items.extend(it.clusters.iter().map(|it| SelectItem::new(it.id.to_string(), &it.name))),
            _ => items.extend(it.schools.iter().map(|it| SelectItem::new(it.id.to_string(), &it.name))),
        }
    });
    titled(question, form.wrong());
    let inside = view! {
        <Select
            name=field
            label=question
            label_classes="govuk-label--l"
            label_is_heading=true
            items=Signal::stored(items)
            value=value
            error=form.error(field)
        />
        {parts::go_on()}
    };
    parts::form(move || next.run(()), inside.into_any())
}

fn dates(draft: Draft, next: Callback<()>) -> AnyView {
    draft.suggest();
    let form = draft.form;
    let (since_hint, until_hint) = match draft.seat.get_value() {
        Some(seat) => {
            let held = seat.until.map(|it| format!(" The role ends on {} now.", written(it))).unwrap_or_default();
            (format!("The last day of {} is the day before.{held}", seat.name), usual(seat.role))
        }
        None => (
            "For example, 1 9 2026. It may lie in the past or in the future.".to_owned(),
            draft.role().map_or("", usual),
        ),
    };
    let inside = view! {
        {parts::day("since", "First day", 's', since_hint, draft.since, form.error("since"))}
        {parts::day("until", "Last day (optional)", 's', until_hint, draft.until, form.error("until"))}
        {parts::go_on()}
    };
    view! {
        <Heading text="From when to when?" wrong=form.wrong() />
        {parts::form(move || next.run(()), inside.into_any())}
    }
    .into_any()
}

/// What is said about the last day of a role.
fn usual(role: Role) -> &'static str {
    match role {
        Role::BoardChair => {
            "A cluster nominates its representative for one year. Change it, or clear it if it is not known."
        }
        _ => "Leave it empty if it is not known.",
    }
}
