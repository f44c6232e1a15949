//! Sessions, cookies and the headers of every answer.

use std::{collections::BTreeSet, net::SocketAddr};

use axum::{Router, extract::ConnectInfo, http::StatusCode};
use backend::{
    config::Api,
    testing::{Founding, Parts, ROUTES, found, router},
};
use sea_orm::{ConnectionTrait as _, Statement};
use serde_json::json;
use shared::{
    failure::Failure,
    id::{AuthorityId, PersonId},
};

use crate::{
    browser::{self, Answer, ask, from_the_page, parts, request, send, session, submit},
    on_both,
    tables::Tables,
    wire::tells_nothing,
    world::{World, day, id},
};

on_both! {
    signing_in_takes_a_new_session_and_signing_out_ends_it
    a_form_that_is_refused_is_answered_with_a_page
    over_https_the_cookie_stays_there
    every_answer_carries_the_headers
    the_trusted_proxy_alone_says_that_a_request_came_over_http
}

const PUBLIC: &str = "https://clusters.example.gov.uk";
const SCHOOLS: &str = "{ clusters { next } }";

async fn demonstration(world: &World) -> PersonId {
    let who = PersonId(id(4000));
    let administrator = Some((who, "Demonstrator".to_owned(), day("2017-09-01")));
    let name = "Demonstration".to_owned();
    let founding = Founding { id: AuthorityId(id(4001)), code: 800, name, demonstration: true, administrator };
    found(&world.door, founding).await.unwrap();
    who
}

async fn sessions(world: &World) -> i64 {
    let sql = "select count(*) as n from session";
    let statement = Statement::from_sql_and_values(world.db().get_database_backend(), sql, []);
    world.db().query_one_raw(statement).await.unwrap().unwrap().try_get("", "n").unwrap()
}

/// The cookie of an answer without its attributes.
fn cookie(answer: &Answer) -> String {
    answer.header("set-cookie").split(';').next().unwrap().to_owned()
}

/// The attributes of the cookie of an answer.
fn attributes(answer: &Answer) -> BTreeSet<String> {
    answer.header("set-cookie").split(';').skip(1).map(|it| it.trim().to_owned()).collect()
}

/// ASVS 3.3, 7.2 and 7.4.
async fn signing_in_takes_a_new_session_and_signing_out_ends_it(world: World) {
    let who = demonstration(&world).await;
    let server = router(Parts { demonstration: true, ..parts(&world, Api::Open) });
    let form = format!("person={who}");
    for cookie in ["", "session=AAAAAAAAAAAAAAAAAAAAAA", "session=nonsense"] {
        for (form, failure) in [
            ("person=7", None),
            ("", None),
            (format!("person={}", id(12345)).as_str(), Some(Failure::NotFound)),
            // Who is not of the demonstration has no such door.
            (format!("person={}", world.administrator).as_str(), Some(Failure::NotFound)),
        ] {
            let answer = submit(&server, cookie, "/sign-in/person", form.to_owned()).await;
            let told = tells_nothing(&answer, form);
            let set = answer.header("set-cookie");
            assert!(failure.is_none_or(|it| it == told) && (set.is_empty() || set.starts_with("session=;")), "{set}");
        }
    }
    assert_eq!(sessions(&world).await, 0);

    // An id that somebody else chose is not taken over.
    let planted = "session=AAAAAAAAAAAAAAAAAAAAAA";
    let entered = submit(&server, planted, "/sign-in/person", form.clone()).await;
    assert_eq!((entered.status, entered.header("location")), (StatusCode::SEE_OTHER, "/"));
    let first = cookie(&entered);
    assert!(first.starts_with("session=") && first != planted && first.len() > 25, "{first}");
    let mut kept = attributes(&entered);
    kept.retain(|it| !it.starts_with("Max-Age="));
    let expected = ["HttpOnly", "SameSite=Lax", "Path=/"].map(str::to_owned);
    assert_eq!(kept, BTreeSet::from(expected));
    assert_eq!(ask(&server, planted, SCHOOLS, json!({})).await.failure(), Some(Failure::SignedOut));
    assert_eq!(ask(&server, &first, SCHOOLS, json!({})).await.failure(), None);

    // The same, where somebody's session is there already.
    let second = cookie(&submit(&server, &first, "/sign-in/person", form.clone()).await);
    assert_ne!(first, second);
    assert_eq!(ask(&server, &first, SCHOOLS, json!({})).await.failure(), Some(Failure::SignedOut));
    assert_eq!(sessions(&world).await, 1);

    let left = submit(&server, &second, "/sign-out", String::new()).await;
    assert_eq!(left.status, StatusCode::SEE_OTHER);
    assert!(left.header("set-cookie").starts_with("session=;") && left.header("clear-site-data").contains("\"cache\""));
    assert_eq!(sessions(&world).await, 0);
    assert_eq!(ask(&server, &second, SCHOOLS, json!({})).await.failure(), Some(Failure::SignedOut));
}

