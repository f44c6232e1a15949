//! The plan of a cluster, and what a person needs to add to it.

use async_graphql::{Context, Object};
use chrono::NaiveDate;
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use shared::{
    access::Action,
    id::{ClusterId, InterventionId, SchoolId},
    intervention::{Drafting, InterventionRow, Plan, SchoolChoice, Stage},
    money::Pence,
    page::{Cursor, USUAL_ROWS},
};
use uuid::Uuid;

use super::{
    catalogue, draft,
    facts::{areas, areas_on},
    priority::of_cluster,
};
use crate::{access::Authorize, error::Result, fund::balance};

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
     order by i.starts_on, i.title, i.id limit $6";

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
    /// The plan of a cluster.
    async fn plan(&self, ctx: &Context<'_>, cluster: ClusterId, after: Option<Cursor>) -> Result<Plan> {
        let access = ctx.authorize(Action::SeePlan)?;
        access.within(cluster)?;
        let list = format!("plan of {cluster}");
        let after = access.place(&list, after.as_ref())?;
        let Place(starts_on, title, id) = after.unwrap_or(Place(START, String::new(), InterventionId(Uuid::nil())));
        let (name, priorities) = of_cluster(&access, cluster).await?;
        let values = [
            access.authority.0.into(),
            cluster.0.into(),
            starts_on.into(),
            title.into(),
            id.0.into(),
            i64::from(USUAL_ROWS + 1).into(),
        ];
        let mut rows: Vec<Row> = access.all(INTERVENTIONS, values).await?;
        let next = access.next(&list, &mut rows, |it| Place(it.starts_on, it.title.clone(), it.id))?;
        Ok(Plan {
            cluster: name,
            priorities,
            interventions: rows.into_iter().map(InterventionRow::from).collect(),
            next,
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
