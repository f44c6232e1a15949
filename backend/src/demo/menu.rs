//! The menu of the demonstration, a priority that ended and one that was reworded, and somebody's draft.
//!
//! The names of programmes and services are those of the council's report of November 2018, or are in common use. What is
//! said of their effect, cost and months is invented and says so; no study is quoted.

use chrono::NaiveDate;
use serde_json::json;
use shared::{
    id::{CatalogueItemId, DraftId, PriorityId, WindowId},
    intervention::{
        InterventionKind, NewPriority,
        catalogue::{CatalogueEntry, CostBand, Need, NewCatalogueItem, RevisedCatalogueItem, Strength},
        draft::{Answer, DraftKind, SavingDraft},
        group::{GroupSize, YearBand},
        priority::{EndedPriority, RewordedPriority},
    },
};

use super::{day, places::cluster, player::Player};
use crate::error::Result;

const LEAD: &str = "Strategic lead for SEND";
const CHAIR_2: &str = "Headteacher, St Michael's, Stoke Gifford";
const CHAIR_3: &str = "Headteacher, Frampton Cotterell";

/// Whose numbers these are.
const INVENTED: &str = "Invented for the demonstration";

/// Something on the menu: who added it, and what is said of it.
struct Offered {
    title: &'static str,
    cluster: Option<i32>,
    kind: InterventionKind,
    needs: &'static [Need],
    about: &'static str,
    evidence: &'static str,
    strength: Strength,
    cost: CostBand,
    months: Option<i32>,
    training: &'static str,
    /// Who provides it here, how one gets it, what it costs.
    local: Option<[&'static str; 3]>,
}

const fn offered() -> [Offered; 12] {
    use InterventionKind::{GroupSupport, Resource, Staffing, Training};
    use Need::{CognitionLearning, CommunicationInteraction, SensoryPhysical, SocialEmotionalMental};
    [
        Offered {
            title: "Attention Autism",
            cluster: None,
            kind: Training,
            needs: &[CommunicationInteraction],
            about: "Staff learn to lead short, lively group sessions that build shared attention, and parents are shown how to go on at home.",
            evidence: "Named in the council's report as a programme for staff and parents. Staff of three schools said that groups sat together longer (invented).",
            strength: Strength::Limited,
            cost: CostBand::Low,
            months: None,
            training: "Two days for one member of staff in each school (invented)",
            local: None,
        },
        Offered {
            title: "Talk Boost",
            cluster: None,
            kind: GroupSupport,
            needs: &[CommunicationInteraction],
            about: "Groups of children whose language is delayed meet three times a week for ten weeks with a trained assistant.",
            evidence: "Named in the council's report. Two of our schools saw most of a group reach the expected level of the screen in a term (invented).",
            strength: Strength::Moderate,
            cost: CostBand::Low,
            months: Some(3),
            training: "One day for a teacher and an assistant (invented)",
            local: Some([
                "Teaching Schools",
                "Training in October and in March: book on the page of the teaching school",
                "£95 a place (invented)",
            ]),
        },
        Offered {
            title: "Emotional literacy support assistants (ELSA)",
            cluster: None,
            kind: Training,
            needs: &[SocialEmotionalMental],
            about: "Assistants are trained and supervised by educational psychologists to run small groups on feelings, friendship and loss.",
            evidence: "Schools that kept a weekly group for two terms counted fewer removals from lessons (invented).",
            strength: Strength::Moderate,
            cost: CostBand::Low,
            months: Some(2),
            training: "Six days in a year, then supervision each half term (invented)",
            local: Some([
                "Educational Psychology Service",
                "Places are given out each September, two a school",
                "£360 a place with a year of supervision (invented)",
            ]),
        },
        Offered {
            title: "Specialist leaders of education in the classroom",
            cluster: None,
            kind: GroupSupport,
            needs: &[SocialEmotionalMental, CognitionLearning],
            about: "A specialist leader from a teaching school works beside teachers for a term: routines, plans for behaviour, teaching in small steps.",
            evidence: "The council's report lists it among what the three teaching schools offer. Two secondary schools lost fewer days to exclusion (invented).",
            strength: Strength::Limited,
            cost: CostBand::Moderate,
            months: None,
            training: "",
            local: Some([
                "Teaching Schools",
                "Ask the teaching school by the half term before; a leader has three days a week",
                "£350 a day (invented)",
            ]),
        },
        Offered {
            title: "Early Help groups for families",
            cluster: None,
            kind: GroupSupport,
            needs: &[SocialEmotionalMental],
            about: "Eight evenings for parents on routines, boundaries and worry, with a family worker; the school finds the room.",
            evidence: "The council's report asks that Early Help is looked at first, so that nothing is done twice. Most families came to six of eight evenings (invented).",
            strength: Strength::Limited,
            cost: CostBand::VeryLow,
            months: None,
            training: "",
            local: Some(["Early Help", "Ask the family link worker of the area", "Nothing"]),
        },
        Offered {
            title: "Sensory boxes on loan",
            cluster: None,
            kind: Resource,
            needs: &[SensoryPhysical, CommunicationInteraction],
            about: "A box of materials for movement, touch and quiet, with a visit to show staff what helps which child in a group.",
            evidence: "Schools keep what they find useful and say what they do not (invented).",
            strength: Strength::NotRated,
            cost: CostBand::VeryLow,
            months: None,
            training: "An hour when the box comes",
            local: Some(["Inclusion Support", "Borrow for half a term: the list is on the service's page", "Nothing"]),
        },
        Offered {
            title: "Reading with trained teaching assistants",
            cluster: None,
            kind: Training,
            needs: &[CognitionLearning],
            about: "Assistants learn to teach reading to small groups, twenty minutes a day for two terms, from a checked plan.",
            evidence: "A group of primary schools measured reading age before and after and compared it with the year before (invented).",
            strength: Strength::Strong,
            cost: CostBand::Moderate,
            months: Some(5),
            training: "Four days, with visits (invented)",
            local: None,
        },
        Offered {
            title: "Number work in short daily sessions",
            cluster: None,
            kind: GroupSupport,
            needs: &[CognitionLearning],
            about: "Groups of four to six pupils practise what they have not understood, fifteen minutes a day.",
            evidence: "Gains held a term later in four of six groups (invented).",
            strength: Strength::Moderate,
            cost: CostBand::Low,
            months: Some(4),
            training: "Half a day (invented)",
            local: None,
        },
        Offered {
            title: "Counsellor in secondary schools",
            cluster: None,
            kind: Staffing,
            needs: &[SocialEmotionalMental],
            about: "A counsellor is in school for set days a week and takes groups and referrals from pastoral staff.",
            evidence: "Attendance of those seen in a group rose; nobody has compared it with others (invented).",
            strength: Strength::Limited,
            cost: CostBand::High,
            months: None,
            training: "",
            local: None,
        },
        Offered {
            title: "Nurture group",
            cluster: None,
            kind: GroupSupport,
            needs: &[SocialEmotionalMental],
            about: "Eight to ten pupils spend part of the day in a small class with two adults and go back to their own step by step.",
            evidence: "Where it ran for a year fewer of the group were excluded than in the year before (invented).",
            strength: Strength::Moderate,
            cost: CostBand::High,
            months: Some(3),
            training: "Three days for both adults (invented)",
            local: None,
        },
        Offered {
            title: "Calm corner at lunchtime",
            cluster: Some(2),
            kind: GroupSupport,
            needs: &[SocialEmotionalMental],
            about: "A staffed, quiet room for the second half of lunchtime. Two schools of the cluster share a rota.",
            evidence: "Lunchtime incidents in a week fell by a third in the first term (invented).",
            strength: Strength::Limited,
            cost: CostBand::VeryLow,
            months: None,
            training: "",
            local: None,
        },
        Offered {
            title: "A morning a week in the woods",
            cluster: Some(3),
            kind: GroupSupport,
            needs: &[SocialEmotionalMental, SensoryPhysical],
            about: "Groups of twelve spend a morning a week outdoors with a trained leader for two terms.",
            evidence: "Teachers say that the afternoons are calmer; nothing was measured (invented).",
            strength: Strength::NotRated,
            cost: CostBand::Moderate,
            months: None,
            training: "A leader's course of eight days (invented)",
            local: None,
        },
    ]
}

impl Offered {
    fn entry(&self) -> CatalogueEntry {
        let [provider, how, cost] = self.local.unwrap_or(["", "", ""]).map(str::to_owned);
        let rated = self.strength != Strength::NotRated;
        CatalogueEntry {
            title: self.title.to_owned(),
            kind: self.kind,
            about: self.about.to_owned(),
            needs: self.needs.to_vec(),
            evidence: self.evidence.to_owned(),
            citation: "Report to the Schools Forum of 29 November 2018 for what is on offer; findings are invented"
                .to_owned(),
            web: String::new(),
            strength: self.strength,
            rated_by: if rated { INVENTED } else { "" }.to_owned(),
            cost_band: self.cost,
            months: self.months,
            training: self.training.to_owned(),
            local_provider: provider,
            local_how: how,
            local_cost: cost,
        }
    }
}

fn item(player: &Player, title: &str) -> CatalogueItemId {
    CatalogueItemId(player.id(&format!("menu: {title}")))
}

/// The menu, as the lead and two Boards have filled it; one thing was taken off again.
pub async fn menu(player: &mut Player, until: NaiveDate) -> Result<()> {
    let from = day(2018, 10, 1);
    if from > until {
        return Ok(());
    }
    for offered in offered() {
        player.enter(
            from,
            match offered.cluster {
                None => LEAD,
                Some(2) => CHAIR_2,
                Some(_) => CHAIR_3,
            },
        );
        let (id, cluster) = (item(player, offered.title), offered.cluster.map(|it| cluster(player, it)));
        let new = NewCatalogueItem { id, cluster, entry: offered.entry() };
        player.send("addCatalogueItem", "NewCatalogueItem", &new).await?;
    }
    let off = day(2019, 2, 4);
    player.enter(from, LEAD);
    let [first, ..] = offered();
    let entry = CatalogueEntry { title: "Paper screen for language (invented)".to_owned(), ..first.entry() };
    let id = item(player, "Paper screen");
    player
        .send("addCatalogueItem", "NewCatalogueItem", &NewCatalogueItem { id, cluster: None, entry: entry.clone() })
        .await?;
    if off <= until {
        player.enter(off, LEAD);
        let revised = RevisedCatalogueItem { id, version: 1, entry, retired: true };
        player.send("reviseCatalogueItem", "RevisedCatalogueItem", &revised).await?;
    }
    Ok(())
}

/// A priority that cluster 2 had until the spring, and one of cluster 3 in other words.
pub async fn priorities(player: &mut Player, until: NaiveDate) -> Result<()> {
    let (since, ended_on) = (day(2018, 10, 10), day(2019, 3, 20));
    let id = PriorityId(player.id("priority: ended"));
    if since <= until {
        player.enter(since, CHAIR_2);
        let text = "Moving from primary to secondary school without losing support (invented)".to_owned();
        player
            .send("addPriority", "NewPriority", &NewPriority { id, cluster: cluster(player, 2), text, since })
            .await?;
    }
    if ended_on <= until {
        player.enter(ended_on, CHAIR_2);
        let reason = "The secondary schools took it into their own plans (invented).".to_owned();
        player.send("endPriority", "EndedPriority", &EndedPriority { id, version: 1, ended_on, reason }).await?;
    }
    let reworded = day(2019, 1, 16);
    if reworded <= until {
        player.enter(reworded, CHAIR_3);
        let id = PriorityId(player.id("priority: 7"));
        let text = "Literacy and numeracy at SEN Support, reading first".to_owned();
        player.send("rewordPriority", "RewordedPriority", &RewordedPriority { id, version: 1, text }).await?;
    }
    Ok(())
}

/// What the SENCO of St Michael's has begun and not sent.
pub async fn draft(player: &mut Player, until: NaiveDate) -> Result<()> {
    let begun = day(2019, 6, 14);
    if begun > until {
        return Ok(());
    }
    player.enter(begun, "SENCO, St Michael's, Stoke Gifford");
    let priority = player.id("priority: 0").to_string();
    let answers = [
        ("title", "Quiet playtimes for Years 3 and 4 (invented)"),
        ("kind", InterventionKind::GroupSupport.word()),
        ("priority", &priority),
        ("newReason", "What Early Help offers is for families at home."),
    ];
    let input = SavingDraft {
        id: DraftId(player.id("draft: quiet playtimes")),
        cluster: cluster(player, 2),
        kind: DraftKind::Proposal,
        version: 0,
        window: WindowId(player.id("window")),
        answers: answers.map(|(field, value)| Answer { field: field.into(), value: value.into() }).to_vec(),
    };
    let document = "mutation Demonstration($input: SavingDraft!) { saveDraft(input: $input) { id } }";
    player.document(document.to_owned(), json!({ "input": input })).await
}

/// What a plan of the demonstration says besides its figures.
pub struct Said {
    /// What it takes from the menu.
    pub item: Option<CatalogueItemId>,
    /// Why something new is bought.
    pub new_reason: String,
    /// The evidence.
    pub evidence: String,
    /// Whom it is for.
    pub years: Vec<YearBand>,
    /// How many they are.
    pub size: GroupSize,
}

/// What is said of an intervention, by its title.
pub fn said(player: &Player, title: &str) -> Said {
    use GroupSize::{UpToHundred, UpToSixty, UpToTen, UpToThirty};
    use YearBand::{
        InfantYears, LowerJuniorYears, LowerSecondaryYears, Nursery, UpperJuniorYears, UpperSecondaryYears,
    };
    let of = |from: Option<&str>, new_reason: &str, evidence: &str, years: &[YearBand], size| Said {
        item: from.map(|it| item(player, it)),
        new_reason: new_reason.to_owned(),
        evidence: evidence.to_owned(),
        years: years.to_vec(),
        size,
    };
    let first = title.split(' ').next().unwrap_or_default();
    match first {
        "Full-time" => of(
            None,
            "The teaching schools train assistants in Talk Boost. They bring no therapist into the schools.",
            "As in the council's report: the therapist gives training and support in programmes such as Attention Autism \
             and Talk Boost, to staff and to parents. Two schools saw most of a group reach the expected level in a term \
             (invented).",
            &[InfantYears, LowerJuniorYears],
            UpToSixty,
        ),
        "Emotional" => of(
            Some("Emotional literacy support assistants (ELSA)"),
            "",
            "Schools that kept a weekly group for two terms counted fewer removals from lessons (invented).",
            &[InfantYears, LowerJuniorYears, UpperJuniorYears],
            UpToHundred,
        ),
        "Specialist" => of(
            Some("Specialist leaders of education in the classroom"),
            "",
            "Two secondary schools elsewhere lost fewer days to exclusion (invented).",
            &[LowerSecondaryYears],
            UpToThirty,
        ),
        "Lunchtime" => of(
            Some("Calm corner at lunchtime"),
            "What Early Help offers is for families at home. This is for lunchtimes in school.",
            "Lunchtime incidents in a week fell by a third in the first term of the shared calm corner (invented).",
            &[LowerJuniorYears, UpperJuniorYears],
            UpToThirty,
        ),
        "Reading" => of(
            Some("Reading with trained teaching assistants"),
            "Specialist leaders work with teachers for a term. This trains assistants who stay in the schools.",
            "A group of primary schools measured reading age before and after (invented).",
            &[LowerJuniorYears, UpperJuniorYears],
            UpToSixty,
        ),
        "Sensory" => of(
            None,
            "The boxes of Inclusion Support go back after half a term. These stay in the two schools.",
            "Both schools borrowed a box in the spring, and the afternoons were calmer (invented).",
            &[Nursery, InfantYears],
            UpToTen,
        ),
        _ => of(
            Some("Counsellor in secondary schools"),
            "Early Help works with families, and its groups are full until the new year (invented).",
            "Attendance of those seen in a group rose in another authority (invented).",
            &[LowerSecondaryYears, UpperSecondaryYears],
            UpToThirty,
        ),
    }
}
