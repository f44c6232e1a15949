//! The page: compiled, split in its parts, made small, put into `dist/`, and every file given its compressed siblings.
//!
//! Trunk did this until the page came in parts: it binds and names one WebAssembly file and cannot split it before that.
//! The two steps that need WebAssembly to be understood are libraries, so their versions are those of `Cargo.lock`.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use wasm_bindgen_cli_support::Bindgen;
use wasm_split_cli_support::Options;

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
    "rust-toolchain.toml",
    "xtask/src/compress.mjs",
    "xtask/src/page.rs",
];

/// What every browser that we serve understands (see `frontend/assets/browser.js`), and small before quick.
const OPTIMISE: &str = "--enable-bulk-memory --enable-nontrapping-float-to-int --enable-sign-ext --enable-mutable-globals \
                        --enable-reference-types --enable-multivalue --flatten --rereloop -Oz -Oz --reorder-functions-by-name";

/// The script with the ways to the parts. The first file imports it under this name.
pub const PARTS: &str = "parts.js";

/// How much is done for the download.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Care {
    /// As it is served.
    Shipped,
    /// To be looked at soon: neither optimised nor compressed, and many times as large.
    Quick,
}

/// Builds the page if anything it is made from has changed. Of two that build at once the second waits for the first.
pub fn page(house: &House, care: Care) -> Done {
    install::npm(house)?;
    // Beside the packages and not in `dist`, which goes into the binary as it is.
    let noted = noted(house);
    fs::create_dir_all(house.root.join(CACHE))?;
    let turn = File::create(noted.with_extension("lock"))?;
    turn.lock()?;
    let mut hash = stamp::hash(&house.root, INPUTS)?;
    if care == Care::Quick {
        hash += " quick";
    }
    if stamp::fresh(&noted, &hash) && house.dist().join("index.html").is_file() {
        step("the page is up to date");
        return Ok(());
    }
    install::wasm(house)?;
    step("building the page");
    // From here on `dist` is of no version, until all of it is.
    stamp::forget(&noted)?;
    // In this clone, under its lock: the target folder may belong to several.
    let made = noted.with_extension("made");
    fresh_folder(&made)?;
    compile(house, care, &made)?;
    style(house, &made)?;
    if care == Care::Shipped {
        step("making the page small");
        optimise(house, &made)?;
    }
    lay_out(house, &made)?;
    if care == Care::Shipped {
        step("compressing the page");
        run(house.command("node").arg("xtask/src/compress.mjs").arg(house.dist()))?;
    }
    stamp::set(&noted, &hash)
}

/// What the page that is there was made from, in one word: the server carries its files and is compiled anew for another.
pub fn made_from(house: &House) -> String {
    fs::read_to_string(noted(house)).unwrap_or_default()
}

/// Compiles the page and splits it; the first part, bound to the browser, is `frontend.js` and `frontend_bg.wasm`.
fn compile(house: &House, care: Care, made: &Path) -> Done {
    let (profile, folder) = match care {
        Care::Shipped => ("web", "web"),
        Care::Quick => ("dev", "debug"),
    };
    let mut cargo = house.cargo("rustc --package frontend --target wasm32-unknown-unknown --locked");
    // The relocations say who calls what: without them nothing could be taken apart.
    run(cargo.args(["--profile", profile, "--", "-C", "link-arg=--emit-relocs"]))?;
    let whole = fs::read(house.target.join("wasm32-unknown-unknown").join(folder).join("frontend.wasm"))?;
    // Beside the folder of what is kept: the binding makes another file of it.
    let first = made.with_extension("first.wasm");
    let mut options = Options::new(&whole);
    options.output_dir = made;
    options.main_out_path = &first;
    let parts = format!("./{PARTS}");
    options.link_name = &parts;
    options.main_module = "./frontend.js";
    wasm_split_cli_support::transform(options).map_err(|problem| format!("the page cannot be split: {problem:#}"))?;
    Bindgen::new()
        .web(true)
        .and_then(|it| {
            it.typescript(false)
                .omit_default_module_path(false)
                .keep_lld_exports(true)
                .input_path(&first)
                .out_name("frontend")
                .generate(made)
        })
        .map_err(|problem| format!("the page cannot be bound: {problem:#}"))?;
    Ok(())
}

fn style(house: &House, made: &Path) -> Done {
    let mut sass = house.command("sass");
    sass.args(["--style=compressed", "--no-source-map", "--quiet-deps", "--load-path=.", "frontend/style/main.scss"]);
    run(sass.arg(made.join("style.css")))
}

fn optimise(house: &House, made: &Path) -> Done {
    for file in files(made)?.iter().filter(|it| it.extension() == Some(OsStr::new("wasm"))) {
        let mut command = house.command("wasm-opt");
        // It warns of names that it does not know and takes away all the same.
        let done = command.args(OPTIMISE.split_whitespace()).arg(file).arg("-o").arg(file).output()?;
        if !done.status.success() {
            return Err(format!("wasm-opt failed: {}", String::from_utf8_lossy(&done.stderr)).into());
        }
    }
    Ok(())
}

/// Puts everything into `dist/`: in a folder with the hash of all that is in it, so that a browser keeps it for good, and
/// what has to have a fixed address beside that.
fn lay_out(house: &House, made: &Path) -> Done {
    let assets = house.root.join("frontend/assets");
    for file in ["browser.js", "start.js"] {
        fs::copy(assets.join(file), made.join(file))?;
    }
    let name = stamp::hash(made, &["."])?;
    let dist = house.dist();
    fresh_folder(&dist)?;
    fs::create_dir(dist.join(&name))?;
    for file in files(made)? {
        fs::copy(&file, dist.join(&name).join(file.file_name().unwrap_or_default()))?;
    }
    for file in files(&assets)?.iter().filter(|it| it.extension() != Some(OsStr::new("js"))) {
        fs::copy(file, dist.join(file.file_name().unwrap_or_default()))?;
    }
    let page = fs::read_to_string(house.root.join("frontend/index.html"))?;
    if is_inline(&page) {
        return Err("frontend/index.html has inline style or script, which the content security policy refuses".into());
    }
    Ok(fs::write(dist.join("index.html"), page.replace("{made}", &name))?)
}

/// Whether a page has styles, scripts or handlers in itself.
fn is_inline(page: &str) -> bool {
    page.contains("<style")
        || page.split_ascii_whitespace().any(|it| it.contains('=') && (it.starts_with("on") || it.starts_with("style")))
        || page.split("<script").skip(1).any(|it| !it.split('>').next().is_some_and(|it| it.contains("src=")))
}

fn fresh_folder(folder: &Path) -> Done {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    Ok(fs::create_dir_all(folder)?)
}

fn files(folder: &Path) -> Done<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_file() {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

const CACHE: &str = "node_modules/.cache";

fn noted(house: &House) -> PathBuf {
    house.root.join(CACHE).join("page")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The content security policy refuses all of them, and the page would stay white.
    #[test]
    fn what_is_in_the_page_itself_is_found() {
        for page in [
            "<style>p {}</style>",
            "<p style=\"a\">",
            "<p\nstyle=\"a\">",
            "<p onclick=\"a()\">",
            "<script>a()</script>",
            "<script type=\"module\">a()</script>",
        ] {
            assert!(is_inline(page), "{page}");
        }
        assert!(!is_inline("<link href=\"/style.css\"><script type=\"module\" src=\"/a.js\"></script><p>on time</p>"));
    }
}
