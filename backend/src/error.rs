//! What can go wrong in a resolver, and how much of it the caller is told.

use async_graphql::ErrorExtensionValues;
use sea_orm::{DbErr, RuntimeErr, sqlx};
use shared::failure::{Failure, Problem};

pub type Result<T, E = Error> = std::result::Result<T, E>;

tokio::task_local! {
    /// The reference of the request that is being answered: people quote it, the log has it.
    pub static REFERENCE: String;
}

/// The reference of the request that is being answered, or of work that no request asked for.
pub fn reference() -> String {
    REFERENCE.try_with(Clone::clone).unwrap_or_else(|_| "no-request".to_owned())
}

/// Deliberately without `Display`: async-graphql turns anything that has it into a public message.
#[derive(Debug)]
pub enum Error {
    /// A refusal that the caller is told.
    Refused(Failure),
    /// A fault: logged under the reference of the request, and told as "something went wrong".
    Broken(Box<dyn std::error::Error + Send + Sync>),
}

impl Error {
    /// A fault that is no error of a library.
    pub fn broken(what: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Broken(what.into())
    }

    /// What the caller is told. A fault is logged here, once.
    pub fn told(self) -> Failure {
        match self {
            Self::Refused(failure) => failure,
            Self::Broken(cause) => {
                let reference = reference();
                tracing::error!(reference, cause = described(&*cause), "internal");
                Failure::Internal { reference }
            }
        }
    }
}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        Self::Refused(failure)
    }
}

impl From<Vec<Problem>> for Error {
    fn from(problems: Vec<Problem>) -> Self {
        Self::Refused(problems.into())
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Self::Broken(Box::new(error))
    }
}

impl From<DbErr> for Error {
    fn from(error: DbErr) -> Self {
        if is_unavailable(&error) {
            tracing::warn!(reference = reference(), cause = described(&error), "database unavailable");
            return Self::Refused(Failure::Unavailable);
        }
        Self::Broken(Box::new(error))
    }
}

/// What the log says of a fault. Databases and decoders quote the values that they choke on, and a value is what
/// somebody typed: of theirs it has the kind and the place alone. What [`Error::broken`] says is our own words.
pub fn described(cause: &(dyn std::error::Error + 'static)) -> String {
    if let Some(error) = cause.downcast_ref::<DbErr>() {
        return of_database(error);
    }
    if let Some(error) = cause.downcast_ref::<serde_json::Error>() {
        return format!("JSON: {:?} error at line {}, column {}", error.classify(), error.line(), error.column());
    }
    cause.to_string()
}

fn of_database(error: &DbErr) -> String {
    let cause = match error {
        DbErr::Conn(RuntimeErr::SqlxError(cause))
        | DbErr::Exec(RuntimeErr::SqlxError(cause))
        | DbErr::Query(RuntimeErr::SqlxError(cause)) => cause.as_ref(),
        other => return format!("database: {}", variant(other)),
    };
    match cause {
        sqlx::Error::Database(it) => {
            let code = it.code().unwrap_or_default();
            let mut text = format!("database: {:?} error, code {code}", it.kind());
            for (name, part) in [("table", it.table()), ("constraint", it.constraint())] {
                if let Some(part) = part {
                    text.push_str(&format!(", {name} {part}"));
                }
            }
            if names_only(&code, it.message()) {
                text.push_str(&format!(": {}", it.message()));
            }
            text
        }
        sqlx::Error::Io(it) => format!("database: {:?}", it.kind()),
        other => format!("database: {}", variant(other)),
    }
}

/// Whether a message of the database names tables, columns and operators, and no values.
fn names_only(code: &str, message: &str) -> bool {
    // PostgreSQL: class 42 is about the statement. SQLite: these begin with what they name.
    let sqlite = ["no such table: ", "no such column: ", "UNIQUE constraint failed: ", "NOT NULL constraint failed: "];
    (code.len() == 5 && code.starts_with("42")) || sqlite.iter().any(|it| message.starts_with(it))
}

/// The name of an error's variant, without what it carries.
fn variant(error: &impl std::fmt::Debug) -> String {
    format!("{error:?}").split(|it: char| !it.is_alphanumeric()).next().unwrap_or_default().to_owned()
}

/// Whether the database cannot be reached or written just now, so that trying again later is the right advice.
pub fn is_unavailable(error: &DbErr) -> bool {
    let cause = match error {
        DbErr::ConnectionAcquire(_) => return true,
        DbErr::Conn(RuntimeErr::SqlxError(cause))
        | DbErr::Exec(RuntimeErr::SqlxError(cause))
        | DbErr::Query(RuntimeErr::SqlxError(cause)) => cause.as_ref(),
        _ => return false,
    };
    match cause {
        sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::WorkerCrashed => true,
        // SQLite: busy 5, read-only 8, input/output 10, full 13, cannot open 14. PostgreSQL: classes 08, 53, 57 and
        // 55P03 (lock not available), 25006 (read-only after a failover).
        sqlx::Error::Database(it) => it.code().is_some_and(|code| {
            matches!(code.parse::<u32>().map(|it| it & 0xff), Ok(5 | 6 | 8 | 10 | 13 | 14)) && code.len() < 5
                || ["08", "53", "57"].iter().any(|class| code.len() == 5 && code.starts_with(class))
                || code == "55P03"
                || code == "25006"
        }),
        _ => false,
    }
}

impl From<Error> for async_graphql::Error {
    fn from(error: Error) -> Self {
        let failure = error.told();
        let mut extensions = ErrorExtensionValues::default();
        if let Ok(value) = async_graphql::to_value(&failure) {
            extensions.set("failure", value);
        }
        let mut public = Self::new(failure.to_string());
        public.extensions = Some(extensions);
        public
    }
}
