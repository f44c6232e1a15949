//! What somebody has begun to fill in and not sent: their own, word by word as they typed it.
//!
//! Text that points to a person is not kept (design 7): the page does not send it, and the server refuses it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    failure::{Change, Problem, Problems},
    id::{ClusterId, DraftId, WindowId},
    identifiability::Guard,
    organisation::ClusterLink,
};

/// How many a person keeps for one cluster.
pub const MOST: i64 = 5;

choice! {
    /// What is being filled in.
    pub enum DraftKind {
        /// The proposal of an intervention.
        Proposal => "Proposal of an intervention",
    }
}

/// One answer as it was typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(
    feature = "graphql",
    derive(async_graphql::SimpleObject, async_graphql::InputObject),
    graphql(input_name = "AnswerInput")
)]
pub struct Answer {
    /// The field of the form, as the API names it.
    pub field: String,
    /// What was typed or chosen. Choices of many stand on lines of their own, the boxes of a day between slashes.
    pub value: String,
}

/// A draft to keep.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::InputObject))]
pub struct SavingDraft {
    /// Chosen by the browser, and the id of what will be sent.
    pub id: DraftId,
    /// For which cluster.
    pub cluster: ClusterId,
    /// What is being filled in.
    pub kind: DraftKind,
    /// The version that was read; 0 where it was not kept before.
    pub version: i32,
    /// The window in which it is typed. Its own earlier version is never somebody else's.
    pub window: WindowId,
    /// What was answered so far.
    pub answers: Vec<Answer>,
}

/// A draft that was kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct KeptDraft {
    /// Which.
    pub id: DraftId,
    /// The version to send back with the next change.
    pub version: i32,
}

/// A draft in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct DraftRow {
    /// Which.
    pub id: DraftId,
    /// For which cluster.
    pub cluster: ClusterLink,
    /// The title that was typed; may be empty.
    pub title: String,
    /// The day it was last kept.
    pub saved_on: NaiveDate,
}

/// A draft, whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct Draft {
    /// Which.
    pub id: DraftId,
    /// The version to send back with the next change.
    pub version: i32,
    /// The day it was last kept.
    pub saved_on: NaiveDate,
    /// What was answered.
    pub answers: Vec<Answer>,
}

/// What an answer may hold.
#[derive(Clone, Copy)]
enum Sort {
    /// Sentences.
    Text(Guard),
    /// A word of the form, an id or a list of them.
    Choice,
    /// A number, an amount or a day, perhaps mistyped.
    Short,
}

/// The fields of a proposal in the order of its form, with what people call them.
const FIELDS: [(&str, &str, Sort); 21] = [
    ("title", "Title", Sort::Text(Guard::Prose)),
    ("kind", "Kind", Sort::Choice),
    ("priority", "Priority", Sort::Choice),
    ("newReason", "Why something new is bought", Sort::Text(Guard::Prose)),
    ("outcomeAreas", "Outcome areas", Sort::Choice),
    ("evidence", "Evidence", Sort::Text(Guard::Prose)),
    ("years", "Years", Sort::Choice),
    ("groupSize", "How many pupils", Sort::Choice),
    ("schools", "Schools taking part", Sort::Choice),
    ("provider", "Provider", Sort::Text(Guard::Place)),
    ("startsOn", "First day", Sort::Short),
    ("endsOn", "Last day", Sort::Short),
    ("cost", "Cost", Sort::Short),
    ("measure", "Measure", Sort::Text(Guard::Prose)),
    ("direction", "Which way is better", Sort::Choice),
    ("baseline", "Baseline", Sort::Short),
    ("baselineOn", "Baseline taken on", Sort::Short),
    ("baselineSource", "Source of the baseline", Sort::Text(Guard::Prose)),
    ("target", "Target", Sort::Short),
    ("targetReason", "Why the target is no better", Sort::Text(Guard::Prose)),
    ("catalogueItem", "From the menu", Sort::Choice),
];

impl SavingDraft {
    /// The draft with each field at most once and in the order of the form, or what may not be kept of it.
    pub fn check(self) -> Result<Self, Vec<Problem>> {
        let mut problems = Problems::default();
        let mut answers = Vec::new();
        let mut rest = self.answers;
        for (field, _, sort) in FIELDS {
            let mut own = rest.extract_if(.., |it| it.field == field);
            let Some(answer) = own.next() else { continue };
            problems.when(own.next().is_some(), field, "This was answered twice");
            drop(own);
            problems.take(kept(field, sort, &answer.value));
            if !answer.value.is_empty() {
                answers.push(answer);
            }
        }
        problems.when(!rest.is_empty(), "answers", "This form has no such question");
        problems.finish()?;
        Ok(Self { answers, ..self })
    }
}

