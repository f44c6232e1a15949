//! The Board's agreement: it decides the intervention and commits its money in one write.

use async_graphql::{Context, Object};
use chrono::NaiveDate;
use sea_orm::{ConnectionTrait, FromQueryResult};
use shared::{
    access::Action,
    calendar::written,
    failure::{Change, Failure},
    fund::AccountKind,
    id::{ClusterId, InterventionId, MovementId, PersonId},
    intervention::{Agreement, Stage},
    money::Pence,
};
use uuid::Uuid;

use crate::{
    access::{Access, Authorize},
    error::Result,
    fund::{self, Posting, balance},
};

#[derive(FromQueryResult)]
struct Proposed {
    cluster_id: ClusterId,
    version: i32,
    stage: Stage,
    title: String,
    cost: Pence,
    proposed_by_id: PersonId,
    proposed_on: NaiveDate,
    available: Pence,
}

const PROPOSED: &str = concat!(
    "select i.cluster_id, i.version, i.stage, i.title, i.cost, i.proposed_by_id, i.proposed_on, ",
    balance!("available", "i.cluster_id"),
    " as available from intervention i where i.id = $2 and i.authority_id = $1"
);

const AGREE: &str = "
    update intervention
       set stage = 'agreed', agreed_by_id = $4, agreed_on = $5, reasons = $6, challenge = $7
     where id = $2 and authority_id = $1 and version = $3 and stage = 'proposed'";

/// Agreeing.
#[derive(Default)]
pub struct AgreeMutation;

#[Object]
impl AgreeMutation {
    /// Records the Board's agreement to an intervention that somebody else proposed, and commits its cost (R-077, R-081,
    /// D14).
    async fn agree_intervention(&self, ctx: &Context<'_>, input: Agreement) -> Result<InterventionId> {
        let access = ctx.authorize(Action::AgreeIntervention)?;
        let person = access.person.ok_or(Failure::SignedOut)?;
        let proposed = load(&access, &input).await?;
        let input = input.check(proposed.proposed_on, access.today())?;
        if proposed.cost > proposed.available {
            return Err(Failure::OverCommitted { available: proposed.available, asked: proposed.cost }.into());
        }
        let write = access.begin("agreeIntervention", input.id.0, &input).await?;
        let values = [
            access.authority.0.into(),
            input.id.0.into(),
            input.version.into(),
            person.0.into(),
            input.agreed_on.into(),
            input.reasons.clone().into(),
            input.challenge.clone().into(),
        ];
        if write.tx().execute_raw(access.sql(AGREE, values)).await?.rows_affected() == 0 {
            drop(write);
            // Somebody was first; the second look says with what.
            load(&access, &input).await?;
            return Err(Failure::Decided.into());
        }
        let commitment = Posting {
            id: MovementId(Uuid::new_v4()),
            cluster: proposed.cluster_id,
            from: AccountKind::Available,
            to: AccountKind::Committed,
            amount: proposed.cost,
            day: input.agreed_on,
            reason: proposed.title,
            intervention: Some(input.id),
        };
        // The floor is looked at again inside the write: another agreement may just have taken the last pound.
        if !fund::post(&access, &write, commitment).await? {
            let available = fund::left(&access, &write, proposed.cluster_id).await?;
            return Err(Failure::OverCommitted { available, asked: proposed.cost }.into());
        }
        write.commit().await?;
        Ok(input.id)
    }
}

/// The proposal, if it is one that the caller may agree in the version they read.
async fn load(access: &Access<'_>, input: &Agreement) -> Result<Proposed> {
    let it: Proposed = access.one(PROPOSED, [access.authority.0.into(), input.id.0.into()]).await?;
    access.within(it.cluster_id)?;
    if it.stage != Stage::Proposed {
        return Err(Failure::Decided.into());
    }
    if access.person == Some(it.proposed_by_id) {
        return Err(Failure::OwnProposal.into());
    }
    if it.version != input.version {
        let change = Change {
            field: "Proposal".to_owned(),
            yours: "the version you opened".to_owned(),
            theirs: format!("revised on {}", written(it.proposed_on)),
        };
        return Err(Failure::Changed { changes: vec![change], version: it.version }.into());
    }
    Ok(it)
}
