//! Revising a proposal: all its fields on one page, as they are saved.

use leptos::prelude::*;
use shared::{
    id::InterventionId,
    intervention::{Drafting, Intervention, RevisedIntervention},
};

use super::{
    draft::{Draft, ask_before_leaving},
    fields::{Fields, control},
    step::Step,
};
use crate::{
    form::Form,
    heading::{Heading, replaced},
    load::{Asked, asked, loaded},
    operations::{self, one_intervention},
    parts,
    routes::{id, way},
    shell::back,
};

/// Revising a proposal.
#[component]
pub fn RevisePage() -> impl IntoView {
    let id = id("intervention", InterventionId);
    back(format!("/interventions/{id}"));
    let saved = asked::<operations::OneIntervention>(move || one_intervention::Variables { id });
    loaded(saved, "Revise the proposal", move |found| with_choices(found.intervention, saved))
}

/// The choices are those of the cluster, which is known only now.
fn with_choices(saved: Intervention, asked_saved: Asked<one_intervention::one_intervention::ResponseData>) -> AnyView {
    if !saved.revises {
        return closed(&saved);
    }
    let cluster = saved.cluster;
    let drafting = asked::<operations::Drafting>(move || operations::drafting::Variables { cluster });
    loaded(drafting, "Revise the proposal", move |found| form(&saved, found.drafting, asked_saved))
}

fn closed(saved: &Intervention) -> AnyView {
    view! {
        <Heading text="You cannot revise this" />
        {parts::body(
            if saved.decision.is_some() {
                "The Board has agreed it. An agreed intervention stays as it was agreed."
            } else {
                "Only the person who proposed it can revise it."
            },
        )}
        {parts::button("Go to the intervention", format!("/interventions/{}", saved.id))}
    }
    .into_any()
}

fn form(
    saved: &Intervention,
    mut choices: Drafting,
    asked_saved: Asked<one_intervention::one_intervention::ResponseData>,
) -> AnyView {
    still_offered(saved, &mut choices);
    let (id, cluster, version) = (saved.id, saved.cluster, saved.version);
    let draft = Draft::of(saved);
    let before = untrack(|| draft.typed());
    let sent = RwSignal::new(false);
    ask_before_leaving(move || !sent.get() && draft.typed() != before);
    let form = Form::new();
    let fields = Fields { draft, choices: StoredValue::new(choices), form, alone: false };
    let way = way();
    let save = Callback::new(move |version: i32| {
        let Some(proposal) = form.check(untrack(|| draft.proposal(cluster))) else { return };
        let input = RevisedIntervention { id, version, proposal };
        let way = way.clone();
        form.send::<operations::ReviseIntervention>(operations::revise_intervention::Variables { input }, move |_| {
            sent.set(true);
            way.to(&format!("/interventions/{id}?done=revised"));
        });
    });
    let theirs = Callback::new(move |()| {
        replaced();
        asked_saved.again();
    });
    let inside = view! {
        {Step::ALL.into_iter().map(|step| fields.of(step)).collect_view()}
        <div>{parts::send("Save the revised proposal", form.sending())}</div>
    };
    let page = view! {
        <Heading
            text="Revise the proposal"
            caption=saved.title.clone()
            title=format!("Revise {}", saved.title)
            wrong=form.wrong()
        />
        {form.conflict(save, theirs)}
        {parts::inset(
            "The Board sees the revised proposal at once. You can revise it until the Board’s agreement is recorded.",
        )}
        {parts::form(move || save.run(version), inside.into_any())}
    };
    view! {
        {form.summary_at(control)}
        {parts::two_thirds(page.into_any())}
    }
    .into_any()
}

/// What was chosen once stays a choice, although today's lists may not have it any more: a revision must not lose it in
/// silence.
fn still_offered(saved: &Intervention, choices: &mut Drafting) {
    if !choices.priorities.contains(&saved.priority) {
        choices.priorities.push(saved.priority.clone());
    }
    for area in &saved.outcome_areas {
        if !choices.outcome_areas.iter().any(|it| it.code == area.code) {
            choices.outcome_areas.push(area.clone());
        }
    }
    // What is there already was looked at when it was proposed.
    if saved.new_reason.is_empty() {
        choices.offers.clear();
    }
    for school in &saved.schools {
        if !choices.schools.iter().any(|it| it.id == school.id) {
            choices.schools.push(school.clone());
        }
    }
}
