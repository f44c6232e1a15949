//! Who sits where in a cluster: today, later, and who did.

use async_graphql::{Context, Object};
use chrono::NaiveDate;
use sea_orm::{FromQueryResult, Value, entity::prelude::*};
use serde::{Deserialize, Serialize};
use shared::{
    access::{Action, Role},
    failure::Failure,
    id::{ClusterId, MembershipId, PersonId},
    organisation::{
        BOARD_ROLES, Member, MemberPage,
        people::{RoleAt, Tense},
    },
    page::{Cursor, USUAL_ROWS},
};

use super::person::roles_today;
use crate::{
    access::{Access, Authorize},
    error::Result,
};

/// A seat in a list.
#[derive(FromQueryResult)]
pub struct Row {
    pub id: MembershipId,
    pub person: String,
    pub person_id: PersonId,
    pub role: Role,
    pub place: String,
    pub since: NaiveDate,
    pub until: Option<NaiveDate>,
    pub reason: Option<String>,
    pub email: Option<String>,
    pub tier: i32,
    pub place_order: String,
    pub person_order: String,
}

/// The place of a row in the list of today.
#[derive(Serialize, Deserialize)]
struct Place(i32, String, String, MembershipId);

/// The place of a row in a list by days.
#[derive(Serialize, Deserialize)]
struct Dated(NaiveDate, MembershipId);

/// The seats of a cluster and of the schools that are in it today.
macro_rules! seats_of_cluster {
    ($when:literal, $rest:literal) => {
        concat!(
            "select * from (
                select m.id, p.name as person, m.person_id, m.role, m.since, m.until, m.reason,
                       p.invited_email as email, coalesce(s.name, c.name) as place,
                       case when m.school_id is null then 0 else 1 end as tier,
                       coalesce(s.sort_name, '') as place_order, p.sort_name as person_order
                  from (select id, authority_id, person_id, role, since, until, reason, cluster_id, school_id
                          from membership where cluster_id = $2
                         union
                        select h.id, h.authority_id, h.person_id, h.role, h.since, h.until, h.reason, h.cluster_id,
                               h.school_id
                          from belonging b
                          join membership h on h.school_id = b.school_id
                         where b.cluster_id = $2 and b.since <= $3 and (b.until is null or b.until >= $3)) m
                  join person p on p.id = m.person_id
                  left join school s on s.id = m.school_id
                  left join cluster c on c.id = m.cluster_id
                 where m.authority_id = $1 and ",
            $when,
            ") it ",
            $rest
        )
    };
}

const TODAY: &str = seats_of_cluster!(
    "m.since <= $3 and (m.until is null or m.until >= $3)",
    "where (tier, place_order, person_order, id) > ($4, $5, $6, $7)
     order by tier, place_order, person_order, id limit $8"
);

/// Without what was taken back before it began.
const TO_COME: &str = seats_of_cluster!(
    "m.since > $3 and (m.until is null or m.until >= m.since)",
    "where (since, id) > ($4, $5) order by since, id limit $6"
);

const PAST: &str = seats_of_cluster!(
    "m.until < $3 and m.until >= m.since",
    "where (until, id) < ($4, $5) order by until desc, id desc limit $6"
);

#[derive(FromQueryResult)]
struct Filled {
    role: Option<Role>,
    name: String,
    open: bool,
}

/// The cluster and its filled roles; no row at all where there is no such cluster.
const FILLED: &str = "
    select distinct m.role, c.name, c.closed_on is null or c.closed_on >= $3 as open
      from cluster c
      left join membership m on m.cluster_id = c.id and m.since <= $3 and (m.until is null or m.until >= $3)
     where c.id = $2 and c.authority_id = $1";

/// Members.
#[derive(Default)]
pub struct MemberQuery;

