//! Recording the Board's agreement: what it agreed, when and why; the answers to check; then the money is committed.

use leptos::{ev::SubmitEvent, prelude::*};
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
};
use shared::{
    calendar::written,
    failure::{Change, Failure},
    id::InterventionId,
    intervention::{Agreement, Intervention},
    money::Pence,
};
use ui::{
    Button, ButtonKind, Cell, CharacterCount, DateInput, Details, InsetText, Limit, SummaryList, SummaryRow, Table,
    WarningText,
};

use super::{
    draft::ask_before_leaving,
    summary::{paragraphs, saved},
};
use crate::{
    form::{Form, TypedDay, scrolls},
    heading::{Heading, titled},
    load::{Asked, asked, loaded},
    operations::{self, cluster_fund, one_intervention},
    routes::id,
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
}

impl Typed {
    fn is_empty(&self) -> bool {
        [self.reasons, self.challenge].iter().all(|it| it.with_untracked(|it| it.trim().is_empty()))
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

fn pages(shared: Shared) -> AnyView {
    let query = use_query_map();
    let checking = Memo::new(move |_| query.with(|it| it.get("step").as_deref() == Some("check")));
    (move || {
        let checked = checking.get().then(|| untrack(|| shared.agreement().ok())).flatten();
        checked.map_or_else(|| question(shared), |it| check(shared, it))
    })
    .into_any()
}

fn closed(saved: &Intervention) -> AnyView {
    let here = format!("/interventions/{}", saved.id);
    let to = here.clone();
    back(move || to.clone());
    let text = if saved.decision.is_some() {
        "The Board’s agreement has been recorded already."
    } else if saved.revises {
        "You proposed this, so another member of the Board has to record the agreement."
    } else {
        "Only a member of the Cluster Board records its agreement."
    };
    view! {
        <Heading text="You cannot record the agreement" />
        <p class="govuk-body">{text}</p>
        <Button href=here>"Go to the intervention"</Button>
    }
    .into_any()
}

impl Shared {
    fn href(self) -> String {
        self.saved.with_value(|it| format!("/interventions/{}", it.id))
    }

    /// The agreement that is typed, or what is wrong with it.
    fn agreement(self) -> Result<Agreement, Vec<shared::failure::Problem>> {
        let (id, version, proposed_on) = self.saved.with_value(|it| (it.id, it.version, it.proposed_on));
        let today = viewer().day();
        let typed = |agreed_on| Agreement {
            id,
            version,
            agreed_on,
            reasons: self.typed.reasons.get_untracked(),
            challenge: self.typed.challenge.get_untracked(),
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
        let cost = self.saved.with_value(|it| it.cost);
        let view = move || {
            let left = self.left.get();
            let rows = vec![
                SummaryRow::new("Cost", cost.short()),
                SummaryRow::new("Left before", left.short()),
                SummaryRow::new("Left after", (left - cost).short()),
            ];
            let lacking = (cost > left).then(|| {
                let text = format!(
                    "{} is missing. The agreement cannot be recorded until more money is paid to the cluster or the \
                     proposal is revised.",
                    (cost - left).short(),
                );
                view! { <WarningText>{text}</WarningText> }
            });
            view! {
                <SummaryList rows />
                {lacking}
            }
        };
        view.into_any()
    }
}

/// What the Board agreed, when and why.
fn question(shared: Shared) -> AnyView {
    let Shared { saved: it, typed, form, .. } = shared;
    back(move || shared.href());
    let navigate = use_navigate();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if form.check(shared.agreement()).is_some() {
            navigate(&format!("{}/agree?step=check", shared.href()), Default::default());
        }
    };
    let (title, rows) = it.with_value(|it| (it.title.clone(), saved(it)));
    let proposed = it.with_value(|it| written(it.proposed_on));
    view! {
        {form.summary_at(|field| if field == "agreedOn" { "agreedOn-day".to_owned() } else { field.to_owned() })}
        <div class="govuk-grid-row">
            <div class="govuk-grid-column-two-thirds">
                <Heading text=TITLE caption=title wrong=form.wrong() />
                {shared.money()}
                <Details summary="What is proposed">
                    <SummaryList rows />
                </Details>
                <form novalidate on:submit=submit>
                    <DateInput
                        id="agreedOn"
                        name_prefix="agreedOn"
                        legend="When did the Board agree?"
                        legend_classes="govuk-fieldset__legend--s"
                        hint=format!("Between {proposed}, when it was proposed, and today")
                        day=typed.agreed_on.day
                        month=typed.agreed_on.month
                        year=typed.agreed_on.year
                        error=form.error("agreedOn")
                    />
                    <CharacterCount
                        name="reasons"
                        label="Why did the Board agree?"
                        label_classes="govuk-label--s"
                        hint="The reasons as the minutes have them. Do not name a pupil."
                        limit=Limit::Characters(1000)
                        value=typed.reasons
                        error=form.error("reasons")
                    />
                    <CharacterCount
                        name="challenge"
                        label="What was challenged, and what was answered?"
                        label_classes="govuk-label--s"
                        hint="For example: is six months long enough? A review after three months decides whether it goes on."
                        limit=Limit::Characters(1000)
                        value=typed.challenge
                        error=form.error("challenge")
                    />
                    <Button>"Continue"</Button>
                </form>
            </div>
        </div>
    }
    .into_any()
}

/// The answers, before the money is committed.
fn check(shared: Shared, agreement: Agreement) -> AnyView {
    let Shared { saved: it, form, done, .. } = shared;
    form.refuse(Vec::new());
    let change = format!("{}/agree", shared.href());
    back({
        let change = change.clone();
        move || change.clone()
    });
    let row = |key: &'static str, hidden: &str, value: ui::Content| {
        SummaryRow::new(key, value).action(ui::SummaryAction::change(change.clone(), hidden))
    };
    let rows = vec![
        row("Agreed on", "the day the Board agreed", written(agreement.agreed_on).into()),
        row("Reasons", "the reasons", paragraphs(&agreement.reasons)),
        row("Challenge and answer", "the challenge and the answer", paragraphs(&agreement.challenge)),
    ];
    let (title, cost) = it.with_value(|it| (it.title.clone(), it.cost.short()));
    let failure = form.failure();
    ui::effect(move || {
        if let Some(Failure::OverCommitted { available, .. }) = failure.get() {
            shared.left.set(available);
        }
    });
    // After these a second press could only be refused again.
    let stuck =
        move || matches!(failure.get(), Some(Failure::Changed { .. } | Failure::Decided | Failure::OwnProposal));
    let navigate = use_navigate();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let navigate = navigate.clone();
        let variables = operations::agree_intervention::Variables { input: agreement.clone() };
        form.send::<operations::AgreeIntervention>(variables, move |_| {
            done.set(true);
            // The way back from here must not lead to a form that was sent.
            let options = NavigateOptions { replace: true, ..Default::default() };
            navigate(&format!("{}?done=agreed", shared.href()), options);
        });
    };
    view! {
        {form.summary_at(|_| String::new())}
        <div class="govuk-grid-row">
            <div class="govuk-grid-column-two-thirds">
                {refused(shared)}
                <Heading text="Check what you record" caption=title title=TITLE wrong=form.wrong() />
                <SummaryList rows />
                <h2 class="govuk-heading-m">"What it does to the money"</h2>
                {shared.money()}
                <form novalidate on:submit=submit hidden=stuck>
                    <p class="govuk-body">
                        "When you record the agreement, " {cost}
                        " is committed. The proposal and the decision can then not be changed any more."
                    </p>
                    <Button prevent_double_click=true disabled=form.sending()>
                        "Record the agreement"
                    </Button>
                </form>
            </div>
        </div>
    }
    .into_any()
}

