//! What others did since somebody last looked, and the mark up to which they have seen it.
//!
//! The order is that of the audit: its numbers tell what came after what, whatever clocks say. A mark is set when a person
//! says so, through the door and with its row in the audit like every other change. To be looked at is no change: if each
//! visit set the mark, every reader would stand in the queue of the writers, and the chain would fill with rows that say
//! nothing about anybody's right or money.

use async_graphql::{Context, Object};
use chrono::NaiveDate;
use sea_orm::{
    ConnectionTrait, FromQueryResult,
    sea_query::{Condition, Expr, ExprTrait, JoinType, Order, Query, SelectStatement, UnionType},
};
use shared::{
    access::{Action, Scope},
    fund::AccountKind,
    home::{News, NewsItem, NewsKind},
    id::{ClusterId, InterventionId},
    money::Pence,
    organisation::ClusterLink,
    page::{Cursor, USUAL_ROWS},
};

use super::{NEAR, inside};
use crate::{
    access::{Access, Authorize},
    error::Result,
};

/// The name of the list, to which places in it are sealed.
const LIST: &str = "news";

#[derive(FromQueryResult)]
struct Row {
    seq: i64,
    /// `proposed`, `decided`, `ended` or `moved`.
    what: String,
    title: String,
    cluster_id: ClusterId,
    cluster: String,
    intervention_id: Option<InterventionId>,
    who: String,
    day: NaiveDate,
    version: i32,
    amends: bool,
    outcome: Option<String>,
    amount: Option<Pence>,
    from_kind: Option<String>,
    to_kind: Option<String>,
    reversal: bool,
}

/// News.
#[derive(Default)]
pub struct NewsQuery;

#[Object]
impl NewsQuery {
    /// What others did since the caller last marked it as seen, the latest first.
    async fn news(&self, ctx: &Context<'_>, after: Option<Cursor>) -> Result<News> {
        let access = ctx.authorize(Action::SeePlan)?;
        read(&access, after).await
    }
}

/// The marks of what was seen.
#[derive(Default)]
pub struct NewsMutation;

const MARK: &str = "
    insert into last_look (person_id, seq) values ($1, $2)
    on conflict (person_id) do update
       set seq = case when excluded.seq > last_look.seq then excluded.seq else last_look.seq end";

#[Object]
impl NewsMutation {
    /// Marks as seen what others did up to the latest that the caller was shown; without it, all until now. A mark never
    /// goes back.
    async fn mark_seen(&self, ctx: &Context<'_>, until: Option<Cursor>) -> Result<bool> {
        let access = ctx.authorize(Action::SeePlan)?;
        let person = access.person.ok_or(shared::failure::Failure::SignedOut)?;
        let shown: Option<i64> = access.place(LIST, until.as_ref())?;
        let write = access.begin("markSeen", person.0, &until).await?;
        let seq = shown.unwrap_or(write.seq());
        write.tx().execute_raw(access.sql(MARK, [person.0.into(), seq.into()])).await?;
        write.commit().await?;
        Ok(true)
    }
}

/// A page of the news, with what it is to be marked with.
pub(super) async fn read(access: &Access<'_>, after: Option<Cursor>) -> Result<News> {
    let before: i64 = access.place(LIST, after.as_ref())?.unwrap_or(i64::MAX);
    let statement = access.db().get_database_backend().build(&statement(access, before));
    let mut rows = Row::find_by_statement(statement).all(access.db()).await?;
    let next = access.next(LIST, &mut rows, |it| it.seq)?;
    let latest = rows.first().map(|it| access.mark(LIST, &it.seq)).transpose()?;
    Ok(News { items: rows.into_iter().map(NewsItem::from).collect(), next, latest })
}

/// Nothing of a kind, as an expression with its type: PostgreSQL wants to know it.
fn nothing(kind: &'static str) -> Expr {
    match kind {
        "text" => Expr::cust("cast(null as text)"),
        _ => Expr::cust("cast(null as bigint)"),
    }
}

