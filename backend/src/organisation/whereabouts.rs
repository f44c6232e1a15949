//! What one look at the database says about a list of schools and where they are to go, and what follows from it.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use sea_orm::{
    ActiveValue::Set,
    DatabaseTransaction, FromQueryResult,
    entity::prelude::*,
    sea_query::{Expr, ExprTrait, IntoCondition as _, JoinType, OnConflict, Query},
};
use shared::{
    calendar::written,
    failure::Failure,
    id::{ClusterId, DistrictId, GroupId, ParticipationId, SchoolId},
    organisation::{
        Phase,
        links::{self, Link, Refusal, Step},
        participation::{ParticipationState, usually_exclusion_work},
        places::{Placing, PlacingSchool},
    },
};

use super::entity::{belonging, participation};
use crate::{access::Access, error::Result};

/// Where schools are to come, or to come from, on a day.
pub(super) struct To {
    pub cluster: ClusterId,
    pub since: NaiveDate,
    /// The field of the day.
    pub field: &'static str,
    /// A number that a new cluster is to have; 0 where there is none.
    pub number: i32,
}

impl To {
    pub(super) const fn new(cluster: ClusterId, since: NaiveDate) -> Self {
        Self { cluster, since, field: "since", number: 0 }
    }
}

/// Where a school is to be.
pub(super) struct Wanted {
    pub school: SchoolId,
    pub group: Option<GroupId>,
}

impl From<&PlacingSchool> for Wanted {
    fn from(it: &PlacingSchool) -> Self {
        Self { school: it.school, group: it.group }
    }
}

/// A school with a stretch in a cluster on the day or later, if it has one; a row a stretch.
#[derive(FromQueryResult)]
struct Row {
    school_id: SchoolId,
    school: String,
    phase: Phase,
    link_id: Option<Uuid>,
    link_cluster_id: Option<ClusterId>,
    link_cluster: Option<String>,
    link_group_id: Option<GroupId>,
    link_since: Option<NaiveDate>,
    link_until: Option<NaiveDate>,
    answer_id: Option<ParticipationId>,
    answer: Option<ParticipationState>,
    answer_since: Option<NaiveDate>,
    answer_cluster_id: Option<ClusterId>,
    opened_on: NaiveDate,
    closed_on: Option<NaiveDate>,
    named_groups: i64,
    district_id: Option<DistrictId>,
    members: i64,
    taken: Option<String>,
}

/// One school that is placed, with what is known of it.
struct Known {
    name: String,
    phase: Phase,
    links: Vec<Link<Uuid>>,
    /// The cluster it is in on the day.
    held: Option<(ClusterId, String)>,
    answer: Option<Given>,
}

/// The answer that a school has given last.
#[derive(Clone, Copy)]
struct Given {
    id: ParticipationId,
    state: ParticipationState,
    since: NaiveDate,
    cluster: ClusterId,
}

/// What one look at the database says about a list of schools and where they are to go.
pub(super) struct Found {
    cluster: ClusterId,
    since: NaiveDate,
    schools: HashMap<SchoolId, Known>,
    /// The district of the cluster.
    pub district: Option<DistrictId>,
    /// How many schools are in the cluster on the day.
    pub members: i64,
    /// The cluster that has the number already.
    pub taken: Option<String>,
}

