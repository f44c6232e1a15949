//! The life of an intervention: versions, agreement, amendment, withdrawal, the end, and what was paid for it.

use chrono::NaiveDate;
use sea_orm::{ConnectionTrait as _, Statement};
use serde_json::json;
use shared::{
    access::Role,
    failure::Failure,
    fund::{AccountKind, Allocation, Fund, Reversal, Spend, year::FundYear},
    home::{News, NewsKind},
    id::{InterventionId, MovementId, PersonId},
    intervention::{
        Intervention, Plan, Proposal, Stage,
        life::{Amendment, Ending, History, Step, Withdrawal},
    },
    money::Pence,
};
use uuid::Uuid;

use crate::{
    browser::{from_the_page, open, request, send, session},
    fund::book,
    intervention::{TODAY, agree, agreement, pay, prepare, propose, therapist},
    on_both,
    world::{World, day, id as world_id},
};

on_both! {
    an_agreement_that_was_heard_once_is_answered_alike
    an_agreement_of_another_version_is_told_what_differs
    an_amendment_waits_and_moves_the_difference
    what_was_agreed_is_locked_until_an_amendment_is_agreed
    a_proposal_is_withdrawn_with_a_reason
    an_early_end_releases_the_months_to_come
    nothing_is_paid_that_is_not_committed
    whoever_asked_for_the_money_does_not_certify_it
    a_payment_is_reversed_once_and_never_edited
    money_is_not_committed_before_it_was_there
    the_history_says_who_did_what_and_both_values
    news_are_what_others_did_since_the_mark
    a_year_shows_what_is_late
    a_plan_is_filtered_by_stage_and_downloaded
    whatever_people_do_the_book_adds_up_on_every_day
}

use NewsKind::{Agreed, Ended, Paid, Proposed, Spent};

async fn read(world: &World, who: PersonId, id: InterventionId) -> Intervention {
    world.ask(who, "intervention/intervention.graphql", json!({ "id": id })).await.unwrap()
}

async fn amend(
    world: &World,
    who: PersonId,
    id: InterventionId,
    version: i32,
    proposal: &Proposal,
) -> Result<(), Failure> {
    let amendment = Amendment { id, version, proposal: proposal.clone(), reason: "It takes longer.".into() };
    world.change(who, "amendIntervention", "Amendment", &amendment).await.map(|_| ())
}

async fn agree_on(
    world: &World,
    who: PersonId,
    id: InterventionId,
    version: i32,
    on: NaiveDate,
) -> Result<(), Failure> {
    world.change(who, "agreeIntervention", "Agreement", &agreement(id, version, on)).await.map(|_| ())
}

async fn withdraw(world: &World, who: PersonId, id: InterventionId, version: i32) -> Result<(), Failure> {
    let withdrawal = Withdrawal { id, version, reason: "The therapist has left.".into() };
    world.change(who, "withdrawIntervention", "Withdrawal", &withdrawal).await.map(|_| ())
}

async fn end(world: &World, who: PersonId, id: InterventionId, version: i32, on: NaiveDate) -> Result<(), Failure> {
    let (reason, lesson) = ("Nobody came.".to_owned(), "Ask the families first.".to_owned());
    let ending = Ending { id, version, ended_on: on, reason, lesson };
    world.change(who, "endIntervention", "Ending", &ending).await.map(|_| ())
}

fn payment(intervention: InterventionId, amount: Pence, on: NaiveDate) -> Spend {
    Spend { id: MovementId(Uuid::new_v4()), intervention, amount, day: on, reason: "Invoice 17".into() }
}

async fn spend(world: &World, who: PersonId, it: &Spend) -> Result<(), Failure> {
    world.change(who, "recordSpend", "Spend", it).await.map(|_| ())
}

async fn release(world: &World, who: PersonId, it: &Spend) -> Result<(), Failure> {
    world.change(who, "releaseMoney", "Spend", it).await.map(|_| ())
}

/// A therapist who is agreed today with £60,000 in the account.
async fn agreed(world: &World) -> InterventionId {
    prepare(world).await;
    pay(world, Pence::pounds(60_000)).await;
    let id = propose(world, world.member, &therapist(world)).await;
    agree(world, world.chair, id).await.unwrap();
    id
}

