//! The plan of a cluster: what it works on, and what it does about it.

use leptos::prelude::*;
use shared::{
    access::{Action, Reach, reach},
    calendar::written,
    id::{ClusterId, PersonId},
    intervention::{InterventionRow, Plan},
};
use ui::{Cell, Table};
use uuid::Uuid;

use super::{draft, summary::stage_tag};
use crate::{
    heading::Heading,
    load::{asked, loaded},
    operations,
    paging::{after, pages},
    parts,
    routes::id,
    shell::trail,
    viewer::viewer,
};

/// The plan of a cluster.
#[component]
pub fn PlanPage() -> impl IntoView {
    let cluster = id("cluster", ClusterId);
    let after = after();
    let plan = asked::<operations::Plan>(move || operations::plan::Variables { cluster, after: after.get() });
    loaded(plan, "Plan", move |found| page(cluster, &found.plan, after.get_untracked().is_some()))
}

fn page(cluster: ClusterId, plan: &Plan, later: bool) -> AnyView {
    trail(&[("Clusters", "/clusters"), (&plan.cluster, &format!("/clusters/{cluster}"))], "Plan");
    view! {
        <Heading text="Plan" caption=plan.cluster.clone() title=format!("Plan of {}", plan.cluster) />
        {(!later).then(|| priorities(cluster, plan))}
        <h2 class="govuk-heading-m">"Interventions"</h2>
        {interventions(cluster, plan, later)}
        {parts::link_line("See the money of the cluster", &format!("/clusters/{cluster}/money"))}
    }
    .into_any()
}

fn priorities(cluster: ClusterId, plan: &Plan) -> AnyView {
    let add = format!("/clusters/{cluster}/priorities/new");
    let rows: Vec<Vec<Cell>> =
        plan.priorities.iter().map(|it| vec![Cell::text(it.text.clone()), Cell::text(written(it.since))]).collect();
    let list = if rows.is_empty() {
        let text = if sets_priorities() {
            "The cluster has no priorities yet. Every intervention serves one, so add the first before you propose \
             anything."
        } else {
            "The cluster has no priorities yet. A member of its Board adds them, and every intervention serves one."
        };
        parts::inset(text)
    } else {
        view! {
            <Table
                caption="What the cluster works on"
                caption_classes="govuk-visually-hidden"
                head=vec![Cell::text("Priority"), Cell::text("Since")]
                rows
            />
        }
        .into_any()
    };
    view! {
        <h2 class="govuk-heading-m">"Priorities"</h2>
        {list}
        {sets_priorities().then(|| parts::link_line("Add a priority", &add))}
    }
    .into_any()
}

fn interventions(cluster: ClusterId, plan: &Plan, later: bool) -> AnyView {
    let list = if plan.interventions.is_empty() {
        let text = if later {
            "There are no more interventions."
        } else if plan.proposes {
            "Nothing is planned yet. Propose the first intervention: what it is, whom it helps, what it costs and how \
             you will know whether it worked."
        } else {
            "Nothing is planned yet. The members of the Cluster Board and the SEND host can propose an intervention."
        };
        parts::inset(text)
    } else {
        // What matters most comes first: on a phone the rest is reached by scrolling.
        let head = vec![
            Cell::text("Title"),
            Cell::text("Stage"),
            Cell::number("Cost"),
            Cell::text("Dates"),
            Cell::text("Priority"),
        ];
        let rows = plan.interventions.iter().map(row).collect::<Vec<_>>();
        let caption = "Interventions of the cluster";
        parts::table(caption, caption, head, rows)
    };
    let here = format!("/clusters/{cluster}/plan");
    view! {
        {list}
        {pages(&here, &[], later, plan.next.as_ref())}
        {(plan.proposes && !plan.priorities.is_empty()).then(|| propose(cluster))}
    }
    .into_any()
}

fn row(it: &InterventionRow) -> Vec<Cell> {
    let (href, title, stage) = (format!("/interventions/{}", it.id), it.title.clone(), it.stage);
    vec![
        Cell::text(move || parts::link(&title, &href)),
        Cell::text(move || stage_tag(stage)),
        Cell::number(it.cost.short()),
        Cell::text(format!("{} to {}", written(it.starts_on), written(it.ends_on))),
        Cell::text(it.priority.clone()),
    ]
}

/// The way to propose, or back to what was typed and not sent.
fn propose(cluster: ClusterId) -> AnyView {
    let href = format!("/clusters/{cluster}/plan/propose/what");
    let begun = draft::kept(who(), cluster).is_some_and(|it| untrack(|| !it.is_empty()));
    if !begun {
        return parts::button("Propose an intervention", href);
    }
    let give_up = RwSignal::new(false);
    let press = move |_| {
        draft::forget(who(), cluster);
        give_up.set(true);
    };
    (move || {
        let href = href.clone();
        if give_up.get() {
            return parts::button("Propose an intervention", href);
        }
        view! {
            {parts::inset("You have begun a proposal and not sent it. It is kept in this window only.")}
            <div class="govuk-button-group">
                {parts::button("Go on with your proposal", href)} {parts::secondary("Delete your draft", press)}
            </div>
        }
        .into_any()
    })
    .into_any()
}

/// Whether a role of the reader sets priorities in some cluster. The server decides for this one.
fn sets_priorities() -> bool {
    let roles = untrack(|| viewer().person()).map(|it| it.roles).unwrap_or_default();
    roles.iter().any(|it| reach(it.role, Action::SetPriority) != Reach::Nowhere)
}

/// Who types: drafts are theirs alone. When the session ends it is still the one who signed in last, so that their draft
/// is there when they come back.
pub fn who() -> PersonId {
    thread_local! {
        static LAST: std::cell::Cell<PersonId> = const { std::cell::Cell::new(PersonId(Uuid::nil())) };
    }
    if let Some(person) = untrack(|| viewer().person()) {
        LAST.set(person.id);
    }
    LAST.get()
}
