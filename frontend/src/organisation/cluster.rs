//! One cluster: what it is, what became of it, and the ways to its members, schools, plan and money.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use shared::{
    calendar::written,
    id::ClusterId,
    organisation::{Cluster, ClusterLink, GroupCount, places::Lead},
};
use ui::{Cell, InsetText, NotificationBanner, SummaryList, SummaryRow, Table};

use super::{counted, link, shared_by};
use crate::{
    heading::Heading,
    load::{asked, loaded},
    operations::{self, cluster},
    routes,
    shell::trail,
};

/// One cluster.
#[component]
pub fn ClusterPage() -> impl IntoView {
    let id = routes::id("cluster", ClusterId);
    trail(&[("Clusters", "/clusters")], "Cluster");
    let asked = asked::<operations::Cluster>(move || cluster::Variables { id });
    let done = use_query_map().with_untracked(|it| it.get("done")).unwrap_or_default();
    loaded(asked, "Cluster", move |found| page(found.cluster, &done))
}

/// What the reader has just done, if the address says so and they may have.
fn news(cluster: &Cluster, done: &str) -> Option<AnyView> {
    let text = match done {
        "added" => "The cluster is added. Add its schools next.",
        "changed" => "The cluster is saved.",
        "lead" => "The lead headteacher is recorded.",
        "merged" => "The other cluster is merged into this one.",
        "split" => "The schools are in this new cluster.",
        _ => return None,
    };
    cluster.changes.then(|| view! { <NotificationBanner success=true text=text /> }.into_any())
}

fn page(cluster: Cluster, done: &str) -> AnyView {
    trail(&[("Clusters", "/clusters")], cluster.name.clone());
    let at = format!("/clusters/{}", cluster.id);
    let ended = cluster.closed_on.map(|day| {
        let into = cluster.merged_into.clone();
        view! {
            <InsetText>
                {format!("This cluster closed on {}. ", written(day))}
                {into
                    .map(|it| {
                        view! { "It was merged into " {link(&it.name, &format!("/clusters/{}", it.id))} "." }
                    })}
            </InsetText>
        }
    });
    let ways = [
        (cluster.closed_on.is_none(), format!("{at}/schools"), "Schools and who takes part"),
        (cluster.sees_members, format!("{at}/members"), "Members and roles"),
        (cluster.sees_plan, format!("{at}/plan"), "Plan"),
        (cluster.sees_plan, format!("{at}/money"), "Money"),
    ];
    let ways = ways
        .into_iter()
        .filter(|it| it.0)
        .map(|(_, href, text)| view! { <li>{link(text, &href)}</li> }.into_any())
        .collect_view();
    let hidden = (!cluster.sees_plan).then(|| {
        view! {
            <p class="govuk-body govuk-hint">
                "The plan and the money are shown to people with a role in this cluster and to the authority’s lead for SEND."
            </p>
        }.into_any()
    });
    let (groups, id) = (cluster.groups.clone(), cluster.id);
    let change = (cluster.changes && cluster.closed_on.is_none()).then(|| changes(&at));
    view! {
        {news(&cluster, done)}
        <Heading text=cluster.name.clone() />
        {ended}
        <SummaryList rows=facts(cluster) />
        <ul class="govuk-list govuk-list--spaced">{ways}</ul>
        {hidden}
        {(!groups.is_empty()).then(|| working_groups(groups))}
        {super::closed::closed_schools(id)}
        {change}
    }
    .into_any()
}

/// What an administrator does to a cluster.
fn changes(at: &str) -> AnyView {
    let ways = [
        ("paste", "Add schools from a list"),
        ("groups", "Working groups and the schools in them"),
        ("lead", "Lead headteacher"),
        ("change", "Name and district"),
        ("split", "Split this cluster"),
        ("merge", "Merge this cluster into another"),
    ];
    let ways = ways.map(|(word, text)| view! { <li>{link(text, &format!("{at}/{word}"))}</li> }.into_any());
    view! {
        <h2 class="govuk-heading-m">"Change this cluster"</h2>
        <ul class="govuk-list govuk-list--spaced">{ways.into_iter().collect_view()}</ul>
    }
    .into_any()
}

/// Clusters as lines with links.
fn lines(key: &'static str, clusters: Vec<ClusterLink>) -> Option<SummaryRow> {
    (!clusters.is_empty()).then(|| {
        SummaryRow::new(key, move || {
            let lines = clusters
                .iter()
                .map(|it| view! { <li>{link(&it.name, &format!("/clusters/{}", it.id))}</li> }.into_any());
            view! { <ul class="govuk-list govuk-!-margin-bottom-0">{lines.collect_view()}</ul> }.into_any()
        })
    })
}

fn lead(lead: &Lead) -> String {
    let who = lead.school.as_ref().map_or_else(|| "Headteacher".to_owned(), |it| format!("Headteacher of {it}"));
    let until = lead.until.map(|it| format!(" until {}", written(it))).unwrap_or_default();
    format!("{who}, since {}{until}", written(lead.since))
}

fn facts(cluster: Cluster) -> Vec<SummaryRow> {
    let mut rows = vec![SummaryRow::new("Number", cluster.number.to_string())];
    rows.extend(cluster.district.map(|it| SummaryRow::new("District", it)));
    rows.push(SummaryRow::new("Since", written(cluster.opened_on)));
    rows.extend(cluster.closed_on.map(|it| SummaryRow::new("Closed on", written(it))));
    rows.extend(lines("Merged from", cluster.merged_from));
    rows.extend(lines("Split from", cluster.split_from.into_iter().collect()));
    rows.extend(lines("Split into", cluster.split_into));
    rows.extend(cluster.lead.map(|it| SummaryRow::new("Lead headteacher", lead(&it))));
    rows.push(SummaryRow::new("Schools today", counted(cluster.schools)));
    if cluster.schools > 0 {
        rows.push(SummaryRow::new("Take part in the pilot", shared_by(cluster.engaged, cluster.schools)));
    }
    rows
}

fn working_groups(groups: Vec<GroupCount>) -> AnyView {
    let rows: Vec<Vec<Cell>> =
        groups.into_iter().map(|it| vec![Cell::text(it.name), Cell::number(it.schools.to_string())]).collect();
    view! {
        <Table
            caption="Working groups"
            caption_classes="govuk-table__caption--m"
            head=vec![Cell::text("Group"), Cell::number("Schools today")]
            rows
            first_cell_is_header=true
        />
    }
    .into_any()
}
