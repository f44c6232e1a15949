//! Signing in and out. With the demonstration anybody may sign in as one of its people; it exists on this machine only.

use axum::{
    Form,
    extract::{State, rejection::FormRejection},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use serde::Deserialize;
use shared::{failure::Failure, id::PersonId};
use tower_sessions::Session;

use super::{
    Server,
    public::{escaped, html, refused},
    same_origin, store_failed,
};
use crate::{
    error::Result,
    organisation::demonstration_people,
    session::{self, PERSON},
};

/// The page on which people sign in.
pub async fn choose(State(server): State<Server>) -> Response {
    if !server.0.demonstration {
        let content = "<h1 class=\"govuk-heading-l\">Sign in</h1>\
             <p class=\"govuk-body\">Nobody can sign in here yet: no identity provider is set up.</p>\
             <p class=\"govuk-body\">Ask the people who run this service for your authority.</p>";
        return html("Sign in", content);
    }
    match demonstration_people(&server.0.door).await {
        Ok(people) => html("Sign in", &choices(&people)),
        Err(error) => refused(&error.told()),
    }
}

fn choices(people: &[crate::organisation::DemonstrationPerson]) -> String {
    let mut content = String::from(
        "<h1 class=\"govuk-heading-l\">Who do you want to be?</h1>\
         <p class=\"govuk-body\">This is a demonstration. Its people, money and plans are invented. \
         Choose somebody to see what they see.</p>\
         <form method=\"post\" action=\"/sign-in/person\"><dl class=\"govuk-summary-list\">",
    );
    let mut rest = people;
    while let Some(first) = rest.first() {
        let count = rest.iter().take_while(|it| it.id == first.id).count();
        let (roles, after) = rest.split_at(count);
        rest = after;
        let name = escaped(&first.name);
        let roles: Vec<String> =
            roles.iter().map(|it| format!("{}, {}", it.role.label(), escaped(&it.place))).collect();
        content.push_str(&format!(
            "<div class=\"govuk-summary-list__row\"><dt class=\"govuk-summary-list__key\">{name}</dt>\
             <dd class=\"govuk-summary-list__value\">{}</dd><dd class=\"govuk-summary-list__actions\">\
             <button class=\"govuk-button govuk-button--secondary app-button--in-list\" name=\"person\" value=\"{}\">\
             Sign in<span class=\"govuk-visually-hidden\"> as {name}</span></button></dd></div>",
            roles.join("<br>"),
            first.id
        ));
    }
    content.push_str("</dl></form>");
    content
}

/// Whom somebody chose.
#[derive(Deserialize)]
pub struct Choice {
    person: PersonId,
}

/// Signs in as a person of the demonstration, under a new session id.
pub async fn enter(
    State(server): State<Server>,
    session: Session,
    headers: HeaderMap,
    choice: Result<Form<Choice>, FormRejection>,
) -> Response {
    let entered: Result<()> = async {
        if !same_origin(State(&server), &Method::POST, &headers) {
            return Err(Failure::Forbidden.into());
        }
        let message = "Send a form with the person to sign in as.".to_owned();
        let Form(choice) = choice.map_err(|_| Failure::BadRequest { message })?;
        let people = if server.0.demonstration { demonstration_people(&server.0.door).await? } else { Vec::new() };
        if !people.iter().any(|it| it.id == choice.person) {
            return Err(Failure::NotFound.into());
        }
        session::caller(&server.0.door, choice.person).await?.ok_or(Failure::NotFound)?;
        // What was in another person's session is not for this one.
        session.flush().await.map_err(|it| store_failed(&it))?;
        session.insert(PERSON, choice.person).await.map_err(|it| store_failed(&it))?;
        session.cycle_id().await.map_err(|it| store_failed(&it))?;
        Ok(())
    }
    .await;
    match entered {
        Ok(()) => to_the_page(),
        Err(error) => refused(&error.told()),
    }
}

/// Signs out: the session is gone from the database.
pub async fn leave(State(server): State<Server>, session: Session, headers: HeaderMap) -> Response {
    if !same_origin(State(&server), &Method::POST, &headers) {
        return refused(&Failure::Forbidden);
    }
    match session.flush().await {
        Ok(()) => {
            let mut response = to_the_page();
            let clear = HeaderValue::from_static("\"cache\", \"storage\"");
            response.headers_mut().insert("clear-site-data", clear);
            response
        }
        Err(error) => refused(&store_failed(&error).told()),
    }
}

fn to_the_page() -> Response {
    let mut response = StatusCode::SEE_OTHER.into_response();
    response.headers_mut().insert(header::LOCATION, HeaderValue::from_static("/"));
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
