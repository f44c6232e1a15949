//! Dated links of a school to clusters (O1): at most one on any day, no gap unless it is asked for, no day of the past
//! told anew.

use chrono::NaiveDate;

use crate::id::{ClusterId, GroupId};

/// A stretch of time in which a school belongs to a cluster.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Link<K> {
    /// Which stretch, in the words of whoever keeps them.
    pub key: K,
    /// The cluster.
    pub cluster: ClusterId,
    /// The working group in it.
    pub group: Option<GroupId>,
    /// The first day.
    pub since: NaiveDate,
    /// The last day, if there is one.
    pub until: Option<NaiveDate>,
}

impl<K> Link<K> {
    /// Whether the stretch has this day.
    pub fn holds(&self, day: NaiveDate) -> bool {
        self.since <= day && self.until.is_none_or(|it| it >= day)
    }
}

/// What placing a school from a day on takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step<K> {
    /// It is there already, in that group, without an end.
    Nothing,
    /// A new stretch begins; the one that held on the day ends the day before.
    Begin {
        /// The stretch that ends, and its new last day.
        ends: Option<(K, NaiveDate)>,
    },
}

/// Why a school cannot be placed from a day on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// It is in a cluster from this day or a later one: that would be told anew.
    Later(NaiveDate),
    /// The day has no day before it.
    NoDay,
}

/// The stretch that holds on a day.
pub fn on<K>(links: &[Link<K>], day: NaiveDate) -> Option<&Link<K>> {
    links.iter().find(|it| it.holds(day))
}

/// What it takes that a school is in a cluster and group from a day on. `links` are all that hold on that day or later.
///
/// # Errors
/// See [`Refusal`].
pub fn place<K: Copy>(
    links: &[Link<K>],
    cluster: ClusterId,
    group: Option<GroupId>,
    since: NaiveDate,
) -> Result<Step<K>, Refusal> {
    if let Some(later) = links.iter().map(|it| it.since).filter(|it| *it > since).max() {
        return Err(Refusal::Later(later));
    }
    let Some(held) = on(links, since) else { return Ok(Step::Begin { ends: None }) };
    if held.cluster == cluster && held.group == group && held.until.is_none() {
        return Ok(Step::Nothing);
    }
    let end = end(held, since)?;
    Ok(Step::Begin { ends: Some(end) })
}

/// What it takes that a school is in no cluster from a day on: the stretch that ends, if one holds.
///
/// # Errors
/// See [`Refusal`].
pub fn leave<K: Copy>(links: &[Link<K>], from: NaiveDate) -> Result<Option<(K, NaiveDate)>, Refusal> {
    if let Some(later) = links.iter().map(|it| it.since).filter(|it| *it > from).max() {
        return Err(Refusal::Later(later));
    }
    on(links, from).map(|held| end(held, from)).transpose()
}

/// A stretch that ends the day before: not one that began on this very day.
fn end<K: Copy>(held: &Link<K>, before: NaiveDate) -> Result<(K, NaiveDate), Refusal> {
    if held.since >= before {
        return Err(Refusal::Later(held.since));
    }
    before.pred_opt().map(|it| (held.key, it)).ok_or(Refusal::NoDay)
}

#[cfg(test)]
mod tests {
    use chrono::Days;
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    const FIRST: NaiveDate = NaiveDate::from_ymd_opt(2018, 4, 1).unwrap();

    fn day(number: u64) -> NaiveDate {
        FIRST + Days::new(number)
    }

    fn cluster(number: u8) -> ClusterId {
        ClusterId(Uuid::from_u128(number.into()))
    }

    /// Ends and begins, as whoever keeps the stretches does.
    fn keep(links: &mut Vec<Link<usize>>, ends: Option<(usize, NaiveDate)>, begins: Option<Link<usize>>) {
        if let Some((key, until)) = ends {
            links[key].until = Some(until);
        }
        links.extend(begins);
    }

    /// A school is moved or taken out again and again; some of it is refused.
    fn history() -> impl Strategy<Value = Vec<(u64, Option<u8>, Option<u8>)>> {
        prop::collection::vec((0..200_u64, prop::option::weighted(0.8, 0..4_u8), prop::option::of(0..3_u8)), 1..12)
    }

    proptest! {
        /// O1: in at most one cluster on any day; days before are as they were; no gap but where one was asked for.
        #[test]
        fn a_school_is_in_one_cluster_a_day_and_the_past_stays(steps in history()) {
            let mut links: Vec<Link<usize>> = Vec::new();
            for (at, to, group) in steps {
                let since = day(at);
                let before = links.clone();
                let relevant: Vec<_> =
                    links.iter().filter(|it| it.until.is_none_or(|until| until >= since)).copied().collect();
                let group = group.map(|it| GroupId(Uuid::from_u128(it.into())));
                let done = match to {
                    Some(to) => match place(&relevant, cluster(to), group, since) {
                        Ok(Step::Begin { ends }) => {
                            let key = links.len();
                            let new = Link { key, cluster: cluster(to), group, since, until: None };
                            keep(&mut links, ends, Some(new));
                            true
                        }
                        Ok(Step::Nothing) => true,
                        Err(_) => false,
                    },
                    None => leave(&relevant, since).map(|ends| keep(&mut links, ends, None)).is_ok(),
                };
                for number in 0..260 {
                    let now: Vec<_> = links.iter().filter(|it| it.holds(day(number))).collect();
                    prop_assert!(now.len() <= 1, "two clusters on {}", day(number));
                    let (now, was) = (now.first().map(|it| (it.cluster, it.group)),
                        on(&before, day(number)).map(|it| (it.cluster, it.group)));
                    if !done || day(number) < since {
                        prop_assert_eq!(now, was, "{} is told anew", day(number));
                    } else {
                        prop_assert_eq!(now, to.map(|to| (cluster(to), group)));
                    }
                }
            }
        }
    }

    #[test]
    fn what_begins_on_the_same_day_or_later_is_not_told_anew() {
        let link = |key, since, until| Link { key, cluster: cluster(2), group: None, since: day(since), until };
        let links = [link(0, 0, Some(day(9))), link(1, 10, None)];
        assert_eq!(place(&links, cluster(3), None, day(5)), Err(Refusal::Later(day(10))));
        assert_eq!(place(&links[1..], cluster(3), None, day(10)), Err(Refusal::Later(day(10))));
        assert_eq!(place(&links[1..], cluster(2), None, day(20)), Ok(Step::Nothing));
        assert_eq!(place(&links[1..], cluster(3), None, day(20)), Ok(Step::Begin { ends: Some((1, day(19))) }));
        assert_eq!(leave(&links[1..], day(20)), Ok(Some((1, day(19)))));
        assert_eq!(leave::<usize>(&[], day(20)), Ok(None));
    }
}
