//! A year of priorities, money and interventions. Figures, providers and measures are invented; the therapist is the
//! one of the council's report.

use chrono::NaiveDate;
use shared::{
    fund::Allocation,
    id::{InterventionId, MovementId, PriorityId},
    intervention::{Agreement, InterventionKind, NewIntervention, NewPriority, Proposal, group::Direction},
    money::Pence,
};

use super::{
    day, lives, menu,
    places::{cluster, school},
    player::Player,
};
use crate::error::Result;

const CHAIR_2: &str = "Headteacher, St Michael's, Stoke Gifford";
const CHAIR_3: &str = "Headteacher, Frampton Cotterell";
const LEAD: &str = "Strategic lead for SEND";

const PRIORITIES: [(i32, &str); 8] = [
    (2, "Social, emotional and mental health"),
    (2, "Managing behaviour that challenges"),
    (2, "Speech and language, and meeting the needs of pupils with autism"),
    (2, "Narrowing the gap for pupils at SEN Support"),
    (3, "Mental health, so that pupils can learn and are not excluded for behaviour"),
    (3, "Children with complex needs who have no EHC plan"),
    (3, "Speech and language, with autism found earlier"),
    (3, "Literacy and numeracy at SEN Support"),
];

/// One intervention of the demonstration.
struct Planned {
    cluster: i32,
    /// Counted from 0 within the cluster, as in [`PRIORITIES`].
    priority: usize,
    title: &'static str,
    kind: InterventionKind,
    provider: &'static str,
    schools: &'static [&'static str],
    starts: NaiveDate,
    ends: NaiveDate,
    pounds: i64,
    measure: &'static str,
    baseline: f64,
    target: f64,
    proposed: (NaiveDate, &'static str),
    agreed: Option<(NaiveDate, &'static str)>,
}

const fn planned() -> [Planned; 9] {
    use InterventionKind::{GroupSupport, Resource, Staffing, Training};
    [
        Planned {
            cluster: 2,
            priority: 2,
            title: "Full-time speech and language therapist for six months",
            kind: Staffing,
            provider: "Speech and Language Service",
            schools: &[
                "Bowsland Green Primary School",
                "Callicroft Primary School",
                "Filton Hill Primary School",
                "Little Stoke Primary School",
                "St Chad's Patchway CofE Primary School",
            ],
            starts: day(2018, 12, 1),
            ends: day(2019, 5, 31),
            pounds: 25_000,
            measure: "Pupils at SEN Support who reach the expected level of the language screen, in per cent",
            baseline: 42.0,
            target: 60.0,
            proposed: (day(2018, 11, 14), CHAIR_2),
            agreed: Some((day(2018, 11, 21), "Headteacher, Filton Hill")),
        },
        Planned {
            cluster: 2,
            priority: 0,
            title: "Emotional literacy support assistants: training and supervision",
            kind: Training,
            provider: "Educational Psychology Service",
            schools: &["Coniston Primary School", "Holy Trinity Primary School", "Shield Road Primary School"],
            starts: day(2019, 1, 14),
            ends: day(2019, 7, 12),
            pounds: 6_480,
            measure: "Assistants who run a weekly group by July",
            baseline: 3.0,
            target: 18.0,
            proposed: (day(2018, 12, 5), "SENCO, Little Stoke"),
            agreed: Some((day(2018, 12, 12), CHAIR_2)),
        },
        Planned {
            cluster: 2,
            priority: 1,
            title: lives::DRUMMING,
            kind: GroupSupport,
            provider: "County Music Service",
            schools: &["Coniston Primary School", "Little Stoke Primary School"],
            starts: day(2019, 1, 7),
            ends: day(2019, 7, 5),
            pounds: 3_600,
            measure: "Incidents recorded in the first lesson after lunch, in a week",
            baseline: 14.0,
            target: 6.0,
            proposed: (day(2018, 12, 5), "SENCO, Little Stoke"),
            agreed: Some((day(2018, 12, 12), CHAIR_2)),
        },
        Planned {
            cluster: 2,
            priority: 3,
            title: lives::DOG,
            kind: GroupSupport,
            provider: "A volunteer with a trained dog",
            schools: &["Little Stoke Primary School"],
            starts: day(2019, 4, 23),
            ends: day(2019, 7, 19),
            pounds: 1_500,
            measure: "Months of progress in reading age, on average",
            baseline: 3.0,
            target: 6.0,
            proposed: (day(2019, 3, 6), "SENCO, Little Stoke"),
            agreed: None,
        },
        Planned {
            cluster: 2,
            priority: 1,
            title: "Specialist leaders of education in classrooms where behaviour challenges",
            kind: GroupSupport,
            provider: "Teaching Schools",
            schools: &["Patchway Community School", "Abbeywood Community School"],
            starts: day(2019, 2, 25),
            ends: day(2019, 7, 5),
            pounds: 9_750,
            measure: "Days of fixed-period exclusion in a half term",
            baseline: 61.0,
            target: 40.0,
            proposed: (day(2019, 1, 30), "Headteacher, Patchway Community School"),
            agreed: Some((day(2019, 2, 6), CHAIR_2)),
        },
        Planned {
            cluster: 2,
            priority: 0,
            title: "Lunchtime nurture groups, with what St Chad's and St Michael's learnt from a year of their shared 'calm corner'",
            kind: GroupSupport,
            provider: "The schools themselves",
            schools: &["St Chad's Patchway CofE Primary School", "St Michael's CofE Primary School, Stoke Gifford"],
            starts: day(2019, 9, 9),
            ends: day(2020, 2, 14),
            pounds: 4_120,
            measure: "Lunchtime incidents recorded in a week",
            baseline: 23.0,
            target: 12.0,
            proposed: (day(2019, 6, 12), "SENCO, Bradley Stoke and Abbeywood"),
            agreed: None,
        },
        Planned {
            cluster: 3,
            priority: 3,
            title: "Reading intervention by trained teaching assistants",
            kind: Training,
            provider: "Integra",
            schools: &["Elm Park Primary School", "Marshfield CofE Primary School", "Watermore Primary School"],
            starts: day(2019, 1, 21),
            ends: day(2019, 7, 19),
            pounds: 11_200,
            measure: "Months of progress in reading age, on average",
            baseline: 4.5,
            target: 9.0,
            proposed: (day(2018, 12, 3), "SENCO, Marshfield"),
            agreed: Some((day(2018, 12, 10), CHAIR_3)),
        },
        Planned {
            cluster: 3,
            priority: 2,
            title: "Sensory resources for early years",
            kind: Resource,
            provider: "Inclusion Support",
            schools: &["Broadway Infant School", "Iron Acton CofE Primary School"],
            starts: day(2019, 6, 10),
            ends: day(2019, 12, 20),
            pounds: 3_035,
            measure: "Children who stay in class through the afternoon, in per cent",
            baseline: 55.0,
            target: 80.0,
            proposed: (day(2019, 5, 15), "Deputy head and SENCO, Elm Park"),
            agreed: Some((day(2019, 6, 5), CHAIR_3)),
        },
        Planned {
            cluster: 3,
            priority: 0,
            title: "Counsellor for two secondary schools",
            kind: Staffing,
            provider: "Winterbourne Academy",
            schools: &["Winterbourne Academy", "Brimsham Green School"],
            starts: day(2019, 9, 2),
            ends: day(2020, 7, 17),
            pounds: 38_400,
            measure: "Permanent exclusions in a year",
            baseline: 5.0,
            target: 2.0,
            proposed: (day(2019, 6, 5), "Assistant principal, Winterbourne Academy"),
            agreed: None,
        },
    ]
}

/// Plays the year up to a day, in the order of its days.
pub async fn year(player: &mut Player, until: NaiveDate) -> Result<()> {
    for (at, (number, text)) in PRIORITIES.into_iter().enumerate() {
        let since = day(2018, 10, if number == 2 { 10 } else { 17 });
        if since > until {
            continue;
        }
        player.enter(since, if number == 2 { CHAIR_2 } else { CHAIR_3 });
        let cluster = cluster(player, number);
        let new = NewPriority { id: priority(player, at), cluster, text: text.to_owned(), since };
        player.send("addPriority", "NewPriority", &new).await?;
    }
    for (number, pounds) in [(2, 60_000), (3, 45_000)] {
        let paid = day(2018, 11, 5);
        if paid > until {
            continue;
        }
        player.enter(paid, LEAD);
        let allocation = Allocation {
            id: MovementId(player.id(&format!("allocation: {number}"))),
            cluster: cluster(player, number),
            amount: Pence::pounds(pounds),
            day: paid,
            reason: "Top-up no longer paid twice from April 2018 (invented figure)".to_owned(),
        };
        player.send("allocate", "Allocation", &allocation).await?;
    }
    let mut steps: Vec<(NaiveDate, Step)> = Vec::new();
    for (first, second) in planned().into_iter().zip(planned()) {
        steps.push((first.proposed.0, Step::Propose(first)));
        if let Some((agreed, _)) = second.agreed {
            steps.push((agreed, Step::Agree(second)));
        }
    }
    steps.extend(lives::deeds().into_iter().map(|(day, deed)| (day, Step::Live(deed))));
    // What happens on one day happens in the order of a life.
    steps.sort_by_key(|(day, step)| (*day, matches!(step, Step::Agree(_)), matches!(step, Step::Live(_))));
    for (day, step) in steps.into_iter().filter(|(day, _)| *day <= until) {
        match step {
            Step::Propose(planned) => propose(player, day, &planned).await?,
            Step::Agree(planned) => agree(player, day, &planned).await?,
            Step::Live(deed) => lives::act(player, day, &deed, leaders).await?,
        }
    }
    Ok(())
}

/// One thing that happens to the plans.
enum Step {
    Propose(Planned),
    Agree(Planned),
    Live(lives::Deed),
}

/// What the specialist leaders were first agreed to do.
fn leaders(player: &Player) -> Proposal {
    let [.., leaders, _, _, _, _] = planned();
    proposal(player, &leaders)
}

async fn propose(player: &mut Player, day: NaiveDate, planned: &Planned) -> Result<()> {
    player.enter(day, planned.proposed.1);
    let proposal = proposal(player, planned);
    player.send("proposeIntervention", "NewIntervention", &NewIntervention { id: id(player, planned), proposal }).await
}

fn proposal(player: &Player, planned: &Planned) -> Proposal {
    let first = if planned.cluster == 2 { 0 } else { 4 };
    let said = menu::said(player, planned.title);
    Proposal {
        cluster: cluster(player, planned.cluster),
        priority: priority(player, first + planned.priority),
        outcome_areas: vec![if planned.measure.contains("xclusion") { "exclusions" } else { "sen-support" }.to_owned()],
        title: planned.title.to_owned(),
        kind: planned.kind,
        catalogue_item: said.item,
        new_reason: said.new_reason,
        years: said.years,
        group_size: Some(said.size),
        direction: if planned.target > planned.baseline { Direction::HigherIsBetter } else { Direction::LowerIsBetter },
        target_reason: String::new(),
        evidence: said.evidence,
        schools: planned.schools.iter().map(|name| school(player, name)).collect(),
        provider: planned.provider.to_owned(),
        starts_on: planned.starts,
        ends_on: planned.ends,
        cost: Pence::pounds(planned.pounds),
        measure: planned.measure.to_owned(),
        baseline: planned.baseline,
        baseline_on: super::day(2018, 11, 5),
        baseline_source: "The schools' own records (invented)".to_owned(),
        target: planned.target,
    }
}

async fn agree(player: &mut Player, day: NaiveDate, planned: &Planned) -> Result<()> {
    player.enter(day, planned.agreed.map_or(LEAD, |(_, by)| by));
    let agreement = Agreement {
        id: id(player, planned),
        version: 1,
        agreed_on: day,
        reasons: "It serves the priority, and the schools can release the staff.".to_owned(),
        challenge: "Is the target stretching enough?".to_owned(),
        response: "The Board compared it with the last two years: nobody reached it.".to_owned(),
    };
    player.send("agreeIntervention", "Agreement", &agreement).await
}

fn priority(player: &Player, at: usize) -> PriorityId {
    PriorityId(player.id(&format!("priority: {at}")))
}

fn id(player: &Player, planned: &Planned) -> InterventionId {
    InterventionId(player.id(&format!("intervention: {}", planned.title)))
}
