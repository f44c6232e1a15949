//! `cargo xtask requirements`: what of docs/requirements.csv works, and whether the tests that prove it exist.
//!
//! A row that works names its tests, separated by semicolons: `path/to/file.rs::function` for Rust,
//! `e2e/tests/file.spec.ts: title` for the browser. The comment above a test names the rules it proves, so that whoever
//! changes the test reads what it is there for.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use crate::house::{Done, House};

/// How many rows one test may prove. A test of everything proves nothing in particular.
const ROWS_A_TEST: usize = 8;

/// The rules of the source documents are.
const RULES: usize = 207;

/// The list of features: a letter, and the number of the last one.
const FEATURES: &[(&str, usize)] = &[
    ("O", 7),
    ("B", 10),
    ("D", 16),
    ("C", 11),
    ("T", 6),
    ("F", 12),
    ("I", 8),
    ("R", 9),
    ("N", 3),
    ("A", 5),
    ("M", 2),
    ("X", 6),
    ("U", 5),
];

const STATES: &[&str] = &["works", "partly", "not yet", "not ours"];

struct Row {
    id: String,
    area: String,
    state: String,
    /// The tests of a row that works; the reason of one that is not ours.
    test: String,
}

/// Prints how many rows are in which state, and fails if the table is not true.
pub fn requirements(house: &House) -> Done {
    let rows = read(&fs::read_to_string(house.root.join("docs/requirements.csv"))?)?;
    print_counts(&rows);
    let problems = problems(&rows, &house.root);
    if problems.is_empty() { Ok(()) } else { Err(problems.join("\n  ").into()) }
}

fn read(table: &str) -> Done<Vec<Row>> {
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    if reader.headers()? != vec!["id", "rule", "area", "state", "test"] {
        return Err("docs/requirements.csv has to have the columns id, rule, area, state, test".into());
    }
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record?;
        let [id, area, state, test] = [0, 2, 3, 4].map(|column| record[column].trim().to_owned());
        rows.push(Row { id, area, state, test });
    }
    Ok(rows)
}

fn print_counts(rows: &[Row]) {
    let mut counts: BTreeMap<&str, BTreeMap<&str, usize>> = BTreeMap::new();
    for row in rows {
        for line in [row.area.as_str(), "~all"] {
            *counts.entry(line).or_default().entry(row.state.as_str()).or_default() += 1;
        }
    }
    println!("{:<14} {:>8} {:>8} {:>8} {:>8}", "area", STATES[0], STATES[1], STATES[2], STATES[3]);
    for (area, states) in &counts {
        let [works, partly, not_yet, not_ours] = [0, 1, 2, 3].map(|it| states.get(STATES[it]).copied().unwrap_or(0));
        println!("{:<14} {works:>8} {partly:>8} {not_yet:>8} {not_ours:>8}", area.trim_start_matches('~'));
    }
}

fn problems(rows: &[Row], root: &Path) -> Vec<String> {
    let mut problems = Vec::new();
    let known = ids();
    let mut seen = BTreeSet::new();
    let mut proves: BTreeMap<&str, usize> = BTreeMap::new();
    for Row { id, state, test, .. } in rows {
        if !known.contains(id) {
            problems.push(format!("{id} is no rule and no feature"));
        } else if !seen.insert(id.clone()) {
            problems.push(format!("{id} stands there twice"));
        }
        match state.as_str() {
            "works" => {
                let tests = test.split(';').map(str::trim).filter(|it| !it.is_empty());
                if tests.clone().next().is_none() {
                    problems.push(format!("{id} works, but no test is named"));
                }
                for test in tests {
                    *proves.entry(test).or_default() += 1;
                    problems.extend(check(root, id, test).err().map(|why| format!("{id}: {why}")));
                }
            }
            "not ours" if test.is_empty() => problems.push(format!("{id} is not ours, but no reason is given")),
            state if STATES.contains(&state) => {}
            other => problems.push(format!("{id} is in an unknown state `{other}`")),
        }
    }
    problems.extend(known.difference(&seen).map(|id| format!("{id} is missing")));
    let crowded = proves.into_iter().filter(|(_, rows)| *rows > ROWS_A_TEST);
    problems.extend(crowded.map(|(test, rows)| format!("{test} proves {rows} rows, more than {ROWS_A_TEST}")));
    problems
}

/// Every id that has to have its row.
fn ids() -> BTreeSet<String> {
    let rules = (1..=RULES).map(|number| format!("R-{number:03}"));
    let features =
        FEATURES.iter().flat_map(|(letter, last)| (1..=*last).map(move |number| format!("{letter}{number}")));
    rules.chain(features).collect()
}

/// Whether the test exists and the comment above it names the id.
fn check(root: &Path, id: &str, test: &str) -> Result<(), String> {
    let (file, name) = if let Some((file, title)) = test.split_once(".spec.ts:") {
        (format!("{file}.spec.ts"), title.trim())
    } else if let Some((file, path)) = test.split_once(".rs::") {
        (format!("{file}.rs"), path.rsplit("::").next().unwrap_or(path))
    } else {
        return Err(format!("`{test}` is neither `file.rs::function` nor `file.spec.ts: title`"));
    };
    let text = fs::read_to_string(root.join(&file)).map_err(|problem| format!("{file}: {problem}"))?;
    let above = if file.ends_with(".rs") { above_function(&text, name) } else { above_title(&text, name) };
    let above = above.ok_or_else(|| format!("{file} has no test `{name}`"))?;
    if names(&above, id) { Ok(()) } else { Err(format!("the comment above `{name}` in {file} does not name {id}")) }
}