/// challenge and response are two answers, and a resent agreement changes nothing.
async fn an_agreement_that_was_heard_once_is_answered_alike(world: World) {
    let id = agreed(&world).await;
    agree(&world, world.chair, id).await.unwrap();
    let decision = read(&world, world.head, id).await.decision.unwrap();
    assert_eq!(
        (decision.challenge.as_str(), decision.response.as_deref()),
        ("Is it dear?", Some("No dearer than elsewhere."))
    );
    assert_eq!(book(&world, world.head).await.committed, Pence::pounds(25_000));
    // Anything else, or anybody else, is told that it has been decided.
    let other = shared::intervention::Agreement { response: "Yes.".into(), ..agreement(id, 1, TODAY) };
    let refused = world.change(world.chair, "agreeIntervention", "Agreement", &other).await;
    assert_eq!(refused, Err(Failure::Decided));
    let colleague = PersonId(world_id(700));
    let cluster = Some(world.ours);
    world.add_person(world.administrator, colleague, "Another member", Role::BoardMember, cluster, None).await;
    assert_eq!(agree(&world, colleague, id).await, Err(Failure::Decided));
    for blank in ["challenge", "response"] {
        let mut input = json!(agreement(id, 1, TODAY));
        input[blank] = json!(" ");
        let refused = world.change(world.chair, "agreeIntervention", "Agreement", &input).await;
        let Err(Failure::Invalid { problems }) = refused else { panic!("{refused:?}") };
        assert_eq!(problems[0].field, blank);
    }
}

/// U5: the caller is told both values of every field, the one they read and the one that is saved.
async fn an_agreement_of_another_version_is_told_what_differs(world: World) {
    prepare(&world).await;
    pay(&world, Pence::pounds(60_000)).await;
    let id = propose(&world, world.member, &therapist(&world)).await;
    let other = Proposal { cost: Pence::pounds(20_000), schools: vec![world.schools[1]], ..therapist(&world) };
    let revised = shared::intervention::RevisedIntervention { id, version: 1, proposal: other };
    world.change(world.member, "reviseIntervention", "RevisedIntervention", &revised).await.unwrap();
    let refused = agree(&world, world.chair, id).await;
    let Err(Failure::Changed { changes, version: 2 }) = refused else { panic!("{refused:?}") };
    let told: Vec<_> = changes.iter().map(|it| (it.field.as_str(), it.yours.as_str(), it.theirs.as_str())).collect();
    let (both, one) = ("Abbeywood Community School, St Michael's Primary School", "Abbeywood Community School");
    assert_eq!(told, [("Cost", "£25,000.00", "£20,000.00"), ("Schools taking part", both, one)]);
    assert_eq!(read(&world, world.chair, id).await.stage, Stage::Proposed);
    agree_on(&world, world.chair, id, 2, TODAY).await.unwrap();
    assert_eq!(book(&world, world.head).await.committed, Pence::pounds(20_000));
}

/// Z7, R-082, D14: what is asked for waits like a proposal, and agreeing it moves the difference.
async fn an_amendment_waits_and_moves_the_difference(world: World) {
    let id = agreed(&world).await;
    let later = world.on(day("2019-02-14"));
    let longer = Proposal { cost: Pence::pounds(30_000), ends_on: day("2019-07-31"), ..therapist(&world) };
    amend(&later, world.host, id, 1, &longer).await.unwrap();
    // Nothing holds differently yet; the very same again was saved already.
    amend(&later, world.host, id, 1, &longer).await.unwrap();
    let seen = read(&later, world.chair, id).await;
    assert_eq!((seen.version, seen.cost, seen.agrees, seen.amends), (1, Pence::pounds(25_000), true, false));
    let waits = seen.amendment.unwrap();
    assert_eq!(
        (waits.version, waits.cost, waits.proposed_by.as_str()),
        (2, Pence::pounds(30_000), "Host of cluster 2")
    );
    let fields: Vec<_> = waits.changes.iter().map(|it| it.field.as_str()).collect();
    assert_eq!(fields, ["Last day", "Cost"]);
    assert_eq!(book(&later, world.head).await.committed, Pence::pounds(25_000));
    // One at a time, and nothing ends meanwhile.
    let other = Proposal { target: 70.0, ..therapist(&world) };
    let told = |it: Result<(), Failure>| matches!(it, Err(Failure::BadRequest { .. }));
    assert!(told(amend(&later, world.member, id, 1, &other).await));
    assert!(told(end(&later, world.chair, id, 1, day("2019-02-14")).await));
    // The first proposer may agree what somebody else asks for; who asks may not, whoever that is.
    agree_on(&later, world.member, id, 2, day("2019-02-14")).await.unwrap();
    let seen = read(&later, world.head, id).await;
    assert_eq!((seen.version, seen.cost, seen.stage), (2, Pence::pounds(30_000), Stage::Agreed));
    assert_eq!(seen.proposed_by, "Host of cluster 2");
    let spending = seen.spending.unwrap();
    let planned: Vec<_> = spending.months.iter().map(|it| it.planned.0).collect();
    assert_eq!(planned, [416_667, 416_667, 416_667, 350_000, 350_000, 350_000, 350_000, 349_999]);
    let fund = book(&later, world.head).await;
    assert_eq!((fund.committed, fund.left), (Pence::pounds(30_000), Pence::pounds(30_000)));
    // Cheaper again: the difference comes back. What was paid stays the least it can cost.
    spend(&later, world.lead, &payment(id, Pence::pounds(9_000), day("2019-02-14"))).await.unwrap();
    let refused = amend(&later, world.chair, id, 2, &Proposal { cost: Pence::pounds(8_999), ..longer.clone() }).await;
    let Err(Failure::Invalid { problems }) = refused else { panic!("{refused:?}") };
    assert_eq!((problems[0].field.as_str(), problems[0].message.contains("£9,000")), ("cost", true));
    amend(&later, world.chair, id, 2, &Proposal { cost: Pence::pounds(12_000), ..longer }).await.unwrap();
    assert_eq!(agree_on(&later, world.chair, id, 3, day("2019-02-14")).await, Err(Failure::OwnProposal));
    agree_on(&later, world.member, id, 3, day("2019-02-14")).await.unwrap();
    let fund = book(&later, world.head).await;
    assert_eq!(
        (fund.committed, fund.spent, fund.left),
        (Pence::pounds(3_000), Pence::pounds(9_000), Pence::pounds(48_000))
    );
}

