//! A school with the words of its name and of its place, and what speaks against it.

use super::{
    Listed,
    words::{Kind, Words},
};
use crate::organisation::{Phase, SchoolStatus};

/// A school with its words.
pub struct Entry {
    pub listed: Listed,
    pub words: Words,
    pub place: Vec<String>,
    /// What each of its own words counts against it where it is not typed.
    pub extra: Vec<f64>,
    /// The first part of the postcode: which schools are neighbours.
    pub area: Option<String>,
}

impl Entry {
    /// A school, read.
    pub fn of(listed: Listed) -> Self {
        let words = Words::of(&listed.name);
        let parts = listed.locality.iter().chain(&listed.town);
        let mut place: Vec<String> = parts.flat_map(|it| Words::of(it).own).collect();
        // The village behind a name is a place whatever the address says.
        place.extend(words.behind.iter().cloned());
        let area = listed.postcode.as_deref().and_then(|it| it.split_whitespace().next()).map(str::to_owned);
        Self { words, place, extra: Vec::new(), area, listed }
    }

    /// What speaks against this school because of the kind that was typed, and how to say it.
    pub fn against(&self, typed: &Words) -> Vec<(f64, String)> {
        use Kind::{Infant, Junior, Primary, Secondary};
        let (own, phase) = (&self.words, self.listed.phase);
        let mut against = Vec::new();
        let mut note = |much: f64, what: &str| against.push((much, what.to_owned()));
        if typed.has(Infant) && own.has(Junior) && !own.has(Infant) {
            note(0.3, "a junior school");
        }
        if typed.has(Junior) && own.has(Infant) && !own.has(Junior) {
            note(0.3, "an infant school");
        }
        if typed.has(Primary) && !typed.has(Infant) && own.has(Infant) {
            note(0.04, "an infant school");
        }
        if typed.has(Primary) && !typed.has(Junior) && own.has(Junior) {
            note(0.04, "a junior school");
        }
        if (typed.has(Infant) || typed.has(Junior)) && own.has(Primary) {
            note(0.05, "a primary school");
        }
        let young = typed.has(Primary) || typed.has(Infant) || typed.has(Junior);
        if young && matches!(phase, Phase::Secondary | Phase::SixteenPlus) {
            note(0.25, "a secondary school");
        }
        if young && phase == Phase::AllThrough && !own.has(Primary) {
            note(0.04, "all-through: the name may mean its primary phase");
        }
        if typed.has(Secondary) && phase == Phase::Primary {
            note(0.3, "a primary school");
        }
        if typed.faith.is_some() && own.faith.is_some() && typed.faith != own.faith {
            note(0.15, "of another church");
        }
        if self.listed.status == SchoolStatus::Closed {
            note(0.05, "");
        }
        against
    }
}
