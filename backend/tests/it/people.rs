//! People and what they hold: inviting them, ending roles, handing them over, and who can see what, and why.

use serde_json::{Value, json};
use shared::{
    access::{Action, Role, Scope, scope},
    failure::Failure,
    id::{ClusterId, MembershipId, PersonId, SchoolId},
    organisation::{
        Joining, Member, MemberPage, NewMembership, NewPerson, NewSchool, Phase,
        people::{
            Ability, Handover, Invitation, NewDates, NewMember, Newcomer, OWN_ROLE, PeoplePage, Person, PlaceMembers,
            RoleAt, Seat, Seating, Tense, WatcherPage,
        },
    },
};
use uuid::Uuid;

use crate::{
    on_both,
    world::{World, day, id},
};

on_both! {
    the_last_chair_hands_over_and_does_not_leave
    two_chairs_who_leave_at_once_do_not_both_leave
    the_last_administrator_stays
    nobody_gives_a_role_to_themself
    a_chair_gives_roles_in_their_own_cluster_alone
    another_clusters_seats_are_not_there
    a_role_is_handed_over_in_one_write
    somebody_new_is_invited_under_one_address
    one_person_sits_on_two_boards_and_serves_two_schools
    the_boards_of_the_report_can_be_set_up
    a_role_is_not_held_twice_at_once
    what_has_not_begun_can_be_moved_and_taken_back
    who_changed_it_meanwhile_is_told_with_both_values
    members_were_are_and_will_be
    what_is_explained_is_what_is_allowed
    a_resent_change_is_answered_alike
    people_are_found_by_name_and_all_of_them_by_the_administrator
}

/// The one membership of somebody.
async fn seat_of(world: &World, person: PersonId) -> MembershipId {
    use sea_orm::{ConnectionTrait as _, Statement};
    let sql = "select id from membership where person_id = $1 order by since desc";
    let statement = Statement::from_sql_and_values(world.db().get_database_backend(), sql, [person.0.into()]);
    let row = world.db().query_one_raw(statement).await.unwrap().unwrap();
    MembershipId(row.try_get("", "id").unwrap())
}

async fn end(world: &World, who: PersonId, seat: MembershipId, until: &str) -> Result<MembershipId, Failure> {
    let variables = json!({ "id": seat, "until": until, "reason": "Left the school", "version": null });
    world.ask(who, "organisation/people/end.graphql", variables).await
}

async fn hand_over(world: &World, who: PersonId, input: &Handover) -> Result<MembershipId, Failure> {
    world.ask(who, "organisation/people/replace.graphql", json!({ "input": input })).await
}

async fn add(world: &World, who: PersonId, input: &NewMembership) -> Result<MembershipId, Failure> {
    world.ask(who, "organisation/people/add_membership.graphql", json!({ "input": input })).await
}

async fn invite(world: &World, who: PersonId, input: &NewMember) -> Result<MembershipId, Failure> {
    world.ask(who, "organisation/people/invite_member.graphql", json!({ "input": input })).await
}

async fn members(world: &World, who: PersonId, which: Tense) -> MemberPage {
    let ask = json!({ "cluster": world.ours, "which": which, "after": null });
    world.ask(who, "organisation/members.graphql", ask).await.unwrap()
}

fn seat(world: &World, person: PersonId, role: Role) -> NewMembership {
    NewMembership {
        id: MembershipId(Uuid::new_v4()),
        person,
        role,
        district: None,
        cluster: Some(world.ours),
        school: None,
        since: day("2018-11-21"),
        until: None,
    }
}

fn handover(membership: MembershipId, person: PersonId, since: &str) -> Handover {
    Handover {
        id: MembershipId(Uuid::new_v4()),
        membership,
        version: 1,
        person,
        newcomer: None,
        since: day(since),
        until: None,
    }
}

fn newcomer(email: &str) -> Newcomer {
    Newcomer { name: "Jo Newcomer".into(), email: email.into() }
}

/// The field and message of a refused input.
fn told<T: std::fmt::Debug>(refused: Result<T, Failure>) -> (String, String) {
    match refused {
        Err(Failure::Invalid { problems }) => (problems[0].field.clone(), problems[0].message.clone()),
        other => panic!("not refused at a field: {other:?}"),
    }
}

