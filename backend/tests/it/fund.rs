//! The money of a cluster.

use serde_json::json;
use shared::{
    failure::Failure,
    fund::{AccountKind, Allocation, Fund},
    id::{ClusterId, MovementId, PersonId},
    intervention::Proposal,
    money::Pence,
};

use crate::{
    intervention::{TODAY, agree, pay, prepare, propose, therapist},
    on_both,
    world::{World, day, id},
};

on_both! {
    millions_go_there_and_come_back_as_whole_pence
    a_payment_sent_again_is_made_once
    no_more_is_committed_than_there_is
    the_last_pound_is_committed_once
    the_book_goes_on_where_it_stopped
    another_authority_is_not_paid
    money_is_paid_by_the_strategic_lead_up_to_today
}

/// The book of [`World::ours`] as somebody reads it.
pub async fn book(world: &World, who: PersonId) -> Fund {
    world.ask(who, "fund/money.graphql", json!({ "cluster": world.ours, "after": null })).await.unwrap()
}

fn allocation(cluster: ClusterId, number: u128, amount: Pence) -> Allocation {
    Allocation { id: MovementId(id(number)), cluster, amount, day: TODAY, reason: "High needs block".into() }
}

async fn allocate(world: &World, who: PersonId, allocation: &Allocation) -> Result<serde_json::Value, Failure> {
    world.change(who, "allocate", "Allocation", allocation).await
}

/// The amount is beyond GraphQL's Int, which ends at £21 million.
async fn millions_go_there_and_come_back_as_whole_pence(world: World) {
    assert_eq!(book(&world, world.head).await.left, Pence::ZERO);
    let amount = Pence::pounds(31_000_000);
    allocate(&world, world.lead, &allocation(world.ours, 500, amount)).await.unwrap();
    let fund = book(&world, world.head).await;
    assert_eq!((fund.received, fund.left, fund.committed, fund.spent), (amount, amount, Pence::ZERO, Pence::ZERO));
    let line = &fund.movements[0];
    assert_eq!((line.from, line.to, line.amount), (AccountKind::Source, AccountKind::Available, amount));
    assert_eq!((line.id, line.day, line.reason.as_str()), (MovementId(id(500)), TODAY, "High needs block"));
    assert!(!fund.allocates && book(&world, world.lead).await.allocates);
    let document = "query Test($cluster: ClusterId!) { fund(cluster: $cluster) { left } }";
    let told = world.send(world.lead, document, json!({ "cluster": world.ours })).await.unwrap();
    assert_eq!(told["fund"]["left"].as_i64(), Some(3_100_000_000), "a whole number on the wire");
}

async fn a_payment_sent_again_is_made_once(world: World) {
    let new = allocation(world.ours, 500, Pence::pounds(10));
    let first = allocate(&world, world.lead, &new).await.unwrap();
    assert_eq!(allocate(&world, world.lead, &new).await.unwrap(), first);
    let more = Allocation { amount: Pence::pounds(11), ..new.clone() };
    assert_eq!(allocate(&world, world.lead, &more).await, Err(Failure::Taken));
    let fund = book(&world, world.lead).await;
    assert_eq!((fund.received, fund.movements.len()), (Pence::pounds(10), 1));
}

async fn no_more_is_committed_than_there_is(world: World) {
    prepare(&world).await;
    let id = propose(&world, world.member, &therapist(&world)).await;
    let refused = |available| Err(Failure::OverCommitted { available, asked: Pence::pounds(25_000) });
    assert_eq!(agree(&world, world.chair, id).await, refused(Pence::ZERO));
    pay(&world, Pence(2_499_999)).await;
    let before = book(&world, world.lead).await;
    assert_eq!(agree(&world, world.chair, id).await, refused(Pence(2_499_999)));
    assert_eq!(book(&world, world.lead).await, before);
    // Money of another cluster is not there for this one.
    allocate(&world, world.lead, &allocation(world.theirs, 501, Pence::pounds(50_000))).await.unwrap();
    assert_eq!(agree(&world, world.chair, id).await, refused(Pence(2_499_999)));
    pay(&world, Pence(1)).await;
    agree(&world, world.chair, id).await.unwrap();
    assert_eq!(book(&world, world.lead).await.left, Pence::ZERO);
}

