//! What comes over the wire that the page never sends: refused in our words, quickly, and without a trace in the data.

use std::time::{Duration, Instant};

use axum::{
    Router,
    body::{Body, Bytes},
    http::StatusCode,
};
use backend::{
    config::Api,
    testing::{audit, router},
};
use http_body_util::{BodyExt as _, Full};
use serde_json::{Value, json};
use shared::failure::Failure;

use crate::{
    browser::{Answer, ask, from_the_page, open, parts, request, send, session},
    on_both,
    tables::Tables,
    world::{World, id},
};

on_both! {
    a_forged_request_changes_nothing
    a_request_that_cannot_be_read_is_refused_in_our_words
    the_page_alone_is_answered_where_documents_are_known
    a_hostile_document_is_refused_before_it_runs
}

/// What would tell how the server is made, or help to find out what it has.
const LEAKS: [&str; 20] = [
    "did you mean",
    "select ",
    "insert into",
    "$1",
    "sqlite",
    "postgres",
    "sqlx",
    "seaql",
    "server_key",
    "cluster_group",
    "authority_id",
    "created_id",
    ".rs:",
    "/src/",
    "async_graphql",
    "async-graphql",
    "panicked",
    "unknown ",
    "expected",
    "at line",
];

/// The first word of [`LEAKS`] in an answer.
pub fn leak(answer: &Answer) -> Option<&'static str> {
    let body = answer.body.to_lowercase();
    LEAKS.into_iter().find(|it| body.contains(it))
}

/// The answer is one of our failures and tells nothing else.
#[track_caller]
pub fn tells_nothing(answer: &Answer, which: &str) -> Failure {
    assert_eq!(leak(answer), None, "{which}: {answer:?}");
    answer.failure().unwrap_or_else(|| panic!("{which}: not a failure of ours: {answer:?}"))
}

/// L4, W9: other sites cannot act as somebody who is signed in here.
async fn a_forged_request_changes_nothing(world: World) {
    let (server, cookie) = (open(&world), session(&world, world.administrator).await);
    let tables = Tables::but(&world, &[]).await;
    let mutation = format!("mutation {{ addPerson(input: {{ id: \"{}\", name: \"Forged\" }}) }}", id(4000));
    let body = json!({ "query": mutation }).to_string();
    let encoded: String = mutation.bytes().map(|it| format!("%{it:02X}")).collect();
    let address = format!("/graphql?query={encoded}");
    let parts = format!(
        "--x\r\nContent-Disposition: form-data; name=\"operations\"\r\n\r\n{body}\r\n--x\r\n\
         Content-Disposition: form-data; name=\"map\"\r\n\r\n{{}}\r\n--x--\r\n"
    );
    let (form, batch) = (format!("query={encoded}"), format!("[{body}]"));
    type Shape<'a> = (&'a str, &'a str, &'a str, &'a [(&'static str, Option<&'a str>)], &'a str, u16);
    let shapes: [Shape<'_>; 17] = [
        ("by GET", "GET", &address, &[], "", 405),
        ("by GET with a body", "GET", "/graphql", &[], &body, 405),
        ("by PUT", "PUT", "/graphql", &[], &body, 405),
        ("a form", "POST", "/graphql", &[("content-type", Some("application/x-www-form-urlencoded"))], &form, 415),
        ("parts", "POST", "/graphql", &[("content-type", Some("multipart/form-data; boundary=x"))], &parts, 415),
        ("plain text", "POST", "/graphql", &[("content-type", Some("text/plain"))], &body, 415),
        ("GraphQL's own type", "POST", "/graphql", &[("content-type", Some("application/graphql"))], &mutation, 415),
        ("no type", "POST", "/graphql", &[("content-type", None)], &body, 415),
        ("a batch", "POST", "/graphql", &[], &batch, 400),
        ("no origin", "POST", "/graphql", &[("origin", None), ("sec-fetch-site", None)], &body, 403),
        (
            "another site, in an old browser",
            "POST",
            "/graphql",
            &[("origin", Some("https://evil.example")), ("sec-fetch-site", None)],
            &body,
            403,
        ),
        ("no site at all", "POST", "/graphql", &[("origin", Some("null")), ("sec-fetch-site", None)], &body, 403),
        ("another site", "POST", "/graphql", &[("sec-fetch-site", Some("cross-site"))], &body, 403),
        ("a neighbour", "POST", "/graphql", &[("sec-fetch-site", Some("same-site"))], &body, 403),
        ("typed as an address", "POST", "/graphql", &[("sec-fetch-site", Some("none"))], &body, 403),
        ("two minds", "POST", "/graphql", &[("origin", Some("https://evil.example"))], &body, 403),
        (
            "a foreign name that points here",
            "POST",
            "/graphql",
            &[("origin", Some("http://evil.example")), ("host", Some("evil.example"))],
            &body,
            403,
        ),
    ];
    let before = (tables.content(&world).await, audit::verify(world.db()).await.unwrap());
    for (which, method, path, changed, body, status) in shapes {
        let mut headers = from_the_page(&cookie);
        for (name, value) in changed {
            headers.remove(name);
            headers.extend(value.map(|it| (*name, it.to_owned())));
        }
        let answer = send(&server, request(method, path, &headers, body.to_owned())).await;
        assert_eq!(answer.status.as_u16(), status, "{which}: {answer:?}");
        tells_nothing(&answer, which);
        let after = (tables.content(&world).await, audit::verify(world.db()).await.unwrap());
        assert_eq!(after, before, "{which}");
    }
    for path in ["/sign-out", "/sign-in/person"] {
        let mut headers = from_the_page(&cookie);
        headers.insert("sec-fetch-site", "cross-site".to_owned());
        headers.insert("content-type", "application/x-www-form-urlencoded".to_owned());
        let answer = send(&server, request("POST", path, &headers, format!("person={}", world.chair))).await;
        assert_eq!((answer.status, tells_nothing(&answer, path)), (StatusCode::FORBIDDEN, Failure::Forbidden));
        assert_eq!(tables.content(&world).await, before.0, "{path}");
    }
    let answer = send(&server, request("POST", "/graphql", &from_the_page(&cookie), body)).await;
    assert!(answer.status == StatusCode::OK && tables.content(&world).await != before.0, "the page itself may");
}

