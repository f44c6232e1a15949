//! Everything that comes over the wire: one table of routes, and the layers around it.

mod download;
mod files;
mod gate;
mod graphql;
mod log;
mod public;
mod sign_in;
mod upload;

use std::{any::Any, sync::Arc, time::Duration};

use axum::{
    Router,
    body::Body,
    extract::State,
    http::{HeaderName, HeaderValue, Method, StatusCode, header},
    response::{IntoResponse as _, Response},
    routing::MethodRouter,
};
use tower_http::{catch_panic::CatchPanicLayer, limit::RequestBodyLimitLayer, set_header::SetResponseHeaderLayer};
use tower_sessions::{Expiry, Session, SessionManagerLayer, cookie::SameSite, cookie::time};

use crate::{
    access::{Door, Visitor},
    config::Api,
    error::{Error, Result},
    graphql::Schema,
    session::{CALLER, Store},
};
use graphql::Known;
pub use log::panics;

/// The most bytes of a request.
const LONGEST_REQUEST: usize = 256 * 1024;

/// How long an answer may take.
const LONGEST_ANSWER: Duration = Duration::from_secs(20);

/// The route on which files arrive. It has limits of its own: see [`upload`].
const UPLOAD: &str = "/upload";

/// The most bytes of a request to a route.
fn longest_request(path: &str) -> usize {
    if path == UPLOAD { upload::LARGEST } else { LONGEST_REQUEST }
}

/// How long an answer of a route may take: a file of 60 MB takes minutes to arrive.
fn longest_answer(path: &str) -> Duration {
    if path == UPLOAD { upload::LONGEST } else { LONGEST_ANSWER }
}

/// What every handler works with.
#[derive(Clone)]
pub struct Server(Arc<Inner>);

struct Inner {
    door: Door,
    schema: Schema,
    api: Api,
    known: Known,
    /// Where the page is reached, as `Origin` says it; none stands for the host that the request names.
    origin: Option<String>,
    demonstration: bool,
    trusted_proxy: Option<std::net::IpAddr>,
}

/// What a server is made of.
pub struct Parts {
    /// The database.
    pub door: Door,
    /// Which documents are answered.
    pub api: Api,
    /// Where people reach it.
    pub public_url: Option<String>,
    /// Whether people of the demonstration can be chosen at sign-in.
    pub demonstration: bool,
    /// The proxy whose word on addresses is taken.
    pub trusted_proxy: Option<std::net::IpAddr>,
}

/// Who may use a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// Everybody: it tells nothing, or what everybody may know.
    Anybody,
    /// Each root field decides for itself.
    Field,
    /// Whoever the policy lets do this.
    May(shared::access::Action),
}

/// One route.
pub struct Route {
    /// The method.
    pub method: &'static str,
    /// The path.
    pub path: &'static str,
    /// Who may use it.
    pub who: Who,
    handler: fn() -> MethodRouter<Server>,
}

