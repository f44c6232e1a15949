//! The smallest count that is shown, for statements that bring it along with the counts.

use shared::setting::{LOWEST_THRESHOLD, SettingValue};

/// A part of a statement: the value that holds in an authority on a day, or nothing.
macro_rules! threshold {
    ($authority:literal, $day:literal) => {
        concat!(
            "(select v.value from setting v where v.authority_id = ",
            $authority,
            " and v.name = 'disclosure_threshold' and v.since <= ",
            $day,
            " order by v.since desc limit 1)"
        )
    };
}

pub(crate) use threshold as threshold_on;

/// The number in such a value. Without one, or with one that cannot be read, the lowest that anybody may choose.
pub fn threshold(value: Option<&str>) -> i32 {
    match value.and_then(|it| serde_json::from_str(it).ok()) {
        Some(SettingValue::DisclosureThreshold(it)) => it.fewest.max(LOWEST_THRESHOLD),
        _ => LOWEST_THRESHOLD,
    }
}

#[cfg(test)]
mod tests {
    use super::threshold;

    #[test]
    fn what_cannot_be_read_shows_no_more() {
        assert_eq!(threshold(None), 5);
        assert_eq!(threshold(Some("{}")), 5);
        assert_eq!(threshold(Some(r#"{"__typename":"DisclosureThreshold","fewest":10}"#)), 10);
        assert_eq!(threshold(Some(r#"{"__typename":"DisclosureThreshold","fewest":1}"#)), 5);
    }
}
