//! A value of a setting as it is typed. It outlives every refusal, and the step from the form to the check and back.

use leptos::prelude::*;
use shared::{
    failure::Problem,
    setting::{Calendar, DisclosureThreshold, LOWEST_THRESHOLD, OutcomeAreas, SettingInput, SettingName, SettingValue},
};
use ui::Input;

use super::{areas::Areas, terms::Terms};
use crate::form::Form;

/// A value of a setting as it is typed.
#[derive(Clone, Copy)]
pub enum Typed {
    /// A number.
    Threshold(RwSignal<String>),
    /// Rows of labels.
    Areas(Areas),
    /// Rows of terms.
    Terms(Terms),
}

impl Typed {
    /// What holds now, to be changed; or nothing yet.
    pub fn of(name: SettingName, value: Option<&SettingValue>) -> Self {
        match (name, value) {
            (_, Some(SettingValue::DisclosureThreshold(it))) => Self::Threshold(RwSignal::new(it.fewest.to_string())),
            (_, Some(SettingValue::OutcomeAreas(it))) => Self::Areas(Areas::of(&it.areas)),
            (_, Some(SettingValue::Calendar(it))) => Self::Terms(Terms::of(&it.terms)),
            (SettingName::DisclosureThreshold, None) => Self::Threshold(RwSignal::default()),
            (SettingName::OutcomeAreas, None) => Self::Areas(Areas::of(&[])),
            (SettingName::Calendar, None) => Self::Terms(Terms::of(&[])),
        }
    }

    /// The value, or what cannot be read. Whether it keeps the rules is asked afterwards.
    pub fn read(self) -> Result<SettingInput, Vec<Problem>> {
        match self {
            Self::Threshold(it) => {
                let text = it.get_untracked();
                // Zero breaks the rule, and the rule knows the words for it.
                let fewest = text.trim().parse().unwrap_or(0);
                Ok(SettingInput::DisclosureThreshold(DisclosureThreshold { fewest }))
            }
            Self::Areas(it) => it.read().map(|areas| SettingInput::OutcomeAreas(OutcomeAreas { areas })),
            Self::Terms(it) => it.read().map(|terms| SettingInput::Calendar(Calendar { terms })),
        }
    }

    /// The controls.
    pub fn view(self, form: Form) -> AnyView {
        match self {
            Self::Threshold(value) => view! {
                <Input
                    name="value"
                    label="Smallest count shown"
                    hint=format!("From {LOWEST_THRESHOLD} to 20 pupils. Counts of 1 to 4 are always hidden.")
                    value
                    error=form.error("value")
                    inputmode="numeric"
                    classes="govuk-input--width-2"
                />
            }
            .into_any(),
            Self::Areas(it) => it.view(form),
            Self::Terms(it) => it.view(form),
        }
    }
}

/// A group of rows with what is wrong with them all.
pub fn rows(form: Form, legend: &'static str, rows: AnyView) -> AnyView {
    let error = form.error("value");
    let message =
        move || error.get().map(|it| view! { <ui::ErrorMessage id="value-error">{it}</ui::ErrorMessage> }.into_any());
    view! {
        <div class="govuk-form-group" class:govuk-form-group--error=move || error.get().is_some()>
            <fieldset
                class="govuk-fieldset"
                id="value"
                tabindex="-1"
                aria-describedby=move || error.get().map(|_| "value-error")
            >
                <legend class="govuk-fieldset__legend govuk-fieldset__legend--m">{legend}</legend>
                {message}
                {rows}
            </fieldset>
        </div>
    }
    .into_any()
}
