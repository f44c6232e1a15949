//! Clusters and their history.

use async_graphql::{Context, Object};
use chrono::NaiveDate;
use sea_orm::FromQueryResult;
use shared::{
    access::Action,
    id::ClusterId,
    organisation::{Cluster, ClusterLink, ClusterPage, ClusterRow, GroupCount},
    page::{Cursor, USUAL_ROWS},
};

use crate::{access::Authorize, error::Result};

#[derive(FromQueryResult)]
struct Listed {
    id: ClusterId,
    number: i32,
    name: String,
    closed_on: Option<NaiveDate>,
    merged_into: Option<String>,
    schools: i64,
}

const LIST: &str = "
    select c.id, c.number, c.name, c.closed_on, i.name as merged_into,
           (select count(*) from belonging b
             where b.cluster_id = c.id and b.since <= $2 and (b.until is null or b.until >= $2)) as schools
      from cluster c
      left join cluster i on i.id = c.merged_into_id
     where c.authority_id = $1 and c.number > $3
     order by c.number limit $4";

#[derive(FromQueryResult)]
struct Found {
    number: i32,
    name: String,
    district: Option<String>,
    opened_on: NaiveDate,
    closed_on: Option<NaiveDate>,
    merged_into_id: Option<ClusterId>,
    merged_into: Option<String>,
    schools: i64,
}

const ONE: &str = "
    select c.number, c.name, d.name as district, c.opened_on, c.closed_on, c.merged_into_id, i.name as merged_into,
           (select count(*) from belonging b
             where b.cluster_id = c.id and b.since <= $3 and (b.until is null or b.until >= $3)) as schools
      from cluster c
      left join cluster i on i.id = c.merged_into_id
      left join district d on d.id = c.district_id
     where c.id = $2 and c.authority_id = $1";

#[derive(FromQueryResult)]
struct Link {
    id: ClusterId,
    name: String,
}

const MERGED_FROM: &str = "
    select id, name from cluster where merged_into_id = $2 and authority_id = $1 order by number";

#[derive(FromQueryResult)]
struct Group {
    name: String,
    schools: i64,
}

const GROUPS: &str = "
    select g.name, count(b.id) as schools
      from cluster_group g
      left join belonging b on b.group_id = g.id and b.cluster_id = $2 and b.since <= $3
           and (b.until is null or b.until >= $3)
     where g.cluster_id = $2 and g.authority_id = $1
     group by g.id, g.name order by g.name";

/// Clusters.
#[derive(Default)]
pub struct ClusterQuery;

#[Object]
impl ClusterQuery {
    /// The clusters of the caller's authority, by number, closed ones too.
    async fn clusters(&self, ctx: &Context<'_>, after: Option<Cursor>) -> Result<ClusterPage> {
        let access = ctx.authorize(Action::SeeOrganisation)?;
        let after: i32 = access.place("clusters", after.as_ref())?.unwrap_or(0);
        let values = [access.authority.0.into(), access.today().into(), after.into(), i64::from(USUAL_ROWS + 1).into()];
        let mut rows: Vec<Listed> = access.all(LIST, values).await?;
        let next = access.next("clusters", &mut rows, |it| it.number)?;
        Ok(ClusterPage { clusters: rows.into_iter().map(ClusterRow::from).collect(), next })
    }

    /// One cluster and its history.
    async fn cluster(&self, ctx: &Context<'_>, id: ClusterId) -> Result<Cluster> {
        let access = ctx.authorize(Action::SeeOrganisation)?;
        let (authority, today) = (access.authority.0, access.today());
        let found: Found = access.one(ONE, [authority.into(), id.0.into(), today.into()]).await?;
        let merged_from: Vec<Link> = access.all(MERGED_FROM, [authority.into(), id.0.into()]).await?;
        let groups: Vec<Group> = access.all(GROUPS, [authority.into(), id.0.into(), today.into()]).await?;
        let may = |action| access.may(action).holds(id);
        Ok(Cluster {
            id,
            number: found.number,
            name: found.name,
            district: found.district,
            opened_on: found.opened_on,
            closed_on: found.closed_on,
            merged_into: found.merged_into_id.zip(found.merged_into).map(|(id, name)| ClusterLink { id, name }),
            merged_from: merged_from.into_iter().map(|it| ClusterLink { id: it.id, name: it.name }).collect(),
            groups: groups.into_iter().map(|it| GroupCount { name: it.name, schools: count(it.schools) }).collect(),
            schools: count(found.schools),
            sees_plan: may(Action::SeePlan),
            sees_members: may(Action::SeeMembers),
        })
    }
}

/// A count as the API gives it: far below the bounds of its type.
pub(super) fn count(rows: i64) -> i32 {
    i32::try_from(rows).unwrap_or(i32::MAX)
}

impl From<Listed> for ClusterRow {
    fn from(row: Listed) -> Self {
        Self {
            id: row.id,
            number: row.number,
            name: row.name,
            schools: count(row.schools),
            closed_on: row.closed_on,
            merged_into: row.merged_into,
        }
    }
}
