//! Revising a proposal, and amending what was agreed: all its fields on one page, as they are saved.

use leptos::prelude::*;
use shared::{
    id::InterventionId,
    intervention::{Drafting, Intervention, RevisedIntervention, life::Amendment},
    text::required,
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
    parts::{self, LongText},
    routes::{id, way},
    shell::back,
};

/// Revising a proposal.
#[component]
pub fn RevisePage() -> impl IntoView {
    let id = id("intervention", InterventionId);
    page(id, false)
}

/// Asking for a change of what the Board agreed.
#[component]
pub fn AmendPage() -> impl IntoView {
    let id = id("intervention", InterventionId);
    page(id, true)
}

const fn title(amends: bool) -> &'static str {
    if amends { "Ask for an amendment" } else { "Revise the proposal" }
}

fn page(id: InterventionId, amends: bool) -> AnyView {
    back(format!("/interventions/{id}"));
    let saved = asked::<operations::OneIntervention>(move || one_intervention::Variables { id });
    loaded(saved, title(amends), move |found| with_choices(found.intervention, saved, amends))
}

/// The choices are those of the cluster, which is known only now.
fn with_choices(
    saved: Intervention,
    asked_saved: Asked<one_intervention::one_intervention::ResponseData>,
    amends: bool,
) -> AnyView {
    if !(if amends { saved.amends } else { saved.revises }) {
        return closed(&saved, amends);
    }
    let cluster = saved.cluster;
    let drafting = asked::<operations::Drafting>(move || operations::drafting::Variables { cluster });
    loaded(drafting, title(amends), move |found| form(&saved, found.drafting, asked_saved, amends))
}

fn closed(saved: &Intervention, amends: bool) -> AnyView {
    view! {
        <Heading text=if amends { "You cannot amend this" } else { "You cannot revise this" } />
        {parts::body(
            if amends {
                "Who may propose for the cluster can ask for an amendment of what the Board agreed, while it has not ended and no other amendment waits."
            } else if saved.decision.is_some() {
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
    amends: bool,
) -> AnyView {
    still_offered(saved, &mut choices);
    let (id, cluster, version) = (saved.id, saved.cluster, saved.version);
    let draft = Draft::of(saved);
    let before = untrack(|| draft.typed());
    let sent = RwSignal::new(false);
    let reason = RwSignal::new(String::new());
    ask_before_leaving(move || !sent.get() && (draft.typed() != before || !reason.with(|it| it.trim().is_empty())));
    let form = Form::new();
    let fields = Fields { draft, choices: StoredValue::new(choices), form, alone: false };
    let way = way();
    let save = Callback::new(move |version: i32| {
        let typed = untrack(|| draft.proposal(cluster));
        if amends {
            // All fields are told at once, the reason last.
            let why = required("reason", "why it has to change", &reason.get_untracked(), 1000);
            let whole = match (typed, why) {
                (Ok(proposal), Ok(reason)) => Ok(Amendment { id, version, proposal, reason }),
                (typed, why) => Err(typed.err().into_iter().chain(why.err()).flatten().collect()),
            };
            let Some(input) = form.check(whole) else { return };
            let way = way.clone();
            form.send::<operations::AmendIntervention>(
                operations::amend_intervention::Variables { input },
                move |_| {
                    sent.set(true);
                    way.to(&format!("/interventions/{id}?done=amended"));
                },
            );
            return;
        }
        let Some(proposal) = form.check(typed) else { return };
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
        {amends.then(|| WHY.view(reason, form.error("reason")))}
        <div>
            {parts::send(if amends { "Send the amendment to the Board" } else { "Save the revised proposal" }, form.sending())}
        </div>
    };
    let page = view! {
        <Heading
            text=title(amends)
            caption=saved.title.clone()
            title=format!("{} {}", if amends { "Amend" } else { "Revise" }, saved.title)
            wrong=form.wrong()
        />
        {form.conflict(save, theirs)}
        {parts::inset(
            if amends {
                "What the Board agreed holds until it agrees the amendment. Another member records that."
            } else {
                "The Board sees the revised proposal at once. You can revise it until the Board’s agreement is recorded."
            },
        )}
        {parts::form(move || save.run(version), inside.into_any())}
    };
    view! {
        {form.summary_at(control)}
        {parts::two_thirds(page.into_any())}
    }
    .into_any()
}

/// Why it has to change.
const WHY: LongText = LongText::new(
    "reason",
    "Why does it have to change?",
    "Everybody of the cluster reads it, and it stays in the history. Do not name a pupil.",
    1000,
);

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
