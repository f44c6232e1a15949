//! `cargo xtask notices`: THIRD-PARTY.md, from what is really in the binary and in the page.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;

use serde_json::Value;

use crate::house::{Done, House, output};
use crate::install::versions;
use crate::licence;

/// What is shipped, and the platform it is listed for: the same list on every machine.
const SHIPPED: &[(&str, &str)] = &[("backend", "x86_64-unknown-linux-gnu"), ("frontend", "wasm32-unknown-unknown")];

/// The npm packages whose files reach a browser. The others build and test.
const SHIPPED_NPM: &[&str] = &["govuk-frontend"];

/// Two versions of these in one binary corrupt or downgrade the database underneath.
const ONLY_ONCE: &[&str] = &["sqlx", "libsqlite3-sys"];

const FILE: &str = "THIRD-PARTY.md";

/// Name and version; then the licence.
type Packages = BTreeMap<(String, String), String>;

/// Writes the file.
pub fn write(house: &House) -> Done {
    let (crates, npm) = shipped(house)?;
    fs::write(house.root.join(FILE), text(&crates, &npm)?)?;
    println!("{FILE}: {} crates, {} npm packages", crates.len(), npm.len());
    refuse(house, &crates, &npm)
}

/// Compares the file with what is shipped, and refuses licences and doubles.
pub fn check(house: &House) -> Done {
    let (crates, npm) = shipped(house)?;
    refuse(house, &crates, &npm)?;
    if fs::read_to_string(house.root.join(FILE)).unwrap_or_default() != text(&crates, &npm)? {
        return Err(format!("{FILE} is not up to date: run `cargo xtask notices`").into());
    }
    Ok(())
}

fn refuse(house: &House, crates: &Packages, npm: &Packages) -> Done {
    let mut problems: Vec<String> = crates
        .iter()
        .chain(npm)
        .filter(|(_, licence)| !licence::allowed(licence))
        .map(|((name, version), licence)| format!("{name} {version} is under `{licence}`, which is not on our list"))
        .collect();
    let lock = fs::read_to_string(house.root.join("Cargo.lock"))?;
    for name in ONLY_ONCE {
        let versions: Vec<&str> = versions(&lock, name).collect();
        if versions.len() != 1 {
            problems.push(format!("Cargo.lock has to have {name} exactly once, and has {versions:?}"));
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(problems.join("\n  ").into()) }
}

fn shipped(house: &House) -> Done<(Packages, Packages)> {
    let mut crates = Packages::new();
    for (root, platform) in SHIPPED {
        let mut command = house.cargo("metadata --format-version 1 --locked --filter-platform");
        let metadata: Value = serde_json::from_str(&output(command.arg(platform))?)?;
        crates.extend(reached(&metadata, root)?);
    }
    let lock: Value = serde_json::from_str(&fs::read_to_string(house.root.join("package-lock.json"))?)?;
    let mut npm = Packages::new();
    for name in SHIPPED_NPM {
        let package = &lock["packages"][format!("node_modules/{name}")];
        let version = package["version"].as_str().ok_or_else(|| format!("package-lock.json has no {name}"))?;
        npm.insert((name.to_string(), version.to_owned()), package["license"].as_str().unwrap_or("none").to_owned());
    }
    Ok((crates, npm))
}

/// The packages that a workspace member uses when it runs: not those that only build or test it.
fn reached(metadata: &Value, root: &str) -> Done<Packages> {
    let list = |value: &'_ Value| value.as_array().cloned().unwrap_or_default();
    let packages: BTreeMap<String, Value> =
        list(&metadata["packages"]).into_iter().map(|it| (string(&it["id"]), it)).collect();
    let nodes: BTreeMap<String, Value> =
        list(&metadata["resolve"]["nodes"]).into_iter().map(|it| (string(&it["id"]), it)).collect();
    let first = packages.iter().find(|(_, it)| it["name"] == root && it["source"].is_null());
    let mut waiting = vec![first.ok_or_else(|| format!("the workspace has no {root}"))?.0.clone()];
    let (mut seen, mut found) = (BTreeSet::new(), Packages::new());
    while let Some(id) = waiting.pop() {
        let Some(package) = packages.get(&id).filter(|_| seen.insert(id.clone())) else { continue };
        if !package["source"].is_null() {
            let licence = package["license"].as_str().unwrap_or("none");
            found.insert((string(&package["name"]), string(&package["version"])), licence.to_owned());
        }
        // What a procedural macro uses runs in the compiler.
        let compiler_only = list(&package["targets"]).iter().any(|it| list(&it["kind"]).contains(&"proc-macro".into()));
        for dependency in nodes.get(&id).filter(|_| !compiler_only).map(|it| list(&it["deps"])).unwrap_or_default() {
            if list(&dependency["dep_kinds"]).iter().any(|it| it["kind"].is_null()) {
                waiting.push(string(&dependency["pkg"]));
            }
        }
    }
    Ok(found)
}

fn string(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn text(crates: &Packages, npm: &Packages) -> Done<String> {
    let mut text = String::from(
        "# Third-party software\n\nWhat the server and the page contain of other people's work. Written by `cargo xtask notices`; \
         `cargo xtask test` compares it.\n",
    );
    for (heading, packages) in [("Rust crates", crates), ("npm packages", npm)] {
        write!(text, "\n## {heading}\n\n| package | version | licence |\n|---|---|---|\n")?;
        for ((name, version), licence) in packages {
            writeln!(text, "| {name} | {version} | {licence} |")?;
        }
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Development and build dependencies, what a macro uses and our own crates are not shipped.
    #[test]
    fn only_what_runs_is_listed() {
        let package = |name: &str, source: Value, kind: &str| {
            serde_json::json!({"id": name, "name": name, "version": "1.0.0", "source": source, "license": "MIT",
                "targets": [{"kind": [kind]}]})
        };
        let uses = |id: &str, deps: &[(&str, Value)]| {
            let deps: Vec<Value> =
                deps.iter().map(|(pkg, kind)| serde_json::json!({"pkg": pkg, "dep_kinds": [{"kind": kind}]})).collect();
            serde_json::json!({"id": id, "deps": deps})
        };
        let metadata = serde_json::json!({
            "packages": [package("backend", Value::Null, "bin"), package("a", "reg".into(), "lib"), package("b", "reg".into(), "lib"),
                package("macro", "reg".into(), "proc-macro"), package("inside", "reg".into(), "lib"), package("testing", "reg".into(), "lib")],
            "resolve": {"nodes": [
                uses("backend", &[("a", Value::Null), ("macro", Value::Null), ("testing", "dev".into())]),
                uses("a", &[("b", Value::Null), ("testing", "build".into())]),
                uses("macro", &[("inside", Value::Null)]),
            ]},
        });
        let names: Vec<String> = reached(&metadata, "backend").unwrap().into_keys().map(|(name, _)| name).collect();
        assert_eq!(names, ["a", "b", "macro"]);
        assert!(reached(&metadata, "a").is_err());
    }
}
