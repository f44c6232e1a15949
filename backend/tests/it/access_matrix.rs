//! Who may do what: every root field and every route, as every kind of caller, compared with `access.matrix.txt`.
//!
//! `UPDATE_MATRIX=1 cargo test -p backend --test it access_matrix` writes the file anew, to be read before it lands.

use std::{fmt::Write as _, path::Path};

use axum::{Router, http::StatusCode};
use backend::{
    config::Api,
    testing::{Founding, ROUTES, Route, Who, audit, found, router},
};
use sea_orm::ConnectionTrait as _;
use serde_json::{Value, json};
use shared::{
    access::{PlaceKind, Role},
    failure::Failure,
    fund::{Allocation, Reversal, Spend},
    id::{
        AuthorityId, CatalogueItemId, ClusterId, DistrictId, DraftId, GroupId, InterventionId, MembershipId,
        MovementId, PersonId, SchoolId, UploadId,
    },
    intervention::{
        NewIntervention, RevisedIntervention,
        life::{Amendment, Ending, Withdrawal},
    },
    money::Pence,
    organisation::{NewCluster, NewDistrict, NewGroup, NewMembership, NewPerson},
};
use uuid::Uuid;

use crate::{
    api,
    browser::{self, Answer, ask, parts, session, session_until},
    intervention::{agreement, pay, prepare, propose, therapist},
    on_both,
    tables::Tables,
    world::{World, day, id},
};

on_both! { everybody_may_do_what_the_matrix_says_and_nothing_else }

/// The day on which the clock of the tests stands.
const TODAY: chrono::NaiveDate = chrono::NaiveDate::from_ymd_opt(2018, 11, 21).unwrap();

/// The second in which it stands: a session until then has just ended.
const NOW: i64 = 1_542_794_400;

/// Somebody who calls: one column.
struct Caller {
    name: String,
    person: Option<PersonId>,
    stranger: bool,
    /// The cookie of a session that is not signed out of.
    cookie: String,
}

/// What a field is asked, and who is to see what of it.
struct Question {
    variables: Value,
    /// The same with ids that never were, where there are ids.
    never: Option<Value>,
    /// A caller for whom it is allowed.
    shown_to: &'static str,
    /// What that caller sees of what was planted.
    shows: String,
}

/// What the questions name.
struct Plant {
    world: World,
    district: DistrictId,
    membership: MembershipId,
    intervention: InterventionId,
    /// A school in no cluster, and one that leaves ours.
    placed: SchoolId,
    leaver: SchoolId,
    item: CatalogueItemId,
    draft: DraftId,
    allocation: MovementId,
    demonstrator: PersonId,
}

/// O3: every root field and route is found by itself; one without a row fails.
async fn everybody_may_do_what_the_matrix_says_and_nothing_else(world: World) {
    let plant = plant(world).await;
    let callers = callers(&plant).await;
    let mut rows = fields(&plant, &callers, "Query").await;
    rows.extend(fields(&plant, &callers, "Mutation").await);
    rows.extend(routes(&plant, &callers).await);
    assert!(matches!(audit::verify(plant.world.db()).await.unwrap(), audit::Verdict::Whole { .. }));
    compare(&table(&callers, &rows));
}

