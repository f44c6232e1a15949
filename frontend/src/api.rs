//! The one way to the server: a document and its variables go, a shared view or a refusal comes back.

mod file;

use std::io;

use gloo_net::http::{Request, Response};
use graphql_client::{GraphQLQuery, QueryBody};
use leptos::task::spawn_local;
use serde::Serialize;
use serde_json::{
    Value,
    ser::{Formatter, Serializer},
};
use shared::failure::Failure;
use web_sys::{AbortSignal, RequestCredentials};

use crate::{
    number,
    views::{View, view},
};

pub use file::send_file;

/// How long an answer may take, in milliseconds, before the page says that the service cannot be reached.
const PATIENCE: u32 = 30_000;

/// Why the server, or the way to it, did not do what was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// What it is about.
    pub failure: Failure,
    /// What to quote to the people who run the service.
    pub reference: Option<String>,
}

impl From<Failure> for Refusal {
    fn from(failure: Failure) -> Self {
        Self { failure, reference: None }
    }
}

/// Sends a document and gives what its only root field answered, in a structure with one field of that name.
pub async fn send<Q>(variables: Q::Variables) -> Result<Q::ResponseData, Refusal>
where
    Q: GraphQLQuery,
    Q::ResponseData: View,
{
    fetch(body::<Q>(variables)).await?.read()
}

/// As [`send`], for callers that go on when the answer is there. All operations share one piece of waiting code.
pub fn ask<Q>(variables: Q::Variables, then: impl FnOnce(Result<Q::ResponseData, Refusal>) + 'static)
where
    Q: GraphQLQuery,
    Q::ResponseData: View,
{
    wait(body::<Q>(variables), Box::new(|answer| then(answer.and_then(|it| it.read()))));
}

/// As [`ask`], for an answer that is read later.
pub fn wait(body: Option<String>, then: Box<dyn FnOnce(Result<Answer, Refusal>)>) {
    spawn_local(async move { then(fetch(body).await) });
}

/// What is sent: the document and its variables.
pub fn body<Q: GraphQLQuery>(variables: Q::Variables) -> Option<String> {
    let QueryBody { variables, query, operation_name } = Q::build_query(variables);
    together(&written(&variables)?, query, operation_name)
}

fn together(variables: &str, query: &str, name: &str) -> Option<String> {
    let (query, name) = (written(query)?, written(name)?);
    Some(format!(r#"{{"variables":{variables},"query":{query},"operationName":{name}}}"#))
}

fn written<T: Serialize + ?Sized>(value: &T) -> Option<String> {
    let mut json = Vec::new();
    value.serialize(&mut Serializer::with_formatter(&mut json, Plain)).ok()?;
    String::from_utf8(json).ok()
}

/// Writes JSON as usual, but for numbers with a fraction: see [`number`].
struct Plain;

impl Formatter for Plain {
    fn write_f64<W: ?Sized + io::Write>(&mut self, writer: &mut W, value: f64) -> io::Result<()> {
        writer.write_all(number::written(value).as_bytes())
    }
}

/// An answer with data and without errors.
#[derive(Debug)]
pub struct Answer {
    answer: Value,
    reference: Option<String>,
}

impl Answer {
    /// What was asked for, or that it cannot be read.
    pub fn read<T: View>(&self) -> Result<T, Refusal> {
        self.answer.get("data").and_then(view).ok_or_else(|| broken(self.reference.clone()))
    }
}

async fn fetch(body: Option<String>) -> Result<Answer, Refusal> {
    let offline = |_| Refusal::from(Failure::Offline);
    let response: Response = Request::post("/graphql")
        .header("content-type", "application/json")
        .credentials(RequestCredentials::SameOrigin)
        .abort_signal(Some(&AbortSignal::timeout_with_u32(PATIENCE)))
        .body(body.ok_or_else(|| broken(None))?)
        .map_err(offline)?
        .send()
        .await
        .map_err(offline)?;
    let (status, reference) = (response.status(), response.headers().get("x-reference"));
    answer(&response.text().await.map_err(offline)?, status, reference)
}

/// Tells an answer from a refusal.
fn answer(text: &str, status: u16, reference: Option<String>) -> Result<Answer, Refusal> {
    let answer: Value = serde_json::from_str(text).unwrap_or_default();
    let errors = answer.get("errors").and_then(Value::as_array).filter(|it| !it.is_empty());
    let told = |it: &Value| it.get("extensions")?.get("failure").and_then(view::<Failure>);
    Err(match errors.map(|it| it.iter().find_map(told)) {
        Some(Some(failure)) => Refusal { failure, reference },
        None if answer.get("data").is_some_and(|it| !it.is_null()) => return Ok(Answer { answer, reference }),
        _ if matches!(status, 502..=504) => Refusal { failure: Failure::Unavailable, reference },
        _ => broken(reference),
    })
}

fn broken(reference: Option<String>) -> Refusal {
    Refusal { failure: Failure::Internal { reference: reference.clone().unwrap_or_default() }, reference }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told<T: View>(text: &str, status: u16) -> Result<T, Refusal> {
        answer(text, status, Some("K7F2".into()))?.read()
    }

    fn failure(text: &str, status: u16) -> Failure {
        told::<i32>(text, status).unwrap_err().failure
    }

    #[test]
    fn an_answer_is_data_or_the_failure_it_carries() {
        assert_eq!(told(r#"{"data":4}"#, 200), Ok(4));
        let refused = r#"{"data":null,"errors":[{"message":"x","extensions":{"failure":{"code":"NOT_FOUND"}}}]}"#;
        assert_eq!(failure(refused, 200), Failure::NotFound);
        assert_eq!(failure("<h1>Bad gateway</h1>", 502), Failure::Unavailable);
    }

    #[test]
    fn what_cannot_be_read_is_told_with_its_reference() {
        let internal = Failure::Internal { reference: "K7F2".into() };
        let unknown = r#"{"errors":[{"message":"x","extensions":{"failure":{"code":"FROM_THE_FUTURE"}}}]}"#;
        for text in ["", "{}", r#"{"data":"four"}"#, r#"{"errors":[{"message":"x"}]}"#, unknown] {
            assert_eq!(failure(text, 200), internal, "{text}");
        }
    }
}
