//! The Board's agreement: it decides the proposal or the amendment that waits, and moves its money in one write.
//!
//! The version is decided first and looked at then: what the update gives back is what nobody can change any more before
//! the commit.

use async_graphql::{Context, Object};
use chrono::NaiveDate;
use sea_orm::{ActiveValue::Set, FromQueryResult, entity::prelude::*};
use shared::{
    access::Action,
    calendar::written,
    failure::Failure,
    fund::{AccountKind, profile, reprofile},
    id::{ClusterId, InterventionId, MovementId, PersonId},
    intervention::{Agreement, Proposal, Stage, life::Event},
    money::Pence,
};
use uuid::Uuid;

use super::{
    entity, of_our_time,
    version::{Standing, changed},
};
use crate::{
    access::{Access, Authorize, Write},
    error::Result,
    fund::{self, Posting, held, planned},
};

/// What the Board decides about, and what is true of it before.
#[derive(FromQueryResult)]
struct Taken {
    cluster_id: ClusterId,
    content: String,
    proposed_by_id: PersonId,
    proposed_on: NaiveDate,
    amends: bool,
    profile: Option<String>,
    cost: Pence,
    starts_on: NaiveDate,
    ends_on: NaiveDate,
    committed: Pence,
    spent: Pence,
}

/// The rule of `shared::intervention::life::next` for agreeing, in the database's words: what waits, of somebody else.
const TAKE: &str = concat!(
    "update intervention_version
        set outcome = 'agreed', decided_by_id = $4, decided_on = $5, decided_seq = $6, reasons = $7, challenge = $8,
            response = $9
      where intervention_id = $2 and authority_id = $1 and version = $3 and outcome is null and proposed_by_id <> $4
        and exists (select 1 from intervention i
                     where i.id = $2 and ((i.stage = 'proposed' and i.version = $3)
                                       or (i.stage = 'agreed' and i.version < $3)))
     returning cluster_id, content, proposed_by_id, proposed_on, amends,
               (select i.profile from intervention i where i.id = $2) as profile,
               (select i.cost from intervention i where i.id = $2) as cost,
               (select i.starts_on from intervention i where i.id = $2) as starts_on,
               (select i.ends_on from intervention i where i.id = $2) as ends_on, ",
    held!("committed", "$2"),
    " as committed, ",
    held!("spent", "$2"),
    " as spent"
);

#[derive(FromQueryResult)]
struct Decided {
    decided_by_id: Option<PersonId>,
    decided_on: Option<NaiveDate>,
    reasons: Option<String>,
    challenge: Option<String>,
    response: Option<String>,
}

const DECIDED: &str = "
    select decided_by_id, decided_on, reasons, challenge, response from intervention_version
     where intervention_id = $2 and authority_id = $1 and version = $3 and outcome = 'agreed'";

/// Agreeing.
#[derive(Default)]
pub struct AgreeMutation;

#[Object]
impl AgreeMutation {
    /// Records the Board's agreement to the proposal or amendment that waits and that somebody else made. A proposal's cost
    /// is committed; of an amendment, what it costs more is committed and what it costs less comes back (R-077, R-081,
    /// D14, Z7).
    async fn agree_intervention(&self, ctx: &Context<'_>, input: Agreement) -> Result<InterventionId> {
        let access = ctx.authorize(Action::AgreeIntervention)?;
        let person = access.person.ok_or(Failure::SignedOut)?;
        let agreed_on = input.agreed_on;
        // Whether it is after the proposal is known when that is taken.
        let input = input.check(agreed_on, access.today())?;
        of_our_time("agreedOn", agreed_on)?;
        let write = access.begin("agreeIntervention", input.id.0, &input).await?;
        let Some(taken) = take(&access, &write, person, &input).await? else {
            drop(write);
            return not_taken(&access, &input).await;
        };
        access.within(taken.cluster_id)?;
        let input = input.check(taken.proposed_on, access.today())?;
        let proposal: Proposal = serde_json::from_str(&taken.content)?;
        save(&access, &write, person, &input, &taken, proposal.clone()).await?;
        commit_money(&access, &write, &input, &taken, &proposal).await?;
        write.commit().await?;
        Ok(input.id)
    }
}

