//! Proposing an intervention: one question a page, then the answers to check, then what happens next.

use std::iter::successors;

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use shared::{
    failure::{Failure, Problem},
    id::{CatalogueItemId, ClusterId, DraftId, InterventionId},
    intervention::{Drafting, NewIntervention, catalogue::CatalogueItem},
};
use ui::{ErrorItem, ErrorSummary, InsetText, Panel};
use uuid::Uuid;

use super::{
    draft::{self, Draft},
    fields::{Fields, above, control},
    plan::who,
    saving::{Keeper, Saving},
    step::Step,
    summary,
};
use crate::{
    api::ask,
    form::Form,
    heading::{Heading, titled},
    load::{Asked, asked, loaded},
    operations, parts,
    routes::{id, says, step, way},
    shell::back,
};

/// The address of the answers to check, of what is shown after they were sent, and of the first question without answer.
const CHECK: &str = "check";
const SENT: &str = "sent";
pub const GO_ON: &str = "go-on";

const TITLE: &str = "Propose an intervention";

/// Proposing an intervention.
#[component]
pub fn ProposePage() -> impl IntoView {
    let cluster = id("cluster", ClusterId);
    let drafting = asked::<operations::Drafting>(move || operations::drafting::Variables { cluster });
    let item = use_query_map().with_untracked(|it| it.get("item")).and_then(|it| it.parse().ok());
    let keeper = Keeper::new();
    let Some(item) = item.map(CatalogueItemId) else {
        return loaded(drafting, TITLE, move |found| pages(cluster, found.drafting, drafting, keeper, None));
    };
    // What the menu says of it is needed once, to begin with.
    let item = asked::<operations::CatalogueItem>(move || operations::catalogue_item::Variables { id: item });
    loaded(item, TITLE, move |found| {
        let item = StoredValue::new(found.catalogue_item);
        loaded(drafting, TITLE, move |found| pages(cluster, found.drafting, drafting, keeper, Some(item)))
    })
}

type Choices = Asked<operations::drafting::drafting::ResponseData>;

/// What all pages of the form share.
#[derive(Clone, Copy)]
struct Shared {
    cluster: ClusterId,
    choices: StoredValue<Drafting>,
    /// The id of the draft in the address.
    key: Uuid,
    draft: Draft,
    saving: Saving,
    asked: Choices,
}

impl Shared {
    /// Whether the draft is kept, and what another window has made of it.
    fn kept(self) -> AnyView {
        self.saving.view(Callback::new(move |()| self.asked.again()))
    }

    fn href(self, word: &str) -> String {
        address(self.cluster, word, self.key)
    }

    fn plan(self) -> String {
        format!("/clusters/{}/plan", self.cluster)
    }

    /// Whether a question is asked of this proposal: that for what is there already only where something may be.
    fn asks(self, step: Step) -> bool {
        step != Step::Already || untrack(|| self.looks_back())
    }

    fn looks_back(self) -> bool {
        let typed = self.draft.typed();
        !typed.new_reason.trim().is_empty() || self.choices.with_value(|it| !typed.like(it).is_empty())
    }

    fn after(self, step: Step) -> Option<Step> {
        successors(step.next(), |it| it.next()).find(|it| self.asks(*it))
    }

    fn before(self, step: Step) -> Option<Step> {
        successors(step.before(), |it| it.before()).find(|it| self.asks(*it))
    }

    /// What is wrong with what is typed, as the server looks at it.
    fn problems(self) -> Vec<Problem> {
        let mut problems = untrack(|| self.draft.proposal(self.cluster)).err().unwrap_or_default();
        problems.extend(self.not_looked());
        problems
    }

    fn not_looked(self) -> Option<Problem> {
        let typed = untrack(|| self.draft.typed());
        let like = self.choices.with_value(|it| !typed.like(it).is_empty());
        let message = "Say why something new is needed";
        let wrong = like && typed.new_reason.trim().is_empty();
        wrong.then(|| Problem { field: "newReason".to_owned(), message: message.to_owned() })
    }

    /// The first question whose answer is missing or wrong.
    fn missing(self) -> Option<Step> {
        let problems = self.problems();
        Step::ALL.into_iter().find(|it| !it.own(&problems).is_empty())
    }
}

/// The address of a page of the form.
pub fn address(cluster: ClusterId, word: &str, key: Uuid) -> String {
    format!("/clusters/{cluster}/plan/propose/{word}?draft={key}")
}

