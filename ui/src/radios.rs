//! Radios: one of a few.

use leptos::prelude::*;

use crate::{
    Content, Fieldset, Hint, Label, Value,
    content::{classes, some},
    field::{Described, LIVE},
};

/// One choice, or a word between choices.
#[derive(Clone, Default)]
pub struct RadioItem {
    value: String,
    text: Content,
    id: String,
    hint: Content,
    hint_classes: String,
    label_classes: String,
    checked: Option<bool>,
    disabled: bool,
    divider: String,
    conditional: Content,
}

impl RadioItem {
    /// A choice with the value that a form sends and the words that people read.
    pub fn new(value: impl Into<String>, text: impl Into<Content>) -> Self {
        Self { value: value.into(), text: text.into(), ..Self::default() }
    }

    /// A word between choices, usually "or".
    pub fn divider(word: impl Into<String>) -> Self {
        Self { divider: word.into(), ..Self::default() }
    }

    /// Help for this choice.
    pub fn hint(mut self, hint: impl Into<Content>) -> Self {
        self.hint = hint.into();
        self
    }

    /// What is asked further when this is chosen.
    pub fn conditional(mut self, conditional: impl Into<Content>) -> Self {
        self.conditional = conditional.into();
        self
    }

    /// Chosen from the start, whatever the value of the control says.
    pub fn checked(mut self, checked: bool) -> Self {
        self.checked = Some(checked);
        self
    }

    /// Cannot be chosen.
    pub fn disabled(mut self) -> Self {
        self.disabled = true;
        self
    }

    /// An id other than the one made from the group's.
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = id.into();
        self
    }

    /// Class names of the words.
    pub fn label_classes(mut self, classes: impl Into<String>) -> Self {
        self.label_classes = classes.into();
        self
    }

    /// Class names of the help.
    pub fn hint_classes(mut self, classes: impl Into<String>) -> Self {
        self.hint_classes = classes.into();
        self
    }
}

/// One of a few.
#[component]
pub fn Radios(
    /// The name that a form sends.
    #[prop(into)]
    name: String,
    /// What the ids start with; the first choice has it as its id. The name unless told otherwise.
    #[prop(optional, into)]
    id: String,
    /// The question. Without it no fieldset is made.
    #[prop(optional, into)]
    legend: Content,
    /// Class names of the question, for example `govuk-fieldset__legend--l`.
    #[prop(optional, into)]
    legend_classes: String,
    /// The question is the page's heading.
    #[prop(optional)]
    legend_is_heading: bool,
    /// A fieldset even without a question.
    #[prop(optional)]
    fieldset: bool,
    /// Class names of the fieldset.
    #[prop(optional, into)]
    fieldset_classes: String,
    /// The choices.
    items: Vec<RadioItem>,
    /// Help before the choices.
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
    /// More class names: `govuk-radios--inline`, `govuk-radios--small`.
    #[prop(optional, into)]
    classes: String,
    /// Class names of the group around it all.
    #[prop(optional, into)]
    group_classes: String,
    /// Ids of other elements that describe the group.
    #[prop(optional, into)]
    described_by: String,
) -> impl IntoView {
    let prefix = some(id).unwrap_or_else(|| name.clone());
    let described = Described { id: prefix.clone(), described_by, hint, error };
    // A group that nobody bound keeps its own state, so that what depends on a choice still opens.
    let alone = RwSignal::new(items.iter().position(|item| item.checked == Some(true)));
    let group = Group { name, prefix, value, alone, on_change, disabled };
    let has_fieldset = fieldset || !legend.is_empty();
    let items = items.into_iter().enumerate().map(|(place, item)| group.item(place, item)).collect_view();
    let controls = view! { <div class=self::classes("govuk-radios", &classes)>{items}</div> };
    let messages = described.messages();
    let inside = if has_fieldset {
        let ids = described.clone();
        view! {
            <Fieldset
                legend=legend
                legend_classes=legend_classes
                legend_is_heading=legend_is_heading
                classes=fieldset_classes
                described_by=Signal::derive(move || ids.ids())
            >
                {messages}
                {controls}
            </Fieldset>
        }
        .into_any()
    } else {
        (messages, controls).into_any()
    };
    described.group(&group_classes, inside)
}

/// What all choices of a group share.
struct Group {
    name: String,
    prefix: String,
    value: Value,
    alone: RwSignal<Option<usize>>,
    on_change: Option<Callback<String>>,
    disabled: Signal<bool>,
}

impl Group {
    fn item(&self, place: usize, item: RadioItem) -> AnyView {
        if !item.divider.is_empty() {
            return view! { <div class="govuk-radios__divider">{item.divider}</div> }.into_any();
        }
        let numbered = || if place == 0 { self.prefix.clone() } else { format!("{}-{}", self.prefix, place + 1) };
        let id = some(item.id).unwrap_or_else(numbered);
        let conditional_id = format!("conditional-{id}");
        let hint_id = (!item.hint.is_empty()).then(|| format!("{id}-item-hint"));
        let (value, alone, on_change, disabled) = (self.value, self.alone, self.on_change, self.disabled);
        let own = StoredValue::new(item.value.clone());
        let chosen = Memo::new(move |_| {
            if value.is_given() { own.with_value(|own| value.get() == *own) } else { alone.get() == Some(place) }
        });
        let checked = item.checked.unwrap_or_else(|| chosen.get_untracked());
        let choose = move |_| {
            alone.set(Some(place));
            value.set(own.get_value());
            if let Some(act) = on_change {
                act.run(own.get_value());
            }
        };
        let has_conditional = !item.conditional.is_empty();
        let hint = (!item.hint.is_empty()).then(|| {
            let classes = self::classes("govuk-radios__hint", &item.hint_classes);
            view! { <Hint id=hint_id.clone().unwrap_or_default() classes=classes>{item.hint.render()}</Hint> }
        });
        let conditional = has_conditional.then(|| {
            let class = move || {
                if chosen.get() {
                    "govuk-radios__conditional"
                } else {
                    "govuk-radios__conditional govuk-radios__conditional--hidden"
                }
            };
            view! {
                <div class=class id=conditional_id.clone()>
                    {item.conditional.render()}
                </div>
            }
            .into_any()
        });
        view! {
            <div class="govuk-radios__item">
                <input
                    class="govuk-radios__input"
                    id=id.clone()
                    name=self.name.clone()
                    type="radio"
                    value=item.value
                    checked=checked
                    prop:checked=move || chosen.get()
                    disabled=move || item.disabled || disabled.get()
                    // No `aria-expanded`: radios have no such state.
                    aria-controls=(LIVE && has_conditional).then(|| conditional_id.clone())
                    aria-describedby=hint_id
                    on:change=choose
                />
                <Label
                    text=item.text
                    for_id=id
                    classes=self::classes("govuk-radios__label", &item.label_classes)
                />
                {hint}
            </div>
            {conditional}
        }
        .into_any()
    }
}
