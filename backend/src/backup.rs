//! Copies of the database: made while the server runs, put back while it does not.

#![allow(clippy::print_stdout, reason = "this is the command line")]

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use sea_orm::{ConnectionTrait as _, Statement};

use crate::{
    access::Door,
    audit::{self, Verdict},
    clock::Clock,
    config::Copy,
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
        tool("pg_dump", &["--format=custom", "--file", &file.display().to_string(), address])?;
    } else {
        let door = open(address).await?;
        let db = door.database();
        // `VACUUM INTO` is a whole and consistent copy; copying the file alone would miss the write-ahead log.
        let statement = Statement::from_sql_and_values(
            db.get_database_backend(),
            "vacuum into $1",
            [file.display().to_string().into()],
        );
        db.execute_raw(statement).await.map_err(|it| format!("the copy could not be written: {it}"))?;
        check(file).await?;
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
        tool(
            "pg_restore",
            &["--clean", "--if-exists", "--exit-on-error", "--dbname", address, &file.display().to_string()],
        )?;
        println!("Restored from {}.", file.display());
        return Ok(());
    };
    check(file).await?;
    let name = |ending: &str| {
        let mut name = place.clone().into_os_string();
        name.push(ending);
        PathBuf::from(name)
    };
    let at = |it: std::io::Error| format!("the copy could not be put in place: {it}");
    // Written whole beside the place first: a full disk then leaves the old database as it was.
    let new = name(".restoring");
    std::fs::copy(file, &new).map_err(at)?;
    if place.exists() {
        // Moves what the write-ahead log still holds into the file, so that the file alone is the whole.
        drop(open(address).await?.database().clone().close().await);
        let before = name(".before-restore");
        std::fs::rename(&place, &before).map_err(at)?;
        println!("What was there is now {}.", before.display());
    }
    for ending in ["-wal", "-shm"] {
        let _ = std::fs::remove_file(name(ending));
    }
    std::fs::rename(&new, &place).map_err(at)?;
    println!("Restored from {}.", file.display());
    Ok(())
}

/// A copy must open, be of this program's making, and have its audit whole.
async fn check(file: &Path) -> Result<(), String> {
    let door = open(&format!("sqlite://{}?mode=rw", file.display())).await?;
    let verdict = audit::verify(door.database()).await.map_err(|it| it.to_string())?;
    let closed = door.database().clone().close().await;
    closed.map_err(|it| it.to_string())?;
    match verdict {
        Verdict::Whole { .. } => Ok(()),
        Verdict::Broken { seq, why } => Err(format!("the audit of {} is broken at row {seq}: {why}", file.display())),
    }
}

async fn open(address: &str) -> Result<Door, String> {
    Door::open(address, Clock::default(), false).await.map_err(|it| it.to_string())
}

/// Runs a tool of PostgreSQL.
fn tool(name: &str, arguments: &[&str]) -> Result<(), String> {
    match Command::new(name).args(arguments).status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("{name} ended with {status}")),
        Err(_) => Err(format!("{name} is not on this machine: install PostgreSQL's client programs")),
    }
}
