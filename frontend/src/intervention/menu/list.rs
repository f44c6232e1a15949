//! The menu, searched and filtered. What is looked for stands in the address, so that "back" and a bookmark work.

use leptos::{ev::SubmitEvent, prelude::*};
use leptos_router::hooks::use_query_map;
use shared::intervention::{
    InterventionKind,
    catalogue::{CatalogueFilter, CataloguePage, CatalogueRow, Need},
};
use ui::{Button, Cell, CheckboxItem, Checkboxes, Input, Select, SelectItem};

use super::told;
use crate::{
    heading::Heading,
    load::{asked, loaded},
    operations::{self, catalogue},
    paging::{after, link, pages},
    parts,
    routes::way,
    shell::trail,
};

/// The menu.
#[component]
pub fn MenuPage() -> impl IntoView {
    trail(&[], "What works");
    let (search, after) = (Search::of_address(), after());
    let asked =
        asked::<operations::Catalogue>(move || catalogue::Variables { filter: search.filter(), after: after.get() });
    loaded(asked, "What works", move |found| page(search, found.catalogue, after.get_untracked().is_some()))
}

fn page(search: Search, found: CataloguePage, later: bool) -> AnyView {
    let adds = found.adds || !found.adds_for.is_empty();
    let list = if found.items.is_empty() { nothing(search, later, adds) } else { table(found.items) };
    view! {
        <Heading text="What works" />
        <p class="govuk-body-l">
            "The menu of interventions: what helps with which need, how well that is known, what it costs, and what is already available here."
        </p>
        {search.form()}
        {list}
        {pages("/menu", &search.query.get_untracked(), later, found.next.as_ref())}
        {adds.then(|| parts::link_line("Add something to the menu", "/menu/new"))}
    }
    .into_any()
}

fn nothing(search: Search, later: bool, adds: bool) -> AnyView {
    parts::inset(if later {
        "There is nothing more on the menu."
    } else if !search.query.with_untracked(Vec::is_empty) {
        "Nothing on the menu fits. Use fewer words, or look for another need or kind of help."
    } else if adds {
        "There is nothing on the menu yet. Add the first: what your schools know to work, and what is already available."
    } else {
        "There is nothing on the menu yet. The Cluster Boards and the authority’s lead for SEND add to it."
    })
}

fn table(items: Vec<CatalogueRow>) -> AnyView {
    let head = ["Intervention", "Needs", "Evidence", "Cost", "Available here"].map(Cell::text).to_vec();
    let rows = items.into_iter().map(row).collect();
    parts::table("Interventions by title", "Interventions by title", head, rows)
}

fn row(it: CatalogueRow) -> Vec<Cell> {
    let (href, title, cluster) = (format!("/menu/{}", it.id), it.title, it.cluster);
    let evidence = match it.months {
        None => it.strength.label().to_owned(),
        some => format!("{}; {}", it.strength.label(), told::months(some)),
    };
    let first = move || {
        let from = cluster.as_ref().map(|it| {
            view! { <span class="govuk-hint govuk-!-display-block">{format!("Added by {it}")}</span> }.into_any()
        });
        view! {
            {parts::link(&title, &href)}
            {from}
        }
        .into_any()
    };
    vec![
        Cell::text(first),
        Cell::text(told::needs(&it.needs)),
        Cell::text(evidence),
        Cell::text(it.cost_band.label()),
        Cell::text(if it.local_provider.is_empty() { "Not yet".to_owned() } else { it.local_provider }),
    ]
}

/// What stands in the address, and what is typed in the form and not looked for yet.
#[derive(Clone, Copy)]
struct Search {
    query: Memo<Vec<(&'static str, String)>>,
    text: RwSignal<String>,
    need: RwSignal<String>,
    kind: RwSignal<String>,
    local: RwSignal<Vec<String>>,
}

const TEXT: &str = "text";
const NEED: &str = "need";
const KIND: &str = "kind";
const LOCAL: &str = "local";
const YES: &str = "yes";

impl Search {
    fn of_address() -> Self {
        let address = use_query_map();
        let query = Memo::new(move |_| {
            let part = |name| address.with(|it| it.get(name)).filter(|it| !it.is_empty()).map(|it| (name, it));
            [TEXT, NEED, KIND, LOCAL].into_iter().filter_map(part).collect()
        });
        let search = Self {
            query,
            text: RwSignal::default(),
            need: RwSignal::default(),
            kind: RwSignal::default(),
            local: RwSignal::default(),
        };
        // The form follows the address: "back" brings back what was looked for.
        ui::effect(move || {
            search.text.set(search.asked(TEXT));
            search.need.set(search.asked(NEED));
            search.kind.set(search.asked(KIND));
            search.local.set(Some(search.asked(LOCAL)).filter(|it| !it.is_empty()).into_iter().collect());
        });
        search
    }

    /// A part of the address, followed by whoever reads it.
    fn asked(self, name: &str) -> String {
        self.query.with(|it| it.iter().find(|it| it.0 == name).map(|it| it.1.clone())).unwrap_or_default()
    }

    fn filter(self) -> CatalogueFilter {
        CatalogueFilter {
            text: Some(self.asked(TEXT)).filter(|it| !it.is_empty()),
            need: Need::from_word(&self.asked(NEED)),
            kind: InterventionKind::from_word(&self.asked(KIND)),
            local: self.asked(LOCAL) == YES,
        }
    }

    fn form(self) -> AnyView {
        let way = way();
        let look = move |event: SubmitEvent| {
            event.prevent_default();
            way.to(&link("/menu", self.typed().iter()));
        };
        let mut needs = vec![SelectItem::new("", "All needs")];
        needs.extend(Need::ALL.iter().map(|it| SelectItem::new(it.word(), it.label())));
        let mut kinds = vec![SelectItem::new("", "All kinds of help")];
        kinds.extend(InterventionKind::ALL.iter().map(|it| SelectItem::new(it.word(), it.label())));
        view! {
            <form method="get" action="/menu" role="search" novalidate on:submit=look>
                <Input
                    name=TEXT
                    label="Words in its title or description"
                    value=self.text
                    input_type="search"
                    classes="govuk-input--width-20"
                    autocomplete="off"
                />
                <div class="govuk-grid-row">
                    <div class="govuk-grid-column-one-half">
                        <Select name=NEED label="Need" value=self.need items=needs />
                    </div>
                    <div class="govuk-grid-column-one-half">
                        <Select name=KIND label="Kind of help" value=self.kind items=kinds />
                    </div>
                </div>
                <Checkboxes
                    name=LOCAL
                    values=self.local
                    items=vec![CheckboxItem::new(YES, "Only what is already available here")]
                    classes="govuk-checkboxes--small"
                />
                <Button>"Search"</Button>
            </form>
        }
        .into_any()
    }

    /// What is typed, without what is empty.
    fn typed(self) -> Vec<(&'static str, String)> {
        let local = self.local.with_untracked(|it| it.first().cloned()).unwrap_or_default();
        let text = self.text.get_untracked().trim().to_owned();
        let parts =
            [(TEXT, text), (NEED, self.need.get_untracked()), (KIND, self.kind.get_untracked()), (LOCAL, local)];
        parts.into_iter().filter(|it| !it.1.is_empty()).collect()
    }
}
