//! Giving roles: to people of the authority, and to those who are invited with it.

use async_graphql::{Context, Object};
use chrono::NaiveDate;
use sea_orm::{ActiveEnum as _, ActiveValue::Set, ConnectionTrait as _, FromQueryResult, SqlErr, entity::prelude::*};
use shared::{
    access::{Action, may_give},
    failure::Failure,
    id::{ClusterId, MembershipId, PersonId},
    organisation::{
        NewMembership, NewPerson,
        people::{NewMember, Newcomer, OWN_ROLE},
        sort_name,
    },
};

use super::entity;
use crate::{
    access::{Access, Authorize, Write},
    clock::of_our_time,
    error::{Error, Result},
};

/// Whether everything a membership names is of the authority, and its cluster open when it begins: as many rows as
/// things; and the cluster that the place belongs to today.
const NAMED: &str = "
    select (select count(*) from person where id = $2 and authority_id = $1)
         + (select count(*) from district where id = $3 and authority_id = $1)
         + (select count(*) from cluster where id = $4 and authority_id = $1
             and (closed_on is null or closed_on >= $6))
         + (select count(*) from school where id = $5 and authority_id = $1) as found,
           coalesce($4, (select b.cluster_id from belonging b
             where b.school_id = $5 and b.authority_id = $1 and b.since <= $7 and (b.until is null or b.until >= $7)))
           as within_id";

#[derive(FromQueryResult)]
struct Named {
    found: i64,
    within_id: Option<ClusterId>,
}

/// Gives a role, unless the person holds that role there in some of that time already.
const APPOINT: &str = "
    insert into membership (id, authority_id, person_id, role, district_id, cluster_id, school_id, since, until, version)
    select $2, $1, $3, $4, $5, $6, $7, $8, $9, 1
     where not exists (
           select 1 from membership o
            where o.person_id = $3 and o.authority_id = $1 and o.role = $4 and o.district_id is not distinct from $5
              and o.cluster_id is not distinct from $6 and o.school_id is not distinct from $7
              and ($9 is null or o.since <= $9) and (o.until is null or (o.until >= $8 and o.until >= o.since)))";

/// Adds somebody who is invited, unless the address belongs to an invitation that is open.
const INVITE: &str = "
    insert into person (id, authority_id, name, sort_name, invited_email, invited_on)
    select $2, $1, $3, $4, $5, $6
     where not exists (select 1 from person o where o.authority_id = $1 and o.invited_email = $5)";

/// What somebody is told who would give a role twice.
pub const HELD_ALREADY: &str = "This person holds this role there already in some of that time";

/// Giving roles.
#[derive(Default)]
pub struct AppointMutation;

#[Object]
impl AppointMutation {
    /// Adds somebody. Staff only: never a pupil or a parent.
    async fn add_person(&self, ctx: &Context<'_>, input: NewPerson) -> Result<PersonId> {
        let access = ctx.authorize(Action::ChangeMembers)?;
        let input = input.check()?;
        let Some(write) = access.create("addPerson", input.id.0, &input).await? else { return Ok(input.id) };
        entity::person::ActiveModel {
            id: Set(input.id),
            authority_id: Set(access.authority),
            sort_name: Set(sort_name(&input.name)),
            name: Set(input.name),
        }
        .insert(write.tx())
        .await?;
        write.commit().await?;
        Ok(input.id)
    }

    /// Gives somebody a dated role.
    async fn add_membership(&self, ctx: &Context<'_>, input: NewMembership) -> Result<MembershipId> {
        let access = ctx.authorize(Action::ChangeMembers)?;
        let input = input.check()?;
        allowed(&access, &input, true).await?;
        let Some(write) = access.create("addMembership", input.id.0, &input).await? else { return Ok(input.id) };
        appoint(&access, &write, &input).await?;
        write.commit().await?;
        Ok(input.id)
    }

