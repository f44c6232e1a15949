//! The one way to the server: a document and its variables go, a shared view or a refusal comes back.

use gloo_net::http::{Request, Response};
use graphql_client::GraphQLQuery;
use serde::{Deserialize, de::DeserializeOwned};
use shared::failure::Failure;
use web_sys::{AbortSignal, RequestCredentials};

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
pub async fn send<Q: GraphQLQuery>(variables: Q::Variables) -> Result<Q::ResponseData, Refusal> {
    let body = serde_json::to_string(&Q::build_query(variables)).map_err(|_| broken(None))?;
    let (text, sent) = post(body).await?;
    read(&text, sent)
}

/// What is known of an answer besides its text.
struct Sent {
    status: u16,
    reference: Option<String>,
}

async fn post(body: String) -> Result<(String, Sent), Refusal> {
    let offline = |_| Refusal::from(Failure::Offline);
    let response: Response = Request::post("/graphql")
        .header("content-type", "application/json")
        .credentials(RequestCredentials::SameOrigin)
        .abort_signal(Some(&AbortSignal::timeout_with_u32(PATIENCE)))
        .body(body)
        .map_err(offline)?
        .send()
        .await
        .map_err(offline)?;
    let sent = Sent { status: response.status(), reference: response.headers().get("x-reference") };
    let text = response.text().await.map_err(offline)?;
    Ok((text, sent))
}

#[derive(Deserialize)]
struct Answer<T> {
    data: Option<T>,
    #[serde(default)]
    errors: Vec<Fault>,
}

#[derive(Deserialize)]
struct Fault {
    extensions: Option<Extensions>,
}

#[derive(Deserialize)]
struct Extensions {
    // Kept as it came: a newer server may refuse in words this page does not know.
    failure: Option<serde_json::Value>,
}

fn read<T: DeserializeOwned>(text: &str, sent: Sent) -> Result<T, Refusal> {
    // An answer with errors may have no data that fits, so the errors are looked for on their own.
    let errors = match serde_json::from_str::<Answer<T>>(text) {
        Ok(Answer { data: Some(data), errors }) if errors.is_empty() => return Ok(data),
        Ok(answer) => answer.errors,
        Err(_) => serde_json::from_str::<Answer<serde_json::Value>>(text).map(|it| it.errors).unwrap_or_default(),
    };
    Err(refused(errors, sent))
}

fn refused(errors: Vec<Fault>, sent: Sent) -> Refusal {
    let told = errors.into_iter().find_map(|it| it.extensions?.failure);
    match told.and_then(|it| serde_json::from_value(it).ok()) {
        Some(failure) => Refusal { failure, reference: sent.reference },
        None if matches!(sent.status, 502..=504) => {
            Refusal { failure: Failure::Unavailable, reference: sent.reference }
        }
        None => broken(sent.reference),
    }
}

fn broken(reference: Option<String>) -> Refusal {
    Refusal { failure: Failure::Internal { reference: reference.clone().unwrap_or_default() }, reference }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(status: u16) -> Sent {
        Sent { status, reference: Some("K7F2".into()) }
    }

    fn failure(text: &str, status: u16) -> Failure {
        read::<i32>(text, sent(status)).unwrap_err().failure
    }

    #[test]
    fn an_answer_is_data_or_the_failure_it_carries() {
        assert_eq!(read::<i32>(r#"{"data":4}"#, sent(200)), Ok(4));
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
