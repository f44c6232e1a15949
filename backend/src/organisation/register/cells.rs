//! From the cells of one row to a checked [`RegisterRow`].

use std::{borrow::Cow, collections::HashSet};

use chrono::{Datelike, NaiveDate};
use csv::ByteRecord;

use shared::organisation::import::FileKind;

use super::{
    LONGEST_NAME, RegisterPhase, RegisterRow, RegisterStatus, WHOLE_ROW,
    columns::{Columns, Field},
};

/// The most characters in any other text: a kind of school, a street, a trust.
pub(super) const LONGEST_TEXT: usize = 300;

/// How much of a found value a reason repeats, in characters.
const LONGEST_ECHO: usize = 24;

pub(super) struct Fault {
    pub(super) column: &'static str,
    pub(super) reason: String,
    pub(super) authority_code: Option<i32>,
}

impl Fault {
    pub(super) fn of_row(reason: impl Into<String>) -> Self {
        Self { column: WHOLE_ROW, reason: reason.into(), authority_code: None }
    }
}

pub(super) struct Cells<'a> {
    pub(super) record: &'a ByteRecord,
    pub(super) columns: &'a Columns,
    pub(super) marked_utf8: bool,
}

impl Cells<'_> {
    pub(super) fn row(&self, line: u64, authority_code: i32, seen: &mut HashSet<i32>) -> Result<RegisterRow, Fault> {
        let urn = self.only_urn(seen)?;
        let (opened_on, closed_on) = (self.date(Field::Opened)?, self.date(Field::Closed)?);
        if let (Some(opened), Some(closed)) = (opened_on, closed_on)
            && closed < opened
        {
            let reason = format!("the closing date {closed} is before the opening date {opened}");
            return Err(self.fault(Field::Closed, reason));
        }
        let (low_age, high_age) = self.ages()?;
        let kind = self.required_text(Field::Kind, LONGEST_TEXT)?;
        Ok(RegisterRow {
            line,
            urn,
            authority_code,
            establishment_number: self.code(Field::Establishment, 4)?,
            name: self.required_text(Field::Name, LONGEST_NAME)?,
            phase: self.phase(&kind, low_age, high_age)?,
            kind,
            status: self.status()?,
            opened_on,
            closed_on,
            low_age,
            high_age,
            religious_character: self.text(Field::Religion, LONGEST_TEXT)?.filter(|text| !says_nothing(text)),
            street: self.text(Field::Street, LONGEST_TEXT)?,
            locality: self.text(Field::Locality, LONGEST_TEXT)?,
            town: self.text(Field::Town, LONGEST_TEXT)?,
            postcode: self.postcode()?,
            trust: self.text(Field::Trust, LONGEST_TEXT)?.filter(|text| !says_nothing(text)),
            ukprn: self.ukprn()?,
            number_of_pupils: self.number(Field::Pupils, 99_999)?,
            counted_on: self.date(Field::PupilsOn)?,
        })
    }

    /// A number of an establishment.
    pub(super) fn urn(&self, field: Field) -> Result<i32, Fault> {
        self.required(field, self.code(field, 6)?.filter(|urn| *urn >= 100_000), "six digits")
    }

    /// The row's own number, which no earlier row has.
    pub(super) fn only_urn(&self, seen: &mut HashSet<i32>) -> Result<i32, Fault> {
        let urn = self.urn(Field::Urn)?;
        // Counted even if the row turns out bad: of two rows with one URN, nobody but the sender knows which is meant.
        if seen.insert(urn) {
            Ok(urn)
        } else {
            Err(self.fault(Field::Urn, format!("URN {urn} is already on an earlier line of this file")))
        }
    }

    pub(super) fn fault(&self, field: Field, reason: String) -> Fault {
        Fault { column: self.columns.name(field), reason, authority_code: None }
    }

    /// "… must be six digits, found …", with the column's name in front.
    pub(super) fn must_be(&self, field: Field, wanted: &str, value: &str) -> Fault {
        let name = self.columns.name(field);
        let reason = match value {
            "" => format!("{name} must be {wanted}, found nothing"),
            _ => {
                let short = value.chars().take(LONGEST_ECHO).collect::<String>();
                let more = if short.len() < value.len() { "…" } else { "" };
                format!("{name} must be {wanted}, found \"{short}{more}\"")
            }
        };
        self.fault(field, reason)
    }

    /// The cell without the spaces around it; empty too where the file has no such column.
    pub(super) fn cell(&self, field: Field) -> Result<Cow<'_, str>, Fault> {
        let bytes = self.columns.index(field).and_then(|index| self.record.get(index)).unwrap_or_default();
        let text = match std::str::from_utf8(bytes) {
            Ok(text) => Cow::Borrowed(text),
            Err(_) if self.marked_utf8 => {
                let reason = "the text is not valid UTF-8, though the file's first bytes say that it is".to_owned();
                return Err(self.fault(field, reason));
            }
            Err(_) => encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0,
        };
        if text.chars().any(is_hidden) {
            let reason = "the text contains a line break, a control character or an invisible character".to_owned();
            return Err(self.fault(field, reason));
        }
        Ok(match text {
            Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
            Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
        })
    }

    pub(super) fn text(&self, field: Field, longest: usize) -> Result<Option<String>, Fault> {
        let text = self.cell(field)?.split_whitespace().collect::<Vec<_>>().join(" ");
        match text.chars().count() {
            0 => Ok(None),
            length if length > longest => {
                Err(self.must_be(field, &format!("at most {longest} characters (it has {length})"), &text))
            }
            _ => Ok(Some(text)),
        }
    }

    fn required_text(&self, field: Field, longest: usize) -> Result<String, Fault> {
        self.required(field, self.text(field, longest)?, "filled in")
    }

    pub(super) fn required<T>(&self, field: Field, value: Option<T>, wanted: &str) -> Result<T, Fault> {
        match value {
            Some(value) => Ok(value),
            None => Err(self.must_be(field, wanted, &self.cell(field)?)),
        }
    }

    /// A number written with exactly so many digits.
    pub(super) fn code(&self, field: Field, digits: usize) -> Result<Option<i32>, Fault> {
        let cell = self.cell(field)?;
        let number = whole(&cell).filter(|_| cell.len() == digits);
        if number.is_none() && !cell.is_empty() {
            let words = ["three", "four", "five", "six", "seven", "eight"];
            let word = words.get(digits.wrapping_sub(3)).unwrap_or(&"the right number of");
            return Err(self.must_be(field, &format!("{word} digits"), &cell));
        }
        Ok(number)
    }

    pub(super) fn number(&self, field: Field, most: i32) -> Result<Option<i32>, Fault> {
        let cell = self.cell(field)?;
        match whole(&cell).filter(|number| *number <= most) {
            None if !cell.is_empty() => Err(self.must_be(field, &format!("a whole number from 0 to {most}"), &cell)),
            number => Ok(number),
        }
    }

    fn ukprn(&self) -> Result<Option<i32>, Fault> {
        match self.code(Field::Ukprn, 8)? {
            Some(ukprn) if !(10_000_000..20_000_000).contains(&ukprn) => {
                Err(self.must_be(Field::Ukprn, "eight digits beginning with 1", &ukprn.to_string()))
            }
            ukprn => Ok(ukprn),
        }
    }

    pub(super) fn date(&self, field: Field) -> Result<Option<NaiveDate>, Fault> {
        let cell = self.cell(field)?;
        if cell.is_empty() {
            return Ok(None);
        }
        let mut parts = cell.split('-');
        let (pattern, order) = match self.columns.kind {
            FileKind::Tables => ("YYYY-MM-DD", [parts.next(), parts.next(), parts.next()]),
            _ => {
                let (day, month) = (parts.next(), parts.next());
                ("DD-MM-YYYY", [parts.next(), month, day])
            }
        };
        let date = match (order, parts.next()) {
            ([Some(year), Some(month), Some(day)], None) if [year.len(), month.len(), day.len()] == [4, 2, 2] => {
                let (year, month, day) = (whole(year), whole(month), whole(day));
                year.zip(month).zip(day).and_then(|((year, month), day)| {
                    NaiveDate::from_ymd_opt(year, u32::try_from(month).ok()?, u32::try_from(day).ok()?)
                })
            }
            _ => None,
        };
        // England's oldest schools give years from the sixth century.
        match date.filter(|date| (500..2200).contains(&date.year())) {
            None => Err(self.must_be(field, &format!("a real date written {pattern}"), &cell)),
            date => Ok(date),
        }
    }

    fn ages(&self) -> Result<(Option<i16>, Option<i16>), Fault> {
        let age = |field| self.number(field, 25).map(|age| age.and_then(|age| i16::try_from(age).ok()));
        let low = age(Field::LowAge)?;
        let high = if self.cell(Field::HighAge)? == "99" { None } else { age(Field::HighAge)? };
        match (low, high) {
            (Some(0), Some(0)) => Ok((None, None)),
            (Some(low), Some(high)) if high < low => {
                let wanted = format!("at least the lowest age, {low}");
                Err(self.must_be(Field::HighAge, &wanted, &high.to_string()))
            }
            ages => Ok(ages),
        }
    }

    fn postcode(&self) -> Result<Option<String>, Fault> {
        let cell = self.cell(Field::Postcode)?;
        let packed = cell.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_uppercase()).collect::<String>();
        if packed.is_empty() {
            return Ok(None);
        }
        if !is_postcode(packed.as_bytes()) {
            return Err(self.must_be(Field::Postcode, "a UK postcode such as BS37 8QG", &cell));
        }
        let (outward, inward) = packed.split_at(packed.len() - 3);
        Ok(Some(format!("{outward} {inward}")))
    }

    fn status(&self) -> Result<RegisterStatus, Fault> {
        let cell = self.cell(Field::Status)?;
        let (status, wanted) = match self.columns.kind {
            FileKind::Tables => (
                match cell.as_ref() {
                    "1" => Some(RegisterStatus::Open),
                    "2" => Some(RegisterStatus::Closed),
                    "3" => Some(RegisterStatus::PendingClosure),
                    _ => None,
                },
                "1 (open), 2 (closed) or 3 (pending closure)",
            ),
            _ => (
                match cell.to_ascii_lowercase().as_str() {
                    "open" => Some(RegisterStatus::Open),
                    "closed" => Some(RegisterStatus::Closed),
                    "open, but proposed to close" => Some(RegisterStatus::PendingClosure),
                    "proposed to open" => Some(RegisterStatus::ProposedToOpen),
                    _ => None,
                },
                "\"Open\", \"Closed\", \"Open, but proposed to close\" or \"Proposed to open\"",
            ),
        };
        self.required(Field::Status, status, wanted)
    }

    /// See [`RegisterPhase`].
    fn phase(&self, kind: &str, low: Option<i16>, high: Option<i16>) -> Result<RegisterPhase, Fault> {
        let by_register = match self.columns.kind {
            FileKind::Gias => self.gias_phase()?,
            _ => self.tables_phase(low, high)?,
        };
        let kind = kind.to_ascii_lowercase();
        Ok(if kind.contains("special") && !kind.contains("post 16") {
            RegisterPhase::Special
        } else if kind.contains("pupil referral") || kind.contains("alternative provision") {
            RegisterPhase::PupilReferralUnit
        } else if kind.contains("nursery school") {
            RegisterPhase::Nursery
        } else {
            by_register
        })
    }

    fn gias_phase(&self) -> Result<RegisterPhase, Fault> {
        let phase = match self.cell(Field::Phase)?.to_ascii_lowercase().as_str() {
            "nursery" => Some(RegisterPhase::Nursery),
            "primary" => Some(RegisterPhase::Primary),
            "middle deemed primary" => Some(RegisterPhase::MiddleDeemedPrimary),
            "middle deemed secondary" => Some(RegisterPhase::MiddleDeemedSecondary),
            "secondary" => Some(RegisterPhase::Secondary),
            "all-through" => Some(RegisterPhase::AllThrough),
            "16 plus" => Some(RegisterPhase::SixteenPlus),
            "not applicable" => Some(RegisterPhase::NotApplicable),
            _ => None,
        };
        self.required(Field::Phase, phase, "one of GIAS's phases, such as \"Primary\" or \"Not applicable\"")
    }

    fn tables_phase(&self, low: Option<i16>, high: Option<i16>) -> Result<RegisterPhase, Fault> {
        let flag = |field| match self.cell(field)?.as_ref() {
            "0" => Ok(false),
            "1" => Ok(true),
            other => Err(self.must_be(field, "0 (no) or 1 (yes)", other)),
        };
        let flags = (flag(Field::IsPrimary)?, flag(Field::IsSecondary)?, flag(Field::IsPost16)?);
        Ok(match self.cell(Field::Group)?.to_ascii_lowercase().as_str() {
            "special school" => RegisterPhase::Special,
            "college" => RegisterPhase::SixteenPlus,
            "independent school" => RegisterPhase::NotApplicable,
            _ => match (flags, low, high) {
                ((true, true, _), Some(low @ 8..), Some(high @ ..=14)) if low + high < 22 => {
                    RegisterPhase::MiddleDeemedPrimary
                }
                ((true, true, _), Some(8..), Some(..=14)) => RegisterPhase::MiddleDeemedSecondary,
                ((true, true, _), ..) => RegisterPhase::AllThrough,
                ((true, false, _), ..) => RegisterPhase::Primary,
                ((false, true, _), ..) => RegisterPhase::Secondary,
                ((false, false, true), ..) => RegisterPhase::SixteenPlus,
                ((false, false, false), ..) => RegisterPhase::NotApplicable,
            },
        })
    }
}

