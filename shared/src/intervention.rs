//! Priorities and interventions of a cluster: what is proposed, for whom, at what cost, measured by what.

pub mod catalogue;
pub mod draft;
pub mod group;
pub mod life;
pub mod priority;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use self::{
    catalogue::{CatalogueLink, LocalOffer},
    draft::Draft,
    group::{Direction, GroupSize, YearBand},
};
use crate::{
    calendar::months,
    failure::{Change, Problem, Problems},
    fund::{Month, Spending},
    id::{CatalogueItemId, ClusterId, InterventionId, PriorityId, SchoolId},
    identifiability::Guard,
    money::Pence,
    page::Cursor,
    setting::OutcomeArea,
    text::in_order,
};

choice! {
    /// What kind of help an intervention is.
    pub enum InterventionKind {
        /// Work with a group of pupils.
        GroupSupport => "Support for groups of pupils",
        /// Training for staff or parents.
        Training => "Training",
        /// Somebody is appointed or bought in.
        Staffing => "Staff",
        /// Materials or equipment.
        Resource => "Resources",
    }
}

choice! {
    /// Where an intervention stands. A plan is never "rejected": it is proposed until the Board agrees it.
    pub enum Stage {
        /// Waits for the Board.
        Proposed => "Proposed",
        /// The Board agreed it and its money is committed.
        Agreed => "Agreed",
        /// The Board ended it before its last day.
        Ended => "Ended",
        /// It was taken back before the Board agreed it.
        Withdrawn => "Withdrawn",
    }
}

/// What a cluster has agreed to work on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct Priority {
    /// Which.
    pub id: PriorityId,
    /// What the cluster works on.
    pub text: String,
    /// Since when.
    pub since: NaiveDate,
}

/// A priority to add.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::InputObject))]
pub struct NewPriority {
    /// Chosen by the browser.
    pub id: PriorityId,
    /// Whose priority.
    pub cluster: ClusterId,
    /// What the cluster works on: one sentence.
    pub text: String,
    /// Since when.
    pub since: NaiveDate,
}

/// An intervention as it is proposed. Its target group is always a group of pupils at SEN Support,
/// never a pupil and never an EHC plan: it is told by bands, and the guard of free text refuses what points to one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::InputObject))]
pub struct Proposal {
    /// Whose plan.
    pub cluster: ClusterId,
    /// The priority it serves.
    pub priority: PriorityId,
    /// The codes of the outcome areas it serves: at least one.
    pub outcome_areas: Vec<String>,
    /// What it is called.
    pub title: String,
    /// What kind of help it is.
    pub kind: InterventionKind,
    /// The entry of the menu it comes from, if it comes from there.
    pub catalogue_item: Option<CatalogueItemId>,
    /// Why something new is bought although something like it is there; empty where nothing is.
    pub new_reason: String,
    /// Why it should work: the evidence.
    pub evidence: String,
    /// The years of the pupils at SEN Support whom it is for, at least one band.
    pub years: Vec<YearBand>,
    /// About how many they are. What was proposed before this was asked has none.
    pub group_size: Option<GroupSize>,
    /// The schools that take part, all of the cluster.
    pub schools: Vec<SchoolId>,
    /// Who provides it.
    pub provider: String,
    /// The first day.
    pub starts_on: NaiveDate,
    /// The last day.
    pub ends_on: NaiveDate,
    /// What it costs in all.
    pub cost: Pence,
    /// What is measured.
    pub measure: String,
    /// Which way it is meant to go.
    pub direction: Direction,
    /// Its value before the intervention.
    pub baseline: f64,
    /// The day of that value.
    pub baseline_on: NaiveDate,
    /// Where that value comes from.
    pub baseline_source: String,
    /// The value aimed at.
    pub target: f64,
    /// Why the target is no better than the baseline; empty where it is better.
    pub target_reason: String,
}

/// The proposal of an intervention that is new.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::InputObject))]
pub struct NewIntervention {
    /// Chosen by the browser.
    pub id: InterventionId,
    /// What is proposed.
    pub proposal: Proposal,
}

/// A proposal that replaces an earlier one of the same person.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::InputObject))]
pub struct RevisedIntervention {
    /// Which.
    pub id: InterventionId,
    /// The version that was read.
    pub version: i32,
    /// What is proposed now.
    pub proposal: Proposal,
}

