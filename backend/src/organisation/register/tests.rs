use std::{
    fs::File,
    io::{self, BufReader, Read},
    path::{Path, PathBuf},
};

use proptest::prelude::*;

use super::*;

const TABLES: &str = "URN,LA,ESTAB,SCHNAME,POSTCODE,ICLOSE,OPENDATE,CLOSEDATE,MINORGROUP,NFTYPE,ISPRIMARY,ISSECONDARY,\
                      ISPOST16,AGEL,AGEH";
const GIAS: &str = "URN,LA (code),EstablishmentNumber,EstablishmentName,TypeOfEstablishment (name),\
                    EstablishmentStatus (name),OpenDate,CloseDate,StatutoryLowAge,StatutoryHighAge,Postcode,\
                    PhaseOfEducation (name)";
const GOOD: &str = "900001,803,2901,Harebell,BS37 9ZZ,1,2001-09-01,,Maintained School,Community school,1,0,0,4,11";

type Item = Result<RegisterRow, RejectedRow>;

fn all(input: impl AsRef<[u8]>) -> Result<Vec<Item>, RegisterError> {
    read(input.as_ref()).map(|rows| rows.map(school).collect())
}

/// The row of a register.
fn school(item: Result<Row, RejectedRow>) -> Item {
    item.map(|row| match row {
        Row::School(it) => *it,
        other => panic!("{other:?}"),
    })
}

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn fixture() -> Vec<u8> {
    std::fs::read(workspace().join("fixtures/gias.csv")).unwrap()
}

/// The row [`GOOD`] with one cell replaced, read under the performance tables' header.
fn with(column: &str, value: &str) -> Item {
    let place = TABLES.split(',').position(|name| name == column).unwrap();
    let mut cells = GOOD.split(',').collect::<Vec<_>>();
    cells[place] = value;
    all(format!("{TABLES}\n{}\n", cells.join(","))).unwrap().remove(0)
}

fn rejected(item: &Item) -> (u64, &str, &str) {
    let row = item.as_ref().unwrap_err();
    (row.line, &row.column, &row.reason)
}

#[test]
fn the_fixture_is_read_whole_and_its_two_bad_rows_are_named() {
    let items = all(fixture()).unwrap();
    assert_eq!(items.len(), 14);
    let bad = items.iter().filter(|item| item.is_err()).map(rejected).collect::<Vec<_>>();
    assert_eq!(
        bad,
        [
            (10, "OpenDate", "OpenDate must be a real date written DD-MM-YYYY, found \"31-02-2016\""),
            (11, "Postcode", "Postcode must be a UK postcode such as BS37 8QG, found \"QS37 8CM\""),
        ]
    );
    let rows = items.into_iter().flatten().collect::<Vec<_>>();
    assert!(rows.iter().all(|row| row.line == u64::try_from(row.urn - 900_000 + 1).unwrap()));
    let of = |urn: i32| rows.iter().find(|row| row.urn == urn).unwrap();

    let cafe = of(900_003);
    assert_eq!(
        *cafe,
        RegisterRow {
            line: 4,
            urn: 900_003,
            authority_code: 803,
            establishment_number: Some(4903),
            name: "Café Lane Academy".to_owned(),
            kind: "Academy converter".to_owned(),
            phase: RegisterPhase::Secondary,
            status: RegisterStatus::Open,
            opened_on: NaiveDate::from_ymd_opt(2018, 2, 1),
            closed_on: None,
            low_age: Some(11),
            high_age: Some(18),
            religious_character: None,
            street: Some("Café Lane".to_owned()),
            locality: None,
            town: Some("Bristol".to_owned()),
            postcode: Some("BS16 9ZX".to_owned()),
            trust: Some("THE LANTERN & LARK TRUST, \"LLT\"".to_owned()),
            ukprn: Some(10_990_003),
            number_of_pupils: Some(1043),
            counted_on: NaiveDate::from_ymd_opt(2025, 1, 16),
        }
    );
    assert_eq!(of(900_002).name, "St Aldhelm’s Church of England Primary School");
    assert_eq!(of(900_002).postcode.as_deref(), Some("BS35 9ZY"));
    assert_eq!(of(900_002).religious_character.as_deref(), Some("Church of England"));
    assert_eq!(of(900_004).status, RegisterStatus::Closed);
    assert_eq!(of(900_004).establishment_number, cafe.establishment_number);
    assert_eq!(of(900_005).phase, RegisterPhase::PupilReferralUnit);
    assert_eq!(of(900_006).phase, RegisterPhase::Special);
    assert_eq!(of(900_007).phase, RegisterPhase::AllThrough);
    assert_eq!(of(900_008).status, RegisterStatus::PendingClosure);
    assert_eq!(of(900_008).phase, RegisterPhase::Nursery);
    assert_eq!((of(900_011).low_age, of(900_011).phase), (Some(0), RegisterPhase::NotApplicable));
    assert_eq!((of(900_012).high_age, of(900_012).phase), (None, RegisterPhase::SixteenPlus));
    assert_eq!(of(900_012).establishment_number, None);
    assert_eq!(of(900_013).status, RegisterStatus::ProposedToOpen);
    assert_eq!(rows.iter().filter(|row| row.authority_code == 919).count(), 1);
}

