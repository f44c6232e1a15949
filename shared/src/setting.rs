//! The dated rules and words of an authority. A value holds from a day until the next one; nothing is overwritten.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    calendar::written,
    failure::{Problem, Problems},
    id::SettingId,
    text::{in_order, required},
};

choice! {
    /// Which rule.
    pub enum SettingName {
        /// Counts below it are hidden (F-45).
        DisclosureThreshold => "Smallest count shown",
        /// What every intervention must serve.
        OutcomeAreas => "Outcome areas",
        /// The terms of the school year.
        Calendar => "Terms and half terms",
    }
}

/// Counts below this many people are hidden, and no authority can choose fewer (design: no parameter lowers it).
pub const LOWEST_THRESHOLD: i32 = 5;

/// Counts below `fewest` people are hidden.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(
    feature = "graphql",
    derive(async_graphql::SimpleObject, async_graphql::InputObject),
    graphql(input_name = "DisclosureThresholdInput")
)]
pub struct DisclosureThreshold {
    /// From [`LOWEST_THRESHOLD`] to 20 people.
    pub fewest: i32,
}

/// One thing interventions are for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(
    feature = "graphql",
    derive(async_graphql::SimpleObject, async_graphql::InputObject),
    graphql(input_name = "OutcomeAreaInput")
)]
pub struct OutcomeArea {
    /// A short word that stays when the label changes.
    pub code: String,
    /// What people read.
    pub label: String,
}

/// What every intervention must serve at least one of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(
    feature = "graphql",
    derive(async_graphql::SimpleObject, async_graphql::InputObject),
    graphql(input_name = "OutcomeAreasInput")
)]
pub struct OutcomeAreas {
    /// From one to twelve.
    pub areas: Vec<OutcomeArea>,
}

/// One term with its half-term break.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(
    feature = "graphql",
    derive(async_graphql::SimpleObject, async_graphql::InputObject),
    graphql(input_name = "TermInput")
)]
pub struct Term {
    /// `Autumn 2018`.
    pub name: String,
    /// The first school day.
    pub starts: NaiveDate,
    /// The first day of the break.
    pub break_starts: NaiveDate,
    /// The last day of the break.
    pub break_ends: NaiveDate,
    /// The last school day.
    pub ends: NaiveDate,
}

/// The terms of the years that are known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(
    feature = "graphql",
    derive(async_graphql::SimpleObject, async_graphql::InputObject),
    graphql(input_name = "CalendarInput")
)]
pub struct Calendar {
    /// From one to sixty, in order, not overlapping.
    pub terms: Vec<Term>,
}

/// The value of a setting, as the API gives it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "__typename")]
#[cfg_attr(feature = "graphql", derive(async_graphql::Union))]
pub enum SettingValue {
    /// See [`DisclosureThreshold`].
    DisclosureThreshold(DisclosureThreshold),
    /// See [`OutcomeAreas`].
    OutcomeAreas(OutcomeAreas),
    /// See [`Calendar`].
    Calendar(Calendar),
}

/// The value of a setting, as the API takes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::OneofObject))]
pub enum SettingInput {
    /// See [`DisclosureThreshold`].
    DisclosureThreshold(DisclosureThreshold),
    /// See [`OutcomeAreas`].
    OutcomeAreas(OutcomeAreas),
    /// See [`Calendar`].
    Calendar(Calendar),
}

impl From<SettingInput> for SettingValue {
    fn from(input: SettingInput) -> Self {
        match input {
            SettingInput::DisclosureThreshold(it) => Self::DisclosureThreshold(it),
            SettingInput::OutcomeAreas(it) => Self::OutcomeAreas(it),
            SettingInput::Calendar(it) => Self::Calendar(it),
        }
    }
}

impl From<SettingValue> for SettingInput {
    fn from(value: SettingValue) -> Self {
        match value {
            SettingValue::DisclosureThreshold(it) => Self::DisclosureThreshold(it),
            SettingValue::OutcomeAreas(it) => Self::OutcomeAreas(it),
            SettingValue::Calendar(it) => Self::Calendar(it),
        }
    }
}

