//! The money of a cluster: every pound moves from one account to another, and nothing is edited.

pub mod year;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    calendar::months,
    failure::{Problem, Problems},
    id::{ClusterId, InterventionId, MovementId},
    money::{LARGEST, Pence},
    page::Cursor,
    text::required,
};

choice! {
    /// What an account holds.
    pub enum AccountKind {
        /// Where the authority's money comes from. It may go below zero: it is the world outside.
        Source => "The authority",
        /// What a cluster may still commit. Never below zero.
        Available => "Left to commit",
        /// What a cluster has promised to interventions.
        Committed => "Committed",
        /// What was paid.
        Spent => "Spent",
    }
}

/// The share of one month of a cost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct Month {
    /// The first day of the stretch.
    pub starts: NaiveDate,
    /// The share.
    pub amount: Pence,
}

/// What was planned for one month of an intervention, and what was paid in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct MonthMoney {
    /// The first day of the stretch.
    pub starts: NaiveDate,
    /// What was planned for it.
    pub planned: Pence,
    /// What was paid from that day to the next stretch, less what was reversed. The first has what was paid before, the last
    /// what was paid after.
    pub spent: Pence,
}

/// What became of the money of one intervention.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct Spending {
    /// What is committed to it and not paid.
    pub committed: Pence,
    /// What was paid for it.
    pub spent: Pence,
    /// By month.
    pub months: Vec<MonthMoney>,
}

/// The money of a cluster on one page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct Fund {
    /// Which cluster, by name.
    pub cluster: String,
    /// What the authority paid to it.
    pub received: Pence,
    /// What is promised and not paid.
    pub committed: Pence,
    /// What was paid.
    pub spent: Pence,
    /// What may still be committed.
    pub left: Pence,
    /// The movements, the latest first, a page at a time.
    pub movements: Vec<Movement>,
    /// Where the list goes on.
    pub next: Option<Cursor>,
    /// Whether the caller may pay money to the cluster.
    pub allocates: bool,
    /// Whether the caller may reverse a movement.
    pub reverses: bool,
}

/// One movement of money.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct Movement {
    /// Which.
    pub id: MovementId,
    /// The day.
    pub day: NaiveDate,
    /// From which account.
    pub from: AccountKind,
    /// To which account.
    pub to: AccountKind,
    /// How much: above zero.
    pub amount: Pence,
    /// Why.
    pub reason: String,
    /// What it was for, where it was for an intervention.
    pub intervention: Option<InterventionId>,
    /// Who recorded it; of the first movements that is not known.
    pub recorded_by: Option<String>,
    /// Whether it takes back another movement.
    pub reversal: bool,
    /// Whether it may still be taken back: what was paid, once.
    pub reversible: bool,
}

/// One movement with what is needed to take it back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct OneMovement {
    /// In whose book.
    pub cluster: ClusterId,
    /// The name of the cluster.
    pub cluster_name: String,
    /// The movement.
    pub movement: Movement,
}

/// Money that was paid for an intervention, or that will not be spent on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::InputObject))]
pub struct Spend {
    /// Chosen by the browser.
    pub id: MovementId,
    /// For which intervention.
    pub intervention: InterventionId,
    /// How much: above zero, and at most what is committed to it.
    pub amount: Pence,
    /// The day.
    pub day: NaiveDate,
    /// What was paid: the reference of the invoice. Of money that will not be spent: why.
    pub reason: String,
}

/// A movement taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::InputObject))]
pub struct Reversal {
    /// Chosen by the browser.
    pub id: MovementId,
    /// Which movement.
    pub movement: MovementId,
    /// The day: not before the movement's.
    pub day: NaiveDate,
    /// Why.
    pub reason: String,
}

/// Money from the authority to a cluster.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::InputObject))]
pub struct Allocation {
    /// Chosen by the browser.
    pub id: MovementId,
    /// To which cluster.
    pub cluster: ClusterId,
    /// How much: above zero.
    pub amount: Pence,
    /// The day.
    pub day: NaiveDate,
    /// Where the money comes from and why.
    pub reason: String,
}

impl Allocation {
    /// The input with its text tidied, or what is wrong with it.
    pub fn check(self) -> Result<Self, Vec<Problem>> {
        let mut problems = Problems::default();
        problems.when(self.amount <= Pence::ZERO, "amount", "Enter an amount above £0");
        problems.when(self.amount > LARGEST, "amount", "Enter £100,000,000,000 or less");
        let reason = problems.take(required("reason", "where the money comes from", &self.reason, 300));
        problems.finish()?;
        Ok(Self { reason: reason.unwrap_or_default(), ..self })
    }
}

impl Spend {
    /// The input with its text tidied, or what is wrong with it.
    pub fn check(self) -> Result<Self, Vec<Problem>> {
        let mut problems = Problems::default();
        problems.when(self.amount <= Pence::ZERO, "amount", "Enter an amount above £0");
        problems.when(self.amount > LARGEST, "amount", "Enter £100,000,000,000 or less");
        let reason = problems.take(required("reason", "what it is", &self.reason, 300));
        problems.finish()?;
        Ok(Self { reason: reason.unwrap_or_default(), ..self })
    }
}

