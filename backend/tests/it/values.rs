//! Values of every kind in every field of every input: good ones are taken, hostile ones are refused in our words.

use std::collections::BTreeSet;

use async_graphql::parser::types::FieldDefinition;
use axum::http::StatusCode;
use serde_json::{Value, json};
use shared::{
    access::Role,
    failure::Failure,
    id::{ClusterId, InterventionId, MembershipId, UploadId},
    money::Pence,
    organisation::NewCluster,
};
use uuid::Uuid;

use crate::{
    api::Api,
    browser::{ask, open, session},
    intervention::{pay, prepare, priority, propose, therapist},
    on_both,
    wire::tells_nothing,
    world::{World, day},
};

on_both! { no_value_of_any_field_breaks_the_server }

/// The day of the good values.
const TODAY: &str = "2018-11-21";

/// Makes good values: a cluster that can be merged, and a proposal that waits.
pub struct Values<'a> {
    pub world: &'a World,
    spare: ClusterId,
    proposed: InterventionId,
    membership: MembershipId,
    upload: UploadId,
    digest: String,
    count: i32,
    /// The numbers of clusters, which end at 999.
    clusters: i32,
}

impl<'a> Values<'a> {
    /// Plants what the good values name.
    pub async fn plant(world: &'a World) -> Self {
        prepare(world).await;
        pay(world, Pence::pounds(1_000_000)).await;
        let membership =
            world.appoint(world.administrator, world.host, Role::BoardMember, Some(world.ours), None).await;
        let proposed = InterventionId(Uuid::nil());
        let upload = UploadId(Uuid::nil());
        let mut values = Self {
            world,
            spare: world.theirs,
            proposed,
            membership,
            upload,
            digest: String::new(),
            count: 400,
            clusters: 400,
        };
        values.renew("mergeCluster").await;
        values.renew("agreeIntervention").await;
        values
    }

    /// Plants anew what a field uses up.
    pub async fn renew(&mut self, field: &str) {
        self.count += 1;
        if matches!(field, "mergeCluster" | "addCluster") {
            self.clusters += 1;
        }
        if field == "mergeCluster" {
            let (id, number, opened_on) = (ClusterId(Uuid::new_v4()), self.clusters, day("2018-04-01"));
            let new = NewCluster { id, number, name: format!("Cluster {number}"), district: None, opened_on };
            self.world.change(self.world.administrator, "addCluster", "NewCluster", &new).await.unwrap();
            self.spare = id;
        }
        if matches!(field, "importPreview" | "importRegister") {
            let row = format!("{},803,,New,BS37 9ZZ,1,,,Academy,Academy,1,0,0,4,11\n", 960_000 + self.count);
            let file = [crate::register::TABLES, &row].concat();
            let administrator = self.world.administrator;
            self.upload = crate::register::uploaded(self.world, administrator, file).await;
            self.digest = crate::register::sealed(self.world, self.upload, TODAY).await;
        }
        if matches!(field, "agreeIntervention" | "reviseIntervention" | "intervention") {
            self.proposed = propose(self.world, self.world.member, &therapist(self.world)).await;
        }
    }

    /// A good value for the scalar of a field at a path.
    pub fn good(&self, field: &str, path: &str, kind: &str) -> Option<Value> {
        let last = path.rsplit('.').next().unwrap_or_default();
        let new = last == "id" && ["add", "propose", "change", "allocate"].iter().any(|it| field.starts_with(it));
        let world = self.world;
        Some(match (kind, last) {
            _ if new => json!(Uuid::new_v4()),
            ("String", "outcomeAreas") => json!("sen-support"),
            ("String", "code") => json!("an-area"),
            ("String", "digest") => json!(self.digest),
            ("String", _) => json!("Some text"),
            ("Boolean", _) => json!(true),
            ("Int", "number") => json!(self.clusters + 300),
            ("Int", "urn") => json!(920_000 + self.count),
            ("Int", "lowAge") => json!(4),
            ("Int", "highAge") => json!(11),
            ("Int", "fewest") => json!(6),
            ("Int", _) => json!(1),
            ("Float", "target") => json!(60.0),
            ("Float", _) => json!(42.0),
            ("NaiveDate", "starts") => json!("2018-09-03"),
            ("NaiveDate", "breakStarts") => json!("2018-10-22"),
            ("NaiveDate", "breakEnds") => json!("2018-10-26"),
            ("NaiveDate", "ends") => json!("2018-12-21"),
            ("NaiveDate", "startsOn" | "on") => json!("2018-12-01"),
            ("NaiveDate", "endsOn" | "until") => json!("2019-05-31"),
            ("NaiveDate", "baselineOn") => json!("2018-11-05"),
            // One value of a setting a day.
            ("NaiveDate", "since") if field == "changeSetting" => {
                json!(day("2030-01-01") + chrono::Days::new(self.count.unsigned_abs().into()))
            }
            ("NaiveDate", _) => json!("2018-11-21"),
            ("Pence", _) => json!(100),
            ("ClusterId", "cluster") if field == "mergeCluster" => json!(self.spare),
            ("ClusterId", _) => json!(world.ours),
            ("SchoolId", "school") if field == "addMembership" => return None,
            ("SchoolId", _) => json!(world.schools[0]),
            ("PersonId", _) => json!(world.host),
            ("PriorityId", _) => json!(priority()),
            ("InterventionId", _) => json!(self.proposed),
            ("MembershipId", _) => json!(self.membership),
            ("UploadId", _) => json!(self.upload),
            ("Enum", "role") => json!("HOST"),
            _ => return None,
        })
    }
}

