//! A proposal or an amendment taken back, by who made it or by the Board.

use async_graphql::{Context, Object};
use sea_orm::{ConnectionTrait, FromQueryResult};
use shared::{
    access::Action,
    failure::Failure,
    id::{InterventionId, PersonId},
    intervention::{
        Stage,
        life::{Event, Withdrawal},
    },
};

use super::version::{Standing, changed};
use crate::{
    access::{Access, Authorize},
    error::Result,
};

const WITHDRAW: &str = "
    update intervention_version
       set outcome = 'withdrawn', decided_by_id = $4, decided_on = $5, decided_seq = $6, reasons = $7
     where intervention_id = $2 and authority_id = $1 and version = $3 and outcome is null";

const WITHDRAWN: &str = "
    update intervention set stage = 'withdrawn'
     where id = $2 and authority_id = $1 and version = $3 and stage = 'proposed'";

#[derive(FromQueryResult)]
struct Done {
    decided_by_id: Option<PersonId>,
    reasons: Option<String>,
}

const DONE: &str = "
    select decided_by_id, reasons from intervention_version
     where intervention_id = $2 and authority_id = $1 and version = $3 and outcome = 'withdrawn'";

/// Withdrawing.
#[derive(Default)]
pub struct WithdrawMutation;

#[Object]
impl WithdrawMutation {
    /// Takes back the proposal or the amendment that waits, with a reason. What was agreed stays as it was agreed.
    async fn withdraw_intervention(&self, ctx: &Context<'_>, input: Withdrawal) -> Result<InterventionId> {
        let access = ctx.authorize(Action::ProposeIntervention)?;
        let input = input.check()?;
        let standing = Standing::of(&access, input.id).await?;
        let stage = match standing.next(&access, Event::Withdraw) {
            Ok(stage) if standing.waiting() == input.version => stage,
            refused => return not_done(&access, &input, &standing, refused.err().map(Failure::from)).await,
        };
        let write = access.begin("withdrawIntervention", input.id.0, &input).await?;
        let ids = [access.authority.0.into(), input.id.0.into(), input.version.into()];
        let person = access.person.map(|it| it.0);
        let said = [person.into(), access.today().into(), write.seq().into(), input.reason.clone().into()];
        let values = ids.clone().into_iter().chain(said);
        let mut done = write.tx().execute_raw(access.sql(WITHDRAW, values)).await?.rows_affected();
        if stage == Stage::Withdrawn {
            done = done.min(write.tx().execute_raw(access.sql(WITHDRAWN, ids)).await?.rows_affected());
        }
        if done == 0 {
            drop(write);
            // Somebody was first; the second look says with what.
            let standing = Standing::of(&access, input.id).await?;
            return not_done(&access, &input, &standing, Some(Failure::Decided)).await;
        }
        write.commit().await?;
        Ok(input.id)
    }
}

/// Why it was not withdrawn; or that this very withdrawal was recorded, and its sender did not hear so.
async fn not_done(
    access: &Access<'_>,
    input: &Withdrawal,
    standing: &Standing,
    refused: Option<Failure>,
) -> Result<InterventionId> {
    let values = [access.authority.0.into(), input.id.0.into(), input.version.into()];
    let done: Vec<Done> = access.all(DONE, values).await?;
    if done.iter().any(|it| it.decided_by_id == access.person && it.reasons.as_ref() == Some(&input.reason)) {
        return Ok(input.id);
    }
    Err(match refused {
        Some(refused) => refused,
        None => changed(access, input.id, input.version, standing.waiting()).await?,
    }
    .into())
}
