//! Pages of this area.

use leptos::prelude::*;

use crate::heading::Heading;

/// The page.
#[component]
pub fn AccountPage() -> impl IntoView {
    view! { <Heading text="AccountPage" /> }
}

/// The page.
#[component]
pub fn ClusterPage() -> impl IntoView {
    view! { <Heading text="ClusterPage" /> }
}

/// The page.
#[component]
pub fn ClustersPage() -> impl IntoView {
    view! { <Heading text="ClustersPage" /> }
}

/// The page.
#[component]
pub fn MembersPage() -> impl IntoView {
    view! { <Heading text="MembersPage" /> }
}

/// The page.
#[component]
pub fn SchoolPage() -> impl IntoView {
    view! { <Heading text="SchoolPage" /> }
}

/// The page.
#[component]
pub fn SchoolsPage() -> impl IntoView {
    view! { <Heading text="SchoolsPage" /> }
}