async fn the_last_chair_hands_over_and_does_not_leave(world: World) {
    let chair = seat_of(&world, world.chair).await;
    for who in [world.administrator, world.chair] {
        let (field, message) = told(end(&world, who, chair, "2018-12-31").await);
        assert_eq!(field, "until");
        assert!(
            message.starts_with("Nobody would chair Cluster 2 from 1 January 2019 on. Hand the role over"),
            "{message}"
        );
    }
    // Somebody whose time begins too late is no successor; nor is somebody whose time ends before.
    let late = NewMembership { since: day("2019-01-02"), ..seat(&world, world.member, Role::BoardChair) };
    add(&world, world.chair, &late).await.unwrap();
    let short = NewMembership { until: Some(day("2018-12-31")), ..seat(&world, world.host, Role::BoardChair) };
    add(&world, world.chair, &short).await.unwrap();
    told(end(&world, world.chair, chair, "2018-12-31").await);
    // A chair of the day after counts, also one who ends later themself.
    end(&world, world.chair, chair, "2018-12-30").await.unwrap();
    let seats = members(&world, world.administrator, Tense::Now).await;
    assert_eq!(seats.members[0].until, Some(day("2018-12-30")));
    // With one to begin after a gap, whoever chairs until then does not leave earlier.
    told(end(&world, world.administrator, short.id, "2018-12-30").await);
}

async fn two_chairs_who_leave_at_once_do_not_both_leave(world: World) {
    let second = seat(&world, world.member, Role::BoardChair);
    add(&world, world.administrator, &second).await.unwrap();
    let first = seat_of(&world, world.chair).await;
    let leave = |seat| {
        let world = world.clone();
        tokio::spawn(async move { end(&world, world.administrator, seat, "2018-12-31").await })
    };
    let (one, other) = (leave(first), leave(second.id));
    let done = [one.await.unwrap(), other.await.unwrap()];
    assert_eq!(done.iter().filter(|it| it.is_ok()).count(), 1, "{done:?}");
    assert_eq!(told(done.into_iter().find(Result::is_err).unwrap()).0, "until");
}

async fn the_last_administrator_stays(world: World) {
    let own = seat_of(&world, world.administrator).await;
    let (_, message) = told(end(&world, world.administrator, own, "2018-12-31").await);
    assert!(message.starts_with("Nobody would look after people and roles at the authority"), "{message}");
    hand_over(&world, world.administrator, &handover(own, world.lead, "2019-01-01")).await.unwrap();
    let new = NewPerson { id: PersonId(id(600)), name: "New".into() };
    let later = world.on(day("2019-01-01"));
    let refused = later.change(world.administrator, "addPerson", "NewPerson", &new).await;
    assert_eq!(refused, Err(Failure::Forbidden));
}

/// A chair does not make themself administrator, nor anything else; nobody makes their own role last longer.
async fn nobody_gives_a_role_to_themself(world: World) {
    for who in [world.chair, world.host, world.administrator] {
        let own = seat(&world, who, Role::BoardMember);
        assert_eq!(told(add(&world, who, &own).await), ("person".into(), OWN_ROLE.into()));
    }
    let administrator = NewMembership { cluster: None, ..seat(&world, world.chair, Role::Administrator) };
    assert_eq!(add(&world, world.chair, &administrator).await, Err(Failure::Forbidden));
    let host = seat_of(&world, world.host).await;
    assert_eq!(told(hand_over(&world, world.chair, &handover(host, world.chair, "2019-01-01")).await).1, OWN_ROLE);
    let mine = NewMembership { since: day("2019-01-01"), ..seat(&world, world.chair, Role::Host) };
    add(&world, world.administrator, &mine).await.unwrap();
    let moved = NewDates { id: mine.id, version: 1, since: day("2018-12-01"), until: None };
    let refused: Result<MembershipId, _> =
        world.ask(world.chair, "organisation/people/move.graphql", json!({ "input": moved })).await;
    assert_eq!(told(refused).1, OWN_ROLE);
}

async fn a_chair_gives_roles_in_their_own_cluster_alone(world: World) {
    let head = NewMembership {
        cluster: None,
        school: Some(world.schools[1]),
        ..seat(&world, world.member, Role::Headteacher)
    };
    add(&world, world.chair, &head).await.unwrap();
    add(&world, world.host, &seat(&world, world.head, Role::BoardMember)).await.unwrap();
    let elsewhere = NewMembership { cluster: Some(world.theirs), ..seat(&world, world.head, Role::BoardMember) };
    assert_eq!(add(&world, world.chair, &elsewhere).await, Err(Failure::NotFound));
    let school = NewMembership { school: Some(world.schools[2]), id: MembershipId(id(701)), ..head.clone() };
    assert_eq!(add(&world, world.chair, &school).await, Err(Failure::NotFound));
    for role in [Role::Administrator, Role::LeadOfficer, Role::Auditor, Role::ForumMember] {
        let wide = NewMembership { cluster: None, ..seat(&world, world.head, role) };
        assert_eq!(add(&world, world.chair, &wide).await, Err(Failure::Forbidden), "{role:?}");
        let new = NewMember {
            membership: NewMembership { person: PersonId(Uuid::new_v4()), ..wide },
            newcomer: newcomer("wide@example.gov.uk"),
        };
        assert_eq!(invite(&world, world.chair, &new).await, Err(Failure::Forbidden), "{role:?}");
    }
    for who in [world.member, world.lead, world.head, world.forum] {
        let refused = add(&world, who, &seat(&world, world.senco, Role::BoardMember)).await;
        assert_eq!(refused, Err(Failure::Forbidden));
    }
    // A person of another authority is not there.
    let foreign = seat(&world, world.stranger, Role::BoardMember);
    assert_eq!(add(&world, world.administrator, &foreign).await, Err(Failure::NotFound));
}