/// What to do when the server said no.
fn refused(shared: Shared) -> AnyView {
    let failure = shared.form.failure();
    (move || match failure.get()? {
        Failure::Changed { changes, .. } => Some(changed(shared, changes)),
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
                    <a class="govuk-link" href=shared.href()>
                        "Go to the intervention"
                    </a>
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
fn changed(shared: Shared, changes: Vec<Change>) -> AnyView {
    titled(TITLE, Signal::stored(true));
    let rows: Vec<Vec<Cell>> =
        changes.into_iter().map(|it| vec![Cell::text(it.field), Cell::text(it.yours), Cell::text(it.theirs)]).collect();
    let any = !rows.is_empty();
    let navigate = use_navigate();
    let read = move |_| {
        navigate(&format!("{}/agree", shared.href()), NavigateOptions { replace: true, ..Default::default() });
        shared.again.again();
    };
    let table = any.then(|| {
        let head = ["Field", "When you opened it", "Now"].map(Cell::text).to_vec();
        let table = view! { <Table caption="What changed" head rows first_cell_is_header=true /> };
        scrolls("What changed", table.into_any())
    });
    view! {
        <section class="govuk-inset-text" role="alert" aria-labelledby="changed-title">
            <h2 class="govuk-heading-m" id="changed-title">
                "The proposal changed after you opened it"
            </h2>
            <p class="govuk-body">
                "Nothing was recorded. Read the proposal again, and record the agreement only if the Board agreed what it says now. What you entered stays."
            </p>
            {table}
            <Button kind=ButtonKind::Secondary button_type="button" on_click=read>
                "Read the proposal again"
            </Button>
        </section>
    }
    .into_any()
}
