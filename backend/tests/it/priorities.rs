//! Priorities: agreed on a day, reworded, ended; what was planned for them stays.

use serde_json::json;
use shared::{
    failure::Failure,
    id::{PersonId, PriorityId},
    intervention::{
        Drafting, NewIntervention, NewPriority, Plan, Proposal, RevisedIntervention,
        priority::{EndedPriority, Priorities, RewordedPriority},
    },
};
use uuid::Uuid;

use crate::{
    intervention::{TODAY, prepare, priority, propose, read, therapist},
    on_both,
    world::{World, day, id},
};

on_both! {
    priorities_are_agreed_reworded_and_ended
    nothing_new_is_planned_for_a_priority_that_has_ended
    a_stale_change_of_a_priority_is_told_both_values
    a_cluster_works_on_forty_things_at_most_at_one_time
    priorities_are_set_by_their_board_and_seen_in_their_cluster
}

async fn reword(world: &World, who: PersonId, version: i32, text: &str) -> Result<(), Failure> {
    let input = RewordedPriority { id: priority(), version, text: text.to_owned() };
    let sent = json!({ "input": input });
    world.ask::<PriorityId>(who, "intervention/priorities/reword.graphql", sent).await.map(|_| ())
}

async fn end(world: &World, who: PersonId, version: i32, ended_on: &str) -> Result<(), Failure> {
    let input = EndedPriority { id: priority(), version, ended_on: day(ended_on), reason: "Reached".to_owned() };
    let sent = json!({ "input": input });
    world.ask::<PriorityId>(who, "intervention/priorities/end.graphql", sent).await.map(|_| ())
}

async fn all(world: &World, who: PersonId) -> Result<Priorities, Failure> {
    world.ask(who, "intervention/priorities/priorities.graphql", json!({ "cluster": world.ours })).await
}

async fn add(world: &World, who: PersonId, text: &str) -> Result<PriorityId, Failure> {
    let id = PriorityId(Uuid::new_v4());
    let new = NewPriority { id, cluster: world.ours, text: text.to_owned(), since: day("2018-10-17") };
    world.ask(who, "intervention/priorities/add.graphql", json!({ "input": new })).await
}

fn field(refused: Result<(), Failure>) -> String {
    match refused {
        Err(Failure::Invalid { mut problems }) => problems.remove(0).field,
        other => panic!("not refused as invalid: {other:?}"),
    }
}

/// a decision with a day, and what became of it.
async fn priorities_are_agreed_reworded_and_ended(world: World) {
    prepare(&world).await;
    let planned = propose(&world, world.member, &therapist(&world)).await;
    add(&world, world.member, "Behaviour").await.unwrap();
    reword(&world, world.member, 1, " Speech, language and autism ").await.unwrap();
    let seen = all(&world, world.head).await.unwrap();
    assert_eq!((seen.cluster.as_str(), seen.sets, seen.priorities.len()), ("Cluster 2", false, 2));
    let first = &seen.priorities[0];
    assert_eq!((first.id, first.version, first.since), (priority(), 2, day("2018-10-10")));
    assert_eq!((first.text.as_str(), first.interventions), ("Speech, language and autism", 1));
    assert_eq!((first.earlier[0].text.as_str(), first.earlier[0].until), ("Speech and language", TODAY));
    // What was planned for it shows it in its new words.
    assert_eq!(read(&world, world.head, planned).await.unwrap().priority.text, "Speech, language and autism");

    for wrong in ["2018-10-09", "2018-11-22"] {
        assert_eq!(field(end(&world, world.chair, 2, wrong).await), "endedOn");
    }
    end(&world, world.chair, 2, "2018-11-20").await.unwrap();
    let seen = all(&world, world.chair).await.unwrap();
    assert!(seen.sets);
    let last = &seen.priorities[1];
    assert_eq!((last.ended_on, last.end_reason.as_str(), last.interventions), (Some(day("2018-11-20")), "Reached", 1));
    // The plan has what the cluster works on, and the intervention what it was planned for.
    let ask = json!({ "cluster": world.ours, "after": null });
    let plan: Plan = world.ask(world.head, "intervention/plan.graphql", ask).await.unwrap();
    assert_eq!(plan.priorities.iter().map(|it| it.text.as_str()).collect::<Vec<_>>(), ["Behaviour"]);
    assert_eq!(plan.interventions[0].priority, "Speech, language and autism");
}

