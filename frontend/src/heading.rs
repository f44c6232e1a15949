//! The title of the window, the heading of the page, and where the keyboard goes when the page changes.

use std::sync::atomic::{AtomicBool, Ordering};

use leptos::prelude::*;

/// Whether the reader has gone anywhere or pressed anything since the page was opened. Until then the focus is left where
/// the browser put it, as on any page that opens.
static MOVED: AtomicBool = AtomicBool::new(false);

/// To be called when the reader has gone to another address: the heading of the new page takes the focus.
pub fn moved() {
    MOVED.store(true, Ordering::Relaxed);
    request_animation_frame(ui::focus_heading);
}

/// To be called when the reader has pressed something that will replace the page: its heading takes the focus then.
pub fn replaced() {
    MOVED.store(true, Ordering::Relaxed);
}

/// Names the page in the window's title, with "Error: " before it while something is wrong. For pages whose heading is
/// the label or legend of their question; all others use [`Heading`].
pub fn titled(title: impl Into<String>, wrong: Signal<bool>) {
    follow(title.into(), wrong);
}

fn follow(title: String, wrong: Signal<bool>) {
    let mut first = true;
    ui::effect(move || {
        let error = if wrong.get() { "Error: " } else { "" };
        document().set_title(&format!("{error}{title} - SEND clusters"));
        // The first time only. A heading that went away took the focus with it, if it had it.
        if std::mem::take(&mut first) && MOVED.load(Ordering::Relaxed) && nothing_has_focus() {
            ui::focus_heading();
        }
    });
}

fn nothing_has_focus() -> bool {
    document().active_element().is_none_or(|it| it.tag_name().eq_ignore_ascii_case("body"))
}

/// The heading of a page, and its title.
#[component]
pub fn Heading(
    /// What it says.
    #[prop(into)]
    text: String,
    /// A smaller line above it.
    #[prop(optional, into)]
    caption: String,
    /// The title of the window, where the heading alone does not say enough.
    #[prop(optional, into)]
    title: String,
    /// Whether an error summary is shown.
    #[prop(optional, into)]
    wrong: Signal<bool>,
) -> impl IntoView {
    titled(if title.is_empty() { text.clone() } else { title }, wrong);
    let caption = (!caption.is_empty()).then(|| view! { <span class="govuk-caption-l">{caption}</span> }.into_any());
    view! { <h1 class="govuk-heading-l">{caption} {text}</h1> }
}