/// A number of plain digits, small enough for everything here; no sign, no decimal point.
fn whole(text: &str) -> Option<i32> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) { text.parse().ok() } else { None }
}

/// Control characters, and those that hide or turn round the text beside them in a list of schools.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

/// How the registers say that there is nothing to say.
fn says_nothing(text: &str) -> bool {
    ["does not apply", "not applicable", "none", "unknown", "not recorded"]
        .iter()
        .any(|marker| text.eq_ignore_ascii_case(marker))
}

/// The pattern of BS 7666, on capitals without the space: one of six outward forms, then a digit and two letters.
fn is_postcode(packed: &[u8]) -> bool {
    if packed == b"GIR0AA" {
        return true;
    }
    let Some((outward, [digit, unit @ ..])) = packed.split_last_chunk::<3>() else { return false };
    let letter = u8::is_ascii_uppercase;
    let first = |c: &u8| letter(c) && !b"QVX".contains(c);
    let second = |c: &u8| letter(c) && !b"IJZ".contains(c);
    let outward_fits = match outward {
        [a, d] => first(a) && d.is_ascii_digit(),
        [a, b, c] if letter(b) => first(a) && second(b) && c.is_ascii_digit(),
        [a, d, c] => first(a) && d.is_ascii_digit() && (c.is_ascii_digit() || letter(c)),
        [a, b, d, c] => first(a) && second(b) && d.is_ascii_digit() && (c.is_ascii_digit() || letter(c)),
        _ => false,
    };
    outward_fits && digit.is_ascii_digit() && unit.iter().all(|c| letter(c) && !b"CIKMOV".contains(c))
}
