//! Hint: help that stands between a question and its control.

use leptos::prelude::*;

use crate::content::{classes, some};

/// Help that stands between a question and its control.
#[component]
pub fn Hint(
    /// Its id, for `aria-describedby`.
    #[prop(optional, into)]
    id: String,
    /// More class names.
    #[prop(optional, into)]
    classes: String,
    /// The help.
    children: Children,
) -> impl IntoView {
    view! { <div id=some(id) class=self::classes("govuk-hint", &classes)>{children()}</div> }
}
