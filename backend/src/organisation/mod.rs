//! Authorities, districts, clusters, groups, schools, people and their dated memberships.

mod change;
mod cluster;
mod entity;
mod found;
pub mod import;
mod lead;
mod me;
mod member;
mod names;
mod participation;
mod place;
pub mod register;
mod rename;
mod school;
mod setup;
mod split;
mod whereabouts;

use async_graphql::MergedObject;

pub use found::{
    DemonstrationPerson, Founding, authority_by_code, declare_demonstration, demonstration_people, found,
    has_demonstration,
};
pub use school::csv as schools_csv;

/// The questions of the area.
#[derive(MergedObject, Default)]
pub struct OrganisationQuery(
    me::MeQuery,
    cluster::ClusterQuery,
    member::MemberQuery,
    school::SchoolQuery,
    ClustersQuery,
);

/// Of them, those about clusters and matching.
#[derive(MergedObject, Default)]
pub struct ClustersQuery(setup::SetupQuery, participation::ParticipationQuery, names::NameQuery);

/// The changes of the area.
#[derive(MergedObject, Default)]
pub struct OrganisationMutation(change::ChangeMutation, member::MemberMutation, ClustersMutation);

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
