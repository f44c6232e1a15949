//! Temporary until the harness is there.
use std::{path::PathBuf, sync::Arc};

use async_graphql::{Request, Variables};
use chrono::NaiveDate;
use serde_json::{Value, json};
use shared::{
    failure::Failure,
    fund::Fund,
    home::{Home, NoticeKind},
    id::{AuthorityId, PersonId},
    intervention::{Drafting, Intervention, Plan, Stage},
};
use uuid::Uuid;

use crate::{
    access::{Door, Visitor},
    clock::Clock,
    graphql::{Schema, schema},
    organisation::{Founding, found},
    session,
};

#[derive(Clone)]
struct World(Arc<Inner>);
struct Inner {
    door: Door,
    schema: Schema,
    file: Option<PathBuf>,
    boss: PersonId,
    cluster: Uuid,
    priority: Uuid,
    schools: Vec<Uuid>,
    member: PersonId,
    chair: PersonId,
    lead: PersonId,
    stranger: PersonId,
    senco: PersonId,
    their_cluster: Uuid,
}
impl Drop for Inner {
    fn drop(&mut self) {
        if let Some(it) = &self.file {
            let _ = std::fs::remove_file(it);
        }
    }
}

async fn addresses() -> Vec<(String, Option<PathBuf>)> {
    let file = std::env::temp_dir().join(format!("iv-{}.db", Uuid::new_v4()));
    let mut all = vec![(format!("sqlite://{}?mode=rwc", file.display()), Some(file))];
    if let Ok(url) = std::env::var("TEST_DATABASE_URL") {
        let name = format!("t{}", Uuid::new_v4().simple());
        let db = sea_orm::Database::connect(&url).await.unwrap();
        use sea_orm::ConnectionTrait;
        db.execute_unprepared(&format!("create database {name}")).await.unwrap();
        all.push((url.replacen("/postgres?", &format!("/{name}?"), 1), None));
    }
    all
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}
fn new() -> Uuid {
    Uuid::new_v4()
}

async fn ask_as(door: &Door, schema: &Schema, who: PersonId, document: &str, variables: Value) -> Result<Value, Failure> {
    let caller = session::caller(door, who).await.unwrap();
    let before = door.statements();
    let request = Request::new(document).variables(Variables::from_json(variables)).data(Visitor(caller));
    let answer = schema.execute(request).await;
    let count = door.statements() - before;
    if std::env::var("COUNT").is_ok() {
        eprintln!("{count} {}", document.split(['(', '{']).next().unwrap());
    }
    match answer.errors.first() {
        None => Ok(answer.data.into_json().unwrap()),
        Some(error) => {
            let Some(failure) = error.extensions.as_ref().and_then(|it| it.get("failure")) else { panic!("{error:?}") };
            Err(serde_json::from_value(failure.clone().into_json().unwrap()).unwrap())
        }
    }
}

impl World {
    async fn ask(&self, who: PersonId, document: &str, variables: Value) -> Result<Value, Failure> {
        ask_as(&self.0.door, &self.0.schema, who, document, variables).await
    }
    async fn get<T: serde::de::DeserializeOwned>(&self, who: PersonId, document: &str, variables: Value) -> T {
        let data = self.ask(who, document, variables).await.unwrap();
        serde_json::from_value(data.as_object().unwrap().values().next().unwrap().clone()).unwrap()
    }

