//! Choosing a file and sending it. What the server will not take is said at the field, and the file stays chosen.

use leptos::prelude::*;
use shared::{failure::Problem, organisation::import::LARGEST_UPLOAD};
use ui::{Details, FileUpload};
use web_sys::{File, HtmlInputElement, wasm_bindgen::JsCast as _};

use super::{HERE, TITLE};
use crate::{
    api::send_file,
    form::Form,
    heading::Heading,
    parts,
    routes::{Way, way},
};

/// The name of the field, and its id.
const FILE: &str = "file";

/// The page on which a file is chosen.
pub fn page(form: Form) -> AnyView {
    let (way, gone) = (way(), RwSignal::new(None::<u32>));
    let submit = move || send(form, gone, way.clone());
    let inside = view! {
        <FileUpload
            name=FILE
            label="Choose a file"
            label_classes="govuk-label--m"
            hint="A CSV file of at most 60 MB. Its first row says which of the four it is."
            accept=".csv,text/csv"
            error=form.error(FILE)
        />
        {move || gone.get().map(progress)}
        {parts::send("Send and check", form.sending())}
    };
    let page = view! {
        <Heading text=TITLE wrong=form.wrong() />
        {parts::body("Nothing is changed before you have seen what the file would change and confirmed it.")}
        {parts::form(submit, inside.into_any())}
        {which()}
    };
    view! {
        {form.summary()}
        {parts::two_thirds(page.into_any())}
    }
    .into_any()
}

fn which() -> AnyView {
    view! {
        <Details summary="Which files can I import?">
            <ul class="govuk-list govuk-list--bullet">
                <li>"The extract of Get Information About Schools (GIAS), as edubasealldata20250422.csv: schools with their trusts"</li>
                <li>"The school register of the performance tables: schools without trusts. What it does not have stays as it is"</li>
                <li>"The January school census: pupils on roll, at SEN Support and with an EHC plan"</li>
                <li>"The links file of GIAS: which school replaced which"</li>
            </ul>
            {parts::body(
                "A file of the whole country is fine: only your own authority’s schools are taken. Names of headteachers and telephone numbers are never kept.",
            )}
        </Details>
    }
    .into_any()
}

/// How far it is. The words change twice, so that nobody has to listen to every hundredth.
fn progress(gone: u32) -> AnyView {
    let words = if gone < 100 { "Sending the file" } else { "The file has arrived and is being read" };
    view! {
        <p class="govuk-body" role="status">
            {words}
        </p>
        <p class="govuk-body">
            <progress max="100" value=gone.to_string() aria-label="Part of the file that has been sent">
                {format!("{gone}%")}
            </progress>
        </p>
    }
    .into_any()
}

fn send(form: Form, gone: RwSignal<Option<u32>>, way: Way) {
    let Some(file) = form.check(chosen()) else { return };
    if !form.starts() {
        return;
    }
    gone.set(Some(0));
    let progress = move |hundredths| {
        gone.try_set(Some(hundredths));
    };
    send_file(&file, progress, move |answer| {
        gone.try_set(None);
        if let Some(upload) = form.take(answer) {
            way.to(&format!("{HERE}?upload={upload}"));
        }
    });
}

/// The file that is chosen, or what is wrong with it.
fn chosen() -> Result<File, Vec<Problem>> {
    let input = document().get_element_by_id(FILE).and_then(|it| it.dyn_into::<HtmlInputElement>().ok());
    let file = input.and_then(|it| it.files()).and_then(|it| it.get(0));
    let problem = |message: &str| vec![Problem { field: FILE.to_owned(), message: message.to_owned() }];
    let file = file.ok_or_else(|| problem("Choose a file"))?;
    if file.size() == 0.0 {
        return Err(problem("The file is empty"));
    }
    if file.size() > f64::from(LARGEST_UPLOAD) {
        return Err(problem("The file must be 60 MB or smaller"));
    }
    Ok(file)
}
