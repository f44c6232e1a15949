//! A new proposal.

use async_graphql::{Context, Object};
use sea_orm::{ActiveValue::Set, EntityTrait, FromQueryResult};
use shared::{
    access::Action,
    failure::Failure,
    id::InterventionId,
    intervention::{NewIntervention, Proposal, Stage},
};

use super::{
    catalogue::Offer,
    entity,
    facts::{Facts, areas_on, checked},
    version::{NewVersion, save_version},
};
use crate::{access::Authorize, error::Result};

/// One row for each thing that somebody here already provides, or one row without.
#[derive(FromQueryResult)]
struct Row {
    #[sea_orm(nested)]
    facts: Facts,
    priority: Option<String>,
    #[sea_orm(nested)]
    offer: Option<Offer>,
}

const FACTS: &str = concat!(
    "select c.closed_on, p.text as priority,
            cast(case when p.id is not null and p.ended_on is null then 1 else 0 end as bigint) as priorities,
            (select count(*) from catalogue_item k where k.id = $5 and k.authority_id = $1) as items, ",
    areas_on!("$3"),
    " as areas, o.id, o.title, o.kind, o.needs, o.local_provider as provider, o.local_how as how, o.local_cost as cost
       from cluster c
       left join priority p on p.id = $4 and p.cluster_id = c.id
       left join catalogue_item o on o.authority_id = $1 and o.retired_on is null and o.local_provider <> ''
                                 and (o.cluster_id is null or o.cluster_id = c.id)
      where c.id = $2 and c.authority_id = $1
      order by o.sort_title, o.id limit 100"
);

/// Proposing.
#[derive(Default)]
pub struct ProposeMutation;

#[Object]
impl ProposeMutation {
    /// Proposes an intervention for a cluster.
    async fn propose_intervention(&self, ctx: &Context<'_>, input: NewIntervention) -> Result<InterventionId> {
        let access = ctx.authorize(Action::ProposeIntervention)?;
        access.within(input.proposal.cluster)?;
        let (today, proposer) = (access.today(), access.person.ok_or(Failure::SignedOut)?);
        let input = NewIntervention { proposal: checked(input.proposal)?, ..input };
        let (id, proposal) = (input.id, &input.proposal);
        // Looked up only where the proposal is new: sent again, it is answered as before, whatever has changed since.
        let Some(write) = access.create("proposeIntervention", id.0, &input).await? else { return Ok(id) };
        let values = [
            access.authority.0.into(),
            proposal.cluster.0.into(),
            today.into(),
            proposal.priority.0.into(),
            proposal.catalogue_item.map(|it| it.0).into(),
        ];
        let rows = Row::find_by_statement(access.sql(FACTS, values)).all(write.tx()).await?;
        rows.first().ok_or(Failure::NotFound)?.facts.allow(proposal)?;
        looked(proposal, rows)?;
        let row = entity::ActiveModel {
            id: Set(id),
            authority_id: Set(access.authority),
            version: Set(1),
            stage: Set(Stage::Proposed),
            proposed_by_id: Set(proposer),
            proposed_on: Set(today),
            ..proposal.clone().try_into()?
        };
        entity::Entity::insert(row).exec_without_returning(write.tx()).await?;
        save_version(&access, &write, NewVersion::first(id, proposal)).await?;
        write.commit().await?;
        Ok(id)
    }
}

/// Whoever buys something new has looked at what is there.
fn looked(proposal: &Proposal, rows: Vec<Row>) -> Result<()> {
    let priority = rows.first().and_then(|it| it.priority.clone()).unwrap_or_default();
    let offers = rows.into_iter().filter_map(|it| it.offer).map(Offer::view).collect::<Result<Vec<_>>>()?;
    if proposal.new_reason.is_empty() && !proposal.like(&priority, &offers).is_empty() {
        let message = "Something like this is already there. Say why something new is bought";
        return Err(Failure::invalid("newReason", message).into());
    }
    Ok(())
}
