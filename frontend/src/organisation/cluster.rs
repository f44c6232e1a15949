//! One cluster: what it is, what became of it, and the ways to its members, schools, plan and money.

use leptos::prelude::*;
use shared::{
    calendar::written,
    id::ClusterId,
    organisation::{Cluster, ClusterLink, GroupCount},
};
use ui::{Cell, InsetText, SummaryList, SummaryRow, Table};

use super::{counted, link};
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
    loaded(asked, "Cluster", |found| page(found.cluster))
}

fn page(cluster: Cluster) -> AnyView {
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
        (cluster.closed_on.is_none(), format!("/schools?cluster={}", cluster.id), "Schools in this cluster"),
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
    view! {
        <Heading text=cluster.name.clone() />
        {ended}
        <SummaryList rows=facts(cluster) />
        <ul class="govuk-list govuk-list--spaced">{ways}</ul>
        {hidden}
        {(!groups.is_empty()).then(|| working_groups(groups))}
        {super::closed::closed_schools(id)}
    }
    .into_any()
}

fn facts(cluster: Cluster) -> Vec<SummaryRow> {
    let mut rows = vec![SummaryRow::new("Number", cluster.number.to_string())];
    rows.extend(cluster.district.map(|it| SummaryRow::new("District", it)));
    rows.push(SummaryRow::new("Since", written(cluster.opened_on)));
    rows.extend(cluster.closed_on.map(|it| SummaryRow::new("Closed on", written(it))));
    if !cluster.merged_from.is_empty() {
        let from: Vec<ClusterLink> = cluster.merged_from;
        rows.push(SummaryRow::new("Merged from", move || {
            let lines =
                from.iter().map(|it| view! { <li>{link(&it.name, &format!("/clusters/{}", it.id))}</li> }.into_any());
            view! { <ul class="govuk-list govuk-!-margin-bottom-0">{lines.collect_view()}</ul> }.into_any()
        }));
    }
    rows.push(SummaryRow::new("Schools today", counted(cluster.schools)));
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
