//! Recording the Board's agreement: what it agreed, when and why; the answers to check; then the money is committed.

use chrono::NaiveDate;
use leptos::{ev::SubmitEvent, prelude::*};
use shared::{
    calendar::written,
    failure::{Change, Failure},
    id::InterventionId,
    intervention::{Agreement, Intervention},
    money::Pence,
};
use ui::{Details, InsetText, SummaryRow, WarningText};

use super::{
    draft::ask_before_leaving,
    history::changes,
    summary::{paragraphs, saved},
};
use crate::{
    form::{Form, TypedDay},
    heading::{Heading, titled},
    load::{Asked, asked, loaded},
    operations::{self, cluster_fund, one_intervention},
    parts::{self, LongText},
    routes::{id, says, way},
    shell::back,
    viewer::viewer,
};

const TITLE: &str = "Record the Board’s agreement";

/// What is typed. It outlives what was read, so that a proposal that changed can be read again.
#[derive(Clone, Copy, Default)]
struct Typed {
    agreed_on: TypedDay,
    reasons: RwSignal<String>,
    challenge: RwSignal<String>,
    response: RwSignal<String>,
}

impl Typed {
    fn is_empty(&self) -> bool {
        [self.reasons, self.challenge, self.response].iter().all(|it| it.with_untracked(|it| it.trim().is_empty()))
    }
}

/// What both pages share.
#[derive(Clone, Copy)]
struct Shared {
    saved: StoredValue<Intervention>,
    left: RwSignal<Pence>,
    typed: Typed,
    done: RwSignal<bool>,
    form: Form,
    again: Asked<one_intervention::one_intervention::ResponseData>,
}

/// Recording the Board's agreement.
#[component]
pub fn AgreePage() -> impl IntoView {
    let id = id("intervention", InterventionId);
    let (typed, done) = (Typed::default(), RwSignal::new(false));
    ask_before_leaving(move || !done.get() && !typed.is_empty());
    let again = asked::<operations::OneIntervention>(move || one_intervention::Variables { id });
    loaded(again, TITLE, move |found| {
        let saved = found.intervention;
        if !saved.agrees && !done.get_untracked() {
            return closed(&saved);
        }
        // What the cluster has left is known only when it is known which cluster.
        let cluster = saved.cluster;
        let fund = asked::<operations::ClusterFund>(move || cluster_fund::Variables { cluster, after: None });
        let saved = StoredValue::new(saved);
        loaded(fund, TITLE, move |found| {
            let left = RwSignal::new(found.fund.left);
            pages(Shared { saved, left, typed, done, form: Form::new(), again })
        })
    })
}

/// The version that waits, and the day on which it was proposed.
fn waits(it: &Intervention) -> (InterventionId, i32, NaiveDate) {
    match &it.amendment {
        Some(amendment) => (it.id, amendment.version, amendment.proposed_on),
        None => (it.id, it.version, it.proposed_on),
    }
}

fn pages(shared: Shared) -> AnyView {
    let checking = says("step", "check");
    (move || {
        let checked = checking.get().then(|| untrack(|| shared.agreement().ok())).flatten();
        checked.map_or_else(|| question(shared), |it| check(shared, it))
    })
    .into_any()
}

fn closed(saved: &Intervention) -> AnyView {
    let here = format!("/interventions/{}", saved.id);
    back(here.clone());
    let own = saved.revises || (saved.withdraws && saved.amendment.is_some());
    let text = if saved.decision.is_some() && saved.amendment.is_none() {
        "The Board’s agreement has been recorded already."
    } else if own {
        "You proposed this, so another member of the Board has to record the agreement."
    } else {
        "Only a member of the Cluster Board records its agreement."
    };
    view! {
        <Heading text="You cannot record the agreement" />
        {parts::body(text)}
        {parts::button("Go to the intervention", here)}
    }
    .into_any()
}

impl Shared {
    fn href(self) -> String {
        self.saved.with_value(|it| format!("/interventions/{}", it.id))
    }

