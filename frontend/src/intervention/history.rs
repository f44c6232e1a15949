//! What happened to an intervention: who, when, what was said and what it changed, with both values.

use leptos::prelude::*;
use shared::{
    calendar::written,
    failure::Change,
    id::InterventionId,
    intervention::life::{History, Past},
};
use ui::{Cell, SummaryRow};

use super::summary::paragraphs;
use crate::{
    heading::Heading,
    load::{asked, loaded},
    operations,
    paging::{after, pages},
    parts,
    routes::id,
    shell::back,
};

/// The history of an intervention.
#[component]
pub fn HistoryPage() -> impl IntoView {
    let id = id("intervention", InterventionId);
    back(format!("/interventions/{id}"));
    let after = after();
    let found = asked::<operations::History>(move || operations::history::Variables { id, after: after.get() });
    loaded(found, "History", move |found| page(id, &found.history, after.get_untracked().is_some()))
}

fn page(id: InterventionId, it: &History, later: bool) -> AnyView {
    let steps = it.steps.iter().map(step).collect_view();
    view! {
        <Heading text="History" caption=it.title.clone() title=format!("History of {}", it.title) />
        {steps}
        {pages(&format!("/interventions/{id}/history"), &[], later, it.next.as_ref())}
    }
    .into_any()
}

fn step(it: &Past) -> AnyView {
    let said = it.said.iter().map(|it| SummaryRow::new(it.what.clone(), paragraphs(&it.words))).collect::<Vec<_>>();
    view! {
        <h2 class="govuk-heading-m">{it.step.label()}</h2>
        {parts::body(format!("{}, by {} (version {})", written(it.day), it.who, it.version))}
        {(!said.is_empty()).then(|| parts::facts(said))}
        {changes(&it.changes, ["Field", "Before", "Then"])}
    }
    .into_any()
}

/// What one version has different from another: `theirs`, then `yours`.
pub fn changes(changes: &[Change], head: [&'static str; 3]) -> AnyView {
    if changes.is_empty() {
        return ().into_any();
    }
    let value = |text: &str| Cell::text(if text.is_empty() { "Nothing".to_owned() } else { text.to_owned() });
    let rows =
        changes.iter().map(|it| vec![Cell::text(it.field.clone()), value(&it.theirs), value(&it.yours)]).collect();
    parts::table("What changed", "What changed", head.map(Cell::text).to_vec(), rows)
}
