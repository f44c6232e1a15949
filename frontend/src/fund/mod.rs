//! Pages of this area.

use leptos::prelude::*;

use crate::heading::Heading;

/// The page.
#[component]
pub fn MoneyPage() -> impl IntoView {
    view! { <Heading text="MoneyPage" /> }
}

/// The page.
#[component]
pub fn AllocatePage() -> impl IntoView {
    view! { <Heading text="AllocatePage" /> }
}
