//! The menu of interventions: the list, and one entry.

use async_graphql::{Context, Object};
use chrono::NaiveDate;
use sea_orm::{
    ActiveEnum as _, ConnectionTrait as _, FromQueryResult,
    sea_query::{Expr, ExprTrait as _, Order, Query},
};
use serde::{Deserialize, Serialize};
use shared::{
    access::{Action, Scope},
    id::{CatalogueItemId, ClusterId},
    intervention::{
        InterventionKind,
        catalogue::{
            CatalogueEntry, CatalogueFilter, CatalogueItem, CataloguePage, CatalogueRow, CostBand, LocalOffer, Need,
            Strength,
        },
    },
    organisation::{ClusterLink, LONGEST_NAME, sort_name},
    page::{Cursor, USUAL_ROWS},
};
use uuid::Uuid;

use crate::{
    access::{Access, Authorize},
    error::Result,
};

#[derive(FromQueryResult)]
struct Row {
    id: CatalogueItemId,
    title: String,
    sort_title: String,
    kind: InterventionKind,
    needs: String,
    strength: Strength,
    cost_band: CostBand,
    months: Option<i32>,
    local_provider: String,
    cluster: Option<String>,
}

/// The place of an entry in the list.
#[derive(Serialize, Deserialize)]
struct Place(String, CatalogueItemId);

const LIST: &str = "
    select k.id, k.title, k.sort_title, k.kind, k.needs, k.strength, k.cost_band, k.months, k.local_provider,
           c.name as cluster
      from catalogue_item k
      left join cluster c on c.id = k.cluster_id
     where k.authority_id = $1 and (k.sort_title, k.id) > ($2, $3) and k.retired_on is null
       and k.search like $4 and k.search like $5 and k.search like $6
       and k.needs like $7 and ($8 is null or k.kind = $8) and (not $9 or k.local_provider <> '')
     order by k.sort_title, k.id limit $10";

#[derive(FromQueryResult)]
pub(super) struct Saved {
    pub version: i32,
    pub cluster_id: Option<ClusterId>,
    cluster: Option<String>,
    title: String,
    kind: InterventionKind,
    about: String,
    needs: String,
    evidence: String,
    citation: String,
    web: String,
    strength: Strength,
    rated_by: String,
    cost_band: CostBand,
    months: Option<i32>,
    training: String,
    local_provider: String,
    local_how: String,
    local_cost: String,
    changed_on: NaiveDate,
    pub retired_on: Option<NaiveDate>,
}

const ONE: &str = "
    select k.version, k.cluster_id, c.name as cluster, k.title, k.kind, k.about, k.needs, k.evidence, k.citation, k.web,
           k.strength, k.rated_by, k.cost_band, k.months, k.training, k.local_provider, k.local_how, k.local_cost,
           k.changed_on, k.retired_on
      from catalogue_item k
      left join cluster c on c.id = k.cluster_id
     where k.id = $2 and k.authority_id = $1";

/// What somebody here already provides to a cluster.
const OFFERS: &str = "
    select id, title, kind, needs, local_provider as provider, local_how as how, local_cost as cost
      from catalogue_item
     where authority_id = $1 and retired_on is null and local_provider <> '' and (cluster_id is null or cluster_id = $2)
     order by sort_title, id limit 100";

/// The menu.
#[derive(Default)]
pub struct CatalogueQuery;

#[Object]
impl CatalogueQuery {
    /// The menu of interventions of the caller's authority, by title.
    async fn catalogue(
        &self,
        ctx: &Context<'_>,
        filter: CatalogueFilter,
        after: Option<Cursor>,
    ) -> Result<CataloguePage> {
        let access = ctx.authorize(Action::SeeCatalogue)?;
        let after: Option<Place> = access.place("catalogue", after.as_ref())?;
        let mut rows = read(&access, &filter, after).await?;
        let next = access.next("catalogue", &mut rows, |it| Place(it.sort_title.clone(), it.id))?;
        let adds = access.may(Action::ChangeCatalogue);
        Ok(CataloguePage {
            items: rows.into_iter().map(Row::view).collect::<Result<_>>()?,
            next,
            adds: adds == Scope::Authority,
            adds_for: named(&access, &adds).await?,
        })
    }

    /// One entry of the menu.
    async fn catalogue_item(&self, ctx: &Context<'_>, id: CatalogueItemId) -> Result<CatalogueItem> {
        let access = ctx.authorize(Action::SeeCatalogue)?;
        let saved = one(&access, id).await?;
        let plans = named(&access, &access.may(Action::ProposeIntervention)).await?;
        Ok(CatalogueItem {
            id,
            version: saved.version,
            cluster: saved.cluster_id.zip(saved.cluster.clone()).map(|(id, name)| ClusterLink { id, name }),
            changed_on: saved.changed_on,
            retired_on: saved.retired_on,
            changes: covers(&access.may(Action::ChangeCatalogue), saved.cluster_id),
            plans: if saved.retired_on.is_none() { plans } else { Vec::new() },
            entry: saved.entry()?,
        })
    }
}

