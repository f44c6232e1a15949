//! The only way to the database: naming the [`Action`] it is for.
//!
//! A resolver's first line is `ctx.authorize(action)`. It gives an [`Access`]: the caller's authority, the scope that
//! every query filters by, and the handle. Writes go through one door, [`Access::begin`], which puts the audit row into
//! the transaction.

mod open;

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use async_graphql::{Context, SchemaBuilder};
use chrono::NaiveDate;
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, FromQueryResult, SqlErr,
    SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait, Value, entity::prelude::*,
};
use serde::{Serialize, de::DeserializeOwned};
use shared::{
    access::{Action, Caller, Scope, scope},
    failure::Failure,
    id::{AuthorityId, ClusterId, PersonId},
    page::{Cursor, USUAL_ROWS},
};
use uuid::Uuid;

pub use open::Opening;

use crate::{
    audit::{self, Deed},
    clock::Clock,
    cursor::ServerKey,
    error::Result,
};

/// Who sent the request; nobody, where nobody is signed in.
#[derive(Debug, Clone)]
pub struct Visitor(pub Option<Caller>);

/// The open database with what belongs to it. Resolvers cannot take it out of their context: they `authorize`.
#[derive(Clone)]
pub struct Door(Arc<Inner>);

struct Inner {
    db: DatabaseConnection,
    clock: Clock,
    key: ServerKey,
    statements: Arc<AtomicU64>,
}

/// Private, so that no resolver can name it.
struct Held(Door);

/// Gives the schema its database.
pub fn with_door<Q, M, S>(schema: SchemaBuilder<Q, M, S>, door: Door) -> SchemaBuilder<Q, M, S> {
    schema.data(Held(door))
}

/// Where a caller may do what they asked to do, and the way to the rows.
pub struct Access<'a> {
    /// The outermost wall: every query has it as a filter.
    pub authority: AuthorityId,
    /// Who asks. The operator of the server, where it is nobody.
    pub person: Option<PersonId>,
    /// In which clusters.
    pub scope: Scope,
    caller: Option<&'a Caller>,
    door: &'a Door,
}

/// How resolvers come to the database.
pub trait Authorize {
    /// The caller may do this somewhere.
    ///
    /// # Errors
    /// [`Failure::SignedOut`] for nobody, [`Failure::Forbidden`] for somebody whose roles do not carry the action.
    fn authorize(&self, action: Action) -> Result<Access<'_>>;

    /// The caller is somebody: for their own affairs.
    ///
    /// # Errors
    /// [`Failure::SignedOut`] for nobody.
    fn signed_in(&self) -> Result<Access<'_>>;

    /// Anybody at all: today, and who is asking if that is known.
    fn anyone(&self) -> (NaiveDate, Result<Access<'_>>);
}

impl Authorize for Context<'_> {
    fn authorize(&self, action: Action) -> Result<Access<'_>> {
        let access = self.signed_in()?;
        let scope = access.may(action);
        if scope == Scope::Nowhere { Err(Failure::Forbidden.into()) } else { Ok(Access { scope, ..access }) }
    }

    fn signed_in(&self) -> Result<Access<'_>> {
        let door = &self.data_unchecked::<Held>().0;
        door.for_visitor(self.data_unchecked::<Visitor>())
    }

    fn anyone(&self) -> (NaiveDate, Result<Access<'_>>) {
        (self.data_unchecked::<Held>().0.clock().today(), self.signed_in())
    }
}

impl Door {
    /// What a visitor may use: for routes that are not GraphQL.
    ///
    /// # Errors
    /// [`Failure::SignedOut`] for nobody.
    pub fn for_visitor<'a>(&'a self, visitor: &'a Visitor) -> Result<Access<'a>> {
        let caller = visitor.0.as_ref().ok_or(Failure::SignedOut)?;
        Ok(Access {
            authority: caller.authority,
            person: Some(caller.person),
            scope: Scope::Nowhere,
            caller: Some(caller),
            door: self,
        })
    }

