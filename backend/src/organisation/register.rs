//! Reads what others keep about schools, row by row, from the four files in which authorities receive it.
//!
//! - The register that accompanies the Department for Education's performance tables: `URN`, `LA`, `SCHNAME`, …,
//!   dates as YYYY-MM-DD.
//! - The extract of *Get Information About Schools* (GIAS, `edubasealldata….csv`): `URN`, `LA (code)`,
//!   `EstablishmentName`, …, dates as DD-MM-YYYY, usually in Windows-1252.
//! - The January school census: `URN`, `NOR`, `TSENELSE`, `TSENELK`, …
//! - The links of GIAS between schools that came after one another: `URN`, `LinkURN`, `LinkType`, …
//!
//! The header tells them apart; columns come in any order, and those that the private module `columns` does not name
//! are not looked at. Head teachers' names and telephone numbers are among these, so they cannot get into a row or a
//! message.
//!
//! Nothing here knows of a database. The file is never held whole: what stays in memory is one row of at most
//! [`LONGEST_ROW`] bytes, the set of URNs seen and the numbers of the schools that are open.

use std::{
    collections::{HashMap, HashSet, hash_map::Entry},
    io::{self, Cursor, Read},
};

use chrono::NaiveDate;
use csv::ByteRecord;
use serde::{Deserialize, Serialize};
use shared::organisation::import::FileKind;
use thiserror::Error;

mod cells;
mod census;
mod columns;
mod lines;
mod links;
#[cfg(test)]
mod tests;

pub use census::CensusRow;
pub use links::{LinkRow, Links};

use cells::{Cells, Fault};
use columns::{Columns, Field};
use lines::Lines;

/// The most bytes one row (or the header) may take, line breaks inside quotation marks included. A GIAS row takes about
/// 2 kB; a longer row is nearly always a quotation mark that was never closed.
pub const LONGEST_ROW: usize = 1_000_000;

/// The most characters in a school's name.
pub const LONGEST_NAME: usize = 200;

/// What a [`RejectedRow`] gives as its column when the fault is not in one cell.
pub const WHOLE_ROW: &str = "(whole row)";

/// One school as the register has it. A school that converts to an academy is two rows with two URNs, and often but not
/// always one establishment number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisterRow {
    /// The line on which the row starts, as an editor numbers it; the header is usually line 1.
    pub line: u64,
    /// Unique reference number, 100000 to 999999: the key, unique within a file.
    pub urn: i32,
    /// The local authority's three-digit code, 0 to 999. GIAS has 000 for schools that belong to none.
    pub authority_code: i32,
    /// The four digits that follow the authority's code in a DfE number, 0 to 9999. Not unique over time.
    pub establishment_number: Option<i32>,
    /// 1 to [`LONGEST_NAME`] characters; runs of spaces are one space, as in every text here.
    pub name: String,
    /// The type of establishment in the register's own words, e.g. "Community school". The two files word some types
    /// differently ("Academy sponsor led mainstream", "Academy sponsor led").
    pub kind: String,
    pub phase: RegisterPhase,
    pub status: RegisterStatus,
    /// First day open, where the register says.
    pub opened_on: Option<NaiveDate>,
    /// Last day open, never before `opened_on`. A school pending closure may have a day to come, and a closed one none.
    pub closed_on: Option<NaiveDate>,
    /// Youngest age taken, in whole years, 0 to 25. `None` where both ages are 0, which is how the
    /// register says unknown.
    pub low_age: Option<i16>,
    /// Oldest age taken, in whole years, 0 to 25, never below `low_age`. `None` where unknown, and where the register
    /// has 99: a college without an upper limit.
    pub high_age: Option<i16>,
    /// `None` where the register leaves it blank or says that there is none or that it does not apply or is unknown.
    pub religious_character: Option<String>,
    pub street: Option<String>,
    pub locality: Option<String>,
    pub town: Option<String>,
    /// In capitals with one space ("BS37 8QG"), of the form that BS 7666 allows.
    pub postcode: Option<String>,
    /// The trust's name. Only GIAS has it.
    pub trust: Option<String>,
    /// UK provider reference number: eight digits, the first a 1. Only GIAS has it.
    pub ukprn: Option<i32>,
    /// Head count on roll, 0 to 99999. Only GIAS has it.
    pub number_of_pupils: Option<i32>,
    /// The day of that count.
    pub counted_on: Option<NaiveDate>,
}

/// Which values that not every file has a file has. Of the others it says nothing, so that what is stored stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[allow(clippy::struct_excessive_bools, reason = "one for each column")]
pub struct Given {
    pub street: bool,
    pub locality: bool,
    pub town: bool,
    pub religious_character: bool,
    pub trust: bool,
    pub ukprn: bool,
    /// The count on roll with its day.
    pub roll: bool,
}

/// One row of any of the files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Row {
    School(Box<RegisterRow>),
    Census(CensusRow),
    Link(LinkRow),
}

impl Row {
    /// The authority that the row is about, where the file says.
    pub const fn authority_code(&self) -> Option<i32> {
        match self {
            Self::School(it) => Some(it.authority_code),
            Self::Census(it) => Some(it.authority_code),
            Self::Link(_) => None,
        }
    }
}

