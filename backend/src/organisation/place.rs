//! Which school is in which cluster and group from which day: one school, a whole list, or none of them.

use async_graphql::{Context, Object};
use chrono::NaiveDate;
use sea_orm::{
    FromQueryResult,
    entity::prelude::*,
    sea_query::{Expr, OnConflict},
};
use shared::{
    access::Action,
    failure::Failure,
    id::{ClusterId, PlacingId, SchoolId},
    organisation::{
        Joining,
        links::{self, Link},
        places::Placing,
    },
};

use super::{
    entity::{belonging, participation},
    whereabouts::{To, Wanted, load, save, told},
};
use crate::{access::Authorize, clock::of_our_time, error::Result};

/// Changes of which school is where.
#[derive(Default)]
pub struct PlaceMutation;

#[Object]
impl PlaceMutation {
    /// Puts a school into a cluster from a day on; it leaves the one it was in the day before (O1).
    async fn join_cluster(&self, ctx: &Context<'_>, input: Joining) -> Result<SchoolId> {
        let access = ctx.authorize(Action::ChangeOrganisation)?;
        of_our_time("since", input.since)?;
        let write = access.begin("joinCluster", input.school.0, &input).await?;
        let wanted = [Wanted { school: input.school, group: input.group }];
        let found = load(&access, write.tx(), To::new(input.cluster, input.since), &wanted).await?;
        let steps = found.steps(&access, &wanted, "since")?;
        if steps.is_empty() {
            return Ok(input.school);
        }
        save(write.tx(), steps).await?;
        write.commit().await?;
        Ok(input.school)
    }

    /// Takes a school out of its cluster: the day is its last one there.
    async fn leave_cluster(&self, ctx: &Context<'_>, school: SchoolId, until: NaiveDate) -> Result<SchoolId> {
        let access = ctx.authorize(Action::ChangeOrganisation)?;
        of_our_time("until", until)?;
        let from = until.succ_opt().ok_or_else(|| Failure::invalid("until", "Enter an earlier day"))?;
        let write = access.begin("leaveCluster", school.0, &(school, until)).await?;
        let values = [access.authority.0.into(), school.0.into(), from.into()];
        let rows = Held::find_by_statement(access.sql(HELD, values)).all(write.tx()).await?;
        let first = rows.first().ok_or(Failure::NotFound)?;
        let name = first.school.clone();
        let kept: Vec<Link<Uuid>> = rows.iter().filter_map(Held::link).collect();
        let ends = links::leave(&kept, from).map_err(|it| told(it, &name, "until"))?;
        let Some((id, last)) = ends else { return Ok(school) };
        belonging::Entity::update_many()
            .col_expr(belonging::Column::Until, Expr::value(last))
            .filter(belonging::Column::Id.eq(id))
            .exec(write.tx())
            .await?;
        write.commit().await?;
        Ok(school)
    }

    /// Puts a list of schools into a cluster and its groups from a day on, and records which take part: all or none.
    async fn place_schools(&self, ctx: &Context<'_>, input: Placing) -> Result<PlacingId> {
        let access = ctx.authorize(Action::ChangeOrganisation)?;
        let input = input.check()?;
        of_our_time("since", input.since)?;
        let Some(write) = access.create("placeSchools", input.id.0, &input).await? else { return Ok(input.id) };
        let wanted: Vec<Wanted> = input.schools.iter().map(Wanted::from).collect();
        let found = load(&access, write.tx(), To::new(input.cluster, input.since), &wanted).await?;
        found.decided(&input)?;
        let steps = found.steps(&access, &found.not_there_later(wanted), "schools")?;
        let answers = found.answers(&access, &input);
        if !steps.is_empty() {
            save(write.tx(), steps).await?;
        }
        if !answers.is_empty() {
            participation::Entity::insert_many(answers)
                .on_conflict(OnConflict::column("id").update_column("until").to_owned())
                .exec_without_returning(write.tx())
                .await?;
        }
        write.commit().await?;
        Ok(input.id)
    }
}

#[derive(FromQueryResult)]
struct Held {
    school: String,
    id: Option<Uuid>,
    cluster_id: Option<ClusterId>,
    since: Option<NaiveDate>,
    until: Option<NaiveDate>,
}

/// A school with its stretches on a day and later.
const HELD: &str = "
    select s.name as school, b.id, b.cluster_id, b.since, b.until
      from school s
      left join belonging b on b.school_id = s.id and (b.until is null or b.until >= $3)
     where s.id = $2 and s.authority_id = $1";

impl Held {
    fn link(&self) -> Option<Link<Uuid>> {
        Some(Link { key: self.id?, cluster: self.cluster_id?, group: None, since: self.since?, until: self.until })
    }
}