fn pages(
    cluster: ClusterId,
    drafting: Drafting,
    asked: Choices,
    keeper: Keeper,
    item: Option<StoredValue<CatalogueItem>>,
) -> AnyView {
    let nothing = nothing_to_choose(&drafting);
    let choices = StoredValue::new(drafting);
    let (step, query) = (step(), use_query_map());
    let key = Memo::new(move |_| query.with(|it| it.get("draft")).and_then(|it| it.parse::<Uuid>().ok()));
    let changing = says("from", CHECK);
    (move || {
        let word = step.get();
        if word == SENT {
            let new = query.with_untracked(|it| it.get("id")).unwrap_or_default();
            return untrack(|| sent(cluster, key.get(), &new));
        }
        if let Some(text) = nothing {
            return no_questions(cluster, text);
        }
        let Some(key) = key.get().filter(|it| !draft::was_sent(*it)) else {
            return go(address(cluster, GO_ON, latest(cluster, choices)));
        };
        let saved = choices.with_value(|it| it.drafts.iter().find(|it| it.id.0 == key).cloned());
        let (draft, new) = draft::open(who(), cluster, key, saved.as_ref());
        if let Some(item) = item.filter(|_| new) {
            item.with_value(|it| draft.take(it));
        }
        let shared = Shared { cluster, choices, key, draft, saving: Saving { draft, cluster, keeper }, asked };
        match Step::from_word(&word) {
            Some(step) => question(shared, step, changing.get()),
            None if word == CHECK => untrack(|| check(shared)),
            None => go(shared.href(shared.missing().map_or(CHECK, Step::word))),
        }
    })
    .into_any()
}

/// The draft that somebody means who names none: the one that was kept last, or one of this window, or a new one.
fn latest(cluster: ClusterId, choices: StoredValue<Drafting>) -> Uuid {
    let kept = choices.with_value(|it| it.drafts.iter().map(|it| it.id.0).find(|it| !draft::was_sent(*it)));
    kept.or_else(|| draft::begun(who(), cluster).first().map(|it| it.0)).unwrap_or_else(Uuid::new_v4)
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
fn no_questions(cluster: ClusterId, text: &'static str) -> AnyView {
    let plan = format!("/clusters/{cluster}/plan");
    back(plan.clone());
    view! {
        <Heading text="You cannot propose an intervention yet" />
        {parts::body(text)}
        {parts::button("Go to the plan", plan)}
    }
    .into_any()
}

/// One question.
fn question(shared: Shared, step: Step, changing: bool) -> AnyView {
    let Shared { draft, saving, .. } = shared;
    if !shared.asks(step) {
        return go(shared.href(GO_ON));
    }
    // Whoever comes by a bookmark, or after the page was loaded anew, starts where answers are missing.
    let missing = shared.missing();
    let earlier = |it: &Step| Step::ALL.into_iter().take_while(|one| *one != step).any(|one| one == *it);
    if let Some(missing) = missing.filter(earlier).filter(|_| !changing) {
        return go(shared.href(missing.word()));
    }
    let before = if changing {
        shared.href(CHECK)
    } else {
        shared.before(step).map_or_else(|| shared.plan(), |it| shared.href(it.word()))
    };
    back(before);
    let form = Form::new();
    titled(step.question(), form.wrong());
    let way = way();
    let submit = move || {
        let own = step.own(&shared.problems());
        if !own.is_empty() {
            form.refuse(own);
            return;
        }
        // What comes next may hang on this answer.
        let after = match shared.after(step) {
            Some(next) if !changing => shared.href(next.word()),
            _ => shared.href(CHECK),
        };
        saving.save();
        way.to(&after);
    };
    let inside = view! {
        {Fields { draft, choices: shared.choices, form, alone: true }.of(step)}
        <div>{parts::go_on()}</div>
    };
    let page = view! {
        {shared.kept()}
        {parts::form(submit, inside.into_any())}
    };
    view! {
        {form.summary_at(control)}
        {parts::two_thirds(page.into_any())}
    }
    .into_any()
}

/// The answers, before they are sent.
fn check(shared: Shared) -> AnyView {
    let draft = shared.draft;
    if draft.is_empty() {
        return go(shared.href(Step::What.word()));
    }
    back(shared.href(Step::Measure.word()));
    let change = move |step: Step| format!("{}&from={CHECK}", shared.href(step.word()));
    let proposal = match draft.proposal(shared.cluster) {
        Ok(proposal) if shared.not_looked().is_none() => proposal,
        _ => return missing(&shared.problems(), change),
    };
    let left = shared.choices.with_value(|it| it.left);
    let rows = shared.choices.with_value(|it| summary::answers(&proposal, it, change));
    let proposal = StoredValue::new(proposal);
    let form = Form::new();
    let way = way();
    let submit = move || {
        let input = NewIntervention { id: draft.id.get_untracked(), proposal: proposal.get_value() };
        let sent = format!("{}&id={}", shared.href(SENT), input.id);
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
        {shared.kept()}
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
        // It is no version of the draft that may have been sent.
        draft.version.set(0);
        draft.kept.set(Vec::new());
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
fn sent(cluster: ClusterId, key: Option<Uuid>, new: &str) -> AnyView {
    if let Some(key) = key {
        draft::sent(who(), key);
        // Where this gets lost, the server tells nobody of a draft that was sent.
        let variables = operations::delete_draft::Variables { id: DraftId(key) };
        ask::<operations::DeleteDraft>(variables, |_| ());
    }
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
                    {parts::link_line("Back to the plan", &format!("/clusters/{cluster}/plan"))}
        };
        parts::two_thirds(page.into_any())
    })
}