#[test]
fn no_head_and_no_telephone_number_gets_through() {
    let items = all(fixture()).unwrap();
    let seen = items.iter().map(|item| format!("{item:?}")).collect::<String>();
    for private in ["Quillfeather", "Sparrowhawk", "Larkspur", "Penhallurick", "Hepzibah", "01632", "Mrs", "Dr"] {
        assert!(!seen.contains(private), "{private}");
    }
}

#[test]
fn the_same_fixture_in_utf8_reads_the_same() {
    let windows = all(fixture()).unwrap();
    let text = encoding_rs::WINDOWS_1252.decode(&fixture()).0.into_owned();
    assert_eq!(all(&text).unwrap(), windows);
    assert_eq!(all(format!("\u{FEFF}{text}")).unwrap(), windows);
    assert_eq!(all(text.replace("\r\n", "\n")).unwrap(), windows);
    assert_eq!(all(text.replace("\r\n", "\r")).unwrap(), windows);
    assert_eq!(all(text.trim_end()).unwrap(), windows);
}

/// Gives one byte at a time, and every other time an interruption.
struct Trickle<R>(R, bool);

impl<R: Read> Read for Trickle<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.1 = !self.1;
        if self.1 {
            return Err(io::ErrorKind::Interrupted.into());
        }
        let one = buffer.len().min(1);
        self.0.read(&mut buffer[..one])
    }
}

#[test]
fn how_the_bytes_arrive_makes_no_difference() {
    let marked = [b"\xEF\xBB\xBF".as_slice(), TABLES.as_bytes(), b"\r\n", GOOD.as_bytes()].concat();
    for bytes in [fixture(), marked] {
        let trickled = read(Trickle(bytes.as_slice(), false)).unwrap().map(school).collect::<Vec<_>>();
        assert_eq!(trickled, all(&bytes).unwrap());
        assert!(trickled[0].is_ok());
    }
}

#[test]
fn the_real_register_is_read_without_a_rejection() {
    let folder = std::env::var_os("SEND_DATA_DIR").map_or_else(|| workspace().join("../shared/data"), PathBuf::from);
    let path = folder.join("school_register_2018_803_919_926.csv");
    let Ok(file) = File::open(&path) else {
        println!("skipped: there is no {}", path.display());
        return;
    };
    let items = read(BufReader::new(file)).unwrap().map(school).collect::<Vec<_>>();
    let rejected = items.iter().filter_map(|item| item.as_ref().err()).map(ToString::to_string).collect::<Vec<_>>();
    assert!(rejected.is_empty(), "{rejected:#?}");
    let rows = items.into_iter().flatten().collect::<Vec<_>>();
    let count =
        |authority, status| rows.iter().filter(|row| row.authority_code == authority && row.status == status).count();
    use RegisterStatus::{Closed, Open, PendingClosure};
    assert_eq!([Open, Closed, PendingClosure].map(|status| count(803, status)), [122, 6, 0]);
    assert_eq!([Open, Closed, PendingClosure].map(|status| count(919, status)), [569, 29, 2]);
    assert_eq!([Open, Closed, PendingClosure].map(|status| count(926, status)), [452, 63, 1]);
    let of = |urn: i32| rows.iter().find(|row| row.urn == urn).unwrap();

    let (old, new) = (of(135_944), of(145_502));
    assert_eq!((old.status, old.closed_on), (Closed, NaiveDate::from_ymd_opt(2018, 1, 31)));
    assert_eq!((new.status, new.opened_on), (Open, NaiveDate::from_ymd_opt(2018, 2, 1)));
    assert_eq!((old.establishment_number, new.establishment_number), (Some(6908), Some(4010)));
    assert_eq!(of(137_753).phase, RegisterPhase::AllThrough);
    assert_eq!(of(131_410).religious_character.as_deref(), Some("Roman Catholic"));
    let mut phases = [0; 10];
    rows.iter().for_each(|row| phases[row.phase as usize] += 1);
    // In the order of `RegisterPhase`: no nursery and no pupil referral unit is in this register.
    assert_eq!(phases, [0, 914, 161, 8, 0, 4, 12, 67, 0, 78]);
}

