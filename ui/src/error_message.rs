//! Error message: what is wrong with one field and how to put it right.

use leptos::prelude::*;

use crate::content::{classes, some};

/// What is wrong with one field.
#[component]
pub fn ErrorMessage(
    /// Its id, for `aria-describedby`.
    #[prop(optional, into)]
    id: String,
    /// More class names.
    #[prop(optional, into)]
    classes: String,
    /// The word that a screen reader hears first; empty for none.
    #[prop(default = "Error".into(), into)]
    hidden_text: String,
    /// What is wrong.
    children: Children,
) -> impl IntoView {
    let hidden = some(hidden_text).map(|word| {
        view! {
            <span class="govuk-visually-hidden">{word}":"</span>
            " "
        }
        .into_any()
    });
    view! { <p id=some(id) class=self::classes("govuk-error-message", &classes)>{hidden}{children()}</p> }
}
