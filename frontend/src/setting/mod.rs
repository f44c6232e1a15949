//! The dated rules of the authority: what holds, what will hold, what held, and how to change it from a day on.

mod areas;
mod change;
mod check;
mod list;
mod terms;
mod typed;

pub use change::ChangeSettingPage;
use leptos::prelude::*;
pub use list::SettingsPage;
use shared::{
    calendar::written,
    setting::{SettingName, SettingValue},
};
use ui::Cell;

use crate::parts;

/// What a setting is for.
fn about(name: SettingName) -> &'static str {
    match name {
        SettingName::DisclosureThreshold => {
            "Counts of fewer pupils than this are not shown to other schools, in reports or in downloads."
        }
        SettingName::OutcomeAreas => "Every intervention serves at least one of these.",
        SettingName::Calendar => "The terms of the school year with their half-term breaks.",
    }
}

/// A value in words, in its own order.
fn shown(value: &SettingValue) -> AnyView {
    match value {
        SettingValue::DisclosureThreshold(it) => {
            view! { <p class="govuk-body">{format!("Counts from 1 to {} are hidden. {} is the smallest count shown.", it.fewest - 1, it.fewest)}</p> }
                .into_any()
        }
        SettingValue::OutcomeAreas(it) => {
            let labels = it.areas.iter().map(|it| view! { <li>{it.label.clone()}</li> }.into_any()).collect_view();
            view! { <ul class="govuk-list govuk-list--bullet">{labels}</ul> }.into_any()
        }
        SettingValue::Calendar(it) => {
            let rows: Vec<Vec<Cell>> = it
                .terms
                .iter()
                .map(|it| {
                    let days = format!("{} to {}", written(it.starts), written(it.ends));
                    let rest = format!("{} to {}", written(it.break_starts), written(it.break_ends));
                    vec![Cell::text(it.name.clone()), Cell::text(days), Cell::text(rest)]
                })
                .collect();
            parts::table("Terms and half terms", "Terms and half terms", ["Term", "Dates", "Half-term break"].map(Cell::text).to_vec(), rows)
        }
    }
}
