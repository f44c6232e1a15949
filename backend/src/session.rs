//! Who is signed in: sessions in the database, so that they survive a restart and are shared by processes.

use std::collections::HashMap;

use sea_orm::{FromQueryResult, SqlErr, Statement, entity::prelude::*};
use shared::{
    access::{Caller, Held, Place, Role},
    id::{AuthorityId, ClusterId, DistrictId, PersonId, SchoolId},
};
use tower_sessions::{
    SessionStore,
    cookie::time::OffsetDateTime,
    session::{Id, Record},
    session_store,
};
use uuid::Uuid;

use crate::{
    access::Door,
    error::{Result, described},
};

/// The key under which a session holds the person.
pub const PERSON: &str = "person";

/// The key under which a session, once loaded, holds the [`Caller`]. It is made anew at each load and never saved.
pub const CALLER: &str = "caller";

/// Sessions, one row each.
#[derive(Clone)]
pub struct Store(pub Door);

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Store")
    }
}

#[derive(FromQueryResult)]
struct Row {
    data: String,
    expires_at: i64,
    authority_id: Option<AuthorityId>,
    person_id: Option<PersonId>,
    role: Option<Role>,
    district_id: Option<DistrictId>,
    cluster_id: Option<ClusterId>,
    school_id: Option<SchoolId>,
    via_id: Option<ClusterId>,
}

/// The session, the person and everything they hold on a day, in one statement: it runs before every request. A seat at
/// a cluster that has closed gives nothing, whatever its own dates say.
const LOAD: &str = "
    select s.data, s.expires_at, p.authority_id, p.id as person_id, m.role, m.district_id, m.cluster_id, m.school_id,
           coalesce(b.cluster_id, c.id) as via_id
      from session s
      left join person p on p.id = s.person_id
      left join membership m on m.person_id = p.id and m.since <= $2 and (m.until is null or m.until >= $2)
           and not exists (select 1 from cluster k where k.id = m.cluster_id and k.closed_on < $2)
      left join belonging b on b.school_id = m.school_id and b.since <= $2 and (b.until is null or b.until >= $2)
      left join cluster c on c.district_id = m.district_id and (c.closed_on is null or c.closed_on >= $2)
     where s.id = $1 and s.expires_at > $3";

/// The same for a person who is known without a session: the demonstration, and tests.
const LOAD_PERSON: &str = "
    select '' as data, cast(0 as bigint) as expires_at, p.authority_id, p.id as person_id, m.role, m.district_id,
           m.cluster_id, m.school_id, coalesce(b.cluster_id, c.id) as via_id
      from person p
      left join membership m on m.person_id = p.id and m.since <= $2 and (m.until is null or m.until >= $2)
           and not exists (select 1 from cluster k where k.id = m.cluster_id and k.closed_on < $2)
      left join belonging b on b.school_id = m.school_id and b.since <= $2 and (b.until is null or b.until >= $2)
      left join cluster c on c.district_id = m.district_id and (c.closed_on is null or c.closed_on >= $2)
     where p.id = $1";

/// What a person holds today; `None` for a person who is not there.
pub async fn caller(door: &Door, person: PersonId) -> Result<Option<Caller>> {
    let db = door.database();
    let values = [person.0.into(), door.clock().today().into()];
    let statement = Statement::from_sql_and_values(db.get_database_backend(), LOAD_PERSON, values);
    Ok(from_rows(&Row::find_by_statement(statement).all(db).await?))
}

/// Rows of one person, one a membership and cluster, as what the policy reads.
fn from_rows(rows: &[Row]) -> Option<Caller> {
    let first = rows.first()?;
    let (authority, person) = (first.authority_id?, first.person_id?);
    let mut memberships: Vec<Held> = Vec::new();
    for row in rows {
        let Some(role) = row.role else { continue };
        let place = place(row.school_id, row.cluster_id, row.district_id, row.via_id);
        match (memberships.last_mut(), &place) {
            // A district's clusters come one a row.
            (Some(Held { role: before, place: Place::District(one, clusters) }), Place::District(other, more))
                if *before == role && one == other =>
            {
                clusters.extend(more);
            }
            _ => memberships.push(Held { role, place }),
        }
    }
    Some(Caller { authority, person, memberships })
}

