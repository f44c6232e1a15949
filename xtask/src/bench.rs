//! `cargo xtask bench`: the release server measures itself, once on each database.

use std::env;
use std::fs;

use crate::house::{Done, House, output, run, step};
use crate::page::Care;
use crate::postgres::Postgres;
use crate::{compile, install, page};

/// Runs the server's own bench command, which fills a database, starts the server and asks it over HTTP: a page's document,
/// and one hand-written statement as the floor. The ratio says more than the figures, which belong to the machine.
pub fn bench(house: &House) -> Done {
    page::page(house, Care::Shipped)?;
    compile::server(house)?;

    let folder = env::temp_dir().join(format!("send-clusters-bench-{}", std::process::id()));
    fs::create_dir_all(&folder)?;
    step("SQLite");
    let done = measure(house, &format!("sqlite://{}?mode=rwc", folder.join("bench.sqlite").display()));
    fs::remove_dir_all(&folder)?;
    done?;

    step("PostgreSQL");
    let postgres = Postgres::start(house)?;
    let name = format!("bench_{}", std::process::id());
    let psql = install::postgres(house)?.join("psql");
    let sql =
        |statement: String| output(house.command(&psql.to_string_lossy()).args(["-qXc", &statement, &postgres.url]));
    sql(format!("create database {name}"))?;
    let done = measure(house, &with_database(&postgres.url, &name));
    sql(format!("drop database {name} with (force)"))?;
    done
}

fn measure(house: &House, url: &str) -> Done {
    run(house.command(&house.server().to_string_lossy()).args(["bench", "--database-url", url]))
}

/// The same server's address with another database.
fn with_database(url: &str, name: &str) -> String {
    let (address, query) = url.split_once('?').map_or((url, String::new()), |(it, query)| (it, format!("?{query}")));
    let start = address.find("://").map_or(0, |it| it + 3);
    let end = address[start..].find('/').map_or(address.len(), |it| start + it);
    format!("{}/{name}{query}", &address[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Only the database's name changes, with and without one, and with the socket's folder behind it.
    #[test]
    fn the_database_of_an_address_is_replaced() {
        for (from, to) in [
            ("postgres://postgres@localhost/postgres?host=/tmp/x", "postgres://postgres@localhost/new?host=/tmp/x"),
            ("postgres://a:b@127.0.0.1:5432/old", "postgres://a:b@127.0.0.1:5432/new"),
            ("postgres://localhost", "postgres://localhost/new"),
        ] {
            assert_eq!(with_database(from, "new"), to);
        }
    }
}
