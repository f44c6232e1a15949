//! A plan: what a cluster works on, what is proposed, and what the Board agreed.

use chrono::NaiveDate;
use serde_json::json;
use shared::{
    failure::Failure,
    fund::Allocation,
    home::{Home, NewsKind, NoticeKind},
    id::{InterventionId, MovementId, PersonId, PriorityId, SchoolId, SettingId},
    intervention::{
        Agreement, Drafting, Intervention, InterventionKind, NewIntervention, NewPriority, Plan, Proposal,
        RevisedIntervention, Stage,
        group::{Direction, GroupSize, YearBand},
    },
    money::Pence,
    setting::{NewSetting, OutcomeArea, OutcomeAreas, SettingInput},
};
use uuid::Uuid;

use crate::{
    on_both,
    world::{World, day, id},
};

on_both! {
    the_therapist_is_proposed_agreed_and_paid_for
    each_cluster_has_priorities_of_its_own
    nobody_agrees_what_they_proposed
    a_proposal_sent_again_is_answered_alike_and_made_once
    a_stale_revision_is_told_both_values
    of_many_writers_at_once_one_is_first
    a_revision_is_the_proposers_until_the_board_agrees
    a_proposal_chooses_from_what_the_cluster_has_today
    another_authority_and_another_cluster_are_not_there
    bad_input_is_told_at_its_field_and_nothing_is_half_written
    labels_are_those_of_the_day_of_the_proposal
    a_plan_goes_on_where_it_stopped
    home_tells_what_waits_what_is_due_and_what_changed
    no_page_takes_more_than_six_statements_however_much_there_is
}

/// The day it is in tests.
pub const TODAY: NaiveDate = NaiveDate::from_ymd_opt(2018, 11, 21).unwrap();

/// The one priority of [`World::ours`].
pub fn priority() -> PriorityId {
    PriorityId(id(200))
}

/// Makes what a proposal chooses from: outcome areas and a priority.
pub async fn prepare(world: &World) {
    set_areas(world, id(300), "2018-11-21", "Better SEN Support").await;
    let text = "Speech and language".to_owned();
    let new = NewPriority { id: priority(), cluster: world.ours, text, since: day("2018-10-10") };
    world.change(world.chair, "addPriority", "NewPriority", &new).await.unwrap();
}

async fn set_areas(world: &World, id: Uuid, since: &str, label: &str) {
    let areas = vec![
        OutcomeArea { code: "sen-support".into(), label: label.into() },
        OutcomeArea { code: "exclusions".into(), label: "Fewer exclusions".into() },
    ];
    let value = SettingInput::OutcomeAreas(OutcomeAreas { areas });
    let new = NewSetting { id: SettingId(id), since: day(since), value, reason: "Agreed by the Forum".into() };
    world.change(world.lead, "changeSetting", "NewSetting", &new).await.unwrap();
}

/// The therapist of the source document: full-time, six months, £25,000.
pub fn therapist(world: &World) -> Proposal {
    let mut schools = vec![world.schools[0], world.schools[1]];
    schools.sort_unstable();
    Proposal {
        cluster: world.ours,
        priority: priority(),
        outcome_areas: vec!["sen-support".into()],
        title: "Full-time speech and language therapist".into(),
        kind: InterventionKind::Staffing,
        catalogue_item: None,
        new_reason: String::new(),
        evidence: "Talk Boost trial".into(),
        years: vec![YearBand::InfantYears, YearBand::LowerJuniorYears],
        group_size: Some(GroupSize::UpToThirty),
        schools,
        provider: "Speech and Language Service".into(),
        starts_on: day("2018-12-01"),
        ends_on: day("2019-05-31"),
        cost: Pence::pounds(25_000),
        measure: "Pupils at the expected level of the screen".into(),
        direction: Direction::HigherIsBetter,
        baseline: 42.0,
        baseline_on: day("2018-11-05"),
        baseline_source: "Autumn screen".into(),
        target: 60.0,
        target_reason: String::new(),
    }
}

/// Pays money to [`World::ours`].
pub async fn pay(world: &World, amount: Pence) {
    let id = MovementId(Uuid::new_v4());
    let new = Allocation { id, cluster: world.ours, amount, day: TODAY, reason: "High needs block".into() };
    world.change(world.lead, "allocate", "Allocation", &new).await.unwrap();
}

