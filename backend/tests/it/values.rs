//! Values of every kind in every field of every input: good ones are taken, hostile ones are refused in our words.

use std::collections::BTreeSet;

use async_graphql::parser::types::FieldDefinition;
use axum::http::StatusCode;
use sea_orm::ConnectionTrait as _;
use serde_json::{Value, json};
use shared::{
    access::Role,
    failure::Failure,
    fund::Allocation,
    id::{
        CatalogueItemId, ClusterId, DistrictId, DraftId, GroupId, InterventionId, MembershipId, MovementId, PersonId,
        PriorityId, UploadId,
    },
    intervention::NewPriority,
    money::Pence,
    organisation::{
        NewCluster, NewDistrict, NewGroup, NewMembership, NewPerson,
        names::{Confirmed, ConfirmedName},
    },
};
use uuid::Uuid;

use crate::{
    api::Api,
    browser::{ask, open, session},
    intervention::{agree, pay, prepare, priority, propose, therapist},
    on_both,
    wire::tells_nothing,
    world::{World, day, id},
};

on_both! { no_value_of_any_field_breaks_the_server }

/// The day of the good values.
const TODAY: &str = "2018-11-21";
/// Another head in our cluster.
const SECOND_HEAD: PersonId = PersonId(Uuid::from_u128(0x7f4c_1a52_7d0e_4b59_9d2c_0a1b_2c3d_4e5f));

/// Makes good values: a cluster that can be merged, and a proposal that waits.
pub struct Values<'a> {
    pub world: &'a World,
    spare: ClusterId,
    proposed: InterventionId,
    membership: MembershipId,
    /// Somebody who holds no role, and a membership of somebody that is there or is to begin.
    person: PersonId,
    seat: MembershipId,
    upload: UploadId,
    digest: String,
    item: CatalogueItemId,
    paid: MovementId,
    latest: Value,
    alias: Uuid,
    count: i32,
    /// How many clusters were made: their numbers end at 999.
    clusters: i32,
}

/// A priority that nothing serves.
fn spare_priority() -> PriorityId {
    PriorityId(id(5100))
}

impl<'a> Values<'a> {
    /// Plants what the good values name.
    pub async fn plant(world: &'a World) -> Self {
        prepare(world).await;
        let district = NewDistrict { id: DistrictId(id(9_002)), name: "North".into() };
        world.change(world.administrator, "addDistrict", "NewDistrict", &district).await.unwrap();
        pay(world, Pence::pounds(100_000_000)).await;
        let membership =
            world.appoint(world.administrator, world.host, Role::BoardMember, Some(world.ours), None).await;
        let by = world.administrator;
        let head = Some(world.schools[1]);
        world.add_person(by, SECOND_HEAD, "Second head", Role::Headteacher, None, head).await;
        let district = NewDistrict { id: DistrictId(id(2_500)), name: "North".into() };
        world.change(by, "addDistrict", "NewDistrict", &district).await.unwrap();
        let group = NewGroup { id: GroupId(id(2_501)), cluster: world.ours, name: "Group 1".into() };
        world.change(by, "addGroup", "NewGroup", &group).await.unwrap();
        let proposed = InterventionId(Uuid::nil());
        let (spare, person, seat) = (world.theirs, world.host, membership);
        let (upload, digest) = (UploadId(Uuid::nil()), String::new());
        let item =
            crate::menu::add(world, world.chair, Some(world.ours), crate::menu::entry("Talk Boost")).await.unwrap();
        let (text, since) = ("Spare".to_owned(), day("2018-10-10"));
        let new = NewPriority { id: spare_priority(), cluster: world.ours, text, since };
        world.change(world.chair, "addPriority", "NewPriority", &new).await.unwrap();
        let (paid, latest) = (MovementId(Uuid::nil()), Value::Null);
        let mut values = Self {
            world,
            spare,
            proposed,
            membership,
            person,
            seat,
            upload,
            digest,
            item,
            paid,
            latest,
            alias: Uuid::nil(),
            count: 400,
            clusters: 0,
        };
        values.renew("mergeCluster").await;
        for field in ["agreeIntervention", "reverseMovement", "markSeen"] {
            values.renew(field).await;
        }
        values
    }

