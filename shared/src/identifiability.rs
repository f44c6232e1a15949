//! The guard of free text: it finds what points to one pupil or one person, says so, and never changes a letter.
//!
//! Numbers are recognised by their check digits (F-32 to F-36), so that prose and figures pass. It cannot know names; no
//! field asks for one.

#[cfg(test)]
mod tests;

use std::borrow::Cow;

use crate::{calendar::month_name, failure::Problem, text};

/// What was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// A unique pupil number (F-32).
    Upn,
    /// An NHS number (F-34).
    NhsNumber,
    /// A National Insurance number (F-36).
    InsuranceNumber,
    /// A day of birth.
    BirthDate,
    /// An EHC plan of one pupil.
    OnePlan,
    /// An e-mail address.
    Email,
    /// A telephone number.
    Telephone,
    /// A postcode (F-35).
    Postcode,
}

impl Sign {
    const ALL: [Self; 8] = [
        Self::Upn,
        Self::NhsNumber,
        Self::InsuranceNumber,
        Self::BirthDate,
        Self::OnePlan,
        Self::Email,
        Self::Telephone,
        Self::Postcode,
    ];

    /// What it looks like, in a sentence.
    const fn what(self) -> &'static str {
        match self {
            Self::Upn => "a unique pupil number (UPN)",
            Self::NhsNumber => "an NHS number",
            Self::InsuranceNumber => "a National Insurance number",
            Self::BirthDate => "a date of birth",
            Self::OnePlan => "one pupil’s EHC plan",
            Self::Email => "an e-mail address",
            Self::Telephone => "a telephone number",
            Self::Postcode => "a postcode",
        }
    }

    /// The end of it, where it starts here.
    fn at(self, text: &[u8], at: usize) -> Option<usize> {
        match self {
            Self::Upn => upn(text, at),
            Self::NhsNumber => nhs_number(text, at),
            Self::InsuranceNumber => insurance_number(text, at),
            Self::BirthDate => birth_date(text, at),
            Self::OnePlan => one_plan(text, at),
            Self::Email => email(text, at),
            Self::Telephone => telephone(text, at),
            Self::Postcode => postcode(text, at),
        }
    }
}

/// What a field may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Guard {
    /// Sentences: nothing that points to a person.
    Prose,
    /// The name of a service or school, with its place.
    Place,
    /// How a service is reached: its own address, telephone and e-mail.
    Contact,
}

impl Guard {
    const fn refuses(self, sign: Sign) -> bool {
        match sign {
            Sign::Postcode => matches!(self, Self::Prose),
            Sign::Email | Sign::Telephone => !matches!(self, Self::Contact),
            _ => true,
        }
    }

    /// The first thing in the text that the field may not hold.
    pub fn find(self, text: &str) -> Option<(Sign, String)> {
        let plain = plain(text);
        for at in (0..plain.len()).filter(|&at| starts(&plain, at)) {
            for sign in Sign::ALL.into_iter().filter(|it| self.refuses(*it)) {
                if let Some(end) = sign.at(&plain, at) {
                    return Some((sign, String::from_utf8_lossy(&plain[at..end]).trim().to_owned()));
                }
            }
        }
        None
    }

    /// Nothing, or what was found in the text of a field and what to do about it.
    pub fn check(self, field: &str, text: &str) -> Result<(), Vec<Problem>> {
        let Some((sign, found)) = self.find(text) else { return Ok(()) };
        let what = sign.what();
        let message = match sign {
            Sign::Email | Sign::Telephone | Sign::Postcode => {
                format!("“{found}” looks like {what}. Take it out: nothing here may lead to one person")
            }
            _ => format!("“{found}” looks like {what}. Take it out and write about the whole group"),
        };
        Err(vec![Problem { field: field.to_owned(), message }])
    }

    /// As [`text::required`], and the text holds nothing that the guard refuses.
    pub fn required(self, field: &str, what: &str, text: &str, longest: usize) -> Result<String, Vec<Problem>> {
        let text = text::required(field, what, text, longest)?;
        self.check(field, &text).map(|()| text)
    }