/// Z7, R-061: baseline, measure and target are what they were when the money was committed.
async fn what_was_agreed_is_locked_until_an_amendment_is_agreed(world: World) {
    let id = agreed(&world).await;
    let moved = Proposal { baseline: 50.0, baseline_on: day("2018-11-20"), ..therapist(&world) };
    let revised = shared::intervention::RevisedIntervention { id, version: 1, proposal: moved.clone() };
    let refused = world.change(world.member, "reviseIntervention", "RevisedIntervention", &revised).await;
    assert_eq!(refused, Err(Failure::Decided));
    amend(&world, world.member, id, 1, &moved).await.unwrap();
    assert!((read(&world, world.head, id).await.baseline - 42.0).abs() < f64::EPSILON);
    // Taken back, it stays in the history and changes nothing.
    withdraw(&world, world.chair, id, 2).await.unwrap();
    let seen = read(&world, world.head, id).await;
    assert_eq!((seen.version, seen.stage, seen.amendment), (1, Stage::Agreed, None));
    amend(&world, world.member, id, 1, &moved).await.unwrap();
    agree_on(&world, world.chair, id, 3, TODAY).await.unwrap();
    let seen = read(&world, world.head, id).await;
    assert_eq!((seen.version, seen.baseline_on), (3, day("2018-11-20")));
    let history: History =
        world.ask(world.head, "intervention/history.graphql", json!({ "id": id, "after": null })).await.unwrap();
    let steps: Vec<_> = history.steps.iter().map(|it| (it.version, it.step)).collect();
    assert_eq!(
        steps,
        [
            (3, Step::Amended),
            (3, Step::AmendmentProposed),
            (2, Step::AmendmentWithdrawn),
            (2, Step::AmendmentProposed),
            (1, Step::Agreed),
            (1, Step::Proposed)
        ]
    );
    let moved: Vec<_> = history.steps[1].changes.iter().map(|it| (it.field.as_str(), it.theirs.as_str())).collect();
    assert_eq!(moved, [("Baseline", "42"), ("Baseline taken on", "5 November 2018")]);
}

///
async fn a_proposal_is_withdrawn_with_a_reason(world: World) {
    prepare(&world).await;
    pay(&world, Pence::pounds(60_000)).await;
    let id = propose(&world, world.host, &therapist(&world)).await;
    // Neither the host of another proposal nor anybody outside.
    let member = propose(&world, world.member, &therapist(&world)).await;
    assert_eq!(withdraw(&world, world.host, member, 1).await, Err(Failure::Forbidden));
    assert_eq!(withdraw(&world, world.other_chair, id, 1).await, Err(Failure::NotFound));
    assert_eq!(withdraw(&world, world.lead, id, 1).await, Err(Failure::Forbidden));
    assert!(read(&world, world.host, id).await.withdraws && read(&world, world.chair, member).await.withdraws);
    withdraw(&world, world.host, id, 1).await.unwrap();
    withdraw(&world, world.host, id, 1).await.unwrap();
    let seen = read(&world, world.head, id).await;
    let closing = seen.closing.unwrap();
    assert_eq!(
        (seen.stage, closing.day, closing.reason.as_str()),
        (Stage::Withdrawn, TODAY, "The therapist has left.")
    );
    assert_eq!(agree(&world, world.chair, id).await, Err(Failure::Decided));
    assert_eq!(withdraw(&world, world.chair, id, 1).await, Err(Failure::Decided));
    // The Board may do it for the proposer; a version that nobody has read is told.
    let refused = withdraw(&world, world.chair, member, 4).await;
    assert!(matches!(refused, Err(Failure::Changed { version: 1, .. })), "{refused:?}");
    withdraw(&world, world.chair, member, 1).await.unwrap();
    assert_eq!(book(&world, world.head).await.left, Pence::pounds(60_000));
}

