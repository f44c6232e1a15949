//! What the file would change, and the button that changes it.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use shared::{
    calendar::written,
    failure::Problem,
    id::UploadId,
    organisation::import::{FileKind, ImportEffect, ImportFault, ImportPreview, ImportRow},
};
use ui::{Cell, Content, SummaryRow, Tag, TagColour};

use super::{HERE, TITLE};
use crate::{
    form::{Form, TypedDay},
    heading::Heading,
    load::{Asked, asked, loaded},
    operations::{self, import_preview, import_register},
    parts,
    routes::way,
    viewer::viewer,
};

/// The page on which a file is checked.
pub fn page(upload: UploadId, done: RwSignal<Option<ImportPreview>>) -> AnyView {
    let query = use_query_map();
    let day = Memo::new(move |_| query.with(|it| it.get("day")?.parse().ok()));
    let asked = asked::<operations::ImportPreview>(move || import_preview::Variables { upload, day: day.get() });
    let form = Form::new();
    let typed = TypedDay::default();
    loaded(asked, TITLE, move |found| {
        let found = found.import_preview;
        if found.needs_day { question(&found, form, typed) } else { check(asked, &found, form, done) }
    })
}

/// The day of a census: its file does not say.
fn question(found: &ImportPreview, form: Form, typed: TypedDay) -> AnyView {
    let (way, upload) = (way(), found.upload);
    let submit = move || {
        let read = typed.read("day", "the day of the census").and_then(not_to_come);
        if let Some(day) = form.check(read) {
            way.to(&format!("{HERE}?upload={upload}&day={day}"));
        }
    };
    let hint = "The third Thursday in January. For example, 17 1 2019";
    let inside = view! {
        {parts::day("day", "On which day was the census?", 'm', hint, typed, form.error("day"))}
        {parts::go_on()}
    };
    let page = view! {
        <Heading text="The day of the census" caption=found.file.clone() wrong=form.wrong() />
        {parts::form(submit, inside.into_any())}
    };
    view! {
        {form.summary_at(|_| "day-day".to_owned())}
        {parts::two_thirds(page.into_any())}
    }
    .into_any()
}

fn not_to_come(day: chrono::NaiveDate) -> Result<chrono::NaiveDate, Vec<Problem>> {
    if day <= viewer().day() {
        return Ok(day);
    }
    let message = "The day of the census must be today or earlier".to_owned();
    Err(vec![Problem { field: "day".to_owned(), message }])
}

fn check(
    asked: Asked<import_preview::import_preview::ResponseData>,
    found: &ImportPreview,
    form: Form,
    done: RwSignal<Option<ImportPreview>>,
) -> AnyView {
    // What was shown is not what would be done any more: the new state is shown, with the reason above it.
    let stale = form.error("digest");
    let mut told = stale.get_untracked();
    ui::effect(move || {
        let now = stale.get();
        if now.is_some() && told.is_none() {
            asked.again();
        }
        told = now;
    });
    let day = found.day.map(|it| format!("&day={it}")).unwrap_or_default();
    let file = format!("/download/import.csv?upload={}{day}", found.upload);
    let something = found.does_something() || found.rejected > 0;
    view! {
        {form.summary_at(|_| String::new())}
        <Heading text="Check what the file changes" caption=found.file.clone() wrong=form.wrong() />
        {parts::facts(facts(found))}
        {verdict(found)}
        {changes(found)}
        {new(found)}
        {faults(found)}
        {something
            .then(|| {
                view! {
                    <p class="govuk-body">
                        <a class="govuk-link" href=file rel="external" download="">
                            "Load everything that changes or is left out (CSV)"
                        </a>
                    </p>
                }
                .into_any()
            })}
        {found.does_something().then(|| confirm(found, form, done))}
        {parts::link_line("Choose another file", HERE)}
    }
    .into_any()
}

fn facts(found: &ImportPreview) -> Vec<SummaryRow> {
    let count = |key: &'static str, count: i32| SummaryRow::new(key, count.to_string());
    let mut rows = vec![SummaryRow::new("File", found.kind.label())];
    rows.extend(found.day.map(|it| SummaryRow::new("Day of the census", written(it))));
    rows.push(SummaryRow::new(
        "Rows about your schools",
        if found.kind == FileKind::Links {
            found.rows.to_string()
        } else {
            format!("{}, {} of them open", found.rows, found.open)
        },
    ));
    rows.extend([
        count("New", found.created),
        count("Changed", found.changed),
        count("Closed", found.closed),
        count("As they were", found.unchanged),
        count("Left out", found.rejected),
        count(
            if found.kind == FileKind::Links { "Links of other schools" } else { "Rows of other authorities" },
            found.others,
        ),
    ]);
    rows
}

