//! Changes of the authority's places: districts, clusters, groups and schools. Which school is where is in `place.rs`.

use async_graphql::{Context, Object};
use chrono::NaiveDate;
use sea_orm::{ActiveValue::Set, DbBackend, entity::prelude::*};
use shared::{
    access::Action,
    failure::Failure,
    id::{ClusterId, DistrictId, GroupId, SchoolId},
    organisation::{NewCluster, NewDistrict, NewGroup, NewSchool, SchoolStatus, sort_name},
};

use super::entity::{belonging, cluster, district, group, school};
use crate::{
    access::{Access, Authorize},
    clock::of_our_time,
    error::Result,
};

/// Changes of places.
#[derive(Default)]
pub struct ChangeMutation;

#[Object]
impl ChangeMutation {
    /// Adds a district.
    async fn add_district(&self, ctx: &Context<'_>, input: NewDistrict) -> Result<DistrictId> {
        let access = ctx.authorize(Action::ChangeOrganisation)?;
        let input = input.check()?;
        let Some(write) = access.create("addDistrict", input.id.0, &input).await? else { return Ok(input.id) };
        district::ActiveModel {
            id: Set(input.id),
            authority_id: Set(access.authority),
            version: Set(1),
            name: Set(input.name),
        }
        .insert(write.tx())
        .await?;
        write.commit().await?;
        Ok(input.id)
    }

    /// Adds a cluster.
    async fn add_cluster(&self, ctx: &Context<'_>, input: NewCluster) -> Result<ClusterId> {
        let access = ctx.authorize(Action::ChangeOrganisation)?;
        let input = input.check()?;
        of_our_time("openedOn", input.opened_on)?;
        let Some(write) = access.create("addCluster", input.id.0, &input).await? else { return Ok(input.id) };
        if let Some(district) = input.district {
            let ours =
                district::Entity::find_by_id(district).filter(district::Column::AuthorityId.eq(access.authority));
            ours.one(write.tx()).await?.ok_or(Failure::NotFound)?;
        }
        let taken = cluster::Entity::find()
            .filter(cluster::Column::AuthorityId.eq(access.authority))
            .filter(cluster::Column::Number.eq(input.number))
            .one(write.tx())
            .await?;
        if let Some(taken) = taken {
            let message = format!("{} has this number. Numbers are not used again (R-010)", taken.name);
            return Err(Failure::invalid("number", message).into());
        }
        cluster::ActiveModel {
            id: Set(input.id),
            authority_id: Set(access.authority),
            version: Set(1),
            number: Set(input.number),
            name: Set(input.name),
            district_id: Set(input.district),
            opened_on: Set(input.opened_on),
            closed_on: Set(None),
            merged_into_id: Set(None),
            split_from_id: Set(None),
        }
        .insert(write.tx())
        .await?;
        write.commit().await?;
        Ok(input.id)
    }

    /// Merges a cluster into another from a day on: its schools move, its seats end, its history stays.
    async fn merge_cluster(
        &self,
        ctx: &Context<'_>,
        cluster: ClusterId,
        into: ClusterId,
        on: NaiveDate,
    ) -> Result<ClusterId> {
        let access = ctx.authorize(Action::ChangeOrganisation)?;
        if cluster == into {
            return Err(Failure::invalid("into", "Choose two clusters that are both open").into());
        }
        of_our_time("on", on)?;
        let last = on.pred_opt().ok_or_else(|| Failure::invalid("on", "Enter a later day"))?;
        let write = access.begin("mergeCluster", cluster.0, &(cluster, into, on)).await?;
        let ids = [access.authority.0.into(), cluster.0.into(), into.0.into()];
        let close = access.sql(CLOSE, ids.clone().into_iter().chain([last.into()]));
        if write.tx().execute_raw(close).await?.rows_affected() == 0 {
            drop(write);
            return not_merged(&access, cluster, into, on).await;
        }
        let sql = match write.tx().get_database_backend() {
            DbBackend::Sqlite => MOVE_SQLITE,
            _ => MOVE_POSTGRES,
        };
        write.tx().execute_raw(access.sql(sql, ids.into_iter().chain([last.into(), on.into()]))).await?;
        let seats = [access.authority.0.into(), cluster.0.into(), last.into()];
        write.tx().execute_raw(access.sql(END_SEATS, seats)).await?;
        write.commit().await?;
        Ok(into)
    }

    /// Adds a working group to a cluster.
    async fn add_group(&self, ctx: &Context<'_>, input: NewGroup) -> Result<GroupId> {
        let access = ctx.authorize(Action::ChangeOrganisation)?;
        let input = input.check()?;
        load(&access, input.cluster).await?;
        let Some(write) = access.create("addGroup", input.id.0, &input).await? else { return Ok(input.id) };
        group::ActiveModel {
            id: Set(input.id),
            authority_id: Set(access.authority),
            version: Set(1),
            cluster_id: Set(input.cluster),
            name: Set(input.name),
        }
        .insert(write.tx())
        .await?;
        write.commit().await?;
        Ok(input.id)
    }

