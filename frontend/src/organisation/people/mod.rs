//! People and what they hold: inviting them, handing over and ending roles, and who can see what, and why.

mod abilities;
mod access;
mod add;
mod check;
mod dates;
mod draft;
mod end;
mod invitation;
mod list;
mod person;
mod place;
mod who;

pub use abilities::own_abilities;
pub use access::AccessPage;
pub use add::{AddMemberPage, AddRolePage, HandoverPage};
pub use dates::DatesPage;
pub use end::EndPage;
pub use invitation::InvitationPage;
pub use list::PeoplePage;
pub use person::{PersonPage, changes};
pub use place::{DistrictMembersPage, SchoolMembersPage};

use shared::{
    calendar::written,
    organisation::people::{RoleAt, Seat},
};

/// `Board member, Cluster 3`.
pub fn words(it: &RoleAt) -> String {
    format!("{}, {}", it.role.label(), it.place)
}

/// Several of them in a line.
pub fn all_words(roles: &[RoleAt]) -> String {
    roles.iter().map(words).collect::<Vec<_>>().join("; ")
}

/// A last day, or that there is none.
pub fn last(until: Option<chrono::NaiveDate>) -> String {
    until.map_or_else(|| "No end date".to_owned(), written)
}

/// The page on which a membership stands in a list.
fn list_of(seat: &Seat) -> String {
    match &seat.within {
        Some(cluster) => format!("/clusters/{}/members", cluster.id),
        None => format!("/people/{}", seat.person),
    }
}