async fn another_clusters_seats_are_not_there(world: World) {
    let theirs = seat_of(&world, world.other_chair).await;
    let lead = seat_of(&world, world.lead).await;
    let school = seat_of(&world, world.senco).await;
    let never = MembershipId(id(12345));
    for seat in [theirs, lead, school, never] {
        assert_eq!(end(&world, world.chair, seat, "2018-12-31").await, Err(Failure::NotFound));
        let over = handover(seat, world.member, "2019-01-01");
        assert_eq!(hand_over(&world, world.chair, &over).await, Err(Failure::NotFound));
        let moved = NewDates { id: seat, version: 1, since: day("2019-01-01"), until: None };
        let refused: Result<MembershipId, _> =
            world.ask(world.chair, "organisation/people/move.graphql", json!({ "input": moved })).await;
        assert_eq!(refused, Err(Failure::NotFound));
        let one: Result<Seat, _> =
            world.ask(world.chair, "organisation/people/membership.graphql", json!({ "id": seat })).await;
        assert_eq!(one, Err(Failure::NotFound));
    }
    assert!(end(&world, world.stranger, lead, "2018-12-31").await.is_err());
    let places: Result<Seating, _> =
        world.ask(world.chair, "organisation/people/seating.graphql", json!({ "cluster": world.theirs })).await;
    assert_eq!(places, Err(Failure::NotFound));
    let places: Result<Seating, _> =
        world.ask(world.chair, "organisation/people/seating.graphql", json!({ "cluster": null })).await;
    assert_eq!(places, Err(Failure::Forbidden));
}

/// a chair is handed over for a year, and both halves are saved or none.
async fn a_role_is_handed_over_in_one_write(world: World) {
    let chair = seat_of(&world, world.chair).await;
    let audited = audits(&world).await;
    let over = Handover { until: Some(day("2019-12-31")), ..handover(chair, world.member, "2019-01-01") };
    // An end before the start, a day before the role began, and nobody in particular.
    let wrong = Handover { until: Some(day("2018-12-31")), ..over.clone() };
    assert_eq!(told(hand_over(&world, world.chair, &wrong).await).0, "until");
    let early = Handover { since: day("2018-09-01"), until: None, ..over.clone() };
    assert_eq!(told(hand_over(&world, world.chair, &early).await).0, "since");
    let same = Handover { person: world.chair, ..over.clone() };
    assert_eq!(told(hand_over(&world, world.administrator, &same).await).0, "person");
    let nobody = Handover { person: PersonId(id(12345)), ..over.clone() };
    assert_eq!(hand_over(&world, world.chair, &nobody).await, Err(Failure::NotFound));
    // Somebody who holds the role then: the first half is not saved either.
    let held = NewMembership { since: day("2019-06-01"), ..seat(&world, world.host, Role::BoardChair) };
    add(&world, world.administrator, &held).await.unwrap();
    let twice = Handover { person: world.host, ..over.clone() };
    assert_eq!(told(hand_over(&world, world.chair, &twice).await).0, "person");
    assert_eq!(audits(&world).await, audited + 1, "nothing but the role that was given is on record");
    let before = members(&world, world.chair, Tense::Now).await;
    assert_eq!(before.members[0].until, None);

    hand_over(&world, world.chair, &over).await.unwrap();
    assert_eq!(audits(&world).await, audited + 2);
    let mut spans = Vec::new();
    for which in [Tense::Now, Tense::ToCome] {
        let chairs = members(&world, world.chair, which).await.members;
        for it in chairs.into_iter().filter(|it| it.role == Role::BoardChair) {
            spans.push((it.person_id, it.since.to_string(), it.until.map(|it| it.to_string())));
        }
    }
    assert_eq!(spans[0], (world.chair, "2018-09-01".into(), Some("2018-12-31".into())));
    assert_eq!(spans[1], (world.member, "2019-01-01".into(), Some("2019-12-31".into())));
    // On the first day the one may what the other might the day before.
    let new_year = world.on(day("2019-01-01"));
    let refused = add(&new_year, world.chair, &seat(&world, world.head, Role::Host)).await;
    assert_eq!(refused, Err(Failure::Forbidden));
    add(&new_year, world.member, &seat(&world, world.head, Role::Host)).await.unwrap();
}

