//! Clusters, their members and schools, and the reader's own account.

mod account;
mod closed;
mod cluster;
mod clusters;
mod import;
mod members;
mod people;
mod record;
mod school;
mod schools;

pub use account::AccountPage;
pub use cluster::ClusterPage;
pub use clusters::ClustersPage;
pub use import::ImportPage;
pub use members::MembersPage;
pub use people::{
    AccessPage, AddMemberPage, AddRolePage, DatesPage, DistrictMembersPage, EndPage, HandoverPage, InvitationPage,
    PeoplePage, PersonPage, SchoolMembersPage,
};
pub use school::SchoolPage;
pub use schools::SchoolsPage;
use ui::Cell;

use leptos::prelude::*;

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
