//! What a cluster works on.

use async_graphql::{Context, Object};
use chrono::NaiveDate;
use sea_orm::{ConnectionTrait, FromQueryResult};
use shared::{
    access::Action,
    failure::Failure,
    id::{ClusterId, PriorityId},
    intervention::{NewPriority, Priority},
};

use super::of_our_time;
use crate::{
    access::{Access, Authorize},
    error::Result,
};

/// More would be no priorities; and a page shows them all.
const MOST: i64 = 40;

#[derive(FromQueryResult)]
struct Row {
    cluster: String,
    id: Option<PriorityId>,
    text: Option<String>,
    since: Option<NaiveDate>,
}

/// One row a priority; one row without a priority where the cluster has none yet.
const OF_CLUSTER: &str = "
    select c.name as cluster, p.id, p.text, p.since
      from cluster c
      left join priority p on p.cluster_id = c.id
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
struct Room {
    closed_on: Option<NaiveDate>,
    priorities: i64,
}

const ROOM: &str = "
    select c.closed_on, (select count(*) from priority p where p.cluster_id = c.id) as priorities
      from cluster c
     where c.id = $2 and c.authority_id = $1";

const INSERT: &str = "insert into priority (id, authority_id, cluster_id, text, since) values ($3, $1, $2, $4, $5)";

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
        room.takes_one_more(access.today())?;
        let values = [authority.into(), cluster.into(), input.id.0.into(), input.text.into(), input.since.into()];
        write.tx().execute_raw(access.sql(INSERT, values)).await?;
        write.commit().await?;
        Ok(input.id)
    }
}

impl Room {
    fn takes_one_more(&self, today: NaiveDate) -> Result<()> {
        if self.closed_on.is_some_and(|it| it < today) {
            return Err(Failure::invalid("cluster", "This cluster has closed").into());
        }
        if self.priorities >= MOST {
            return Err(Failure::invalid("text", format!("A cluster works on {MOST} priorities at most")).into());
        }
        Ok(())
    }
}