/// Proposes as somebody, under a new id.
pub async fn propose(world: &World, who: PersonId, proposal: &Proposal) -> InterventionId {
    let id = InterventionId(Uuid::new_v4());
    let new = NewIntervention { id, proposal: proposal.clone() };
    world.change(who, "proposeIntervention", "NewIntervention", &new).await.unwrap();
    id
}

/// Agrees the first version of a proposal as somebody.
pub async fn agree(world: &World, who: PersonId, id: InterventionId) -> Result<(), Failure> {
    agree_version(world, who, id, 1).await
}

async fn agree_version(world: &World, who: PersonId, id: InterventionId, version: i32) -> Result<(), Failure> {
    world.change(who, "agreeIntervention", "Agreement", &agreement(id, version, TODAY)).await.map(|_| ())
}

/// An agreement of a version on a day.
pub fn agreement(id: InterventionId, version: i32, agreed_on: NaiveDate) -> Agreement {
    Agreement {
        id,
        version,
        agreed_on,
        reasons: "It serves the priority.".into(),
        challenge: "Is it dear?".into(),
        response: "No dearer than elsewhere.".into(),
    }
}

async fn revise(
    world: &World,
    who: PersonId,
    id: InterventionId,
    version: i32,
    proposal: &Proposal,
) -> Result<(), Failure> {
    let revised = RevisedIntervention { id, version, proposal: proposal.clone() };
    world.change(who, "reviseIntervention", "RevisedIntervention", &revised).await.map(|_| ())
}

/// One intervention as somebody reads it.
pub async fn read(world: &World, who: PersonId, id: InterventionId) -> Result<Intervention, Failure> {
    world.ask(who, "intervention/intervention.graphql", json!({ "id": id })).await
}

async fn plan(world: &World, who: PersonId) -> Plan {
    world.ask(who, "intervention/plan.graphql", json!({ "cluster": world.ours, "after": null })).await.unwrap()
}

async fn home(world: &World, who: PersonId) -> Home {
    world.ask(who, "home/home.graphql", json!({})).await.unwrap()
}

/// What is wrong, by field.
fn fields(refused: Result<(), Failure>) -> Vec<String> {
    match refused {
        Err(Failure::Invalid { problems }) => problems.into_iter().map(|it| it.field).collect(),
        other => panic!("not refused as invalid: {other:?}"),
    }
}

/// proposed by one member, agreed by another, committed to the penny.
async fn the_therapist_is_proposed_agreed_and_paid_for(world: World) {
    prepare(&world).await;
    pay(&world, Pence::pounds(60_000)).await;
    let ask = json!({ "cluster": world.ours });
    let drafting: Drafting = world.ask(world.member, "intervention/drafting.graphql", ask).await.unwrap();
    assert_eq!(drafting.left, Pence::pounds(60_000));
    let names: Vec<_> = drafting.schools.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names, ["Abbeywood Community School", "St Michael's Primary School"]);
    let codes: Vec<_> = drafting.outcome_areas.iter().map(|it| it.code.as_str()).collect();
    assert_eq!((codes, drafting.priorities[0].id), (vec!["sen-support", "exclusions"], priority()));

    let id = propose(&world, world.member, &therapist(&world)).await;
    let seen = read(&world, world.chair, id).await.unwrap();
    assert_eq!((seen.stage, seen.version, seen.agrees, seen.revises), (Stage::Proposed, 1, true, false));
    assert_eq!((seen.months.len(), seen.schools.len()), (6, 2));
    assert_eq!(seen.months.iter().map(|it| it.amount).sum::<Pence>(), seen.cost);
    assert_eq!((seen.proposed_by.as_str(), seen.decision), ("Member of cluster 2", None));

    agree(&world, world.chair, id).await.unwrap();
    let seen = read(&world, world.head, id).await.unwrap();
    let decision = seen.decision.unwrap();
    assert_eq!((seen.stage, seen.agrees, decision.agreed_on), (Stage::Agreed, false, TODAY));
    assert_eq!(decision.recorded_by, "Chair of cluster 2");
    let fund = crate::fund::book(&world, world.head).await;
    assert_eq!(
        (fund.received, fund.committed, fund.spent, fund.left),
        (Pence::pounds(60_000), Pence::pounds(25_000), Pence::ZERO, Pence::pounds(35_000))
    );
    let again = Agreement { reasons: "It is cheap.".into(), ..agreement(id, 1, TODAY) };
    let refused = world.change(world.chair, "agreeIntervention", "Agreement", &again).await;
    assert_eq!(refused, Err(Failure::Decided));
    let listed = plan(&world, world.head).await;
    assert_eq!((listed.interventions[0].stage, listed.proposes), (Stage::Agreed, false));
}

