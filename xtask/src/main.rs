//! Set-up and chores: `cargo xtask start` and `cargo xtask test` are all that a newcomer needs; the rest are the parts of
//! `test` that are also useful alone.
//!
//! Almost everything here runs other programs: it is compiled before anything else.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command-line tool talks to a terminal")]

mod bench;
mod browser;
mod compile;
mod gate;
mod house;
mod install;
mod licence;
mod notices;
mod page;
mod postgres;
mod requirements;
mod size;
mod stamp;
mod start;
mod tally;
mod test;
mod times;
mod wasm;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::house::{Done, House};
use crate::page::Care;

/// The chores of this workspace.
#[derive(Parser)]
#[command(name = "cargo xtask", max_term_width = 100)]
struct Chores {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Subcommand)]
enum Chore {
    /// Installs what is missing, builds what is stale, and runs the server with demonstration data
    Start(start::Start),
    /// Everything that has to be green before a change lands
    Test(test::Test),
    /// Builds the page; the server's unoptimised build reads it from `dist/`
    Page {
        /// For looking at: unoptimised, in a quarter of the time
        #[arg(long)]
        quick: bool,
    },
    /// How many bytes a first visit costs, against its bound
    Size,
    /// What of docs/requirements.csv works, and whether the tests it names exist
    Requirements,
    /// Requests a second of a page's document, as a ratio to one SQL statement, on both databases
    Bench,
    /// Seconds from touching one file to a checked build
    Times,
    /// Writes what screen readers are told on each page anew into e2e/snapshots/, to be read and committed
    Snapshots {
        /// Only the files of this name, such as `fund`
        only: Vec<String>,
    },
    /// Takes the pictures of the README into docs/screenshots/
    Screenshots,
    /// Writes THIRD-PARTY.md: what is in the binary and the page, and under which licence
    Notices {
        /// Compares, and writes nothing
        #[arg(long)]
        check: bool,
    },
}

fn main() -> ExitCode {
    let chore = Chores::parse().chore;
    match House::find().and_then(|house| run(&house, chore)) {
        Ok(code) => code,
        Err(problem) => {
            eprintln!("\nerror: {problem}");
            ExitCode::FAILURE
        }
    }
}

fn run(house: &House, chore: Chore) -> Done<ExitCode> {
    match chore {
        Chore::Start(it) => start::start(house, &it)?,
        Chore::Test(it) => return test::test(house, &it),
        Chore::Page { quick } => page::page(house, if quick { Care::Quick } else { Care::Shipped })?,
        Chore::Size => size::size(house)?,
        Chore::Requirements => requirements::requirements(house)?,
        Chore::Bench => bench::bench(house)?,
        Chore::Times => times::times(house)?,
        Chore::Snapshots { only } => browser::snapshots(house, &only)?,
        Chore::Screenshots => browser::screenshots(house)?,
        Chore::Notices { check: true } => notices::check(house)?,
        Chore::Notices { check: false } => notices::write(house)?,
    }
    Ok(ExitCode::SUCCESS)
}
