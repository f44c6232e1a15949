//! One membership with everything about it, and who may change it.

use async_graphql::{Context, Object};
use chrono::NaiveDate;
use sea_orm::FromQueryResult;
use shared::{
    access::{Action, Role, Scope, may_give},
    failure::Failure,
    id::{ClusterId, DistrictId, MembershipId, PersonId, SchoolId},
    organisation::{
        ClusterLink,
        people::{Seat, Span},
    },
};

use crate::{
    access::{Access, Authorize, Write},
    error::Result,
};

/// A row of [`seats`].
#[derive(FromQueryResult)]
pub struct Row {
    pub id: MembershipId,
    pub version: i32,
    pub person_id: PersonId,
    pub name: String,
    pub role: Role,
    pub place: String,
    pub district_id: Option<DistrictId>,
    pub cluster_id: Option<ClusterId>,
    pub school_id: Option<SchoolId>,
    pub since: NaiveDate,
    pub until: Option<NaiveDate>,
    pub reason: Option<String>,
    pub within_id: Option<ClusterId>,
    pub within: Option<String>,
    pub closed_on: Option<NaiveDate>,
}

/// Memberships with the names of their places, and the cluster each belongs to on the day `$3`.
macro_rules! seats {
    ($rest:literal) => {
        concat!(
            "select m.id, m.version, m.person_id, p.name, m.role, coalesce(s.name, c.name, d.name, a.name) as place,
                    m.district_id, m.cluster_id, m.school_id, m.since, m.until, m.reason, v.id as within_id,
                    v.name as within, v.closed_on
               from membership m
               join person p on p.id = m.person_id
               join authority a on a.id = m.authority_id
               left join district d on d.id = m.district_id
               left join cluster c on c.id = m.cluster_id
               left join school s on s.id = m.school_id
               left join belonging b on b.school_id = m.school_id and b.since <= $3
                    and (b.until is null or b.until >= $3)
               left join cluster v on v.id = coalesce(m.cluster_id, b.cluster_id)
              where m.authority_id = $1 and ",
            $rest
        )
    };
}
pub(super) use seats;

const ONE: &str = seats!("m.id = $2");

impl Row {
    /// The days between which it is held.
    pub const fn span(&self) -> Span {
        Span { since: self.since, until: self.until }
    }

    /// The caller may change it.
    ///
    /// # Errors
    /// [`Failure::NotFound`]: outside the scope it is not there.
    pub fn within_scope(&self, scope: &Scope) -> Result<()> {
        let inside = self.within_id.is_some_and(|it| scope.holds(it)) && may_give(scope, self.role);
        if inside || *scope == Scope::Authority { Ok(()) } else { Err(Failure::NotFound.into()) }
    }
}

/// The membership, if it is one that the caller may change.
pub async fn load(access: &Access<'_>, id: MembershipId) -> Result<Row> {
    let row: Row = access.one(ONE, [access.authority.0.into(), id.0.into(), access.today().into()]).await?;
    row.within_scope(&access.scope)?;
    Ok(row)
}

#[derive(FromQueryResult)]
struct Other {
    since: NaiveDate,
    until: Option<NaiveDate>,
}

/// Those who chair a cluster today or later, but for one.
const OTHER_CHAIRS: &str = "
    select since, until from membership
     where cluster_id = $2 and authority_id = $1 and role = 'board_chair' and id <> $3 and (until is null or until >= $4)
     order by since limit 200";

/// Those who are administrators today or later, but for one.
const OTHER_ADMINISTRATORS: &str = "
    select since, until from membership
     where authority_id = $1 and district_id is null and cluster_id is null and school_id is null
       and role = 'administrator' and id <> $2 and (until is null or until >= $3)
     order by since limit 200";

/// A post that must not fall vacant, and when others than one hold it.
pub struct Kept {
    /// What nobody would do: `chair Cluster 2`.
    pub work: String,
    /// When the others hold it.
    pub others: Vec<Span>,
}

/// The post of a seat as it stands inside a write, if it is one that somebody has to hold on `day`: the chair of a cluster
/// that is open then, and the authority's administrator.
pub async fn kept_post(access: &Access<'_>, write: &Write, seat: &Row, day: NaiveDate) -> Result<Option<Kept>> {
    let authority = access.authority.0.into();
    // The day before today counts too: whether somebody who does not begin leaves a gap.
    let from = access.today().pred_opt().unwrap_or(access.today()).into();
    let (work, statement) = match (seat.role, seat.cluster_id, &seat.within) {
        (Role::BoardChair, Some(cluster), Some(name)) if seat.closed_on.is_none_or(|it| it >= day) => {
            let values = [authority, cluster.0.into(), seat.id.0.into(), from];
            (format!("chair {name}"), access.sql(OTHER_CHAIRS, values))
        }
        (Role::Administrator, ..) => {
            let statement = access.sql(OTHER_ADMINISTRATORS, [authority, seat.id.0.into(), from]);
            ("look after people and roles at the authority".to_owned(), statement)
        }
        _ => return Ok(None),
    };
    let rows = Other::find_by_statement(statement).all(write.tx()).await?;
    let others = rows.into_iter().map(|it| Span { since: it.since, until: it.until }).collect();
    Ok(Some(Kept { work, others }))
}

/// One membership.
#[derive(Default)]
pub struct SeatQuery;

#[Object]
impl SeatQuery {
    /// One membership that the caller may end, hand over or change.
    async fn membership(&self, ctx: &Context<'_>, id: MembershipId) -> Result<Seat> {
        let access = ctx.authorize(Action::ChangeMembers)?;
        Ok(load(&access, id).await?.into())
    }
}

impl From<Row> for Seat {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            version: row.version,
            person: row.person_id,
            name: row.name,
            role: row.role,
            place: row.place,
            district: row.district_id,
            cluster: row.cluster_id,
            school: row.school_id,
            within: row.within_id.zip(row.within).map(|(id, name)| ClusterLink { id, name }),
            since: row.since,
            until: row.until,
            reason: row.reason,
        }
    }
}
