//! Moving the days of a role that has not begun, or taking it back.

use leptos::prelude::*;
use shared::{
    id::MembershipId,
    organisation::people::{NewDates, Seat, Tense},
};

use super::{
    end::{Saved, closed, facts},
    list_of,
};
use crate::{
    form::{Form, TypedDay},
    heading::{Heading, replaced},
    load::{asked, loaded},
    operations::{self, move_membership, one_membership, take_back_membership},
    parts,
    routes::{id, way},
    shell::back,
    viewer::viewer,
};

/// Moving the days of a role.
#[component]
pub fn DatesPage() -> impl IntoView {
    let id = id("membership", MembershipId);
    let saved = asked::<operations::OneMembership>(move || one_membership::Variables { id });
    loaded(saved, "Change the days of a role", move |found| page(&found.membership, saved))
}

fn page(seat: &Seat, saved: Saved) -> AnyView {
    let today = viewer().day();
    if seat.span().tense(today) != Tense::ToCome {
        let text = "Only the days of a role that has not begun can be changed. One that holds today is ended instead.";
        return closed("You cannot change these days", text, seat);
    }
    back(list_of(seat));
    let form = Form::new();
    let (since, until) = (TypedDay::of(seat.since), seat.until.map(TypedDay::of).unwrap_or_default());
    let (id, list, way) = (seat.id, format!("{}?show=ToCome", list_of(seat)), way());
    let done = move |what: &'static str| {
        let (way, list) = (way.clone(), list.clone());
        move || way.instead(&format!("{list}&done={what}"))
    };
    let (moved, taken_back) = (done("moved"), done("taken-back"));
    let save = Callback::new(move |version: i32| {
        let mut problems = shared::failure::Problems::default();
        let first = problems.take(since.read("since", "the first day"));
        let last = problems.take(until.read_any("until", "the last day"));
        if form.check(problems.finish()).is_none() {
            return;
        }
        let (Some(since), Some(until)) = (first, last) else { return };
        let Some(input) = form.check(NewDates { id, version, since, until }.check(today)) else { return };
        let moved = moved.clone();
        form.send::<operations::MoveMembership>(move_membership::Variables { input }, move |_| moved());
    });
    let theirs = Callback::new(move |()| {
        replaced();
        saved.again();
    });
    let version = seat.version;
    let take_back = move |_| {
        let taken_back = taken_back.clone();
        let variables = take_back_membership::Variables { id, version: version.into() };
        form.send::<operations::TakeBackMembership>(variables, move |_| taken_back());
    };
    let inside = view! {
        {parts::day("since", "First day", 's', "A day in the future", since, form.error("since"))}
        {parts::day("until", "Last day (optional)", 's', "Leave it empty if it is not known.", until, form.error("until"))}
        {parts::send("Save the days", form.sending())}
    };
    let page = view! {
        <Heading
            text="Change the days of a role"
            caption=seat.name.clone()
            title=format!("Change the days of {}", seat.name)
            wrong=form.wrong()
        />
        {form.conflict(save, theirs)}
        {facts(seat)}
        {parts::form(move || save.run(version), inside.into_any())}
        <h2 class="govuk-heading-m">"Take the role back"</h2>
        {parts::body("It has not begun. If it never should, take it back: it then never holds.")}
        {parts::secondary("Take the role back", take_back)}
    };
    view! {
        {form.summary_at(|field| format!("{field}-day"))}
        {parts::two_thirds(page.into_any())}
    }
    .into_any()
}