#[Object]
impl MemberQuery {
    /// Who sits where in a cluster today, at the cluster first, then school by school; or who will, the nearest day first;
    /// or who did, the latest day first.
    async fn cluster_members(
        &self,
        ctx: &Context<'_>,
        cluster: ClusterId,
        which: Option<Tense>,
        after: Option<Cursor>,
    ) -> Result<MemberPage> {
        let access = ctx.authorize(Action::SeeMembers)?;
        access.within(cluster)?;
        let values = [access.authority.0.into(), cluster.0.into(), access.today().into()];
        let filled: Vec<Filled> = access.all(FILLED, values.clone()).await?;
        let Some((name, open)) = filled.first().map(|it| (it.name.clone(), it.open)) else {
            return Err(Failure::NotFound.into());
        };
        let which = which.unwrap_or(Tense::Now);
        let list = format!("members of {cluster}, {}", which.word());
        let (rows, next) = match which {
            Tense::Now => today(&access, &list, values, after.as_ref()).await?,
            Tense::ToCome => dated(&access, &list, TO_COME, values, after.as_ref(), |it| Some(it.since)).await?,
            Tense::Past => dated(&access, &list, PAST, values, after.as_ref(), |it| it.until).await?,
        };
        let changes = access.may(Action::ChangeMembers).holds(cluster);
        let vacant = |role: &Role| !filled.iter().any(|it| it.role == Some(*role));
        Ok(MemberPage {
            members: members(&access, rows, changes).await?,
            vacancies: BOARD_ROLES.into_iter().filter(vacant).filter(|_| open).collect(),
            next,
            cluster: name,
            open,
            changes: changes && open,
        })
    }
}

/// A page of the rows, and where the list goes on.
type Found = (Vec<Row>, Option<Cursor>);

async fn today(access: &Access<'_>, list: &str, values: [Value; 3], after: Option<&Cursor>) -> Result<Found> {
    let first = Place(-1, String::new(), String::new(), MembershipId(Uuid::nil()));
    let Place(tier, place, person, id) = access.place(list, after)?.unwrap_or(first);
    let place = [tier.into(), place.into(), person.into(), id.0.into(), i64::from(USUAL_ROWS + 1).into()];
    let mut rows: Vec<Row> = access.all(TODAY, values.into_iter().chain(place)).await?;
    let place = |it: &Row| Place(it.tier, it.place_order.clone(), it.person_order.clone(), it.id);
    let next = access.next(list, &mut rows, place)?;
    Ok((rows, next))
}

async fn dated(
    access: &Access<'_>,
    list: &str,
    sql: &'static str,
    values: [Value; 3],
    after: Option<&Cursor>,
    day: fn(&Row) -> Option<NaiveDate>,
) -> Result<Found> {
    // Today lies before what is to come and after what has ended.
    let edge = if sql == PAST { Uuid::max() } else { Uuid::nil() };
    let Dated(from, id) = access.place(list, after)?.unwrap_or(Dated(access.today(), MembershipId(edge)));
    let place = [from.into(), id.0.into(), i64::from(USUAL_ROWS + 1).into()];
    let mut rows: Vec<Row> = access.all(sql, values.into_iter().chain(place)).await?;
    let next = access.next(list, &mut rows, |it| Dated(day(it).unwrap_or_default(), it.id))?;
    Ok((rows, next))
}

/// Rows as they are shown; those who change members here see what else people hold, under which address they are invited
/// and why a role ended.
pub async fn members(access: &Access<'_>, rows: Vec<Row>, changes: bool) -> Result<Vec<Member>> {
    let people: Vec<PersonId> = rows.iter().map(|it| it.person_id).filter(|_| changes).collect();
    let held = roles_today(access, &people).await?;
    let member = |row: Row| {
        let own = RoleAt { role: row.role, place: row.place.clone() };
        let others = held.iter().filter(|(person, it)| *person == row.person_id && *it != own);
        Member {
            also: others.map(|(_, it)| it.clone()).collect(),
            id: row.id,
            person: row.person,
            person_id: row.person_id,
            role: row.role,
            place: row.place,
            since: row.since,
            until: row.until,
            reason: row.reason.filter(|_| changes),
            email: row.email.filter(|_| changes),
        }
    };
    Ok(rows.into_iter().map(member).collect())
}
