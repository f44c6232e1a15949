//! `cargo xtask times`: how long a person waits after saving a file, per crate.

use std::fs::File;
use std::time::{Instant, SystemTime};

use crate::house::{Done, House, run};
use crate::install;

/// A file that was saved, and what is run then.
const SAVED: &[(&str, &[&str])] = &[
    ("shared/src/lib.rs", &["check --package backend --tests", "build --package backend", PAGE]),
    ("backend/src/lib.rs", &["check --package backend --tests", "build --package backend"]),
    ("frontend/src/main.rs", &[PAGE]),
];

const PAGE: &str = "check --package frontend --target wasm32-unknown-unknown";

/// Runs every command once so that it is warm, then again after touching the file.
pub fn times(house: &House) -> Done {
    install::wasm(house)?;
    let mut rows = Vec::new();
    for (file, commands) in SAVED {
        for command in *commands {
            let call = || run(&mut house.cargo(&format!("{command} --locked --quiet")));
            call()?;
            // Only the time: the content stays what it is.
            File::options().append(true).open(house.root.join(file))?.set_modified(SystemTime::now())?;
            let begin = Instant::now();
            call()?;
            rows.push(format!("| {file} | cargo {command} | {:.1} |", begin.elapsed().as_secs_f64()));
        }
    }
    println!("| saved | then | seconds |\n|---|---|---:|\n{}", rows.join("\n"));
    Ok(())
}
