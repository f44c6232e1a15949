//! Skip link: lets the keyboard pass the header.

use leptos::prelude::*;

use crate::{content::classes, focus};

/// Lets the keyboard pass the header. The first thing on a page.
#[component]
pub fn SkipLink(
    /// The place of the content.
    #[prop(default = "#main-content".into(), into)]
    href: String,
    /// More class names.
    #[prop(optional, into)]
    classes: String,
    /// What it says.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let text = children.map_or_else(|| "Skip to main content".into_any(), |children| children());
    let target = href.trim_start_matches('#').to_owned();
    let skip = move |event: leptos::ev::MouseEvent| {
        if focus::focus_place(&target) {
            event.prevent_default();
            event.stop_propagation();
        }
    };
    view! {
        <a href=href class=self::classes("govuk-skip-link", &classes) on:click=skip>
            {text}
        </a>
    }
}