impl Reversal {
    /// The input with its text tidied, or what is wrong with it.
    pub fn check(self, moved_on: NaiveDate, today: NaiveDate) -> Result<Self, Vec<Problem>> {
        let mut problems = Problems::default();
        problems.when(
            self.day < moved_on || self.day > today,
            "day",
            "Enter a day from that of the movement until today",
        );
        let reason = problems.take(required("reason", "why it is reversed", &self.reason, 300));
        problems.finish()?;
        Ok(Self { reason: reason.unwrap_or_default(), ..self })
    }
}

impl AccountKind {
    /// Whether a movement between these accounts may be taken back by another: what was paid to a cluster, and what was
    /// paid for an intervention. What the Board committed is changed by the Board alone.
    pub const fn reversible(from: Self, to: Self) -> bool {
        matches!((from, to), (Self::Source, Self::Available) | (Self::Committed, Self::Spent))
    }
}

/// The profile of an intervention that was amended: the months that had begun keep their shares, the rest of the new cost
/// falls on the months to come in equal shares. It adds up to the new cost exactly.
///
/// Where no month is to come the last one carries the difference; where the months that had begun were planned with more
/// than the new cost, the last of them give way.
pub fn reprofile(
    before: &[Month],
    amended_on: NaiveDate,
    cost: Pence,
    starts: NaiveDate,
    ends: NaiveDate,
) -> Vec<Month> {
    let mut kept: Vec<Month> = before.iter().filter(|it| it.starts <= amended_on).cloned().collect();
    if kept.is_empty() {
        return profile(cost, starts, ends);
    }
    let mut rest = cost - kept.iter().map(|it| it.amount).sum::<Pence>();
    if rest < Pence::ZERO {
        for month in kept.iter_mut().rev() {
            let given = month.amount.min(Pence::ZERO - rest);
            month.amount = month.amount - given;
            rest = rest + given;
        }
    }
    let last = kept.last().map(|it| it.starts).unwrap_or(amended_on);
    let later: Vec<NaiveDate> = months(starts, ends).into_iter().filter(|it| *it > amended_on && *it > last).collect();
    if later.is_empty() {
        if let Some(month) = kept.last_mut() {
            month.amount = month.amount + rest;
        }
        return kept;
    }
    let shares = rest.split(&vec![1; later.len()]);
    kept.extend(later.into_iter().zip(shares).map(|(starts, amount)| Month { starts, amount }));
    kept
}

/// The profile of an intervention that ended on a day, and what was planned for the months after it.
pub fn cut(before: &[Month], ended_on: NaiveDate) -> (Vec<Month>, Pence) {
    let kept: Vec<Month> = before.iter().filter(|it| it.starts <= ended_on).cloned().collect();
    let later = before.iter().filter(|it| it.starts > ended_on).map(|it| it.amount).sum();
    (kept, later)
}

/// What was paid, laid beside the months of a profile.
pub fn by_month(profile: &[Month], paid: &[(NaiveDate, Pence)]) -> Vec<MonthMoney> {
    let month = |(at, it): (usize, &Month)| {
        let from = if at == 0 { NaiveDate::MIN } else { it.starts };
        let until = profile.get(at + 1).map_or(NaiveDate::MAX, |it| it.starts);
        let spent = paid.iter().filter(|(day, _)| *day >= from && *day < until).map(|(_, amount)| *amount).sum();
        MonthMoney { starts: it.starts, planned: it.amount, spent }
    };
    profile.iter().enumerate().map(month).collect()
}

