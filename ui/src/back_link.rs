//! Back link: to the page before, above the heading.

use leptos::prelude::*;

use crate::content::classes;

/// A link to the page before.
#[component]
pub fn BackLink(
    /// Where it leads.
    #[prop(default = "#".into(), into)]
    href: String,
    /// More class names.
    #[prop(optional, into)]
    classes: String,
    /// What it says; "Back" unless told otherwise.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let text = children.map_or_else(|| "Back".into_any(), |children| children());
    view! { <a href=href class=self::classes("govuk-back-link", &classes)>{text}</a> }
}
