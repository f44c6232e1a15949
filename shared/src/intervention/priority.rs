//! What a cluster works on: agreed on a day, reworded, and one day no more.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    calendar::written,
    failure::{Change, Problem, Problems},
    id::PriorityId,
    identifiability::Guard,
};

/// How many priorities a cluster has at one time. More would be none; and a page shows them all.
pub const MOST: i64 = 40;

/// The longest text of one.
pub const LONGEST: usize = 300;

/// The priorities of a cluster: those it has, and those it had.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct Priorities {
    /// Which cluster, by name.
    pub cluster: String,
    /// By the day since which they hold; those that ended come last. At most 200.
    pub priorities: Vec<WholePriority>,
    /// Whether the caller sets them.
    pub sets: bool,
}

/// One priority with what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct WholePriority {
    /// Which.
    pub id: PriorityId,
    /// The version to send back with a change.
    pub version: i32,
    /// What the cluster works on.
    pub text: String,
    /// Since when.
    pub since: NaiveDate,
    /// Its last day, once it has ended.
    pub ended_on: Option<NaiveDate>,
    /// Why it ended; empty as long as it has not.
    pub end_reason: String,
    /// How many interventions serve it.
    pub interventions: i32,
    /// How it was worded before, the latest first.
    pub earlier: Vec<Wording>,
}

/// How a priority was worded once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct Wording {
    /// The text.
    pub text: String,
    /// The day it was reworded.
    pub until: NaiveDate,
}

/// A priority in other words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::InputObject))]
pub struct RewordedPriority {
    /// Which.
    pub id: PriorityId,
    /// The version that was read.
    pub version: i32,
    /// What the cluster works on, in the new words.
    pub text: String,
}

/// A priority that is one no more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::InputObject))]
pub struct EndedPriority {
    /// Which.
    pub id: PriorityId,
    /// The version that was read.
    pub version: i32,
    /// Its last day: from the first one until today.
    pub ended_on: NaiveDate,
    /// Why it ends.
    pub reason: String,
}

impl RewordedPriority {
    /// The input with its text tidied, or what is wrong with it.
    pub fn check(self) -> Result<Self, Vec<Problem>> {
        Ok(Self { text: Guard::Prose.required("text", "a priority", &self.text, LONGEST)?, ..self })
    }
}

impl EndedPriority {
    /// The input with its text tidied, or what is wrong with it.
    pub fn check(self, since: NaiveDate, today: NaiveDate) -> Result<Self, Vec<Problem>> {
        let mut problems = Problems::default();
        problems.when(
            self.ended_on < since || self.ended_on > today,
            "endedOn",
            format!("Enter a day from {}, its first day, until today", written(since)),
        );
        let reason = problems.take(Guard::Prose.required("reason", "the reason why it ends", &self.reason, LONGEST));
        problems.finish()?;
        Ok(Self { reason: reason.unwrap_or_default(), ..self })
    }
}

impl WholePriority {
    /// What differs between what somebody wants to save and what is saved (U5): its words, or that it has ended.
    pub fn changes(&self, text: &str, ended_on: Option<NaiveDate>) -> Vec<Change> {
        let end =
            |it: Option<NaiveDate>| it.map_or_else(|| "goes on".to_owned(), |it| format!("ended on {}", written(it)));
        super::differing([
            ("Priority", text.to_owned(), self.text.clone()),
            ("Whether it goes on", end(ended_on), end(self.ended_on)),
        ])
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_priority_ends_between_its_first_day_and_today() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let end = |text| EndedPriority {
            id: PriorityId(Uuid::nil()),
            version: 1,
            ended_on: day(text),
            reason: " Reached ".into(),
        };
        let check = |text| end(text).check(day("2018-10-10"), day("2018-11-21"));
        assert_eq!(check("2018-11-21").unwrap().reason, "Reached");
        assert!(check("2018-10-10").is_ok());
        for wrong in ["2018-10-09", "2018-11-22"] {
            assert_eq!(check(wrong).unwrap_err()[0].field, "endedOn");
        }
    }
}