async fn a_request_that_cannot_be_read_is_refused_in_our_words(world: World) {
    let (server, cookie) = (open(&world), session(&world, world.chair).await);
    let query = "{ home { needs { title } } }";
    let nested = format!("{{\"query\":\"{query}\",\"variables\":{}1{}}}", "[".repeat(50_000), "]".repeat(50_000));
    let bodies: [(&str, Vec<u8>); 8] = [
        ("nothing", Vec::new()),
        ("no JSON", b"query=%7B%7D".to_vec()),
        ("half of it", b"{\"query\":\"{ home".to_vec()),
        ("a field more", json!({ "query": query, "extensions": { "persistedQuery": {} } }).to_string().into_bytes()),
        ("no document", json!({ "variables": {} }).to_string().into_bytes()),
        ("a number for a document", json!({ "query": 7 }).to_string().into_bytes()),
        ("no Unicode", b"{\"query\":\"\xff\xfe\"}".to_vec()),
        ("deep variables", nested.into_bytes()),
    ];
    for (which, body) in bodies {
        let answer = send(&server, request("POST", "/graphql", &from_the_page(&cookie), body)).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{which}: {answer:?}");
        assert!(matches!(tells_nothing(&answer, which), Failure::BadRequest { .. }), "{which}");
    }
    let long = Bytes::from(vec![b' '; 20 << 20]);
    for announced in [true, false] {
        let mut headers = from_the_page(&cookie);
        let body = if announced {
            headers.insert("content-length", long.len().to_string());
            Body::from(long.clone())
        } else {
            unannounced(&long)
        };
        let answer = send(&server, request("POST", "/graphql", &headers, body)).await;
        assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE, "{answer:?}");
        tells_nothing(&answer, "20 MB");
        headers.insert("content-type", "application/x-www-form-urlencoded".to_owned());
        let body = unannounced(&long);
        let answer = send(&server, request("POST", "/sign-in/person", &headers, body)).await;
        assert!(answer.status.is_client_error(), "{answer:?}");
        tells_nothing(&answer, "20 MB");
    }
    for (method, path) in [("GET", "/sign-out"), ("DELETE", "/healthz"), ("POST", "/download/schools.csv")] {
        let answer = send(&server, request(method, path, &from_the_page(&cookie), "")).await;
        assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{answer:?}");
        tells_nothing(&answer, path);
    }
}

/// A body that does not say how long it is.
fn unannounced(body: &Bytes) -> Body {
    Body::new(Full::new(body.clone()).map_frame(|it| it))
}

async fn the_page_alone_is_answered_where_documents_are_known(world: World) {
    let server = router(parts(&world, Api::Known));
    let cookie = session(&world, world.chair).await;
    let home = include_str!("../../../frontend/src/home/home.graphql");
    assert_eq!(ask(&server, &cookie, home, json!({})).await.status, StatusCode::OK);
    for document in [format!("{home} "), "{ me { day } }".to_owned(), "{ __schema { types { name } } }".to_owned()] {
        let answer = ask(&server, &cookie, &document, json!({})).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST);
        let Failure::BadRequest { message } = tells_nothing(&answer, &document) else { panic!("{answer:?}") };
        assert!(message.contains("Load the page again"), "{message}");
    }
}