async fn plant(world: World) -> Plant {
    let by = world.administrator;
    prepare(&world).await;
    pay(&world, Pence::pounds(10_000_000)).await;
    let allocation = MovementId(id(2008));
    let (amount, reason) = (Pence(1), "High needs block".into());
    let paid = Allocation { id: allocation, cluster: world.ours, amount, day: TODAY, reason };
    world.change(world.lead, "allocate", "Allocation", &paid).await.unwrap();
    let intervention = propose(&world, world.member, &therapist(&world)).await;
    let [district, elsewhere] = [DistrictId(id(2001)), DistrictId(id(2002))];
    for (district, cluster, name) in [(district, world.ours, "North"), (elsewhere, world.theirs, "South")] {
        let new = NewDistrict { id: district, name: name.into() };
        world.change(by, "addDistrict", "NewDistrict", &new).await.unwrap();
        crate::tables::run(&world, "update cluster set district_id = $1 where id = $2", [district.0, cluster.0]).await;
    }
    let spare = NewCluster {
        id: ClusterId(id(2003)),
        number: 50,
        name: "Cluster 50".into(),
        district: None,
        opened_on: day("2018-04-01"),
    };
    world.change(by, "addCluster", "NewCluster", &spare).await.unwrap();
    world.add_school(by, SchoolId(id(2004)), 900_050, "School without a cluster", None).await;
    world.add_person(by, PersonId(id(2005)), "Leaver", Role::Host, Some(world.ours), None).await;
    // It has closed, and is still in the cluster.
    let closed = SchoolId(id(2090));
    world.add_school(by, closed, 900_090, "Closed primary school", Some(world.ours)).await;
    crate::tables::run(&world, "update school set status = 'closed' where id = $1", [closed.0]).await;
    let membership = world.appoint(by, PersonId(id(2005)), Role::BoardMember, Some(world.ours), None).await;
    let successor = NewPerson { id: PersonId(id(2033)), name: "Successor".into() };
    world.change(by, "addPerson", "NewPerson", &successor).await.unwrap();
    let (placed, leaver) = (SchoolId(id(2031)), SchoolId(id(2032)));
    world.add_school(by, placed, 900_051, "School for a list", None).await;
    world.add_school(by, leaver, 900_052, "School that leaves", Some(world.ours)).await;
    let group = NewGroup { id: GroupId(id(2010)), cluster: world.ours, name: "Group 1".into() };
    world.change(by, "addGroup", "NewGroup", &group).await.unwrap();
    crate::tables::run(
        &world,
        "insert into school_alias (id, authority_id, school_id, name, sort_name, match_key, note)
         values ($1, $2, $3, 'St Mike', 'st mike', 'st mike', '')",
        [id(2020), id(1), world.schools[0].0],
    )
    .await;
    let demonstrator = PersonId(id(2007));
    let administrator = Some((demonstrator, "Demonstrator".to_owned(), day("2017-09-01")));
    let name = "Demonstration".to_owned();
    let founding = Founding { id: AuthorityId(id(2006)), code: 800, name, demonstration: true, administrator };
    found(&world.door, founding).await.unwrap();
    let item = crate::menu::add(&world, world.chair, Some(world.ours), crate::menu::entry("Talk Boost")).await.unwrap();
    let priority = json!({ "id": id(2029), "cluster": world.ours, "text": "Calm lunchtimes", "since": TODAY });
    world.change(world.chair, "addPriority", "NewPriority", &priority).await.unwrap();
    let draft = DraftId(id(2028));
    let begun = crate::drafts::draft(&world, draft, 0, 1, &[("title", "Talk")]);
    crate::drafts::save(&world, world.member, &begun).await.unwrap();
    Plant { world, district, membership, intervention, placed, leaver, item, draft, allocation, demonstrator }
}

/// Nobody, people whose time is over, every role in our cluster and in the other one, and another authority.
async fn callers(plant: &Plant) -> Vec<Caller> {
    let world = &plant.world;
    let expired = session_until(world, world.chair, NOW).await;
    let mut callers = vec![
        Caller { name: "nobody".into(), person: None, stranger: false, cookie: String::new() },
        Caller { name: "expired session".into(), person: None, stranger: false, cookie: expired },
    ];
    let ended = PersonId(id(3000));
    world.add_person(world.administrator, ended, "Former chair", Role::BoardChair, Some(world.ours), None).await;
    let sql = "update membership set until = '2018-11-20' where person_id = $1";
    crate::tables::run(world, sql, [ended.0]).await;
    callers.push(signed_in(world, "ended role", ended).await);
    for (number, &role) in Role::ALL.iter().enumerate() {
        for elsewhere in [false, true] {
            if elsewhere && role.place() == PlaceKind::Authority {
                continue;
            }
            let pick = |here: u128, there: u128| id(if elsewhere { there } else { here });
            let (mut district, mut cluster, mut school) = (None, None, None);
            match role.place() {
                PlaceKind::Authority => {}
                PlaceKind::District => district = Some(DistrictId(pick(2001, 2002))),
                PlaceKind::Cluster => cluster = Some(ClusterId(pick(2, 3))),
                PlaceKind::School => school = Some(SchoolId(pick(21, 31))),
            }
            let person = PersonId(id(3001 + 2 * number as u128 + u128::from(elsewhere)));
            let name = format!("{}{}", role.label(), if elsewhere { " elsewhere" } else { "" });
            let new = NewPerson { id: person, name: name.clone() };
            world.change(world.administrator, "addPerson", "NewPerson", &new).await.unwrap();
            let (membership, since) = (MembershipId(Uuid::new_v4()), day("2018-09-01"));
            let new = NewMembership { id: membership, person, role, district, cluster, school, since, until: None };
            world.change(world.administrator, "addMembership", "NewMembership", &new).await.unwrap();
            callers.push(signed_in(world, &name, person).await);
        }
    }
    callers.push(Caller { stranger: true, ..signed_in(world, "other authority", world.stranger).await });
    callers
}

async fn signed_in(world: &World, name: &str, person: PersonId) -> Caller {
    Caller { name: name.to_owned(), person: Some(person), stranger: false, cookie: session(world, person).await }
}