/// as many as it sets itself, and none of another cluster's.
async fn each_cluster_has_priorities_of_its_own(world: World) {
    let mut number = 400;
    for (who, cluster, texts) in [
        (world.chair, world.ours, ["Mental health", "Behaviour", "Speech and language", "Narrowing the gap"]),
        (world.other_chair, world.theirs, ["Mental health", "Complex needs", "Autism found earlier", "Literacy"]),
    ] {
        for text in texts {
            number += 1;
            let since = day("2018-10-17");
            let new = NewPriority { id: PriorityId(id(number)), cluster, text: text.to_owned(), since };
            world.change(who, "addPriority", "NewPriority", &new).await.unwrap();
        }
        let ask = json!({ "cluster": cluster, "after": null });
        let plan: Plan = world.ask(who, "intervention/plan.graphql", ask).await.unwrap();
        let mut listed: Vec<_> = plan.priorities.into_iter().map(|it| it.text).collect();
        let mut expected = texts.map(str::to_owned).to_vec();
        listed.sort();
        expected.sort();
        assert_eq!(listed, expected);
    }
    // A Board sets nothing for another cluster.
    let new = NewPriority { id: PriorityId(id(499)), cluster: world.theirs, text: "Ours".into(), since: TODAY };
    let refused = world.change(world.chair, "addPriority", "NewPriority", &new).await;
    assert_eq!(refused, Err(Failure::NotFound));
}

/// D14: also where the proposer sits on the Board.
async fn nobody_agrees_what_they_proposed(world: World) {
    prepare(&world).await;
    pay(&world, Pence::pounds(25_000)).await;
    let id = propose(&world, world.member, &therapist(&world)).await;
    assert_eq!(agree(&world, world.member, id).await, Err(Failure::OwnProposal));
    // The host may propose and the head may look: neither agrees anything.
    for who in [world.host, world.head, world.lead] {
        assert_eq!(agree(&world, who, id).await, Err(Failure::Forbidden));
    }
    assert_eq!(read(&world, world.member, id).await.unwrap().stage, Stage::Proposed);
    agree(&world, world.chair, id).await.unwrap();
}

async fn a_proposal_sent_again_is_answered_alike_and_made_once(world: World) {
    prepare(&world).await;
    pay(&world, Pence::pounds(25_000)).await;
    let new = NewIntervention { id: InterventionId(id(400)), proposal: therapist(&world) };
    let first = world.change(world.member, "proposeIntervention", "NewIntervention", &new).await.unwrap();
    agree(&world, world.chair, new.id).await.unwrap();
    // It was agreed meanwhile: the answer to the same request is still the same.
    assert_eq!(world.change(world.member, "proposeIntervention", "NewIntervention", &new).await.unwrap(), first);
    assert_eq!(plan(&world, world.member).await.interventions.len(), 1);
    let other = NewIntervention { proposal: Proposal { title: "Other".into(), ..therapist(&world) }, ..new.clone() };
    for (who, sent) in [(world.member, &other), (world.chair, &new)] {
        let refused = world.change(who, "proposeIntervention", "NewIntervention", sent).await;
        assert_eq!(refused, Err(Failure::Taken));
    }
    let used = NewPriority { id: PriorityId(new.id.0), cluster: world.ours, text: "Other".into(), since: TODAY };
    assert_eq!(world.change(world.member, "addPriority", "NewPriority", &used).await, Err(Failure::Taken));
}

