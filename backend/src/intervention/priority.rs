//! What a cluster works on.

use async_graphql::{Context, Object};
use chrono::NaiveDate;
use sea_orm::{ConnectionTrait, FromQueryResult};
use shared::{
    access::Action,
    failure::Failure,
    id::{ClusterId, PriorityId},
    intervention::{
        NewPriority, Priority,
        priority::{EndedPriority, MOST, Priorities, RewordedPriority, WholePriority, Wording},
    },
};

use super::of_our_time;
use crate::{
    access::{Access, Authorize},
    error::Result,
};

#[derive(FromQueryResult)]
struct Row {
    cluster: String,
    id: Option<PriorityId>,
    text: Option<String>,
    since: Option<NaiveDate>,
}

/// One row a priority that has not ended; one row without a priority where the cluster has none.
const OF_CLUSTER: &str = "
    select c.name as cluster, p.id, p.text, p.since
      from cluster c
      left join priority p on p.cluster_id = c.id and p.ended_on is null
     where c.id = $2 and c.authority_id = $1
     order by p.since, p.text, p.id";

/// The name of a cluster and what it works on.
///
/// # Errors
/// [`Failure::NotFound`] where the authority has no such cluster.
pub(super) async fn of_cluster(access: &Access<'_>, cluster: ClusterId) -> Result<(String, Vec<Priority>)> {
    let rows: Vec<Row> = access.all(OF_CLUSTER, [access.authority.0.into(), cluster.0.into()]).await?;
    let name = rows.first().map(|it| it.cluster.clone()).ok_or(Failure::NotFound)?;
    let priorities =
        rows.into_iter().filter_map(|it| Some(Priority { id: it.id?, text: it.text?, since: it.since? })).collect();
    Ok((name, priorities))
}

#[derive(FromQueryResult)]
struct Whole {
    cluster: String,
    id: Option<PriorityId>,
    version: Option<i32>,
    text: Option<String>,
    since: Option<NaiveDate>,
    ended_on: Option<NaiveDate>,
    end_reason: Option<String>,
    interventions: i64,
}

/// As [`OF_CLUSTER`], with those that ended: after the others, the latest first.
const WHOLE: &str = "
    select c.name as cluster, p.id, p.version, p.text, p.since, p.ended_on, p.end_reason,
           (select count(*) from intervention i where i.priority_id = p.id) as interventions
      from cluster c
      left join priority p on p.cluster_id = c.id
     where c.id = $2 and c.authority_id = $1
     order by case when p.ended_on is null then 0 else 1 end, p.ended_on desc, p.since, p.text, p.id limit 200";

#[derive(FromQueryResult)]
struct Earlier {
    priority_id: PriorityId,
    text: String,
    until: NaiveDate,
}

const EARLIER: &str = "
    select w.priority_id, w.text, w.until
      from priority p
      join priority_wording w on w.priority_id = p.id
     where p.cluster_id = $2 and p.authority_id = $1
     order by w.version desc, w.priority_id limit 1000";

/// What clusters work on.
#[derive(Default)]
pub struct PriorityQuery;

#[Object]
impl PriorityQuery {
    /// The priorities of a cluster: those it has, and those it had.
    async fn priorities(&self, ctx: &Context<'_>, cluster: ClusterId) -> Result<Priorities> {
        let access = ctx.authorize(Action::SeePlan)?;
        access.within(cluster)?;
        let values = || [access.authority.0.into(), cluster.0.into()];
        let rows: Vec<Whole> = access.all(WHOLE, values()).await?;
        let earlier: Vec<Earlier> = access.all(EARLIER, values()).await?;
        Ok(Priorities {
            cluster: rows.first().map(|it| it.cluster.clone()).ok_or(Failure::NotFound)?,
            priorities: rows.into_iter().filter_map(|it| it.view(&earlier)).collect(),
            sets: access.may(Action::SetPriority).holds(cluster),
        })
    }
}

impl Whole {
    fn view(self, earlier: &[Earlier]) -> Option<WholePriority> {
        let id = self.id?;
        let own = earlier.iter().filter(|it| it.priority_id == id);
        Some(WholePriority {
            id,
            version: self.version?,
            text: self.text?,
            since: self.since?,
            ended_on: self.ended_on,
            end_reason: self.end_reason?,
            interventions: i32::try_from(self.interventions).unwrap_or(i32::MAX),
            earlier: own.map(|it| Wording { text: it.text.clone(), until: it.until }).collect(),
        })
    }
}

#[derive(FromQueryResult)]
struct Room {
    closed_on: Option<NaiveDate>,
    priorities: i64,
}

const ROOM: &str = "
    select c.closed_on,
           (select count(*) from priority p where p.cluster_id = c.id and p.ended_on is null) as priorities
      from cluster c
     where c.id = $2 and c.authority_id = $1";

const INSERT: &str = "
    insert into priority (id, authority_id, cluster_id, text, since, version, end_reason)
    values ($3, $1, $2, $4, $5, 1, '')";

#[derive(FromQueryResult)]
struct Saved {
    cluster_id: ClusterId,
    version: i32,
    text: String,
    since: NaiveDate,
    ended_on: Option<NaiveDate>,
    end_reason: String,
}

const SAVED: &str = "
    select cluster_id, version, text, since, ended_on, end_reason from priority where id = $2 and authority_id = $1";

