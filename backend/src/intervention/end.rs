//! The Board ends an intervention before its last day: why, what was learnt, and the money of later months comes back
//! (R-080, R-082, I4).

use async_graphql::{Context, Object};
use sea_orm::ConnectionTrait;
use shared::{
    access::Action,
    failure::Failure,
    fund::{AccountKind, cut},
    id::{InterventionId, MovementId},
    intervention::life::{Ending, Event},
    money::Pence,
};
use uuid::Uuid;

use super::version::{Standing, changed};
use crate::{
    access::{Access, Authorize},
    error::Result,
    fund::{self, Posting, planned},
};

const END: &str = "
    update intervention
       set stage = 'ended', ended_by_id = $4, ended_on = $5, ended_reason = $6, lesson = $7, ended_seq = $8, profile = $9
     where id = $2 and authority_id = $1 and version = $3 and stage = 'agreed'
       and not exists (select 1 from intervention_version w
                        where w.intervention_id = $2 and w.version > $3 and w.outcome is null)";

/// Ending.
#[derive(Default)]
pub struct EndMutation;

#[Object]
impl EndMutation {
    /// Records that the Board ended an intervention on a day. What was planned for the months after that day and is not
    /// paid may be committed anew; what was planned before stays committed until it is paid or given back.
    async fn end_intervention(&self, ctx: &Context<'_>, input: Ending) -> Result<InterventionId> {
        let access = ctx.authorize(Action::EndIntervention)?;
        let standing = Standing::of(&access, input.id).await?;
        let input = input.check(standing.agreed_on.unwrap_or(access.today()), access.today())?;
        if let Err(refused) = standing.next(&access, Event::End) {
            return not_done(&access, &input, &standing, Some(refused.into())).await;
        }
        if standing.version != input.version {
            return not_done(&access, &input, &standing, None).await;
        }
        let months = planned(standing.profile.as_deref(), standing.cost, standing.starts_on, standing.ends_on)?;
        let (kept, later) = cut(&months, input.ended_on);
        let write = access.begin("endIntervention", input.id.0, &input).await?;
        let values = [
            access.authority.0.into(),
            input.id.0.into(),
            input.version.into(),
            access.person.map(|it| it.0).into(),
            input.ended_on.into(),
            input.reason.clone().into(),
            input.lesson.clone().into(),
            write.seq().into(),
            serde_json::to_string(&kept)?.into(),
        ];
        if write.tx().execute_raw(access.sql(END, values)).await?.rows_affected() == 0 {
            drop(write);
            // Somebody was first; the second look says with what.
            let standing = Standing::of(&access, input.id).await?;
            let refused = standing.next(&access, Event::End).err().map(Failure::from);
            return not_done(&access, &input, &standing, refused).await;
        }
        let back = later.min(standing.committed);
        let posting = Posting {
            id: MovementId(Uuid::new_v4()),
            cluster: standing.cluster_id,
            from: AccountKind::Committed,
            to: AccountKind::Available,
            amount: back,
            day: access.today(),
            reason: standing.title,
            intervention: Some(input.id),
            reverses: None,
        };
        if back > Pence::ZERO && !fund::post(&access, &write, posting).await? {
            // Something was paid for it between the look and the write.
            return Err(Failure::Unavailable.into());
        }
        write.commit().await?;
        Ok(input.id)
    }
}

/// Why it was not ended; or that this very end was recorded, and its sender did not hear so.
async fn not_done(
    access: &Access<'_>,
    input: &Ending,
    standing: &Standing,
    refused: Option<Failure>,
) -> Result<InterventionId> {
    let same = standing.ended_by_id == access.person
        && standing.ended_on == Some(input.ended_on)
        && standing.ended_reason.as_ref() == Some(&input.reason)
        && standing.lesson.as_ref() == Some(&input.lesson);
    if same {
        return Ok(input.id);
    }
    Err(match refused {
        Some(refused) => refused,
        None => changed(access, input.id, input.version, standing.version).await?,
    }
    .into())
}
