//! The menu of interventions: what there is, who keeps it, and what comes from it.

use serde_json::{Value, json};
use shared::{
    failure::Failure,
    id::{CatalogueItemId, ClusterId, PersonId},
    intervention::{
        Drafting, InterventionKind, NewIntervention, Proposal,
        catalogue::{
            CatalogueEntry, CatalogueItem, CataloguePage, CostBand, Need, NewCatalogueItem, RevisedCatalogueItem,
            Strength,
        },
    },
};
use uuid::Uuid;

use crate::{
    intervention::{TODAY, prepare, propose, read, therapist},
    on_both,
    world::{World, id},
};

on_both! {
    everybody_sees_the_menu_and_each_keeps_what_is_theirs
    the_menu_is_searched_and_goes_on_where_it_stopped
    a_stale_change_of_the_menu_is_told_both_values
    what_is_taken_off_the_menu_keeps_its_links
    what_is_already_here_is_looked_at_before_anything_is_bought
    a_proposal_comes_from_the_menu_of_its_authority
}

/// What the menu says of something for speech and language that nobody here provides.
pub fn entry(title: &str) -> CatalogueEntry {
    CatalogueEntry {
        title: title.to_owned(),
        kind: InterventionKind::GroupSupport,
        about: "Ten weeks of small groups led by a teaching assistant.".into(),
        needs: vec![Need::CommunicationInteraction],
        evidence: "A trial in twenty schools (invented).".into(),
        citation: "Report of a trial, 2017".into(),
        web: "https://example.org/trial".into(),
        strength: Strength::Moderate,
        rated_by: "Cluster Board".into(),
        cost_band: CostBand::Low,
        months: Some(3),
        training: "Two days".into(),
        local_provider: String::new(),
        local_how: String::new(),
        local_cost: String::new(),
    }
}

/// The same, and a teaching school provides it.
pub fn local(title: &str) -> CatalogueEntry {
    CatalogueEntry {
        local_provider: "Teaching School".into(),
        local_how: "Book on the hub's page".into(),
        local_cost: "Nothing".into(),
        ..entry(title)
    }
}

/// Adds something as somebody, for a cluster or for the authority.
pub async fn add(
    world: &World,
    who: PersonId,
    cluster: Option<ClusterId>,
    entry: CatalogueEntry,
) -> Result<CatalogueItemId, Failure> {
    let id = CatalogueItemId(Uuid::new_v4());
    let new = NewCatalogueItem { id, cluster, entry };
    world.change(who, "addCatalogueItem", "NewCatalogueItem", &new).await.map(|_| id)
}

async fn revise(
    world: &World,
    who: PersonId,
    id: CatalogueItemId,
    version: i32,
    entry: CatalogueEntry,
    retired: bool,
) -> Result<Value, Failure> {
    let revised = RevisedCatalogueItem { id, version, entry, retired };
    world.change(who, "reviseCatalogueItem", "RevisedCatalogueItem", &revised).await
}

async fn item(world: &World, who: PersonId, id: CatalogueItemId) -> Result<CatalogueItem, Failure> {
    world.ask(who, "intervention/menu/item.graphql", json!({ "id": id })).await
}

async fn menu(world: &World, who: PersonId, filter: Value) -> CataloguePage {
    let ask = json!({ "filter": filter, "after": null });
    world.ask(who, "intervention/menu/catalogue.graphql", ask).await.unwrap()
}

fn titles(page: &CataloguePage) -> Vec<&str> {
    page.items.iter().map(|it| it.title.as_str()).collect()
}