async fn audits(world: &World) -> i64 {
    use sea_orm::{ConnectionTrait as _, Statement};
    let statement =
        Statement::from_sql_and_values(world.db().get_database_backend(), "select count(*) as n from audit", []);
    world.db().query_one_raw(statement).await.unwrap().unwrap().try_get("", "n").unwrap()
}

async fn somebody_new_is_invited_under_one_address(world: World) {
    let person = PersonId(Uuid::new_v4());
    let membership = seat(&world, person, Role::BoardMember);
    let new = NewMember { membership, newcomer: newcomer(" Jo@Example.gov.uk ") };
    let wrong = NewMember { newcomer: newcomer("jo at example"), ..new.clone() };
    assert_eq!(told(invite(&world, world.chair, &wrong).await).0, "email");
    invite(&world, world.chair, &new).await.unwrap();
    invite(&world, world.chair, &new).await.unwrap();
    // Nothing is half written where the address is taken, whatever the letters.
    let other = NewMember {
        membership: NewMembership { person: PersonId(Uuid::new_v4()), ..seat(&world, person, Role::Host) },
        newcomer: newcomer("JO@example.gov.uk"),
    };
    let people = count(&world, "person").await;
    let (field, message) = told(
        invite(
            &world,
            world.other_chair,
            &NewMember {
                membership: NewMembership { cluster: Some(world.theirs), ..other.membership.clone() },
                ..other.clone()
            },
        )
        .await,
    );
    assert_eq!(field, "email");
    assert!(!message.contains("Newcomer"), "it does not say whose: {message}");
    assert_eq!(count(&world, "person").await, people);
    // The id of somebody is not taken over.
    let taken = NewMember {
        membership: NewMembership { person: world.member, ..other.membership.clone() },
        newcomer: newcomer("another@example.gov.uk"),
    };
    assert_eq!(invite(&world, world.chair, &taken).await, Err(Failure::Taken));
    // The address is shown to those who change members, and to nobody else.
    for (who, shown) in
        [(world.chair, true), (world.host, true), (world.administrator, true), (world.head, false), (world.lead, false)]
    {
        let seats = members(&world, who, Tense::Now).await;
        let it = seats.members.iter().find(|it| it.person_id == person).unwrap();
        assert_eq!(it.email.as_deref(), shown.then_some("jo@example.gov.uk"));
        assert_eq!(seats.changes, shown);
    }
    // The administrator puts the address right, and takes the invitation back.
    let change = async |who, email: &str, before: &str| -> Result<PersonId, Failure> {
        let input = Invitation { person, email: email.into(), before: before.into() };
        world.ask(who, "organisation/people/invitation.graphql", json!({ "input": input })).await
    };
    assert_eq!(change(world.chair, "", "jo@example.gov.uk").await, Err(Failure::Forbidden));
    change(world.administrator, "jo.new@example.gov.uk", "jo@example.gov.uk").await.unwrap();
    change(world.administrator, "jo.new@example.gov.uk", "jo@example.gov.uk").await.unwrap();
    let refused = change(world.administrator, "third@example.gov.uk", "jo@example.gov.uk").await;
    let Err(Failure::Changed { changes, .. }) = refused else { panic!("{refused:?}") };
    assert_eq!(
        (changes[0].yours.as_str(), changes[0].theirs.as_str()),
        ("third@example.gov.uk", "jo.new@example.gov.uk")
    );
    invite(&world, world.chair, &other).await.unwrap();
    assert_eq!(told(change(world.administrator, "jo@example.gov.uk", "jo.new@example.gov.uk").await).0, "email");
    change(world.administrator, "", "jo.new@example.gov.uk").await.unwrap();
    let found: Person =
        world.ask(world.administrator, "organisation/people/person.graphql", json!({ "id": person })).await.unwrap();
    assert_eq!((found.email, found.invited_on), (None, None));
}

async fn count(world: &World, table: &'static str) -> i64 {
    use sea_orm::{ConnectionTrait as _, Statement};
    let sql =
        if table == "person" { "select count(*) as n from person" } else { "select count(*) as n from membership" };
    let statement = Statement::from_sql_and_values(world.db().get_database_backend(), sql, []);
    world.db().query_one_raw(statement).await.unwrap().unwrap().try_get("", "n").unwrap()
}

