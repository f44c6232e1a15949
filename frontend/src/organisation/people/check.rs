//! The answers before they are sent, and what happens next.

use leptos::prelude::*;
use shared::{access::Role, calendar::written};
use ui::{Content, Panel, SummaryAction, SummaryRow};

use super::{
    add::{CHECK, SENT},
    all_words,
    draft::{Draft, Purpose, Ready, Step},
    last,
};
use crate::{
    heading::{Heading, titled},
    operations::{self, add_membership, invite_member, replace_membership},
    parts,
    routes::way,
    shell::back,
};

/// The answers, before they are sent.
pub fn page(draft: Draft) -> AnyView {
    let form = draft.form;
    let ready = match draft.ready(None) {
        Ok(ready) => ready,
        Err(step) => return parts::go(draft.href(step.word())),
    };
    form.refuse(Vec::new());
    back(draft.href(Step::Dates.word()));
    // What the server finds wrong is put right at its question, where the message stands beside the answer.
    let way_back = way();
    let fields = ["person", "name", "email", "role", "district", "cluster", "school", "since", "until"]
        .map(|it| (Step::asking(it), form.error(it)));
    ui::effect(move || {
        let wrong = fields.iter().find(|(_, error)| error.with(Option::is_some)).and_then(|it| it.0);
        if let Some(step) = wrong.filter(|it| draft.steps().contains(it)) {
            way_back.to(&format!("{}?from={CHECK}", draft.href(step.word())));
        }
    });
    let way = way();
    let save = Callback::new(move |version: Option<i32>| {
        let Ok(ready) = draft.ready(version) else { return };
        let (way, sent) = (way.clone(), draft.href(SENT));
        let done = move || {
            draft.done.set(true);
            way.instead(&sent);
        };
        match ready {
            Ready::Add(input) => {
                form.send::<operations::AddMembership>(add_membership::Variables { input }, move |_| done());
            }
            Ready::Invite(input) => {
                form.send::<operations::InviteMember>(invite_member::Variables { input }, move |_| done());
            }
            Ready::HandOver(input) => {
                form.send::<operations::ReplaceMembership>(replace_membership::Variables { input }, move |_| done());
            }
        }
    });
    let (heading, button) = match &ready {
        Ready::HandOver(_) => ("Check before you hand the role over", "Hand over the role"),
        Ready::Invite(_) => ("Check before you add somebody new", "Add them and give the role"),
        Ready::Add(_) => ("Check before you give the role", "Give the role"),
    };
    let mine = Callback::new(move |version: i32| save.run(Some(version)));
    let home = draft.home();
    let theirs_way = crate::routes::way();
    let theirs = Callback::new(move |()| {
        draft.done.set(true);
        theirs_way.to(&home);
    });
    view! {
        {form.summary_at(|_| String::new())}
        <Heading text=heading wrong=form.wrong() />
        {form.conflict(mine, theirs)}
        {parts::facts(rows(draft))}
        {next(draft)}
        {parts::form(move || save.run(None), parts::send(button, form.sending()))}
    }
    .into_any()
}

fn rows(draft: Draft) -> Vec<SummaryRow> {
    let row = |step: Step, key: &'static str, hidden: &'static str, value: Content| {
        let href = format!("{}?from={CHECK}", draft.href(step.word()));
        SummaryRow::new(key, value).action(SummaryAction::change(href, hidden))
    };
    let mut rows = vec![row(Step::Who, "Person", "the person", draft.called().into())];
    if draft.is_new() {
        let email = draft.email.with_untracked(|it| it.trim().to_ascii_lowercase());
        rows.push(row(Step::New, "Work email address", "the address", email.into()));
    } else if let Some(person) = draft.chosen().filter(|it| !it.roles.is_empty()) {
        rows.push(SummaryRow::new("Also", all_words(&person.roles)));
    }
    let role = draft.role().map(Role::label).unwrap_or_default();
    let since = draft.since.read("", "").ok();
    match draft.seat.get_value() {
        Some(seat) => {
            rows.push(SummaryRow::new("Role", role));
            rows.push(SummaryRow::new("Place", draft.place()));
            let end = since.and_then(|it| it.pred_opt()).map(written).unwrap_or_default();
            rows.push(SummaryRow::new("Takes over from", format!("{}, whose last day is {end}", seat.name)));
        }
        None => {
            rows.push(row(Step::Role, "Role", "the role", role.into()));
            let place = draft.place();
            rows.push(if draft.steps().contains(&Step::Place) {
                row(Step::Place, "Place", "the place", place.into())
            } else {
                SummaryRow::new("Place", place)
            });
        }
    }
    let until = draft.until.read_any("", "").ok().flatten();
    rows.push(row(Step::Dates, "First day", "the first day", since.map(written).unwrap_or_default().into()));
    rows.push(row(Step::Dates, "Last day", "the last day", last(until).into()));
    rows
}

/// What happens next, in plain words: nothing is sent to anybody.
fn next(draft: Draft) -> AnyView {
    let name = draft.called();
    if draft.is_new() {
        let email = draft.email.with_untracked(|it| it.trim().to_ascii_lowercase());
        return parts::body(format!(
            "No message is sent: tell {name} yourself. Once people sign in with their work account, {name} is recognised by \
             the address {email}."
        ));
    }
    parts::body(format!(
        "From the first day on {name} can see and do what the role allows. No message is sent: tell {name} yourself."
    ))
}

/// What happens next, once it is saved.
pub fn sent(draft: Draft) -> AnyView {
    let title = match draft.purpose {
        Purpose::Handover(_) => "Role handed over",
        _ if draft.is_new() => "Person added",
        _ => "Role given",
    };
    titled(title, Signal::stored(false));
    let role = draft.role().map(Role::label).unwrap_or_default();
    let since = draft.since.read("", "").map(written).unwrap_or_default();
    let line = format!("{}: {role}, {}, from {since}", draft.called(), draft.place());
    let home = draft.home();
    let back = if matches!(draft.purpose, Purpose::Authority) { "See all people" } else { "See the members" };
    let page = view! {
        <Panel title=title>{line}</Panel>
        <h2 class="govuk-heading-m">"What happens next"</h2>
        {next(draft)}
        {parts::link_line(back, &home)}
    };
    parts::two_thirds(page.into_any())
}