/// The four things that can have happened, each from its own index, joined in one list.
fn statement(access: &Access<'_>, before: i64) -> SelectStatement {
    let scope = access.may(Action::SeePlan);
    let version = |what: &'static str, day: &'static str, seq: &'static str, by: &'static str| {
        let rows = Query::select()
            .expr_as(Expr::col(("v", seq)), "seq")
            .expr_as(Expr::val(what).cast_as("text"), "what")
            .expr_as(Expr::col(("t", "title")), "title")
            .expr_as(Expr::col(("v", "cluster_id")), "cluster_id")
            .expr_as(Expr::col(("v", "intervention_id")), "intervention_id")
            .expr_as(Expr::col(("v", by)), "person_id")
            .expr_as(Expr::col(("v", day)), "day")
            .expr_as(Expr::col(("v", "version")), "version")
            .expr_as(Expr::col(("v", "amends")), "amends")
            .expr_as(Expr::col(("v", "outcome")), "outcome")
            .expr_as(nothing("bigint"), "amount")
            .expr_as(nothing("text"), "from_kind")
            .expr_as(nothing("text"), "to_kind")
            .expr_as(Expr::cust("1 = 0"), "reversal")
            .from_as("intervention_version", "v")
            .join_as(JoinType::InnerJoin, "intervention", "t", Expr::col(("t", "id")).equals(("v", "intervention_id")))
            .take();
        newest(access, &scope, rows, "v", (seq, by, day), before)
    };
    let ended = Query::select()
        .expr_as(Expr::col(("v", "ended_seq")), "seq")
        .expr_as(Expr::val("ended").cast_as("text"), "what")
        .expr_as(Expr::col(("v", "title")), "title")
        .expr_as(Expr::col(("v", "cluster_id")), "cluster_id")
        .expr_as(Expr::col(("v", "id")), "intervention_id")
        .expr_as(Expr::col(("v", "ended_by_id")), "person_id")
        .expr_as(Expr::col(("v", "ended_on")), "day")
        .expr_as(Expr::col(("v", "version")), "version")
        .expr_as(Expr::cust("1 = 0"), "amends")
        .expr_as(nothing("text"), "outcome")
        .expr_as(nothing("bigint"), "amount")
        .expr_as(nothing("text"), "from_kind")
        .expr_as(nothing("text"), "to_kind")
        .expr_as(Expr::cust("1 = 0"), "reversal")
        .from_as("intervention", "v")
        .take();
    let ended = newest(access, &scope, ended, "v", ("ended_seq", "ended_by_id", "ended_on"), before);
    let moved = Query::select()
        .expr_as(Expr::col(("v", "seq")), "seq")
        .expr_as(Expr::val("moved").cast_as("text"), "what")
        .expr_as(Expr::cust("coalesce(t.title, v.reason)"), "title")
        .expr_as(Expr::col(("v", "cluster_id")), "cluster_id")
        .expr_as(Expr::col(("v", "intervention_id")), "intervention_id")
        .expr_as(Expr::col(("v", "person_id")), "person_id")
        .expr_as(Expr::col(("v", "day")), "day")
        .expr_as(Expr::cust("0"), "version")
        .expr_as(Expr::cust("1 = 0"), "amends")
        .expr_as(nothing("text"), "outcome")
        .expr_as(Expr::col(("v", "amount")), "amount")
        .expr_as(Expr::col(("f", "kind")), "from_kind")
        .expr_as(Expr::col(("a", "kind")), "to_kind")
        .expr_as(Expr::cust("v.reverses_id is not null"), "reversal")
        .from_as("movement", "v")
        .join_as(JoinType::InnerJoin, "account", "f", Expr::col(("f", "id")).equals(("v", "from_id")))
        .join_as(JoinType::InnerJoin, "account", "a", Expr::col(("a", "id")).equals(("v", "to_id")))
        .join_as(JoinType::LeftJoin, "intervention", "t", Expr::col(("t", "id")).equals(("v", "intervention_id")))
        // What the Board decided is told by its decision.
        .and_where(Expr::cust(
            "not exists (select 1 from intervention_version o
                          where o.intervention_id = v.intervention_id and o.decided_seq = v.seq)",
        ))
        .and_where(Expr::cust("(t.ended_seq is null or t.ended_seq <> v.seq)"))
        .take();
    let moved = newest(access, &scope, moved, "v", ("seq", "person_id", "day"), before);
    let all = version("proposed", "proposed_on", "proposed_seq", "proposed_by_id")
        .union(UnionType::All, version("decided", "decided_on", "decided_seq", "decided_by_id"))
        .union(UnionType::All, ended)
        .union(UnionType::All, moved)
        .take();
    Query::select()
        .columns([
            ("n", "seq"),
            ("n", "what"),
            ("n", "title"),
            ("n", "cluster_id"),
            ("n", "intervention_id"),
            ("n", "day"),
            ("n", "version"),
            ("n", "amends"),
            ("n", "outcome"),
            ("n", "amount"),
            ("n", "from_kind"),
            ("n", "to_kind"),
            ("n", "reversal"),
        ])
        .expr_as(Expr::col(("c", "name")), "cluster")
        .expr_as(Expr::col(("p", "name")), "who")
        .from_subquery(all, "n")
        .join_as(JoinType::InnerJoin, "cluster", "c", Expr::col(("c", "id")).equals(("n", "cluster_id")))
        .join_as(JoinType::InnerJoin, "person", "p", Expr::col(("p", "id")).equals(("n", "person_id")))
        .order_by(("n", "seq"), Order::Desc)
        .limit(page())
        .take()
}