/// L3, L7, L12: each would cost much or tell much.
async fn a_hostile_document_is_refused_before_it_runs(world: World) {
    let (server, cookie) = (open(&world), session(&world, world.chair).await);
    let home = "home { needs { title } }";
    let many = |count: usize, part: &dyn Fn(usize) -> String| (0..count).map(part).collect::<Vec<_>>().join(" ");
    // Each fragment spreads the next one twice or more: few words, millions of fields.
    let fan = |depth: usize, wide: usize| {
        let spread = |next: usize| format!("...F{next} ").repeat(wide);
        let fragments = many(depth, &|it| format!("fragment F{it} on Query {{ {} }}", spread(it + 1)));
        format!("{{ ...F0 }} {fragments} fragment F{depth} on Query {{ {home} }}")
    };
    let deep = |open: &str, close: &str, times: usize| format!("{}{}", open.repeat(times), close.repeat(times));
    let documents = [
        (
            "too deep",
            format!("{{ settings {{ versions {} }} }}", deep("{ value { ... on Calendar { terms ", "} } }", 9)),
        ),
        ("too wide", format!("{{ {} }}", many(400, &|it| format!("a{it}: {home}")))),
        ("many names for one field", format!("{{ {} }}", many(1_000, &|it| format!("a{it}:me{{day}}")))),
        ("one field many times", format!("{{ home {{ needs {{ {} }} }} }}", "title ".repeat(2_000))),
        ("many directives", format!("{{ home {} {{ needs {{ title }} }} }}", "@include(if: true) ".repeat(500))),
        ("an unknown directive", format!("{{ {home} me @deny {{ day }} }}")),
        ("fragments that fan out", fan(12, 9)),
        ("fragments that fan out as far as they may", fan(6, 3)),
        ("fragments in a circle", "{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }".to_owned()),
        ("a fragment in itself", "{ ...A } fragment A on Query { me { day } ...A }".to_owned()),
        ("a fragment that is not there", format!("{{ {home} ...Missing }}")),
        ("the schema", "{ __schema { types { name fields { name } } } }".to_owned()),
        (
            "the schema, through a fragment",
            "{ ...A } fragment A on Query { s: __schema { types { name } } }".to_owned(),
        ),
        ("a type", "{ __type(name: \"Query\") { fields { name } } }".to_owned()),
        ("a field with a typing error", "{ hom { needs { title } } }".to_owned()),
        ("an argument with a typing error", "{ cluster(ix: \"1\") { name } }".to_owned()),
        ("brackets without end", format!("{{ {home} cluster(id: {}", "[".repeat(15_000))),
        ("nested lists", format!("{{ cluster(id: {}) {{ name }} }}", deep("[", "]", 7_000))),
        ("nested objects", format!("{{ cluster(id: {}) {{ name }} }}", deep("{a:", "}", 3_500))),
        ("nested fields", deep("{a", "}", 5_000)),
        ("nested inline fragments", deep("{...on Query", "}", 1_000)),
        ("nested types of variables", format!("query A($a: {}) {{ {home} }}", deep("[", "]", 7_000))),
        ("too long", format!("{{ {home} }} #{}", "x".repeat(17_000))),
        ("two operations and no name", format!("query A {{ {home} }} query B {{ {home} }}")),
        ("a subscription", "subscription { home { needs { title } } }".to_owned()),
        ("nothing", String::new()),
    ];
    for (which, document) in documents {
        let (before, started) = (world.door.statements(), Instant::now());
        let answer = ask(&server, &cookie, &document, json!({})).await;
        assert!(started.elapsed() < Duration::from_secs(1), "{which} took {:?}", started.elapsed());
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{which}: {answer:?}");
        assert!(matches!(tells_nothing(&answer, which), Failure::BadRequest { .. }), "{which}");
        // One asks who is there.
        assert!(world.door.statements() - before <= 1, "{which} came to the database");
    }
    values(&server, &cookie, &world).await;
}

/// Values that do not fit their types.
async fn values(server: &Router, cookie: &str, world: &World) {
    let cluster = "query A($id: ClusterId!) { cluster(id: $id) { name } }";
    let add = "mutation A($input: NewCluster!) { addCluster(input: $input) }";
    let new =
        |number: Value| json!({ "input": { "id": id(1), "number": number, "name": "New", "openedOn": "2018-11-21" } });
    for (document, variables) in [
        (cluster, json!({ "id": "not-an-id" })),
        (cluster, json!({ "id": 7 })),
        (cluster, json!({ "id": null })),
        (cluster, json!({})),
        (cluster, json!([world.ours])),
        (cluster, json!({ "id": [world.ours, world.theirs] })),
        (cluster, json!({ "id": format!("{}\u{0}", world.ours) })),
        (add, new(json!(2_147_483_648_i64))),
        (add, new(json!("7"))),
        (add, new(json!(7.5))),
        (add, new(json!(i64::MIN))),
        (add, json!({ "input": { "id": id(1), "number": 7, "name": "New", "openedOn": "2018-02-30" } })),
        (add, json!({ "input": { "id": id(1), "number": 7, "name": "New", "openedOn": "2018-11-21", "boss": 1 } })),
    ] {
        let answer = ask(server, cookie, document, variables.clone()).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{variables}: {answer:?}");
        assert!(matches!(tells_nothing(&answer, document), Failure::BadRequest { .. }), "{variables}: {answer:?}");
    }
}