/// I4: with a reason and a lesson; what was planned before stays committed until it is paid or given back.
async fn an_early_end_releases_the_months_to_come(world: World) {
    let id = agreed(&world).await;
    let march = world.on(day("2019-03-15"));
    spend(&march, world.lead, &payment(id, Pence(416_667), day("2018-12-31"))).await.unwrap();
    assert_eq!(end(&march, world.host, id, 1, day("2019-03-15")).await, Err(Failure::Forbidden));
    for wrong in ["2018-11-20", "2019-03-16"] {
        assert!(matches!(end(&march, world.member, id, 1, day(wrong)).await, Err(Failure::Invalid { .. })));
    }
    end(&march, world.member, id, 1, day("2019-03-15")).await.unwrap();
    end(&march, world.member, id, 1, day("2019-03-15")).await.unwrap();
    assert_eq!(end(&march, world.chair, id, 1, day("2019-03-15")).await, Err(Failure::Decided));
    let seen = read(&march, world.head, id).await;
    let (spending, closing) = (seen.spending.unwrap(), seen.closing.unwrap());
    assert_eq!((seen.stage, closing.lesson.as_deref()), (Stage::Ended, Some("Ask the families first.")));
    // December to March were planned, December is paid.
    assert_eq!((spending.months.len(), spending.committed, spending.spent), (4, Pence(3 * 416_667), Pence(416_667)));
    let fund = book(&march, world.head).await;
    assert_eq!(fund.left, Pence::pounds(35_000) + Pence(2 * 416_666));
    // The rest of it is paid late, or given back.
    spend(&march, world.lead, &payment(id, Pence(416_667), day("2019-03-15"))).await.unwrap();
    release(&march, world.lead, &payment(id, Pence(2 * 416_667), day("2019-03-15"))).await.unwrap();
    let fund = book(&march, world.head).await;
    assert_eq!((fund.committed, fund.spent), (Pence::ZERO, Pence(2 * 416_667)));
    let seen = read(&march, world.lead, id).await;
    assert!(!seen.spends && !seen.releases && !seen.ends);
}

/// Z14: no orphan money, neither more than was committed nor before the Board agreed, nor out of another's pocket.
async fn nothing_is_paid_that_is_not_committed(world: World) {
    let id = agreed(&world).await;
    let other = propose(&world, world.member, &Proposal { cost: Pence::pounds(100), ..therapist(&world) }).await;
    let told = |it: Result<(), Failure>| matches!(it, Err(Failure::BadRequest { .. }));
    assert!(told(spend(&world, world.lead, &payment(other, Pence(1), TODAY)).await));
    agree(&world, world.chair, other).await.unwrap();
    let refused = spend(&world, world.lead, &payment(other, Pence(10_001), TODAY)).await;
    let Err(Failure::Invalid { problems }) = refused else { panic!("{refused:?}") };
    assert_eq!(problems[0].message, "£100 is committed to this and not paid. Enter that or less");
    let whole = payment(other, Pence(10_000), TODAY);
    spend(&world, world.lead, &whole).await.unwrap();
    spend(&world, world.lead, &whole).await.unwrap();
    assert_eq!(spend(&world, world.lead, &Spend { amount: Pence(1), ..whole }).await, Err(Failure::Taken));
    let fund = book(&world, world.head).await;
    assert_eq!((fund.spent, fund.committed), (Pence::pounds(100), Pence::pounds(25_000)));
    for wrong in [
        payment(id, Pence::ZERO, TODAY),
        payment(id, Pence(1), day("2018-11-20")),
        payment(id, Pence(1), day("2018-11-22")),
    ] {
        assert!(matches!(spend(&world, world.lead, &wrong).await, Err(Failure::Invalid { .. })));
    }
    // It still runs: what is not spent of it is the Board's.
    assert!(told(release(&world, world.lead, &payment(id, Pence(1), TODAY)).await));
    let over = world.on(day("2019-06-01"));
    release(&over, world.lead, &payment(id, Pence(1), day("2019-06-01"))).await.unwrap();
    for who in [world.chair, world.host, world.head, world.administrator, world.forum] {
        assert_eq!(spend(&world, who, &payment(id, Pence(1), TODAY)).await, Err(Failure::Forbidden));
    }
    let unknown = spend(&world, world.lead, &payment(InterventionId(world_id(9_999)), Pence(1), TODAY)).await;
    assert_eq!(unknown, Err(Failure::NotFound));
    assert_eq!(orphans(&world).await, 0);
}