/// one person on two Boards, one SENCO for two schools, and it is shown.
async fn one_person_sits_on_two_boards_and_serves_two_schools(world: World) {
    let officer = PersonId(id(620));
    let by = world.administrator;
    world.change(by, "addPerson", "NewPerson", &NewPerson { id: officer, name: "Psychologist".into() }).await.unwrap();
    for cluster in [world.ours, world.theirs] {
        let new = NewMembership { cluster: Some(cluster), ..seat(&world, officer, Role::BoardMember) };
        add(&world, by, &new).await.unwrap();
    }
    let second =
        NewMembership { cluster: None, school: Some(world.schools[1]), ..seat(&world, world.senco, Role::Senco) };
    add(&world, world.chair, &second).await.unwrap();
    let seats = members(&world, world.chair, Tense::Now).await;
    let also = |person| seats.members.iter().find(|it| it.person_id == person).unwrap().also.clone();
    assert_eq!(also(officer), [RoleAt { role: Role::BoardMember, place: "Cluster 3".into() }]);
    assert_eq!(also(world.senco), [RoleAt { role: Role::Senco, place: "St Mary's Primary School".into() }]);
    // Who does not give roles is not told what people hold elsewhere.
    let seats = members(&world, world.head, Tense::Now).await;
    assert!(seats.members.iter().all(|it| it.also.is_empty()));
    let found: Person =
        world.ask(by, "organisation/people/person.graphql", json!({ "id": world.senco })).await.unwrap();
    let sees = found.abilities.iter().find(|it| it.what == Action::SeePlan.label()).unwrap();
    let mut places: Vec<_> = sees.grounds.iter().map(|it| (it.place.as_str(), it.because.as_str())).collect();
    places.sort_unstable();
    assert_eq!(
        places,
        [("Cluster 2", "SENCO, Abbeywood Community School"), ("Cluster 3", "SENCO, St Mary's Primary School"),]
    );
}

/// Boards of nine and of eleven with their heads, SENCOs and officers, three of whom sit on both.
async fn the_boards_of_the_report_can_be_set_up(world: World) {
    use Phase::{Primary, Secondary};
    use Role::{Headteacher, Senco};
    let by = world.administrator;
    let officers = ["Educational psychologist", "Strategic lead", "SEN consultant"].map(|it| (it, Uuid::new_v4()));
    for (name, id) in officers {
        let new = NewPerson { id: PersonId(id), name: name.into() };
        world.change(by, "addPerson", "NewPerson", &new).await.unwrap();
    }
    let nine = [Some((Headteacher, Primary)), Some((Headteacher, Primary)), Some((Headteacher, Secondary))]
        .into_iter()
        .chain([Some((Senco, Primary)); 3])
        .collect::<Vec<_>>();
    // One of the eight has no role of their own at a school here: an assistant principal.
    let eleven = [Some((Headteacher, Primary)); 3]
        .into_iter()
        .chain([None])
        .chain([Some((Senco, Primary)); 4])
        .collect::<Vec<_>>();
    for (cluster, number, posts) in [(world.ours, 2_u128, nine), (world.theirs, 3, eleven)] {
        let before = board(&world, cluster).await;
        for (at, post) in posts.iter().enumerate() {
            let person = PersonId(Uuid::new_v4());
            let newcomer =
                Newcomer { name: format!("Member {number}.{at}"), email: format!("m{number}.{at}@example.gov.uk") };
            let membership = NewMembership { cluster: Some(cluster), ..seat(&world, person, Role::BoardMember) };
            invite(&world, by, &NewMember { membership, newcomer }).await.unwrap();
            let Some((role, phase)) = *post else { continue };
            let id = SchoolId(id(8000 + 100 * number + at as u128));
            let urn = 930_000 + i32::try_from(100 * number).unwrap() + i32::try_from(at).unwrap();
            let (name, town) = (format!("School {number}.{at}"), String::new());
            let new = NewSchool { id, urn, name, phase, low_age: None, high_age: None, town };
            world.change(by, "addSchool", "NewSchool", &new).await.unwrap();
            let joining = Joining { school: id, cluster, group: None, since: day("2018-09-01") };
            world.change(by, "joinCluster", "Joining", &joining).await.unwrap();
            let own = NewMembership { cluster: None, school: Some(id), ..seat(&world, person, role) };
            add(&world, by, &own).await.unwrap();
        }
        for (_, id) in officers {
            let new = NewMembership { cluster: Some(cluster), ..seat(&world, PersonId(id), Role::BoardMember) };
            add(&world, by, &new).await.unwrap();
        }
        let after = board(&world, cluster).await;
        let joined = |role| {
            after.iter().filter(|it| it.role == role).count() - before.iter().filter(|it| it.role == role).count()
        };
        assert_eq!(joined(Role::BoardMember), posts.len() + 3);
        for role in [Headteacher, Senco] {
            let wanted = posts.iter().flatten().filter(|it| it.0 == role).count();
            assert_eq!(joined(role), wanted, "{role:?}");
        }
        for (name, _) in officers {
            let on_both = after.iter().find(|it| it.person == name).unwrap();
            assert_eq!(on_both.also.len(), usize::from(cluster == world.theirs), "{name}");
        }
    }
}

