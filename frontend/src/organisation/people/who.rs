//! Looking for a person, and for a school, by some letters of the name.

use leptos::prelude::*;
use shared::organisation::{SchoolFilter, people::PersonRow};
use ui::{Button, ButtonKind, RadioItem};

use super::{
    all_words,
    draft::{Draft, Found, NEW},
};
use crate::{
    heading::Heading,
    operations::{self, people, schools},
    parts,
    routes::way,
};

/// Which person.
pub fn page(draft: Draft, next: Callback<()>) -> AnyView {
    let form = draft.form;
    let heading = match draft.seat.get_value() {
        Some(seat) => format!("Who takes over from {}?", seat.name),
        None => "Who gets the role?".to_owned(),
    };
    // A link may have said who.
    if draft.found.with_untracked(Option::is_none) && draft.text.with_untracked(|it| !it.is_empty()) {
        look(draft);
    }
    let search = view! {
        {parts::line("text", "Name or post", "Two letters or more. Most people are in the list already.", "govuk-input--width-20", draft.text, form.error("text"))}
        <Button kind=ButtonKind::Secondary>"Search"</Button>
    };
    view! {
        <Heading text=heading wrong=form.wrong() />
        {parts::form(move || look(draft), search.into_any())}
        {move || draft.found.get().map(|found| results(draft, &found, next))}
    }
    .into_any()
}

fn look(draft: Draft) {
    let text = draft.text.get_untracked().trim().to_owned();
    if text.chars().count() < 2 {
        draft.form.refuse(vec![shared::failure::Problem {
            field: "text".into(),
            message: "Enter two letters or more of the name".into(),
        }]);
        return;
    }
    let variables = people::Variables { text: Some(text.clone()), after: None };
    draft.form.send::<operations::People>(variables, move |answer| {
        let page = answer.people;
        draft.found.set(Some(Found { text, more: page.next.is_some(), people: page.people }));
    });
}

fn results(draft: Draft, found: &Found, next: Callback<()>) -> AnyView {
    let form = draft.form;
    if found.people.is_empty() {
        let way = way();
        let invite = move |_| {
            draft.person.set(NEW.to_owned());
            form.refuse(Vec::new());
            way.to(&draft.href("new"));
        };
        return view! {
            <p class="govuk-body" role="status">{format!("Nobody is called “{}” here yet.", found.text)}</p>
            {parts::secondary("Invite somebody new", invite)}
        }
        .into_any();
    }
    let item = |it: &PersonRow| {
        let mut says = if it.roles.is_empty() { "No role today".to_owned() } else { all_words(&it.roles) };
        if it.invited {
            says.push_str(". Invited");
        }
        RadioItem::new(it.id.to_string(), it.name.clone()).hint(says)
    };
    let mut items: Vec<RadioItem> = found.people.iter().map(item).collect();
    items.push(RadioItem::divider("or"));
    items.push(
        RadioItem::new(NEW, "Somebody who is not in this list")
            .hint("You enter their name and work email address next."),
    );
    let more = found.more.then(|| parts::body("Only the first 25 are shown. Enter more of the name to find others."));
    let inside = view! {
        {parts::choice("person", "Choose the person", false, items, draft.person, form.error("person"))}
        {more}
        {parts::go_on()}
    };
    view! {
        <p class="govuk-visually-hidden" role="status">{format!("{} found", found.people.len())}</p>
        {parts::form(move || next.run(()), inside.into_any())}
    }
    .into_any()
}

/// Which school of the authority.
pub fn school(draft: Draft, next: Callback<()>) -> AnyView {
    let form = draft.form;
    let look = move || {
        let text = Some(draft.school_text.get_untracked());
        let filter = SchoolFilter { text, ..SchoolFilter::default() };
        form.send::<operations::Schools>(schools::Variables { filter, after: None }, move |answer| {
            let found = answer.schools.schools.into_iter().map(|it| (it.id.to_string(), it.name));
            draft.schools.set(found.collect());
        });
    };
    let search = view! {
        {parts::line("school_text", "Name or URN", "Some letters of the name", "govuk-input--width-20", draft.school_text, form.error("school_text"))}
        <Button kind=ButtonKind::Secondary>"Search"</Button>
    };
    let results = move || {
        let found = draft.schools.get();
        if found.is_empty() {
            return parts::body("Look for the school by its name.");
        }
        let items = found.into_iter().map(|(id, name)| RadioItem::new(id, name)).collect();
        let inside = view! {
            {parts::choice("school", "Choose the school", false, items, draft.school, form.error("school"))}
            {parts::go_on()}
        };
        parts::form(move || next.run(()), inside.into_any())
    };
    view! {
        <Heading text="At which school?" wrong=form.wrong() />
        {parts::form(look, search.into_any())}
        {results}
    }
    .into_any()
}