    /// As [`text::optional`], and the text holds nothing that the guard refuses.
    pub fn optional(self, field: &str, what: &str, text: &str, longest: usize) -> Result<String, Vec<Problem>> {
        let text = text::optional(field, what, text, longest)?;
        self.check(field, &text).map(|()| text)
    }
}

/// Whether thirteen characters are a UPN: the first is the check letter of the others.
pub fn is_upn(text: &[u8]) -> bool {
    const LETTERS: &[u8; 23] = b"ABCDEFGHJKLMNPQRTUVWXYZ";
    let value = |it: &u8| match it {
        b'0'..=b'9' => Some(usize::from(it - b'0')),
        _ => LETTERS.iter().position(|letter| letter == &it.to_ascii_uppercase()),
    };
    let Some((first, rest)) = text.split_first().filter(|_| text.len() == 13) else { return false };
    if !rest[..11].iter().all(u8::is_ascii_digit) {
        return false;
    }
    let sum: Option<usize> = rest.iter().zip(2..).map(|(it, place)| Some(value(it)? * place)).sum();
    sum.is_some_and(|it| LETTERS[it % 23] == first.to_ascii_uppercase())
}

/// Whether ten digits are an NHS number: the last is the check digit of the others.
pub fn is_nhs_number(digits: &[u8]) -> bool {
    if digits.len() != 10 || !digits.iter().all(u8::is_ascii_digit) {
        return false;
    }
    let sum: usize = digits[..9].iter().zip((2..=10).rev()).map(|(it, weight)| usize::from(it - b'0') * weight).sum();
    let check = (11 - sum % 11) % 11;
    check == usize::from(digits[9] - b'0')
}

/// The text with one byte a letter. Spaces and hyphens of every width become plain ones and what has no width goes, as
/// numbers come out of letters and spreadsheets; letters beyond ASCII end a word.
fn plain(text: &str) -> Cow<'_, [u8]> {
    if text.is_ascii() {
        return Cow::Borrowed(text.as_bytes());
    }
    let letter = |it: char| match it {
        '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' | '\u{ad}' => None,
        '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{3000}' => Some(b' '),
        '\u{2010}'..='\u{2015}' | '\u{2212}' => Some(b'-'),
        '’' => Some(b'\''),
        // Full-width letters and digits.
        '\u{ff01}'..='\u{ff5e}' => u8::try_from(u32::from(it) - 0xfee0).ok(),
        it if it.is_ascii() => u8::try_from(u32::from(it)).ok(),
        _ => Some(b'?'),
    };
    Cow::Owned(text.chars().filter_map(letter).collect())
}

/// Whether something may start here: in the middle of a word or number nothing does.
fn starts(text: &[u8], at: usize) -> bool {
    at == 0 || !text[at - 1].is_ascii_alphanumeric()
}

/// Whether something may end here.
fn ends(text: &[u8], at: usize) -> bool {
    text.get(at).is_none_or(|it| !it.is_ascii_alphanumeric())
}

/// `count` letters and digits from here on, with single spaces or hyphens between them left out, and where they end.
fn gathered(text: &[u8], mut at: usize, count: usize) -> Option<(Vec<u8>, usize)> {
    let mut found = Vec::with_capacity(count);
    while found.len() < count {
        match text.get(at)? {
            it if it.is_ascii_alphanumeric() => found.push(it.to_ascii_uppercase()),
            b' ' | b'-' if !found.is_empty() && text.get(at + 1)?.is_ascii_alphanumeric() => {}
            _ => return None,
        }
        at += 1;
    }
    ends(text, at).then_some((found, at))
}

fn upn(text: &[u8], at: usize) -> Option<usize> {
    let first = text.get(at)?;
    // A small letter that stands alone is a word.
    let joined = text.get(at + 1)?.is_ascii_digit();
    if !(first.is_ascii_uppercase() || first.is_ascii_lowercase() && joined) {
        return None;
    }
    let (found, end) = gathered(text, at, 13)?;
    is_upn(&found).then_some(end)
}

