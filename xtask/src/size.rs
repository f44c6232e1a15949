//! `cargo xtask size`: what a first visit loads, compressed, against a bound.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::house::{Done, House};
use crate::{page, wasm};

/// Bytes that a first visit may cost. A SENCO's school shares one line among three hundred people. Each later area may add
/// 25,000, up to 450,000.
const FIRST_LOAD: u64 = 250_000;

/// Prints the parts of the first load and fails past the bound, or if wasm-opt did not run.
pub fn size(house: &House) -> Done {
    let files = files(&house.dist())?;
    let first = first_load(&files)?;
    let mut parts: BTreeMap<&str, u64> = BTreeMap::new();
    let (mut total, mut later) = (0, 0);
    for file in &files {
        let bytes = compressed(&file.path)?;
        if first.contains(&file.name) {
            *parts.entry(file.kind()).or_default() += bytes;
            total += bytes;
        } else {
            later += bytes;
            println!("{:<32} {:>9.1} KB, later", file.name, kilobytes(bytes));
        }
        if file.kind() == "wasm" {
            check_wasm(&file.path)?;
        }
    }
    for kind in ["html", "js", "css", "wasm", "other"] {
        println!("{kind:<32} {:>9.1} KB", kilobytes(parts.get(kind).copied().unwrap_or(0)));
    }
    println!("{:<32} {:>9.1} KB of {:.0} KB, brotli", "first load", kilobytes(total), kilobytes(FIRST_LOAD));
    println!("{:<32} {:>9.1} KB", "later", kilobytes(later));
    if total > FIRST_LOAD {
        return Err(format!("the first load is {} bytes, {} too many", total, total - FIRST_LOAD).into());
    }
    Ok(())
}

struct File {
    /// Its path under `dist/`, with forward slashes.
    name: String,
    path: PathBuf,
}

impl File {
    fn kind(&self) -> &'static str {
        match self.name.rsplit_once('.').map_or("", |(_, end)| end) {
            "html" => "html",
            "js" | "mjs" => "js",
            "css" => "css",
            "wasm" => "wasm",
            _ => "other",
        }
    }
}

/// Everything in the folder but the compressed siblings.
fn files(dist: &Path) -> Done<Vec<File>> {
    let mut found = Vec::new();
    let mut folders = vec![dist.to_path_buf()];
    while let Some(folder) = folders.pop() {
        let inside = fs::read_dir(&folder)
            .map_err(|problem| format!("{}: {problem}; build the page first", folder.display()))?;
        for entry in inside {
            let path = entry?.path();
            let name = path.strip_prefix(dist)?.to_string_lossy().replace('\\', "/");
            if path.is_dir() {
                folders.push(path);
            } else if !name.ends_with(".br") && !name.ends_with(".gz") {
                found.push(File { name, path });
            }
        }
    }
    Ok(found)
}

/// The files that `index.html` names, and those that they name. Parts and data that WebAssembly asks for later are not
/// among them.
fn first_load(files: &[File]) -> Done<Vec<String>> {
    let mut named = vec!["index.html".to_owned()];
    let mut next = 0;
    while let Some(name) = named.get(next).cloned() {
        next += 1;
        let Some(file) = files.iter().find(|it| it.name == name) else {
            return Err(format!("dist/{name} is missing").into());
        };
        // The script with the ways to the parts names all of them and loads none.
        if !["html", "js", "css"].contains(&file.kind()) || name.ends_with(page::PARTS) {
            continue;
        }
        let text = fs::read_to_string(&file.path)?;
        for other in files {
            let short = other.name.rsplit('/').next().unwrap_or(&other.name);
            if text.contains(short) && !named.contains(&other.name) {
                named.push(other.name.clone());
            }
        }
    }
    Ok(named)
}

/// What the server sends to a browser that takes brotli.
fn compressed(file: &Path) -> Done<u64> {
    let mut brotli = file.as_os_str().to_owned();
    brotli.push(".br");
    Ok(fs::metadata(&brotli).or_else(|_| fs::metadata(file))?.len())
}

/// Names of functions are what wasm-opt always takes away.
fn check_wasm(file: &Path) -> Done {
    let sections = wasm::custom_sections(&fs::read(file)?)?;
    if sections.iter().any(|it| it == "name") {
        return Err(format!("{} has names of functions: wasm-opt did not run", file.display()).into());
    }
    Ok(())
}

fn kilobytes(bytes: u64) -> f64 {
    bytes as f64 / 1000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A script's import counts; data that nobody names does not, nor does what is loaded when it is needed.
    #[test]
    fn the_first_load_is_what_the_page_names() {
        let root = std::env::temp_dir().join(format!("xtask-size-{}", std::process::id()));
        fs::create_dir_all(root.join("snippets")).unwrap();
        for (name, text) in [
            ("index.html", "<script src=\"/start-1.js\">"),
            ("start-1.js", "import './snippets/a-2.js'; import './parts.js'"),
            ("parts.js", "fetch('split_later.wasm')"),
            ("split_later.wasm", ""),
            ("snippets/a-2.js", ""),
            ("words.json", "[]"),
            ("index.html.br", ""),
        ] {
            fs::write(root.join(name), text).unwrap();
        }
        let mut named = first_load(&files(&root).unwrap()).unwrap();
        named.sort();
        fs::remove_dir_all(&root).unwrap();
        assert_eq!(named, ["index.html", "parts.js", "snippets/a-2.js", "start-1.js"]);
    }
}
