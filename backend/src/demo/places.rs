//! The places and people of the demonstration.

use chrono::NaiveDate;
use serde_json::json;
use shared::{
    access::Role,
    id::{ClusterId, DistrictId, GroupId, MembershipId, ParticipationId, PersonId, PlacingId, SchoolId, SettingId},
    organisation::{
        Joining, NewCluster, NewDistrict, NewGroup, NewMembership, NewPerson, NewSchool, Phase,
        names::{Confirmed, ConfirmedName},
        participation::{NewParticipation, ParticipationState},
        places::{NewLead, Placing, PlacingSchool},
    },
    setting::{Calendar, DisclosureThreshold, NewSetting, OutcomeArea, OutcomeAreas, SettingInput, Term},
};

use super::{day, player::Player};
use crate::error::Result;

/// The rules from the start, and one that is to change.
pub async fn settings(player: &mut Player) -> Result<()> {
    let area = |code: &str, label: &str| OutcomeArea { code: code.to_owned(), label: label.to_owned() };
    let areas = vec![
        area("sen-support", "Better outcomes for pupils at SEN Support"),
        area("exclusions", "Fewer exclusions"),
        area("ehc-requests", "Fewer requests for EHC needs assessments"),
    ];
    let term = |name: &str, days: [(i32, u32, u32); 4]| {
        let [starts, break_starts, break_ends, ends] = days.map(|(y, m, d)| day(y, m, d));
        Term { name: format!("{name} (invented)"), starts, break_starts, break_ends, ends }
    };
    let terms = vec![
        term("Autumn 2018", [(2018, 9, 3), (2018, 10, 29), (2018, 11, 2), (2018, 12, 21)]),
        term("Spring 2019", [(2019, 1, 7), (2019, 2, 18), (2019, 2, 22), (2019, 4, 5)]),
        term("Summer 2019", [(2019, 4, 23), (2019, 5, 27), (2019, 5, 31), (2019, 7, 23)]),
    ];
    let values = [
        (day(2017, 9, 1), SettingInput::OutcomeAreas(OutcomeAreas { areas }), "The pilot's three aims"),
        (day(2017, 9, 1), SettingInput::DisclosureThreshold(DisclosureThreshold { fewest: 5 }), "Usual in statistics"),
        (day(2018, 9, 1), SettingInput::Calendar(Calendar { terms }), "The school year 2018/19"),
        (
            day(2019, 9, 1),
            SettingInput::DisclosureThreshold(DisclosureThreshold { fewest: 6 }),
            "The Schools Forum asked for more caution",
        ),
    ];
    for (at, (since, value, reason)) in values.into_iter().enumerate() {
        let id = SettingId(player.id(&format!("setting: {at}")));
        let new = NewSetting { id, since, value, reason: reason.to_owned() };
        player.send("changeSetting", "NewSetting", &new).await?;
    }
    Ok(())
}

/// Five clusters, of which the fifth was merged into the fourth, and the groups of cluster 2.
pub async fn clusters(player: &mut Player) -> Result<()> {
    let district = DistrictId(player.id("district"));
    player
        .send("addDistrict", "NewDistrict", &NewDistrict { id: district, name: "East (invented)".to_owned() })
        .await?;
    for number in 1..=5 {
        let cluster = NewCluster {
            id: cluster(player, number),
            number,
            name: format!("Cluster {number}"),
            district: Some(district).filter(|_| number == 3),
            opened_on: day(2018, 4, 1),
        };
        player.send("addCluster", "NewCluster", &cluster).await?;
    }
    for group in 1..=3 {
        let new =
            NewGroup { id: working_group(player, group), cluster: cluster(player, 2), name: format!("Group {group}") };
        player.send("addGroup", "NewGroup", &new).await?;
    }
    Ok(())
}

