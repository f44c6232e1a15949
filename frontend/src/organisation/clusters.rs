//! The clusters of the authority, closed ones too.

use leptos::prelude::*;
use shared::{
    calendar::written,
    organisation::{ClusterPage, ClusterRow},
};
use ui::Cell;

use crate::{
    heading::Heading,
    load::{asked, loaded},
    operations::{self, clusters},
    paging::{after, pages},
    parts,
    shell::trail,
    viewer::viewer,
};

/// The list of clusters.
#[component]
pub fn ClustersPage() -> impl IntoView {
    trail(&[], "Clusters");
    let after = after();
    let asked = asked::<operations::Clusters>(move || clusters::Variables { after: after.get() });
    loaded(asked, "Clusters", move |found| page(found.clusters, after.get_untracked().is_some()))
}

fn page(found: ClusterPage, later: bool) -> AnyView {
    let list = if found.clusters.is_empty() {
        let text = if later {
            "There are no more clusters."
        } else {
            "There are no clusters yet. The person who sets up your authority adds them."
        };
        view! { <p class="govuk-body">{text}</p> }.into_any()
    } else {
        let rows: Vec<Vec<Cell>> = found.clusters.into_iter().map(row).collect();
        parts::table(
            "Clusters by number",
            "Clusters by number",
            vec![Cell::text("Cluster"), Cell::number("Number"), Cell::number("Schools"), Cell::text("Plan and money")],
            rows,
        )
    };
    view! {
        <Heading text="Clusters" />
        {list}
        {super::changes_organisation()
            .then(|| {
                view! {
                    <div class="govuk-button-group">
                        {parts::button("Add a cluster", "/clusters/new".into())} {parts::link("Districts", "/districts")}
                    </div>
                }
                .into_any()
            })}
        {pages("/clusters", &[], later, found.next.as_ref())}
    }
    .into_any()
}

fn row(it: ClusterRow) -> Vec<Cell> {
    let at = format!("/clusters/{}", it.id);
    let person = untrack(|| viewer().person());
    let sees_plan = person.is_some_and(|person| person.clusters.iter().any(|seen| seen.id == it.id));
    let history = it.closed_on.map(|day| match &it.merged_into {
        Some(other) => format!("Closed on {}, merged into {other}", written(day)),
        None => format!("Closed on {}", written(day)),
    });
    let (name, href, hidden) = (it.name.clone(), at.clone(), it.name);
    let cell = move || {
        view! {
            <a class="govuk-link" href=href.clone()>
                {name.clone()}
            </a>
            {history.clone().map(|it| view! { <span class="govuk-hint govuk-!-display-block govuk-!-margin-bottom-0">{it}</span> }.into_any())}
        }.into_any()
    };
    let plan = move || {
        let (at, of) = (at.clone(), format!(" of {hidden}"));
        sees_plan.then(|| {
            view! {
                <a class="govuk-link" href=format!("{at}/plan")>
                    "Plan"
                    <span class="govuk-visually-hidden">{of.clone()}</span>
                </a>
                ", "
                <a class="govuk-link" href=format!("{at}/money")>
                    "money"
                    <span class="govuk-visually-hidden">{of}</span>
                </a>
            }
            .into_any()
        })
    };
    vec![Cell::text(cell), Cell::number(it.number.to_string()), Cell::number(it.schools.to_string()), Cell::text(plan)]
}
