//! The versions of an intervention: each proposal, revision and amendment stays as it was written, with what became of it.

use std::collections::HashMap;

use chrono::NaiveDate;
use sea_orm::{
    ConnectionTrait, FromQueryResult,
    sea_query::{Expr, ExprTrait, Query, UnionType},
};
use shared::{
    access::Action,
    failure::{Change, Failure},
    id::{ClusterId, InterventionId, PersonId},
    intervention::{
        Proposal, Stage,
        life::{self, Event, Refusal, next},
    },
    money::Pence,
};
use uuid::Uuid;

use crate::{
    access::{Access, Write},
    error::Result,
    fund::held,
};

/// A version to save.
pub(super) struct NewVersion<'a> {
    id: InterventionId,
    version: i32,
    base: Option<i32>,
    amends: bool,
    proposal: &'a Proposal,
    reason: &'a str,
}

impl<'a> NewVersion<'a> {
    /// The first proposal.
    pub fn first(id: InterventionId, proposal: &'a Proposal) -> Self {
        Self { id, version: 1, base: None, amends: false, proposal, reason: "" }
    }

    /// A proposal that replaces the one before it.
    pub fn revision(id: InterventionId, base: i32, proposal: &'a Proposal) -> Self {
        Self { id, version: base.saturating_add(1), base: Some(base), amends: false, proposal, reason: "" }
    }

    /// A change of what was agreed. `last` is the last version there is: others may have been taken back.
    pub fn amendment(id: InterventionId, base: i32, last: i32, proposal: &'a Proposal, reason: &'a str) -> Self {
        Self { id, version: last.saturating_add(1), base: Some(base), amends: true, proposal, reason }
    }
}

/// Saves a version with its schools: only those that are in the cluster today can be.
///
/// # Errors
/// That the schools are to be chosen anew.
pub(super) async fn save_version(access: &Access<'_>, write: &Write, it: NewVersion<'_>) -> Result<()> {
    if try_save(access, write, &it).await? {
        Ok(())
    } else {
        Err(Failure::invalid("schools", "Choose schools that are in the cluster today").into())
    }
}

async fn try_save(access: &Access<'_>, write: &Write, it: &NewVersion<'_>) -> Result<bool> {
    let (today, proposal) = (access.today(), it.proposal);
    let in_cluster = Query::select()
        .expr_as(Expr::cust("count(distinct school_id)"), "n")
        .from("belonging")
        .and_where(Expr::col("cluster_id").eq(proposal.cluster.0))
        .and_where(Expr::col("authority_id").eq(access.authority.0))
        .and_where(Expr::col("since").lte(today))
        .and_where(Expr::col("until").is_null().or(Expr::col("until").gte(today)))
        .and_where(Expr::col("school_id").is_in(proposal.schools.iter().map(|it| it.0)))
        .take();
    let columns: [(&str, Expr); 12] = [
        ("intervention_id", Expr::val(it.id.0)),
        ("version", Expr::val(it.version)),
        ("authority_id", Expr::val(access.authority.0)),
        ("cluster_id", Expr::val(proposal.cluster.0)),
        ("base", Expr::val(it.base)),
        ("amends", Expr::val(it.amends)),
        ("content", Expr::val(serde_json::to_string(proposal)?)),
        ("proposed_by_id", Expr::val(access.person.map(|it| it.0))),
        ("proposed_on", Expr::val(today)),
        ("proposed_seq", Expr::val(write.seq())),
        ("reason", Expr::val(it.reason)),
        ("outcome", Expr::val(None::<String>)),
    ];
    let names: Vec<&str> = columns.iter().map(|it| it.0).collect();
    let row = Query::select()
        .exprs(columns.into_iter().map(|it| it.1))
        .from_subquery(in_cluster, "found")
        .and_where(Expr::col(("found", "n")).eq(i64::try_from(proposal.schools.len()).unwrap_or(i64::MAX)))
        .take();
    let mut insert = Query::insert();
    insert.into_table("intervention_version").columns(names);
    insert.select_from(row).map_err(crate::error::Error::broken)?;
    Ok(write.tx().execute(&insert).await?.rows_affected() == 1)
}

#[derive(FromQueryResult)]
struct Content {
    version: i32,
    content: String,
}

const CONTENTS: &str = "
    select version, content from intervention_version
     where intervention_id = $2 and authority_id = $1 and version in ($3, $4)";

/// What some versions said; at most two.
pub(super) async fn contents(
    access: &Access<'_>,
    id: InterventionId,
    versions: &[i32],
) -> Result<HashMap<i32, Proposal>> {
    let (first, last) = (versions.first().copied().unwrap_or(0), versions.last().copied().unwrap_or(0));
    let values = [access.authority.0.into(), id.0.into(), first.into(), last.into()];
    let rows: Vec<Content> = access.all(CONTENTS, values).await?;
    rows.into_iter().map(|it| Ok((it.version, serde_json::from_str(&it.content)?))).collect()
}

/// The names that proposals know as ids.
pub(super) struct Names(HashMap<Uuid, String>);

#[derive(FromQueryResult)]
struct Name {
    id: Uuid,
    name: String,
}

