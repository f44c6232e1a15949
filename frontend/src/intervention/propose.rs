//! Proposing an intervention: one question a page, then the answers to check, then what happens next.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use shared::{
    failure::{Failure, Problem},
    id::{ClusterId, InterventionId},
    intervention::{Drafting, NewIntervention},
};
use ui::{ErrorItem, ErrorSummary, InsetText, Panel};
use uuid::Uuid;

use super::{
    draft::{self, Draft},
    fields::{Fields, above, control},
    plan::who,
    step::Step,
    summary,
};
use crate::{
    form::Form,
    heading::{Heading, titled},
    load::{asked, loaded},
    operations, parts,
    routes::{id, says, step, way},
    shell::back,
};

/// The address of the answers to check and of what is shown after they were sent.
const CHECK: &str = "check";
const SENT: &str = "sent";

/// Proposing an intervention.
#[component]
pub fn ProposePage() -> impl IntoView {
    let cluster = id("cluster", ClusterId);
    let drafting = asked::<operations::Drafting>(move || operations::drafting::Variables { cluster });
    loaded(drafting, "Propose an intervention", move |found| pages(cluster, found.drafting))
}

/// What all pages of the form share.
#[derive(Clone, Copy)]
struct Shared {
    cluster: ClusterId,
    choices: StoredValue<Drafting>,
}

impl Shared {
    fn draft(self) -> Draft {
        draft::open(who(), self.cluster)
    }

    fn href(self, word: &str) -> String {
        format!("/clusters/{}/plan/propose/{word}", self.cluster)
    }

    fn plan(self) -> String {
        format!("/clusters/{}/plan", self.cluster)
    }
}

fn pages(cluster: ClusterId, drafting: Drafting) -> AnyView {
    let nothing = nothing_to_choose(&drafting);
    let shared = Shared { cluster, choices: StoredValue::new(drafting) };
    let (step, query) = (step(), use_query_map());
    let changing = says("from", CHECK);
    (move || {
        let word = step.get();
        if word == SENT {
            return untrack(|| sent(shared, &query.get_untracked().get("id").unwrap_or_default()));
        }
        if let Some(text) = nothing {
            return no_questions(shared, text);
        }
        match Step::from_word(&word) {
            Some(step) => question(shared, step, changing.get()),
            None if word == CHECK => untrack(|| check(shared)),
            None => go(shared.href(Step::What.word())),
        }
    })
    .into_any()
}

/// Goes elsewhere instead of showing a page; the way back does not lead here again.
fn go(href: String) -> AnyView {
    let way = way();
    ui::effect(move || way.instead(&href));
    ().into_any()
}

/// Why one of the questions would have no answer, where that is so.
fn nothing_to_choose(drafting: &Drafting) -> Option<&'static str> {
    if drafting.priorities.is_empty() {
        return Some(
            "Every intervention serves a priority of the cluster, and there is none yet. A member of the Cluster Board \
             adds priorities on the page of the plan.",
        );
    }
    drafting.schools.is_empty().then_some(
        "No school belongs to the cluster today, so nobody could take part. Your authority’s administrator adds schools \
         to the cluster.",
    )
}

/// The page shown instead of the questions then.
fn no_questions(shared: Shared, text: &'static str) -> AnyView {
    back(shared.plan());
    view! {
        <Heading text="You cannot propose an intervention yet" />
        {parts::body(text)}
        {parts::button("Go to the plan", shared.plan())}
    }
    .into_any()
}

/// One question.
fn question(shared: Shared, step: Step, changing: bool) -> AnyView {
    let draft = shared.draft();
    let problems = move || untrack(|| draft.proposal(shared.cluster)).err().unwrap_or_default();
    // Whoever comes by a bookmark, or after the page was loaded anew, starts where answers are missing.
    let missing = Step::ALL.into_iter().take_while(|it| *it != step).find(|it| !it.own(&problems()).is_empty());
    if let Some(missing) = missing.filter(|_| !changing) {
        return go(shared.href(missing.word()));
    }
    let before = if changing {
        shared.href(CHECK)
    } else {
        step.before().map_or_else(|| shared.plan(), |it| shared.href(it.word()))
    };
    back(before);
    let form = Form::new();
    titled(step.question(), form.wrong());
    let after = match step.next() {
        Some(next) if !changing => shared.href(next.word()),
        _ => shared.href(CHECK),
    };
    let way = way();
    let submit = move || {
        let own = step.own(&problems());
        if own.is_empty() {
            way.to(&after);
        } else {
            form.refuse(own);
        }
    };
    let inside = view! {
        {Fields { draft, choices: shared.choices, form, alone: true }.of(step)}
        <div>{parts::go_on()}</div>
    };
    view! {
        {form.summary_at(control)}
        {parts::two_thirds(parts::form(submit, inside.into_any()))}
    }
    .into_any()
}