    /// The agreement that is typed, or what is wrong with it.
    fn agreement(self) -> Result<Agreement, Vec<shared::failure::Problem>> {
        let (id, version, proposed_on) = self.saved.with_value(waits);
        let today = viewer().day();
        let typed = |agreed_on| Agreement {
            id,
            version,
            agreed_on,
            reasons: self.typed.reasons.get_untracked(),
            challenge: self.typed.challenge.get_untracked(),
            response: self.typed.response.get_untracked(),
        };
        match self.typed.agreed_on.read("agreedOn", "the day the Board agreed") {
            Ok(day) => typed(day).check(proposed_on, today),
            // All fields are told at once.
            Err(day) => {
                let others = typed(today).check(proposed_on, today).err().unwrap_or_default();
                Err(day.into_iter().chain(others.into_iter().filter(|it| it.field != "agreedOn")).collect())
            }
        }
    }

    /// What the agreement does to the money, and a warning where there is too little. It follows what is left: the server
    /// may know better than what was read.
    fn money(self) -> AnyView {
        let (cost, before) = self.saved.with_value(|it| match &it.amendment {
            Some(amendment) => (amendment.cost - it.cost, Some(it.cost)),
            None => (it.cost, None),
        });
        let view = move || {
            let left = self.left.get();
            let what = match before {
                Some(before) => {
                    SummaryRow::new("Cost", format!("{} instead of {}", (before + cost).short(), before.short()))
                }
                None => SummaryRow::new("Cost", cost.short()),
            };
            let rows = vec![
                what,
                SummaryRow::new("Left before", left.short()),
                SummaryRow::new("Left after", (left - cost).short()),
            ];
            let lacking = (cost > left && cost > Pence::ZERO).then(|| {
                let text = format!(
                    "{} is missing. The agreement cannot be recorded until more money is paid to the cluster or the \
                     proposal is revised.",
                    (cost - left).short(),
                );
                view! { <WarningText>{text}</WarningText> }
            });
            view! {
                {parts::facts(rows)}
                {lacking}
            }
        };
        view.into_any()
    }
}

/// What the Board agreed, when and why.
fn question(shared: Shared) -> AnyView {
    let Shared { saved: it, typed, form, .. } = shared;
    back(shared.href());
    let way = way();
    let submit = move || {
        if form.check(shared.agreement()).is_some() {
            way.to(&format!("{}/agree?step=check", shared.href()));
        }
    };
    let (title, rows) = it.with_value(|it| (it.title.clone(), saved(it)));
    let proposed = it.with_value(|it| written(waits(it).2));
    let amends = it.with_value(|it| {
        it.amendment.as_ref().map(|it| {
            let reason = vec![SummaryRow::new("Why it has to change", paragraphs(&it.reason))];
            (parts::facts(reason), changes(&it.changes, ["Field", "Agreed", "Would be"])).into_any()
        })
    });
    let hint = format!("Between {proposed}, when it was proposed, and today");
    let reasons = LongText::new(
        "reasons",
        "Why did the Board agree?",
        "The reasons as the minutes have them. Do not name a pupil.",
        1000,
    );
    let challenge = LongText::new(
        "challenge",
        "What was challenged?",
        "For example: is it the right priority, is it worth the money, is six months long enough, does the target stretch?",
        1000,
    );
    let response = LongText::new(
        "response",
        "What was answered?",
        "For example: a review after three months decides whether it goes on.",
        1000,
    );
    let inside = view! {
        {parts::day("agreedOn", "When did the Board agree?", 's', hint, typed.agreed_on, form.error("agreedOn"))}
        {reasons.view(typed.reasons, form.error("reasons"))}
        {challenge.view(typed.challenge, form.error("challenge"))}
        {response.view(typed.response, form.error("response"))}
        {parts::go_on()}
    };
    let page = view! {
        <Heading text=TITLE caption=title wrong=form.wrong() />
        {amends}
        {shared.money()}
        <Details summary="What is proposed">{parts::facts(rows)}</Details>
        {parts::form(submit, inside.into_any())}
    };
    view! {
        {form.summary_at(|field| if field == "agreedOn" { "agreedOn-day".to_owned() } else { field.to_owned() })}
        {parts::two_thirds(page.into_any())}
    }
    .into_any()
}