    /// Plants anew what a field uses up.
    pub async fn renew(&mut self, field: &str) {
        self.count += 1;
        self.clusters += i32::from(matches!(field, "mergeCluster" | "addCluster"));
        if field == "mergeCluster" {
            let (id, number, opened_on) = (ClusterId(Uuid::new_v4()), 100 + self.clusters, day("2018-04-01"));
            let new = NewCluster { id, number, name: format!("Cluster {number}"), district: None, opened_on };
            self.world.change(self.world.administrator, "addCluster", "NewCluster", &new).await.unwrap();
            self.spare = id;
        }
        if matches!(
            field,
            "addMembership"
                | "endMembership"
                | "replaceMembership"
                | "moveMembership"
                | "takeBackMembership"
                | "changeInvitation"
        ) {
            let by = self.world.administrator;
            let (held, free) = (PersonId(Uuid::new_v4()), PersonId(Uuid::new_v4()));
            for id in [held, free] {
                let new = NewPerson { id, name: "Somebody".into() };
                self.world.change(by, "addPerson", "NewPerson", &new).await.unwrap();
            }
            let since =
                if matches!(field, "moveMembership" | "takeBackMembership") { "2019-01-01" } else { "2018-09-01" };
            let (id, since, cluster) = (MembershipId(Uuid::new_v4()), day(since), Some(self.world.ours));
            let role = Role::BoardMember;
            let new =
                NewMembership { id, person: held, role, district: None, cluster, school: None, since, until: None };
            self.world.change(by, "addMembership", "NewMembership", &new).await.unwrap();
            (self.person, self.seat) = (free, id);
        }
        if matches!(field, "importPreview" | "importRegister") {
            let row = format!("{},803,,New,BS37 9ZZ,1,,,Academy,Academy,1,0,0,4,11\n", 960_000 + self.count);
            let file = [crate::register::TABLES, &row].concat();
            let administrator = self.world.administrator;
            self.upload = crate::register::uploaded(self.world, administrator, file).await;
            self.digest = crate::register::sealed(self.world, self.upload, TODAY).await;
        }
        let db = self.world.db();
        if matches!(field, "rewordPriority" | "endPriority" | "priorities") {
            let sql = "update priority set version = 1, ended_on = null where text <> 'Speech and language'";
            db.execute_unprepared(sql).await.unwrap();
            db.execute_unprepared("delete from priority_wording").await.unwrap();
        }
        if field == "reviseCatalogueItem" {
            db.execute_unprepared("update catalogue_item set version = 1").await.unwrap();
        }
        if matches!(field, "saveDraft" | "deleteDraft" | "drafts") {
            db.execute_unprepared("delete from draft").await.unwrap();
        }
        if field == "deleteDraft" {
            let draft = crate::drafts::draft(self.world, DraftId(id(5101)), 0, 1, &[("title", "Talk")]);
            crate::drafts::save(self.world, self.world.chair, &draft).await.unwrap();
        }
        if field == "removeAlias" {
            let name = ConfirmedName {
                name: format!("Called {}", self.count),
                school: self.world.schools[1],
                note: String::new(),
            };
            let confirmed = Confirmed { cluster: self.world.ours, names: vec![name] };
            self.world.change(self.world.administrator, "rememberNames", "Confirmed", &confirmed).await.unwrap();
            let sql = "select id from school_alias where school_id = $1";
            self.alias = crate::statements::id_of(self.world, sql, self.world.schools[1].0).await;
        }
        let agreed = matches!(field, "amendIntervention" | "endIntervention" | "recordSpend" | "releaseMoney");
        let waits =
            matches!(field, "agreeIntervention" | "reviseIntervention" | "withdrawIntervention" | "intervention");
        if agreed || waits {
            // Something like it may be on the menu by now.
            let new_reason = "Nobody can start before summer".to_owned();
            let proposal = shared::intervention::Proposal { new_reason, ..therapist(self.world) };
            self.proposed = propose(self.world, self.world.member, &proposal).await;
        }
        if agreed {
            agree(self.world, self.world.chair, self.proposed).await.unwrap();
        }
        if field == "releaseMoney" {
            let over = "update intervention set stage = 'ended' where id = $1";
            crate::tables::run(self.world, over, [self.proposed.0]).await;
        }
        if matches!(field, "reverseMovement" | "movement") {
            self.paid = MovementId(Uuid::new_v4());
            let (cluster, reason) = (self.world.ours, "High needs block".into());
            let new = Allocation { id: self.paid, cluster, amount: Pence(100), day: day("2018-11-21"), reason };
            self.world.change(self.world.lead, "allocate", "Allocation", &new).await.unwrap();
        }
        if field == "markSeen" {
            let shown = self.world.send(self.world.lead, "query Test { news { latest } }", json!({})).await.unwrap();
            self.latest = shown["news"]["latest"].clone();
        }
    }