/// The Board's agreement, recorded by a member who did not propose (R-077, R-081, D14).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::InputObject))]
pub struct Agreement {
    /// Which intervention.
    pub id: InterventionId,
    /// The version the Board agreed.
    pub version: i32,
    /// The day the Board agreed.
    pub agreed_on: NaiveDate,
    /// Why.
    pub reasons: String,
    /// What was challenged: whether it is the right priority, improves anything, is worth the money, aims high enough.
    pub challenge: String,
    /// What was answered.
    pub response: String,
}

/// An intervention in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct InterventionRow {
    /// Which.
    pub id: InterventionId,
    /// What it is called.
    pub title: String,
    /// The priority it serves.
    pub priority: String,
    /// Where it stands.
    pub stage: Stage,
    /// Who provides it.
    pub provider: String,
    /// The first day.
    pub starts_on: NaiveDate,
    /// The last day.
    pub ends_on: NaiveDate,
    /// What it costs in all.
    pub cost: Pence,
}

/// The plan of a cluster: what it works on, and what it does about it, a page at a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct Plan {
    /// Which cluster, by name.
    pub cluster: String,
    /// What it works on.
    pub priorities: Vec<Priority>,
    /// What it does about it: by first day, then by name.
    pub interventions: Vec<InterventionRow>,
    /// Where the list goes on.
    pub next: Option<Cursor>,
    /// How many there are at each stage, whatever is shown.
    pub stages: Vec<StageCount>,
    /// Whether the caller may propose.
    pub proposes: bool,
}

/// Which part of a plan is shown.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::InputObject))]
pub struct PlanFilter {
    /// What stands at one stage; nothing for all of it.
    pub stage: Option<Stage>,
}

/// How many interventions stand at a stage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct StageCount {
    /// The stage.
    pub stage: Stage,
    /// How many: at least one.
    pub count: i32,
}

/// What a person needs to propose an intervention.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct Drafting {
    /// Which cluster, by name.
    pub cluster: String,
    /// The priorities to choose from.
    pub priorities: Vec<Priority>,
    /// The outcome areas to choose from today.
    pub outcome_areas: Vec<OutcomeArea>,
    /// The schools to choose from: those in the cluster today, at most 200.
    pub schools: Vec<SchoolChoice>,
    /// What the cluster has left to commit.
    pub left: Pence,
    /// What somebody here already provides: at most 100, by title.
    pub offers: Vec<LocalOffer>,
    /// What the caller has begun for this cluster and not sent, the latest first.
    pub drafts: Vec<Draft>,
}

/// A school to choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct SchoolChoice {
    /// Which.
    pub id: SchoolId,
    /// Its name.
    pub name: String,
}

/// One intervention.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct Intervention {
    /// Which.
    pub id: InterventionId,
    /// The version to send back with a change.
    pub version: i32,
    /// Whose plan.
    pub cluster: ClusterId,
    /// The name of the cluster.
    pub cluster_name: String,
    /// Where it stands.
    pub stage: Stage,
    /// The priority it serves.
    pub priority: Priority,
    /// The outcome areas it serves.
    pub outcome_areas: Vec<OutcomeArea>,
    /// What it is called.
    pub title: String,
    /// What kind of help it is.
    pub kind: InterventionKind,
    /// The entry of the menu it comes from, if it comes from there.
    pub catalogue_item: Option<CatalogueLink>,
    /// Why something new is bought although something like it is there; empty where nothing is.
    pub new_reason: String,
    /// Why it should work.
    pub evidence: String,
    /// The years of the pupils at SEN Support whom it is for.
    pub years: Vec<YearBand>,
    /// About how many they are; nothing where this was not asked when it was proposed.
    pub group_size: Option<GroupSize>,
    /// The schools that take part.
    pub schools: Vec<SchoolChoice>,
    /// Who provides it.
    pub provider: String,
    /// The first day.
    pub starts_on: NaiveDate,
    /// The last day.
    pub ends_on: NaiveDate,
    /// What it costs in all.
    pub cost: Pence,
    /// The cost by month: the months add up to it exactly.
    pub months: Vec<Month>,
    /// What is measured.
    pub measure: String,
    /// Which way it is meant to go.
    pub direction: Direction,
    /// Its value before.
    pub baseline: f64,
    /// The day of that value.
    pub baseline_on: NaiveDate,
    /// Where it comes from.
    pub baseline_source: String,
    /// The value aimed at.
    pub target: f64,
    /// Why the target is no better than the baseline; empty where it is better.
    pub target_reason: String,
    /// Who proposed it.
    pub proposed_by: String,
    /// The day of the proposal.
    pub proposed_on: NaiveDate,
    /// The Board's agreement, once there is one.
    pub decision: Option<Decision>,
    /// How it came to an early end, if it did.
    pub closing: Option<life::Closing>,
    /// A change that waits for the Board.
    pub amendment: Option<life::Waiting>,
    /// What became of its money, once the Board has agreed it.
    pub spending: Option<Spending>,
    /// Whether the caller may record the Board's agreement to what waits.
    pub agrees: bool,
    /// Whether the caller proposed it and may still revise it.
    pub revises: bool,
    /// Whether the caller may take back what waits.
    pub withdraws: bool,
    /// Whether the caller may ask for a change of what was agreed.
    pub amends: bool,
    /// Whether the caller may record that the Board ended it.
    pub ends: bool,
    /// Whether the caller may record what was paid for it.
    pub spends: bool,
    /// Whether the caller may give back what will not be spent.
    pub releases: bool,
}