/// What a field is asked by the caller of a number. `proposed` waits for somebody's revision or agreement.
async fn question(plant: &Plant, field: &str, number: usize, caller: &Caller, proposed: InterventionId) -> Question {
    let world = &plant.world;
    let (ours, never) = (world.ours, Uuid::new_v4());
    let new = Uuid::new_v4();
    let made = |input: Value, shown_to| {
        let shows = input["id"].as_str().unwrap().to_owned();
        Question { variables: json!({ "input": input }), never: None, shown_to, shows }
    };
    let asks =
        |variables: Value, shown_to, shows: &str| Question { variables, never: None, shown_to, shows: shows.into() };
    let on_cluster = |name: &str, shown_to, shows: &str| Question {
        never: Some(json!({ name: never })),
        ..asks(json!({ name: ours }), shown_to, shows)
    };
    let input = |field: &str, question: Question| {
        let mut variables = question.variables.clone();
        *variables.pointer_mut(&format!("/input/{field}")).unwrap() = json!(never);
        Question { never: Some(variables), ..question }
    };
    let administrator = Role::Administrator.label();
    let (chair, member) = (Role::BoardChair.label(), Role::BoardMember.label());
    match field {
        "me" => asks(json!({}), administrator, "Authority 803"),
        "clusters" => asks(json!({}), "Headteacher", &ours.to_string()),
        "cluster" => on_cluster("id", "Headteacher", "Cluster 2"),
        "clusterMembers" => on_cluster("cluster", chair, "Chair of cluster 2"),
        "schools" => asks(json!({ "filter": { "closed": false } }), "SENCO", "St Michael's Primary School"),
        "school" => Question {
            never: Some(json!({ "id": never })),
            ..asks(json!({ "id": world.schools[0] }), "SENCO", "St Michael's Primary School")
        },
        "clusterSetup" => on_cluster("id", administrator, "Abbeywood Community School"),
        "districts" => asks(json!({}), administrator, "North"),
        "clusterSchools" => on_cluster("cluster", "Headteacher", "Abbeywood Community School"),
        "participation" => Question {
            never: Some(json!({ "cluster": never, "school": never })),
            ..asks(
                json!({ "cluster": ours, "school": world.schools[0] }),
                "Strategic lead for SEND",
                "St Michael's Primary School",
            )
        },
        "matchNames" => Question {
            never: Some(json!({ "cluster": never, "names": ["St Michaels"] })),
            ..asks(json!({ "cluster": ours, "names": ["St Michaels"] }), administrator, "St Michael's Primary School")
        },
        "settings" => asks(json!({}), "Auditor", "Better SEN Support"),
        "plan" => on_cluster("cluster", "Auditor", &therapist(world).title),
        "drafting" => on_cluster("cluster", "SEND host", "Abbeywood Community School"),
        "intervention" => Question {
            never: Some(json!({ "id": never })),
            ..asks(json!({ "id": plant.intervention }), "Headteacher", &therapist(world).title)
        },
        "fund" => on_cluster("cluster", "Support service", "High needs block"),
        "home" => asks(json!({}), chair, &therapist(world).title),
        "news" => asks(json!({ "after": null }), "Headteacher", &therapist(world).title),
        "history" => Question {
            never: Some(json!({ "id": never })),
            ..asks(json!({ "id": plant.intervention }), "Headteacher", &therapist(world).title)
        },
        "fundYear" => on_cluster("cluster", "Auditor", "Cluster 2"),
        "movement" => Question {
            never: Some(json!({ "id": never })),
            ..asks(json!({ "id": plant.allocation }), "Strategic lead for SEND", "High needs block")
        },

        "membership" => Question {
            never: Some(json!({ "id": never })),
            ..asks(json!({ "id": plant.membership }), "SEND host", "Leaver")
        },
        "seating" => on_cluster("cluster", chair, "Abbeywood Community School"),
        "people" => asks(json!({ "text": "leaver" }), chair, "Leaver"),
        "person" => {
            Question { never: Some(json!({ "id": never })), ..asks(json!({ "id": id(2005) }), administrator, "Leaver") }
        }
        "rights" => asks(json!({}), "Support service", "Support service, Cluster 2"),
        "watchers" => on_cluster("cluster", administrator, "Chair of cluster 2"),
        "schoolMembers" => Question {
            never: Some(json!({ "school": never })),
            ..asks(json!({ "school": world.schools[0] }), "Headteacher", "Head of St Michael's")
        },
        "districtMembers" => Question {
            never: Some(json!({ "district": never })),
            ..asks(json!({ "district": plant.district }), "Panel member", "Panel member")
        },
        "closedSchools" => on_cluster("cluster", "Headteacher", "Closed primary school"),
        "importPreview" => {
            let (upload, _) = theirs(plant, number, caller).await;
            Question {
                never: Some(json!({ "upload": never, "day": null })),
                ..asks(json!({ "upload": upload, "day": null }), administrator, &upload.to_string())
            }
        }
        "importRegister" => {
            let (upload, digest) = theirs(plant, number, caller).await;
            Question {
                never: Some(json!({ "upload": never, "day": null, "digest": digest })),
                ..asks(json!({ "upload": upload, "day": null, "digest": digest }), administrator, &upload.to_string())
            }
        }

        "addDistrict" => made(json!({ "id": new, "name": "New" }), administrator),
        "addCluster" => {
            let new = json!({ "id": new, "number": 100 + number, "name": "New", "district": plant.district,
                "openedOn": TODAY });
            input("district", made(new, administrator))
        }
        "mergeCluster" => Question {
            never: Some(json!({ "cluster": never, "into": Uuid::new_v4(), "on": "2018-12-01" })),
            ..asks(json!({ "cluster": id(2003), "into": ours, "on": "2018-12-01" }), administrator, &ours.to_string())
        },
        "addGroup" => input("cluster", made(json!({ "id": new, "cluster": ours, "name": "New" }), administrator)),
        "addSchool" => {
            let new = json!({ "id": new, "urn": 910_000 + number, "name": "New", "phase": "PRIMARY", "town": "Yate" });
            made(new, administrator)
        }
        "joinCluster" => {
            let joining = json!({ "input": { "school": id(2004), "cluster": ours, "since": TODAY } });
            input("school", asks(joining, administrator, &id(2004).to_string()))
        }
        "leaveCluster" => Question {
            never: Some(json!({ "school": never, "until": "2019-01-31" })),
            ..asks(json!({ "school": plant.leaver, "until": "2019-01-31" }), administrator, &plant.leaver.to_string())
        },
        "placeSchools" => {
            let school = json!({ "school": plant.placed, "engaged": true });
            let new = json!({ "id": new, "cluster": ours, "since": TODAY, "schools": [school] });
            input("cluster", made(new, administrator))
        }
        "splitCluster" => {
            let new = json!({ "id": new, "from": ours, "number": 300 + number, "name": "New", "on": "2018-12-10",
                "schools": [world.schools[1]] });
            input("from", made(new, administrator))
        }
        "changeCluster" => {
            let changed = json!({ "id": ours, "version": 1, "name": "Cluster 2", "district": null });
            input("id", asks(json!({ "input": changed }), administrator, &ours.to_string()))
        }
        "renameDistrict" => {
            let changed = json!({ "id": plant.district, "version": 1, "name": "Northern" });
            input("id", asks(json!({ "input": changed }), administrator, &plant.district.to_string()))
        }
        "renameGroup" => {
            let changed = json!({ "id": id(2010), "version": 1, "name": "Renamed" });
            input("id", asks(json!({ "input": changed }), administrator, &id(2010).to_string()))
        }
        "appointLead" => {
            let since = TODAY + chrono::Days::new(1 + number as u64);
            let new = json!({ "id": new, "cluster": ours, "person": world.head, "since": since });
            input("cluster", made(new, administrator))
        }
        "recordParticipation" => {
            let since = TODAY + chrono::Days::new(1 + number as u64);
            let new = json!({ "id": new, "cluster": ours, "school": world.schools[0], "state": "ENGAGED",
                "since": since, "reason": "", "exclusionWork": false });
            input("school", made(new, "Strategic lead for SEND"))
        }
        "rememberNames" => {
            let name = json!({ "name": format!("St Mikes {number}"), "school": world.schools[0], "note": "" });
            let confirmed = json!({ "cluster": ours, "names": [name] });
            input("names/0/school", asks(json!({ "input": confirmed }), administrator, &ours.to_string()))
        }
        "removeAlias" => Question {
            never: Some(json!({ "id": never })),
            ..asks(json!({ "id": id(2020) }), administrator, &id(2020).to_string())
        },
        "addPerson" => made(json!({ "id": new, "name": "New" }), administrator),
        "addMembership" => {
            // Each on a day of their own: nobody holds the same role twice.
            let since = TODAY + chrono::Days::new(number as u64);
            let new = json!({ "id": new, "person": id(2005), "role": "SUPPORT_SERVICE", "cluster": ours, "since": since,
                "until": since });
            input("person", made(new, administrator))
        }
        "inviteMember" => {
            let membership = json!({ "id": new, "person": Uuid::new_v4(), "role": "HOST", "cluster": ours,
                "since": TODAY });
            let newcomer = json!({ "name": "New", "email": format!("new-{number}@example.gov.uk") });
            let mut unknown = membership.clone();
            unknown["cluster"] = json!(never);
            Question {
                never: Some(json!({ "input": { "membership": unknown, "newcomer": newcomer } })),
                ..asks(json!({ "input": { "membership": membership, "newcomer": newcomer } }), chair, &new.to_string())
            }
        }
        "endMembership" => {
            let seat = as_planted(world, plant.membership).await;
            Question {
                never: Some(json!({ "id": never, "until": TODAY })),
                ..asks(json!({ "id": seat, "until": TODAY, "reason": "Left" }), administrator, &seat.to_string())
            }
        }
        "replaceMembership" => {
            as_planted(world, plant.membership).await;
            let since = TODAY + chrono::Days::new(1 + number as u64);
            let new = json!({ "id": new, "membership": plant.membership, "version": 1, "person": id(2033), "since": since,
                "until": since });
            input("membership", made(new, administrator))
        }
        "moveMembership" => {
            let seat = coming(world, number).await;
            input("id", made(json!({ "id": seat, "version": 1, "since": "2018-12-24" }), administrator))
        }
        "takeBackMembership" => {
            let seat = coming(world, number).await;
            Question {
                never: Some(json!({ "id": never, "version": 1 })),
                ..asks(json!({ "id": seat, "version": 1 }), "SEND host", &seat.to_string())
            }
        }
        "changeInvitation" => {
            crate::tables::run(world, "update person set invited_email = null where id = $1", [id(2005)]).await;
            let new = json!({ "person": id(2005), "email": format!("leaver-{number}@example.gov.uk"), "before": "" });
            let shows = id(2005).to_string();
            input("person", asks(json!({ "input": new }), administrator, &shows))
        }
        "changeSetting" => {
            let since = TODAY + chrono::Days::new(number as u64);
            let value = json!({ "disclosureThreshold": { "fewest": 5 + number % 2 } });
            made(json!({ "id": new, "since": since, "value": value, "reason": "Agreed" }), "Strategic lead for SEND")
        }
        "addPriority" => {
            let new = json!({ "id": new, "cluster": ours, "text": "New", "since": TODAY });
            input("cluster", made(new, member))
        }
        "rewordPriority" => {
            again(world).await;
            input("id", made(json!({ "id": id(2029), "version": 1, "text": format!("Words of {number}") }), member))
        }
        "endPriority" => {
            again(world).await;
            let end = json!({ "id": id(2029), "version": 1, "endedOn": TODAY, "reason": "Reached" });
            input("id", made(end, member))
        }
        "priorities" => {
            again(world).await;
            on_cluster("cluster", "Headteacher", "Calm lunchtimes")
        }
        "catalogue" => asks(json!({ "filter": {} }), "Schools Forum member", "Talk Boost"),
        "catalogueItem" => {
            Question { never: Some(json!({ "id": never })), ..asks(json!({ "id": plant.item }), "SENCO", "Talk Boost") }
        }
        "addCatalogueItem" => {
            let entry = crate::menu::entry("New");
            input("cluster", made(json!({ "id": new, "cluster": ours, "entry": entry }), "SEND host"))
        }
        "reviseCatalogueItem" => {
            crate::tables::run(world, "update catalogue_item set version = 1 where id = $1", [plant.item.0]).await;
            let entry = crate::menu::entry(&format!("Talk Boost {number}"));
            input("id", made(json!({ "id": plant.item, "version": 1, "entry": entry, "retired": false }), chair))
        }
        // Their own, as far as they may have any: nobody sees a draft of somebody else.
        "drafts" => {
            own(world, caller, plant.draft).await;
            Question {
                never: Some(json!({ "cluster": never })),
                ..asks(json!({ "cluster": ours }), "SEND host", &plant.draft.to_string())
            }
        }
        "saveDraft" => {
            world.db().execute_unprepared("delete from draft").await.unwrap();
            let draft = crate::drafts::draft(world, DraftId(new), 0, 1, &[("title", "Talk")]);
            input("cluster", made(json!(draft), "SEND host"))
        }
        "deleteDraft" => {
            world.db().execute_unprepared("delete from draft").await.unwrap();
            let draft = crate::drafts::draft(world, plant.draft, 0, 1, &[("title", "Talk")]);
            crate::drafts::save(world, world.member, &draft).await.unwrap();
            own(world, caller, plant.draft).await;
            Question {
                never: Some(json!({ "id": never })),
                ..asks(json!({ "id": plant.draft }), member, &plant.draft.to_string())
            }
        }
        "proposeIntervention" => {
            let new = NewIntervention { id: InterventionId(new), proposal: therapist(world) };
            input("proposal/cluster", made(json!(new), "SEND host"))
        }
        // Their own, as far as it is ever theirs: nobody revises what somebody else proposed.
        "reviseIntervention" => {
            let (id, own) = (proposed, caller.person.unwrap_or(world.member));
            crate::tables::run(world, "update intervention set proposed_by_id = $1 where id = $2", [own.0, id.0]).await;
            let proposal = shared::intervention::Proposal { target: 70.0, ..therapist(world) };
            input("id", made(json!(RevisedIntervention { id, version: 1, proposal }), "SEND host"))
        }
        "agreeIntervention" => {
            let id = proposed;
            let agreement = agreement(id, 1, TODAY);
            input("id", made(json!(agreement), chair))
        }
        "amendIntervention" => {
            let id = agreed(plant, proposed).await;
            let proposal = shared::intervention::Proposal { target: 70.0, ..therapist(world) };
            let amendment = Amendment { id, version: 1, proposal, reason: "It takes longer.".into() };
            input("id", made(json!(amendment), "SEND host"))
        }
        // Their own, or the Board's.
        "withdrawIntervention" => {
            let (id, own) = (proposed, caller.person.unwrap_or(world.member));
            crate::tables::run(world, "update intervention set proposed_by_id = $1 where id = $2", [own.0, id.0]).await;
            let withdrawal = Withdrawal { id, version: 1, reason: "It is planned anew.".into() };
            input("id", made(json!(withdrawal), "SEND host"))
        }
        "endIntervention" => {
            let (id, reason, lesson) = (agreed(plant, proposed).await, "Nobody came.".into(), "Ask first.".into());
            let ending = Ending { id, version: 1, ended_on: TODAY, reason, lesson };
            input("id", made(json!(ending), chair))
        }
        "recordSpend" | "releaseMoney" => {
            let (intervention, amount) = (agreed(plant, proposed).await, Pence(100));
            if field == "releaseMoney" {
                let over = "update intervention set stage = 'ended' where id = $1";
                crate::tables::run(world, over, [intervention.0]).await;
            }
            let new = Spend { id: MovementId(new), intervention, amount, day: TODAY, reason: "Invoice 17".into() };
            input("intervention", made(json!(new), "Strategic lead for SEND"))
        }
        "reverseMovement" => {
            let paid = MovementId(Uuid::new_v4());
            let (amount, reason) = (Pence(100), "High needs block".into());
            let allocation = Allocation { id: paid, cluster: ours, amount, day: TODAY, reason };
            world.change(world.lead, "allocate", "Allocation", &allocation).await.unwrap();
            let new = Reversal { id: MovementId(new), movement: paid, day: TODAY, reason: "Typo".into() };
            input("movement", made(json!(new), "Strategic lead for SEND"))
        }
        "markSeen" => asks(json!({ "until": seen(plant, caller).await }), "Headteacher", "true"),
        "allocate" => {
            let (amount, reason) = (Pence::pounds(1), "High needs block".into());
            let new = Allocation { id: MovementId(new), cluster: ours, amount, day: TODAY, reason };
            input("cluster", made(json!(new), "Strategic lead for SEND"))
        }
        other => panic!("the field {other} has no question here: say what it is asked, and who sees what of it"),
    }
}

