//! Who leads a cluster among its heads.

use async_graphql::{Context, Object};
use chrono::NaiveDate;
use sea_orm::{ActiveValue::Set, FromQueryResult, entity::prelude::*};
use shared::{
    access::{Action, Role},
    calendar::written,
    failure::Failure,
    id::{MembershipId, PersonId},
    organisation::places::NewLead,
};

use super::entity::membership;
use crate::{access::Authorize, clock::of_our_time, error::Result};

/// Leading.
#[derive(Default)]
pub struct LeadMutation;

#[Object]
impl LeadMutation {
    /// Makes the head of one of a cluster's schools its lead from a day on; whoever leads it ends the day before.
    async fn appoint_lead(&self, ctx: &Context<'_>, input: NewLead) -> Result<MembershipId> {
        let access = ctx.authorize(Action::ChangeOrganisation)?;
        of_our_time("since", input.since)?;
        let last = input.since.pred_opt().ok_or_else(|| Failure::invalid("since", "Enter a later day"))?;
        let Some(write) = access.create("appointLead", input.id.0, &input).await? else { return Ok(input.id) };
        let values = [access.authority.0.into(), input.cluster.0.into(), input.person.0.into(), input.since.into()];
        let facts = Facts::find_by_statement(access.sql(FACTS, values)).one(write.tx()).await?;
        let facts = facts.ok_or(Failure::NotFound)?;
        if facts.persons == 0 {
            return Err(Failure::NotFound.into());
        }
        facts.allow(&input)?;
        membership::Entity::update_many()
            .col_expr(membership::Column::Until, Expr::value(last))
            .filter(membership::Column::ClusterId.eq(input.cluster))
            .filter(membership::Column::Role.eq(Role::LeadHeadteacher))
            .filter(membership::Column::Since.lt(input.since))
            .filter(
                sea_orm::Condition::any()
                    .add(membership::Column::Until.is_null())
                    .add(membership::Column::Until.gte(input.since)),
            )
            .exec(write.tx())
            .await?;
        membership::ActiveModel {
            id: Set(input.id),
            authority_id: Set(access.authority),
            person_id: Set(input.person),
            role: Set(Role::LeadHeadteacher),
            district_id: Set(None),
            cluster_id: Set(Some(input.cluster)),
            school_id: Set(None),
            since: Set(input.since),
            until: Set(None),
        }
        .insert(write.tx())
        .await?;
        write.commit().await?;
        Ok(input.id)
    }
}

/// What one look at the database says about a cluster and who is to lead it.
#[derive(FromQueryResult)]
struct Facts {
    opened_on: NaiveDate,
    closed_on: Option<NaiveDate>,
    /// Whether there is this person: one or none.
    persons: i64,
    /// Schools of the cluster that the person heads on the day.
    heads: i64,
    /// The lead who begins on this day or later.
    later: Option<NaiveDate>,
    /// Who leads the cluster on the day.
    leads: Option<PersonId>,
}

const FACTS: &str = "
    select c.opened_on, c.closed_on,
           (select count(*) from person p where p.id = $3 and p.authority_id = $1) as persons,
           (select count(*) from membership h
              join belonging b on b.school_id = h.school_id and b.cluster_id = c.id
                   and b.since <= $4 and (b.until is null or b.until >= $4)
             where h.person_id = $3 and h.role = 'headteacher' and h.since <= $4
               and (h.until is null or h.until >= $4)) as heads,
           (select max(l.since) from membership l
             where l.cluster_id = c.id and l.role = 'lead_headteacher' and l.since >= $4) as later,
           (select l.person_id from membership l
             where l.cluster_id = c.id and l.role = 'lead_headteacher' and l.since < $4
               and (l.until is null or l.until >= $4) order by l.since desc limit 1) as leads
      from cluster c
     where c.id = $2 and c.authority_id = $1";

impl Facts {
    fn allow(&self, input: &NewLead) -> Result<()> {
        let refused = |field: &str, message: &str| Err(Failure::invalid(field, message).into());
        if self.closed_on.is_some() || input.since < self.opened_on {
            return refused("since", "The cluster is not open on this day");
        }
        if let Some(later) = self.later {
            let message = format!("A lead headteacher begins on {} already. Choose a later day", written(later));
            return refused("since", &message);
        }
        if self.heads == 0 {
            return refused("person", "Choose the head of a school that is in the cluster on this day");
        }
        if self.leads == Some(input.person) {
            return refused("person", "This head leads the cluster already");
        }
        Ok(())
    }
}
