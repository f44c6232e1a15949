//! Lists of names, schools that move, clusters that are split and merged, who takes part and who leads.

use serde_json::{Value, json};
use shared::{
    access::Role,
    failure::Failure,
    id::{AliasId, ClusterId, DistrictId, GroupId, MembershipId, ParticipationId, PersonId, PlacingId, SchoolId},
    organisation::{
        Cluster, MemberPage, NewDistrict, NewGroup, School, SchoolPage,
        names::{Confirmed, ConfirmedName, NameMatch, Verdict},
        participation::{ClusterSchoolPage, NewParticipation, Participation, ParticipationState, share},
        places::{
            ChangedCluster, ChangedDistrict, ChangedGroup, ClusterSetup, District, NewLead, Placing, PlacingSchool,
            Split,
        },
    },
};

use crate::{
    on_both,
    world::{World, day, id},
};

on_both! {
    a_pasted_list_is_matched_confirmed_and_placed
    a_list_is_placed_as_a_whole_or_not_at_all
    nobody_is_taken_out_of_another_cluster_unasked
    a_confirmed_name_is_remembered_found_and_forgotten
    taking_part_is_counted_apart_from_belonging
    a_school_that_withdraws_is_counted_until_then
    a_cluster_is_split_with_its_history
    a_school_leaves_and_comes_back_without_a_day_in_two_clusters
    a_cluster_with_moves_to_come_is_not_merged
    a_cluster_has_one_lead_headteacher_at_a_time
    names_are_changed_by_one_person_at_a_time
    a_search_finds_what_is_written_without_marks
}

const PLACE: &str = "organisation/paste/place.graphql";
const MATCH: &str = "organisation/paste/match.graphql";
const REMEMBER: &str = "organisation/paste/remember.graphql";
const RECORD: &str = "organisation/record.graphql";
const LIST: &str = "organisation/taking_part.graphql";

fn placing(number: u128, cluster: ClusterId, since: &str, schools: Vec<PlacingSchool>) -> Value {
    json!({ "input": Placing { id: PlacingId(id(7000 + number)), cluster, since: day(since), schools } })
}

fn placed(school: SchoolId) -> PlacingSchool {
    PlacingSchool { school, group: None, from: None, engaged: true }
}

async fn cluster(world: &World, cluster: ClusterId) -> Cluster {
    world.ask(world.lead, "organisation/cluster.graphql", json!({ "id": cluster })).await.unwrap()
}

async fn school(world: &World, school: SchoolId) -> School {
    world.ask(world.lead, "organisation/school.graphql", json!({ "id": school })).await.unwrap()
}

async fn schools_of(world: &World, cluster: ClusterId) -> ClusterSchoolPage {
    world.ask(world.forum, LIST, json!({ "cluster": cluster, "after": null })).await.unwrap()
}

fn why(refused: Result<impl std::fmt::Debug, Failure>) -> String {
    match refused.unwrap_err() {
        Failure::Invalid { problems } => problems[0].message.clone(),
        other => panic!("{other:?}"),
    }
}