fn nhs_number(text: &[u8], at: usize) -> Option<usize> {
    let (found, end) = gathered(text, at, 10)?;
    // Together, or as it is written on letters: three, three and four.
    let together = end - at == 10;
    let apart = end - at == 12 && !text[at + 3].is_ascii_digit() && !text[at + 7].is_ascii_digit();
    ((together || apart) && is_nhs_number(&found)).then_some(end)
}

fn insurance_number(text: &[u8], at: usize) -> Option<usize> {
    let (found, end) = gathered(text, at, 9)?;
    let not_allocated: [&[u8]; 7] = [b"BG", b"GB", b"NK", b"KN", b"TN", b"NT", b"ZZ"];
    let letters = found[..2].iter().all(u8::is_ascii_alphabetic)
        && !b"DFIQUV".contains(&found[0])
        && !b"DFIOQUV".contains(&found[1])
        && !not_allocated.contains(&&found[..2]);
    let digits = found[2..8].iter().all(u8::is_ascii_digit);
    (letters && digits && matches!(found[8], b'A'..=b'D')).then_some(end)
}

/// The end of a word of these letters, large or small.
fn word(text: &[u8], at: usize, word: &str) -> Option<usize> {
    let end = at + word.len();
    (text.get(at..end)?.eq_ignore_ascii_case(word.as_bytes()) && ends(text, end)).then_some(end)
}

/// The first of these words, and what may stand between words after it.
fn one_of(text: &[u8], at: usize, words: &[&str]) -> Option<usize> {
    words.iter().find_map(|it| word(text, at, it))
}

fn spaces(text: &[u8], at: usize, which: &[u8]) -> usize {
    at + text[at..].iter().take_while(|it| which.contains(it)).count()
}

/// A number of at most `most` digits, and where it ends.
fn digits(text: &[u8], at: usize, most: usize) -> Option<(usize, usize)> {
    let count = text.get(at..)?.iter().take_while(|it| it.is_ascii_digit()).count();
    let number = text[at..at + count].iter().fold(0_usize, |sum, it| sum.saturating_mul(10) + usize::from(it - b'0'));
    (1..=most).contains(&count).then_some((number, at + count))
}

/// `born 12.3.2009`, `DOB: 12 March 09`, `date of birth 2009-03-12`.
fn birth_date(text: &[u8], at: usize) -> Option<usize> {
    let born = ["born", "birthday", "birth date", "birthdate", "date of birth", "d.o.b.", "d.o.b", "dob"];
    let mut next = one_of(text, at, &born)?;
    let start = next;
    loop {
        next = spaces(text, next, b" \t\r\n:.,;=-(/");
        match one_of(text, next, &["on", "is", "was", "in", "the", "of"]) {
            Some(end) => next = end,
            None => break,
        }
    }
    if next - start > 24 {
        return None;
    }
    day(text, next)
}

/// A day with its month, in the ways in which people write one.
fn day(text: &[u8], at: usize) -> Option<usize> {
    const BETWEEN: &[u8] = b" ./-";
    if let Some(month) = month(text, at) {
        let (day, end) = digits(text, spaces(text, month, b" "), 2)?;
        return (1..=31).contains(&day).then_some(end);
    }
    let (first, mut end) = digits(text, at, 4)?;
    if (1900..=2100).contains(&first) {
        let (_, month) = digits(text, spaces(text, end, BETWEEN), 2)?;
        let (_, day) = digits(text, spaces(text, month, BETWEEN), 2)?;
        return Some(day);
    }
    if !(1..=31).contains(&first) {
        return None;
    }
    for ending in ["st", "nd", "rd", "th"] {
        end = word(text, end, ending).unwrap_or(end);
    }
    let second = spaces(text, end, BETWEEN);
    let second = word(text, second, "of").map_or(second, |it| spaces(text, it, b" "));
    let end = match month(text, second) {
        Some(end) => end,
        None if second > end => digits(text, second, 2)?.1,
        None => return None,
    };
    // The year, where one is there.
    Some(digits(text, spaces(text, end, BETWEEN), 4).map_or(end, |it| it.1))
}