/// A setting with everything it was and will be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct Setting {
    /// Which rule.
    pub name: SettingName,
    /// Its values, the latest first.
    pub versions: Vec<SettingVersion>,
}

/// A value that holds from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct SettingVersion {
    /// Which version.
    pub id: SettingId,
    /// The first day it holds.
    pub since: NaiveDate,
    /// What holds.
    pub value: SettingValue,
    /// Why it was changed.
    pub reason: String,
}

/// A new value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::InputObject))]
pub struct NewSetting {
    /// Chosen by the browser.
    pub id: SettingId,
    /// The first day it holds: today or later.
    pub since: NaiveDate,
    /// What then holds.
    pub value: SettingInput,
    /// Why.
    pub reason: String,
}

/// One line of a preview: what changes, from what, to what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreviewLine {
    /// What.
    pub what: String,
    /// What holds the day before; empty where it is new.
    pub before: String,
    /// What holds from the day on; empty where it goes.
    pub after: String,
}

impl SettingValue {
    /// Which setting this is a value of.
    pub const fn name(&self) -> SettingName {
        match self {
            Self::DisclosureThreshold(_) => SettingName::DisclosureThreshold,
            Self::OutcomeAreas(_) => SettingName::OutcomeAreas,
            Self::Calendar(_) => SettingName::Calendar,
        }
    }

    /// The value as lines that people read, each with what it is about.
    fn lines(&self) -> Vec<(String, String)> {
        match self {
            Self::DisclosureThreshold(it) => vec![("Smallest count shown".to_owned(), it.fewest.to_string())],
            Self::OutcomeAreas(it) => it.areas.iter().map(|it| (it.code.clone(), it.label.clone())).collect(),
            Self::Calendar(it) => it
                .terms
                .iter()
                .map(|it| {
                    let days = [it.starts, it.break_starts, it.break_ends, it.ends].map(written);
                    (it.name.clone(), format!("{} to {}, break {} to {}", days[0], days[3], days[1], days[2]))
                })
                .collect(),
        }
    }

    /// What is wrong with the value.
    pub fn check(&self) -> Result<(), Vec<Problem>> {
        let mut problems = Problems::default();
        match self {
            Self::DisclosureThreshold(it) => {
                problems.when(
                    !(LOWEST_THRESHOLD..=20).contains(&it.fewest),
                    "value",
                    format!("Enter a number from {LOWEST_THRESHOLD} to 20. Counts of 1 to 4 are always hidden"),
                );
            }
            Self::OutcomeAreas(it) => {
                problems.when(!(1..=12).contains(&it.areas.len()), "value", "Enter from 1 to 12 outcome areas");
                for (place, area) in it.areas.iter().enumerate() {
                    problems.take(required("value", "a label for each outcome area", &area.label, 120));
                    let plain = area.code.bytes().all(|it| it.is_ascii_lowercase() || it == b'-');
                    problems.when(
                        area.code.is_empty() || area.code.len() > 40 || !plain,
                        "value",
                        "A code is up to 40 small letters and hyphens",
                    );
                    problems.when(
                        it.areas[..place].iter().any(|it| it.code == area.code),
                        "value",
                        format!("The code {} is there twice", area.code),
                    );
                }
            }
            Self::Calendar(it) => {
                problems.when(!(1..=60).contains(&it.terms.len()), "value", "Enter from 1 to 60 terms");
                for term in &it.terms {
                    problems.take(required("value", "a name for each term", &term.name, 40));
                    let inside = term.starts < term.break_starts
                        && term.break_starts <= term.break_ends
                        && term.break_ends < term.ends;
                    problems.when(!inside, "value", format!("The break of {} must lie inside the term", term.name));
                }
                for (one, next) in it.terms.iter().zip(it.terms.iter().skip(1)) {
                    problems.when(
                        next.starts <= one.ends,
                        "value",
                        format!("{} must start after {} ends", next.name, one.name),
                    );
                }
            }
        }
        problems.finish()
    }
}

/// The value that holds on a day.
pub fn on(versions: &[SettingVersion], day: NaiveDate) -> Option<&SettingVersion> {
    versions.iter().filter(|it| it.since <= day).max_by_key(|it| it.since)
}

