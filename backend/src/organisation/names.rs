//! Names as people write them: what each may mean, and those that somebody confirmed.

use async_graphql::{Context, Object};
use chrono::NaiveDate;
use sea_orm::{ActiveValue::Set, FromQueryResult, entity::prelude::*, sea_query::OnConflict};
use shared::{
    access::Action,
    failure::Failure,
    id::{AliasId, ClusterId, SchoolId},
    organisation::{
        ClusterLink, Phase, SchoolStatus,
        matching::{Listed, Register, Remembered, key},
        names::{Confirmed, NameMatch, check_names},
        sort_name,
    },
};

use super::entity::{alias, school};
use crate::{access::Authorize, error::Result};

/// Names.
#[derive(Default)]
pub struct NameQuery;

#[Object]
impl NameQuery {
    /// The schools that each name of a list may mean, for a list of schools that come into a cluster. Nothing is kept.
    async fn match_names(&self, ctx: &Context<'_>, cluster: ClusterId, names: Vec<String>) -> Result<Vec<NameMatch>> {
        let access = ctx.authorize(Action::ChangeOrganisation)?;
        let names = check_names(names)?;
        let (authority, today) = (access.authority.0, access.today());
        let _: There = access.one(CLUSTER, [authority.into(), cluster.0.into()]).await?;
        let schools: Vec<Row> = access.all(SCHOOLS, [authority.into(), today.into()]).await?;
        let remembered: Vec<Known> = access.all(REMEMBERED, [authority.into()]).await?;
        let schools = schools.into_iter().map(Listed::from).collect();
        let remembered = remembered.into_iter().map(Remembered::from).collect();
        Ok(Register::new(schools, remembered).find(cluster, &names))
    }
}

/// Changes of what schools are called.
#[derive(Default)]
pub struct NameMutation;

#[Object]
impl NameMutation {
    /// Remembers which school each name means. A name means one school: the one that was confirmed last.
    async fn remember_names(&self, ctx: &Context<'_>, input: Confirmed) -> Result<ClusterId> {
        let access = ctx.authorize(Action::ChangeOrganisation)?;
        let input = input.check()?;
        let write = access.begin("rememberNames", input.cluster.0, &input).await?;
        let mut wanted: Vec<SchoolId> = input.names.iter().map(|it| it.school).collect();
        wanted.sort_unstable();
        wanted.dedup();
        let ours = school::Entity::find()
            .filter(school::Column::AuthorityId.eq(access.authority))
            .filter(school::Column::Id.is_in(wanted.iter().copied()))
            .count(write.tx())
            .await?;
        if usize::try_from(ours).ok() != Some(wanted.len()) {
            return Err(Failure::NotFound.into());
        }
        // The same name twice is one, and means what was said last.
        let mut rows: Vec<(String, alias::ActiveModel)> = Vec::new();
        for it in input.names {
            let match_key = key(&it.name);
            if match_key.is_empty() {
                continue;
            }
            rows.retain(|(key, _)| *key != match_key);
            let row = alias::ActiveModel {
                id: Set(AliasId(Uuid::new_v4())),
                authority_id: Set(access.authority),
                school_id: Set(it.school),
                sort_name: Set(sort_name(&it.name)),
                name: Set(it.name),
                match_key: Set(match_key.clone()),
                note: Set(it.note),
            };
            rows.push((match_key, row));
        }
        if rows.is_empty() {
            return Ok(input.cluster);
        }
        alias::Entity::insert_many(rows.into_iter().map(|it| it.1))
            .on_conflict(
                OnConflict::columns(["authority_id", "match_key"])
                    .update_columns(["school_id", "name", "sort_name", "note"])
                    .to_owned(),
            )
            .exec_without_returning(write.tx())
            .await?;
        write.commit().await?;
        Ok(input.cluster)
    }

    /// Forgets another name of a school.
    async fn remove_alias(&self, ctx: &Context<'_>, id: AliasId) -> Result<AliasId> {
        let access = ctx.authorize(Action::ChangeOrganisation)?;
        let write = access.begin("removeAlias", id.0, &id).await?;
        let removed = alias::Entity::delete_many()
            .filter(alias::Column::Id.eq(id))
            .filter(alias::Column::AuthorityId.eq(access.authority))
            .exec(write.tx())
            .await?;
        if removed.rows_affected == 0 {
            return Err(Failure::NotFound.into());
        }
        write.commit().await?;
        Ok(id)
    }
}

#[derive(FromQueryResult)]
struct There {
    #[allow(dead_code, reason = "that there is a row is what was asked")]
    id: ClusterId,
}

const CLUSTER: &str = "select id from cluster where id = $2 and authority_id = $1";

#[derive(FromQueryResult)]
struct Row {
    id: SchoolId,
    urn: i32,
    name: String,
    phase: Phase,
    status: SchoolStatus,
    low_age: Option<i32>,
    high_age: Option<i32>,
    closed_on: Option<NaiveDate>,
    laestab: Option<String>,
    locality: Option<String>,
    town: Option<String>,
    postcode: Option<String>,
    cluster_id: Option<ClusterId>,
    cluster: Option<String>,
    since: Option<NaiveDate>,
}

/// The schools of one authority, with the cluster each is in. No authority has more than some hundred.
const SCHOOLS: &str = "
    select s.id, s.urn, s.name, s.phase, s.status, s.low_age, s.high_age, s.closed_on, s.laestab, s.locality, s.town,
           s.postcode, b.cluster_id, c.name as cluster, b.since
      from school s
      left join belonging b on b.school_id = s.id and b.since <= $2 and (b.until is null or b.until >= $2)
      left join cluster c on c.id = b.cluster_id
     where s.authority_id = $1
     order by s.sort_name, s.id limit 5000";

#[derive(FromQueryResult)]
struct Known {
    match_key: String,
    school_id: SchoolId,
    note: String,
}

const REMEMBERED: &str = "
    select match_key, school_id, note from school_alias where authority_id = $1 order by match_key limit 20000";

impl From<Row> for Listed {
    fn from(row: Row) -> Self {
        let cluster = row.cluster_id.zip(row.cluster).map(|(id, name)| ClusterLink { id, name }).zip(row.since);
        Self {
            school: row.id,
            urn: row.urn,
            name: row.name,
            phase: row.phase,
            status: row.status,
            ages: row.low_age.zip(row.high_age),
            closed_on: row.closed_on,
            laestab: row.laestab,
            locality: row.locality,
            town: row.town,
            postcode: row.postcode,
            cluster,
        }
    }
}

impl From<Known> for Remembered {
    fn from(row: Known) -> Self {
        Self { key: row.match_key, school: row.school_id, note: row.note }
    }
}