/// Whether a scope holds an entry: one of the authority only where it holds the whole authority.
pub(super) fn covers(scope: &Scope, cluster: Option<ClusterId>) -> bool {
    cluster.map_or(*scope == Scope::Authority, |it| scope.holds(it))
}

/// An entry of the caller's authority.
pub(super) async fn one(access: &Access<'_>, id: CatalogueItemId) -> Result<Saved> {
    access.one(ONE, [access.authority.0.into(), id.0.into()]).await
}

/// What somebody here already provides to a cluster: at most 100, by title.
pub(super) async fn offers(access: &Access<'_>, cluster: ClusterId) -> Result<Vec<LocalOffer>> {
    let rows: Vec<Offer> = access.all(OFFERS, [access.authority.0.into(), cluster.0.into()]).await?;
    rows.into_iter().map(Offer::view).collect()
}

async fn read(access: &Access<'_>, filter: &CatalogueFilter, after: Option<Place>) -> Result<Vec<Row>> {
    let Place(title, id) = after.unwrap_or(Place(String::new(), CatalogueItemId(Uuid::nil())));
    // No title is longer, and what is left has neither per cent signs nor underscores.
    let text: String = filter.text.iter().flat_map(|it| it.chars()).take(LONGEST_NAME).collect();
    let words = sort_name(&text);
    let mut words = words.splitn(3, ' ').map(|it| format!("%{}%", it.replace(' ', "%")));
    let mut word = || words.next().unwrap_or_else(|| "%".to_owned());
    let values = [
        access.authority.0.into(),
        title.into(),
        id.0.into(),
        word().into(),
        word().into(),
        word().into(),
        match filter.need {
            // As the JSON has it.
            Some(need) => format!("%{}%", serde_json::to_string(&need)?),
            None => "%".to_owned(),
        }
        .into(),
        filter.kind.map(|it| it.to_value()).into(),
        filter.local.into(),
        i64::from(USUAL_ROWS + 1).into(),
    ];
    access.all(LIST, values).await
}

#[derive(FromQueryResult)]
struct Named {
    id: ClusterId,
    name: String,
}

/// The open clusters that a scope names, by number. None for the whole authority: it names none.
async fn named(access: &Access<'_>, scope: &Scope) -> Result<Vec<ClusterLink>> {
    let Scope::Clusters(clusters) = scope else { return Ok(Vec::new()) };
    let query = Query::select()
        .columns(["id", "name"])
        .from("cluster")
        .and_where(Expr::col("authority_id").eq(access.authority.0))
        .and_where(Expr::col("id").is_in(clusters.iter().map(|it| it.0)))
        .and_where(Expr::col("closed_on").is_null().or(Expr::col("closed_on").gte(access.today())))
        .order_by("number", Order::Asc)
        .limit(100)
        .take();
    let statement = access.db().get_database_backend().build(&query);
    let rows = Named::find_by_statement(statement).all(access.db()).await?;
    Ok(rows.into_iter().map(|it| ClusterLink { id: it.id, name: it.name }).collect())
}

impl Row {
    fn view(self) -> Result<CatalogueRow> {
        Ok(CatalogueRow {
            id: self.id,
            title: self.title,
            kind: self.kind,
            needs: needs(&self.needs)?,
            strength: self.strength,
            cost_band: self.cost_band,
            months: self.months,
            local_provider: self.local_provider,
            cluster: self.cluster,
        })
    }
}

impl Saved {
    /// What is said of it.
    pub fn entry(self) -> Result<CatalogueEntry> {
        Ok(CatalogueEntry {
            title: self.title,
            kind: self.kind,
            about: self.about,
            needs: needs(&self.needs)?,
            evidence: self.evidence,
            citation: self.citation,
            web: self.web,
            strength: self.strength,
            rated_by: self.rated_by,
            cost_band: self.cost_band,
            months: self.months,
            training: self.training,
            local_provider: self.local_provider,
            local_how: self.local_how,
            local_cost: self.local_cost,
        })
    }
}

/// A row of [`OFFERS`].
#[derive(FromQueryResult)]
pub(super) struct Offer {
    id: CatalogueItemId,
    title: String,
    kind: InterventionKind,
    needs: String,
    provider: String,
    how: String,
    cost: String,
}

impl Offer {
    /// What people see of it.
    pub fn view(self) -> Result<LocalOffer> {
        Ok(LocalOffer {
            id: self.id,
            title: self.title,
            kind: self.kind,
            needs: needs(&self.needs)?,
            provider: self.provider,
            how: self.how,
            cost: self.cost,
        })
    }
}

fn needs(stored: &str) -> Result<Vec<Need>> {
    Ok(serde_json::from_str(stored)?)
}
