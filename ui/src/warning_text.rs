//! Warning text: something that has consequences, such as the law.

use leptos::prelude::*;

use crate::content::classes;

/// Something that has consequences.
#[component]
pub fn WarningText(
    /// The word that stands for the sign in a screen reader.
    #[prop(default = "Warning".into(), into)]
    icon_text: String,
    /// More class names.
    #[prop(optional, into)]
    classes: String,
    /// What it says.
    children: Children,
) -> impl IntoView {
    view! {
        <div class=self::classes("govuk-warning-text", &classes)>
            <span class="govuk-warning-text__icon" aria-hidden="true">
                "!"
            </span>
            " "
            <strong class="govuk-warning-text__text">
                <span class="govuk-visually-hidden">{icon_text}</span>
                " "
                {children()}
            </strong>
        </div>
    }
}
