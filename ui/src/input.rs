//! Input: one line of text.

use leptos::prelude::*;

use crate::{
    Content, Label, Value,
    content::{classes, some},
    field::Described,
};

/// One line of text, with its question, hint and error.
#[component]
pub fn Input(
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
    /// Marks the box as wrong without a message of its own, where the message stands at the group.
    #[prop(optional, into)]
    invalid: Signal<bool>,
    /// What is in it.
    #[prop(optional, into)]
    value: Value,
    /// What to do when it was changed and left; gets the new text.
    #[prop(optional, into)]
    on_change: Option<Callback<String>>,
    /// What to do at every key; gets the new text.
    #[prop(optional, into)]
    on_input: Option<Callback<String>>,
    /// `text` unless told otherwise.
    #[prop(default = "text".into(), into)]
    input_type: String,
    /// Which keyboard a phone shows.
    #[prop(optional, into)]
    inputmode: String,
    /// What a browser may fill in.
    #[prop(optional, into)]
    autocomplete: String,
    /// Whether a phone starts with a capital.
    #[prop(optional, into)]
    autocapitalize: String,
    /// What a browser takes for valid.
    #[prop(optional, into)]
    pattern: String,
    /// Whether a browser looks at the spelling.
    #[prop(optional_no_strip)]
    spellcheck: Option<bool>,
    /// Cannot be changed now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Stands before the box, such as "£".
    #[prop(optional, into)]
    prefix: Content,
    /// Class names of what stands before the box.
    #[prop(optional, into)]
    prefix_classes: String,
    /// Stands after the box, such as "hours a week".
    #[prop(optional, into)]
    suffix: Content,
    /// Class names of what stands after the box.
    #[prop(optional, into)]
    suffix_classes: String,
    /// More class names, for example `govuk-input--width-5`.
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
    let class = self::classes("govuk-input", &classes);
    let input = {
        let (marked, described) = (described.clone(), described.clone());
        view! {
            <input
                class=move || {
                    if invalid.get() {
                        format!("{class} govuk-input--error")
                    } else {
                        marked.class(&class, "govuk-input--error")
                    }
                }
                id=id.clone()
                name=name
                type=input_type
                value=value.attribute()
                prop:value=value.property()
                spellcheck=spellcheck.map(|on| on.to_string())
                disabled=move || disabled.get()
                aria-describedby=move || described.ids()
                autocomplete=some(autocomplete)
                autocapitalize=some(autocapitalize)
                pattern=some(pattern)
                inputmode=some(inputmode)
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
            />
        }
        .into_any()
    };
    let affix = |place: &str, content: Content, classes: &str| {
        (!content.is_empty()).then(|| {
            let class = self::classes(&format!("govuk-input__{place}"), classes);
            view! {
                <div class=class aria-hidden="true">
                    {content.render()}
                </div>
            }
            .into_any()
        })
    };
    let input = if prefix.is_empty() && suffix.is_empty() {
        input
    } else {
        view! {
            <div class="govuk-input__wrapper">
                {affix("prefix", prefix, &prefix_classes)} {input} {affix("suffix", suffix, &suffix_classes)}
            </div>
        }
        .into_any()
    };
    let inside = view! {
        <Label text=label for_id=id classes=label_classes is_heading=label_is_heading />
        {described.messages()}
        {input}
    };
    described.group(&group_classes, inside.into_any())
}