/// The seats of a cluster and its schools today.
async fn board(world: &World, cluster: ClusterId) -> Vec<Member> {
    let ask = json!({ "cluster": cluster, "which": "NOW", "after": null });
    let page: MemberPage = world.ask(world.administrator, "organisation/members.graphql", ask).await.unwrap();
    assert!(page.next.is_none(), "one page shows them all");
    page.members
}

async fn a_role_is_not_held_twice_at_once(world: World) {
    let again = seat(&world, world.member, Role::BoardMember);
    assert_eq!(told(add(&world, world.chair, &again).await).0, "person");
    // After it has ended, and at another place, it is another matter.
    let own = seat_of(&world, world.member).await;
    end(&world, world.chair, own, "2018-12-31").await.unwrap();
    let overlaps = NewMembership { since: day("2018-12-31"), ..again.clone() };
    assert_eq!(told(add(&world, world.chair, &overlaps).await).0, "person");
    let anew = NewMembership { since: day("2019-01-01"), ..again };
    add(&world, world.chair, &anew).await.unwrap();
}

async fn what_has_not_begun_can_be_moved_and_taken_back(world: World) {
    let coming = NewMembership { since: day("2019-01-01"), ..seat(&world, world.head, Role::Host) };
    add(&world, world.chair, &coming).await.unwrap();
    let move_to = async |version: i32, since: &str, until: Option<&str>| -> Result<MembershipId, Failure> {
        let input = NewDates { id: coming.id, version, since: day(since), until: until.map(day) };
        world.ask(world.chair, "organisation/people/move.graphql", json!({ "input": input })).await
    };
    assert_eq!(told(move_to(1, "2018-11-21", None).await).0, "since");
    assert_eq!(told(move_to(1, "2019-02-01", Some("2019-01-31")).await).0, "until");
    move_to(1, "2019-02-01", Some("2019-07-31")).await.unwrap();
    let one: Seat =
        world.ask(world.chair, "organisation/people/membership.graphql", json!({ "id": coming.id })).await.unwrap();
    assert_eq!((one.version, one.since, one.until), (2, day("2019-02-01"), Some(day("2019-07-31"))));
    let begun = seat_of(&world, world.host).await;
    let input = NewDates { id: begun, version: 1, since: day("2019-01-01"), until: None };
    let refused: Result<MembershipId, _> =
        world.ask(world.chair, "organisation/people/move.graphql", json!({ "input": input })).await;
    assert_eq!(told(refused), ("since".into(), "This role has begun. End it instead".into()));

    // The end of the chair relied on the next one.
    let next = NewMembership { since: day("2019-01-01"), ..seat(&world, world.member, Role::BoardChair) };
    add(&world, world.chair, &next).await.unwrap();
    end(&world, world.chair, seat_of(&world, world.chair).await, "2018-12-31").await.unwrap();
    let late = NewDates { id: next.id, version: 1, since: day("2019-01-08"), until: None };
    let refused: Result<MembershipId, _> =
        world.ask(world.chair, "organisation/people/move.graphql", json!({ "input": late })).await;
    assert_eq!(told(refused).0, "since");
    let take_back = async |id: MembershipId, version: i32| -> Result<MembershipId, Failure> {
        let variables = json!({ "id": id, "version": version });
        world.ask(world.chair, "organisation/people/take_back.graphql", variables).await
    };
    assert_eq!(told(take_back(next.id, 1).await).0, "since");

    assert!(matches!(take_back(coming.id, 1).await, Err(Failure::Changed { version: 2, .. })));
    take_back(coming.id, 2).await.unwrap();
    take_back(coming.id, 2).await.unwrap();
    for (today, which) in [("2018-11-21", Tense::ToCome), ("2019-02-01", Tense::Now), ("2019-08-01", Tense::Past)] {
        let page = members(&world.on(day(today)), world.administrator, which).await;
        assert!(page.members.iter().all(|it| it.id != coming.id), "{today}");
    }
    // It does not stand in the way of another.
    add(&world, world.chair, &NewMembership { id: MembershipId(id(640)), ..coming.clone() }).await.unwrap();
}