#[test]
fn a_faulty_cell_is_named_with_what_it_must_be() {
    assert!(with("URN", "900001").is_ok());
    for (column, value, reason) in [
        ("URN", "99999", "URN must be six digits, found \"99999\""),
        ("URN", "099999", "URN must be six digits, found \"099999\""),
        ("URN", "", "URN must be six digits, found nothing"),
        ("URN", "+12345", "URN must be six digits, found \"+12345\""),
        ("URN", "١٢٣٤٥٦", "URN must be six digits, found \"١٢٣٤٥٦\""),
        ("URN", "99999999999999999999", "URN must be six digits, found \"99999999999999999999\""),
        ("LA", "83", "LA must be three digits, found \"83\""),
        ("LA", "", "LA must be three digits, found nothing"),
        ("ESTAB", "29O1", "ESTAB must be four digits, found \"29O1\""),
        ("SCHNAME", " ", "SCHNAME must be filled in, found nothing"),
        ("SCHNAME", "a\tb", "the text contains a line break, a control character or an invisible character"),
        ("SCHNAME", "a\u{202E}b", "the text contains a line break, a control character or an invisible character"),
        ("NFTYPE", "", "NFTYPE must be filled in, found nothing"),
        ("ICLOSE", "4", "ICLOSE must be 1 (open), 2 (closed) or 3 (pending closure), found \"4\""),
        ("ICLOSE", "", "ICLOSE must be 1 (open), 2 (closed) or 3 (pending closure), found nothing"),
        ("OPENDATE", "2001-02-29", "OPENDATE must be a real date written YYYY-MM-DD, found \"2001-02-29\""),
        ("OPENDATE", "01-09-2001", "OPENDATE must be a real date written YYYY-MM-DD, found \"01-09-2001\""),
        ("OPENDATE", "2001-09-1", "OPENDATE must be a real date written YYYY-MM-DD, found \"2001-09-1\""),
        ("OPENDATE", "2001-09-01-", "OPENDATE must be a real date written YYYY-MM-DD, found \"2001-09-01-\""),
        ("OPENDATE", "0001-01-01", "OPENDATE must be a real date written YYYY-MM-DD, found \"0001-01-01\""),
        ("OPENDATE", "NA", "OPENDATE must be a real date written YYYY-MM-DD, found \"NA\""),
        ("CLOSEDATE", "2001-08-31", "the closing date 2001-08-31 is before the opening date 2001-09-01"),
        ("AGEL", "26", "AGEL must be a whole number from 0 to 25, found \"26\""),
        ("AGEL", "SUPP", "AGEL must be a whole number from 0 to 25, found \"SUPP\""),
        ("AGEL", "-1", "AGEL must be a whole number from 0 to 25, found \"-1\""),
        ("AGEL", "99", "AGEL must be a whole number from 0 to 25, found \"99\""),
        ("AGEH", "3", "AGEH must be at least the lowest age, 4, found \"3\""),
        ("AGEH", "11.0", "AGEH must be a whole number from 0 to 25, found \"11.0\""),
        ("ISPRIMARY", "", "ISPRIMARY must be 0 (no) or 1 (yes), found nothing"),
        ("ISPOST16", "x", "ISPOST16 must be 0 (no) or 1 (yes), found \"x\""),
        (
            "POSTCODE",
            "somewhere else, and a long way off",
            "POSTCODE must be a UK postcode such as BS37 8QG, found \"somewhere else, and a lo…\"",
        ),
    ] {
        let quoted = format!("\"{value}\"");
        let item = with(column, &quoted);
        assert_eq!(rejected(&item), (2, column, reason));
        assert_eq!(item.unwrap_err().authority_code, (column != "LA").then_some(803));
    }
    assert!(with("SCHNAME", &"é".repeat(LONGEST_NAME)).is_ok());
    let long = with("SCHNAME", &"é".repeat(LONGEST_NAME + 1));
    assert!(rejected(&long).2.starts_with("SCHNAME must be at most 200 characters (it has 201), found \"é"));
}

