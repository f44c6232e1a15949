//! Money from the authority to a cluster.

use async_graphql::{Context, Object};
use chrono::{Datelike, NaiveDate};
use sea_orm::{ConnectionTrait, FromQueryResult};
use shared::{
    access::Action,
    failure::Failure,
    fund::{AccountKind, Allocation},
    id::MovementId,
    money::{LARGEST, Pence},
};
use uuid::Uuid;

use super::{Posting, balance, post};
use crate::{
    access::Authorize,
    error::{Error, Result},
};

#[derive(FromQueryResult)]
struct Receiver {
    closed_on: Option<NaiveDate>,
    source: Pence,
}

const RECEIVER: &str = concat!(
    "select c.closed_on, ",
    balance!("source", "c.id"),
    " as source from cluster c where c.id = $2 and c.authority_id = $1"
);

/// A cluster's first money opens its accounts.
const OPEN_ACCOUNTS: &str = "
    insert into account (id, authority_id, cluster_id, kind)
    values ($3, $1, $2, 'source'), ($4, $1, $2, 'available'), ($5, $1, $2, 'committed'), ($6, $1, $2, 'spent')
    on conflict (cluster_id, kind) do nothing";

/// The first year of which money is recorded.
const FIRST_YEAR: i32 = 1990;

/// Paying money to clusters.
#[derive(Default)]
pub struct AllocateMutation;

#[Object]
impl AllocateMutation {
    /// Pays money from the authority to a cluster.
    async fn allocate(&self, ctx: &Context<'_>, input: Allocation) -> Result<MovementId> {
        let access = ctx.authorize(Action::Allocate)?;
        access.within(input.cluster)?;
        let input = input.check()?;
        // Money of a later day could be committed before it is there.
        if input.day > access.today() || input.day.year() < FIRST_YEAR {
            return Err(Failure::invalid("day", "Enter today or an earlier day").into());
        }
        let (authority, cluster) = (access.authority.0, input.cluster.0);
        let Some(write) = access.create("allocate", input.id.0, &input).await? else { return Ok(input.id) };
        let receiver = Receiver::find_by_statement(access.sql(RECEIVER, [authority.into(), cluster.into()]))
            .one(write.tx())
            .await?
            .ok_or(Failure::NotFound)?;
        receiver.takes(&input)?;
        let mut values = vec![authority.into(), cluster.into()];
        values.extend(std::iter::repeat_with(|| Uuid::new_v4().into()).take(4));
        write.tx().execute_raw(access.sql(OPEN_ACCOUNTS, values)).await?;
        let posting = Posting {
            id: input.id,
            cluster: input.cluster,
            from: AccountKind::Source,
            to: AccountKind::Available,
            amount: input.amount,
            day: input.day,
            reason: input.reason,
            intervention: None,
            reverses: None,
        };
        if !post(&access, &write, posting).await? {
            return Err(Error::broken("an allocation found no accounts"));
        }
        write.commit().await?;
        Ok(input.id)
    }
}

impl Receiver {
    fn takes(&self, input: &Allocation) -> Result<()> {
        if self.closed_on.is_some() {
            return Err(Failure::invalid("cluster", "This cluster has closed, or closes soon").into());
        }
        // The sum stays a number that every browser shows exactly.
        if input.amount - self.source > LARGEST {
            return Err(Failure::invalid("amount", "A cluster holds £100,000,000,000 or less in all").into());
        }
        Ok(())
    }
}
