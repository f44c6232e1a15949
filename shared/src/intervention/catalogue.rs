//! The menu of interventions: what there is, for which need, how well it is known to work, what it costs, and what the
//! authority or a cluster already has (R-051, R-053, R-078, I1).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::InterventionKind;
use crate::{
    failure::{Change, Problem, Problems},
    id::{CatalogueItemId, ClusterId},
    identifiability::Guard,
    organisation::ClusterLink,
    page::Cursor,
    text::in_order,
};

choice! {
    /// The four broad areas of need of the SEND Code of Practice.
    pub enum Need {
        /// Speech, language, autism.
        CommunicationInteraction => "Communication and interaction",
        /// Learning more slowly, or a specific difficulty.
        CognitionLearning => "Cognition and learning",
        /// Feelings, behaviour, relationships.
        SocialEmotionalMental => "Social, emotional and mental health",
        /// Vision, hearing, movement, the senses.
        SensoryPhysical => "Sensory and physical needs",
    }
}

choice! {
    /// How well it is known that something works. Whoever rated it is named beside it.
    pub enum Strength {
        /// Several good studies agree.
        Strong => "Strong evidence",
        /// Some good studies, or many weaker ones.
        Moderate => "Moderate evidence",
        /// Few studies, or experience only.
        Limited => "Limited evidence",
        /// Nobody has rated it.
        NotRated => "Not rated",
    }
}

choice! {
    /// What something costs a group of schools in a year. See [`BANDS_SOURCE`].
    pub enum CostBand {
        /// A pack of materials.
        VeryLow => "Very low: up to £1,000 a year",
        /// A course for a few people.
        Low => "Low: £1,000 to £5,000 a year",
        /// Some hours a week of somebody.
        Moderate => "Moderate: £5,000 to £15,000 a year",
        /// Part of a post.
        High => "High: £15,000 to £40,000 a year",
        /// A post or more.
        VeryHigh => "Very high: more than £40,000 a year",
    }
}

/// Where the bands of costs come from.
pub const BANDS_SOURCE: &str = "The bands are local: the cost to a group of schools in a year, in pounds. National \
                                studies use bands of their own, by pupil.";

/// What stands on the menu about one intervention.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(
    feature = "graphql",
    derive(async_graphql::SimpleObject, async_graphql::InputObject),
    graphql(input_name = "CatalogueEntryInput")
)]
pub struct CatalogueEntry {
    /// What it is called.
    pub title: String,
    /// What kind of help it is.
    pub kind: InterventionKind,
    /// What it is, in a few sentences.
    pub about: String,
    /// The needs it serves: at least one.
    pub needs: Vec<Need>,
    /// What is known of its effect.
    pub evidence: String,
    /// Where that is written.
    pub citation: String,
    /// The web address of it; empty where there is none. Shown as text.
    pub web: String,
    /// How well it is known to work.
    pub strength: Strength,
    /// Who rated it; empty where nobody did.
    pub rated_by: String,
    /// What it costs.
    pub cost_band: CostBand,
    /// The months of progress in a year that a study gives, from 0 to 12.
    pub months: Option<i32>,
    /// The training staff need for it; empty where they need none.
    pub training: String,
    /// Who already provides it here; empty where nobody does.
    pub local_provider: String,
    /// How a school gets it there.
    pub local_how: String,
    /// What it costs the cluster there.
    pub local_cost: String,
}

/// A new entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::InputObject))]
pub struct NewCatalogueItem {
    /// Chosen by the browser.
    pub id: CatalogueItemId,
    /// The cluster that adds it; nobody, where it is the authority's.
    pub cluster: Option<ClusterId>,
    /// What is said of it.
    pub entry: CatalogueEntry,
}

/// An entry changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::InputObject))]
pub struct RevisedCatalogueItem {
    /// Which.
    pub id: CatalogueItemId,
    /// The version that was read.
    pub version: i32,
    /// What is said of it now.
    pub entry: CatalogueEntry,
    /// Whether it is taken off the menu. What was planned with it keeps its link.
    pub retired: bool,
}

/// What to look for on the menu.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::InputObject))]
pub struct CatalogueFilter {
    /// Words in its title, its description or its local provider.
    pub text: Option<String>,
    /// A need it serves.
    pub need: Option<Need>,
    /// What kind of help it is.
    pub kind: Option<InterventionKind>,
    /// Only what somebody here already provides.
    #[cfg_attr(feature = "graphql", graphql(default))]
    pub local: bool,
}

