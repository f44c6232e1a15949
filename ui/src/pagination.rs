//! Pagination: the pages before and after this one.

use leptos::prelude::*;

use crate::{
    Content,
    content::{classes, some},
};

/// The page before or after.
#[derive(Clone, Default)]
pub struct PageLink {
    href: String,
    text: Content,
    label: String,
}

impl PageLink {
    /// A link to it.
    pub fn new(href: impl Into<String>) -> Self {
        Self { href: href.into(), ..Self::default() }
    }

    /// What it says instead of "Previous page" or "Next page".
    pub fn text(mut self, text: impl Into<Content>) -> Self {
        self.text = text.into();
        self
    }

    /// What the page is about; shown where there are no page numbers.
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }
}

/// A page by its number, or a gap.
#[derive(Clone)]
pub enum PageItem {
    /// A page.
    Page {
        /// Its number.
        number: String,
        /// Where it is.
        href: String,
        /// One is on it.
        current: bool,
        /// What a screen reader says instead of "Page 1"; empty for that.
        hidden_text: String,
    },
    /// Pages left out.
    Gap,
}

impl PageItem {
    /// A page.
    pub fn page(number: impl ToString, href: impl Into<String>, current: bool) -> Self {
        Self::Page { number: number.to_string(), href: href.into(), current, hidden_text: String::new() }
    }
}

/// The pages before and after this one.
#[component]
pub fn Pagination(
    /// The page before.
    #[prop(optional_no_strip)]
    previous: Option<PageLink>,
    /// The page after.
    #[prop(optional_no_strip)]
    next: Option<PageLink>,
    /// Pages by number. Lists that are paged by keyset have none.
    #[prop(optional)]
    items: Vec<PageItem>,
    /// What a screen reader calls it.
    #[prop(default = "Pagination".into(), into)]
    label: String,
    /// More class names.
    #[prop(optional, into)]
    classes: String,
) -> impl IntoView {
    let previous = previous.filter(|link| !link.href.is_empty());
    let next = next.filter(|link| !link.href.is_empty());
    let block = items.is_empty() && (previous.is_some() || next.is_some());
    let base = if block { "govuk-pagination govuk-pagination--block" } else { "govuk-pagination" };
    let item = |item: PageItem| match item {
        PageItem::Gap => {
            view! { <li class="govuk-pagination__item govuk-pagination__item--ellipsis">"\u{22ef}"</li> }.into_any()
        }
        PageItem::Page { number, href, current, hidden_text } => {
            let class = if current {
                "govuk-pagination__item govuk-pagination__item--current"
            } else {
                "govuk-pagination__item"
            };
            let label = some(hidden_text).unwrap_or_else(|| format!("Page {number}"));
            view! {
                <li class=class>
                    <a
                        class="govuk-link govuk-pagination__link"
                        href=href
                        aria-label=label
                        aria-current=current.then_some("page")
                    >
                        {number}
                    </a>
                </li>
            }
            .into_any()
        }
    };
    let items = (!items.is_empty()).then(|| {
        view! { <ul class="govuk-pagination__list">{items.into_iter().map(item).collect_view()}</ul> }.into_any()
    });
    view! {
        <nav class=self::classes(base, &classes) aria-label=label>
            {previous.map(|link| arrow_link(link, false, block))}
            {items}
            {next.map(|link| arrow_link(link, true, block))}
        </nav>
    }
}

fn arrow_link(link: PageLink, forward: bool, block: bool) -> AnyView {
    let (rel, class, word, path) = if forward {
        (
            "next",
            "govuk-pagination__next",
            "Next",
            "m8.107-0.0078125-1.4136 1.414 4.2926 4.293h-12.986v2h12.896l-4.1855 3.9766 1.377 1.4492 6.7441-6.4062-6.7246-6.7266z",
        )
    } else {
        (
            "prev",
            "govuk-pagination__prev",
            "Previous",
            "m6.5938-0.0078125-6.7266 6.7266 6.7441 6.4062 1.377-1.449-4.1856-3.9768h12.896v-2h-12.984l4.2931-4.293-1.414-1.414z",
        )
    };
    let arrow = || {
        view! {
            <svg
                class=format!("govuk-pagination__icon govuk-pagination__icon--{rel}")
                xmlns="http://www.w3.org/2000/svg"
                height="13"
                width="15"
                aria-hidden="true"
                focusable="false"
                viewBox="0 0 15 13"
            >
                <path d=path></path>
            </svg>
        }
        .into_any()
    };
    let text = if link.text.is_empty() {
        view! {
            {word}
            <span class="govuk-visually-hidden">" page"</span>
        }
        .into_any()
    } else {
        link.text.render()
    };
    let title = if block && link.label.is_empty() {
        "govuk-pagination__link-title govuk-pagination__link-title--decorated"
    } else {
        "govuk-pagination__link-title"
    };
    let label = some(link.label).filter(|_| block).map(|label| {
        view! {
            " "
            <span class="govuk-visually-hidden">":"</span>
            " "
            <span class="govuk-pagination__link-label">{label}</span>
        }
    });
    let arrow_first = block || !forward;
    view! {
        <div class=class>
            <a class="govuk-link govuk-pagination__link" href=link.href rel=rel>
                {arrow_first.then(arrow)}
                <span class=title>{text}</span>
                {label}
                {(!arrow_first).then(arrow)}
            </a>
        </div>
    }
    .into_any()
}