/// Phase of education, in GIAS's terms.
///
/// In both files the type of establishment decides first, since GIAS gives "Not applicable" for such schools: a type
/// that says special is `Special` (a special *post 16* institution is not a school and is left to the next steps); a
/// pupil referral unit or a school for alternative provision is `PupilReferralUnit`; a nursery school is `Nursery`.
///
/// After that, GIAS's own phase holds. The performance tables have none, and theirs is derived: special schools and
/// colleges (`SixteenPlus`) by `MINORGROUP`; independent schools are `NotApplicable`, as in GIAS, so that both files
/// agree; then by `ISPRIMARY`, `ISSECONDARY` and `ISPOST16`:
///
/// - primary and secondary: `AllThrough`, unless the ages lie within 8 to 14, which is a middle school: deemed primary
///   if more of its years lie below 11 than above, else (9 to 13 too) deemed secondary;
/// - one of the two: `Primary` or `Secondary`, whatever the sixth form;
/// - only post 16: `SixteenPlus`; none of the three: `NotApplicable`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum RegisterPhase {
    Nursery,
    Primary,
    Secondary,
    AllThrough,
    MiddleDeemedPrimary,
    MiddleDeemedSecondary,
    SixteenPlus,
    Special,
    PupilReferralUnit,
    NotApplicable,
}

/// `ICLOSE` 1, 2, 3 in the performance tables; `EstablishmentStatus (name)` in GIAS, which alone has schools to come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum RegisterStatus {
    Open,
    Closed,
    /// Still open, with closure proposed.
    PendingClosure,
    ProposedToOpen,
}

/// A row that was not taken, and why, for the person who has to correct the file. The first fault found is the one
/// named.
#[derive(Debug, Clone, PartialEq, Eq, Error, Serialize, Deserialize)]
#[error("line {line}, {column}: {reason}")]
pub struct RejectedRow {
    /// The line on which the row starts, as an editor numbers it.
    pub line: u64,
    /// The column's name as the file's kind spells it, or [`WHOLE_ROW`].
    pub column: String,
    /// A sentence without a full stop; repeats at most a short piece of the value found.
    pub reason: String,
    /// The row's authority, where that much could be read: in a national file, faults of other authorities' rows can be
    /// passed over.
    pub authority_code: Option<i32>,
}