/// The comment and attributes above a Rust test.
fn above_function(text: &str, name: &str) -> Option<String> {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let definition = format!("fn {name}(");
    let is_it = |line: &str| line.strip_prefix("async ").unwrap_or(line).starts_with(&definition);
    // In a block of proptest! or another macro the function stands as it is, with #[test] above it.
    lines.iter().enumerate().filter(|(_, line)| is_it(line)).find_map(|(place, _)| {
        let above = above(&lines[..place], |line| line.starts_with("//") || line.starts_with('#'));
        (above.contains("#[") && above.contains("test") || on_both(&lines, name)).then_some(above)
    })
}

/// Whether the file has the function made into a test of each database.
fn on_both(lines: &[&str], name: &str) -> bool {
    let block = lines.iter().skip_while(|line| !line.starts_with("on_both! {")).take_while(|line| **line != "}");
    block.flat_map(|line| line.split_whitespace()).any(|word| word == name)
}

/// The comment above a browser test.
fn above_title(text: &str, title: &str) -> Option<String> {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let quoted = ['"', '\'', '`'].map(|quote| format!("{quote}{title}{quote}"));
    let is_it = |line: &str| line.starts_with("test") && quoted.iter().any(|it| line.contains(it));
    let place = lines.iter().position(|line| is_it(line))?;
    Some(above(&lines[..place], |line| ["//", "/*", "*"].iter().any(|it| line.starts_with(it))))
}

fn above(lines: &[&str], belongs: impl Fn(&str) -> bool) -> String {
    let mut above: Vec<&str> = lines.iter().rev().take_while(|line| belongs(line)).copied().collect();
    above.reverse();
    above.join("\n")
}

/// Whether a text names an id as a word: `R-1` is not in `R-12`, and `D1` not in `D15`.
fn names(text: &str, id: &str) -> bool {
    text.split(|it: char| !it.is_ascii_alphanumeric() && it != '-').any(|word| word.trim_matches('-') == id)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(id: &str, state: &str, test: &str) -> Row {
        Row { id: id.to_owned(), area: "fund".to_owned(), state: state.to_owned(), test: test.to_owned() }
    }

    fn complete() -> Vec<Row> {
        ids().iter().map(|id| row(id, "not yet", "")).collect()
    }

    /// Each way in which the table can be wrong is named; a right one has no problems.
    #[test]
    fn a_wrong_table_is_refused() {
        let root = Path::new("/nowhere");
        assert_eq!(problems(&complete(), root), Vec::<String>::new());
        for (id, state, test, problem) in [
            ("R-001", "not ours", "", "no reason"),
            ("R-001", "works", "", "no test is named"),
            ("R-001", "works", "shared/src/x.rs::y", "shared/src/x.rs"),
            ("R-001", "done", "", "unknown state"),
            ("R-002", "not yet", "", "R-002 stands there twice"),
            ("R-208", "not yet", "", "R-208 is no rule"),
        ] {
            let mut rows = complete();
            let first = rows.iter().position(|it| it.id == "R-001").unwrap();
            rows[first] = row(id, state, test);
            let found = problems(&rows, root);
            assert!(found.iter().any(|it| it.contains(problem)), "{problem}: {found:?}");
        }
        assert!(problems(&complete()[1..], root).iter().any(|it| it.ends_with("is missing")));
    }

    /// One test for nine rows is one too many.
    #[test]
    fn a_test_proves_eight_rows_at_most() {
        let mut rows = complete();
        for row in rows.iter_mut().take(9) {
            row.state = "works".to_owned();
            row.test = "a.rs::b".to_owned();
        }
        assert!(problems(&rows, Path::new("/nowhere")).iter().any(|it| it.contains("proves 9 rows")));
    }

    /// The id has to stand above the named test, as a word, and a helper of that name is no test.
    #[test]
    fn the_comment_above_is_read() {
        let rust = "/// R-12 and D1.\n#[tokio::test]\nasync fn one() {}\n\n/// R-1\nfn two() {}\n";
        let above = above_function(rust, "one").unwrap();
        assert!(names(&above, "R-12") && names(&above, "D1"));
        assert!(!names(&above, "R-1") && !names(&above, "D15"));
        assert_eq!(above_function(rust, "two"), None);

        let both =
            "on_both! {\n    three\n}\n\n/// R-3\nasync fn three(world: World) {}\n/// R-4\nasync fn four() {}\n";
        assert!(names(&above_function(both, "three").unwrap(), "R-3"));
        assert_eq!(above_function(both, "four"), None);

        let page = "// R-7: a head\ntest('looks around', async () => {\n});\n// R-8\ntest.only(\"other\", f);\n";
        assert!(names(&above_title(page, "looks around").unwrap(), "R-7"));
        assert!(!names(&above_title(page, "looks around").unwrap(), "R-8"));
        assert_eq!(above_title(page, "looks"), None);
    }
}
