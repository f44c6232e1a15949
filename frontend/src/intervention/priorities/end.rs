//! The end of a priority, with its day and reason.

use leptos::prelude::*;
use shared::{
    calendar::written,
    id::ClusterId,
    intervention::priority::{EndedPriority, LONGEST, WholePriority},
};

use super::{Found, address, changes_one};
use crate::{
    form::{Form, TypedDay},
    heading::{Heading, replaced},
    intervention::ask_before_leaving,
    operations,
    parts::{self, LongText},
    routes::way,
    viewer::viewer,
};

/// The end of a priority.
#[component]
pub fn EndPriorityPage() -> impl IntoView {
    changes_one("End a priority", form)
}

fn form(cluster: ClusterId, saved: &WholePriority, asked: Found) -> AnyView {
    let (form, sent, today) = (Form::new(), RwSignal::new(false), viewer().day());
    let (reason, ended_on) = (RwSignal::new(String::new()), TypedDay::of(today));
    let (id, version, since) = (saved.id, saved.version, saved.since);
    ask_before_leaving(move || !sent.get() && !reason.with(|it| it.trim().is_empty()));
    let way = way();
    let save = Callback::new(move |version: i32| {
        let typed = |ended_on| EndedPriority { id, version, ended_on, reason: reason.get_untracked() };
        let checked = match ended_on.read("endedOn", "the last day") {
            Ok(day) => typed(day).check(since, today),
            // Both fields are told at once.
            Err(day) => {
                Err(day.into_iter().chain(typed(today).check(since, today).err().into_iter().flatten()).collect())
            }
        };
        let Some(input) = form.check(checked) else { return };
        let way = way.clone();
        form.send::<operations::EndPriority>(operations::end_priority::Variables { input }, move |_| {
            sent.set(true);
            way.to(&format!("{}?done=ended", address(cluster)));
        });
    });
    let theirs = Callback::new(move |()| {
        replaced();
        asked.again();
    });
    let served = match saved.interventions {
        0 => "Nothing is planned for it.".to_owned(),
        1 => "1 intervention serves it, and stays with it.".to_owned(),
        more => format!("{more} interventions serve it, and stay with it."),
    };
    let why = LongText {
        rows: 3,
        ..LongText::new(
            "reason",
            "Why does it end?",
            "For example: the Board has reached it, or agreed something else.",
            LONGEST,
        )
    };
    let hint = format!("Between {}, its first day, and today", written(since));
    let inside = view! {
        {parts::day("endedOn", "What is its last day?", 's', hint, ended_on, form.error("endedOn"))}
        {why.view(reason, form.error("reason"))}
        {parts::send("End the priority", form.sending())}
    };
    let page = view! {
        <Heading text="End a priority" caption=saved.text.clone() wrong=form.wrong() />
        {form.conflict(save, theirs)}
        {parts::body(format!("{served} No new intervention can be proposed for a priority that has ended."))}
        {parts::form(move || save.run(version), inside.into_any())}
    };
    view! {
        {form.summary_at(|field| if field == "endedOn" { "endedOn-day".to_owned() } else { field.to_owned() })}
        {parts::two_thirds(page.into_any())}
    }
    .into_any()
}