    /// Invites somebody who is not known here yet, with their first role.
    async fn invite_member(&self, ctx: &Context<'_>, input: NewMember) -> Result<MembershipId> {
        let access = ctx.authorize(Action::ChangeMembers)?;
        let input = input.check()?;
        let id = input.membership.id;
        allowed(&access, &input.membership, false).await?;
        let Some(write) = access.create("inviteMember", id.0, &input).await? else { return Ok(id) };
        invite(&access, &write, input.membership.person, &input.newcomer).await?;
        appoint(&access, &write, &input.membership).await?;
        write.commit().await?;
        Ok(id)
    }
}

/// The caller may give this role: not to themself, at a place in their scope, to a person who is there (`known`).
async fn allowed(access: &Access<'_>, input: &NewMembership, known: bool) -> Result<()> {
    if !may_give(&access.scope, input.role) {
        return Err(Failure::Forbidden.into());
    }
    days(input.since, input.until)?;
    let (district, cluster, school) =
        (input.district.map(|it| it.0), input.cluster.map(|it| it.0), input.school.map(|it| it.0));
    // Nobody is looked for who is to be invited: the same request again would find them.
    let person = known.then_some(input.person.0);
    let values = [
        access.authority.0.into(),
        person.into(),
        district.into(),
        cluster.into(),
        school.into(),
        input.since.into(),
        access.today().into(),
    ];
    let named: Named = access.one(NAMED, values).await?;
    let things = [district, cluster, school].into_iter().flatten().count() + usize::from(known);
    let inside =
        access.scope == shared::access::Scope::Authority || named.within_id.is_some_and(|it| access.scope.holds(it));
    if !inside || usize::try_from(named.found).ok() != Some(things) {
        return Err(Failure::NotFound.into());
    }
    not_oneself(access, input.person)
}

/// Nobody gives a role to themself, so nobody raises their own rights.
pub fn not_oneself(access: &Access<'_>, person: PersonId) -> Result<()> {
    if access.person == Some(person) { Err(Failure::invalid("person", OWN_ROLE).into()) } else { Ok(()) }
}

/// Both days are of our time.
pub fn days(since: NaiveDate, until: Option<NaiveDate>) -> Result<()> {
    of_our_time("since", since)?;
    until.map_or(Ok(()), |it| of_our_time("until", it))
}

async fn appoint(access: &Access<'_>, write: &Write, input: &NewMembership) -> Result<()> {
    let values = [
        access.authority.0.into(),
        input.id.0.into(),
        input.person.0.into(),
        input.role.to_value().into(),
        input.district.map(|it| it.0).into(),
        input.cluster.map(|it| it.0).into(),
        input.school.map(|it| it.0).into(),
        input.since.into(),
        input.until.into(),
    ];
    if write.tx().execute_raw(access.sql(APPOINT, values)).await?.rows_affected() == 0 {
        return Err(Failure::invalid("person", HELD_ALREADY).into());
    }
    Ok(())
}

/// Adds somebody with an open invitation.
pub async fn invite(access: &Access<'_>, write: &Write, person: PersonId, newcomer: &Newcomer) -> Result<()> {
    let values = [
        access.authority.0.into(),
        person.0.into(),
        newcomer.name.clone().into(),
        sort_name(&newcomer.name).into(),
        newcomer.email.clone().into(),
        access.today().into(),
    ];
    match write.tx().execute_raw(access.sql(INVITE, values)).await {
        Ok(done) if done.rows_affected() == 0 => Err(taken_address()),
        Ok(_) => Ok(()),
        // The browser chose an id that somebody has.
        Err(error) if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) => {
            Err(Failure::Taken.into())
        }
        Err(error) => Err(error.into()),
    }
}

/// The refusal of an address that belongs to an open invitation. It does not say whose.
pub fn taken_address() -> Error {
    let message = "Somebody is invited under this address already. Look for them by name instead";
    Failure::invalid("email", message).into()
}
