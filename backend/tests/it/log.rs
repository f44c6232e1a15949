//! The log of the real program: a line a request, and nothing that anybody typed.

use std::collections::{BTreeMap, BTreeSet};

use sea_orm::{ConnectionTrait as _, DbBackend};
use serde_json::{Value, json};
use shared::failure::Failure;

use crate::{
    api::Api,
    binary::{Answer, Server},
    browser::session,
    on_both,
    tables::Tables,
    values::Values,
    world::{World, id},
};

on_both! {
    a_request_is_one_line_and_nothing_typed_is_in_it
    a_fault_is_told_as_a_reference_and_logged_without_values
}

/// What nobody may find in the log.
const CANARY: &str = "Jamie-Canary";

fn start(world: &World) -> Server {
    Server::start(&["--database-url", &world.address, "--api", "open"])
}

fn ask(server: &Server, cookie: &str, body: &Value) -> Answer {
    let headers = format!("Content-Type: application/json\r\nCookie: {cookie}\r\n");
    server.send("POST", "/graphql", &headers, &body.to_string()).unwrap()
}

fn reference(answer: &Answer) -> String {
    answer.headers.lines().find_map(|it| it.strip_prefix("x-reference: ")).unwrap().to_owned()
}

/// The lines of the log by reference.
fn log(server: Server) -> BTreeMap<String, Vec<Value>> {
    server.signal("TERM");
    let ended = server.ended();
    assert!(!ended.err.contains(CANARY) && !ended.out.contains(CANARY), "typed text is in the log: {}", ended.err);
    let mut lines: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for line in ended.err.lines() {
        let line: Value = serde_json::from_str(line).unwrap_or_else(|it| panic!("{it}: not a line of JSON: {line}"));
        lines.entry(line["reference"].as_str().unwrap_or_default().to_owned()).or_default().push(line);
    }
    lines
}

/// ASVS 14.2 and 16.2: the canary goes wherever somebody can type, and is in the tables and not in the log.
async fn a_request_is_one_line_and_nothing_typed_is_in_it(world: World) {
    let (api, server) = (Api::of_the_server(), start(&world));
    let mut values = Values::plant(&world).await;
    let mut answers = Vec::new();
    let mut cookies = Vec::new();
    for who in [world.administrator, world.lead, world.chair, world.member] {
        cookies.push(session(&world, who).await);
    }
    for (root, field) in
        ["Query", "Mutation"].iter().flat_map(|it| api.fields(it).into_iter().map(move |field| (it, field)))
    {
        let (name, document) = (field.name.node.as_str(), api.document(root, field));
        for (one, everywhere) in (0..3).flat_map(|one| [(one, false), (one, true)]) {
            for cookie in &cookies {
                values.renew(name).await;
                let variables = api.arguments(field, one, &mut |path, kind| match kind {
                    "String" if !path.ends_with("outcomeAreas") => Some(json!(CANARY)),
                    _ if everywhere => Some(json!(CANARY)),
                    _ => values.good(name, path, kind),
                });
                answers.push(ask(&server, cookie, &json!({ "query": document, "variables": variables })));
            }
        }
    }
    let cookie = &cookies[0];
    for body in [
        json!({ "query": format!("{{ {CANARY} }}") }),
        json!({ "query": format!("{{ me {{ day }} }} # {CANARY}") }),
        json!({ "query": "query JamieCanary { JamieCanary: me { day } }", "operationName": CANARY }),
        json!({ "query": format!("{{ cluster(id: \"{CANARY}\") {{ name }} }}") }),
        json!({ "query": "{ me { day } }", CANARY: 1 }),
        json!(CANARY),
    ] {
        answers.push(ask(&server, cookie, &body));
    }
    let form = "Content-Type: application/x-www-form-urlencoded\r\n";
    for (method, path, headers, body) in [
        ("GET", format!("/graphql?query={CANARY}"), String::new(), ""),
        ("GET", format!("/schools/{CANARY}?text={CANARY}"), String::new(), ""),
        ("POST", "/sign-in/person".to_owned(), form.to_owned(), "person=Jamie-Canary"),
        (
            "GET",
            "/me".to_owned(),
            format!("User-Agent: {CANARY}\r\nCookie: session={CANARY}\r\nX-Forwarded-For: {CANARY}\r\n"),
            "",
        ),
    ] {
        answers.push(server.send(method, &path, &headers, body).unwrap());
    }
    let kept = Tables::but(&world, &[]).await.content(&world).await;
    assert!(kept.iter().filter(|it| it.contains(CANARY)).count() > 4, "it was saved: {kept:?}");

    let lines = log(server);
    let mut people = BTreeSet::new();
    for answer in &answers {
        let of_answer = lines.get(&reference(answer)).map(Vec::as_slice).unwrap_or_default();
        let [line] = of_answer.iter().filter(|it| it["message"] == "request").collect::<Vec<_>>()[..] else {
            panic!("not one line: {answer:?} {of_answer:?}")
        };
        assert_eq!(line["status"], json!(answer.status), "{line}");
        assert!(line["ms"].is_u64() && line["method"].is_string() && line["route"].is_string(), "{line}");
        let (operation, person) = (line["operation"].as_str().unwrap(), line["person"].as_str().unwrap());
        assert!(operation.is_empty() || operation == "open", "{line}");
        people.insert(person.to_owned());
    }
    // Nobody and the four, each by eight letters that are nobody's name or id.
    assert_eq!(people.len(), 5, "{people:?}");
    assert!(people.iter().all(|it| it.is_empty() || it.len() == 8), "{people:?}");
}

