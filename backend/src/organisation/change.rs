//! Changes of the authority's places: districts, clusters, groups, schools, and which school is where.

use async_graphql::{Context, Object};
use chrono::NaiveDate;
use sea_orm::{ActiveValue::Set, entity::prelude::*};
use shared::{
    access::Action,
    failure::Failure,
    id::{ClusterId, DistrictId, GroupId, SchoolId},
    organisation::{Joining, NewCluster, NewDistrict, NewGroup, NewSchool, SchoolStatus, sort_name},
};

use super::entity::{belonging, cluster, district, group, membership, school};
use crate::{
    access::{Access, Authorize},
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
        district::ActiveModel { id: Set(input.id), authority_id: Set(access.authority), name: Set(input.name) }
            .insert(write.tx())
            .await?;
        write.commit().await?;
        Ok(input.id)
    }

    /// Adds a cluster.
    async fn add_cluster(&self, ctx: &Context<'_>, input: NewCluster) -> Result<ClusterId> {
        let access = ctx.authorize(Action::ChangeOrganisation)?;
        let input = input.check()?;
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
            number: Set(input.number),
            name: Set(input.name),
            district_id: Set(input.district),
            opened_on: Set(input.opened_on),
            closed_on: Set(None),
            merged_into_id: Set(None),
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
        let (from, target) = (load(&access, cluster).await?, load(&access, into).await?);
        if from.merged_into_id == Some(into) {
            return Ok(into);
        }
        if from.closed_on.is_some() || target.closed_on.is_some() || cluster == into {
            return Err(Failure::invalid("into", "Choose two clusters that are both open").into());
        }
        let last = on.pred_opt().filter(|it| *it >= from.opened_on);
        let last = last.ok_or_else(|| Failure::invalid("on", "Choose a day after the cluster opened"))?;
        let write = access.begin("mergeCluster", cluster.0, &(cluster, into, on)).await?;
        let tx = write.tx();
        let moving = belonging::Entity::find()
            .filter(belonging::Column::ClusterId.eq(cluster))
            .filter(belonging::Column::Until.is_null())
            .all(tx)
            .await?;
        end_belongings(tx, moving.iter().map(|it| it.id), last).await?;
        let moved = moving.into_iter().map(|it| belonging::ActiveModel {
            id: Set(Uuid::new_v4()),
            authority_id: Set(access.authority),
            school_id: Set(it.school_id),
            cluster_id: Set(into),
            group_id: Set(None),
            since: Set(on),
            until: Set(None),
        });
        belonging::Entity::insert_many(moved).exec_without_returning(tx).await?;
        membership::Entity::update_many()
            .col_expr(membership::Column::Until, Expr::value(last))
            .filter(membership::Column::ClusterId.eq(cluster))
            .filter(membership::Column::Until.is_null())
            .exec(tx)
            .await?;
        cluster::Entity::update_many()
            .col_expr(cluster::Column::ClosedOn, Expr::value(last))
            .col_expr(cluster::Column::MergedIntoId, Expr::value(into))
            .filter(cluster::Column::Id.eq(cluster))
            .exec(tx)
            .await?;
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

    /// Puts a school into a cluster from a day on; it leaves the one it was in the day before (O1).
    async fn join_cluster(&self, ctx: &Context<'_>, input: Joining) -> Result<SchoolId> {
        let access = ctx.authorize(Action::ChangeOrganisation)?;
        let target = load(&access, input.cluster).await?;
        let ours = school::Entity::find_by_id(input.school).filter(school::Column::AuthorityId.eq(access.authority));
        ours.one(access.db()).await?.ok_or(Failure::NotFound)?;
        if let Some(group) = input.group {
            let of_cluster = group::Entity::find_by_id(group).filter(group::Column::ClusterId.eq(input.cluster));
            of_cluster.one(access.db()).await?.ok_or(Failure::NotFound)?;
        }
        if target.closed_on.is_some() || input.since < target.opened_on {
            return Err(Failure::invalid("since", "The cluster is not open on this day").into());
        }
        let write = access.begin("joinCluster", input.school.0, &input).await?;
        let tx = write.tx();
        let held = belonging::Entity::find()
            .filter(belonging::Column::SchoolId.eq(input.school))
            .filter(belonging::Column::Until.is_null())
            .all(tx)
            .await?;
        if held.iter().any(|it| (it.cluster_id, it.group_id, it.since) == (input.cluster, input.group, input.since)) {
            return Ok(input.school);
        }
        if held.iter().any(|it| it.since >= input.since) {
            return Err(Failure::invalid("since", "The school is in a cluster from a later day already").into());
        }
        if let Some(last) = input.since.pred_opt() {
            end_belongings(tx, held.iter().map(|it| it.id), last).await?;
        }
        belonging::ActiveModel {
            id: Set(Uuid::new_v4()),
            authority_id: Set(access.authority),
            school_id: Set(input.school),
            cluster_id: Set(input.cluster),
            group_id: Set(input.group),
            since: Set(input.since),
            until: Set(None),
        }
        .insert(tx)
        .await?;
        write.commit().await?;
        Ok(input.school)
    }
}

async fn load(access: &Access<'_>, id: ClusterId) -> Result<cluster::Model> {
    let ours = cluster::Entity::find_by_id(id).filter(cluster::Column::AuthorityId.eq(access.authority));
    ours.one(access.db()).await?.ok_or_else(|| Failure::NotFound.into())
}

async fn end_belongings(
    tx: &impl ConnectionTrait,
    which: impl Iterator<Item = Uuid>,
    last: NaiveDate,
) -> Result<(), DbErr> {
    belonging::Entity::update_many()
        .col_expr(belonging::Column::Until, Expr::value(last))
        .filter(belonging::Column::Id.is_in(which))
        .exec(tx)
        .await
        .map(|_| ())
}
