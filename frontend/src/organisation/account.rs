//! The reader's own account: who they are here, what they hold, and the way out.

use leptos::prelude::*;
use shared::{
    calendar::written,
    organisation::{MyRole, SignedIn},
};
use ui::{Button, ButtonKind, Cell, SummaryList, SummaryRow};

use super::people::own_abilities;
use crate::{api::Refusal, failure::FailurePage, heading::Heading, parts, shell::trail, viewer::viewer};
use shared::failure::Failure;

/// The reader's own account.
#[component]
pub fn AccountPage() -> impl IntoView {
    trail(&[], "Account");
    let viewer = viewer();
    move || match viewer.person() {
        Some(person) => page(person),
        // "Try again" asks who is looking anyway.
        None => {
            view! { <FailurePage refusal=Refusal::from(Failure::SignedOut) again=Callback::new(|()| ()) /> }.into_any()
        }
    }
}

fn page(person: SignedIn) -> AnyView {
    let rows = vec![SummaryRow::new("Name", person.name), SummaryRow::new("Authority", person.authority)];
    let roles = if person.roles.is_empty() {
        view! {
            <p class="govuk-body">
                "You hold no role today, so you see nothing of any cluster. Ask the person who looks after people and roles at your authority."
            </p>
        }
        .into_any()
    } else {
        table(person.roles)
    };
    view! {
        <Heading text="Your account" />
        <SummaryList rows />
        <h2 class="govuk-heading-m">"Your roles"</h2>
        {roles}
        {own_abilities()}
        <form method="post" action="/sign-out">
            <Button kind=ButtonKind::Secondary prevent_double_click=true>
                "Sign out"
            </Button>
        </form>
    }
    .into_any()
}

fn table(roles: Vec<MyRole>) -> AnyView {
    let rows: Vec<Vec<Cell>> = roles
        .into_iter()
        .map(|it| {
            vec![
                Cell::text(it.role.label()),
                Cell::text(it.place),
                Cell::text(written(it.since)),
                Cell::text(it.until.map_or_else(|| "No end date".to_owned(), written)),
            ]
        })
        .collect();
    parts::table("Your roles", "Your roles", ["Role", "Place", "Since", "Until"].map(Cell::text).to_vec(), rows)
}
