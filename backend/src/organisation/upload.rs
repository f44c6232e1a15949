//! Files on their way in: read while they arrive, kept as rows until they are taken over or their day is over.
//!
//! A file is never stored as it came. What is kept is what the reader makes of it, so that heads' names and telephone
//! numbers, which a register has and we do not want, reach no table, no log of the database and no copy of it. The rows
//! lie in the database and not in a folder, because several processes on one database must find them.
//!
//! These rows are no change of the authority's data, and so they have no row in the audit: taking them over has.

use std::io::Read;

use sea_orm::{ConnectionTrait, FromQueryResult};
use serde::{Deserialize, Serialize};
use shared::{failure::Failure, id::UploadId, organisation::import::FileKind};
use tokio::sync::mpsc;
use uuid::Uuid;

use super::register::{self, Given, LinkRow, Links, RegisterError, RejectedRow, Row};
use crate::{
    access::{Access, Door},
    error::{Error, Result},
};

/// Rows that are kept, read and compared together: few enough for the parameters of one statement.
pub(super) const BATCH: usize = 200;

/// How long an upload is kept, in milliseconds.
const KEPT: i64 = 24 * 60 * 60 * 1000;

/// How many uploads of one person are kept: a new one takes the place of the oldest.
const MOST_UPLOADS: i64 = 5;

/// The most rows of one authority, or links, in a file: England has 52,000 establishments.
const MOST_ROWS: usize = 200_000;

/// The most rows that cannot be taken. A file with more is not what it seems to be, and nobody goes through them.
const MOST_FAULTS: usize = 10_000;

/// The longest name of a file that is kept, in characters.
const LONGEST_NAME: usize = 120;

/// One row as it is kept.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Kept {
    /// As it was read.
    Row(Row),
    /// That it could not be read, and why.
    Fault(RejectedRow),
}

/// What is known when the last byte has arrived.
struct Whole {
    kind: FileKind,
    given: Given,
    others: u64,
}

/// How far a reader has come: rows so far.
pub type Progress = Box<dyn Fn(u64) + Send>;

/// Reads a file to its end and keeps what is of the caller's authority. `code` are the three digits of that authority.
///
/// # Errors
/// [`Failure::Invalid`] at the field `file` for what is no such file, with nothing kept.
pub async fn keep(
    access: &Access<'_>,
    name: &str,
    code: i32,
    input: impl Read + Send + 'static,
    progress: Progress,
) -> Result<UploadId> {
    let id = UploadId(Uuid::new_v4());
    let now = access.now().timestamp_millis();
    let db = access.db();
    sweep(db, now, |sql, values| access.sql(sql, values)).await?;
    let person = access.person.map(|it| it.0);
    db.execute_raw(access.sql(CROWDED_PARTS, [person.into(), MOST_UPLOADS.into()])).await?;
    db.execute_raw(access.sql(CROWDED, [person.into(), MOST_UPLOADS.into()])).await?;
    let values = [id.0.into(), access.authority.0.into(), person.into(), plain(name).into(), (now + KEPT).into()];
    db.execute_raw(access.sql(START, values)).await?;
    let (batches, mut arrived) = mpsc::channel(2);
    let reading = tokio::task::spawn_blocking(move || read(input, code, &batches, &progress));
    let kept: Result<()> = async {
        let mut parts = 0_i32;
        while let Some(batch) = arrived.recv().await {
            parts += 1;
            let content = serde_json::to_string::<Vec<Kept>>(&batch)?;
            db.execute_raw(access.sql(PART, [id.0.into(), parts.into(), content.into()])).await?;
        }
        let whole = reading.await.map_err(|_| Error::broken("the reader of an upload ended"))??;
        let others = i64::try_from(whole.others).unwrap_or(i64::MAX);
        let kind = sea_orm::ActiveEnum::to_value(&whole.kind);
        let given = serde_json::to_string(&whole.given)?;
        let values = [id.0.into(), kind.into(), given.into(), parts.into(), others.into()];
        db.execute_raw(access.sql(FINISH, values)).await?;
        Ok(())
    }
    .await;
    match kept {
        Ok(()) => Ok(id),
        Err(error) => {
            forget(access, id).await?;
            Err(error)
        }
    }
}

/// Drops an upload of the caller's.
pub async fn forget(access: &Access<'_>, id: UploadId) -> Result<()> {
    access.db().execute_raw(access.sql(FORGET_PARTS, [id.0.into()])).await?;
    access.db().execute_raw(access.sql(FORGET, [id.0.into()])).await?;
    Ok(())
}

