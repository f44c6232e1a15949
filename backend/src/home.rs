//! What a person sees after signing in: what needs them, what is due, what changed.

mod news;

use async_graphql::{Context, MergedObject, Object};
use chrono::{Days, NaiveDate};
use sea_orm::{
    ConnectionTrait, FromQueryResult,
    sea_query::{Condition, Expr, ExprTrait, JoinType, Order, Query, SelectStatement, UnionType},
};
use shared::{
    access::{Action, Role, Scope},
    home::{Home, News, Notice, NoticeKind},
    id::{ClusterId, InterventionId, PersonId},
    intervention::Stage,
    organisation::ClusterLink,
};

use crate::{
    access::{Access, Authorize},
    error::Result,
};

/// The lines of each part.
const LINES: usize = 20;

/// Soon, and lately.
const NEAR: Days = Days::new(28);

/// How early a role says that it ends: a successor has to be found.
const ROLE_ENDS: Days = Days::new(60);

/// The questions of the area.
#[derive(MergedObject, Default)]
pub struct HomeQuery(PageQuery, news::NewsQuery);

/// The changes of the area.
#[derive(MergedObject, Default)]
pub struct HomeMutation(news::NewsMutation);

/// The home page.
#[derive(Default)]
pub struct PageQuery;

#[Object]
impl PageQuery {
    /// What needs the caller, what is due and what changed.
    async fn home(&self, ctx: &Context<'_>) -> Result<Home> {
        let access = ctx.signed_in()?;
        let (today, sees) = (access.today(), access.may(Action::SeePlan));
        let mut due = roles(&access).await?;
        if sees == Scope::Nowhere {
            let changed = News { items: Vec::new(), next: None, latest: None };
            return Ok(Home { needs: Vec::new(), due, changed });
        }
        let soon = |column| Expr::col(("i", column)).between(today, today + NEAR);
        for (day, kind) in [("starts_on", NoticeKind::StartsSoon), ("ends_on", NoticeKind::EndsSoon)] {
            let found = rows(&access, &of_plans(&access, &sees, "agreed", day, soon(day))).await?;
            due.extend(found.into_iter().map(|it| it.notice(kind)));
        }
        due.sort_by_key(|it| it.day);
        due.truncate(LINES);
        Ok(Home { needs: needs(&access, &sees).await?, due, changed: news::read(&access, None).await? })
    }
}

#[derive(FromQueryResult)]
struct Ending {
    role: Role,
    place: String,
    until: NaiveDate,
    cluster_id: Option<ClusterId>,
    cluster: Option<String>,
}

const ENDING: &str = "
    select m.role, coalesce(s.name, c.name, d.name, a.name) as place, m.until, c.id as cluster_id, c.name as cluster
      from membership m
      join authority a on a.id = m.authority_id
      left join school s on s.id = m.school_id
      left join cluster c on c.id = m.cluster_id
      left join district d on d.id = m.district_id
     where m.person_id = $2 and m.authority_id = $1 and m.since <= $3 and m.until >= $3 and m.until <= $4
     order by m.until, m.id limit 20";

/// The caller's roles that end soon.
async fn roles(access: &Access<'_>) -> Result<Vec<Notice>> {
    let Some(person) = access.person else { return Ok(Vec::new()) };
    let today = access.today();
    let values = [access.authority.0.into(), person.0.into(), today.into(), (today + ROLE_ENDS).into()];
    let rows: Vec<Ending> = access.all(ENDING, values).await?;
    Ok(rows.into_iter().map(Notice::from).collect())
}

impl From<Ending> for Notice {
    fn from(row: Ending) -> Self {
        Self {
            kind: NoticeKind::RoleEnds,
            title: format!("{}, {}", row.role.label(), row.place),
            cluster: row.cluster_id.zip(row.cluster).map(|(id, name)| ClusterLink { id, name }),
            intervention: None,
            day: row.until,
        }
    }
}

#[derive(FromQueryResult)]
struct Row {
    id: InterventionId,
    title: String,
    stage: Stage,
    asked_by_id: PersonId,
    cluster_id: ClusterId,
    cluster: String,
    day: NaiveDate,
}