/// The schools of cluster 2 by working group, as the report lists them. The primary phase of Bradley Stoke Community
/// School is not counted again; the technology academy is a member that stays out of the pilot.
const CLUSTER_2: [(i32, &str, Phase); 21] = [
    (1, "Bowsland Green Primary School", Phase::Primary),
    (1, "Callicroft Primary School", Phase::Primary),
    (1, "Holy Family Catholic Primary School", Phase::Primary),
    (1, "St Chad's Patchway CofE Primary School", Phase::Primary),
    (1, "St Michael's CofE Primary School, Stoke Gifford", Phase::Primary),
    (1, "Shield Road Primary School", Phase::Primary),
    (1, "Stoke Lodge Primary School", Phase::Primary),
    (1, "Wallscourt Farm Academy", Phase::Primary),
    (1, "Wheatfield Primary School", Phase::Primary),
    (2, "Bailey's Court Primary School", Phase::Primary),
    (2, "Charborough Road Primary School", Phase::Primary),
    (2, "Coniston Primary School", Phase::Primary),
    (2, "Filton Hill Primary School", Phase::Primary),
    (2, "Holy Trinity Primary School", Phase::Primary),
    (2, "Little Stoke Primary School", Phase::Primary),
    (2, "Meadowbrook Primary School", Phase::Primary),
    (2, "St Mary's Catholic Primary School, Bradley Stoke", Phase::Primary),
    (3, "Bradley Stoke Community School", Phase::AllThrough),
    (3, "Patchway Community School", Phase::Secondary),
    (3, "Abbeywood Community School", Phase::Secondary),
    (0, "Bristol Technology and Engineering Academy", Phase::Secondary),
];

/// The twenty schools of cluster 3 in the pilot, as the report lists them.
const CLUSTER_3: [(&str, Phase); 20] = [
    ("Elm Park Primary School", Phase::Primary),
    ("Frampton Cotterell CofE Primary School", Phase::Primary),
    ("Frenchay CofE Primary School", Phase::Primary),
    ("Hambrook Primary School", Phase::Primary),
    ("Rangeworthy CofE Primary School", Phase::Primary),
    ("St Michael's CofE Primary School, Winterbourne", Phase::Primary),
    ("Watermore Primary School", Phase::Primary),
    ("Winterbourne Academy", Phase::Secondary),
    ("Abbotswood Primary School", Phase::Primary),
    ("Broadway Infant School", Phase::Primary),
    ("Hawkesbury CofE Primary School", Phase::Primary),
    ("Iron Acton CofE Primary School", Phase::Primary),
    ("Marshfield CofE Primary School", Phase::Primary),
    ("North Road Primary School", Phase::Primary),
    ("Pucklechurch CofE Primary School", Phase::Primary),
    ("St Andrew's CofE Primary School, Cromhall", Phase::Primary),
    ("St Mary's CofE Primary School, Yate", Phase::Primary),
    ("The Ridge Junior School", Phase::Primary),
    ("Wick CofE Primary School", Phase::Primary),
    ("Brimsham Green School", Phase::Secondary),
];

/// Words of which invented schools are named; each list has an apostrophe and a name too long for a narrow column.
const INVENTED: [&str; 14] = [
    "Ashbourne Lane",
    "Beggar's Bush",
    "Blackthorn Rise",
    "Coldharbour",
    "Dyer's Brook",
    "Fallowfield",
    "Gorse Covert",
    "Hollybank",
    "Kingfisher",
    "Larkhill",
    "Millers' Green",
    "Nettlebed and Upper Nettlebed Church of England Voluntary Aided Federation of",
    "Orchard Vale",
    "Quarry Edge",
];

/// Every school with its cluster and working group, in the order of their invented URNs, of which the first is this one.
pub const FIRST_URN: i32 = 900_001;

/// See [`FIRST_URN`].
pub fn listed() -> Vec<(i32, i32, String, Phase)> {
    let mut listed: Vec<(i32, i32, String, Phase)> = Vec::new();
    listed.extend(CLUSTER_2.iter().map(|(group, name, phase)| (2, *group, (*name).to_owned(), *phase)));
    listed.extend(CLUSTER_3.iter().map(|(name, phase)| (3, 0, (*name).to_owned(), *phase)));
    for (cluster, count) in [(1, 12), (3, 14), (4, 10), (5, 6)] {
        for word in INVENTED.iter().take(count) {
            let (kind, phase) =
                if *word == "Coldharbour" { ("School", Phase::Secondary) } else { ("Primary School", Phase::Primary) };
            listed.push((cluster, 0, format!("{word} {kind} {cluster} (invented)"), phase));
        }
    }
    listed
}

