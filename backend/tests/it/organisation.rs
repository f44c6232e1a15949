//! Clusters, schools, people and memberships.

use serde_json::json;
use shared::{
    access::Role,
    failure::Failure,
    id::{ClusterId, GroupId, MembershipId, PersonId, SchoolId},
    organisation::{
        Cluster, ClusterPage, Joining, MemberPage, NewCluster, NewGroup, NewMembership, NewPerson, NewSchool, Phase,
        School, SchoolPage,
    },
};

use crate::{
    on_both,
    world::{World, day, id},
};

on_both! {
    a_merged_cluster_keeps_its_history
    schools_are_found_whatever_the_apostrophe
    a_list_goes_on_where_it_stopped
    members_show_seats_and_vacancies
    another_authority_is_not_there
    a_resend_is_answered_alike_and_done_once
    a_school_is_in_one_cluster_at_a_time
    a_cluster_has_groups_and_schools_of_every_phase
    a_seat_at_a_closed_cluster_gives_nothing
    a_role_ends_once
}

/// clusters can be merged with their history kept; numbers can have gaps.
async fn a_merged_cluster_keeps_its_history(world: World) {
    let document = "mutation Test($a: ClusterId!, $b: ClusterId!, $on: NaiveDate!) { mergeCluster(cluster: $a, into: $b, on: $on) }";
    let merge = json!({ "a": world.theirs, "b": world.ours, "on": "2018-11-01" });
    world.send(world.administrator, document, merge.clone()).await.unwrap();
    // The same again changes nothing.
    world.send(world.administrator, document, merge).await.unwrap();

    let ours: Cluster =
        world.ask(world.lead, "organisation/cluster.graphql", json!({ "id": world.ours })).await.unwrap();
    assert_eq!((ours.schools, ours.merged_from[0].id), (3, world.theirs));
    let theirs: Cluster =
        world.ask(world.lead, "organisation/cluster.graphql", json!({ "id": world.theirs })).await.unwrap();
    assert_eq!((theirs.schools, theirs.closed_on), (0, Some(day("2018-10-31"))));
    let school: School =
        world.ask(world.lead, "organisation/school.graphql", json!({ "id": world.schools[2] })).await.unwrap();
    let stays: Vec<_> = school.clusters.iter().map(|it| (it.cluster.id, it.until)).collect();
    assert_eq!(stays, [(world.ours, None), (world.theirs, Some(day("2018-10-31")))]);
    // The number of the merged cluster is not given again.
    let again = NewCluster {
        id: ClusterId(id(77)),
        number: 3,
        name: "New".into(),
        district: None,
        opened_on: day("2018-11-21"),
    };
    let refused = world.change(world.administrator, "addCluster", "NewCluster", &again).await;
    assert!(matches!(refused, Err(Failure::Invalid { .. })));
}

async fn schools_are_found_whatever_the_apostrophe(world: World) {
    for text in ["St Michaels", "st. michael’s", "900001", "michael primary"] {
        let filter = json!({ "filter": { "text": text, "closed": false }, "after": null });
        let found: SchoolPage = world.ask(world.forum, "organisation/schools.graphql", filter).await.unwrap();
        let names: Vec<_> = found.schools.iter().map(|it| it.name.as_str()).collect();
        assert_eq!(names, ["St Michael's Primary School"], "{text}");
    }
    let all = json!({ "filter": { "text": "%_", "closed": false }, "after": null });
    let found: SchoolPage = world.ask(world.forum, "organisation/schools.graphql", all).await.unwrap();
    assert_eq!(found.total, 3, "wild cards of the database are not read");
}

async fn a_list_goes_on_where_it_stopped(world: World) {
    for number in 0..60 {
        let school = shared::id::SchoolId(id(5000 + number));
        world
            .add_school(world.administrator, school, 910_000 + number as i32, &format!("School {}", number % 7), None)
            .await;
    }
    let (mut seen, mut after) = (Vec::new(), json!(null));
    loop {
        let ask = json!({ "filter": { "closed": false }, "after": after });
        let page: SchoolPage = world.ask(world.lead, "organisation/schools.graphql", ask).await.unwrap();
        assert!(page.schools.len() <= 25 && page.total == 63);
        seen.extend(page.schools.iter().map(|it| it.id));
        let Some(next) = page.next else { break };
        after = json!(next);
    }
    let distinct: std::collections::BTreeSet<_> = seen.iter().collect();
    assert_eq!((seen.len(), distinct.len()), (63, 63));
    // Somebody else's cursor is refused as one that never was.
    let ask = json!({ "filter": { "closed": false }, "after": after });
    let refused: Result<SchoolPage, _> = world.ask(world.chair, "organisation/schools.graphql", ask).await;
    assert!(matches!(refused, Err(Failure::Invalid { .. })));
}

