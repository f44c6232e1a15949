//! Terms as rows. A row is a line that opens to its name and four days.

use chrono::NaiveDate;
use leptos::prelude::*;
use shared::{
    calendar::written,
    failure::{Problem, Problems},
    setting::Term,
    text::required,
};
use ui::{Button, ButtonKind, Details, Input, focus_field};

use super::typed::rows;
use crate::{
    form::{Form, TypedDay},
    parts,
};

/// Terms as they are typed.
#[derive(Clone, Copy)]
pub struct Terms {
    rows: RwSignal<Vec<Row>>,
    next: StoredValue<usize>,
    /// The page. A row made by a button must outlive the view with the button.
    page: StoredValue<Owner>,
}

#[derive(Clone, Copy)]
struct Row {
    key: usize,
    open: RwSignal<bool>,
    name: RwSignal<String>,
    starts: TypedDay,
    break_starts: TypedDay,
    break_ends: TypedDay,
    ends: TypedDay,
}

impl Row {
    fn new(key: usize) -> Self {
        Self {
            key,
            open: RwSignal::new(true),
            name: RwSignal::default(),
            starts: TypedDay::default(),
            break_starts: TypedDay::default(),
            break_ends: TypedDay::default(),
            ends: TypedDay::default(),
        }
    }

    fn of((key, term): (usize, &Term)) -> Self {
        Self {
            key,
            open: RwSignal::new(false),
            name: RwSignal::new(term.name.clone()),
            starts: TypedDay::of(term.starts),
            break_starts: TypedDay::of(term.break_starts),
            break_ends: TypedDay::of(term.break_ends),
            ends: TypedDay::of(term.ends),
        }
    }

    fn id(self, part: &str) -> String {
        format!("term-{}-{part}", self.key)
    }

    fn read(self) -> Result<Term, Vec<Problem>> {
        let mut problems = Problems::default();
        let name = problems.take(required(&self.id("name"), "the name of the term", &self.name.get_untracked(), 40));
        let mut day = |typed: TypedDay, part, what| problems.take(typed.read(&self.id(part), what));
        let starts = day(self.starts, "starts", "the first school day");
        let break_starts = day(self.break_starts, "break-starts", "the first day of the break");
        let break_ends = day(self.break_ends, "break-ends", "the last day of the break");
        let ends = day(self.ends, "ends", "the last school day");
        problems.finish()?;
        let day = |it: Option<NaiveDate>| it.unwrap_or_default();
        Ok(Term {
            name: name.unwrap_or_default(),
            starts: day(starts),
            break_starts: day(break_starts),
            break_ends: day(break_ends),
            ends: day(ends),
        })
    }

    /// The line that is always there.
    fn line(self) -> String {
        let name = Some(self.name.get()).filter(|it| !it.trim().is_empty()).unwrap_or_else(|| "New term".into());
        match (self.starts.seen(), self.ends.seen()) {
            (Some(starts), Some(ends)) => format!("{name}: {} to {}", written(starts), written(ends)),
            _ => name,
        }
    }
}

impl Terms {
    /// Rows of what holds now.
    pub fn of(terms: &[Term]) -> Self {
        let rows = terms.iter().enumerate().map(Row::of).collect();
        let page = StoredValue::new(Owner::current().unwrap_or_default());
        Self { rows: RwSignal::new(rows), next: StoredValue::new(terms.len()), page }
    }

    /// The terms in the order of their days, or what cannot be read; rows with something wrong open.
    pub fn read(self) -> Result<Vec<Term>, Vec<Problem>> {
        let mut problems = Problems::default();
        let mut terms = Vec::new();
        for row in self.rows.get_untracked() {
            let term = problems.take(row.read());
            if term.is_none() {
                row.open.set(true);
            }
            if let Some(term) = term {
                let place = terms.partition_point(|it: &Term| it.starts <= term.starts);
                terms.insert(place, term);
            }
        }
        problems.finish()?;
        Ok(terms)
    }

    fn add(self) {
        let row = self.page.with_value(|it| it.with(|| Row::new(self.next.get_value())));
        self.next.update_value(|it| *it += 1);
        self.rows.update(|it| it.push(row));
        request_animation_frame(move || focus_field(&row.id("name")));
    }

    fn remove(self, key: usize) {
        self.rows.update(|it| it.retain(|it| it.key != key));
        request_animation_frame(|| focus_field("value"));
    }

    /// The controls.
    pub fn view(self, form: Form) -> AnyView {
        let row = move |row: Row| {
            view! {
                <Details
                    summary=move || row.line()
                    attr:open=move || row.open.get()
                    on:toggle=move |event| row.open.set(is_open(&event))
                >
                    {fields(row, form)}
                    <Button button_type="button" kind=ButtonKind::Secondary classes="govuk-!-margin-top-6" on_click=move |_| self.remove(row.key)>
                        "Remove this term"
                        <span class="govuk-visually-hidden">{move || format!(" {}", row.name.get())}</span>
                    </Button>
                </Details>
            }
        };
        let inside = view! {
            <For each=move || self.rows.get() key=|it| it.key children=row />
            <Button button_type="button" kind=ButtonKind::Secondary on_click=move |_| self.add()>
                "Add a term"
            </Button>
        };
        rows(form, "Terms", inside.into_any())
    }
}

fn is_open(event: &web_sys::Event) -> bool {
    event_target::<web_sys::Element>(event).has_attribute("open")
}

fn fields(row: Row, form: Form) -> AnyView {
    let day = |part: &str, legend: &'static str, typed: TypedDay| {
        let id = row.id(part);
        parts::day(&id, legend, 's', "", typed, form.error(id.clone()))
    };
    let name = row.id("name");
    view! {
        <Input
            name=name.clone()
            label="Name of the term"
            hint="For example, Autumn 2019"
            value=row.name
            error=form.error(name)
            classes="govuk-input--width-20"
        />
        {day("starts", "First school day", row.starts)}
        {day("break-starts", "First day of the half-term break", row.break_starts)}
        {day("break-ends", "Last day of the half-term break", row.break_ends)}
        {day("ends", "Last school day", row.ends)}
    }
    .into_any()
}
