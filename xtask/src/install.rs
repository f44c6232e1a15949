//! What a chore needs and the machine may not have. Each function does nothing when the thing is there.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::house::{Done, House, output, probe, run, step};

/// What every build needs and no package manager of ours can bring.
pub fn compilers(house: &House) -> Done {
    if probe(house.command("cc").arg("--version")).is_none() {
        return Err("there is no C compiler, which SQLite is built with. Install one, for example with \
                    `apt-get install build-essential` or `xcode-select --install`."
            .into());
    }
    node(house)
}

/// The Rust target that the page is compiled for.
pub fn wasm(house: &House) -> Done {
    let folder =
        output(house.command("rustc").args("--print target-libdir --target wasm32-unknown-unknown".split(' ')))?;
    if Path::new(folder.trim()).is_dir() {
        return Ok(());
    }
    step("installing the Rust target wasm32-unknown-unknown");
    run(house.command("rustup").args(["target", "add", "wasm32-unknown-unknown"])).map_err(|problem| {
        format!("{problem}. Without rustup, install the wasm32-unknown-unknown standard library.").into()
    })
}

/// The npm packages of the lock file: the design system, Sass, wasm-opt and Playwright.
pub fn npm(house: &House) -> Done {
    node(house)?;
    // npm's own note of what it installed.
    let written = |file: &str| fs::metadata(house.root.join(file)).and_then(|it| it.modified());
    if written("node_modules/.package-lock.json")
        .is_ok_and(|noted| written("package-lock.json").is_ok_and(|it| it <= noted))
    {
        return Ok(());
    }
    step("installing npm packages");
    // The browser comes from the system: Playwright's own download is large and not to be had everywhere.
    run(house.command("npm").args(["ci", "--no-audit", "--no-fund"]).env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"))
}

/// A Chromium for the browser tests: `$CHROMIUM`, the system's, or Playwright's own (then there is no path to give).
pub fn chromium(house: &House) -> Done<Option<PathBuf>> {
    if let Some(found) = find_chromium(house) {
        return Ok(Some(found));
    }
    if apt(house, "chromium").is_ok()
        && let Some(found) = find_chromium(house)
    {
        return Ok(Some(found));
    }
    step("there is no Chromium: asking Playwright for one");
    run(house.command("npx").args(["playwright", "install", "chromium"]))
        .map_err(|_| "there is no Chromium. Install it from your system's packages, or set CHROMIUM to its path.")?;
    Ok(None)
}

/// The folder of PostgreSQL's own programs.
pub fn postgres(house: &House) -> Done<PathBuf> {
    if let Some(found) = find_postgres(house) {
        return Ok(found);
    }
    apt(house, "postgresql")?;
    find_postgres(house).ok_or_else(|| "PostgreSQL was installed, but its programs are not to be found".into())
}

/// Whether we may do what only the administrator may.
pub fn root() -> bool {
    probe(Command::new("id").arg("-u")).is_some_and(|it| it == "0")
}

fn node(house: &House) -> Done {
    let wanted = "Install Node 20 or newer with npm, for example with `apt-get install nodejs npm`.";
    let version = probe(house.command("node").arg("--version")).ok_or_else(|| format!("there is no Node. {wanted}"))?;
    let major = version.trim_start_matches('v').split('.').next().and_then(|it| it.parse::<u32>().ok());
    if major.is_none_or(|it| it < 20) {
        return Err(format!("Node is {version}. {wanted}").into());
    }
    probe(house.command("npm").arg("--version")).ok_or_else(|| format!("there is no npm. {wanted}"))?;
    Ok(())
}

/// All versions of a package in a lock file.
pub fn versions<'a>(lock: &'a str, package: &str) -> impl Iterator<Item = &'a str> {
    let name = format!("name = \"{package}\"");
    lock.split("[[package]]").filter(move |it| it.lines().any(|line| line == name)).filter_map(|it| {
        it.lines().find_map(|line| line.strip_prefix("version = \"")).and_then(|it| it.strip_suffix('"'))
    })
}

fn apt(house: &House, package: &str) -> Done {
    if !root() || probe(house.command("apt-get").arg("--version")).is_none() {
        return Err(format!("there is no {package}. Install it from your system's packages.").into());
    }
    step(&format!("installing {package} from the system's packages"));
    let mut update = house.command("apt-get");
    run(update.args(["update", "-q"]))?;
    let mut install = house.command("apt-get");
    run(install
        .args(["install", "-q", "-y", "--no-install-recommends", package])
        .env("DEBIAN_FRONTEND", "noninteractive"))
}

fn find_chromium(house: &House) -> Option<PathBuf> {
    if let Some(given) = env::var_os("CHROMIUM") {
        return Some(given.into());
    }
    ["chromium", "chromium-browser", "google-chrome"].iter().find_map(|name| which(house, name))
}

fn find_postgres(house: &House) -> Option<PathBuf> {
    // Debian keeps them out of PATH, one folder a version.
    let version = |it: &PathBuf| it.file_name().and_then(|it| it.to_str()).and_then(|it| it.parse::<u32>().ok());
    let mut installed: Vec<_> =
        fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten().map(|it| it.path()).collect();
    installed.sort_by_key(version);
    let debian = installed.into_iter().rev().map(|it| it.join("bin"));
    let told = probe(house.command("pg_config").arg("--bindir")).map(PathBuf::from);
    let on_path = which(house, "initdb").and_then(|it| it.parent().map(Path::to_path_buf));
    debian.chain(told).chain(on_path).find(|it| it.join("initdb").is_file() && it.join("pg_ctl").is_file())
}

fn which(house: &House, program: &str) -> Option<PathBuf> {
    let found = probe(house.command("sh").args(["-c", "command -v \"$1\"", "sh", program]))?;
    (!found.is_empty()).then(|| found.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCK: &str = "[[package]]\nname = \"one\"\nversion = \"1.2.3\"\n\n[[package]]\nname = \"two\"\nversion = \"1.0.0\"\n\n\
                        [[package]]\nname = \"two\"\nversion = \"2.0.0\"\ndependencies = [\n \"one\",\n]\n";

    /// A name in a list of dependencies is not the package.
    #[test]
    fn every_locked_version_is_found() {
        assert_eq!(versions(LOCK, "one").collect::<Vec<_>>(), ["1.2.3"]);
        assert_eq!(versions(LOCK, "two").collect::<Vec<_>>(), ["1.0.0", "2.0.0"]);
        assert_eq!(versions(LOCK, "three").count(), 0);
    }
}