/// A cost in equal shares over the months of a stretch. The shares add up exactly; the first ones carry the odd pence.
pub fn profile(cost: Pence, starts: NaiveDate, ends: NaiveDate) -> Vec<Month> {
    let months = months(starts, ends);
    let shares = cost.split(&vec![1; months.len()]);
    months.into_iter().zip(shares).map(|(starts, amount)| Month { starts, amount }).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn sum(months: &[Month]) -> Pence {
        months.iter().map(|it| it.amount).sum()
    }

    #[test]
    fn six_months_of_the_therapist_add_up_to_the_penny() {
        let months = profile(Pence::pounds(25_000), day("2018-12-01"), day("2019-05-31"));
        let amounts: Vec<i64> = months.iter().map(|it| it.amount.0).collect();
        assert_eq!(amounts, [416_667, 416_667, 416_667, 416_667, 416_666, 416_666]);
    }

    #[test]
    fn an_amended_therapist_keeps_the_months_that_had_begun() {
        let before = profile(Pence::pounds(25_000), day("2018-12-01"), day("2019-05-31"));
        let longer = reprofile(&before, day("2019-02-14"), Pence::pounds(30_000), day("2018-12-01"), day("2019-07-31"));
        assert_eq!(longer.len(), 8);
        assert_eq!((&longer[..3], sum(&longer)), (&before[..3], Pence::pounds(30_000)));
        assert_eq!(longer[3].amount, Pence(350_000));
        // Not begun yet: as if it had been agreed like this.
        let early = reprofile(&before, day("2018-11-30"), Pence::pounds(10_000), day("2019-01-01"), day("2019-05-31"));
        assert_eq!(early, profile(Pence::pounds(10_000), day("2019-01-01"), day("2019-05-31")));
        // Cheaper than what was planned up to today, and shorter than that.
        let cheap = reprofile(&before, day("2019-02-14"), Pence::pounds(5_000), day("2018-12-01"), day("2019-01-31"));
        assert_eq!(cheap.iter().map(|it| it.amount.0).collect::<Vec<_>>(), [416_667, 83_333, 0]);
    }

    #[test]
    fn an_end_releases_the_months_after_it_and_no_other() {
        let before = profile(Pence::pounds(25_000), day("2018-12-01"), day("2019-05-31"));
        let (kept, later) = cut(&before, day("2019-03-15"));
        assert_eq!((kept.len(), later), (4, Pence(416_666 * 2)));
        assert_eq!(cut(&before, day("2018-11-21")), (vec![], Pence::pounds(25_000)));
        assert_eq!(cut(&before, day("2019-06-01")).1, Pence::ZERO);
    }

    #[test]
    fn what_was_paid_stands_in_its_month() {
        let months = profile(Pence::pounds(300), day("2018-12-15"), day("2019-03-14"));
        let paid = [("2018-12-01", 5), ("2019-01-14", 10), ("2019-01-15", 20), ("2019-06-01", 40), ("2019-06-02", -1)];
        let laid = by_month(&months, &paid.map(|(on, pounds)| (day(on), Pence::pounds(pounds))));
        let spent: Vec<i64> = laid.iter().map(|it| it.spent.0 / 100).collect();
        assert_eq!(spent, [15, 20, 39]);
    }

    #[test]
    fn only_payments_are_taken_back() {
        use AccountKind::{Available, Committed, Source, Spent};
        assert!(AccountKind::reversible(Source, Available) && AccountKind::reversible(Committed, Spent));
        assert!(!AccountKind::reversible(Available, Committed) && !AccountKind::reversible(Spent, Committed));
    }

    proptest! {
        #[test]
        fn every_profile_adds_up_and_has_no_month_below_zero(
            cost in 1i64..=LARGEST.0, from in 0u64..4_000, long in 0u64..1_095,
        ) {
            let starts = day("2015-01-01") + chrono::Days::new(from);
            let months = profile(Pence(cost), starts, starts + chrono::Days::new(long));
            prop_assert_eq!(sum(&months), Pence(cost));
            prop_assert!(months.iter().all(|it| it.amount >= Pence::ZERO));
            prop_assert!(months.iter().map(|it| it.amount.0).max() <= months.iter().map(|it| it.amount.0 + 1).min());
        }

        #[test]
        fn amended_once_and_again_a_profile_adds_up(
            cost in 1i64..10_000_000,
            amendments in prop::collection::vec((1i64..10_000_000, 0u64..500, 0u64..200, 0u64..700), 0..6),
            end in 0u64..900,
        ) {
            let start = day("2018-09-03");
            let mut months = profile(Pence(cost), start, start + chrono::Days::new(200));
            let mut now = Pence(cost);
            for (cost, on, from, long) in amendments {
                let starts = start + chrono::Days::new(from);
                let on = start + chrono::Days::new(on);
                months = reprofile(&months, on, Pence(cost), starts, starts + chrono::Days::new(long));
                now = Pence(cost);
                prop_assert_eq!(sum(&months), now);
                prop_assert!(months.iter().all(|it| it.amount >= Pence::ZERO), "{:?}", months);
                prop_assert!(months.is_sorted_by(|one, next| one.starts < next.starts), "{:?}", months);
            }
            let (kept, later) = cut(&months, start + chrono::Days::new(end));
            prop_assert_eq!(sum(&kept) + later, now);
            prop_assert!(later >= Pence::ZERO);
        }

        #[test]
        fn no_payment_is_lost_between_months(
            long in 1u64..900, paid in prop::collection::vec((0u64..1_500, -1_000i64..100_000), 0..20),
        ) {
            let start = day("2018-09-03");
            let months = profile(Pence(1_000), start, start + chrono::Days::new(long));
            let paid: Vec<_> = paid
                .into_iter()
                .map(|(on, amount)| (start - chrono::Days::new(300) + chrono::Days::new(on), Pence(amount)))
                .collect();
            let laid = by_month(&months, &paid);
            prop_assert_eq!(laid.iter().map(|it| it.spent).sum::<Pence>(), paid.iter().map(|it| it.1).sum::<Pence>());
        }
    }
}