/// What people type by mistake, and others on purpose.
fn hostile(kind: &str) -> Vec<Value> {
    match kind {
        "String" => vec![
            json!(""),
            json!("a\u{0}b"),
            json!("\u{feff}\u{202e}\u{1b}[31m"),
            json!("'; drop table person; --"),
            json!("%_\\"),
            json!("é".repeat(60_000)),
        ],
        "Int" => vec![json!(i32::MIN), json!(i32::MAX), json!(-1), json!(0)],
        "Float" => vec![json!(f64::MAX), json!(-1e308), json!(5e-324), json!(-0.0)],
        "NaiveDate" => vec![
            json!("-262143-01-01"),
            json!("-0001-01-01"),
            json!("0000-01-01"),
            json!("9999-12-31"),
            json!("+10000-01-01"),
            json!("+262142-12-31"),
        ],
        "Pence" => vec![json!(i64::MIN), json!(i64::MAX), json!(-1), json!(0), json!(9_007_199_254_740_993_i64)],
        "Cursor" => vec![json!("\u{0}"), json!("AAAAAAAAAAAAAAAAAAAAAAAAAAAA"), json!("x".repeat(20_000))],
        "Boolean" | "Enum" => Vec::new(),
        _ => vec![json!(Uuid::nil()), json!(Uuid::max())],
    }
}

async fn no_value_of_any_field_breaks_the_server(world: World) {
    let (api, server) = (Api::of_the_server(), open(&world));
    let mut values = Values::plant(&world).await;
    let mut cookies = Vec::new();
    for who in [world.administrator, world.lead, world.chair, world.member] {
        cookies.push(session(&world, who).await);
    }
    for (root, field) in
        ["Query", "Mutation"].iter().flat_map(|it| api.fields(it).into_iter().map(move |field| (*it, field)))
    {
        let (name, document) = (field.name.node.as_str(), api.document(root, field));
        // The first who may.
        let mut who = None;
        for cookie in &cookies {
            values.renew(name).await;
            let good = api.arguments(field, 0, &mut |path, kind| values.good(name, path, kind));
            let answer = ask(&server, cookie, &document, good).await;
            if answer.failure().is_none() {
                who = Some(cookie);
                break;
            }
            assert!(matches!(answer.failure(), Some(Failure::Forbidden)), "{name}: good values: {answer:?}");
        }
        let cookie = who.unwrap_or_else(|| panic!("nobody may {name}"));
        for (one, path, value) in cases(&api, field) {
            values.renew(name).await;
            let mut sent =
                |at: &str, kind: &str| if at == path { Some(value.clone()) } else { values.good(name, at, kind) };
            let variables = api.arguments(field, one, &mut sent);
            let answer = ask(&server, cookie, &document, variables).await;
            let which = format!("{name}: {path} = {:.40}", value.to_string());
            assert!(!answer.status.is_server_error(), "{which}: {answer:?}");
            match answer.failure() {
                None => assert_eq!(answer.status, StatusCode::OK, "{which}: {answer:?}"),
                // It shows what is saved.
                Some(Failure::Changed { .. }) => {}
                Some(_) => drop(tells_nothing(&answer, &which)),
            }
            // A day of another age sorts where nobody looks for it.
            let day = value.as_str().is_some_and(|it| it.ends_with("-01-01") || it.ends_with("-12-31"));
            assert!(root == "Query" || !day || answer.failure().is_some(), "{which} was taken: {answer:?}");
        }
    }
}

/// Every scalar of a field's arguments with every hostile value of its type, and which of the inputs that are one of many
/// it stands in.
fn cases(api: &Api, field: &FieldDefinition) -> Vec<(usize, String, Value)> {
    let mut cases = Vec::new();
    for one in 0..3 {
        api.arguments(field, one, &mut |path, kind| {
            cases.extend(hostile(kind).into_iter().map(|it| (one, path.to_owned(), it)));
            None
        });
    }
    // An input without a choice is the same every time.
    let mut seen = BTreeSet::new();
    cases.retain(|(_, path, value)| seen.insert((path.clone(), value.to_string())));
    cases
}
