//! `cargo xtask test`: everything that has to be green, and one line that says whether it is.

use std::process::ExitCode;
use std::time::{Duration, Instant};

use clap::Args;

use crate::gate::{PARTS, Part};
use crate::house::{Done, House, step};
use crate::install;
use crate::postgres::Postgres;
use crate::tally::Tally;

#[derive(Args)]
pub struct Test {
    /// Only these parts, in the order of a full run
    #[arg(long, value_name = "PART", value_delimiter = ',', value_parser = PARTS.iter().map(|it| it.name).collect::<Vec<_>>())]
    only: Vec<String>,
}

/// Runs the parts, goes on after a failure, and answers success only if nothing failed.
pub fn test(house: &House, it: &Test) -> Done<ExitCode> {
    install::compilers(house)?;
    let chosen: Vec<&Part> = PARTS.iter().filter(|part| it.wants(part)).collect();
    let mut total = Tally::default();
    // One for all parts: it is stopped when this function ends, however it ends.
    let postgres = if chosen.iter().any(|part| part.database) { Some(Postgres::start(house)?) } else { None };
    let mut rows = Vec::new();
    for part in chosen {
        step(&format!("part {}", part.name));
        let begin = Instant::now();
        let tally = (part.run)(house, postgres.as_ref())
            .unwrap_or_else(|problem| Tally::failure(format!("{}: {problem}", part.name)));
        rows.push(row(part.name, begin.elapsed(), &tally));
        total += tally;
    }
    drop(postgres);
    for part in PARTS.iter().filter(|part| it.only.is_empty() && !part.on) {
        rows.push(format!("{:<14}     off", part.name));
    }
    println!("\n{:<14} {:>7} {:>7} {:>7}\n{}", "part", "minutes", "passed", "failed", rows.join("\n"));
    for failure in &total.failures {
        println!("failed: {failure}");
    }
    println!("\n{} passed, {} failed", total.passed, total.failed);
    Ok(if total.failed == 0 && total.passed > 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

impl Test {
    fn wants(&self, part: &Part) -> bool {
        if self.only.is_empty() { part.on } else { self.only.iter().any(|it| it == part.name) }
    }
}

fn row(name: &str, time: Duration, tally: &Tally) -> String {
    format!("{:<14} {:>7.1} {:>7} {:>7}", name, time.as_secs_f64() / 60.0, tally.passed, tally.failed)
}