    /// A good value for the scalar of a field at a path.
    pub fn good(&self, field: &str, path: &str, kind: &str) -> Option<Value> {
        let last = path.rsplit('.').next().unwrap_or_default();
        const MAKES: [&str; 13] = [
            "add",
            "propose",
            "changeSetting",
            "allocate",
            "invite",
            "replace",
            "save",
            "record",
            "release",
            "reverse",
            "place",
            "split",
            "appoint",
        ];
        let new = last == "id" && MAKES.iter().any(|it| field.starts_with(it));
        let world = self.world;
        Some(match (kind, last) {
            _ if new => json!(Uuid::new_v4()),
            ("String", "outcomeAreas") => json!("sen-support"),
            ("String", "field") => json!("title"),
            ("String", "web") => json!("https://example.org"),
            ("String", "code") => json!("an-area"),
            ("String", "email") => json!(format!("somebody-{}@example.gov.uk", Uuid::new_v4().simple())),
            ("String", "before") => json!(""),
            ("String", "digest") => json!(self.digest),
            ("String", _) => json!("Some text"),
            ("Boolean", _) => json!(true),
            ("Int", "number") if field == "splitCluster" => json!(1),
            ("Int", "number") => json!(500 + self.clusters),
            ("Int", "urn") => json!(920_000 + self.count),
            ("Int", "lowAge") => json!(4),
            ("Int", "highAge") => json!(11),
            ("Int", "fewest") => json!(6),
            ("Int", "version") if field == "saveDraft" => json!(0),
            ("Int", "year") => json!(2018),
            ("Int", _) => json!(1),
            ("Float", "target") => json!(60.0),
            ("Float", _) => json!(42.0),
            ("NaiveDate", "starts") => json!("2018-09-03"),
            ("NaiveDate", "breakStarts") => json!("2018-10-22"),
            ("NaiveDate", "breakEnds") => json!("2018-10-26"),
            ("NaiveDate", "ends") => json!("2018-12-21"),
            ("NaiveDate", "on") if field == "splitCluster" => json!("2023-01-01"),
            ("NaiveDate", "startsOn" | "on") => json!("2018-12-01"),
            // One day for each of these too: what is recorded from a day on is not told anew.
            ("NaiveDate", "since") if matches!(field, "placeSchools" | "recordParticipation" | "appointLead") => {
                json!(day("2019-01-01") + chrono::Days::new(self.count.unsigned_abs().into()))
            }
            ("NaiveDate", "until") if field == "leaveCluster" => {
                json!(day("2022-01-01") - chrono::Days::new(self.count.unsigned_abs().into()))
            }
            ("NaiveDate", "endsOn" | "until") => json!("2019-05-31"),
            ("NaiveDate", "baselineOn") => json!("2018-11-05"),
            // One value of a setting a day.
            ("NaiveDate", "since") if field == "changeSetting" => {
                json!(day("2030-01-01") + chrono::Days::new(self.count.unsigned_abs().into()))
            }
            ("NaiveDate", "since") if field == "moveMembership" => json!("2019-02-01"),
            ("NaiveDate", _) => json!("2018-11-21"),
            ("Pence", _) => json!(100),
            ("ClusterId", "cluster") if field == "mergeCluster" => json!(self.spare),
            ("ClusterId", "from") if field == "placeSchools" => return None,
            ("ClusterId", _) => json!(world.ours),
            ("SchoolId", "school") if matches!(field, "addMembership" | "inviteMember") => return None,
            ("SchoolId", _) => json!(world.schools[0]),
            // Somebody new is invited, so that their id is new too.
            ("DistrictId", _) if matches!(field, "addMembership" | "inviteMember") => return None,
            ("DistrictId", _) if field == "renameDistrict" => json!(id(2_500)),
            ("DistrictId", _) => json!(id(9_002)),
            ("GroupId", _) if field == "renameGroup" => json!(id(2_501)),
            ("AliasId", _) => json!(self.alias),
            ("PersonId", _) if matches!(field, "inviteMember" | "replaceMembership") => json!(Uuid::new_v4()),
            ("PersonId", "person") if field != "appointLead" => json!(self.person),
            ("PersonId", _) if field == "appointLead" => {
                json!(if self.count % 2 == 0 { world.head } else { SECOND_HEAD })
            }
            ("PersonId", _) => json!(world.host),
            ("PriorityId", "id") => json!(spare_priority()),
            ("PriorityId", _) => json!(priority()),
            ("CatalogueItemId", "catalogueItem") => return None,
            ("CatalogueItemId", _) => json!(self.item),
            ("DraftId", _) => json!(DraftId(id(5101))),
            ("WindowId", _) => json!(id(5102)),
            ("InterventionId", _) => json!(self.proposed),
            ("MembershipId", _) if field == "membership" => json!(self.membership),
            ("MembershipId", _) => json!(self.seat),
            ("UploadId", _) => json!(self.upload),
            ("MovementId", _) => json!(self.paid),
            ("Cursor", "until") => self.latest.clone(),
            ("Enum", "role") => json!("HOST"),
            ("Enum", "stage") => json!("AGREED"),
            ("Enum", "state") => json!("ENGAGED"),
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