#[test]
fn a_gias_row_says_open_and_its_phase_in_words() {
    let good = "900001,803,2901,Harebell,Community school,Open,01-09-2001,,4,11,BS37 9ZZ,Primary";
    let row = |row: String| all(format!("{GIAS}\n{row}\n")).unwrap().remove(0);
    assert_eq!(row(good.to_owned()).unwrap().phase, RegisterPhase::Primary);
    let status = row(good.replace(",Open,", ",Pending,"));
    assert_eq!(rejected(&status).1, "EstablishmentStatus (name)");
    let phase = row(good.replace(",Primary", ",Juniors"));
    assert_eq!(
        rejected(&phase).2,
        "PhaseOfEducation (name) must be one of GIAS's phases, such as \"Primary\" \
         or \"Not applicable\", found \"Juniors\""
    );
    assert_eq!(rejected(&row(good.replace(",Primary", ","))).1, "PhaseOfEducation (name)");
    let date = row(good.replace("01-09-2001", "2001-09-01"));
    assert_eq!(rejected(&date).1, "OpenDate");
    let post16 = row(good.replace("Community school", "Special post 16 institution").replace(",Primary", ",16 plus"));
    assert_eq!(post16.unwrap().phase, RegisterPhase::SixteenPlus);
    for (ukprn, fits) in [("10001234", true), ("", true), ("20001234", false), ("1000123", false), ("n/a", false)] {
        let items = all(format!("UKPRN,{GIAS}\n{ukprn},{good}\n")).unwrap();
        assert_eq!(items[0].is_ok(), fits, "{ukprn}");
    }
}

#[test]
fn ages_that_say_unknown_or_no_limit_are_left_out() {
    let ages = |low: &str, high: &str| {
        let row = GOOD.replace(",4,11", &format!(",{low},{high}"));
        all(format!("{TABLES}\n{row}")).unwrap().remove(0).map(|row| (row.low_age, row.high_age)).ok()
    };
    assert_eq!(ages("0", "0"), Some((None, None)));
    assert_eq!(ages("", ""), Some((None, None)));
    assert_eq!(ages("0", "11"), Some((Some(0), Some(11))));
    assert_eq!(ages("16", "99"), Some((Some(16), None)));
    assert_eq!(ages("25", "25"), Some((Some(25), Some(25))));
    assert_eq!(ages("4", "0"), None);
}

#[test]
fn the_performance_tables_phase_is_derived() {
    use RegisterPhase::{
        AllThrough, MiddleDeemedPrimary, MiddleDeemedSecondary, NotApplicable, Nursery, Primary, PupilReferralUnit,
        Secondary, SixteenPlus, Special,
    };
    for (group, kind, flags, ages, phase) in [
        ("Maintained School", "Community school", "1,0,0", "4,11", Primary),
        ("Maintained School", "Community school", "1,0,0", "5,9", Primary),
        ("Academy", "Academy - Converter mainstream", "0,1,1", "11,18", Secondary),
        ("Academy", "Academy - Converter mainstream", "0,1,0", "13,18", Secondary),
        ("Academy", "Academy - Converter mainstream", "1,1,1", "4,18", AllThrough),
        ("Academy", "Free school - Mainstream", "1,1,0", "0,0", AllThrough),
        ("Academy", "Academy - Converter mainstream", "1,1,0", "9,13", MiddleDeemedSecondary),
        ("Maintained School", "Community school", "1,1,0", "8,12", MiddleDeemedPrimary),
        ("Maintained School", "Local authority nursery school", "1,0,0", "2,5", Nursery),
        ("Maintained School", "Pupil referral unit", "1,1,0", "5,16", PupilReferralUnit),
        ("Academy", "Free school - Alternative provision", "0,1,0", "11,16", PupilReferralUnit),
        ("Special School", "Community special school", "1,1,1", "3,19", Special),
        ("Independent School", "Other independent school", "1,1,1", "4,18", NotApplicable),
        ("College", "Sixth form college", "0,0,1", "16,99", SixteenPlus),
        ("Academy", "Free school  16-19", "0,0,1", "16,19", SixteenPlus),
        ("Academy", "Academy", "0,0,0", "4,11", NotApplicable),
    ] {
        let row = format!("{TABLES}\n900001,803,2901,Harebell,,1,,,{group},{kind},{flags},{ages}");
        assert_eq!(all(row).unwrap().remove(0).unwrap().phase, phase, "{group}, {kind}, {flags}, {ages}");
    }
}