/// A page of the menu.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct CataloguePage {
    /// What is offered, by title.
    pub items: Vec<CatalogueRow>,
    /// Where the list goes on.
    pub next: Option<Cursor>,
    /// Whether the caller may add to the menu of the authority.
    pub adds: bool,
    /// The clusters for which the caller may add something.
    pub adds_for: Vec<ClusterLink>,
}

/// An entry in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct CatalogueRow {
    /// Which.
    pub id: CatalogueItemId,
    /// What it is called.
    pub title: String,
    /// What kind of help it is.
    pub kind: InterventionKind,
    /// The needs it serves.
    pub needs: Vec<Need>,
    /// How well it is known to work.
    pub strength: Strength,
    /// What it costs.
    pub cost_band: CostBand,
    /// The months of progress in a year that a study gives.
    pub months: Option<i32>,
    /// Who already provides it here; empty where nobody does.
    pub local_provider: String,
    /// The cluster that added it, if one did.
    pub cluster: Option<String>,
}

/// One entry, whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct CatalogueItem {
    /// Which.
    pub id: CatalogueItemId,
    /// The version to send back with a change.
    pub version: i32,
    /// The cluster that added it; nobody, where it is the authority's.
    pub cluster: Option<ClusterLink>,
    /// What is said of it.
    pub entry: CatalogueEntry,
    /// The day it was last changed.
    pub changed_on: NaiveDate,
    /// Since when it is off the menu, if it is.
    pub retired_on: Option<NaiveDate>,
    /// Whether the caller may change it.
    pub changes: bool,
    /// The clusters for which the caller may propose it.
    pub plans: Vec<ClusterLink>,
}

/// An entry by its title.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct CatalogueLink {
    /// Which.
    pub id: CatalogueItemId,
    /// What it is called.
    pub title: String,
}

/// What somebody here already provides: to be looked at before anything new is bought.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct LocalOffer {
    /// Which.
    pub id: CatalogueItemId,
    /// What it is called.
    pub title: String,
    /// What kind of help it is.
    pub kind: InterventionKind,
    /// The needs it serves.
    pub needs: Vec<Need>,
    /// Who provides it.
    pub provider: String,
    /// How a school gets it.
    pub how: String,
    /// What it costs the cluster.
    pub cost: String,
}

/// The words by which a priority or a title tells what need it is about. Beginnings of words, in small letters.
const WORDS: [(Need, &[&str]); 4] = [
    (
        Need::CommunicationInteraction,
        &["speech", "language", "communicat", "autis", "asc", "asd", "slcn", "vocabulary", "talk", "interaction"],
    ),
    (
        Need::CognitionLearning,
        &["literacy", "reading", "writing", "spelling", "phonic", "numera", "math", "dyslexi", "cogniti", "attainment"],
    ),
    (
        Need::SocialEmotionalMental,
        &[
            "mental",
            "emotion",
            "social",
            "behaviour",
            "semh",
            "anxi",
            "wellbeing",
            "nurture",
            "exclu",
            "attend",
            "attach",
            "counsel",
        ],
    ),
    (
        Need::SensoryPhysical,
        &["sensory", "hearing", "deaf", "vision", "visual", "physical", "motor", "mobility", "movement"],
    ),
];

/// The needs that a text speaks of.
pub fn needs_in(text: &str) -> Vec<Need> {
    let text = text.to_ascii_lowercase();
    let words = || text.split(|it: char| !it.is_ascii_alphanumeric());
    // Three letters are a word of their own: "asc" is no "ascending".
    let means = |word: &str, start: &str| {
        if start.len() <= 4 && start != "math" && start != "talk" && start != "anxi" {
            word == start
        } else {
            word.starts_with(start)
        }
    };
    let speaks = |starts: &[&str]| words().any(|word| starts.iter().any(|start| means(word, start)));
    WORDS.iter().filter(|it| speaks(it.1)).map(|it| it.0).collect()
}

/// What is already there and may do what is planned, but for what the plan itself makes use of.
pub fn like<'a>(
    offers: &'a [LocalOffer],
    uses: Option<CatalogueItemId>,
    kind: InterventionKind,
    priority: &str,
    title: &str,
) -> Vec<&'a LocalOffer> {
    if offers.iter().any(|it| uses == Some(it.id)) {
        return Vec::new();
    }
    offers.iter().filter(|it| it.is_like(kind, priority, title)).collect()
}