/// D14: also where the strategic lead sits on a Board.
async fn whoever_asked_for_the_money_does_not_certify_it(world: World) {
    prepare(&world).await;
    pay(&world, Pence::pounds(60_000)).await;
    world.appoint(world.administrator, world.lead, Role::BoardMember, Some(world.ours), None).await;
    let id = propose(&world, world.lead, &therapist(&world)).await;
    agree(&world, world.chair, id).await.unwrap();
    assert_eq!(spend(&world, world.lead, &payment(id, Pence(1), TODAY)).await, Err(Failure::OwnRequest));
    assert!(!read(&world, world.lead, id).await.spends);
    // Nor where somebody else has asked for a change since.
    let less = Proposal { cost: Pence::pounds(20_000), ..therapist(&world) };
    amend(&world, world.member, id, 1, &less).await.unwrap();
    agree_on(&world, world.chair, id, 2, TODAY).await.unwrap();
    assert_eq!(spend(&world, world.lead, &payment(id, Pence(1), TODAY)).await, Err(Failure::OwnRequest));
    assert!(!read(&world, world.lead, id).await.spends);
}

async fn a_payment_is_reversed_once_and_never_edited(world: World) {
    let id = agreed(&world).await;
    let paid = payment(id, Pence::pounds(4_000), TODAY);
    spend(&world, world.lead, &paid).await.unwrap();
    let reversal =
        |movement| Reversal { id: MovementId(Uuid::new_v4()), movement, day: TODAY, reason: "Recorded twice".into() };
    let reverse = async |it: &Reversal| world.change(world.lead, "reverseMovement", "Reversal", it).await;
    let back = reversal(paid.id);
    reverse(&back).await.unwrap();
    reverse(&back).await.unwrap();
    assert!(matches!(reverse(&reversal(paid.id)).await, Err(Failure::BadRequest { .. })));
    assert!(matches!(reverse(&reversal(back.id)).await, Err(Failure::BadRequest { .. })));
    let fund = book(&world, world.lead).await;
    assert_eq!((fund.spent, fund.committed), (Pence::ZERO, Pence::pounds(25_000)));
    let line = &fund.movements[0];
    assert_eq!((line.from, line.to, line.reversal), (AccountKind::Spent, AccountKind::Committed, true));
    assert!(!fund.movements[1].reversible && fund.reverses);
    assert_eq!(line.recorded_by.as_deref(), Some("Strategic lead"));
    // What was paid to the cluster goes back as far as it is not committed.
    let commitment = &fund.movements[2];
    assert!(matches!(reverse(&reversal(commitment.id)).await, Err(Failure::BadRequest { .. })));
    let allocation = fund.movements[3].id;
    assert!(matches!(reverse(&reversal(allocation)).await, Err(Failure::BadRequest { .. })));
    let more = MovementId(Uuid::new_v4());
    let new = Allocation { id: more, cluster: world.ours, amount: Pence::pounds(5), day: TODAY, reason: "Typo".into() };
    world.change(world.lead, "allocate", "Allocation", &new).await.unwrap();
    reverse(&reversal(more)).await.unwrap();
    assert_eq!(book(&world, world.lead).await.received, Pence::pounds(60_000));
    let refused = world.change(world.chair, "reverseMovement", "Reversal", &reversal(more)).await;
    assert_eq!(refused, Err(Failure::Forbidden));
}

/// Z14: at every date, not only today.
async fn money_is_not_committed_before_it_was_there(world: World) {
    prepare(&world).await;
    let id = propose(&world, world.member, &therapist(&world)).await;
    let later = world.on(day("2018-12-05"));
    let paid = day("2018-12-03");
    let (amount, reason) = (Pence::pounds(25_000), "High needs block".into());
    let new = Allocation { id: MovementId(world_id(500)), cluster: world.ours, amount, day: paid, reason };
    later.change(world.lead, "allocate", "Allocation", &new).await.unwrap();
    let refused = agree_on(&later, world.chair, id, 1, day("2018-12-02")).await;
    let Err(Failure::Invalid { problems }) = refused else { panic!("{refused:?}") };
    assert_eq!(problems[0].field, "agreedOn");
    assert!(
        problems[0].message.starts_with("On 2 December 2018 the cluster had £0 left, and this commits £25,000"),
        "{problems:?}"
    );
    agree_on(&later, world.chair, id, 1, paid).await.unwrap();
    assert_eq!(unbalanced(&later).await, Vec::<String>::new());
}

