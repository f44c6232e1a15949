//! Schools: the list, one, and the list as a file.

use async_graphql::{Context, Object};
use chrono::NaiveDate;
use sea_orm::{ActiveEnum as _, FromQueryResult, Value};
use serde::{Deserialize, Serialize};
use shared::{
    access::{Action, Scope},
    id::{AliasId, ClusterId, SchoolId},
    organisation::{
        Belonging, ClusterLink, LONGEST_NAME, Phase, School, SchoolFilter, SchoolPage, SchoolRow, SchoolStatus,
        names::Alias, sort_name,
    },
    page::{Cursor, USUAL_ROWS},
};
use uuid::Uuid;

use super::{cluster::count, record};
use crate::{
    access::{Access, Authorize},
    error::Result,
    sheet::Sheet,
};

#[derive(FromQueryResult)]
struct Row {
    id: SchoolId,
    urn: i32,
    name: String,
    sort_name: String,
    phase: Phase,
    status: SchoolStatus,
    town: Option<String>,
    cluster: Option<String>,
    invented: bool,
}

/// The place of a row in the list.
#[derive(Serialize, Deserialize)]
struct Place(String, SchoolId);

/// What both statements of the list filter by.
macro_rules! matching {
    ($select:literal, $rest:literal) => {
        concat!(
            $select,
            " where s.authority_id = $1 and (s.sort_name like $3 or s.urn = $4 or s.id in (
                     select a.school_id from school_alias a where a.authority_id = $1 and a.sort_name like $3))
                and ($5 is null or s.id in (
                     select f.school_id from belonging f
                      where f.cluster_id = $5 and f.since <= $2 and (f.until is null or f.until >= $2)))
                and ($6 is null or s.phase = $6) and ($7 or s.status <> 'closed')",
            $rest
        )
    };
}

const LIST: &str = matching!(
    "select s.id, s.urn, s.name, s.sort_name, s.phase, s.status, s.town, c.name as cluster, s.invented
       from school s
       left join belonging b on b.school_id = s.id and b.since <= $2 and (b.until is null or b.until >= $2)
       left join cluster c on c.id = b.cluster_id",
    " and (s.sort_name, s.id) > ($8, $9) order by s.sort_name, s.id limit $10"
);

const COUNT: &str = matching!("select count(*) as found from school s", "");

#[derive(FromQueryResult)]
struct Count {
    found: i64,
}

#[derive(FromQueryResult)]
struct Found {
    urn: i32,
    laestab: Option<String>,
    name: String,
    phase: Phase,
    kind: String,
    status: SchoolStatus,
    opened_on: Option<NaiveDate>,
    closed_on: Option<NaiveDate>,
    low_age: Option<i32>,
    high_age: Option<i32>,
    street: Option<String>,
    locality: Option<String>,
    town: Option<String>,
    postcode: Option<String>,
    religious_character: Option<String>,
    trust: Option<String>,
    invented: bool,
    ukprn: Option<i32>,
    roll: Option<i32>,
    roll_on: Option<NaiveDate>,
}

const ONE: &str = "
    select urn, laestab, name, phase, kind, status, opened_on, closed_on, low_age, high_age, street, locality, town,
           postcode, religious_character, trust, invented, ukprn, roll, roll_on
      from school where id = $2 and authority_id = $1";

#[derive(FromQueryResult)]
struct Belonged {
    cluster_id: ClusterId,
    cluster: String,
    group_name: Option<String>,
    since: NaiveDate,
    until: Option<NaiveDate>,
}

const BELONGED: &str = "
    select b.cluster_id, c.name as cluster, g.name as group_name, b.since, b.until
      from belonging b
      join cluster c on c.id = b.cluster_id
      left join cluster_group g on g.id = b.group_id
     where b.school_id = $2 and b.authority_id = $1
     order by b.since desc limit 100";

#[derive(FromQueryResult)]
struct Named {
    id: AliasId,
    name: String,
    note: String,
}

const ALIASES: &str = "
    select id, name, note from school_alias
     where school_id = $2 and authority_id = $1
     order by sort_name, id limit 100";

/// Schools.
#[derive(Default)]
pub struct SchoolQuery;

#[Object]
impl SchoolQuery {
    /// The schools of the caller's authority, by name.
    async fn schools(&self, ctx: &Context<'_>, filter: SchoolFilter, after: Option<Cursor>) -> Result<SchoolPage> {
        let access = ctx.authorize(Action::SeeOrganisation)?;
        let after: Option<Place> = access.place("schools", after.as_ref())?;
        let total: Count = access.one(COUNT, filters(&access, &filter)).await?;
        let mut rows = read(&access, &filter, after, USUAL_ROWS + 1).await?;
        let next = access.next("schools", &mut rows, |it| Place(it.sort_name.clone(), it.id))?;
        Ok(SchoolPage { schools: rows.into_iter().map(SchoolRow::from).collect(), total: count(total.found), next })
    }

