//! What an administrator does to clusters, groups and districts, and what the forms offer for it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{ClusterLink, LONGEST_NAME, Phase};
use crate::{
    failure::{Change, Problem, Problems},
    id::{ClusterId, DistrictId, GroupId, MembershipId, PersonId, PlacingId, SchoolId},
    text::{in_order, required},
};

/// How many schools are placed at once, and how many names a list has at most.
pub const LONGEST_LIST: usize = 200;

/// The lead headteacher of a cluster: by post, never by name (1H item 13).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct Lead {
    /// The school they lead, if they lead one today.
    pub school: Option<String>,
    /// Since when.
    pub since: NaiveDate,
    /// The last day, if it is known.
    pub until: Option<NaiveDate>,
}

/// A district.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct District {
    /// Which.
    pub id: DistrictId,
    /// The version that was read.
    pub version: i32,
    /// What people call it.
    pub name: String,
    /// Open clusters in it today.
    pub clusters: i32,
}

/// A working group, as a form offers it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct GroupChoice {
    /// Which.
    pub id: GroupId,
    /// The version that was read.
    pub version: i32,
    /// What people call it.
    pub name: String,
}

/// A school of a cluster, as a form offers it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct PlacedSchool {
    /// Which.
    pub id: SchoolId,
    /// Its name in the register.
    pub name: String,
    /// Its phase.
    pub phase: Phase,
    /// The working group it is in today.
    pub group: Option<GroupId>,
}

/// A head of a school of the cluster, who could lead it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct HeadChoice {
    /// Who.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// Their school.
    pub school: String,
}

/// Everything the forms that change a cluster offer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct ClusterSetup {
    /// Which.
    pub id: ClusterId,
    /// The version that was read.
    pub version: i32,
    /// What people call it.
    pub name: String,
    /// Its district.
    pub district: Option<DistrictId>,
    /// Since when.
    pub opened_on: NaiveDate,
    /// The last day, if it ended.
    pub closed_on: Option<NaiveDate>,
    /// Roles held at it today.
    pub seats: i32,
    /// Its working groups.
    pub groups: Vec<GroupChoice>,
    /// Its schools today, by name; the first 999.
    pub schools: Vec<PlacedSchool>,
    /// Heads of its schools today.
    pub heads: Vec<HeadChoice>,
    /// The other open clusters, by number; the first 999.
    pub others: Vec<ClusterLink>,
}

/// A cluster with another name or district.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::InputObject))]
pub struct ChangedCluster {
    /// Which.
    pub id: ClusterId,
    /// The version that was read.
    pub version: i32,
    /// What people call it.
    pub name: String,
    /// Its district.
    pub district: Option<DistrictId>,
}

/// A district with another name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::InputObject))]
pub struct ChangedDistrict {
    /// Which.
    pub id: DistrictId,
    /// The version that was read.
    pub version: i32,
    /// What people call it.
    pub name: String,
}

/// A working group with another name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::InputObject))]
pub struct ChangedGroup {
    /// Which.
    pub id: GroupId,
    /// The version that was read.
    pub version: i32,
    /// What people call it.
    pub name: String,
}

/// Schools that come into a cluster, or into other groups of it, from a day on: all of them or none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::InputObject))]
pub struct Placing {
    /// Chosen by the browser.
    pub id: PlacingId,
    /// Which cluster.
    pub cluster: ClusterId,
    /// From which day.
    pub since: NaiveDate,
    /// The schools, each once.
    pub schools: Vec<PlacingSchool>,
}

/// One school that is placed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::InputObject))]
pub struct PlacingSchool {
    /// Which.
    pub school: SchoolId,
    /// The working group of the cluster.
    pub group: Option<GroupId>,
    /// The other cluster it is taken out of, where somebody decided that.
    pub from: Option<ClusterId>,
    /// Whether it takes part in the pilot from the day on. What is recorded already stays.
    pub engaged: bool,
}

/// A new cluster made of schools of another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::InputObject))]
pub struct Split {
    /// The new cluster's id, chosen by the browser.
    pub id: ClusterId,
    /// The cluster that is split.
    pub from: ClusterId,
    /// The number people know the new one by, from 1 to 999.
    pub number: i32,
    /// What people call the new one.
    pub name: String,
    /// From which day.
    pub on: NaiveDate,
    /// The schools that go into the new one.
    pub schools: Vec<SchoolId>,
}

/// A lead headteacher to appoint; whoever leads before ends the day before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::InputObject))]
pub struct NewLead {
    /// Chosen by the browser.
    pub id: MembershipId,
    /// Which cluster.
    pub cluster: ClusterId,
    /// Who: the head of one of its schools.
    pub person: PersonId,
    /// From which day.
    pub since: NaiveDate,
}

fn named(name: &str) -> Result<String, Vec<Problem>> {
    required("name", "a name", name, LONGEST_NAME)
}

impl ChangedCluster {
    /// The input with its text tidied, or what is wrong with it.
    pub fn check(self) -> Result<Self, Vec<Problem>> {
        Ok(Self { name: named(&self.name)?, ..self })
    }
}

impl ChangedDistrict {
    /// The input with its text tidied, or what is wrong with it.
    pub fn check(self) -> Result<Self, Vec<Problem>> {
        Ok(Self { name: named(&self.name)?, ..self })
    }
}

impl ChangedGroup {
    /// The input with its text tidied, or what is wrong with it.
    pub fn check(self) -> Result<Self, Vec<Problem>> {
        Ok(Self { name: named(&self.name)?, ..self })
    }
}

impl Placing {
    /// The input, or what is wrong with it.
    pub fn check(self) -> Result<Self, Vec<Problem>> {
        chosen(self.schools.iter().map(|it| it.school))?;
        Ok(self)
    }
}

impl Split {
    /// The input with its text tidied, or what is wrong with it.
    pub fn check(self) -> Result<Self, Vec<Problem>> {
        let mut problems = Problems::default();
        problems.when(!(1..=999).contains(&self.number), "number", "Enter a number from 1 to 999");
        let name = problems.take(named(&self.name)).unwrap_or_default();
        problems.take(chosen(self.schools.iter().copied()));
        problems.finish()?;
        Ok(Self { name, ..self })
    }
}

/// Some schools, and each once.
fn chosen(schools: impl Iterator<Item = SchoolId>) -> Result<(), Vec<Problem>> {
    let schools: Vec<SchoolId> = schools.collect();
    let mut problems = Problems::default();
    problems.when(schools.is_empty(), "schools", "Choose at least one school");
    problems.when(schools.len() > LONGEST_LIST, "schools", format!("Choose at most {LONGEST_LIST} schools at once"));
    let many = schools.len();
    problems.when(in_order(schools).len() < many, "schools", "A school is in the list twice");
    problems.finish()
}

/// What differs between a name that somebody wants to save and the one that is saved now.
pub fn name_changes(yours: &str, theirs: &str) -> Vec<Change> {
    let change = || Change { field: "Name".into(), yours: yours.into(), theirs: theirs.into() };
    (yours != theirs).then(change).into_iter().collect()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_list_has_each_school_once() {
        let school = |it: u128| SchoolId(Uuid::from_u128(it));
        assert!(chosen([school(1), school(2)].into_iter()).is_ok());
        assert_eq!(chosen(std::iter::empty()).unwrap_err()[0].message, "Choose at least one school");
        assert_eq!(chosen([school(1), school(1)].into_iter()).unwrap_err()[0].message, "A school is in the list twice");
        assert!(chosen((0..201).map(school)).is_err());
    }
}
