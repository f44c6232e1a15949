//! Fieldset: controls that answer one question together.

use leptos::prelude::*;

use crate::{
    Content,
    content::{classes, some},
};

/// Controls that answer one question together.
#[component]
pub fn Fieldset(
    /// The question.
    #[prop(optional, into)]
    legend: Content,
    /// Class names of the question, for example `govuk-fieldset__legend--l`.
    #[prop(optional, into)]
    legend_classes: String,
    /// The question is the page's heading.
    #[prop(optional)]
    legend_is_heading: bool,
    /// More class names.
    #[prop(optional, into)]
    classes: String,
    /// A role other than the element's own.
    #[prop(optional, into)]
    role: String,
    /// Ids of the elements that describe it.
    #[prop(optional, into)]
    described_by: MaybeProp<String>,
    /// The controls.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let legend = (!legend.is_empty()).then(|| {
        let text = if legend_is_heading {
            view! { <h1 class="govuk-fieldset__heading">{legend.render()}</h1> }.into_any()
        } else {
            legend.render()
        };
        view! { <legend class=self::classes("govuk-fieldset__legend", &legend_classes)>{text}</legend> }.into_any()
    });
    view! {
        <fieldset
            class=self::classes("govuk-fieldset", &classes)
            role=some(role)
            aria-describedby=move || described_by.get().filter(|ids| !ids.is_empty())
        >
            {legend}
            {children.map(|children| children())}
        </fieldset>
    }
}
