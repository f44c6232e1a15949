//! Schools from a list: paste the names, decide what each means, check, and all of them are placed or none.

mod check;
mod decide;
mod question;

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use shared::{
    id::{ClusterId, GroupId, PlacingId, SchoolId},
    organisation::{
        names::{Candidate, NameMatch, Verdict},
        places::{ClusterSetup, Placing},
    },
};
use uuid::Uuid;

use crate::{
    form::{Form, TypedDay},
    intervention::ask_before_leaving,
    load::{asked, loaded},
    operations::{self, cluster_setup},
    organisation::manage::nothing,
    routes::{self, Way, way},
    shell::trail,
    viewer::viewer,
};

/// The steps in the address; the first has none.
const STEP: &str = "step";
const DECIDE: &str = "decide";
const CHECK: &str = "check";

/// The choices to leave a name out, and to look for another school.
const OUT: &str = "out";
const OTHER: &str = "other";

/// Everything about one list.
#[derive(Clone, Copy)]
struct List {
    cluster: ClusterId,
    setup: StoredValue<Option<ClusterSetup>>,
    text: RwSignal<String>,
    group: RwSignal<String>,
    engaged: RwSignal<String>,
    since: TypedDay,
    /// What was matched: the text it was matched for, and its names, the doubtful ones first.
    matched: RwSignal<String>,
    names: RwSignal<Vec<Name>>,
    /// The same for every try, until what is sent is something else.
    id: RwSignal<PlacingId>,
    sent: StoredValue<Option<Placing>>,
    done: RwSignal<Option<check::Done>>,
    form: Form,
    owner: StoredValue<Owner>,
}

/// One name of the list and what somebody decides about it.
#[derive(Clone)]
struct Name {
    found: RwSignal<NameMatch>,
    /// The id of a school, [`OUT`], [`OTHER`], or nothing yet.
    choice: RwSignal<String>,
    /// Another name or a URN to look for instead.
    search: RwSignal<String>,
    /// Where in the list it stood.
    at: usize,
}

impl Name {
    fn field(&self) -> String {
        format!("name-{}", self.at)
    }

    fn doubtful(&self) -> bool {
        self.found.with_untracked(|it| it.verdict != Verdict::Clear)
    }

    /// The candidate that is chosen.
    fn chosen(&self) -> Option<Candidate> {
        let choice: SchoolId = self.choice.with_untracked(|it| it.parse().ok())?;
        self.found.with_untracked(|it| it.candidates.iter().find(|it| it.school == choice).cloned())
    }
}

impl List {
    fn at(self) -> String {
        format!("/clusters/{}", self.cluster)
    }

    fn step(self, step: &str) -> String {
        format!("{}/paste?{STEP}={step}", self.at())
    }

    fn go(self, way: &Way, step: &str) {
        way.to(&self.step(step));
    }

    fn group(self) -> Option<GroupId> {
        self.group.with_untracked(|it| it.parse().ok())
    }

    /// The group that a school is in here today.
    fn group_of(self, school: SchoolId) -> Option<GroupId> {
        let of = |it: &ClusterSetup| it.schools.iter().find(|it| it.id == school).and_then(|it| it.group);
        self.setup.with_value(|it| it.as_ref().and_then(of))
    }

    /// Takes what the server found. What is clear is chosen, to be confirmed; what is doubtful waits for a decision.
    fn take(self, found: Vec<NameMatch>) {
        let names = self.owner.with_value(|owner| {
            owner.with(|| {
                let names = found.into_iter().enumerate().map(|(at, it)| name(at, it));
                let (mut doubtful, clear): (Vec<Name>, Vec<Name>) = names.partition(Name::doubtful);
                doubtful.extend(clear);
                doubtful
            })
        });
        self.names.set(names);
    }

    /// The schools that are chosen, each once, with the names that mean it.
    fn schools(self) -> Vec<(Candidate, Vec<String>)> {
        let mut schools: Vec<(Candidate, Vec<String>)> = Vec::new();
        self.names.with_untracked(|names| {
            for it in names {
                let Some(chosen) = it.chosen() else { continue };
                let written = it.found.with_untracked(|it| it.name.clone());
                match schools.iter_mut().find(|it| it.0.school == chosen.school) {
                    Some(it) => it.1.push(written),
                    None => schools.push((chosen, vec![written])),
                }
            }
        });
        schools
    }
}

fn name(at: usize, found: NameMatch) -> Name {
    let clear = found.verdict == Verdict::Clear;
    let choice = found.candidates.first().filter(|_| clear).map(|it| it.school.to_string()).unwrap_or_default();
    Name { found: RwSignal::new(found), choice: RwSignal::new(choice), search: RwSignal::default(), at }
}

/// Schools from a list.
#[component]
pub fn PastePage() -> impl IntoView {
    let cluster = routes::id("cluster", ClusterId);
    let list = List {
        cluster,
        setup: StoredValue::new(None),
        text: RwSignal::default(),
        group: RwSignal::default(),
        engaged: RwSignal::default(),
        since: TypedDay::of(viewer().day()),
        matched: RwSignal::default(),
        names: RwSignal::default(),
        id: RwSignal::new(PlacingId(Uuid::new_v4())),
        sent: StoredValue::new(None),
        done: RwSignal::new(None),
        form: Form::new(),
        owner: StoredValue::new(Owner::current().unwrap_or_default()),
    };
    trail(&[("Clusters", "/clusters"), ("Cluster", &list.at())], "Add schools from a list");
    ask_before_leaving(move || list.done.with(Option::is_none) && list.text.with(|it| !it.trim().is_empty()));
    let query = use_query_map();
    let step = Memo::new(move |_| query.with(|it| it.get(STEP)).unwrap_or_default());
    let matched = Memo::new(move |_| list.names.with(|it| !it.is_empty()));
    let asked = asked::<operations::ClusterSetup>(move || cluster_setup::Variables { id: cluster });
    loaded(asked, "Add schools from a list", move |found| {
        let closed = found.cluster_setup.closed_on.is_some();
        list.setup.set_value(Some(found.cluster_setup));
        if closed {
            return nothing("This cluster has closed", "No school can come into it any more.", list.at());
        }
        (move || {
            if let Some(done) = list.done.get() {
                return check::done(list, &done);
            }
            // Whoever comes by a bookmark, or after the page was loaded anew, starts at the start.
            let matched = matched.get();
            // What was wrong on another page is not wrong here.
            list.form.refuse(Vec::new());
            match step.get().as_str() {
                DECIDE if matched => decide::page(list),
                CHECK if matched => check::page(list),
                _ => question::page(list, way()),
            }
        })
        .into_any()
    })
}
