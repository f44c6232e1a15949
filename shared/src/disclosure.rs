//! Which counts of people are shown. Every number that leaves a school's own view passes [`shown`], on the screen, in a
//! file and in the API alike (F-45).

use serde::{Deserialize, Serialize};

use crate::setting::LOWEST_THRESHOLD;

/// A count as it is shown: the number itself, or the symbol that stands for it.
///
/// Zero, hidden and not available are three things. In the API and in files it is text: `12`, `c`, `x`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum Cell {
    /// As many.
    Count(u32),
    /// So few that somebody could be recognised.
    Hidden,
    /// Nobody has said how many.
    NotAvailable,
}

#[cfg(feature = "graphql")]
async_graphql::scalar!(
    Cell,
    "Cell",
    "A count of people as it is shown: digits, `c` for hidden, `x` for not available."
);

/// A count as others may see it. `fewest` is the smallest count shown; no value of it shows fewer than
/// [`LOWEST_THRESHOLD`].
pub fn shown(count: Option<i32>, fewest: i32) -> Cell {
    match exact(count) {
        Cell::Count(it) if it > 0 && it < fewest.max(LOWEST_THRESHOLD).unsigned_abs() => Cell::Hidden,
        cell => cell,
    }
}

/// A count as the school that it belongs to sees it.
pub fn exact(count: Option<i32>) -> Cell {
    count.and_then(|it| u32::try_from(it).ok()).map_or(Cell::NotAvailable, Cell::Count)
}

impl Cell {
    /// The cell as text.
    pub fn text(self) -> String {
        match self {
            Self::Count(it) => it.to_string(),
            Self::Hidden => "c".to_owned(),
            Self::NotAvailable => "x".to_owned(),
        }
    }

    /// The cell that a text stands for.
    pub fn of(text: &str) -> Option<Self> {
        match text {
            "c" => Some(Self::Hidden),
            "x" => Some(Self::NotAvailable),
            digits => digits.parse().ok().map(Self::Count),
        }
    }
}

/// What the symbols among some cells mean, a sentence each: for the key beside them.
pub fn key(cells: &[Cell], fewest: i32) -> Vec<String> {
    let has = |cell| cells.contains(&cell);
    let mut lines = Vec::new();
    if has(Cell::Hidden) {
        let most = fewest.max(LOWEST_THRESHOLD) - 1;
        lines.push(format!("c: a count from 1 to {most}, not shown so that nobody can be recognised"));
    }
    if has(Cell::NotAvailable) {
        lines.push("x: not available".to_owned());
    }
    lines
}

impl From<Cell> for String {
    fn from(cell: Cell) -> Self {
        cell.text()
    }
}

impl TryFrom<String> for Cell {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::of(&text).ok_or("neither digits nor a symbol")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn zero_few_many_and_not_available_are_told_apart() {
        let texts = |fewest| [Some(0), Some(1), Some(4), Some(5), Some(9), None].map(|it| shown(it, fewest).text());
        assert_eq!(texts(5), ["0", "c", "c", "5", "9", "x"]);
        assert_eq!(texts(10), ["0", "c", "c", "c", "c", "x"]);
        assert_eq!(exact(Some(2)), Cell::Count(2));
        assert_eq!(shown(Some(-1), 5), Cell::NotAvailable);
    }

    #[test]
    fn the_key_explains_what_is_there_and_nothing_else() {
        assert!(key(&[Cell::Count(7)], 5).is_empty());
        let lines = key(&[Cell::Hidden, Cell::NotAvailable], 6);
        assert!(lines[0].contains("1 to 5") && lines[1].contains("not available"), "{lines:?}");
        assert!(key(&[Cell::Hidden], 0)[0].contains("1 to 4"));
    }

    #[test]
    fn text_comes_back_as_the_cell_it_was() {
        for cell in [Cell::Count(0), Cell::Count(u32::MAX), Cell::Hidden, Cell::NotAvailable] {
            let json = serde_json::to_string(&cell).unwrap();
            assert_eq!(serde_json::from_str::<Cell>(&json).unwrap(), cell);
        }
        for text in ["\"\"", "\"z\"", "\"-1\"", "\"1.5\"", "4"] {
            assert!(serde_json::from_str::<Cell>(text).is_err(), "{text}");
        }
    }

    proptest! {
        /// No setting, however it came to be, shows a count from 1 to 4.
        #[test]
        fn nothing_shows_a_few(count in 1..LOWEST_THRESHOLD, fewest in any::<i32>()) {
            prop_assert_eq!(shown(Some(count), fewest), Cell::Hidden);
        }
    }
}
