//! What a change would do, before it is made.

use chrono::NaiveDate;
use leptos::prelude::*;
use shared::{
    calendar::written,
    setting::{NewSetting, PreviewLine, SettingName},
};
use ui::{Button, Cell, SummaryList, SummaryRow, Table};

use crate::{
    form::{Form, scrolls},
    heading::Heading,
    shell::back,
};

/// A change that keeps the rules, and what it would do.
#[derive(Clone)]
pub struct Checked {
    /// The change.
    pub new: NewSetting,
    /// What differs on its first day.
    pub lines: Vec<PreviewLine>,
    /// From when on another value holds, if one does.
    pub until: Option<NaiveDate>,
}

/// The page that shows it and asks once more.
pub fn page(name: SettingName, checked: Checked, form: Form, confirm: Callback<()>) -> AnyView {
    back(format!("/settings/{}", name.word()));
    let Checked { new, lines, until } = checked;
    let day = written(new.since);
    let until = until.map_or_else(
        || "Until it is changed again".to_owned(),
        |it| format!("Until a later value begins on {}", written(it)),
    );
    let facts = vec![
        SummaryRow::new("Setting", name.label()),
        SummaryRow::new("From", day.clone()),
        SummaryRow::new("How long", until),
        SummaryRow::new("Reason", new.reason),
    ];
    view! {
        {form.summary()}
        <Heading text="Check the change before you make it" wrong=form.wrong() />
        <SummaryList rows=facts />
        {differences(name, lines)}
        <Button on_click=move |_| confirm.run(()) disabled=form.sending() prevent_double_click=true>
            {format!("Change from {day}")}
        </Button>
    }
    .into_any()
}

fn differences(name: SettingName, lines: Vec<PreviewLine>) -> AnyView {
    if lines.is_empty() {
        return view! {
            <p class="govuk-body">
                "Nothing differs from what holds on that day. The reason and the date would be recorded all the same."
            </p>
        }
        .into_any();
    }
    let cell =
        |text: String, nothing: &'static str| Cell::text(if text.is_empty() { nothing.to_owned() } else { text });
    // An outcome area goes by a code that people never see.
    let what = |text: String| if name == SettingName::OutcomeAreas { "Outcome area".to_owned() } else { text };
    let rows: Vec<Vec<Cell>> = lines
        .into_iter()
        .map(|it| vec![Cell::text(what(it.what)), cell(it.before, "Not there"), cell(it.after, "Removed")])
        .collect();
    let table = view! {
        <Table
            caption="What changes"
            caption_classes="govuk-table__caption--m"
            head=["What", "Before", "After"].map(Cell::text).to_vec()
            rows
            first_cell_is_header=true
        />
    };
    scrolls("What changes", table.into_any())
}
