//! Breadcrumbs: the way from the home page to this one.

use leptos::prelude::*;

use crate::{Content, content::classes};

/// One step of the way. Without `href` it is the page one is on.
#[derive(Clone, Default)]
pub struct Breadcrumb {
    text: Content,
    href: String,
}

impl Breadcrumb {
    /// A step that leads somewhere.
    pub fn link(text: impl Into<Content>, href: impl Into<String>) -> Self {
        Self { text: text.into(), href: href.into() }
    }

    /// The page one is on.
    pub fn here(text: impl Into<Content>) -> Self {
        Self { text: text.into(), href: String::new() }
    }
}

/// The way from the home page to this one.
#[component]
pub fn Breadcrumbs(
    /// The steps, from the home page on.
    items: Vec<Breadcrumb>,
    /// More class names.
    #[prop(optional, into)]
    classes: String,
    /// On a phone show the first and the last step only.
    #[prop(optional)]
    collapse_on_mobile: bool,
    /// What a screen reader calls it.
    #[prop(default = "Breadcrumb".into(), into)]
    label: String,
) -> impl IntoView {
    let mut class = self::classes("govuk-breadcrumbs", &classes);
    if collapse_on_mobile {
        class.push_str(" govuk-breadcrumbs--collapse-on-mobile");
    }
    let item = |Breadcrumb { text, href }: Breadcrumb| {
        if href.is_empty() {
            view! { <li class="govuk-breadcrumbs__list-item" aria-current="page">{text.render()}</li> }.into_any()
        } else {
            view! {
                <li class="govuk-breadcrumbs__list-item">
                    <a class="govuk-breadcrumbs__link" href=href>{text.render()}</a>
                </li>
            }
            .into_any()
        }
    };
    view! {
        <nav class=class aria-label=label>
            <ol class="govuk-breadcrumbs__list">{items.into_iter().map(item).collect_view()}</ol>
        </nav>
    }
}
