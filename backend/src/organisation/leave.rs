//! Ending a role, moving the days of one that has not begun, and taking such a one back.

use async_graphql::{Context, Object};
use chrono::NaiveDate;
use sea_orm::ConnectionTrait as _;
use shared::{
    access::Action,
    calendar::written,
    failure::{Change, Failure},
    id::MembershipId,
    organisation::people::{NewDates, Span, nobody_would, reason, vacant_before, vacant_from},
};

use super::{
    appoint::{HELD_ALREADY, days, not_oneself},
    seat::{self, Row},
};
use crate::{
    access::{Access, Authorize, Write},
    clock::of_our_time,
    error::Result,
};

/// A role ends earlier than it was to end, never later: what has ended is given anew by a new membership.
const END: &str = "
    update membership set until = $3, reason = $4, version = version + 1
     where id = $2 and authority_id = $1 and version = $5 and since <= $3 and (until is null or until > $3)";

/// New days, for a role that has not begun; not across another time in which the person holds the same.
const MOVE: &str = "
    update membership set since = $3, until = $4, version = version + 1
     where id = $2 and authority_id = $1 and version = $5 and since > $6
       and not exists (
           select 1 from membership o
            where o.person_id = membership.person_id and o.id <> membership.id and o.role = membership.role
              and o.district_id is not distinct from membership.district_id
              and o.cluster_id is not distinct from membership.cluster_id
              and o.school_id is not distinct from membership.school_id
              and ($4 is null or o.since <= $4) and (o.until is null or (o.until >= $3 and o.until >= o.since)))";

/// What is taken back ends before its first day: it never held, and nothing is lost of what was.
const TAKE_BACK: &str = "
    update membership set until = $3, version = version + 1
     where id = $2 and authority_id = $1 and version = $4 and since > $5 and (until is null or until >= since)";

/// Ending roles.
#[derive(Default)]
pub struct LeaveMutation;

#[Object]
impl LeaveMutation {
    /// Ends a role on a day: its last one. The last chair of an open cluster hands over instead.
    async fn end_membership(
        &self,
        ctx: &Context<'_>,
        id: MembershipId,
        until: NaiveDate,
        reason: Option<String>,
        version: Option<i32>,
    ) -> Result<MembershipId> {
        let access = ctx.authorize(Action::ChangeMembers)?;
        let seat = seat::load(&access, id).await?;
        of_our_time("until", until)?;
        let reason = self::reason(&reason.unwrap_or_default())?;
        if let Some(done) = ended(&seat, until, version)? {
            return Ok(done);
        }
        let write = access.begin("endMembership", id.0, &(id, until, &reason)).await?;
        stays_held(&access, &write, &seat, until).await?;
        let values = [
            access.authority.0.into(),
            id.0.into(),
            until.into(),
            reason.into(),
            version.unwrap_or(seat.version).into(),
        ];
        if write.tx().execute_raw(access.sql(END, values)).await?.rows_affected() == 0 {
            drop(write);
            // Somebody was first; the second look says with what.
            let seat = seat::load(&access, id).await?;
            return ended(&seat, until, Some(version.unwrap_or(0)))?.ok_or_else(|| Failure::Unavailable.into());
        }
        write.commit().await?;
        Ok(id)
    }

    /// Moves the days of a role that has not begun.
    async fn move_membership(&self, ctx: &Context<'_>, input: NewDates) -> Result<MembershipId> {
        let access = ctx.authorize(Action::ChangeMembers)?;
        let seat = seat::load(&access, input.id).await?;
        not_oneself(&access, seat.person_id)?;
        let input = not_begun(&access, &seat, input)?;
        if seat.version != input.version {
            return moved(&input, &seat);
        }
        let write = access.begin("moveMembership", input.id.0, &input).await?;
        if input.since > seat.since {
            still_begins(&access, &write, &seat).await?;
        }
        let values = [
            access.authority.0.into(),
            input.id.0.into(),
            input.since.into(),
            input.until.into(),
            input.version.into(),
            access.today().into(),
        ];
        if write.tx().execute_raw(access.sql(MOVE, values)).await?.rows_affected() == 0 {
            drop(write);
            let seat = seat::load(&access, input.id).await?;
            if seat.version == input.version {
                return Err(Failure::invalid("since", HELD_ALREADY).into());
            }
            return moved(&input, &seat);
        }
        write.commit().await?;
        Ok(input.id)
    }

