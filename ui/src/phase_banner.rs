//! Phase banner: this service is new; how to say what is wrong with it.

use leptos::prelude::*;

use crate::{Content, Tag, content::classes};

/// This service is new.
#[component]
pub fn PhaseBanner(
    /// The phase, for example "Pilot".
    #[prop(into)]
    phase: Content,
    /// Class names of the phase.
    #[prop(optional, into)]
    phase_classes: String,
    /// More class names.
    #[prop(optional, into)]
    classes: String,
    /// What it says, usually with a link.
    children: Children,
) -> impl IntoView {
    view! {
        <div class=self::classes("govuk-phase-banner govuk-width-container", &classes)>
            <p class="govuk-phase-banner__content">
                <Tag classes=self::classes("govuk-phase-banner__content__tag", &phase_classes)>{phase.render()}</Tag>
                " "
                <span class="govuk-phase-banner__text">{children()}</span>
            </p>
        </div>
    }
}
