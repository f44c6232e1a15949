//! The page: Trunk makes `dist/`, then every file gets its compressed siblings.

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

/// Builds the page if anything it is made from has changed.
pub fn page(house: &House) -> Done {
    install::npm(house)?;
    let hash = stamp::hash(&house.root, INPUTS, MADE)?;
    // Beside the packages and not in `dist`, which goes into the binary as it is.
    let noted = house.root.join("node_modules/.cache/page");
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
    // The server carries these files, but cargo only looks again at files that it has seen before.
    run(&mut house.cargo("clean --quiet --release --package backend --locked"))?;
    stamp::set(&noted, &hash)
}
