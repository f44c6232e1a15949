//! Service navigation: the service's name and its main parts.

use leptos::prelude::*;

use crate::{
    Content,
    content::{classes, some},
    focus,
};

/// One main part of the service.
#[derive(Clone)]
pub struct NavigationItem {
    text: Content,
    href: String,
    current: Signal<bool>,
    active: Signal<bool>,
}

impl NavigationItem {
    /// A link; with empty `href` a word.
    pub fn new(text: impl Into<Content>, href: impl Into<String>) -> Self {
        Self { text: text.into(), href: href.into(), current: false.into(), active: false.into() }
    }

    /// One is on this very page. May be a signal.
    pub fn current(mut self, current: impl Into<Signal<bool>>) -> Self {
        self.current = current.into();
        self
    }

    /// One is somewhere in this part. May be a signal.
    pub fn active(mut self, active: impl Into<Signal<bool>>) -> Self {
        self.active = active.into();
        self
    }
}

/// The service's name and its main parts. Where the window is narrow the parts stand behind a button.
#[component]
pub fn ServiceNavigation(
    /// The service's name.
    #[prop(optional, into)]
    service_name: String,
    /// Where the name leads.
    #[prop(optional, into)]
    service_href: String,
    /// The main parts; may be a signal, for they differ by role.
    #[prop(optional, into)]
    items: Signal<Vec<NavigationItem>>,
    /// Whether they stand behind a button where the window is narrow; unless told otherwise, if there is more than one.
    #[prop(optional_no_strip)]
    collapse: Option<bool>,
    /// What a screen reader calls the whole.
    #[prop(default = "Service information".into(), into)]
    label: String,
    /// What the button says.
    #[prop(default = "Menu".into(), into)]
    menu_text: String,
    /// What a screen reader calls the button.
    #[prop(optional, into)]
    menu_label: String,
    /// What a screen reader calls the parts; as the button unless told otherwise.
    #[prop(optional, into)]
    navigation_label: String,
    /// More class names of the parts.
    #[prop(optional, into)]
    navigation_classes: String,
    /// The id of the list.
    #[prop(default = "navigation".into(), into)]
    navigation_id: String,
    /// Stands before everything.
    #[prop(optional, into)]
    start: Content,
    /// Stands after everything, such as an organisation switcher.
    #[prop(optional, into)]
    end: Content,
    /// `end` stands on the same line.
    #[prop(optional)]
    end_inline: bool,
    /// Items (`<li>`) before the parts.
    #[prop(optional, into)]
    navigation_start: Content,
    /// Items (`<li>`) after the parts.
    #[prop(optional, into)]
    navigation_end: Content,
    /// More class names.
    #[prop(optional, into)]
    classes: String,
) -> impl IntoView {
    let class = self::classes("govuk-service-navigation", &classes);
    let is_section = !service_name.is_empty() || !start.is_empty() || !end.is_empty();
    let container = if end_inline {
        "govuk-width-container govuk-service-navigation__inlining-container"
    } else {
        "govuk-width-container"
    };
    let name = some(service_name).map(|name| {
        let name = if service_href.is_empty() {
            view! { <span class="govuk-service-navigation__text">{name}</span> }.into_any()
        } else {
            view! {
                <a href=service_href class="govuk-service-navigation__link">
                    {name}
                </a>
            }
            .into_any()
        };
        view! { <span class="govuk-service-navigation__service-name">{name}</span> }.into_any()
    });
    let slots = !navigation_start.is_empty() || !navigation_end.is_empty();
    let menu = Menu {
        items,
        collapse,
        menu_label: some(menu_label).filter(|label| *label != menu_text),
        navigation_label: some(navigation_label).unwrap_or_else(|| menu_text.clone()),
        menu_text,
        class: self::classes("govuk-service-navigation__wrapper", &navigation_classes),
        id: navigation_id,
        start: navigation_start,
        end: navigation_end,
        narrow: focus::narrow(),
        open: RwSignal::new(false),
    };
    let any = Memo::new(move |_| slots || items.with(|items| !items.is_empty()));
    let navigation = move || any.get().then(|| menu.view());
    let inside = view! {
        <div class=container>
            {start.render()} <div class="govuk-service-navigation__container">{name} {navigation}</div> {end.render()}
        </div>
    };
    if is_section {
        view! {
            <section aria-label=label class=class>
                {inside}
            </section>
        }
        .into_any()
    } else {
        view! { <div class=class>{inside}</div> }.into_any()
    }
}

/// The parts and the button they stand behind.
struct Menu {
    items: Signal<Vec<NavigationItem>>,
    collapse: Option<bool>,
    menu_text: String,
    menu_label: Option<String>,
    navigation_label: String,
    class: String,
    id: String,
    start: Content,
    end: Content,
    narrow: RwSignal<bool>,
    open: RwSignal<bool>,
}

impl Menu {
    fn view(&self) -> AnyView {
        let (items, collapse, narrow, open) = (self.items, self.collapse, self.narrow, self.open);
        let collapses = Memo::new(move |_| collapse.unwrap_or_else(|| items.with(|items| items.len() > 1)));
        let (id, text, label) = (self.id.clone(), self.menu_text.clone(), self.menu_label.clone());
        let button = move || {
            let (id, text, label) = (id.clone(), text.clone(), label.clone());
            collapses.get().then(|| {
                view! {
                    <button
                        type="button"
                        class="govuk-service-navigation__toggle govuk-js-service-navigation-toggle"
                        aria-controls=id
                        aria-label=label
                        aria-expanded=move || narrow.get().then(|| open.get().to_string())
                        hidden=move || !narrow.get()
                        aria-hidden=move || (!narrow.get()).then_some("true")
                        on:click=move |_| open.update(|open| *open = !*open)
                    >
                        {text}
                    </button>
                }
                .into_any()
            })
        };
        let list = move || items.get().into_iter().map(item).collect_view();
        view! {
            <nav aria-label=self.navigation_label.clone() class=self.class.clone()>
                {button}
                <ul
                    class="govuk-service-navigation__list"
                    id=self.id.clone()
                    hidden=move || collapses.get() && narrow.get() && !open.get()
                    // A part was chosen: the page changes without loading, so the menu has to close itself.
                    on:click=move |_| open.set(false)
                >
                    {self.start.render()}
                    {list}
                    {self.end.render()}
                </ul>
            </nav>
        }
        .into_any()
    }
}

fn item(item: NavigationItem) -> AnyView {
    let NavigationItem { text, href, current, active } = item;
    let here = move || current.get() || active.get();
    let aria = move || here().then(|| if current.get() { "page" } else { "true" });
    let class = move || {
        if here() {
            "govuk-service-navigation__item govuk-service-navigation__item--active"
        } else {
            "govuk-service-navigation__item"
        }
    };
    // Strong, so that one sees where one is even with colours of one's own.
    let inside = move || {
        if here() {
            view! { <strong class="govuk-service-navigation__active-fallback">{text.render()}</strong> }.into_any()
        } else {
            text.render()
        }
    };
    let inside = if href.is_empty() {
        view! {
            <span class="govuk-service-navigation__text" aria-current=aria>
                {inside}
            </span>
        }
        .into_any()
    } else {
        view! {
            <a class="govuk-service-navigation__link" href=href aria-current=aria>
                {inside}
            </a>
        }
        .into_any()
    };
    view! { <li class=class>{inside}</li> }.into_any()
}