/// The old words are kept before the new ones stand in their place.
const KEEP: &str = "
    insert into priority_wording (priority_id, version, authority_id, text, until)
    select id, version, authority_id, text, $4 from priority
     where id = $2 and authority_id = $1 and version = $3 and ended_on is null";

const REWORD: &str = "
    update priority set text = $4, version = version + 1
     where id = $2 and authority_id = $1 and version = $3 and ended_on is null";

const END: &str = "
    update priority set ended_on = $4, end_reason = $5, version = version + 1
     where id = $2 and authority_id = $1 and version = $3 and ended_on is null";

/// Changes of what clusters work on.
#[derive(Default)]
pub struct PriorityMutation;

#[Object]
impl PriorityMutation {
    /// Adds what a cluster has agreed to work on.
    async fn add_priority(&self, ctx: &Context<'_>, input: NewPriority) -> Result<PriorityId> {
        let access = ctx.authorize(Action::SetPriority)?;
        access.within(input.cluster)?;
        let input = input.check()?;
        of_our_time("since", input.since)?;
        let (authority, cluster) = (access.authority.0, input.cluster.0);
        let Some(write) = access.create("addPriority", input.id.0, &input).await? else { return Ok(input.id) };
        let room = Room::find_by_statement(access.sql(ROOM, [authority.into(), cluster.into()]))
            .one(write.tx())
            .await?
            .ok_or(Failure::NotFound)?;
        room.takes_one_more()?;
        let values = [authority.into(), cluster.into(), input.id.0.into(), input.text.into(), input.since.into()];
        write.tx().execute_raw(access.sql(INSERT, values)).await?;
        write.commit().await?;
        Ok(input.id)
    }

    /// Puts a priority into other words. What was planned for it stays with it.
    async fn reword_priority(&self, ctx: &Context<'_>, input: RewordedPriority) -> Result<PriorityId> {
        let access = ctx.authorize(Action::SetPriority)?;
        let (saved, input) = (load(&access, input.id).await?, input.check()?);
        if saved.version != input.version || saved.ended_on.is_some() {
            return saved.changed(input.id, &input.text, None);
        }
        let write = access.begin("rewordPriority", input.id.0, &input).await?;
        let (authority, id, version) = (access.authority.0, input.id.0, input.version);
        let values = [authority.into(), id.into(), version.into(), access.today().into()];
        write.tx().execute_raw(access.sql(KEEP, values)).await?;
        let values = [authority.into(), id.into(), version.into(), input.text.clone().into()];
        if write.tx().execute_raw(access.sql(REWORD, values)).await?.rows_affected() == 0 {
            drop(write);
            return load(&access, input.id).await?.changed(input.id, &input.text, None);
        }
        write.commit().await?;
        Ok(input.id)
    }

    /// Ends a priority. Nothing new is proposed for it; what was planned for it stays with it.
    async fn end_priority(&self, ctx: &Context<'_>, input: EndedPriority) -> Result<PriorityId> {
        let access = ctx.authorize(Action::SetPriority)?;
        let saved = load(&access, input.id).await?;
        let input = input.check(saved.since, access.today())?;
        if saved.version != input.version || saved.ended_on.is_some() {
            let text = saved.text.clone();
            return saved.changed(input.id, &text, Some(input.ended_on));
        }
        let write = access.begin("endPriority", input.id.0, &input).await?;
        let values = [
            access.authority.0.into(),
            input.id.0.into(),
            input.version.into(),
            input.ended_on.into(),
            input.reason.clone().into(),
        ];
        if write.tx().execute_raw(access.sql(END, values)).await?.rows_affected() == 0 {
            drop(write);
            return load(&access, input.id).await?.changed(input.id, &saved.text, Some(input.ended_on));
        }
        write.commit().await?;
        Ok(input.id)
    }
}

impl Room {
    fn takes_one_more(&self) -> Result<()> {
        if self.closed_on.is_some() {
            return Err(Failure::invalid("cluster", "This cluster has closed, or closes soon").into());
        }
        if self.priorities >= MOST {
            return Err(Failure::invalid("text", format!("A cluster works on {MOST} priorities at most")).into());
        }
        Ok(())
    }
}

/// The priority, if it is of a cluster whose priorities the caller sets.
async fn load(access: &Access<'_>, id: PriorityId) -> Result<Saved> {
    let saved: Saved = access.one(SAVED, [access.authority.0.into(), id.0.into()]).await?;
    access.within(saved.cluster_id).map(|()| saved)
}

impl Saved {
    /// The answer to a change of a version that is not the saved one: both values of what differs (U5). What has ended
    /// stays as it ended.
    fn changed(self, id: PriorityId, text: &str, ended_on: Option<NaiveDate>) -> Result<PriorityId> {
        let (version, ended) = (self.version, self.ended_on.is_some());
        let saved = WholePriority {
            id,
            version,
            text: self.text,
            since: self.since,
            ended_on: self.ended_on,
            end_reason: self.end_reason,
            interventions: 0,
            earlier: Vec::new(),
        };
        let changes = saved.changes(text, ended_on);
        // Nothing differs: this very change was saved, and its sender did not hear so.
        if changes.is_empty() {
            return Ok(id);
        }
        Err(if ended { Failure::Decided } else { Failure::Changed { changes, version } }.into())
    }
}