/// from a pasted list to schools that take part, as the administrator and as nobody else.
async fn a_pasted_list_is_matched_confirmed_and_placed(world: World) {
    let new = SchoolId(id(7100));
    world.add_school(world.administrator, new, 930_001, "Café Lane Academy", None).await;
    let names = ["St Michaels", "cafe lane", "st. marys primary", "Hogwarts"];
    let ask = json!({ "cluster": world.ours, "names": names });
    for who in [world.lead, world.chair, world.forum] {
        let refused: Result<Vec<NameMatch>, _> = world.ask(who, MATCH, ask.clone()).await;
        assert_eq!(refused, Err(Failure::Forbidden));
    }
    let found: Vec<NameMatch> = world.ask(world.administrator, MATCH, ask).await.unwrap();
    let verdicts: Vec<_> = found.iter().map(|it| it.verdict).collect();
    assert_eq!(verdicts, [Verdict::Clear, Verdict::Clear, Verdict::Claimed, Verdict::Nothing]);
    assert_eq!(found[0].candidates[0].school, world.schools[0]);
    assert_eq!(found[0].candidates[0].cluster.as_ref().map(|it| it.id), Some(world.ours));
    assert!(found[2].why.contains("Cluster 3 since 1 September 2018"), "{}", found[2].why);

    let list = vec![placed(world.schools[0]), placed(new)];
    let place = placing(0, world.ours, "2018-11-01", list);
    let refused: Result<PlacingId, _> = world.ask(world.chair, PLACE, place.clone()).await;
    assert_eq!(refused, Err(Failure::Forbidden));
    for _ in 0..2 {
        let done: PlacingId = world.ask(world.administrator, PLACE, place.clone()).await.unwrap();
        assert_eq!(done, PlacingId(id(7000)));
    }
    let ours = cluster(&world, world.ours).await;
    assert_eq!((ours.schools, ours.engaged), (3, 2));
    let new = school(&world, new).await;
    assert_eq!((new.clusters[0].cluster.id, new.clusters[0].since), (world.ours, day("2018-11-01")));
    // Where the school was before the list it stays, with its own first day.
    assert_eq!(school(&world, world.schools[0]).await.clusters.len(), 1);
    // Another authority's cluster is not there.
    let ask = json!({ "cluster": world.foreign, "names": names });
    let refused: Result<Vec<NameMatch>, _> = world.ask(world.administrator, MATCH, ask).await;
    assert_eq!(refused, Err(Failure::NotFound));
}

async fn a_list_is_placed_as_a_whole_or_not_at_all(world: World) {
    let new = SchoolId(id(7100));
    world.add_school(world.administrator, new, 930_001, "New School", None).await;
    let never = SchoolId(id(7199));
    let group = GroupId(id(7150));
    let input = NewGroup { id: group, cluster: world.theirs, name: "Group 1".into() };
    world.change(world.administrator, "addGroup", "NewGroup", &input).await.unwrap();
    let grouped = PlacingSchool { group: Some(group), ..placed(new) };
    for (number, list) in [
        vec![placed(new), placed(never)],
        // A group of another cluster.
        vec![grouped.clone()],
        // In a cluster from this day or later already: the list takes it out and puts it in on the same day.
        vec![placed(new), PlacingSchool { from: Some(world.theirs), ..placed(world.schools[2]) }],
    ]
    .into_iter()
    .enumerate()
    {
        let since = if number == 2 { "2018-09-01" } else { "2018-11-01" };
        let place = placing(number as u128, world.ours, since, list);
        let refused: Result<PlacingId, _> = world.ask(world.administrator, PLACE, place).await;
        assert!(matches!(refused, Err(Failure::NotFound | Failure::Invalid { .. })), "{number}: {refused:?}");
        assert!(school(&world, new).await.clusters.is_empty(), "{number}");
    }
    let twice = placing(9, world.ours, "2018-11-01", vec![placed(new), placed(new)]);
    assert_eq!(why(world.ask::<PlacingId>(world.administrator, PLACE, twice).await), "A school is in the list twice");
    let early = placing(9, world.ours, "2018-03-31", vec![placed(new)]);
    let refused = why(world.ask::<PlacingId>(world.administrator, PLACE, early).await);
    assert_eq!(refused, "The cluster is not open on this day");
    // Then as it should be, and into another group from a later day.
    let place = placing(10, world.theirs, "2018-11-01", vec![placed(new)]);
    world.ask::<PlacingId>(world.administrator, PLACE, place).await.unwrap();
    let place = placing(11, world.theirs, "2018-11-20", vec![grouped]);
    world.ask::<PlacingId>(world.administrator, PLACE, place).await.unwrap();
    let new = school(&world, new).await;
    assert_eq!(new.clusters.iter().map(|it| it.group.as_deref()).collect::<Vec<_>>(), [Some("Group 1"), None]);
    assert_eq!(new.clusters[1].until, Some(day("2018-11-19")));
}