/// L6: databases quote what they choke on, and so do those who read what is kept.
async fn a_fault_is_told_as_a_reference_and_logged_without_values(world: World) {
    let values = Values::plant(&world).await;
    let server = start(&world);
    let chair = session(values.world, world.chair).await;
    let administrator = session(&world, world.administrator).await;
    let priority = |number| {
        let input = json!({ "id": id(number), "cluster": world.ours, "text": CANARY, "since": "2018-11-21" });
        json!({ "query": "mutation A($input: NewPriority!) { addPriority(input: $input) }",
            "variables": { "input": input } })
    };
    let person = |number| {
        let input = json!({ "id": id(number), "name": CANARY });
        json!({ "query": "mutation A($input: NewPerson!) { addPerson(input: $input) }", "variables": { "input": input } })
    };
    let run = async |sql: &str| world.db().execute_unprepared(sql).await.unwrap();
    let mut faults = Vec::new();
    match world.db().get_database_backend() {
        DbBackend::Sqlite => {
            run("create trigger quotes before insert on priority begin select raise(abort, new.text); end").await;
        }
        _ => {
            run("create function quotes() returns trigger language plpgsql as \
                 $$ begin raise exception 'no room for %', new.text; end $$")
            .await;
            run("create trigger quotes before insert on priority for each row execute function quotes()").await;
        }
    }
    faults.push((ask(&server, &chair, &priority(6000)), "code"));
    run("create unique index person_name on person (name)").await;
    let first = ask(&server, &administrator, &person(6001));
    assert_eq!(first.status, 200, "{first:?}");
    faults.push((ask(&server, &administrator, &person(6002)), "person"));
    run(&format!("update setting set value = '{{\"__typename\":\"{CANARY}\"}}'")).await;
    let settings = json!({ "query": "{ settings { name versions { since } } }" });
    faults.push((ask(&server, &chair, &settings), "JSON"));
    run(&format!("update school set phase = '{CANARY}'")).await;
    let schools = json!({ "query": "{ schools(filter: { closed: true }) { total schools { phase } } }" });
    faults.push((ask(&server, &chair, &schools), "database"));
    run("alter table priority rename to elsewhere").await;
    let plan = json!({ "query": format!("{{ plan(cluster: \"{}\") {{ cluster }} }}", world.ours) });
    faults.push((ask(&server, &chair, &plan), "priority"));

    let lines = log(server);
    for (answer, named) in &faults {
        assert_eq!(answer.status, 500, "{answer:?}");
        let told: Value = serde_json::from_str(&answer.body).unwrap();
        let told: Failure = serde_json::from_value(told["errors"][0]["extensions"]["failure"].clone()).unwrap();
        assert_eq!(told, Failure::Internal { reference: reference(answer) });
        for leak in ["select", "insert", "relation", "table", "constraint", "no room", CANARY] {
            assert!(!answer.body.contains(leak), "{leak}: {answer:?}");
        }
        let line = lines[&reference(answer)].iter().find(|it| it["message"] == "internal").unwrap();
        assert!(line["cause"].as_str().unwrap().contains(named), "{named}: {line}");
    }
}
