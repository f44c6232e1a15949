//! A proposal changed by the person who made it, until the Board agrees it.

use async_graphql::{Context, Object};
use sea_orm::{ActiveValue::Set, FromQueryResult, entity::prelude::*};
use shared::{
    access::Action,
    failure::Failure,
    id::InterventionId,
    intervention::{
        RevisedIntervention, Stage,
        life::{self, Event, next},
    },
};

use super::{
    entity,
    facts::{Facts, areas_on, checked},
    version::{NewVersion, contents, in_words, save_version},
};
use crate::{
    access::{Access, Authorize},
    error::{Error, Result},
};

/// The saved version with what the new one is held against.
#[derive(FromQueryResult)]
struct Saved {
    #[sea_orm(nested)]
    intervention: entity::Model,
    #[sea_orm(nested)]
    facts: Facts,
}

const SAVED: &str = concat!(
    "select i.*, c.closed_on,
            (select count(*) from priority p
              where p.id = $4 and p.cluster_id = c.id and (p.ended_on is null or p.id = i.priority_id)) as priorities,
            (select count(*) from catalogue_item k where k.id = $5 and k.authority_id = $1) as items, ",
    areas_on!("$3"),
    " as areas
       from intervention i
       join cluster c on c.id = i.cluster_id
      where i.id = $2 and i.authority_id = $1"
);

/// Revising.
#[derive(Default)]
pub struct ReviseMutation;

#[Object]
impl ReviseMutation {
    /// Replaces the caller's own proposal, as long as the Board has not agreed it.
    async fn revise_intervention(&self, ctx: &Context<'_>, input: RevisedIntervention) -> Result<InterventionId> {
        let access = ctx.authorize(Action::ProposeIntervention)?;
        access.within(input.proposal.cluster)?;
        let input = RevisedIntervention { proposal: checked(input.proposal)?, ..input };
        let saved = load(&access, &input).await?;
        if saved.intervention.version != input.version {
            return changed(&access, &input, saved.intervention).await;
        }
        saved.facts.allow(&input.proposal)?;
        let (id, version) = (input.id, input.version.saturating_add(1));
        let write = access.begin("reviseIntervention", id.0, &input).await?;
        // It is a new proposal: its words are those of today, and the Board cannot have agreed it before.
        let row = entity::ActiveModel {
            version: Set(version),
            proposed_on: Set(access.today()),
            ..input.proposal.clone().try_into()?
        };
        let updated = entity::Entity::update_many()
            .set(row)
            .filter(entity::Column::Id.eq(id))
            .filter(entity::Column::Version.eq(input.version))
            .filter(entity::Column::Stage.eq(Stage::Proposed))
            .exec(write.tx())
            .await?;
        if updated.rows_affected == 0 {
            drop(write);
            let saved = load(&access, &input).await?;
            return changed(&access, &input, saved.intervention).await;
        }
        save_version(&access, &write, NewVersion::revision(id, input.version, &input.proposal)).await?;
        write.commit().await?;
        Ok(id)
    }
}

/// The saved proposal, if it is the caller's to revise.
async fn load(access: &Access<'_>, input: &RevisedIntervention) -> Result<Saved> {
    let values = [
        access.authority.0.into(),
        input.id.0.into(),
        access.today().into(),
        input.proposal.priority.0.into(),
        input.proposal.catalogue_item.map(|it| it.0).into(),
    ];
    let saved: Saved = access.one(SAVED, values).await?;
    let it = &saved.intervention;
    access.within(it.cluster_id)?;
    let own = access.person == Some(it.proposed_by_id);
    next(it.stage, Event::Revise, life::Facts { own, ..Default::default() }).map_err(Failure::from)?;
    if it.cluster_id != input.proposal.cluster {
        return Err(Failure::invalid("cluster", "An intervention stays in the plan of its cluster").into());
    }
    Ok(saved)
}

/// The answer to a revision of a version that is not the saved one: both values of what differs (U5).
async fn changed(access: &Access<'_>, input: &RevisedIntervention, saved: entity::Model) -> Result<InterventionId> {
    let version = saved.version;
    let found = contents(access, input.id, &[version]).await?;
    let Some(theirs) = found.get(&version) else { return Err(Error::broken("a version without a row")) };
    let changes = in_words(access, &input.proposal, theirs).await?;
    // Nothing differs: this very revision was saved, and its sender did not hear so.
    if changes.is_empty() { Ok(input.id) } else { Err(Failure::Changed { changes, version }.into()) }
}