    /// One school.
    async fn school(&self, ctx: &Context<'_>, id: SchoolId) -> Result<School> {
        let access = ctx.authorize(Action::SeeOrganisation)?;
        let found: Found = access.one(ONE, [access.authority.0.into(), id.0.into()]).await?;
        let belonged: Vec<Belonged> = access.all(BELONGED, [access.authority.0.into(), id.0.into()]).await?;
        let (sees, today) = (access.may(Action::SeeMembers), access.today());
        let now = belonged.iter().find(|it| it.since <= today && it.until.is_none_or(|it| it >= today));
        let sees_members = sees == Scope::Authority || now.is_some_and(|it| sees.holds(it.cluster_id));
        let (replaced_by, replaces) = record::links(&access, found.urn).await?;
        let (figures, fewest) = record::figures(&access, id, found.roll.zip(found.roll_on)).await?;
        let aliases: Vec<Named> = access.all(ALIASES, [access.authority.0.into(), id.0.into()]).await?;
        Ok(School {
            id,
            urn: found.urn,
            laestab: found.laestab,
            name: found.name,
            phase: found.phase,
            kind: found.kind,
            status: found.status,
            opened_on: found.opened_on,
            closed_on: found.closed_on,
            low_age: found.low_age,
            high_age: found.high_age,
            address: [found.street, found.locality, found.town].into_iter().flatten().collect(),
            postcode: found.postcode,
            religious_character: found.religious_character,
            trust: found.trust,
            clusters: belonged.into_iter().map(Belonging::from).collect(),
            aliases: aliases.into_iter().map(|it| Alias { id: it.id, name: it.name, note: it.note }).collect(),
            changes: access.may(Action::ChangeOrganisation) != Scope::Nowhere,
            invented: found.invented,
            sees_members,
            ukprn: found.ukprn,
            replaced_by,
            replaces,
            figures,
            fewest,
        })
    }
}

fn filters(access: &Access<'_>, filter: &SchoolFilter) -> Vec<Value> {
    // No name is longer, and a database reads no pattern of any length.
    let text: String = filter.text.iter().flat_map(|it| it.chars()).take(LONGEST_NAME).collect();
    // What is left after this has neither per cent signs nor underscores, which the database would read as wild cards.
    let words = sort_name(&text);
    vec![
        access.authority.0.into(),
        access.today().into(),
        format!("%{}%", words.replace(' ', "%")).into(),
        text.trim().parse::<i32>().unwrap_or(0).into(),
        filter.cluster.map(|it| it.0).into(),
        filter.phase.map(|it| it.to_value()).into(),
        filter.closed.into(),
    ]
}

async fn read(access: &Access<'_>, filter: &SchoolFilter, after: Option<Place>, limit: i32) -> Result<Vec<Row>> {
    let Place(name, id) = after.unwrap_or(Place(String::new(), SchoolId(Uuid::nil())));
    let mut values = filters(access, filter);
    values.extend([name.into(), id.0.into(), i64::from(limit).into()]);
    access.all(LIST, values).await
}

/// The open schools of the caller's authority as a table, a hundred rows at a time.
pub async fn csv(access: &Access<'_>) -> Result<Vec<u8>> {
    let mut sheet = Sheet::new(["URN", "School", "Phase", "Status", "Town", "Cluster"])?;
    let mut after = None;
    loop {
        let rows = read(access, &SchoolFilter::default(), after, 100).await?;
        let Some(last) = rows.last() else { break };
        after = Some(Place(last.sort_name.clone(), last.id));
        for row in &rows {
            let town = row.town.as_deref().unwrap_or_default();
            let cluster = row.cluster.as_deref().unwrap_or_default();
            sheet.row([&row.urn.to_string(), &row.name, row.phase.label(), row.status.label(), town, cluster])?;
        }
    }
    sheet.finish()
}

impl From<Row> for SchoolRow {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            urn: row.urn,
            name: row.name,
            phase: row.phase,
            status: row.status,
            town: row.town,
            cluster: row.cluster,
            invented: row.invented,
        }
    }
}

impl From<Belonged> for Belonging {
    fn from(row: Belonged) -> Self {
        Self {
            cluster: ClusterLink { id: row.cluster_id, name: row.cluster },
            group: row.group_name,
            since: row.since,
            until: row.until,
        }
    }
}
