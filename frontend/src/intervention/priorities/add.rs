//! A new priority of a cluster.

use leptos::prelude::*;
use shared::{
    id::{ClusterId, PriorityId},
    intervention::{NewPriority, priority::LONGEST},
};
use uuid::Uuid;

use super::{address, changes};
use crate::{
    form::{Form, TypedDay},
    heading::Heading,
    intervention::ask_before_leaving,
    operations,
    parts::{self, LongText},
    routes::way,
    viewer::viewer,
};

/// A new priority of a cluster.
#[component]
pub fn NewPriorityPage() -> impl IntoView {
    changes("Add a priority", |cluster, _, _| form(cluster))
}

/// The question for the text of a priority.
pub fn question() -> LongText {
    LongText {
        rows: 3,
        ..LongText::new(
            "text",
            "What has the cluster agreed to work on?",
            "One sentence. For example: pupils at SEN Support with speech, language and communication needs",
            LONGEST,
        )
    }
}

fn form(cluster: ClusterId) -> AnyView {
    let form = Form::new();
    // The same id for every try: a second try is answered as the first was.
    let new = PriorityId(Uuid::new_v4());
    let (text, since) = (RwSignal::new(String::new()), TypedDay::of(viewer().day()));
    let saved = RwSignal::new(false);
    ask_before_leaving(move || !saved.get() && !text.with(|it| it.trim().is_empty()));
    let way = way();

    let submit = move || {
        let typed = |since| NewPriority { id: new, cluster, text: text.get_untracked(), since };
        let checked = match since.read("since", "the first day") {
            Ok(since) => typed(since).check(),
            // Both fields are told at once.
            Err(day) => Err(typed(viewer().day()).check().err().into_iter().flatten().chain(day).collect()),
        };
        let Some(input) = form.check(checked) else { return };
        let way = way.clone();
        form.send::<operations::AddPriority>(operations::add_priority::Variables { input }, move |_| {
            saved.set(true);
            way.to(&format!("{}?done=added", address(cluster)));
        });
    };
    let hint = "The day the Board agreed it. For example, 21 11 2026";
    let inside = view! {
        {question().view(text, form.error("text"))}
        {parts::day("since", "Since when?", 's', hint, since, form.error("since"))}
        {parts::send("Add the priority", form.sending())}
    };
    let page = view! {
        <Heading text="Add a priority" wrong=form.wrong() />
        {parts::form(submit, inside.into_any())}
    };
    view! {
        {form.summary_at(|field| if field == "since" { "since-day".to_owned() } else { field.to_owned() })}
        {parts::two_thirds(page.into_any())}
    }
    .into_any()
}
