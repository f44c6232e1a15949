//! Days, terms and years. Dates of the domain are days in England, not instants.

use std::fmt;

use chrono::{Datelike, Months, NaiveDate};

/// A day as people write it: `12 February 2027`.
pub fn written(day: NaiveDate) -> String {
    format!("{} {} {}", day.day(), month_name(day.month()), day.year())
}

/// `September`.
pub fn month_name(month: u32) -> &'static str {
    const NAMES: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    NAMES.get(month.saturating_sub(1) as usize).copied().unwrap_or("")
}

/// The school year a day lies in: 1 September to 31 August, named by the year in which it starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AcademicYear(pub i32);

impl AcademicYear {
    /// The academic year of a day.
    pub fn of(day: NaiveDate) -> Self {
        Self(if day.month() >= 9 { day.year() } else { day.year() - 1 })
    }
}

impl fmt::Display for AcademicYear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{:02}", self.0, (self.0 + 1).rem_euclid(100))
    }
}

/// The year in which money is counted: 1 April to 31 March, named by the year in which it starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FinancialYear(pub i32);

impl FinancialYear {
    /// The financial year of a day.
    pub fn of(day: NaiveDate) -> Self {
        Self(if day.month() >= 4 { day.year() } else { day.year() - 1 })
    }

    /// The first day of the month of a day.
    pub fn month_of(day: NaiveDate) -> NaiveDate {
        day.with_day(1).unwrap_or(day)
    }

    /// Its first day. A year that no calendar has becomes the first that money is recorded of.
    pub fn first(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.0, 4, 1).unwrap_or_default()
    }

    /// Its last day.
    pub fn last(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.0.saturating_add(1), 3, 31).unwrap_or_default()
    }

    /// The first days of its twelve months.
    pub fn months(self) -> Vec<NaiveDate> {
        months(self.first(), self.last())
    }
}

impl fmt::Display for FinancialYear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        AcademicYear(self.0).fmt(f)
    }
}

/// The months that start between two days, the first one included: a stretch of six months has six.
///
/// A stretch starts a new month on the same day of the month (or the last day of a shorter one), so 21 November to
/// 20 May has six. At least one month, at most 120.
pub fn months(from: NaiveDate, until: NaiveDate) -> Vec<NaiveDate> {
    (0..120)
        .map_while(|it| from.checked_add_months(Months::new(it)))
        .take_while(|&it| it == from || it <= until)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn the_academic_year_turns_on_the_first_of_september() {
        assert_eq!(AcademicYear::of(day("2018-08-31")).to_string(), "2017/18");
        assert_eq!(AcademicYear::of(day("2018-09-01")).to_string(), "2018/19");
        assert_eq!(AcademicYear::of(day("1999-12-31")).to_string(), "1999/00");
    }

    #[test]
    fn the_financial_year_turns_on_the_first_of_april() {
        assert_eq!(FinancialYear::of(day("2019-03-31")).to_string(), "2018/19");
        assert_eq!(FinancialYear::of(day("2019-04-01")).to_string(), "2019/20");
        let year = FinancialYear(2018);
        assert_eq!((year.first(), year.last()), (day("2018-04-01"), day("2019-03-31")));
        assert_eq!((year.months().len(), year.months()[11]), (12, day("2019-03-01")));
    }

    #[test]
    fn six_months_are_six() {
        assert_eq!(months(day("2018-12-01"), day("2019-05-31")).len(), 6);
        assert_eq!(months(day("2018-11-21"), day("2019-05-20")).len(), 6);
        assert_eq!(months(day("2018-11-21"), day("2019-05-21")).len(), 7);
        assert_eq!(months(day("2019-01-31"), day("2019-02-28")), [day("2019-01-31"), day("2019-02-28")]);
        assert_eq!(months(day("2019-01-31"), day("2019-01-31")).len(), 1);
    }

    #[test]
    fn days_are_written_in_words() {
        assert_eq!(written(day("2027-02-12")), "12 February 2027");
    }
}
