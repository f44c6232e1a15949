//! What the list does, before it does it; and what it did.

use leptos::prelude::*;
use shared::{
    calendar::written,
    id::PlacingId,
    organisation::{
        names::Candidate,
        places::{Placing, PlacingSchool},
    },
};
use ui::{Cell, Panel, SummaryRow};
use uuid::Uuid;

use super::{DECIDE, List, OUT};
use crate::{
    heading::{Heading, titled},
    operations::{self, place_schools},
    organisation::counted,
    parts,
    shell::back,
};

/// What a list does or did, in numbers.
#[derive(Clone)]
pub struct Done {
    new: usize,
    moved: usize,
    stayed: usize,
    engaged: bool,
}

impl Done {
    fn of(list: List, schools: &[(Candidate, Vec<String>)]) -> Self {
        let stays = |it: &&(Candidate, Vec<String>)| it.0.cluster.as_ref().is_some_and(|it| it.id == list.cluster);
        let stayed = schools.iter().filter(stays).count();
        let moved = schools.iter().filter(|it| it.0.cluster.is_some()).count() - stayed;
        let engaged = list.engaged.with_untracked(|it| it == "yes");
        Self { new: schools.len() - stayed - moved, moved, stayed, engaged }
    }
}

/// The third page.
pub fn page(list: List) -> AnyView {
    back(list.step(DECIDE));
    let schools = list.schools();
    let out: Vec<String> = list.names.with_untracked(|names| {
        let out = names.iter().filter(|it| it.choice.with_untracked(|it| it == OUT));
        out.map(|it| it.found.with_untracked(|it| it.name.clone())).collect()
    });
    if schools.is_empty() {
        return view! {
            <Heading text="No school is left in the list" />
            {parts::body("You left out every name.")}
            {parts::button("Change what you decided", list.step(DECIDE))}
        }
        .into_any();
    }
    let done = Done::of(list, &schools);
    let form = list.form;
    let day = list.since.seen().map(written).unwrap_or_default();
    let group = list.group();
    let named = list.setup.with_value(|it| {
        let groups = it.as_ref().map(|it| it.groups.as_slice()).unwrap_or_default();
        groups.iter().find(|it| Some(it.id) == group).map_or_else(|| "No group".to_owned(), |it| it.name.clone())
    });
    let count = |it: usize| counted(i32::try_from(it).unwrap_or(i32::MAX));
    let mut rows = vec![
        SummaryRow::new("From", day),
        SummaryRow::new("Working group", named),
        SummaryRow::new("Come into the cluster", count(done.new)),
        SummaryRow::new("Move here from another cluster", count(done.moved)),
        SummaryRow::new("Are here already", count(done.stayed)),
        SummaryRow::new("Take part in the pilot", if done.engaged { "Yes" } else { "Nothing is recorded" }),
    ];
    if !out.is_empty() {
        rows.push(SummaryRow::new("Names left out", out.join(", ")));
    }
    let table = parts::table(
        "The schools of your list",
        "The schools of your list",
        ["School", "Your names", "What happens"].map(Cell::text).to_vec(),
        schools.iter().map(|it| row(list, it)).collect(),
    );
    let submit = move || {
        let Some(since) = form.check(list.since.read("since", "the day from which they belong to the cluster")) else {
            return;
        };
        let schools = schools.iter().map(|(it, _)| PlacingSchool {
            school: it.school,
            // Who is here already stays in its group, unless the list is for another one.
            group: group.or_else(|| list.group_of(it.school)),
            from: it.cluster.as_ref().map(|it| it.id).filter(|it| *it != list.cluster),
            engaged: done.engaged,
        });
        let mut input =
            Placing { id: list.id.get_untracked(), cluster: list.cluster, since, schools: schools.collect() };
        // Another list under an id that was used would be refused; the same one is answered as before.
        if list.sent.with_value(|it| it.as_ref().is_some_and(|it| *it != input)) {
            list.id.set(PlacingId(Uuid::new_v4()));
            input.id = list.id.get_untracked();
        }
        list.sent.set_value(Some(input.clone()));
        let Some(input) = form.check(input.check()) else {
            return;
        };
        let done = done.clone();
        form.send::<operations::PlaceSchools>(place_schools::Variables { input }, move |_| list.done.set(Some(done)));
    };
    let inside = view! { {parts::send("Add the schools", form.sending())} };
    view! {
        {form.summary_at(|_| String::new())}
        <Heading text="Check the list before you add the schools" wrong=form.wrong() />
        {parts::facts(rows)}
        {table}
        {parts::body("All of them are added, or none. Names that you confirmed are remembered for the next list.")}
        {parts::form(submit, inside.into_any())}
    }
    .into_any()
}

fn row(list: List, (school, names): &(Candidate, Vec<String>)) -> Vec<Cell> {
    let happens = match &school.cluster {
        Some(it) if it.id == list.cluster => {
            let regrouped = list.group().is_some_and(|it| Some(it) != list.group_of(school.school));
            if regrouped { "Moves into the group" } else { "Is here already" }.to_owned()
        }
        Some(it) => format!("Moves here from {}", it.name),
        None => "Comes into the cluster".to_owned(),
    };
    let twice = if names.len() > 1 { format!(" ({} names, counted once)", names.len()) } else { String::new() };
    vec![
        Cell::text(format!("{} (URN {})", school.name, school.urn)),
        Cell::text(format!("{}{twice}", names.join(", "))),
        Cell::text(happens),
    ]
}

/// What was done.
pub fn done(list: List, done: &Done) -> AnyView {
    back(list.at());
    titled("Schools added", false.into());
    let count = |it: usize| counted(i32::try_from(it).unwrap_or(i32::MAX));
    let lines = [
        (done.new, "came into the cluster"),
        (done.moved, "moved here from another cluster"),
        (done.stayed, "were here already"),
    ];
    let lines = lines
        .into_iter()
        .filter(|it| it.0 > 0)
        .map(|(many, what)| view! { <li>{format!("{} {what}", count(many))}</li> }.into_any());
    let page = view! {
        <Panel title="Schools added">
            {list.setup.with_value(|it| it.as_ref().map(|it| it.name.clone())).unwrap_or_default()}
        </Panel>
        <ul class="govuk-list govuk-list--bullet">{lines.collect_view()}</ul>
        {done.engaged.then(|| parts::body("They are recorded as taking part in the pilot."))}
        {parts::link_line("See the schools of the cluster", &format!("{}/schools", list.at()))}
        {parts::link_line("Go to the cluster", &list.at())}
    };
    parts::two_thirds(page.into_any())
}
