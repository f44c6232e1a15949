//! File upload: a file from the reader's own machine.

use leptos::prelude::*;

use crate::{
    Content, Label,
    content::{classes, some},
    field::Described,
};

/// A file to choose, with its question, hint and error. What is chosen stays in the browser's own control, under its id:
/// no page can put a file there.
#[component]
pub fn FileUpload(
    /// The name that a form sends.
    #[prop(into)]
    name: String,
    /// The id of the control; the name unless told otherwise.
    #[prop(optional, into)]
    id: String,
    /// The question.
    #[prop(into)]
    label: Content,
    /// Class names of the question.
    #[prop(optional, into)]
    label_classes: String,
    /// The question is the page's heading.
    #[prop(optional)]
    label_is_heading: bool,
    /// Help before the control.
    #[prop(optional, into)]
    hint: Content,
    /// What is wrong.
    #[prop(optional, into)]
    error: MaybeProp<String>,
    /// Which files the browser offers, such as `.csv`.
    #[prop(optional, into)]
    accept: String,
    /// More than one file may be chosen.
    #[prop(optional)]
    multiple: bool,
    /// Cannot be changed now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// More class names.
    #[prop(optional, into)]
    classes: String,
    /// Class names of the group around it all.
    #[prop(optional, into)]
    group_classes: String,
    /// Ids of other elements that describe the box.
    #[prop(optional, into)]
    described_by: String,
) -> impl IntoView {
    let id = some(id).unwrap_or_else(|| name.clone());
    let described = Described { id: id.clone(), described_by, hint, error };
    let class = self::classes("govuk-file-upload", &classes);
    let (marked, described_too) = (described.clone(), described.clone());
    let inside = view! {
        <Label text=label for_id=id.clone() classes=label_classes is_heading=label_is_heading />
        {described.messages()}
        <input
            class=move || marked.class(&class, "govuk-file-upload--error")
            id=id
            name=name
            type="file"
            accept=some(accept)
            multiple=multiple
            disabled=move || disabled.get()
            aria-describedby=move || described_too.ids()
        />
    };
    described.group(&group_classes, inside.into_any())
}
