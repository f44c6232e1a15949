//! Somebody at a browser: the server's own router, and a session that was made by signing in.

use axum::{
    Router,
    body::Body,
    http::{Request, Response, StatusCode, header},
};
use backend::{
    config::Api,
    testing::{Door, Parts, router},
};
use http_body_util::BodyExt as _;
use sea_orm::ConnectionTrait as _;
use serde_json::{Value, json};
use shared::{failure::Failure, id::PersonId};
use tower::ServiceExt as _;

use crate::world::World;

/// A browser, signed in or not.
#[derive(Clone)]
pub struct Browser {
    router: Router,
    cookie: String,
}

impl Browser {
    /// A browser before the server on this database. Everybody in it may be chosen at sign-in.
    pub async fn before(world: &World, door: Door) -> Self {
        world.db().execute_unprepared("update authority set demonstration = true").await.unwrap();
        let parts = Parts { door, api: Api::Open, public_url: None, demonstration: true, trusted_proxy: None };
        Self { router: router(parts), cookie: String::new() }
    }

    /// The same browser after somebody signed in.
    pub async fn signed_in(&self, who: PersonId) -> Self {
        let request =
            Request::post("/sign-in/person").header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let response = self.send(request, format!("person={who}")).await;
        assert_eq!(response.status(), StatusCode::SEE_OTHER);
        let cookie = response.headers()[header::SET_COOKIE].to_str().unwrap();
        Self { cookie: cookie.split(';').next().unwrap().to_owned(), ..self.clone() }
    }

    /// The status of an address.
    pub async fn status(&self, path: &str) -> StatusCode {
        self.send(Request::get(path), String::new()).await.status()
    }

    /// Sends a document; gives its data, or the failure with the status it came with.
    pub async fn ask(&self, document: &str, variables: Value) -> Result<Value, (StatusCode, Failure)> {
        let body = json!({ "query": document, "variables": variables }).to_string();
        let request = Request::post("/graphql").header(header::CONTENT_TYPE, "application/json");
        let response = self.send(request, body).await;
        let status = response.status();
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        let mut answer: Value = serde_json::from_slice(&bytes).unwrap();
        match answer.pointer_mut("/errors/0/extensions/failure") {
            None => Ok(answer["data"].take()),
            Some(failure) => Err((status, serde_json::from_value(failure.take()).unwrap())),
        }
    }

    async fn send(&self, request: axum::http::request::Builder, body: String) -> Response<Body> {
        let request = request
            .header(header::HOST, "localhost")
            .header("sec-fetch-site", "same-origin")
            .header(header::COOKIE, &self.cookie)
            .body(Body::from(body))
            .unwrap();
        self.router.clone().oneshot(request).await.unwrap()
    }
}