/// Why a file cannot be read at all.
#[derive(Debug, Error)]
pub enum RegisterError {
    #[error("the file is empty")]
    Empty,
    #[error(
        "the file is not plain CSV text: it may be a spreadsheet or in UTF-16; save it as \"CSV UTF-8\" and try again"
    )]
    NotText,
    #[error(
        "the file is a ZIP archive or an Excel workbook under another name: take the CSV file out of it, or save the \
         sheet as \"CSV UTF-8\", and try again"
    )]
    Archive,
    #[error("the first row is longer than 1 MB: this is not a school register")]
    HeaderTooLong,
    #[error("{}", no_header(missing))]
    UnknownHeader {
        /// The columns that were looked for and not found, by kind of file; of the nearest kind alone, if one is near.
        missing: Vec<(FileKind, Vec<&'static str>)>,
    },
    #[error("the header names the column {0} twice")]
    DuplicateColumn(&'static str),
    #[error("the file could not be read: {0}")]
    Unreadable(#[from] io::Error),
}

fn no_header(missing: &[(FileKind, Vec<&'static str>)]) -> String {
    if let [(kind, columns)] = missing {
        let columns = columns.join(", ");
        return format!("the file looks like this one: {}; its header is without the columns {columns}", kind.label());
    }
    let kinds: Vec<_> =
        missing.iter().map(|(kind, columns)| format!("{}: {}", kind.label(), columns.join(", "))).collect();
    format!(
        "the first row is not the header of a file that is read here. Columns that are missing – {}",
        kinds.join("; ")
    )
}

/// Reads the header, then gives one item per row, in the file's order. Blank lines are passed over.
///
/// Text is UTF-8, with or without a byte order mark; a cell that is not valid UTF-8 is taken as Windows-1252, unless a
/// mark has promised UTF-8. Rows that run past [`LONGEST_ROW`] or an error in reading end the iterator with a
/// [`RejectedRow`] that says so: what follows them was not read.
///
/// # Errors
/// If the file is empty, is not text, cannot be read, or has the header of none of the files.
pub fn read<R: Read>(mut input: R) -> Result<Rows<impl Read>, RegisterError> {
    let mut start = Vec::with_capacity(4);
    input.by_ref().take(4).read_to_end(&mut start)?;
    if start.starts_with(&[0xFF, 0xFE]) || start.starts_with(&[0xFE, 0xFF]) {
        return Err(RegisterError::NotText);
    }
    if start.starts_with(b"PK\x03\x04") || start.starts_with(b"PK\x05\x06") {
        return Err(RegisterError::Archive);
    }
    let marked_utf8 = start.starts_with(&[0xEF, 0xBB, 0xBF]);
    if marked_utf8 {
        start.drain(..3);
    }
    let lines = Lines::new(Cursor::new(start).chain(input));
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(lines);
    let mut header = ByteRecord::new();
    match reader.read_byte_record(&mut header) {
        Ok(true) => {}
        Ok(false) => return Err(RegisterError::Empty),
        Err(_) if reader.get_ref().is_spent() => return Err(RegisterError::HeaderTooLong),
        Err(error) => return Err(RegisterError::Unreadable(error.into())),
    }
    let columns = Columns::of(&header)?;
    let record = ByteRecord::new();
    let (seen, open) = (HashSet::new(), HashMap::new());
    Ok(Rows { reader, columns, width: header.len(), marked_utf8, record, seen, open, finished: false })
}

const TOO_LONG: &str = "the row is longer than 1 MB, perhaps for want of a closing quotation mark; neither it nor \
                        anything after it was read";

/// The rows of a file.
pub struct Rows<R> {
    reader: csv::Reader<Lines<R>>,
    columns: Columns,
    width: usize,
    marked_utf8: bool,
    record: ByteRecord,
    seen: HashSet<i32>,
    /// The open schools by authority and establishment number.
    open: HashMap<(i32, i32), i32>,
    finished: bool,
}

impl<R> Rows<R> {
    /// Which of the files it is.
    pub const fn kind(&self) -> FileKind {
        self.columns.kind
    }

    /// Which values that not every file has this one has.
    pub const fn given(&self) -> Given {
        self.columns.given()
    }
}

impl<R: Read> Iterator for Rows<R> {
    type Item = Result<Row, RejectedRow>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.finished {
            return None;
        }
        let before = self.reader.position().line();
        self.reader.get_mut().allow_a_row();
        let (line, fault) = match self.reader.read_byte_record(&mut self.record) {
            Ok(false) => {
                self.finished = true;
                return None;
            }
            Ok(true) => {
                // Counted back from the row's end, as the blank lines before a row are read with it.
                let breaks = self.record.as_slice().iter().filter(|&&byte| byte == b'\n').count() as u64;
                let line = self.reader.position().line().saturating_sub(1 + breaks).max(before);
                match self.row(line, breaks) {
                    Ok(row) => return Some(Ok(row)),
                    Err(fault) => (line, fault),
                }
            }
            Err(_) if self.reader.get_ref().is_spent() => {
                self.finished = true;
                (before, Fault::of_row(TOO_LONG))
            }
            Err(error) => {
                self.finished = true;
                (before, Fault::of_row(format!("the file could not be read from here on: {error}")))
            }
        };
        let authority_code = fault.authority_code;
        Some(Err(RejectedRow { line, column: fault.column.to_owned(), reason: fault.reason, authority_code }))
    }
}

impl<R> Rows<R> {
    fn row(&mut self, line: u64, breaks: u64) -> Result<Row, Fault> {
        if self.record.len() != self.width {
            let (found, width) = (self.record.len(), self.width);
            let hint = match breaks {
                0 => String::new(),
                _ => format!("; it runs on to line {}, so a quotation mark may not be closed", line + breaks),
            };
            return Err(Fault::of_row(format!("the row has {found} columns where the header has {width}{hint}")));
        }
        if self.record.as_slice().contains(&0) {
            return Err(Fault::of_row("the row contains a NUL character, so part of the file may be damaged"));
        }
        let cells = Cells { record: &self.record, columns: &self.columns, marked_utf8: self.marked_utf8 };
        if self.columns.kind == FileKind::Links {
            return cells.link(line).map(Row::Link);
        }
        let authority_code = cells.required(Field::Authority, cells.code(Field::Authority, 3)?, "three digits")?;
        let row = match self.columns.kind {
            FileKind::Census => cells.census(line, authority_code, &mut self.seen).map(Row::Census),
            _ => cells
                .row(line, authority_code, &mut self.seen)
                .and_then(|row| only_open(&mut self.open, &cells, row))
                .map(|row| Row::School(Box::new(row))),
        };
        row.map_err(|fault| Fault { authority_code: Some(authority_code), ..fault })
    }
}

/// A school that converts keeps its establishment number under a new URN; the old one is then closed. Two that are both
/// open cannot have one number: nobody but the sender knows which is meant.
fn only_open(open: &mut HashMap<(i32, i32), i32>, cells: &Cells<'_>, row: RegisterRow) -> Result<RegisterRow, Fault> {
    let is_open = matches!(row.status, RegisterStatus::Open | RegisterStatus::PendingClosure);
    let Some(number) = row.establishment_number.filter(|_| is_open) else { return Ok(row) };
    match open.entry((row.authority_code, number)) {
        Entry::Vacant(it) => {
            it.insert(row.urn);
            Ok(row)
        }
        Entry::Occupied(it) => {
            let (code, other) = (row.authority_code, it.get());
            let reason = format!(
                "{code:03}/{number:04} is also the number of URN {other} on an earlier line, and both are open"
            );
            Err(cells.fault(Field::Establishment, reason))
        }
    }
}
