//! The schools of a cluster: who takes part in the pilot, in which group, of which phase.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use shared::{
    calendar::written,
    id::ClusterId,
    organisation::participation::{ClusterSchool, ClusterSchoolPage, ParticipationState},
};
use ui::{Cell, NotificationBanner, Tag, TagColour};

use super::{counted, link, shared_by};
use crate::{
    heading::Heading,
    load::{asked, loaded},
    operations::{self, cluster_schools},
    paging::{after, pages},
    parts, routes,
    shell::trail,
};

/// The schools of a cluster.
#[component]
pub fn ClusterSchoolsPage() -> impl IntoView {
    let cluster = routes::id("cluster", ClusterId);
    trail(&[("Clusters", "/clusters"), ("Cluster", &format!("/clusters/{cluster}"))], "Schools");
    let after = after();
    let done = use_query_map().with_untracked(|it| it.get("done")).unwrap_or_default();
    let asked = asked::<operations::ClusterSchools>(move || cluster_schools::Variables { cluster, after: after.get() });
    loaded(asked, "Schools", move |found| page(cluster, found.cluster_schools, after.get_untracked().is_some(), &done))
}

fn page(cluster: ClusterId, found: ClusterSchoolPage, later: bool, done: &str) -> AnyView {
    let at = format!("/clusters/{cluster}");
    trail(&[("Clusters", "/clusters"), (&found.cluster, &at)], "Schools");
    let records = found.records;
    let news = (records && done == "recorded")
        .then(|| view! { <NotificationBanner success=true text="The school’s answer is recorded." /> }.into_any());
    let list = if found.schools.is_empty() {
        parts::body(if later { "There are no more schools." } else { "No school is in this cluster today." })
    } else {
        let mut head = ["School", "Phase", "Group", "Pilot", "Exclusion work"].map(Cell::text).to_vec();
        if records {
            head.push(Cell::text("Change"));
        }
        let rows = found.schools.into_iter().map(|it| row(cluster, it, records)).collect();
        parts::table("Schools of the cluster by name", "Schools of the cluster", head, rows)
    };
    view! {
        {news}
        <Heading text="Schools" caption=found.cluster.clone() title=format!("Schools of {}", found.cluster) />
        {(found.total > 0)
            .then(|| parts::body(summary(found.total, found.engaged, found.invited, found.exclusion_work)))}
        {list}
        {pages(&format!("{at}/schools"), &[], later, found.next.as_ref())}
    }
    .into_any()
}

/// `20 of 21 schools take part in the pilot (95%). 1 school was asked and has not answered.`
fn summary(total: i32, engaged: i32, invited: i32, exclusion_work: i32) -> String {
    let mut text = format!("{} take part in the pilot.", shared_by(engaged, total));
    if invited > 0 {
        text += &format!(" {} asked and not answered yet.", counted(invited));
    }
    if exclusion_work > 0 {
        text += &format!(" Exclusion work covers {}.", counted(exclusion_work));
    }
    text
}

fn row(cluster: ClusterId, it: ClusterSchool, records: bool) -> Vec<Cell> {
    let (name, href) = (it.name.clone(), format!("/schools/{}", it.id));
    let since = it.since.map(|it| format!("since {}", written(it)));
    let state = it.participation;
    let pilot = move || {
        view! {
            {state_tag(state)}
            {since.clone().map(|it| view! { <span class="govuk-hint govuk-!-display-block govuk-!-margin-bottom-0">{it}</span> }.into_any())}
        }
        .into_any()
    };
    let mut cells = vec![
        Cell::text(move || link(&name, &href)),
        Cell::text(it.phase.label()),
        Cell::text(it.group.unwrap_or_else(|| "None".into())),
        Cell::text(pilot),
        Cell::text(if it.exclusion_work { "Yes" } else { "No" }),
    ];
    if records {
        let (href, name) = (format!("/clusters/{cluster}/schools/{}", it.id), it.name);
        cells.push(Cell::text(move || {
            view! {
                <a class="govuk-link" href=href.clone()>
                    "Answer"
                    <span class="govuk-visually-hidden">{format!(" of {name}")}</span>
                </a>
            }
            .into_any()
        }));
    }
    cells
}

/// A school's answer as a tag.
pub fn state_tag(state: Option<ParticipationState>) -> AnyView {
    use ParticipationState as S;
    let colour = match state {
        Some(S::Engaged) => TagColour::Green,
        Some(S::Invited) => TagColour::Yellow,
        Some(S::Withdrawn) => TagColour::Orange,
        Some(S::NotTakingPart) | None => TagColour::Grey,
    };
    view! { <Tag colour>{state.map_or("Not asked", ParticipationState::label)}</Tag> }.into_any()
}