/// What waits for the caller, and the caller's own that waits for somebody else: proposals, and amendments of what was
/// agreed. The day is the one on which it would start, or starts.
async fn needs(access: &Access<'_>, sees: &Scope) -> Result<Vec<Notice>> {
    let me = access.person.map(|it| it.0);
    let own = Condition::any().add(Expr::col(("i", "proposed_by_id")).eq(me));
    // A filter that nothing passes would keep SQLite from the index on who proposed.
    let agrees = Some(access.may(Action::AgreeIntervention)).filter(|it| *it != Scope::Nowhere);
    let waits = own.add_option(agrees.as_ref().map(|it| inside(it, "i")));
    let proposals = of_plans(access, sees, "proposed", "starts_on", waits);
    let own = Condition::any().add(Expr::col(("w", "proposed_by_id")).eq(me));
    let waits = own.add_option(agrees.as_ref().map(|it| inside(it, "w")));
    let amendments = waiting(access, sees, waits);
    // A part of a union has an order of its own only inside.
    let part = |rows, name| Query::select().expr(Expr::cust("*")).from_subquery(rows, name).take();
    let both = part(proposals, "p").union(UnionType::All, part(amendments, "w")).take();
    let both = part(both, "n")
        .order_by(("n", "day"), Order::Asc)
        .order_by(("n", "title"), Order::Asc)
        .order_by(("n", "id"), Order::Asc)
        .limit(LINES as u64)
        .take();
    let notice = |row: Row| {
        let kind = match row.stage {
            _ if access.person == Some(row.asked_by_id) => NoticeKind::OwnProposal,
            Stage::Proposed => NoticeKind::AgreeProposal,
            _ => NoticeKind::AgreeAmendment,
        };
        row.notice(kind)
    };
    Ok(rows(access, &both).await?.into_iter().map(notice).collect())
}

/// Interventions of the plans in a scope as lines of the page, by one of their days: the nearest first.
fn of_plans(
    access: &Access<'_>,
    sees: &Scope,
    stage: &str,
    day: &'static str,
    which: impl Into<Condition>,
) -> SelectStatement {
    Query::select()
        .columns([("i", "id"), ("i", "title"), ("i", "stage"), ("i", "cluster_id")])
        .expr_as(Expr::col(("i", "proposed_by_id")), "asked_by_id")
        .expr_as(Expr::col(("c", "name")), "cluster")
        .expr_as(Expr::col(("i", day)), "day")
        .from_as("intervention", "i")
        .join_as(JoinType::InnerJoin, "cluster", "c", Expr::col(("c", "id")).equals(("i", "cluster_id")))
        .and_where(Expr::col(("i", "authority_id")).eq(access.authority.0))
        .and_where(Expr::col(("i", "stage")).eq(stage))
        .cond_where(inside(sees, "i"))
        .cond_where(which.into())
        .order_by(("i", day), Order::Asc)
        .order_by(("i", "title"), Order::Asc)
        .order_by(("i", "id"), Order::Asc)
        .limit(LINES as u64)
        .take()
}

/// The amendments in a scope that wait, as lines of the page.
fn waiting(access: &Access<'_>, sees: &Scope, which: Condition) -> SelectStatement {
    Query::select()
        .columns([("i", "id"), ("i", "title"), ("i", "stage"), ("i", "cluster_id")])
        .expr_as(Expr::col(("w", "proposed_by_id")), "asked_by_id")
        .expr_as(Expr::col(("c", "name")), "cluster")
        .expr_as(Expr::col(("i", "starts_on")), "day")
        .from_as("intervention_version", "w")
        .join_as(JoinType::InnerJoin, "intervention", "i", Expr::col(("i", "id")).equals(("w", "intervention_id")))
        .join_as(JoinType::InnerJoin, "cluster", "c", Expr::col(("c", "id")).equals(("w", "cluster_id")))
        .and_where(Expr::col(("w", "authority_id")).eq(access.authority.0))
        .and_where(Expr::col(("w", "amends")).eq(true))
        .and_where(Expr::col(("w", "outcome")).is_null())
        .and_where(Expr::col(("i", "stage")).eq("agreed"))
        .cond_where(inside(sees, "w"))
        .cond_where(which)
        .order_by(("i", "starts_on"), Order::Asc)
        .order_by(("i", "id"), Order::Asc)
        .limit(LINES as u64)
        .take()
}

async fn rows(access: &Access<'_>, query: &SelectStatement) -> Result<Vec<Row>> {
    let statement = access.db().get_database_backend().build(query);
    Ok(Row::find_by_statement(statement).all(access.db()).await?)
}

/// A scope as a filter of a table by its name in the statement. The authority is a filter of its own.
fn inside(scope: &Scope, table: &'static str) -> Condition {
    match scope {
        Scope::Nowhere => Condition::all().add(Expr::cust("1 = 0")),
        Scope::Clusters(clusters) => {
            Condition::all().add(Expr::col((table, "cluster_id")).is_in(clusters.iter().map(|it| it.0)))
        }
        Scope::Authority => Condition::all(),
    }
}

impl Row {
    fn notice(self, kind: NoticeKind) -> Notice {
        Notice {
            kind,
            title: self.title,
            cluster: Some(ClusterLink { id: self.cluster_id, name: self.cluster }),
            intervention: Some(self.id),
            day: self.day,
        }
    }
}
