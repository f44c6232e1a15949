//! Which crate is compiled where, in one place: every call of cargo uses the same selection, because another selection of
//! packages unifies features differently and compiles half of the dependencies again.

use std::process::Command;

use crate::house::{Done, House, run, step};
use crate::page;

/// What runs on the machine itself. The page has its own selection: its `leptos` is another than the server's.
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

/// The tests of the page's own rules, which need no browser.
pub fn page_tests(house: &House) -> Command {
    house.cargo("test --package frontend --locked --no-fail-fast")
}

/// The tests of what runs on the machine without documentation, for a second run under other circumstances.
pub fn tests_again(house: &House) -> Command {
    house.cargo(&format!("test {HOST} --locked --no-fail-fast --lib --bins --tests"))
}

/// The server as it is shipped, with the page inside.
pub fn server(house: &House) -> Done {
    step("building the server");
    let mut command = house.cargo("build --release --package backend --locked");
    // Cargo looks again at files it has seen, not at those of a new page; the name of the page stands in the binary.
    run(command.env("SEND_CLUSTERS_PAGE", page::made_from(house)))
}
