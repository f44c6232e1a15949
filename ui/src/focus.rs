//! Where the keyboard and the screen reader are sent.

use leptos::prelude::*;
use web_sys::HtmlElement;
use web_sys::wasm_bindgen::JsCast;

/// Moves focus to the field with this id and scrolls its question into view, as the links of an error summary do.
/// The label or the legend is what people need to see, not only the box.
pub fn focus_field(id: &str) {
    let Some(field) = document().get_element_by_id(id) else { return };
    if let Some(field) = field.dyn_ref::<HtmlElement>() {
        let _ = field.focus();
    }
    let legend = field.closest("fieldset").ok().flatten().and_then(|set| set.query_selector("legend").ok().flatten());
    let group = || field.closest(".govuk-form-group").ok().flatten();
    legend.or_else(group).unwrap_or(field).scroll_into_view();
}

/// Moves focus to the page's main heading, for when the route has changed: a screen reader then reads where one is.
pub fn focus_heading() {
    if let Ok(Some(heading)) = document().query_selector("main h1") {
        focus_once(&heading);
    }
}

/// Focuses an element that is no control. It can be focused only as long as it has the focus, so that a later click on it
/// shows no outline.
pub(crate) fn focus_once(element: &web_sys::Element) {
    let Some(element) = element.dyn_ref::<HtmlElement>() else { return };
    if element.has_attribute("tabindex") {
        let _ = element.focus();
        return;
    }
    let _ = element.set_attribute("tabindex", "-1");
    let _ = element.focus();
    let again = element.clone();
    let forget = web_sys::wasm_bindgen::closure::Closure::once_into_js(move || {
        let _ = again.remove_attribute("tabindex");
    });
    // `onblur` and not a listener: whoever focuses the element again replaces it instead of adding one more.
    element.set_onblur(forget.dyn_ref());
}