/// What there is to say where nothing would be done.
fn verdict(found: &ImportPreview) -> Option<AnyView> {
    let text = if found.rows == 0 && found.rejected == 0 {
        "Nothing in this file is about the schools of your register. Import the register of schools first."
    } else if found.does_something() {
        return None;
    } else if found.rows == 0 {
        "No row could be taken. Look at what was left out, correct the file and choose it again."
    } else {
        "Nothing would change: what can be taken from the file is here already."
    };
    Some(parts::inset(text))
}

fn changes(found: &ImportPreview) -> Option<AnyView> {
    let rows: Vec<Vec<Cell>> =
        found.examples.iter().filter(|it| it.effect != ImportEffect::Created).cloned().map(change).collect();
    let all = found.changed + found.closed;
    (!rows.is_empty()).then(|| {
        view! {
            <h2 class="govuk-heading-m">"What differs"</h2>
            {first_of(rows.len(), all)}
            {parts::table(
                "What differs",
                "What differs",
                ["Name", "URN", "What happens", "Before and after"].map(Cell::text).to_vec(),
                rows,
            )}
        }
        .into_any()
    })
}

fn change(row: ImportRow) -> Vec<Cell> {
    let closes = row.effect == ImportEffect::Closed;
    let what = move || {
        let colour = if closes { TagColour::Grey } else { TagColour::Yellow };
        view! { <Tag colour>{if closes { "Closed" } else { "Changed" }}</Tag> }.into_any()
    };
    let nothing = |text: &str| if text.is_empty() { "nothing".to_owned() } else { text.to_owned() };
    let lines: Vec<String> = row
        .differences
        .iter()
        .map(|it| format!("{}: {}, then {}", it.what, nothing(&it.before), nothing(&it.after)))
        .collect();
    let lines = Content::from(move || {
        lines
            .iter()
            .map(|it| view! { <span class="govuk-!-display-block">{it.clone()}</span> }.into_any())
            .collect_view()
            .into_any()
    });
    vec![Cell::text(row.name), Cell::text(row.urn.to_string()), Cell::text(what), Cell::text(lines)]
}

fn new(found: &ImportPreview) -> Option<AnyView> {
    let rows: Vec<Vec<Cell>> = found
        .examples
        .iter()
        .filter(|it| it.effect == ImportEffect::Created)
        .map(|it| vec![Cell::text(it.name.clone()), Cell::text(it.urn.to_string())])
        .collect();
    (!rows.is_empty()).then(|| {
        view! {
            <h2 class="govuk-heading-m">"What is new"</h2>
            {first_of(rows.len(), found.created)}
            {parts::table("What is new", "What is new", ["Name", "URN"].map(Cell::text).to_vec(), rows)}
        }
        .into_any()
    })
}

fn faults(found: &ImportPreview) -> Option<AnyView> {
    let row = |it: &ImportFault| {
        vec![Cell::text(it.line.to_string()), Cell::text(it.column.clone()), Cell::text(it.reason.clone())]
    };
    let rows: Vec<Vec<Cell>> = found.faults.iter().map(row).collect();
    (!rows.is_empty()).then(|| {
        view! {
            <h2 class="govuk-heading-m">"Rows that are left out"</h2>
            {first_of(rows.len(), found.rejected)}
            {parts::table(
                "Rows that are left out",
                "Rows that are left out",
                ["Line", "Column", "Why"].map(Cell::text).to_vec(),
                rows,
            )}
        }
        .into_any()
    })
}

/// How many there are beside those that are shown.
fn first_of(shown: usize, all: i32) -> Option<AnyView> {
    let all = usize::try_from(all).unwrap_or_default();
    (all > shown).then(|| parts::body(format!("The first {shown} of {all}. All of them are in the file below.")))
}

fn confirm(found: &ImportPreview, form: Form, done: RwSignal<Option<ImportPreview>>) -> AnyView {
    let count = found.created + found.changed + found.closed;
    let text = if count == 1 { "Import 1 change".to_owned() } else { format!("Import {count} changes") };
    let found = found.clone();
    let submit = move || {
        let variables =
            import_register::Variables { upload: found.upload, day: found.day, digest: found.digest.clone() };
        let found = found.clone();
        form.send::<operations::ImportRegister>(variables, move |_| done.set(Some(found)));
    };
    parts::form(submit, parts::send(text, form.sending()))
}