/// 1H item 2: a double claim is for a person to decide, and the decision names the cluster that the school leaves.
async fn nobody_is_taken_out_of_another_cluster_unasked(world: World) {
    let school = world.schools[2];
    for (number, from) in [(0, None), (1, Some(world.ours))] {
        let list = vec![placed(world.schools[0]), PlacingSchool { from, ..placed(school) }];
        let place = placing(number, world.ours, "2018-11-20", list);
        let refused = why(world.ask::<PlacingId>(world.administrator, PLACE, place).await);
        assert_eq!(refused, "St Mary's Primary School is in Cluster 3 on this day. Decide whether it moves here");
        assert_eq!(cluster(&world, world.ours).await.engaged, 0);
    }
    let list = vec![PlacingSchool { from: Some(world.theirs), ..placed(school) }];
    let place = placing(2, world.ours, "2018-11-20", list);
    world.ask::<PlacingId>(world.administrator, PLACE, place).await.unwrap();
    assert_eq!((cluster(&world, world.ours).await.schools, cluster(&world, world.theirs).await.schools), (3, 0));
    let yesterday = world.on(day("2018-11-19"));
    assert_eq!(cluster(&yesterday, world.theirs).await.schools, 1);
}

async fn a_confirmed_name_is_remembered_found_and_forgotten(world: World) {
    let name =
        |name: &str, school: SchoolId, note: &str| ConfirmedName { name: name.into(), school, note: note.into() };
    let [a, b, _] = world.schools;
    let confirmed = |names| json!({ "input": Confirmed { cluster: world.ours, names } });
    let names = confirmed(vec![name("The Ark", b, "Primary phase"), name("St Mikes", a, "")]);
    let refused: Result<ClusterId, _> = world.ask(world.lead, REMEMBER, names.clone()).await;
    assert_eq!(refused, Err(Failure::Forbidden));
    for _ in 0..2 {
        world.ask::<ClusterId>(world.administrator, REMEMBER, names.clone()).await.unwrap();
    }
    let found = async |names: &[&str]| {
        let ask = json!({ "cluster": world.ours, "names": names });
        world.ask::<Vec<NameMatch>>(world.administrator, MATCH, ask).await.unwrap()
    };
    let first = &found(&["the ark."]).await[0];
    assert_eq!((first.candidates[0].school, first.note.as_str()), (b, "Primary phase"));
    // The list of schools is searched by it too.
    let filter = json!({ "filter": { "text": "the ark", "closed": false }, "after": null });
    let listed: SchoolPage = world.ask(world.forum, "organisation/schools.graphql", filter.clone()).await.unwrap();
    assert_eq!((listed.total, listed.schools[0].id), (1, b));
    let aliases = school(&world, b).await.aliases;
    assert_eq!((aliases.len(), aliases[0].name.as_str(), aliases[0].note.as_str()), (1, "The Ark", "Primary phase"));
    // Another authority neither finds nor forgets it.
    let found_there: SchoolPage =
        world.ask(world.stranger, "organisation/schools.graphql", filter.clone()).await.unwrap();
    assert_eq!(found_there.total, 0);
    let forget = json!({ "id": aliases[0].id });
    let there: Result<AliasId, _> =
        world.ask(world.stranger, "organisation/remove_alias.graphql", forget.clone()).await;
    assert_eq!(there, Err(Failure::NotFound));
    // What was confirmed last holds.
    let names = confirmed(vec![name("THE ARK", a, "")]);
    world.ask::<ClusterId>(world.administrator, REMEMBER, names).await.unwrap();
    assert!(school(&world, b).await.aliases.is_empty());
    let aliases = school(&world, a).await.aliases;
    assert_eq!(aliases.len(), 2);
    let forget = json!({ "id": aliases[1].id });
    world.ask::<AliasId>(world.administrator, "organisation/remove_alias.graphql", forget).await.unwrap();
    assert_eq!(school(&world, a).await.aliases.len(), 1);
    let other = confirmed(vec![name("Elsewhere", SchoolId(id(7199)), "")]);
    assert_eq!(world.ask::<ClusterId>(world.administrator, REMEMBER, other).await, Err(Failure::NotFound));
}

