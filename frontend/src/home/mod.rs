//! Pages of this area.

use leptos::prelude::*;

use crate::heading::Heading;

/// The page.
#[component]
pub fn HomePage() -> impl IntoView {
    view! { <Heading text="HomePage" /> }
}
