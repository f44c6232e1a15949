//! One entry of the menu, and the way from it to a proposal.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use shared::{
    calendar::written, id::CatalogueItemId, intervention::catalogue::CatalogueItem, organisation::ClusterLink,
};
use ui::{Button, ButtonKind, InsetText, NotificationBanner};
use uuid::Uuid;

use super::told;
use crate::{
    heading::Heading,
    intervention::proposing,
    load::{asked, loaded},
    operations::{self, catalogue_item},
    parts,
    routes::id,
    shell::trail,
};

/// One entry of the menu.
#[component]
pub fn ItemPage() -> impl IntoView {
    let id = id("item", CatalogueItemId);
    let done = use_query_map().with_untracked(|it| it.get("done")).unwrap_or_default();
    let asked = asked::<operations::CatalogueItem>(move || catalogue_item::Variables { id });
    loaded(asked, "What works", move |found| page(&found.catalogue_item, &done))
}

fn page(it: &CatalogueItem, done: &str) -> AnyView {
    trail(&[("What works", "/menu")], it.entry.title.clone());
    let news = match done {
        "added" => Some("It is on the menu."),
        "changed" => Some("Your change is saved."),
        _ => None,
    };
    let off = it.retired_on.map(|day| {
        view! {
            <InsetText>
                {format!("This was taken off the menu on {}. What was planned with it keeps its link.", written(day))}
            </InsetText>
        }
    });
    let from = match &it.cluster {
        Some(cluster) => format!("Added by {}, last changed on {}.", cluster.name, written(it.changed_on)),
        None => format!("On the menu of the authority, last changed on {}.", written(it.changed_on)),
    };
    let change =
        it.changes.then(|| parts::link_line("Change what the menu says of it", &format!("/menu/{}/change", it.id)));
    let inside = view! {
        {news.map(|text| view! { <NotificationBanner success=true text /> })}
        <Heading text=it.entry.title.clone() caption=it.entry.kind.label() />
        {off}
        {plans(it)}
        {parts::facts(told::rows(&it.entry, None))}
        <p class="govuk-body govuk-hint">{from}</p>
        {change}
    };
    parts::two_thirds(inside.into_any())
}

/// A button for each cluster for which the reader proposes; the first is the main one.
fn plans(it: &CatalogueItem) -> Option<AnyView> {
    let button = |(at, cluster): (usize, &ClusterLink)| {
        let href = format!("{}&item={}", proposing(cluster.id, "what", Uuid::new_v4()), it.id);
        let kind = if at == 0 { ButtonKind::Primary } else { ButtonKind::Secondary };
        view! {
            <Button href kind>
                {format!("Plan this for {}", cluster.name)}
            </Button>
        }
        .into_any()
    };
    (!it.plans.is_empty()).then(|| {
        let buttons = it.plans.iter().enumerate().map(button).collect_view();
        view! { <div class="govuk-button-group">{buttons}</div> }.into_any()
    })
}