/// Every route that is not a file of the page. The router is built from it, and so is the access matrix.
pub const ROUTES: &[Route] = &[
    Route { method: "POST", path: "/graphql", who: Who::Field, handler: || axum::routing::any(graphql::answer) },
    Route { method: "GET", path: "/healthz", who: Who::Anybody, handler: || axum::routing::get(public::healthz) },
    Route { method: "GET", path: "/readyz", who: Who::Anybody, handler: || axum::routing::get(public::readyz) },
    Route {
        method: "GET",
        path: "/accessibility",
        who: Who::Anybody,
        handler: || axum::routing::get(public::accessibility),
    },
    Route { method: "GET", path: "/privacy", who: Who::Anybody, handler: || axum::routing::get(public::privacy) },
    Route { method: "GET", path: "/sign-in", who: Who::Anybody, handler: || axum::routing::get(sign_in::choose) },
    Route {
        method: "POST",
        path: "/sign-in/person",
        who: Who::Anybody,
        handler: || axum::routing::post(sign_in::enter),
    },
    Route { method: "POST", path: "/sign-out", who: Who::Anybody, handler: || axum::routing::post(sign_in::leave) },
    Route {
        method: "GET",
        path: "/download/schools.csv",
        who: Who::May(shared::access::Action::SeeOrganisation),
        handler: || axum::routing::get(public::schools_csv),
    },
    Route {
        method: "GET",
        path: "/download/access.csv",
        who: Who::May(shared::access::Action::SeeAccess),
        handler: || axum::routing::get(public::access_csv),
    },
    Route {
        method: "POST",
        path: UPLOAD,
        who: Who::May(shared::access::Action::ChangeOrganisation),
        handler: || axum::routing::post(upload::receive),
    },
    Route {
        method: "GET",
        path: "/download/import.csv",
        who: Who::May(shared::access::Action::ChangeOrganisation),
        handler: || axum::routing::get(upload::changes),
    },
    Route {
        method: "GET",
        path: "/download/clusters/{cluster}/plan.csv",
        who: Who::May(shared::access::Action::SeePlan),
        handler: || axum::routing::get(download::plan),
    },
    Route {
        method: "GET",
        path: "/download/clusters/{cluster}/money.csv",
        who: Who::May(shared::access::Action::SeePlan),
        handler: || axum::routing::get(download::figures),
    },
    Route {
        method: "GET",
        path: "/download/clusters/{cluster}/movements.csv",
        who: Who::May(shared::access::Action::SeePlan),
        handler: || axum::routing::get(download::movements),
    },
    Route {
        method: "GET",
        path: "/download/clusters/{cluster}/year.csv",
        who: Who::May(shared::access::Action::SeePlan),
        handler: || axum::routing::get(download::year),
    },
];

/// The header with the reference of a request: people quote it, the log has it.
pub const REFERENCE: HeaderName = HeaderName::from_static("x-reference");

/// What the browser may load and run: our own files, and nothing inline.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; \
    form-action 'self'; frame-ancestors 'none'; object-src 'none'";

const HEADERS: [(HeaderName, &str); 6] = [
    (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=()"),
];

/// The server as a tower service.
pub fn router(parts: Parts) -> Router {
    let secure = parts.public_url.as_ref().is_some_and(|it| it.starts_with("https://"));
    let sessions = SessionManagerLayer::new(Store(parts.door.clone()))
        .with_name(if secure { "__Host-session" } else { "session" })
        .with_secure(secure)
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
        .with_path("/")
        .with_expiry(Expiry::OnInactivity(time::Duration::hours(12)));
    let server = Server(Arc::new(Inner {
        schema: crate::graphql::schema(Some(parts.door.clone())),
        door: parts.door,
        api: parts.api,
        known: Known::of_the_page(),
        origin: parts.public_url,
        demonstration: parts.demonstration,
        trusted_proxy: parts.trusted_proxy,
    }));
    let mut router = Router::new();
    for route in ROUTES {
        // The upload counts for itself, to answer in its own words.
        let slack = if route.path == UPLOAD { LONGEST_REQUEST } else { 0 };
        let limit = RequestBodyLimitLayer::new(longest_request(route.path) + slack);
        router = router.route(route.path, (route.handler)().layer(limit));
    }
    router = router
        .fallback(files::page)
        .method_not_allowed_fallback(public::other_method)
        .layer(sessions)
        .layer(CatchPanicLayer::custom(panicked))
        .layer(axum::middleware::from_fn_with_state(server.clone(), gate::pass))
        .layer(axum::middleware::from_fn(public::as_page));
    for (name, value) in HEADERS {
        router = router.layer(SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value)));
    }
    if secure {
        let always = HeaderValue::from_static("max-age=63072000; includeSubDomains");
        router = router.layer(SetResponseHeaderLayer::overriding(header::STRICT_TRANSPORT_SECURITY, always));
    }
    router.layer(axum::middleware::from_fn(log::request)).with_state(server)
}

