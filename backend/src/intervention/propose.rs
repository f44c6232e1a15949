//! A new proposal.

use async_graphql::{Context, Object};
use sea_orm::{ActiveValue::Set, EntityTrait, FromQueryResult};
use shared::{
    access::Action,
    failure::Failure,
    id::InterventionId,
    intervention::{NewIntervention, Stage},
};

use super::{
    entity,
    facts::{Facts, areas_on, checked},
    version::{NewVersion, save_version},
};
use crate::{access::Authorize, error::Result};

const FACTS: &str = concat!(
    "select c.closed_on,
            (select count(*) from priority p where p.id = $4 and p.cluster_id = c.id) as priorities, ",
    areas_on!("$3"),
    " as areas from cluster c where c.id = $2 and c.authority_id = $1"
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
        let values = [access.authority.0.into(), proposal.cluster.0.into(), today.into(), proposal.priority.0.into()];
        let facts = Facts::find_by_statement(access.sql(FACTS, values)).one(write.tx()).await?;
        facts.ok_or(Failure::NotFound)?.allow(proposal, today)?;
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