impl Names {
    /// The names in these proposals, in one statement.
    pub async fn of(access: &Access<'_>, proposals: &[&Proposal]) -> Result<Self> {
        if proposals.is_empty() {
            return Ok(Self(HashMap::new()));
        }
        let schools = proposals.iter().flat_map(|it| &it.schools).map(|it| it.0);
        let priorities = proposals.iter().map(|it| it.priority.0);
        let named = |table: &'static str, name: &'static str, ids: Vec<Uuid>| {
            Query::select()
                .column("id")
                .expr_as(Expr::col(name), "name")
                .from(table)
                .and_where(Expr::col("authority_id").eq(access.authority.0))
                .and_where(Expr::col("id").is_in(ids))
                .take()
        };
        let query = named("school", "name", schools.collect())
            .union(UnionType::All, named("priority", "text", priorities.collect()))
            .take();
        let statement = access.db().get_database_backend().build(&query);
        let rows = Name::find_by_statement(statement).all(access.db()).await?;
        Ok(Self(rows.into_iter().map(|it| (it.id, it.name)).collect()))
    }

    fn name(&self, id: Uuid) -> String {
        self.0.get(&id).cloned().unwrap_or_default()
    }

    /// What differs, with names where the proposals have ids.
    pub fn changes(&self, yours: &Proposal, theirs: &Proposal) -> Vec<Change> {
        const NAMED: [&str; 2] = ["Priority", "Schools taking part"];
        let mut changes = yours.changes(theirs);
        changes.retain(|it| !NAMED.contains(&it.field.as_str()));
        let schools = |it: &Proposal| {
            let mut names: Vec<String> = it.schools.iter().map(|it| self.name(it.0)).collect();
            names.sort();
            names.join(", ")
        };
        let priority = |it: &Proposal| self.name(it.priority.0);
        let mut named = |field: &str, yours: String, theirs: String| {
            changes.push(Change { field: field.to_owned(), yours, theirs });
        };
        if yours.priority != theirs.priority {
            named(NAMED[0], priority(yours), priority(theirs));
        }
        if yours.schools != theirs.schools {
            named(NAMED[1], schools(yours), schools(theirs));
        }
        changes
    }
}

/// What differs between two proposals, in words.
pub(super) async fn in_words(access: &Access<'_>, yours: &Proposal, theirs: &Proposal) -> Result<Vec<Change>> {
    if yours == theirs {
        return Ok(Vec::new());
    }
    Ok(Names::of(access, &[yours, theirs]).await?.changes(yours, theirs))
}

/// Where an intervention stands, as far as a step needs to know.
#[derive(FromQueryResult)]
pub(super) struct Standing {
    pub cluster_id: ClusterId,
    pub stage: Stage,
    pub version: i32,
    pub title: String,
    pub cost: Pence,
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
    pub agreed_on: Option<NaiveDate>,
    pub profile: Option<String>,
    pub ended_on: Option<NaiveDate>,
    pub ended_by_id: Option<PersonId>,
    pub ended_reason: Option<String>,
    pub lesson: Option<String>,
    proposed_by_id: PersonId,
    /// The amendment that waits.
    amendment: Option<i32>,
    amended_by_id: Option<PersonId>,
    pub committed: Pence,
}

const STANDING: &str = concat!(
    "select i.cluster_id, i.stage, i.version, i.title, i.cost, i.starts_on, i.ends_on, i.agreed_on, i.profile,
            i.ended_on, i.ended_by_id, i.ended_reason, i.lesson, i.proposed_by_id,
            w.version as amendment, w.proposed_by_id as amended_by_id, ",
    held!("committed", "i.id"),
    " as committed
       from intervention i
       left join intervention_version w
              on w.intervention_id = i.id and w.version > i.version and w.outcome is null
      where i.id = $2 and i.authority_id = $1"
);

impl Standing {
    /// Where an intervention stands that the caller may do something with.
    pub async fn of(access: &Access<'_>, id: InterventionId) -> Result<Self> {
        let found: Self = access.one(STANDING, [access.authority.0.into(), id.0.into()]).await?;
        access.within(found.cluster_id)?;
        Ok(found)
    }

    /// The version that waits for the Board, where something does; else the one that holds.
    pub fn waiting(&self) -> i32 {
        self.amendment.unwrap_or(self.version)
    }

    /// Where a step of this caller leads.
    pub fn next(&self, access: &Access<'_>, event: Event) -> Result<Stage, Refusal> {
        let facts = life::Facts {
            own: access.person == Some(self.amended_by_id.unwrap_or(self.proposed_by_id)),
            board: access.may(Action::AgreeIntervention).holds(self.cluster_id),
            amendment: self.amendment.is_some(),
        };
        next(self.stage, event, facts)
    }
}

/// The refusal of a step upon a version that is not the saved one any more: both values of every field that differs (U5).
pub(super) async fn changed(access: &Access<'_>, id: InterventionId, read: i32, saved: i32) -> Result<Failure> {
    let found = contents(access, id, &[read, saved]).await?;
    let changes = match (found.get(&read), found.get(&saved)) {
        (Some(yours), Some(theirs)) => in_words(access, yours, theirs).await?,
        _ => Vec::new(),
    };
    Ok(Failure::Changed { changes, version: saved })
}
