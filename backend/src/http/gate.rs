//! What is settled before anything reads a request: its length, its time, and whether it came over https.

use std::net::SocketAddr;

use axum::{
    body::HttpBody as _,
    extract::{ConnectInfo, Request, State},
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use shared::failure::Failure;

use super::{Server, UPLOAD, graphql, longest_answer, longest_request, public, upload};

/// Lets a request through, or says why not.
pub async fn pass(State(server): State<Server>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let (most, patience) = (longest_request(path) as u64, longest_answer(path));
    if request.body().size_hint().lower() > most || announced(&request) > most {
        if path == UPLOAD {
            return upload::too_large();
        }
        return graphql::refused(StatusCode::PAYLOAD_TOO_LARGE, "Send at most 256 KB.");
    }
    if came_over_http(&server, &request) {
        return to_https(&server, &request);
    }
    match tokio::time::timeout(patience, next.run(request)).await {
        Ok(response) => response,
        Err(_) => public::refused(&Failure::Unavailable),
    }
}

/// How long the request says that it is.
fn announced(request: &Request) -> u64 {
    let length = request.headers().get(header::CONTENT_LENGTH).and_then(|it| it.to_str().ok());
    length.and_then(|it| it.parse().ok()).unwrap_or(0)
}

/// Whether the proxy says that it took the request over plain http. Nobody else's word is taken: everybody can send the
/// header. A proxy adds its own word at the end.
fn came_over_http(server: &Server, request: &Request) -> bool {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|it| it.0.ip().to_canonical());
    let secure = server.0.origin.as_ref().is_some_and(|it| it.starts_with("https://"));
    let said = request.headers().get_all("x-forwarded-proto").iter().next_back().and_then(|it| it.to_str().ok());
    let said = said.and_then(|it| it.rsplit(',').next()).map(str::trim);
    secure && peer.is_some() && peer == server.0.trusted_proxy && said.is_some_and(|it| it.eq_ignore_ascii_case("http"))
}

/// The same address over https, where a browser can follow; what was sent already was sent in the open.
fn to_https(server: &Server, request: &Request) -> Response {
    let path = request.uri().path_and_query().map_or("/", |it| it.as_str());
    let address = server.0.origin.as_ref().map(|it| HeaderValue::from_str(&format!("{it}{path}")));
    match address {
        Some(Ok(address)) if request.method().is_safe() => {
            let mut response = StatusCode::PERMANENT_REDIRECT.into_response();
            response.headers_mut().insert(header::LOCATION, address);
            response
        }
        _ => graphql::refused(StatusCode::FORBIDDEN, "Send requests over https."),
    }
}
