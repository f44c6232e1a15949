//! Taking part in the pilot, school by school: apart from belonging to a cluster.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{ClusterLink, Phase};
use crate::{
    failure::{Problem, Problems},
    id::{ClusterId, ParticipationId, SchoolId},
    page::Cursor,
    text::{optional, required},
};

choice! {
    /// A school's answer to the invitation, from a day on.
    pub enum ParticipationState {
        /// It was asked and has not answered.
        Invited => "Invited",
        /// It takes part.
        Engaged => "Engaged",
        /// It answered that it does not take part.
        NotTakingPart => "Not taking part",
        /// It took part and stopped.
        Withdrawn => "Withdrawn",
    }
}

/// A school in the list of a cluster.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct ClusterSchool {
    /// Which.
    pub id: SchoolId,
    /// Its name in the register.
    pub name: String,
    /// Its phase.
    pub phase: Phase,
    /// The working group it is in today.
    pub group: Option<String>,
    /// Its answer today; nothing where it was never asked.
    pub participation: Option<ParticipationState>,
    /// Since when that is its answer.
    pub since: Option<NaiveDate>,
    /// Whether exclusion work covers it.
    pub exclusion_work: bool,
}

/// The schools of a cluster, a page at a time, by name, with the counts of all of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct ClusterSchoolPage {
    /// What people call the cluster.
    pub cluster: String,
    /// The rows.
    pub schools: Vec<ClusterSchool>,
    /// Schools in the cluster today.
    pub total: i32,
    /// Of them, those that take part.
    pub engaged: i32,
    /// Of them, those that were asked and have not answered.
    pub invited: i32,
    /// Of them, those that exclusion work covers.
    pub exclusion_work: i32,
    /// Whether the reader records answers.
    pub records: bool,
    /// Where the list goes on.
    pub next: Option<Cursor>,
}

/// One answer of a school.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct SchoolAnswer {
    /// Its answer.
    pub state: ParticipationState,
    /// From this day.
    pub since: NaiveDate,
    /// The last day, if another followed.
    pub until: Option<NaiveDate>,
    /// The cluster it belonged to when this was recorded.
    pub cluster: String,
    /// Why, where a reason was given.
    pub reason: String,
    /// Whether exclusion work covers it.
    pub exclusion_work: bool,
}

/// All answers of a school, for whoever records them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct Participation {
    /// What the school is called.
    pub school: String,
    /// Its phase.
    pub phase: Phase,
    /// The cluster it is in today.
    pub cluster: ClusterLink,
    /// Its answers, the latest first.
    pub answers: Vec<SchoolAnswer>,
}

/// A new answer of a school.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::InputObject))]
pub struct NewParticipation {
    /// Chosen by the browser.
    pub id: ParticipationId,
    /// The cluster it belongs to.
    pub cluster: ClusterId,
    /// Which school.
    pub school: SchoolId,
    /// Its answer.
    pub state: ParticipationState,
    /// From this day on.
    pub since: NaiveDate,
    /// Why: needed where it withdraws.
    pub reason: String,
    /// Whether exclusion work covers it.
    pub exclusion_work: bool,
}

/// The longest reason, in characters.
pub const LONGEST_REASON: usize = 400;

impl NewParticipation {
    /// The input with its text tidied, or what is wrong with it.
    pub fn check(self) -> Result<Self, Vec<Problem>> {
        let mut problems = Problems::default();
        let withdraws = self.state == ParticipationState::Withdrawn;
        let reason = if withdraws {
            required("reason", "why it withdraws", &self.reason, LONGEST_REASON)
        } else {
            optional("reason", "the reason", &self.reason, LONGEST_REASON)
        };
        let reason = problems.take(reason).unwrap_or_default();
        problems.when(
            self.exclusion_work && self.state != ParticipationState::Engaged,
            "exclusionWork",
            "Exclusion work covers schools that take part",
        );
        problems.finish()?;
        Ok(Self { reason, ..self })
    }
}

