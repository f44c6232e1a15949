//! What the forms that change clusters and districts offer.

use async_graphql::{Context, Object};
use chrono::NaiveDate;
use sea_orm::FromQueryResult;
use shared::{
    access::Action,
    id::{ClusterId, DistrictId, GroupId, PersonId, SchoolId},
    organisation::{
        ClusterLink, Phase,
        places::{ClusterSetup, District, GroupChoice, HeadChoice, PlacedSchool},
    },
};

use super::cluster::count;
use crate::{
    access::Authorize,
    error::{Error, Result},
};

/// What the forms offer.
#[derive(Default)]
pub struct SetupQuery;

#[Object]
impl SetupQuery {
    /// Everything the forms that change a cluster offer.
    async fn cluster_setup(&self, ctx: &Context<'_>, id: ClusterId) -> Result<ClusterSetup> {
        let access = ctx.authorize(Action::ChangeOrganisation)?;
        let (authority, today) = (access.authority.0, access.today());
        let values = [authority.into(), id.0.into(), today.into()];
        let found: Found = access.one(ONE, values.clone()).await?;
        let schools: Vec<School> = access.all(SCHOOLS, values.clone()).await?;
        let lists: Vec<Listed> = access.all(LISTS, values).await?;
        let mut setup = ClusterSetup {
            id,
            version: found.version,
            name: found.name,
            district: found.district_id,
            opened_on: found.opened_on,
            closed_on: found.closed_on,
            seats: count(found.seats),
            groups: Vec::new(),
            schools: schools.into_iter().map(PlacedSchool::from).collect(),
            heads: Vec::new(),
            others: Vec::new(),
        };
        for it in lists {
            it.add_to(&mut setup)?;
        }
        Ok(setup)
    }

    /// The districts of the caller's authority, by name; the first 200.
    async fn districts(&self, ctx: &Context<'_>) -> Result<Vec<District>> {
        let access = ctx.authorize(Action::ChangeOrganisation)?;
        let rows: Vec<Row> = access.all(DISTRICTS, [access.authority.0.into(), access.today().into()]).await?;
        let district =
            |it: Row| District { id: it.id, version: it.version, name: it.name, clusters: count(it.clusters) };
        Ok(rows.into_iter().map(district).collect())
    }
}

#[derive(FromQueryResult)]
struct Found {
    version: i32,
    name: String,
    district_id: Option<DistrictId>,
    opened_on: NaiveDate,
    closed_on: Option<NaiveDate>,
    seats: i64,
}

/// Whether anything waits in its plan is not among it: whoever changes clusters does not see plans.
const ONE: &str = "
    select c.version, c.name, c.district_id, c.opened_on, c.closed_on,
           (select count(*) from membership m
             where m.cluster_id = c.id and m.since <= $3 and (m.until is null or m.until >= $3)) as seats
      from cluster c
     where c.id = $2 and c.authority_id = $1";

#[derive(FromQueryResult)]
struct School {
    id: SchoolId,
    name: String,
    phase: Phase,
    group_id: Option<GroupId>,
}

const SCHOOLS: &str = "
    select s.id, s.name, s.phase, b.group_id
      from belonging b
      join school s on s.id = b.school_id
     where b.cluster_id = $2 and b.authority_id = $1 and b.since <= $3 and (b.until is null or b.until >= $3)
     order by s.sort_name, s.id limit 999";

/// A row of one of three short lists.
#[derive(FromQueryResult)]
struct Listed {
    list: i32,
    group_id: Option<GroupId>,
    person_id: Option<PersonId>,
    cluster_id: Option<ClusterId>,
    number: i32,
    name: String,
    detail: String,
}

/// Its groups, the heads of its schools and the other open clusters: three short lists in one look.
const LISTS: &str = "
    select * from (
        select 1 as list, g.id as group_id, cast(null as uuid) as person_id, cast(null as uuid) as cluster_id,
               g.version as number, g.name, '' as detail
          from cluster_group g where g.cluster_id = $2 and g.authority_id = $1
         union all
        select 2, cast(null as uuid), p.id, cast(null as uuid), 0, p.name, s.name
          from belonging b
          join membership h on h.school_id = b.school_id and h.role = 'headteacher' and h.since <= $3
               and (h.until is null or h.until >= $3)
          join person p on p.id = h.person_id
          join school s on s.id = b.school_id
         where b.cluster_id = $2 and b.authority_id = $1 and b.since <= $3 and (b.until is null or b.until >= $3)
         union all
        select 3, cast(null as uuid), cast(null as uuid), o.id, o.number, o.name, ''
          from cluster o where o.authority_id = $1 and o.id <> $2 and o.closed_on is null) it
     order by list, case when list = 3 then number else 0 end, detail, name limit 2000";

impl Listed {
    fn add_to(self, setup: &mut ClusterSetup) -> Result<()> {
        let Self { list, group_id, person_id, cluster_id, number, name, detail } = self;
        match (list, group_id, person_id, cluster_id) {
            (1, Some(id), ..) => setup.groups.push(GroupChoice { id, version: number, name }),
            (2, _, Some(person), _) => setup.heads.push(HeadChoice { person, name, school: detail }),
            (3, .., Some(id)) => setup.others.push(ClusterLink { id, name }),
            _ => return Err(Error::broken("a row of no list")),
        }
        Ok(())
    }
}

#[derive(FromQueryResult)]
struct Row {
    id: DistrictId,
    version: i32,
    name: String,
    clusters: i64,
}

const DISTRICTS: &str = "
    select d.id, d.version, d.name,
           (select count(*) from cluster c
             where c.district_id = d.id and (c.closed_on is null or c.closed_on >= $2)) as clusters
      from district d
     where d.authority_id = $1
     order by d.name, d.id limit 200";

impl From<School> for PlacedSchool {
    fn from(row: School) -> Self {
        Self { id: row.id, name: row.name, phase: row.phase, group: row.group_id }
    }
}
