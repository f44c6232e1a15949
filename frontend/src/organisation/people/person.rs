//! One person: what they hold, held and will hold, and what that lets them see and do, and why.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use shared::{
    calendar::written,
    id::PersonId,
    organisation::people::{Person, Seat, Tense},
};
use ui::{Cell, SummaryAction, SummaryRow};

use super::{abilities, last};
use crate::{
    heading::Heading,
    load::{asked, loaded},
    operations::{self, one_person},
    paging::link,
    parts,
    routes::id,
    shell::trail,
    viewer::viewer,
};

/// One person.
#[component]
pub fn PersonPage() -> impl IntoView {
    let id = id("person", PersonId);
    trail(&[("People", "/people")], "Person");
    let done = use_query_map().with_untracked(|it| it.get("done"));
    let asked = asked::<operations::OnePerson>(move || one_person::Variables { id });
    loaded(asked, "Person", move |found| page(&found.person, done.as_deref()))
}

fn page(person: &Person, done: Option<&str>) -> AnyView {
    trail(&[("People", "/people")], person.name.clone());
    let today = viewer().day();
    let done = done.and_then(|it| match it {
        "ended" => Some("The role ends on the day you entered."),
        "invited" => Some("The address is saved. No message was sent."),
        "not-invited" => Some("The invitation is taken back."),
        "moved" => Some("The days are changed."),
        "taken-back" => Some("The role is taken back."),
        _ => None,
    });
    let invitation = match (&person.email, person.invited_on) {
        (Some(email), Some(day)) => format!("{email}, since {}", written(day)),
        (Some(email), None) => email.clone(),
        _ => "Not invited".to_owned(),
    };
    let change = SummaryAction::change(format!("/people/{}/invitation", person.id), "the invitation");
    let facts = vec![SummaryRow::new("Invited under", invitation).action(change)];
    let add = [("person", person.id.to_string()), ("text", person.name.clone())];
    let section = |tense: Tense, title: &'static str, none: &'static str| {
        let seats: Vec<Seat> =
            person.memberships.iter().filter(|it| it.span().tense(today) == tense).cloned().collect();
        let list = if seats.is_empty() { parts::body(none) } else { table(title, seats, tense) };
        view! {
            <h2 class="govuk-heading-m">{title}</h2>
            {list}
        }
        .into_any()
    };
    let rights = if person.abilities.is_empty() {
        parts::body("Nothing: they hold no role today.")
    } else {
        abilities::table(person.abilities.clone())
    };
    let past = person.memberships.iter().any(|it| it.span().tense(today) == Tense::Past);
    let to_come = person.memberships.iter().any(|it| it.span().tense(today) == Tense::ToCome);
    view! {
        {done.map(parts::done)}
        <Heading text=person.name.clone() />
        {parts::facts(facts)}
        {section(Tense::Now, "Roles today", "No role today.")}
        {parts::button("Give a role", link("/people/add/who", add.iter()))}
        {to_come.then(|| section(Tense::ToCome, "Roles to come", ""))}
        {past.then(|| section(Tense::Past, "Former roles", ""))}
        <h2 class="govuk-heading-m">"What they can see and do, and why"</h2>
        {rights}
    }
    .into_any()
}

fn table(title: &'static str, seats: Vec<Seat>, tense: Tense) -> AnyView {
    let mut head = ["Role", "Place", "First day", "Last day"].map(Cell::text).to_vec();
    head.push(Cell::text(if tense == Tense::Past { "Why it ended" } else { "Change" }));
    parts::table(title, title, head, seats.into_iter().map(|it| row(it, tense)).collect())
}

fn row(it: Seat, tense: Tense) -> Vec<Cell> {
    let href = match (it.cluster, it.school, it.district) {
        (Some(cluster), _, _) => Some(format!("/clusters/{cluster}/members")),
        (_, Some(school), _) => Some(format!("/schools/{school}/members")),
        (_, _, Some(district)) => Some(format!("/districts/{district}/members")),
        _ => None,
    };
    let place = it.place.clone();
    let place = match href {
        Some(href) => Cell::text(move || parts::link(&place, &href)),
        None => Cell::text(place),
    };
    let hidden = format!(" {}, {}", it.role.label(), it.place);
    let until = if it.span().never() { "Taken back before it began".to_owned() } else { last(it.until) };
    let change = match tense {
        Tense::Past => Cell::text(it.reason.unwrap_or_default()),
        _ => changes(it.id.to_string(), hidden, tense),
    };
    vec![Cell::text(it.role.label()), place, Cell::text(written(it.since)), Cell::text(until), change]
}

/// The ways to change a membership, in a cell. `hidden` is read out after each.
pub fn changes(id: String, hidden: String, tense: Tense) -> Cell {
    let ways: &'static [(&str, &str)] = match tense {
        Tense::Now => &[("Hand over", "replace/who"), ("End", "end")],
        Tense::ToCome => &[("Change days", "dates")],
        Tense::Past => &[],
    };
    Cell::text(move || {
        let one = |(text, way): &(&'static str, &'static str)| {
            view! {
                <a class="govuk-link govuk-!-margin-right-2" href=format!("/memberships/{id}/{way}")>
                    {*text}
                    <span class="govuk-visually-hidden">{hidden.clone()}</span>
                </a>
            }
            .into_any()
        };
        ways.iter().map(one).collect_view().into_any()
    })
}