/// The end of the name of a month, or of its first three letters.
fn month(text: &[u8], at: usize) -> Option<usize> {
    (1..=12).map(month_name).find_map(|it| word(text, at, it).or_else(|| word(text, at, &it[..3])))
}

fn one_plan(text: &[u8], at: usize) -> Option<usize> {
    let next = spaces(text, one_of(text, at, &["his", "her"])?, b" ");
    one_of(text, next, &["EHC plan", "EHCP", "education, health and care plan"])
}

fn email(text: &[u8], at: usize) -> Option<usize> {
    let part = |it: &u8| it.is_ascii_alphanumeric() || b"._+-'".contains(it);
    let before = text[at..].iter().take_while(|it| part(it)).count();
    if before == 0 || text.get(at + before) != Some(&b'@') {
        return None;
    }
    let from = at + before + 1;
    let host = text[from..].iter().take_while(|it| it.is_ascii_alphanumeric() || b".-".contains(it)).count();
    let host = text[from..from + host].trim_ascii_end().strip_suffix(b".").unwrap_or(&text[from..from + host]);
    let point = host.iter().position(|it| *it == b'.')?;
    (point > 0 && point + 1 < host.len()).then_some(from + host.len())
}

/// `01454 868 000`, `(0117) 900 0000`, `+44 7700 900123`: ten or eleven digits that start as British numbers do.
fn telephone(text: &[u8], at: usize) -> Option<usize> {
    let rest = text.get(at..)?;
    let (mut next, mut count) = if rest.starts_with(b"+44") {
        (at + 3, 1)
    } else if rest.starts_with(b"(0") {
        (at + 1, 0)
    } else if rest.starts_with(b"0") {
        (at, 0)
    } else {
        return None;
    };
    let international = count == 1;
    let mut groups = 0;
    let mut found = None;
    loop {
        let (group, end) = match text.get(next..) {
            Some(rest) => {
                let group = rest.iter().take_while(|it| it.is_ascii_digit()).count();
                (group, next + group)
            }
            None => return found,
        };
        if group > 0 {
            // 0 and a digit that area codes start with; dates and lists have shorter groups.
            if !international && groups == 0 && (group < 3 || b"046".contains(&text[next + 1])) {
                return None;
            }
            // The zero in `+44 (0)117` is not dialled.
            count += if international && groups == 0 && text[next] == b'0' { group - 1 } else { group };
            groups += 1;
            if ends(text, end) && matches!(count, 10 | 11) {
                found = Some(end);
            }
        }
        let space = spaces(text, end, b" -()");
        if count >= 11 || space == end || space - end > 3 || !text.get(space).is_some_and(u8::is_ascii_digit) {
            return found;
        }
        next = space;
    }
}

/// As written: in capitals, with or without its space. In small letters it would be found in prose.
fn postcode(text: &[u8], at: usize) -> Option<usize> {
    let letter =
        |at: usize, without: &[u8]| text.get(at).is_some_and(|it| it.is_ascii_uppercase() && !without.contains(it));
    let digit = |at: usize| text.get(at).is_some_and(u8::is_ascii_digit);
    if !letter(at, b"QVX") {
        return None;
    }
    // A9, A99, A9A, AA9, AA99, AA9A.
    let mut next = if letter(at + 1, b"IJZ") { at + 2 } else { at + 1 };
    if !digit(next) {
        return None;
    }
    next += 1;
    let inward = |at: usize| {
        let at = if text.get(at) == Some(&b' ') { at + 1 } else { at };
        (digit(at) && letter(at + 1, b"CIKMOV") && letter(at + 2, b"CIKMOV") && ends(text, at + 3)).then_some(at + 3)
    };
    inward(next).or_else(|| (digit(next) || letter(next, b"")).then(|| inward(next + 1)).flatten())
}
