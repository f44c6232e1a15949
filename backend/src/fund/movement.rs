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

/// What an account holds of the money of one intervention, as an expression of SQL.
macro_rules! held {
    ($kind:literal, $intervention:literal) => {
        concat!(
            "(select cast(coalesce(sum(case when hm.to_id = ha.id then hm.amount else -hm.amount end), 0) as bigint)
                from movement hm
                join account ha on ha.cluster_id = hm.cluster_id and (ha.id = hm.to_id or ha.id = hm.from_id)
               where hm.intervention_id = ",
            $intervention,
            " and ha.kind = '",
            $kind,
            "')"
        )
    };
}
pub(crate) use held;

/// How many versions of an intervention that the Board agreed a person has asked for, as an expression of SQL: who has
/// asked for any of its money does not certify it (D14).
macro_rules! asked_for {
    ($intervention:literal, $person:literal) => {
        concat!(
            "(select count(*) from intervention_version av
               where av.intervention_id = ",
            $intervention,
            " and av.outcome = 'agreed' and av.proposed_by_id = ",
            $person,
            ")"
        )
    };
}
pub(crate) use asked_for;

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
    /// The movement that it takes back.
    pub reverses: Option<MovementId>,
}

/// The least that an account holds at the end of a day or of any day after it, as an expression of SQL: a movement that is
/// recorded late must not take what was gone by then (Z14). `$which` narrows what is counted.
macro_rules! floor {
    ($account:literal, $cluster:literal, $day:literal, $which:literal) => {
        concat!(
            "(select cast(min(fb.balance) as bigint)
                from (select fd.day, sum(fd.amount) over (order by fd.day) as balance
                        from (select fm.day, case when fm.to_id = ",
            $account,
            " then fm.amount else -fm.amount end as amount
                                from movement fm
                               where fm.cluster_id = ",
            $cluster,
            " and (fm.to_id = ",
            $account,
            " or fm.from_id = ",
            $account,
            ")",
            $which,
            "                union all
                              select ",
            $day,
            ", 0) fd) fb
               where fb.day >= ",
            $day,
            ")"
        )
    };
}

/// Writes the next line of the book, if the account it leaves can carry it on that day and ever after. The source is the
/// world outside: it can. What is committed and what is spent belongs to interventions, and one does not pay for another.
/// A movement is taken back once.
const POST: &str = concat!(
    "insert into movement
           (id, authority_id, cluster_id, number, from_id, to_id, amount, day, reason, intervention_id, reverses_id,
            person_id, seq)
     select $2, $1, $3, (select coalesce(max(n.number), 0) + 1 from movement n where n.cluster_id = $3),
            f.id, t.id, $6, $7, $8, $9, $10, $11, $12
       from account f
       join account t on t.cluster_id = f.cluster_id and t.kind = $5
      where f.cluster_id = $3 and f.authority_id = $1 and f.kind = $4
        and ($10 is null or not exists (select 1 from movement r where r.reverses_id = $10))
        and (f.kind = 'source' or $6 <= ",
    floor!("f.id", "$3", "$7", ""),
    ") and (f.kind in ('source', 'available') or $6 <= ",
    floor!("f.id", "$3", "$7", " and fm.intervention_id = $9"),
    ")"
);

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
        it.reverses.map(|it| it.0).into(),
        access.person.map(|it| it.0).into(),
        write.seq().into(),
    ];
    Ok(write.tx().execute_raw(access.sql(POST, values)).await?.rows_affected() == 1)
}

#[derive(FromQueryResult)]
pub(crate) struct Left {
    /// What may be committed today.
    pub now: Pence,
    /// What could have been committed on a day, without taking what was committed after it.
    pub at_day: Pence,
}

const LEFT: &str = concat!(
    "select ",
    balance!("available", "a.cluster_id"),
    " as now, ",
    floor!("a.id", "$2", "$3", ""),
    " as at_day from account a where a.cluster_id = $2 and a.authority_id = $1 and a.kind = 'available'"
);

/// What a cluster may still commit, and what it could have committed on a day, as a change sees it.
pub(crate) async fn left(access: &Access<'_>, write: &Write, cluster: ClusterId, day: NaiveDate) -> Result<Left> {
    let statement = access.sql(LEFT, [access.authority.0.into(), cluster.0.into(), day.into()]);
    let row = Left::find_by_statement(statement).one(write.tx()).await?;
    Ok(row.unwrap_or(Left { now: Pence::ZERO, at_day: Pence::ZERO }))
}
