//! Taking back what waits, and ending what does not work.

use leptos::prelude::*;
use shared::{
    id::InterventionId,
    intervention::{
        Intervention,
        life::{Ending, Withdrawal},
    },
    money::Pence,
};
use ui::SummaryRow;

use crate::{
    act::{Act, Ask, Paper, closed, pages},
    load::{asked, loaded},
    operations::{self, one_intervention},
    routes::{Way, id, way},
    viewer::viewer,
};

/// Taking back a proposal or an amendment.
#[component]
pub fn WithdrawPage() -> impl IntoView {
    let id = id("intervention", InterventionId);
    let (act, way) = (Act::new(), way());
    let found = asked::<operations::OneIntervention>(move || one_intervention::Variables { id });
    loaded(found, "Withdraw", move |found| withdraw(act, way.clone(), &found.intervention))
}

fn withdraw(act: Act, way: Way, it: &Intervention) -> AnyView {
    let back = format!("/interventions/{}", it.id);
    if !it.withdraws {
        let text =
            "Only what waits for the Board can be withdrawn, by the person who proposed it or by a Board member.";
        return closed("You cannot withdraw this", text, back);
    }
    let (id, version) = (it.id, it.amendment.as_ref().map_or(it.version, |it| it.version));
    let made = move |act: Act| Withdrawal { id, version, reason: act.first.get_untracked() }.check();
    let done = format!("{back}?done=withdrawn");
    let amends = it.amendment.is_some();
    pages(
        act,
        Paper {
            title: if amends { "Withdraw the amendment" } else { "Withdraw the proposal" },
            caption: it.title.clone(),
            here: format!("{back}/withdraw"),
            facts: Vec::new(),
            warning: if amends {
                "What the Board agreed before stays as it is. The amendment stays in the history.".to_owned()
            } else {
                "It stays in the history. It can be proposed anew.".to_owned()
            },
            back,
            asks: vec![Ask::First("reason", "Why is it withdrawn?", "Do not name a pupil.", 1000)],
            button: "Withdraw it",
            read: Box::new(move |act| made(act).map(|_| ())),
            send: Box::new(move |act| {
                let Ok(input) = made(act) else { return };
                let (way, done) = (way.clone(), done.clone());
                let variables = operations::withdraw_intervention::Variables { input };
                act.form.send::<operations::WithdrawIntervention>(variables, move |_| {
                    act.done();
                    way.instead(&done);
                });
            }),
        },
    )
}

/// Recording that the Board ended an intervention.
#[component]
pub fn EndPage() -> impl IntoView {
    let id = id("intervention", InterventionId);
    let (act, way) = (Act::new(), way());
    let found = asked::<operations::OneIntervention>(move || one_intervention::Variables { id });
    loaded(found, "End the intervention", move |found| end(act, way.clone(), &found.intervention))
}

fn end(act: Act, way: Way, it: &Intervention) -> AnyView {
    let back = format!("/interventions/{}", it.id);
    let agreed_on = it.decision.as_ref().filter(|_| it.ends).map(|it| it.agreed_on);
    let Some(agreed_on) = agreed_on else {
        let text = "Only a Board member records that the Board ended an agreed intervention, while no amendment waits.";
        return closed("You cannot end this", text, back);
    };
    let (id, version) = (it.id, it.version);
    let made = move |act: Act| {
        act.read(Some(("endedOn", "the last day")), false, |ended_on, _| {
            let (reason, lesson) = (act.first.get_untracked(), act.second.get_untracked());
            Ending { id, version, ended_on, reason, lesson }.check(agreed_on, viewer().day())
        })
    };
    let done = format!("{back}?done=ended");
    let (committed, spent) = it.spending.as_ref().map_or((Pence::ZERO, Pence::ZERO), |it| (it.committed, it.spent));
    pages(
        act,
        Paper {
            title: "Record that the Board ended it",
            caption: it.title.clone(),
            here: format!("{back}/end"),
            back,
            facts: vec![
                SummaryRow::new("Committed, not paid", committed.short()),
                SummaryRow::new("Spent", spent.short()),
            ],
            warning:
                "What was planned for the months after the last day and is not paid can be committed anew. What was \
                      planned before stays committed until it is paid or given back. An end stays an end."
                    .to_owned(),
            asks: vec![
                Ask::Day("endedOn", "What was its last day?"),
                Ask::First("reason", "Why did the Board end it?", "Do not name a pupil.", 1000),
                Ask::Second(
                    "lesson",
                    "What was learnt?",
                    "What another cluster should know before it tries the same.",
                    1000,
                ),
            ],
            button: "Record the end",
            read: Box::new(move |act| made(act).map(|_| ())),
            send: Box::new(move |act| {
                let Ok(input) = made(act) else { return };
                let (way, done) = (way.clone(), done.clone());
                let variables = operations::end_intervention::Variables { input };
                act.form.send::<operations::EndIntervention>(variables, move |_| {
                    act.done();
                    way.instead(&done);
                });
            }),
        },
    )
}
