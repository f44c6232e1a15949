//! Recording what was paid for an intervention, giving back what will not be spent, and taking a payment back.

use leptos::prelude::*;
use shared::{
    calendar::written,
    fund::{OneMovement, Reversal, Spend},
    id::{InterventionId, MovementId},
    intervention::Intervention,
    money::Pence,
};
use ui::SummaryRow;
use uuid::Uuid;

use crate::{
    act::{Act, Ask, Paper, closed, pages},
    load::{asked, loaded},
    operations::{self, one_intervention, one_movement},
    routes::{Way, id, way},
    viewer::viewer,
};

/// Recording what was paid for an intervention.
#[component]
pub fn SpendPage() -> impl IntoView {
    payment(true)
}

/// Giving back what will not be spent.
#[component]
pub fn ReleasePage() -> impl IntoView {
    payment(false)
}

fn payment(spends: bool) -> AnyView {
    let intervention = id("intervention", InterventionId);
    // The same for every try, so that a second try is answered as the first was.
    let (act, way, id) = (Act::new(), way(), MovementId(Uuid::new_v4()));
    let found = asked::<operations::OneIntervention>(move || one_intervention::Variables { id: intervention });
    let title = if spends { "Record a payment" } else { "Give money back" };
    loaded(found, title, move |found| paper(act, way.clone(), id, &found.intervention, spends))
}

fn paper(act: Act, way: Way, id: MovementId, it: &Intervention, spends: bool) -> AnyView {
    let back = format!("/interventions/{}", it.id);
    let may = if spends { it.spends } else { it.releases };
    if !may {
        let text = "The strategic lead records it while money is committed and not paid, and did not propose it. Money is \
                    given back when the intervention is over.";
        return closed(if spends { "You cannot record a payment" } else { "You cannot give money back" }, text, back);
    }
    let intervention = it.id;
    let made = move |act: Act| {
        act.read(Some(("day", "the day")), true, |day, amount| {
            Spend { id, intervention, amount, day, reason: act.first.get_untracked() }.check()
        })
    };
    let done = format!("{back}?done={}", if spends { "paid" } else { "released" });
    let (committed, spent) = it.spending.as_ref().map_or((Pence::ZERO, Pence::ZERO), |it| (it.committed, it.spent));
    let what = if spends {
        Ask::First(
            "reason",
            "What was paid?",
            "The reference of the invoice and what it is for. Do not name a pupil.",
            300,
        )
    } else {
        Ask::First("reason", "Why will it not be spent?", "For example: the last invoice was lower than planned.", 300)
    };
    let send = move |act: Act| {
        let Ok(input) = made(act) else { return };
        let (way, done) = (way.clone(), done.clone());
        let then = move |_: MovementId| {
            act.done();
            way.instead(&done);
        };
        if spends {
            let variables = operations::record_spend::Variables { input };
            act.form.send::<operations::RecordSpend>(variables, move |it| then(it.record_spend));
        } else {
            let variables = operations::release_money::Variables { input };
            act.form.send::<operations::ReleaseMoney>(variables, move |it| then(it.release_money));
        }
    };
    pages(
        act,
        Paper {
            title: if spends { "Record a payment" } else { "Give money back" },
            caption: it.title.clone(),
            here: format!("{back}/{}", if spends { "spend" } else { "release" }),
            back,
            facts: vec![
                SummaryRow::new("Committed, not paid", committed.short()),
                SummaryRow::new("Spent", spent.short()),
            ],
            warning: "A movement is never edited. A wrong payment is reversed by another.".to_owned(),
            asks: vec![
                Ask::Amount("How much?", "In pounds, for example 4,166.67"),
                Ask::Day("day", "On which day?"),
                what,
            ],
            button: if spends { "Record the payment" } else { "Give it back" },
            read: Box::new(move |act| made(act).map(|_| ())),
            send: Box::new(send),
        },
    )
}

/// Taking a movement back.
#[component]
pub fn ReversePage() -> impl IntoView {
    let movement = id("movement", MovementId);
    let (act, way, id) = (Act::new(), way(), MovementId(Uuid::new_v4()));
    let found = asked::<operations::OneMovement>(move || one_movement::Variables { id: movement });
    loaded(found, "Reverse a movement", move |found| reverse(act, way.clone(), id, &found.movement))
}

fn reverse(act: Act, way: Way, id: MovementId, found: &OneMovement) -> AnyView {
    let (back, it) = (format!("/clusters/{}/money", found.cluster), &found.movement);
    if !it.reversible {
        let text = "Only what was paid to a cluster or for an intervention can be reversed, and only once.";
        return closed("You cannot reverse this", text, back);
    }
    let (movement, moved_on) = (it.id, it.day);
    let made = move |act: Act| {
        act.read(Some(("day", "the day")), false, |day, _| {
            Reversal { id, movement, day, reason: act.first.get_untracked() }.check(moved_on, viewer().day())
        })
    };
    let done = format!("{back}?done=reversed");
    pages(
        act,
        Paper {
            title: "Reverse a movement",
            caption: found.cluster_name.clone(),
            here: format!("/movements/{movement}/reverse"),
            back,
            facts: vec![
                SummaryRow::new("Day", written(it.day)),
                SummaryRow::new("Amount", it.amount.short()),
                SummaryRow::new("Reason", it.reason.clone()),
                SummaryRow::new("From", it.from.label()),
                SummaryRow::new("To", it.to.label()),
            ],
            warning: "Both movements stay in the book.".to_owned(),
            asks: vec![
                Ask::Day("day", "On which day is it reversed?"),
                Ask::First("reason", "Why?", "For example: the invoice was recorded twice.", 300),
            ],
            button: "Reverse it",
            read: Box::new(move |act| made(act).map(|_| ())),
            send: Box::new(move |act| {
                let Ok(input) = made(act) else { return };
                let (way, done) = (way.clone(), done.clone());
                let variables = operations::reverse_movement::Variables { input };
                act.form.send::<operations::ReverseMovement>(variables, move |_| {
                    act.done();
                    way.instead(&done);
                });
            }),
        },
    )
}
