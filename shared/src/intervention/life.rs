//! The life of an intervention: its stages, what leads from one to the next, what people send to take a step, and what is
//! told about the steps that were taken (R-082, D14, Z7).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Proposal, Stage};
use crate::{
    failure::{Change, Failure, Problem, Problems},
    id::InterventionId,
    identifiability::Guard,
    money::Pence,
    page::Cursor,
};

/// A step somebody wants to take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// The proposer replaces the proposal.
    Revise,
    /// Another person records the Board's agreement to what waits: the proposal, or an amendment.
    Agree,
    /// Somebody asks for a change of what was agreed.
    Amend,
    /// The proposer or the Board takes back what waits.
    Withdraw,
    /// The Board ends it early.
    End,
}

impl Event {
    /// Every event.
    pub const ALL: [Self; 5] = [Self::Revise, Self::Agree, Self::Amend, Self::Withdraw, Self::End];
}

/// What a step is held against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Facts {
    /// Whether the person proposed what waits.
    pub own: bool,
    /// Whether the person may record what the Board decides.
    pub board: bool,
    /// Whether an amendment waits for the Board.
    pub amendment: bool,
}

/// Why a step cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// It is for somebody else.
    NotYours,
    /// Who proposes does not agree (D14).
    OwnProposal,
    /// The Board has not agreed it yet.
    NotAgreed,
    /// An amendment waits: the Board decides it first.
    AmendmentWaits,
    /// Nothing waits any more.
    Decided,
}

/// The stage a step leads to. Total: every event at every stage is answered.
///
/// | stage | revise | agree | amend | withdraw | end |
/// |---|---|---|---|---|---|
/// | proposed | proposed (proposer) | agreed (not the proposer) | not agreed | withdrawn (proposer, Board) | not agreed |
/// | agreed | decided | agreed, if an amendment waits (not its proposer) | agreed, if none waits | agreed, if one waits (its proposer, Board) | ended (Board), if none waits |
/// | ended, withdrawn | decided | decided | decided | decided | decided |
///
/// # Errors
/// Why the step cannot be taken.
pub const fn next(stage: Stage, event: Event, facts: Facts) -> Result<Stage, Refusal> {
    use Event as E;
    match (stage, event) {
        (Stage::Ended | Stage::Withdrawn, _) => Err(Refusal::Decided),

        (Stage::Proposed, E::Amend | E::End) => Err(Refusal::NotAgreed),
        (Stage::Proposed, E::Revise) if facts.own => Ok(Stage::Proposed),
        (Stage::Proposed, E::Withdraw) if facts.own || facts.board => Ok(Stage::Withdrawn),
        (Stage::Proposed, E::Revise | E::Withdraw) => Err(Refusal::NotYours),

        (Stage::Agreed, E::Revise) => Err(Refusal::Decided),
        (Stage::Agreed, E::Agree | E::Withdraw) if !facts.amendment => Err(Refusal::Decided),
        (Stage::Agreed, E::Amend | E::End) if facts.amendment => Err(Refusal::AmendmentWaits),
        (Stage::Agreed, E::Amend) => Ok(Stage::Agreed),
        (Stage::Agreed, E::Withdraw) if facts.own || facts.board => Ok(Stage::Agreed),
        (Stage::Agreed, E::Withdraw) => Err(Refusal::NotYours),
        (Stage::Agreed, E::End) if facts.board => Ok(Stage::Ended),
        (Stage::Agreed, E::End) => Err(Refusal::NotYours),

        (Stage::Proposed | Stage::Agreed, E::Agree) => match facts {
            Facts { own: true, .. } => Err(Refusal::OwnProposal),
            Facts { board: true, .. } => Ok(Stage::Agreed),
            Facts { .. } => Err(Refusal::NotYours),
        },
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        let told = |message: &str| Self::BadRequest { message: message.to_owned() };
        match refusal {
            Refusal::NotYours => Self::Forbidden,
            Refusal::OwnProposal => Self::OwnProposal,
            Refusal::Decided => Self::Decided,
            Refusal::NotAgreed => told("The Board has not agreed this yet. A proposal is revised or withdrawn."),
            Refusal::AmendmentWaits => {
                told("An amendment waits for the Board. It has to be agreed or withdrawn before anything else changes.")
            }
        }
    }
}

impl Stage {
    /// What people read on a day: an agreed intervention runs between its first and its last day, and is then completed.
    pub fn on(self, starts: NaiveDate, ends: NaiveDate, day: NaiveDate) -> &'static str {
        match self {
            Self::Agreed if ends < day => "Completed",
            Self::Agreed if starts <= day => "Running",
            other => other.label(),
        }
    }
}

