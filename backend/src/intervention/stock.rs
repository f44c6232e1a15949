//! What is put on the menu, changed there, and taken off.

use async_graphql::{Context, Object};
use sea_orm::{ActiveEnum as _, ConnectionTrait as _, Value};
use shared::{
    access::Action,
    failure::Failure,
    id::{CatalogueItemId, ClusterId},
    intervention::catalogue::{CatalogueEntry, NewCatalogueItem, RevisedCatalogueItem},
    organisation::sort_name,
};

use super::catalogue::{Saved, covers, one};
use crate::{
    access::{Access, Authorize},
    error::Result,
};

/// The cluster is looked up in the statement: one of another authority, or one that has closed, adds nothing.
const INSERT: &str = "
    insert into catalogue_item
           (authority_id, id, title, sort_title, search, kind, about, needs, evidence, citation, web, strength, rated_by,
            cost_band, months, training, local_provider, local_how, local_cost, changed_on, version, cluster_id)
    select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, 1, $21
     where $21 is null or exists (select 1 from cluster c
            where c.id = $21 and c.authority_id = $1 and (c.closed_on is null or c.closed_on >= $20))";

const UPDATE: &str = "
    update catalogue_item
       set title = $3, sort_title = $4, search = $5, kind = $6, about = $7, needs = $8, evidence = $9, citation = $10,
           web = $11, strength = $12, rated_by = $13, cost_band = $14, months = $15, training = $16,
           local_provider = $17, local_how = $18, local_cost = $19, changed_on = $20, version = version + 1,
           retired_on = case when not $22 then null else coalesce(retired_on, $20) end
     where authority_id = $1 and id = $2 and version = $21";

/// Changes of the menu.
#[derive(Default)]
pub struct StockMutation;

#[Object]
impl StockMutation {
    /// Adds something to the menu, for the authority or for a cluster.
    async fn add_catalogue_item(&self, ctx: &Context<'_>, input: NewCatalogueItem) -> Result<CatalogueItemId> {
        let access = ctx.authorize(Action::ChangeCatalogue)?;
        allowed(&access, input.cluster)?;
        let input = NewCatalogueItem { entry: input.entry.check()?, ..input };
        let Some(write) = access.create("addCatalogueItem", input.id.0, &input).await? else { return Ok(input.id) };
        let mut values = columns(&access, input.id, input.entry)?;
        values.push(input.cluster.map(|it| it.0).into());
        if write.tx().execute_raw(access.sql(INSERT, values)).await?.rows_affected() == 0 {
            return Err(Failure::NotFound.into());
        }
        write.commit().await?;
        Ok(input.id)
    }

    /// Changes what the menu says of something, or takes it off the menu.
    async fn revise_catalogue_item(&self, ctx: &Context<'_>, input: RevisedCatalogueItem) -> Result<CatalogueItemId> {
        let access = ctx.authorize(Action::ChangeCatalogue)?;
        let saved = load(&access, input.id).await?;
        let input = RevisedCatalogueItem { entry: input.entry.check()?, ..input };
        if saved.version != input.version {
            return changed(&input, saved);
        }
        let write = access.begin("reviseCatalogueItem", input.id.0, &input).await?;
        let mut values = columns(&access, input.id, input.entry.clone())?;
        values.extend([input.version.into(), input.retired.into()]);
        if write.tx().execute_raw(access.sql(UPDATE, values)).await?.rows_affected() == 0 {
            drop(write);
            return changed(&input, load(&access, input.id).await?);
        }
        write.commit().await?;
        Ok(input.id)
    }
}

/// The entry, if it is one that the caller may change. What the menu has is no secret.
async fn load(access: &Access<'_>, id: CatalogueItemId) -> Result<Saved> {
    let saved = one(access, id).await?;
    if covers(&access.scope, saved.cluster_id) { Ok(saved) } else { Err(Failure::Forbidden.into()) }
}

/// Somebody adds for their own clusters, or for the authority where they act for all of it.
fn allowed(access: &Access<'_>, cluster: Option<ClusterId>) -> Result<()> {
    match cluster {
        Some(cluster) => access.within(cluster),
        None if covers(&access.scope, None) => Ok(()),
        None => Err(Failure::Forbidden.into()),
    }
}

/// The answer to a change of a version that is not the saved one: both values of what differs (U5).
fn changed(input: &RevisedCatalogueItem, saved: Saved) -> Result<CatalogueItemId> {
    let (version, off) = (saved.version, saved.retired_on.is_some());
    let mut changes = input.entry.changes(&saved.entry()?);
    if input.retired != off {
        let word = |off: bool| if off { "taken off the menu" } else { "on the menu" }.to_owned();
        changes.push(shared::failure::Change {
            field: "Whether it is offered".to_owned(),
            yours: word(input.retired),
            theirs: word(off),
        });
    }
    // Nothing differs: this very change was saved, and its sender did not hear so.
    if changes.is_empty() { Ok(input.id) } else { Err(Failure::Changed { changes, version }.into()) }
}

/// The values of both statements, in the order of their columns.
fn columns(access: &Access<'_>, id: CatalogueItemId, entry: CatalogueEntry) -> Result<Vec<Value>> {
    let search = format!("{} {} {}", entry.title, entry.about, entry.local_provider);
    Ok(vec![
        access.authority.0.into(),
        id.0.into(),
        entry.title.clone().into(),
        sort_name(&entry.title).into(),
        sort_name(&search).into(),
        entry.kind.to_value().into(),
        entry.about.into(),
        serde_json::to_string(&entry.needs)?.into(),
        entry.evidence.into(),
        entry.citation.into(),
        entry.web.into(),
        entry.strength.to_value().into(),
        entry.rated_by.into(),
        entry.cost_band.to_value().into(),
        entry.months.into(),
        entry.training.into(),
        entry.local_provider.into(),
        entry.local_how.into(),
        entry.local_cost.into(),
        access.today().into(),
    ])
}