/// The place of a membership, from the ids in its row and one cluster that follows from it.
pub(crate) fn place(
    school: Option<SchoolId>,
    cluster: Option<ClusterId>,
    district: Option<DistrictId>,
    via: Option<ClusterId>,
) -> Place {
    match (school, cluster, district) {
        (Some(school), _, _) => Place::School(school, via),
        (_, Some(cluster), _) => Place::Cluster(cluster),
        (_, _, Some(district)) => Place::District(district, via.into_iter().collect()),
        _ => Place::Authority,
    }
}

fn key(id: Id) -> Uuid {
    Uuid::from_u128(id.0.cast_unsigned())
}

fn backend(error: &(dyn std::error::Error + 'static)) -> session_store::Error {
    session_store::Error::Backend(described(error))
}

/// What is kept of a session, and whose it is.
fn kept(record: &Record) -> session_store::Result<(String, Option<Uuid>)> {
    let data: HashMap<&String, &serde_json::Value> = record.data.iter().filter(|(key, _)| *key != CALLER).collect();
    let person = record.data.get(PERSON).and_then(|it| it.as_str()).and_then(|it| it.parse().ok());
    Ok((serde_json::to_string(&data).map_err(|it| session_store::Error::Encode(it.to_string()))?, person))
}

impl Store {
    async fn write(&self, sql: &'static str, record: &Record) -> session_store::Result<Result<(), DbErr>> {
        let db = self.0.database();
        let (data, person) = kept(record)?;
        let values = [key(record.id).into(), person.into(), data.into(), record.expiry_date.unix_timestamp().into()];
        let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
        Ok(db.execute_raw(statement).await.map(|_| ()))
    }
}

#[async_trait::async_trait]
impl SessionStore for Store {
    /// Never takes over an id that is there: another person's session would be theirs.
    async fn create(&self, record: &mut Record) -> session_store::Result<()> {
        const INSERT: &str = "insert into session (id, person_id, data, expires_at) values ($1, $2, $3, $4)";
        for _ in 0..3 {
            match self.write(INSERT, record).await? {
                Err(error) if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) => {
                    record.id = Id::default();
                }
                other => return other.map_err(|it| backend(&it)),
            }
        }
        Err(session_store::Error::Backend("no free session id".to_owned()))
    }

    async fn save(&self, record: &Record) -> session_store::Result<()> {
        const SAVE: &str = "
            insert into session (id, person_id, data, expires_at) values ($1, $2, $3, $4)
            on conflict (id) do update set person_id = excluded.person_id, data = excluded.data,
                expires_at = excluded.expires_at";
        self.write(SAVE, record).await?.map_err(|it| backend(&it))
    }

    async fn load(&self, id: &Id) -> session_store::Result<Option<Record>> {
        let db = self.0.database();
        let clock = self.0.clock();
        let values = [key(*id).into(), clock.today().into(), clock.now().timestamp().into()];
        let statement = Statement::from_sql_and_values(db.get_database_backend(), LOAD, values);
        let rows = Row::find_by_statement(statement).all(db).await.map_err(|it| backend(&it))?;
        let Some(first) = rows.first() else { return Ok(None) };
        let decode = |it: serde_json::Error| session_store::Error::Decode(described(&it));
        let mut data: HashMap<String, serde_json::Value> = serde_json::from_str(&first.data).map_err(decode)?;
        if let Some(caller) = from_rows(&rows) {
            data.insert(CALLER.to_owned(), serde_json::to_value(caller).map_err(decode)?);
        }
        let expiry_date = OffsetDateTime::from_unix_timestamp(first.expires_at).map_err(|it| backend(&it))?;
        Ok(Some(Record { id: *id, data, expiry_date }))
    }

    async fn delete(&self, id: &Id) -> session_store::Result<()> {
        let db = self.0.database();
        let values = [key(*id).into()];
        let statement =
            Statement::from_sql_and_values(db.get_database_backend(), "delete from session where id = $1", values);
        db.execute_raw(statement).await.map(|_| ()).map_err(|it| backend(&it))
    }
}
