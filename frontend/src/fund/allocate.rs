//! Paying money from the authority to a cluster: how much, when and why; the answers to check; then it is paid.

use leptos::prelude::*;
use shared::{
    calendar::written,
    failure::Problem,
    fund::{Allocation, Fund},
    id::{ClusterId, MovementId},
    money::Pence,
};
use ui::{Content, Input, SummaryRow};
use uuid::Uuid;

use crate::{
    form::{Form, TypedDay, read_money},
    heading::Heading,
    intervention::{ask_before_leaving, paragraphs},
    load::{asked, loaded},
    operations,
    parts::{self, LongText},
    routes::{id, says, way},
    shell::back,
    viewer::viewer,
};

/// What is typed, and under which id it is sent: the same for every try, so that a second try is answered as the first.
#[derive(Clone, Copy)]
struct Payment {
    cluster: ClusterId,
    id: MovementId,
    amount: RwSignal<String>,
    day: TypedDay,
    reason: RwSignal<String>,
    done: RwSignal<bool>,
    form: Form,
}

impl Payment {
    fn money(self) -> String {
        format!("/clusters/{}/money", self.cluster)
    }

    /// What is typed, or what is wrong with it in the order of the form.
    fn read(self) -> Result<Allocation, Vec<Problem>> {
        let amount = read_money("amount", "the amount", &self.amount.get_untracked());
        let day = self.day.read("day", "the day");
        let made = Allocation {
            id: self.id,
            cluster: self.cluster,
            // One pound stands for what cannot be read: that is told by its own words.
            amount: *amount.as_ref().unwrap_or(&Pence::pounds(1)),
            day: *day.as_ref().unwrap_or(&viewer().day()),
            reason: self.reason.get_untracked(),
        }
        .check();
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

/// Paying money to a cluster.
#[component]
pub fn AllocatePage() -> impl IntoView {
    let cluster = id("cluster", ClusterId);
    let payment = Payment {
        cluster,
        id: MovementId(Uuid::new_v4()),
        amount: RwSignal::default(),
        day: TypedDay::of(viewer().day()),
        reason: RwSignal::default(),
        done: RwSignal::new(false),
        form: Form::new(),
    };
    ask_before_leaving(move || {
        let typed = [payment.amount, payment.reason].iter().any(|it| it.with(|it| !it.trim().is_empty()));
        !payment.done.get() && typed
    });
    let fund = asked::<operations::ClusterFund>(move || operations::cluster_fund::Variables { cluster, after: None });
    let checking = says("step", "check");
    loaded(fund, "Pay money to the cluster", move |found| {
        let fund = StoredValue::new(found.fund);
        if !fund.with_value(|it| it.allocates) {
            return closed(payment);
        }
        (move || {
            let checked = checking.get().then(|| payment.read().ok()).flatten();
            fund.with_value(|fund| match checked {
                Some(allocation) => check(payment, fund, allocation),
                None => question(payment, fund),
            })
        })
        .into_any()
    })
}

fn closed(payment: Payment) -> AnyView {
    back(payment.money());
    view! {
        <Heading text="You cannot pay money to this cluster" />
        {parts::body("The authority’s strategic lead for SEND pays money to clusters.")}
        {parts::button("Go to the money of the cluster", payment.money())}
    }
    .into_any()
}

fn question(payment: Payment, fund: &Fund) -> AnyView {
    let Payment { amount, day, reason, form, .. } = payment;
    back(payment.money());
    let way = way();
    let submit = move || {
        if form.check(payment.read()).is_some() {
            way.to(&format!("{}/allocate?step=check", payment.money()));
        }
    };
    let inside = view! {
        <Input
            name="amount"
            label="How much?"
            label_classes="govuk-label--s"
            hint="In pounds, for example 25000 or 4,166.67"
            prefix="£"
            classes="govuk-input--width-10"
            inputmode="decimal"
            spellcheck=Some(false)
            value=amount
            error=form.error("amount")
        />
        {parts::day("day", "On which day?", 's', "For example, 21 11 2026", day, form.error("day"))}
        {LongText {
            rows: 3,
            ..LongText::new(
                "reason",
                "Where does the money come from, and what is it for?",
                "For example: high needs block, first payment of the pilot",
                300,
            )
        }
            .view(reason, form.error("reason"))}
        {parts::go_on()}
    };
    let page = view! {
        <Heading text="Pay money to the cluster" caption=fund.cluster.clone() wrong=form.wrong() />
        {parts::form(submit, inside.into_any())}
    };
    view! {
        {form.summary_at(|field| if field == "day" { "day-day".to_owned() } else { field.to_owned() })}
        {parts::two_thirds(page.into_any())}
    }
    .into_any()
}

fn check(payment: Payment, fund: &Fund, allocation: Allocation) -> AnyView {
    let form = payment.form;
    form.refuse(Vec::new());
    let change = format!("{}/allocate", payment.money());
    back(change.clone());
    let row = |key: &'static str, hidden: &str, value: Content| {
        SummaryRow::new(key, value).action(ui::SummaryAction::change(change.clone(), hidden))
    };
    let rows = vec![
        SummaryRow::new("To", fund.cluster.clone()),
        row("Amount", "the amount", allocation.amount.short().into()),
        row("Day", "the day", written(allocation.day).into()),
        row("Reason", "the reason", paragraphs(&allocation.reason)),
        SummaryRow::new("Left to commit before", fund.left.short()),
        SummaryRow::new("Left to commit after", (fund.left + allocation.amount).short()),
    ];
    let pay = format!("Pay {}", allocation.amount.short());
    let way = way();
    let submit = move || {
        let way = way.clone();
        let variables = operations::allocate_money::Variables { input: allocation.clone() };
        form.send::<operations::AllocateMoney>(variables, move |_| {
            payment.done.set(true);
            way.instead(&format!("{}?done=paid", payment.money()));
        });
    };
    let inside = view! {
        {parts::body("A payment is never edited. A wrong one is reversed by another.")}
        {parts::send(pay, form.sending())}
    };
    let page = view! {
        <Heading text="Check the payment" caption=fund.cluster.clone() wrong=form.wrong() />
        {parts::facts(rows)}
        {parts::form(submit, inside.into_any())}
    };
    view! {
        {form.summary_at(|_| String::new())}
        {parts::two_thirds(page.into_any())}
    }
    .into_any()
}