/// What the Board decided (D12).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct Decision {
    /// The day the Board agreed.
    pub agreed_on: NaiveDate,
    /// Who recorded it.
    pub recorded_by: String,
    /// Why.
    pub reasons: String,
    /// What was challenged.
    pub challenge: String,
    /// What was answered. Older decisions have it in the challenge.
    pub response: Option<String>,
}

/// The longest stretch of an intervention, in months.
pub const LONGEST_MONTHS: usize = 36;

impl NewPriority {
    /// The input with its text tidied, or what is wrong with it.
    pub fn check(self) -> Result<Self, Vec<Problem>> {
        Ok(Self { text: Guard::Prose.required("text", "a priority", &self.text, priority::LONGEST)?, ..self })
    }
}

impl Proposal {
    /// The proposal with its text tidied, or what is wrong with it, in the order of the form.
    ///
    /// Whether the schools are of the cluster and the outcome areas of the authority is for the server to look up.
    pub fn check(self) -> Result<Self, Vec<Problem>> {
        let mut problems = Problems::default();
        let prose = Guard::Prose;
        let title = problems.take(prose.required("title", "a title", &self.title, 150));
        let new_reason =
            problems.take(prose.optional("newReason", "why something new is bought", &self.new_reason, 500));
        problems.when(
            self.outcome_areas.is_empty(),
            "outcomeAreas",
            "Choose at least one outcome area the intervention serves",
        );
        let evidence = problems.take(prose.required("evidence", "the evidence that it works", &self.evidence, 1000));
        problems.when(self.years.is_empty(), "years", "Choose at least one band of years");
        problems.when(self.group_size.is_none(), "groupSize", "Choose about how many pupils it is for");
        problems.when(self.schools.is_empty(), "schools", "Choose at least one school that takes part");
        problems.when(self.schools.len() > 200, "schools", "Choose at most 200 schools");
        let provider = problems.take(Guard::Place.required("provider", "the provider", &self.provider, 150));
        problems.when(self.ends_on < self.starts_on, "endsOn", "The last day must not be before the first");
        problems.when(
            self.ends_on >= self.starts_on && months(self.starts_on, self.ends_on).len() > LONGEST_MONTHS,
            "endsOn",
            format!("An intervention lasts {LONGEST_MONTHS} months at most"),
        );
        problems.when(self.cost <= Pence::ZERO, "cost", "Enter a cost above £0");
        problems.when(self.cost > crate::money::LARGEST, "cost", "Enter a cost of £100,000,000,000 or less");
        let measure = problems.take(prose.required("measure", "what will be measured", &self.measure, 300));
        for (field, value) in [("baseline", self.baseline), ("target", self.target)] {
            let bounded = value.is_finite() && value.abs() <= 1_000_000.0;
            problems.when(!bounded, field, "Enter a number between -1,000,000 and 1,000,000");
        }
        problems.when(
            self.baseline_on > self.starts_on,
            "baselineOn",
            "The baseline must be from before the intervention starts",
        );
        let source = problems.take(prose.required(
            "baselineSource",
            "where the baseline comes from",
            &self.baseline_source,
            200,
        ));
        let improves = self.direction.improves(self.baseline, self.target);
        let target_reason =
            problems.take(prose.optional("targetReason", "why the target is no better", &self.target_reason, 500));
        problems.when(
            !improves && self.baseline.is_finite() && target_reason.as_deref() == Some(""),
            "target",
            "The target is no better than the baseline. Enter a better one, or say below why this is right",
        );
        problems.finish()?;
        let text = |it: Option<String>| it.unwrap_or_default();
        let mut tidy = Self {
            title: text(title),
            new_reason: text(new_reason),
            evidence: text(evidence),
            provider: text(provider),
            measure: text(measure),
            baseline_source: text(source),
            // A reason that is not needed any more says nothing.
            target_reason: if improves { String::new() } else { text(target_reason) },
            ..self
        };
        tidy.years = in_order(tidy.years);
        tidy.schools = in_order(tidy.schools);
        tidy.outcome_areas = in_order(tidy.outcome_areas);
        Ok(tidy)
    }