/// Whether an answer may be kept.
fn kept(field: &str, sort: Sort, value: &str) -> Result<(), Vec<Problem>> {
    let mut problems = Problems::default();
    let longest = match sort {
        Sort::Text(_) => 2_000,
        Sort::Choice => 8_000,
        Sort::Short => 60,
    };
    let length = value.chars().count();
    problems.when(length > longest, field, format!("This must be {longest} characters or fewer; it has {length}"));
    let control = |it: char| it.is_control() && it != '\n' && it != '\r';
    problems.when(value.chars().any(control), field, "This must not contain control characters");
    // Ids are made of letters, digits and hyphens; what else stands there was not chosen from a list.
    let chosen = |it: char| it.is_ascii_alphanumeric() || matches!(it, '-' | '_' | '\n');
    problems.when(matches!(sort, Sort::Choice) && !value.chars().all(chosen), field, "Choose from the list");
    match sort {
        Sort::Text(guard) => problems.take(guard.check(field, value)),
        Sort::Short => problems.take(Guard::Prose.check(field, value)),
        Sort::Choice => None,
    };
    problems.finish()
}

/// What differs between the answers somebody wants to keep and those that are kept (U5).
pub fn changes(mine: &[Answer], saved: &[Answer]) -> Vec<Change> {
    let value = |all: &[Answer], field: &str| {
        all.iter().find(|it| it.field == field).map(|it| it.value.clone()).unwrap_or_default()
    };
    let mut changes = Vec::new();
    for (field, label, sort) in FIELDS {
        let (yours, theirs) = (value(mine, field), value(saved, field));
        if yours == theirs {
            continue;
        }
        let (yours, theirs) = match sort {
            // Ids say nothing to people.
            Sort::Choice => ("your choice".to_owned(), "another choice".to_owned()),
            _ => (yours, theirs),
        };
        changes.push(Change { field: label.to_owned(), yours, theirs });
    }
    changes
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn answer(field: &str, value: &str) -> Answer {
        Answer { field: field.into(), value: value.into() }
    }

    fn draft(answers: Vec<Answer>) -> SavingDraft {
        SavingDraft {
            id: DraftId(Uuid::nil()),
            cluster: ClusterId(Uuid::nil()),
            kind: DraftKind::Proposal,
            version: 0,
            window: WindowId(Uuid::nil()),
            answers,
        }
    }

    fn wrong(answers: Vec<Answer>) -> Vec<String> {
        draft(answers).check().unwrap_err().into_iter().map(|it| it.field).collect()
    }

    #[test]
    fn half_typed_answers_are_kept_in_the_order_of_the_form() {
        let typed =
            vec![answer("cost", "lots"), answer("startsOn", "31/2/"), answer("title", "Talk"), answer("kind", "")];
        let fields: Vec<_> = draft(typed).check().unwrap().answers.into_iter().map(|it| it.field).collect();
        assert_eq!(fields, ["title", "startsOn", "cost"]);
    }

    #[test]
    fn what_points_to_a_person_is_not_kept() {
        assert_eq!(wrong(vec![answer("title", "For B801200005001")]), ["title"]);
        assert_eq!(wrong(vec![answer("provider", "ring 01454 868 000")]), ["provider"]);
        assert_eq!(wrong(vec![answer("kind", "born 12.3.2009")]), ["kind"]);
        assert_eq!(wrong(vec![answer("cost", "943 476 5919")]), ["cost"]);
        assert_eq!(wrong(vec![answer("cost", &"9".repeat(61))]), ["cost"]);
        assert_eq!(wrong(vec![answer("diary", "x")]), ["answers"]);
        assert_eq!(wrong(vec![answer("title", "a"), answer("title", "b")]), ["title"]);
    }

    #[test]
    fn both_values_of_what_differs_are_told() {
        let mine = [answer("title", "Mine"), answer("priority", "1")];
        let changes = changes(&mine, &[answer("title", "Theirs"), answer("priority", "2")]);
        let told: Vec<_> =
            changes.iter().map(|it| (it.field.as_str(), it.yours.as_str(), it.theirs.as_str())).collect();
        assert_eq!(told, [("Title", "Mine", "Theirs"), ("Priority", "your choice", "another choice")]);
    }
}