/// The answers, before they are sent.
fn check(shared: Shared) -> AnyView {
    let draft = shared.draft();
    if draft.is_empty() {
        return go(shared.href(Step::What.word()));
    }
    back(shared.href(Step::Measure.word()));
    let change = move |step: Step| format!("{}?from={CHECK}", shared.href(step.word()));
    let proposal = match draft.proposal(shared.cluster) {
        Ok(proposal) => proposal,
        Err(problems) => return missing(&problems, change),
    };
    let left = shared.choices.with_value(|it| it.left);
    let rows = shared.choices.with_value(|it| summary::answers(&proposal, it, change));
    let proposal = StoredValue::new(proposal);
    let form = Form::new();
    let way = way();
    let submit = move || {
        let input = NewIntervention { id: draft.id.get_untracked(), proposal: proposal.get_value() };
        let sent = format!("{}?id={}", shared.href(SENT), input.id);
        let way = way.clone();
        let variables = operations::propose_intervention::Variables { input };
        form.send::<operations::ProposeIntervention>(variables, move |_| {
            way.instead(&sent);
        });
    };
    let inside = view! {
        <h2 class="govuk-heading-m">"Send the proposal"</h2>
        {parts::body("The Cluster Board will see it at once. You can revise it until the Board’s agreement is recorded.")}
        {parts::send("Send to the Cluster Board", form.sending())}
    };
    view! {
        {form.summary_at(|_| String::new())}
        {taken(form, draft)}
        <Heading text="Check your answers before you send the proposal" wrong=form.wrong() />
        {parts::facts(rows)}
        {above(draft, left)}
        {parts::form(submit, inside.into_any())}
    }
    .into_any()
}

/// What is still missing or wrong, each with a link to its question.
fn missing(problems: &[Problem], change: impl Fn(Step) -> String) -> AnyView {
    let items: Vec<ErrorItem> = problems
        .iter()
        .map(|it| {
            let (text, step) = (it.message.clone(), Step::asking(&it.field).unwrap_or(Step::What));
            let href = change(step);
            ErrorItem::general(move || view! { <a href=href.clone()>{text.clone()}</a> }.into_any())
        })
        .collect();
    let errors = Signal::stored(items);
    view! {
        <ErrorSummary errors />
        <Heading text="Your proposal is not complete" wrong=true />
        <p class="govuk-body">"Choose a line above to answer or change it. Nothing you entered is lost."</p>
    }
    .into_any()
}

/// What to do when an earlier try arrived although its answer was lost, and an answer was changed after it.
fn taken(form: Form, draft: Draft) -> AnyView {
    let failure = form.failure();
    let another = move |_| {
        draft.id.set(InterventionId(Uuid::new_v4()));
        form.refuse(Vec::new());
    };
    (move || {
        (failure.get() == Some(Failure::Taken)).then(|| {
            let saved = format!("/interventions/{}", draft.id.get());
            view! {
                <InsetText>
                    <p class="govuk-body">
                        "An earlier try to send this proposal may have arrived. "
                        {parts::link("Look whether it was saved", &saved)}
                        ": then you can revise it there."
                    </p>
                    {parts::secondary("Make this a new proposal", another)}
                </InsetText>
            }
        })
    })
    .into_any()
}

/// What happens next. The intervention is read from the server, so that this page never claims what is not saved.
fn sent(shared: Shared, new: &str) -> AnyView {
    draft::forget(who(), shared.cluster);
    let new = InterventionId(new.parse().unwrap_or(Uuid::nil()));
    let saved = asked::<operations::OneIntervention>(move || operations::one_intervention::Variables { id: new });
    loaded(saved, "Proposal sent", move |found| {
        let it = found.intervention;
        titled("Proposal sent to the Cluster Board", Signal::stored(false));
        let page = view! {
                    <Panel title="Proposal sent to the Cluster Board">{it.title.clone()}</Panel>
                    <h2 class="govuk-heading-m">"What happens next"</h2>
                    <p class="govuk-body">
                        "The Board of " {it.cluster_name.clone()}
                        " looks at it at its meeting. When it agrees, another Board member records the agreement here. Then "
                        {it.cost.short()} " is committed."
                    </p>
                    {parts::inset("You proposed it, so you cannot record the agreement yourself.")}
                    {parts::link_line("See the intervention", &format!("/interventions/{}", it.id))}
                    {parts::link_line("Back to the plan", &shared.plan())}
        };
        parts::two_thirds(page.into_any())
    })
}
