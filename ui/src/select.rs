//! Select: one of a list, where radios would be too many.

use leptos::prelude::*;

use crate::{
    Content, Label, Value,
    content::{classes, some},
    field::Described,
};

/// One choice.
#[derive(Clone, Default)]
pub struct SelectItem {
    value: Option<String>,
    text: String,
    selected: Option<bool>,
    disabled: bool,
}

impl SelectItem {
    /// A choice with the value that a form sends and the words that people read.
    pub fn new(value: impl Into<String>, text: impl Into<String>) -> Self {
        Self { value: Some(value.into()), text: text.into(), ..Self::default() }
    }

    /// A choice whose words are its value.
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// Chosen from the start, whatever the value of the control says.
    pub fn selected(mut self, selected: bool) -> Self {
        self.selected = Some(selected);
        self
    }

    /// Cannot be chosen.
    pub fn disabled(mut self) -> Self {
        self.disabled = true;
        self
    }

    fn is_selected(&self, value: Value) -> bool {
        let own = self.value.as_deref().unwrap_or(&self.text);
        match self.selected {
            Some(selected) => selected,
            None => value.is_given() && value.get_untracked() == own,
        }
    }
}

/// One of a list.
#[component]
pub fn Select(
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
    /// The choices; may be a signal.
    #[prop(into)]
    items: Signal<Vec<SelectItem>>,
    /// Help before the control.
    #[prop(optional, into)]
    hint: Content,
    /// What is wrong.
    #[prop(optional, into)]
    error: MaybeProp<String>,
    /// The value of the choice.
    #[prop(optional, into)]
    value: Value,
    /// What to do when another is chosen; gets its value.
    #[prop(optional, into)]
    on_change: Option<Callback<String>>,
    /// Cannot be changed now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// More class names.
    #[prop(optional, into)]
    classes: String,
    /// Class names of the group around it all.
    #[prop(optional, into)]
    group_classes: String,
    /// Ids of other elements that describe the control.
    #[prop(optional, into)]
    described_by: String,
) -> impl IntoView {
    let id = some(id).unwrap_or_else(|| name.clone());
    let described = Described { id: id.clone(), described_by, hint, error };
    let class = self::classes("govuk-select", &classes);
    let (marked, described_too) = (described.clone(), described.clone());
    let option = move |item: SelectItem| {
        let selected = item.is_selected(value);
        view! {
            <option value=item.value selected=selected disabled=item.disabled>
                {item.text}
            </option>
        }
        .into_any()
    };
    let options = move || items.get().into_iter().map(option).collect_view();
    let chosen = move |event| {
        let text = event_target_value(&event);
        value.set(text.clone());
        if let Some(act) = on_change {
            act.run(text);
        }
    };
    let inside = view! {
        <Label text=label for_id=id.clone() classes=label_classes is_heading=label_is_heading />
        {described.messages()}
        <select
            class=move || marked.class(&class, "govuk-select--error")
            id=id
            name=name
            disabled=move || disabled.get()
            aria-describedby=move || described_too.ids()
            // Follows the list too: the value can be set only once its option is there.
            prop:value=move || {
                items.track();
                value.property()()
            }
            on:change=chosen
        >
            {options}
        </select>
    };
    described.group(&group_classes, inside.into_any())
}
