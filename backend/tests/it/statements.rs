//! What each root field costs the database, and that it costs the same however much there is.

#![allow(clippy::print_stdout, reason = "what was measured is for who runs the test")]

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    sync::{Arc, Mutex},
    time::Instant,
};

use axum::Router;
use backend::{
    config::Api,
    testing::{Door, Parts, router},
};
use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult, JsonValue, Statement, TransactionTrait as _};
use serde::Serialize;
use serde_json::{Value, json};
use shared::{
    access::Role,
    fund::{Allocation, Reversal, Spend},
    id::{
        CatalogueItemId, ClusterId, DistrictId, DraftId, GroupId, InterventionId, MembershipId, MovementId,
        ParticipationId, PersonId, PlacingId, PriorityId, SchoolId, SettingId, UploadId,
    },
    intervention::{
        NewIntervention, NewPriority, Proposal, RevisedIntervention,
        catalogue::{NewCatalogueItem, RevisedCatalogueItem},
        life::{Amendment, Ending, Withdrawal},
        priority::{EndedPriority, RewordedPriority},
    },
    money::Pence,
    organisation::{
        Joining, NewCluster, NewDistrict, NewGroup, NewMembership, NewPerson, NewSchool, Phase,
        names::{Confirmed, ConfirmedName},
        participation::{NewParticipation, ParticipationState},
        people::{Handover, Invitation, NewDates, NewMember, Newcomer},
        places::{ChangedCluster, ChangedDistrict, ChangedGroup, NewLead, Placing, PlacingSchool, Split},
    },
    setting::{NewSetting, OutcomeArea, OutcomeAreas, SettingInput},
};
use uuid::Uuid;

use crate::{
    browser::{self, parts, session},
    intervention::{TODAY, agreement, prepare, propose, therapist},
    on_both,
    world::{World, day, id},
};

on_both! {
    a_root_field_takes_six_statements_at_most_and_no_more_of_them_in_a_county
    every_list_starts_from_an_index
}

/// Somebody at a browser.
struct Browser {
    server: Router,
    cookie: String,
}

impl Browser {
    /// Sends a document over HTTP; gives its data.
    async fn ask(&self, document: &str, variables: Value) -> Result<Value, browser::Answer> {
        let answer = browser::ask(&self.server, &self.cookie, document, variables).await;
        let mut told = answer.json();
        if told["errors"].is_null() { Ok(told["data"].take()) } else { Err(answer) }
    }
}

/// The statements of a request, with its session; beginning and ending a transaction is none.
const MOST: u64 = 6;

/// Another head in our cluster.
const SECOND_HEAD: PersonId = PersonId(Uuid::from_u128(0x7f4c_1a52_7d0e_4b59_9d2c_0a1b_2c3d_4e5f));

/// The page's documents, with one root field each.
const QUESTIONS: &[(&str, &str)] = &[
    ("me", "organisation/me.graphql"),
    ("clusters", "organisation/clusters.graphql"),
    ("cluster", "organisation/cluster.graphql"),
    ("clusterMembers", "organisation/members.graphql"),
    ("schools", "organisation/schools.graphql"),
    ("school", "organisation/school.graphql"),
    ("closedSchools", "organisation/closed.graphql"),
    ("importPreview", "organisation/import/preview.graphql"),
    ("clusterSetup", "organisation/manage/setup.graphql"),
    ("districts", "organisation/manage/districts.graphql"),
    ("clusterSchools", "organisation/taking_part.graphql"),
    ("participation", "organisation/participation.graphql"),
    ("matchNames", "organisation/paste/match.graphql"),
    ("settings", "setting/settings.graphql"),
    ("plan", "intervention/plan.graphql"),
    ("drafting", "intervention/drafting.graphql"),
    ("intervention", "intervention/intervention.graphql"),
    ("priorities", "intervention/priorities/priorities.graphql"),
    ("catalogue", "intervention/menu/catalogue.graphql"),
    ("catalogueItem", "intervention/menu/item.graphql"),
    ("drafts", "intervention/drafts.graphql"),
    ("history", "intervention/history.graphql"),
    ("fund", "fund/money.graphql"),
    ("fundYear", "fund/year.graphql"),
    ("movement", "fund/movement.graphql"),
    ("news", "home/news.graphql"),
    ("home", "home/home.graphql"),
    ("membership", "organisation/people/membership.graphql"),
    ("seating", "organisation/people/seating.graphql"),
    ("people", "organisation/people/people.graphql"),
    ("person", "organisation/people/person.graphql"),
    ("rights", "organisation/people/rights.graphql"),
    ("watchers", "organisation/people/watchers.graphql"),
    ("schoolMembers", "organisation/people/school_members.graphql"),
    ("districtMembers", "organisation/people/district_members.graphql"),
];

/// The questions that the administrator alone asks in the whole authority.
const ADMINISTRATORS: [&str; 5] = ["membership", "seating", "people", "person", "watchers"];

