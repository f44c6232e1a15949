//! Where things stand in this workspace, and how other programs are called from it.

use std::env;
use std::error::Error;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// What a chore answers: it is done, or one sentence why not.
pub type Done<T = ()> = Result<T, Box<dyn Error>>;

/// The folders that every chore needs.
pub struct House {
    /// The root of the workspace.
    pub root: PathBuf,
    /// Where cargo puts what it builds.
    pub target: PathBuf,
}

impl House {
    /// The workspace that this tool was compiled in.
    pub fn find() -> Done<House> {
        // Two clones can share a target folder, so what cargo says now comes before what it said when it compiled this.
        let here =
            env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = here.parent().ok_or("xtask stands in no workspace")?.to_path_buf();
        let target = match env::var_os("CARGO_TARGET_DIR") {
            Some(folder) => env::current_dir()?.join(folder),
            None => root.join("target"),
        };
        Ok(House { root, target })
    }

    /// The page as the server carries it.
    pub fn dist(&self) -> PathBuf {
        self.root.join("dist")
    }

    /// The server as it is shipped.
    pub fn server(&self) -> PathBuf {
        self.target.join("release").join(format!("send-clusters{}", env::consts::EXE_SUFFIX))
    }

    /// A command at the root of the workspace that finds the npm packages' programs first.
    pub fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.root).env("PATH", self.path()).env("CARGO_TARGET_DIR", &self.target);
        // `cargo run` describes this crate to its child. Passed on, it would describe it to other crates' build scripts.
        for (name, _) in env::vars_os() {
            let text = name.to_string_lossy();
            if ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_CRATE_", "CARGO_BIN_"].iter().any(|it| text.starts_with(it)) {
                command.env_remove(&name);
            }
        }
        command
    }

    /// `cargo` with arguments separated by spaces.
    pub fn cargo(&self, arguments: &str) -> Command {
        let mut command = self.command("cargo");
        command.args(arguments.split_whitespace());
        command
    }

    fn path(&self) -> OsString {
        let theirs = env::var_os("PATH").unwrap_or_default();
        env::join_paths([self.root.join("node_modules/.bin")].into_iter().chain(env::split_paths(&theirs)))
            .unwrap_or(theirs)
    }
}

/// Runs a command to its end, with its output on ours.
pub fn run(command: &mut Command) -> Done {
    let name = describe(command);
    let status = command.status().map_err(|problem| format!("`{name}` could not be started: {problem}"))?;
    if status.success() { Ok(()) } else { Err(format!("`{name}` failed ({status})").into()) }
}

/// Runs a command to its end and answers what it printed.
pub fn output(command: &mut Command) -> Done<String> {
    let name = describe(command);
    let done = command
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .map_err(|problem| format!("`{name}` could not be started: {problem}"))?;
    if !done.status.success() {
        return Err(format!("`{name}` failed ({})", done.status).into());
    }
    Ok(String::from_utf8_lossy(&done.stdout).into_owned())
}

/// What a program prints when it is there and well, and nothing when it is not.
pub fn probe(command: &mut Command) -> Option<String> {
    let done = command.stdin(Stdio::null()).output().ok()?;
    done.status.success().then(|| String::from_utf8_lossy(&done.stdout).trim().to_owned())
}

/// The command as a person would type it.
pub fn describe(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|it| it.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
}

/// One line of progress.
pub fn step(text: &str) {
    println!("▸ {text}");
}