#[test]
fn postcodes_follow_bs_7666() {
    for (found, stored) in [
        ("m1 1aa", "M1 1AA"),
        ("B33 8TH", "B33 8TH"),
        ("cr26xh", "CR2 6XH"),
        (" DN55  1PT ", "DN55 1PT"),
        ("W1A 1HQ", "W1A 1HQ"),
        ("EC1A\u{A0}1BB", "EC1A 1BB"),
        ("gir0aa", "GIR 0AA"),
    ] {
        assert_eq!(with("POSTCODE", found).unwrap().postcode.as_deref(), Some(stored));
    }
    assert_eq!(with("POSTCODE", "").unwrap().postcode, None);
    for wrong in [
        "QA1 1AA", "VA1 1AA", "XA1 1AA", "AI1 1AA", "AJ1 1AA", "AZ1 1AA", "M1 1CA", "M1 1AO", "M1 AAA", "M 1AA",
        "M111 1AA", "1AA", "É1 1AA", "AAA1 1AA",
    ] {
        assert_eq!(rejected(&with("POSTCODE", wrong)).1, "POSTCODE", "{wrong}");
    }
}

#[test]
fn lines_are_numbered_as_an_editor_does() {
    for end in ["\n", "\r\n", "\r"] {
        let second = GOOD.replace("900001", "900002").replace("Harebell", "\"two\nlines\"");
        let rows = [TABLES, GOOD, "", "", &second, &GOOD.replace("900001", "x"), &GOOD.replace("900001", "y")];
        for tail in ["", end] {
            let items = all(rows.join(end) + tail).unwrap();
            assert_eq!(items[0].as_ref().unwrap().line, 2);
            assert_eq!(items[1..].iter().map(|item| rejected(item).0).collect::<Vec<_>>(), [5, 7, 8]);
        }
    }
}

#[test]
fn a_second_row_with_a_urn_is_rejected() {
    let bad = GOOD.replace("900001", "900002").replace("Harebell", "");
    let items = all([TABLES, GOOD, GOOD, &bad, &bad.replace(",,B", ",Named,B")].join("\n")).unwrap();
    assert!(items[0].is_ok());
    assert_eq!(rejected(&items[1]), (3, "URN", "URN 900001 is already on an earlier line of this file"));
    assert_eq!(rejected(&items[2]).1, "SCHNAME");
    assert_eq!(rejected(&items[3]).0, 5);
    assert_eq!(rejected(&items[3]).1, "URN");
}

#[test]
fn rows_of_the_wrong_width_are_rejected_and_the_next_is_read() {
    let items = all([TABLES, "900002,803", &format!("{GOOD},more"), GOOD, "\"900003,\n803"].join("\n")).unwrap();
    assert_eq!(rejected(&items[0]), (2, WHOLE_ROW, "the row has 2 columns where the header has 15"));
    assert_eq!(rejected(&items[1]), (3, WHOLE_ROW, "the row has 16 columns where the header has 15"));
    assert!(items[2].is_ok());
    let (line, column, reason) = rejected(&items[3]);
    assert_eq!((line, column), (5, WHOLE_ROW));
    assert!(reason.contains("a quotation mark may not be closed"), "{reason}");
}

#[test]
fn a_file_that_is_no_register_says_what_was_looked_for() {
    assert!(matches!(all(""), Err(RegisterError::Empty)));
    assert!(matches!(all("\u{FEFF}\r\n\r\n"), Err(RegisterError::Empty)));
    let error = all("Name,Age\nA,1\n").unwrap_err().to_string();
    for column in ["URN", "LA (code)", "EstablishmentName", "SCHNAME", "ICLOSE", "PhaseOfEducation (name)"] {
        assert!(error.contains(column), "{column} in {error}");
    }
    let error = all(TABLES.replace("ICLOSE", "OTHER")).unwrap_err();
    let RegisterError::UnknownHeader { missing } = error else { panic!("{error}") };
    assert_eq!(missing, [(FileKind::Tables, vec!["ICLOSE"])]);
    assert!(matches!(all(format!("{TABLES},urn")), Err(RegisterError::DuplicateColumn("URN"))));
    for little_endian in [true, false] {
        for mark in ["\u{FEFF}", ""] {
            let units = format!("{mark}{TABLES}\n{GOOD}\n").encode_utf16().collect::<Vec<_>>();
            let bytes = units.iter().flat_map(|unit| match little_endian {
                true => unit.to_le_bytes(),
                false => unit.to_be_bytes(),
            });
            assert!(matches!(all(bytes.collect::<Vec<_>>()), Err(RegisterError::NotText)));
        }
    }
    assert!(matches!(all(b"PK\x03\x04\x14\x00\x06\x00"), Err(RegisterError::Archive)));
}

