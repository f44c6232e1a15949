//! The plan of a cluster, and what a person needs to add to it.

use async_graphql::{Context, Object};
use chrono::NaiveDate;
use sea_orm::{ActiveEnum as _, FromQueryResult};
use serde::{Deserialize, Serialize};
use shared::{
    access::Action,
    id::{ClusterId, InterventionId, SchoolId},
    intervention::{Drafting, InterventionRow, Plan, PlanFilter, SchoolChoice, Stage, StageCount},
    money::Pence,
    page::{Cursor, USUAL_ROWS},
};
use uuid::Uuid;

use super::{
    catalogue, draft,
    facts::{areas, areas_on},
    priority::of_cluster,
};
use crate::{
    access::{Access, Authorize},
    error::Result,
    fund::balance,
    sheet::{Sheet, pounds},
};

#[derive(FromQueryResult)]
struct Row {
    id: InterventionId,
    title: String,
    priority: String,
    stage: Stage,
    provider: String,
    starts_on: NaiveDate,
    ends_on: NaiveDate,
    cost: Pence,
}

const INTERVENTIONS: &str = "
    select i.id, i.title, p.text as priority, i.stage, i.provider, i.starts_on, i.ends_on, i.cost
      from intervention i
      join priority p on p.id = i.priority_id
     where i.cluster_id = $2 and i.authority_id = $1 and (i.starts_on, i.title, i.id) > ($3, $4, $5)
       and ($7 is null or i.stage = $7)
     order by i.starts_on, i.title, i.id limit $6";

#[derive(FromQueryResult)]
struct Counted {
    stage: Stage,
    count: i64,
}

const STAGES: &str = "
    select i.stage, count(*) as count from intervention i
     where i.cluster_id = $2 and i.authority_id = $1
     group by i.stage order by i.stage";

/// The place of an intervention in the list.
#[derive(Serialize, Deserialize)]
struct Place(NaiveDate, String, InterventionId);

/// Earlier than any day that is accepted.
const START: NaiveDate = NaiveDate::from_ymd_opt(1, 1, 1).expect("a day");

#[derive(FromQueryResult)]
struct School {
    id: SchoolId,
    name: String,
}

const SCHOOLS: &str = "
    select s.id, s.name
      from school s
     where s.authority_id = $1 and s.id in (
           select b.school_id from belonging b
            where b.cluster_id = $2 and b.since <= $3 and (b.until is null or b.until >= $3))
     order by s.sort_name, s.id limit 200";

#[derive(FromQueryResult)]
struct Today {
    areas: Option<String>,
    available: Pence,
}

const TODAY: &str = concat!("select ", areas_on!("$3"), " as areas, ", balance!("available", "$2"), " as available");

/// The plan.
#[derive(Default)]
pub struct PlanQuery;

#[Object]
impl PlanQuery {
    /// The plan of a cluster: all of it, or what stands at one stage.
    async fn plan(
        &self,
        ctx: &Context<'_>,
        cluster: ClusterId,
        filter: Option<PlanFilter>,
        after: Option<Cursor>,
    ) -> Result<Plan> {
        let access = ctx.authorize(Action::SeePlan)?;
        access.within(cluster)?;
        let stage = filter.and_then(|it| it.stage);
        let list = format!("plan of {cluster} {stage:?}");
        let after = access.place(&list, after.as_ref())?;
        let (name, priorities) = of_cluster(&access, cluster).await?;
        let mut rows = read(&access, cluster, stage, after, USUAL_ROWS + 1).await?;
        let next = access.next(&list, &mut rows, |it| Place(it.starts_on, it.title.clone(), it.id))?;
        let stages: Vec<Counted> = access.all(STAGES, [access.authority.0.into(), cluster.0.into()]).await?;
        let counted = |it: Counted| StageCount { stage: it.stage, count: i32::try_from(it.count).unwrap_or(i32::MAX) };
        Ok(Plan {
            cluster: name,
            priorities,
            interventions: rows.into_iter().map(InterventionRow::from).collect(),
            next,
            stages: stages.into_iter().map(counted).collect(),
            proposes: access.may(Action::ProposeIntervention).holds(cluster),
        })
    }

    /// What a person needs to propose an intervention for a cluster.
    async fn drafting(&self, ctx: &Context<'_>, cluster: ClusterId) -> Result<Drafting> {
        let access = ctx.authorize(Action::ProposeIntervention)?;
        access.within(cluster)?;
        let (name, priorities) = of_cluster(&access, cluster).await?;
        let values = || [access.authority.0.into(), cluster.0.into(), access.today().into()];
        let schools: Vec<School> = access.all(SCHOOLS, values()).await?;
        let today: Today = access.one(TODAY, values()).await?;
        Ok(Drafting {
            cluster: name,
            priorities,
            outcome_areas: areas(today.areas.as_deref())?,
            schools: schools.into_iter().map(|it| SchoolChoice { id: it.id, name: it.name }).collect(),
            left: today.available,
            offers: catalogue::offers(&access, cluster).await?,
            drafts: draft::of_cluster(&access, cluster).await?,
        })
    }
}

async fn read(
    access: &Access<'_>,
    cluster: ClusterId,
    stage: Option<Stage>,
    after: Option<Place>,
    limit: i32,
) -> Result<Vec<Row>> {
    let Place(starts_on, title, id) = after.unwrap_or(Place(START, String::new(), InterventionId(Uuid::nil())));
    let values = [
        access.authority.0.into(),
        cluster.0.into(),
        starts_on.into(),
        title.into(),
        id.0.into(),
        i64::from(limit).into(),
        stage.map(|it| it.to_value()).into(),
    ];
    access.all(INTERVENTIONS, values).await
}

/// The plan of a cluster as a table, a hundred rows at a time.
pub async fn plan_csv(access: &Access<'_>, cluster: ClusterId, stage: Option<Stage>) -> Result<Vec<u8>> {
    // A cluster of another authority is not there.
    of_cluster(access, cluster).await?;
    let mut sheet = Sheet::new(["Title", "Stage", "Pounds", "First day", "Last day", "Priority", "Provider"])?;
    let mut after = None;
    loop {
        let rows = read(access, cluster, stage, after, 100).await?;
        let Some(last) = rows.last() else { break };
        after = Some(Place(last.starts_on, last.title.clone(), last.id));
        for it in &rows {
            sheet.row([
                &it.title,
                it.stage.on(it.starts_on, it.ends_on, access.today()),
                &pounds(it.cost),
                &it.starts_on.to_string(),
                &it.ends_on.to_string(),
                &it.priority,
                &it.provider,
            ])?;
        }
    }
    sheet.finish()
}

impl From<Row> for InterventionRow {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            title: row.title,
            priority: row.priority,
            stage: row.stage,
            provider: row.provider,
            starts_on: row.starts_on,
            ends_on: row.ends_on,
            cost: row.cost,
        }
    }
}
