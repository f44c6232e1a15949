//! Which crate is compiled where, in one place: every call of cargo uses the same selection, because another selection of
//! packages unifies features differently and compiles half of the dependencies again.

use std::process::Command;

use crate::house::{Done, House, run, step};

/// What runs on the machine itself. The page is for the browser only; its parts that can be tested outside of one are in
/// `shared` and `ui`.
const HOST: &str = "--workspace --exclude frontend --features ui/ssr";

/// What runs in the browser, with all that it needs of `shared` and `ui`.
const BROWSER: &str = "--package frontend --target wasm32-unknown-unknown";

/// rustfmt, over everything.
pub fn fmt(house: &House) -> Done {
    run(&mut house.cargo("fmt --all --check"))
}

/// clippy on what runs on the machine.
pub fn clippy_host(house: &House) -> Done {
    run(&mut house.cargo(&format!("clippy {HOST} --all-targets --locked -- -D warnings")))
}

/// clippy on what runs in the browser.
pub fn clippy_browser(house: &House) -> Done {
    run(&mut house.cargo(&format!("clippy {BROWSER} --locked -- -D warnings")))
}

/// The tests of all crates that run on the machine, documentation included.
pub fn tests(house: &House) -> Command {
    house.cargo(&format!("test {HOST} --locked --no-fail-fast"))
}

/// The same tests without documentation, for a second run under other circumstances.
pub fn tests_again(house: &House) -> Command {
    house.cargo(&format!("test {HOST} --locked --no-fail-fast --lib --bins --tests"))
}

/// The server as it is shipped, with the page inside.
pub fn server(house: &House) -> Done {
    step("building the server");
    run(&mut house.cargo("build --release --package backend --locked"))
}