/// The answers, before the money is committed.
fn check(shared: Shared, agreement: Agreement) -> AnyView {
    let Shared { saved: it, form, done, .. } = shared;
    form.refuse(Vec::new());
    let change = format!("{}/agree", shared.href());
    back(change.clone());
    let row = |key: &'static str, hidden: &str, value: ui::Content| {
        SummaryRow::new(key, value).action(ui::SummaryAction::change(change.clone(), hidden))
    };
    let rows = vec![
        row("Agreed on", "the day the Board agreed", written(agreement.agreed_on).into()),
        row("Reasons", "the reasons", paragraphs(&agreement.reasons)),
        row("Challenge", "the challenge", paragraphs(&agreement.challenge)),
        row("Answer", "the answer", paragraphs(&agreement.response)),
    ];
    let (title, commits) = it.with_value(|it| {
        let commits = match &it.amendment {
            Some(amendment) if amendment.cost > it.cost => {
                format!("{} more is committed", (amendment.cost - it.cost).short())
            }
            Some(amendment) if amendment.cost < it.cost => format!("{} comes back", (it.cost - amendment.cost).short()),
            Some(_) => "no money moves".to_owned(),
            None => format!("{} is committed", it.cost.short()),
        };
        (it.title.clone(), commits)
    });
    let failure = form.failure();
    ui::effect(move || {
        if let Some(Failure::OverCommitted { available, .. }) = failure.get() {
            shared.left.set(available);
        }
    });
    // After these a second press could only be refused again.
    let stuck =
        move || matches!(failure.get(), Some(Failure::Changed { .. } | Failure::Decided | Failure::OwnProposal));
    let way = way();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let way = way.clone();
        let variables = operations::agree_intervention::Variables { input: agreement.clone() };
        form.send::<operations::AgreeIntervention>(variables, move |_| {
            done.set(true);
            way.instead(&format!("{}?done=agreed", shared.href()));
        });
    };
    let page = view! {
        {refused(shared)}
        <Heading text="Check what you record" caption=title title=TITLE wrong=form.wrong() />
        {parts::facts(rows)}
        <h2 class="govuk-heading-m">"What it does to the money"</h2>
        {shared.money()}
        <form novalidate on:submit=submit hidden=stuck>
            <p class="govuk-body">
                "When you record the agreement, " {commits}
                ". Measure, baseline and target are then locked: they change only by an amendment that everybody sees."
            </p>
            {parts::send("Record the agreement", form.sending())}
        </form>
    };
    view! {
        {form.summary_at(|_| String::new())}
        {parts::two_thirds(page.into_any())}
    }
    .into_any()
}

/// What to do when the server said no.
fn refused(shared: Shared) -> AnyView {
    let failure = shared.form.failure();
    (move || match failure.get()? {
        Failure::Changed { changes, .. } => Some(changed(shared, &changes)),
        Failure::OverCommitted { .. } => {
            let (money, by) =
                shared.saved.with_value(|it| (format!("/clusters/{}/money", it.cluster), it.proposed_by.clone()));
            let text = format!(
                "Nothing was recorded. Either {by} revises the cost, or your authority pays more to the cluster. Then \
                 record the agreement again: what you entered stays here while this window is open."
            );
            Some(
                view! {
                    <InsetText>
                        <p class="govuk-body">{text}</p>
                        <a class="govuk-link" href=money target="_blank">
                            "See the money of the cluster (opens in a new tab)"
                        </a>
                    </InsetText>
                }
                .into_any(),
            )
        }
        Failure::OwnProposal | Failure::Decided => Some(
            view! {
                <InsetText>
                    "Nothing was recorded. "
                    {parts::link("Go to the intervention", &shared.href())}
                </InsetText>
            }
            .into_any(),
        ),
        _ => None,
    })
    .into_any()
}

/// The proposal is not any more what the reader has seen. An agreement is never carried over to other words: it is read
/// again first.
fn changed(shared: Shared, differ: &[Change]) -> AnyView {
    titled(TITLE, Signal::stored(true));
    let way = way();
    let read = move |_| {
        way.instead(&format!("{}/agree", shared.href()));
        shared.again.again();
    };
    // `yours` is what was read, `theirs` what is saved.
    let both: Vec<Change> = differ
        .iter()
        .map(|it| Change { field: it.field.clone(), yours: it.theirs.clone(), theirs: it.yours.clone() })
        .collect();
    let table = changes(&both, ["Field", "When you opened it", "Now"]);
    view! {
        <section class="govuk-inset-text" role="alert" aria-labelledby="changed-title">
            <h2 class="govuk-heading-m" id="changed-title">
                "The proposal changed after you opened it"
            </h2>
            <p class="govuk-body">
                "Nothing was recorded. Read the proposal again, and record the agreement only if the Board agreed what it says now. What you entered stays."
            </p>
            {table}
            {parts::secondary("Read the proposal again", read)}
        </section>
    }
    .into_any()
}
