//! The words of a school's name: those that tell it from others, and those that say what kind of school it is.

use crate::fold::push_plain;

/// What kind of school a name says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Infant,
    Junior,
    Primary,
    Secondary,
    Other,
}

/// The church a name says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Faith {
    England,
    Rome,
}

/// A name, read.
#[derive(Debug, Default)]
pub struct Words {
    /// The words that tell a school from others, in their order, without an `s` at their end.
    pub own: Vec<String>,
    /// Those of them that stand behind a comma, a dash or in brackets: a place, a trust, a note.
    pub behind: Vec<String>,
    pub faith: Option<Faith>,
    kinds: Vec<Kind>,
    /// Each of the words as it was written.
    written: Vec<(String, String)>,
    /// All words in one form, but those that say nothing.
    key: Vec<String>,
}

impl Words {
    pub fn of(name: &str) -> Self {
        let mut words = Self::default();
        let tokens = tokens(name);
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            let ahead = |by: usize| tokens.get(at + by).map_or("", |it| it.plain.as_str());
            let (taken, faith) = faith(&token.plain, ahead(1), ahead(2));
            if let Some(faith) = faith {
                words.faith = Some(faith);
                words.key.push(if faith == Faith::England { "cofe" } else { "catholic" }.to_owned());
            } else if token.plain == "o" && ahead(1).len() > 1 {
                // `O Hara` is `O'Hara`.
                words.take(&format!("o{}", ahead(1)), &tokens[at + 1]);
                at += 2;
                continue;
            } else {
                let last =
                    tokens.get(at + 1).is_none_or(|next| kind(&next.plain).is_some() || next.behind != token.behind);
                let plain = if token.plain == "st" && last && at > 0 { "street" } else { &token.plain };
                words.take(plain, token);
            }
            at += taken;
        }
        words
    }

    fn take(&mut self, plain: &str, token: &Token) {
        let plain = expanded(plain);
        if matches!(
            plain,
            "and"
                | "the"
                | "of"
                | "in"
                | "at"
                | "on"
                | "for"
                | "near"
                | "voluntary"
                | "controlled"
                | "aided"
                | "vc"
                | "va"
                | "school"
                | "schools"
        ) {
            return;
        }
        if let Some(kind) = kind(plain) {
            self.kinds.push(kind);
            self.key.push(stem(plain).to_owned());
            return;
        }
        let own = stem(plain).to_owned();
        self.key.push(own.clone());
        if token.behind {
            self.behind.push(own.clone());
        }
        if !self.own.contains(&own) {
            self.written.push((own.clone(), token.written.clone()));
            self.own.push(own);
        }
    }

    pub fn has(&self, kind: Kind) -> bool {
        self.kinds.contains(&kind)
    }

    /// A word as it stands in the name.
    pub fn written(&self, word: &str) -> String {
        self.written.iter().find(|it| it.0 == word).map_or_else(|| word.to_owned(), |it| it.1.clone())
    }
}

/// A name in the form in which it is remembered: the same for `St Chads Prim.` and `St. Chad's Primary School`.
pub fn key(name: &str) -> String {
    Words::of(name).key.join(" ")
}

/// A word as it was written, and in plain small letters.
struct Token {
    plain: String,
    written: String,
    behind: bool,
}