async fn nothing_new_is_planned_for_a_priority_that_has_ended(world: World) {
    prepare(&world).await;
    let other = add(&world, world.chair, "Behaviour").await.unwrap();
    let planned = propose(&world, world.member, &therapist(&world)).await;
    let elsewhere = propose(&world, world.member, &Proposal { priority: other, ..therapist(&world) }).await;
    end(&world, world.chair, 1, "2018-11-21").await.unwrap();
    let ask = json!({ "cluster": world.ours });
    let drafting: Drafting = world.ask(world.member, "intervention/drafting.graphql", ask).await.unwrap();
    assert_eq!(drafting.priorities.iter().map(|it| it.id).collect::<Vec<_>>(), [other]);
    let new = NewIntervention { id: shared::id::InterventionId(Uuid::new_v4()), proposal: therapist(&world) };
    let refused = world.change(world.member, "proposeIntervention", "NewIntervention", &new).await;
    assert_eq!(field(refused.map(|_| ())), "priority");
    // What serves it already is still revised; what serves another does not come to it.
    for (id, fine) in [(planned, true), (elsewhere, false)] {
        let proposal = Proposal { target: 70.0, ..therapist(&world) };
        let revised = RevisedIntervention { id, version: 1, proposal };
        let sent = world.change(world.member, "reviseIntervention", "RevisedIntervention", &revised).await;
        match sent {
            Ok(_) => assert!(fine),
            refused => assert_eq!((fine, field(refused.map(|_| ()))), (false, "priority".to_owned())),
        }
    }
}

/// U5.
async fn a_stale_change_of_a_priority_is_told_both_values(world: World) {
    prepare(&world).await;
    reword(&world, world.member, 1, "Speech").await.unwrap();
    // The very same again was saved already.
    reword(&world, world.member, 1, "Speech").await.unwrap();
    let refused = reword(&world, world.chair, 1, "Language").await;
    let Err(Failure::Changed { changes, version: 2 }) = refused else { panic!("{refused:?}") };
    assert_eq!((changes.len(), changes[0].yours.as_str(), changes[0].theirs.as_str()), (1, "Language", "Speech"));
    let refused = end(&world, world.chair, 1, "2018-11-21").await;
    assert!(matches!(refused, Err(Failure::Changed { version: 2, .. })), "{refused:?}");
    end(&world, world.chair, 2, "2018-11-21").await.unwrap();
    // It ended once, and stays as it ended.
    end(&world, world.chair, 2, "2018-11-21").await.unwrap();
    assert_eq!(end(&world, world.chair, 3, "2018-11-20").await, Err(Failure::Decided));
    assert_eq!(reword(&world, world.chair, 3, "Language").await, Err(Failure::Decided));
    let seen = all(&world, world.chair).await.unwrap();
    assert_eq!((seen.priorities[0].earlier.len(), seen.priorities[0].text.as_str()), (1, "Speech"));
}

async fn a_cluster_works_on_forty_things_at_most_at_one_time(world: World) {
    prepare(&world).await;
    for number in 2..=40 {
        add(&world, world.chair, &format!("Priority {number}")).await.unwrap();
    }
    assert_eq!(field(add(&world, world.chair, "One more").await.map(|_| ())), "text");
    end(&world, world.chair, 1, "2018-11-21").await.unwrap();
    add(&world, world.chair, "One more").await.unwrap();
    assert_eq!(field(add(&world, world.chair, "For B801200005001").await.map(|_| ())), "text");
}

async fn priorities_are_set_by_their_board_and_seen_in_their_cluster(world: World) {
    prepare(&world).await;
    for (who, refused) in [
        (world.head, Failure::Forbidden),
        (world.host, Failure::Forbidden),
        (world.lead, Failure::Forbidden),
        (world.other_chair, Failure::NotFound),
        (world.stranger, Failure::NotFound),
    ] {
        assert_eq!(reword(&world, who, 1, "Ours").await, Err(refused.clone()));
        assert_eq!(end(&world, who, 1, "2018-11-21").await, Err(refused.clone()));
        assert_eq!(add(&world, who, "Ours").await.map(|_| ()), Err(refused));
    }
    for (who, refused) in
        [(world.other_chair, Failure::NotFound), (world.stranger, Failure::NotFound), (world.forum, Failure::Forbidden)]
    {
        assert_eq!(all(&world, who).await.unwrap_err(), refused);
    }
    assert_eq!(all(&world, world.lead).await.unwrap().priorities[0].text, "Speech and language");
    let never = RewordedPriority { id: PriorityId(id(12345)), version: 1, text: "Ours".to_owned() };
    let refused = world.change(world.chair, "rewordPriority", "RewordedPriority", &never).await;
    assert_eq!(refused, Err(Failure::NotFound));
}