/// U5: nobody overwrites what they have not read.
async fn a_stale_revision_is_told_both_values(world: World) {
    prepare(&world).await;
    let id = propose(&world, world.member, &therapist(&world)).await;
    let cheaper = Proposal { cost: Pence::pounds(20_000), schools: vec![world.schools[1]], ..therapist(&world) };
    revise(&world, world.member, id, 1, &cheaper).await.unwrap();
    // The very same again was saved already.
    revise(&world, world.member, id, 1, &cheaper).await.unwrap();
    let seen = read(&world, world.member, id).await.unwrap();
    assert_eq!((seen.version, seen.schools.len(), seen.cost), (2, 1, Pence::pounds(20_000)));

    let refused = revise(&world, world.member, id, 1, &therapist(&world)).await;
    let Err(Failure::Changed { changes, version: 2 }) = refused else { panic!("{refused:?}") };
    let told: Vec<_> = changes.iter().map(|it| (it.field.as_str(), it.yours.as_str(), it.theirs.as_str())).collect();
    let (both, one) = ("Abbeywood Community School, St Michael's Primary School", "Abbeywood Community School");
    assert_eq!(told, [("Cost", "£25,000.00", "£20,000.00"), ("Schools taking part", both, one)]);
    let refused = agree_version(&world, world.chair, id, 1).await;
    assert!(matches!(refused, Err(Failure::Changed { version: 2, .. })), "{refused:?}");
    revise(&world, world.member, id, 2, &therapist(&world)).await.unwrap();
    assert_eq!(read(&world, world.member, id).await.unwrap().schools.len(), 2);
}

async fn of_many_writers_at_once_one_is_first(world: World) {
    prepare(&world).await;
    pay(&world, Pence::pounds(50_000)).await;
    let it = propose(&world, world.member, &therapist(&world)).await;
    let revisions = (0..8).map(|number| {
        let world = world.clone();
        let proposal = Proposal { target: 70.0 + f64::from(number), ..therapist(&world) };
        tokio::spawn(async move { revise(&world, world.member, it, 1, &proposal).await })
    });
    let mut first = 0;
    for revision in revisions.collect::<Vec<_>>() {
        match revision.await.unwrap() {
            Ok(()) => first += 1,
            Err(refused) => assert!(matches!(refused, Failure::Changed { version: 2, .. }), "{refused:?}"),
        }
    }
    assert_eq!(first, 1);
    let agreements = (0..8).map(|number| {
        let world = world.clone();
        let agreement = Agreement { reasons: format!("Reason {number}"), ..agreement(it, 2, TODAY) };
        tokio::spawn(async move { world.change(world.chair, "agreeIntervention", "Agreement", &agreement).await })
    });
    let mut first = 0;
    for agreement in agreements.collect::<Vec<_>>() {
        match agreement.await.unwrap() {
            Ok(_) => first += 1,
            Err(refused) => assert_eq!(refused, Failure::Decided),
        }
    }
    assert_eq!(first, 1);
    assert_eq!(crate::fund::book(&world, world.lead).await.committed, Pence::pounds(25_000));
}

async fn a_revision_is_the_proposers_until_the_board_agrees(world: World) {
    prepare(&world).await;
    pay(&world, Pence::pounds(25_000)).await;
    let id = propose(&world, world.host, &therapist(&world)).await;
    let other = Proposal { title: "Other".into(), ..therapist(&world) };
    assert_eq!(revise(&world, world.chair, id, 1, &other).await, Err(Failure::Forbidden));
    assert_eq!(revise(&world, world.lead, id, 1, &other).await, Err(Failure::Forbidden));
    agree(&world, world.chair, id).await.unwrap();
    assert_eq!(revise(&world, world.host, id, 1, &other).await, Err(Failure::Decided));
    assert_eq!(read(&world, world.host, id).await.unwrap().title, therapist(&world).title);
}

/// without an outcome area, evidence or a measure nothing is proposed, so nothing can be agreed.
async fn a_proposal_chooses_from_what_the_cluster_has_today(world: World) {
    prepare(&world).await;
    let saved = propose(&world, world.member, &therapist(&world)).await;
    let right = therapist(&world);
    for (field, wrong) in [
        ("schools", Proposal { schools: vec![world.schools[0], world.schools[2]], ..right.clone() }),
        ("schools", Proposal { schools: vec![SchoolId(id(999))], ..right.clone() }),
        ("priority", Proposal { priority: PriorityId(id(999)), ..right.clone() }),
        ("outcomeAreas", Proposal { outcome_areas: vec!["attendance".into()], ..right.clone() }),
        ("outcomeAreas", Proposal { outcome_areas: vec![], ..right.clone() }),
        ("evidence", Proposal { evidence: " ".into(), ..right.clone() }),
        ("measure", Proposal { measure: String::new(), ..right.clone() }),
        ("cost", Proposal { cost: Pence::ZERO, ..right.clone() }),
        ("startsOn", Proposal { starts_on: day("9018-12-01"), ends_on: day("9019-01-01"), ..right.clone() }),
    ] {
        let new = NewIntervention { id: InterventionId(Uuid::new_v4()), proposal: wrong.clone() };
        let refused = world.change(world.member, "proposeIntervention", "NewIntervention", &new).await;
        assert_eq!(fields(refused.map(|_| ())), [field]);
        assert_eq!(fields(revise(&world, world.member, saved, 1, &wrong).await), [field]);
    }
    let listed = plan(&world, world.member).await;
    assert_eq!(listed.interventions.len(), 1);
    let seen = read(&world, world.member, saved).await.unwrap();
    assert_eq!((seen.version, seen.schools.len()), (1, 2));
}