/// The schools, and where they are since the start of the school year; those of cluster 5 moved when it was merged.
pub async fn schools(player: &mut Player) -> Result<()> {
    for (urn, (number, group, name, phase)) in (FIRST_URN..).zip(listed()) {
        let (low, high) = match phase {
            Phase::Secondary => (11, 18),
            Phase::AllThrough => (4, 18),
            _ => (4, 11),
        };
        let id = school(player, &name);
        let new = NewSchool { id, urn, name, phase, low_age: Some(low), high_age: Some(high), town: String::new() };
        player.send("addSchool", "NewSchool", &new).await?;
        let group = (group > 0).then(|| working_group(player, group));
        let joining = Joining { school: id, cluster: cluster(player, number), group, since: day(2018, 4, 1) };
        player.send("joinCluster", "Joining", &joining).await?;
    }
    let document = "mutation Demonstration($cluster: ClusterId!, $into: ClusterId!, $on: NaiveDate!) {
        mergeCluster(cluster: $cluster, into: $into, on: $on) }";
    let merge = json!({ "cluster": cluster(player, 5), "into": cluster(player, 4), "on": day(2018, 7, 13) });
    player.document(document.to_owned(), merge).await
}

/// What the lists of the report call some schools. The primary phase of Bradley Stoke Community School is one of them.
const CALLED: [(&str, &str, &str); 5] = [
    ("Bradley Stoke Primary", "Bradley Stoke Community School", "Primary phase"),
    ("BTEA", "Bristol Technology and Engineering Academy", ""),
    ("North Rd Primary", "North Road Primary School", ""),
    ("St Chads Primary", "St Chad's Patchway CofE Primary School", ""),
    ("Bailey Court Primary", "Bailey's Court Primary School", ""),
];

/// Which schools take part: the letters went to clusters 2 and 3 at the end of July 2018; twenty schools of each answered
/// by 14 September, one said no, one joined and withdrew, and the others never answered. What the last three did is
/// invented.
pub async fn participation(player: &mut Player, until: NaiveDate) -> Result<()> {
    let (asked, joined) = (day(2018, 7, 27), day(2018, 9, 14));
    if joined > until {
        return Ok(());
    }
    player.enter(joined, "administrator");
    let invented = |word: &str| format!("{word} Primary School 3 (invented)");
    let never: Vec<String> = INVENTED.iter().filter(|it| **it != "Coldharbour").map(|it| invented(it)).collect();
    for name in never.iter().map(String::as_str).chain(["Bristol Technology and Engineering Academy"]) {
        let number = if name.starts_with("Bristol") { 2 } else { 3 };
        answer(player, number, name, ParticipationState::Invited, asked, "").await?;
    }
    for (number, names) in [
        (2, CLUSTER_2.iter().filter(|it| it.0 > 0).map(|it| (it.0, it.1)).collect::<Vec<_>>()),
        (3, CLUSTER_3.iter().map(|it| (0, it.0)).collect()),
    ] {
        let placed = |(group, name): &(i32, &str)| PlacingSchool {
            school: school(player, name),
            group: (*group > 0).then(|| working_group(player, *group)),
            from: None,
            engaged: true,
        };
        let schools = names.iter().map(placed).collect();
        let id = PlacingId(player.id(&format!("placing: {number}")));
        let placing = Placing { id, cluster: cluster(player, number), since: joined, schools };
        player.send("placeSchools", "Placing", &placing).await?;
    }
    let name = "Bristol Technology and Engineering Academy";
    answer(player, 2, name, ParticipationState::NotTakingPart, joined, "Pupils from 14 only (invented)").await?;
    let left = invented("Fallowfield");
    answer(player, 3, &left, ParticipationState::Engaged, joined, "").await?;
    let told = day(2018, 10, 19);
    if told <= until {
        player.enter(told, LEAD_OFFICER);
        let reason = "No cover for the SENCO before Easter (invented)";
        answer(player, 3, &left, ParticipationState::Withdrawn, told, reason).await?;
    }
    Ok(())
}

