//! The plan of a cluster: what it works on, and what it does about it.

use chrono::{Datelike, NaiveDate};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use shared::{
    calendar::{FinancialYear, month_name, months, written},
    failure::Failure,
    id::{ClusterId, DraftId, PersonId},
    intervention::{
        InterventionRow, Plan, PlanFilter, Stage,
        draft::{DraftRow, MOST},
    },
};
use ui::{
    Button, ButtonKind, Cell, Table,
    chart::{Fill, Span, Timeline, TimelineChart},
};
use uuid::Uuid;

use super::{
    draft,
    propose::{GO_ON, address},
    summary::stage_tag,
};
use crate::{
    form::Form,
    heading::{Heading, moved},
    load::{Asked, asked, loaded},
    operations,
    paging::{after, pages},
    parts,
    routes::id,
    shell::trail,
    viewer::{Viewer, viewer},
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
    let rows: Vec<Vec<Cell>> =
        plan.priorities.iter().map(|it| vec![Cell::text(it.text.clone()), Cell::text(written(it.since))]).collect();
    let list = if rows.is_empty() {
        let text = "The cluster has no priorities yet. The members of its Board add them, and every intervention serves \
                    one.";
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
        {parts::link_line("See all priorities", &format!("/clusters/{cluster}/priorities"))}
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

/// The way to propose, and back to what was begun and not sent: on the server, or in this window alone.
fn propose(cluster: ClusterId) -> AnyView {
    let drafts = asked::<operations::Drafts>(move || operations::drafts::Variables { cluster: Some(cluster) });
    (move || match drafts.answer() {
        None => ().into_any(),
        // Without the list one can propose all the same.
        Some(found) => begun(cluster, found.map(|it| it.drafts).unwrap_or_default(), drafts),
    })
    .into_any()
}

fn begun(cluster: ClusterId, saved: Vec<DraftRow>, asked: Asked<operations::drafts::drafts::ResponseData>) -> AnyView {
    let saved: Vec<DraftRow> = saved.into_iter().filter(|it| !draft::was_sent(it.id.0)).collect();
    let here: Vec<_> =
        draft::begun(who(), cluster).into_iter().filter(|it| !saved.iter().any(|one| one.id.0 == it.0)).collect();
    let (none, room) = (saved.is_empty() && here.is_empty(), (saved.len() as i64) < MOST);
    let mut lines = Vec::new();
    for it in saved {
        lines.push(one_begun(cluster, it.id.0, &it.title, &format!("Saved on {}.", written(it.saved_on)), asked));
    }
    for (key, it) in here {
        let title = it.title.get_untracked();
        lines.push(one_begun(cluster, key, &title, "It is kept in this window only.", asked));
    }
    let href = address(cluster, "what", Uuid::new_v4());
    let kind = if none { ButtonKind::Primary } else { ButtonKind::Secondary };
    let new = room.then(|| view! { <Button href kind>"Propose an intervention"</Button> }.into_any());
    let full = (!room).then(|| {
        parts::body("You have begun as many proposals as are kept. Send or delete one before you begin another.")
    });
    view! {
        {lines.collect_view()}
        {full}
        {new}
    }
    .into_any()
}

/// What was begun, with the way to go on and the way to give it up.
fn one_begun(
    cluster: ClusterId,
    key: Uuid,
    title: &str,
    where_kept: &str,
    asked: Asked<operations::drafts::drafts::ResponseData>,
) -> AnyView {
    let named =
        if title.trim().is_empty() { "without a title yet".to_owned() } else { format!("“{}”", title.trim()) };
    let text = format!("You have begun a proposal and not sent it: {named}. {where_kept}");
    let hidden = format!(": {named}");
    let form = Form::new();
    let press = move |_| {
        let variables = operations::delete_draft::Variables { id: DraftId(key) };
        form.send::<operations::DeleteDraft>(variables, move |_| forget(key, asked));
    };
    // One that is in this window alone is not on the server.
    let failure = form.failure();
    ui::effect(move || {
        if failure.get() == Some(Failure::NotFound) {
            forget(key, asked);
        }
    });
    let other = move || failure.get().filter(|it| *it != Failure::NotFound).map(|it| parts::body(it.to_string()));
    let also = hidden.clone();
    view! {
        <div class="govuk-inset-text">
            <p class="govuk-body">{text}</p>
            <div role="alert">{other}</div>
            <div class="govuk-button-group govuk-!-margin-bottom-0">
                <Button href=address(cluster, GO_ON, key)>
                    "Go on with your proposal" <span class="govuk-visually-hidden">{hidden}</span>
                </Button>
                <Button
                    kind=ButtonKind::Secondary
                    button_type="button"
                    on_click=press
                    disabled=form.sending()
                    prevent_double_click=true
                >
                    "Delete your draft"
                    <span class="govuk-visually-hidden">{also}</span>
                </Button>
            </div>
        </div>
    }
    .into_any()
}

fn forget(key: Uuid, asked: Asked<operations::drafts::drafts::ResponseData>) {
    draft::forget(who(), key);
    asked.again();
    // What had the focus is gone.
    moved();
}

/// Who types: drafts are theirs alone. When the session ends it is still the one who signed in last, so that their draft
/// is there when they come back.
pub fn who() -> PersonId {
    thread_local! {
        static LAST: std::cell::Cell<PersonId> = const { std::cell::Cell::new(PersonId(Uuid::nil())) };
    }
    // An answer comes when no page is being made: then it is who it was.
    if let Some(person) = use_context::<Viewer>().and_then(|it| untrack(|| it.person())) {
        LAST.set(person.id);
    }
    LAST.get()
}
