//! Where the keyboard and the screen reader are sent, and how much room the window has.

use leptos::prelude::*;
use web_sys::HtmlElement;
use web_sys::wasm_bindgen::JsCast;

use crate::effect;

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

/// Moves focus to a part of the page that is no control. Says whether there is one with this id.
pub(crate) fn focus_place(id: &str) -> bool {
    let Some(place) = document().get_element_by_id(id) else { return false };
    focus_once(&place);
    place.scroll_into_view();
    true
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

/// Whether the window is narrower than a tablet's, followed while it changes. In the browser only: effects do not run on
/// the server, whose page shows the whole list.
pub(crate) fn narrow() -> RwSignal<bool> {
    let narrow = RwSignal::new(false);
    let look = move || {
        let wide = window().match_media("(min-width: 40.0625em)").ok().flatten().is_none_or(|query| query.matches());
        narrow.set(!wide);
    };
    effect(move || {
        look();
        let listener = window_event_listener(leptos::ev::resize, move |_| look());
        on_cleanup(move || listener.remove());
    });
    narrow
}
