//! What people see who are not signed in.

use leptos::prelude::*;
use ui::{Button, ButtonKind};

use crate::heading::Heading;

/// What the service is, and the way in.
#[component]
pub fn Landing() -> impl IntoView {
    view! {
        <Heading text="SEND clusters" title="Start" />
        <div class="govuk-grid-row">
            <div class="govuk-grid-column-two-thirds">
                <p class="govuk-body-l">
                    "Clusters of schools share money and judgement about special educational needs. This is where they plan it, agree it and see what became of it."
                </p>
                <p class="govuk-body">"Use this service to:"</p>
                <ul class="govuk-list govuk-list--bullet">
                    <li>"see your cluster, its schools and who sits on its Board"</li>
                    <li>"agree what the cluster works on"</li>
                    <li>"propose an intervention with its cost and how you will know whether it worked"</li>
                    <li>"record what the Board agreed"</li>
                    <li>"follow every pound from the authority to the intervention"</li>
                </ul>
                <Button href="/sign-in" kind=ButtonKind::Start attr:rel="external">
                    "Sign in"
                </Button>
                <h2 class="govuk-heading-m">"Before you start"</h2>
                <p class="govuk-body">
                    "You need an account with your school or authority. This service holds no information about a single pupil: do not enter any."
                </p>
                <p class="govuk-body">
                    "Nothing here replaces, delays or decides a request for an education, health and care needs assessment. Parents and schools can ask the local authority for one at any time."
                </p>
            </div>
        </div>
    }
}