/// A change of an agreed intervention that waits for the Board like a proposal (Z7).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::InputObject))]
pub struct Amendment {
    /// Which intervention.
    pub id: InterventionId,
    /// The version that was read: the one that holds.
    pub version: i32,
    /// What is to hold.
    pub proposal: Proposal,
    /// Why it has to change.
    pub reason: String,
}

/// A proposal or an amendment taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::InputObject))]
pub struct Withdrawal {
    /// Which intervention.
    pub id: InterventionId,
    /// The version that waits.
    pub version: i32,
    /// Why.
    pub reason: String,
}

/// The Board's decision to end an intervention early.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::InputObject))]
pub struct Ending {
    /// Which intervention.
    pub id: InterventionId,
    /// The version that was read.
    pub version: i32,
    /// Its last day.
    pub ended_on: NaiveDate,
    /// Why the Board ended it.
    pub reason: String,
    /// What was learnt from it.
    pub lesson: String,
}

impl Amendment {
    /// The input with its text tidied, or what is wrong with it: the reason after the fields of the proposal.
    pub fn check(self) -> Result<Self, Vec<Problem>> {
        let mut problems = Problems::default();
        let proposal = problems.take(self.proposal.clone().check());
        let reason = problems.take(Guard::Prose.required("reason", "why it has to change", &self.reason, 1000));
        problems.finish()?;
        Ok(Self { proposal: proposal.unwrap_or(self.proposal), reason: reason.unwrap_or_default(), ..self })
    }
}

impl Withdrawal {
    /// The input with its text tidied, or what is wrong with it.
    pub fn check(self) -> Result<Self, Vec<Problem>> {
        Ok(Self { reason: Guard::Prose.required("reason", "why it is withdrawn", &self.reason, 1000)?, ..self })
    }
}

impl Ending {
    /// The input with its text tidied, or what is wrong with it.
    pub fn check(self, agreed_on: NaiveDate, today: NaiveDate) -> Result<Self, Vec<Problem>> {
        let mut problems = Problems::default();
        problems.when(
            self.ended_on > today || self.ended_on < agreed_on,
            "endedOn",
            "Enter a day from the Board's agreement until today",
        );
        let reason = problems.take(Guard::Prose.required("reason", "why the Board ended it", &self.reason, 1000));
        let lesson = problems.take(Guard::Prose.required("lesson", "what was learnt", &self.lesson, 1000));
        problems.finish()?;
        Ok(Self { reason: reason.unwrap_or_default(), lesson: lesson.unwrap_or_default(), ..self })
    }
}

/// An amendment that waits for the Board.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct Waiting {
    /// The version to agree or to withdraw.
    pub version: i32,
    /// Who asked for it.
    pub proposed_by: String,
    /// When.
    pub proposed_on: NaiveDate,
    /// Why.
    pub reason: String,
    /// What it would cost in all.
    pub cost: Pence,
    /// What would change: `yours` is what would hold, `theirs` what holds.
    pub changes: Vec<Change>,
}

/// How an intervention came to its end before its last day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct Closing {
    /// Its last day, or the day of the withdrawal.
    pub day: NaiveDate,
    /// Who recorded it.
    pub recorded_by: String,
    /// Why.
    pub reason: String,
    /// What was learnt; of a withdrawn proposal nothing.
    pub lesson: Option<String>,
}

choice! {
    /// A step in the history of an intervention.
    pub enum Step {
        /// It was proposed.
        Proposed => "Proposed",
        /// The proposer changed the proposal.
        Revised => "Revised",
        /// The Board agreed it.
        Agreed => "Agreed",
        /// Somebody asked for a change of what was agreed.
        AmendmentProposed => "Amendment proposed",
        /// The Board agreed the change.
        Amended => "Amended",
        /// The change was taken back.
        AmendmentWithdrawn => "Amendment withdrawn",
        /// The proposal was taken back.
        Withdrawn => "Withdrawn",
        /// The Board ended it.
        Ended => "Ended",
    }
}

/// Words that were recorded, and what they are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct Said {
    /// What they are: `Reasons`.
    pub what: String,
    /// The words.
    pub words: String,
}

/// One step of a history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct Past {
    /// What happened.
    pub step: Step,
    /// The version it happened to.
    pub version: i32,
    /// The day.
    pub day: NaiveDate,
    /// Who recorded it.
    pub who: String,
    /// What was said about it.
    pub said: Vec<Said>,
    /// What it changed: `theirs` is what held before, `yours` what was written then.
    pub changes: Vec<Change>,
}

