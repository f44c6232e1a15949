//! Charts: one function from figures to a picture and the table beside it, used by the page, the public pages and papers.
//!
//! Colours are the government Analysis Function's, in its order, which is chosen for contrast between neighbours. They are
//! never the only sign: every part has its number in the picture and in the key. What is hidden is hatched, never zero.

mod bar;
mod timeline;

pub use bar::{BarChart, BarRow, Bars, Fill, Line, Picture, Rect, Text};
pub use timeline::{Span, Timeline, TimelineChart};

/// One number of a chart or of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Figure {
    /// Money, in pence.
    Pence(i64),
    /// A count.
    Count(i64),
    /// Not shown: the symbol that stands for it and what it means, such as `c` and "hidden because it is about few".
    Hidden {
        /// The symbol.
        symbol: String,
        /// What it means.
        meaning: String,
    },
}

impl Figure {
    /// Something not shown.
    pub fn hidden(symbol: impl Into<String>, meaning: impl Into<String>) -> Self {
        Self::Hidden { symbol: symbol.into(), meaning: meaning.into() }
    }

    /// How large it is, where it is shown. Below zero no bar is drawn; the table says it.
    fn size(&self) -> Option<u64> {
        match self {
            Self::Pence(size) | Self::Count(size) => Some(u64::try_from(*size).unwrap_or_default()),
            Self::Hidden { .. } => None,
        }
    }

    /// How it is written.
    pub fn words(&self) -> String {
        match self {
            Self::Pence(pence) => pounds(*pence),
            Self::Count(count) => format!("{}{}", sign(*count), grouped(count.unsigned_abs())),
            Self::Hidden { symbol, .. } => symbol.clone(),
        }
    }
}

/// £1,234, or £1,234.50 where there are pence.
pub fn pounds(pence: i64) -> String {
    let (pounds, rest) = (pence.unsigned_abs() / 100, pence.unsigned_abs() % 100);
    let rest = if rest == 0 { String::new() } else { format!(".{rest:02}") };
    format!("{}£{}{rest}", sign(pence), grouped(pounds))
}

fn sign(number: i64) -> &'static str {
    // The sign for minus, not the hyphen: a screen reader says it.
    if number < 0 { "\u{2212}" } else { "" }
}

/// 12,345: how people write numbers.
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_written_as_people_write_it() {
        for (pence, words) in [
            (0, "£0"),
            (5, "£0.05"),
            (8_500, "£85"),
            (123_456_750, "£1,234,567.50"),
            (-12_300, "\u{2212}£123"),
            (i64::MIN, "\u{2212}£92,233,720,368,547,758.08"),
        ] {
            assert_eq!(pounds(pence), words);
        }
    }
}
