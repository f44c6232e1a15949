//! The page: Trunk makes `dist/`, then every file gets its compressed siblings.

use std::fs::{self, File};
use std::path::PathBuf;

use crate::house::{Done, House, run, step};
use crate::{install, stamp};

/// All that the page is made from.
const INPUTS: &[&str] = &[
    "shared",
    "ui",
    "frontend",
    "schema.graphql",
    "package.json",
    "package-lock.json",
    "Cargo.toml",
    "Cargo.lock",
    "Trunk.toml",
    "rust-toolchain.toml",
    "xtask/src/compress.mjs",
];

/// What is made on the way and not an input.
const MADE: &[&str] = &["frontend/generated", "frontend/dist"];

/// Builds the page if anything it is made from has changed. Of two that build at once the second waits for the first.
pub fn page(house: &House) -> Done {
    install::npm(house)?;
    // Beside the packages and not in `dist`, which goes into the binary as it is.
    let noted = noted(house);
    fs::create_dir_all(house.root.join(CACHE))?;
    let turn = File::create(noted.with_extension("lock"))?;
    turn.lock()?;
    let hash = stamp::hash(&house.root, INPUTS, MADE)?;
    if stamp::fresh(&noted, &hash) && house.dist().join("index.html.br").is_file() {
        step("the page is up to date");
        return Ok(());
    }
    install::wasm(house)?;
    install::trunk(house)?;
    step("building the page");
    // Trunk reads NO_COLOR as its own flag and refuses the value 1; its backtrace of a failed cargo says nothing.
    run(house.command("trunk").arg("build").env_remove("NO_COLOR").env("RUST_BACKTRACE", "0"))?;
    step("compressing the page");
    run(house.command("node").arg("xtask/src/compress.mjs").arg(house.dist()))?;
    stamp::set(&noted, &hash)
}

/// What the page that is there was made from, in one word: the server carries its files and is compiled anew for another.
pub fn made_from(house: &House) -> String {
    fs::read_to_string(noted(house)).unwrap_or_default()
}

const CACHE: &str = "node_modules/.cache";

fn noted(house: &House) -> PathBuf {
    house.root.join(CACHE).join("page")
}