/// The seat, as it was when it was planted.
async fn as_planted(world: &World, seat: MembershipId) -> MembershipId {
    let sql = "update membership set until = null, reason = null, version = 1 where id = $1";
    crate::tables::run(world, sql, [seat.0]).await;
    seat
}

/// A role in cluster 2 that has not begun, for the caller of a number.
async fn coming(world: &World, number: usize) -> MembershipId {
    let (person, seat) = (PersonId(Uuid::new_v4()), MembershipId(Uuid::new_v4()));
    let new = NewPerson { id: person, name: format!("To come {number}") };
    world.change(world.administrator, "addPerson", "NewPerson", &new).await.unwrap();
    let (role, since, cluster) = (Role::BoardMember, day("2018-12-01"), Some(world.ours));
    let new = NewMembership { id: seat, person, role, district: None, cluster, school: None, since, until: None };
    world.change(world.administrator, "addMembership", "NewMembership", &new).await.unwrap();
    seat
}

/// An upload in our authority that the caller has sent, as far as it is ever theirs, with the seal of what it changes.
async fn theirs(plant: &Plant, number: usize, caller: &Caller) -> (UploadId, String) {
    let world = &plant.world;
    let file = format!(
        "{}{},803,,New school,BS37 9ZZ,1,,,Academy,Academy,1,0,0,4,11\n",
        crate::register::TABLES,
        940_000 + number
    );
    let upload = crate::register::uploaded(world, world.administrator, file).await;
    let shown = crate::register::preview(world, world.administrator, upload).await.unwrap();
    let owner = caller.person.unwrap_or(world.administrator);
    crate::tables::run(world, "update upload set person_id = $1 where id = $2", [owner.0, upload.0]).await;
    (upload, shown.digest)
}

