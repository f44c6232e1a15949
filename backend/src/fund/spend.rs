//! What is paid for an intervention, and what will not be spent on it.

use async_graphql::{Context, Object};
use chrono::NaiveDate;
use sea_orm::FromQueryResult;
use shared::{
    access::Action,
    calendar::written,
    failure::Failure,
    fund::{AccountKind, Spend},
    id::{ClusterId, InterventionId, MovementId},
    intervention::Stage,
    money::Pence,
};

use super::{Posting, asked_for, held, post};
use crate::{
    access::{Access, Authorize, Write},
    error::Result,
};

#[derive(FromQueryResult)]
struct Payable {
    cluster_id: ClusterId,
    stage: Stage,
    /// How many versions that the Board agreed were asked for by whoever records now.
    own: i64,
    agreed_on: Option<NaiveDate>,
    ends_on: NaiveDate,
    committed: Pence,
}

const PAYABLE: &str = concat!(
    "select i.cluster_id, i.stage, i.agreed_on, i.ends_on, ",
    asked_for!("i.id", "$3"),
    " as own, ",
    held!("committed", "i.id"),
    " as committed from intervention i where i.id = $2 and i.authority_id = $1"
);

/// Changes of the money of interventions.
#[derive(Default)]
pub struct SpendMutation;

#[Object]
impl SpendMutation {
    /// Records what was paid for an intervention: at most what is committed to it, by somebody who did not ask for it
    /// (Z14, D14).
    async fn record_spend(&self, ctx: &Context<'_>, input: Spend) -> Result<MovementId> {
        let access = ctx.authorize(Action::RecordSpend)?;
        let input = input.check()?;
        let Some(write) = access.create("recordSpend", input.id.0, &input).await? else { return Ok(input.id) };
        let payable = load(&access, &write, input.intervention).await?;
        payable.takes(&access, &input)?;
        leave(&access, write, payable, input, AccountKind::Spent).await
    }

    /// Gives back what is committed to an intervention that is over and will not be spent.
    async fn release_money(&self, ctx: &Context<'_>, input: Spend) -> Result<MovementId> {
        let access = ctx.authorize(Action::RecordSpend)?;
        let input = input.check()?;
        let Some(write) = access.create("releaseMoney", input.id.0, &input).await? else { return Ok(input.id) };
        let payable = load(&access, &write, input.intervention).await?;
        payable.takes(&access, &input)?;
        if payable.stage == Stage::Agreed && payable.ends_on >= access.today() {
            let message = "It is not over yet. Until then the Board amends or ends it.".to_owned();
            return Err(Failure::BadRequest { message }.into());
        }
        leave(&access, write, payable, input, AccountKind::Available).await
    }
}

async fn load(access: &Access<'_>, write: &Write, id: InterventionId) -> Result<Payable> {
    let statement = access.sql(PAYABLE, [access.authority.0.into(), id.0.into(), access.person.map(|it| it.0).into()]);
    let found = Payable::find_by_statement(statement).one(write.tx()).await?.ok_or(Failure::NotFound)?;
    access.within(found.cluster_id)?;
    Ok(found)
}

impl Payable {
    /// Whether this person may record something on this day.
    fn takes(&self, access: &Access<'_>, input: &Spend) -> Result<()> {
        if self.own > 0 {
            return Err(Failure::OwnRequest.into());
        }
        let Some(agreed_on) = self.agreed_on.filter(|_| matches!(self.stage, Stage::Agreed | Stage::Ended)) else {
            let message = "The Board has not agreed this, so no money is committed to it.".to_owned();
            return Err(Failure::BadRequest { message }.into());
        };
        if input.day > access.today() || input.day < agreed_on {
            let message = format!("Enter a day from {}, when the Board agreed it, until today", written(agreed_on));
            return Err(Failure::invalid("day", message).into());
        }
        Ok(())
    }
}

/// Moves money away from what is committed to an intervention.
async fn leave(
    access: &Access<'_>,
    write: Write,
    payable: Payable,
    input: Spend,
    to: AccountKind,
) -> Result<MovementId> {
    let (amount, committed) = (input.amount, payable.committed);
    let posting = Posting {
        id: input.id,
        cluster: payable.cluster_id,
        from: AccountKind::Committed,
        to,
        amount,
        day: input.day,
        reason: input.reason,
        intervention: Some(input.intervention),
        reverses: None,
    };
    if !post(access, &write, posting).await? {
        return Err(if amount > committed {
            let message = format!("{} is committed to this and not paid. Enter that or less", committed.short());
            Failure::invalid("amount", message).into()
        } else {
            Failure::invalid("day", "Not as much was committed on that day. Enter a later day").into()
        });
    }
    write.commit().await?;
    Ok(input.id)
}
