//! Copies of the database: made while the server runs, put back while it does not.

#![allow(clippy::print_stdout, reason = "this is the command line")]

use std::{
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use percent_encoding::percent_decode_str;
use sea_orm::{ConnectOptions, ConnectionTrait as _, Database, DbBackend, DbErr, Statement};
use url::Url;

use crate::{
    access::Door,
    audit::{self, Verdict},
    clock::Clock,
    config::Copy,
    error::is_unavailable,
};

/// The file of an SQLite address; `None` for another database, or one in memory.
pub fn sqlite_file(address: &str) -> Option<PathBuf> {
    let path = address.strip_prefix("sqlite://").or_else(|| address.strip_prefix("sqlite:"))?;
    let path = path.split('?').next().unwrap_or_default();
    (!path.is_empty() && path != ":memory:").then(|| PathBuf::from(path))
}

/// Writes a copy into a new file.
pub async fn backup(copy: &Copy) -> Result<(), String> {
    let file = &copy.file;
    if file.exists() {
        return Err(format!("{} is there already: name a new file", file.display()));
    }
    let address = &copy.which.database_url;
    if sqlite_file(address).is_none() {
        tool("pg_dump", address, &["--format=custom", "--file", &file.display().to_string()])?;
    } else {
        let door = open(address).await?;
        let db = door.database();
        // `VACUUM INTO` is a whole and consistent copy; copying the file alone would miss the write-ahead log.
        let statement = Statement::from_sql_and_values(
            db.get_database_backend(),
            "vacuum into $1",
            [file.display().to_string().into()],
        );
        let written = db.execute_raw(statement).await.map_err(|it| format!("the copy could not be written: {it}"));
        let checked = match written {
            Ok(_) => check(file).await,
            Err(error) => Err(error),
        };
        // As private as the database itself.
        let private = std::os::unix::fs::PermissionsExt::from_mode(0o600);
        let checked = checked.and_then(|()| std::fs::set_permissions(file, private).map_err(|it| it.to_string()));
        if checked.is_err() {
            let _ = std::fs::remove_file(file);
        }
        checked?;
    }
    println!("Copied to {}.", file.display());
    Ok(())
}

/// Puts a copy back. What is there now is kept beside it, under another name.
pub async fn restore(copy: &Copy) -> Result<(), String> {
    let file = &copy.file;
    if !file.is_file() {
        return Err(format!("{} is not a file", file.display()));
    }
    let address = &copy.which.database_url;
    let Some(place) = sqlite_file(address) else {
        // All or nothing: a copy that cannot be read to its end leaves the database as it was.
        let file = file.display().to_string();
        tool("pg_restore", address, &["--clean", "--if-exists", "--single-transaction", &file])?;
        whole(&open(address).await?, "what was restored").await?;
        println!("Restored from {file}.");
        return Ok(());
    };
    check(file).await?;
    let at = |it: std::io::Error| format!("the copy could not be put in place: {it}");
    // Written whole beside the place first: a full disk then leaves the old database as it was.
    let new = beside(&place, ".restoring");
    let written = match std::fs::copy(file, &new) {
        Ok(_) => set_aside(&place).await.and_then(|()| std::fs::rename(&new, &place).map_err(at)),
        Err(error) => Err(at(error)),
    };
    if written.is_err() {
        let _ = std::fs::remove_file(&new);
    }
    written?;
    println!("Restored from {}.", file.display());
    Ok(())
}

/// The name of a file with something after it.
pub fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.to_owned().into_os_string();
    name.push(ending);
    PathBuf::from(name)
}

/// Gives the database that is there another name, with what belongs to it.
async fn set_aside(place: &Path) -> Result<(), String> {
    if !place.exists() {
        return Ok(());
    }
    if let Err(error) = settle(place).await {
        if is_unavailable(&error) {
            return Err(format!("{} is in use: stop the server first", place.display()));
        }
        // It may be broken: that is what copies are for.
        println!("What was there cannot be opened ({error}). It is kept as it is.");
    }
    let before = (1..)
        .map(|it| beside(place, &if it == 1 { ".before-restore".to_owned() } else { format!(".before-restore-{it}") }))
        .find(|it| !it.exists())
        .unwrap_or_else(|| beside(place, ".before-restore"));
    for ending in ["", "-wal", "-shm"] {
        let part = beside(place, ending);
        if part.exists() {
            std::fs::rename(&part, beside(&before, ending))
                .map_err(|it| format!("{} cannot be renamed: {it}", part.display()))?;
        }
    }
    println!("What was there is now {}.", before.display());
    Ok(())
}

