//! The address under which somebody is invited: made, put right or taken back.

use leptos::prelude::*;
use shared::{
    id::PersonId,
    organisation::people::{Invitation, Person},
};

use crate::{
    form::Form,
    heading::{Heading, replaced},
    load::{Asked, asked, loaded},
    operations::{self, change_invitation, one_person},
    parts,
    routes::{id, way},
    shell::back,
};

/// The invitation of a person.
#[component]
pub fn InvitationPage() -> impl IntoView {
    let id = id("person", PersonId);
    back(format!("/people/{id}"));
    let saved = asked::<operations::OnePerson>(move || one_person::Variables { id });
    loaded(saved, "Invitation", move |found| page(&found.person, saved))
}

fn page(person: &Person, saved: Asked<one_person::one_person::ResponseData>) -> AnyView {
    let (id, before) = (person.id, person.email.clone().unwrap_or_default());
    let form = Form::new();
    let email = RwSignal::new(before.clone());
    let way = way();
    let save = Callback::new(move |(email, before): (String, String)| {
        let Some(input) = form.check(Invitation { person: id, email, before }.check()) else { return };
        let (way, taken_back) = (way.clone(), input.email.is_empty());
        form.send::<operations::ChangeInvitation>(change_invitation::Variables { input }, move |_| {
            let done = if taken_back { "not-invited" } else { "invited" };
            way.instead(&format!("/people/{id}?done={done}"));
        });
    });
    // What somebody else saved is told with both values; saving anyway starts from theirs.
    let failure = form.failure();
    let mine = Callback::new(move |_: i32| {
        let Some(shared::failure::Failure::Changed { changes, .. }) = failure.get_untracked() else { return };
        let theirs = changes.into_iter().next().map(|it| it.theirs).unwrap_or_default();
        save.run((email.get_untracked(), theirs));
    });
    let theirs = Callback::new(move |()| {
        replaced();
        saved.again();
    });
    let (read, invited) = (before.clone(), !before.is_empty());
    let submit = move || {
        let typed = email.get_untracked();
        if typed.trim().is_empty() {
            form.refuse(vec![shared::failure::Problem {
                field: "email".into(),
                message: "Enter a work email address".into(),
            }]);
        } else {
            save.run((typed, read.clone()));
        }
    };
    let take_back = invited.then(|| {
        let before = before.clone();
        parts::secondary("Take the invitation back", move |_| save.run((String::new(), before.clone())))
    });
    let inside = view! {
        {parts::line("email", "Work email address", "When they sign in with their work account they are recognised by it.", "govuk-input--width-20", email, form.error("email"))}
        {parts::send(if invited { "Save the address" } else { "Invite" }, form.sending())}
    };
    let page = view! {
        <Heading text="Invitation" caption=person.name.clone() title=format!("Invitation of {}", person.name) wrong=form.wrong() />
        {form.conflict(mine, theirs)}
        {parts::body("No message is sent. Tell the person yourself that they are expected.")}
        {parts::form(submit, inside.into_any())}
        {take_back}
    };
    view! {
        {form.summary()}
        {parts::two_thirds(page.into_any())}
    }
    .into_any()
}
