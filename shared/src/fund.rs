//! The money of a cluster: every pound moves from one account to another, and nothing is edited.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    calendar::months,
    failure::{Problem, Problems},
    id::{ClusterId, MovementId},
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

/// A cost in equal shares over the months of a stretch. The shares add up exactly; the first ones carry the odd pence.
pub fn profile(cost: Pence, starts: NaiveDate, ends: NaiveDate) -> Vec<Month> {
    let months = months(starts, ends);
    let shares = cost.split(&vec![1; months.len()]);
    months.into_iter().zip(shares).map(|(starts, amount)| Month { starts, amount }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn six_months_of_the_therapist_add_up_to_the_penny() {
        let day = |text: &str| text.parse().unwrap();
        let months = profile(Pence::pounds(25_000), day("2018-12-01"), day("2019-05-31"));
        let amounts: Vec<i64> = months.iter().map(|it| it.amount.0).collect();
        assert_eq!(amounts, [416_667, 416_667, 416_667, 416_667, 416_666, 416_666]);
    }
}
