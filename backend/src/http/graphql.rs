//! The API over the wire: POST and JSON only, from our own page, one operation a request, known documents.

use std::collections::HashMap;

use async_graphql::{
    Request, Response as Answer, Variables,
    parser::{
        parse_query,
        types::{ExecutableDocument, Selection},
    },
};
use axum::{
    body::{Body, Bytes},
    extract::{State, rejection::BytesRejection},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use rust_embed::RustEmbed;
use serde::Deserialize;
use sha2::{Digest as _, Sha256};
use shared::failure::Failure;
use tower_sessions::Session;

use super::{Server, fresh, same_origin, visitor};
use crate::config::Api;

/// The documents of the page, as the page was built with them.
#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/../frontend/src"]
#[include = "*.graphql"]
struct Documents;

/// The documents that are answered, by hash, with the names of their operations.
pub struct Known(HashMap<[u8; 32], String>);

impl Known {
    /// Those of the page.
    pub fn of_the_page() -> Self {
        let documents = Documents::iter().filter_map(|it| Documents::get(&it));
        Self(documents.map(|it| (hash(&it.data), operation_name(&String::from_utf8_lossy(&it.data)))).collect())
    }

    /// The name of a document's operation, if the document is known.
    fn name(&self, document: &str) -> Option<&str> {
        self.0.get(&hash(document.as_bytes())).map(String::as_str)
    }
}

/// SHA-256.
pub fn hash(document: &[u8]) -> [u8; 32] {
    Sha256::digest(document).into()
}

/// The word after `query` or `mutation`: every document of the page names its one operation.
fn operation_name(document: &str) -> String {
    let mut words = document.split(|it: char| !it.is_alphanumeric()).filter(|it| !it.is_empty());
    words.find(|it| matches!(*it, "query" | "mutation"));
    words.next().unwrap_or("unnamed").to_owned()
}

/// What the page sends. Anything else in it is refused, arrays of operations too.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Sent {
    query: String,
    #[serde(default)]
    operation_name: Option<String>,
    #[serde(default)]
    variables: serde_json::Value,
}

/// Limits on a document before the library reads it in earnest: its validation can take seconds over one kilobyte of
/// fragments that spread one another.
const LONGEST_DOCUMENT: usize = 16 * 1024;
const MOST_SPREADS: usize = 20;

/// The name of the operation for the log, put into the response for the layer outside.
#[derive(Clone)]
pub struct Operation(pub String);

/// Who asked, for the log.
#[derive(Clone)]
pub struct Asker(pub String);

/// Answers one operation.
pub async fn answer(
    State(server): State<Server>,
    session: Session,
    method: Method,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let refuse = |status, message: &str| refused(status, message);
    if method != Method::POST {
        let mut response = refuse(StatusCode::METHOD_NOT_ALLOWED, "Send a POST request with a JSON body.");
        response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("POST"));
        return response;
    }
    if !is_json(&headers) {
        return refuse(StatusCode::UNSUPPORTED_MEDIA_TYPE, "Send the content type application/json.");
    }
    if !same_origin(State(&server), &method, &headers) {
        return refuse(StatusCode::FORBIDDEN, "Send requests from the page of this service.");
    }
    let Ok(body) = body else {
        return refuse(StatusCode::PAYLOAD_TOO_LARGE, "Send at most 256 KB.");
    };
    let Ok(sent) = serde_json::from_slice::<Sent>(&body) else {
        let message = "Send one object with query, operationName and variables. Batches are not read.";
        return refuse(StatusCode::BAD_REQUEST, message);
    };
    let known = server.0.known.name(&sent.query).map(str::to_owned);
    if known.is_none() {
        if server.0.api == Api::Known {
            let message = "This version of the page is not known to the server. Load the page again.";
            return refuse(StatusCode::BAD_REQUEST, message);
        }
        if let Err(message) = acceptable(&sent.query) {
            return refuse(StatusCode::BAD_REQUEST, message);
        }
    }
    let visitor = match visitor(&session).await {
        Ok(visitor) => visitor,
        Err(error) => return failed(&error.told()),
    };
    let person = visitor.0.as_ref().map(|it| server.0.door.key().opaque(it.person));
    let mut request = Request::new(sent.query).variables(Variables::from_json(sent.variables)).data(visitor);
    request.operation_name = sent.operation_name;
    let mut response = told(server.0.schema.execute(request).await);
    // The name of a document that is not the page's is somebody's text, and stays out of the log.
    response.extensions_mut().insert(Operation(known.unwrap_or_else(|| "open".to_owned())));
    if let Some(person) = person {
        response.extensions_mut().insert(Asker(person));
    }
    response
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|it| it.to_str().ok()).unwrap_or_default();
    kind.split(';').next().is_some_and(|it| it.trim().eq_ignore_ascii_case("application/json"))
}