/// Three rows of everything, then three thousand and thirty thousand of others.
async fn a_root_field_takes_six_statements_at_most_and_no_more_of_them_in_a_county(world: World) {
    prepare(&world).await;
    seats(&world).await;
    let server = browser::open(&world);
    let second_head = Some(world.schools[1]);
    world.add_person(world.administrator, SECOND_HEAD, "Second head", Role::Headteacher, None, second_head).await;
    let mut browsers = BTreeMap::new();
    for who in [world.administrator, world.lead, world.chair, world.member] {
        browsers.insert(who.0, Browser { server: server.clone(), cookie: session(&world, who).await });
    }
    on_the_menu(&world).await;
    let small = measure(&world, &browsers, 0).await;
    let started = Instant::now();
    plant(&world).await;
    println!("planted in {} ms", started.elapsed().as_millis());
    let large = measure(&world, &browsers, 1).await;
    assert_eq!(small, large, "more rows, more statements");

    let sdl = backend::testing::schema(None).sdl();
    let measured: BTreeSet<&str> = small.keys().map(String::as_str).collect();
    assert_eq!(measured, root_fields(&sdl), "a root field that nobody measured");

    let dear: Vec<_> = small.iter().filter(|it| *it.1 > MOST).collect();
    assert!(dear.is_empty(), "more than {MOST}: {dear:?}");
    let table: String = small.iter().map(|(field, statements)| format!("{field} {statements}\n")).collect();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../statements.txt");
    if std::env::var_os("UPDATE_STATEMENTS").is_some() {
        std::fs::write(&path, &table).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(committed == table, "run `UPDATE_STATEMENTS=1 cargo test -p backend --test it statements`:\n{table}");
}

/// One thing on the menu, under an id that is known.
async fn on_the_menu(world: &World) {
    let new = NewCatalogueItem { id: CatalogueItemId(id(210)), cluster: None, entry: crate::menu::entry("Talk Boost") };
    world.change(world.lead, "addCatalogueItem", "NewCatalogueItem", &new).await.unwrap();
}

/// A movement to ask for.
async fn a_payment(world: &World) {
    let (id, reason) = (MovementId(id(9_050)), "High needs block".into());
    let paid = Allocation { id, cluster: world.ours, amount: Pence(5), day: TODAY, reason };
    world.change(world.lead, "allocate", "Allocation", &paid).await.unwrap();
}

/// The fields of both root types.
fn root_fields(sdl: &str) -> BTreeSet<&str> {
    let mut fields = BTreeSet::new();
    let mut inside = false;
    for line in sdl.lines() {
        inside = match line {
            "type Query {" | "type Mutation {" => true,
            "}" => false,
            _ => inside,
        };
        let name = line.trim_start_matches('\t').split(['(', ':']).next().unwrap();
        if inside && line.contains(": ") && !name.is_empty() && name.chars().all(char::is_alphanumeric) {
            fields.insert(name);
        }
    }
    assert!(fields.len() > 20, "the schema's text is read in another way");
    fields
}

/// Asks every root field once; gives how many statements each took.
async fn measure(world: &World, browsers: &BTreeMap<Uuid, Browser>, round: u128) -> BTreeMap<String, u64> {
    let new = |number| id(10_000 + 1_000 * round + number);
    let mut counts = BTreeMap::new();
    let mut note = |field: &str, before: u64, started: Instant| {
        println!("round {round}: {field}: {:.1} ms", started.elapsed().as_secs_f64() * 1000.0);
        counts.insert(field.to_owned(), world.door.statements() - before);
    };

    a_payment(world).await;

    // What is measured last changes what was measured before.
    let first = propose(world, world.member, &therapist(world)).await;
    // An import reads and writes two hundred rows with two statements more: what is measured is one such part, which is
    // more than most authorities have of new and changed schools in a year.
    let upload = register(world, round).await;
    for &(field, file) in QUESTIONS {
        let (before, started) = (world.door.statements(), Instant::now());
        let who = asker(world, field, world.lead);
        let asked = browsers[&who.0].ask(&document(file), variables(world, field, first, upload)).await;
        let answer = asked.unwrap_or_else(|it| panic!("{field}: {it:?}"));
        assert!(!answer[field].is_null(), "{field}: {answer}");
        note(field, before, started);
    }

    let shown = crate::register::preview(world, world.administrator, upload).await.unwrap();
    assert_eq!(shown.created, 200);
    let takes = json!({ "upload": upload, "day": null, "digest": shown.digest });
    let take_over = document("organisation/import/take_over.graphql");
    send(world, &browsers[&world.administrator.0], "importRegister", &take_over, takes, &mut note).await;

    let (cluster, district) = (ClusterId(new(1)), Some(DistrictId(new(2))));
    let (person, membership, school) = (PersonId(new(3)), MembershipId(new(4)), SchoolId(new(5)));
    let split = ClusterId(new(11));
    let (group, intervention) = (GroupId(new(6)), InterventionId(new(7)));
    let item = CatalogueItemId(new(21));
    let number = 50 + i32::try_from(round).unwrap();
    let urn = 910_000 + i32::try_from(round).unwrap();
    let starts_on = day("2018-12-03");
    let areas = vec![OutcomeArea { code: "sen-support".into(), label: format!("Round {round}") }];
    let since = day("2018-12-01") + chrono::Days::new(u64::try_from(round).unwrap());
    let value = SettingInput::OutcomeAreas(OutcomeAreas { areas });
    let revised = Proposal { cost: Pence(1), target: 61.0, ..therapist(world) };
    let administrator = world.administrator;
    let changes: Vec<(PersonId, &str, &str, Value)> = vec![
        change(
            administrator,
            "addDistrict",
            "NewDistrict",
            &NewDistrict { id: district.unwrap(), name: format!("D{round}") },
        ),
        change(
            administrator,
            "addCluster",
            "NewCluster",
            &NewCluster {
                id: cluster,
                number,
                name: format!("Cluster {number}"),
                district,
                opened_on: day("2018-04-01"),
            },
        ),
        change(
            administrator,
            "addGroup",
            "NewGroup",
            &NewGroup { id: group, cluster: world.ours, name: format!("G{round}") },
        ),
        change(
            administrator,
            "addSchool",
            "NewSchool",
            &NewSchool {
                id: school,
                urn,
                name: format!("School {urn}"),
                phase: Phase::Primary,
                low_age: Some(4),
                high_age: Some(11),
                town: "Yate".into(),
            },
        ),
        // Away from the cluster it is in, and into a group: the longest way.
        change(
            administrator,
            "joinCluster",
            "Joining",
            &Joining {
                school: world.schools[0],
                cluster: world.ours,
                group: Some(group),
                since: day("2018-10-01") + chrono::Days::new(u64::try_from(round).unwrap()),
            },
        ),
        // A school from elsewhere, and one that is there and goes into another group; both take part from now on.
        change(
            administrator,
            "placeSchools",
            "Placing",
            &Placing {
                id: PlacingId(new(31)),
                cluster: world.ours,
                since: day("2018-11-01") + chrono::Days::new(u64::try_from(round).unwrap()),
                schools: vec![
                    PlacingSchool { school, group: None, from: None, engaged: true },
                    PlacingSchool { school: world.schools[1], group: Some(group), from: None, engaged: true },
                ],
            },
        ),
        change(
            world.lead,
            "recordParticipation",
            "NewParticipation",
            &NewParticipation {
                id: ParticipationId(new(32)),
                cluster: world.ours,
                school,
                state: ParticipationState::NotTakingPart,
                since: day("2018-11-20"),
                reason: String::new(),
                exclusion_work: false,
            },
        ),
        change(
            administrator,
            "appointLead",
            "NewLead",
            &NewLead {
                id: MembershipId(new(33)),
                cluster: world.ours,
                person: [world.head, SECOND_HEAD][usize::try_from(round).unwrap()],
                since: day("2018-11-20") + chrono::Days::new(u64::try_from(round).unwrap()),
            },
        ),
        change(
            administrator,
            "rememberNames",
            "Confirmed",
            &Confirmed {
                cluster: world.ours,
                names: vec![ConfirmedName { name: format!("The Ark {round}"), school, note: String::new() }],
            },
        ),
        change(
            administrator,
            "changeCluster",
            "ChangedCluster",
            &ChangedCluster {
                id: world.ours,
                version: 1 + i32::try_from(round).unwrap(),
                name: format!("Brook {round}"),
                district,
            },
        ),
        change(
            administrator,
            "renameDistrict",
            "ChangedDistrict",
            &ChangedDistrict { id: district.unwrap(), version: 1, name: format!("North {round}") },
        ),
        change(
            administrator,
            "renameGroup",
            "ChangedGroup",
            &ChangedGroup { id: group, version: 1, name: format!("Primaries {round}") },
        ),
        change(
            administrator,
            "splitCluster",
            "Split",
            &Split {
                id: split,
                from: world.ours,
                number: 60 + i32::try_from(round).unwrap(),
                name: "Split".into(),
                on: day("2018-11-25"),
                schools: vec![school],
            },
        ),
        change(administrator, "addPerson", "NewPerson", &NewPerson { id: person, name: "New officer".into() }),
        change(
            administrator,
            "addMembership",
            "NewMembership",
            &NewMembership {
                id: membership,
                person,
                role: Role::BoardMember,
                district: None,
                cluster: Some(world.ours),
                school: None,
                since: day("2018-09-01"),
                until: None,
            },
        ),
        change(
            world.chair,
            "inviteMember",
            "NewMember",
            &NewMember {
                membership: NewMembership {
                    id: MembershipId(new(41)),
                    person: PersonId(new(42)),
                    role: Role::BoardMember,
                    district: None,
                    cluster: Some(world.ours),
                    school: None,
                    since: day("2018-09-01"),
                    until: None,
                },
                newcomer: Newcomer { name: "Newcomer".into(), email: format!("newcomer-{round}@example.gov.uk") },
            },
        ),
        // To somebody who is invited with it: the longest way.
        change(
            world.chair,
            "replaceMembership",
            "Handover",
            &Handover {
                id: MembershipId(new(43)),
                membership: chair_id(round, 1),
                version: 1,
                person: PersonId(new(44)),
                newcomer: Some(Newcomer { name: "Next".into(), email: format!("next-{round}@example.gov.uk") }),
                since: day("2019-01-01"),
                until: None,
            },
        ),
        change(
            world.chair,
            "moveMembership",
            "NewDates",
            &NewDates { id: chair_id(round, 3), version: 1, since: day("2019-09-02"), until: None },
        ),
        change(
            administrator,
            "changeInvitation",
            "Invitation",
            &Invitation { person: successor(), email: format!("s{round}@example.gov.uk"), before: before_round(round) },
        ),
        change(
            world.lead,
            "changeSetting",
            "NewSetting",
            &NewSetting { id: SettingId(new(8)), since, value, reason: "Agreed by the Forum".into() },
        ),
        change(
            world.chair,
            "addPriority",
            "NewPriority",
            &NewPriority {
                id: PriorityId(new(9)),
                cluster: world.ours,
                text: format!("Priority {round}"),
                since: day("2018-10-10"),
            },
        ),
        change(
            world.chair,
            "rewordPriority",
            "RewordedPriority",
            &RewordedPriority { id: PriorityId(new(9)), version: 1, text: format!("Priority {round} in other words") },
        ),
        change(
            world.chair,
            "endPriority",
            "EndedPriority",
            &EndedPriority { id: PriorityId(new(9)), version: 2, ended_on: TODAY, reason: "Reached".into() },
        ),
        change(
            world.chair,
            "addCatalogueItem",
            "NewCatalogueItem",
            &NewCatalogueItem { id: item, cluster: Some(world.ours), entry: crate::menu::entry("New") },
        ),
        change(
            world.chair,
            "reviseCatalogueItem",
            "RevisedCatalogueItem",
            &RevisedCatalogueItem { id: item, version: 1, entry: crate::menu::entry("Newer"), retired: true },
        ),
        change(
            world.member,
            "saveDraft",
            "SavingDraft",
            &crate::drafts::draft(world, DraftId(new(51)), 0, 1, &[("title", "Talk")]),
        ),
        change(
            world.lead,
            "allocate",
            "Allocation",
            &Allocation {
                id: MovementId(new(10)),
                cluster: world.ours,
                amount: Pence(100),
                day: TODAY,
                reason: "High needs block".into(),
            },
        ),
        change(
            world.member,
            "proposeIntervention",
            "NewIntervention",
            &NewIntervention { id: intervention, proposal: Proposal { starts_on, ..therapist(world) } },
        ),
        change(
            world.member,
            "reviseIntervention",
            "RevisedIntervention",
            &RevisedIntervention { id: intervention, version: 1, proposal: revised },
        ),
        change(world.chair, "agreeIntervention", "Agreement", &agreement(intervention, 2, TODAY)),
        change(
            world.lead,
            "recordSpend",
            "Spend",
            &Spend { id: MovementId(new(61)), intervention, amount: Pence(1), day: TODAY, reason: "Invoice 17".into() },
        ),
        change(
            world.lead,
            "reverseMovement",
            "Reversal",
            &Reversal {
                id: MovementId(new(62)),
                movement: MovementId(new(61)),
                day: TODAY,
                reason: "Recorded twice".into(),
            },
        ),
        change(
            world.member,
            "amendIntervention",
            "Amendment",
            &Amendment {
                id: intervention,
                version: 2,
                proposal: Proposal { starts_on, cost: Pence(100), target: 62.0, ..therapist(world) },
                reason: "It takes longer.".into(),
            },
        ),
        // An amendment with its money: the longest way.
        change(world.chair, "agreeIntervention", "Agreement", &agreement(intervention, 3, TODAY)),
        change(
            world.chair,
            "endIntervention",
            "Ending",
            &Ending {
                id: intervention,
                version: 3,
                ended_on: TODAY,
                reason: "Nobody came.".into(),
                lesson: "Ask first.".into(),
            },
        ),
        change(
            world.member,
            "withdrawIntervention",
            "Withdrawal",
            &Withdrawal { id: first, version: 1, reason: "It is planned anew.".into() },
        ),
    ];
    for (who, field, kind, input) in changes {
        let kept = if field == "saveDraft" { " { id version }" } else { "" };
        let document = format!("mutation Test($input: {kind}!) {{ {field}(input: $input){kept} }}");
        send(world, &browsers[&who.0], field, &document, json!({ "input": input }), &mut note).await;
    }
    let delete = document("intervention/delete.graphql");
    let gone = json!({ "id": new(51) });
    send(world, &browsers[&world.member.0], "deleteDraft", &delete, gone, &mut note).await;
    // One that is over, and has money left.
    let late = propose(world, world.member, &Proposal { cost: Pence(10), ..therapist(world) }).await;
    world.change(world.chair, "agreeIntervention", "Agreement", &agreement(late, 1, TODAY)).await.unwrap();
    crate::tables::run(world, "update intervention set stage = 'ended' where id = $1", [late.0]).await;
    let release = Spend {
        id: MovementId(new(63)),
        intervention: late,
        amount: Pence(1),
        day: TODAY,
        reason: "Not needed".into(),
    };
    let document = "mutation Test($input: Spend!) { releaseMoney(input: $input) }";
    send(world, &browsers[&world.lead.0], "releaseMoney", document, json!({ "input": release }), &mut note).await;
    let shown = browsers[&world.chair.0].ask("query Test { news { latest } }", json!({})).await;
    let until = shown.unwrap_or_else(|it| panic!("{it:?}"))["news"]["latest"].clone();
    let document = "mutation Test($until: Cursor!) { markSeen(until: $until) }";
    send(world, &browsers[&world.chair.0], "markSeen", document, json!({ "until": until }), &mut note).await;
    let document = "mutation Test($id: MembershipId!, $on: NaiveDate!) { endMembership(id: $id, until: $on) }";
    let ends = json!({ "id": chair_id(round, 0), "on": "2018-12-31" });
    send(world, &browsers[&administrator.0], "endMembership", document, ends, &mut note).await;
    let document = "mutation Test($id: MembershipId!) { takeBackMembership(id: $id, version: 1) }";
    let ends = json!({ "id": chair_id(round, 2) });
    send(world, &browsers[&administrator.0], "takeBackMembership", document, ends, &mut note).await;
    let alias = id_of(world, "select id from school_alias where school_id = $1", school.0).await;
    let document = "mutation Test($id: AliasId!) { removeAlias(id: $id) }";
    send(world, &browsers[&administrator.0], "removeAlias", document, json!({ "id": alias }), &mut note).await;
    let document = "mutation Test($school: SchoolId!) { leaveCluster(school: $school, until: \"2018-11-30\") }";
    let leaves = json!({ "school": school });
    send(world, &browsers[&administrator.0], "leaveCluster", document, leaves, &mut note).await;
    // Three schools at first, at last three thousand.
    let (from, into) = if round == 0 { (world.theirs, cluster) } else { (world.ours, cluster) };
    // Nothing waits in a cluster that is merged, and no money is left in it.
    for sql in [
        "update intervention set stage = 'agreed' where cluster_id = $1",
        "delete from movement where cluster_id = $1 and reverses_id is not null",
        "delete from movement where cluster_id = $1",
    ] {
        let db = world.db();
        let settle = Statement::from_sql_and_values(db.get_database_backend(), sql, [from.0.into()]);
        db.execute_raw(settle).await.unwrap();
    }
    let document =
        "mutation Test($a: ClusterId!, $b: ClusterId!) { mergeCluster(cluster: $a, into: $b, on: \"2018-12-01\") }";
    send(world, &browsers[&administrator.0], "mergeCluster", document, json!({ "a": from, "b": into }), &mut note)
        .await;
    counts
}

/// Who asks a question: most are asked by anybody.
fn asker(world: &World, field: &str, usual: PersonId) -> PersonId {
    match field {
        "drafting" | "drafts" => world.member,
        // Those who change members are told more of them.
        "clusterMembers" | "importPreview" | "clusterSetup" | "districts" | "matchNames" => world.administrator,
        _ if ADMINISTRATORS.contains(&field) => world.administrator,
        _ => usual,
    }
}

/// A register of two hundred schools that nobody has yet, sent by the administrator.
async fn register(world: &World, round: u128) -> UploadId {
    let row =
        |number| format!("{},803,,School,BS37 9ZZ,1,,,Academy,Academy,1,0,0,4,11\n", 950_000 + 1_000 * round + number);
    let file: String = std::iter::once(crate::register::TABLES.to_owned()).chain((0..200).map(row)).collect();
    crate::register::uploaded(world, world.administrator, file).await
}

async fn send(
    world: &World,
    browser: &Browser,
    field: &str,
    document: &str,
    variables: Value,
    note: &mut impl FnMut(&str, u64, Instant),
) {
    let (before, started) = (world.door.statements(), Instant::now());
    let answer = browser.ask(document, variables).await;
    note(field, before, started);
    answer.unwrap_or_else(|it| panic!("{field}: {it:?}"));
}

/// The id of the one row that a statement finds for another id.
pub async fn id_of(world: &World, sql: &str, of: Uuid) -> Uuid {
    let statement = Statement::from_sql_and_values(world.db().get_database_backend(), sql, [of.into()]);
    world.db().query_one_raw(statement).await.unwrap().unwrap().try_get("", "id").unwrap()
}

fn change<'a>(
    who: PersonId,
    field: &'a str,
    kind: &'a str,
    input: &impl Serialize,
) -> (PersonId, &'a str, &'a str, Value) {
    (who, field, kind, serde_json::to_value(input).unwrap())
}

