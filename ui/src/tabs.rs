//! Tabs: parts of a page of which one is seen at a time. On a phone, on paper and without a script they stand one below
//! the other with links to them.

use leptos::prelude::*;

use crate::{
    Content,
    content::{classes, some},
    effect, focus,
};

/// One part.
#[derive(Clone)]
pub struct Tab {
    label: Content,
    id: String,
    panel: Content,
}

impl Tab {
    /// What the tab says and what it shows.
    pub fn new(id: impl Into<String>, label: impl Into<Content>, panel: impl Into<Content>) -> Self {
        Self { label: label.into(), id: id.into(), panel: panel.into() }
    }
}

/// Parts of a page of which one is seen at a time.
#[component]
pub fn Tabs(
    /// The parts.
    items: Vec<Tab>,
    /// Its id.
    #[prop(optional, into)]
    id: String,
    /// What the ids of parts without one start with.
    #[prop(optional, into)]
    id_prefix: String,
    /// The heading of the links where all parts are seen.
    #[prop(default = "Contents".into(), into)]
    title: String,
    /// More class names.
    #[prop(optional, into)]
    classes: String,
) -> impl IntoView {
    let chosen = RwSignal::new(0_usize);
    let count = items.len();
    // Tabs in the browser and where there is room: on the server's page and on a phone these are links to the parts.
    let (started, narrow) = (RwSignal::new(false), focus::narrow());
    effect(move || started.set(true));
    let live = Memo::new(move |_| started.get() && !narrow.get());

    let ids: Vec<String> = items
        .iter()
        .enumerate()
        .map(|(place, item)| some(item.id.clone()).unwrap_or_else(|| format!("{id_prefix}-{}", place + 1)))
        .collect();
    let ids = StoredValue::new(ids);
    let tab_id = move |place: usize| ids.with_value(|ids| format!("tab_{}", ids[place]));
    let choose = move |place: usize, take_focus: bool| {
        chosen.set(place);
        if take_focus {
            focus::focus_field(&tab_id(place));
        }
    };
    let link = |(place, item): (usize, &Tab)| {
        let class = move || {
            if chosen.get() == place {
                "govuk-tabs__list-item govuk-tabs__list-item--selected"
            } else {
                "govuk-tabs__list-item"
            }
        };
        let id = ids.with_value(|ids| ids[place].clone());
        let controls = id.clone();
        let keys = move |event: leptos::ev::KeyboardEvent| {
            let to = match event.key().as_str() {
                "ArrowLeft" => place.checked_sub(1),
                "ArrowRight" => Some(place + 1).filter(|to| *to < count),
                _ => None,
            };
            if let Some(to) = to {
                event.prevent_default();
                choose(to, true);
            }
        };
        view! {
            <li class=class role=move || live.get().then_some("presentation")>
                <a
                    class="govuk-tabs__tab"
                    href=format!("#{id}")
                    id=move || live.get().then(|| tab_id(place))
                    role=move || live.get().then_some("tab")
                    aria-controls=move || live.get().then(|| controls.clone())
                    aria-selected=move || live.get().then(|| (chosen.get() == place).to_string())
                    tabindex=move || live.get().then_some(if chosen.get() == place { "0" } else { "-1" })
                    on:keydown=keys
                    on:click=move |event| {
                        event.prevent_default();
                        event.stop_propagation();
                        if live.get_untracked() {
                            choose(place, false);
                        } else {
                            focus::focus_place(&ids.with_value(|ids| ids[place].clone()));
                        }
                    }
                >
                    {item.label.render()}
                </a>
            </li>
        }
        .into_any()
    };
    let panel = |(place, item): (usize, &Tab)| {
        let class = move || {
            if chosen.get() == place { "govuk-tabs__panel" } else { "govuk-tabs__panel govuk-tabs__panel--hidden" }
        };
        view! {
            <div
                class=class
                id=ids.with_value(|ids| ids[place].clone())
                role=move || live.get().then_some("tabpanel")
                aria-labelledby=move || live.get().then(|| tab_id(place))
            >
                {item.panel.render()}
            </div>
        }
        .into_any()
    };
    let list = (!items.is_empty()).then(|| {
        view! {
            <ul class="govuk-tabs__list" role=move || live.get().then_some("tablist")>
                {items.iter().enumerate().map(link).collect_view()}
            </ul>
        }
        .into_any()
    });
    view! {
        <div id=some(id) class=self::classes("govuk-tabs", &classes)>
            <h2 class="govuk-tabs__title">{title}</h2>
            {list}
            {items.iter().enumerate().map(panel).collect_view()}
        </div>
    }
}