fn answer(number: u128, world: &World, school: SchoolId, state: ParticipationState, since: &str) -> NewParticipation {
    NewParticipation {
        id: ParticipationId(id(7300 + number)),
        cluster: world.ours,
        school,
        state,
        since: day(since),
        reason: String::new(),
        exclusion_work: false,
    }
}

async fn record(world: &World, who: PersonId, new: &NewParticipation) -> Result<ParticipationId, Failure> {
    world.ask(who, RECORD, json!({ "input": new })).await
}

/// members that do not take part stay members; the share is of all schools.
async fn taking_part_is_counted_apart_from_belonging(world: World) {
    use ParticipationState as S;
    let by = world.administrator;
    let mut list = vec![placed(world.schools[0])];
    for number in 0..18 {
        let school = SchoolId(id(7200 + number));
        world.add_school(by, school, 931_000 + number as i32, &format!("Pilot School {number}"), None).await;
        list.push(placed(school));
    }
    let through = SchoolId(id(7250));
    let new = shared::organisation::NewSchool {
        id: through,
        urn: 931_500,
        name: "All-through School".into(),
        phase: shared::organisation::Phase::AllThrough,
        low_age: Some(4),
        high_age: Some(18),
        town: String::new(),
    };
    world.change(by, "addSchool", "NewSchool", &new).await.unwrap();
    list.push(placed(through));
    let place = placing(0, world.ours, "2018-11-01", list);
    world.ask::<PlacingId>(by, PLACE, place).await.unwrap();
    let ours = cluster(&world, world.ours).await;
    assert_eq!((ours.schools, ours.engaged, share(ours.engaged, ours.schools)), (21, 20, Some(95)));

    // The one that does not take part was asked, never answered, and stays a member.
    let asked = answer(0, &world, world.schools[1], S::Invited, "2018-07-27");
    assert_eq!(why(record(&world, by, &asked).await), "The school is not in the cluster on this day");
    let asked = NewParticipation { since: day("2018-09-03"), ..asked };
    for who in [world.chair, world.head, world.forum] {
        assert_eq!(record(&world, who, &asked).await, Err(Failure::Forbidden));
    }
    record(&world, world.lead, &asked).await.unwrap();
    let schools = schools_of(&world, world.ours).await;
    assert_eq!((schools.total, schools.engaged, schools.invited, schools.exclusion_work), (21, 20, 1, 1));
    let abbeywood = schools.schools.iter().find(|it| it.id == world.schools[1]).unwrap();
    assert_eq!(abbeywood.participation, Some(S::Invited));
    let covered: Vec<_> = schools.schools.iter().filter(|it| it.exclusion_work).map(|it| it.name.as_str()).collect();
    assert_eq!(covered, ["All-through School"]);
    assert!(!schools.records);
    // An officer changes the list: the reason and the day stay on record.
    let mut no = answer(1, &world, through, S::Engaged, "2018-11-20");
    no.reason = "Exclusions are reviewed with its other site".into();
    record(&world, world.lead, &no).await.unwrap();
    let schools = schools_of(&world, world.ours).await;
    assert_eq!((schools.engaged, schools.exclusion_work), (20, 0));
    let ask = json!({ "cluster": world.ours, "school": through });
    let told: Participation = world.ask(world.lead, "organisation/participation.graphql", ask.clone()).await.unwrap();
    assert_eq!(told.answers.len(), 2);
    assert_eq!((told.answers[0].reason.as_str(), told.answers[1].until), (no.reason.as_str(), Some(day("2018-11-19"))));
    let refused: Result<Participation, _> = world.ask(world.chair, "organisation/participation.graphql", ask).await;
    assert_eq!(refused, Err(Failure::Forbidden));
}

