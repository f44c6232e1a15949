//! Authorities, districts, clusters, groups, schools, people and their dated memberships.

mod change;
mod cluster;
mod entity;
mod found;
pub mod import;
mod me;
mod member;
pub mod register;
mod school;

use async_graphql::MergedObject;

pub use found::{
    DemonstrationPerson, Founding, authority_by_code, declare_demonstration, demonstration_people, found,
    has_demonstration,
};
pub use school::csv as schools_csv;

/// The questions of the area.
#[derive(MergedObject, Default)]
pub struct OrganisationQuery(me::MeQuery, cluster::ClusterQuery, member::MemberQuery, school::SchoolQuery);

/// The changes of the area.
#[derive(MergedObject, Default)]
pub struct OrganisationMutation(change::ChangeMutation, member::MemberMutation);