/// Reads it: schools of the authority alone, a cluster that is open on the day, groups of that cluster.
///
/// # Errors
/// [`Failure::NotFound`] for what is not there; a refusal where the cluster is not open.
pub(super) async fn load(access: &Access<'_>, tx: &DatabaseTransaction, to: To, wanted: &[Wanted]) -> Result<Found> {
    let To { cluster, since, field, number } = to;
    let groups: BTreeSet<Uuid> = wanted.iter().filter_map(|it| it.group).map(|it| it.0).collect();
    let many_groups = groups.len();
    let mut named = Query::select();
    named
        .expr(Expr::cust("count(*)"))
        .from("cluster_group")
        .and_where(Expr::col(("cluster_group", "cluster_id")).equals(("cluster", "id")))
        .and_where(Expr::col(("cluster_group", "id")).is_in(groups));
    let mut members = Query::select();
    members
        .expr(Expr::cust("count(*)"))
        .from_as("belonging", "member")
        .and_where(Expr::col(("member", "cluster_id")).equals(("cluster", "id")))
        .and_where(Expr::col(("member", "since")).lte(since))
        .and_where(Expr::col(("member", "until")).is_null().or(Expr::col(("member", "until")).gte(since)));
    let mut taken = Query::select();
    taken
        .expr(Expr::col(("other", "name")))
        .from_as("cluster", "other")
        .and_where(Expr::col(("other", "authority_id")).eq(access.authority.0))
        .and_where(Expr::col(("other", "number")).eq(number));
    let of_school = |table: &'static str| Expr::col((table, "school_id")).equals(("school", "id"));
    let reaches = |table: &'static str| {
        Expr::col((table, "until")).is_null().or(Expr::col((table, "until")).gte(since)).into_condition()
    };
    let select = Query::select()
        .expr_as(Expr::col(("school", "id")), "school_id")
        .expr_as(Expr::col(("school", "name")), "school")
        .expr_as(Expr::col(("school", "phase")), "phase")
        .expr_as(Expr::col(("belonging", "id")), "link_id")
        .expr_as(Expr::col(("belonging", "cluster_id")), "link_cluster_id")
        .expr_as(Expr::col(("held", "name")), "link_cluster")
        .expr_as(Expr::col(("belonging", "group_id")), "link_group_id")
        .expr_as(Expr::col(("belonging", "since")), "link_since")
        .expr_as(Expr::col(("belonging", "until")), "link_until")
        .expr_as(Expr::col(("participation", "id")), "answer_id")
        .expr_as(Expr::col(("participation", "state")), "answer")
        .expr_as(Expr::col(("participation", "since")), "answer_since")
        .expr_as(Expr::col(("participation", "cluster_id")), "answer_cluster_id")
        .expr_as(Expr::col(("cluster", "opened_on")), "opened_on")
        .expr_as(Expr::col(("cluster", "closed_on")), "closed_on")
        .expr_as(Expr::col(("cluster", "district_id")), "district_id")
        .expr_as(Expr::SubQuery(None, Box::new(named.take().into())), "named_groups")
        .expr_as(Expr::SubQuery(None, Box::new(members.take().into())), "members")
        .expr_as(Expr::SubQuery(None, Box::new(taken.take().into())), "taken")
        .from("school")
        .join(
            JoinType::InnerJoin,
            "cluster",
            Expr::col(("cluster", "id"))
                .eq(cluster.0)
                .and(Expr::col(("cluster", "authority_id")).eq(access.authority.0)),
        )
        .join(JoinType::LeftJoin, "belonging", of_school("belonging").into_condition().add(reaches("belonging")))
        .join_as(JoinType::LeftJoin, "cluster", "held", Expr::col(("held", "id")).equals(("belonging", "cluster_id")))
        .join(
            JoinType::LeftJoin,
            "participation",
            of_school("participation").and(Expr::col(("participation", "until")).is_null()),
        )
        .and_where(Expr::col(("school", "authority_id")).eq(access.authority.0))
        .and_where(Expr::col(("school", "id")).is_in(wanted.iter().map(|it| it.school.0)))
        .take();
    let rows = tx.query_all(&select).await?;
    let rows = rows.iter().map(|it| Row::from_query_result(it, "")).collect::<Result<Vec<_>, _>>()?;
    let first = rows.first().ok_or(Failure::NotFound)?;
    if usize::try_from(first.named_groups).ok() != Some(many_groups) {
        return Err(Failure::NotFound.into());
    }
    if first.closed_on.is_some() || since < first.opened_on {
        return Err(Failure::invalid(field, "The cluster is not open on this day").into());
    }
    let (district, members, taken) = (first.district_id, first.members, first.taken.clone());
    let mut found = Found { cluster, since, schools: HashMap::new(), district, members, taken };
    for row in rows {
        found.take(row);
    }
    if found.schools.len() == wanted.len() { Ok(found) } else { Err(Failure::NotFound.into()) }
}

impl Found {
    fn take(&mut self, row: Row) {
        let answer = row.answer_id.zip(row.answer).zip(row.answer_since.zip(row.answer_cluster_id));
        let known = self.schools.entry(row.school_id).or_insert_with(|| Known {
            name: row.school,
            phase: row.phase,
            links: Vec::new(),
            held: None,
            answer: answer.map(|((id, state), (since, cluster))| Given { id, state, since, cluster }),
        });
        let (Some(key), Some(cluster), Some(since)) = (row.link_id, row.link_cluster_id, row.link_since) else {
            return;
        };
        let link = Link { key, cluster, group: row.link_group_id, since, until: row.link_until };
        if link.holds(self.since) {
            known.held = Some((cluster, row.link_cluster.unwrap_or_default()));
        }
        known.links.push(link);
    }

    /// Nobody is taken out of another cluster without somebody having decided just that.
    pub(super) fn decided(&self, input: &Placing) -> Result<()> {
        for it in &input.schools {
            let Some(Known { held: Some((held, cluster)), name, .. }) = self.schools.get(&it.school) else { continue };
            if *held != self.cluster && it.from != Some(*held) {
                let message = format!("{name} is in {cluster} on this day. Decide whether it moves here");
                return Err(Failure::invalid("schools", message).into());
            }
        }
        Ok(())
    }

