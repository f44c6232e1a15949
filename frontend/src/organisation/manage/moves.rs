//! One school into another cluster from a day on, or out of its cluster.

use leptos::prelude::*;
use shared::{
    calendar::written,
    failure::Problem,
    id::SchoolId,
    organisation::{Joining, School},
};
use ui::{Select, SelectItem};

use super::sheet;
use crate::{
    api::Refusal,
    failure::FailurePage,
    form::{Form, TypedDay},
    load::{asked, loaded},
    operations::{self, join_cluster, leave_cluster, school},
    organisation::offer_clusters,
    parts, routes,
    routes::way,
    shell::trail,
    viewer::viewer,
};

/// The choice to be in no cluster.
const NONE: &str = "none";

/// Moving a school.
#[component]
pub fn MovePage() -> impl IntoView {
    let id = routes::id("school", SchoolId);
    let (to, since, form) = (RwSignal::default(), TypedDay::of(viewer().day()), Form::new());
    let clusters = RwSignal::new(Vec::new());
    offer_clusters(clusters);
    let asked = asked::<operations::School>(move || school::Variables { id });
    loaded(asked, "Move a school", move |found| {
        if !found.school.changes {
            let refusal = Refusal::from(shared::failure::Failure::Forbidden);
            return view! { <FailurePage refusal again=Callback::new(|()| ()) /> }.into_any();
        }
        page(found.school, to, since, clusters, form)
    })
}

fn page(
    school: School,
    to: RwSignal<String>,
    since: TypedDay,
    clusters: RwSignal<Vec<SelectItem>>,
    form: Form,
) -> AnyView {
    let at = format!("/schools/{}", school.id);
    trail(&[("Schools", "/schools"), (&school.name, &at)], "Move");
    let now = school.clusters.iter().find(|it| it.until.is_none()).map_or_else(
        || "It is in no cluster.".to_owned(),
        |it| format!("It is in {} since {}.", it.cluster.name, written(it.since)),
    );
    let held = !school.clusters.is_empty();
    let items = Signal::derive(move || {
        let mut items = vec![SelectItem::new("", "Choose a cluster")];
        items.extend(clusters.get());
        items.extend(held.then(|| SelectItem::new(NONE, "In no cluster")));
        items
    });
    let (id, way) = (school.id, way());
    let submit = move || {
        let chosen = to.get_untracked();
        let to = chosen.parse().ok();
        let wrong = to.is_none() && chosen != NONE;
        let read = since.read("since", "the day from which it holds");
        let checked = match read {
            Ok(since) if !wrong => Ok(since),
            read => {
                let missing = || Problem { field: "cluster".into(), message: "Choose a cluster".into() };
                Err(wrong.then(missing).into_iter().chain(read.err().into_iter().flatten()).collect())
            }
        };
        let Some(since) = form.check(checked) else { return };
        let (way, at) = (way.clone(), at.clone());
        match (to, since.pred_opt()) {
            (Some(cluster), _) => {
                let input = Joining { school: id, cluster, group: None, since };
                form.send::<operations::JoinCluster>(join_cluster::Variables { input }, move |_| way.to(&at));
            }
            (None, Some(until)) => {
                let variables = leave_cluster::Variables { school: id, until };
                form.send::<operations::LeaveCluster>(variables, move |_| way.to(&at));
            }
            _ => {}
        }
    };
    let inside = view! {
        {parts::body(now)}
        <Select
            name="cluster"
            label="Where does it go?"
            label_classes="govuk-label--s"
            value=to
            items
            error=form.error("cluster")
        />
        {parts::day(
            "since",
            "From which day?",
            's',
            "It stays where it is until the day before, and keeps its answer about the pilot.",
            since,
            form.error("since"),
        )}
        {parts::send("Move the school", form.sending())}
    };
    sheet(form, "Move to another cluster", school.name, submit, inside.into_any())
}