/// An id of another authority is answered byte for byte as one that never was.
async fn another_authority_and_another_cluster_are_not_there(world: World) {
    prepare(&world).await;
    let there = propose(&world, world.member, &therapist(&world)).await;
    for who in [world.stranger, world.other_chair] {
        for id in [there, InterventionId(id(12345))] {
            assert_eq!(read(&world, who, id).await.unwrap_err(), Failure::NotFound);
            assert_eq!(agree(&world, who, id).await, Err(Failure::NotFound));
            assert_eq!(revise(&world, who, id, 1, &therapist(&world)).await, Err(Failure::NotFound));
        }
        for cluster in [world.ours, shared::id::ClusterId(id(12345))] {
            let ask = json!({ "cluster": cluster, "after": null });
            let refused = world.ask::<Plan>(who, "intervention/plan.graphql", ask).await;
            assert_eq!(refused.unwrap_err(), Failure::NotFound);
            let refused = world.ask::<Drafting>(who, "intervention/drafting.graphql", json!({ "cluster": cluster }));
            assert_eq!(refused.await.unwrap_err(), Failure::NotFound);
            let proposal = Proposal { cluster, ..therapist(&world) };
            let new = NewIntervention { id: InterventionId(Uuid::new_v4()), proposal };
            let refused = world.change(who, "proposeIntervention", "NewIntervention", &new).await;
            assert_eq!(refused, Err(Failure::NotFound));
        }
    }
    // One's own cluster does not open somebody else's intervention.
    let own = Proposal { cluster: world.theirs, ..therapist(&world) };
    assert_eq!(revise(&world, world.other_chair, there, 1, &own).await, Err(Failure::NotFound));
}

/// What people get wrong, each at its field. R-006: nothing that points to one pupil is taken, in whichever text.
async fn bad_input_is_told_at_its_field_and_nothing_is_half_written(world: World) {
    prepare(&world).await;
    let tables = crate::tables::Tables::but(&world, &[]).await;
    let before = tables.content(&world).await;
    let right = therapist(&world);
    for (field, wrong) in [
        ("endsOn", Proposal { ends_on: day("2018-11-30"), ..right.clone() }),
        ("title", Proposal { title: "x".repeat(10_000), ..right.clone() }),
        ("cost", Proposal { cost: Pence(-2_500_000), ..right.clone() }),
        ("target", Proposal { target: 30.0, ..right.clone() }),
        ("target", Proposal { direction: Direction::LowerIsBetter, ..right.clone() }),
        ("target", Proposal { target: 42.0, target_reason: " ".into(), ..right.clone() }),
        ("years", Proposal { years: vec![], ..right.clone() }),
        ("groupSize", Proposal { group_size: None, ..right.clone() }),
        ("schools", Proposal { schools: vec![world.schools[2]], ..right.clone() }),
        ("title", Proposal { title: "For B801200005001".into(), ..right.clone() }),
        ("evidence", Proposal { evidence: "It helped 943 476 5919".into(), ..right.clone() }),
        ("measure", Proposal { measure: "Words of the boy born 12.3.2009".into(), ..right.clone() }),
        ("provider", Proposal { provider: "jo@example.org".into(), ..right.clone() }),
        ("baselineSource", Proposal { baseline_source: "as in her EHC plan".into(), ..right.clone() }),
    ] {
        let new = NewIntervention { id: InterventionId(Uuid::new_v4()), proposal: wrong };
        let refused = world.change(world.member, "proposeIntervention", "NewIntervention", &new).await;
        assert_eq!(fields(refused.map(|_| ())), [field]);
    }
    assert_eq!(tables.content(&world).await, before);
    // Pounds with three decimals are no number of pence.
    let document = "mutation Test($input: NewIntervention!) { proposeIntervention(input: $input) }";
    let new = NewIntervention { id: InterventionId(Uuid::new_v4()), proposal: right.clone() };
    let mut sent = json!({ "input": new });
    sent["input"]["proposal"]["cost"] = json!(25_000.125);
    let visitor = backend::testing::Visitor(backend::testing::caller(&world.door, world.member).await.unwrap());
    let request =
        async_graphql::Request::new(document).variables(async_graphql::Variables::from_json(sent)).data(visitor);
    assert!(!world.schema.execute(request).await.errors.is_empty());
    assert_eq!(tables.content(&world).await, before);

    // A target that is no better is right for a reason.
    let reasoned = Proposal { target: 42.0, target_reason: "Numbers rise everywhere".into(), ..right };
    let id = propose(&world, world.member, &reasoned).await;
    let seen = read(&world, world.head, id).await.unwrap();
    assert_eq!(seen.target_reason, "Numbers rise everywhere");
    assert_eq!((seen.years, seen.group_size), (reasoned.years, reasoned.group_size));
}

