//! Movements: the only way in which a balance changes.

use chrono::NaiveDate;
use sea_orm::{ConnectionTrait, FromQueryResult};
use shared::{
    fund::AccountKind,
    id::{ClusterId, InterventionId, MovementId},
    money::Pence,
};

use crate::{
    access::{Access, Write},
    error::Result,
};

/// What an account of a cluster holds, as an expression of SQL: what came in less what went out. A cluster without
/// accounts has nothing.
macro_rules! balance {
    ($kind:literal, $cluster:literal) => {
        concat!(
            "(select cast(coalesce(sum(case when bm.to_id = ba.id then bm.amount else -bm.amount end), 0) as bigint)
                from account ba
                join movement bm on bm.cluster_id = ba.cluster_id and (bm.to_id = ba.id or bm.from_id = ba.id)
               where ba.cluster_id = ",
            $cluster,
            " and ba.kind = '",
            $kind,
            "')"
        )
    };
}
pub(crate) use balance;

/// A movement to write.
pub(crate) struct Posting {
    /// Its id.
    pub id: MovementId,
    /// In whose book.
    pub cluster: ClusterId,
    /// From which account.
    pub from: AccountKind,
    /// To which account.
    pub to: AccountKind,
    /// How much: above zero.
    pub amount: Pence,
    /// The day.
    pub day: NaiveDate,
    /// Why.
    pub reason: String,
    /// What it is for.
    pub intervention: Option<InterventionId>,
}

/// Writes the next line of the book, if the account it leaves can carry it. The source is the world outside: it can.
const POST: &str = "
    insert into movement
           (id, authority_id, cluster_id, number, from_id, to_id, amount, day, reason, intervention_id)
    select $2, $1, $3, (select coalesce(max(n.number), 0) + 1 from movement n where n.cluster_id = $3),
           f.id, t.id, $6, $7, $8, $9
      from account f
      join account t on t.cluster_id = f.cluster_id and t.kind = $5
     where f.cluster_id = $3 and f.authority_id = $1 and f.kind = $4
       and (f.kind = 'source' or $6 <= (
            select coalesce(sum(case when m.to_id = f.id then m.amount else -m.amount end), 0)
              from movement m
             where m.cluster_id = $3 and (m.to_id = f.id or m.from_id = f.id)))";

/// Writes a movement into a change. `false` says that the account it leaves does not hold as much, or is not there:
/// nothing was written then.
///
/// Writers stand in one queue ([`Access::begin`]), so that no other movement comes between the look and the line.
pub(crate) async fn post(access: &Access<'_>, write: &Write, it: Posting) -> Result<bool> {
    let values = [
        access.authority.0.into(),
        it.id.0.into(),
        it.cluster.0.into(),
        it.from.into(),
        it.to.into(),
        it.amount.0.into(),
        it.day.into(),
        it.reason.into(),
        it.intervention.map(|it| it.0).into(),
    ];
    Ok(write.tx().execute_raw(access.sql(POST, values)).await?.rows_affected() == 1)
}

#[derive(FromQueryResult)]
struct Left {
    available: Pence,
}

const LEFT: &str = concat!(
    "select ",
    balance!("available", "c.id"),
    " as available from cluster c where c.id = $2 and c.authority_id = $1"
);

/// What a cluster may still commit, as a change sees it.
pub(crate) async fn left(access: &Access<'_>, write: &Write, cluster: ClusterId) -> Result<Pence> {
    let statement = access.sql(LEFT, [access.authority.0.into(), cluster.0.into()]);
    let row = Left::find_by_statement(statement).one(write.tx()).await?;
    Ok(row.map_or(Pence::ZERO, |it| it.available))
}