const LEAD_OFFICER: &str = "Strategic lead for SEND";

async fn answer(
    player: &mut Player,
    number: i32,
    name: &str,
    state: ParticipationState,
    since: NaiveDate,
    reason: &str,
) -> Result<()> {
    let new = NewParticipation {
        id: ParticipationId(player.id(&format!("participation: {name}, {}", state.word()))),
        cluster: cluster(player, number),
        school: school(player, name),
        state,
        since,
        reason: reason.to_owned(),
        exclusion_work: false,
    };
    player.send("recordParticipation", "NewParticipation", &new).await
}

/// The names that somebody confirmed, and who leads clusters 2 and 3 among their heads.
pub async fn names_and_leads(player: &mut Player) -> Result<()> {
    let names = CALLED.iter().map(|(name, of, note)| ConfirmedName {
        name: (*name).to_owned(),
        school: school(player, of),
        note: (*note).to_owned(),
    });
    let confirmed = Confirmed { cluster: cluster(player, 2), names: names.collect() };
    player.send("rememberNames", "Confirmed", &confirmed).await?;
    for (number, head) in [(2, "Headteacher, St Michael's, Stoke Gifford"), (3, "Headteacher, Frampton Cotterell")] {
        let lead = NewLead {
            id: MembershipId(player.id(&format!("lead: {number}"))),
            cluster: cluster(player, number),
            person: PersonId(player.id(&format!("person: {head}"))),
            since: day(2018, 9, 14),
        };
        player.send("appointLead", "NewLead", &lead).await?;
    }
    Ok(())
}

