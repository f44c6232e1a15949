//! The priorities of a cluster: what it works on, and what it has worked on.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use shared::{
    calendar::written,
    id::ClusterId,
    intervention::priority::{MOST, Priorities, WholePriority},
};
use ui::{Details, NotificationBanner, SummaryRow};

use super::address;
use crate::{
    heading::Heading,
    load::{asked, loaded},
    operations::{self, priorities},
    parts,
    routes::id,
    shell::trail,
};

/// What two clusters of the council's report agreed to work on.
const EXAMPLES: [&str; 4] = [
    "Improving social, emotional and mental health",
    "Managing behaviour that challenges more effectively",
    "Developing speech and language, with autism found earlier",
    "Narrowing the gap for pupils at SEN Support, above all in literacy and numeracy",
];

/// The priorities of a cluster.
#[component]
pub fn PrioritiesPage() -> impl IntoView {
    let cluster = id("cluster", ClusterId);
    let done = use_query_map().with_untracked(|it| it.get("done")).unwrap_or_default();
    let found = asked::<operations::Priorities>(move || priorities::Variables { cluster });
    loaded(found, "Priorities", move |it| page(cluster, &it.priorities, &done))
}

fn page(cluster: ClusterId, all: &Priorities, done: &str) -> AnyView {
    let at = format!("/clusters/{cluster}");
    trail(&[("Clusters", "/clusters"), (&all.cluster, &at), ("Plan", &format!("{at}/plan"))], "Priorities");
    let (now, past): (Vec<_>, Vec<_>) = all.priorities.iter().partition(|it| it.ended_on.is_none());
    let news = match done {
        "added" => Some("The priority is added."),
        "reworded" => Some("The priority is reworded. What was planned for it stays with it."),
        "ended" => Some("The priority has ended. What was planned for it stays with it."),
        _ => None,
    };
    let room = i64::try_from(now.len()).is_ok_and(|it| it < MOST);
    let add = match (all.sets, room) {
        (true, true) => parts::button("Add a priority", format!("{}/new", address(cluster))),
        (true, false) => {
            parts::body(format!("A cluster works on {MOST} priorities at most. End one before you add another."))
        }
        (false, _) => parts::body("The members of the Cluster Board add, reword and end priorities."),
    };
    let before = (!past.is_empty()).then(|| {
        view! {
            <h2 class="govuk-heading-m">"What the cluster worked on before"</h2>
            {past.iter().map(|it| one(cluster, it, false)).collect_view()}
        }
        .into_any()
    });
    let list = if now.is_empty() {
        examples()
    } else {
        now.iter().map(|it| one(cluster, it, all.sets)).collect_view().into_any()
    };
    let inside = view! {
        {news.map(|text| view! { <NotificationBanner success=true text /> })}
        <Heading text="Priorities" caption=all.cluster.clone() title=format!("Priorities of {}", all.cluster) />
        {parts::body("What the Cluster Board has agreed to work on. Every intervention serves one of these.")}
        {list}
        {add}
        {before}
        {parts::link_line("See the plan", &format!("{at}/plan"))}
    };
    parts::two_thirds(inside.into_any())
}

fn examples() -> AnyView {
    let items = EXAMPLES.map(|it| view! { <li>{it}</li> }.into_any()).collect_view();
    view! {
        {parts::inset("The cluster has no priorities yet.")}
        {parts::body("Other clusters have agreed, for example:")}
        <ul class="govuk-list govuk-list--bullet">{items}</ul>
    }
    .into_any()
}

/// One priority, with what the reader can do about it.
fn one(cluster: ClusterId, it: &WholePriority, changes: bool) -> AnyView {
    let served = match it.interventions {
        0 => "No intervention yet".to_owned(),
        1 => "1 intervention".to_owned(),
        more => format!("{more} interventions"),
    };
    let since = match it.ended_on {
        Some(day) => format!("{} to {}", written(it.since), written(day)),
        None => format!("{} on", written(it.since)),
    };
    let mut rows = vec![SummaryRow::new(if it.ended_on.is_some() { "From" } else { "Agreed, from" }, since)];
    if it.ended_on.is_some() {
        rows.push(SummaryRow::new("Why it ended", it.end_reason.clone()));
    }
    rows.push(SummaryRow::new("What serves it", served));
    let earlier = (!it.earlier.is_empty()).then(|| {
        let items = it
            .earlier
            .iter()
            .map(|it| view! { <li>{format!("Until {}: {}", written(it.until), it.text)}</li> }.into_any())
            .collect_view();
        view! {
            <Details summary="Earlier wording">
                <ul class="govuk-list">{items}</ul>
            </Details>
        }
        .into_any()
    });
    let acts = changes.then(|| {
        let at = format!("{}/{}", address(cluster), it.id);
        let link = |word: &str, label: &'static str| {
            let (href, text) = (format!("{at}/{word}"), it.text.clone());
            view! {
                <a class="govuk-link" href=href>
                    {label}
                    <span class="govuk-visually-hidden">": " {text}</span>
                </a>
            }
            .into_any()
        };
        view! { <p class="govuk-body">{link("reword", "Reword")} " or " {link("end", "end this priority")}</p> }
            .into_any()
    });
    view! {
        <h3 class="govuk-heading-s">{it.text.clone()}</h3>
        {parts::facts(rows)}
        {earlier}
        {acts}
    }
    .into_any()
}
