//! A form of a few questions whose answers are checked before they are sent, for what is recorded and stays: an end, a
//! withdrawal, a payment. All of them are the same page with other questions.

use chrono::NaiveDate;
use leptos::prelude::*;
use shared::{
    calendar::written,
    failure::{Failure, Problem},
    money::Pence,
};
use ui::{Content, Input, SummaryRow};

use crate::{
    form::{Form, TypedDay, read_money},
    heading::Heading,
    intervention::{ask_before_leaving, paragraphs},
    parts::{self, LongText},
    routes::{says, way},
    shell::back,
    viewer::viewer,
};

/// What is typed.
#[derive(Clone, Copy)]
pub struct Act {
    /// The day.
    pub day: TypedDay,
    /// The amount.
    pub amount: RwSignal<String>,
    /// The first answer in sentences.
    pub first: RwSignal<String>,
    /// The second.
    pub second: RwSignal<String>,
    /// What is wrong, and whether it is on its way.
    pub form: Form,
    done: RwSignal<bool>,
}

/// A question.
#[derive(Clone, Copy)]
pub enum Ask {
    /// For the day: the field and the question.
    Day(&'static str, &'static str),
    /// For the amount: the question and a hint.
    Amount(&'static str, &'static str),
    /// For the first sentences: the field, the question, a hint and how long they may be.
    First(&'static str, &'static str, &'static str, usize),
    /// For the second.
    Second(&'static str, &'static str, &'static str, usize),
}

/// What the answers are read by.
pub type Read = Box<dyn Fn(Act) -> Result<(), Vec<Problem>> + Send + Sync>;
/// What sends them.
pub type Send_ = Box<dyn Fn(Act) + Send + Sync>;

/// A page of such a form.
pub struct Paper {
    /// The heading.
    pub title: &'static str,
    /// What it is about.
    pub caption: String,
    /// Its own address.
    pub here: String,
    /// Where it leads back to.
    pub back: String,
    /// What is true before, and what the step does.
    pub facts: Vec<SummaryRow>,
    /// What happens when it is sent.
    pub warning: String,
    /// The questions.
    pub asks: Vec<Ask>,
    /// What the button says.
    pub button: &'static str,
    /// Reads the answers.
    pub read: Read,
    /// Sends them.
    pub send: Send_,
}

impl Act {
    /// Nothing is typed but the day, which is today's. To be made within a page.
    pub fn new() -> Self {
        let act = Self {
            day: TypedDay::of(viewer().day()),
            amount: RwSignal::default(),
            first: RwSignal::default(),
            second: RwSignal::default(),
            form: Form::new(),
            done: RwSignal::new(false),
        };
        ask_before_leaving(move || {
            let typed = [act.amount, act.first, act.second].iter().any(|it| it.with(|it| !it.trim().is_empty()));
            !act.done.get() && typed
        });
        act
    }

    /// It is saved: the way leads on, and not back here.
    pub fn done(self) {
        self.done.set(true);
    }

    /// Reads day and amount, and holds them and the rest against a rule; something stands for what cannot be read, which is
    /// told by its own words.
    pub fn read<T>(
        self,
        day: Option<(&str, &str)>,
        amount: bool,
        rule: impl FnOnce(NaiveDate, Pence) -> Result<T, Vec<Problem>>,
    ) -> Result<T, Vec<Problem>> {
        let amount = if amount {
            read_money("amount", "the amount", &self.amount.get_untracked())
        } else {
            Ok(Pence::pounds(1))
        };
        let day = day.map_or(Ok(viewer().day()), |(field, what)| self.day.read(field, what));
        let made = rule(*day.as_ref().unwrap_or(&viewer().day()), *amount.as_ref().unwrap_or(&Pence::pounds(1)));
        let mut problems = amount.err().unwrap_or_default();
        problems.extend(day.err().unwrap_or_default());
        match made {
            Ok(made) if problems.is_empty() => Ok(made),
            made => {
                problems.extend(made.err().unwrap_or_default());
                Err(problems)
            }
        }
    }
}

/// The page: the questions, then the answers to check.
pub fn pages(act: Act, paper: Paper) -> AnyView {
    let (paper, checking) = (StoredValue::new(paper), says("step", "check"));
    (move || {
        let whole = checking.get() && untrack(|| paper.with_value(|it| (it.read)(act))).is_ok();
        paper.with_value(|it| if whole { check(act, it, paper) } else { question(act, it, paper) })
    })
    .into_any()
}

fn question(act: Act, paper: &Paper, stored: StoredValue<Paper>) -> AnyView {
    back(paper.back.clone());
    let form = act.form;
    let way = way();
    let submit = move || {
        let read = stored.with_value(|it| (it.read)(act));
        if form.check(read).is_some() {
            way.to(&stored.with_value(|it| format!("{}?step=check", it.here)));
        }
    };
    let asks = paper.asks.iter().map(|ask| match *ask {
        Ask::Day(field, legend) => {
            parts::day(field, legend, 's', "For example, 21 11 2026", act.day, form.error(field))
        }
        Ask::Amount(label, hint) => view! {
            <Input
                name="amount"
                label=label
                label_classes="govuk-label--s"
                hint=hint
                prefix="£"
                classes="govuk-input--width-10"
                inputmode="decimal"
                spellcheck=Some(false)
                value=act.amount
                error=form.error("amount")
            />
        }
        .into_any(),
        Ask::First(field, label, hint, longest) => {
            LongText::new(field, label, hint, longest).view(act.first, form.error(field))
        }
        Ask::Second(field, label, hint, longest) => {
            LongText::new(field, label, hint, longest).view(act.second, form.error(field))
        }
    });
    let inside = view! {
        {asks.collect_view()}
        {parts::go_on()}
    };
    let page = view! {
        <Heading text=paper.title caption=paper.caption.clone() wrong=form.wrong() />
        {(!paper.facts.is_empty()).then(|| parts::facts(paper.facts.clone()))}
        {parts::form(submit, inside.into_any())}
    };
    view! {
        {form.summary_at(control)}
        {parts::two_thirds(page.into_any())}
    }
    .into_any()
}

/// The id of the (first) control of a field.
fn control(field: &str) -> String {
    if matches!(field, "day" | "endedOn") { format!("{field}-day") } else { field.to_owned() }
}

fn check(act: Act, paper: &Paper, stored: StoredValue<Paper>) -> AnyView {
    let form = act.form;
    form.refuse(Vec::new());
    back(paper.here.clone());
    let row = |key: &'static str, value: Content| {
        SummaryRow::new(key, value).action(ui::SummaryAction::change(paper.here.clone(), key))
    };
    let amount = || act.amount.get_untracked().parse::<Pence>().map(Pence::short).unwrap_or_default();
    let day = || act.day.read("", "").map(written).unwrap_or_default();
    let rows = paper.asks.iter().map(|ask| match *ask {
        Ask::Day(_, legend) => row(legend, untrack(day).into()),
        Ask::Amount(label, _) => row(label, amount().into()),
        Ask::First(_, label, ..) => row(label, paragraphs(act.first.get_untracked().trim())),
        Ask::Second(_, label, ..) => row(label, paragraphs(act.second.get_untracked().trim())),
    });
    let rows = rows.collect();
    let failure = form.failure();
    let leave = paper.back.clone();
    let stale = move || {
        let leave = leave.clone();
        matches!(failure.get(), Some(Failure::Changed { .. })).then(|| {
            view! {
                <div class="govuk-inset-text" role="alert">
                    {parts::body("Somebody else changed this after you opened it. Nothing was recorded. Read it again first.")}
                    {parts::link_line("Read it again", &leave)}
                </div>
            }
        })
    };
    let submit = move || stored.with_value(|it| (it.send)(act));
    let inside = view! {
        {parts::body(paper.warning.clone())}
        {parts::send(paper.button, form.sending())}
    };
    let page = view! {
        {stale}
        <Heading text="Check what you record" caption=paper.caption.clone() title=paper.title wrong=form.wrong() />
        {parts::facts(rows)}
        {parts::form(submit, inside.into_any())}
    };
    view! {
        {form.summary_at(|_| String::new())}
        {parts::two_thirds(page.into_any())}
    }
    .into_any()
}

/// A page for whom the step is not for, or not now.
pub fn closed(title: &'static str, text: &'static str, leave: String) -> AnyView {
    back(leave.clone());
    view! {
        <Heading text=title />
        {parts::body(text)}
        {parts::button("Go back", leave)}
    }
    .into_any()
}
