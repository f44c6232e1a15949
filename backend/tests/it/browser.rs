//! A browser for tests: requests to the whole router, with the session of somebody who is signed in.

use std::collections::BTreeMap;

use axum::{
    Router,
    body::Body,
    http::{HeaderMap, Request, StatusCode},
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

/// What a server says.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|it| panic!("{it}: {self:?}"))
    }

    /// The failure in the body, if it is nothing but one of ours.
    pub fn failure(&self) -> Option<Failure> {
        let body: Value = serde_json::from_str(&self.body).ok()?;
        body["data"].is_null().then_some(())?;
        serde_json::from_value(body["errors"][0]["extensions"]["failure"].clone()).ok()
    }

    /// A header as text; nothing where it is not there.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |it| it.to_str().unwrap())
    }
}

/// What the server of a test is made of.
pub fn parts(world: &World, api: Api) -> Parts {
    Parts { door: world.door.clone(), api, public_url: None, demonstration: false, trusted_proxy: None }
}

/// A server on this machine that answers any document.
pub fn open(world: &World) -> Router {
    router(parts(world, Api::Open))
}

/// The cookie of a new session of somebody, until a moment in seconds since 1970.
pub async fn session_until(world: &World, who: PersonId, until: i64) -> String {
    let id = Uuid::new_v4();
    let data = json!({ "person": who }).to_string();
    let sql = "insert into session (id, person_id, data, expires_at) values ($1, $2, $3, $4)";
    let values = [id.into(), who.0.into(), data.into(), until.into()];
    let statement = Statement::from_sql_and_values(world.db().get_database_backend(), sql, values);
    world.db().execute_raw(statement).await.unwrap();
    format!("session={}", Id(id.as_u128().cast_signed()))
}

/// The cookie of a new session of somebody.
pub async fn session(world: &World, who: PersonId) -> String {
    session_until(world, who, 4_102_444_800).await
}

/// The headers with which the page sends a question.
pub fn from_the_page(cookie: &str) -> BTreeMap<&'static str, String> {
    let mut headers = BTreeMap::from([
        ("host", "localhost:8080".to_owned()),
        ("origin", "http://localhost:8080".to_owned()),
        ("sec-fetch-site", "same-origin".to_owned()),
        ("content-type", "application/json".to_owned()),
    ]);
    if !cookie.is_empty() {
        headers.insert("cookie", cookie.to_owned());
    }
    headers
}

/// A request.
pub fn request(
    method: &str,
    path: &str,
    headers: &BTreeMap<&'static str, String>,
    body: impl Into<Body>,
) -> Request<Body> {
    let request = Request::builder().method(method).uri(path);
    let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, value));
    request.body(body.into()).unwrap()
}

/// Sends a request.
pub async fn send(server: &Router, request: Request<Body>) -> Answer {
    let (head, body) = server.clone().oneshot(request).await.unwrap().into_parts();
    let body = body.collect().await.unwrap().to_bytes();
    Answer { status: head.status, headers: head.headers, body: String::from_utf8_lossy(&body).into_owned() }
}

/// Sends a document as the page does, as whoever the cookie belongs to.
pub async fn ask(server: &Router, cookie: &str, document: &str, variables: Value) -> Answer {
    let body = json!({ "query": document, "variables": variables }).to_string();
    send(server, request("POST", "/graphql", &from_the_page(cookie), body)).await
}

/// Sends a form as the page does.
pub async fn submit(server: &Router, cookie: &str, path: &str, form: String) -> Answer {
    let mut headers = from_the_page(cookie);
    headers.insert("content-type", "application/x-www-form-urlencoded".to_owned());
    send(server, request("POST", path, &headers, form)).await
}
