//! The book of a cluster: what its accounts hold, and what moved.

use async_graphql::{Context, Object};
use chrono::NaiveDate;
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use shared::{
    access::Action,
    failure::Failure,
    fund::{AccountKind, Fund, Movement},
    id::{ClusterId, MovementId},
    money::Pence,
    page::{Cursor, USUAL_ROWS},
};

use crate::{access::Authorize, error::Result};

#[derive(FromQueryResult)]
struct Account {
    cluster: String,
    kind: Option<AccountKind>,
    balance: Pence,
}

/// One row an account; one row without an account where the cluster has none yet.
const ACCOUNTS: &str = "
    select c.name as cluster, a.kind,
           cast(coalesce(sum(case when m.to_id = a.id then m.amount else -m.amount end), 0) as bigint) as balance
      from cluster c
      left join account a on a.cluster_id = c.id
      left join movement m on m.cluster_id = c.id and (m.to_id = a.id or m.from_id = a.id)
     where c.id = $2 and c.authority_id = $1
     group by c.id, c.name, a.kind";

#[derive(FromQueryResult)]
struct Row {
    id: MovementId,
    number: i64,
    day: NaiveDate,
    from_kind: AccountKind,
    to_kind: AccountKind,
    amount: Pence,
    reason: String,
}

const MOVEMENTS: &str = "
    select m.id, m.number, m.day, f.kind as from_kind, t.kind as to_kind, m.amount, m.reason
      from movement m
      join account f on f.id = m.from_id
      join account t on t.id = m.to_id
     where m.cluster_id = $2 and m.authority_id = $1 and (m.day, m.number) < ($3, $4)
     order by m.day desc, m.number desc limit $5";

/// The place of a movement in the list.
#[derive(Serialize, Deserialize)]
struct Place(NaiveDate, i64);

/// Later than any day that is accepted.
const END: NaiveDate = NaiveDate::from_ymd_opt(9999, 12, 31).expect("a day");

/// The money of clusters.
#[derive(Default)]
pub struct FundQuery;

#[Object]
impl FundQuery {
    /// The money of a cluster.
    async fn fund(&self, ctx: &Context<'_>, cluster: ClusterId, after: Option<Cursor>) -> Result<Fund> {
        let access = ctx.authorize(Action::SeePlan)?;
        access.within(cluster)?;
        let list = format!("movements of {cluster}");
        let Place(day, number) = access.place(&list, after.as_ref())?.unwrap_or(Place(END, i64::MAX));
        let authority = access.authority.0;
        let accounts: Vec<Account> = access.all(ACCOUNTS, [authority.into(), cluster.0.into()]).await?;
        let Some(first) = accounts.first() else { return Err(Failure::NotFound.into()) };
        let values = [authority.into(), cluster.0.into(), day.into(), number.into(), i64::from(USUAL_ROWS + 1).into()];
        let mut rows: Vec<Row> = access.all(MOVEMENTS, values).await?;
        let next = access.next(&list, &mut rows, |it| Place(it.day, it.number))?;
        let holds = |kind| accounts.iter().filter(|it| it.kind == Some(kind)).map(|it| it.balance).sum::<Pence>();
        Ok(Fund {
            cluster: first.cluster.clone(),
            received: Pence::ZERO - holds(AccountKind::Source),
            committed: holds(AccountKind::Committed),
            spent: holds(AccountKind::Spent),
            left: holds(AccountKind::Available),
            movements: rows.into_iter().map(Into::into).collect(),
            next,
            allocates: access.may(Action::Allocate).holds(cluster),
        })
    }
}

impl From<Row> for Movement {
    fn from(row: Row) -> Self {
        Self { id: row.id, day: row.day, from: row.from_kind, to: row.to_kind, amount: row.amount, reason: row.reason }
    }
}
