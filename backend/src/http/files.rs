//! The page: its files inside the binary, compressed beforehand.

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use rust_embed::{EmbeddedFile, RustEmbed};

use super::{Server, fresh};

/// What the page's build left. `cargo check` and tests do without it.
#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/../dist"]
#[allow_missing = true]
struct Page;

/// What the page was made from. Read so that another page makes another binary: cargo compiles anew when it changes.
const _: Option<&str> = option_env!("SEND_CLUSTERS_PAGE");

/// The addresses of the page, one a line; `:name` stands for one part.
const ROUTES: &str = include_str!("../../../frontend/routes.txt");

/// A file of the page, or the page itself, which finds its way by the address.
pub async fn page(State(_): State<Server>, request: Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return (StatusCode::METHOD_NOT_ALLOWED, fresh("text/plain; charset=utf-8", "Use GET here.")).into_response();
    }
    let path = request.uri().path();
    if let Some(file) = Page::get(path.trim_start_matches('/')).filter(|_| path != "/" && path != "/index.html") {
        return send(path.trim_start_matches('/'), &file, request.headers(), true);
    }
    let status = if is_route(path) { StatusCode::OK } else { StatusCode::NOT_FOUND };
    let Some(index) = Page::get("index.html") else {
        let missing = "The page is not built. Run `cargo xtask start`.";
        return (StatusCode::SERVICE_UNAVAILABLE, fresh("text/plain; charset=utf-8", missing)).into_response();
    };
    // A file that is not there is not the page: a script must not come as HTML.
    if path.rsplit('/').next().is_some_and(|it| it.contains('.')) {
        return (StatusCode::NOT_FOUND, fresh("text/plain; charset=utf-8", "Not found.")).into_response();
    }
    let mut response = send("index.html", &index, request.headers(), false);
    *response.status_mut() = status;
    response
}

/// The address of the page's style sheet, for the plain pages of the server.
pub fn style_sheet() -> String {
    let style = Page::iter()
        .find(|it| std::path::Path::new(it.as_ref()).extension().is_some_and(|it| it.eq_ignore_ascii_case("css")));
    style.map_or_else(String::new, |it| format!("/{it}"))
}

fn is_route(path: &str) -> bool {
    let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
    ROUTES.lines().any(|route| {
        let route: Vec<&str> = route.trim().trim_matches('/').split('/').collect();
        route.len() == parts.len()
            && route
                .iter()
                .zip(&parts)
                .all(|(route, part)| route == part || (route.starts_with(':') && !part.is_empty()))
    })
}

/// Sends a file in the best form the browser takes and the build left: brotli, gzip, plain.
fn send(name: &str, file: &EmbeddedFile, headers: &HeaderMap, immutable: bool) -> Response {
    let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|it| it.to_str().ok()).unwrap_or_default();
    let takes = |it: &str| accepted.split(',').any(|one| one.split(';').next().is_some_and(|one| one.trim() == it));
    let packed = [("br", "br"), ("gzip", "gz")]
        .into_iter()
        .filter(|(encoding, _)| takes(encoding))
        .find_map(|(encoding, ending)| Page::get(&format!("{name}.{ending}")).map(|it| (encoding, it)));
    let (encoding, data) = match packed {
        Some((encoding, packed)) => (Some(encoding), packed.data),
        None => (None, file.data.clone()),
    };
    let kind = match file.metadata.mimetype() {
        kind if kind.starts_with("text/") || kind == "application/javascript" => format!("{kind}; charset=utf-8"),
        kind => kind.to_owned(),
    };
    let mut response = fresh("text/plain", data.into_owned());
    let head = response.headers_mut();
    if let Ok(kind) = HeaderValue::from_str(&kind) {
        head.insert(header::CONTENT_TYPE, kind);
    }
    // Files in a folder with a hash in its name never change; the page that names them is always asked for again.
    let keep = if immutable && is_hashed(name) { "public, max-age=31536000, immutable" } else { "no-cache" };
    head.insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
    head.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Some(encoding) = encoding {
        head.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    response
}

/// Whether a file is in a folder named after the hash of what is in it, as `4ddb50b97390ac93/frontend_bg.wasm` is.
fn is_hashed(name: &str) -> bool {
    name.split_once('/').is_some_and(|(it, _)| it.len() >= 16 && it.bytes().all(|it| it.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_never_changes_is_kept_by_the_browser() {
        for name in ["4ddb50b97390ac93/frontend_bg.wasm", "4ddb50b97390ac93/style.css"] {
            assert!(is_hashed(name), "{name}");
        }
        for name in ["index.html", "icon.svg", "icons/icon-180.png"] {
            assert!(!is_hashed(name), "{name}");
        }
    }

    #[test]
    fn addresses_of_the_page_are_known() {
        assert!(is_route("/"));
        assert!(is_route("/schools/0b0e"));
        assert!(!is_route("/schools/0b0e/pupils"));
        assert!(!is_route("/wp-login"));
    }
}