fn page() -> u64 {
    u64::from(USUAL_ROWS.unsigned_abs()) + 1
}

/// The newest of one kind in the caller's scope that others did and the caller has not seen, one more than a page.
fn newest(
    access: &Access<'_>,
    scope: &Scope,
    mut rows: SelectStatement,
    table: &'static str,
    (seq, by, day): (&'static str, &'static str, &'static str),
    before: i64,
) -> SelectStatement {
    let me = access.person.map(|it| it.0);
    let seen = Query::select().column("seq").from("last_look").and_where(Expr::col("person_id").eq(me)).take();
    let marked = Query::select().column("seq").from("last_look").and_where(Expr::col("person_id").eq(me)).take();
    let unseen = Condition::any()
        .add(Expr::col((table, seq)).gt(Expr::SubQuery(None, Box::new(seen.into()))))
        // Before the first mark there are four weeks.
        .add(Condition::all().add(Expr::not_exists(marked)).add(Expr::col((table, day)).gte(access.today() - NEAR)));
    let rows = rows
        .and_where(Expr::col((table, "authority_id")).eq(access.authority.0))
        .and_where(Expr::col((table, seq)).lt(before))
        .and_where(Expr::col((table, by)).ne(me))
        .cond_where(inside(scope, table))
        .cond_where(unseen)
        .order_by((table, seq), Order::Desc)
        .limit(page())
        .take();
    // A part of a union has an order of its own only inside.
    Query::select().expr(Expr::cust("*")).from_subquery(rows, "newest").take()
}

impl From<Row> for NewsItem {
    fn from(row: Row) -> Self {
        let kind = row.kind();
        Self {
            kind,
            title: row.title,
            cluster: ClusterLink { id: row.cluster_id, name: row.cluster },
            intervention: row.intervention_id,
            who: row.who,
            day: row.day,
            amount: row.amount,
        }
    }
}

impl Row {
    fn kind(&self) -> NewsKind {
        let is = |kind: &Option<String>, which: AccountKind| {
            use sea_orm::ActiveEnum as _;
            kind.as_ref() == Some(&which.to_value())
        };
        match (self.what.as_str(), self.outcome.as_deref(), self.amends) {
            ("proposed", _, true) => NewsKind::AmendmentProposed,
            ("proposed", _, false) if self.version == 1 => NewsKind::Proposed,
            ("proposed", _, false) => NewsKind::Revised,
            ("decided", Some("agreed"), true) => NewsKind::Amended,
            ("decided", Some("agreed"), false) => NewsKind::Agreed,
            ("decided", ..) => NewsKind::Withdrawn,
            ("ended", ..) => NewsKind::Ended,
            _ if self.reversal => NewsKind::Reversed,
            _ if is(&self.from_kind, AccountKind::Source) => NewsKind::Paid,
            _ if is(&self.to_kind, AccountKind::Spent) => NewsKind::Spent,
            _ => NewsKind::Released,
        }
    }
}
