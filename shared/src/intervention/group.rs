//! Whom an intervention is for: always a group of pupils at SEN Support, told by bands and never by a number below five
//! and which way its measure goes.

choice! {
    /// Years of school (F-28).
    pub enum YearBand {
        /// Before Reception.
        Nursery => "Nursery",
        /// Ages 4 to 7.
        InfantYears => "Reception to Year 2",
        /// Ages 7 to 9.
        LowerJuniorYears => "Years 3 and 4",
        /// Ages 9 to 11.
        UpperJuniorYears => "Years 5 and 6",
        /// Ages 11 to 14.
        LowerSecondaryYears => "Years 7 to 9",
        /// Ages 14 to 16.
        UpperSecondaryYears => "Years 10 and 11",
        /// From 16.
        SixthFormYears => "Years 12 to 14",
    }
}

choice! {
    /// About how many pupils. Fewer than five is not offered: so few are not a group.
    pub enum GroupSize {
        /// From five.
        UpToTen => "5 to 10",
        /// From eleven.
        UpToThirty => "11 to 30",
        /// From 31.
        UpToSixty => "31 to 60",
        /// From 61.
        UpToHundred => "61 to 100",
        /// From 101.
        Larger => "More than 100",
    }
}

choice! {
    /// Which way a measure is meant to go.
    pub enum Direction {
        /// Such as the share of a group at the expected level.
        HigherIsBetter => "Higher is better",
        /// Such as days of exclusion.
        LowerIsBetter => "Lower is better",
    }
}

impl Direction {
    /// Whether a target is better than a baseline.
    pub fn improves(self, baseline: f64, target: f64) -> bool {
        match self {
            Self::HigherIsBetter => target > baseline,
            Self::LowerIsBetter => target < baseline,
        }
    }
}

/// The group in one sentence. What was proposed before bands were asked for says that it has none.
pub fn told(years: &[YearBand], size: Option<GroupSize>) -> String {
    let Some(size) = size else { return "Pupils at SEN Support; years and number were not recorded".to_owned() };
    let years: Vec<&str> = years.iter().map(|it| it.label()).collect();
    let years = match years.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        Some((last, _)) => (*last).to_owned(),
        None => "all years".to_owned(),
    };
    let about = if size == GroupSize::Larger { "more than 100".to_owned() } else { format!("about {}", size.label()) };
    format!("Pupils at SEN Support, {years}: {about}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_is_told_in_one_sentence() {
        let years = [YearBand::InfantYears, YearBand::LowerJuniorYears, YearBand::UpperJuniorYears];
        assert_eq!(
            told(&years, Some(GroupSize::UpToThirty)),
            "Pupils at SEN Support, Reception to Year 2, Years 3 and 4 and Years 5 and 6: about 11 to 30"
        );
        assert_eq!(
            told(&years[..1], Some(GroupSize::Larger)),
            "Pupils at SEN Support, Reception to Year 2: more than 100"
        );
    }

    /// what is offered starts at five.
    #[test]
    fn fewer_than_five_is_not_offered() {
        let smallest = GroupSize::ALL[0].label().split(' ').next().unwrap().parse::<i32>().unwrap();
        assert_eq!(smallest, crate::setting::LOWEST_THRESHOLD);
    }

    #[test]
    fn better_is_the_way_the_measure_goes() {
        assert!(Direction::HigherIsBetter.improves(42.0, 60.0));
        assert!(!Direction::HigherIsBetter.improves(42.0, 42.0));
        assert!(Direction::LowerIsBetter.improves(61.0, 40.0));
        assert!(!Direction::LowerIsBetter.improves(40.0, 61.0));
    }
}
