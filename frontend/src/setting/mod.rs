//! Pages of this area.

use leptos::prelude::*;

use crate::heading::Heading;

/// The page.
#[component]
pub fn SettingsPage() -> impl IntoView {
    view! { <Heading text="SettingsPage" /> }
}

/// The page.
#[component]
pub fn ChangeSettingPage() -> impl IntoView {
    view! { <Heading text="ChangeSettingPage" /> }
}