/// Whether a document of anybody may be read in earnest.
fn acceptable(document: &str) -> Result<(), &'static str> {
    if document.len() > LONGEST_DOCUMENT {
        return Err("Send a document of at most 16 KB.");
    }
    let document = parse_query(document).map_err(|_| "This is not a GraphQL document.")?;
    let (spreads, introspects) = survey(&document);
    if introspects {
        return Err("The server does not describe its API. Read schema.graphql.");
    }
    if spreads > MOST_SPREADS { Err("Use at most 20 fragments.") } else { Ok(()) }
}

/// How often fragments are spread, all in all, and whether the document asks for the schema.
fn survey(document: &ExecutableDocument) -> (usize, bool) {
    let operations = document.operations.iter().map(|(_, it)| &it.node.selection_set.node);
    let fragments = document.fragments.values().map(|it| &it.node.selection_set.node);
    let mut open: Vec<_> = operations.chain(fragments).collect();
    let (mut spreads, mut introspects) = (0, false);
    while let Some(set) = open.pop() {
        for selection in &set.items {
            match &selection.node {
                Selection::Field(field) => {
                    introspects |= matches!(field.node.name.node.as_str(), "__schema" | "__type");
                    open.push(&field.node.selection_set.node);
                }
                Selection::InlineFragment(fragment) => open.push(&fragment.node.selection_set.node),
                Selection::FragmentSpread(_) => spreads += 1,
            }
        }
    }
    (spreads, introspects)
}

/// The answer of the library as we tell it: our failures as they are, its own words never.
fn told(mut answer: Answer) -> Response {
    let mut status = StatusCode::OK;
    for error in &mut answer.errors {
        let ours = error.extensions.as_ref().and_then(|it| it.get("failure")).cloned();
        let failure = ours.and_then(|it| it.into_json().ok()).and_then(|it| serde_json::from_value(it).ok());
        let failure = failure.unwrap_or_else(|| {
            // Not a word of it: it quotes what was sent.
            tracing::info!(reference = crate::error::reference(), "refused by the GraphQL library");
            Failure::BadRequest { message: "The server cannot read this request. Load the page again.".to_owned() }
        });
        status = match failure {
            Failure::Internal { .. } => StatusCode::INTERNAL_SERVER_ERROR,
            Failure::Unavailable if status == StatusCode::OK => StatusCode::SERVICE_UNAVAILABLE,
            Failure::BadRequest { .. } if status == StatusCode::OK => StatusCode::BAD_REQUEST,
            _ => status,
        };
        *error = plain(&failure);
    }
    if !answer.errors.is_empty() {
        answer.data = async_graphql::Value::Null;
    }
    let body = serde_json::to_vec(&answer).unwrap_or_default();
    (status, fresh("application/json; charset=utf-8", body)).into_response()
}

fn plain(failure: &Failure) -> async_graphql::ServerError {
    let mut error = async_graphql::ServerError::new(failure.to_string(), None);
    let mut extensions = async_graphql::ErrorExtensionValues::default();
    if let Ok(value) = async_graphql::to_value(failure) {
        extensions.set("failure", value);
    }
    error.extensions = Some(extensions);
    error
}

/// A failure in the form of every other answer.
pub fn refusal(failure: &Failure) -> Response<Body> {
    told(Answer::from_errors(vec![plain(failure)]))
}

fn failed(failure: &Failure) -> Response {
    refusal(failure).into_response()
}

/// A request that is not read, with the status that says why.
pub fn refused(status: StatusCode, message: &str) -> Response {
    let body = refusal(&Failure::BadRequest { message: message.to_owned() });
    let mut response = (status, body).into_response();
    *response.status_mut() = status;
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fragments_are_counted_before_the_library_validates() {
        let fan = (0..21).map(|it| format!("...F{it}")).collect::<String>();
        assert!(acceptable(&format!("query A {{ {fan} }} fragment F0 on Query {{ me {{ day }} }}")).is_err());
        assert!(acceptable("query A { ...F ...F } fragment F on Query { me { day } }").is_ok());
        assert!(acceptable(&" ".repeat(LONGEST_DOCUMENT + 1)).is_err());
        assert!(acceptable("{").is_err());
    }

    #[test]
    fn operations_are_named_from_their_documents() {
        assert_eq!(operation_name("# all\nquery Schools($a: Int) { a }"), "Schools");
        assert_eq!(operation_name("mutation Agree { a }"), "Agree");
    }

    #[test]
    fn nothing_of_the_library_is_told() {
        let error = async_graphql::ServerError::new("Unknown field \"pupil\" on type \"Query\"", None);
        let response = told(Answer::from_errors(vec![error]));
        assert_eq!(response.status(), StatusCode::BAD_REQUEST);
    }
}