fn tokens(name: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let (mut plain, mut written, mut behind, mut before) = (String::new(), String::new(), false, ' ');
    let mut letters = name.chars().peekable();
    while let Some(letter) = letters.next() {
        let dash = matches!(letter, '–' | '—') || (letter == '-' && before == ' ');
        let marks = matches!(letter, '\u{300}'..='\u{36f}');
        if letter.is_alphanumeric() || marks {
            letter.to_lowercase().for_each(|it| push_plain(&mut plain, it));
            written.push(letter);
        } else if matches!(letter, '\'' | '’' | '‘' | '`' | '´') {
            written.push(letter);
        } else {
            if !plain.is_empty() {
                let written = std::mem::take(&mut written).trim_matches(['\'', '’', '‘', '`', '´']).to_owned();
                tokens.push(Token { plain: std::mem::take(&mut plain), written, behind });
            }
            written.clear();
            if dash || matches!(letter, ',' | '(' | '/' | ':') {
                behind = !tokens.is_empty();
            } else if letter == ')' {
                behind = false;
            }
        }
        before = letter;
        // The last word ends with the name.
        if letters.peek().is_none() && !plain.is_empty() {
            let written = written.trim_matches(['\'', '’', '‘', '`', '´']).to_owned();
            tokens.push(Token { plain: std::mem::take(&mut plain), written, behind });
        }
    }
    tokens
}

/// The church in up to three words, and how many words it took; one word where it is none.
fn faith(one: &str, two: &str, three: &str) -> (usize, Option<Faith>) {
    use Faith::{England, Rome};
    match (one, two, three) {
        ("church" | "c", "of", "england" | "e" | "eng") => (3, Some(England)),
        ("roman", "catholic", _) | ("r", "c", _) => (2, Some(Rome)),
        ("c", "e", _) => (2, Some(England)),
        ("cofe" | "ce" | "coe" | "anglican", ..) => (1, Some(England)),
        ("catholic" | "rc" | "cath", ..) => (1, Some(Rome)),
        _ => (1, None),
    }
}

/// What kind of school a word says; nothing for other words.
fn kind(word: &str) -> Option<Kind> {
    Some(match word {
        "infant" | "infants" => Kind::Infant,
        "junior" | "juniors" => Kind::Junior,
        "primary" => Kind::Primary,
        "secondary" | "high" | "comprehensive" | "upper" => Kind::Secondary,
        "academy" | "academies" | "college" | "community" | "nursery" | "special" | "first" | "middle"
        | "federation" | "foundation" | "trust" | "mat" | "studio" | "technical" | "grammar" | "sixth" | "form"
        | "multi" | "school" | "schools" => Kind::Other,
        _ => return None,
    })
}

/// What people shorten, in full.
fn expanded(word: &str) -> &str {
    match word {
        "rd" => "road",
        "ave" | "av" => "avenue",
        "ln" => "lane",
        "gdns" => "gardens",
        "pk" => "park",
        "sq" => "square",
        "cl" => "close",
        "cres" => "crescent",
        "grn" => "green",
        "mt" => "mount",
        "gt" => "great",
        "lt" | "ltl" => "little",
        "nr" => "near",
        "saint" | "ss" | "sts" => "st",
        "inf" | "infs" => "infant",
        "jun" | "jnr" | "jr" => "junior",
        "prim" | "pri" | "prm" => "primary",
        "sec" => "secondary",
        "comp" => "comprehensive",
        "acad" | "ac" => "academy",
        "comm" | "com" => "community",
        "coll" => "college",
        "sch" | "schl" => "school",
        other => other,
    }
}

/// Without an `s` at the end: `Chads` and `Chad's` and `Chad`.
fn stem(word: &str) -> &str {
    let whole = word.len() <= 3 || word.ends_with("ss");
    if whole { word } else { word.strip_suffix('s').unwrap_or(word) }
}

/// Whether two words are nearly the same: one letter more, less, other, or two of them swapped. Short words are not.
pub fn near(one: &str, other: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let (short, long) = if a.len() <= b.len() { (&a, &b) } else { (&b, &a) };
    if short.len() < 5 || long.len() - short.len() > 1 {
        return false;
    }
    let start = short.iter().zip(long).take_while(|(a, b)| a == b).count();
    let (short, long) = (&short[start..], &long[start..]);
    if short.len() < long.len() {
        return short == &long[1..];
    }
    let swapped = short.len() >= 2 && short[0] == long[1] && short[1] == long[0] && short[2..] == long[2..];
    short.is_empty() || short[1..] == long[1..] || swapped
}
