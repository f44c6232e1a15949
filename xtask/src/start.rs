//! `cargo xtask start`: from a clone to a running server with demonstration data.

use std::fs;

use clap::Args;

use crate::house::{Done, House, describe, step};
use crate::page::Care;
use crate::{compile, install, page};

#[derive(Args)]
pub struct Start {
    /// Where the data is kept; a SQLite file in data/ when nothing is said
    #[arg(long)]
    database_url: Option<String>,
    /// The port on this machine
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// The day that the server takes for today, such as 2018-11-21
    #[arg(long, value_name = "DAY")]
    demo_day: Option<String>,
    /// Words for the server itself, after `--`
    #[arg(last = true)]
    server: Vec<String>,
}

/// Installs, builds and runs. Returns when the server has ended.
pub fn start(house: &House, it: &Start) -> Done {
    install::compilers(house)?;
    page::page(house, Care::Shipped)?;
    compile::server(house)?;
    let url = match &it.database_url {
        Some(url) => url.clone(),
        None => {
            fs::create_dir_all(house.root.join("data"))?;
            "sqlite://data/send-clusters.sqlite?mode=rwc".to_owned()
        }
    };
    let mut server = house.command(&house.server().to_string_lossy());
    server.args(["serve", "--demo", "--database-url", &url, "--listen", &format!("127.0.0.1:{}", it.port)]);
    if let Some(day) = &it.demo_day {
        server.args(["--demo-day", day]);
    }
    server.args(&it.server);
    step(&describe(&server));
    step(&format!("open http://127.0.0.1:{} in a browser; Ctrl-C ends the server", it.port));
    become_server(server)
}

/// The server takes this process over, so that Ctrl-C and SIGTERM reach it without a middleman.
#[cfg(unix)]
fn become_server(mut server: std::process::Command) -> Done {
    use std::os::unix::process::CommandExt;
    Err(format!("the server could not be started: {}", server.exec()).into())
}

#[cfg(not(unix))]
fn become_server(mut server: std::process::Command) -> Done {
    crate::house::run(&mut server)
}