fn document(file: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../frontend/src").join(file)).unwrap()
}

/// A seat and a district that are there before anything is measured.
fn seat() -> MembershipId {
    MembershipId(id(9_001))
}

fn district() -> DistrictId {
    DistrictId(id(9_002))
}

/// Somebody who takes over a role.
fn successor() -> PersonId {
    PersonId(id(9_003))
}

/// The roles that are ended, moved and handed over: each of a chair, for whom most is looked at.
async fn seats(world: &World) {
    let by = world.administrator;
    let new = NewDistrict { id: district(), name: "North".into() };
    world.change(by, "addDistrict", "NewDistrict", &new).await.unwrap();
    let new = NewPerson { id: successor(), name: "Successor".into() };
    world.change(by, "addPerson", "NewPerson", &new).await.unwrap();
    for round in 0..2 {
        for (number, since) in ["2018-09-01", "2018-09-01", "2019-09-01", "2019-09-01"].into_iter().enumerate() {
            chair(world, round, number, since).await;
        }
    }
    let (id, since) = (seat(), day("2018-09-01"));
    let (person, role, cluster) = (successor(), Role::SupportService, Some(world.ours));
    let new = NewMembership { id, person, role, district: None, cluster, school: None, since, until: None };
    world.change(by, "addMembership", "NewMembership", &new).await.unwrap();
}

