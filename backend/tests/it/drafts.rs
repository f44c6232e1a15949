//! Drafts: kept at every step, resumed anywhere, and nobody else's.

use serde_json::json;
use shared::{
    failure::Failure,
    id::{ClusterId, DraftId, InterventionId, PersonId, WindowId},
    intervention::{
        Drafting, NewIntervention,
        draft::{Answer, Draft, DraftKind, DraftRow, KeptDraft, SavingDraft},
    },
};
use uuid::Uuid;

use crate::{
    intervention::{prepare, therapist},
    on_both,
    tables::Tables,
    world::{World, day, id},
};

on_both! {
    a_draft_is_kept_at_every_step_and_resumed_elsewhere
    a_draft_is_its_writers_alone
    two_windows_are_told_both_values
    text_that_points_to_a_person_is_not_kept
    a_few_drafts_are_kept_and_no_more
}

/// A draft with these answers, as a window saves it.
pub fn draft(world: &World, id: DraftId, version: i32, window: u128, answers: &[(&str, &str)]) -> SavingDraft {
    let answer = |it: &(&str, &str)| Answer { field: it.0.into(), value: it.1.into() };
    SavingDraft {
        id,
        cluster: world.ours,
        kind: DraftKind::Proposal,
        version,
        window: WindowId(crate::world::id(window)),
        answers: answers.iter().map(answer).collect(),
    }
}

/// Saves a draft as somebody.
pub async fn save(world: &World, who: PersonId, draft: &SavingDraft) -> Result<KeptDraft, Failure> {
    world.ask(who, "intervention/save.graphql", json!({ "input": draft })).await
}

async fn delete(world: &World, who: PersonId, id: DraftId) -> Result<DraftId, Failure> {
    world.ask(who, "intervention/delete.graphql", json!({ "id": id })).await
}

async fn rows(world: &World, who: PersonId, cluster: Option<ClusterId>) -> Result<Vec<DraftRow>, Failure> {
    world.ask(who, "intervention/drafts.graphql", json!({ "cluster": cluster })).await
}

async fn whole(world: &World, who: PersonId) -> Vec<Draft> {
    let ask = json!({ "cluster": world.ours });
    let drafting: Drafting = world.ask(who, "intervention/drafting.graphql", ask).await.unwrap();
    drafting.drafts
}

fn fields<T: std::fmt::Debug>(refused: Result<T, Failure>) -> Vec<String> {
    match refused {
        Err(Failure::Invalid { problems }) => problems.into_iter().map(|it| it.field).collect(),
        other => panic!("not refused as invalid: {other:?}"),
    }
}

async fn a_draft_is_kept_at_every_step_and_resumed_elsewhere(world: World) {
    prepare(&world).await;
    let it = DraftId(id(6000));
    let first = [("title", "Talk Boost")];
    assert_eq!(save(&world, world.member, &draft(&world, it, 0, 1, &first)).await.unwrap().version, 1);
    // Half a day and an amount that is none are kept as they were typed.
    let more = [("title", "Talk Boost"), ("startsOn", "31/2/"), ("cost", "lots")];
    assert_eq!(save(&world, world.member, &draft(&world, it, 1, 1, &more)).await.unwrap().version, 2);
    let found = whole(&world, world.member).await;
    assert_eq!((found.len(), found[0].id, found[0].version, found[0].saved_on), (1, it, 2, day("2018-11-21")));
    assert_eq!(found[0].answers, draft(&world, it, 0, 1, &more).answers);
    for cluster in [None, Some(world.ours)] {
        let rows = rows(&world, world.member, cluster).await.unwrap();
        assert_eq!((rows.len(), rows[0].title.as_str(), rows[0].cluster.name.as_str()), (1, "Talk Boost", "Cluster 2"));
    }
    // A later one comes first.
    let later = DraftId(id(6001));
    save(&world, world.member, &draft(&world, later, 0, 1, &[("title", "Later")])).await.unwrap();

    // What was sent is a draft no more, whether or not the page could say so.
    let new = NewIntervention { id: InterventionId(it.0), proposal: therapist(&world) };
    world.change(world.member, "proposeIntervention", "NewIntervention", &new).await.unwrap();
    let rows_of = |it: Vec<DraftRow>| it.into_iter().map(|it| it.id).collect::<Vec<_>>();
    assert_eq!(rows_of(rows(&world, world.member, None).await.unwrap()), [later]);
    assert_eq!(fields(save(&world, world.member, &draft(&world, it, 2, 1, &first)).await), ["draft"]);
    // With the next one that is deleted it goes.
    delete(&world, world.member, later).await.unwrap();
    assert!(whole(&world, world.member).await.is_empty());
    assert_eq!(delete(&world, world.member, it).await, Err(Failure::NotFound));
    // One that was deleted elsewhere does not come back by itself.
    assert_eq!(fields(save(&world, world.member, &draft(&world, later, 1, 1, &first)).await), ["draft"]);
}

