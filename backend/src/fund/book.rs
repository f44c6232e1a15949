//! The book of a cluster: what its accounts hold, and what moved.

use async_graphql::{Context, Object};
use chrono::NaiveDate;
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use shared::{
    access::Action,
    failure::Failure,
    fund::{AccountKind, Fund, Movement},
    id::{ClusterId, InterventionId, MovementId},
    money::Pence,
    page::{Cursor, USUAL_ROWS},
};

use crate::{
    access::{Access, Authorize},
    error::Result,
    sheet::{Sheet, pounds},
};

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
pub(super) struct Row {
    id: MovementId,
    number: i64,
    day: NaiveDate,
    from_kind: AccountKind,
    to_kind: AccountKind,
    amount: Pence,
    reason: String,
    intervention_id: Option<InterventionId>,
    title: Option<String>,
    recorded_by: Option<String>,
    reverses_id: Option<MovementId>,
    /// How many movements take this one back: one or none.
    reversed: i64,
}

/// A movement with everything that is told of it, as the start of a statement.
macro_rules! movement {
    ($rest:literal) => {
        concat!(
            "select m.id, m.number, m.day, f.kind as from_kind, t.kind as to_kind, m.amount, m.reason, m.intervention_id,
                    i.title, p.name as recorded_by, m.reverses_id,
                    (select count(*) from movement r where r.reverses_id = m.id) as reversed",
            $rest
        )
    };
}
pub(super) use movement;

const MOVEMENTS: &str = movement!(
    "  from movement m
       join account f on f.id = m.from_id
       join account t on t.id = m.to_id
       left join intervention i on i.id = m.intervention_id
       left join person p on p.id = m.person_id
      where m.cluster_id = $2 and m.authority_id = $1 and (m.day, m.number) < ($3, $4)
      order by m.day desc, m.number desc limit $5"
);

/// The place of a movement in the list.
#[derive(Serialize, Deserialize)]
struct Place(NaiveDate, i64);

/// Later than any day that is accepted.
const END: NaiveDate = NaiveDate::from_ymd_opt(9999, 12, 31).expect("a day");

/// The money of clusters.
#[derive(Default)]
pub struct BookQuery;

#[Object]
impl BookQuery {
    /// The money of a cluster.
    async fn fund(&self, ctx: &Context<'_>, cluster: ClusterId, after: Option<Cursor>) -> Result<Fund> {
        let access = ctx.authorize(Action::SeePlan)?;
        access.within(cluster)?;
        let list = format!("movements of {cluster}");
        let after = access.place(&list, after.as_ref())?;
        let accounts = Accounts::of(&access, cluster).await?;
        let mut rows = movements(&access, cluster, after, USUAL_ROWS + 1).await?;
        let next = access.next(&list, &mut rows, |it| Place(it.day, it.number))?;
        Ok(Fund {
            received: accounts.received(),
            committed: accounts.holds(AccountKind::Committed),
            spent: accounts.holds(AccountKind::Spent),
            left: accounts.holds(AccountKind::Available),
            cluster: accounts.cluster,
            movements: rows.into_iter().map(Into::into).collect(),
            next,
            allocates: access.may(Action::Allocate).holds(cluster),
            reverses: access.may(Action::RecordSpend).holds(cluster),
        })
    }
}

/// What the accounts of a cluster hold.
struct Accounts {
    cluster: String,
    rows: Vec<Account>,
}

impl Accounts {
    async fn of(access: &Access<'_>, cluster: ClusterId) -> Result<Self> {
        let rows: Vec<Account> = access.all(ACCOUNTS, [access.authority.0.into(), cluster.0.into()]).await?;
        let cluster = rows.first().map(|it| it.cluster.clone()).ok_or(Failure::NotFound)?;
        Ok(Self { cluster, rows })
    }

    fn holds(&self, kind: AccountKind) -> Pence {
        self.rows.iter().filter(|it| it.kind == Some(kind)).map(|it| it.balance).sum()
    }

    /// What came from the authority, less what went back.
    fn received(&self) -> Pence {
        Pence::ZERO - self.holds(AccountKind::Source)
    }
}

async fn movements(access: &Access<'_>, cluster: ClusterId, after: Option<Place>, limit: i32) -> Result<Vec<Row>> {
    let Place(day, number) = after.unwrap_or(Place(END, i64::MAX));
    let limit = i64::from(limit);
    let values = [access.authority.0.into(), cluster.0.into(), day.into(), number.into(), limit.into()];
    access.all(MOVEMENTS, values).await
}

/// What became of the money, as a table.
pub async fn figures_csv(access: &Access<'_>, cluster: ClusterId) -> Result<Vec<u8>> {
    let accounts = Accounts::of(access, cluster).await?;
    let mut sheet = Sheet::new(["Money", "Pounds"])?;
    sheet.row(["Received", &pounds(accounts.received())])?;
    for (name, kind) in [
        ("Spent", AccountKind::Spent),
        ("Committed, not paid", AccountKind::Committed),
        ("Left to commit", AccountKind::Available),
    ] {
        sheet.row([name, &pounds(accounts.holds(kind))])?;
    }
    sheet.finish()
}

/// Every movement of a cluster as a table, the latest first, a hundred rows at a time.
pub async fn movements_csv(access: &Access<'_>, cluster: ClusterId) -> Result<Vec<u8>> {
    // A cluster of another authority is not there.
    Accounts::of(access, cluster).await?;
    let mut sheet = Sheet::new(["Day", "Pounds", "Reason", "From", "To", "Intervention", "Recorded by"])?;
    let mut after = None;
    loop {
        let rows = movements(access, cluster, after, 100).await?;
        let Some(last) = rows.last() else { break };
        after = Some(Place(last.day, last.number));
        for row in &rows {
            sheet.row([
                &row.day.to_string(),
                &pounds(row.amount),
                &row.reason,
                row.from_kind.label(),
                row.to_kind.label(),
                row.title.as_deref().unwrap_or_default(),
                row.recorded_by.as_deref().unwrap_or_default(),
            ])?;
        }
    }
    sheet.finish()
}

impl From<Row> for Movement {
    fn from(row: Row) -> Self {
        let reversible = AccountKind::reversible(row.from_kind, row.to_kind) && row.reversed == 0;
        Self {
            id: row.id,
            day: row.day,
            from: row.from_kind,
            to: row.to_kind,
            amount: row.amount,
            reason: row.reason,
            intervention: row.intervention_id,
            recorded_by: row.recorded_by,
            reversal: row.reverses_id.is_some(),
            reversible: reversible && row.reverses_id.is_none(),
        }
    }
}