/// What happened to an intervention, the latest first, some versions at a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct History {
    /// The title of the intervention.
    pub title: String,
    /// The steps.
    pub steps: Vec<Past>,
    /// Where the list goes on.
    pub next: Option<Cursor>,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const OWN: Facts = Facts { own: true, board: true, amendment: false };
    const OTHER: Facts = Facts { own: false, board: true, amendment: false };
    const WAITS: Facts = Facts { amendment: true, ..OTHER };

    #[test]
    fn an_intervention_goes_from_proposal_to_its_end() {
        assert_eq!(next(Stage::Proposed, Event::Revise, OWN), Ok(Stage::Proposed));
        assert_eq!(next(Stage::Proposed, Event::Agree, OTHER), Ok(Stage::Agreed));
        assert_eq!(next(Stage::Agreed, Event::Amend, OTHER), Ok(Stage::Agreed));
        assert_eq!(next(Stage::Agreed, Event::Agree, WAITS), Ok(Stage::Agreed));
        assert_eq!(next(Stage::Agreed, Event::End, OTHER), Ok(Stage::Ended));
        assert_eq!(next(Stage::Proposed, Event::Withdraw, OTHER), Ok(Stage::Withdrawn));
        assert_eq!(next(Stage::Agreed, Event::Withdraw, WAITS), Ok(Stage::Agreed));
    }

    #[test]
    fn what_cannot_be_done_says_why() {
        assert_eq!(next(Stage::Proposed, Event::Agree, OWN), Err(Refusal::OwnProposal));
        assert_eq!(next(Stage::Agreed, Event::Agree, Facts { own: true, ..WAITS }), Err(Refusal::OwnProposal));
        assert_eq!(next(Stage::Agreed, Event::Agree, OTHER), Err(Refusal::Decided));
        assert_eq!(next(Stage::Agreed, Event::Amend, WAITS), Err(Refusal::AmendmentWaits));
        assert_eq!(next(Stage::Proposed, Event::End, OTHER), Err(Refusal::NotAgreed));
        assert_eq!(next(Stage::Proposed, Event::Withdraw, Facts::default()), Err(Refusal::NotYours));
    }

    #[test]
    fn no_stage_and_no_step_is_called_rejected() {
        let words = Stage::ALL.iter().map(|it| it.label()).chain(Step::ALL.iter().map(|it| it.label()));
        for word in words {
            assert!(!word.to_lowercase().contains("reject") && !word.to_lowercase().contains("refuse"), "{word}");
        }
    }

    #[test]
    fn an_agreed_intervention_runs_and_is_completed() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let on = |stage: Stage, it: &str| stage.on(day("2018-12-01"), day("2019-05-31"), day(it));
        assert_eq!(on(Stage::Agreed, "2018-11-30"), "Agreed");
        assert_eq!(on(Stage::Agreed, "2018-12-01"), "Running");
        assert_eq!(on(Stage::Agreed, "2019-06-01"), "Completed");
        assert_eq!(on(Stage::Ended, "2019-06-01"), "Ended");
    }

    #[test]
    fn an_end_has_a_day_a_reason_and_a_lesson() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let id = InterventionId(uuid::Uuid::nil());
        let ended_on = day("2018-11-20");
        let ending = Ending { id, version: 1, ended_on, reason: " ".into(), lesson: "Ask first".into() };
        let wrong = ending.clone().check(day("2018-11-21"), day("2018-12-01")).unwrap_err();
        assert_eq!(wrong.iter().map(|it| it.field.as_str()).collect::<Vec<_>>(), ["endedOn", "reason"]);
        let right = Ending { reason: "Nobody came".into(), ..ending };
        assert!(right.check(day("2018-11-20"), day("2018-12-01")).is_ok());
    }

    fn facts() -> impl Strategy<Value = Facts> {
        any::<(bool, bool, bool)>().prop_map(|(own, board, amendment)| Facts { own, board, amendment })
    }

    proptest! {
        /// D14 and R-082: whatever people try in whatever order.
        #[test]
        fn no_way_leads_around_the_rules(steps in prop::collection::vec((0usize..5, facts()), 0..40)) {
            let mut stage = Stage::Proposed;
            for (event, facts) in steps {
                let event = Event::ALL[event];
                let before = stage;
                let Ok(after) = next(before, event, facts) else { continue };
                // The end is the end.
                prop_assert!(!matches!(before, Stage::Ended | Stage::Withdrawn));
                // Nobody agrees what they proposed, and nobody but the Board agrees or ends.
                prop_assert!(event != Event::Agree || (facts.board && !facts.own));
                prop_assert!(after != Stage::Ended || (event == Event::End && facts.board));
                // Nothing becomes agreed but by agreement, and nothing agreed becomes a proposal again.
                prop_assert!(before == Stage::Agreed || after != Stage::Agreed || event == Event::Agree);
                prop_assert!(before != Stage::Agreed || after != Stage::Proposed);
                stage = after;
            }
        }
    }
}
