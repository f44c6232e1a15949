//! Ending a role: its last day, and why.

use leptos::prelude::*;
use shared::{
    id::MembershipId,
    organisation::people::{LONGEST_REASON, Seat, Tense, reason},
};
use ui::SummaryRow;

use super::{last, list_of};
use crate::{
    form::{Form, TypedDay},
    heading::{Heading, replaced},
    intervention::ask_before_leaving,
    load::{Asked, asked, loaded},
    operations::{self, end_membership, one_membership},
    parts::{self, LongText},
    routes::{id, way},
    shell::back,
    viewer::viewer,
};
use shared::calendar::written;

/// What loads the membership.
pub type Saved = Asked<one_membership::one_membership::ResponseData>;

/// Ending a role.
#[component]
pub fn EndPage() -> impl IntoView {
    let id = id("membership", MembershipId);
    let saved = asked::<operations::OneMembership>(move || one_membership::Variables { id });
    loaded(saved, "End a role", move |found| page(&found.membership, saved))
}

/// What the role is.
pub fn facts(seat: &Seat) -> AnyView {
    parts::facts(vec![
        SummaryRow::new("Person", seat.name.clone()),
        SummaryRow::new("Role", seat.role.label()),
        SummaryRow::new("Place", seat.place.clone()),
        SummaryRow::new("First day", written(seat.since)),
        SummaryRow::new("Last day", last(seat.until)),
    ])
}

/// The page shown where nothing can be changed any more.
pub fn closed(title: &'static str, text: &'static str, seat: &Seat) -> AnyView {
    back(list_of(seat));
    view! {
        <Heading text=title />
        {facts(seat)}
        {parts::body(text)}
        {parts::button("Go to the list", list_of(seat))}
    }
    .into_any()
}

fn page(seat: &Seat, saved: Saved) -> AnyView {
    let today = viewer().day();
    match seat.span().tense(today) {
        Tense::Past => {
            return closed("This role has ended", "A role ends once. Give a new role to let it go on.", seat);
        }
        Tense::ToCome => {
            return closed(
                "This role has not begun",
                "Its days can be changed, or it can be taken back, on the page of the members to come.",
                seat,
            );
        }
        Tense::Now => {}
    }
    back(list_of(seat));
    let form = Form::new();
    let (until, why, sent) = (TypedDay::of(today), RwSignal::new(String::new()), RwSignal::new(false));
    ask_before_leaving(move || !sent.get() && !why.with(|it| it.trim().is_empty()));
    let (id, since, list, way) = (seat.id, seat.since, list_of(seat), way());
    let save = Callback::new(move |version: i32| {
        let mut problems = shared::failure::Problems::default();
        let day = problems.take(until.read("until", "the last day"));
        let before = day.is_some_and(|it| it < since);
        let first = written(since);
        problems.when(before, "until", format!("The last day must not be before the first, {first}"));
        let why = problems.take(reason(&why.get_untracked())).flatten();
        if form.check(problems.finish()).is_none() {
            return;
        }
        let Some(until) = day else { return };
        let (way, list) = (way.clone(), list.clone());
        let variables = end_membership::Variables { id, until, reason: why, version: Some(version.into()) };
        form.send::<operations::EndMembership>(variables, move |_| {
            sent.set(true);
            way.instead(&format!("{list}?done=ended"));
        });
    });
    let theirs = Callback::new(move |()| {
        replaced();
        saved.again();
    });
    let question = LongText {
        rows: 2,
        ..LongText::new(
            "reason",
            "Why does it end? (optional)",
            "For example: left the school. Only people who give roles read it. Write nothing about anybody’s health.",
            LONGEST_REASON,
        )
    };
    let inside = view! {
        {parts::day("until", "Last day", 's', "The role holds until the end of this day.", until, form.error("until"))}
        {question.view(why, form.error("reason"))}
        {parts::send("End the role", form.sending())}
    };
    let version = seat.version;
    let page = view! {
        <Heading text="End a role" caption=seat.name.clone() title=format!("End the role of {}", seat.name) wrong=form.wrong() />
        {form.conflict(save, theirs)}
        {facts(seat)}
        {parts::form(move || save.run(version), inside.into_any())}
        {parts::link_line("Somebody takes over: hand the role over instead", &format!("/memberships/{id}/replace/who"))}
    };
    view! {
        {form.summary_at(|field| if field == "until" { "until-day".to_owned() } else { field.to_owned() })}
        {parts::two_thirds(page.into_any())}
    }
    .into_any()
}