/// Forms and links of plain pages are followed without the page's script.
async fn a_form_that_is_refused_is_answered_with_a_page(world: World) {
    let server = router(Parts { demonstration: true, ..parts(&world, Api::Known) });
    let mut headers = from_the_page("");
    headers.insert("content-type", "application/x-www-form-urlencoded".to_owned());
    headers.insert("accept", "text/html,application/xhtml+xml".to_owned());
    for (method, path, body, status) in [
        ("POST", "/sign-in/person", format!("person={}", id(4242)), StatusCode::NOT_FOUND),
        ("POST", "/sign-in/person", "person=x".to_owned(), StatusCode::BAD_REQUEST),
        ("GET", "/download/schools.csv", String::new(), StatusCode::UNAUTHORIZED),
    ] {
        let answer = send(&server, request(method, path, &headers, body)).await;
        assert_eq!(answer.status, status, "{path}: {answer:?}");
        assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
        assert!(answer.body.contains("<h1") && answer.body.contains(answer.header("x-reference")), "{answer:?}");
        assert!(answer.header("content-security-policy").contains("default-src 'none'"), "{answer:?}");
    }
}

async fn over_https_the_cookie_stays_there(world: World) {
    let who = demonstration(&world).await;
    let public_url = Some(PUBLIC.to_owned());
    let server = router(Parts { demonstration: true, public_url, ..parts(&world, Api::Known) });
    let mut headers = from_the_page("");
    headers.insert("content-type", "application/x-www-form-urlencoded".to_owned());
    let form = format!("person={who}");
    let here = send(&server, request("POST", "/sign-in/person", &headers, form.clone())).await;
    assert_eq!(tells_nothing(&here, "from this machine's own page"), Failure::Forbidden);
    headers.insert("origin", PUBLIC.to_owned());
    headers.insert("host", "clusters.example.gov.uk".to_owned());
    let entered = send(&server, request("POST", "/sign-in/person", &headers, form)).await;
    assert!(cookie(&entered).starts_with("__Host-session="), "{entered:?}");
    let kept = attributes(&entered);
    assert!(["Secure", "HttpOnly", "SameSite=Lax", "Path=/"].iter().all(|it| kept.contains(*it)), "{kept:?}");
    assert!(!kept.iter().any(|it| it.starts_with("Domain")), "{kept:?}");
    assert_eq!(entered.header("strict-transport-security"), "max-age=63072000; includeSubDomains");
    // The name that a page over http could set is not read.
    let bare = cookie(&entered).replace("__Host-", "");
    headers.extend([("cookie", bare), ("content-type", "application/json".to_owned())]);
    let settings = include_str!("../../../frontend/src/setting/settings.graphql");
    let body = json!({ "query": settings }).to_string();
    let answer = send(&server, request("POST", "/graphql", &headers, body)).await;
    assert_eq!(answer.failure(), Some(Failure::SignedOut));
}