async fn the_last_pound_is_committed_once(world: World) {
    prepare(&world).await;
    pay(&world, Pence::pounds(1)).await;
    let mut waiting = Vec::new();
    for _ in 0..64 {
        let proposal = Proposal { cost: Pence::pounds(1), ..therapist(&world) };
        waiting.push(propose(&world, world.member, &proposal).await);
    }
    let agreements = waiting.into_iter().map(|id| {
        let world = world.clone();
        tokio::spawn(async move { agree(&world, world.chair, id).await })
    });
    let agreements: Vec<_> = agreements.collect();
    let mut agreed = 0;
    for agreement in agreements {
        match agreement.await.unwrap() {
            Ok(()) => agreed += 1,
            Err(refused) => {
                assert_eq!(refused, Failure::OverCommitted { available: Pence::ZERO, asked: Pence::pounds(1) });
            }
        }
    }
    let fund = book(&world, world.lead).await;
    assert_eq!((agreed, fund.committed, fund.left), (1, Pence::pounds(1), Pence::ZERO));
    assert_eq!((fund.movements.len(), fund.received), (2, fund.committed + fund.spent + fund.left));
    // The refused ones left nothing, neither in the chain.
    let whole = backend::testing::audit::verify(world.db()).await.unwrap();
    assert!(matches!(whole, backend::testing::audit::Verdict::Whole { .. }));
}

async fn the_book_goes_on_where_it_stopped(world: World) {
    for number in 1..=60 {
        pay(&world, Pence(number)).await;
    }
    let earlier = Allocation { day: day("2018-11-20"), ..allocation(world.ours, 500, Pence(1_000)) };
    allocate(&world, world.lead, &earlier).await.unwrap();
    let (mut seen, mut after) = (Vec::new(), json!(null));
    loop {
        let ask = json!({ "cluster": world.ours, "after": after });
        let page: Fund = world.ask(world.lead, "fund/money.graphql", ask).await.unwrap();
        assert!(page.movements.len() <= 25 && page.received == Pence(2_830));
        seen.extend(page.movements.iter().map(|it| it.amount.0));
        let Some(next) = page.next else { break };
        after = json!(next);
    }
    // The latest day first, and within a day the latest line.
    let expected: Vec<i64> = (1..=60).rev().chain([1_000]).collect();
    assert_eq!(seen, expected);
}

async fn another_authority_is_not_paid(world: World) {
    for cluster in [world.foreign, ClusterId(id(12345))] {
        let refused = allocate(&world, world.lead, &allocation(cluster, 500, Pence::pounds(1))).await;
        assert_eq!(refused, Err(Failure::NotFound));
        let ask = json!({ "cluster": cluster, "after": null });
        let refused = world.ask::<Fund>(world.lead, "fund/money.graphql", ask).await;
        assert_eq!(refused.unwrap_err(), Failure::NotFound);
    }
    // A cluster of the same authority is not there either for who does not belong to it.
    let ask = json!({ "cluster": world.ours, "after": null });
    let refused = world.ask::<Fund>(world.senco, "fund/money.graphql", ask).await;
    assert_eq!(refused.unwrap_err(), Failure::NotFound);
    // The refused id was not used up.
    allocate(&world, world.lead, &allocation(world.ours, 500, Pence::pounds(1))).await.unwrap();
}

async fn money_is_paid_by_the_strategic_lead_up_to_today(world: World) {
    let new = allocation(world.ours, 500, Pence::pounds(1));
    for who in [world.chair, world.member, world.host, world.head, world.forum, world.administrator] {
        assert_eq!(allocate(&world, who, &new).await, Err(Failure::Forbidden));
    }
    for wrong in [
        Allocation { amount: Pence(-1), ..new.clone() },
        Allocation { amount: Pence::ZERO, ..new.clone() },
        Allocation { day: day("2018-11-22"), ..new.clone() },
        Allocation { reason: " ".into(), ..new.clone() },
    ] {
        assert!(matches!(allocate(&world, world.lead, &wrong).await, Err(Failure::Invalid { .. })));
    }
    allocate(&world, world.lead, &new).await.unwrap();
}
