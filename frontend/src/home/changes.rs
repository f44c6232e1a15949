//! What others did since the reader last marked it as seen: on the home page the latest of it, here all of it.

use leptos::prelude::*;
use shared::{
    calendar::written,
    home::{News, NewsItem},
};
use ui::{Cell, NotificationBanner};

use crate::{
    form::Form,
    heading::Heading,
    load::{asked, loaded},
    operations,
    paging::{after, pages},
    parts,
    shell::trail,
};

/// The lines on the home page.
const FEW: usize = 5;

/// All of what changed.
#[component]
pub fn ChangesPage() -> impl IntoView {
    trail(&[], "What changed");
    let after = after();
    let found = asked::<operations::News>(move || operations::news::Variables { after: after.get() });
    let (form, again) = (Form::new(), Callback::new(move |()| found.again()));
    let marked = RwSignal::new(false);
    loaded(found, "What changed", move |found| {
        let (it, later) = (found.news, after.get_untracked().is_some());
        let done = marked.get_untracked() && it.items.is_empty();
        view! {
            {done.then(|| view! { <NotificationBanner success=true text="All of it is marked as seen." /> })}
            {form.summary()}
            <Heading text="What changed" wrong=form.wrong() />
            {list(&it.items, usize::MAX)}
            {(!later).then(|| mark(&it, form, marked, again))}
            {pages("/changes", &[], later, it.next.as_ref())}
        }
        .into_any()
    })
}

/// The part of the home page.
pub fn part(it: &News, again: Callback<()>) -> AnyView {
    let (form, marked) = (Form::new(), RwSignal::new(false));
    let more = (it.items.len() > FEW).then(|| parts::link_line("See everything that changed", "/changes"));
    view! {
        {list(&it.items, FEW)}
        {form.summary()}
        {mark(it, form, marked, again)}
        {more}
    }
    .into_any()
}

fn mark(it: &News, form: Form, marked: RwSignal<bool>, again: Callback<()>) -> AnyView {
    let Some(until) = it.latest.clone() else { return ().into_any() };
    let press = move |_| {
        let variables = operations::mark_seen::Variables { until: Some(until.clone()) };
        form.send::<operations::MarkSeen>(variables, move |_| {
            marked.set(true);
            again.run(());
        });
    };
    parts::secondary("Mark all as seen", press)
}

fn list(items: &[NewsItem], most: usize) -> AnyView {
    if items.is_empty() {
        return parts::body("Nobody else changed anything since you last looked.");
    }
    let head = ["What", "Which", "Who", "Day", "Cluster"].map(Cell::text).to_vec();
    parts::table("What changed", "What changed", head, items.iter().take(most).map(row).collect())
}

fn row(it: &NewsItem) -> Vec<Cell> {
    let what = it
        .amount
        .map_or_else(|| it.kind.label().to_owned(), |amount| format!("{}: {}", it.kind.label(), amount.short()));
    let title = it.title.clone();
    let href = match it.intervention {
        Some(id) => format!("/interventions/{id}"),
        None => format!("/clusters/{}/money", it.cluster.id),
    };
    vec![
        Cell::text(what),
        Cell::text(move || parts::link(&title, &href)),
        Cell::text(it.who.clone()),
        Cell::text(written(it.day)),
        Cell::text(it.cluster.name.clone()),
    ]
}
