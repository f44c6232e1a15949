//! The questions of a proposal, in their order.

use shared::failure::Problem;

/// One question page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// What it is called and what kind of help it is.
    What,
    /// Which priority it serves.
    Priority,
    /// Whether something like it is there. Asked only where it may be.
    Already,
    /// Which outcome areas it serves.
    Outcomes,
    /// Why it should work.
    Evidence,
    /// Which pupils at SEN Support it is for.
    Group,
    /// Who takes part.
    Schools,
    /// Who provides it.
    Provider,
    /// From when to when.
    Dates,
    /// What it costs.
    Cost,
    /// How one will know that it worked.
    Measure,
}

impl Step {
    /// Every question, in its order.
    pub const ALL: [Self; 11] = [
        Self::What,
        Self::Priority,
        Self::Already,
        Self::Outcomes,
        Self::Evidence,
        Self::Group,
        Self::Schools,
        Self::Provider,
        Self::Dates,
        Self::Cost,
        Self::Measure,
    ];

    /// The word in the address.
    pub const fn word(self) -> &'static str {
        match self {
            Self::What => "what",
            Self::Priority => "priority",
            Self::Already => "already",
            Self::Outcomes => "outcomes",
            Self::Evidence => "evidence",
            Self::Group => "group",
            Self::Schools => "schools",
            Self::Provider => "provider",
            Self::Dates => "dates",
            Self::Cost => "cost",
            Self::Measure => "measure",
        }
    }

    /// The question that a word names.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.word() == word)
    }

    /// The question as people read it: the heading and the title of its page.
    pub const fn question(self) -> &'static str {
        match self {
            Self::What => "What do you propose?",
            Self::Priority => "Which priority does it serve?",
            Self::Already => "Is something like this already there?",
            Self::Outcomes => "Which outcomes does it serve?",
            Self::Evidence => "Why should it work?",
            Self::Group => "Which pupils is it for?",
            Self::Schools => "Which schools take part?",
            Self::Provider => "Who provides it?",
            Self::Dates => "When does it run?",
            Self::Cost => "What does it cost in all?",
            Self::Measure => "How will you know whether it worked?",
        }
    }

    /// The fields it asks for, as the API names them.
    pub const fn fields(self) -> &'static [&'static str] {
        match self {
            Self::What => &["title", "kind", "catalogueItem"],
            Self::Priority => &["priority"],
            Self::Already => &["newReason"],
            Self::Outcomes => &["outcomeAreas"],
            Self::Evidence => &["evidence"],
            Self::Group => &["years", "groupSize"],
            Self::Schools => &["schools"],
            Self::Provider => &["provider"],
            Self::Dates => &["startsOn", "endsOn"],
            Self::Cost => &["cost"],
            Self::Measure => {
                &["measure", "direction", "baseline", "baselineOn", "baselineSource", "target", "targetReason"]
            }
        }
    }

    /// The question that asks for a field.
    pub fn asking(field: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.fields().contains(&field))
    }

    /// The question after it.
    pub fn next(self) -> Option<Self> {
        Self::ALL.into_iter().skip_while(|it| *it != self).nth(1)
    }

    /// The question before it.
    pub fn before(self) -> Option<Self> {
        Self::ALL.into_iter().rev().skip_while(|it| *it != self).nth(1)
    }

    /// Those of the problems that this question can put right.
    pub fn own(self, problems: &[Problem]) -> Vec<Problem> {
        problems.iter().filter(|it| self.fields().contains(&it.field.as_str())).cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_question_is_found_by_its_word_and_leads_to_the_next() {
        for (place, step) in Step::ALL.into_iter().enumerate() {
            assert_eq!(Step::from_word(step.word()), Some(step));
            assert_eq!(step.next(), Step::ALL.get(place + 1).copied());
            assert_eq!(step.before(), place.checked_sub(1).map(|it| Step::ALL[it]));
            assert!(step.fields().iter().all(|it| Step::asking(it) == Some(step)));
        }
    }
}