/// ASVS 3.4, 14.3.2.
async fn every_answer_carries_the_headers(world: World) {
    let cookie = session(&world, world.chair).await;
    let mut references = BTreeSet::new();
    for public_url in [None, Some(PUBLIC.to_owned())] {
        let secure = public_url.is_some();
        let server = router(Parts { public_url, ..parts(&world, Api::Open) });
        let others = ["/", "/schools", "/nothing", "/nothing.js", "/%00", "/../etc/passwd"];
        let paths = ROUTES.iter().map(|it| it.path).chain(others);
        for (path, method) in paths
            .flat_map(|path| ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE"].map(|method| (path, method)))
        {
            let mut headers = from_the_page(&cookie);
            headers.insert("origin", "https://evil.example".to_owned());
            let answer = send(&server, request(method, path, &headers, "")).await;
            let which = format!("{method} {path}: {answer:?}");
            let policy = answer.header("content-security-policy");
            for part in ["default-src 'none'", "script-src 'self' 'wasm-unsafe-eval'", "frame-ancestors 'none'"] {
                assert!(policy.contains(part), "{which}");
            }
            assert!(!policy.contains("unsafe-inline"), "{which}");
            for (name, value) in
                [("x-content-type-options", "nosniff"), ("x-frame-options", "DENY"), ("referrer-policy", "no-referrer")]
            {
                assert_eq!(answer.header(name), value, "{name}: {which}");
            }
            assert!(references.insert(answer.header("x-reference").to_owned()), "{which}");
            assert_eq!(answer.header("strict-transport-security").is_empty(), !secure, "{which}");
            for name in ["access-control-allow-origin", "server", "x-powered-by"] {
                assert!(answer.header(name).is_empty(), "{which}");
            }
            // What is not a file of the page itself is kept nowhere.
            if ROUTES.iter().any(|it| it.path == path) {
                assert_eq!(answer.header("cache-control"), "no-store", "{which}");
            }
            assert!(
                !answer.status.is_server_error() || path.starts_with('/') && answer.body.contains("not built"),
                "{which}"
            );
        }
        let table = send(&server, request("GET", "/download/schools.csv", &from_the_page(&cookie), "")).await;
        if !secure {
            assert_eq!(table.header("content-type"), "text/csv; charset=utf-8");
            assert_eq!(table.header("content-disposition"), "attachment; filename=\"schools.csv\"");
        }
    }
    assert!(references.iter().all(|it| it.len() == 9));
}

/// ASVS 4.1.3.
async fn the_trusted_proxy_alone_says_that_a_request_came_over_http(world: World) {
    const PROXY: &str = "10.0.0.7";
    let tables = Tables::but(&world, &[]).await;
    let behind = |trusted: Option<&str>| {
        let (public_url, trusted_proxy) = (Some(PUBLIC.to_owned()), trusted.map(|it| it.parse().unwrap()));
        router(Parts { public_url, trusted_proxy, ..parts(&world, Api::Open) })
    };
    let (server, alone) = (behind(Some(PROXY)), behind(None));
    async fn get(server: &Router, peer: &str, path: &str, said: &[&str]) -> Answer {
        let mut request = request("GET", path, &from_the_page(""), "");
        for said in said {
            request.headers_mut().append("x-forwarded-proto", said.parse().unwrap());
        }
        request.headers_mut().insert("x-forwarded-host", "evil.example".parse().unwrap());
        let peer = SocketAddr::new(peer.parse().unwrap(), 4_000);
        request.extensions_mut().insert(ConnectInfo(peer));
        browser::send(server, request).await
    }
    for (peer, said) in [
        (PROXY, &["http"][..]),
        (PROXY, &["HTTP"]),
        (PROXY, &["https, http"]),
        (PROXY, &["https", "http"]),
        ("::ffff:10.0.0.7", &["http"]),
    ] {
        let answer = get(&server, peer, "/sign-in?from=home", said).await;
        assert_eq!(answer.status, StatusCode::PERMANENT_REDIRECT, "{peer} {said:?}");
        assert_eq!(answer.header("location"), format!("{PUBLIC}/sign-in?from=home"));
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(get(&alone, peer, "/sign-in", said).await.status, StatusCode::OK, "no proxy is trusted");
    }
    let answer = get(&server, PROXY, "//evil.example/x", &["http"]).await;
    assert_eq!(answer.header("location"), format!("{PUBLIC}//evil.example/x"));
    for (peer, said) in [
        (PROXY, &[][..]),
        (PROXY, &["https"]),
        // What the visitor said before the proxy spoke.
        (PROXY, &["http, https"]),
        (PROXY, &["http", "https"]),
        // Others who say that they are a proxy.
        ("10.0.0.8", &["http"]),
        ("127.0.0.1", &["http"]),
    ] {
        assert_eq!(get(&server, peer, "/sign-in", said).await.status, StatusCode::OK, "{peer} {said:?}");
    }
    let before = tables.content(&world).await;
    let body = format!("mutation {{ addPerson(input: {{ id: \"{}\", name: \"Forged\" }}) }}", id(4000));
    let mut headers = from_the_page(&session(&world, world.administrator).await.replace("session=", "__Host-session="));
    headers.extend([("origin", PUBLIC.to_owned()), ("x-forwarded-proto", "http".to_owned())]);
    let planted = tables.content(&world).await;
    assert_ne!(planted, before, "the session");
    for (peer, status) in [(PROXY, StatusCode::FORBIDDEN), ("10.0.0.8", StatusCode::OK)] {
        let mut request = request("POST", "/graphql", &headers, json!({ "query": body }).to_string());
        request.extensions_mut().insert(ConnectInfo(SocketAddr::new(peer.parse().unwrap(), 4_000)));
        let answer = send(&server, request).await;
        assert_eq!(answer.status, status, "{peer}: {answer:?}");
        assert_eq!(tables.content(&world).await == planted, status != StatusCode::OK, "{peer}");
    }
}
