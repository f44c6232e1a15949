//! Checkboxes: any number of a few.

use leptos::prelude::*;

use crate::{
    Content, Fieldset, Hint, Label, Values,
    content::{classes, some},
    field::{Described, LIVE},
};

/// One choice, or a word between choices.
#[derive(Clone, Default)]
pub struct CheckboxItem {
    value: String,
    name: String,
    text: Content,
    id: String,
    hint: Content,
    hint_classes: String,
    label_classes: String,
    checked: Option<bool>,
    disabled: bool,
    exclusive: bool,
    divider: String,
    conditional: Content,
}

impl CheckboxItem {
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

    /// What is asked further when this is ticked.
    pub fn conditional(mut self, conditional: impl Into<Content>) -> Self {
        self.conditional = conditional.into();
        self
    }

    /// Ticked from the start, whatever the values of the control say.
    pub fn checked(mut self, checked: bool) -> Self {
        self.checked = Some(checked);
        self
    }

    /// Cannot be ticked.
    pub fn disabled(mut self) -> Self {
        self.disabled = true;
        self
    }

    /// "None of these": ticking it unticks the others, and the other way round.
    pub fn exclusive(mut self) -> Self {
        self.exclusive = true;
        self
    }

    /// A name other than the group's.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
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

/// Any number of a few.
#[component]
pub fn Checkboxes(
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
    items: Vec<CheckboxItem>,
    /// Help before the choices.
    #[prop(optional, into)]
    hint: Content,
    /// What is wrong.
    #[prop(optional, into)]
    error: MaybeProp<String>,
    /// The values that are ticked.
    #[prop(optional, into)]
    values: Values,
    /// What to do when one is ticked or unticked; gets its value and whether it is ticked now.
    #[prop(optional, into)]
    on_change: Option<Callback<(String, bool)>>,
    /// Cannot be changed now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// More class names: `govuk-checkboxes--small`.
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
    let has_fieldset = fieldset || !legend.is_empty();
    let described = Described { id: prefix.clone(), described_by, hint, error };
    let all = items.iter().filter(|item| item.divider.is_empty()).map(|item| (item.value.clone(), item.exclusive));
    let group = Group {
        name,
        prefix,
        values,
        on_change,
        disabled,
        all: StoredValue::new(all.collect()),
        // Without a fieldset the help and the error belong to each box.
        described: (!has_fieldset).then(|| described.clone()),
    };
    let items = items.into_iter().enumerate().map(|(place, item)| group.item(place, item)).collect_view();
    let controls = view! { <div class=self::classes("govuk-checkboxes", &classes)>{items}</div> };
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
    values: Values,
    on_change: Option<Callback<(String, bool)>>,
    disabled: Signal<bool>,
    all: StoredValue<Vec<(String, bool)>>,
    described: Option<Described>,
}

impl Group {
    fn item(&self, place: usize, item: CheckboxItem) -> AnyView {
        if !item.divider.is_empty() {
            return view! { <div class="govuk-checkboxes__divider">{item.divider}</div> }.into_any();
        }
        let numbered = || if place == 0 { self.prefix.clone() } else { format!("{}-{}", self.prefix, place + 1) };
        let id = some(item.id).unwrap_or_else(numbered);
        let name = some(item.name).unwrap_or_else(|| self.name.clone());
        let conditional_id = format!("conditional-{id}");
        let hint_id = (!item.hint.is_empty()).then(|| format!("{id}-item-hint"));
        let (values, on_change, disabled, all) = (self.values, self.on_change, self.disabled, self.all);
        let own = StoredValue::new(item.value.clone());
        let ticked = Memo::new(move |_| own.with_value(|own| values.contains(own)));
        let checked = item.checked.unwrap_or_else(|| ticked.get_untracked().unwrap_or_default());
        // A box that nobody bound keeps its own state, so that what depends on it still opens.
        let alone = RwSignal::new(checked);
        let is_ticked = move || ticked.get().unwrap_or_else(|| alone.get());
        let change = move |event| {
            let now = event_target_checked(&event);
            alone.set(now);
            if now {
                for (other, other_exclusive) in all.get_value() {
                    if other != own.get_value() && (item.exclusive || other_exclusive) {
                        values.set(&other, false);
                    }
                }
            }
            values.set(&own.get_value(), now);
            if let Some(act) = on_change {
                act.run((own.get_value(), now));
            }
        };
        let has_conditional = !item.conditional.is_empty();
        let hint = (!item.hint.is_empty()).then(|| {
            let classes = self::classes("govuk-checkboxes__hint", &item.hint_classes);
            view! { <Hint id=hint_id.clone().unwrap_or_default() classes=classes>{item.hint.render()}</Hint> }
        });
        let conditional = has_conditional.then(|| {
            let class = move || {
                if is_ticked() {
                    "govuk-checkboxes__conditional"
                } else {
                    "govuk-checkboxes__conditional govuk-checkboxes__conditional--hidden"
                }
            };
            view! {
                <div class=class id=conditional_id.clone()>
                    {item.conditional.render()}
                </div>
            }
            .into_any()
        });
        let described = self.described.clone();
        let ids = move || {
            let group = described.as_ref().and_then(Described::ids);
            match (group, hint_id.clone()) {
                (Some(group), Some(own)) => Some(format!("{group} {own}")),
                (group, own) => group.or(own),
            }
        };
        view! {
            <div class="govuk-checkboxes__item">
                <input
                    class="govuk-checkboxes__input"
                    id=id.clone()
                    name=name
                    type="checkbox"
                    value=item.value
                    checked=checked
                    prop:checked=is_ticked
                    disabled=move || item.disabled || disabled.get()
                    aria-controls=(LIVE && has_conditional).then(|| conditional_id.clone())
                    aria-expanded=move || (LIVE && has_conditional).then(|| is_ticked().to_string())
                    aria-describedby=ids
                    on:change=change
                />
                <Label
                    text=item.text
                    for_id=id
                    classes=self::classes("govuk-checkboxes__label", &item.label_classes)
                />
                {hint}
            </div>
            {conditional}
        }
        .into_any()
    }
}
