//! Who sits where in a cluster today.

use leptos::prelude::*;
use shared::{
    access::Role,
    calendar::written,
    id::ClusterId,
    organisation::{Member, MemberPage},
};
use ui::{Cell, InsetText};

use crate::{
    heading::Heading,
    load::{asked, loaded},
    operations::{self, cluster_members},
    paging::{after, pages},
    parts, routes,
    shell::trail,
};

/// The members of a cluster.
#[component]
pub fn MembersPage() -> impl IntoView {
    let cluster = routes::id("cluster", ClusterId);
    trail(&[("Clusters", "/clusters"), ("Cluster", &format!("/clusters/{cluster}"))], "Members and roles");
    let after = after();
    let asked = asked::<operations::ClusterMembers>(move || cluster_members::Variables { cluster, after: after.get() });
    loaded(asked, "Members and roles", move |found| {
        page(cluster, found.cluster_members, after.get_untracked().is_some())
    })
}

fn page(cluster: ClusterId, found: MemberPage, later: bool) -> AnyView {
    let list = if found.members.is_empty() {
        let text = if later {
            "There are no more members."
        } else {
            "No members yet. The person who looks after people and roles at your authority adds them."
        };
        view! { <p class="govuk-body">{text}</p> }.into_any()
    } else {
        table(found.members)
    };
    view! {
        <Heading text="Members and roles" />
        {(!found.vacancies.is_empty()).then(|| vacancies(&found.vacancies))}
        {list}
        {pages(&format!("/clusters/{cluster}/members"), &[], later, found.next.as_ref())}
    }
    .into_any()
}

fn vacancies(roles: &[Role]) -> AnyView {
    let names: Vec<&str> = roles.iter().map(|it| it.label()).collect();
    view! {
        <InsetText>
            <strong>"Vacant: "</strong>
            {names.join(", ")}
            ". Nobody holds this today. Ask the person who looks after people and roles at your authority to add somebody."
        </InsetText>
    }
    .into_any()
}

fn table(members: Vec<Member>) -> AnyView {
    let rows: Vec<Vec<Cell>> = members
        .into_iter()
        .map(|it| {
            vec![
                Cell::text(it.person),
                Cell::text(it.role.label()),
                Cell::text(it.place),
                Cell::text(written(it.since)),
                Cell::text(it.until.map_or_else(|| "No end date".to_owned(), written)),
            ]
        })
        .collect();
    parts::table(
        "Members of the cluster first, then of its schools",
        "Members and roles",
        ["Name", "Role", "Place", "Since", "Until"].map(Cell::text).to_vec(),
        rows,
    )
}
