//! A cluster made of schools of another, with the history of both kept.

use async_graphql::{Context, Object};
use sea_orm::{ActiveValue::Set, entity::prelude::*};
use shared::{access::Action, failure::Failure, id::ClusterId, organisation::places::Split};

use super::{
    entity::cluster,
    whereabouts::{To, Wanted, load, save},
};
use crate::{access::Authorize, clock::of_our_time, error::Result};

/// Splitting.
#[derive(Default)]
pub struct SplitMutation;

#[Object]
impl SplitMutation {
    /// Makes a new cluster of some of a cluster's schools from a day on. Seats, plan and money stay where they are.
    async fn split_cluster(&self, ctx: &Context<'_>, input: Split) -> Result<ClusterId> {
        let access = ctx.authorize(Action::ChangeOrganisation)?;
        let input = input.check()?;
        of_our_time("on", input.on)?;
        let Some(write) = access.create("splitCluster", input.id.0, &input).await? else { return Ok(input.id) };
        let wanted: Vec<Wanted> = input.schools.iter().map(|it| Wanted { school: *it, group: None }).collect();
        let to = To { cluster: input.from, since: input.on, field: "on", number: input.number };
        let found = load(&access, write.tx(), to, &wanted).await?;
        if let Some(taken) = &found.taken {
            let message = format!("{taken} has this number. Numbers are not used again (R-010)");
            return Err(Failure::invalid("number", message).into());
        }
        if let Some(school) = found.elsewhere() {
            let message = format!("{school} is not in the cluster on this day");
            return Err(Failure::invalid("schools", message).into());
        }
        if usize::try_from(found.members).ok() == Some(wanted.len()) {
            return Err(Failure::invalid("schools", "Leave at least one school in the cluster").into());
        }
        cluster::ActiveModel {
            id: Set(input.id),
            authority_id: Set(access.authority),
            version: Set(1),
            number: Set(input.number),
            name: Set(input.name),
            district_id: Set(found.district),
            opened_on: Set(input.on),
            closed_on: Set(None),
            merged_into_id: Set(None),
            split_from_id: Set(Some(input.from)),
        }
        .insert(write.tx())
        .await?;
        save(write.tx(), found.on_the_way_to(input.id).steps(&access, &wanted, "schools")?).await?;
        write.commit().await?;
        Ok(input.id)
    }
}
