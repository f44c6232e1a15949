//! One intervention, whole.

use async_graphql::{Context, Object};
use chrono::NaiveDate;
use sea_orm::FromQueryResult;
use shared::{
    access::Action,
    fund::profile,
    id::{InterventionId, SchoolId},
    intervention::{Decision, Intervention, Priority, SchoolChoice, Stage, catalogue::CatalogueLink},
    setting::OutcomeArea,
};

use super::{
    entity,
    facts::{areas, areas_on},
};
use crate::{access::Authorize, error::Result};

#[derive(FromQueryResult)]
struct Row {
    #[sea_orm(nested)]
    intervention: entity::Model,
    cluster_name: String,
    priority_text: String,
    priority_since: NaiveDate,
    proposed_by: String,
    recorded_by: Option<String>,
    item_title: Option<String>,
    areas: Option<String>,
}

const ONE: &str = concat!(
    "select i.*, c.name as cluster_name, p.text as priority_text, p.since as priority_since,
            b.name as proposed_by, a.name as recorded_by, k.title as item_title, ",
    areas_on!("i.proposed_on"),
    " as areas
       from intervention i
       join cluster c on c.id = i.cluster_id
       join priority p on p.id = i.priority_id
       join person b on b.id = i.proposed_by_id
       left join person a on a.id = i.agreed_by_id
       left join catalogue_item k on k.id = i.catalogue_item_id
      where i.id = $2 and i.authority_id = $1"
);

#[derive(FromQueryResult)]
struct School {
    id: SchoolId,
    name: String,
}

const SCHOOLS: &str = "
    select s.id, s.name
      from intervention_school m
      join school s on s.id = m.school_id
     where m.intervention_id = $1 and m.version = $2
     order by s.sort_name, s.id";

/// One intervention.
#[derive(Default)]
pub struct ViewQuery;

#[Object]
impl ViewQuery {
    /// One intervention.
    async fn intervention(&self, ctx: &Context<'_>, id: InterventionId) -> Result<Intervention> {
        let access = ctx.authorize(Action::SeePlan)?;
        let row: Row = access.one(ONE, [access.authority.0.into(), id.0.into()]).await?;
        let (cluster, waits) = (row.intervention.cluster_id, row.intervention.stage == Stage::Proposed);
        access.within(cluster)?;
        let schools: Vec<School> = access.all(SCHOOLS, [id.0.into(), row.intervention.version.into()]).await?;
        let own = access.person == Some(row.intervention.proposed_by_id);
        let view = row.view(schools.into_iter().map(|it| SchoolChoice { id: it.id, name: it.name }).collect())?;
        Ok(Intervention {
            agrees: waits && !own && access.may(Action::AgreeIntervention).holds(cluster),
            revises: waits && own && access.may(Action::ProposeIntervention).holds(cluster),
            ..view
        })
    }
}

impl Row {
    /// What everybody sees who sees the plan.
    fn view(self, schools: Vec<SchoolChoice>) -> Result<Intervention> {
        let it = self.intervention;
        let areas = areas(self.areas.as_deref())?;
        // A code whose label is gone stands for itself.
        let label = |code: String| match areas.iter().find(|it| it.code == code) {
            Some(area) => area.clone(),
            None => OutcomeArea { label: code.clone(), code },
        };
        Ok(Intervention {
            id: it.id,
            version: it.version,
            cluster: it.cluster_id,
            cluster_name: self.cluster_name,
            stage: it.stage,
            priority: Priority { id: it.priority_id, text: self.priority_text, since: self.priority_since },
            outcome_areas: it.codes()?.into_iter().map(label).collect(),
            years: it.bands()?,
            group_size: it.group_size,
            catalogue_item: it.catalogue_item_id.zip(self.item_title).map(|(id, title)| CatalogueLink { id, title }),
            new_reason: it.new_reason,
            direction: it.direction,
            target_reason: it.target_reason,
            title: it.title,
            kind: it.kind,
            evidence: it.evidence,
            schools,
            provider: it.provider,
            months: profile(it.cost, it.starts_on, it.ends_on),
            starts_on: it.starts_on,
            ends_on: it.ends_on,
            cost: it.cost,
            measure: it.measure,
            baseline: it.baseline,
            baseline_on: it.baseline_on,
            baseline_source: it.baseline_source,
            target: it.target,
            proposed_by: self.proposed_by,
            proposed_on: it.proposed_on,
            decision: decision(it.agreed_on, self.recorded_by, it.reasons, it.challenge),
            agrees: false,
            revises: false,
        })
    }
}

/// The decision, once all of it is there.
fn decision(
    agreed_on: Option<NaiveDate>,
    recorded_by: Option<String>,
    reasons: Option<String>,
    challenge: Option<String>,
) -> Option<Decision> {
    Some(Decision { agreed_on: agreed_on?, recorded_by: recorded_by?, reasons: reasons?, challenge: challenge? })
}
