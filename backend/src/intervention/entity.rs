//! The table of interventions.

use chrono::NaiveDate;
use sea_orm::{ActiveValue::Set, entity::prelude::*};
use shared::{
    id::{AuthorityId, CatalogueItemId, ClusterId, InterventionId, PersonId, PriorityId},
    intervention::{
        InterventionKind, Proposal, Stage,
        group::{Direction, GroupSize, YearBand},
    },
    money::Pence,
};

use crate::error::{Error, Result};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "intervention")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: InterventionId,
    pub authority_id: AuthorityId,
    /// Of the proposal: a revision counts it up.
    pub version: i32,
    pub cluster_id: ClusterId,
    pub priority_id: PriorityId,
    pub stage: Stage,
    pub title: String,
    pub kind: InterventionKind,
    /// Codes, as a JSON array.
    pub outcome_areas: String,
    pub evidence: String,
    pub provider: String,
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
    pub cost: Pence,
    pub measure: String,
    pub baseline: f64,
    pub baseline_on: NaiveDate,
    pub baseline_source: String,
    pub target: f64,
    pub proposed_by_id: PersonId,
    /// The day of this version of the proposal.
    pub proposed_on: NaiveDate,
    pub agreed_by_id: Option<PersonId>,
    pub agreed_on: Option<NaiveDate>,
    pub reasons: Option<String>,
    pub challenge: Option<String>,
    /// Bands, as a JSON array.
    pub years: String,
    pub group_size: Option<GroupSize>,
    pub direction: Direction,
    pub target_reason: String,
    pub new_reason: String,
    pub catalogue_item_id: Option<CatalogueItemId>,
    pub response: Option<String>,
    /// What is planned for each month, as JSON: from the Board's agreement on.
    pub profile: Option<String>,
    pub ended_on: Option<NaiveDate>,
    pub ended_by_id: Option<PersonId>,
    pub ended_reason: Option<String>,
    pub lesson: Option<String>,
    pub ended_seq: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    /// The codes of the outcome areas.
    pub fn codes(&self) -> Result<Vec<String>> {
        Ok(serde_json::from_str(&self.outcome_areas)?)
    }

    /// The bands of years.
    pub fn bands(&self) -> Result<Vec<YearBand>> {
        Ok(serde_json::from_str(&self.years)?)
    }
}

/// The columns a proposal fills, and no other.
impl TryFrom<Proposal> for ActiveModel {
    type Error = Error;

    fn try_from(it: Proposal) -> Result<Self> {
        Ok(Self {
            outcome_areas: Set(serde_json::to_string(&it.outcome_areas)?),
            years: Set(serde_json::to_string(&it.years)?),
            group_size: Set(it.group_size),
            direction: Set(it.direction),
            target_reason: Set(it.target_reason),
            new_reason: Set(it.new_reason),
            catalogue_item_id: Set(it.catalogue_item),
            cluster_id: Set(it.cluster),
            priority_id: Set(it.priority),
            title: Set(it.title),
            kind: Set(it.kind),
            evidence: Set(it.evidence),
            provider: Set(it.provider),
            starts_on: Set(it.starts_on),
            ends_on: Set(it.ends_on),
            cost: Set(it.cost),
            measure: Set(it.measure),
            baseline: Set(it.baseline),
            baseline_on: Set(it.baseline_on),
            baseline_source: Set(it.baseline_source),
            target: Set(it.target),
            ..Default::default()
        })
    }
}
