//! Details: help that opens when asked for.

use leptos::prelude::*;

use crate::{
    Content,
    content::{classes, some},
};

/// A line that opens to more.
#[component]
pub fn Details(
    /// The line that is always there.
    #[prop(into)]
    summary: Content,
    /// Its id.
    #[prop(optional, into)]
    id: String,
    /// More class names.
    #[prop(optional, into)]
    classes: String,
    /// Open from the start.
    #[prop(optional)]
    open: bool,
    /// What it opens to.
    children: Children,
) -> impl IntoView {
    view! {
        <details id=some(id) class=self::classes("govuk-details", &classes) open=open>
            <summary class="govuk-details__summary">
                <span class="govuk-details__summary-text">{summary.render()}</span>
            </summary>
            <div class="govuk-details__text">{children()}</div>
        </details>
    }
}
