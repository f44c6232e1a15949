//! An intervention told as a summary list: the saved one, and the one that is about to be sent.

use chrono::NaiveDate;
use leptos::prelude::*;
use shared::{
    calendar::written,
    intervention::{Decision, Drafting, Intervention, Proposal, Stage, catalogue::CatalogueLink, group::told},
};
use ui::{Content, SummaryRow, Tag, TagColour};

use super::step::Step;
use crate::{number, parts};

/// What is saved, in the order of the questions.
pub fn saved(it: &Intervention) -> Vec<SummaryRow> {
    let optional = |key: &'static str, text: &str| (!text.is_empty()).then(|| SummaryRow::new(key, paragraphs(text)));
    let mut rows = vec![SummaryRow::new("Kind of help", it.kind.label())];
    rows.extend(it.catalogue_item.as_ref().map(|it| SummaryRow::new("From the menu", from_the_menu(it))));
    rows.push(SummaryRow::new("Priority", it.priority.text.clone()));
    rows.extend(optional("Why something new", &it.new_reason));
    rows.extend([
        SummaryRow::new("Outcomes", list(it.outcome_areas.iter().map(|it| it.label.clone()).collect())),
        SummaryRow::new("Evidence", paragraphs(&it.evidence)),
        SummaryRow::new("For whom", told(&it.years, it.group_size)),
        SummaryRow::new("Schools", list(it.schools.iter().map(|it| it.name.clone()).collect())),
        SummaryRow::new("Provider", it.provider.clone()),
        SummaryRow::new("Dates", format!("{} to {}", written(it.starts_on), written(it.ends_on))),
        SummaryRow::new("Cost", it.cost.short()),
        SummaryRow::new("Measure", format!("{} ({})", it.measure, lower(it.direction.label()))),
        SummaryRow::new("Baseline", baseline(it.baseline, &written(it.baseline_on), &it.baseline_source)),
        SummaryRow::new("Target", number::written(it.target)),
    ]);
    rows.extend(optional("Why no better", &it.target_reason));
    rows.push(SummaryRow::new("Proposed", format!("{}, by {}", written(it.proposed_on), it.proposed_by)));
    rows
}

fn from_the_menu(it: &CatalogueLink) -> Content {
    let (title, href) = (it.title.clone(), format!("/menu/{}", it.id));
    Content::from(move || parts::link(&title, &href))
}

/// `Higher is better` becomes `higher is better`.
fn lower(label: &str) -> String {
    label.to_ascii_lowercase()
}

/// What is about to be sent, each answer with a link to its question.
pub fn answers(it: &Proposal, choices: &Drafting, to: impl Fn(Step) -> String) -> Vec<SummaryRow> {
    let priority = choices.priorities.iter().find(|one| one.id == it.priority);
    let areas = choices.outcome_areas.iter().filter(|one| it.outcome_areas.contains(&one.code));
    let schools = choices.schools.iter().filter(|one| it.schools.contains(&one.id));
    let row = |step: Step, key: &'static str, hidden: &str, value: Content| {
        SummaryRow::new(key, value).action(ui::SummaryAction::change(to(step), hidden))
    };
    let mut rows = vec![
        row(Step::What, "Title", "title", it.title.clone().into()),
        row(Step::What, "Kind of help", "kind of help", it.kind.label().into()),
        row(Step::Priority, "Priority", "priority", priority.map(|it| it.text.clone()).unwrap_or_default().into()),
    ];
    if !it.new_reason.is_empty() {
        rows.push(row(Step::Already, "Why something new", "why something new is needed", paragraphs(&it.new_reason)));
    }
    rows.extend([
        row(Step::Outcomes, "Outcomes", "outcomes", list(areas.map(|it| it.label.clone()).collect())),
        row(Step::Evidence, "Evidence", "evidence", paragraphs(&it.evidence)),
        row(Step::Group, "For whom", "for whom it is", told(&it.years, it.group_size).into()),
        row(Step::Schools, "Schools", "schools", list(schools.map(|it| it.name.clone()).collect())),
        row(Step::Provider, "Provider", "provider", it.provider.clone().into()),
        row(Step::Dates, "Dates", "dates", format!("{} to {}", written(it.starts_on), written(it.ends_on)).into()),
        row(Step::Cost, "Cost", "cost", it.cost.short().into()),
        row(Step::Measure, "Measure", "measure", format!("{} ({})", it.measure, lower(it.direction.label())).into()),
        row(
            Step::Measure,
            "Baseline",
            "baseline",
            baseline(it.baseline, &written(it.baseline_on), &it.baseline_source).into(),
        ),
        row(Step::Measure, "Target", "target", number::written(it.target).into()),
    ]);
    if !it.target_reason.is_empty() {
        rows.push(row(Step::Measure, "Why no better", "why it is no better", paragraphs(&it.target_reason)));
    }
    rows
}

/// What the Board decided.
pub fn decision(it: &Decision) -> Vec<SummaryRow> {
    let mut rows = vec![
        SummaryRow::new("Agreed on", written(it.agreed_on)),
        SummaryRow::new("Recorded by", it.recorded_by.clone()),
        SummaryRow::new("Reasons", paragraphs(&it.reasons)),
        SummaryRow::new(
            if it.response.is_some() { "Challenge" } else { "Challenge and answer" },
            paragraphs(&it.challenge),
        ),
    ];
    if let Some(response) = &it.response {
        rows.push(SummaryRow::new("Answer", paragraphs(response)));
    }
    rows
}

/// Where an intervention stands on a day.
pub fn stage_tag(stage: Stage, starts: NaiveDate, ends: NaiveDate, day: NaiveDate) -> AnyView {
    let colour = match stage {
        Stage::Proposed => TagColour::Yellow,
        Stage::Agreed => TagColour::Green,
        Stage::Ended | Stage::Withdrawn => TagColour::Grey,
    };
    view! { <Tag colour=colour>{stage.on(starts, ends, day)}</Tag> }.into_any()
}

fn baseline(value: f64, day: &str, source: &str) -> String {
    format!("{} on {day} ({source})", number::written(value))
}

/// One thing as it is, more as a list.
pub fn list(mut things: Vec<String>) -> Content {
    match things.len() {
        0 | 1 => things.pop().unwrap_or_default().into(),
        _ => (move || {
            let items = things.iter().map(|it| view! { <li>{it.clone()}</li> }.into_any()).collect_view();
            view! { <ul class="govuk-list govuk-!-margin-bottom-0">{items}</ul> }.into_any()
        })
        .into(),
    }
}

/// Text with the line breaks it was typed with.
pub fn paragraphs(text: &str) -> Content {
    let mut lines: Vec<String> = text.lines().filter(|it| !it.trim().is_empty()).map(str::to_owned).collect();
    match lines.len() {
        0 | 1 => lines.pop().unwrap_or_default().into(),
        _ => (move || {
            lines.iter().map(|it| view! { <p class="govuk-body">{it.clone()}</p> }.into_any()).collect_view().into_any()
        })
        .into(),
    }
}
