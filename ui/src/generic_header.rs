//! Generic header: the bar at the top, with the name or the logo of whoever runs the service.

use leptos::prelude::*;

use crate::content::classes;

/// The bar at the top.
#[component]
pub fn GenericHeader(
    /// Where the name leads.
    #[prop(default = "/".into(), into)]
    href: String,
    /// More class names.
    #[prop(optional, into)]
    classes: String,
    /// Class names of the box inside.
    #[prop(default = "govuk-width-container".into(), into)]
    container_classes: String,
    /// The name, or an image with its text alternative.
    children: Children,
) -> impl IntoView {
    view! {
        <div class=self::classes("govuk-generic-header", &classes)>
            <div class=self::classes("govuk-generic-header__container", &container_classes)>
                <div class="govuk-generic-header__logo">
                    <a href=href class="govuk-generic-header__homepage-link">
                        {children()}
                    </a>
                </div>
            </div>
        </div>
    }
}
