//! Authorities, districts, clusters, groups, schools, people and their dated memberships.

mod appoint;
mod change;
mod closed;
mod cluster;
mod entity;
mod found;
pub mod import;
mod lead;
mod leave;
mod me;
mod member;
mod names;
mod participation;
mod person;
mod place;
mod place_members;
mod record;
pub mod register;
mod rename;
mod replace;
mod rights;
mod school;
mod seat;
mod seating;
mod setup;
mod split;
pub mod upload;
mod whereabouts;

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
    ClustersQuery,
    MembersQuery,
    closed::ClosedQuery,
    import::ImportQuery,
);

/// Of them, those about people and what they may do.
#[derive(MergedObject, Default)]
pub struct MembersQuery(
    seat::SeatQuery,
    seating::SeatingQuery,
    place_members::PlaceQuery,
    person::PersonQuery,
    rights::RightsQuery,
);

/// Of them, those about clusters and matching.
#[derive(MergedObject, Default)]
pub struct ClustersQuery(setup::SetupQuery, participation::ParticipationQuery, names::NameQuery);

/// The changes of the area.
#[derive(MergedObject, Default)]
pub struct OrganisationMutation(change::ChangeMutation, MembersMutation, import::ImportMutation, ClustersMutation);

/// Of them, those of people and their roles.
#[derive(MergedObject, Default)]
pub struct MembersMutation(
    appoint::AppointMutation,
    leave::LeaveMutation,
    replace::ReplaceMutation,
    person::PersonMutation,
);

/// Of them, those of clusters and matching.
#[derive(MergedObject, Default)]
pub struct ClustersMutation(
    place::PlaceMutation,
    split::SplitMutation,
    rename::RenameMutation,
    lead::LeadMutation,
    participation::ParticipationMutation,
    names::NameMutation,
);
