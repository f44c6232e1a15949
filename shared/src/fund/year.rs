//! A financial year of a cluster: what was planned for each month, what was paid, and what that comes to by the end (F7).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    calendar::FinancialYear,
    fund::Month,
    id::{ClusterId, InterventionId},
    money::Pence,
};

choice! {
    /// Whether money is paid as it was planned: up to a tenth away is as planned.
    pub enum Pace {
        /// As planned.
        OnPlan => "As planned",
        /// Less is paid than was planned for the months that are over.
        Behind => "Behind plan",
        /// More is paid than was planned up to this month.
        Ahead => "Ahead of plan",
    }
}

/// What was planned for a calendar month, and what was paid in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct YearMonth {
    /// Its first day.
    pub starts: NaiveDate,
    /// What was planned for it.
    pub planned: Pence,
    /// What was paid in it, less what was reversed.
    pub spent: Pence,
}

/// The year's figures of the whole plan, of a priority or of an intervention.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct YearLine {
    /// The intervention, where it is one.
    pub id: Option<InterventionId>,
    /// What it is about.
    pub name: String,
    /// What was planned for the year.
    pub planned: Pence,
    /// What of it was planned for the months that are over.
    pub due: Pence,
    /// What was paid.
    pub spent: Pence,
    /// What will have been paid when the year ends.
    pub expected: Pence,
    /// Whether it is paid as it was planned.
    pub pace: Pace,
}

/// The money of a cluster in a financial year, April to March.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct FundYear {
    /// Which cluster.
    pub cluster: ClusterId,
    /// Its name.
    pub name: String,
    /// The year in which it starts.
    pub year: i32,
    /// Its twelve months.
    pub months: Vec<YearMonth>,
    /// Everything together.
    pub whole: YearLine,
    /// By priority, in the order in which they were set.
    pub priorities: Vec<YearLine>,
    /// By intervention, the first that starts first: at most [`MOST_LINES`].
    pub interventions: Vec<YearLine>,
    /// How many interventions more there are; the file has them all.
    pub more: i32,
}

/// The interventions that a page lists.
pub const MOST_LINES: usize = 60;

/// One pound's worth of a year: an intervention, the priority it serves, its profile and its payments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YearPart {
    /// Which intervention.
    pub id: InterventionId,
    /// What it is called.
    pub title: String,
    /// The priority it serves.
    pub priority: String,
    /// What was planned by month.
    pub profile: Vec<Month>,
    /// What was paid, by day; what was reversed is below zero.
    pub paid: Vec<(NaiveDate, Pence)>,
}

/// The twelve months of a year with what was planned and paid in them.
pub fn months_of(year: FinancialYear, parts: &[&YearPart]) -> Vec<YearMonth> {
    let sum = |starts: NaiveDate, it: &mut dyn Iterator<Item = (NaiveDate, Pence)>| {
        it.filter(|(day, _)| FinancialYear::month_of(*day) == starts).map(|(_, amount)| amount).sum::<Pence>()
    };
    let month = |starts| YearMonth {
        starts,
        planned: sum(starts, &mut parts.iter().flat_map(|it| &it.profile).map(|it| (it.starts, it.amount))),
        spent: sum(starts, &mut parts.iter().flat_map(|it| &it.paid).copied()),
    };
    year.months().into_iter().map(month).collect()
}

/// The figures of some parts of a year as they stand on a day.
///
/// What is expected: what was paid in the months that are over, and in this month and those to come what was planned, or
/// what was paid where that is more already.
pub fn line(name: String, months: &[YearMonth], today: NaiveDate) -> YearLine {
    let this = FinancialYear::month_of(today);
    let of = |which: fn(&YearMonth) -> Pence, until: &dyn Fn(NaiveDate) -> bool| {
        months.iter().filter(|it| until(it.starts)).map(which).sum::<Pence>()
    };
    let planned = of(|it| it.planned, &|_| true);
    let due = of(|it| it.planned, &|starts| starts < this);
    let through = of(|it| it.planned, &|starts| starts <= this);
    let spent = of(|it| it.spent, &|_| true);
    let expected = of(|it| it.spent, &|starts| starts < this) + of(|it| it.planned.max(it.spent), &|it| it >= this);
    let pace = if tenths(spent) < 9 * i128::from(due.0) {
        Pace::Behind
    } else if tenths(spent) > 11 * i128::from(through.0) {
        Pace::Ahead
    } else {
        Pace::OnPlan
    };
    YearLine { id: None, name, planned, due, spent, expected, pace }
}

fn tenths(amount: Pence) -> i128 {
    10 * i128::from(amount.0)
}

/// A year put together: the whole, by priority and by intervention.
pub fn year(cluster: ClusterId, name: String, year: FinancialYear, parts: &[YearPart], today: NaiveDate) -> FundYear {
    let all: Vec<&YearPart> = parts.iter().collect();
    let months = months_of(year, &all);
    let whole = line("All interventions".to_owned(), &months, today);
    let mut names: Vec<&str> = Vec::new();
    for part in parts {
        if !names.contains(&part.priority.as_str()) {
            names.push(&part.priority);
        }
    }
    let of_priority = |name: &&str| {
        let parts: Vec<&YearPart> = parts.iter().filter(|it| it.priority == **name).collect();
        line((*name).to_owned(), &months_of(year, &parts), today)
    };
    let of_part =
        |it: &YearPart| YearLine { id: Some(it.id), ..line(it.title.clone(), &months_of(year, &[it]), today) };
    FundYear {
        cluster,
        name,
        year: year.0,
        priorities: names.iter().map(of_priority).collect(),
        interventions: parts.iter().map(of_part).collect(),
        months,
        whole,
        more: 0,
    }
}