/// The address of the successor before a round.
fn before_round(round: u128) -> String {
    if round == 0 { String::new() } else { format!("s{}@example.gov.uk", round - 1) }
}

fn chair_id(round: u128, number: usize) -> MembershipId {
    MembershipId(id(9_100 + 10 * round + number as u128))
}

async fn chair(world: &World, round: u128, number: usize, since: &str) {
    let (by, person) = (world.administrator, PersonId(id(9_200 + 10 * round + number as u128)));
    world.change(by, "addPerson", "NewPerson", &NewPerson { id: person, name: "Chair".into() }).await.unwrap();
    let (id, role, cluster, since) = (chair_id(round, number), Role::BoardChair, Some(world.ours), day(since));
    let new = NewMembership { id, person, role, district: None, cluster, school: None, since, until: None };
    world.change(by, "addMembership", "NewMembership", &new).await.unwrap();
}

fn variables(world: &World, field: &str, intervention: InterventionId, upload: UploadId) -> Value {
    match field {
        "closedSchools" => json!({ "cluster": world.ours }),
        "importPreview" => json!({ "upload": upload, "day": null }),
        "clusters" => json!({ "after": null }),
        "cluster" => json!({ "id": world.ours }),
        "membership" => json!({ "id": seat() }),
        "people" => json!({ "text": null, "after": null }),
        "person" => json!({ "id": world.member }),
        "schoolMembers" => json!({ "school": world.schools[0], "after": null }),
        "districtMembers" => json!({ "district": district(), "after": null }),
        "seating" => json!({ "cluster": world.ours }),
        "clusterSetup" => json!({ "id": world.ours }),
        "clusterSchools" => json!({ "cluster": world.ours, "after": null }),
        "participation" => json!({ "cluster": world.ours, "school": world.schools[0] }),
        "matchNames" => json!({ "cluster": world.ours, "names": ["St Michaels", "St Marys, Yate", "Hogwarts"] }),
        "catalogue" => json!({ "filter": { "text": "talk", "local": false }, "after": null }),
        "catalogueItem" => json!({ "id": id(210) }),
        "priorities" | "drafts" => json!({ "cluster": world.ours }),
        "clusterMembers" | "plan" | "fund" | "watchers" => json!({ "cluster": world.ours, "after": null }),
        "fundYear" => json!({ "cluster": world.ours }),
        "movement" => json!({ "id": id(9_050) }),
        "drafting" => json!({ "cluster": world.ours }),
        "schools" => json!({ "filter": { "text": null, "closed": false }, "after": null }),
        "school" => json!({ "id": world.schools[0] }),
        "intervention" | "history" => json!({ "id": intervention }),
        _ => json!({}),
    }
}