    async fn open(address: &str, file: Option<PathBuf>) -> Self {
        let door = Door::open(address, Clock::machine(Some(day("2018-11-21"))), true).await.unwrap();
        let schema = schema(Some(door.clone()));
        let (boss, other_boss) = (PersonId(new()), PersonId(new()));
        for (code, boss) in [(803, boss), (802, other_boss)] {
            found(&door, Founding {
                id: AuthorityId(new()),
                code,
                name: format!("Authority {code}"),
                demonstration: false,
                administrator: Some((boss, "Admin".into(), day("2018-01-01"))),
            })
            .await
            .unwrap();
        }
        let run = async |who: PersonId, document: &str, input: Value| {
            ask_as(&door, &schema, who, document, json!({"input": input})).await.unwrap()
        };
        let mut clusters = vec![];
        let mut schools = vec![];
        for boss in [boss, other_boss] {
            let cluster = new();
            run(boss, "mutation C($input: NewCluster!) { addCluster(input: $input) }",
                json!({"id": cluster, "number": 1, "name": "One", "openedOn": "2018-09-01"})).await;
            clusters.push(cluster);
            for (at, name) in ["Alder", "Beech", "Cedar"].iter().enumerate() {
                let school = new();
                run(boss, "mutation S($input: NewSchool!) { addSchool(input: $input) }",
                    json!({"id": school, "urn": 100_001 + at, "name": name, "phase": "PRIMARY", "town": "Yate"})).await;
                run(boss, "mutation J($input: Joining!) { joinCluster(input: $input) }",
                    json!({"school": school, "cluster": cluster, "since": "2018-09-01"})).await;
                schools.push(school);
            }
        }
        let mut people = vec![];
        for (boss, role, cluster, school, until) in [
            (boss, "BOARD_MEMBER", Some(clusters[0]), None, Some("2019-01-10")),
            (boss, "BOARD_CHAIR", Some(clusters[0]), None, None),
            (boss, "LEAD_OFFICER", None, None, None),
            (other_boss, "BOARD_CHAIR", Some(clusters[1]), None, None),
            (boss, "SENCO", None, Some(schools[0]), Some("2018-12-31")),
        ] {
            let person = new();
            run(boss, "mutation P($input: NewPerson!) { addPerson(input: $input) }",
                json!({"id": person, "name": format!("The {role}")})).await;
            run(boss, "mutation M($input: NewMembership!) { addMembership(input: $input) }",
                json!({"id": new(), "person": person, "role": role, "cluster": cluster, "school": school,
                       "since": "2018-09-01", "until": until})).await;
            people.push(PersonId(person));
        }
        run(people[2], "mutation T($input: NewSetting!) { changeSetting(input: $input) }",
            json!({"id": new(), "since": "2018-11-21", "reason": "Start", "value": {"outcomeAreas": {"areas": [
                {"code": "sen-support", "label": "Better SEN Support"}, {"code": "attendance", "label": "Attendance"}]}}})).await;
        let priority = new();
        run(people[1], include_str!("../../../frontend/src/intervention/priority.graphql"),
            json!({"id": priority, "cluster": clusters[0], "text": "Speech and language", "since": "2018-09-01"})).await;
        Self(Arc::new(Inner { boss, cluster: clusters[0], priority, schools, member: people[0], chair: people[1],
            lead: people[2], stranger: people[3], senco: people[4], their_cluster: clusters[1], door, schema, file }))
    }

    fn proposal(&self) -> Value {
        json!({"cluster": self.0.cluster, "priority": self.0.priority, "outcomeAreas": ["sen-support"],
            "title": "Full-time speech and language therapist", "kind": "STAFFING", "evidence": "Talk Boost",
            "schools": [self.0.schools[1], self.0.schools[0]], "provider": "SaLT", "startsOn": "2018-12-01",
            "endsOn": "2019-05-31", "cost": 2_500_000, "measure": "Screen", "baseline": 42.0,
            "baselineOn": "2018-11-05", "baselineSource": "Autumn screen", "target": 60.0})
    }
    async fn allocate(&self, pence: i64) {
        self.ask(self.0.lead, ALLOCATE, json!({"input": {"id": new(), "cluster": self.0.cluster, "amount": pence,
            "day": "2018-11-21", "reason": "HNB"}})).await.unwrap();
    }
    fn agreement(id: Uuid) -> Value {
        json!({"input": {"id": id, "version": 1, "agreedOn": "2018-11-21", "reasons": "Sound", "challenge": "Cost; answered"}})
    }
    async fn fund(&self) -> Fund {
        self.get(self.0.lead, FUND, json!({"cluster": self.0.cluster})).await
    }
}

const PROPOSE: &str = include_str!("../../../frontend/src/intervention/propose.graphql");
const REVISE: &str = include_str!("../../../frontend/src/intervention/revise.graphql");
const AGREE: &str = include_str!("../../../frontend/src/intervention/agree.graphql");
const ONE: &str = include_str!("../../../frontend/src/intervention/intervention.graphql");
const PLAN: &str = include_str!("../../../frontend/src/intervention/plan.graphql");
const DRAFTING: &str = include_str!("../../../frontend/src/intervention/drafting.graphql");
const FUND: &str = include_str!("../../../frontend/src/fund/money.graphql");
const ALLOCATE: &str = include_str!("../../../frontend/src/fund/allocate.graphql");
const HOME: &str = include_str!("../../../frontend/src/home/home.graphql");