/// A2.
async fn the_history_says_who_did_what_and_both_values(world: World) {
    prepare(&world).await;
    pay(&world, Pence::pounds(60_000)).await;
    let id = propose(&world, world.member, &therapist(&world)).await;
    let mut expected = vec![(1, Step::Proposed)];
    for version in 1..=30 {
        let proposal = Proposal { target: 60.0 + f64::from(version), ..therapist(&world) };
        let revised = shared::intervention::RevisedIntervention { id, version, proposal };
        world.change(world.member, "reviseIntervention", "RevisedIntervention", &revised).await.unwrap();
        expected.insert(0, (version + 1, Step::Revised));
    }
    let (mut seen, mut after) = (Vec::new(), json!(null));
    loop {
        let ask = json!({ "id": id, "after": after });
        let page: History = world.ask(world.head, "intervention/history.graphql", ask).await.unwrap();
        assert!(page.steps.len() <= 25);
        for it in &page.steps {
            let target = |it: &str| it.parse::<f64>().unwrap();
            let both = it.changes.first().map(|it| target(&it.yours) - target(&it.theirs));
            assert_eq!(both, (it.version > 1).then_some(1.0), "{it:?}");
            assert_eq!(it.who, "Member of cluster 2");
        }
        seen.extend(page.steps.iter().map(|it| (it.version, it.step)));
        let Some(next) = page.next else { break };
        after = json!(next);
    }
    assert_eq!(seen, expected);
    for who in [world.senco, world.stranger] {
        let ask = json!({ "id": id, "after": null });
        let refused = world.ask::<History>(who, "intervention/history.graphql", ask).await;
        assert_eq!(refused.unwrap_err(), Failure::NotFound);
    }
}

async fn news(world: &World, who: PersonId) -> News {
    world.ask(who, "home/news.graphql", json!({ "after": null })).await.unwrap()
}

fn kinds(news: &News) -> Vec<NewsKind> {
    news.items.iter().map(|it| it.kind).collect()
}

async fn news_are_what_others_did_since_the_mark(world: World) {
    let first = agreed(&world).await;
    let seen = news(&world, world.head).await;
    assert_eq!(kinds(&seen), [Agreed, Proposed, Paid]);
    assert_eq!((seen.items[0].who.as_str(), seen.items[0].intervention), ("Chair of cluster 2", Some(first)));
    assert_eq!(seen.items[2].amount, Some(Pence::pounds(60_000)));
    // One's own deeds are no news.
    assert_eq!(kinds(&news(&world, world.chair).await), [Proposed, Paid]);
    assert_eq!(kinds(&news(&world, world.lead).await), [Agreed, Proposed]);
    let document = include_str!("../../../frontend/src/home/seen.graphql");
    let mark = async |who, until: &shared::page::Cursor| world.send(who, document, json!({ "until": until })).await;
    let latest = seen.latest.unwrap();
    spend(&world, world.lead, &payment(first, Pence(100), TODAY)).await.unwrap();
    mark(world.head, &latest).await.unwrap();
    mark(world.head, &latest).await.unwrap();
    // What came after what was shown is not marked with it.
    let seen = news(&world, world.head).await;
    assert_eq!((kinds(&seen), seen.items[0].amount), (vec![Spent], Some(Pence(100))));
    assert_eq!(kinds(&news(&world, world.member).await), [Spent, Agreed, Paid], "a mark is one's own");
    let newer = seen.latest.unwrap();
    mark(world.head, &newer).await.unwrap();
    mark(world.head, &latest).await.unwrap();
    assert!(news(&world, world.head).await.items.is_empty(), "a mark never goes back");
    assert!(matches!(mark(world.member, &newer).await, Err(Failure::Invalid { .. })), "somebody else's place");
    end(&world, world.chair, first, 1, TODAY).await.unwrap();
    let seen = news(&world, world.head).await;
    assert_eq!(kinds(&seen), [Ended], "the money that came back is told by the end");
    // Before the first mark: four weeks.
    assert!(news(&world.on(day("2019-03-01")), world.member).await.items.is_empty());
    assert_eq!(kinds(&news(&world.on(day("2019-03-01")), world.head).await), [Ended], "after it: all since then");
    for who in [world.other_chair, world.senco, world.stranger] {
        assert!(news(&world, who).await.items.is_empty());
    }
    let refused = world.ask::<News>(world.forum, "home/news.graphql", json!({ "after": null })).await;
    assert_eq!(refused.unwrap_err(), Failure::Forbidden);
    for _ in 0..30 {
        propose(&world, world.host, &therapist(&world)).await;
    }
    let (mut count, mut after) = (0, json!(null));
    loop {
        let page: News = world.ask(world.head, "home/news.graphql", json!({ "after": after })).await.unwrap();
        assert!(page.items.len() <= 25);
        count += page.items.len();
        let Some(next) = page.next else { break };
        after = json!(next);
    }
    assert_eq!(count, 31);
}

