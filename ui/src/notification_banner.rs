//! Notification banner: something to know that is not about this page, or that an act has succeeded.

use leptos::html::Div;
use leptos::prelude::*;

use crate::{
    Content, content,
    content::{classes, some},
    effect, focus,
};

/// Something to know. With `success` it tells that an act has succeeded, and takes the focus when it appears.
#[component]
pub fn NotificationBanner(
    /// An act has succeeded.
    #[prop(optional)]
    success: bool,
    /// What kind of news it is; "Important" or "Success" unless told otherwise.
    #[prop(optional, into)]
    title: Content,
    /// The id of the title.
    #[prop(default = "govuk-notification-banner-title".into(), into)]
    title_id: String,
    /// The level of the title.
    #[prop(default = 2)]
    title_level: u8,
    /// A role other than its own.
    #[prop(optional, into)]
    role: String,
    /// One line of news.
    #[prop(optional, into)]
    text: Content,
    /// Whether news of success takes the focus.
    #[prop(default = true)]
    auto_focus: bool,
    /// More class names.
    #[prop(optional, into)]
    classes: String,
    /// More than one line, instead of `text`.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let standard = if success { "Success" } else { "Important" };
    let title = if title.is_empty() { standard.into_any() } else { title.render() };
    let role = some(role).unwrap_or_else(|| if success { "alert" } else { "region" }.to_owned());
    let takes_focus = auto_focus && role == "alert";
    let labelled_by = title_id.clone();
    let place = NodeRef::<Div>::new();
    effect(move || {
        if let (Some(element), true) = (place.get(), takes_focus) {
            focus::focus_once(&element);
        }
    });
    let base = if success {
        "govuk-notification-banner govuk-notification-banner--success"
    } else {
        "govuk-notification-banner"
    };
    let line = (children.is_none() && !text.is_empty())
        .then(|| view! { <p class="govuk-notification-banner__heading">{text.render()}</p> }.into_any());
    view! {
        <div class=self::classes(base, &classes) role=role aria-labelledby=labelled_by node_ref=place>
            <div class="govuk-notification-banner__header">
                {content::heading(title_level, "govuk-notification-banner__title".into(), Some(title_id), title)}
            </div>
            <div class="govuk-notification-banner__content">{line} {children.map(|children| children())}</div>
        </div>
    }
}
