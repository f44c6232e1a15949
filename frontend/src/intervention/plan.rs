//! The plan of a cluster: what it works on, and what it does about it.

use leptos::prelude::*;
use shared::{
    calendar::written,
    failure::Failure,
    id::{ClusterId, DraftId, PersonId},
    intervention::{
        InterventionRow, Plan,
        draft::{DraftRow, MOST},
    },
};
use ui::{Button, ButtonKind, Cell, Table};
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
    if let Some(person) = untrack(|| viewer().person()) {
        LAST.set(person.id);
    }
    LAST.get()
}
