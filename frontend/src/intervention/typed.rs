//! What somebody has typed into a proposal, and what it means.

use chrono::NaiveDate;
use shared::{
    failure::Problem,
    id::{CatalogueItemId, ClusterId, PriorityId},
    intervention::{
        Drafting, InterventionKind, Proposal,
        catalogue::{LocalOffer, like},
        group::{Direction, GroupSize, YearBand},
    },
};
use uuid::Uuid;

use crate::{
    form::{capital, read_money},
    number,
};

/// A day that was typed, or why it is none.
pub type ReadDay = Result<NaiveDate, Vec<Problem>>;

/// What somebody has typed, as they typed it.
#[derive(Clone, Debug, PartialEq)]
pub struct Typed {
    /// What it is called.
    pub title: String,
    /// The word of its kind.
    pub kind: String,
    /// The id of the entry of the menu it comes from.
    pub catalogue_item: String,
    /// The id of the priority.
    pub priority: String,
    /// Why something new is bought although something like it is there.
    pub new_reason: String,
    /// The codes of the outcome areas.
    pub outcome_areas: Vec<String>,
    /// Why it should work.
    pub evidence: String,
    /// The words of the bands of years.
    pub years: Vec<String>,
    /// The word of the size of the group.
    pub group_size: String,
    /// The ids of the schools.
    pub schools: Vec<String>,
    /// Who provides it.
    pub provider: String,
    /// The first day.
    pub starts_on: ReadDay,
    /// The last day.
    pub ends_on: ReadDay,
    /// What it costs.
    pub cost: String,
    /// What is measured.
    pub measure: String,
    /// The word of the way it is meant to go.
    pub direction: String,
    /// Its value before.
    pub baseline: String,
    /// The day of that value.
    pub baseline_on: ReadDay,
    /// Where it comes from.
    pub baseline_source: String,
    /// The value aimed at.
    pub target: String,
    /// Why that is no better than the value before.
    pub target_reason: String,
}

/// The fields in the order of the form, as the API names them.
const ORDER: [&str; 21] = [
    "title",
    "kind",
    "catalogueItem",
    "priority",
    "newReason",
    "outcomeAreas",
    "evidence",
    "years",
    "groupSize",
    "schools",
    "provider",
    "startsOn",
    "endsOn",
    "cost",
    "measure",
    "direction",
    "baseline",
    "baselineOn",
    "baselineSource",
    "target",
    "targetReason",
];

/// Rules that compare two fields say nothing as long as the second of them cannot be read.
const COMPARED: [(&str, &str); 4] =
    [("endsOn", "startsOn"), ("baselineOn", "startsOn"), ("target", "baseline"), ("target", "direction")];

/// What could not be read.
#[derive(Default)]
struct Unread(Vec<Problem>);

impl Unread {
    /// The value, or its default with a note of what is wrong.
    fn read<T: Default>(&mut self, value: Result<T, Vec<Problem>>) -> T {
        value.unwrap_or_else(|problems| {
            self.0.extend(problems);
            T::default()
        })
    }

    fn has(&self, field: &str) -> bool {
        self.0.iter().any(|it| it.field == field)
    }
}

impl Typed {
    /// The proposal, or everything that is wrong with it in the order of the form.
    ///
    /// What cannot be read at all is told here; what breaks a rule is told by [`Proposal::check`], as on the server.
    pub fn proposal(&self, cluster: ClusterId) -> Result<Proposal, Vec<Problem>> {
        let mut unread = Unread::default();
        let kind = InterventionKind::from_word(&self.kind);
        let kind = unread.read(kind.map(Some).ok_or_else(|| wrong("kind", "Choose what kind of help it is")));
        let priority = self.priority.parse::<Uuid>().map_err(|_| wrong("priority", "Choose the priority it serves"));
        let direction = Direction::from_word(&self.direction);
        let direction =
            unread.read(direction.map(Some).ok_or_else(|| wrong("direction", "Choose which way is better")));
        let proposal = Proposal {
            cluster,
            catalogue_item: self.item(),
            new_reason: self.new_reason.clone(),
            years: self.years.iter().filter_map(|it| YearBand::from_word(it)).collect(),
            group_size: GroupSize::from_word(&self.group_size),
            direction: direction.unwrap_or(Direction::HigherIsBetter),
            target_reason: self.target_reason.clone(),
            priority: PriorityId(unread.read(priority)),
            outcome_areas: self.outcome_areas.clone(),
            title: self.title.clone(),
            kind: kind.unwrap_or(InterventionKind::GroupSupport),
            evidence: self.evidence.clone(),
            schools: self.schools.iter().filter_map(|it| it.parse().ok()).collect(),
            provider: self.provider.clone(),
            starts_on: unread.read(self.starts_on.clone()),
            ends_on: unread.read(self.ends_on.clone()),
            cost: unread.read(read_money("cost", "the cost", &self.cost)),
            measure: self.measure.clone(),
            baseline: unread.read(read_number("baseline", "the value before the intervention", &self.baseline)),
            baseline_on: unread.read(self.baseline_on.clone()),
            baseline_source: self.baseline_source.clone(),
            target: unread.read(read_number("target", "the value you aim at", &self.target)),
        };
        let broken = match proposal.check() {
            Ok(proposal) if unread.0.is_empty() => return Ok(proposal),
            Ok(_) => Vec::new(),
            Err(broken) => broken,
        };
        let clear = |it: &Problem| {
            let compared = COMPARED.iter().any(|(field, other)| it.field == *field && unread.has(other));
            !compared && !unread.has(&it.field)
        };
        let mut found: Vec<Problem> = broken.into_iter().filter(clear).collect();
        found.extend(unread.0);
        let (mut problems, mut others) = (Vec::new(), found);
        for field in ORDER {
            problems.extend(others.extract_if(.., |it| it.field == field));
        }
        problems.append(&mut others);
        Err(problems)
    }