/// R-078, I1: a list for everybody, to which a Board adds what is not on it.
async fn everybody_sees_the_menu_and_each_keeps_what_is_theirs(world: World) {
    let all = add(&world, world.lead, None, local("Talk Boost")).await.unwrap();
    let ours = add(&world, world.chair, Some(world.ours), entry("Attention Autism")).await.unwrap();
    for who in [world.lead, world.chair, world.head, world.senco, world.forum, world.administrator, world.other_chair] {
        let seen = menu(&world, who, json!({})).await;
        assert_eq!(titles(&seen), ["Attention Autism", "Talk Boost"]);
        let first = &seen.items[0];
        assert_eq!(
            (first.cluster.as_deref(), first.strength, first.months),
            (Some("Cluster 2"), Strength::Moderate, Some(3))
        );
        assert_eq!(item(&world, who, all).await.unwrap().entry, local("Talk Boost").check().unwrap());
    }
    // Who adds for whom, and who plans.
    let seen = menu(&world, world.chair, json!({})).await;
    let named = |it: &[shared::organisation::ClusterLink]| it.iter().map(|it| it.name.clone()).collect::<Vec<_>>();
    assert_eq!((seen.adds, named(&seen.adds_for)), (false, vec!["Cluster 2".to_owned()]));
    let seen = menu(&world, world.lead, json!({})).await;
    assert_eq!((seen.adds, seen.adds_for.len()), (true, 0));
    let seen = item(&world, world.chair, ours).await.unwrap();
    assert_eq!((seen.changes, named(&seen.plans)), (true, vec!["Cluster 2".to_owned()]));
    let seen = item(&world, world.chair, all).await.unwrap();
    assert_eq!((seen.changes, seen.cluster), (false, None));
    let seen = item(&world, world.other_chair, ours).await.unwrap();
    assert_eq!((seen.changes, named(&seen.plans)), (false, vec!["Cluster 3".to_owned()]));
    assert!(item(&world, world.head, ours).await.unwrap().plans.is_empty());

    for (who, cluster, refused) in [
        (world.chair, None, Failure::Forbidden),
        (world.chair, Some(world.theirs), Failure::NotFound),
        (world.lead, Some(world.foreign), Failure::NotFound),
        (world.head, Some(world.ours), Failure::Forbidden),
        (world.administrator, None, Failure::Forbidden),
        (world.forum, None, Failure::Forbidden),
    ] {
        assert_eq!(add(&world, who, cluster, entry("Other")).await, Err(refused));
    }
    for (who, id) in [(world.chair, all), (world.other_chair, ours), (world.head, ours)] {
        assert_eq!(revise(&world, who, id, 1, entry("Other"), false).await, Err(Failure::Forbidden));
    }
    revise(&world, world.lead, ours, 1, entry("Attention Autism, stage 1"), false).await.unwrap();
    assert_eq!(item(&world, world.head, ours).await.unwrap().version, 2);

    // Another authority has a menu of its own.
    assert!(menu(&world, world.stranger, json!({})).await.items.is_empty());
    for id in [all, CatalogueItemId(id(12345))] {
        assert_eq!(item(&world, world.stranger, id).await.unwrap_err(), Failure::NotFound);
        assert_eq!(revise(&world, world.stranger, id, 1, entry("Other"), false).await, Err(Failure::NotFound));
    }
}

async fn the_menu_is_searched_and_goes_on_where_it_stopped(world: World) {
    for number in 0..30 {
        add(&world, world.lead, None, entry(&format!("Group {number:02}"))).await.unwrap();
    }
    let nurture = CatalogueEntry {
        kind: InterventionKind::Training,
        needs: vec![Need::SocialEmotionalMental],
        ..local("Emotional literacy 100%_sure")
    };
    add(&world, world.chair, Some(world.ours), nurture).await.unwrap();
    let (mut seen, mut after) = (Vec::new(), json!(null));
    loop {
        let ask = json!({ "filter": {}, "after": after });
        let page: CataloguePage = world.ask(world.head, "intervention/menu/catalogue.graphql", ask).await.unwrap();
        assert!(page.items.len() <= 25);
        seen.extend(page.items.into_iter().map(|it| it.title));
        let Some(next) = page.next else { break };
        after = json!(next);
    }
    assert_eq!(seen.len(), 31);
    assert!(seen.is_sorted());
    for (filter, found) in [
        (json!({ "text": "LITERACY emotional" }), 1),
        (json!({ "text": "teaching school" }), 1),
        (json!({ "text": "group 07" }), 1),
        (json!({ "text": "%" }), 25),
        (json!({ "text": "group nowhere" }), 0),
        (json!({ "need": "SOCIAL_EMOTIONAL_MENTAL" }), 1),
        (json!({ "kind": "TRAINING" }), 1),
        (json!({ "kind": "RESOURCE" }), 0),
        (json!({ "local": true }), 1),
        (json!({ "local": true, "need": "SENSORY_PHYSICAL" }), 0),
    ] {
        assert_eq!(menu(&world, world.head, filter.clone()).await.items.len(), found, "{filter}");
    }
}