/// What a new value would change on its first day, and until when it would hold; or what is wrong with it.
///
/// The past stays as it was: a value holds from today at the earliest, and two values cannot start on one day.
pub fn preview(
    versions: &[SettingVersion],
    new: &NewSetting,
    today: NaiveDate,
) -> Result<(Vec<PreviewLine>, Option<NaiveDate>), Vec<Problem>> {
    let value = SettingValue::from(new.value.clone());
    let mut problems = Problems::default();
    problems.take(value.check());
    problems.when(new.since < today, "since", "Choose today or a later day. The past stays as it was");
    problems.when(
        versions.iter().any(|it| it.since == new.since),
        "since",
        format!("A value already starts on {}. Choose another day", written(new.since)),
    );
    problems.take(required("reason", "a reason", &new.reason, 400));
    problems.finish()?;
    let before = on(versions, new.since).map(|it| it.value.lines()).unwrap_or_default();
    let after = value.lines();
    // Of two lines about the same thing the later one counts.
    let line = |lines: &[(String, String)], what: &str| {
        lines.iter().rfind(|it| it.0 == what).map(|it| it.1.clone()).unwrap_or_default()
    };
    let lines = in_order(before.iter().chain(&after).map(|it| it.0.clone()).collect())
        .into_iter()
        .map(|what| PreviewLine { before: line(&before, &what), after: line(&after, &what), what })
        .filter(|it| it.before != it.after)
        .collect();
    Ok((lines, versions.iter().map(|it| it.since).filter(|it| *it > new.since).min()))
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn threshold(fewest: i32) -> SettingInput {
        SettingInput::DisclosureThreshold(DisclosureThreshold { fewest })
    }

    fn version(since: &str, fewest: i32) -> SettingVersion {
        SettingVersion {
            id: SettingId(Uuid::nil()),
            since: day(since),
            value: threshold(fewest).into(),
            reason: "Test".into(),
        }
    }

    fn new(since: &str, fewest: i32) -> NewSetting {
        NewSetting {
            id: SettingId(Uuid::nil()),
            since: day(since),
            value: threshold(fewest),
            reason: "Forum asked".into(),
        }
    }

    #[test]
    fn a_value_holds_from_its_day_until_the_next() {
        let versions = [version("2018-09-01", 5), version("2019-09-01", 10)];
        assert_eq!(on(&versions, day("2018-08-31")), None);
        assert_eq!(on(&versions, day("2019-08-31")).unwrap().since, day("2018-09-01"));
        assert_eq!(on(&versions, day("2019-09-01")).unwrap().since, day("2019-09-01"));
    }

    #[test]
    fn the_preview_says_what_changes_from_when_until_when() {
        let versions = [version("2018-09-01", 5), version("2019-09-01", 10)];
        let (lines, until) = preview(&versions, &new("2019-01-01", 6), day("2018-11-21")).unwrap();
        assert_eq!((lines[0].before.as_str(), lines[0].after.as_str()), ("5", "6"));
        assert_eq!(until, Some(day("2019-09-01")));
    }

    #[test]
    fn the_past_an_overlap_and_a_lower_threshold_are_refused() {
        let versions = [version("2018-09-01", 5), version("2019-09-01", 10)];
        let today = day("2018-11-21");
        for (new, field) in
            [(new("2018-11-20", 6), "since"), (new("2019-09-01", 6), "since"), (new("2019-01-01", 4), "value")]
        {
            assert_eq!(preview(&versions, &new, today).unwrap_err()[0].field, field);
        }
    }

    #[test]
    fn terms_follow_one_another() {
        let term = |name: &str, starts, ends| Term {
            name: name.into(),
            starts: day(starts),
            break_starts: day(starts) + chrono::Days::new(30),
            break_ends: day(starts) + chrono::Days::new(35),
            ends: day(ends),
        };
        let autumn = term("Autumn 2018", "2018-09-03", "2018-12-21");
        let spring = term("Spring 2019", "2019-01-07", "2019-04-05");
        let calendar = |terms| SettingValue::Calendar(Calendar { terms });
        assert!(calendar(vec![autumn.clone(), spring.clone()]).check().is_ok());
        assert!(calendar(vec![spring, autumn]).check().is_err());
    }
}
