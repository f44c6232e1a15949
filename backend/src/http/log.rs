//! One line of JSON a request: reference, operation, status, milliseconds, opaque person. Never variables, bodies,
//! query strings or addresses of things.

use std::{any::Any, time::Instant};

use axum::{
    extract::{MatchedPath, Request},
    http::HeaderValue,
    middleware::Next,
    response::Response,
};
use uuid::Uuid;

use super::{
    REFERENCE,
    graphql::{Asker, Operation},
};
use crate::error;

/// Gives the request its reference, answers it, and writes its line.
pub async fn request(request: Request, next: Next) -> Response {
    let started = Instant::now();
    let reference = new_reference();
    let method = request.method().clone();
    let route =
        request.extensions().get::<MatchedPath>().map_or_else(|| "page".to_owned(), |it| it.as_str().to_owned());
    let mut response = error::REFERENCE.scope(reference.clone(), next.run(request)).await;
    if let Ok(value) = HeaderValue::from_str(&reference) {
        response.headers_mut().insert(REFERENCE, value);
    }
    let operation = response.extensions().get::<Operation>().map_or("", |it| it.0.as_str());
    let person = response.extensions().get::<Asker>().map_or("", |it| it.0.as_str());
    let (status, ms) = (response.status().as_u16(), started.elapsed().as_millis());
    tracing::info!(
        reference,
        method = %method,
        route,
        operation,
        status,
        ms = u64::try_from(ms).unwrap_or(u64::MAX),
        person,
        "request"
    );
    response
}

/// From now on a panic is a line of the log like any other: where it was, and never words that may quote somebody.
pub fn panics() {
    std::panic::set_hook(Box::new(|it| {
        let at = it.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(reference = error::reference(), at, cause = words(it.payload()), "panic");
    }));
}

/// The words of a panic, if they stand in the program: others were put together from what was at hand.
pub fn words(payload: &(dyn Any + Send)) -> &'static str {
    payload.downcast_ref::<&'static str>().copied().unwrap_or("(its words are not logged: they may quote somebody)")
}

/// Eight letters and digits that can be read out on the telephone: no I, L, O or U.
fn new_reference() -> String {
    const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let random = Uuid::new_v4();
    let letters: String = random.as_bytes()[..8].iter().map(|it| char::from(LETTERS[usize::from(it & 31)])).collect();
    format!("{}-{}", &letters[..4], &letters[4..])
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_panic_quotes_nobody() {
        let caught = |it: fn()| super::words(&*std::panic::catch_unwind(it).unwrap_err());
        assert_eq!(caught(|| panic!("a rule of ours")), "a rule of ours");
        let typed = caught(|| panic!("{}", std::hint::black_box("Jamie Smith")));
        assert!(!typed.contains("Jamie"), "{typed}");
    }

    #[test]
    fn a_reference_can_be_read_out() {
        let reference = super::new_reference();
        assert_eq!(reference.len(), 9);
        assert!(reference.chars().all(|it| it == '-' || it.is_ascii_digit() || it.is_ascii_uppercase()));
    }
}