/// a school that withdraws says why, and figures before that day still count it.
async fn a_school_that_withdraws_is_counted_until_then(world: World) {
    use ParticipationState as S;
    let school = world.schools[0];
    let engaged = answer(0, &world, school, S::Engaged, "2018-09-14");
    record(&world, world.lead, &engaged).await.unwrap();
    assert_eq!(record(&world, world.lead, &engaged).await, Ok(engaged.id));
    let withdrawn = answer(1, &world, school, S::Withdrawn, "2018-11-12");
    assert_eq!(why(record(&world, world.lead, &withdrawn).await), "Enter why it withdraws");
    let withdrawn = NewParticipation { reason: "No cover for the SENCO".into(), ..withdrawn };
    record(&world, world.lead, &withdrawn).await.unwrap();
    assert_eq!(cluster(&world, world.ours).await.engaged, 0);
    assert_eq!(cluster(&world.on(day("2018-11-11")), world.ours).await.engaged, 1);
    let again = answer(2, &world, school, S::Engaged, "2018-11-12");
    assert!(why(record(&world, world.lead, &again).await).contains("Choose a later day"));
    let other = answer(3, &world, world.schools[1], S::Withdrawn, "2018-11-12");
    let other = NewParticipation { reason: "Never began".into(), ..other };
    assert!(why(record(&world, world.lead, &other).await).contains("Only a school that takes part can withdraw"));
    // It moves: its answer goes with it.
    let back = answer(4, &world, school, S::Engaged, "2018-11-14");
    record(&world, world.lead, &back).await.unwrap();
    let list = vec![PlacingSchool { from: Some(world.ours), engaged: false, ..placed(school) }];
    let place = placing(0, world.theirs, "2018-11-20", list);
    world.ask::<PlacingId>(world.administrator, PLACE, place).await.unwrap();
    assert_eq!((cluster(&world, world.ours).await.engaged, cluster(&world, world.theirs).await.engaged), (0, 1));
}

/// O1, R-010: what was split from what is told by both, and the days before stay as they were.
async fn a_cluster_is_split_with_its_history(world: World) {
    let document = "organisation/manage/split.graphql";
    let split = Split {
        id: ClusterId(id(7400)),
        from: world.ours,
        number: 7,
        name: "Cluster 7".into(),
        on: day("2018-11-20"),
        schools: vec![world.schools[1]],
    };
    let refused: Result<ClusterId, _> = world.ask(world.lead, document, json!({ "input": split })).await;
    assert_eq!(refused, Err(Failure::Forbidden));
    for (wrong, message) in [
        (Split { number: 3, ..split.clone() }, "Cluster 3 has this number"),
        (Split { schools: vec![world.schools[2]], ..split.clone() }, "is not in the cluster on this day"),
        (Split { schools: world.schools[..2].to_vec(), ..split.clone() }, "Leave at least one school"),
        (Split { on: day("2018-01-01"), ..split.clone() }, "The cluster is not open on this day"),
    ] {
        let refused = why(world.ask::<ClusterId>(world.administrator, document, json!({ "input": wrong })).await);
        assert!(refused.contains(message), "{refused}");
    }
    for _ in 0..2 {
        world.ask::<ClusterId>(world.administrator, document, json!({ "input": split })).await.unwrap();
    }
    let (ours, new) = (cluster(&world, world.ours).await, cluster(&world, split.id).await);
    assert_eq!((ours.schools, new.schools), (1, 1));
    assert_eq!(new.split_from.map(|it| it.id), Some(world.ours));
    assert_eq!(ours.split_into.iter().map(|it| it.id).collect::<Vec<_>>(), [split.id]);
    assert!(ours.merged_from.is_empty());
    assert_eq!(cluster(&world.on(day("2018-11-19")), world.ours).await.schools, 2);
}