/// Moves what the write-ahead log still holds into the file. SQLite refuses while anybody else has the file open.
async fn settle(place: &Path) -> Result<(), DbErr> {
    let mut options = ConnectOptions::new(format!("sqlite://{}?mode=rw", place.display()));
    options.max_connections(1).sqlx_logging(false);
    options.map_sqlx_sqlite_opts(|it| it.busy_timeout(Duration::from_secs(1)));
    let db = Database::connect(options).await?;
    let settled =
        db.query_one_raw(Statement::from_sql_and_values(DbBackend::Sqlite, "pragma journal_mode = delete", [])).await;
    db.close().await?;
    settled.map(|_| ())
}

/// A copy must open, be of this program's making, and have its audit whole.
async fn check(file: &Path) -> Result<(), String> {
    let door = open(&format!("sqlite://{}?mode=rw", file.display()))
        .await
        .map_err(|it| format!("{} is not a copy that can be used: {it}", file.display()))?;
    let checked = whole(&door, &file.display().to_string()).await;
    let closed = door.database().clone().close().await;
    closed.map_err(|it| it.to_string())?;
    checked
}

async fn whole(door: &Door, what: &str) -> Result<(), String> {
    match audit::verify(door.database()).await.map_err(|it| it.to_string())? {
        Verdict::Whole { .. } => Ok(()),
        Verdict::Broken { seq, why } => Err(format!("the audit of {what} is broken at row {seq}: {why}")),
    }
}

async fn open(address: &str) -> Result<Door, String> {
    if let Some(file) = sqlite_file(address).filter(|it| !it.exists()) {
        return Err(format!("there is no database {}", file.display()));
    }
    Door::open(address, Clock::default(), false).await.map_err(|it| it.to_string())
}

/// Runs a tool of PostgreSQL on a database. The password goes by the environment: everybody on a machine can read the
/// words of everybody's commands.
fn tool(name: &str, address: &str, arguments: &[&str]) -> Result<(), String> {
    let (address, password) = without_password(address)?;
    let mut command = Command::new(name);
    command.args(["--dbname", &address]).args(arguments);
    command.envs(password.map(|it| ("PGPASSWORD", it)));
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("{name} ended with {status}")),
        Err(_) => Err(format!("{name} is not on this machine: install PostgreSQL's client programs")),
    }
}

/// The address of a database and, apart from it, the password that stood in it.
fn without_password(address: &str) -> Result<(String, Option<String>), String> {
    // Nothing of the address: it may be all password.
    let unread = |_| "--database-url cannot be read".to_owned();
    let mut url = Url::parse(address).map_err(unread)?;
    let in_query = url.query_pairs().find(|it| it.0 == "password").map(|it| it.1.into_owned());
    if in_query.is_some() {
        let others: Vec<(String, String)> =
            url.query_pairs().filter(|it| it.0 != "password").map(|it| (it.0.into(), it.1.into())).collect();
        url.query_pairs_mut().clear().extend_pairs(others);
    }
    let named = url.password().map(|it| percent_decode_str(it).decode_utf8_lossy().into_owned());
    if named.is_some() {
        url.set_password(None).map_err(|()| "--database-url cannot be read".to_owned())?;
    }
    Ok((url.into(), named.or(in_query)))
}

#[cfg(test)]
mod tests {
    use super::without_password;

    #[test]
    fn a_password_is_not_among_the_words_of_a_command() {
        for (address, bare, password) in [
            ("postgres://a:p%40ss@db:5432/c?host=/run", "postgres://a@db:5432/c?host=/run", Some("p@ss")),
            ("postgres://a@db/c?password=p%26q&host=x", "postgres://a@db/c?host=x", Some("p&q")),
            (
                "postgres://postgres@localhost/c?host=%2Ftmp%2Fx",
                "postgres://postgres@localhost/c?host=%2Ftmp%2Fx",
                None,
            ),
        ] {
            assert_eq!(without_password(address), Ok((bare.to_owned(), password.map(str::to_owned))), "{address}");
        }
        assert!(!without_password("p4ss").unwrap_err().contains("p4ss"));
    }
}
