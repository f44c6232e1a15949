//! A movement, and how it is taken back: by another one, linked to it. Nothing is edited.

use async_graphql::{Context, Object};
use sea_orm::FromQueryResult;
use shared::{
    access::Action,
    failure::Failure,
    fund::{AccountKind, Movement, OneMovement, Reversal},
    id::{ClusterId, MovementId},
};

use super::{
    Posting,
    book::{Row, movement},
    post,
};
use crate::{
    access::Authorize,
    error::{Error, Result},
};

#[derive(FromQueryResult)]
struct Found {
    cluster_id: ClusterId,
    cluster: String,
    #[sea_orm(nested)]
    movement: Row,
}

const ONE: &str = movement!(
    ", m.cluster_id, c.name as cluster
       from movement m
       join cluster c on c.id = m.cluster_id
       join account f on f.id = m.from_id
       join account t on t.id = m.to_id
       left join intervention i on i.id = m.intervention_id
       left join person p on p.id = m.person_id
      where m.id = $2 and m.authority_id = $1"
);

/// One movement.
#[derive(Default)]
pub struct MovementQuery;

#[Object]
impl MovementQuery {
    /// One movement, for who may take it back.
    async fn movement(&self, ctx: &Context<'_>, id: MovementId) -> Result<OneMovement> {
        let access = ctx.authorize(Action::RecordSpend)?;
        let found: Found = access.one(ONE, [access.authority.0.into(), id.0.into()]).await?;
        access.within(found.cluster_id)?;
        Ok(OneMovement { cluster: found.cluster_id, cluster_name: found.cluster, movement: found.movement.into() })
    }
}

/// Taking movements back.
#[derive(Default)]
pub struct ReverseMutation;

#[Object]
impl ReverseMutation {
    /// Takes back what was paid to a cluster or for an intervention, with a reason. The first movement stays.
    async fn reverse_movement(&self, ctx: &Context<'_>, input: Reversal) -> Result<MovementId> {
        let access = ctx.authorize(Action::RecordSpend)?;
        let found: Found = access.one(ONE, [access.authority.0.into(), input.movement.0.into()]).await?;
        access.within(found.cluster_id)?;
        let (cluster, it): (ClusterId, Movement) = (found.cluster_id, found.movement.into());
        if it.from == AccountKind::Source && !access.may(Action::Allocate).holds(cluster) {
            return Err(Failure::Forbidden.into());
        }
        let input = input.check(it.day, access.today())?;
        let Some(write) = access.create("reverseMovement", input.id.0, &input).await? else { return Ok(input.id) };
        if !it.reversible {
            return Err(stays());
        }
        let back = Posting {
            id: input.id,
            cluster,
            from: it.to,
            to: it.from,
            amount: it.amount,
            day: input.day,
            reason: input.reason,
            intervention: it.intervention,
            reverses: Some(input.movement),
        };
        if !post(&access, &write, back).await? {
            return Err(stays());
        }
        write.commit().await?;
        Ok(input.id)
    }
}

fn stays() -> Error {
    let message = "It was taken back already, or the money is committed or spent, so it cannot go back.".to_owned();
    Failure::BadRequest { message }.into()
}
