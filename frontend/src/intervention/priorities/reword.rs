//! A priority in other words.

use leptos::prelude::*;
use shared::{
    id::ClusterId,
    intervention::priority::{RewordedPriority, WholePriority},
};

use super::{Found, add::question, address, changes_one};
use crate::{
    form::Form,
    heading::{Heading, replaced},
    intervention::ask_before_leaving,
    operations, parts,
    routes::way,
};

/// A priority in other words.
#[component]
pub fn RewordPriorityPage() -> impl IntoView {
    changes_one("Reword a priority", form)
}

fn form(cluster: ClusterId, saved: &WholePriority, asked: Found) -> AnyView {
    let (form, sent) = (Form::new(), RwSignal::new(false));
    let text = RwSignal::new(saved.text.clone());
    let (id, version, before) = (saved.id, saved.version, saved.text.clone());
    ask_before_leaving(move || !sent.get() && text.with(|it| *it != before));
    let way = way();
    let save = Callback::new(move |version: i32| {
        let typed = RewordedPriority { id, version, text: text.get_untracked() };
        let Some(input) = form.check(typed.check()) else { return };
        let way = way.clone();
        form.send::<operations::RewordPriority>(operations::reword_priority::Variables { input }, move |_| {
            sent.set(true);
            way.to(&format!("{}?done=reworded", address(cluster)));
        });
    });
    let theirs = Callback::new(move |()| {
        replaced();
        asked.again();
    });
    let inside = view! {
        {question().view(text, form.error("text"))}
        {parts::send("Save the new wording", form.sending())}
    };
    let page = view! {
        <Heading text="Reword a priority" wrong=form.wrong() />
        {form.conflict(save, theirs)}
        {parts::body(
            "For clearer words. If the Board has agreed something else, end this priority and add a new one. The earlier wording stays on view.",
        )}
        {parts::form(move || save.run(version), inside.into_any())}
    };
    view! {
        {form.summary()}
        {parts::two_thirds(page.into_any())}
    }
    .into_any()
}
