//! What an administrator does to clusters, groups and districts. The server offers the forms to nobody else.

mod cluster;
mod districts;
mod groups;
mod lead;
mod merge;
mod moves;
mod split;

pub use cluster::{ChangeClusterPage, NewClusterPage};
pub use districts::{DistrictPage, DistrictsPage};
pub use groups::{GroupPage, GroupsPage};
pub use lead::LeadPage;
use leptos::prelude::*;
pub use merge::MergePage;
pub use moves::MovePage;
use shared::{failure::Problem, organisation::places::ClusterSetup};
pub use split::SplitPage;
use ui::Input;

use crate::{form::Form, heading::Heading, parts, shell::trail};

/// A form that is a page of its own: what is wrong, the heading, and what is asked.
pub fn sheet(
    form: Form,
    title: impl Into<String>,
    caption: String,
    submit: impl FnMut() + 'static,
    inside: AnyView,
) -> AnyView {
    sheet_of(form, title.into(), caption, parts::form(submit, inside))
}

fn sheet_of(form: Form, title: String, caption: String, inside: AnyView) -> AnyView {
    let page = view! {
        <Heading text=title caption wrong=form.wrong() />
        {inside}
    };
    view! {
        {form.summary_at(control)}
        {parts::two_thirds(page.into_any())}
    }
    .into_any()
}

/// The id of a field's first control: a day has three boxes.
fn control(field: &str) -> String {
    match field {
        "since" | "on" | "openedOn" => format!("{field}-day"),
        _ => field.to_owned(),
    }
}

/// The question for a name.
fn name_box(label: &'static str, value: RwSignal<String>, form: Form) -> AnyView {
    view! {
        <Input
            name="name"
            label
            label_classes="govuk-label--s"
            classes="govuk-input--width-20"
            value
            error=form.error("name")
        />
    }
    .into_any()
}

/// The question for a cluster's number.
fn number_box(value: RwSignal<String>, form: Form) -> AnyView {
    view! {
        <Input
            name="number"
            label="Number"
            label_classes="govuk-label--s"
            hint="The number people know it by. A number is not used again, also of a cluster that closed."
            classes="govuk-input--width-3"
            inputmode="numeric"
            value
            error=form.error("number")
        />
    }
    .into_any()
}

fn read_number(value: RwSignal<String>) -> Result<i32, Vec<Problem>> {
    let wrong = |_| vec![Problem { field: "number".into(), message: "Enter a number from 1 to 999".into() }];
    value.with_untracked(|it| it.trim().parse().map_err(wrong))
}

/// The way to a form of a cluster.
fn to_form(setup: &ClusterSetup, here: &'static str) -> String {
    let at = format!("/clusters/{}", setup.id);
    trail(&[("Clusters", "/clusters"), (&setup.name, &at)], here);
    at
}

/// Why a form has nothing to offer, and the way back.
pub fn nothing(title: &'static str, text: &'static str, back: String) -> AnyView {
    view! {
        <Heading text=title />
        {parts::body(text)}
        {parts::button("Go to the cluster", back)}
    }
    .into_any()
}