    /// Takes a role back that has not begun: it never holds.
    async fn take_back_membership(&self, ctx: &Context<'_>, id: MembershipId, version: i32) -> Result<MembershipId> {
        let access = ctx.authorize(Action::ChangeMembers)?;
        let seat = seat::load(&access, id).await?;
        let before = seat.since.pred_opt().unwrap_or(seat.since);
        if seat.until == Some(before) {
            return Ok(id);
        }
        if seat.since <= access.today() {
            return Err(Failure::invalid("since", BEGUN).into());
        }
        let write = access.begin("takeBackMembership", id.0, &(id, version)).await?;
        still_begins(&access, &write, &seat).await?;
        let values = [access.authority.0.into(), id.0.into(), before.into(), version.into(), access.today().into()];
        if write.tx().execute_raw(access.sql(TAKE_BACK, values)).await?.rows_affected() == 0 {
            drop(write);
            let seat = seat::load(&access, id).await?;
            let days = Change {
                field: "Days".to_owned(),
                yours: "taken back".to_owned(),
                theirs: format!("from {} to {}", written(seat.since), last(seat.until)),
            };
            return Err(Failure::Changed { changes: vec![days], version: seat.version }.into());
        }
        write.commit().await?;
        Ok(id)
    }
}

const BEGUN: &str = "This role has begun. End it instead";

fn last(until: Option<NaiveDate>) -> String {
    until.map_or_else(|| "no end date".to_owned(), written)
}

/// Whether the role ends on this day already; or why it cannot, with both values where somebody else was first (U5).
fn ended(seat: &Row, until: NaiveDate, version: Option<i32>) -> Result<Option<MembershipId>> {
    if seat.until == Some(until) {
        return Ok(Some(seat.id));
    }
    if until < seat.since {
        let message = format!("The last day must not be before the first, {}", written(seat.since));
        return Err(Failure::invalid("until", message).into());
    }
    if version.is_some_and(|it| it != seat.version) {
        let change = Change { field: "Last day".to_owned(), yours: written(until), theirs: last(seat.until) };
        return Err(Failure::Changed { changes: vec![change], version: seat.version }.into());
    }
    if seat.until.is_some_and(|it| it < until) {
        let message = "This role ends before that day already. Give a new role to let it go on";
        return Err(Failure::invalid("until", message).into());
    }
    Ok(None)
}

/// The last chair of an open cluster does not leave, nor does the last administrator. Looked at inside the write: two may
/// leave at once.
async fn stays_held(access: &Access<'_>, write: &Write, seat: &Row, until: NaiveDate) -> Result<()> {
    let next = until.succ_opt().unwrap_or(until).max(access.today());
    let Some(post) = seat::kept_post(access, write, seat, next).await? else { return Ok(()) };
    match vacant_from(&post.others, until, access.today()) {
        Some(day) => Err(Failure::invalid("until", nobody_would(&post.work, day)).into()),
        None => Ok(()),
    }
}

/// Whoever else's end relies on begins on the day that was agreed.
async fn still_begins(access: &Access<'_>, write: &Write, seat: &Row) -> Result<()> {
    let Some(post) = seat::kept_post(access, write, seat, seat.since).await? else { return Ok(()) };
    match vacant_before(&post.others, seat.since) {
        Some(day) => Err(Failure::invalid("since", nobody_would(&post.work, day)).into()),
        None => Ok(()),
    }
}

/// The new days, if the role is one whose days can be moved.
fn not_begun(access: &Access<'_>, seat: &Row, input: NewDates) -> Result<NewDates> {
    days(input.since, input.until)?;
    if seat.since <= access.today() {
        return Err(Failure::invalid("since", BEGUN).into());
    }
    Ok(input.check(access.today())?)
}

/// The answer to new days for a version that is not the saved one: both values of what differs (U5).
fn moved(input: &NewDates, seat: &Row) -> Result<MembershipId> {
    let changes = input.changes(Span { since: seat.since, until: seat.until });
    // Nothing differs: these very days were saved, and their sender did not hear so.
    if changes.is_empty() { Ok(input.id) } else { Err(Failure::Changed { changes, version: seat.version }.into()) }
}
