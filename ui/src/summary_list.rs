//! Summary list: what is known, with links to change it. Also the page "check your answers".

use leptos::prelude::*;

use crate::{
    Content, content,
    content::{classes, some},
};

/// A link beside a row, such as "Change".
#[derive(Clone, Default)]
pub struct SummaryAction {
    text: Content,
    href: String,
    hidden_text: String,
    classes: String,
}

impl SummaryAction {
    /// What it says, where it leads, and what a screen reader hears after it: "Change" + "the start date".
    pub fn new(text: impl Into<Content>, href: impl Into<String>, hidden_text: impl Into<String>) -> Self {
        Self { text: text.into(), href: href.into(), hidden_text: hidden_text.into(), classes: String::new() }
    }

    /// "Change".
    pub fn change(href: impl Into<String>, hidden_text: impl Into<String>) -> Self {
        Self::new("Change", href, hidden_text)
    }

    /// More class names.
    pub fn classes(mut self, classes: impl Into<String>) -> Self {
        self.classes = classes.into();
        self
    }

    fn view(self, card: Option<&Content>) -> AnyView {
        let own = some(self.hidden_text).map(|text| format!(" {text}"));
        let hidden = (own.is_some() || card.is_some()).then(|| {
            let card = card.map(|title| (" (", title.render(), ")"));
            view! {
                <span class="govuk-visually-hidden">
                    {own}
                    {card}
                </span>
            }
            .into_any()
        });
        view! {
            <a class=self::classes("govuk-link", &self.classes) href=self.href>
                {self.text.render()}
                {hidden}
            </a>
        }
        .into_any()
    }
}

/// One thing that is known.
#[derive(Clone, Default)]
pub struct SummaryRow {
    key: Content,
    value: Content,
    actions: Vec<SummaryAction>,
    classes: String,
    key_classes: String,
    value_classes: String,
    actions_classes: String,
    no_border_gap: bool,
}

impl SummaryRow {
    /// What it is called and what it is.
    pub fn new(key: impl Into<Content>, value: impl Into<Content>) -> Self {
        Self { key: key.into(), value: value.into(), ..Self::default() }
    }

    /// A link beside it; may be called again.
    pub fn action(mut self, action: SummaryAction) -> Self {
        self.actions.push(action);
        self
    }

    /// More class names.
    pub fn classes(mut self, classes: impl Into<String>) -> Self {
        self.classes = classes.into();
        self
    }

    /// More class names of its parts: key, value and actions.
    pub fn part_classes(
        mut self,
        key: impl Into<String>,
        value: impl Into<String>,
        actions: impl Into<String>,
    ) -> Self {
        (self.key_classes, self.value_classes, self.actions_classes) = (key.into(), value.into(), actions.into());
        self
    }

    /// Does not keep room for actions although other rows have some.
    pub fn full_width(mut self) -> Self {
        self.no_border_gap = true;
        self
    }
}

/// A frame around a summary list, with a title and links for the whole.
#[derive(Clone, Default)]
pub struct SummaryCard {
    title: Content,
    level: u8,
    title_classes: String,
    actions: Vec<SummaryAction>,
    actions_classes: String,
    classes: String,
}

impl SummaryCard {
    /// A frame with a title.
    pub fn new(title: impl Into<Content>) -> Self {
        Self { title: title.into(), level: 2, ..Self::default() }
    }

    /// The level of the title; 2 unless told otherwise.
    pub fn level(mut self, level: u8) -> Self {
        self.level = level;
        self
    }

    /// A link for the whole; may be called again.
    pub fn action(mut self, action: SummaryAction) -> Self {
        self.actions.push(action);
        self
    }

    /// More class names of the frame.
    pub fn classes(mut self, classes: impl Into<String>) -> Self {
        self.classes = classes.into();
        self
    }

    /// More class names of its parts: title and actions.
    pub fn part_classes(mut self, title: impl Into<String>, actions: impl Into<String>) -> Self {
        (self.title_classes, self.actions_classes) = (title.into(), actions.into());
        self
    }

    fn view(self, list: AnyView) -> AnyView {
        let hidden = (!self.title.is_empty()).then(|| self.title.clone());
        let title = (!self.title.is_empty()).then(|| {
            let class = self::classes("govuk-summary-card__title", &self.title_classes);
            content::heading(self.level, class, None, self.title.render())
        });
        let class = self::classes("govuk-summary-card__actions", &self.actions_classes);
        view! {
            <div class=self::classes("govuk-summary-card", &self.classes)>
                <div class="govuk-summary-card__title-wrapper">
                    {title} {links(self.actions, hidden.as_ref(), class, "govuk-summary-card__action", true)}
                </div>
                <div class="govuk-summary-card__content">{list}</div>
            </div>
        }
        .into_any()
    }
}

/// What is known, with links to change it.
#[component]
pub fn SummaryList(
    /// The rows.
    rows: Vec<SummaryRow>,
    /// A frame around it.
    #[prop(optional_no_strip)]
    card: Option<SummaryCard>,
    /// More class names.
    #[prop(optional, into)]
    classes: String,
) -> impl IntoView {
    let any_actions = rows.iter().any(|row| !row.actions.is_empty());
    let title = card.as_ref().map(|card| card.title.clone()).filter(|title| !title.is_empty());
    let row = |row: SummaryRow| {
        let mut class = String::from("govuk-summary-list__row");
        if any_actions && row.actions.is_empty() && !row.no_border_gap {
            class.push_str(" govuk-summary-list__row--no-actions");
        }
        let actions = (!row.actions.is_empty()).then(|| {
            let inside = links(
                row.actions,
                title.as_ref(),
                "govuk-summary-list__actions-list".into(),
                "govuk-summary-list__actions-list-item",
                false,
            );
            view! { <dd class=self::classes("govuk-summary-list__actions", &row.actions_classes)>{inside}</dd> }
                .into_any()
        });
        view! {
            <div class=self::classes(&class, &row.classes)>
                <dt class=self::classes("govuk-summary-list__key", &row.key_classes)>{row.key.render()}</dt>
                <dd class=self::classes("govuk-summary-list__value", &row.value_classes)>{row.value.render()}</dd>
                {actions}
            </div>
        }
        .into_any()
    };
    let list = view! {
        <dl class=self::classes("govuk-summary-list", &classes)>{rows.into_iter().map(row).collect_view()}</dl>
    };
    match card {
        Some(card) => card.view(list.into_any()),
        None => list.into_any(),
    }
}

/// No list around a single link; `wrap_one` says whether that one stands in a box of the list's class.
fn links(
    actions: Vec<SummaryAction>,
    card: Option<&Content>,
    class: String,
    item_class: &'static str,
    wrap_one: bool,
) -> AnyView {
    let mut all: Vec<AnyView> = actions.into_iter().map(|action| action.view(card)).collect();
    match all.len() {
        0 => ().into_any(),
        1 if wrap_one => view! { <div class=class>{all.pop()}</div> }.into_any(),
        1 => all.pop().into_any(),
        _ => {
            let items =
                all.into_iter().map(|link| view! { <li class=item_class>{link}</li> }.into_any()).collect_view();
            view! { <ul class=class>{items}</ul> }.into_any()
        }
    }
}
