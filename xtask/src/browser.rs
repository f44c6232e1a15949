//! Playwright: the journeys of `cargo xtask test`, what they compare with, and the pictures of the README.

use std::fs;
use std::process::Command;

use crate::gate::address;
use crate::house::{Done, House, run};
use crate::page::Care;
use crate::postgres::Postgres;
use crate::tally::{self, Tally};
use crate::{compile, install, page};

/// The databases, as e2e/playwright.config.ts names them.
const PROJECTS: &[&str] = &["sqlite", "postgres"];

/// All journeys on SQLite and one an area on PostgreSQL, against the server as it is shipped.
pub fn journeys(house: &House, postgres: Option<&Postgres>) -> Done<Tally> {
    let report = house.root.join("e2e/results/report.json");
    if report.exists() {
        fs::remove_file(&report)?;
    }
    let mut command = playwright(house)?;
    command.env("PSQL", install::postgres(house)?.join("psql"));
    command
        .args(PROJECTS.iter().flat_map(|it| ["--project", it]))
        .args(["--reporter", "list,json"])
        .envs(address(postgres));
    let done = run(command.env("PLAYWRIGHT_JSON_OUTPUT_NAME", &report));
    let text = fs::read_to_string(&report).map_err(|_| "Playwright wrote no report")?;
    let mut tally = tally::playwright(&text, PROJECTS)?;
    if tally.failed == 0 {
        tally += done.err().map(|it| Tally::failure(format!("e2e: {it}"))).unwrap_or_default();
    }
    Ok(tally)
}

/// Writes anew what the journeys compare with, for the test files of these names, or all.
pub fn snapshots(house: &House, only: &[String]) -> Done {
    run(playwright(house)?
        .args(["--project", "sqlite", "--reporter", "list", "--update-snapshots", "changed"])
        .args(only))
}

/// Takes the pictures of the README anew.
pub fn screenshots(house: &House) -> Done {
    run(playwright(house)?.args(["--project", "screenshots", "--reporter", "list"]))
}

fn playwright(house: &House) -> Done<Command> {
    page::page(house, Care::Shipped)?;
    compile::server(house)?;
    let chromium = install::chromium(house)?;
    let mut command = house.command("npx");
    command.args(["playwright", "test", "--config", "e2e/playwright.config.ts"]);
    command.env("SEND_CLUSTERS", house.server()).envs(chromium.map(|it| ("CHROMIUM", it)));
    Ok(command)
}
