//! One intervention: what it is, what falls on each month, what the Board decided, what the reader can do.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use shared::{
    id::InterventionId,
    intervention::{Intervention, Stage},
};
use ui::{Button, ButtonKind, InsetText, NotificationBanner, SummaryList};

use super::{
    fields::months_table,
    summary::{decision, saved, stage_tag},
};
use crate::{
    heading::Heading,
    load::{asked, loaded},
    operations,
    routes::id,
    shell::trail,
};

/// One intervention.
#[component]
pub fn InterventionPage() -> impl IntoView {
    let id = id("intervention", InterventionId);
    let found = asked::<operations::OneIntervention>(move || operations::one_intervention::Variables { id });
    let done = use_query_map().with_untracked(|it| it.get("done")).unwrap_or_default();
    loaded(found, "Intervention", move |found| page(&found.intervention, &done))
}

/// What the reader has just done here, if the address says so and the server agrees.
fn news(it: &Intervention, done: &str) -> Option<AnyView> {
    let text = match done {
        "agreed" if it.decision.is_some() => {
            format!("The Board’s agreement is recorded. {} is committed.", it.cost.short())
        }
        "revised" if it.revises => "Your revised proposal is saved.".to_owned(),
        _ => return None,
    };
    Some(view! { <NotificationBanner success=true text=text /> }.into_any())
}

fn page(it: &Intervention, done: &str) -> AnyView {
    let cluster = format!("/clusters/{}", it.cluster);
    trail(
        &[("Clusters", "/clusters"), (&it.cluster_name, &cluster), ("Plan", &format!("{cluster}/plan"))],
        it.title.clone(),
    );
    view! {
        {news(it, done)}
        <Heading text=it.title.clone() caption=it.cluster_name.clone() />
        <p class="govuk-body">{stage_tag(it.stage)}</p>
        {acts(it)}
        {it
            .decision
            .as_ref()
            .map(|it| {
                view! {
                    <h2 class="govuk-heading-m">"What the Board decided"</h2>
                    <SummaryList rows=decision(it) />
                }.into_any()
            })}
        <h2 class="govuk-heading-m">"What is planned"</h2>
        <SummaryList rows=saved(it) />
        <h2 class="govuk-heading-m">"Money by month"</h2>
        <div class="govuk-grid-row">
            <div class="govuk-grid-column-two-thirds">{months_table("", &it.months)}</div>
        </div>
    }
    .into_any()
}

/// What the reader can do, or why it is for somebody else to act.
fn acts(it: &Intervention) -> AnyView {
    let here = format!("/interventions/{}", it.id);
    let waits = it.stage == Stage::Proposed;
    let note = if it.revises && !it.agrees {
        Some(
            "You proposed this. Another member of the Board has to record the agreement. Until then you can revise it.",
        )
    } else if waits && !it.agrees {
        Some("This waits for the Cluster Board. A Board member who did not propose it records the agreement.")
    } else {
        None
    };
    let agree =
        it.agrees.then(|| view! { <Button href=format!("{here}/agree")>"Record the Board’s agreement"</Button> });
    let revise = it.revises.then(|| {
        view! {
            <Button href=format!("{here}/revise") kind=ButtonKind::Secondary>
                "Revise"
            </Button>
        }
    });
    view! {
        {note.map(|it| view! { <InsetText>{it}</InsetText> })}
        {(it.agrees || it.revises).then(|| view! { <div class="govuk-button-group">{agree} {revise}</div> }.into_any())}
    }
    .into_any()
}