    /// The entry of the menu it comes from.
    fn item(&self) -> Option<CatalogueItemId> {
        self.catalogue_item.parse().ok()
    }

    /// What is already there and may do what is typed, as the server looks at it.
    pub fn like<'a>(&self, choices: &'a Drafting) -> Vec<&'a LocalOffer> {
        let Some(kind) = InterventionKind::from_word(&self.kind) else { return Vec::new() };
        let priority = choices.priorities.iter().find(|it| it.id.to_string() == self.priority);
        priority.map_or_else(Vec::new, |it| like(&choices.offers, self.item(), kind, &it.text, &self.title))
    }

    /// Whether the target is no better than the baseline, where all that says so can be read.
    pub fn aims_no_better(&self) -> bool {
        let direction = Direction::from_word(&self.direction);
        let (baseline, target) = (read_number("", "", &self.baseline), read_number("", "", &self.target));
        let both = baseline.ok().zip(target.ok()).zip(direction);
        both.is_some_and(|((baseline, target), direction)| !direction.improves(baseline, target))
    }
}

fn wrong(field: &str, message: impl Into<String>) -> Vec<Problem> {
    vec![Problem { field: field.to_owned(), message: message.into() }]
}

/// A number as people write it: `42`, `3.5`, `-2`, `60%`, `1,200`.
fn read_number(field: &str, what: &str, text: &str) -> Result<f64, Vec<Problem>> {
    if text.trim().is_empty() {
        return Err(wrong(field, format!("Enter {what}")));
    }
    let plain: String = text.trim().trim_end_matches('%').chars().filter(|it| *it != ',' && *it != ' ').collect();
    number::read(&plain).ok_or_else(|| wrong(field, format!("{} must be a number, like 42 or 3.5", capital(what))))
}

#[cfg(test)]
mod tests {
    use shared::money::Pence;

    use super::*;

    fn day(text: &str) -> ReadDay {
        Ok(text.parse().unwrap())
    }

    fn typed() -> Typed {
        Typed {
            title: "Full-time speech and language therapist".into(),
            kind: "Staffing".into(),
            catalogue_item: String::new(),
            new_reason: String::new(),
            years: vec!["InfantYears".into()],
            group_size: "UpToThirty".into(),
            direction: "HigherIsBetter".into(),
            target_reason: String::new(),
            priority: Uuid::from_u128(2).to_string(),
            outcome_areas: vec!["sen-support".into()],
            evidence: "Talk Boost trial".into(),
            schools: vec![Uuid::from_u128(5).to_string()],
            provider: "Speech and Language Service".into(),
            starts_on: day("2018-12-01"),
            ends_on: day("2019-05-31"),
            cost: "£25,000".into(),
            measure: "Pupils at the expected level".into(),
            baseline: "42%".into(),
            baseline_on: day("2018-11-05"),
            baseline_source: "Autumn screen".into(),
            target: "60".into(),
        }
    }

    fn wrong(typed: &Typed) -> Vec<String> {
        let problems = typed.proposal(ClusterId(Uuid::nil())).unwrap_err();
        problems.into_iter().map(|it| it.field).collect()
    }

    #[test]
    fn what_is_typed_becomes_a_proposal() {
        let proposal = typed().proposal(ClusterId(Uuid::nil())).unwrap();
        assert_eq!(proposal.cost, Pence::pounds(25_000));
        assert!((proposal.baseline - 42.0).abs() < f64::EPSILON);
    }

    #[test]
    fn an_empty_form_names_every_field_once_in_its_order() {
        let missing = |field| Err(super::wrong(field, "Enter a day"));
        let empty = Typed {
            title: String::new(),
            kind: String::new(),
            catalogue_item: String::new(),
            new_reason: String::new(),
            years: vec![],
            group_size: String::new(),
            direction: String::new(),
            target_reason: String::new(),
            priority: String::new(),
            outcome_areas: vec![],
            evidence: String::new(),
            schools: vec![],
            provider: String::new(),
            starts_on: missing("startsOn"),
            ends_on: missing("endsOn"),
            cost: String::new(),
            measure: String::new(),
            baseline: String::new(),
            baseline_on: missing("baselineOn"),
            baseline_source: String::new(),
            target: String::new(),
        };
        // What is asked only in some proposals is missing in none.
        let asked = ORDER.into_iter().filter(|it| !matches!(*it, "catalogueItem" | "newReason" | "targetReason"));
        assert_eq!(wrong(&empty), asked.collect::<Vec<_>>());
    }

    #[test]
    fn two_fields_are_compared_only_when_both_can_be_read() {
        let unread = Typed { starts_on: Err(super::wrong("startsOn", "Enter the first day")), ..typed() };
        assert_eq!(wrong(&unread), ["startsOn"]);
        let late = Typed { baseline_on: day("2018-12-02"), ends_on: day("2018-11-30"), ..typed() };
        assert_eq!(wrong(&late), ["endsOn", "baselineOn"]);
        let worse = Typed { target: "30".into(), ..typed() };
        assert!(worse.aims_no_better() && wrong(&worse) == ["target"]);
        assert_eq!(wrong(&Typed { direction: String::new(), ..worse }), ["direction"]);
        for cost in ["0", "inf", "2.345", "-5"] {
            assert_eq!(wrong(&Typed { cost: cost.into(), ..typed() }), ["cost"]);
        }
        for target in ["inf", "NaN", "1e3", "--1"] {
            assert_eq!(wrong(&Typed { target: target.into(), ..typed() }), ["target"]);
        }
    }
}
