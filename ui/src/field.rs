//! What every form control has: a value, a hint and an error, tied to the control by ids.

use leptos::prelude::*;

use crate::{Content, ErrorMessage, Hint, content::classes};

/// What a form control shows and where it puts what is typed. Give it an `RwSignal<String>` and the control is bound in
/// both directions; a `Signal<String>` is only read, for pages that take what is typed by `on_input`; text is where the
/// control starts.
#[derive(Clone, Copy, Default)]
pub struct Value {
    read: Option<Signal<String>>,
    write: Option<RwSignal<String>>,
}

impl Value {
    /// The value now, followed by whoever reads it.
    pub fn get(&self) -> String {
        self.read.map(|signal| signal.get()).unwrap_or_default()
    }

    /// The value now, not followed.
    pub fn get_untracked(&self) -> String {
        self.read.map(|signal| signal.get_untracked()).unwrap_or_default()
    }

    /// Whether the page gave a value at all.
    pub fn is_given(&self) -> bool {
        self.read.is_some()
    }

    /// Puts what was typed into the page's signal.
    pub fn set(&self, text: String) {
        if let Some(signal) = self.write {
            signal.set(text);
        }
    }

    /// The `value` attribute of the first rendering.
    pub(crate) fn attribute(&self) -> Option<String> {
        Some(self.get_untracked()).filter(|text| !text.is_empty())
    }

    /// The value as a property that follows the signal; nothing for a control that nobody bound.
    pub(crate) fn property(self) -> impl Fn() -> Option<String> + Clone + Send + Sync + 'static {
        move || self.read.map(|signal| signal.get())
    }
}

impl From<RwSignal<String>> for Value {
    fn from(signal: RwSignal<String>) -> Self {
        Self { read: Some(signal.into()), write: Some(signal) }
    }
}

impl From<Signal<String>> for Value {
    fn from(signal: Signal<String>) -> Self {
        Self { read: Some(signal), write: None }
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        RwSignal::new(text).into()
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

/// The ticked values of a group of checkboxes, bound like [`Value`].
#[derive(Clone, Copy, Default)]
pub struct Values(Option<RwSignal<Vec<String>>>);

impl Values {
    /// Whether this value is ticked, followed by whoever reads it; `None` where the page gave no values.
    pub fn contains(&self, value: &str) -> Option<bool> {
        self.0.map(|signal| signal.with(|all| all.iter().any(|one| one == value)))
    }

    /// Ticks or unticks a value.
    pub fn set(&self, value: &str, ticked: bool) {
        if let Some(signal) = self.0 {
            signal.update(|all| {
                all.retain(|one| one != value);
                if ticked {
                    all.push(value.to_owned());
                }
            });
        }
    }
}

impl From<RwSignal<Vec<String>>> for Values {
    fn from(signal: RwSignal<Vec<String>>) -> Self {
        Self(Some(signal))
    }
}

impl From<Vec<String>> for Values {
    fn from(values: Vec<String>) -> Self {
        Self(Some(RwSignal::new(values)))
    }
}

/// The hint and the error of one field, and the ids that tie them to the control.
#[derive(Clone)]
pub(crate) struct Described {
    /// The id that the hint's and the error's ids start with.
    pub id: String,
    /// Ids of other elements that describe the control.
    pub described_by: String,
    /// Help that stands before the control.
    pub hint: Content,
    /// What is wrong, if anything is.
    pub error: MaybeProp<String>,
}

impl Described {
    /// What is wrong now; empty text is no error.
    pub fn wrong(&self) -> Option<String> {
        self.error.get().filter(|text| !text.is_empty())
    }

    /// Ids for `aria-describedby`: other elements, the hint, the error, in this order; `more` comes first of all.
    pub fn ids(&self) -> Option<String> {
        let mut ids = self.described_by.clone();
        let mut add = |id: String| {
            if !ids.is_empty() {
                ids.push(' ');
            }
            ids.push_str(&id);
        };
        if !self.hint.is_empty() {
            add(format!("{}-hint", self.id));
        }
        if self.wrong().is_some() {
            add(format!("{}-error", self.id));
        }
        (!ids.is_empty()).then_some(ids)
    }

    /// `class`, and `wrong_class` while there is an error.
    pub fn class(&self, class: &str, wrong_class: &str) -> String {
        if self.wrong().is_some() { format!("{class} {wrong_class}") } else { class.to_owned() }
    }

    /// The hint and the error, in the order in which they are read.
    pub fn messages(&self) -> AnyView {
        let hint = (!self.hint.is_empty()).then(|| {
            let content = self.hint.clone();
            view! { <Hint id=format!("{}-hint", self.id)>{content.render()}</Hint> }
        });
        let this = self.clone();
        let error = move || {
            let id = format!("{}-error", this.id);
            this.wrong().map(|text| view! { <ErrorMessage id=id>{text}</ErrorMessage> })
        };
        (hint, error).into_any()
    }

    /// The group around a field: carries the bar that marks an error.
    pub fn group(&self, group_classes: &str, inside: AnyView) -> AnyView {
        let base = classes("govuk-form-group", group_classes);
        let this = self.clone();
        view! { <div class=move || this.class(&base, "govuk-form-group--error")>{inside}</div> }.into_any()
    }
}

/// In the browser what depends on a choice opens and closes, and controls say so. The server's page stays as it is.
pub(crate) const LIVE: bool = cfg!(target_arch = "wasm32");
