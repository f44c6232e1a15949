//! Textarea: more than one line of text.

use leptos::prelude::*;

use crate::{
    Content, Label, Value,
    content::{classes, some},
    field::Described,
};

/// More than one line of text, with its question, hint and error.
#[component]
pub fn Textarea(
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
    /// What is in it.
    #[prop(optional, into)]
    value: Value,
    /// What to do when it was changed and left; gets the new text.
    #[prop(optional, into)]
    on_change: Option<Callback<String>>,
    /// What to do at every key; gets the new text.
    #[prop(optional, into)]
    on_input: Option<Callback<String>>,
    /// How many lines it shows.
    #[prop(default = 5)]
    rows: u16,
    /// What a browser may fill in.
    #[prop(optional, into)]
    autocomplete: String,
    /// Whether a browser looks at the spelling.
    #[prop(optional_no_strip)]
    spellcheck: Option<bool>,
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
    /// Stands after the box, within the group.
    #[prop(optional, into)]
    after: Content,
) -> impl IntoView {
    let id = some(id).unwrap_or_else(|| name.clone());
    let described = Described { id: id.clone(), described_by, hint, error };
    let class = self::classes("govuk-textarea", &classes);
    let (marked, described_too) = (described.clone(), described.clone());
    let inside = view! {
        <Label text=label for_id=id.clone() classes=label_classes is_heading=label_is_heading />
        {described.messages()}
        <textarea
            class=move || marked.class(&class, "govuk-textarea--error")
            id=id
            name=name
            rows=rows.to_string()
            spellcheck=spellcheck.map(|on| on.to_string())
            disabled=move || disabled.get()
            aria-describedby=move || described_too.ids()
            autocomplete=some(autocomplete)
            prop:value=value.property()
            on:input=move |event| {
                value.set(event_target_value(&event));
                if let Some(act) = on_input {
                    act.run(event_target_value(&event));
                }
            }
            on:change=move |event| {
                if let Some(act) = on_change {
                    act.run(event_target_value(&event));
                }
            }
        >
            {value.get_untracked()}
        </textarea>
        {after.render()}
    };
    described.group(&group_classes, inside.into_any())
}
