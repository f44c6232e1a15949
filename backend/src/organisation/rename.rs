//! Other names: of a cluster, a district, a working group. Each edit carries the version that was read.

use async_graphql::{Context, Object};
use sea_orm::{FromQueryResult, Value, entity::prelude::*};
use shared::{
    access::Action,
    failure::{Change, Failure},
    id::{ClusterId, DistrictId, GroupId},
    organisation::places::{ChangedCluster, ChangedDistrict, ChangedGroup, name_changes},
};

use crate::{
    access::{Access, Authorize},
    error::Result,
};

/// Changes of names.
#[derive(Default)]
pub struct RenameMutation;

#[Object]
impl RenameMutation {
    /// Gives a cluster another name or district.
    async fn change_cluster(&self, ctx: &Context<'_>, input: ChangedCluster) -> Result<ClusterId> {
        let access = ctx.authorize(Action::ChangeOrganisation)?;
        let input = input.check()?;
        let district = input.district.map(|it| it.0);
        let saved: Saved = access.one(CLUSTER, [access.authority.0.into(), input.id.0.into(), district.into()]).await?;
        if district.is_some() && saved.wanted.is_none() {
            return Err(Failure::NotFound.into());
        }
        let mut changes = name_changes(&input.name, &saved.name);
        if district != saved.district_id {
            let named = |it: &Option<String>| it.clone().unwrap_or_default();
            let (yours, theirs) = (named(&saved.wanted), named(&saved.district));
            changes.push(Change { field: "District".into(), yours, theirs });
        }
        if !saved.differs(input.version, changes)? {
            return Ok(input.id);
        }
        let write = access.begin("changeCluster", input.id.0, &input).await?;
        let values = [input.id.0.into(), input.version.into(), input.name.into(), district.into()];
        saved_once(write.tx().execute_raw(access.sql(CHANGE_CLUSTER, values)).await?.rows_affected())?;
        write.commit().await?;
        Ok(input.id)
    }

    /// Gives a district another name.
    async fn rename_district(&self, ctx: &Context<'_>, input: ChangedDistrict) -> Result<DistrictId> {
        let access = ctx.authorize(Action::ChangeOrganisation)?;
        let input = input.check()?;
        if !load(&access, DISTRICT, input.id.0, input.version, &input.name).await? {
            return Ok(input.id);
        }
        let write = access.begin("renameDistrict", input.id.0, &input).await?;
        let values = [input.id.0.into(), input.version.into(), input.name.into()];
        saved_once(write.tx().execute_raw(access.sql(RENAME_DISTRICT, values)).await?.rows_affected())?;
        write.commit().await?;
        Ok(input.id)
    }

    /// Gives a working group another name.
    async fn rename_group(&self, ctx: &Context<'_>, input: ChangedGroup) -> Result<GroupId> {
        let access = ctx.authorize(Action::ChangeOrganisation)?;
        let input = input.check()?;
        if !load(&access, GROUP, input.id.0, input.version, &input.name).await? {
            return Ok(input.id);
        }
        let write = access.begin("renameGroup", input.id.0, &input).await?;
        let values = [input.id.0.into(), input.version.into(), input.name.into()];
        saved_once(write.tx().execute_raw(access.sql(RENAME_GROUP, values)).await?.rows_affected())?;
        write.commit().await?;
        Ok(input.id)
    }
}

/// What is saved now.
#[derive(FromQueryResult)]
struct Saved {
    version: i32,
    name: String,
    district_id: Option<Uuid>,
    district: Option<String>,
    /// The name of the district that is wanted.
    wanted: Option<String>,
}

const CLUSTER: &str = "
    select c.version, c.name, c.district_id, d.name as district, w.name as wanted
      from cluster c
      left join district d on d.id = c.district_id
      left join district w on w.id = $3 and w.authority_id = c.authority_id
     where c.id = $2 and c.authority_id = $1";

const DISTRICT: &str = "
    select version, name, id as district_id, name as district, name as wanted
      from district where id = $2 and authority_id = $1";

const GROUP: &str = "
    select version, name, id as district_id, name as district, name as wanted
      from cluster_group where id = $2 and authority_id = $1";

const CHANGE_CLUSTER: &str = "
    update cluster set name = $3, district_id = $4, version = version + 1 where id = $1 and version = $2";

const RENAME_DISTRICT: &str = "update district set name = $3, version = version + 1 where id = $1 and version = $2";

const RENAME_GROUP: &str = "update cluster_group set name = $3, version = version + 1 where id = $1 and version = $2";

impl Saved {
    /// Whether there is anything to save. What somebody else saved meanwhile is told with both values (U5).
    fn differs(&self, version: i32, changes: Vec<Change>) -> Result<bool> {
        if changes.is_empty() {
            return Ok(false);
        }
        if version == self.version { Ok(true) } else { Err(Failure::Changed { changes, version: self.version }.into()) }
    }
}

/// Whether the name is another than the one that is saved.
async fn load(access: &Access<'_>, sql: &'static str, id: Uuid, version: i32, name: &str) -> Result<bool> {
    let values: [Value; 2] = [access.authority.0.into(), id.into()];
    let saved: Saved = access.one(sql, values).await?;
    saved.differs(version, name_changes(name, &saved.name))
}

/// Somebody saved between the look and the change: whoever sends again is told what they saved.
fn saved_once(rows: u64) -> Result<()> {
    if rows == 1 { Ok(()) } else { Err(Failure::Unavailable.into()) }
}
