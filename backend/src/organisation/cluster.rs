//! Clusters and their history.

use async_graphql::{Context, Object};
use chrono::NaiveDate;
use sea_orm::FromQueryResult;
use shared::{
    access::Action,
    id::ClusterId,
    organisation::{Cluster, ClusterLink, ClusterPage, ClusterRow, GroupCount, places::Lead},
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
    split_from_id: Option<ClusterId>,
    split_from: Option<String>,
    schools: i64,
    engaged: i64,
    lead_since: Option<NaiveDate>,
    lead_until: Option<NaiveDate>,
    lead_school: Option<String>,
}

const ONE: &str = "
    select c.number, c.name, d.name as district, c.opened_on, c.closed_on, c.merged_into_id, i.name as merged_into,
           c.split_from_id, f.name as split_from,
           (select count(*) from belonging b
             where b.cluster_id = c.id and b.since <= $3 and (b.until is null or b.until >= $3)) as schools,
           (select count(*) from belonging b
              join participation p on p.school_id = b.school_id and p.state = 'engaged' and p.since <= $3
                   and (p.until is null or p.until >= $3)
             where b.cluster_id = c.id and b.since <= $3 and (b.until is null or b.until >= $3)) as engaged,
           l.since as lead_since, l.until as lead_until,
           (select min(s.name) from membership h
              join school s on s.id = h.school_id
              join belonging b on b.school_id = s.id and b.cluster_id = c.id and b.since <= $3
                   and (b.until is null or b.until >= $3)
             where h.person_id = l.person_id and h.role = 'headteacher' and h.since <= $3
               and (h.until is null or h.until >= $3)) as lead_school
      from cluster c
      left join cluster i on i.id = c.merged_into_id
      left join cluster f on f.id = c.split_from_id
      left join district d on d.id = c.district_id
      left join membership l on l.cluster_id = c.id and l.role = 'lead_headteacher' and l.since <= $3
           and (l.until is null or l.until >= $3)
     where c.id = $2 and c.authority_id = $1
     order by l.since desc limit 1";

#[derive(FromQueryResult)]
struct Link {
    id: ClusterId,
    name: String,
    split: bool,
}

/// What was merged into it, and what was split from it.
const RELATED: &str = "
    select * from (
        select id, name, number, false as split from cluster where merged_into_id = $2 and authority_id = $1
         union all
        select id, name, number, true from cluster where split_from_id = $2 and authority_id = $1) it
     order by number";

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
        let related: Vec<Link> = access.all(RELATED, [authority.into(), id.0.into()]).await?;
        let groups: Vec<Group> = access.all(GROUPS, [authority.into(), id.0.into(), today.into()]).await?;
        let may = |action| access.may(action).holds(id);
        let (split, merged): (Vec<Link>, Vec<Link>) = related.into_iter().partition(|it| it.split);
        let links = |from: Vec<Link>| from.into_iter().map(|it| ClusterLink { id: it.id, name: it.name }).collect();
        let (school, until) = (found.lead_school, found.lead_until);
        Ok(Cluster {
            id,
            number: found.number,
            name: found.name,
            district: found.district,
            opened_on: found.opened_on,
            closed_on: found.closed_on,
            merged_into: found.merged_into_id.zip(found.merged_into).map(|(id, name)| ClusterLink { id, name }),
            merged_from: links(merged),
            split_from: found.split_from_id.zip(found.split_from).map(|(id, name)| ClusterLink { id, name }),
            split_into: links(split),
            lead: found.lead_since.map(|since| Lead { school, since, until }),
            groups: groups.into_iter().map(|it| GroupCount { name: it.name, schools: count(it.schools) }).collect(),
            schools: count(found.schools),
            sees_plan: may(Action::SeePlan),
            sees_members: may(Action::SeeMembers),
            engaged: count(found.engaged),
            changes: may(Action::ChangeOrganisation),
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