impl LocalOffer {
    /// Whether it may do what is proposed: it serves a need that the priority or the title speaks of, or, where they speak
    /// of none, it is of the same kind.
    pub fn is_like(&self, kind: InterventionKind, priority: &str, title: &str) -> bool {
        let mut needs = needs_in(priority);
        needs.extend(needs_in(title));
        if needs.is_empty() { self.kind == kind } else { self.needs.iter().any(|it| needs.contains(it)) }
    }
}

impl CatalogueEntry {
    /// The entry with its text tidied, or what is wrong with it, in the order of the form.
    pub fn check(self) -> Result<Self, Vec<Problem>> {
        let mut problems = Problems::default();
        let (prose, place) = (Guard::Prose, Guard::Place);
        let title = problems.take(prose.required("title", "a title", &self.title, 150));
        let about = problems.take(prose.required("about", "what it is", &self.about, 1000));
        problems.when(self.needs.is_empty(), "needs", "Choose at least one need it serves");
        let evidence = problems.take(prose.required("evidence", "what is known of its effect", &self.evidence, 1000));
        let citation = problems.take(place.required("citation", "where that is written", &self.citation, 300));
        let web = problems.take(web(&self.web));
        let rated_by = problems.take(place.optional("ratedBy", "who rated it", &self.rated_by, 150));
        let rated = self.strength != Strength::NotRated;
        problems.when(rated && rated_by.as_deref() == Some(""), "ratedBy", "Enter who rated the evidence");
        let months = self.months.is_none_or(|it| (0..=12).contains(&it));
        problems.when(!months, "months", "Enter a whole number of months from 0 to 12");
        let training = problems.take(prose.optional("training", "the training staff need", &self.training, 500));
        let provider = problems.take(place.optional("localProvider", "who provides it", &self.local_provider, 150));
        let how = problems.take(Guard::Contact.optional("localHow", "how a school gets it", &self.local_how, 500));
        let cost = problems.take(prose.optional("localCost", "what it costs the cluster", &self.local_cost, 150));
        let here = provider.as_deref() != Some("");
        let said = |it: &Option<String>| it.as_deref() != Some("");
        problems.when(here && !said(&how), "localHow", "Enter how a school gets it");
        problems.when(here && !said(&cost), "localCost", "Enter what it costs the cluster");
        problems.when(!here && (said(&how) || said(&cost)), "localProvider", "Enter who provides it");
        problems.finish()?;
        let text = |it: Option<String>| it.unwrap_or_default();
        Ok(Self {
            title: text(title),
            about: text(about),
            needs: in_order(self.needs),
            evidence: text(evidence),
            citation: text(citation),
            web: text(web),
            rated_by: if rated { text(rated_by) } else { String::new() },
            training: text(training),
            local_provider: text(provider),
            local_how: text(how),
            local_cost: text(cost),
            ..self
        })
    }

    /// What differs between this entry and the saved one, in the words of the form (U5).
    pub fn changes(&self, saved: &Self) -> Vec<Change> {
        let needs = |it: &Self| it.needs.iter().map(|it| it.label()).collect::<Vec<_>>().join("; ");
        let months = |it: &Self| it.months.map(|it| it.to_string()).unwrap_or_default();
        let fields = [
            ("Title", self.title.clone(), saved.title.clone()),
            ("Kind of help", self.kind.label().to_owned(), saved.kind.label().to_owned()),
            ("What it is", self.about.clone(), saved.about.clone()),
            ("Needs", needs(self), needs(saved)),
            ("Evidence", self.evidence.clone(), saved.evidence.clone()),
            ("Source", self.citation.clone(), saved.citation.clone()),
            ("Web address", self.web.clone(), saved.web.clone()),
            ("How strong the evidence is", self.strength.label().to_owned(), saved.strength.label().to_owned()),
            ("Rated by", self.rated_by.clone(), saved.rated_by.clone()),
            ("Cost", self.cost_band.label().to_owned(), saved.cost_band.label().to_owned()),
            ("Months of progress", months(self), months(saved)),
            ("Training", self.training.clone(), saved.training.clone()),
            ("Local provider", self.local_provider.clone(), saved.local_provider.clone()),
            ("How to get it", self.local_how.clone(), saved.local_how.clone()),
            ("Cost to the cluster", self.local_cost.clone(), saved.local_cost.clone()),
        ];
        super::differing(fields)
    }
}

