//! Clusters, their members and schools, and the reader's own account.

mod account;
mod closed;
mod cluster;
mod clusters;
mod import;
mod manage;
mod members;
mod participation;
mod paste;
mod people;
mod record;
mod school;
mod schools;
mod taking_part;

pub use account::AccountPage;
pub use cluster::ClusterPage;
pub use clusters::ClustersPage;
pub use import::ImportPage;
pub use manage::{
    ChangeClusterPage, DistrictPage, DistrictsPage, GroupPage, GroupsPage, LeadPage, MergePage, MovePage,
    NewClusterPage, SplitPage,
};
pub use members::MembersPage;
pub use participation::ParticipationPage;
pub use paste::PastePage;
pub use people::{
    AccessPage, AddMemberPage, AddRolePage, DatesPage, DistrictMembersPage, EndPage, HandoverPage, InvitationPage,
    PeoplePage, PersonPage, SchoolMembersPage,
};
pub use school::SchoolPage;
pub use schools::SchoolsPage;
pub use taking_part::ClusterSchoolsPage;

use leptos::{prelude::*, task::spawn_local};
use shared::{
    access::{Action, Reach, reach},
    organisation::participation::share,
    page::Cursor,
};
use ui::{Cell, SelectItem};

use crate::{
    api::send,
    operations::{self, clusters as asked},
    viewer::viewer,
};

/// A cell with a link.
fn linked(text: impl Into<String>, href: impl Into<String>) -> Cell {
    let (text, href) = (text.into(), href.into());
    Cell::text(move || link(&text, &href))
}

/// A link.
fn link(text: &str, href: &str) -> AnyView {
    view! {
        <a class="govuk-link" href=href.to_owned()>
            {text.to_owned()}
        </a>
    }
    .into_any()
}

/// `1 school`, `7 schools`.
fn counted(schools: i32) -> String {
    if schools == 1 { "1 school".into() } else { format!("{schools} schools") }
}

/// `20 of 21 schools (95%)`.
fn shared_by(engaged: i32, schools: i32) -> String {
    let share = share(engaged, schools).map(|it| format!(" ({it}%)")).unwrap_or_default();
    format!("{engaged} of {}{share}", counted(schools))
}

/// Whether a role of the reader changes clusters and schools. The server decides; this is for what is offered.
fn changes_organisation() -> bool {
    let roles = untrack(|| viewer().person()).map(|it| it.roles).unwrap_or_default();
    roles.iter().any(|it| reach(it.role, Action::ChangeOrganisation) != Reach::Nowhere)
}

/// Fills a list with the open clusters, page by page. Without it a form works all the same.
fn offer_clusters(offered: RwSignal<Vec<SelectItem>>) {
    /// More pages than an authority has; a guard, not a rule.
    const PAGES: usize = 20;
    spawn_local(async move {
        let (mut items, mut after): (Vec<SelectItem>, Option<Cursor>) = (Vec::new(), None);
        for _ in 0..PAGES {
            let Ok(found) = send::<operations::Clusters>(asked::Variables { after }).await else { break };
            let open = found.clusters.clusters.into_iter().filter(|it| it.closed_on.is_none());
            items.extend(open.map(|it| SelectItem::new(it.id.to_string(), it.name)));
            after = found.clusters.next;
            if after.is_none() {
                break;
            }
        }
        offered.try_set(items);
    });
}
