//! Which schools of a cluster take part in the pilot, from which day.

use async_graphql::{Context, Object};
use chrono::NaiveDate;
use sea_orm::{ActiveValue::Set, FromQueryResult, entity::prelude::*};
use serde::{Deserialize, Serialize};
use shared::{
    access::{Action, Scope},
    failure::Failure,
    id::{ClusterId, ParticipationId, SchoolId},
    organisation::{
        ClusterLink, Phase,
        participation::{
            ClusterSchool, ClusterSchoolPage, NewParticipation, Participation, ParticipationState, SchoolAnswer,
            follows,
        },
    },
    page::{Cursor, USUAL_ROWS},
};

use super::{cluster::count, entity::participation};
use crate::{access::Authorize, clock::of_our_time, error::Result};

/// Taking part.
#[derive(Default)]
pub struct ParticipationQuery;

#[Object]
impl ParticipationQuery {
    /// The schools of a cluster today, by name, with their groups and answers.
    async fn cluster_schools(
        &self,
        ctx: &Context<'_>,
        cluster: ClusterId,
        after: Option<Cursor>,
    ) -> Result<ClusterSchoolPage> {
        let access = ctx.authorize(Action::SeeOrganisation)?;
        let list = format!("schools of {cluster}");
        let Place(name, id) =
            access.place(&list, after.as_ref())?.unwrap_or(Place(String::new(), SchoolId(Uuid::nil())));
        let (authority, today) = (access.authority.0, access.today());
        let counts: Counts = access.one(COUNTS, [authority.into(), cluster.0.into(), today.into()]).await?;
        let values = [
            authority.into(),
            cluster.0.into(),
            today.into(),
            name.into(),
            id.0.into(),
            i64::from(USUAL_ROWS + 1).into(),
        ];
        let mut rows: Vec<Row> = access.all(LIST, values).await?;
        let next = access.next(&list, &mut rows, |it| Place(it.sort_name.clone(), it.id))?;
        Ok(ClusterSchoolPage {
            cluster: counts.name,
            schools: rows.into_iter().map(ClusterSchool::from).collect(),
            total: count(counts.total),
            engaged: count(counts.engaged),
            invited: count(counts.invited),
            exclusion_work: count(counts.exclusion_work),
            records: access.may(Action::RecordParticipation) != Scope::Nowhere,
            next,
        })
    }

    /// All answers of a school that is in a cluster today, with their reasons.
    async fn participation(&self, ctx: &Context<'_>, cluster: ClusterId, school: SchoolId) -> Result<Participation> {
        let access = ctx.authorize(Action::RecordParticipation)?;
        let (authority, today) = (access.authority.0, access.today());
        let values = [authority.into(), cluster.0.into(), school.0.into(), today.into()];
        let found: Found = access.one(ONE, values).await?;
        let answers: Vec<Given> = access.all(ANSWERS, [authority.into(), school.0.into()]).await?;
        Ok(Participation {
            school: found.school,
            phase: found.phase,
            cluster: ClusterLink { id: cluster, name: found.cluster },
            answers: answers.into_iter().map(SchoolAnswer::from).collect(),
        })
    }
}

/// Changes of taking part.
#[derive(Default)]
pub struct ParticipationMutation;

#[Object]
impl ParticipationMutation {
    /// Records a school's answer from a day on; the one before ends the day before and stays on record.
    async fn record_participation(&self, ctx: &Context<'_>, input: NewParticipation) -> Result<ParticipationId> {
        let access = ctx.authorize(Action::RecordParticipation)?;
        let input = input.check()?;
        of_our_time("since", input.since)?;
        let Some(write) = access.create("recordParticipation", input.id.0, &input).await? else {
            return Ok(input.id);
        };
        let values = [access.authority.0.into(), input.cluster.0.into(), input.school.0.into(), input.since.into()];
        let latest = Latest::find_by_statement(access.sql(LATEST, values)).one(write.tx()).await?;
        let latest = latest.ok_or(Failure::NotFound)?;
        if latest.member == 0 {
            return Err(Failure::invalid("since", "The school is not in the cluster on this day").into());
        }
        follows(latest.state.zip(latest.since), &input)?;
        if let (Some(id), Some(last)) = (latest.id, input.since.pred_opt()) {
            participation::Entity::update_many()
                .col_expr(participation::Column::Until, Expr::value(last))
                .filter(participation::Column::Id.eq(id))
                .exec(write.tx())
                .await?;
        }
        participation::ActiveModel {
            id: Set(input.id),
            authority_id: Set(access.authority),
            school_id: Set(input.school),
            cluster_id: Set(input.cluster),
            state: Set(input.state),
            since: Set(input.since),
            until: Set(None),
            reason: Set(input.reason),
            exclusion_work: Set(input.exclusion_work),
        }
        .insert(write.tx())
        .await?;
        write.commit().await?;
        Ok(input.id)
    }
}

