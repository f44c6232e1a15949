//! Panel: something has been done, in large letters.

use leptos::prelude::*;

use crate::{Content, content, content::classes};

/// Something has been done, in large letters.
#[component]
pub fn Panel(
    /// What has been done.
    #[prop(into)]
    title: Content,
    /// The level of its heading.
    #[prop(default = 1)]
    level: u8,
    /// More class names. `govuk-panel--interruption` makes it a question that interrupts.
    #[prop(optional, into)]
    classes: String,
    /// Buttons and links of an interruption; `Some` shows their row.
    #[prop(optional, into)]
    actions: Content,
    /// Class names of the row of buttons.
    #[prop(optional, into)]
    actions_classes: String,
    /// What stands below, such as a reference.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let interrupts = classes.contains("govuk-panel--interruption");
    let class =
        self::classes(if interrupts { "govuk-panel" } else { "govuk-panel govuk-panel--confirmation" }, &classes);
    let actions = (interrupts && !actions.is_empty()).then(|| {
        view! {
            <div class=self::classes("govuk-panel__actions", &actions_classes)>
                <div class="govuk-button-group">{actions.render()}</div>
            </div>
        }
        .into_any()
    });
    view! {
        <div class=class>
            {content::heading(level, "govuk-panel__title".into(), None, title.render())}
            {children.map(|children| view! { <div class="govuk-panel__body">{children()}</div> }.into_any())}
            {actions}
        </div>
    }
}
