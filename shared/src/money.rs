//! Money: whole pence, never floats (F-18).

use std::{
    fmt,
    iter::Sum,
    ops::{Add, Sub},
    str::FromStr,
};

use serde::{Deserialize, Serialize};

/// An amount in pence. It may be negative only as the result of a sum; what people enter is above zero.
///
/// In the API it is a number of its own scalar, because GraphQL's `Int` ends at £21,474,836.47.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
#[cfg_attr(feature = "db", derive(sea_orm::DeriveValueType))]
pub struct Pence(pub i64);

#[cfg(feature = "graphql")]
async_graphql::scalar!(Pence, "Pence", "An amount of money in whole pence.");

/// The largest amount anything here may have: a hundred thousand million pounds, far above the whole DSG and far below
/// where numbers stop being exact in a browser.
pub const LARGEST: Pence = Pence(10_000_000_000_000);

impl Pence {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// Whole pounds.
    pub const fn pounds(pounds: i64) -> Self {
        Self(pounds * 100)
    }

    /// The amount as people write it, without the pence where there are none: `£12,500`, `£4,166.67`.
    pub fn short(self) -> String {
        let whole = self.to_string();
        whole.strip_suffix(".00").map_or_else(|| whole.clone(), str::to_owned)
    }

    /// Splits the amount by weights; the parts add up to it exactly. Pence left over go to the largest remainders, and
    /// among equal ones to the first.
    ///
    /// Gives nothing when there are no weights or their sum is zero.
    pub fn split(self, weights: &[u64]) -> Vec<Self> {
        let total: i128 = weights.iter().map(|&it| i128::from(it)).sum();
        if total == 0 {
            return Vec::new();
        }
        let amount = i128::from(self.0);
        let mut parts: Vec<(i128, i128)> = weights
            .iter()
            .map(|&it| amount * i128::from(it))
            .map(|it| (it.div_euclid(total), it.rem_euclid(total)))
            .collect();
        let left = amount - parts.iter().map(|it| it.0).sum::<i128>();
        // Fewer pence are left than there are parts, because each part lost less than one. Of equals the last is found,
        // so they are looked at from the end.
        for _ in 0..left {
            if let Some(part) = parts.iter_mut().rev().max_by_key(|it| it.1) {
                *part = (part.0 + 1, -1);
            }
        }
        parts.into_iter().map(|it| Self(i64::try_from(it.0).unwrap_or(i64::MAX))).collect()
    }
}

impl fmt::Display for Pence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (sign, amount) = (if self.0 < 0 { "-" } else { "" }, self.0.unsigned_abs());
        let pounds = (amount / 100).to_string();
        let mut grouped = String::new();
        for (at, digit) in pounds.chars().enumerate() {
            if at > 0 && (pounds.len() - at).is_multiple_of(3) {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        write!(f, "{sign}£{grouped}.{:02}", amount % 100)
    }
}

/// What is wrong with a typed amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotMoney {
    /// There are other characters than digits, commas, a point and a pound sign.
    #[error("Enter the amount in pounds, like 25000 or 4,166.67")]
    Shape,
    /// The amount is above [`LARGEST`].
    #[error("The amount must be £100,000,000,000 or less")]
    TooLarge,
}

impl FromStr for Pence {
    type Err = NotMoney;

    /// Reads what people type: `25000`, `£25,000`, `4166.67`. Spaces and commas are ignored.
    fn from_str(text: &str) -> Result<Self, NotMoney> {
        let text: String = text.trim().trim_start_matches('£').chars().filter(|it| *it != ',' && *it != ' ').collect();
        let (pounds, pence) = text.split_once('.').unwrap_or((&text, "0"));
        let digits = |it: &str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit());
        if !digits(pounds) || !digits(pence) || pence.len() > 2 {
            return Err(NotMoney::Shape);
        }
        let scale = if pence.len() == 1 { 10 } else { 1 };
        let amount = pounds.parse::<i64>().ok().and_then(|it| it.checked_mul(100)).ok_or(NotMoney::TooLarge)?;
        let amount = Self(amount.checked_add(pence.parse::<i64>().unwrap_or(0) * scale).ok_or(NotMoney::TooLarge)?);
        if amount > LARGEST { Err(NotMoney::TooLarge) } else { Ok(amount) }
    }
}

impl Add for Pence {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sub for Pence {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl Sum for Pence {
    fn sum<I: Iterator<Item = Self>>(parts: I) -> Self {
        parts.fold(Self::ZERO, Add::add)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn money_is_written_as_people_write_it() {
        assert_eq!(Pence(0).to_string(), "£0.00");
        assert_eq!(Pence(3_100_000_000).to_string(), "£31,000,000.00");
        assert_eq!(Pence(-2_500_001).to_string(), "-£25,000.01");
        assert_eq!(Pence::pounds(12_500).short(), "£12,500");
        assert_eq!(Pence(416_667).short(), "£4,166.67");
    }

    #[test]
    fn typed_amounts_are_read_and_others_explained() {
        for (typed, pence) in [("25000", 2_500_000), (" £25,000 ", 2_500_000), ("4166.67", 416_667), ("0.5", 50)] {
            assert_eq!(typed.parse(), Ok(Pence(pence)), "{typed}");
        }
        for typed in ["", "£", "abc", "1.234", "-5", "1.", "1e5", "٣"] {
            assert_eq!(typed.parse::<Pence>(), Err(NotMoney::Shape), "{typed}");
        }
        assert_eq!("99999999999999999999".parse::<Pence>(), Err(NotMoney::TooLarge));
        assert_eq!("100000000000.01".parse::<Pence>(), Err(NotMoney::TooLarge));
    }

    #[test]
    fn a_hundred_pounds_in_three_parts_is_whole() {
        assert_eq!(Pence::pounds(100).split(&[1, 1, 1]), [Pence(3334), Pence(3333), Pence(3333)]);
        assert!(Pence::pounds(100).split(&[0, 0]).is_empty());
    }

    proptest! {
        #[test]
        fn parts_always_add_up(amount in 0i64..=LARGEST.0, weights in prop::collection::vec(0u64..50_000, 1..40)) {
            let parts = Pence(amount).split(&weights);
            if weights.iter().sum::<u64>() > 0 {
                prop_assert_eq!(parts.iter().copied().sum::<Pence>(), Pence(amount));
                prop_assert!(parts.iter().all(|it| it.0 >= 0));
            }
        }

        #[test]
        fn what_is_written_is_read_back(amount in 0i64..=LARGEST.0) {
            prop_assert_eq!(Pence(amount).to_string().parse(), Ok(Pence(amount)));
        }
    }
}