/// The tables that a county fills. People are not among them: their names are looked up by id, and where a tenth of them
/// is wanted PostgreSQL rather reads them all.
const LARGE: &[&str] = &[
    "school",
    "belonging",
    "membership",
    "intervention",
    "movement",
    "cluster",
    "participation",
    "school_alias",
    "catalogue_item",
];

/// Three thousand rows of the caller's, and thirty thousand of other clusters and authorities, in each large table.
async fn plant(world: &World) {
    let backend = world.db().get_database_backend();
    let series = |rows: u32| match backend {
        DbBackend::Sqlite => format!(
            "(with recursive n(n) as (select 1 union all select n + 1 from n where n < {rows}) select n from n) as n"
        ),
        _ => format!("generate_series(1, {rows}) as n(n)"),
    };
    let literal = |it: Uuid| match backend {
        DbBackend::Sqlite => format!("x'{}'", it.simple()),
        _ => format!("'{it}'"),
    };
    let new = if backend == DbBackend::Sqlite { "randomblob(16)" } else { "gen_random_uuid()" };
    let (here, there) = (literal(id(1)), literal(id(9)));
    let (ours, priority, proposer) = (literal(world.ours.0), literal(id(200)), literal(world.member.0));
    let mut statements = Vec::new();
    for (authority, clusters, people, schools) in [(&here, 3_000, 18_000, 3_000), (&there, 30_000, 15_000, 30_000)] {
        statements.push(format!(
            "insert into cluster (id, authority_id, number, name, opened_on)
             select {new}, {authority}, 1000 + n, 'Planted ' || n, '2018-04-01' from {}",
            series(clusters)
        ));
        statements.push(format!(
            "insert into person (id, authority_id, name, sort_name)
             select {new}, {authority}, 'Planted ' || n, 'planted ' || n from {}",
            series(people)
        ));
        statements.push(format!(
            "insert into school (id, authority_id, urn, name, sort_name, phase, kind, status, invented)
             select {new}, {authority}, 200000 + n, 'Planted ' || n, 'planted ' || n, 'primary', 'Academy', 'open', true
               from {}",
            series(schools)
        ));
        statements.push(format!(
            "insert into catalogue_item
                    (id, authority_id, version, title, sort_title, search, kind, about, needs, evidence, citation, web,
                     strength, rated_by, cost_band, training, local_provider, local_how, local_cost, changed_on)
             select {new}, {authority}, 1, 'Planted ' || n, 'planted ' || n, 'planted ' || n, 'training', 'A', '[]', 'E',
                    'C', '', 'limited', 'R', 'low', '', '', '', '', '2018-11-01'
               from {}",
            series(schools)
        ));
        // A hundred accounts and the books of fifty clusters.
        statements.push(format!(
            "insert into account (id, authority_id, cluster_id, kind)
             select {new}, c.authority_id, c.id, k.kind
               from cluster c join (select 'source' as kind union select 'available') k on true
              where c.authority_id = {authority} and c.number between 1001 and 1050"
        ));
    }
    statements.push(format!(
        "insert into account (id, authority_id, cluster_id, kind)
         select {new}, {here}, {ours}, k.kind
           from (select 'source' as kind union select 'available' union select 'committed' union select 'spent') k
          where true on conflict (cluster_id, kind) do nothing"
    ));
    // The clusters of others: fifty of the same authority and fifty of another. Then the caller's own.
    for (authority, rows, cluster) in [
        (&here, 15_000, "c.number = 1001 + n % 50".to_owned()),
        (&there, 15_000, "c.number = 1001 + n % 50".to_owned()),
        (&here, 3_000, format!("c.id = {ours}")),
    ] {
        // `cross join` is the order for SQLite, which does not know how many rows there are.
        let of = format!("{} cross join cluster c", series(rows));
        let which = format!("c.authority_id = {authority} and {cluster}");
        let person = if cluster.contains("c.id") { "n + 15000" } else { "n" };
        statements.push(format!(
            "insert into membership (id, authority_id, person_id, role, cluster_id, since)
             select {new}, c.authority_id, p.id, 'board_member', c.id, '2018-09-01'
               from {of} cross join person p
              where {which} and p.authority_id = {authority} and p.sort_name = 'planted ' || ({person})"
        ));
        statements.push(format!(
            "insert into intervention
                    (id, authority_id, version, cluster_id, priority_id, stage, title, kind, outcome_areas, evidence,
                     provider, starts_on, ends_on, cost, measure, baseline, baseline_on, baseline_source, target,
                     proposed_by_id, proposed_on)
             select {new}, c.authority_id, 1, c.id, {priority}, 'proposed', 'Planted ' || n, 'training',
                    '[\"sen-support\"]', 'E', 'P', '2018-12-01', '2019-05-31', 100, 'M', 1, '2018-11-05', 'S', 2,
                    {proposer}, '2018-11-05'
               from {of} where {which}"
        ));
        statements.push(format!(
            "insert into movement (id, authority_id, cluster_id, number, from_id, to_id, amount, day, reason)
             select {new}, c.authority_id, c.id, 100 + n, f.id, t.id, 1, '2018-11-01', 'Planted'
               from {of} cross join account f cross join account t
              where {which} and f.cluster_id = c.id and f.kind = 'source' and t.cluster_id = c.id
                and t.kind = 'available'"
        ));
    }
    for (authority, cluster) in [(&here, format!("c.id = {ours}")), (&there, "c.number = 1001 + s.urn % 50".to_owned())]
    {
        statements.push(format!(
            "insert into belonging (id, authority_id, school_id, cluster_id, since)
             select {new}, s.authority_id, s.id, c.id, '2018-09-01'
               from school s join cluster c on c.authority_id = s.authority_id and {cluster}
              where s.authority_id = {authority} and s.urn > 200000 and s.urn < 240000"
        ));
    }
    for authority in [&here, &there] {
        statements.push(format!(
            "insert into participation (id, authority_id, school_id, cluster_id, state, since, reason, exclusion_work)
             select {new}, b.authority_id, b.school_id, b.cluster_id, 'engaged', '2018-09-14', '', false
               from belonging b join school s on s.id = b.school_id
              where b.authority_id = {authority} and s.urn > 200000 and s.urn < 240000"
        ));
        statements.push(format!(
            "insert into school_alias (id, authority_id, school_id, name, sort_name, match_key, note)
             select {new}, s.authority_id, s.id, 'Called ' || s.urn, 'called ' || s.urn, 'called ' || s.urn, ''
               from school s
              where s.authority_id = {authority} and s.urn > 200000 and s.urn < 240000"
        ));
    }
    for sql in &statements {
        world.db().execute_unprepared(sql).await.unwrap_or_else(|it| panic!("{sql}: {it}"));
    }
    if backend == DbBackend::Postgres {
        world.db().execute_unprepared("analyze").await.unwrap();
    }
    for table in LARGE {
        let count = format!("select count(*) as n from {table}");
        let row = world.db().query_one_raw(Statement::from_sql_and_values(backend, count, [])).await.unwrap().unwrap();
        assert!(row.try_get::<i64>("", "n").unwrap() >= 33_000, "{table}");
    }
}

