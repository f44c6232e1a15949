//! Opening a database: its options, the guards against lost writes, its migrations and its key.

use std::{
    str::FromStr as _,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use base64::{Engine as _, engine::general_purpose::STANDARD_NO_PAD};
use migrations::Migrator;
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, DbErr, FromQueryResult, Statement,
    sqlx::{self, sqlite::SqliteJournalMode, sqlite::SqliteSynchronous},
};
use sea_orm_migration::MigratorTrait as _;
use uuid::Uuid;

use super::{Door, Inner};
use crate::{clock::Clock, cursor::ServerKey};

/// Earlier versions of SQLite can corrupt a database in write-ahead mode.
const OLDEST_SQLITE: (u32, u32, u32) = (3, 51, 3);

/// Why a database cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum Opening {
    /// The address is none we know.
    #[error("the database address must start with sqlite:// or postgres://, but is {0}")]
    Address(String),
    /// The database cannot be reached, read or written.
    #[error("the database cannot be opened: {0}")]
    Unreachable(DbErr),
    /// A later version of this program has migrated it.
    #[error("the database is newer than this program: it has the migration {0}. Use the newer program")]
    Newer(String),
    /// The database is older than this program, and nobody asked to migrate it.
    #[error("the database is older than this program: {0} migrations are missing. Run `send-clusters migrate` first")]
    Older(usize),
    /// The SQLite in this program is one that can corrupt data.
    #[error("this program was built with SQLite {0}, which can corrupt a database: build it with 3.51.3 or later")]
    OldSqlite(String),
}

impl From<DbErr> for Opening {
    fn from(error: DbErr) -> Self {
        Self::Unreachable(error)
    }
}

impl Door {
    /// Opens a database. `migrate` brings it to the newest state; without it an older one is refused.
    ///
    /// # Errors
    /// See [`Opening`].
    pub async fn open(address: &str, clock: Clock, migrate: bool) -> Result<Self, Opening> {
        Self::watched(address, clock, migrate, |_| {}).await
    }

    /// The same, with somebody who is shown every statement after it ran.
    ///
    /// # Errors
    /// As there.
    pub async fn watched(
        address: &str,
        clock: Clock,
        migrate: bool,
        watch: impl Fn(&Statement) + Send + Sync + 'static,
    ) -> Result<Self, Opening> {
        let statements = Arc::new(AtomicU64::new(0));
        let mut db = connect(address).await?;
        let counter = Arc::clone(&statements);
        db.set_metric_callback(move |it| {
            counter.fetch_add(1, Ordering::Relaxed);
            watch(it.statement);
        });
        check_sqlite(&db).await?;
        check_migrations(&db, migrate).await?;
        let key = server_key(&db).await?;
        Ok(Self(Arc::new(Inner { db, clock, key, statements })))
    }
}

/// Makes a new file readable by its owner alone, before anything is in it; what SQLite puts beside it follows. Where the
/// file cannot be made, opening it says so.
fn private(address: &str) {
    use std::os::unix::fs::OpenOptionsExt as _;
    if let Some(file) = crate::backup::sqlite_file(address).filter(|_| address.contains("mode=rwc")) {
        let _ = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(file);
    }
}

async fn connect(address: &str) -> Result<DatabaseConnection, Opening> {
    let mut options = ConnectOptions::new(address);
    options.sqlx_logging(false).acquire_timeout(Duration::from_secs(5));
    if address.starts_with("sqlite:") {
        private(address);
        options.max_connections(8);
        options.map_sqlx_sqlite_opts(|it| {
            it.journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Full)
                .foreign_keys(true)
                .busy_timeout(Duration::from_secs(5))
        });
        // After a full disk a pooled connection can believe that it is inside a transaction: what it then "commits"
        // never reaches the file. Such a connection is thrown away.
        options.map_sqlx_sqlite_pool_opts(|it| {
            use sqlx::Connection as _;
            it.before_acquire(|it, _| Box::pin(async move { Ok(!it.is_in_transaction()) }))
                .after_release(|it, _| Box::pin(async move { Ok(!it.is_in_transaction()) }))
        });
    } else if address.starts_with("postgres:") || address.starts_with("postgresql:") {
        options.max_connections(16);
        // Writers that waited for one another see what the other wrote: no stricter isolation, whatever is usual there.
        options.map_sqlx_postgres_opts(|it| {
            it.options([
                ("statement_timeout", "15s"),
                ("lock_timeout", "5s"),
                ("default_transaction_isolation", "read committed"),
            ])
        });
    } else {
        // Never the whole address: it may hold a password.
        return Err(Opening::Address(address.split(':').next().unwrap_or_default().to_owned()));
    }
    Ok(Database::connect(options).await?)
}

#[derive(FromQueryResult)]
struct Text {
    text: String,
}

async fn text(db: &DatabaseConnection, sql: &'static str) -> Result<Vec<String>, DbErr> {
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, []);
    Ok(Text::find_by_statement(statement).all(db).await?.into_iter().map(|it| it.text).collect())
}

async fn check_sqlite(db: &DatabaseConnection) -> Result<(), Opening> {
    if db.get_database_backend() != DbBackend::Sqlite {
        return Ok(());
    }
    let version = text(db, "select sqlite_version() as text").await?.concat();
    let mut parts = version.split('.').map(|it| u32::from_str(it).unwrap_or(0));
    let mut part = || parts.next().unwrap_or(0);
    if (part(), part(), part()) < OLDEST_SQLITE { Err(Opening::OldSqlite(version)) } else { Ok(()) }
}

async fn check_migrations(db: &DatabaseConnection, migrate: bool) -> Result<(), Opening> {
    let known: Vec<String> = Migrator::migrations().iter().map(|it| it.name().to_owned()).collect();
    // The table is not there in an empty database.
    let applied = text(db, "select version as text from seaql_migrations order by version").await.unwrap_or_default();
    if let Some(newer) = applied.iter().find(|it| !known.contains(it)) {
        return Err(Opening::Newer(newer.clone()));
    }
    if migrate {
        return Ok(Migrator::up(db, None).await?);
    }
    let missing = known.len() - applied.len();
    if missing > 0 { Err(Opening::Older(missing)) } else { Ok(()) }
}

/// Reads the key that all processes on this database share; the first one makes it.
async fn server_key(db: &DatabaseConnection) -> Result<ServerKey, DbErr> {
    let random = [Uuid::new_v4().into_bytes(), Uuid::new_v4().into_bytes(), Uuid::new_v4().into_bytes()].concat();
    db.execute_raw(Statement::from_sql_and_values(
        db.get_database_backend(),
        "insert into server_key (name, value) values ('cursor', $1) on conflict (name) do nothing",
        [STANDARD_NO_PAD.encode(random).into()],
    ))
    .await?;
    Ok(ServerKey::from_text(&text(db, "select value as text from server_key where name = 'cursor'").await?.concat()))
}