/// A web address as text, or nothing.
fn web(text: &str) -> Result<String, Vec<Problem>> {
    let text = Guard::Prose.optional("web", "the web address", text, 300)?;
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let shaped = host.is_some_and(|it| it.contains('.') && it.bytes().all(|it| it.is_ascii_graphic()));
    if text.is_empty() || shaped {
        return Ok(text);
    }
    let message = "Enter a web address like https://www.example.org/study".to_owned();
    Err(vec![Problem { field: "web".to_owned(), message }])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry() -> CatalogueEntry {
        CatalogueEntry {
            title: " Talk Boost ".into(),
            kind: InterventionKind::GroupSupport,
            about: "Ten weeks of small groups".into(),
            needs: vec![Need::CognitionLearning, Need::CommunicationInteraction, Need::CognitionLearning],
            evidence: "A trial".into(),
            citation: "A report".into(),
            web: String::new(),
            strength: Strength::Moderate,
            rated_by: "The Board".into(),
            cost_band: CostBand::Low,
            months: Some(3),
            training: String::new(),
            local_provider: String::new(),
            local_how: String::new(),
            local_cost: String::new(),
        }
    }

    fn wrong(entry: CatalogueEntry) -> Vec<String> {
        entry.check().unwrap_err().into_iter().map(|it| it.field).collect()
    }

    #[test]
    fn an_entry_is_tidied_or_told_what_is_wrong() {
        let tidy = entry().check().unwrap();
        assert_eq!(tidy.title, "Talk Boost");
        assert_eq!(tidy.needs, [Need::CommunicationInteraction, Need::CognitionLearning]);
        let broken =
            CatalogueEntry { needs: vec![], rated_by: " ".into(), months: Some(13), web: "x".into(), ..entry() };
        assert_eq!(wrong(broken), ["needs", "web", "ratedBy", "months"]);
        let unrated = CatalogueEntry { strength: Strength::NotRated, ..entry() };
        assert_eq!(unrated.check().unwrap().rated_by, "");
    }

    #[test]
    fn what_is_here_already_says_who_how_and_at_what_cost() {
        let here = CatalogueEntry { local_provider: "Teaching School".into(), ..entry() };
        assert_eq!(wrong(here), ["localHow", "localCost"]);
        let nobody = CatalogueEntry { local_cost: "Free".into(), ..entry() };
        assert_eq!(wrong(nobody), ["localProvider"]);
        let how = "hub@example.org, 01454 868 000".into();
        let here = CatalogueEntry {
            local_provider: "Teaching School".into(),
            local_how: how,
            local_cost: "Free".into(),
            ..entry()
        };
        assert!(here.check().is_ok());
    }

    #[test]
    fn a_web_address_is_one() {
        for web in ["https://example.org/a?b=c", "http://example.org", ""] {
            assert!(CatalogueEntry { web: web.into(), ..entry() }.check().is_ok(), "{web}");
        }
        for web in ["example.org", "javascript:alert(1)", "https://a b.org", "https://", "ftp://example.org"] {
            assert_eq!(wrong(CatalogueEntry { web: web.into(), ..entry() }), ["web"], "{web}");
        }
    }

    #[test]
    fn what_is_local_is_like_a_plan_by_its_need_or_else_by_its_kind() {
        let offer = LocalOffer {
            id: CatalogueItemId(uuid::Uuid::nil()),
            title: "ELSA".into(),
            kind: InterventionKind::Training,
            needs: vec![Need::SocialEmotionalMental],
            provider: "EPS".into(),
            how: "Ask".into(),
            cost: "Free".into(),
        };
        use InterventionKind::{Resource, Training};
        assert!(offer.is_like(Resource, "Managing behaviour that challenges", "Calm corners"));
        assert!(!offer.is_like(Training, "Speech and language", "Signing"));
        assert!(offer.is_like(Training, "Narrowing the gap", "A course"));
        assert!(!offer.is_like(Resource, "Narrowing the gap", "A box"));
        assert_eq!(needs_in("Ascending order"), []);
        assert_eq!(needs_in("pupils with ASC"), [Need::CommunicationInteraction]);
    }

    #[test]
    fn both_values_of_a_changed_field_are_told() {
        let mine = CatalogueEntry { months: None, ..entry() };
        let changes = mine.changes(&entry());
        assert_eq!((changes.len(), changes[0].yours.as_str(), changes[0].theirs.as_str()), (1, "", "3"));
    }
}