/// U5: who opened an older version is told both values, and overwrites nothing.
async fn who_changed_it_meanwhile_is_told_with_both_values(world: World) {
    let seat_id = seat_of(&world, world.host).await;
    let end = async |until: &str, version: i32| -> Result<MembershipId, Failure> {
        let variables = json!({ "id": seat_id, "until": until, "reason": null, "version": version });
        world.ask(world.chair, "organisation/people/end.graphql", variables).await
    };
    end("2019-03-31", 1).await.unwrap();
    let refused = end("2018-12-31", 1).await;
    let Err(Failure::Changed { changes, version }) = refused else { panic!("{refused:?}") };
    assert_eq!((changes[0].yours.as_str(), changes[0].theirs.as_str()), ("31 December 2018", "31 March 2019"));
    let over = Handover { version: 1, ..handover(seat_id, world.head, "2019-01-01") };
    let refused = hand_over(&world, world.chair, &over).await;
    assert!(matches!(refused, Err(Failure::Changed { version: 2, .. })), "{refused:?}");
    // With the version that is told it is saved.
    end("2018-12-31", version).await.unwrap();
    let late = Handover { version: 3, ..handover(seat_id, world.head, "2019-03-01") };
    assert_eq!(told(hand_over(&world, world.chair, &late).await).0, "since");
    let next = Handover { version: 3, ..handover(seat_id, world.head, "2019-01-01") };
    hand_over(&world, world.chair, &next).await.unwrap();
}

async fn members_were_are_and_will_be(world: World) {
    let host = seat_of(&world, world.host).await;
    end(&world, world.chair, host, "2018-11-20").await.unwrap();
    let now = members(&world, world.chair, Tense::Now).await;
    assert_eq!((now.cluster.as_str(), now.vacancies.as_slice(), now.open), ("Cluster 2", &[Role::Host][..], true));
    let past = members(&world, world.chair, Tense::Past).await;
    let gone: Vec<_> = past.members.iter().map(|it| (it.person_id, it.reason.as_deref())).collect();
    assert_eq!(gone, [(world.host, Some("Left the school"))]);
    // Why is told to those alone who give roles.
    assert_eq!(members(&world, world.head, Tense::Past).await.members[0].reason, None);
    assert!(members(&world, world.chair, Tense::ToCome).await.members.is_empty());
    // Many who left: a page at a time, each once, who left last first.
    for number in 0..30 {
        let until = day("2018-10-01") + chrono::Days::new(number % 9);
        let person = PersonId(id(5000 + u128::from(number)));
        let new = NewPerson { id: person, name: format!("Former {number}") };
        world.change(world.administrator, "addPerson", "NewPerson", &new).await.unwrap();
        let new =
            NewMembership { since: day("2018-09-01"), until: Some(until), ..seat(&world, person, Role::BoardMember) };
        add(&world, world.administrator, &new).await.unwrap();
    }
    let (mut seen, mut after) = (Vec::new(), Value::Null);
    loop {
        let ask = json!({ "cluster": world.ours, "which": "PAST", "after": after });
        let page: MemberPage = world.ask(world.head, "organisation/members.graphql", ask).await.unwrap();
        seen.extend(page.members.iter().map(|it| (it.until, it.id)));
        let Some(next) = page.next else { break };
        after = json!(next);
    }
    assert_eq!(seen.len(), 31);
    let mut sorted = seen.clone();
    sorted.sort_unstable();
    sorted.dedup();
    sorted.reverse();
    assert_eq!(seen, sorted);
}

