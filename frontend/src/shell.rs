//! What stands around every page: the way past it, the name, the main parts, the notice of a demonstration, the foot.

use chrono::NaiveDate;
use leptos::prelude::*;
use shared::{calendar::written, organisation::Me};
use ui::{
    BackLink, Breadcrumb, Breadcrumbs, Content, GenericHeader, NavigationItem, PhaseBanner, ServiceNavigation, SkipLink,
};

use crate::viewer::viewer;

/// What stands above a page's main part: the way to it, or the way back. A page says it with [`trail`] or [`back`].
#[derive(Clone, Copy)]
pub struct Above(RwSignal<(u32, Content)>);

impl Above {
    /// Nothing stands there.
    pub fn nothing() -> Self {
        Self(RwSignal::new((0, Content::default())))
    }
}

/// Shows the way to this page: its parents, from the home page's children on, and the page itself.
pub fn trail(parents: &[(&str, &str)], here: impl Into<String>) {
    trail_to(parents, here.into());
}

fn trail_to(parents: &[(&str, &str)], here: String) {
    let steps: Vec<(String, String)> = parents.iter().map(|(text, href)| ((*text).into(), (*href).into())).collect();
    above(Content::from(move || {
        let mut items = vec![Breadcrumb::link("Home", "/")];
        items.extend(steps.iter().map(|(text, href)| Breadcrumb::link(text.clone(), href.clone())));
        items.push(Breadcrumb::here(here.clone()));
        view! { <Breadcrumbs items /> }
    }));
}

/// Shows a link back, for the pages of a form.
pub fn back(href: String) {
    above(Content::from(move || {
        view! {
            // A landmark like the breadcrumbs, so that nothing lies outside one.
            <nav aria-label="Back">
                <BackLink href=href.clone() />
            </nav>
        }
        .into_any()
    }));
}

fn above(content: Content) {
    let Above(shown) = expect_context();
    let mine = shown.with_untracked(|it| it.0 + 1);
    shown.set((mine, content));
    on_cleanup(move || {
        // The next page may have put its own there already.
        if shown.try_with_untracked(|it| it.0) == Some(mine) {
            shown.set((mine, Content::default()));
        }
    });
}

/// The frame of every page.
#[component]
pub fn Shell(
    /// Where the reader is.
    address: Memo<String>,
    /// The page.
    children: Children,
) -> impl IntoView {
    let viewer = viewer();
    let Above(above) = expect_context();
    let items = Signal::derive(move || viewer.me().map(|me| parts(&me, address)).unwrap_or_default());
    let notice = move || viewer.me().filter(|it| it.demonstration).map(|it| demonstration(it.day));
    view! {
        <SkipLink />
        <header>
            <GenericHeader>"SEND clusters"</GenericHeader>
            <ServiceNavigation items />
            <div class="govuk-width-container">{notice}</div>
        </header>
        <div class="govuk-width-container">
            {move || above.with(|it| it.1.render())}
            <main class="govuk-main-wrapper" id="main-content">
                {children()}
            </main>
        </div>
        <footer class="app-footer">
            <div class="govuk-width-container">
                <ul class="app-footer__list">
                    <li>
                        <a class="govuk-link" href="/accessibility" rel="external">
                            "Accessibility statement"
                        </a>
                    </li>
                    <li>
                        <a class="govuk-link" href="/privacy" rel="external">
                            "Privacy notice"
                        </a>
                    </li>
                </ul>
            </div>
        </footer>
    }
}

fn demonstration(day: NaiveDate) -> AnyView {
    view! {
        <PhaseBanner phase="Demonstration">
            "This is a demonstration. People, money and plans are invented. The day is " {written(day)} "."
        </PhaseBanner>
    }
    .into_any()
}

/// The main parts of the service for somebody: only what their roles have.
fn parts(me: &Me, address: Memo<String>) -> Vec<NavigationItem> {
    let part = |name: &'static str, href: String, part: Part| {
        let own = href.clone();
        NavigationItem::new(name, href)
            .current(Signal::derive(move || address.with(|it| *it == own)))
            .active(Signal::derive(move || address.with(|it| part_of(it) == Some(part))))
    };
    let Some(person) = &me.person else { return Vec::new() };
    let mut parts = vec![
        part("Home", "/".into(), Part::Home),
        part("Clusters", "/clusters".into(), Part::Clusters),
        part("Schools", "/schools".into(), Part::Schools),
    ];
    if let Some(first) = person.clusters.first() {
        parts.push(part("Plan and money", format!("/clusters/{}/plan", first.id), Part::Plan));
    }
    parts.push(part("What works", "/menu".into(), Part::Menu));
    if person.sees_access {
        parts.push(part("People", "/people".into(), Part::People));
    }
    parts.push(part("Settings", "/settings".into(), Part::Settings));
    parts.push(part("Account", "/account".into(), Part::Account));
    parts
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Home,
    Clusters,
    Schools,
    Plan,
    Menu,
    People,
    Settings,
    Account,
}

/// The part of the service an address belongs to.
fn part_of(address: &str) -> Option<Part> {
    let mut words = address.split('/').filter(|it| !it.is_empty());
    match (words.next(), words.nth(1)) {
        (None, _) | (Some("changes"), _) => Some(Part::Home),
        (Some("clusters"), Some("plan" | "money" | "priorities")) | (Some("interventions" | "movements"), _) => {
            Some(Part::Plan)
        }
        (Some("clusters" | "districts" | "memberships"), _) => Some(Part::Clusters),
        (Some("schools" | "import"), _) => Some(Part::Schools),
        (Some("people" | "access"), _) => Some(Part::People),
        (Some("menu"), _) => Some(Part::Menu),
        (Some("settings"), _) => Some(Part::Settings),
        (Some("account"), _) => Some(Part::Account),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_belongs_to_one_part() {
        assert_eq!(part_of("/"), Some(Part::Home));
        assert_eq!(part_of("/clusters/7"), Some(Part::Clusters));
        assert_eq!(part_of("/clusters/7/members"), Some(Part::Clusters));
        assert_eq!(part_of("/clusters/7/plan/propose/cost"), Some(Part::Plan));
        assert_eq!(part_of("/interventions/7"), Some(Part::Plan));
        assert_eq!(part_of("/people/7/invitation"), Some(Part::People));
        assert_eq!(part_of("/import"), Some(Part::Schools));
        assert_eq!(part_of("/elsewhere"), None);
    }
}