/// A panic is a fault like any other: logged with its reference, told as a page that names it.
#[allow(clippy::needless_pass_by_value, reason = "the layer gives it away")]
fn panicked(cause: Box<dyn Any + Send + 'static>) -> Response {
    let failure = Error::broken(format!("panic: {}", log::words(&*cause))).told();
    (StatusCode::INTERNAL_SERVER_ERROR, graphql::refusal(&failure)).into_response()
}

/// Who sent the request, by its session.
async fn visitor(session: &Session) -> Result<Visitor> {
    let caller = session.get(CALLER).await.map_err(|it| store_failed(&it))?;
    Ok(Visitor(caller))
}

/// A session that cannot be read or kept is nearly always a database that is away.
fn store_failed(error: &tower_sessions::session::Error) -> Error {
    tracing::warn!(reference = crate::error::reference(), cause = %error, "session store");
    shared::failure::Failure::Unavailable.into()
}

/// Whether the page itself sent the request: a form or script of another site cannot say so (W9).
///
/// Browsers say it in `Sec-Fetch-Site`, older ones in `Origin`. A request with neither is refused. Without an address
/// of its own the server is on this machine, and answers to no other name: a foreign name that is made to point here
/// would be one origin with its own page.
fn same_origin(State(server): State<&Server>, method: &Method, headers: &axum::http::HeaderMap) -> bool {
    if method.is_safe() {
        return true;
    }
    let text = |name: HeaderName| headers.get(name).and_then(|it| it.to_str().ok());
    if server.0.origin.is_none() && !text(header::HOST).is_some_and(crate::config::is_here) {
        return false;
    }
    let origin_is_ours = || {
        // Browsers say `null` for a form on a page that sends no referrer: then `Sec-Fetch-Site` alone speaks.
        let origin = text(header::ORIGIN).filter(|it| *it != "null")?;
        let ours = match &server.0.origin {
            Some(ours) => ours.clone(),
            None => format!("http://{}", text(header::HOST)?),
        };
        Some(origin == ours)
    };
    match text(HeaderName::from_static("sec-fetch-site")) {
        Some(site) => site == "same-origin" && origin_is_ours() != Some(false),
        None => origin_is_ours() == Some(true),
    }
}

/// A plain answer that must not be kept.
fn fresh(kind: &'static str, body: impl Into<Body>) -> Response {
    let mut response = Response::new(body.into());
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use tower::ServiceExt as _;

    use super::*;

    /// A log that a test can read.
    #[derive(Clone, Default)]
    struct Lines(Arc<Mutex<Vec<u8>>>);

    impl std::io::Write for Lines {
        fn write(&mut self, line: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(line);
            Ok(line.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    #[tokio::test]
    async fn a_panic_is_told_as_a_reference_that_the_log_has() {
        let lines = Lines::default();
        let writer = lines.clone();
        let log = tracing_subscriber::fmt().json().with_writer(move || writer.clone()).finish();
        let _guard = tracing::subscriber::set_default(log);
        let broken = axum::routing::get(async || -> StatusCode { panic!("{}", std::hint::black_box("Jamie Smith")) });
        let router: Router = Router::new()
            .route("/", broken)
            .layer(CatchPanicLayer::custom(panicked))
            .layer(axum::middleware::from_fn(log::request));
        let request = axum::extract::Request::get("/").body(Body::empty()).unwrap();
        let answer = router.oneshot(request).await.unwrap();
        assert_eq!(answer.status(), StatusCode::INTERNAL_SERVER_ERROR);
        let reference = answer.headers()[REFERENCE].to_str().unwrap().to_owned();
        let body = axum::body::to_bytes(answer.into_body(), 10_000).await.unwrap();
        let body = String::from_utf8(body.to_vec()).unwrap();
        let log = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
        assert!(body.contains(&reference) && log.lines().filter(|it| it.contains(&reference)).count() == 2, "{log}");
        assert!(!body.contains("Jamie") && !log.contains("Jamie"), "{body} {log}");
    }
}
