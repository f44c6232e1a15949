//! Why a school is offered for a name, in words.

use super::{Listed, words::Faith};
use crate::{calendar::written, organisation::SchoolStatus};

/// What of a name fits a school, and what does not.
#[derive(Debug, Default)]
pub struct Fit {
    /// Words that both have.
    pub same: Vec<String>,
    /// Words that are nearly the same: as typed and as the register has it.
    pub near: Vec<(String, String)>,
    /// Whether a word is that of the place.
    pub place: bool,
    /// Words that this school has not.
    pub missing: Vec<String>,
    /// Words that the register adds.
    pub added: Vec<String>,
    /// The church that the register adds.
    pub faith: Option<Faith>,
    /// What speaks against it, by its kind.
    pub kind: Vec<String>,
    /// A reason of another sort, instead of all these.
    instead: Option<String>,
    certain: bool,
}

impl Fit {
    /// What speaks against it; empty words are none.
    pub fn against(kind: impl Iterator<Item = String>) -> Self {
        Self { kind: kind.filter(|it| !it.is_empty()).collect(), ..Self::default() }
    }

    /// Somebody confirmed it before.
    pub fn remembered(note: &str) -> Self {
        let note = if note.is_empty() { String::new() } else { format!(" ({})", note.to_lowercase()) };
        Self { instead: Some(format!("Confirmed before under this name{note}")), certain: true, ..Self::default() }
    }

    /// The number was typed.
    pub fn number() -> Self {
        Self { instead: Some("This is its URN".to_owned()), certain: true, ..Self::default() }
    }

    /// The school that fits has closed, and this one has its establishment number.
    pub fn successor(closed: &Listed) -> Self {
        let when = closed.closed_on.map(|it| format!(", which closed on {}", written(it))).unwrap_or_default();
        Self { instead: Some(format!("Took over from {} (URN {}){when}", closed.name, closed.urn)), ..Self::default() }
    }

    /// Whether a person has said so before, or typed the number: no other school comes near that.
    pub const fn certain(&self) -> bool {
        self.certain
    }

    /// The reason as people read it.
    pub fn text(&self, status: SchoolStatus) -> String {
        if let Some(text) = &self.instead {
            return text.clone();
        }
        let mut parts: Vec<String> = Vec::new();
        parts.push(match (self.missing.is_empty(), self.place, self.near.is_empty()) {
            (true, false, true) => "the same words".to_owned(),
            (true, true, _) => "the same words, with its place".to_owned(),
            (true, false, false) => "nearly the same words".to_owned(),
            (false, ..) if self.same.is_empty() => "it is in this place".to_owned(),
            (false, ..) => "some words are the same".to_owned(),
        });
        parts.extend(self.near.iter().map(|(typed, ours)| format!("“{typed}” read as “{ours}”")));
        if !self.missing.is_empty() {
            parts.push(format!("without {}", quoted(&self.missing)));
        }
        let faith = self.faith.map(|it| if it == Faith::England { "CofE" } else { "Catholic" });
        let added: Vec<String> = faith.map(str::to_owned).into_iter().chain(self.added.iter().cloned()).collect();
        if !added.is_empty() {
            parts.push(format!("the register adds {}", quoted(&added)));
        }
        parts.extend(self.kind.iter().cloned());
        if status == SchoolStatus::Closed {
            parts.push("closed".to_owned());
        }
        let text = parts.join("; ");
        text.get(..1).map(str::to_ascii_uppercase).unwrap_or_default() + text.get(1..).unwrap_or_default()
    }
}

fn quoted(words: &[String]) -> String {
    words.iter().map(|it| format!("“{it}”")).collect::<Vec<_>>().join(", ")
}
