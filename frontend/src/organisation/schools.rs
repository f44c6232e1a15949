//! The schools of the authority, searched and filtered. What is looked for stands in the address, so that "back" and a
//! bookmark work.

use leptos::{ev::SubmitEvent, prelude::*};
use leptos_router::hooks::{use_navigate, use_query_map};
use shared::organisation::{Phase, SchoolFilter, SchoolPage, SchoolRow};
use ui::{Button, Cell, CheckboxItem, Checkboxes, Input, Select, SelectItem};

use super::{counted, school::tags};
use crate::{
    heading::Heading,
    load::{asked, loaded},
    operations::{self, schools},
    paging::{after, link, pages},
    parts,
    shell::trail,
};

/// The list of schools.
#[component]
pub fn SchoolsPage() -> impl IntoView {
    trail(&[], "Schools");
    let (search, after) = (Search::of_address(), after());
    let asked =
        asked::<operations::Schools>(move || schools::Variables { filter: search.filter(), after: after.get() });
    // What is typed stays when an answer arrives: the form is made once, the list anew.
    let found = Memo::new(move |_| asked.answer().is_some_and(|it| it.is_ok()));
    move || {
        if !found.get() {
            return loaded(asked, "Schools", |_| ().into_any());
        }
        let list = move || {
            let found = asked.answer().and_then(Result::ok);
            found.map(|it| list(search, it.schools, after.get_untracked().is_some()))
        };
        view! {
            <Heading text="Schools" />
            {super::import::may_import().then(|| parts::link_line("Import schools, census figures or links", "/import"))}
            {search.form()}
            {list}
        }
        .into_any()
    }
}

fn list(search: Search, found: SchoolPage, later: bool) -> AnyView {
    let total = (!found.schools.is_empty()).then(|| {
        let text = format!("{} found", counted(found.total));
        view! { <p class="govuk-body govuk-!-font-weight-bold">{text}</p> }.into_any()
    });
    let next = pages("/schools", &search.query.get_untracked(), later, found.next.as_ref());
    let list = if found.schools.is_empty() { nothing(search, later) } else { table(found.schools) };
    view! {
        {total}
        {list}
        {next}
    }
    .into_any()
}

fn nothing(search: Search, later: bool) -> AnyView {
    let text = if later {
        "There are no more schools."
    } else if search.query.with_untracked(Vec::is_empty) {
        "There are no schools yet. The person who sets up your authority imports them from the register."
    } else {
        "No school fits. Use fewer words, another phase or cluster, or show closed schools too."
    };
    view! { <p class="govuk-body">{text}</p> }.into_any()
}

fn table(schools: Vec<SchoolRow>) -> AnyView {
    let rows: Vec<Vec<Cell>> = schools.into_iter().map(row).collect();
    parts::table(
        "Schools by name",
        "Schools by name",
        ["School", "URN", "Phase", "Town", "Cluster"].map(Cell::text).to_vec(),
        rows,
    )
}

fn row(it: SchoolRow) -> Vec<Cell> {
    let (href, name, status, invented) = (format!("/schools/{}", it.id), it.name, it.status, it.invented);
    let school = move || (super::link(&name, &href), " ", tags(status, invented.then_some("Invented"))).into_any();
    vec![
        Cell::text(school),
        Cell::text(it.urn.to_string()),
        Cell::text(it.phase.label()),
        Cell::text(it.town.unwrap_or_default()),
        Cell::text(it.cluster.unwrap_or_else(|| "None".into())),
    ]
}

/// What stands in the address, and what is typed in the form and not looked for yet.
#[derive(Clone, Copy)]
struct Search {
    query: Memo<Vec<(&'static str, String)>>,
    text: RwSignal<String>,
    cluster: RwSignal<String>,
    phase: RwSignal<String>,
    closed: RwSignal<Vec<String>>,
    clusters: RwSignal<Vec<SelectItem>>,
}

const TEXT: &str = "text";
const CLUSTER: &str = "cluster";
const PHASE: &str = "phase";
const CLOSED: &str = "closed";
const YES: &str = "yes";

impl Search {
    fn of_address() -> Self {
        let address = use_query_map();
        let query = Memo::new(move |_| {
            let part = |name| address.with(|it| it.get(name)).filter(|it| !it.is_empty()).map(|it| (name, it));
            [TEXT, CLUSTER, PHASE, CLOSED].into_iter().filter_map(part).collect()
        });
        let search = Self {
            query,
            text: RwSignal::default(),
            cluster: RwSignal::default(),
            phase: RwSignal::default(),
            closed: RwSignal::default(),
            clusters: RwSignal::default(),
        };
        // The form follows the address: "back" brings back what was looked for.
        ui::effect(move || {
            search.text.set(search.asked(TEXT));
            search.cluster.set(search.asked(CLUSTER));
            search.phase.set(search.asked(PHASE));
            search.closed.set(Some(search.asked(CLOSED)).filter(|it| !it.is_empty()).into_iter().collect());
        });
        super::offer_clusters(search.clusters);
        search
    }

    /// A part of the address, followed by whoever reads it.
    fn asked(self, name: &str) -> String {
        self.query.with(|it| it.iter().find(|it| it.0 == name).map(|it| it.1.clone())).unwrap_or_default()
    }

    fn filter(self) -> SchoolFilter {
        SchoolFilter {
            text: Some(self.asked(TEXT)).filter(|it| !it.is_empty()),
            cluster: self.asked(CLUSTER).parse().ok(),
            phase: Phase::from_word(&self.asked(PHASE)),
            closed: self.asked(CLOSED) == YES,
        }
    }

    fn form(self) -> AnyView {
        let navigate = use_navigate();
        let look = move |event: SubmitEvent| {
            event.prevent_default();
            navigate(&link("/schools", self.typed().iter()), leptos_router::NavigateOptions::default());
        };
        let clusters = Signal::derive(move || {
            let mut items = vec![SelectItem::new("", "All clusters")];
            items.extend(self.clusters.get());
            items
        });
        let mut phases = vec![SelectItem::new("", "All phases")];
        phases.extend(Phase::ALL.iter().map(|it| SelectItem::new(it.word(), it.label())));
        view! {
            <form method="get" action="/schools" role="search" novalidate on:submit=look>
                <Input
                    name=TEXT
                    label="Name or URN"
                    value=self.text
                    input_type="search"
                    classes="govuk-input--width-20"
                    autocomplete="off"
                    spellcheck=Some(false)
                />
                <div class="govuk-grid-row">
                    <div class="govuk-grid-column-one-half">
                        <Select name=CLUSTER label="Cluster" value=self.cluster items=clusters />
                    </div>
                    <div class="govuk-grid-column-one-half">
                        <Select name=PHASE label="Phase" value=self.phase items=phases />
                    </div>
                </div>
                <Checkboxes
                    name=CLOSED
                    values=self.closed
                    items=vec![CheckboxItem::new(YES, "Show closed schools too")]
                    classes="govuk-checkboxes--small"
                />
                <Button>"Search"</Button>
            </form>
        }
        .into_any()
    }

    /// What is typed, without what is empty.
    fn typed(self) -> Vec<(&'static str, String)> {
        let closed = self.closed.with_untracked(|it| it.first().cloned()).unwrap_or_default();
        let text = self.text.get_untracked().trim().to_owned();
        let parts = [
            (TEXT, text),
            (CLUSTER, self.cluster.get_untracked()),
            (PHASE, self.phase.get_untracked()),
            (CLOSED, closed),
        ];
        parts.into_iter().filter(|it| !it.1.is_empty()).collect()
    }
}
