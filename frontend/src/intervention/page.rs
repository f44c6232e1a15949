//! One intervention: what it is, what falls on each month, what the Board decided, what the reader can do.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use shared::{
    calendar::written,
    fund::Spending,
    id::InterventionId,
    intervention::{
        Intervention, Stage,
        life::{Closing, Waiting},
    },
};
use ui::{Button, ButtonKind, Cell, InsetText, NotificationBanner, SummaryRow};

use super::{
    fields::months_table,
    history::changes,
    summary::{decision, paragraphs, saved, stage_tag},
};
use crate::{
    heading::Heading,
    load::{asked, loaded},
    operations, parts,
    routes::id,
    shell::trail,
    viewer::viewer,
};

/// One intervention.
#[component]
pub fn InterventionPage() -> impl IntoView {
    let id = id("intervention", InterventionId);
    let found = asked::<operations::OneIntervention>(move || operations::one_intervention::Variables { id });
    let done = use_query_map().with_untracked(|it| it.get("done")).unwrap_or_default();
    loaded(found, "Intervention", move |found| page(&found.intervention, &done))
}

/// What the reader has just done here, if the address says so and the server agrees.
fn news(it: &Intervention, done: &str) -> Option<AnyView> {
    let text = match done {
        "agreed" if it.decision.is_some() => {
            let committed = it.spending.as_ref().map_or(it.cost, |it| it.committed);
            format!("The Board’s agreement is recorded. {} is committed.", committed.short())
        }
        "revised" if it.revises => "Your revised proposal is saved.".to_owned(),
        "amended" if it.amendment.is_some() => "The amendment waits for the Cluster Board.".to_owned(),
        "withdrawn" if it.amendment.is_none() && it.stage != Stage::Proposed => "It is withdrawn.".to_owned(),
        "ended" if it.stage == Stage::Ended => "The end is recorded.".to_owned(),
        "paid" if it.spending.is_some() => "The payment is recorded.".to_owned(),
        "released" if it.spending.is_some() => "The money is given back. It can be committed anew.".to_owned(),
        _ => return None,
    };
    Some(view! { <NotificationBanner success=true text=text /> }.into_any())
}

fn page(it: &Intervention, done: &str) -> AnyView {
    let cluster = format!("/clusters/{}", it.cluster);
    trail(
        &[("Clusters", "/clusters"), (&it.cluster_name, &cluster), ("Plan", &format!("{cluster}/plan"))],
        it.title.clone(),
    );
    view! {
        {news(it, done)}
        <Heading text=it.title.clone() caption=it.cluster_name.clone() />
        <p class="govuk-body">{stage_tag(it.stage, it.starts_on, it.ends_on, viewer().day())}</p>
        {acts(it)}
        {it.amendment.as_ref().map(waiting)}
        {it.closing.as_ref().map(|closing| ending(it.stage, closing))}
        {it
            .decision
            .as_ref()
            .map(|it| {
                view! {
                    <h2 class="govuk-heading-m">"What the Board decided"</h2>
                    {parts::facts(decision(it))}
                }.into_any()
            })}
        <h2 class="govuk-heading-m">"What is planned"</h2>
        {parts::facts(saved(it))}
        {parts::link_line("See the history", &format!("/interventions/{}/history", it.id))}
        <h2 class="govuk-heading-m">"Money by month"</h2>
        {parts::two_thirds(it.spending.as_ref().map_or_else(|| months_table("", &it.months), spending))}
    }
    .into_any()
}

/// What became of the money: in all, and by month.
fn spending(it: &Spending) -> AnyView {
    let facts =
        vec![SummaryRow::new("Spent", it.spent.short()), SummaryRow::new("Committed, not paid", it.committed.short())];
    let row = |it: &shared::fund::MonthMoney| {
        vec![
            Cell::text(format!("From {}", written(it.starts))),
            Cell::number(it.planned.to_string()),
            Cell::number(it.spent.to_string()),
            Cell::number((it.planned - it.spent).to_string()),
        ]
    };
    let head = vec![Cell::text("Month"), Cell::number("Planned"), Cell::number("Spent"), Cell::number("Remaining")];
    view! {
        {parts::facts(facts)}
        {parts::table("Planned and spent by month", "Planned and spent by month", head, it.months.iter().map(row).collect())}
    }
    .into_any()
}

/// An amendment that waits, with both values of what it would change.
fn waiting(it: &Waiting) -> AnyView {
    let facts = vec![
        SummaryRow::new("Asked for", format!("{}, by {}", written(it.proposed_on), it.proposed_by)),
        SummaryRow::new("Reason", paragraphs(&it.reason)),
    ];
    view! {
        <h2 class="govuk-heading-m">"An amendment waits for the Board"</h2>
        {parts::facts(facts)}
        {changes(&it.changes, ["Field", "Agreed", "Would be"])}
    }
    .into_any()
}

fn ending(stage: Stage, it: &Closing) -> AnyView {
    let mut facts = vec![
        SummaryRow::new(if stage == Stage::Ended { "Last day" } else { "Withdrawn on" }, written(it.day)),
        SummaryRow::new("Recorded by", it.recorded_by.clone()),
        SummaryRow::new("Reason", paragraphs(&it.reason)),
    ];
    if let Some(lesson) = &it.lesson {
        facts.push(SummaryRow::new("What was learnt", paragraphs(lesson)));
    }
    view! {
        <h2 class="govuk-heading-m">{if stage == Stage::Ended { "Why the Board ended it" } else { "Why it was withdrawn" }}</h2>
        {parts::facts(facts)}
    }
    .into_any()
}

/// What the reader can do, or why it is for somebody else to act.
fn acts(it: &Intervention) -> AnyView {
    let here = format!("/interventions/{}", it.id);
    let waits = it.stage == Stage::Proposed;
    let note = if it.revises && !it.agrees {
        Some(
            "You proposed this. Another member of the Board has to record the agreement. Until then you can revise it.",
        )
    } else if waits && !it.agrees {
        Some("This waits for the Cluster Board. A Board member who did not propose it records the agreement.")
    } else {
        None
    };
    let agree =
        it.agrees.then(|| view! { <Button href=format!("{here}/agree")>"Record the Board’s agreement"</Button> });
    let others = [
        (it.revises, "Revise", "revise"),
        (it.spends, "Record a payment", "spend"),
        (it.releases, "Give money back", "release"),
        (it.amends, "Amend", "amend"),
        (it.withdraws, "Withdraw", "withdraw"),
        (it.ends, "End early", "end"),
    ];
    let any = it.agrees || others.iter().any(|it| it.0);
    let others = others.into_iter().filter(|it| it.0).map(|(_, text, to)| {
        view! {
            <Button href=format!("{here}/{to}") kind=ButtonKind::Secondary>
                {text}
            </Button>
        }
        .into_any()
    });
    let others = others.collect_view();
    view! {
        {note.map(|it| view! { <InsetText>{it}</InsetText> })}
        {any.then(|| view! { <div class="govuk-button-group">{agree} {others}</div> }.into_any())}
    }
    .into_any()
}