/// F7, Z14: every pound of the year belongs to a priority, an intervention and its measure.
async fn a_year_shows_what_is_late(world: World) {
    let id = agreed(&world).await;
    let later = world.on(day("2019-02-10"));
    spend(&later, world.lead, &payment(id, Pence(416_667), day("2019-01-03"))).await.unwrap();
    let year = async |year: Option<i32>| {
        let ask = json!({ "cluster": world.ours, "year": year });
        later.ask::<FundYear>(world.head, "fund/year.graphql", ask).await
    };
    let found = year(None).await.unwrap();
    assert_eq!((found.year, found.months.len()), (2018, 12));
    assert_eq!((found.whole.planned, found.whole.due), (Pence(4 * 416_667), Pence(2 * 416_667)));
    assert_eq!((found.whole.spent, found.whole.expected), (Pence(416_667), Pence(3 * 416_667)));
    assert!(found.whole.warning().unwrap().contains("is not paid"));
    assert_eq!(found.priorities[0].name, "Speech and language");
    assert_eq!((found.interventions[0].id, found.interventions[0].spent), (Some(id), Pence(416_667)));
    let next = year(Some(2019)).await.unwrap();
    assert_eq!((next.whole.planned, next.whole.spent), (Pence(416_667 + 416_666) - Pence(1), Pence::ZERO));
    assert!(year(Some(2017)).await.unwrap().interventions.is_empty());
    assert!(matches!(year(Some(99_999)).await, Err(Failure::Invalid { .. })));
    let ask = json!({ "cluster": world.ours, "year": null });
    let refused = world.ask::<FundYear>(world.other_chair, "fund/year.graphql", ask).await;
    assert_eq!(refused.unwrap_err(), Failure::NotFound);
}

async fn a_plan_is_filtered_by_stage_and_downloaded(world: World) {
    let kept = agreed(&world).await;
    let formula = Proposal { title: "=HYPERLINK(1)".into(), cost: Pence(416_667), ..therapist(&world) };
    propose(&world, world.member, &formula).await;
    let ask = json!({ "cluster": world.ours, "filter": { "stage": "AGREED" }, "after": null });
    let plan: Plan = world.ask(world.head, "intervention/plan.graphql", ask).await.unwrap();
    assert_eq!(plan.interventions.iter().map(|it| it.id).collect::<Vec<_>>(), [kept]);
    let stages: Vec<_> = plan.stages.iter().map(|it| (it.stage, it.count)).collect();
    assert_eq!(stages, [(Stage::Agreed, 1), (Stage::Proposed, 1)]);

    let (server, cookie) = (open(&world), session(&world, world.head).await);
    let get = async |cookie: &str, file: &str| {
        let path = format!("/download/clusters/{}/{file}", world.ours);
        send(&server, request("GET", &path, &from_the_page(cookie), "")).await
    };
    let plan = get(&cookie, "plan.csv").await.body;
    assert_eq!(plan.lines().count(), 3);
    assert!(plan.contains("'=HYPERLINK(1),Proposed,4166.67,2018-12-01,2019-05-31,Speech and language"), "{plan}");
    assert_eq!(get(&cookie, "plan.csv?stage=Agreed").await.body.lines().count(), 2);
    let money = get(&cookie, "money.csv").await.body;
    let lines = [
        "Money,Pounds",
        "Received,60000.00",
        "Spent,0.00",
        "\"Committed, not paid\",25000.00",
        "Left to commit,35000.00",
    ];
    assert_eq!(money.lines().collect::<Vec<_>>(), lines);
    let movements = get(&cookie, "movements.csv").await;
    assert!(
        movements.body.contains("2018-11-21,60000.00,High needs block,The authority,Left to commit,,Strategic lead")
    );
    assert_eq!(movements.header("content-disposition"), "attachment; filename=\"movements.csv\"");
    let year = get(&cookie, "year.csv?year=2018").await.body;
    assert!(year.contains("Month,December 2018,4166.67,,0.00,,"), "{year}");
    assert!(year.contains("Priority,Speech and language,16666.68,0.00,0.00,16666.68,As planned"), "{year}");
    let outside = session(&world, world.other_chair).await;
    for file in ["plan.csv", "money.csv", "movements.csv", "year.csv"] {
        assert_eq!(get(&outside, file).await.status, 404);
        assert_eq!(get("", file).await.status, 401);
    }
}

/// How many movements away from what is committed name no agreed intervention.
async fn orphans(world: &World) -> i64 {
    let sql = "
        select count(*) as n from movement m
          join account f on f.id = m.from_id join account t on t.id = m.to_id
          left join intervention i on i.id = m.intervention_id and i.agreed_on is not null
          left join priority p on p.id = i.priority_id and p.cluster_id = m.cluster_id
         where (f.kind in ('committed', 'spent') or t.kind in ('committed', 'spent'))
           and (p.id is null or i.measure = '')";
    let statement = Statement::from_sql_and_values(world.db().get_database_backend(), sql, []);
    world.db().query_one_raw(statement).await.unwrap().unwrap().try_get("", "n").unwrap()
}