    /// Without the schools that come to just this cluster and group on a later day: they stay as they are.
    pub(super) fn not_there_later(&self, wanted: Vec<Wanted>) -> Vec<Wanted> {
        let there = |it: &Wanted| {
            let links = self.schools.get(&it.school).map(|it| it.links.as_slice()).unwrap_or_default();
            let later =
                |link: &Link<Uuid>| link.cluster == self.cluster && link.group == it.group && link.until.is_none();
            matches!(links, [only] if only.since > self.since && later(only))
        };
        wanted.into_iter().filter(|it| !there(it)).collect()
    }

    /// What is written: stretches that end, with their last day, and those that begin.
    pub(super) fn steps(
        &self,
        access: &Access<'_>,
        wanted: &[Wanted],
        field: &str,
    ) -> Result<Vec<belonging::ActiveModel>> {
        let mut rows = Vec::new();
        let row = |id, school, link: &Link<Uuid>, until| belonging::ActiveModel {
            id: Set(id),
            authority_id: Set(access.authority),
            school_id: Set(school),
            cluster_id: Set(link.cluster),
            group_id: Set(link.group),
            since: Set(link.since),
            until: Set(until),
        };
        for it in wanted {
            let known = self.schools.get(&it.school).ok_or(Failure::NotFound)?;
            let step = links::place(&known.links, self.cluster, it.group, self.since);
            let Step::Begin { ends } = step.map_err(|refusal| told(refusal, &known.name, field))? else { continue };
            let ended = ends.and_then(|(key, last)| Some((known.links.iter().find(|it| it.key == key)?, last)));
            rows.extend(ended.map(|(link, last)| row(link.key, it.school, link, Some(last))));
            let (key, cluster, group, since) = (Uuid::new_v4(), self.cluster, it.group, self.since);
            rows.push(row(key, it.school, &Link { key, cluster, group, since, until: None }, None));
        }
        Ok(rows)
    }

    /// A school that is not in the cluster on the day.
    pub(super) fn elsewhere(&self) -> Option<&str> {
        let outside = |it: &&Known| it.held.as_ref().is_none_or(|held| held.0 != self.cluster);
        self.schools.values().find(outside).map(|it| it.name.as_str())
    }

    /// The same schools on their way into another cluster.
    pub(super) fn on_the_way_to(self, cluster: ClusterId) -> Self {
        Self { cluster, ..self }
    }

    /// Answers that are recorded with the list: of those that take part and have not said so before.
    pub(super) fn answers(&self, access: &Access<'_>, input: &Placing) -> Vec<participation::ActiveModel> {
        let mut rows = Vec::new();
        let row = |id, school, given: Given, until, exclusion_work| participation::ActiveModel {
            id: Set(id),
            authority_id: Set(access.authority),
            school_id: Set(school),
            cluster_id: Set(given.cluster),
            state: Set(given.state),
            since: Set(given.since),
            until: Set(until),
            reason: Set(String::new()),
            exclusion_work: Set(exclusion_work),
        };
        for it in input.schools.iter().filter(|it| it.engaged) {
            let Some(known) = self.schools.get(&it.school) else { continue };
            match known.answer {
                // An answer of this day or later is somebody's decision.
                Some(given) if given.state == ParticipationState::Engaged || given.since >= self.since => continue,
                Some(given) => rows.push(row(given.id, it.school, given, self.since.pred_opt(), false)),
                None => {}
            }
            let id = ParticipationId(Uuid::new_v4());
            let (state, cluster) = (ParticipationState::Engaged, self.cluster);
            let given = Given { id, state, since: self.since, cluster };
            rows.push(row(id, it.school, given, None, usually_exclusion_work(known.phase)));
        }
        rows
    }
}

/// Ends and begins in one statement, however many they are.
pub(super) async fn save(tx: &DatabaseTransaction, rows: Vec<belonging::ActiveModel>) -> Result<()> {
    belonging::Entity::insert_many(rows)
        .on_conflict(OnConflict::column("id").update_column("until").to_owned())
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// Why a school cannot be placed, in words.
pub(super) fn told(refusal: Refusal, school: &str, field: &str) -> Failure {
    match refusal {
        Refusal::Later(day) => {
            let message = format!("{school} is in a cluster from {} already. Choose a later day", written(day));
            Failure::invalid(field, message)
        }
        Refusal::NoDay => Failure::invalid(field, "Enter a later day"),
    }
}