/// The priority is as it was, for the next who changes it.
async fn again(world: &World) {
    let sql = "update priority set version = 1, ended_on = null, text = 'Calm lunchtimes' where id = $1";
    crate::tables::run(world, sql, [id(2029)]).await;
    world.db().execute_unprepared("delete from priority_wording").await.unwrap();
}

/// The draft is the caller's, where there is a caller.
async fn own(world: &World, caller: &Caller, draft: DraftId) {
    let own = caller.person.unwrap_or(world.member);
    crate::tables::run(world, "update draft set person_id = $1 where id = $2", [own.0, draft.0]).await;
}

/// The same intervention once the Board has agreed it.
async fn agreed(plant: &Plant, id: InterventionId) -> InterventionId {
    let agreement = agreement(id, 1, TODAY);
    // It was agreed for the caller before, who could do nothing with it.
    let _ = plant.world.change(plant.world.chair, "agreeIntervention", "Agreement", &agreement).await;
    id
}

/// The latest that a caller is shown, if they are shown anything.
async fn seen(plant: &Plant, caller: &Caller) -> Value {
    let world = &plant.world;
    let document = "query Test { news { latest } }";
    let shown = world.send(caller.person, document, json!({})).await;
    shown.map(|it| it["news"]["latest"].clone()).unwrap_or_default()
}

