//! Who can see and do what, and why: the policy as a table, and everybody who sees something of one cluster.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use shared::{
    access::{Action, Reach, Role, reach},
    id::ClusterId,
    organisation::people::{Seating, Watcher, WatcherPage},
};
use ui::{Button, Cell, Select, SelectItem};

use super::words;
use crate::{
    heading::Heading,
    load::loaded,
    load::{Asked, asked},
    operations::{self, seating, watchers},
    paging::{after, link, pages},
    parts,
    routes::way,
    shell::trail,
};

const TITLE: &str = "Who can see what, and why";
const CLUSTER: &str = "cluster";

/// Who can see and do what.
#[component]
pub fn AccessPage() -> impl IntoView {
    trail(&[("People", "/people")], TITLE);
    let query = use_query_map();
    let (chosen, after) = (Memo::new(move |_| query.with(|it| it.get(CLUSTER)).unwrap_or_default()), after());
    let places = asked::<operations::Seating>(|| seating::Variables { cluster: None });
    loaded(places, TITLE, move |found| page(&found.seating, chosen, after))
}

fn page(places: &Seating, chosen: Memo<String>, after: Memo<Option<shared::page::Cursor>>) -> AnyView {
    let districts = (!places.districts.is_empty()).then(|| {
        let link = |it: &shared::organisation::people::DistrictLink| {
            let href = format!("/districts/{}/members", it.id);
            view! { <li>{parts::link(&format!("People and roles of {}", it.name), &href)}</li> }.into_any()
        };
        let list = places.districts.iter().map(link).collect_view();
        view! {
            <h2 class="govuk-heading-m">"Districts"</h2>
            <ul class="govuk-list">{list}</ul>
        }
        .into_any()
    });
    // The list is asked for anew when another cluster is chosen.
    let one = move || {
        let cluster = ClusterId(chosen.get().parse().ok()?);
        let found = asked::<operations::Watchers>(move || watchers::Variables { cluster, after: after.get() });
        Some((move || watching(found, after)).into_any())
    };
    view! {
        <Heading text=TITLE />
        {parts::body(
            "What somebody can see and do follows from the roles they hold today, and from nothing else. This is the rule that \
             the service itself follows.",
        )}
        {policy()}
        <h2 class="govuk-heading-m">"Who sees one cluster"</h2>
        {choose(places, chosen)}
        {one}
        {districts}
        <h2 class="govuk-heading-m">"Everybody, as a table"</h2>
        <p class="govuk-body">
            <a class="govuk-link" href="/download/access.csv" rel="external" download="">
                "Download who can see what, and why (CSV)"
            </a>
        </p>
    }
    .into_any()
}

/// The policy, from the function that the server asks: it cannot say anything else.
fn policy() -> AnyView {
    let roles = |action: Action, wanted: Reach| {
        let some: Vec<&str> =
            Role::ALL.iter().filter(|it| reach(**it, action) == wanted).map(|it| it.label()).collect();
        match some.len() {
            0 => "Nobody".to_owned(),
            all if all == Role::ALL.len() => "Everybody with a role".to_owned(),
            _ => some.join(", "),
        }
    };
    let row = |action: Action| {
        let (everywhere, own) = (roles(action, Reach::Authority), roles(action, Reach::OwnClusters));
        vec![Cell::text(action.label()), Cell::text(everywhere), Cell::text(own)]
    };
    parts::table(
        "What each role can see and do",
        "What each role can see and do",
        ["What", "In the whole authority", "In their own clusters"].map(Cell::text).to_vec(),
        Action::ALL.into_iter().map(row).collect(),
    )
}

fn choose(places: &Seating, chosen: Memo<String>) -> AnyView {
    let value = RwSignal::new(String::new());
    ui::effect(move || value.set(chosen.get()));
    let mut items = vec![SelectItem::new("", "Choose a cluster")];
    items.extend(places.clusters.iter().map(|it| SelectItem::new(it.id.to_string(), &it.name)));
    let way = way();
    let look = move || {
        let typed = [(CLUSTER, value.get_untracked())];
        way.to(&link("/access", typed.iter().filter(|it| !it.1.is_empty())));
    };
    let inside = view! {
        <Select name=CLUSTER label="Cluster" value=value items=Signal::stored(items) />
        <Button>"Show who sees it"</Button>
    };
    parts::form(look, inside.into_any())
}

fn watching(found: Asked<watchers::watchers::ResponseData>, after: Memo<Option<shared::page::Cursor>>) -> AnyView {
    match found.answer() {
        None => view! {
            <p class="govuk-body" role="status">
                "Loading"
            </p>
        }
        .into_any(),
        Some(Err(refusal)) => view! {
            {parts::body(refusal.failure.to_string())}
            {parts::secondary("Try again", move |_| found.again())}
        }
        .into_any(),
        Some(Ok(found)) => list(found.watchers, after.get_untracked().is_some()),
    }
}

fn list(found: WatcherPage, later: bool) -> AnyView {
    let row = |it: Watcher| {
        let (name, href) = (it.name, format!("/people/{}", it.person));
        vec![
            Cell::text(move || parts::link(&name, &href)),
            Cell::text(it.sees.join("; ")),
            Cell::text(words(&it.because)),
        ]
    };
    let list = if found.watchers.is_empty() {
        parts::body(if later { "There is nobody else." } else { "Nobody sees anything of this cluster." })
    } else {
        parts::table(
            "Who sees this cluster, what they see, and because of which role",
            "Who sees this cluster",
            ["Name", "Sees", "Because of the role"].map(Cell::text).to_vec(),
            found.watchers.into_iter().map(row).collect(),
        )
    };
    let query = [(CLUSTER, found.cluster.id.to_string())];
    view! {
        <h3 class="govuk-heading-s">{found.cluster.name.clone()}</h3>
        {list}
        {pages("/access", &query, later, found.next.as_ref())}
    }
    .into_any()
}