/// With the caller's three thousand rows among thirty thousand others, no question reads a large table whole.
async fn every_list_starts_from_an_index(world: World) {
    prepare(&world).await;
    seats(&world).await;
    on_the_menu(&world).await;
    let intervention = propose(&world, world.member, &therapist(&world)).await;
    a_payment(&world).await;
    let seen: Arc<Mutex<Vec<Statement>>> = Arc::default();
    let watch = Arc::clone(&seen);
    let door =
        Door::watched(&world.address, *world.door.clock(), false, move |it| watch.lock().unwrap().push(it.clone()));
    let door = door.await.unwrap();
    let server = router(Parts { door: door.clone(), ..parts(&world, Api::Open) });
    let browser = async |who| Browser { server: server.clone(), cookie: session(&world, who).await };
    let (lead, member) = (browser(world.lead).await, browser(world.member).await);
    let (administrator, chair) = (browser(world.administrator).await, browser(world.chair).await);
    let upload = register(&world, 2).await;
    plant(&world).await;
    let mut whole = Vec::new();
    for &(field, file) in QUESTIONS {
        let askers = match field {
            "drafting" | "drafts" => vec![(&member, "member")],
            "movement" => vec![(&lead, "lead")],
            "person" | "watchers" | "importPreview" | "clusterSetup" | "districts" | "matchNames" => {
                vec![(&administrator, "administrator")]
            }
            "participation" => vec![(&lead, "lead"), (&administrator, "administrator")],
            "districtMembers" => vec![(&lead, "lead")],
            "membership" | "seating" | "people" => vec![(&administrator, "administrator"), (&chair, "chair")],
            "clusterMembers" => vec![(&lead, "lead"), (&member, "member"), (&chair, "chair")],
            _ => vec![(&lead, "lead"), (&member, "member")],
        };
        for (browser, role) in askers {
            seen.lock().unwrap().clear();
            let answer = browser.ask(&document(file), variables(&world, field, intervention, upload)).await;
            answer.unwrap_or_else(|it| panic!("{field}: {it:?}"));
            let statements = std::mem::take(&mut *seen.lock().unwrap());
            assert!(!statements.is_empty());
            for statement in statements {
                let plan = explain(&world, statement.clone()).await;
                if reads_whole(world.db().get_database_backend(), &plan) {
                    whole.push(format!("{field} as the {role}: {}\n{plan}", statement.sql));
                }
            }
        }
    }
    backend::testing::database(&door).clone().close().await.unwrap();
    assert!(whole.is_empty(), "{}", whole.join("\n\n"));
}