    /// Adds a school by hand. It is marked as not being from the register.
    async fn add_school(&self, ctx: &Context<'_>, input: NewSchool) -> Result<SchoolId> {
        let access = ctx.authorize(Action::ChangeOrganisation)?;
        let input = input.check()?;
        let Some(write) = access.create("addSchool", input.id.0, &input).await? else { return Ok(input.id) };
        let taken = school::Entity::find()
            .filter(school::Column::AuthorityId.eq(access.authority))
            .filter(school::Column::Urn.eq(input.urn))
            .one(write.tx())
            .await?;
        if let Some(taken) = taken {
            return Err(Failure::invalid("urn", format!("{} has this URN", taken.name)).into());
        }
        school::ActiveModel {
            id: Set(input.id),
            authority_id: Set(access.authority),
            urn: Set(input.urn),
            sort_name: Set(sort_name(&input.name)),
            name: Set(input.name),
            phase: Set(input.phase),
            kind: Set("Not from the register".to_owned()),
            status: Set(SchoolStatus::Open),
            low_age: Set(input.low_age),
            high_age: Set(input.high_age),
            town: Set(Some(input.town).filter(|it| !it.is_empty())),
            invented: Set(true),
            ..Default::default()
        }
        .insert(write.tx())
        .await?;
        write.commit().await?;
        Ok(input.id)
    }
}

/// Closes a cluster that is open, if the one it goes into is open too, no school joins or leaves it after its last day,
/// and nothing is left in it that nobody could then look after: nothing that waits for the Board and no money.
const CLOSE: &str = concat!(
    "update cluster set closed_on = $4, merged_into_id = $3
     where id = $2 and authority_id = $1 and closed_on is null and opened_on <= $4
       and exists (select 1 from cluster t where t.id = $3 and t.authority_id = $1 and t.closed_on is null)
       and not exists (select 1 from belonging b where b.cluster_id = $2 and (b.since > $4 or b.until > $4))
       and not exists (select 1 from intervention v where v.cluster_id = $2 and v.stage = 'proposed')
       and not exists (select 1 from intervention_version w
                         join intervention a on a.id = w.intervention_id and w.version > a.version
                        where w.cluster_id = $2 and w.amends and w.outcome is null)
       and ",
    crate::fund::balance!("available", "$2"),
    " = 0 and ",
    crate::fund::balance!("committed", "$2"),
    " = 0"
);

/// Ends where the schools of a cluster are and puts them where they go, in one statement, however many they are.
macro_rules! move_schools {
    ($new_id:literal) => {
        concat!(
            "insert into belonging (id, authority_id, school_id, cluster_id, group_id, since, until)
             select id, authority_id, school_id, cluster_id, group_id, since, $4
               from belonging where cluster_id = $2 and authority_id = $1 and until is null
             union all
             select ",
            $new_id,
            ", authority_id, school_id, $3, null, $5, null
               from belonging where cluster_id = $2 and authority_id = $1 and until is null
             on conflict (id) do update set until = excluded.until"
        )
    };
}

/// A random id: version 4, as everywhere.
const MOVE_SQLITE: &str = move_schools!(
    "unhex(substr(hex(randomblob(6)), 1, 12) || '4' || substr(hex(randomblob(2)), 1, 3)
           || 'A' || substr(hex(randomblob(8)), 1, 15))"
);
const MOVE_POSTGRES: &str = move_schools!("gen_random_uuid()");

/// Seats that were to begin later keep their dates; at a closed cluster they give nothing.
const END_SEATS: &str = "
    update membership set until = $3, version = version + 1
     where cluster_id = $2 and authority_id = $1 and since <= $3 and (until is null or until > $3)";

/// Why a merger did not happen; or that it has happened before.
async fn not_merged(access: &Access<'_>, cluster: ClusterId, into: ClusterId, on: NaiveDate) -> Result<ClusterId> {
    let (from, target) = (load(access, cluster).await?, load(access, into).await?);
    if from.merged_into_id == Some(into) {
        return Ok(into);
    }
    if from.closed_on.is_some() || target.closed_on.is_some() {
        return Err(Failure::invalid("into", "Choose two clusters that are both open").into());
    }
    if from.opened_on.succ_opt().is_none_or(|it| on < it) {
        return Err(Failure::invalid("on", "Choose a day after the cluster opened").into());
    }
    let moves = belonging::Entity::find()
        .filter(belonging::Column::ClusterId.eq(cluster))
        .filter(sea_orm::Condition::any().add(belonging::Column::Since.gte(on)).add(belonging::Column::Until.gte(on)));
    if moves.one(access.db()).await?.is_some() {
        let message = "A school joins or leaves this cluster on this day or later. Choose a day after that";
        return Err(Failure::invalid("on", message).into());
    }
    let message = "Proposals or amendments wait in this cluster, or money is left in it or committed. Its Board decides them, \
                   and its money is paid, before it is merged";
    Err(Failure::invalid("cluster", message).into())
}

async fn load(access: &Access<'_>, id: ClusterId) -> Result<cluster::Model> {
    let ours = cluster::Entity::find_by_id(id).filter(cluster::Column::AuthorityId.eq(access.authority));
    ours.one(access.db()).await?.ok_or_else(|| Failure::NotFound.into())
}
