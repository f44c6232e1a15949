//! The places that roles can be given at.

use async_graphql::{Context, Object};
use sea_orm::FromQueryResult;
use shared::{
    access::{Action, Scope},
    failure::Failure,
    id::{ClusterId, DistrictId, SchoolId},
    intervention::SchoolChoice,
    organisation::{
        ClusterLink,
        people::{DistrictLink, Seating},
    },
};

use crate::{access::Authorize, error::Result};

#[derive(FromQueryResult)]
struct Cluster {
    id: ClusterId,
    name: String,
}

const ONE: &str = "
    select id, name from cluster
     where id = $2 and authority_id = $1 and (closed_on is null or closed_on >= $3)";

const OPEN: &str = "
    select id, name from cluster
     where authority_id = $1 and (closed_on is null or closed_on >= $2) order by number limit 999";

#[derive(FromQueryResult)]
struct School {
    id: SchoolId,
    name: String,
}

const SCHOOLS: &str = "
    select s.id, s.name
      from belonging b
      join school s on s.id = b.school_id
     where b.cluster_id = $2 and b.authority_id = $1 and b.since <= $3 and (b.until is null or b.until >= $3)
     order by s.sort_name, s.id limit 999";

#[derive(FromQueryResult)]
struct District {
    id: DistrictId,
    name: String,
}

const DISTRICTS: &str = "select id, name from district where authority_id = $1 order by name, id limit 999";

/// Places of roles.
#[derive(Default)]
pub struct SeatingQuery;

#[Object]
impl SeatingQuery {
    /// The places of roles in one open cluster; or those of the whole authority, for who gives roles in it.
    async fn seating(&self, ctx: &Context<'_>, cluster: Option<ClusterId>) -> Result<Seating> {
        let access = ctx.authorize(Action::ChangeMembers)?;
        let (authority, today) = (access.authority.0, access.today());
        if let Some(cluster) = cluster {
            access.within(cluster)?;
            let values = [authority.into(), cluster.0.into(), today.into()];
            let one: Cluster = access.one(ONE, values.clone()).await?;
            let schools: Vec<School> = access.all(SCHOOLS, values).await?;
            let schools = schools.into_iter().map(|it| SchoolChoice { id: it.id, name: it.name }).collect();
            return Ok(Seating { clusters: vec![one.into()], districts: Vec::new(), schools });
        }
        if access.scope != Scope::Authority {
            return Err(Failure::Forbidden.into());
        }
        let clusters: Vec<Cluster> = access.all(OPEN, [authority.into(), today.into()]).await?;
        let districts: Vec<District> = access.all(DISTRICTS, [authority.into()]).await?;
        Ok(Seating {
            clusters: clusters.into_iter().map(ClusterLink::from).collect(),
            districts: districts.into_iter().map(|it| DistrictLink { id: it.id, name: it.name }).collect(),
            schools: Vec::new(),
        })
    }
}

impl From<Cluster> for ClusterLink {
    fn from(row: Cluster) -> Self {
        Self { id: row.id, name: row.name }
    }
}