async fn labels_are_those_of_the_day_of_the_proposal(world: World) {
    prepare(&world).await;
    let before = propose(&world, world.member, &therapist(&world)).await;
    set_areas(&world, id(301), "2018-12-01", "Stronger SEN Support").await;
    let later = world.on(day("2018-12-03"));
    let after = propose(&later, world.member, &therapist(&world)).await;
    for (it, label) in [(before, "Better SEN Support"), (after, "Stronger SEN Support")] {
        assert_eq!(read(&later, world.head, it).await.unwrap().outcome_areas[0].label, label);
    }
    // A revision is proposed anew, in the words of its day.
    revise(&later, world.member, before, 1, &Proposal { target: 61.0, ..therapist(&world) }).await.unwrap();
    let seen = read(&later, world.head, before).await.unwrap();
    assert_eq!(seen.outcome_areas[0].label, "Stronger SEN Support");
    assert_eq!(seen.proposed_on, day("2018-12-03"));
}

async fn a_plan_goes_on_where_it_stopped(world: World) {
    prepare(&world).await;
    for number in 0..55 {
        // Many start on the same day, and some have the same title.
        let starts_on = day("2018-12-01") + chrono::Days::new(number % 3);
        let title = format!("Group {}", number % 20);
        propose(&world, world.member, &Proposal { title, starts_on, ..therapist(&world) }).await;
    }
    let (mut seen, mut after) = (Vec::new(), json!(null));
    loop {
        let ask = json!({ "cluster": world.ours, "after": after });
        let page: Plan = world.ask(world.lead, "intervention/plan.graphql", ask).await.unwrap();
        assert!(page.interventions.len() <= 25);
        seen.extend(page.interventions.into_iter().map(|it| (it.starts_on, it.title, it.id)));
        let Some(next) = page.next else { break };
        after = json!(next);
    }
    assert_eq!(seen.len(), 55);
    assert!(seen.is_sorted_by(|one, next| (one.0, &one.1) <= (next.0, &next.1)));
    let distinct: std::collections::BTreeSet<_> = seen.iter().map(|it| it.2).collect();
    assert_eq!(distinct.len(), 55);
    let ask = json!({ "cluster": world.ours, "after": after });
    let refused: Result<Plan, _> = world.ask(world.chair, "intervention/plan.graphql", ask).await;
    assert!(matches!(refused, Err(Failure::Invalid { .. })), "somebody else's place in the list");
}