async fn take(access: &Access<'_>, write: &Write, person: PersonId, input: &Agreement) -> Result<Option<Taken>> {
    let values = [
        access.authority.0.into(),
        input.id.0.into(),
        input.version.into(),
        person.0.into(),
        input.agreed_on.into(),
        write.seq().into(),
        input.reasons.clone().into(),
        input.challenge.clone().into(),
        input.response.clone().into(),
    ];
    Ok(Taken::find_by_statement(access.sql(TAKE, values)).one(write.tx()).await?)
}

/// Why there was nothing to decide; or that this very agreement was recorded, and its sender did not hear so.
async fn not_taken(access: &Access<'_>, input: &Agreement) -> Result<InterventionId> {
    let standing = Standing::of(access, input.id).await?;
    let values = [access.authority.0.into(), input.id.0.into(), input.version.into()];
    if let Some(it) = access.all::<Decided>(DECIDED, values).await?.first() {
        let same = it.decided_by_id == access.person
            && it.decided_on == Some(input.agreed_on)
            && it.reasons.as_ref() == Some(&input.reasons)
            && it.challenge.as_ref() == Some(&input.challenge)
            && it.response.as_ref() == Some(&input.response);
        return if same { Ok(input.id) } else { Err(Failure::Decided.into()) };
    }
    standing.next(access, Event::Agree).map_err(Failure::from)?;
    Err(changed(access, input.id, input.version, standing.waiting()).await?.into())
}

/// The intervention is now what was agreed: measure, baseline and target with it.
async fn save(
    access: &Access<'_>,
    write: &Write,
    person: PersonId,
    input: &Agreement,
    taken: &Taken,
    proposal: Proposal,
) -> Result<()> {
    let (cost, starts, ends) = (proposal.cost, proposal.starts_on, proposal.ends_on);
    let months = if taken.amends {
        let before = planned(taken.profile.as_deref(), taken.cost, taken.starts_on, taken.ends_on)?;
        reprofile(&before, input.agreed_on, cost, starts, ends)
    } else {
        profile(cost, starts, ends)
    };
    let row = entity::ActiveModel {
        version: Set(input.version),
        stage: Set(Stage::Agreed),
        proposed_by_id: Set(taken.proposed_by_id),
        proposed_on: Set(taken.proposed_on),
        agreed_by_id: Set(Some(person)),
        agreed_on: Set(Some(input.agreed_on)),
        reasons: Set(Some(input.reasons.clone())),
        challenge: Set(Some(input.challenge.clone())),
        response: Set(Some(input.response.clone())),
        profile: Set(Some(serde_json::to_string(&months)?)),
        ..proposal.try_into()?
    };
    entity::Entity::update_many()
        .set(row)
        .filter(entity::Column::Id.eq(input.id))
        .filter(entity::Column::AuthorityId.eq(access.authority))
        .exec(write.tx())
        .await?;
    Ok(())
}

/// Commits what it costs more than is committed and spent already, or gives back what it costs less.
async fn commit_money(
    access: &Access<'_>,
    write: &Write,
    input: &Agreement,
    taken: &Taken,
    proposal: &Proposal,
) -> Result<()> {
    let more = proposal.cost - (taken.committed + taken.spent);
    if more == Pence::ZERO {
        return Ok(());
    }
    let (from, to) = if more > Pence::ZERO {
        (AccountKind::Available, AccountKind::Committed)
    } else {
        (AccountKind::Committed, AccountKind::Available)
    };
    let amount = more.max(Pence::ZERO - more);
    let posting = Posting {
        id: MovementId(Uuid::new_v4()),
        cluster: taken.cluster_id,
        from,
        to,
        amount,
        // What comes back is free from the day on which that is recorded.
        day: if more > Pence::ZERO { input.agreed_on } else { access.today() },
        reason: proposal.title.clone(),
        intervention: Some(input.id),
        reverses: None,
    };
    if fund::post(access, write, posting).await? {
        return Ok(());
    }
    if more < Pence::ZERO {
        let message = format!("{} was paid for it already, so it cannot cost less.", taken.spent.short());
        return Err(Failure::BadRequest { message }.into());
    }
    let left = fund::left(access, write, taken.cluster_id, input.agreed_on).await?;
    if amount > left.now {
        return Err(Failure::OverCommitted { available: left.now, asked: amount }.into());
    }
    let message = format!(
        "On {} the cluster had {} left, and this commits {}. Enter a day on which the money was there",
        written(input.agreed_on),
        left.at_day.short(),
        amount.short()
    );
    Err(Failure::invalid("agreedOn", message).into())
}
