//! What somebody may not see changes nothing that they see: two worlds that differ in it alone answer them alike.

use std::path::Path;

use async_graphql::parser::{parse_query, types::OperationType};
use axum::Router;
use backend::{config::Api, testing::router};
use serde_json::{Value, json};
use shared::{
    fund::Allocation,
    id::{InterventionId, MovementId, PersonId, PriorityId},
    intervention::{NewIntervention, NewPriority, Proposal},
    money::Pence,
};

use crate::{
    browser::{ask, parts, session},
    intervention::{agreement, pay, prepare, propose, therapist},
    on_both,
    world::{World, day, id},
};

on_both! { what_another_cluster_proposes_is_seen_by_nobody_else }

/// The proposal that some may not see.
fn hidden() -> InterventionId {
    InterventionId(id(5000))
}

async fn what_another_cluster_proposes_is_seen_by_nobody_else(world: World) {
    prepare(&world).await;
    pay(&world, Pence::pounds(1_000)).await;
    propose(&world, world.member, &Proposal { cost: Pence::pounds(10), ..therapist(&world) }).await;
    let today = day("2018-11-21");
    let priority = PriorityId(id(5001));
    let text = "Reading".to_owned();
    let new = NewPriority { id: priority, cluster: world.theirs, text, since: today };
    world.change(world.other_chair, "addPriority", "NewPriority", &new).await.unwrap();
    let host = PersonId(id(5002));
    let cluster = Some(world.theirs);
    world.add_person(world.administrator, host, "Host of cluster 3", shared::access::Role::Host, cluster, None).await;

    let server = router(parts(&world, Api::Known));
    let mut others = Vec::new();
    for who in [world.chair, world.member, world.host, world.head, world.forum, world.administrator, world.stranger] {
        others.push(session(&world, who).await);
    }
    others.push(String::new());
    let owner = session(&world, world.other_chair).await;
    let mut before = Vec::new();
    for cookie in others.iter().chain([&owner]) {
        before.push(everything(&world, &server, cookie).await);
    }

    let (amount, reason) = (Pence::pounds(50_000), "High needs block".into());
    let paid = Allocation { id: MovementId(id(5003)), cluster: world.theirs, amount, day: today, reason };
    let schools = vec![world.schools[2]];
    let proposal = Proposal { cluster: world.theirs, priority, schools, ..therapist(&world) };
    let new = NewIntervention { id: hidden(), proposal };
    let agreement = agreement(hidden(), 1, today);
    for step in 0..3 {
        match step {
            0 => world.change(host, "proposeIntervention", "NewIntervention", &new).await.unwrap(),
            1 => world.change(world.lead, "allocate", "Allocation", &paid).await.unwrap(),
            _ => world.change(world.other_chair, "agreeIntervention", "Agreement", &agreement).await.unwrap(),
        };
        for (cookie, before) in others.iter().zip(&before) {
            for (after, before) in everything(&world, &server, cookie).await.iter().zip(before) {
                assert_eq!(after, before, "after step {step}");
            }
        }
        let seen = everything(&world, &server, &owner).await;
        assert_ne!(Some(&seen), before.last(), "its own chair sees step {step}");
        before.pop();
        before.push(seen);
    }
}

/// The answers to every question of the page, about everything that there is to ask about.
async fn everything(world: &World, server: &Router, cookie: &str) -> Vec<String> {
    let mut answers = Vec::new();
    for document in documents(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../frontend/src")) {
        let parsed = parse_query(&document).unwrap();
        let (_, operation) = parsed.operations.iter().next().unwrap();
        if operation.node.ty != OperationType::Query {
            continue;
        }
        let mut asked = vec![json!({})];
        for variable in &operation.node.variable_definitions {
            let values: Vec<Value> = match variable.node.var_type.node.to_string().trim_end_matches('!') {
                "ClusterId" => vec![json!(world.ours), json!(world.theirs)],
                "SchoolId" => world.schools.iter().map(|it| json!(it)).collect(),
                "InterventionId" => vec![json!(hidden())],
                "SchoolFilter" => vec![json!({ "closed": true }), json!({ "closed": true, "cluster": world.theirs })],
                "PersonId" => vec![json!(world.chair), json!(world.other_chair)],
                "MembershipId" => vec![json!(id(5004))],
                "DistrictId" => vec![json!(id(5005))],
                "String" => vec![json!("cluster 3"), Value::Null],
                "[String!]" => vec![json!(["St Michaels", "Therapist"])],
                "Tense" => vec![json!("NOW"), json!("TO_COME"), json!("PAST")],
                "CatalogueFilter" => vec![json!({})],
                "CatalogueItemId" => vec![json!(id(5004))],
                // Nobody has sent anything.
                "UploadId" => vec![json!(hidden())],
                "Cursor" | "PlanFilter" | "Int" | "NaiveDate" => vec![Value::Null],
                "MovementId" => vec![json!(id(5003))],
                other => panic!("say what is asked about where {other} is asked for"),
            };
            let name = variable.node.name.node.as_str();
            let with = |asked: &Value, value: &Value| {
                let mut asked = asked.clone();
                asked[name] = value.clone();
                asked
            };
            asked = asked.iter().flat_map(|asked| values.iter().map(move |it| with(asked, it))).collect();
        }
        for variables in asked {
            let answer = ask(server, cookie, &document, variables.clone()).await;
            answers.push(format!("{variables} {} {}", answer.status, answer.body));
        }
    }
    assert!(answers.len() > 10, "the questions of the page were found");
    answers
}

fn documents(folder: &Path) -> Vec<String> {
    let mut found: Vec<_> = std::fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()).collect();
    found.sort();
    let read = |path: &std::path::PathBuf| match path.extension() {
        _ if path.is_dir() => documents(path),
        Some(it) if it == "graphql" => vec![std::fs::read_to_string(path).unwrap()],
        _ => Vec::new(),
    };
    found.iter().flat_map(read).collect()
}
