//! The plan of a cluster: what it works on, and what it does about it.

use chrono::{Datelike, NaiveDate};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use shared::{
    access::{Action, Reach, reach},
    calendar::{FinancialYear, month_name, months, written},
    id::{ClusterId, PersonId},
    intervention::{InterventionRow, Plan, PlanFilter, Stage},
};
use ui::{
    Cell, Table,
    chart::{Fill, Span, Timeline, TimelineChart},
};
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
    let query = use_query_map();
    let stage = Memo::new(move |_| query.with(|it| it.get("stage")).and_then(|it| Stage::from_word(&it)));
    let plan = asked::<operations::Plan>(move || operations::plan::Variables {
        cluster,
        filter: Some(PlanFilter { stage: stage.get() }),
        after: after.get(),
    });
    loaded(plan, "Plan", move |found| {
        page(cluster, &found.plan, stage.get_untracked(), after.get_untracked().is_some())
    })
}

fn page(cluster: ClusterId, plan: &Plan, stage: Option<Stage>, later: bool) -> AnyView {
    trail(&[("Clusters", "/clusters"), (&plan.cluster, &format!("/clusters/{cluster}"))], "Plan");
    view! {
        <Heading text="Plan" caption=plan.cluster.clone() title=format!("Plan of {}", plan.cluster) />
        {(!later).then(|| priorities(cluster, plan))}
        <h2 class="govuk-heading-m">"Interventions"</h2>
        {stages(cluster, plan, stage)}
        {interventions(cluster, plan, stage, later)}
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

/// Which of them are shown: all, or those at one stage.
fn stages(cluster: ClusterId, plan: &Plan, shown: Option<Stage>) -> AnyView {
    if plan.stages.len() < 2 {
        return ().into_any();
    }
    let all = plan.stages.iter().map(|it| it.count).sum::<i32>();
    let item = |stage: Option<Stage>, text: String| {
        let href = match stage {
            Some(stage) => format!("/clusters/{cluster}/plan?stage={}", stage.word()),
            None => format!("/clusters/{cluster}/plan"),
        };
        let current = (stage == shown).then_some("true");
        view! {
            <li>
                <a class="govuk-link" href=href aria-current=current>
                    {text}
                </a>
            </li>
        }
        .into_any()
    };
    let one = |stage: Stage, count: i32| item(Some(stage), format!("{} ({count})", stage.label()));
    view! {
        <nav aria-label="Stages">
            <ul class="govuk-list app-stages">
                {item(None, format!("All ({all})"))}
                {plan.stages.iter().map(|it| one(it.stage, it.count)).collect_view()}
            </ul>
        </nav>
    }
    .into_any()
}

fn interventions(cluster: ClusterId, plan: &Plan, stage: Option<Stage>, later: bool) -> AnyView {
    let list = if plan.interventions.is_empty() {
        let text = if later {
            "There are no more interventions."
        } else if stage.is_some() {
            "Nothing stands at this stage."
        } else if plan.proposes {
            "Nothing is planned yet. Propose the first intervention: what it is, whom it helps, what it costs and how \
             you will know whether it worked."
        } else {
            "Nothing is planned yet. The members of the Cluster Board and the SEND host can propose an intervention."
        };
        parts::inset(text)
    } else {
        timeline(plan)
    };
    let here = format!("/clusters/{cluster}/plan");
    let query: Vec<_> = stage.into_iter().map(|it| ("stage", it.word().to_owned())).collect();
    let chosen = stage.map(|it| format!("?stage={}", it.word())).unwrap_or_default();
    let file = format!("/download/clusters/{cluster}/plan.csv{chosen}");
    view! {
        {list}
        {(!plan.interventions.is_empty()).then(|| parts::download("Download the plan as a table (CSV)", &file))}
        {pages(&here, &query, later, plan.next.as_ref())}
        {(plan.proposes && !plan.priorities.is_empty()).then(|| propose(cluster))}
    }
    .into_any()
}

/// The interventions of this page as bars over the months, and as a table.
fn timeline(plan: &Plan) -> AnyView {
    let days = || plan.interventions.iter().flat_map(|it| [it.starts_on, it.ends_on]);
    let (Some(first), Some(last)) = (days().min(), days().max()) else { return ().into_any() };
    let today = viewer().day();
    let left = FinancialYear::month_of(first);
    let at = |day: NaiveDate| u32::try_from((day - left).num_days()).unwrap_or(0);
    // As many names of months as have room on a phone.
    let all = months(left, last);
    let step = all.len().div_ceil(5).max(1);
    let name = |day: &NaiveDate| {
        let month = month_name(day.month());
        (at(*day), format!("{} {}", month.get(..3).unwrap_or(month), day.year() % 100))
    };
    // What matters most comes first: on a phone the rest is reached by scrolling.
    let head = vec![
        Cell::text("Title"),
        Cell::text("Stage"),
        Cell::number("Cost"),
        Cell::text("Dates"),
        Cell::text("Priority"),
    ];
    let timeline = Timeline {
        head,
        rows: plan.interventions.iter().map(|it| span(it, today, at)).collect(),
        marks: all.iter().step_by(step).map(name).collect(),
        today: (today >= left && today <= last).then(|| at(today)),
        days: at(last) + 1,
    };
    let subtitle = format!(
        "From the first day to the last. The strong line is today, {}. What is not agreed is hatched.",
        written(today),
    );
    view! { <TimelineChart id="timeline" title="Interventions over time" subtitle timeline /> }.into_any()
}

fn span(it: &InterventionRow, today: NaiveDate, at: impl Fn(NaiveDate) -> u32) -> Span {
    let (href, title, stage) = (format!("/interventions/{}", it.id), it.title.clone(), it.stage);
    let (starts, ends) = (it.starts_on, it.ends_on);
    let fill = match stage {
        Stage::Agreed => Fill::Part(0),
        Stage::Ended => Fill::Part(1),
        Stage::Proposed | Stage::Withdrawn => Fill::Hatched,
    };
    Span {
        label: it.title.clone(),
        state: stage.on(starts, ends, today).to_owned(),
        fill,
        from: at(starts),
        until: at(ends).saturating_add(1),
        cells: vec![
            Cell::text(move || parts::link(&title, &href)),
            Cell::text(move || stage_tag(stage, starts, ends, today)),
            Cell::number(it.cost.short()),
            Cell::text(format!("{} to {}", written(starts), written(ends))),
            Cell::text(it.priority.clone()),
        ],
    }
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