    /// The same as [`Authorize::authorize`], for routes that are not GraphQL.
    ///
    /// # Errors
    /// As there.
    pub fn authorize<'a>(&'a self, visitor: &'a Visitor, action: Action) -> Result<Access<'a>> {
        let access = self.for_visitor(visitor)?;
        let scope = access.may(action);
        if scope == Scope::Nowhere { Err(Failure::Forbidden.into()) } else { Ok(Access { scope, ..access }) }
    }

    /// The person at the machine's own command line, in one authority.
    pub(crate) fn operator(&self, authority: AuthorityId) -> Access<'_> {
        Access { authority, person: None, scope: Scope::Authority, caller: None, door: self }
    }

    /// The clock.
    pub fn clock(&self) -> &Clock {
        &self.0.clock
    }

    /// The server's own key.
    pub fn key(&self) -> &ServerKey {
        &self.0.key
    }

    /// The handle itself, for what belongs to no authority: sessions, the audit chain, migrations, health.
    pub(crate) fn database(&self) -> &DatabaseConnection {
        &self.0.db
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<()> {
        Ok(self.0.db.ping().await?)
    }

    /// The same database on another day: the demonstration lives through a year.
    pub(crate) fn on(&self, day: NaiveDate) -> Self {
        let Inner { db, clock, key, statements } = &*self.0;
        let (db, key, statements) = (db.clone(), key.clone(), Arc::clone(statements));
        Self(Arc::new(Inner { db, clock: clock.on(day), key, statements }))
    }

    /// How many statements the driver was given since the server started.
    pub fn statements(&self) -> u64 {
        self.0.statements.load(Ordering::Relaxed)
    }
}

