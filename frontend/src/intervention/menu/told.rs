//! What the menu says of something, as a summary list: evidence and cost in words.

use leptos::prelude::*;
use shared::intervention::catalogue::{BANDS_SOURCE, CatalogueEntry, Need};
use ui::{Content, SummaryAction, SummaryRow};

use crate::intervention::{list, paragraphs};

/// The needs as a list.
pub fn needs(needs: &[Need]) -> Content {
    list(needs.iter().map(|it| it.label().to_owned()).collect())
}

/// What the months say, or that nobody gives any.
pub fn months(months: Option<i32>) -> String {
    match months {
        None => "No study gives any".to_owned(),
        Some(1) => "1 month in a year".to_owned(),
        Some(more) => format!("{more} months in a year"),
    }
}

/// Everything that is said. With an address each line has a link to change it.
pub fn rows(it: &CatalogueEntry, change: Option<&str>) -> Vec<SummaryRow> {
    let row = |key: &'static str, value: Content| match change {
        Some(href) => SummaryRow::new(key, value).action(SummaryAction::change(href.to_owned(), key)),
        None => SummaryRow::new(key, value),
    };
    let or = |text: &str, nothing: &'static str| if text.is_empty() { nothing.into() } else { paragraphs(text) };
    let strength = match it.rated_by.as_str() {
        "" => it.strength.label().to_owned(),
        by => format!("{}, rated by {by}", it.strength.label()),
    };
    let cost = it.cost_band.label();
    let cost = Content::from(move || {
        view! {
            {cost}
            <p class="govuk-hint govuk-!-margin-bottom-0">{BANDS_SOURCE}</p>
        }
        .into_any()
    });
    let mut rows = vec![
        row("What it is", paragraphs(&it.about)),
        row("Kind of help", it.kind.label().into()),
        row("Needs it serves", needs(&it.needs)),
        row("Evidence", paragraphs(&it.evidence)),
        row("How strong it is", strength.into()),
        row("Months of progress", months(it.months).into()),
        row("Source", it.citation.clone().into()),
        row("Web address", or(&it.web, "None")),
        row("Cost", cost),
        row("Training", or(&it.training, "None needed")),
        row("Available here", or(&it.local_provider, "Nobody here provides it yet")),
    ];
    if !it.local_provider.is_empty() {
        rows.push(row("How to get it", paragraphs(&it.local_how)));
        rows.push(row("Cost to the cluster", it.local_cost.clone().into()));
    }
    rows
}