/// One row a root field.
async fn fields(plant: &Plant, callers: &[Caller], root: &str) -> Vec<(String, Vec<&'static str>)> {
    let (world, api) = (&plant.world, api::Api::of_the_server());
    let server = browser::open(world);
    let tables = Tables::but(world, &["session"]).await;
    let mut rows = Vec::new();
    for field in api.fields(root) {
        let name = field.name.node.as_str();
        let document = api.document(root, field);
        let (mut cells, mut shown) = (Vec::new(), false);
        let mut proposed = propose(world, world.member, &therapist(world)).await;
        for (number, caller) in callers.iter().enumerate() {
            if cells.last() == Some(&"allowed") && root == "Mutation" {
                proposed = propose(world, world.member, &therapist(world)).await;
            }
            let (question, cookie) = (question(plant, name, number, caller, proposed).await, &caller.cookie);
            let before = if root == "Mutation" { tables.content(world).await } else { Vec::new() };
            let answer = ask(&server, cookie, &document, question.variables.clone()).await;
            let mut cell = cell(&answer, &question.shows, &format!("{name} as {}", caller.name));
            if root == "Mutation" && cell == "allowed" && tables.content(world).await == before {
                cell = "unchanged";
            }
            if cell == "allowed" {
                assert!(
                    !caller.stranger || root == "Mutation",
                    "{name} shows our data to another authority: {answer:?}"
                );
                shown |= caller.name == question.shown_to;
            } else if cell != "empty" && cell != "unchanged" {
                if let Some(never) = question.never.filter(|_| root == "Query" || cell == "not found") {
                    let other = ask(&server, cookie, &document, never).await;
                    assert_eq!((answer.status, &answer.body), (other.status, &other.body), "{name} as {}", caller.name);
                }
                if root == "Mutation" {
                    assert_eq!(tables.content(world).await, before, "{name} as {} changed something", caller.name);
                }
            }
            cells.push(cell);
        }
        assert!(shown, "{name} does not show what was planted to the caller who is to see it: {cells:?}");
        rows.push((name.to_owned(), cells));
    }
    rows
}

