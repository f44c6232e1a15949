//! The parts of `cargo xtask test`, in the order in which they run: what says most in the least time comes first.

use crate::house::{Done, House};
use crate::page::Care;
use crate::postgres::Postgres;
use crate::tally::{self, Tally};
use crate::{browser, compile, install, notices, page, requirements, size};

/// One part of the gate.
pub struct Part {
    /// The word for `--only`.
    pub name: &'static str,
    /// Whether it belongs to a full run. A part that is off can be run by its name, and a full run says that it is off.
    pub on: bool,
    /// Whether it needs PostgreSQL's address.
    pub database: bool,
    pub run: fn(&House, Option<&Postgres>) -> Done<Tally>,
}

/// All parts: what fails soonest first, and the page before the tests of the server that sends it.
pub const PARTS: &[Part] = &[
    Part { name: "fmt", on: true, database: false, run: |house, _| Ok(Tally::check("rustfmt", compile::fmt(house))) },
    Part { name: "requirements", on: true, database: false, run: requirements },
    Part { name: "notices", on: true, database: false, run: notices },
    Part { name: "clippy", on: true, database: false, run: clippy },
    Part { name: "build", on: true, database: false, run: build },
    Part { name: "size", on: true, database: false, run: size },
    Part { name: "rust", on: true, database: true, run: rust },
    Part { name: "timezone", on: true, database: true, run: timezone },
    Part { name: "e2e", on: true, database: true, run: browser::journeys },
];

fn clippy(house: &House, _: Option<&Postgres>) -> Done<Tally> {
    install::wasm(house)?;
    let mut tally = Tally::check("clippy", compile::clippy_host(house));
    tally += Tally::check("clippy, page", compile::clippy_browser(house));
    Ok(tally)
}

fn rust(house: &House, postgres: Option<&Postgres>) -> Done<Tally> {
    let mut tally = tally::cargo_test(compile::tests(house).envs(address(postgres)))?;
    tally += tally::cargo_test(&mut compile::page_tests(house))?;
    Ok(tally)
}

/// Again, far from London: what reads the machine's own calendar gives other days there.
fn timezone(house: &House, postgres: Option<&Postgres>) -> Done<Tally> {
    tally::cargo_test(compile::tests_again(house).envs(address(postgres)).env("TZ", "Pacific/Auckland"))
}

fn build(house: &House, _: Option<&Postgres>) -> Done<Tally> {
    let mut tally = Tally::check("release build of the page", page::page(house, Care::Shipped));
    tally += Tally::check("release build of the server", compile::server(house));
    Ok(tally)
}

fn size(house: &House, _: Option<&Postgres>) -> Done<Tally> {
    page::page(house, Care::Shipped)?;
    Ok(Tally::check("size", size::size(house)))
}

fn requirements(house: &House, _: Option<&Postgres>) -> Done<Tally> {
    Ok(Tally::check("requirements", requirements::requirements(house)))
}

fn notices(house: &House, _: Option<&Postgres>) -> Done<Tally> {
    Ok(Tally::check("notices", notices::check(house)))
}

/// How tests find PostgreSQL.
pub fn address(postgres: Option<&Postgres>) -> Option<(&'static str, &str)> {
    postgres.map(|it| ("TEST_DATABASE_URL", it.url.as_str()))
}
