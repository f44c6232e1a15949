//! Importing: choose a file, see what it would change, then change it. Nothing is written before somebody confirms.

mod check;
mod choose;

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use shared::{
    access::{Action, Reach, reach},
    failure::Failure,
    id::UploadId,
    organisation::import::ImportPreview,
};
use ui::Panel;

use crate::{api::Refusal, failure::FailurePage, form::Form, heading::titled, parts, shell::trail, viewer::viewer};

/// Where the page is.
const HERE: &str = "/import";

/// What the page is called.
const TITLE: &str = "Import schools";

/// Whether the reader may import. The server decides; here it decides what is offered.
pub fn may_import() -> bool {
    let person = untrack(|| viewer().person());
    person.is_some_and(|it| it.roles.iter().any(|it| reach(it.role, Action::ChangeOrganisation) != Reach::Nowhere))
}

/// Importing.
#[component]
pub fn ImportPage() -> impl IntoView {
    if !may_import() {
        let refusal = Refusal::from(Failure::Forbidden);
        return view! { <FailurePage refusal again=Callback::new(|()| ()) /> }.into_any();
    }
    trail(&[("Schools", "/schools")], TITLE);
    let query = use_query_map();
    let upload = Memo::new(move |_| query.with(|it| it.get("upload")?.parse::<UploadId>().ok()));
    let done = RwSignal::new(None::<ImportPreview>);
    (move || match (done.get(), upload.get()) {
        (Some(done), Some(_)) => finished(&done),
        (_, Some(upload)) => check::page(upload, done),
        (_, None) => choose::page(Form::new()),
    })
    .into_any()
}

/// What was written.
fn finished(done: &ImportPreview) -> AnyView {
    titled("Import finished", false.into());
    let line = format!("{} new, {} changed, {} closed", done.created, done.changed, done.closed);
    view! {
        <Panel title="Import finished">{line}</Panel>
        {parts::body(format!("From the file {}.", done.file))}
        {(done.rejected > 0)
            .then(|| {
                parts::body(format!("{} left out. They are in the file of changes that you could load before.", rows(done.rejected)))
            })}
        {parts::link_line("See the schools", "/schools")}
        {parts::link_line("Import another file", HERE)}
    }
    .into_any()
}

/// `1 row`, `7 rows`.
fn rows(count: i32) -> String {
    if count == 1 { "1 row was".into() } else { format!("{count} rows were") }
}
