//! A PostgreSQL for one run: its own cluster in a temporary folder, reached by a socket and by nobody else.

use std::env;
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use crate::house::{Done, House, output, run, step};
use crate::install;

/// A database server's administrator address, and the server itself if we had to start one.
pub struct Postgres {
    pub url: String,
    keeper: Option<Child>,
}

impl Postgres {
    /// What `TEST_DATABASE_URL` names, or a cluster of our own that ends with this value.
    pub fn start(house: &House) -> Done<Postgres> {
        if let Ok(url) = env::var("TEST_DATABASE_URL") {
            return Ok(Postgres { url, keeper: None });
        }
        let programs = install::postgres(house)?;
        step("starting a temporary PostgreSQL");
        // A socket's path may have 107 characters, so the folder is near the root.
        let folder = env::temp_dir().join(format!("send-clusters-pg-{}", std::process::id()));
        fs::create_dir_all(&folder)?;
        if install::root() {
            run(Command::new("chown").arg("postgres:").arg(&folder))?;
        }
        let data = folder.join("data");
        let mut make = as_postgres(&programs.join("initdb"), &folder);
        make.arg("-D").arg(&data).args("-A trust -U postgres --encoding=UTF8 --locale=C.UTF-8 --no-sync".split(' '));
        output(&mut make)?;
        // Nothing has to survive a power cut here.
        let settings = format!(
            "-c listen_addresses='' -k {} -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200",
            folder.display()
        );
        let control = programs.join("pg_ctl");
        let mut start = as_postgres(&control, &folder);
        start
            .arg("-D")
            .arg(&data)
            .arg("-l")
            .arg(folder.join("log"))
            .args(["-w", "-s", "-o"])
            .arg(settings)
            .arg("start");
        run(start.stdin(Stdio::null()).stdout(Stdio::null()))?;
        let url = format!("postgres://postgres@localhost/postgres?host={}", folder.display());
        Ok(Postgres { url, keeper: Some(keeper(&control, &folder)?) })
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        if let Some(mut keeper) = self.keeper.take() {
            drop(keeper.stdin.take());
            let _ = keeper.wait();
        }
    }
}

/// A process that waits until we are gone, in whatever way, and then stops the cluster and removes it: a pipe closes even
/// when its owner is killed, and nothing else of ours would run then.
fn keeper(control: &Path, folder: &Path) -> Done<Child> {
    let script = r#"read -r _; "$@" >/dev/null 2>&1; cd /; rm -rf "$0""#;
    let mut stop = as_postgres(control, folder);
    stop.arg("-D").arg(folder.join("data")).args(["-m", "immediate", "stop"]);
    let mut keeper = Command::new("sh");
    keeper.args(["-c", script]).arg(folder).arg(stop.get_program()).args(stop.get_args());
    keeper.stdin(Stdio::piped()).stdout(Stdio::null());
    // Its own process group: Ctrl-C in the terminal must not end it before its work.
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut keeper, 0);
    Ok(keeper.current_dir("/").spawn()?)
}

/// PostgreSQL refuses to run as the administrator, so there the package's own user runs it.
fn as_postgres(program: &Path, folder: &Path) -> Command {
    let mut command = if install::root() {
        let mut command = Command::new("setpriv");
        command.args(["--reuid=postgres", "--regid=postgres", "--init-groups", "--"]).arg(program);
        command
    } else {
        Command::new(program)
    };
    command.current_dir(folder);
    command
}
