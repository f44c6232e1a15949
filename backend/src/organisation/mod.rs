//! Authorities, districts, clusters, groups, schools, people and their dated memberships.

mod change;
mod closed;
mod cluster;
mod entity;
mod found;
pub mod import;
mod me;
mod member;
mod record;
pub mod register;
mod school;
pub mod upload;

use async_graphql::MergedObject;

pub use found::{
    DemonstrationPerson, Founding, authority_by_code, code_of, declare_demonstration, demonstration_people, found,
    has_demonstration,
};
pub use import::csv as import_csv;
pub use school::csv as schools_csv;

/// The questions of the area.
#[derive(MergedObject, Default)]
pub struct OrganisationQuery(
    me::MeQuery,
    cluster::ClusterQuery,
    member::MemberQuery,
    school::SchoolQuery,
    closed::ClosedQuery,
    import::ImportQuery,
);

/// The changes of the area.
#[derive(MergedObject, Default)]
pub struct OrganisationMutation(change::ChangeMutation, member::MemberMutation, import::ImportMutation);