/// Where somebody holds a role.
enum At {
    Authority,
    District,
    Cluster(i32),
    School(&'static str),
}

/// The people by their posts, with what they hold. The first role gives the date of all.
const fn posts() -> [(&'static str, &'static [(Role, At)]); 26] {
    use At::{Authority, Cluster, District, School};
    use Role as R;
    [
        (
            "Strategic lead for SEND",
            &[(R::LeadOfficer, Authority), (R::BoardMember, Cluster(2)), (R::BoardMember, Cluster(3))],
        ),
        ("Schools Forum member", &[(R::ForumMember, Authority)]),
        ("Auditor of the authority", &[(R::Auditor, Authority)]),
        ("Special needs officer", &[(R::SpecialNeedsOfficer, Cluster(2)), (R::SpecialNeedsOfficer, Cluster(3))]),
        (
            "Educational psychologist",
            &[(R::BoardMember, Cluster(2)), (R::BoardMember, Cluster(3)), (R::SupportService, Cluster(1))],
        ),
        ("SEN consultant", &[(R::BoardMember, Cluster(2)), (R::BoardMember, Cluster(3))]),
        (
            "Headteacher, St Michael's, Stoke Gifford",
            &[(R::Headteacher, School("St Michael's CofE Primary School, Stoke Gifford")), (R::BoardChair, Cluster(2))],
        ),
        (
            "Headteacher, Filton Hill",
            &[(R::Headteacher, School("Filton Hill Primary School")), (R::BoardMember, Cluster(2))],
        ),
        (
            "Headteacher, Patchway Community School",
            &[(R::Headteacher, School("Patchway Community School")), (R::BoardMember, Cluster(2))],
        ),
        (
            "SENCO, St Michael's, Stoke Gifford",
            &[
                (R::Senco, School("St Michael's CofE Primary School, Stoke Gifford")),
                (R::BoardMember, Cluster(2)),
                (R::Host, Cluster(2)),
            ],
        ),
        ("SENCO, Little Stoke", &[(R::Senco, School("Little Stoke Primary School")), (R::BoardMember, Cluster(2))]),
        (
            "SENCO, Bradley Stoke and Abbeywood",
            &[
                (R::Senco, School("Bradley Stoke Community School")),
                (R::Senco, School("Abbeywood Community School")),
                (R::BoardMember, Cluster(2)),
            ],
        ),
        (
            "Headteacher, Frampton Cotterell",
            &[(R::Headteacher, School("Frampton Cotterell CofE Primary School")), (R::BoardChair, Cluster(3))],
        ),
        (
            "Headteacher, Abbotswood",
            &[(R::Headteacher, School("Abbotswood Primary School")), (R::BoardMember, Cluster(3))],
        ),
        (
            "Assistant principal, Winterbourne Academy",
            &[(R::Headteacher, School("Winterbourne Academy")), (R::BoardMember, Cluster(3))],
        ),
        (
            "Headteacher, Brimsham Green",
            &[(R::Headteacher, School("Brimsham Green School")), (R::BoardMember, Cluster(3))],
        ),
        ("SENCO, Winterbourne Academy", &[(R::Senco, School("Winterbourne Academy")), (R::BoardMember, Cluster(3))]),
        ("SENCO, Marshfield", &[(R::Senco, School("Marshfield CofE Primary School")), (R::BoardMember, Cluster(3))]),
        (
            "SENCO, Frampton Cotterell",
            &[(R::Senco, School("Frampton Cotterell CofE Primary School")), (R::BoardMember, Cluster(3))],
        ),
        (
            "Deputy head and SENCO, Elm Park",
            &[(R::Senco, School("Elm Park Primary School")), (R::BoardMember, Cluster(3))],
        ),
        ("Headteacher, St Mary's, Yate", &[(R::Headteacher, School("St Mary's CofE Primary School, Yate"))]),
        ("SENCO, Iron Acton", &[(R::Senco, School("Iron Acton CofE Primary School"))]),
        (
            "Headteacher, Coldharbour 1 (invented)",
            &[(R::Headteacher, School("Coldharbour School 1 (invented)")), (R::BoardChair, Cluster(1))],
        ),
        ("SENCO, Beggar's Bush 4 (invented)", &[(R::Senco, School("Beggar's Bush Primary School 4 (invented)"))]),
        ("Parent partnership officer (invented)", &[(R::PanelMember, District)]),
        (
            "SENCO, O'Hara Road campus, until Easter (invented)",
            &[(R::Senco, School("Wick CofE Primary School")), (R::Host, Cluster(3))],
        ),
    ]
}

/// The one who left: since then cluster 3 has no host.
const LEFT: &str = "SENCO, O'Hara Road campus, until Easter (invented)";

/// The people and their dated roles. The host of cluster 3 left at Easter: a vacancy.
pub async fn people(player: &mut Player, until: NaiveDate) -> Result<()> {
    for (name, roles) in posts() {
        let id = PersonId(player.id(&format!("person: {name}")));
        player.send("addPerson", "NewPerson", &NewPerson { id, name: name.to_owned() }).await?;
        for (at, (role, place)) in roles.iter().enumerate() {
            let membership = NewMembership {
                id: MembershipId(player.id(&format!("membership: {name}, {at}"))),
                person: id,
                role: *role,
                district: matches!(place, At::District).then(|| DistrictId(player.id("district"))),
                cluster: if let At::Cluster(number) = place { Some(cluster(player, *number)) } else { None },
                school: if let At::School(name) = place { Some(school(player, name)) } else { None },
                since: day(2018, 9, 1),
                until: None,
            };
            player.send("addMembership", "NewMembership", &membership).await?;
        }
    }
    let told = day(2019, 3, 20);
    if told > until {
        return Ok(());
    }
    player.enter(told, "administrator");
    for at in 0..2 {
        let document = "mutation Demonstration($id: MembershipId!, $until: NaiveDate!) {
            endMembership(id: $id, until: $until, reason: \"Left the school (invented)\") }";
        let end = json!({ "id": player.id(&format!("membership: {LEFT}, {at}")), "until": day(2019, 4, 5) });
        player.document(document.to_owned(), end).await?;
    }
    Ok(())
}

/// A cluster by its number.
pub fn cluster(player: &Player, number: i32) -> ClusterId {
    ClusterId(player.id(&format!("cluster: {number}")))
}

/// A school by its name.
pub fn school(player: &Player, name: &str) -> SchoolId {
    SchoolId(player.id(&format!("school: {name}")))
}

fn working_group(player: &Player, number: i32) -> GroupId {
    GroupId(player.id(&format!("group: {number}")))
}