/// Drops what has lain for a day, of everybody.
pub async fn sweep_all(door: &Door) -> Result<()> {
    let db = door.database();
    let backend = db.get_database_backend();
    let sql = |sql, values: [sea_orm::Value; 1]| sea_orm::Statement::from_sql_and_values(backend, sql, values);
    sweep(db, door.clock().now().timestamp_millis(), sql).await
}

async fn sweep(
    db: &impl ConnectionTrait,
    now: i64,
    sql: impl Fn(&'static str, [sea_orm::Value; 1]) -> sea_orm::Statement,
) -> Result<()> {
    db.execute_raw(sql(SWEEP_PARTS, [now.into()])).await?;
    db.execute_raw(sql(SWEEP, [now.into()])).await?;
    Ok(())
}

const START: &str = "
    insert into upload (id, authority_id, person_id, name, given, parts, others, expires_at)
    values ($1, $2, $3, $4, '', 0, 0, $5)";
const PART: &str = "insert into upload_part (upload_id, number, content) values ($1, $2, $3)";
const FINISH: &str = "update upload set kind = $2, given = $3, parts = $4, others = $5 where id = $1";
const FORGET_PARTS: &str = "delete from upload_part where upload_id = $1";
const FORGET: &str = "delete from upload where id = $1";
const SWEEP_PARTS: &str = "delete from upload_part where upload_id in (select id from upload where expires_at <= $1)";
const SWEEP: &str = "delete from upload where expires_at <= $1";

macro_rules! crowded {
    ($delete:literal) => {
        concat!(
            $delete,
            " in (select id from upload where person_id = $1 and id not in (
                  select id from upload where person_id = $1 order by expires_at desc, id limit ($2 - 1)))"
        )
    };
}

const CROWDED_PARTS: &str = crowded!("delete from upload_part where upload_id");
const CROWDED: &str = crowded!("delete from upload where id");

/// A file that has arrived whole.
pub struct Upload {
    /// Under which id.
    pub id: UploadId,
    /// The name of the file.
    pub name: String,
    /// Which file it is.
    pub kind: FileKind,
    /// Which values it has that not every file has.
    pub(super) given: Given,
    /// Rows that were not for us.
    pub(super) others: i64,
    parts: i32,
    first: Option<String>,
}

#[derive(FromQueryResult)]
struct Found {
    name: String,
    kind: FileKind,
    given: String,
    parts: i32,
    others: i64,
    first: Option<String>,
}

/// The upload with its first part: most have one.
const LOAD: &str = "
    select u.name, u.kind, u.given, u.parts, u.others, p.content as first
      from upload u
      left join upload_part p on p.upload_id = u.id and p.number = 1
     where u.id = $1 and u.authority_id = $2 and u.person_id is not distinct from $3 and u.kind is not null
       and u.expires_at > $4";

#[derive(FromQueryResult)]
struct Part {
    content: String,
}

const NEXT: &str = "select content from upload_part where upload_id = $1 and number = $2";

impl Upload {
    /// An upload of the caller's own.
    ///
    /// # Errors
    /// [`Failure::NotFound`] for one that never was, is somebody else's, or has lain for a day.
    pub async fn of(access: &Access<'_>, id: UploadId) -> Result<Self> {
        let person = access.person.map(|it| it.0);
        let now = access.now().timestamp_millis();
        let found: Found =
            access.one(LOAD, [id.0.into(), access.authority.0.into(), person.into(), now.into()]).await?;
        Ok(Self {
            id,
            name: found.name,
            kind: found.kind,
            given: serde_json::from_str(&found.given)?,
            others: found.others,
            parts: found.parts,
            first: found.first,
        })
    }

    /// How many parts it has: they are numbered from 1.
    pub(super) const fn parts(&self) -> i32 {
        self.parts
    }

    /// The rows of one part.
    pub(super) async fn part(&self, access: &Access<'_>, db: &impl ConnectionTrait, number: i32) -> Result<Vec<Kept>> {
        if let (1, Some(first)) = (number, &self.first) {
            return Ok(serde_json::from_str(first)?);
        }
        let statement = access.sql(NEXT, [self.id.0.into(), number.into()]);
        let part = Part::find_by_statement(statement).one(db).await?.ok_or(Failure::NotFound)?;
        Ok(serde_json::from_str(&part.content)?)
    }
}

/// The name of a file as it is shown to whoever sent it: without its folder and without what cannot be seen.
fn plain(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    last.chars().filter(|it| !it.is_control()).take(LONGEST_NAME).collect()
}