#[tokio::test(flavor = "multi_thread")]
async fn journey() {
    for (address, file) in addresses().await {
        let w = World::open(&address, file).await;
        let i = &w.0;
        let drafting: Drafting = w.get(i.member, DRAFTING, json!({"cluster": i.cluster})).await;
        assert_eq!((drafting.schools.len(), drafting.left.0, drafting.outcome_areas.len()), (3, 0, 2));
        let id = new();
        let input = json!({"input": {"id": id, "proposal": w.proposal()}});
        w.ask(i.member, PROPOSE, input.clone()).await.unwrap();
        // Resend, other content.
        w.ask(i.member, PROPOSE, input.clone()).await.unwrap();
        let mut other = input.clone();
        other["input"]["proposal"]["title"] = json!("Other");
        assert_eq!(w.ask(i.member, PROPOSE, other).await.unwrap_err(), Failure::Taken);
        assert_eq!(w.ask(i.chair, PROPOSE, input.clone()).await.unwrap_err(), Failure::Taken);
        let plan: Plan = w.get(i.senco, PLAN, json!({"cluster": i.cluster})).await;
        assert_eq!(plan.interventions.len(), 1);
        assert!(!plan.proposes);
        let one: Intervention = w.get(i.member, ONE, json!({"id": id})).await;
        assert_eq!(one.months.iter().map(|it| it.amount.0).sum::<i64>(), 2_500_000);
        assert!(one.revises && !one.agrees);
        assert_eq!(one.outcome_areas[0].label, "Better SEN Support");
        assert_eq!(one.schools.iter().map(|it| it.name.as_str()).collect::<Vec<_>>(), ["Alder", "Beech"]);
        let home: Home = w.get(i.chair, HOME, json!({})).await;
        assert_eq!(home.needs[0].kind, NoticeKind::AgreeProposal);
        let home: Home = w.get(i.member, HOME, json!({})).await;
        assert_eq!(home.needs[0].kind, NoticeKind::OwnProposal);
        assert_eq!(home.due[0].title, "Board member, One");
        // Refusals.
        assert_eq!(w.ask(i.member, AGREE, World::agreement(id)).await.unwrap_err(), Failure::OwnProposal);
        let refused = w.ask(i.chair, AGREE, World::agreement(id)).await.unwrap_err();
        assert_eq!(refused.to_string(), "The cluster has £0.00 left, and this commits £25,000.00.");
        w.allocate(2_499_999).await;
        let refused = w.ask(i.chair, AGREE, World::agreement(id)).await.unwrap_err();
        assert_eq!(refused.to_string(), "The cluster has £24,999.99 left, and this commits £25,000.00.");
        assert_eq!(w.fund().await.movements.len(), 1);
        w.allocate(1).await;
        w.ask(i.chair, AGREE, World::agreement(id)).await.unwrap();
        assert_eq!(w.ask(i.chair, AGREE, World::agreement(id)).await.unwrap_err(), Failure::Decided);
        w.ask(i.member, PROPOSE, input).await.unwrap();
        let fund = w.fund().await;
        assert_eq!((fund.received.0, fund.committed.0, fund.left.0, fund.spent.0), (2_500_000, 2_500_000, 0, 0));
        assert_eq!(fund.movements.len(), 3);
        assert!(fund.allocates);
        let one: Intervention = w.get(i.chair, ONE, json!({"id": id})).await;
        assert_eq!(one.decision.unwrap().recorded_by, "The BOARD_CHAIR");
        assert_eq!(one.stage, Stage::Agreed);
        let home: Home = w.get(i.lead, HOME, json!({})).await;
        assert_eq!((home.due[0].kind, home.changed[0].kind), (NoticeKind::StartsSoon, NoticeKind::Agreed));
        let home: Home = w.get(i.senco, HOME, json!({})).await;
        assert_eq!(home.due[1].title, "SENCO, Alder");
        let home: Home = w.get(i.boss, HOME, json!({})).await;
        assert!(home.changed.is_empty());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn revise_and_walls() {
    for (address, file) in addresses().await {
        let w = World::open(&address, file).await;
        let i = &w.0;
        let id = new();
        w.ask(i.member, PROPOSE, json!({"input": {"id": id, "proposal": w.proposal()}})).await.unwrap();
        let mut mine = w.proposal();
        mine["cost"] = json!(2_000_000);
        mine["schools"] = json!([i.schools[2]]);
        w.ask(i.member, REVISE, json!({"input": {"id": id, "version": 1, "proposal": mine}})).await.unwrap();
        w.ask(i.member, REVISE, json!({"input": {"id": id, "version": 1, "proposal": mine}})).await.unwrap();
        let stale = w.ask(i.member, REVISE, json!({"input": {"id": id, "version": 1, "proposal": w.proposal()}})).await;
        let Err(Failure::Changed { changes, version: 2 }) = stale else { panic!("{stale:?}") };
        assert_eq!(changes.iter().map(|it| it.field.as_str()).collect::<Vec<_>>(), ["Schools taking part", "Cost"]);
        assert_eq!((changes[1].yours.as_str(), changes[1].theirs.as_str()), ("£25,000.00", "£20,000.00"));
        assert_eq!(w.ask(i.chair, REVISE, json!({"input": {"id": id, "version": 2, "proposal": mine}})).await, Err(Failure::Forbidden));
        assert!(matches!(w.ask(i.chair, AGREE, World::agreement(id)).await, Err(Failure::Changed { version: 2, .. })));
        // Walls.
        for who in [i.stranger] {
            for id in [id, new()] {
                assert_eq!(w.ask(who, ONE, json!({"id": id})).await, Err(Failure::NotFound));
                assert_eq!(w.ask(who, AGREE, World::agreement(id)).await, Err(Failure::NotFound));
            }
            for cluster in [i.cluster, new()] {
                for document in [PLAN, FUND, DRAFTING] {
                    assert_eq!(w.ask(who, document, json!({"cluster": cluster})).await, Err(Failure::NotFound));
                }
            }
        }
        for cluster in [i.their_cluster, new()] {
            for document in [PLAN, FUND] {
                assert_eq!(w.ask(i.lead, document, json!({"cluster": cluster})).await, Err(Failure::NotFound));
            }
            let allocation = json!({"input": {"id": new(), "cluster": cluster, "amount": 1, "day": "2018-11-21", "reason": "HNB"}});
            assert_eq!(w.ask(i.lead, ALLOCATE, allocation).await, Err(Failure::NotFound));
        }
        // Bad choices.
        for (field, value) in [("schools", json!([i.schools[3]])), ("priority", json!(new())), ("outcomeAreas", json!(["x"]))] {
            let mut bad = w.proposal();
            bad[field] = value;
            let Err(Failure::Invalid { problems }) = w.ask(i.member, PROPOSE, json!({"input": {"id": new(), "proposal": bad}})).await else { panic!() };
            assert_eq!(problems[0].field, field);
            let Err(Failure::Invalid { problems }) = w.ask(i.member, REVISE, json!({"input": {"id": id, "version": 2, "proposal": bad}})).await else { panic!() };
            assert_eq!(problems[0].field, field);
        }
        w.allocate(3_100_000_000).await;
        assert_eq!(w.fund().await.left.0, 3_100_000_000);
        // Pages.
        for at in 0..55 {
            w.allocate(at + 1).await;
            let mut it = w.proposal();
            it["title"] = json!(format!("N {at}"));
            w.ask(i.member, PROPOSE, json!({"input": {"id": new(), "proposal": it}})).await.unwrap();
        }
        let (mut after, mut moved, mut planned) = (json!(null), vec![], vec![]);
        loop {
            let fund: Fund = w.get(i.lead, FUND, json!({"cluster": i.cluster, "after": after})).await;
            moved.extend(fund.movements.iter().map(|it| it.amount.0));
            let Some(next) = fund.next else { break };
            after = json!(next);
        }
        assert_eq!(moved.len(), 56);
        assert!(moved.windows(2).skip(1).all(|it| it[0] > it[1] || it[1] == 3_100_000_000));
        after = json!(null);
        loop {
            let plan: Plan = w.get(i.lead, PLAN, json!({"cluster": i.cluster, "after": after})).await;
            planned.extend(plan.interventions.iter().map(|it| it.title.clone()));
            let Some(next) = plan.next else { break };
            after = json!(next);
        }
        assert_eq!(planned.len(), 56);
        assert!(planned.is_sorted());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn last_pound() {
    for (address, file) in addresses().await {
        let w = World::open(&address, file).await;
        w.allocate(100).await;
        let mut ids = vec![];
        for at in 0..64 {
            let mut it = w.proposal();
            it["cost"] = json!(100);
            it["title"] = json!(format!("N {at}"));
            let id = new();
            w.ask(w.0.member, PROPOSE, json!({"input": {"id": id, "proposal": it}})).await.unwrap();
            ids.push(id);
        }
        let start = std::time::Instant::now();
        let tasks: Vec<_> = ids.into_iter().map(|id| {
            let w = w.clone();
            tokio::spawn(async move { w.ask(w.0.chair, AGREE, World::agreement(id)).await })
        }).collect();
        let mut won = 0;
        for task in tasks {
            match task.await.unwrap() {
                Ok(_) => won += 1,
                Err(Failure::OverCommitted { available, asked }) => assert_eq!((available.0, asked.0), (0, 100)),
                Err(other) => panic!("{other:?}"),
            }
        }
        eprintln!("{:?}", start.elapsed());
        assert_eq!(won, 1);
        let fund = w.fund().await;
        assert_eq!((fund.left.0, fund.committed.0), (0, 100));
    }
}