async fn home_tells_what_waits_what_is_due_and_what_changed(world: World) {
    prepare(&world).await;
    pay(&world, Pence::pounds(25_000)).await;
    let waits = propose(&world, world.member, &Proposal { title: "Waits".into(), ..therapist(&world) }).await;
    let agreed = propose(&world, world.host, &therapist(&world)).await;
    agree(&world, world.chair, agreed).await.unwrap();

    let kinds =
        |notices: &[shared::home::Notice]| notices.iter().map(|it| (it.kind, it.intervention)).collect::<Vec<_>>();
    let changed = |it: &Home| it.changed.items.iter().map(|it| (it.kind, it.intervention)).collect::<Vec<_>>();
    let chair = home(&world, world.chair).await;
    assert_eq!(kinds(&chair.needs), [(NoticeKind::AgreeProposal, Some(waits))]);
    assert_eq!(kinds(&chair.due), [(NoticeKind::StartsSoon, Some(agreed))]);
    assert_eq!(changed(&chair)[..2], [(NewsKind::Proposed, Some(agreed)), (NewsKind::Proposed, Some(waits))]);
    assert_eq!((chair.due[0].day, chair.changed.items[0].day), (day("2018-12-01"), TODAY));
    assert_eq!(chair.due[0].cluster.as_ref().unwrap().name, "Cluster 2");
    assert_eq!(kinds(&home(&world, world.member).await.needs), [(NoticeKind::OwnProposal, Some(waits))]);
    // The head sees the plan and agrees nothing; the lead sees every plan.
    for who in [world.head, world.lead] {
        let seen = home(&world, who).await;
        assert!(seen.needs.is_empty());
        assert_eq!(changed(&seen)[0], (NewsKind::Agreed, Some(agreed)));
    }
    // The others do not learn that anything is there.
    for who in [world.other_chair, world.senco, world.forum, world.administrator, world.stranger] {
        let seen = home(&world, who).await;
        assert!(seen.needs.is_empty() && seen.due.is_empty() && seen.changed.items.is_empty());
    }
    let may = world.on(day("2019-05-10"));
    let due = home(&may, world.head).await.due;
    assert_eq!((kinds(&due), due[0].day), (vec![(NoticeKind::EndsSoon, Some(agreed))], day("2019-05-31")));
    assert!(home(&may, world.head).await.changed.items.is_empty());

    let who = PersonId(id(700));
    let school = Some(world.schools[0]);
    world
        .add_person(world.administrator, who, "SENCO of St Michael's", shared::access::Role::Senco, None, school)
        .await;
    let mut seat = world.appoint(world.administrator, who, shared::access::Role::Host, Some(world.ours), None).await;
    let document = "mutation Test($id: MembershipId!, $until: NaiveDate!) { endMembership(id: $id, until: $until) }";
    let end = json!({ "id": seat, "until": "2019-01-20" });
    world.send(world.administrator, document, end).await.unwrap();
    seat = world.appoint(world.administrator, who, shared::access::Role::Senco, None, Some(world.schools[1])).await;
    world.send(world.administrator, document, json!({ "id": seat, "until": "2019-01-21" })).await.unwrap();
    let roles: Vec<_> = home(&world, who).await.due.into_iter().filter(|it| it.kind == NoticeKind::RoleEnds).collect();
    assert_eq!(roles.len(), 1, "sixty days ahead and no more: {roles:?}");
    assert_eq!((roles[0].title.as_str(), roles[0].day), ("SEND host, Cluster 2", day("2019-01-20")));
}

/// One of them asks who is there.
async fn no_page_takes_more_than_six_statements_however_much_there_is(world: World) {
    prepare(&world).await;
    pay(&world, Pence::pounds(1_000_000)).await;
    let mut before = Vec::new();
    for round in 0..2 {
        let last = propose(&world, world.member, &therapist(&world)).await;
        let cluster = json!({ "cluster": world.ours, "after": null });
        let mut counts = Vec::new();
        for (file, variables) in [
            ("intervention/plan.graphql", cluster.clone()),
            ("intervention/drafting.graphql", json!({ "cluster": world.ours })),
            ("intervention/intervention.graphql", json!({ "id": last })),
            ("fund/money.graphql", cluster.clone()),
            ("home/home.graphql", json!({})),
        ] {
            let start = world.door.statements();
            world.ask::<serde_json::Value>(world.chair, file, variables).await.unwrap();
            counts.push(world.door.statements() - start);
        }
        let start = world.door.statements();
        revise(&world, world.member, last, 1, &Proposal { target: 70.0, ..therapist(&world) }).await.unwrap();
        counts.push(world.door.statements() - start);
        let start = world.door.statements();
        agree_version(&world, world.chair, last, 2).await.unwrap();
        counts.push(world.door.statements() - start);
        let start = world.door.statements();
        propose(&world, world.member, &therapist(&world)).await;
        counts.push(world.door.statements() - start);
        let start = world.door.statements();
        pay(&world, Pence::pounds(1)).await;
        counts.push(world.door.statements() - start);
        assert!(counts.iter().all(|it| *it <= 6), "{counts:?}");
        if round == 0 {
            for _ in 0..30 {
                let id = propose(&world, world.member, &therapist(&world)).await;
                agree(&world, world.chair, id).await.unwrap();
            }
            before = counts;
        } else {
            assert_eq!(counts, before);
        }
    }
}
