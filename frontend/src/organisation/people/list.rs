//! The people of the authority, by name, with what they hold today.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use shared::{
    failure::Failure,
    organisation::people::{PeoplePage as Found, PersonRow},
};
use ui::{Button, Cell, Input, Tag, TagColour};

use super::all_words;
use crate::{
    api::Refusal,
    failure::FailurePage,
    heading::Heading,
    load::{asked, loaded},
    operations::{self, people},
    paging::{after, link, pages},
    parts,
    routes::way,
    shell::trail,
    viewer::viewer,
};

const TEXT: &str = "text";

/// The list of people.
#[component]
pub fn PeoplePage() -> impl IntoView {
    trail(&[], "People");
    if !untrack(|| viewer().person()).is_some_and(|it| it.sees_access) {
        let refusal = Refusal::from(Failure::Forbidden);
        return view! { <FailurePage refusal again=Callback::new(|()| ()) /> }.into_any();
    }
    let (address, after) = (use_query_map(), after());
    let asked_for = Memo::new(move |_| address.with(|it| it.get(TEXT)).unwrap_or_default());
    let text = RwSignal::new(String::new());
    // The form follows the address: "back" brings back what was looked for.
    ui::effect(move || text.set(asked_for.get()));
    let asked = asked::<operations::People>(move || people::Variables {
        text: Some(asked_for.get()).filter(|it| !it.is_empty()),
        after: after.get(),
    });
    loaded(asked, "People", move |found| {
        page(text, &asked_for.get_untracked(), found.people, after.get_untracked().is_some())
    })
}

fn page(text: RwSignal<String>, asked_for: &str, found: Found, later: bool) -> AnyView {
    let query = [(TEXT, asked_for.to_owned())];
    let query = if asked_for.is_empty() { &[] } else { &query[..] };
    let count = if found.total == 1 { "1 person found".to_owned() } else { format!("{} people found", found.total) };
    let list = if found.people.is_empty() {
        let nobody = if later { "There are no more people." } else { "Nobody is called that. Use fewer letters." };
        parts::body(nobody)
    } else {
        view! {
            <p class="govuk-body govuk-!-font-weight-bold">{count}</p>
            {table(found.people)}
        }
        .into_any()
    };
    view! {
        <Heading text="People" />
        {parts::body("Everybody who works with the clusters, and what they hold today. What they see follows from it.")}
        {parts::button("Add somebody or give a role", "/people/add/who".to_owned())}
        {parts::link_line("Who can see what, and why", "/access")}
        {search(text)}
        {list}
        {pages("/people", query, later, found.next.as_ref())}
    }
    .into_any()
}

fn search(text: RwSignal<String>) -> AnyView {
    let way = way();
    let look = move || {
        let typed = [(TEXT, text.get_untracked().trim().to_owned())];
        way.to(&link("/people", typed.iter().filter(|it| !it.1.is_empty())));
    };
    let inside = view! {
        <Input
            name=TEXT
            label="Name or post"
            value=text
            input_type="search"
            classes="govuk-input--width-20"
            autocomplete="off"
            spellcheck=Some(false)
        />
        <Button>"Search"</Button>
    };
    view! { <div role="search">{parts::form(look, inside.into_any())}</div> }.into_any()
}

fn table(people: Vec<PersonRow>) -> AnyView {
    let row = |it: PersonRow| {
        let (name, href, invited) = (it.name, format!("/people/{}", it.id), it.invited);
        let person = move || {
            let tag = invited.then(|| view! { " " <Tag colour=TagColour::Yellow>"Invited"</Tag> }.into_any());
            (parts::link(&name, &href), tag).into_any()
        };
        let roles = if it.roles.is_empty() { "No role today".to_owned() } else { all_words(&it.roles) };
        vec![Cell::text(person), Cell::text(roles)]
    };
    let rows = people.into_iter().map(row).collect();
    parts::table("People by name", "People by name", ["Name", "Roles today"].map(Cell::text).to_vec(), rows)
}