impl Access<'_> {
    /// The handle, for reading.
    pub fn db(&self) -> &impl ConnectionTrait {
        &self.door.0.db
    }

    /// Today in England.
    pub fn today(&self) -> NaiveDate {
        self.door.0.clock.today()
    }

    /// Now, in UTC: for what ends at an instant, and for the order of things; never for a date of the domain.
    pub fn now(&self) -> chrono::DateTime<chrono::Utc> {
        self.door.0.clock.now()
    }

    /// What the caller holds today.
    pub fn caller(&self) -> Option<&Caller> {
        self.caller
    }

    /// Where else the caller may do another thing.
    pub fn may(&self, action: Action) -> Scope {
        self.caller.map_or(Scope::Nowhere, |it| scope(&it.memberships, action))
    }

    /// The cluster is one the caller may do this in.
    ///
    /// A cluster of another authority is caught by the query, which filters by authority.
    ///
    /// # Errors
    /// [`Failure::NotFound`]: outside the scope a cluster's affairs are not there.
    pub fn within(&self, cluster: ClusterId) -> Result<()> {
        if self.scope.holds(cluster) { Ok(()) } else { Err(Failure::NotFound.into()) }
    }

    /// A statement with its values, in the words of both databases (`$1` is read by both).
    pub fn sql(&self, sql: &'static str, values: impl IntoIterator<Item = Value>) -> Statement {
        Statement::from_sql_and_values(self.door.0.db.get_database_backend(), sql, values)
    }

    /// All rows of a statement.
    pub async fn all<R: FromQueryResult + Send + Sync>(
        &self,
        sql: &'static str,
        values: impl IntoIterator<Item = Value>,
    ) -> Result<Vec<R>> {
        Ok(R::find_by_statement(self.sql(sql, values)).all(&self.door.0.db).await?)
    }

    /// The first row of a statement.
    ///
    /// # Errors
    /// [`Failure::NotFound`] where there is none.
    pub async fn one<R: FromQueryResult + Send + Sync>(
        &self,
        sql: &'static str,
        values: impl IntoIterator<Item = Value>,
    ) -> Result<R> {
        let found = R::find_by_statement(self.sql(sql, values)).one(&self.door.0.db).await?;
        found.ok_or_else(|| Failure::NotFound.into())
    }

    /// The place in a list after which to go on.
    pub fn place<K: DeserializeOwned>(&self, list: &str, after: Option<&Cursor>) -> Result<Option<K>> {
        after.map(|it| self.door.0.key.open(list, self.reader(), it)).transpose()
    }

    /// A place in a list for later, such as up to where it was seen.
    pub fn mark<K: Serialize>(&self, list: &str, key: &K) -> Result<Cursor> {
        self.door.0.key.seal(list, self.reader(), key)
    }

    /// Cuts what was read, one row more than a page, to the page, and says where the list goes on.
    pub fn next<T, K: Serialize>(
        &self,
        list: &str,
        rows: &mut Vec<T>,
        key: impl FnOnce(&T) -> K,
    ) -> Result<Option<Cursor>> {
        let page = USUAL_ROWS.unsigned_abs() as usize;
        if rows.len() <= page {
            return Ok(None);
        }
        rows.truncate(page);
        rows.last().map(|last| self.door.0.key.seal(list, self.reader(), &key(last))).transpose()
    }

    fn reader(&self) -> PersonId {
        self.person.unwrap_or(PersonId(Uuid::nil()))
    }

    /// Starts a change of a thing that is there, with its row in the audit.
    ///
    /// # Errors
    /// [`Failure::Unavailable`] when the database cannot be written now.
    pub async fn begin(&self, action: &'static str, subject: Uuid, sent: &impl Serialize) -> Result<Write> {
        let digest = audit::digest(sent)?;
        let mut write = Write { tx: self.transaction().await?, seq: 0 };
        write.seq = self.record(&write, &Deed { action, subject, digest, creates: false }).await?;
        Ok(write)
    }

    /// Starts making a thing under an id that the browser chose. `None` says that this very request was done before:
    /// the caller is to be given the same answer again.
    ///
    /// # Errors
    /// [`Failure::Taken`] when the id was used for anything else, by anybody.
    pub async fn create(&self, action: &'static str, id: Uuid, sent: &impl Serialize) -> Result<Option<Write>> {
        let digest = audit::digest(sent)?;
        let write = Write { tx: self.transaction().await?, seq: 0 };
        let deed = Deed { action, subject: id, digest, creates: true };
        match self.record(&write, &deed).await {
            Ok(seq) => Ok(Some(Write { seq, ..write })),
            Err(error) if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) => {
                write.tx.rollback().await?;
                let before = audit::entity::Entity::find()
                    .filter(audit::entity::Column::CreatedId.eq(id))
                    .one(&self.door.0.db)
                    .await?;
                let same = before.is_some_and(|it| {
                    it.action == action
                        && it.digest == deed.digest
                        && it.person_id == self.person.map(|it| it.0)
                        && it.authority_id == Some(self.authority.0)
                });
                if same { Ok(None) } else { Err(Failure::Taken.into()) }
            }
            Err(error) => Err(error.into()),
        }
    }

    async fn record(&self, write: &Write, deed: &Deed) -> Result<i64, DbErr> {
        let at = self.door.0.clock.now().timestamp_millis();
        audit::write(&write.tx, at, Some(self.authority.0), self.person.map(|it| it.0), deed).await
    }

    async fn transaction(&self) -> Result<DatabaseTransaction, DbErr> {
        begin(&self.door.0.db).await
    }
}

/// The one way in which a write transaction starts.
///
/// On SQLite it is IMMEDIATE: a deferred one fails at once where another writes. On PostgreSQL writers queue at the end
/// of the audit chain ([`audit::write`]); a writer then sees everything the one before it wrote.
#[allow(clippy::disallowed_methods, reason = "this is the door that the ban leads to")]
pub(crate) async fn begin(db: &DatabaseConnection) -> Result<DatabaseTransaction, DbErr> {
    let immediate = match db.get_database_backend() {
        DbBackend::Sqlite => Some(SqliteTransactionMode::Immediate),
        _ => None,
    };
    let options = TransactionOptions { sqlite_transaction_mode: immediate, ..Default::default() };
    db.begin_with_options(options).await
}

/// A change on its way: its audit row is in it. Dropped without [`Write::commit`], it never was.
#[must_use = "a write that is not committed is undone"]
pub struct Write {
    tx: DatabaseTransaction,
    seq: i64,
}

impl Write {
    /// The transaction.
    pub fn tx(&self) -> &DatabaseTransaction {
        &self.tx
    }

    /// The number of the change in the audit. It orders what happened, whatever clocks say.
    pub fn seq(&self) -> i64 {
        self.seq
    }

    /// Makes the change last.
    pub async fn commit(self) -> Result<()> {
        Ok(self.tx.commit().await?)
    }
}