    /// What differs between this proposal and the saved one, in the words of the form (U5).
    pub fn changes(&self, saved: &Self) -> Vec<Change> {
        let day = crate::calendar::written;
        let fields = [
            ("Title", self.title.clone(), saved.title.clone()),
            ("Kind", self.kind.label().to_owned(), saved.kind.label().to_owned()),
            ("Outcome areas", self.outcome_areas.join(", "), saved.outcome_areas.join(", ")),
            ("Why something new is bought", self.new_reason.clone(), saved.new_reason.clone()),
            ("Evidence", self.evidence.clone(), saved.evidence.clone()),
            ("For whom", group::told(&self.years, self.group_size), group::told(&saved.years, saved.group_size)),
            ("Schools taking part", self.schools.len().to_string(), saved.schools.len().to_string()),
            ("Provider", self.provider.clone(), saved.provider.clone()),
            ("First day", day(self.starts_on), day(saved.starts_on)),
            ("Last day", day(self.ends_on), day(saved.ends_on)),
            ("Cost", self.cost.to_string(), saved.cost.to_string()),
            ("Measure", self.measure.clone(), saved.measure.clone()),
            ("Which way is better", self.direction.label().to_owned(), saved.direction.label().to_owned()),
            ("Baseline", self.baseline.to_string(), saved.baseline.to_string()),
            ("Baseline taken on", day(self.baseline_on), day(saved.baseline_on)),
            ("Source of the baseline", self.baseline_source.clone(), saved.baseline_source.clone()),
            ("Target", self.target.to_string(), saved.target.to_string()),
            ("Why the target is no better", self.target_reason.clone(), saved.target_reason.clone()),
        ];
        let mut changes = differing(fields);
        let other = |field: &str| Change {
            field: field.to_owned(),
            yours: "your choice".to_owned(),
            theirs: "another choice".to_owned(),
        };
        if self.priority != saved.priority {
            changes.push(other("Priority"));
        }
        if self.schools != saved.schools && self.schools.len() == saved.schools.len() {
            changes.push(other("Schools taking part"));
        }
        if self.catalogue_item != saved.catalogue_item {
            changes.push(other("From the menu"));
        }
        changes
    }

    /// What is already there and may do what is proposed, but for what the proposal itself makes use of.
    pub fn like<'a>(&self, priority: &str, offers: &'a [LocalOffer]) -> Vec<&'a LocalOffer> {
        catalogue::like(offers, self.catalogue_item, self.kind, priority, &self.title)
    }
}

/// The fields of which two people have different values.
fn differing<const N: usize>(fields: [(&str, String, String); N]) -> Vec<Change> {
    let differ = fields.into_iter().filter(|(_, yours, theirs)| yours != theirs);
    differ.map(|(field, yours, theirs)| Change { field: field.to_owned(), yours, theirs }).collect()
}