/// O1: leaving makes the one gap that is allowed.
async fn a_school_leaves_and_comes_back_without_a_day_in_two_clusters(world: World) {
    let (school_id, by) = (world.schools[0], world.administrator);
    let leave = |until: &str| json!({ "school": school_id, "until": until });
    let document = "organisation/manage/leave.graphql";
    let refused: Result<SchoolId, _> = world.ask(world.lead, document, leave("2018-12-31")).await;
    assert_eq!(refused, Err(Failure::Forbidden));
    world.ask::<SchoolId>(by, document, leave("2018-12-31")).await.unwrap();
    // Earlier than was planned, and into another cluster at once.
    let join = |cluster: ClusterId, since: &str| json!({ "input": { "school": school_id, "cluster": cluster, "group": null, "since": since } });
    let document = "organisation/manage/join.graphql";
    world.ask::<SchoolId>(by, document, join(world.theirs, "2018-12-01")).await.unwrap();
    let told = school(&world, school_id).await;
    let spans: Vec<_> = told.clusters.iter().map(|it| (it.cluster.id, it.since, it.until)).collect();
    assert_eq!(
        spans,
        [(world.theirs, day("2018-12-01"), None), (world.ours, day("2018-09-01"), Some(day("2018-11-30"))),]
    );
    let refused = why(world.ask::<SchoolId>(by, document, join(world.ours, "2018-11-25")).await);
    assert_eq!(refused, "St Michael's Primary School is in a cluster from 1 December 2018 already. Choose a later day");
}

/// A school that is to join or to leave later would be in a cluster that is no more.
async fn a_cluster_with_moves_to_come_is_not_merged(world: World) {
    let leave = json!({ "school": world.schools[0], "until": "2018-12-31" });
    world.ask::<SchoolId>(world.administrator, "organisation/manage/leave.graphql", leave).await.unwrap();
    let merge = |on: &str| json!({ "cluster": world.ours, "into": world.theirs, "on": on });
    let document = "organisation/manage/merge.graphql";
    let refused = why(world.ask::<ClusterId>(world.administrator, document, merge("2018-12-01")).await);
    assert!(refused.contains("A school joins or leaves this cluster on this day or later"), "{refused}");
    world.ask::<ClusterId>(world.administrator, document, merge("2019-01-01")).await.unwrap();
    assert_eq!(cluster(&world.on(day("2019-01-01")), world.theirs).await.schools, 2);
}

/// a dated lead, named by school and never by name; they see plan and members and agree nothing by it.
async fn a_cluster_has_one_lead_headteacher_at_a_time(world: World) {
    let document = "organisation/manage/lead.graphql";
    let lead = |number: u128, person: PersonId, since: &str| json!({ "input": NewLead { id: MembershipId(id(7500 + number)), cluster: world.ours, person, since: day(since) } });
    let refused: Result<MembershipId, _> = world.ask(world.lead, document, lead(0, world.head, "2018-10-01")).await;
    assert_eq!(refused, Err(Failure::Forbidden));
    let refused =
        why(world.ask::<MembershipId>(world.administrator, document, lead(0, world.senco, "2018-10-01")).await);
    assert_eq!(refused, "Choose the head of a school that is in the cluster on this day");
    for _ in 0..2 {
        world.ask::<MembershipId>(world.administrator, document, lead(1, world.head, "2018-10-01")).await.unwrap();
    }
    let told = cluster(&world, world.ours).await.lead.unwrap();
    assert_eq!((told.school.as_deref(), told.since), (Some("St Michael's Primary School"), day("2018-10-01")));
    assert_eq!(cluster(&world.on(day("2018-09-30")), world.ours).await.lead, None);
    // Another head takes over: the first one ends the day before.
    let other = PersonId(id(7600));
    let school = Some(world.schools[1]);
    world.add_person(world.administrator, other, "Head of Abbeywood", Role::Headteacher, None, school).await;
    world.ask::<MembershipId>(world.administrator, document, lead(2, other, "2018-11-20")).await.unwrap();
    let told = cluster(&world, world.ours).await.lead.unwrap();
    assert_eq!(told.school.as_deref(), Some("Abbeywood Community School"));
    let members = json!({ "cluster": world.ours, "after": null });
    let members: MemberPage = world.ask(world.chair, "organisation/members.graphql", members).await.unwrap();
    assert_eq!(members.members.iter().filter(|it| it.role == Role::LeadHeadteacher).count(), 1);
    let refused =
        why(world.ask::<MembershipId>(world.administrator, document, lead(3, world.head, "2018-11-01")).await);
    assert!(refused.contains("begins on 20 November 2018 already"), "{refused}");
}