#[allow(clippy::disallowed_methods, reason = "nothing is written: the setting is for one statement")]
async fn explain(world: &World, statement: Statement) -> String {
    let tx = world.db().begin().await.unwrap();
    if statement.db_backend == DbBackend::Postgres {
        // The question is whether an index serves, not whether it is worth it for a tenth of a table that is in memory:
        // that changes with the sample that `analyze` draws. A table without a fitting index is read whole all the same.
        tx.execute_unprepared("set local random_page_cost = 1.1; set local enable_seqscan = off").await.unwrap();
    }
    let word = if statement.db_backend == DbBackend::Sqlite { "explain query plan" } else { "explain" };
    let statement = Statement { sql: format!("{word} {}", statement.sql), ..statement };
    let rows = JsonValue::find_by_statement(statement).all(&tx).await.unwrap();
    tx.rollback().await.unwrap();
    let line = |row: &JsonValue| {
        let row = row.as_object().unwrap();
        row.get("detail").or_else(|| row.get("QUERY PLAN")).unwrap().as_str().unwrap().to_owned()
    };
    rows.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// Whether a plan goes through a large table from end to end, be it along an index.
fn reads_whole(backend: DbBackend, plan: &str) -> bool {
    // A part of the statement that SQLite works out first has a name like a table.
    let part = |name: &str| ["CO-ROUTINE", "MATERIALIZE"].iter().any(|it| plan.contains(&format!("{it} {name}")));
    plan.lines().any(|line| match backend {
        DbBackend::Sqlite => {
            line.strip_prefix("SCAN ").is_some_and(|it| it != "CONSTANT ROW" && !it.split(' ').next().is_some_and(part))
        }
        _ => LARGE.iter().any(|table| line.contains(&format!("Seq Scan on {table} "))),
    })
}

#[test]
fn a_plan_that_reads_a_table_whole_is_seen() {
    assert!(reads_whole(DbBackend::Sqlite, "SCAN s USING INDEX school_by_name"));
    assert!(!reads_whole(DbBackend::Sqlite, "SEARCH s USING INDEX school_by_name (authority_id=?)"));
    assert!(reads_whole(DbBackend::Postgres, "Limit\n  ->  Parallel Seq Scan on school s  (cost=0.00..1)"));
    assert!(!reads_whole(DbBackend::Postgres, "Index Scan using school_by_name on school s"));
}
