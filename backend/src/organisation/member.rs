//! Who sits where, from when to when.

use async_graphql::{Context, Object};
use chrono::NaiveDate;
use sea_orm::{ActiveValue::Set, FromQueryResult, entity::prelude::*};
use serde::{Deserialize, Serialize};
use shared::{
    access::{Action, Role},
    failure::Failure,
    id::{ClusterId, MembershipId, PersonId},
    organisation::{BOARD_ROLES, Member, MemberPage, NewMembership, NewPerson, sort_name},
    page::{Cursor, USUAL_ROWS},
};

use super::entity;
use crate::{access::Authorize, clock::of_our_time, error::Result};

#[derive(FromQueryResult)]
struct Row {
    id: MembershipId,
    person: String,
    role: Role,
    place: String,
    since: NaiveDate,
    until: Option<NaiveDate>,
    tier: i32,
    place_order: String,
    person_order: String,
}

/// The place of a row in the list.
#[derive(Serialize, Deserialize)]
struct Place(i32, String, String, MembershipId);

const LIST: &str = "
    select * from (
        select m.id, p.name as person, m.role, m.since, m.until, coalesce(s.name, c.name) as place,
               case when m.school_id is null then 0 else 1 end as tier,
               coalesce(s.sort_name, '') as place_order, p.sort_name as person_order
          from (select id, authority_id, person_id, role, since, until, cluster_id, school_id
                  from membership where cluster_id = $2
                 union
                select h.id, h.authority_id, h.person_id, h.role, h.since, h.until, h.cluster_id, h.school_id
                  from belonging b
                  join membership h on h.school_id = b.school_id
                 where b.cluster_id = $2 and b.since <= $3 and (b.until is null or b.until >= $3)) m
          join person p on p.id = m.person_id
          left join school s on s.id = m.school_id
          left join cluster c on c.id = m.cluster_id
         where m.authority_id = $1 and m.since <= $3 and (m.until is null or m.until >= $3)) it
     where (tier, place_order, person_order, id) > ($4, $5, $6, $7)
     order by tier, place_order, person_order, id limit $8";

#[derive(FromQueryResult)]
struct Filled {
    role: Option<Role>,
}

/// The cluster's filled roles; no row at all where there is no such cluster.
const FILLED: &str = "
    select distinct m.role
      from cluster c
      left join membership m on m.cluster_id = c.id and m.since <= $3 and (m.until is null or m.until >= $3)
     where c.id = $2 and c.authority_id = $1";

/// Members.
#[derive(Default)]
pub struct MemberQuery;

#[Object]
impl MemberQuery {
    /// Who sits where in a cluster today: at the cluster first, then school by school.
    async fn cluster_members(
        &self,
        ctx: &Context<'_>,
        cluster: ClusterId,
        after: Option<Cursor>,
    ) -> Result<MemberPage> {
        let access = ctx.authorize(Action::SeeMembers)?;
        access.within(cluster)?;
        let list = format!("members of {cluster}");
        let after = access.place(&list, after.as_ref())?;
        let Place(tier, place, person, id) =
            after.unwrap_or(Place(-1, String::new(), String::new(), MembershipId(Uuid::nil())));
        let (authority, today) = (access.authority.0, access.today());
        let filled: Vec<Filled> = access.all(FILLED, [authority.into(), cluster.0.into(), today.into()]).await?;
        if filled.is_empty() {
            return Err(Failure::NotFound.into());
        }
        let values = [
            authority.into(),
            cluster.0.into(),
            today.into(),
            tier.into(),
            place.into(),
            person.into(),
            id.0.into(),
            i64::from(USUAL_ROWS + 1).into(),
        ];
        let mut rows: Vec<Row> = access.all(LIST, values).await?;
        let next = access
            .next(&list, &mut rows, |it| Place(it.tier, it.place_order.clone(), it.person_order.clone(), it.id))?;
        let vacant = |role: &Role| !filled.iter().any(|it| it.role == Some(*role));
        Ok(MemberPage {
            members: rows.into_iter().map(Member::from).collect(),
            vacancies: BOARD_ROLES.into_iter().filter(vacant).collect(),
            next,
        })
    }
}