/// U5: whoever saves second is told both values.
async fn names_are_changed_by_one_person_at_a_time(world: World) {
    let by = world.administrator;
    let district = DistrictId(id(7700));
    world.change(by, "addDistrict", "NewDistrict", &NewDistrict { id: district, name: "North".into() }).await.unwrap();
    let group = GroupId(id(7701));
    let new = NewGroup { id: group, cluster: world.ours, name: "Group 1".into() };
    world.change(by, "addGroup", "NewGroup", &new).await.unwrap();
    let setup = async || {
        let ask = json!({ "id": world.ours });
        world.ask::<ClusterSetup>(by, "organisation/manage/setup.graphql", ask).await.unwrap()
    };
    let read = setup().await;
    assert_eq!((read.name.as_str(), read.schools.len(), read.groups.len(), read.others.len()), ("Cluster 2", 2, 1, 1));
    assert_eq!(read.heads[0].school, "St Michael's Primary School");
    let change =
        |version, name: &str| ChangedCluster { id: world.ours, version, name: name.into(), district: Some(district) };
    world.change(by, "changeCluster", "ChangedCluster", &change(read.version, "Brook")).await.unwrap();
    // The same again is the same, another is told.
    world.change(by, "changeCluster", "ChangedCluster", &change(read.version, "Brook")).await.unwrap();
    let stale = world.change(by, "changeCluster", "ChangedCluster", &change(read.version, "Beck")).await;
    let Err(Failure::Changed { changes, version }) = stale else { panic!("{stale:?}") };
    assert_eq!((changes[0].yours.as_str(), changes[0].theirs.as_str(), version), ("Beck", "Brook", read.version + 1));
    assert_eq!(setup().await.district, Some(district));
    let foreign = ChangedCluster { id: world.foreign, ..change(1, "Mine") };
    assert_eq!(world.change(by, "changeCluster", "ChangedCluster", &foreign).await, Err(Failure::NotFound));

    let rename = |version, name: &str| ChangedGroup { id: group, version, name: name.into() };
    world.change(by, "renameGroup", "ChangedGroup", &rename(1, "Primaries")).await.unwrap();
    let stale = world.change(by, "renameGroup", "ChangedGroup", &rename(1, "Infants")).await;
    assert!(matches!(stale, Err(Failure::Changed { version: 2, .. })), "{stale:?}");
    let rename = |version, name: &str| ChangedDistrict { id: district, version, name: name.into() };
    world.change(by, "renameDistrict", "ChangedDistrict", &rename(1, "North and West")).await.unwrap();
    let stale = world.change(by, "renameDistrict", "ChangedDistrict", &rename(1, "West")).await;
    assert!(matches!(stale, Err(Failure::Changed { version: 2, .. })), "{stale:?}");
    let districts: Vec<District> = world.ask(by, "organisation/manage/districts.graphql", json!({})).await.unwrap();
    assert_eq!((districts[0].name.as_str(), districts[0].clusters), ("North and West", 1));
}

async fn a_search_finds_what_is_written_without_marks(world: World) {
    world.add_school(world.administrator, SchoolId(id(7800)), 932_000, "Café Lane Academy", None).await;
    for text in ["cafe lane", "Café", "CAFÉ LANE"] {
        let filter = json!({ "filter": { "text": text, "closed": false }, "after": null });
        let found: SchoolPage = world.ask(world.forum, "organisation/schools.graphql", filter).await.unwrap();
        assert_eq!(found.total, 1, "{text}");
    }
}