impl YearLine {
    /// What departs from the plan, in words; nothing where nothing does.
    pub fn warning(&self) -> Option<String> {
        match self.pace {
            Pace::OnPlan => None,
            Pace::Behind => Some(format!(
                "{} of the {} that was planned for the months that are over is not paid. Invoices are outstanding, or it \
                 costs less than planned.",
                (self.due - self.spent).short(),
                self.due.short(),
            )),
            Pace::Ahead => Some(format!(
                "{} is paid, more than was planned up to this month. Money was paid early, or it costs more than planned.",
                self.spent.short(),
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::fund::profile;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn therapist(paid: &[(&str, i64)]) -> YearPart {
        YearPart {
            id: InterventionId(Uuid::from_u128(1)),
            title: "Therapist".into(),
            priority: "Speech".into(),
            profile: profile(Pence::pounds(25_000), day("2018-12-01"), day("2019-05-31")),
            paid: paid.iter().map(|(on, pounds)| (day(on), Pence::pounds(*pounds))).collect(),
        }
    }

    #[test]
    fn a_year_has_the_months_that_lie_in_it() {
        let part = therapist(&[("2019-01-31", 4_000), ("2019-02-28", 4_000), ("2019-04-02", 9_000)]);
        let found = year(ClusterId(Uuid::nil()), "Ash".into(), FinancialYear(2018), &[part], day("2019-02-10"));
        assert_eq!(found.months.len(), 12);
        assert_eq!((found.months[8].planned, found.months[8].spent), (Pence(416_667), Pence::ZERO));
        // December, January, February and March of the therapist; May is next year's.
        assert_eq!(found.whole.planned, Pence(4 * 416_667));
        assert_eq!((found.whole.due, found.whole.spent), (Pence(2 * 416_667), Pence::pounds(8_000)));
        // January as paid, February and March as planned.
        assert_eq!(found.whole.expected, Pence::pounds(4_000) + Pence(2 * 416_667));
        assert_eq!((found.priorities.len(), found.interventions.len()), (1, 1));
        assert_eq!(found.whole.pace, Pace::OnPlan);
    }

    #[test]
    fn what_is_not_paid_is_told_in_words() {
        let found = |paid: &[(&str, i64)]| {
            year(ClusterId(Uuid::nil()), "A".into(), FinancialYear(2018), &[therapist(paid)], day("2019-02-10")).whole
        };
        let behind = found(&[("2019-01-31", 4_000)]);
        assert_eq!(behind.pace, Pace::Behind);
        assert!(behind.warning().unwrap().starts_with("£4,333.34 of the £8,333.34 that was planned"));
        assert_eq!(found(&[("2019-01-31", 14_000)]).pace, Pace::Ahead);
        assert_eq!(found(&[("2019-01-31", 8_000)]).warning(), None);
    }

    proptest! {
        /// Z14: the parts of a year add up to the whole, by priority and by intervention.
        #[test]
        fn the_parts_of_a_year_add_up(
            costs in prop::collection::vec((1i64..10_000_000, 0u64..700, 1u64..900, 0usize..4), 1..12),
            paid in prop::collection::vec((0usize..12, 0u64..365, -5_000i64..50_000), 0..30),
            today in 0u64..500,
        ) {
            let start = day("2018-04-01");
            let mut parts: Vec<YearPart> = costs.iter().enumerate().map(|(at, &(cost, from, long, priority))| {
                let starts = start - chrono::Days::new(300) + chrono::Days::new(from);
                YearPart {
                    id: InterventionId(Uuid::from_u128(at as u128)),
                    title: format!("Number {at}"),
                    priority: format!("Priority {priority}"),
                    profile: profile(Pence(cost), starts, starts + chrono::Days::new(long)),
                    paid: Vec::new(),
                }
            }).collect();
            for (at, on, amount) in paid {
                let at = at % parts.len();
                parts[at].paid.push((start + chrono::Days::new(on), Pence(amount)));
            }
            let today = start + chrono::Days::new(today);
            let found = year(ClusterId(Uuid::nil()), String::new(), FinancialYear(2018), &parts, today);
            let sum = |lines: &[YearLine], of: fn(&YearLine) -> Pence| lines.iter().map(of).sum::<Pence>();
            for of in [|it: &YearLine| it.planned, |it: &YearLine| it.due, |it: &YearLine| it.spent] {
                prop_assert_eq!(sum(&found.priorities, of), of(&found.whole));
                prop_assert_eq!(sum(&found.interventions, of), of(&found.whole));
            }
            prop_assert_eq!(found.months.iter().map(|it| it.planned).sum::<Pence>(), found.whole.planned);
        }
    }
}