/// What an answer of the API says.
fn cell(answer: &Answer, shows: &str, which: &str) -> &'static str {
    let shown = answer.body.contains(shows);
    if answer.status == StatusCode::OK && answer.json()["errors"].is_null() {
        return if shown { "allowed" } else { "empty" };
    }
    assert!(!shown, "{which}: a refusal shows what it refuses: {answer:?}");
    match answer.failure() {
        Some(Failure::SignedOut) => "signed out",
        Some(Failure::Forbidden) => "refused",
        Some(Failure::NotFound) => "not found",
        _ => panic!("{which}: neither done nor refused: {answer:?}"),
    }
}

/// One row a route.
async fn routes(plant: &Plant, callers: &[Caller]) -> Vec<(String, Vec<&'static str>)> {
    let world = &plant.world;
    let server = router(backend::testing::Parts { demonstration: true, ..parts(world, Api::Known) });
    let tables = Tables::but(world, &[]).await;
    let mut rows = Vec::new();
    for route in ROUTES {
        let (mut cells, mut shown) = (Vec::new(), false);
        for caller in callers {
            // Signing in and out ends the session that was there.
            let cookie = match caller.person {
                _ if !route.path.starts_with("/sign-") => caller.cookie.clone(),
                Some(person) => session(world, person).await,
                None if caller.cookie.is_empty() => String::new(),
                None => session_until(world, world.chair, NOW).await,
            };
            let planted = theirs(plant, 100 + cells.len(), caller).await.0;
            let before = tables.content(world).await;
            let (answer, shows) = visit(&server, route, plant, &cookie, planted).await;
            let mut cell = match answer.status {
                StatusCode::OK if answer.body.contains(&shows) => "allowed",
                StatusCode::OK => "empty",
                StatusCode::SEE_OTHER => "allowed",
                StatusCode::UNAUTHORIZED => "signed out",
                StatusCode::FORBIDDEN => "refused",
                StatusCode::NOT_FOUND => "not found",
                _ => panic!("{} as {}: neither done nor refused: {answer:?}", route.path, caller.name),
            };
            let changed = tables.content(world).await != before;
            let writes = route.method != "GET" && route.who != Who::Field;
            if writes && cell == "allowed" && !changed {
                cell = "unchanged";
            }
            assert!(!changed || (writes && cell == "allowed"), "{} as {} changed something", route.path, caller.name);
            let ours = matches!(route.who, Who::May(_));
            assert!(
                !(ours && !writes && caller.stranger && cell == "allowed"),
                "{} shows our data: {answer:?}",
                route.path
            );
            shown |= cell == "allowed";
            cells.push(cell);
        }
        assert!(shown, "{} shows nobody what was planted: {cells:?}", route.path);
        rows.push((format!("{} {}", route.method, route.path), cells));
    }
    rows
}