#[test]
fn text_that_breaks_its_promise_of_utf8_is_rejected() {
    let row = [TABLES.as_bytes(), b"\n", GOOD.replace("Harebell", "Caf").as_bytes()].concat();
    let place = row.windows(3).position(|part| part == b"Caf").unwrap() + 3;
    let mut windows = row;
    windows.insert(place, 0xE9);
    assert_eq!(all(&windows).unwrap().remove(0).unwrap().name, "Café");
    let marked = [b"\xEF\xBB\xBF".as_slice(), &windows].concat();
    assert_eq!(rejected(&all(marked).unwrap()[0]).1, "SCHNAME");
    // 0x81 stands for nothing in Windows-1252.
    windows[place] = 0x81;
    assert_eq!(rejected(&all(windows).unwrap()[0]).1, "SCHNAME");
}

#[test]
fn damage_is_named_and_does_not_stop_the_reading() {
    let nul = format!("{TABLES}\n{}\n{GOOD}", GOOD.replace("Harebell", "Hare\0bell"));
    let items = all(nul).unwrap();
    assert_eq!(rejected(&items[0]).1, WHOLE_ROW);
    assert!(rejected(&items[0]).2.contains("NUL"));
    assert!(items[1].is_ok());

    let bare = GOOD.replace("Harebell", "The \"Hare\" School");
    assert_eq!(all(format!("{TABLES}\n{bare}")).unwrap().remove(0).unwrap().name, "The \"Hare\" School");

    let wide = ",".repeat(9_999);
    let items = all(format!("{TABLES}\n{wide}\n{GOOD}")).unwrap();
    assert_eq!(rejected(&items[0]).2, "the row has 10000 columns where the header has 15");
    assert!(items[1].is_ok());
    let items = all(format!("{TABLES}{wide}\n{GOOD}{wide}")).unwrap();
    assert!(items[0].is_ok());
}

/// The same few bytes without end, with a count of those taken.
struct Endless<'a>(&'a [u8], &'a std::cell::Cell<usize>);

impl Read for Endless<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let taken = self.1.get();
        buffer.iter_mut().zip(taken..).for_each(|(byte, at)| *byte = self.0[at % self.0.len()]);
        self.1.set(taken + buffer.len());
        Ok(buffer.len())
    }
}

#[test]
fn a_row_without_end_is_given_up_after_a_megabyte() {
    let long = "x".repeat(2_000_000);
    let items = all(format!("{TABLES}\n{GOOD}\n{}\n{GOOD}", GOOD.replace("Harebell", &long))).unwrap();
    assert_eq!(items.len(), 2);
    let (line, column, reason) = rejected(&items[1]);
    assert_eq!((line, column), (3, WHOLE_ROW));
    assert!(reason.contains("longer than 1 MB"), "{reason}");
    assert!(matches!(all(&long), Err(RegisterError::HeaderTooLong)));

    // An opening quotation mark takes every later line into one cell; empty lines come with the row after them.
    for (start, endless) in
        [(format!("{TABLES}\n\""), "x\r\n"), (format!("{TABLES}\n"), "\n"), (format!("{TABLES}\n"), ",")]
    {
        let taken = std::cell::Cell::new(0);
        let items =
            read(start.as_bytes().chain(Endless(endless.as_bytes(), &taken))).unwrap().map(school).collect::<Vec<_>>();
        assert_eq!(items.len(), 1);
        assert_eq!(rejected(&items[0]).0, 2);
        assert!(taken.get() < 2 * LONGEST_ROW, "{}", taken.get());
    }
}

/// A connection that breaks.
struct Broken;

impl Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        Err(io::ErrorKind::ConnectionReset.into())
    }
}

#[test]
fn a_broken_connection_is_told_once() {
    let start = format!("{TABLES}\n{GOOD}\n900002,8");
    let items = read(start.as_bytes().chain(Broken)).unwrap().map(school).collect::<Vec<_>>();
    assert_eq!(items.len(), 2);
    assert!(items[0].is_ok());
    assert!(rejected(&items[1]).2.starts_with("the file could not be read from here on"));
    assert!(matches!(read(Broken).map(Iterator::count), Err(RegisterError::Unreadable(_))));
}

