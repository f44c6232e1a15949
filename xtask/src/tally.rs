//! Counting what passed and failed, from the output of the runners.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader};
use std::ops::AddAssign;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::house::{Done, describe};

/// What passed and what failed, with a line for each failure to be repeated at the end.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub passed: u64,
    pub failed: u64,
    pub failures: Vec<String>,
}

impl Tally {
    /// One check that passed or failed as a whole.
    pub fn check(name: &str, done: Done) -> Tally {
        match done {
            Ok(()) => Tally { passed: 1, ..Tally::default() },
            Err(problem) => Tally::failure(format!("{name}: {problem}")),
        }
    }

    /// One failure.
    pub fn failure(what: String) -> Tally {
        Tally { passed: 0, failed: 1, failures: vec![what] }
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Tally) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.failures.extend(other.failures);
    }
}

/// Runs `cargo test`, shows its output as it comes, and counts. A run that fails without a failed test, or in which no test
/// ran, is a failure of its own; so is an ignored test, because nobody would ever run it.
pub fn cargo_test(command: &mut Command) -> Done<Tally> {
    let name = describe(command);
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn()?;
    let mut tally = Tally::default();
    for line in child.stdout.take().map(BufReader::new).into_iter().flat_map(BufRead::lines) {
        let line = line?;
        println!("{line}");
        count_line(&line, &mut tally);
    }
    let status = child.wait()?;
    if !status.success() && tally.failed == 0 {
        tally += Tally::failure(format!("`{name}` failed ({status})"));
    } else if status.success() && tally.passed == 0 {
        tally += Tally::failure(format!("`{name}` ran no test"));
    }
    Ok(tally)
}

fn count_line(line: &str, tally: &mut Tally) {
    if let Some(summary) = line.strip_prefix("test result: ") {
        let number = |what: &str| {
            let part = summary.split([';', '.']).find_map(|it| it.trim().strip_suffix(what));
            part.and_then(|it| it.trim().parse::<u64>().ok()).unwrap_or(0)
        };
        tally.passed += number(" passed");
        tally.failed += number(" failed");
    } else if let Some((name, how)) = line.strip_prefix("test ").and_then(|it| it.rsplit_once(" ... ")) {
        if how.starts_with("FAILED") {
            tally.failures.push(name.to_owned());
        } else if how.starts_with("ignored") {
            *tally += Tally::failure(format!("{name} is ignored: take it out or let it run"));
        }
    }
}

/// Counts in the report that Playwright's JSON reporter writes. A skipped test is a failure, a flaky one too, and so is a
/// project in which no test passed.
pub fn playwright(report: &str, projects: &[&str]) -> Done<Tally> {
    let report: Value = serde_json::from_str(report)?;
    let mut tally = Tally::default();
    for problem in report["errors"].as_array().into_iter().flatten() {
        let text = problem["message"].as_str().unwrap_or("an error without a message");
        tally += Tally::failure(format!("playwright: {}", text.lines().next().unwrap_or_default()));
    }
    let mut ran = BTreeSet::new();
    for suite in report["suites"].as_array().into_iter().flatten() {
        count_suite(suite, "", &mut tally, &mut ran);
    }
    for project in projects.iter().filter(|it| !ran.contains(**it)) {
        tally += Tally::failure(format!("[{project}] no test passed"));
    }
    Ok(tally)
}

fn count_suite(suite: &Value, above: &str, tally: &mut Tally, ran: &mut BTreeSet<String>) {
    let name = format!("{above}{} › ", suite["title"].as_str().unwrap_or_default());
    for spec in suite["specs"].as_array().into_iter().flatten() {
        let title = spec["title"].as_str().unwrap_or_default();
        for test in spec["tests"].as_array().into_iter().flatten() {
            match (test["status"].as_str(), test["projectName"].as_str().unwrap_or_default()) {
                (Some("expected"), project) => {
                    tally.passed += 1;
                    ran.insert(project.to_owned());
                }
                (status, project) => {
                    let how = status.unwrap_or("without a status");
                    *tally += Tally::failure(format!("[{project}] {name}{title} ({how})"));
                }
            }
        }
    }
    for inner in suite["suites"].as_array().into_iter().flatten() {
        count_suite(inner, &name, tally, ran);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Several binaries add up; names of failed tests are kept; a line that a test printed is not a summary.
    #[test]
    fn cargo_test_output_is_summed() {
        let mut tally = Tally::default();
        for line in [
            "running 3 tests",
            "test a::b ... ok",
            "test a::c ... FAILED",
            "  test result: ok. 99 passed; 0 failed; said by a test",
            "test result: FAILED. 1 passed; 1 failed; 0 ignored; 0 measured; 7 filtered out; finished in 0.00s",
            "test result: ok. 12 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.20s",
        ] {
            count_line(line, &mut tally);
        }
        assert_eq!(tally, Tally { passed: 13, failed: 1, failures: vec!["a::c".to_owned()] });
    }

    /// An ignored test counts as failed.
    #[test]
    fn an_ignored_test_is_a_failure() {
        let mut tally = Tally::default();
        count_line("test slow ... ignored, takes a minute", &mut tally);
        count_line("test result: ok. 4 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out", &mut tally);
        assert_eq!((tally.passed, tally.failed), (4, 1));
    }

    /// Nested suites count, each project's run counts, and what was skipped, flaky or could not be loaded fails.
    #[test]
    fn playwright_reports_are_counted() {
        let report = r#"{"errors": [{"message": "no such file\nat x"}], "suites": [{"title": "a.spec.ts",
            "specs": [{"title": "one", "tests": [{"projectName": "sqlite", "status": "expected"},
                                                 {"projectName": "postgres", "status": "unexpected"}]}],
            "suites": [{"title": "inner", "specs": [{"title": "two", "tests": [{"status": "skipped"}, {"status": "flaky"}]}]}]}]}"#;
        let tally = playwright(report, &["sqlite"]).unwrap();
        assert_eq!((tally.passed, tally.failed), (1, 4));
        assert!(tally.failures.contains(&"[postgres] a.spec.ts › one (unexpected)".to_owned()), "{tally:?}");
        let tally = playwright(report, &["sqlite", "postgres"]).unwrap();
        assert!(tally.failures.contains(&"[postgres] no test passed".to_owned()), "{tally:?}");
    }
}