/// U5.
async fn a_stale_change_of_the_menu_is_told_both_values(world: World) {
    let it = add(&world, world.lead, None, entry("Talk Boost")).await.unwrap();
    let dearer = CatalogueEntry { cost_band: CostBand::High, ..entry("Talk Boost") };
    revise(&world, world.lead, it, 1, dearer.clone(), false).await.unwrap();
    // The very same again was saved already.
    revise(&world, world.lead, it, 1, dearer, false).await.unwrap();
    let refused = revise(&world, world.lead, it, 1, entry("Talk Boost 2"), true).await;
    let Err(Failure::Changed { changes, version: 2 }) = refused else { panic!("{refused:?}") };
    let told: Vec<_> = changes.iter().map(|it| (it.field.as_str(), it.yours.as_str(), it.theirs.as_str())).collect();
    assert_eq!(
        told,
        [
            ("Title", "Talk Boost 2", "Talk Boost"),
            ("Cost", CostBand::Low.label(), CostBand::High.label()),
            ("Whether it is offered", "taken off the menu", "on the menu"),
        ]
    );
    revise(&world, world.lead, it, 2, entry("Talk Boost 2"), false).await.unwrap();
    assert_eq!(item(&world, world.head, it).await.unwrap().entry.title, "Talk Boost 2");
    let broken = revise(&world, world.lead, it, 3, CatalogueEntry { needs: vec![], ..entry("") }, false).await;
    let Err(Failure::Invalid { problems }) = broken else { panic!("{broken:?}") };
    assert_eq!(problems.iter().map(|it| it.field.as_str()).collect::<Vec<_>>(), ["title", "needs"]);
}

async fn what_is_taken_off_the_menu_keeps_its_links(world: World) {
    prepare(&world).await;
    let it = add(&world, world.lead, None, local("Talk Boost")).await.unwrap();
    let planned = Proposal { catalogue_item: Some(it), ..therapist(&world) };
    let planned = propose(&world, world.member, &planned).await;
    revise(&world, world.lead, it, 1, local("Talk Boost"), true).await.unwrap();
    assert!(menu(&world, world.head, json!({})).await.items.is_empty());
    let seen = item(&world, world.member, it).await.unwrap();
    assert_eq!((seen.retired_on, seen.plans.len()), (Some(TODAY), 0));
    assert_eq!(read(&world, world.head, planned).await.unwrap().catalogue_item.unwrap().id, it);
    // Nobody has to look at what is not offered any more.
    propose(&world, world.member, &therapist(&world)).await;
    revise(&world, world.lead, it, 2, local("Talk Boost"), false).await.unwrap();
    assert_eq!(item(&world, world.member, it).await.unwrap().retired_on, None);
}

/// what looks alike is shown, and it is recorded why it is not used.
async fn what_is_already_here_is_looked_at_before_anything_is_bought(world: World) {
    prepare(&world).await;
    let here = add(&world, world.lead, None, local("Talk Boost")).await.unwrap();
    add(&world, world.lead, None, entry("Nobody provides this")).await.unwrap();
    add(&world, world.other_chair, Some(world.theirs), local("In the other cluster")).await.unwrap();
    let ask = json!({ "cluster": world.ours });
    let drafting: Drafting = world.ask(world.member, "intervention/drafting.graphql", ask).await.unwrap();
    let offers: Vec<_> = drafting.offers.iter().map(|it| (it.id, it.provider.as_str())).collect();
    assert_eq!(offers, [(here, "Teaching School")]);

    let send = async |proposal: Proposal| {
        let new = NewIntervention { id: shared::id::InterventionId(Uuid::new_v4()), proposal };
        world.change(world.member, "proposeIntervention", "NewIntervention", &new).await.map(|_| new.id)
    };
    let refused = send(therapist(&world)).await;
    let Err(Failure::Invalid { problems }) = refused else { panic!("{refused:?}") };
    assert_eq!(problems.iter().map(|it| it.field.as_str()).collect::<Vec<_>>(), ["newReason"]);

    let reason = "It is full until July.".to_owned();
    let new = send(Proposal { new_reason: reason.clone(), ..therapist(&world) }).await.unwrap();
    assert_eq!(read(&world, world.head, new).await.unwrap().new_reason, reason);
    // Whoever uses what is there buys nothing new.
    let used = send(Proposal { catalogue_item: Some(here), ..therapist(&world) }).await.unwrap();
    let link = read(&world, world.head, used).await.unwrap().catalogue_item.unwrap();
    assert_eq!((link.id, link.title.as_str()), (here, "Talk Boost"));
}

async fn a_proposal_comes_from_the_menu_of_its_authority(world: World) {
    prepare(&world).await;
    let foreign = add(&world, world.stranger, Some(world.foreign), entry("Talk Boost")).await.unwrap();
    for wrong in [foreign, CatalogueItemId(id(12345))] {
        let proposal = Proposal { catalogue_item: Some(wrong), ..therapist(&world) };
        let new = NewIntervention { id: shared::id::InterventionId(Uuid::new_v4()), proposal };
        let refused = world.change(world.member, "proposeIntervention", "NewIntervention", &new).await;
        let Err(Failure::Invalid { problems }) = refused else { panic!("{refused:?}") };
        assert_eq!(problems[0].field, "catalogueItem");
    }
}
