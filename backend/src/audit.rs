//! The record of what was done: one row a change, each sealed to the one before it.
//!
//! A row says who did what to which thing and when. It carries a digest of what was sent, never its text.

use sea_orm::{
    ActiveValue::Set, ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, FromQueryResult, QueryOrder, QuerySelect,
    Statement, entity::prelude::*,
};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// The rows of the chain.
pub mod entity {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "audit")]
    pub struct Model {
        /// 1, 2, 3 … without gaps.
        #[sea_orm(primary_key, auto_increment = false)]
        pub seq: i64,
        /// Milliseconds since 1970, UTC.
        pub at: i64,
        pub authority_id: Option<Uuid>,
        pub person_id: Option<Uuid>,
        pub action: String,
        pub subject_id: Uuid,
        /// SHA-256 of what was sent, in hexadecimal.
        pub digest: String,
        pub created_id: Option<Uuid>,
        /// The hash of the row before; of the first row, 64 zeros.
        pub previous: String,
        pub hash: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// What the row before the first one would have as its hash.
const BEFORE_ALL: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// What is about to be done.
pub struct Deed {
    /// The word for it: the name of the mutation.
    pub action: &'static str,
    /// What it is done to.
    pub subject: Uuid,
    /// The digest of what was sent.
    pub digest: String,
    /// Whether the subject is made by this under an id that the browser chose.
    pub creates: bool,
}

/// The digest of anything that has a JSON form, in hexadecimal.
pub fn digest(content: &impl serde::Serialize) -> Result<String, serde_json::Error> {
    Ok(hex(&Sha256::digest(serde_json::to_vec(content)?)))
}

/// Bytes in small hexadecimal letters.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, it| {
        use std::fmt::Write as _;
        let _ = write!(text, "{it:02x}");
        text
    })
}

/// The last row of the chain, as far as the next one needs it.
#[derive(FromQueryResult)]
struct End {
    seq: i64,
    hash: String,
}

/// Waits for the writer before, where the transaction has not done so already, and reads what it left.
async fn end(tx: &DatabaseTransaction) -> Result<Option<End>, DbErr> {
    let backend = tx.get_database_backend();
    let sql = match backend {
        DbBackend::Postgres => "select seq, hash from end_of_audit()",
        _ => "select seq, hash from audit order by seq desc limit 1",
    };
    End::find_by_statement(Statement::from_sql_and_values(backend, sql, [])).one(tx).await
}

/// Writes the row of a deed into the transaction of the deed. It has to be the first thing in it: on PostgreSQL writers
/// queue here, and what one reads before its turn may be out of date after it. Gives the number of the row: it orders
/// everything that is ever done.
pub async fn write(
    tx: &DatabaseTransaction,
    at: i64,
    authority: Option<Uuid>,
    person: Option<Uuid>,
    deed: &Deed,
) -> Result<i64, DbErr> {
    let last = end(tx).await?;
    let mut row = entity::Model {
        seq: last.as_ref().map_or(1, |it| it.seq + 1),
        at,
        authority_id: authority,
        person_id: person,
        action: deed.action.to_owned(),
        subject_id: deed.subject,
        digest: deed.digest.clone(),
        created_id: deed.creates.then_some(deed.subject),
        previous: last.map_or_else(|| BEFORE_ALL.to_owned(), |it| it.hash),
        hash: String::new(),
    };
    row.hash = seal(&row);
    entity::Entity::insert(entity::ActiveModel {
        seq: Set(row.seq),
        at: Set(row.at),
        authority_id: Set(row.authority_id),
        person_id: Set(row.person_id),
        action: Set(row.action),
        subject_id: Set(row.subject_id),
        digest: Set(row.digest),
        created_id: Set(row.created_id),
        previous: Set(row.previous),
        hash: Set(row.hash),
    })
    .exec_without_returning(tx)
    .await
    .map(|_| row.seq)
}

/// The hash of a row: over the hash before it and every field, each with its length, so that no two rows read alike.
fn seal(row: &entity::Model) -> String {
    let optional = |id: Option<Uuid>| id.map(|it| it.to_string()).unwrap_or_default();
    let fields = [
        row.previous.clone(),
        row.seq.to_string(),
        row.at.to_string(),
        optional(row.authority_id),
        optional(row.person_id),
        row.action.clone(),
        row.subject_id.to_string(),
        row.digest.clone(),
        optional(row.created_id),
    ];
    let mut sum = Sha256::new();
    for field in fields {
        sum.update((field.len() as u64).to_be_bytes());
        sum.update(field.as_bytes());
    }
    hex(&sum.finalize())
}

/// What verifying the chain found.
#[derive(Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Every row fits the one before it.
    Whole {
        /// How many rows there are.
        rows: i64,
        /// The hash of the last row, to be kept elsewhere: a chain cut at its end still fits.
        head: String,
    },
    /// The first row that does not fit.
    Broken {
        /// The number that the row has or should have.
        seq: i64,
        /// What is wrong with it.
        why: &'static str,
    },
}

/// Reads the whole chain, a thousand rows at a time, and names the first row that does not fit.
pub async fn verify(db: &impl ConnectionTrait) -> Result<Verdict, DbErr> {
    let (mut expected, mut previous) = (1, BEFORE_ALL.to_owned());
    loop {
        let rows = entity::Entity::find()
            .filter(entity::Column::Seq.gte(if expected == 1 { i64::MIN } else { expected }))
            .order_by_asc(entity::Column::Seq)
            .limit(1000)
            .all(db)
            .await?;
        if rows.is_empty() {
            return Ok(Verdict::Whole { rows: expected - 1, head: previous });
        }
        for row in rows {
            let why = if row.seq != expected {
                "the row with this number is missing"
            } else if row.previous != previous {
                "it was not written after the row before it"
            } else if row.hash != seal(&row) {
                "it was altered"
            } else {
                expected += 1;
                previous = row.hash;
                continue;
            };
            return Ok(Verdict::Broken { seq: expected, why });
        }
    }
}
