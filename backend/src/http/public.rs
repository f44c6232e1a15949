//! Plain pages of the server: they need no script, and tell everybody the same.

use axum::{
    extract::State,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use leptos::prelude::*;
use shared::access::Action;
use tower_sessions::Session;
use ui::{GenericHeader, SkipLink};

use super::{
    Server, files, fresh,
    graphql::{self, refusal},
    visitor,
};
use crate::{error::Result, organisation};

const ACCESSIBILITY: &str = include_str!("../../../docs/texts/accessibility.md");
const PRIVACY: &str = include_str!("../../../docs/texts/privacy.md");

/// The process runs.
pub async fn healthz() -> Response {
    fresh("text/plain; charset=utf-8", "ok\n")
}

/// The process can answer: the database is there.
pub async fn readyz(State(server): State<Server>) -> Response {
    match server.0.door.ping().await {
        Ok(()) => fresh("text/plain; charset=utf-8", "ready\n"),
        Err(_) => {
            let response = fresh("text/plain; charset=utf-8", "the database is away\n");
            (StatusCode::SERVICE_UNAVAILABLE, response).into_response()
        }
    }
}

/// The accessibility statement.
pub async fn accessibility() -> Response {
    html("Accessibility statement", &text(ACCESSIBILITY))
}

/// The privacy notice.
pub async fn privacy() -> Response {
    html("Privacy notice", &text(PRIVACY))
}

/// The schools of the caller's authority as a table.
pub async fn schools_csv(State(server): State<Server>, session: Session) -> Response {
    let made: Result<Vec<u8>> = async {
        let visitor = visitor(&session).await?;
        let access = server.0.door.authorize(&visitor, Action::SeeOrganisation)?;
        organisation::schools_csv(&access).await
    }
    .await;
    table(made, "attachment; filename=\"schools.csv\"")
}

/// A table to keep, under a name; or why there is none.
pub fn table(made: Result<Vec<u8>>, name: &'static str) -> Response {
    match made {
        Ok(table) => {
            let mut response = fresh("text/csv; charset=utf-8", table);
            response.headers_mut().insert(header::CONTENT_DISPOSITION, HeaderValue::from_static(name));
            response
        }
        Err(error) => refused(&error.told()),
    }
}

/// A route asked in a way that it does not answer.
pub async fn other_method() -> Response {
    graphql::refused(StatusCode::METHOD_NOT_ALLOWED, "This address does not answer this method.")
}

/// A failure of a route that is not GraphQL, with the status that says the same.
pub fn refused(failure: &shared::failure::Failure) -> Response {
    use shared::failure::Failure;
    let status = match failure {
        Failure::SignedOut => StatusCode::UNAUTHORIZED,
        Failure::Forbidden => StatusCode::FORBIDDEN,
        Failure::NotFound => StatusCode::NOT_FOUND,
        Failure::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        Failure::Internal { .. } => StatusCode::INTERNAL_SERVER_ERROR,
        _ => StatusCode::BAD_REQUEST,
    };
    let mut response = refusal(failure).into_response();
    *response.status_mut() = status;
    response
}

/// Our own words, written in Markdown, as the design system shows them.
///
/// The words are part of the program, never anybody's input.
fn text(markdown: &str) -> String {
    let mut html = String::new();
    pulldown_cmark::html::push_html(&mut html, pulldown_cmark::Parser::new(markdown));
    [
        ("<h1>", "<h1 class=\"govuk-heading-xl\">"),
        ("<h2>", "<h2 class=\"govuk-heading-m\">"),
        ("<h3>", "<h3 class=\"govuk-heading-s\">"),
        ("<p>", "<p class=\"govuk-body\">"),
        ("<ul>", "<ul class=\"govuk-list govuk-list--bullet\">"),
        ("<ol>", "<ol class=\"govuk-list govuk-list--number\">"),
        ("<a ", "<a class=\"govuk-link\" "),
    ]
    .into_iter()
    .fold(html, |html, (plain, styled)| html.replace(plain, styled))
}

/// A whole page around `content`, which is HTML made by us.
pub fn html(title: &str, content: &str) -> Response {
    let (skip, head) = Owner::new().with(|| {
        let skip = view! { <SkipLink>"Skip to main content"</SkipLink> }.to_html();
        (skip, view! { <GenericHeader href="/">"SEND clusters"</GenericHeader> }.to_html())
    });
    let style = files::style_sheet();
    let page = format!(
        "<!DOCTYPE html>\n<html lang=\"en-GB\" class=\"govuk-template\"><head><meta charset=\"utf-8\">\
         <title>{title} - SEND clusters</title>\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1, viewport-fit=cover\">\
         <meta name=\"theme-color\" content=\"#2a5f4f\"><meta name=\"robots\" content=\"noindex\">\
         <link rel=\"icon\" href=\"/icon-48.png\" type=\"image/png\" sizes=\"48x48\">\
         <link rel=\"icon\" href=\"/icon.svg\" type=\"image/svg+xml\" sizes=\"any\">\
         <link rel=\"stylesheet\" href=\"{style}\"></head>\
         <body class=\"govuk-template__body govuk-frontend-supported\">{skip}{head}\
         <div class=\"govuk-width-container\"><main class=\"govuk-main-wrapper\" id=\"main-content\">{content}</main></div>\
         <footer class=\"app-footer\"><div class=\"govuk-width-container\"><ul class=\"app-footer__list\">\
         <li><a class=\"govuk-link\" href=\"/accessibility\">Accessibility statement</a></li>\
         <li><a class=\"govuk-link\" href=\"/privacy\">Privacy notice</a></li></ul></div></footer></body></html>\n"
    );
    fresh("text/html; charset=utf-8", page)
}

/// Text as HTML shows it.
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_words_come_as_the_design_system_shows_them() {
        assert!(text(ACCESSIBILITY).contains("<h1 class=\"govuk-heading-xl\">"));
        assert!(text(PRIVACY).contains("<p class=\"govuk-body\">"));
        assert_eq!(escaped("<O'Brien & \"Co\">"), "&lt;O&#39;Brien &amp; &quot;Co&quot;&gt;");
    }
}