/// The days at whose end an account is below zero, or the accounts do not hold what was received.
async fn unbalanced(world: &World) -> Vec<String> {
    let sql = "
        select d.day,
               cast(coalesce(sum(case when t.kind = 'source' then -m.amount when f.kind = 'source' then m.amount else 0 end), 0) as bigint) as received,
               cast(coalesce(sum(case when t.kind = 'available' then m.amount when f.kind = 'available' then -m.amount else 0 end), 0) as bigint) as available,
               cast(coalesce(sum(case when t.kind = 'committed' then m.amount when f.kind = 'committed' then -m.amount else 0 end), 0) as bigint) as committed,
               cast(coalesce(sum(case when t.kind = 'spent' then m.amount when f.kind = 'spent' then -m.amount else 0 end), 0) as bigint) as spent,
               min(m.amount) as least
          from (select distinct day from movement) d
          join movement m on m.day <= d.day
          join account f on f.id = m.from_id join account t on t.id = m.to_id
         group by d.day order by d.day";
    let statement = Statement::from_sql_and_values(world.db().get_database_backend(), sql, []);
    let mut wrong = Vec::new();
    for row in world.db().query_all_raw(statement).await.unwrap() {
        let of = |name: &str| row.try_get::<i64>("", name).unwrap();
        let parts = ["available", "committed", "spent"].map(of);
        if of("received") != parts.iter().sum::<i64>() || parts.iter().any(|it| *it < 0) || of("least") <= 0 {
            wrong.push(format!("{}: {parts:?} of {}", row.try_get::<NaiveDate>("", "day").unwrap(), of("received")));
        }
    }
    wrong
}

/// Numbers that look like chance and are the same in every run.
struct Dice(u64);

impl Dice {
    fn throw(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

/// Z14: the sum of the ledger is what was allocated at every date, no account is ever below zero, no pound is an orphan.
async fn whatever_people_do_the_book_adds_up_on_every_day(world: World) {
    prepare(&world).await;
    pay(&world, Pence::pounds(10_000)).await;
    let mut dice = Dice(803);
    let mut known: Vec<(InterventionId, i32)> = Vec::new();
    let (mut done, mut refused) = (0, 0);
    for round in 0..160_u64 {
        let now = world.on(TODAY + chrono::Days::new(round));
        let today = now.door.clock().today();
        let earlier = today - chrono::Days::new(dice.throw(6));
        let amount = Pence(i64::try_from(1 + dice.throw(300_000)).unwrap());
        let pick = known.get(usize::try_from(dice.throw(1_000)).unwrap() % known.len().max(1)).copied();
        let proposal = Proposal {
            cost: amount,
            starts_on: today,
            ends_on: today + chrono::Days::new(30 + dice.throw(90)),
            ..therapist(&world)
        };
        let result = match (dice.throw(9), pick) {
            (0, _) | (_, None) => {
                let id = propose(&now, world.member, &proposal).await;
                known.push((id, 1));
                agree_on(&now, world.chair, id, 1, today).await
            }
            (1, _) => {
                let (id, reason) = (MovementId(Uuid::new_v4()), "High needs block".into());
                let new = Allocation { id, cluster: world.ours, amount, day: earlier, reason };
                now.change(world.lead, "allocate", "Allocation", &new).await.map(|_| ())
            }
            (2..=4, Some((id, _))) => spend(&now, world.lead, &payment(id, Pence(1 + amount.0 / 8), earlier)).await,
            (5, Some((id, _))) => release(&now, world.lead, &payment(id, Pence(1 + amount.0 / 8), earlier)).await,
            (6, Some((id, version))) => match amend(&now, world.member, id, version, &proposal).await {
                Ok(()) => {
                    let waits = read(&now, world.chair, id).await.amendment.map(|it| it.version).unwrap();
                    let agreed = agree_on(&now, world.chair, id, waits, today).await;
                    match &agreed {
                        Ok(()) => known.iter_mut().filter(|it| it.0 == id).for_each(|it| it.1 = waits),
                        Err(_) => withdraw(&now, world.chair, id, waits).await.unwrap(),
                    }
                    agreed
                }
                refused => refused,
            },
            (7, Some((id, version))) => end(&now, world.chair, id, version, earlier).await,
            (_, Some(_)) => {
                let fund: Fund = book(&now, world.lead).await;
                let it = fund.movements.iter().find(|it| it.reversible);
                let Some(it) = it else { continue };
                let new =
                    Reversal { id: MovementId(Uuid::new_v4()), movement: it.id, day: today, reason: "Wrong".into() };
                now.change(world.lead, "reverseMovement", "Reversal", &new).await.map(|_| ())
            }
        };
        match result {
            Ok(()) => done += 1,
            Err(Failure::Internal { .. } | Failure::Unavailable) => panic!("round {round}: {result:?}"),
            Err(_) => refused += 1,
        }
        assert_eq!(unbalanced(&world).await, Vec::<String>::new(), "round {round}");
    }
    assert_eq!(orphans(&world).await, 0);
    assert!(done > 60 && refused > 20, "{done} done, {refused} refused");
    let whole = backend::testing::audit::verify(world.db()).await.unwrap();
    assert!(matches!(whole, backend::testing::audit::Verdict::Whole { .. }));
}