/// O2: what is explained, to the administrator, in the table and to oneself, is what the policy allows; every cluster and
/// action of everybody.
async fn what_is_explained_is_what_is_allowed(world: World) {
    let people = [
        world.administrator,
        world.lead,
        world.chair,
        world.member,
        world.host,
        world.head,
        world.senco,
        world.forum,
        world.other_chair,
    ];
    let names = [(world.ours, "Cluster 2"), (world.theirs, "Cluster 3")];
    let table = {
        let server = crate::browser::open(&world);
        let cookie = crate::browser::session(&world, world.administrator).await;
        let request =
            crate::browser::request("GET", "/download/access.csv", &crate::browser::from_the_page(&cookie), "");
        crate::browser::send(&server, request).await.body
    };
    for person in people {
        let found: Person = world
            .ask(world.administrator, "organisation/people/person.graphql", json!({ "id": person }))
            .await
            .unwrap();
        let own: Vec<Ability> = world.ask(person, "organisation/people/rights.graphql", json!({})).await.unwrap();
        assert_eq!(found.abilities, own);
        let caller = backend::testing::caller(&world.door, person).await.unwrap().unwrap();
        for action in Action::ALL {
            let grounds: Vec<_> =
                own.iter().filter(|it| it.what == action.label()).flat_map(|it| it.grounds.clone()).collect();
            let allowed = scope(&caller.memberships, action);
            for (cluster, name) in names {
                let told = grounds.iter().any(|it| it.place == "The whole authority" || it.place.contains(name));
                assert_eq!(told, allowed.holds(cluster), "{action:?} of {} in {name}", found.name);
            }
            let everywhere = grounds.iter().any(|it| it.place == "The whole authority");
            assert_eq!(everywhere, allowed == Scope::Authority, "{action:?} of {}", found.name);
            for it in grounds {
                let cells = [&found.name, action.label(), it.place.as_str(), it.because.as_str()];
                let line = cells.map(|it| if it.contains(',') { format!("\"{it}\"") } else { it.to_owned() }).join(",");
                assert!(table.contains(&line), "{line} is not in the table");
            }
        }
    }
    for (cluster, _) in names {
        let ask = json!({ "cluster": cluster, "after": null });
        let page: WatcherPage =
            world.ask(world.administrator, "organisation/people/watchers.graphql", ask).await.unwrap();
        for person in people {
            let caller = backend::testing::caller(&world.door, person).await.unwrap().unwrap();
            for action in [Action::SeePlan, Action::SeeMembers] {
                let told =
                    page.watchers.iter().any(|it| it.person == person && it.sees.iter().any(|it| it == action.label()));
                assert_eq!(told, scope(&caller.memberships, action).holds(cluster), "{action:?}");
            }
        }
    }
    // A name that a spreadsheet would take for a formula is none.
    let evil = NewPerson { id: PersonId(id(650)), name: "=HYPERLINK(1)".into() };
    world.change(world.administrator, "addPerson", "NewPerson", &evil).await.unwrap();
    let server = crate::browser::open(&world);
    let cookie = crate::browser::session(&world, world.administrator).await;
    let request = crate::browser::request("GET", "/download/access.csv", &crate::browser::from_the_page(&cookie), "");
    let table = crate::browser::send(&server, request).await.body;
    assert!(table.contains("'=HYPERLINK(1),Nothing"), "{table}");
}

async fn a_resent_change_is_answered_alike(world: World) {
    let new = seat(&world, world.head, Role::BoardMember);
    let over = handover(seat_of(&world, world.host).await, world.member, "2019-01-01");
    for _ in 0..2 {
        assert_eq!(add(&world, world.chair, &new).await, Ok(new.id));
        assert_eq!(hand_over(&world, world.chair, &over).await, Ok(over.id));
        assert_eq!(end(&world, world.chair, new.id, "2018-12-31").await, Ok(new.id));
    }
    let other = Handover { since: day("2019-02-01"), ..over.clone() };
    assert_eq!(hand_over(&world, world.chair, &other).await, Err(Failure::Taken));
    assert_eq!(add(&world, world.host, &new).await, Err(Failure::Taken));
}

async fn people_are_found_by_name_and_all_of_them_by_the_administrator(world: World) {
    let people = async |who, text: Value| -> Result<PeoplePage, Failure> {
        world.ask(who, "organisation/people/people.graphql", json!({ "text": text, "after": null })).await
    };
    let all = people(world.administrator, Value::Null).await.unwrap();
    assert_eq!(all.total, 9);
    let found = people(world.chair, json!("CHAIR of cluster")).await.unwrap();
    let rows: Vec<_> = found.people.iter().map(|it| (it.id, it.roles.len())).collect();
    assert_eq!(rows, [(world.chair, 1), (world.other_chair, 1)]);
    // The list of everybody is not a chair's, nor is one letter of it; wild cards are not read.
    for text in ["", "c", "%", "__", "  "] {
        assert_eq!(people(world.chair, json!(text)).await.unwrap().total, 0, "{text}");
    }
    for who in [world.member, world.lead, world.forum] {
        assert_eq!(people(who, json!("chair")).await, Err(Failure::Forbidden));
    }
    assert_eq!(people(world.stranger, json!("chair")).await.unwrap().total, 0);
    let one: Result<Person, _> =
        world.ask(world.chair, "organisation/people/person.graphql", json!({ "id": world.member })).await;
    assert_eq!(one, Err(Failure::Forbidden));
    let foreign: Result<Person, _> =
        world.ask(world.administrator, "organisation/people/person.graphql", json!({ "id": world.stranger })).await;
    assert_eq!(foreign, Err(Failure::NotFound));
    let school = json!({ "school": world.schools[0], "after": null });
    let at: PlaceMembers =
        world.ask(world.chair, "organisation/people/school_members.graphql", school.clone()).await.unwrap();
    assert_eq!((at.members[0].person_id, at.changes), (world.head, true));
    let refused: Result<PlaceMembers, _> =
        world.ask(world.other_chair, "organisation/people/school_members.graphql", school).await;
    assert_eq!(refused, Err(Failure::NotFound));
}
