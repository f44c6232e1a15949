//! The two clocks: the day of the domain (in England) and the instant (UTC). Nothing else here asks the time.

use chrono::{DateTime, Datelike as _, NaiveDate, Utc};
use chrono_tz::Europe::London;
use shared::failure::Failure;

use crate::error::Result;

/// Where the time comes from. Time is an input: tests and the demonstration fix it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Clock {
    day: Option<NaiveDate>,
    instant: Option<DateTime<Utc>>,
}

impl Clock {
    /// The clock of the machine, with the day fixed where one is given (`--demo-day`).
    pub const fn machine(day: Option<NaiveDate>) -> Self {
        Self { day, instant: None }
    }

    /// A clock that stands still.
    pub const fn fixed(instant: DateTime<Utc>) -> Self {
        Self { day: None, instant: Some(instant) }
    }

    /// The same clock on another day.
    #[must_use]
    pub const fn on(self, day: NaiveDate) -> Self {
        Self { day: Some(day), ..self }
    }

    /// Now, in UTC: for sessions, audit and limits.
    #[allow(clippy::disallowed_methods, reason = "this is the one place that asks the machine")]
    pub fn now(&self) -> DateTime<Utc> {
        self.instant.unwrap_or_else(Utc::now)
    }

    /// Today in England, whatever the machine's time zone: for every date of the domain.
    pub fn today(&self) -> NaiveDate {
        self.day.unwrap_or_else(|| self.now().with_timezone(&London).date_naive())
    }
}

/// The day is of our time. A mistyped year would put a thing at an end of every list for ever, and SQLite sorts days
/// by their letters: one of the year 10000 would come before today.
pub fn of_our_time(field: &str, day: NaiveDate) -> Result<()> {
    if (1990..=2100).contains(&day.year()) {
        Ok(())
    } else {
        Err(Failure::invalid(field, "Enter a year from 1990 to 2100").into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_is_englands_also_in_summer() {
        let clock = |text: &str| Clock::fixed(text.parse().unwrap());
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!(clock("2026-06-30T22:59:59Z").today(), day("2026-06-30"));
        assert_eq!(clock("2026-06-30T23:00:00Z").today(), day("2026-07-01"));
        assert_eq!(clock("2026-12-31T23:59:59Z").today(), day("2026-12-31"));
        assert_eq!(clock("2026-10-25T00:30:00Z").today(), day("2026-10-25"));
        assert_eq!(clock("2026-06-30T23:00:00Z").on(day("2018-11-21")).today(), day("2018-11-21"));
    }
}
