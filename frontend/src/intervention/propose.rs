//! Proposing an intervention: one question a page, then the answers to check, then what happens next.

use leptos::{ev::SubmitEvent, prelude::*};
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
};
use shared::{
    failure::{Failure, Problem},
    id::{ClusterId, InterventionId},
    intervention::{Drafting, NewIntervention},
};
use ui::{Button, ButtonKind, ErrorItem, ErrorSummary, InsetText, Panel, SummaryList};
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
    operations,
    routes::{id, step},
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
    let changing = Memo::new(move |_| query.with(|it| it.get("from").as_deref() == Some(CHECK)));
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
    let navigate = use_navigate();
    ui::effect(move || navigate(&href, NavigateOptions { replace: true, ..Default::default() }));
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
    back(move || shared.plan());
    view! {
        <Heading text="You cannot propose an intervention yet" />
        <p class="govuk-body">{text}</p>
        <Button href=shared.plan()>"Go to the plan"</Button>
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
    back(move || before.clone());
    let form = Form::new();
    titled(step.question(), form.wrong());
    let after = match step.next() {
        Some(next) if !changing => shared.href(next.word()),
        _ => shared.href(CHECK),
    };
    let navigate = use_navigate();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let own = step.own(&problems());
        if own.is_empty() {
            navigate(&after, Default::default());
        } else {
            form.refuse(own);
        }
    };
    view! {
        {form.summary_at(control)}
        <div class="govuk-grid-row">
            <div class="govuk-grid-column-two-thirds">
                <form novalidate on:submit=submit>
                    {Fields { draft, choices: shared.choices, form, alone: true }.of(step)}
                    <div>
                        <Button>"Continue"</Button>
                    </div>
                </form>
            </div>
        </div>
    }
    .into_any()
}

/// The answers, before they are sent.
fn check(shared: Shared) -> AnyView {
    let draft = shared.draft();
    if draft.is_empty() {
        return go(shared.href(Step::What.word()));
    }
    back(move || shared.href(Step::Measure.word()));
    let change = move |step: Step| format!("{}?from={CHECK}", shared.href(step.word()));
    let proposal = match draft.proposal(shared.cluster) {
        Ok(proposal) => proposal,
        Err(problems) => return missing(&problems, change),
    };
    let left = shared.choices.with_value(|it| it.left);
    let rows = shared.choices.with_value(|it| summary::answers(&proposal, it, change));
    let proposal = StoredValue::new(proposal);
    let form = Form::new();
    let navigate = use_navigate();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let input = NewIntervention { id: draft.id.get_untracked(), proposal: proposal.get_value() };
        let sent = format!("{}?id={}", shared.href(SENT), input.id);
        let navigate = navigate.clone();
        let variables = operations::propose_intervention::Variables { input };
        form.send::<operations::ProposeIntervention>(variables, move |_| {
            // The way back from here must not lead to a form that was sent.
            navigate(&sent, NavigateOptions { replace: true, ..Default::default() });
        });
    };
    view! {
        {form.summary_at(|_| String::new())}
        {taken(form, draft)}
        <Heading text="Check your answers before you send the proposal" wrong=form.wrong() />
        <SummaryList rows />
        {above(draft, left)}
        <form novalidate on:submit=submit>
            <h2 class="govuk-heading-m">"Send the proposal"</h2>
            <p class="govuk-body">
                "The Cluster Board will see it at once. You can revise it until the Board’s agreement is recorded."
            </p>
            <Button prevent_double_click=true disabled=form.sending()>
                "Send to the Cluster Board"
            </Button>
        </form>
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
                        <a class="govuk-link" href=saved>
                            "Look whether it was saved"
                        </a>
                        ": then you can revise it there."
                    </p>
                    <Button kind=ButtonKind::Secondary button_type="button" on_click=another>
                        "Make this a new proposal"
                    </Button>
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
        let plan = shared.plan();
        view! {
            <div class="govuk-grid-row">
                <div class="govuk-grid-column-two-thirds">
                    {titled("Proposal sent to the Cluster Board", Signal::stored(false))}
                    <Panel title="Proposal sent to the Cluster Board">{it.title.clone()}</Panel>
                    <h2 class="govuk-heading-m">"What happens next"</h2>
                    <p class="govuk-body">
                        "The Board of " {it.cluster_name.clone()}
                        " looks at it at its meeting. When it agrees, another Board member records the agreement here. Then "
                        {it.cost.short()} " is committed."
                    </p>
                    <InsetText>"You proposed it, so you cannot record the agreement yourself."</InsetText>
                    <p class="govuk-body">
                        <a class="govuk-link" href=format!("/interventions/{}", it.id)>
                            "See the intervention"
                        </a>
                    </p>
                    <p class="govuk-body">
                        <a class="govuk-link" href=plan>
                            "Back to the plan"
                        </a>
                    </p>
                </div>
            </div>
        }
        .into_any()
    })
}