/// The place of a row in the list.
#[derive(Serialize, Deserialize)]
struct Place(String, SchoolId);

#[derive(FromQueryResult)]
struct Counts {
    name: String,
    total: i64,
    engaged: i64,
    invited: i64,
    exclusion_work: i64,
}

/// Sums instead of counts of a filter: both databases know them. A cluster without schools has one row without any.
const COUNTS: &str = "
    select c.name, count(b.id) as total,
           count(case when p.state = 'engaged' then 1 end) as engaged,
           count(case when p.state = 'invited' then 1 end) as invited,
           count(case when p.exclusion_work then 1 end) as exclusion_work
      from cluster c
      left join belonging b on b.cluster_id = c.id and b.since <= $3 and (b.until is null or b.until >= $3)
      left join participation p on p.school_id = b.school_id and p.since <= $3 and (p.until is null or p.until >= $3)
     where c.id = $2 and c.authority_id = $1
     group by c.id, c.name";

#[derive(FromQueryResult)]
struct Row {
    id: SchoolId,
    name: String,
    sort_name: String,
    phase: Phase,
    group_name: Option<String>,
    state: Option<ParticipationState>,
    since: Option<NaiveDate>,
    exclusion_work: Option<bool>,
}

const LIST: &str = "
    select s.id, s.name, s.sort_name, s.phase, g.name as group_name, p.state, p.since, p.exclusion_work
      from belonging b
      join school s on s.id = b.school_id
      left join cluster_group g on g.id = b.group_id
      left join participation p on p.school_id = s.id and p.since <= $3 and (p.until is null or p.until >= $3)
     where b.cluster_id = $2 and b.authority_id = $1 and b.since <= $3 and (b.until is null or b.until >= $3)
       and (s.sort_name, s.id) > ($4, $5)
     order by s.sort_name, s.id limit $6";

#[derive(FromQueryResult)]
struct Found {
    school: String,
    phase: Phase,
    cluster: String,
}

const ONE: &str = "
    select s.name as school, s.phase, c.name as cluster
      from school s
      join belonging b on b.school_id = s.id and b.since <= $4 and (b.until is null or b.until >= $4)
      join cluster c on c.id = b.cluster_id
     where s.id = $3 and s.authority_id = $1 and c.id = $2";

#[derive(FromQueryResult)]
struct Given {
    state: ParticipationState,
    since: NaiveDate,
    until: Option<NaiveDate>,
    cluster: String,
    reason: String,
    exclusion_work: bool,
}

const ANSWERS: &str = "
    select p.state, p.since, p.until, c.name as cluster, p.reason, p.exclusion_work
      from participation p
      join cluster c on c.id = p.cluster_id
     where p.school_id = $2 and p.authority_id = $1
     order by p.since desc limit 100";

#[derive(FromQueryResult)]
struct Latest {
    /// Whether the school is in the cluster on the day: one or none.
    member: i64,
    id: Option<ParticipationId>,
    state: Option<ParticipationState>,
    since: Option<NaiveDate>,
}

const LATEST: &str = "
    select (select count(*) from belonging b
             where b.school_id = s.id and b.cluster_id = c.id and b.since <= $4
               and (b.until is null or b.until >= $4)) as member,
           p.id, p.state, p.since
      from school s
      join cluster c on c.id = $2 and c.authority_id = s.authority_id
      left join participation p on p.school_id = s.id and p.until is null
     where s.id = $3 and s.authority_id = $1";

impl From<Row> for ClusterSchool {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            name: row.name,
            phase: row.phase,
            group: row.group_name,
            participation: row.state,
            since: row.since,
            exclusion_work: row.exclusion_work.unwrap_or(false),
        }
    }
}

impl From<Given> for SchoolAnswer {
    fn from(row: Given) -> Self {
        Self {
            state: row.state,
            since: row.since,
            until: row.until,
            cluster: row.cluster,
            reason: row.reason,
            exclusion_work: row.exclusion_work,
        }
    }
}
