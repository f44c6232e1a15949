//! What the register and the census tell of a school: what came before and after it, and how many there are in it.

use leptos::prelude::*;
use shared::{
    calendar::written,
    disclosure,
    organisation::record::{LinkKind, SchoolFigures, SchoolLink},
};
use ui::{Cell, SummaryRow};

use super::link;
use crate::parts;

/// A fact about the schools that came after, or that it came after; none where there are none.
pub fn links(key: &'static str, links: Vec<SchoolLink>) -> Option<SummaryRow> {
    (!links.is_empty()).then(|| SummaryRow::new(key, move || list(&links)))
}

/// Schools, a line each, with how and since when.
pub fn list(links: &[SchoolLink]) -> AnyView {
    let lines = links.iter().map(|it| view! { <li>{named(it)} {how(it)}</li> }.into_any()).collect_view();
    view! { <ul class="govuk-list govuk-!-margin-bottom-0">{lines}</ul> }.into_any()
}

/// The school, as a link where the register here has it.
fn named(it: &SchoolLink) -> AnyView {
    let name = it.name.clone().unwrap_or_else(|| format!("URN {}", it.urn));
    match it.school {
        Some(school) => link(&name, &format!("/schools/{school}")),
        None => format!("{name} (URN {}, not in your register)", it.urn).into_any(),
    }
}

fn how(it: &SchoolLink) -> String {
    let since = it.since.map(|day| format!(" on {}", written(day))).unwrap_or_default();
    match it.how {
        LinkKind::Succession if since.is_empty() => String::new(),
        LinkKind::Succession => since.replacen(" on", ", on", 1),
        LinkKind::Merger => format!(", merged{since}"),
        LinkKind::Amalgamation => format!(", amalgamated{since}"),
        LinkKind::Split => format!(", split{since}"),
    }
}

/// The figures with their key; nothing where there are none.
pub fn figures(figures: &[SchoolFigures], fewest: i32) -> Option<AnyView> {
    let cells: Vec<disclosure::Cell> = figures.iter().flat_map(|it| [it.roll, it.sen_support, it.plans]).collect();
    let rows: Vec<Vec<Cell>> = figures
        .iter()
        .map(|it| {
            vec![
                Cell::text(written(it.day)),
                Cell::text(it.source.label()),
                Cell::number(it.roll.text()),
                Cell::number(it.sen_support.text()),
                Cell::number(it.plans.text()),
            ]
        })
        .collect();
    let key = disclosure::key(&cells, fewest)
        .into_iter()
        .map(|it| view! { <p class="govuk-hint govuk-!-margin-bottom-2">{it}</p> }.into_any())
        .collect_view();
    (!rows.is_empty()).then(|| {
        view! {
            <h2 class="govuk-heading-m">"Pupils"</h2>
            {parts::table(
                "Pupils on roll, at SEN Support and with an EHC plan, the latest day first",
                "Pupils",
                vec![
                    Cell::text("Day"),
                    Cell::text("Source"),
                    Cell::number("On roll"),
                    Cell::number("SEN Support"),
                    Cell::number("EHC plans"),
                ],
                rows,
            )}
            <div class="govuk-!-margin-bottom-6">{key}</div>
        }
        .into_any()
    })
}
