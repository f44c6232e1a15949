//! Whether a licence expression can be met with licences that we may ship.

/// Licences that ask for no more than a notice, or (MPL-2.0) for the changed files of the library itself.
const ALLOWED: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// Whether one way through `MIT OR (A AND B)` uses allowed licences alone. Crates of old write `MIT/Apache-2.0`.
pub fn allowed(expression: &str) -> bool {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    matches!(either(&words), Some((true, [])))
}

fn either<'a, 'b>(words: &'b [&'a str]) -> Option<(bool, &'b [&'a str])> {
    let (mut good, mut rest) = both(words)?;
    while let Some(("OR", after)) = rest.split_first().map(|(word, after)| (*word, after)) {
        let (other, after) = both(after)?;
        good |= other;
        rest = after;
    }
    Some((good, rest))
}

fn both<'a, 'b>(words: &'b [&'a str]) -> Option<(bool, &'b [&'a str])> {
    let (mut good, mut rest) = one(words)?;
    while let Some(("AND", after)) = rest.split_first().map(|(word, after)| (*word, after)) {
        let (other, after) = one(after)?;
        good &= other;
        rest = after;
    }
    Some((good, rest))
}

fn one<'a, 'b>(words: &'b [&'a str]) -> Option<(bool, &'b [&'a str])> {
    match words {
        ["(", inner @ ..] => {
            let (good, rest) = either(inner)?;
            rest.strip_prefix(&[")"]).map(|rest| (good, rest))
        }
        // An exception only ever permits more.
        [name, "WITH", _, rest @ ..] | [name, rest @ ..] => Some((ALLOWED.contains(name), rest)),
        [] => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One good way is enough for OR, AND needs both, and nonsense is not allowed.
    #[test]
    fn expressions_are_met_or_not() {
        for good in [
            "MIT",
            "MIT/Apache-2.0",
            "GPL-3.0-only OR MIT",
            "(MIT OR Apache-2.0) AND Unicode-3.0",
            "Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT",
            "GPL-3.0 AND Foo OR ISC",
        ] {
            assert!(allowed(good), "{good}");
        }
        for bad in [
            "",
            "GPL-3.0-only",
            "MIT AND GPL-3.0-only",
            "MIT OR",
            "(MIT",
            "MIT Apache-2.0",
            "(MIT OR GPL-2.0) AND AGPL-3.0",
        ] {
            assert!(!allowed(bad), "{bad}");
        }
    }
}