async fn a_draft_is_its_writers_alone(world: World) {
    prepare(&world).await;
    let it = DraftId(id(6000));
    save(&world, world.member, &draft(&world, it, 0, 1, &[("title", "Mine")])).await.unwrap();
    // Colleagues of the same Board among them.
    for who in [world.chair, world.host] {
        assert!(whole(&world, who).await.is_empty());
        assert!(rows(&world, who, None).await.unwrap().is_empty());
        assert_eq!(fields(save(&world, who, &draft(&world, it, 1, 1, &[("title", "Ours")])).await), ["draft"]);
        assert_eq!(fields(save(&world, who, &draft(&world, it, 0, 1, &[("title", "Ours")])).await), ["draft"]);
    }
    for (who, refused) in [
        (world.chair, Failure::NotFound),
        (world.other_chair, Failure::NotFound),
        (world.stranger, Failure::NotFound),
        (world.head, Failure::Forbidden),
        (world.lead, Failure::Forbidden),
    ] {
        assert_eq!(delete(&world, who, it).await, Err(refused.clone()));
        if who != world.chair {
            let saved = save(&world, who, &draft(&world, DraftId(id(6002)), 0, 1, &[("title", "Ours")])).await;
            assert_eq!(saved, Err(refused.clone()));
            assert_eq!(rows(&world, who, Some(world.ours)).await, Err(refused));
        }
    }
    assert_eq!(whole(&world, world.member).await[0].answers[0].value, "Mine");
}

/// U5: a second window with an older version; and one window whose answer was lost.
async fn two_windows_are_told_both_values(world: World) {
    prepare(&world).await;
    let it = DraftId(id(6000));
    save(&world, world.member, &draft(&world, it, 0, 1, &[("title", "First"), ("priority", "a")])).await.unwrap();
    save(&world, world.member, &draft(&world, it, 1, 2, &[("title", "Second"), ("priority", "b")])).await.unwrap();
    let stale = draft(&world, it, 1, 1, &[("title", "Third"), ("priority", "a")]);
    let refused = save(&world, world.member, &stale).await;
    let Err(Failure::Changed { changes, version: 2 }) = refused else { panic!("{refused:?}") };
    let told: Vec<_> = changes.iter().map(|it| (it.field.as_str(), it.yours.as_str(), it.theirs.as_str())).collect();
    assert_eq!(told, [("Title", "Third", "Second"), ("Priority", "your choice", "another choice")]);
    assert_eq!(whole(&world, world.member).await[0].answers[0].value, "Second");
    // Typed alike in both, or chosen with open eyes.
    let alike = draft(&world, it, 1, 1, &[("title", "Second"), ("priority", "b")]);
    assert_eq!(save(&world, world.member, &alike).await.unwrap().version, 2);
    assert_eq!(save(&world, world.member, &SavingDraft { version: 2, ..stale }).await.unwrap().version, 3);
    // The window saved version 3 and did not hear so: what it typed since is no conflict with itself.
    let unheard = draft(&world, it, 2, 1, &[("title", "Fourth")]);
    assert_eq!(save(&world, world.member, &unheard).await.unwrap().version, 4);
    assert_eq!(whole(&world, world.member).await[0].answers[0].value, "Fourth");
}

/// Design 7: neither kept nor half kept.
async fn text_that_points_to_a_person_is_not_kept(world: World) {
    prepare(&world).await;
    let tables = Tables::but(&world, &[]).await;
    let before = tables.content(&world).await;
    for (field, value) in [
        ("title", "Help for B801200005001"),
        ("evidence", "943 476 5919 got better"),
        ("measure", "for the girl born 12.3.2009"),
        ("provider", "ring 01454 868 000"),
        ("kind", "DOB 12.3.2009"),
        ("diary", "x"),
    ] {
        let saved = save(&world, world.member, &draft(&world, DraftId(Uuid::new_v4()), 0, 1, &[(field, value)])).await;
        let told = if field == "diary" { "answers" } else { field };
        assert_eq!(fields(saved), [told]);
    }
    assert_eq!(tables.content(&world).await, before);
}

async fn a_few_drafts_are_kept_and_no_more(world: World) {
    prepare(&world).await;
    let new = || DraftId(Uuid::new_v4());
    for number in 0..5 {
        let title = format!("Draft {number}");
        save(&world, world.member, &draft(&world, new(), 0, 1, &[("title", &title)])).await.unwrap();
    }
    let one_more = draft(&world, new(), 0, 1, &[("title", "One more")]);
    assert_eq!(fields(save(&world, world.member, &one_more).await), ["draft"]);
    // Another person's room is their own, and what is there can still be saved.
    save(&world, world.host, &draft(&world, new(), 0, 1, &[("title", "Theirs")])).await.unwrap();
    let last = whole(&world, world.member).await.remove(0);
    save(&world, world.member, &draft(&world, last.id, 1, 1, &[("title", "Changed")])).await.unwrap();
    delete(&world, world.member, last.id).await.unwrap();
    save(&world, world.member, &one_more).await.unwrap();
    // What was sent takes no room.
    let sent = NewIntervention { id: InterventionId(one_more.id.0), proposal: therapist(&world) };
    world.change(world.member, "proposeIntervention", "NewIntervention", &sent).await.unwrap();
    save(&world, world.member, &draft(&world, new(), 0, 1, &[("title", "The next")])).await.unwrap();
}
