//! Inset text: a paragraph that stands apart, such as a quotation or an example.

use leptos::prelude::*;

use crate::content::{classes, some};

/// A paragraph that stands apart.
#[component]
pub fn InsetText(
    /// Its id.
    #[prop(optional, into)]
    id: String,
    /// More class names.
    #[prop(optional, into)]
    classes: String,
    /// What it says.
    children: Children,
) -> impl IntoView {
    view! { <div id=some(id) class=self::classes("govuk-inset-text", &classes)>{children()}</div> }
}
