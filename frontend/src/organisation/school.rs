//! One school: what the register says, and the clusters it was in.

use leptos::prelude::*;
use shared::{
    calendar::written,
    id::SchoolId,
    organisation::{Belonging, School, SchoolStatus, names::Alias},
};
use ui::{Button, ButtonKind, Cell, SummaryList, SummaryRow, Tag, TagColour};

use super::{linked, record};
use crate::{
    form::Form,
    heading::Heading,
    load::{asked, loaded},
    operations::{self, school},
    parts, routes,
    shell::trail,
};

/// One school.
#[component]
pub fn SchoolPage() -> impl IntoView {
    let id = routes::id("school", SchoolId);
    trail(&[("Schools", "/schools")], "School");
    let asked = asked::<operations::School>(move || school::Variables { id });
    let form = Form::new();
    let forgotten = Callback::new(move |()| asked.again());
    loaded(asked, "School", move |found| page(found.school, form, forgotten))
}

fn page(school: School, form: Form, forgotten: Callback<()>) -> AnyView {
    trail(&[("Schools", "/schools")], school.name.clone());
    let (clusters, aliases, changes) = (school.clusters.clone(), school.aliases.clone(), school.changes);
    let moves = changes
        .then(|| parts::link_line("Move this school to another cluster", &format!("/schools/{}/move", school.id)));
    let people = school
        .sees_members
        .then(|| parts::link_line("People and roles of this school", &format!("/schools/{}/members", school.id)));
    let figures = record::figures(&school.figures, school.fewest);
    view! {
        {form.summary_at(|_| String::new())}
        <Heading text=school.name.clone() wrong=form.wrong() />
        // The status has its own row below.
        {tags(SchoolStatus::Open, school.invented.then_some("Invented for the demonstration")).map(|it| view! { <p class="govuk-body">{it}</p> }.into_any())}
        <SummaryList rows=facts(school) />
        {people}
        {figures}
        <h2 class="govuk-heading-m">"Clusters"</h2>
        {belongings(clusters)}
        {moves}
        {(!aliases.is_empty()).then(|| also_known(aliases, changes, form, forgotten))}
    }
    .into_any()
}

/// What else people call the school. An administrator can forget a name.
fn also_known(aliases: Vec<Alias>, changes: bool, form: Form, forgotten: Callback<()>) -> AnyView {
    let line = |it: Alias| {
        let note = (!it.note.is_empty()).then(|| format!(" ({})", it.note));
        let (id, hidden) = (it.id, format!(" the name {}", it.name));
        let forget = move |_| {
            form.send::<operations::RemoveAlias>(operations::remove_alias::Variables { id }, move |_| {
                forgotten.run(());
            });
        };
        let button = changes.then(|| {
            view! {
                " "
                <Button kind=ButtonKind::Secondary button_type="button" classes="govuk-!-margin-bottom-0" on_click=forget>
                    "Forget"
                    <span class="govuk-visually-hidden">{hidden}</span>
                </Button>
            }
            .into_any()
        });
        view! { <li>{it.name} {note} {button}</li> }.into_any()
    };
    view! {
        <h2 class="govuk-heading-m">"Also known as"</h2>
        <ul class="govuk-list govuk-list--spaced">{aliases.into_iter().map(line).collect_view()}</ul>
    }
    .into_any()
}

/// What is unusual about a school: not open, or made up, in these words. Nothing for most.
pub fn tags(status: SchoolStatus, invented: Option<&'static str>) -> Option<AnyView> {
    let colour = match status {
        SchoolStatus::Open => None,
        SchoolStatus::Closing => Some(TagColour::Yellow),
        SchoolStatus::Closed => Some(TagColour::Grey),
        SchoolStatus::Proposed => Some(TagColour::Teal),
    };
    let status = colour.map(|colour| view! { <Tag colour>{status.label()}</Tag> " " });
    let invented = invented.map(|it| view! { <Tag colour=TagColour::Purple>{it}</Tag> });
    (status.is_some() || invented.is_some()).then(|| (status, invented).into_any())
}

fn facts(school: School) -> Vec<SummaryRow> {
    let ages = match (school.low_age, school.high_age) {
        (Some(low), Some(high)) => Some(format!("{low} to {high}")),
        (Some(low), None) => Some(format!("From {low}")),
        (None, Some(high)) => Some(format!("Up to {high}")),
        (None, None) => None,
    };
    let mut address = school.address;
    address.extend(school.postcode);
    let address = (!address.is_empty()).then(|| {
        SummaryRow::new("Address", move || {
            address
                .iter()
                .map(|it| view! { <span class="govuk-!-display-block">{it.clone()}</span> }.into_any())
                .collect_view()
        })
    });
    let known =
        |key: &'static str, value: Option<String>| value.filter(|it| !it.is_empty()).map(|it| SummaryRow::new(key, it));
    let mut rows = vec![SummaryRow::new("Phase", school.phase.label())];
    rows.extend(known("Type", Some(school.kind)));
    rows.push(SummaryRow::new("Status", school.status.label()));
    rows.extend(record::links("Replaced by", school.replaced_by));
    rows.extend(record::links("Replaces", school.replaces));
    rows.extend(known("Ages", ages));
    rows.extend(address);
    rows.extend(known("Trust", school.trust));
    rows.extend(known("Religious character", school.religious_character));
    rows.extend(known("Opened", school.opened_on.map(written)));
    let closed = if school.status == SchoolStatus::Closing { "Closes" } else { "Closed" };
    rows.extend(known(closed, school.closed_on.map(written)));
    rows.push(SummaryRow::new("Unique reference number (URN)", school.urn.to_string()));
    rows.extend(known("Establishment number (LAESTAB)", school.laestab));
    rows.extend(known("UK provider reference number (UKPRN)", school.ukprn.map(|it| it.to_string())));
    rows
}

fn belongings(clusters: Vec<Belonging>) -> AnyView {
    if clusters.is_empty() {
        return view! { <p class="govuk-body">"This school is not in a cluster."</p> }.into_any();
    }
    let rows: Vec<Vec<Cell>> = clusters
        .into_iter()
        .map(|it| {
            vec![
                linked(it.cluster.name, format!("/clusters/{}", it.cluster.id)),
                Cell::text(it.group.unwrap_or_else(|| "None".into())),
                Cell::text(written(it.since)),
                Cell::text(it.until.map_or_else(|| "Today".to_owned(), written)),
            ]
        })
        .collect();
    parts::table(
        "Clusters of the school, the latest first",
        "Clusters of the school",
        ["Cluster", "Working group", "From", "To"].map(Cell::text).to_vec(),
        rows,
    )
}
