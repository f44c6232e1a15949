//! What a person sees after signing in: what needs them, what is due, what changed.

use async_graphql::{Context, Object};
use chrono::{Days, NaiveDate};
use sea_orm::{
    ConnectionTrait, FromQueryResult,
    sea_query::{Condition, Expr, ExprTrait, JoinType, Order, Query},
};
use shared::{
    access::{Action, Role, Scope},
    home::{Home, Notice, NoticeKind},
    id::{ClusterId, InterventionId, PersonId},
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

/// The home page.
#[derive(Default)]
pub struct HomeQuery;

#[Object]
impl HomeQuery {
    /// What needs the caller, what is due and what changed.
    async fn home(&self, ctx: &Context<'_>) -> Result<Home> {
        let access = ctx.signed_in()?;
        let (today, sees) = (access.today(), access.may(Action::SeePlan));
        let mut due = roles(&access).await?;
        if sees == Scope::Nowhere {
            return Ok(Home { needs: Vec::new(), due, changed: Vec::new() });
        }
        let soon = |column| Expr::col(("i", column)).between(today, today + NEAR);
        due.extend(of_plans(&access, &sees, "agreed", "starts_on", soon("starts_on"), NoticeKind::StartsSoon).await?);
        due.extend(of_plans(&access, &sees, "agreed", "ends_on", soon("ends_on"), NoticeKind::EndsSoon).await?);
        due.sort_by_key(|it| it.day);
        due.truncate(LINES);
        let lately = Expr::col(("i", "agreed_on")).between(today - NEAR, today);
        let mut changed = of_plans(&access, &sees, "agreed", "agreed_on", lately, NoticeKind::Agreed).await?;
        changed.sort_by_key(|it| std::cmp::Reverse(it.day));
        Ok(Home { needs: needs(&access, &sees).await?, due, changed })
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
    proposed_by_id: PersonId,
    cluster_id: ClusterId,
    cluster: String,
    day: NaiveDate,
}

/// The proposals that wait for the caller, and the caller's own that wait for somebody else. The day is the one on which
/// they would start.
async fn needs(access: &Access<'_>, sees: &Scope) -> Result<Vec<Notice>> {
    let own = Expr::col(("i", "proposed_by_id")).eq(access.person.map(|it| it.0));
    // A filter that nothing passes would keep SQLite from the index on who proposed.
    let agrees = Some(access.may(Action::AgreeIntervention)).filter(|it| *it != Scope::Nowhere);
    let waits = Condition::any().add(own).add_option(agrees.map(|it| inside(&it)));
    of_plans(access, sees, "proposed", "starts_on", waits, NoticeKind::AgreeProposal).await
}

/// Interventions of the plans in a scope as lines of the page, by one of their days: the nearest first.
async fn of_plans(
    access: &Access<'_>,
    sees: &Scope,
    stage: &str,
    day: &'static str,
    which: impl Into<Condition>,
    kind: NoticeKind,
) -> Result<Vec<Notice>> {
    let order = if kind == NoticeKind::Agreed { Order::Desc } else { Order::Asc };
    let query = Query::select()
        .columns([("i", "id"), ("i", "title"), ("i", "proposed_by_id"), ("i", "cluster_id")])
        .expr_as(Expr::col(("c", "name")), "cluster")
        .expr_as(Expr::col(("i", day)), "day")
        .from_as("intervention", "i")
        .join_as(JoinType::InnerJoin, "cluster", "c", Expr::col(("c", "id")).equals(("i", "cluster_id")))
        .and_where(Expr::col(("i", "authority_id")).eq(access.authority.0))
        .and_where(Expr::col(("i", "stage")).eq(stage))
        .cond_where(inside(sees))
        .cond_where(which.into())
        .order_by(("i", day), order)
        .order_by(("i", "title"), Order::Asc)
        .order_by(("i", "id"), Order::Asc)
        .limit(LINES as u64)
        .take();
    let statement = access.db().get_database_backend().build(&query);
    let rows = Row::find_by_statement(statement).all(access.db()).await?;
    let notice = |row: Row| {
        let own = kind == NoticeKind::AgreeProposal && access.person == Some(row.proposed_by_id);
        row.notice(if own { NoticeKind::OwnProposal } else { kind })
    };
    Ok(rows.into_iter().map(notice).collect())
}

/// A scope as a filter. The authority is a filter of its own.
fn inside(scope: &Scope) -> Condition {
    match scope {
        Scope::Nowhere => Condition::all().add(Expr::cust("1 = 0")),
        Scope::Clusters(clusters) => {
            Condition::all().add(Expr::col(("i", "cluster_id")).is_in(clusters.iter().map(|it| it.0)))
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