const CENSUS: &str = "URN,LA,ESTAB,NOR,TSENELSE,TSENELK";
const LINKS: &str = "URN,LinkURN,LinkName,LinkType,LinkEstablishedDate";

/// The one row under a header, of any of the files.
fn one(header: &str, row: &str) -> Result<Row, RejectedRow> {
    read(format!("{header}\n{row}\n").as_bytes()).map(|mut rows| rows.next().unwrap()).unwrap()
}

#[test]
fn a_census_tells_a_number_from_none_and_both_from_a_symbol_it_does_not_know() {
    let figures = |row: &str| match one(CENSUS, row) {
        Ok(Row::Census(it)) => Ok((it.roll, it.plans, it.support)),
        Ok(other) => panic!("{other:?}"),
        Err(it) => Err((it.column, it.reason)),
    };
    assert_eq!(figures("900001,803,2901,201,3,22"), Ok((Some(201), Some(3), Some(22))));
    assert_eq!(figures("900001,803,,0,0,0"), Ok((Some(0), Some(0), Some(0))));
    assert_eq!(figures("900001,803,2901,NA,NA,NA"), Ok((None, None, None)));
    for symbol in ["SUPP", "x", "c", "z", "low", "na", "N/A", "", "-1", "3.5", "1,000"] {
        let (column, reason) = figures(&format!("900001,803,2901,201,\"{symbol}\",22")).unwrap_err();
        assert_eq!(column, "TSENELSE", "{symbol}");
        assert!(
            reason.starts_with("TSENELSE must be a whole number from 0 to 99999, or NA for not available"),
            "{reason}"
        );
    }
    let (column, reason) = figures("900001,803,2901,20,11,10").unwrap_err();
    assert!(column == "NOR" && reason.contains("more than all on roll"), "{reason}");
    assert_eq!(figures("900001,803,2901,NA,11,10"), Ok((None, Some(11), Some(10))));
    assert_eq!(figures("90000,803,2901,20,1,1").unwrap_err().0, "URN");
}

#[test]
fn a_link_is_one_whichever_side_tells_it() {
    use shared::organisation::record::LinkKind;
    let link = |relation: &str| one(LINKS, &format!("900001,900002,Other,{relation},01-09-2018"));
    let ends = |relation: &str| match link(relation) {
        Ok(Row::Link(it)) => (it.old_urn, it.new_urn, it.how),
        other => panic!("{other:?}"),
    };
    assert_eq!(ends("Successor"), (900_001, 900_002, Some(LinkKind::Succession)));
    assert_eq!(ends("Predecessor"), (900_002, 900_001, Some(LinkKind::Succession)));
    assert_eq!(ends("Successor - merged").2, Some(LinkKind::Merger));
    assert_eq!(ends("predecessor - Split School").2, Some(LinkKind::Split));
    assert_eq!(ends("Sixth Form Centre School").2, None);
    for (relation, column) in [("Cousin", "LinkType"), ("Successor - eaten", "LinkType"), ("", "LinkType")] {
        assert_eq!(link(relation).unwrap_err().column, column, "{relation}");
    }
    assert_eq!(one(LINKS, "900001,900001,Itself,Successor,").unwrap_err().column, "LinkURN");
    assert_eq!(one(LINKS, "900001,900002,A,Successor,2018-09-01").unwrap_err().column, "LinkEstablishedDate");
    let mut links = Links::default();
    for row in ["900001,900002,New,Successor,", "900002,900001,Old,Predecessor - merged,01-09-2018"] {
        let Ok(Row::Link(row)) = one(LINKS, row) else { panic!("{row}") };
        links.add(row);
    }
    assert_eq!(links.len(), 1);
    let link = links.into_rows().next().unwrap();
    assert_eq!((link.line, link.old_name.as_deref(), link.new_name.as_deref()), (2, Some("Old"), Some("New")));
    assert_eq!((link.how, link.since), (Some(LinkKind::Merger), NaiveDate::from_ymd_opt(2018, 9, 1)));
}