impl Agreement {
    /// The input with its text tidied, or what is wrong with it.
    pub fn check(self, proposed_on: NaiveDate, today: NaiveDate) -> Result<Self, Vec<Problem>> {
        let mut problems = Problems::default();
        problems.when(
            self.agreed_on > today || self.agreed_on < proposed_on,
            "agreedOn",
            "Enter a day from the proposal until today",
        );
        let reasons = problems.take(Guard::Prose.required("reasons", "the Board's reasons", &self.reasons, 1000));
        let challenge = problems.take(Guard::Prose.required("challenge", "what was challenged", &self.challenge, 1000));
        let response = problems.take(Guard::Prose.required("response", "what was answered", &self.response, 1000));
        problems.finish()?;
        let text = |it: Option<String>| it.unwrap_or_default();
        Ok(Self { reasons: text(reasons), challenge: text(challenge), response: text(response), ..self })
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// The therapist of the source document: full-time, six months, £25,000.
    pub fn therapist() -> Proposal {
        Proposal {
            cluster: ClusterId(Uuid::from_u128(1)),
            priority: PriorityId(Uuid::from_u128(2)),
            outcome_areas: vec!["sen-support".into()],
            title: " Full-time speech and language therapist ".into(),
            kind: InterventionKind::Staffing,
            catalogue_item: None,
            new_reason: String::new(),
            evidence: "Talk Boost trial".into(),
            years: vec![YearBand::LowerJuniorYears, YearBand::InfantYears],
            group_size: Some(GroupSize::UpToThirty),
            schools: vec![SchoolId(Uuid::from_u128(5)), SchoolId(Uuid::from_u128(4)), SchoolId(Uuid::from_u128(5))],
            provider: "Speech and Language Service".into(),
            starts_on: day("2018-12-01"),
            ends_on: day("2019-05-31"),
            cost: Pence::pounds(25_000),
            measure: "Pupils at the expected level of the screen".into(),
            direction: Direction::HigherIsBetter,
            baseline: 42.0,
            baseline_on: day("2018-11-05"),
            baseline_source: "Autumn screen".into(),
            target: 60.0,
            target_reason: String::new(),
        }
    }

    #[test]
    fn the_therapist_is_a_whole_proposal() {
        let tidy = therapist().check().unwrap();
        assert_eq!(tidy.title, "Full-time speech and language therapist");
        assert_eq!(tidy.schools.len(), 2);
        assert_eq!(tidy.years, [YearBand::InfantYears, YearBand::LowerJuniorYears]);
    }

    /// a group at SEN Support by bands, and nothing that points to one pupil in any of the texts.
    #[test]
    fn a_proposal_is_for_a_group_and_names_no_pupil() {
        let fields = |it: Proposal| it.check().unwrap_err().into_iter().map(|it| it.field).collect::<Vec<_>>();
        assert_eq!(fields(Proposal { years: vec![], group_size: None, ..therapist() }), ["years", "groupSize"]);
        let told = || "for B801200005001".to_owned();
        for (field, it) in [
            ("title", Proposal { title: told(), ..therapist() }),
            ("newReason", Proposal { new_reason: told(), ..therapist() }),
            ("evidence", Proposal { evidence: told(), ..therapist() }),
            ("provider", Proposal { provider: told(), ..therapist() }),
            ("measure", Proposal { measure: told(), ..therapist() }),
            ("baselineSource", Proposal { baseline_source: told(), ..therapist() }),
            ("targetReason", Proposal { target_reason: told(), ..therapist() }),
        ] {
            assert_eq!(fields(it), [field]);
        }
    }

    /// A target worse than the baseline, or the same, is right only for a reason.
    #[test]
    fn a_target_is_better_than_the_baseline_or_says_why_not() {
        use Direction::{HigherIsBetter, LowerIsBetter};
        for (direction, target, fine) in [
            (HigherIsBetter, 60.0, true),
            (HigherIsBetter, 42.0, false),
            (HigherIsBetter, 30.0, false),
            (LowerIsBetter, 30.0, true),
            (LowerIsBetter, 42.0, false),
            (LowerIsBetter, 60.0, false),
        ] {
            let it = Proposal { direction, target, ..therapist() };
            let reasoned = Proposal { target_reason: " Numbers rise everywhere ".into(), ..it.clone() };
            let kept = reasoned.check().unwrap().target_reason;
            assert_eq!(kept, if fine { "" } else { "Numbers rise everywhere" });
            match it.check() {
                Ok(_) => assert!(fine),
                Err(problems) => assert_eq!((fine, problems[0].field.as_str()), (false, "target")),
            }
        }
    }

    #[test]
    fn what_is_missing_is_told_in_the_order_of_the_form() {
        let broken = Proposal {
            outcome_areas: vec![],
            cost: Pence::ZERO,
            ends_on: day("2018-11-30"),
            target: 42.0,
            baseline_on: day("2019-01-01"),
            ..therapist()
        };
        let fields: Vec<String> = broken.check().unwrap_err().into_iter().map(|it| it.field).collect();
        assert_eq!(fields, ["outcomeAreas", "endsOn", "cost", "baselineOn", "target"]);
        let endless = Proposal { baseline: f64::NAN, ends_on: day("2050-01-01"), ..therapist() };
        assert_eq!(endless.check().unwrap_err().len(), 2);
    }

    #[test]
    fn both_values_of_a_changed_field_are_told() {
        let saved = therapist().check().unwrap();
        let mine = Proposal { cost: Pence::pounds(20_000), ..saved.clone() };
        let changes = mine.changes(&saved);
        assert_eq!(changes.len(), 1);
        assert_eq!((changes[0].yours.as_str(), changes[0].theirs.as_str()), ("£20,000.00", "£25,000.00"));
    }
}