/// people hold many dated roles; O2: what each one sees follows from them.
async fn members_show_seats_and_vacancies(world: World) {
    let ask = json!({ "cluster": world.ours, "after": null });
    let members: MemberPage = world.ask(world.head, "organisation/members.graphql", ask.clone()).await.unwrap();
    let roles: Vec<_> = members.members.iter().map(|it| it.role).collect();
    assert_eq!(roles, [Role::BoardChair, Role::Host, Role::BoardMember, Role::Headteacher]);
    assert!(members.vacancies.is_empty());
    let other = json!({ "cluster": world.theirs, "after": null });
    let members: MemberPage = world.ask(world.senco, "organisation/members.graphql", other.clone()).await.unwrap();
    assert_eq!(members.vacancies, [Role::BoardMember, Role::Host]);
    let refused: Result<MemberPage, _> = world.ask(world.head, "organisation/members.graphql", other).await;
    assert_eq!(refused, Err(Failure::NotFound));
    // A role that ended gives nothing from the next day on.
    let tomorrow = world.on(day("2018-11-23"));
    let seat = members_of(&world, world.member).await;
    let document = "mutation Test($id: MembershipId!) { endMembership(id: $id, until: \"2018-11-22\") }";
    world.send(world.administrator, document, json!({ "id": seat })).await.unwrap();
    assert!(world.ask::<MemberPage>(world.member, "organisation/members.graphql", ask.clone()).await.is_ok());
    let refused: Result<MemberPage, _> = tomorrow.ask(world.member, "organisation/members.graphql", ask).await;
    assert_eq!(refused, Err(Failure::Forbidden));
}

async fn members_of(world: &World, person: PersonId) -> uuid::Uuid {
    use sea_orm::{ConnectionTrait as _, Statement};
    let statement = Statement::from_sql_and_values(
        world.db().get_database_backend(),
        "select id from membership where person_id = $1",
        [person.0.into()],
    );
    world.db().query_one_raw(statement).await.unwrap().unwrap().try_get("", "id").unwrap()
}

async fn another_authority_is_not_there(world: World) {
    let never = ClusterId(id(12345));
    let mut answers = Vec::new();
    for cluster in [world.foreign, never] {
        let found: Result<Cluster, _> =
            world.ask(world.lead, "organisation/cluster.graphql", json!({ "id": cluster })).await;
        let members: Result<MemberPage, _> =
            world.ask(world.lead, "organisation/members.graphql", json!({ "cluster": cluster, "after": null })).await;
        answers.push((found.unwrap_err(), members.unwrap_err()));
    }
    assert_eq!(answers[0], answers[1]);
    let all: ClusterPage =
        world.ask(world.stranger, "organisation/clusters.graphql", json!({ "after": null })).await.unwrap();
    assert_eq!(all.clusters.iter().map(|it| it.id).collect::<Vec<_>>(), [world.foreign]);
}

async fn a_resend_is_answered_alike_and_done_once(world: World) {
    let new = NewPerson { id: PersonId(id(600)), name: "New officer".into() };
    let first = world.change(world.administrator, "addPerson", "NewPerson", &new).await.unwrap();
    assert_eq!(world.change(world.administrator, "addPerson", "NewPerson", &new).await.unwrap(), first);
    let other = NewPerson { name: "Somebody else".into(), ..new.clone() };
    assert_eq!(world.change(world.administrator, "addPerson", "NewPerson", &other).await, Err(Failure::Taken));
    // Another authority learns no more than that.
    assert_eq!(world.change(world.stranger, "addPerson", "NewPerson", &new).await, Err(Failure::Taken));
}

/// O1: each link is dated; a school changes its cluster and is never in two.
async fn a_school_is_in_one_cluster_at_a_time(world: World) {
    let joining = shared::organisation::Joining {
        school: world.schools[0],
        cluster: world.theirs,
        group: None,
        since: day("2019-01-01"),
    };
    world.change(world.administrator, "joinCluster", "Joining", &joining).await.unwrap();
    for (today, cluster) in [("2018-12-31", "Cluster 2"), ("2019-01-01", "Cluster 3")] {
        let filter = json!({ "filter": { "text": "900001", "closed": false }, "after": null });
        let found: SchoolPage =
            world.on(day(today)).ask(world.lead, "organisation/schools.graphql", filter).await.unwrap();
        assert_eq!(found.schools.len(), 1);
        assert_eq!(found.schools[0].cluster.as_deref(), Some(cluster));
    }
}

