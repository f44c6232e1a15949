//! Authorities, districts, clusters, groups, schools, people and their dated memberships.

pub mod register;
