//! A database for one test, with people in it, and the way to ask it things.

use std::{future::Future, path::PathBuf, sync::Arc};

use async_graphql::{Request, Variables};
use backend::testing::{Clock, Door, Founding, Schema, Visitor, caller, database, found, on, schema};
use chrono::NaiveDate;
use sea_orm::{ConnectionTrait, Database, DatabaseConnection};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};
use shared::{
    access::Role,
    failure::Failure,
    id::{AuthorityId, ClusterId, MembershipId, PersonId, SchoolId},
    organisation::{Joining, NewCluster, NewMembership, NewPerson, NewSchool, Phase},
};
use tokio::sync::OnceCell;
use uuid::Uuid;

/// A day, as people type it into tests.
pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The same id for the same number in every test.
pub fn id(number: u128) -> Uuid {
    uuid::Builder::from_random_bytes((number + 1_000_000).to_be_bytes()).into_uuid()
}

/// Makes a test of each database out of one function.
#[macro_export]
macro_rules! on_both {
    ($($(#[$meta:meta])* $name:ident)+) => {$(
        $(#[$meta])*
        mod $name {
            #[tokio::test(flavor = "multi_thread")]
            async fn on_sqlite() {
                $crate::world::on_sqlite(super::$name).await;
            }

            #[tokio::test(flavor = "multi_thread")]
            async fn on_postgres() {
                $crate::world::on_postgres(super::$name).await;
            }
        }
    )+};
}

/// Runs a test in a world on a fresh SQLite file.
pub async fn on_sqlite<F: Future<Output = ()>>(test: impl FnOnce(World) -> F) {
    let folder = std::env::temp_dir().join(format!("send-clusters-{}", Uuid::new_v4()));
    std::fs::create_dir_all(&folder).unwrap();
    let address = format!("sqlite://{}?mode=rwc", folder.join("test.sqlite").display());
    let door = Door::open(&address, clock(), true).await.unwrap();
    test(World::with(door, address).await).await;
    std::fs::remove_dir_all(&folder).unwrap();
}

/// Runs a test in a world on a PostgreSQL database of its own.
#[allow(clippy::print_stderr, reason = "nothing is skipped in silence")]
pub async fn on_postgres<F: Future<Output = ()>>(test: impl FnOnce(World) -> F) {
    let Ok(server) = std::env::var("TEST_DATABASE_URL") else {
        eprintln!("skipped on PostgreSQL: TEST_DATABASE_URL names no server");
        return;
    };
    let name = format!("test_{}", Uuid::new_v4().simple());
    let admin = Database::connect(&server).await.unwrap();
    let template = template(&server, &admin).await;
    admin.execute_unprepared(&format!("create database {name} template {template} strategy file_copy")).await.unwrap();
    let address = with_database(&server, &name);
    let door = Door::open(&address, clock(), true).await.unwrap();
    let world = World::with(door.clone(), address).await;
    test(world).await;
    database(&door).clone().close().await.unwrap();
    admin.execute_unprepared(&format!("drop database {name} with (force)")).await.unwrap();
}

/// The time at which the clock of the tests stands.
pub fn clock() -> Clock {
    Clock::fixed("2018-11-21T10:00:00Z".parse().unwrap())
}

/// The address of another database on the same server.
pub fn with_database(server: &str, name: &str) -> String {
    let (before, query) =
        server.split_once('?').map_or((server, String::new()), |(it, query)| (it, format!("?{query}")));
    let (host, _) = before.rsplit_once('/').unwrap();
    format!("{host}/{name}{query}")
}

/// A migrated database to copy from: made once a run.
async fn template(server: &str, admin: &DatabaseConnection) -> String {
    static MADE: OnceCell<String> = OnceCell::const_new();
    let make = || async {
        let name = format!("template_{}", std::process::id());
        admin.execute_unprepared(&format!("drop database if exists {name} with (force)")).await.unwrap();
        admin.execute_unprepared(&format!("create database {name}")).await.unwrap();
        let door = Door::open(&with_database(server, &name), clock(), true).await.unwrap();
        database(&door).clone().close().await.unwrap();
        name
    };
    MADE.get_or_init(make).await.clone()
}

/// A database with one authority in it, and the people whom tests speak of.
#[derive(Clone)]
pub struct World {
    pub door: Door,
    pub address: String,
    pub schema: Arc<Schema>,
    /// Clusters 2 and 3 of the authority.
    pub ours: ClusterId,
    pub theirs: ClusterId,
    /// Two schools of cluster 2 and one of cluster 3.
    pub schools: [SchoolId; 3],
    pub administrator: PersonId,
    pub lead: PersonId,
    pub chair: PersonId,
    pub member: PersonId,
    pub host: PersonId,
    pub head: PersonId,
    pub senco: PersonId,
    pub forum: PersonId,
    /// The chair of cluster 3.
    pub other_chair: PersonId,
    /// Administrator and Board chair of another authority, and its cluster.
    pub stranger: PersonId,
    pub foreign: ClusterId,
}

impl World {
    /// Plants the people into an empty database.
    pub async fn with(door: Door, address: String) -> Self {
        let mut world = Self {
            schema: Arc::new(schema(Some(door.clone()))),
            door,
            address,
            ours: ClusterId(id(2)),
            theirs: ClusterId(id(3)),
            schools: [SchoolId(id(21)), SchoolId(id(22)), SchoolId(id(31))],
            administrator: PersonId(id(100)),
            lead: PersonId(id(101)),
            chair: PersonId(id(102)),
            member: PersonId(id(103)),
            host: PersonId(id(104)),
            head: PersonId(id(105)),
            senco: PersonId(id(106)),
            forum: PersonId(id(107)),
            other_chair: PersonId(id(108)),
            stranger: PersonId(id(900)),
            foreign: ClusterId(id(902)),
        };
        world.found(AuthorityId(id(1)), 803, world.administrator).await;
        world.found(AuthorityId(id(9)), 919, world.stranger).await;
        let (administrator, stranger) = (world.administrator, world.stranger);
        for (who, cluster, number) in
            [(administrator, world.ours, 2), (administrator, world.theirs, 3), (stranger, world.foreign, 2)]
        {
            let name = format!("Cluster {number}");
            let new = NewCluster { id: cluster, number, name, district: None, opened_on: day("2018-04-01") };
            world.change(who, "addCluster", "NewCluster", &new).await.unwrap();
        }
        let [a, b, c] = world.schools;
        for (school, urn, name, cluster) in [
            (a, 900_001, "St Michael's Primary School", world.ours),
            (b, 900_002, "Abbeywood Community School", world.ours),
            (c, 900_003, "St Mary's Primary School", world.theirs),
        ] {
            world.add_school(administrator, school, urn, name, Some(cluster)).await;
        }
        for (who, name, role, cluster, school) in [
            (world.lead, "Strategic lead", Role::LeadOfficer, None, None),
            (world.chair, "Chair of cluster 2", Role::BoardChair, Some(world.ours), None),
            (world.member, "Member of cluster 2", Role::BoardMember, Some(world.ours), None),
            (world.host, "Host of cluster 2", Role::Host, Some(world.ours), None),
            (world.head, "Head of St Michael's", Role::Headteacher, None, Some(a)),
            (world.senco, "SENCO of St Mary's", Role::Senco, None, Some(c)),
            (world.forum, "Forum member", Role::ForumMember, None, None),
            (world.other_chair, "Chair of cluster 3", Role::BoardChair, Some(world.theirs), None),
        ] {
            world.add_person(administrator, who, name, role, cluster, school).await;
        }
        // Nobody gives a role to themself.
        let second = PersonId(id(903));
        world.add_person(stranger, second, "Second administrator of 919", Role::Administrator, None, None).await;
        world.appoint(second, stranger, Role::BoardChair, Some(world.foreign), None).await;
        // What the people hold was not known before.
        world.schema = Arc::new(schema(Some(world.door.clone())));
        world
    }

    async fn found(&self, id: AuthorityId, code: i32, administrator: PersonId) {
        let founding = Founding {
            id,
            code,
            name: format!("Authority {code}"),
            demonstration: false,
            administrator: Some((administrator, format!("Administrator of {code}"), day("2017-09-01"))),
        };
        found(&self.door, founding).await.unwrap();
    }

    /// Adds a school, and puts it into a cluster from September 2018.
    pub async fn add_school(&self, who: PersonId, id: SchoolId, urn: i32, name: &str, cluster: Option<ClusterId>) {
        let (low_age, high_age) = (Some(4), Some(11));
        let town = "Yate".to_owned();
        let new = NewSchool { id, urn, name: name.to_owned(), phase: Phase::Primary, low_age, high_age, town };
        self.change(who, "addSchool", "NewSchool", &new).await.unwrap();
        if let Some(cluster) = cluster {
            let joining = Joining { school: id, cluster, group: None, since: day("2018-09-01") };
            self.change(who, "joinCluster", "Joining", &joining).await.unwrap();
        }
    }

    /// Adds somebody with one role since September 2018.
    pub async fn add_person(
        &self,
        by: PersonId,
        who: PersonId,
        name: &str,
        role: Role,
        cluster: Option<ClusterId>,
        school: Option<SchoolId>,
    ) {
        self.change(by, "addPerson", "NewPerson", &NewPerson { id: who, name: name.to_owned() }).await.unwrap();
        self.appoint(by, who, role, cluster, school).await;
    }

    /// Gives somebody a role since September 2018.
    pub async fn appoint(
        &self,
        by: PersonId,
        who: PersonId,
        role: Role,
        cluster: Option<ClusterId>,
        school: Option<SchoolId>,
    ) -> MembershipId {
        let id = MembershipId(Uuid::new_v4());
        let since = day("2018-09-01");
        let new = NewMembership { id, person: who, role, district: None, cluster, school, since, until: None };
        self.change(by, "addMembership", "NewMembership", &new).await.unwrap();
        id
    }

    /// The same world on another day.
    pub fn on(&self, day: NaiveDate) -> Self {
        let door = on(&self.door, day);
        Self { schema: Arc::new(schema(Some(door.clone()))), door, ..self.clone() }
    }

    /// Sends one of the page's own documents, by its file, as somebody; gives the value of its one root field.
    pub async fn ask<T: DeserializeOwned>(
        &self,
        who: impl Into<Option<PersonId>>,
        file: &str,
        variables: Value,
    ) -> Result<T, Failure> {
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../frontend/src").join(file);
        let document = std::fs::read_to_string(&path).unwrap_or_else(|it| panic!("{}: {it}", path.display()));
        let mut data = self.send(who, &document, variables).await?;
        let fields = data.as_object_mut().unwrap();
        assert_eq!(fields.len(), 1, "{file} asks for one thing");
        let value = fields.values_mut().next().unwrap().take();
        Ok(serde_json::from_value(value).unwrap_or_else(|it| panic!("{file} does not fit its view: {it}")))
    }

    /// Sends a mutation that takes one `input`.
    pub async fn change(
        &self,
        who: PersonId,
        mutation: &str,
        kind: &str,
        input: &impl Serialize,
    ) -> Result<Value, Failure> {
        let document = format!("mutation Test($input: {kind}!) {{ {mutation}(input: $input) }}");
        self.send(who, &document, json!({ "input": input })).await
    }

    /// Sends any document as somebody, or as nobody.
    pub async fn send(
        &self,
        who: impl Into<Option<PersonId>>,
        document: &str,
        variables: Value,
    ) -> Result<Value, Failure> {
        let visitor = match who.into() {
            Some(person) => Visitor(caller(&self.door, person).await.unwrap()),
            None => Visitor(None),
        };
        let request = Request::new(document).variables(Variables::from_json(variables)).data(visitor);
        let answer = self.schema.execute(request).await;
        match answer.errors.first() {
            None => Ok(answer.data.into_json().unwrap()),
            Some(error) => {
                let told = serde_json::to_value(error).unwrap();
                let failure = told["extensions"]["failure"].clone();
                Err(serde_json::from_value(failure).unwrap_or_else(|_| panic!("not a failure of ours: {told}")))
            }
        }
    }

    /// The handle, for planting and counting.
    pub fn db(&self) -> &DatabaseConnection {
        database(&self.door)
    }
}
