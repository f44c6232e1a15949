//! Playwright: the journeys of `cargo xtask test`, what they compare with, and the pictures of the README.

use std::fs;
use std::process::Command;

use crate::gate::address;
use crate::house::{Done, House, run};
use crate::postgres::Postgres;
use crate::tally::{self, Tally};
use crate::{compile, install, page};

/// All journeys on SQLite and one an area on PostgreSQL, against the server as it is shipped.
pub fn journeys(house: &House, postgres: Option<&Postgres>) -> Done<Tally> {
    let report = house.root.join("e2e/results/report.json");
    if report.exists() {
        fs::remove_file(&report)?;
    }
    let mut command = playwright(house)?;
    command.env("PSQL", install::postgres(house)?.join("psql"));
    command.args(["--project", "sqlite", "--project", "postgres", "--reporter", "list,json"]).envs(address(postgres));
    let done = run(command.env("PLAYWRIGHT_JSON_OUTPUT_NAME", &report));
    let text = fs::read_to_string(&report).map_err(|_| "Playwright wrote no report")?;
    let mut tally = tally::playwright(&text)?;
    if tally.failed == 0 {
        tally += match done {
            Err(problem) => Tally::failure(format!("e2e: {problem}")),
            Ok(()) if tally.passed == 0 => Tally::failure("e2e: no test ran".to_owned()),
            Ok(()) => Tally::default(),
        };
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
    page::page(house)?;
    compile::server(house)?;
    let chromium = install::chromium(house)?;
    let mut command = house.command("npx");
    command.args(["playwright", "test", "--config", "e2e/playwright.config.ts"]);
    command.env("SEND_CLUSTERS", house.server()).envs(chromium.map(|it| ("CHROMIUM", it)));
    Ok(command)
}
