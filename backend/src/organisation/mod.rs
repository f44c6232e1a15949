//! Authorities, districts, clusters, groups, schools, people and their dated memberships.

mod appoint;
mod change;
mod closed;
mod cluster;
mod entity;
mod found;
pub mod import;
mod leave;
mod me;
mod member;
mod person;
mod place;
mod record;
pub mod register;
mod replace;
mod rights;
mod school;
mod seat;
mod seating;
pub mod upload;

use async_graphql::MergedObject;

pub use found::{
    DemonstrationPerson, Founding, authority_by_code, code_of, declare_demonstration, demonstration_people, found,
    has_demonstration,
};
pub use import::csv as import_csv;
pub use rights::csv as access_csv;
pub use school::csv as schools_csv;

/// The questions of the area.
#[derive(MergedObject, Default)]
pub struct OrganisationQuery(
    me::MeQuery,
    cluster::ClusterQuery,
    member::MemberQuery,
    school::SchoolQuery,
    seat::SeatQuery,
    seating::SeatingQuery,
    place::PlaceQuery,
    person::PersonQuery,
    rights::RightsQuery,
    closed::ClosedQuery,
    import::ImportQuery,
);

/// The changes of the area.
#[derive(MergedObject, Default)]
pub struct OrganisationMutation(
    change::ChangeMutation,
    appoint::AppointMutation,
    leave::LeaveMutation,
    replace::ReplaceMutation,
    person::PersonMutation,
    import::ImportMutation,
);
