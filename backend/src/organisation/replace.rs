//! Handing a role over: it ends the day before the other person begins, in one write.

use async_graphql::{Context, Object};
use sea_orm::{ConnectionTrait as _, FromQueryResult};
use shared::{
    access::Action,
    calendar::written,
    failure::{Change, Failure},
    id::{MembershipId, PersonId},
    organisation::people::Handover,
};

use super::{
    appoint::{HELD_ALREADY, days, invite, not_oneself},
    seat::{self, Row},
};
use crate::{
    access::{Access, Authorize, Write},
    error::{Error, Result},
};

/// Ends one membership and begins the other at the same place, in one statement: both or neither.
const HAND_OVER: &str = "
    insert into membership (id, authority_id, person_id, role, district_id, cluster_id, school_id, since, until, version)
    select m.id, m.authority_id, m.person_id, m.role, m.district_id, m.cluster_id, m.school_id, m.since, $5,
           m.version + 1
      from membership m
     where m.id = $2 and m.authority_id = $1 and m.version = $6 and (m.until is null or m.until >= $5)
    union all
    select $3, m.authority_id, $4, m.role, m.district_id, m.cluster_id, m.school_id, $7, $8, 1
      from membership m
     where m.id = $2 and m.authority_id = $1 and m.version = $6 and (m.until is null or m.until >= $5)
       and not exists (
           select 1 from membership o
            where o.person_id = $4 and o.authority_id = $1 and o.role = m.role
              and o.district_id is not distinct from m.district_id
              and o.cluster_id is not distinct from m.cluster_id and o.school_id is not distinct from m.school_id
              and ($8 is null or o.since <= $8) and (o.until is null or (o.until >= $7 and o.until >= o.since)))
    on conflict (id) do update set until = excluded.until, version = excluded.version";

/// Whether the person who takes over is of the authority.
const KNOWN: &str = "select count(*) as found from person where id = $2 and authority_id = $1";

#[derive(FromQueryResult)]
struct Known {
    found: i64,
}

/// Handing over.
#[derive(Default)]
pub struct ReplaceMutation;

#[Object]
impl ReplaceMutation {
    /// Hands a role over to somebody else from a day on.
    async fn replace_membership(&self, ctx: &Context<'_>, input: Handover) -> Result<MembershipId> {
        let access = ctx.authorize(Action::ChangeMembers)?;
        let input = input.check()?;
        let seat = seat::load(&access, input.membership).await?;
        days(input.since, input.until)?;
        not_oneself(&access, input.person)?;
        if seat.person_id == input.person {
            return Err(Failure::invalid("person", "Choose somebody else: this person holds the role now").into());
        }
        let Some(write) = access.create("replaceMembership", input.id.0, &input).await? else { return Ok(input.id) };
        match &input.newcomer {
            Some(newcomer) => invite(&access, &write, input.person, newcomer).await?,
            None => known(&access, &write, input.person).await?,
        }
        let last = input.last_day(seat.span()).map_err(|it| stale(&seat, &input).unwrap_or_else(|| it.into()))?;
        let values = [
            access.authority.0.into(),
            seat.id.0.into(),
            input.id.0.into(),
            input.person.0.into(),
            last.into(),
            input.version.into(),
            input.since.into(),
            input.until.into(),
        ];
        if write.tx().execute_raw(access.sql(HAND_OVER, values)).await?.rows_affected() != 2 {
            drop(write);
            let seat = seat::load(&access, input.membership).await?;
            return Err(stale(&seat, &input).unwrap_or_else(|| Failure::invalid("person", HELD_ALREADY).into()));
        }
        write.commit().await?;
        Ok(input.id)
    }
}

async fn known(access: &Access<'_>, write: &Write, person: PersonId) -> Result<()> {
    let values = [access.authority.0.into(), person.0.into()];
    let known = Known::find_by_statement(access.sql(KNOWN, values)).one(write.tx()).await?;
    if known.is_some_and(|it| it.found == 1) { Ok(()) } else { Err(Failure::NotFound.into()) }
}

/// The refusal where somebody else changed the role that is handed over after it was read: with both values (U5).
fn stale(seat: &Row, input: &Handover) -> Option<Error> {
    (seat.version != input.version).then(|| {
        let change = Change {
            field: "Last day of the role that is handed over".to_owned(),
            yours: input.since.pred_opt().map(written).unwrap_or_default(),
            theirs: seat.until.map_or_else(|| "No end date".to_owned(), written),
        };
        Failure::Changed { changes: vec![change], version: seat.version }.into()
    })
}