/// Visits a route; says what is to be seen there.
async fn visit(server: &Router, route: &Route, plant: &Plant, cookie: &str, planted: UploadId) -> (Answer, String) {
    let path = route.path.replace("{cluster}", &plant.world.ours.to_string());
    let get = async || browser::send(server, browser::request("GET", &path, &browser::from_the_page(cookie), "")).await;
    let (answer, shows) = match route.path {
        "/graphql" => {
            let me = include_str!("../../../frontend/src/organisation/me.graphql");
            (ask(server, cookie, me, json!({})).await, "2018-11-21")
        }
        "/healthz" => (get().await, "ok"),
        "/readyz" => (get().await, "ready"),
        "/accessibility" => (get().await, "Accessibility statement"),
        "/privacy" => (get().await, "Privacy notice"),
        "/sign-in" => (get().await, "Demonstrator"),
        "/sign-in/person" => {
            let person = format!("person={}", plant.demonstrator);
            (browser::submit(server, cookie, route.path, person).await, "")
        }
        "/sign-out" => (browser::submit(server, cookie, route.path, String::new()).await, ""),
        "/download/schools.csv" => (get().await, "St Michael's Primary School"),
        "/download/access.csv" => (get().await, "Chair of cluster 2"),
        "/upload" => {
            // With a row for each authority, so that everybody has something to send.
            let row = |urn, code| format!("{urn},{code},,New,BS37 9ZZ,1,,,Academy,Academy,1,0,0,4,11\n");
            let file = [crate::register::TABLES, &row(950_001, 803), &row(950_002, 919)].concat();
            (crate::register::send_file(server, cookie, "a.csv", file).await, "data")
        }
        "/download/import.csv" => {
            let path = format!("{}?upload={planted}", route.path);
            let sent = browser::request("GET", &path, &browser::from_the_page(cookie), "");
            (browser::send(server, sent).await, "New school")
        }
        "/download/clusters/{cluster}/plan.csv" => (get().await, "Full-time speech and language therapist"),
        "/download/clusters/{cluster}/money.csv" => (get().await, "Received,"),
        "/download/clusters/{cluster}/movements.csv" => (get().await, "High needs block"),
        "/download/clusters/{cluster}/year.csv" => (get().await, "Year,All interventions"),
        other => panic!("the route {other} has no visit here: say what is sent, and what is to be seen"),
    };
    (answer, shows.to_owned())
}

/// The matrix as people read it.
fn table(callers: &[Caller], rows: &[(String, Vec<&'static str>)]) -> String {
    let first = rows.iter().map(|it| it.0.len()).max().unwrap();
    let widths: Vec<usize> = callers.iter().map(|it| it.name.len().max(10)).collect();
    let mut text = String::from(
        "Who may do what: one row a root field or a route, one column a kind of caller. Roles are held in cluster 2, whose\n\
         things are asked for; \"elsewhere\" is cluster 3. Made by UPDATE_MATRIX=1 cargo test -p backend --test it\n\
         access_matrix.\n\n\
         allowed     answered with what was planted, or done\n\
         empty       answered without it\n\
         refused     Failure::Forbidden\n\
         not found   Failure::NotFound, byte by byte as for an id that never was\n\
         signed out  Failure::SignedOut\n\
         unchanged   done, and nothing is different\n\n",
    );
    let mut line = |head: &str, cells: &mut dyn Iterator<Item = &str>| {
        let cells: Vec<_> = cells.zip(&widths).map(|(cell, width)| format!("{cell:width$}")).collect();
        writeln!(text, "{}", format!("{head:first$}  {}", cells.join("  ")).trim_end()).unwrap();
    };
    line("", &mut callers.iter().map(|it| it.name.as_str()));
    for (name, cells) in rows {
        line(name, &mut cells.iter().copied());
    }
    text
}

fn compare(table: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../access.matrix.txt");
    if std::env::var_os("UPDATE_MATRIX").is_some() {
        std::fs::write(&path, table).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    for (number, (ours, committed)) in table.lines().zip(committed.lines()).enumerate() {
        assert_eq!(ours, committed, "line {} of access.matrix.txt", number + 1);
    }
    assert_eq!(table.lines().count(), committed.lines().count(), "rows of access.matrix.txt");
}