#[test]
fn two_open_schools_cannot_have_one_number() {
    let other = GOOD.replace("900001", "900002");
    let items = all([TABLES, GOOD, &other].join("\n")).unwrap();
    assert_eq!(rejected(&items[1]).1, "ESTAB");
    assert!(rejected(&items[1]).2.contains("803/2901 is also the number of URN 900001"), "{items:?}");
    // As after a conversion: the old one is closed. Or the other is another authority's.
    let closed = other.replace(",1,2001-09-01,,", ",2,2001-09-01,2018-08-31,");
    for file in [[TABLES, GOOD, &closed], [TABLES, &closed, GOOD], [TABLES, GOOD, &other.replace(",803,", ",919,")]] {
        assert!(all(file.join("\n")).unwrap().iter().all(Result::is_ok), "{file:?}");
    }
}

#[test]
fn a_file_says_which_values_it_has() {
    let given = |header: &str| read(format!("{header}\n").as_bytes()).unwrap().given();
    let all = Given {
        street: true,
        locality: true,
        town: true,
        religious_character: true,
        trust: true,
        ukprn: true,
        roll: true,
    };
    assert_eq!(given(String::from_utf8_lossy(&fixture()).lines().next().unwrap()), all);
    let none = Given {
        street: false,
        locality: false,
        town: false,
        religious_character: false,
        trust: false,
        ukprn: false,
        roll: false,
    };
    assert_eq!(given(TABLES), none);
    // A count without its day is none.
    assert_eq!(given(&format!("{GIAS},NumberOfPupils,TOWN")), Given { town: true, ..none });
}

#[test]
fn the_real_census_and_links_are_read_without_a_rejection() {
    let folder = std::env::var_os("SEND_DATA_DIR").map_or_else(|| workspace().join("../shared/data"), PathBuf::from);
    for (name, kind, rows) in [
        ("school_census_sen_2018-19_803_919_926.csv", FileKind::Census, [121, 585, 450]),
        ("gias_links_2025-04-22_803_919_926.csv", FileKind::Links, [0, 0, 0]),
    ] {
        let Ok(file) = File::open(folder.join(name)) else {
            println!("skipped: there is no {}", folder.join(name).display());
            continue;
        };
        let file = read(BufReader::new(file)).unwrap();
        assert_eq!(file.kind(), kind);
        let read = file.collect::<Result<Vec<_>, _>>().unwrap();
        let of = |code| read.iter().filter(|row| row.authority_code() == Some(code)).count();
        assert_eq!([803, 919, 926].map(of), rows);
        assert_eq!(read.len(), if kind == FileKind::Census { 1_156 } else { 1_229 });
        let none = |row: &&Row| matches!(row, Row::Census(CensusRow { roll: None, .. }));
        assert_eq!(read.iter().filter(none).count(), usize::from(kind == FileKind::Census));
    }
}

/// Any byte, but every other one means something to a CSV reader.
fn telling_byte() -> impl Strategy<Value = u8> {
    prop_oneof![any::<u8>(), proptest::sample::select(b",\"\r\n0123-".to_vec())]
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..2_000)) {
        let _ = all(&bytes);
    }

    #[test]
    fn no_bytes_after_a_header_make_it_panic(
        header in proptest::sample::select(vec![GIAS, TABLES, CENSUS, LINKS]),
        bytes in proptest::collection::vec(telling_byte(), 0..2_000),
    ) {
        let file = [header.as_bytes(), b"\n", &bytes].concat();
        let _ = read(file.as_slice()).map(Iterator::count);
    }

    /// Bytes put anywhere into a good file: what is still accepted keeps every promise of `RegisterRow`.
    #[test]
    fn what_is_accepted_is_within_bounds(
        place in any::<prop::sample::Index>(),
        bytes in proptest::collection::vec(telling_byte(), 0..8),
    ) {
        let mut file = fixture();
        let place = place.index(file.len());
        file.splice(place..place, bytes);
        for row in all(file).into_iter().flatten().flatten() {
            prop_assert!((100_000..=999_999).contains(&row.urn));
            prop_assert!((0..=999).contains(&row.authority_code));
            prop_assert!((1..=LONGEST_NAME).contains(&row.name.chars().count()));
            prop_assert!(!row.name.chars().any(char::is_control));
            prop_assert!([row.low_age, row.high_age].into_iter().flatten().all(|age| (0..=25).contains(&age)));
            prop_assert!(row.low_age.zip(row.high_age).is_none_or(|(low, high)| low <= high));
            prop_assert!(row.opened_on.zip(row.closed_on).is_none_or(|(opened, closed)| opened <= closed));
        }
    }
}
