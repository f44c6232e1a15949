//! Sending a file. The browser's older way: it alone says how much has gone.

use shared::{failure::Failure, id::UploadId};
use web_sys::{
    File, ProgressEvent, XmlHttpRequest,
    js_sys::encode_uri_component,
    wasm_bindgen::{JsCast as _, JsValue, closure::Closure},
};

use super::{Refusal, answer};

/// Sends a file to the server; `progress` is told how many hundredths have gone, `then` gets the id under which the server
/// knows it, or why it does not take it.
pub fn send_file(
    file: &File,
    progress: impl Fn(u32) + 'static,
    then: impl FnOnce(Result<UploadId, Refusal>) + 'static,
) {
    // The browser keeps both for as long as it sends: they are its own from here on.
    let gone = Closure::<dyn FnMut(ProgressEvent)>::new(move |event: ProgressEvent| {
        if event.total() > 0.0 {
            progress(hundredths(event.loaded() / event.total()));
        }
    });
    let Ok(request) = XmlHttpRequest::new() else { return then(Err(Failure::Offline.into())) };
    let asked = request.clone();
    let ended = Closure::once_into_js(move || then(read(&asked)));
    request.set_onloadend(Some(ended.unchecked_ref()));
    let sent = || -> Result<(), JsValue> {
        request.open("POST", &format!("/upload?name={}", String::from(encode_uri_component(&file.name()))))?;
        request.set_request_header("content-type", "text/csv")?;
        request.upload()?.set_onprogress(Some(gone.as_ref().unchecked_ref()));
        request.send_with_opt_blob(Some(file))
    };
    // What cannot be sent ends too, and says so there.
    if sent().is_err() {
        request.abort().ok();
    }
    gone.forget();
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from nought to a hundred")]
fn hundredths(part: f64) -> u32 {
    (part.clamp(0.0, 1.0) * 100.0) as u32
}

fn read(request: &XmlHttpRequest) -> Result<UploadId, Refusal> {
    let (status, text) = (request.status().unwrap_or(0), request.response_text().ok().flatten());
    let text = text.filter(|_| status != 0).ok_or(Failure::Offline)?;
    answer(&text, status, request.get_response_header("x-reference").ok().flatten())?.read()
}