/// phases and ages stand side by side, and a school is in one working group at a time.
async fn a_cluster_has_groups_and_schools_of_every_phase(world: World) {
    let groups = [GroupId(id(701)), GroupId(id(702))];
    for (group, name) in groups.into_iter().zip(["Group 1", "Group 2"]) {
        let new = NewGroup { id: group, cluster: world.ours, name: name.to_owned() };
        world.change(world.administrator, "addGroup", "NewGroup", &new).await.unwrap();
    }
    let kinds = [
        ("Broadway Infant School", Phase::Primary, 5, 7),
        ("The Ridge Junior School", Phase::Primary, 7, 11),
        ("Bradley Stoke Community School", Phase::AllThrough, 4, 18),
        ("Technology Academy", Phase::Secondary, 14, 19),
    ];
    for (at, (name, phase, low, high)) in kinds.into_iter().enumerate() {
        let (school, urn) = (SchoolId(id(710 + at as u128)), 920_000 + at as i32);
        let town = String::new();
        let new =
            NewSchool { id: school, urn, name: name.into(), phase, low_age: Some(low), high_age: Some(high), town };
        world.change(world.administrator, "addSchool", "NewSchool", &new).await.unwrap();
        for (group, since) in groups.into_iter().zip(["2018-09-01", "2018-11-01"]) {
            let joining = Joining { school, cluster: world.ours, group: Some(group), since: day(since) };
            world.change(world.administrator, "joinCluster", "Joining", &joining).await.unwrap();
        }
        let seen: School = world.ask(world.head, "organisation/school.graphql", json!({ "id": school })).await.unwrap();
        assert_eq!((seen.phase, seen.low_age, seen.high_age), (phase, Some(low), Some(high)));
        assert_eq!(seen.clusters[0].group.as_deref(), Some("Group 2"));
        assert_eq!(seen.clusters[1].until, Some(day("2018-10-31")));
    }
    let ours = json!({ "filter": { "cluster": world.ours, "closed": false }, "after": null });
    let listed: SchoolPage = world.ask(world.head, "organisation/schools.graphql", ours).await.unwrap();
    assert!(listed.schools.iter().any(|it| it.phase == Phase::AllThrough));
    let cluster: Cluster =
        world.ask(world.head, "organisation/cluster.graphql", json!({ "id": world.ours })).await.unwrap();
    let counts: Vec<_> = cluster.groups.iter().map(|it| (it.name.as_str(), it.schools)).collect();
    assert_eq!(counts, [("Group 1", 0), ("Group 2", 4)]);
}

/// Whatever the dates of the seat itself: nobody plans or agrees for a cluster that was merged.
async fn a_seat_at_a_closed_cluster_gives_nothing(world: World) {
    let dated = |id: u128, since: &str, until: Option<&str>| NewMembership {
        id: MembershipId(crate::world::id(id)),
        person: world.forum,
        role: Role::BoardMember,
        district: None,
        cluster: Some(world.ours),
        school: None,
        since: day(since),
        until: until.map(day),
    };
    let host = NewMembership { role: Role::Host, ..dated(802, "2018-12-24", None) };
    for new in [dated(801, "2018-09-01", Some("2020-08-31")), host] {
        world.change(world.administrator, "addMembership", "NewMembership", &new).await.unwrap();
    }
    let document =
        "mutation Test($a: ClusterId!, $b: ClusterId!) { mergeCluster(cluster: $a, into: $b, on: \"2018-12-01\") }";
    let merge = json!({ "a": world.ours, "b": world.theirs });
    world.send(world.administrator, document, merge).await.unwrap();
    let ask = json!({ "cluster": world.ours, "after": null });
    for today in ["2018-12-01", "2018-12-31"] {
        let refused: Result<MemberPage, _> =
            world.on(day(today)).ask(world.forum, "organisation/members.graphql", ask.clone()).await;
        assert_eq!(refused, Err(Failure::Forbidden), "{today}");
    }
    let late = dated(803, "2018-12-02", None);
    let refused = world.change(world.administrator, "addMembership", "NewMembership", &late).await;
    assert_eq!(refused, Err(Failure::NotFound));
}

/// What has ended does not come back by ending it later.
async fn a_role_ends_once(world: World) {
    let seat = members_of(&world, world.member).await;
    let end = async |until: &str| {
        let document =
            "mutation Test($id: MembershipId!, $until: NaiveDate!) { endMembership(id: $id, until: $until) }";
        world.send(world.administrator, document, json!({ "id": seat, "until": until })).await
    };
    end("2018-12-31").await.unwrap();
    end("2018-12-31").await.unwrap();
    end("2018-11-30").await.unwrap();
    assert!(matches!(end("2019-12-31").await, Err(Failure::Invalid { .. })));
}