impl From<Row> for Member {
    fn from(row: Row) -> Self {
        Self { id: row.id, person: row.person, role: row.role, place: row.place, since: row.since, until: row.until }
    }
}

/// Whether everything a membership names is of the authority, and its cluster open when it begins: as many rows as
/// things.
const NAMED: &str = "
    select (select count(*) from person where id = $2 and authority_id = $1)
         + (select count(*) from district where id = $3 and authority_id = $1)
         + (select count(*) from cluster where id = $4 and authority_id = $1
             and (closed_on is null or closed_on >= $6))
         + (select count(*) from school where id = $5 and authority_id = $1) as found";

#[derive(FromQueryResult)]
struct Named {
    found: i64,
}

/// Changes of who sits where.
#[derive(Default)]
pub struct MemberMutation;

#[Object]
impl MemberMutation {
    /// Adds somebody. Staff only: never a pupil or a parent.
    async fn add_person(&self, ctx: &Context<'_>, input: NewPerson) -> Result<PersonId> {
        let access = ctx.authorize(Action::ChangeOrganisation)?;
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
        let access = ctx.authorize(Action::ChangeOrganisation)?;
        let input = input.check()?;
        of_our_time("since", input.since)?;
        input.until.map_or(Ok(()), |it| of_our_time("until", it))?;
        let (district, cluster, school) =
            (input.district.map(|it| it.0), input.cluster.map(|it| it.0), input.school.map(|it| it.0));
        let named: Named = access
            .one(
                NAMED,
                [
                    access.authority.0.into(),
                    input.person.0.into(),
                    district.into(),
                    cluster.into(),
                    school.into(),
                    input.since.into(),
                ],
            )
            .await?;
        let places = [district, cluster, school].into_iter().flatten().count();
        if usize::try_from(named.found).ok() != Some(1 + places) {
            return Err(Failure::NotFound.into());
        }
        let Some(write) = access.create("addMembership", input.id.0, &input).await? else { return Ok(input.id) };
        entity::membership::ActiveModel {
            id: Set(input.id),
            authority_id: Set(access.authority),
            person_id: Set(input.person),
            role: Set(input.role),
            district_id: Set(input.district),
            cluster_id: Set(input.cluster),
            school_id: Set(input.school),
            since: Set(input.since),
            until: Set(input.until),
        }
        .insert(write.tx())
        .await?;
        write.commit().await?;
        Ok(input.id)
    }

    /// Ends a role on a day: its last one.
    async fn end_membership(&self, ctx: &Context<'_>, id: MembershipId, until: NaiveDate) -> Result<MembershipId> {
        let access = ctx.authorize(Action::ChangeOrganisation)?;
        let held = entity::membership::Entity::find_by_id(id)
            .filter(entity::membership::Column::AuthorityId.eq(access.authority))
            .one(access.db())
            .await?
            .ok_or(Failure::NotFound)?;
        of_our_time("until", until)?;
        if until < held.since {
            return Err(Failure::invalid("until", "The last day must not be before the first").into());
        }
        if held.until == Some(until) {
            return Ok(id);
        }
        let write = access.begin("endMembership", id.0, &(id, until)).await?;
        // A role ends earlier than it was to end, never later: what has ended is given anew by a new membership.
        let ended = entity::membership::Entity::update_many()
            .col_expr(entity::membership::Column::Until, Expr::value(until))
            .filter(entity::membership::Column::Id.eq(id))
            .filter(
                sea_orm::Condition::any()
                    .add(entity::membership::Column::Until.is_null())
                    .add(entity::membership::Column::Until.gt(until)),
            )
            .exec(write.tx())
            .await?;
        if ended.rows_affected == 0 {
            let message = "This role ends before that day already. Give a new role to let it go on";
            return Err(Failure::invalid("until", message).into());
        }
        write.commit().await?;
        Ok(id)
    }
}