/// Why a file is not kept.
enum Refused {
    /// It is no file that is read here.
    File(RegisterError),
    /// There is nothing in it for this authority; most of it is of another, if it says.
    Foreign(i32, Option<i32>),
    /// It has more faults than anybody would go through; the first.
    Faults(Box<RejectedRow>),
    /// It has more rows than there can be.
    Rows,
    /// Nobody waits for it any more.
    Gone,
}

impl From<Refused> for Error {
    fn from(refused: Refused) -> Self {
        let message = match refused {
            Refused::Gone => return Failure::Unavailable.into(),
            Refused::File(error) => sentence(&error.to_string()),
            Refused::Rows => format!("The file has more than {MOST_ROWS} rows, more than there are schools in England"),
            Refused::Faults(first) => {
                format!("The file has more than {MOST_FAULTS} rows that cannot be read. The first: {first}")
            }
            Refused::Foreign(code, Some(other)) => format!(
                "The file has no school of your authority, {code:03}. Most of its rows are of authority {other:03}"
            ),
            Refused::Foreign(code, None) => {
                format!("The file has no school of your authority, {code:03}: it has no rows at all")
            }
        };
        Failure::invalid("file", message).into()
    }
}

/// A reason as a person reads it: with a capital.
fn sentence(text: &str) -> String {
    let mut text = text.to_owned();
    if let Some(first) = text.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    text
}

/// Reads a file to its end and sends what is to be kept, some rows at a time. Runs where waiting is allowed.
fn read(input: impl Read, code: i32, send: &mpsc::Sender<Vec<Kept>>, progress: &Progress) -> Result<Whole, Refused> {
    let rows = register::read(input).map_err(Refused::File)?;
    let (kind, given) = (rows.kind(), rows.given());
    let mut out = Out { batch: Vec::with_capacity(BATCH), send, rows: 0, faults: 0 };
    let mut others = Others::default();
    let mut links = Links::default();
    for (at, item) in (1..).zip(rows) {
        match item {
            Ok(Row::Link(LinkRow { how: None, .. })) => others.unknown += 1,
            Ok(Row::Link(link)) => {
                links.add(link);
                if links.len() > MOST_ROWS {
                    return Err(Refused::Rows);
                }
            }
            Ok(row) => match row.authority_code() {
                Some(other) if other != code => others.count(other),
                _ => out.row(row)?,
            },
            // A fault in another authority's row is theirs; one that names no authority may be ours.
            Err(fault) => match fault.authority_code {
                Some(other) if other != code => others.count(other),
                _ => out.fault(fault)?,
            },
        }
        progress(at);
    }
    for link in links.into_rows() {
        out.row(Row::Link(link))?;
    }
    if out.rows + out.faults == 0 {
        return Err(Refused::Foreign(code, others.most()));
    }
    out.flush()?;
    Ok(Whole { kind, given, others: others.all() })
}

/// Rows that are not for us.
#[derive(Default)]
struct Others {
    by_code: std::collections::BTreeMap<i32, u64>,
    unknown: u64,
}

impl Others {
    fn count(&mut self, code: i32) {
        *self.by_code.entry(code).or_default() += 1;
    }

    fn all(&self) -> u64 {
        self.unknown + self.by_code.values().sum::<u64>()
    }

    fn most(&self) -> Option<i32> {
        self.by_code.iter().max_by_key(|it| it.1).map(|it| *it.0)
    }
}

/// What is sent on, some rows at a time.
struct Out<'a> {
    batch: Vec<Kept>,
    send: &'a mpsc::Sender<Vec<Kept>>,
    rows: usize,
    faults: usize,
}

impl Out<'_> {
    fn row(&mut self, row: Row) -> Result<(), Refused> {
        self.rows += 1;
        if self.rows > MOST_ROWS { Err(Refused::Rows) } else { self.push(Kept::Row(row)) }
    }

    fn fault(&mut self, fault: RejectedRow) -> Result<(), Refused> {
        self.faults += 1;
        if self.faults > MOST_FAULTS { Err(Refused::Faults(Box::new(fault))) } else { self.push(Kept::Fault(fault)) }
    }

    fn push(&mut self, kept: Kept) -> Result<(), Refused> {
        self.batch.push(kept);
        if self.batch.len() < BATCH { Ok(()) } else { self.flush() }
    }

    fn flush(&mut self) -> Result<(), Refused> {
        let batch = std::mem::replace(&mut self.batch, Vec::with_capacity(BATCH));
        if batch.is_empty() { Ok(()) } else { self.send.blocking_send(batch).map_err(|_| Refused::Gone) }
    }
}
