//! Date input: a date that people know by heart, in boxes for day, month and year.

use leptos::prelude::*;

use crate::{
    Content, Fieldset, Input, Value,
    content::{classes, some},
    field::Described,
};

/// One box of a date.
#[derive(Clone, Default)]
pub struct DateField {
    name: String,
    label: String,
    id: String,
    value: Value,
    classes: String,
    autocomplete: String,
    pattern: String,
    inputmode: String,
    wrong: MaybeProp<bool>,
    wide: bool,
}

impl DateField {
    /// A box with a name; its label is the name with a capital.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), ..Self::default() }
    }

    /// The day.
    pub fn day(value: impl Into<Value>) -> Self {
        Self::new("day").value(value)
    }

    /// The month.
    pub fn month(value: impl Into<Value>) -> Self {
        Self::new("month").value(value)
    }

    /// The year.
    pub fn year(value: impl Into<Value>) -> Self {
        Self::new("year").value(value).wide()
    }

    /// What is in it.
    pub fn value(mut self, value: impl Into<Value>) -> Self {
        self.value = value.into();
        self
    }

    /// Room for four digits.
    pub fn wide(mut self) -> Self {
        self.wide = true;
        self
    }

    /// A label other than the name.
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// An id other than the one made from the group's.
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = id.into();
        self
    }

    /// More class names.
    pub fn classes(mut self, classes: impl Into<String>) -> Self {
        self.classes = classes.into();
        self
    }

    /// What a browser may fill in.
    pub fn autocomplete(mut self, autocomplete: impl Into<String>) -> Self {
        self.autocomplete = autocomplete.into();
        self
    }

    /// What a browser takes for valid.
    pub fn pattern(mut self, pattern: impl Into<String>) -> Self {
        self.pattern = pattern.into();
        self
    }

    /// A keyboard other than the one for numbers.
    pub fn inputmode(mut self, inputmode: impl Into<String>) -> Self {
        self.inputmode = inputmode.into();
        self
    }

    /// Whether the error is about this box. Where no box says so, an error marks them all but those that say no.
    pub fn wrong(mut self, wrong: impl Into<MaybeProp<bool>>) -> Self {
        self.wrong = wrong.into();
        self
    }

    fn is_wrong(&self) -> bool {
        self.wrong.get() == Some(true) || self.classes.contains("govuk-input--error")
    }
}

/// A date in boxes.
#[component]
pub fn DateInput(
    /// What the ids start with.
    #[prop(into)]
    id: String,
    /// What the names that a form sends start with.
    #[prop(optional, into)]
    name_prefix: String,
    /// The question. Without it no fieldset is made.
    #[prop(optional, into)]
    legend: Content,
    /// Class names of the question, for example `govuk-fieldset__legend--l`.
    #[prop(optional, into)]
    legend_classes: String,
    /// The question is the page's heading.
    #[prop(optional)]
    legend_is_heading: bool,
    /// Help before the boxes, for example "For example, 27 3 2027".
    #[prop(optional, into)]
    hint: Content,
    /// What is wrong.
    #[prop(optional, into)]
    error: MaybeProp<String>,
    /// The day, where `fields` are not given.
    #[prop(optional, into)]
    day: Value,
    /// The month, where `fields` are not given.
    #[prop(optional, into)]
    month: Value,
    /// The year, where `fields` are not given.
    #[prop(optional, into)]
    year: Value,
    /// The boxes, where they are not day, month and year.
    #[prop(optional)]
    fields: Vec<DateField>,
    /// What to do when a box was changed and left; gets the box's name and the new text.
    #[prop(optional, into)]
    on_change: Option<Callback<(String, String)>>,
    /// Cannot be changed now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// More class names.
    #[prop(optional, into)]
    classes: String,
    /// Class names of the group around it all.
    #[prop(optional, into)]
    group_classes: String,
    /// Ids of other elements that describe the group.
    #[prop(optional, into)]
    described_by: String,
) -> impl IntoView {
    let described = Described { id: id.clone(), described_by, hint, error };
    let fields = if fields.is_empty() {
        vec![DateField::day(day), DateField::month(month), DateField::year(year)]
    } else {
        fields
    };
    let all = StoredValue::new(fields.clone());
    let group_error = described.error;
    let field = |field: DateField| {
        let item_id = some(field.id).unwrap_or_else(|| format!("{id}-{}", field.name));
        let name = if name_prefix.is_empty() { field.name.clone() } else { format!("{name_prefix}-{}", field.name) };
        let own_class = field.classes.contains("govuk-input--error");
        let wrong = field.wrong;
        let invalid = move || match wrong.get() {
            // The page's own class already marks the box.
            _ if own_class => false,
            Some(wrong) => wrong,
            None => {
                group_error.get().is_some_and(|text| !text.is_empty())
                    && all.with_value(|all| !all.iter().any(DateField::is_wrong))
            }
        };
        let mut class = String::from("govuk-date-input__input");
        if !field.classes.contains("govuk-input--width-") {
            class.push_str(if field.wide { " govuk-input--width-4" } else { " govuk-input--width-2" });
        }
        let key = StoredValue::new(field.name.clone());
        let changed = move |text: String| {
            if let Some(act) = on_change {
                act.run((key.get_value(), text));
            }
        };
        view! {
            <div class="govuk-date-input__item">
                <Input
                    name=name
                    id=item_id
                    label=some(field.label).unwrap_or_else(|| capital(&field.name))
                    label_classes="govuk-date-input__label"
                    classes=self::classes(&class, &field.classes)
                    value=field.value
                    inputmode=some(field.inputmode).unwrap_or_else(|| "numeric".into())
                    autocomplete=field.autocomplete
                    pattern=field.pattern
                    invalid=Signal::derive(invalid)
                    disabled=disabled
                    on_change=changed
                />
            </div>
        }
        .into_any()
    };
    let boxes = fields.into_iter().map(field).collect_view();
    let controls = view! { <div class=self::classes("govuk-date-input", &classes) id=id.clone()>{boxes}</div> };
    let messages = described.messages();
    let inside = if legend.is_empty() {
        (messages, controls).into_any()
    } else {
        let ids = described.clone();
        view! {
            <Fieldset
                legend=legend
                legend_classes=legend_classes
                legend_is_heading=legend_is_heading
                // Some screen readers leave out the description of a fieldset of text boxes without this.
                role="group"
                described_by=Signal::derive(move || ids.ids())
            >
                {messages}
                {controls}
            </Fieldset>
        }
        .into_any()
    };
    described.group(&group_classes, inside)
}

/// "day" becomes "Day".
fn capital(word: &str) -> String {
    let mut word = word.to_ascii_lowercase();
    if let Some(first) = word.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    word
}
