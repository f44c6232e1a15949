//! Label: the question of one control.

use leptos::prelude::*;

use crate::{
    Content,
    content::{classes, some},
};

/// The question of one control. Renders nothing without text.
#[component]
pub fn Label(
    /// The question.
    #[prop(optional, into)]
    text: Content,
    /// The id of the control.
    #[prop(optional, into)]
    for_id: String,
    /// More class names, for example `govuk-label--l`.
    #[prop(optional, into)]
    classes: String,
    /// The question is the page's heading.
    #[prop(optional)]
    is_heading: bool,
) -> impl IntoView {
    (!text.is_empty()).then(|| {
        let label = view! {
            <label class=self::classes("govuk-label", &classes) for=some(for_id)>
                {text.render()}
            </label>
        };
        if is_heading { view! { <h1 class="govuk-label-wrapper">{label}</h1> }.into_any() } else { label.into_any() }
    })
}