/// Whether a new answer may follow the latest one, or why not.
pub fn follows(latest: Option<(ParticipationState, NaiveDate)>, new: &NewParticipation) -> Result<(), Vec<Problem>> {
    let mut problems = Problems::default();
    let was_engaged = latest.is_some_and(|it| it.0 == ParticipationState::Engaged);
    let withdraws = new.state == ParticipationState::Withdrawn;
    problems.when(
        withdraws && !was_engaged,
        "state",
        "Only a school that takes part can withdraw. Choose “Not taking part”",
    );
    problems.when(
        latest.is_some_and(|it| it.1 >= new.since),
        "since",
        "An answer from this day or a later one is recorded already. Choose a later day",
    );
    problems.finish()
}

/// Whether exclusion work covers a school of this phase that takes part, unless somebody says otherwise.
pub const fn usually_exclusion_work(phase: Phase) -> bool {
    matches!(phase, Phase::Secondary | Phase::MiddleSecondary | Phase::AllThrough)
}

/// Schools that take part of all schools, to the nearest whole per cent; nothing where there are no schools.
pub fn share(engaged: i32, schools: i32) -> Option<i32> {
    let (engaged, schools) = (i64::from(engaged), i64::from(schools));
    (schools > 0).then(|| i32::try_from((200 * engaged + schools) / (2 * schools)).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn new(state: ParticipationState, reason: &str) -> NewParticipation {
        NewParticipation {
            id: ParticipationId(Uuid::nil()),
            cluster: ClusterId(Uuid::nil()),
            school: SchoolId(Uuid::nil()),
            state,
            since: day("2018-11-21"),
            reason: reason.into(),
            exclusion_work: false,
        }
    }

    /// 20 of 21 is 95%, 20 of 34 is 59%.
    #[test]
    fn the_share_is_rounded_to_whole_per_cent() {
        assert_eq!(share(20, 21), Some(95));
        assert_eq!(share(20, 34), Some(59));
        assert_eq!(share(1, 8), Some(13));
        assert_eq!(share(0, 5), Some(0));
        assert_eq!(share(0, 0), None);
    }

    proptest! {
        #[test]
        fn the_share_is_as_near_as_a_whole_number_can_be(schools in 1..5_000_i32, part in 0.0..=1.0_f64) {
            #[allow(clippy::cast_possible_truncation, reason = "far within")]
            let engaged = (f64::from(schools) * part) as i32;
            let share = share(engaged, schools).unwrap();
            prop_assert!((0..=100).contains(&share));
            let exact = f64::from(engaged) * 100.0 / f64::from(schools);
            prop_assert!((f64::from(share) - exact).abs() <= 0.5 + 1e-9);
        }
    }

    #[test]
    fn a_school_that_withdraws_says_why_and_took_part_before() {
        use ParticipationState as S;
        assert!(new(S::Withdrawn, " ").check().is_err());
        assert!(new(S::Withdrawn, "No cover for the SENCO").check().is_ok());
        assert!(new(S::NotTakingPart, "").check().is_ok());
        assert!(NewParticipation { exclusion_work: true, ..new(S::Invited, "") }.check().is_err());
        let withdrawn = new(S::Withdrawn, "No cover");
        assert!(follows(Some((S::Engaged, day("2018-09-01"))), &withdrawn).is_ok());
        assert!(follows(Some((S::Invited, day("2018-09-01"))), &withdrawn).is_err());
        assert!(follows(None, &withdrawn).is_err());
        assert!(follows(Some((S::Invited, day("2018-11-21"))), &new(S::Engaged, "")).is_err());
        assert!(follows(None, &new(S::Invited, "")).is_ok());
    }

    /// of the schools that take part it is the secondary ones, all-through ones with them.
    #[test]
    fn exclusion_work_is_for_secondary_schools() {
        let covered: Vec<Phase> = Phase::ALL.iter().copied().filter(|it| usually_exclusion_work(*it)).collect();
        assert_eq!(covered, [Phase::MiddleSecondary, Phase::Secondary, Phase::AllThrough]);
    }
}
