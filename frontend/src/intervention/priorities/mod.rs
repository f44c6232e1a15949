//! What a cluster works on: the list, and adding, rewording and ending a priority.

mod add;
mod end;
mod list;
mod reword;

use leptos::prelude::*;
use shared::{
    id::{ClusterId, PriorityId},
    intervention::priority::{Priorities, WholePriority},
};

pub use add::NewPriorityPage;
pub use end::EndPriorityPage;
pub use list::PrioritiesPage;
pub use reword::RewordPriorityPage;

use crate::{
    failure::NotFoundPage,
    heading::Heading,
    load::{Asked, asked, loaded},
    operations::{self, priorities},
    parts,
    routes::id,
    shell::back,
};

type Found = Asked<priorities::priorities::ResponseData>;

/// The address of the list.
fn address(cluster: ClusterId) -> String {
    format!("/clusters/{cluster}/priorities")
}

/// A page that changes the priorities of a cluster: for those who set them, others are told who does.
fn changes(title: &'static str, page: impl Fn(ClusterId, Priorities, Found) -> AnyView + Send + 'static) -> AnyView {
    let cluster = id("cluster", ClusterId);
    back(address(cluster));
    let found = asked::<operations::Priorities>(move || priorities::Variables { cluster });
    loaded(
        found,
        title,
        move |it| {
            if it.priorities.sets { page(cluster, it.priorities, found) } else { closed(cluster) }
        },
    )
}

/// A page that changes one priority that has not ended.
fn changes_one(
    title: &'static str,
    page: impl Fn(ClusterId, &WholePriority, Found) -> AnyView + Send + 'static,
) -> AnyView {
    let which = id("priority", PriorityId);
    changes(title, move |cluster, all, found| match all.priorities.into_iter().find(|it| it.id == which) {
        None => view! { <NotFoundPage /> }.into_any(),
        Some(it) if it.ended_on.is_some() => ended(cluster),
        Some(it) => page(cluster, &it, found),
    })
}

fn closed(cluster: ClusterId) -> AnyView {
    view! {
        <Heading text="You cannot change the priorities" />
        {parts::body(
            "The members of the Cluster Board agree what the cluster works on, and record it here. If you sit on this Board, ask the person who looks after people and roles at your authority.",
        )}
        {parts::button("See the priorities", address(cluster))}
    }
    .into_any()
}

fn ended(cluster: ClusterId) -> AnyView {
    view! {
        <Heading text="This priority has ended" />
        {parts::body("It stays as it ended. If the cluster works on it again, add it as a new priority.")}
        {parts::button("See the priorities", address(cluster))}
    }
    .into_any()
}
