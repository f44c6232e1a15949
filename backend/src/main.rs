//! `send-clusters`: see `send-clusters --help`.

use std::process::ExitCode;

use clap::Parser as _;

fn main() -> ExitCode {
    backend::run::run(backend::config::Settings::parse())
}
