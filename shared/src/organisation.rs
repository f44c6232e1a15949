//! Authorities, districts, clusters, groups, schools, people and their dated memberships (O1, O2).

pub mod import;
pub mod links;
pub mod matching;
pub mod names;
pub mod participation;
pub mod people;
pub mod places;
pub mod record;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use self::{
    people::RoleAt,
    record::{SchoolFigures, SchoolLink},
};
use crate::{
    access::{PlaceKind, Role},
    failure::{Problem, Problems},
    fold::push_plain,
    id::{ClusterId, DistrictId, GroupId, MembershipId, PersonId, SchoolId},
    page::Cursor,
    text::{optional, required},
};

choice! {
    /// The phase of a school (F-24), derived from the register.
    pub enum Phase {
        /// Under compulsory school age.
        Nursery => "Nursery",
        /// Infant, junior and primary schools.
        Primary => "Primary",
        /// Middle schools deemed primary.
        MiddlePrimary => "Middle (primary)",
        /// Middle schools deemed secondary.
        MiddleSecondary => "Middle (secondary)",
        /// Secondary schools.
        Secondary => "Secondary",
        /// From primary to secondary under one roof.
        AllThrough => "All-through",
        /// After 16.
        SixteenPlus => "16 and over",
        /// Special schools.
        Special => "Special school",
        /// Pupil referral units and other alternative provision.
        Alternative => "Pupil referral unit or alternative provision",
        /// The register does not say.
        Unknown => "Not known",
    }
}

choice! {
    /// Whether a school is open.
    pub enum SchoolStatus {
        /// Open.
        Open => "Open",
        /// Open, with a day on which it closes.
        Closing => "Open, due to close",
        /// Closed. It stays in the register, with what hangs on it.
        Closed => "Closed",
        /// Not open yet.
        Proposed => "Proposed",
    }
}

/// Who is looking, and on what day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct Me {
    /// Today in England.
    pub day: NaiveDate,
    /// Whether everything here is a demonstration.
    pub demonstration: bool,
    /// Who signed in, if anybody did.
    pub person: Option<SignedIn>,
}

/// The person who signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct SignedIn {
    /// Who.
    pub id: PersonId,
    /// Their name, or their post in the demonstration.
    pub name: String,
    /// The authority they belong to.
    pub authority: String,
    /// What they hold today.
    pub roles: Vec<MyRole>,
    /// The clusters whose plan and money they see, in order of their numbers.
    pub clusters: Vec<ClusterLink>,
    /// Whether they change the settings of the authority.
    pub changes_settings: bool,
    /// Whether they see who can see and do what in the authority.
    pub sees_access: bool,
}

/// One membership of the person who signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct MyRole {
    /// What they are.
    pub role: Role,
    /// The name of the place.
    pub place: String,
    /// Since when.
    pub since: NaiveDate,
    /// The last day, if it is known.
    pub until: Option<NaiveDate>,
}

/// A cluster, by what people call it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct ClusterLink {
    /// Which.
    pub id: ClusterId,
    /// What people call it.
    pub name: String,
}

/// A cluster in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct ClusterRow {
    /// Which.
    pub id: ClusterId,
    /// The number people know it by. Numbers can have gaps.
    pub number: i32,
    /// What people call it.
    pub name: String,
    /// Schools in it today.
    pub schools: i32,
    /// The day it ended, if it did.
    pub closed_on: Option<NaiveDate>,
    /// The cluster it was merged into.
    pub merged_into: Option<String>,
}

/// Clusters, a page at a time, by number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct ClusterPage {
    /// The rows.
    pub clusters: Vec<ClusterRow>,
    /// Where the list goes on.
    pub next: Option<Cursor>,
}

/// One cluster and its history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct Cluster {
    /// Which.
    pub id: ClusterId,
    /// The number people know it by.
    pub number: i32,
    /// What people call it.
    pub name: String,
    /// Its district, where the authority has districts.
    pub district: Option<String>,
    /// Since when.
    pub opened_on: NaiveDate,
    /// The last day, if it ended.
    pub closed_on: Option<NaiveDate>,
    /// The cluster it was merged into.
    pub merged_into: Option<ClusterLink>,
    /// The clusters that were merged into it.
    pub merged_from: Vec<ClusterLink>,
    /// The cluster whose schools it was made of.
    pub split_from: Option<ClusterLink>,
    /// The clusters that were made of its schools.
    pub split_into: Vec<ClusterLink>,
    /// Its lead headteacher today.
    pub lead: Option<places::Lead>,
    /// Its working groups and the schools in them today.
    pub groups: Vec<GroupCount>,
    /// Schools in it today.
    pub schools: i32,
    /// Of them, those that take part in the pilot.
    pub engaged: i32,
    /// Whether the caller sees its plan and money.
    pub sees_plan: bool,
    /// Whether the caller sees who sits where.
    pub sees_members: bool,
    /// Whether the caller changes it.
    pub changes: bool,
}

/// A working group of a cluster.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct GroupCount {
    /// What people call it.
    pub name: String,
    /// Schools in it today.
    pub schools: i32,
}

/// A seat in a cluster: somebody's dated role at it or at one of its schools.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct Member {
    /// Which membership.
    pub id: MembershipId,
    /// Who.
    pub person: String,
    /// Who, by id.
    pub person_id: PersonId,
    /// What they are.
    pub role: Role,
    /// The name of the place.
    pub place: String,
    /// Since when.
    pub since: NaiveDate,
    /// The last day, if it is known.
    pub until: Option<NaiveDate>,
    /// Why it ended, if somebody said so. For those alone who change members here.
    pub reason: Option<String>,
    /// What else they hold today. For those alone who change members here.
    pub also: Vec<RoleAt>,
    /// The address they are invited under, as long as they have not come. For those alone who change members here.
    pub email: Option<String>,
}

/// Members, a page at a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct MemberPage {
    /// The rows: the cluster's own seats first, then those of its schools.
    pub members: Vec<Member>,
    /// Roles of the Board that nobody holds today.
    pub vacancies: Vec<Role>,
    /// Where the list goes on.
    pub next: Option<Cursor>,
    /// What people call the cluster.
    pub cluster: String,
    /// Whether the cluster is open today.
    pub open: bool,
    /// Whether the caller invites people and gives, ends and hands over roles here.
    pub changes: bool,
}

/// What to look for among schools.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::InputObject))]
pub struct SchoolFilter {
    /// Words of the name, or a URN.
    pub text: Option<String>,
    /// Only schools that are in this cluster today.
    pub cluster: Option<ClusterId>,
    /// Only schools of this phase.
    pub phase: Option<Phase>,
    /// Closed schools too.
    pub closed: bool,
}

/// A school in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct SchoolRow {
    /// Which.
    pub id: SchoolId,
    /// The number of the establishment in the register (F-29).
    pub urn: i32,
    /// Its name in the register.
    pub name: String,
    /// Its phase.
    pub phase: Phase,
    /// Whether it is open.
    pub status: SchoolStatus,
    /// The town.
    pub town: Option<String>,
    /// The cluster it is in today.
    pub cluster: Option<String>,
    /// Whether it was made up for the demonstration.
    pub invented: bool,
}

/// Schools, a page at a time, by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct SchoolPage {
    /// The rows.
    pub schools: Vec<SchoolRow>,
    /// How many there are in all.
    pub total: i32,
    /// Where the list goes on.
    pub next: Option<Cursor>,
}

/// One school. No field of it can name the head: the register's heads are never stored (H-13).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct School {
    /// Which.
    pub id: SchoolId,
    /// The number of the establishment in the register (F-29).
    pub urn: i32,
    /// Authority and establishment number, as `803/2167`; not unique over time (F-30).
    pub laestab: Option<String>,
    /// Its name in the register.
    pub name: String,
    /// Its phase.
    pub phase: Phase,
    /// The type of establishment, in the register's words.
    pub kind: String,
    /// Whether it is open.
    pub status: SchoolStatus,
    /// When it opened, if the register says.
    pub opened_on: Option<NaiveDate>,
    /// When it closed.
    pub closed_on: Option<NaiveDate>,
    /// The youngest age it takes, in years.
    pub low_age: Option<i32>,
    /// The oldest age it takes, in years.
    pub high_age: Option<i32>,
    /// Street, locality and town.
    pub address: Vec<String>,
    /// The postcode.
    pub postcode: Option<String>,
    /// Its religious character, if it has one.
    pub religious_character: Option<String>,
    /// Its trust, if it has one.
    pub trust: Option<String>,
    /// The clusters it was in, latest first.
    pub clusters: Vec<Belonging>,
    /// What else people call it.
    pub aliases: Vec<names::Alias>,
    /// Whether the caller changes where it belongs and what else it is called.
    pub changes: bool,
    /// Whether it was made up for the demonstration.
    pub invented: bool,
    /// Whether the caller sees who holds a role at it.
    pub sees_members: bool,
    /// UK provider reference number, if the register says.
    pub ukprn: Option<i32>,
    /// The schools that came after it.
    pub replaced_by: Vec<SchoolLink>,
    /// The schools that it came after.
    pub replaces: Vec<SchoolLink>,
    /// How many there are in it, the latest day first.
    pub figures: Vec<SchoolFigures>,
    /// Counts below this are hidden: for the key.
    pub fewest: i32,
}

/// A stretch of time in which a school belonged to a cluster (O1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct Belonging {
    /// Which cluster.
    pub cluster: ClusterLink,
    /// The working group in it.
    pub group: Option<String>,
    /// Since when.
    pub since: NaiveDate,
    /// The last day, if it ended.
    pub until: Option<NaiveDate>,
}

/// A district to add.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::InputObject))]
pub struct NewDistrict {
    /// Chosen by the browser.
    pub id: DistrictId,
    /// What people call it.
    pub name: String,
}

/// A cluster to add.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::InputObject))]
pub struct NewCluster {
    /// Chosen by the browser.
    pub id: ClusterId,
    /// The number people know it by, from 1 to 999.
    pub number: i32,
    /// What people call it.
    pub name: String,
    /// Its district.
    pub district: Option<DistrictId>,
    /// Since when.
    pub opened_on: NaiveDate,
}

/// A working group to add.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::InputObject))]
pub struct NewGroup {
    /// Chosen by the browser.
    pub id: GroupId,
    /// Its cluster.
    pub cluster: ClusterId,
    /// What people call it.
    pub name: String,
}

/// A school to add by hand. Schools of the register come by import.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::InputObject))]
pub struct NewSchool {
    /// Chosen by the browser.
    pub id: SchoolId,
    /// The number of the establishment: six digits.
    pub urn: i32,
    /// Its name.
    pub name: String,
    /// Its phase.
    pub phase: Phase,
    /// The youngest age it takes, in years.
    pub low_age: Option<i32>,
    /// The oldest age it takes, in years.
    pub high_age: Option<i32>,
    /// The town.
    pub town: String,
}

/// A school that joins a cluster.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::InputObject))]
pub struct Joining {
    /// Which school.
    pub school: SchoolId,
    /// Which cluster.
    pub cluster: ClusterId,
    /// Which working group of the cluster.
    pub group: Option<GroupId>,
    /// From which day.
    pub since: NaiveDate,
}

/// Somebody to add. Staff only: never a pupil or a parent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::InputObject))]
pub struct NewPerson {
    /// Chosen by the browser.
    pub id: PersonId,
    /// Their name, or their post in the demonstration.
    pub name: String,
}

/// A dated role to give to somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::InputObject))]
pub struct NewMembership {
    /// Chosen by the browser.
    pub id: MembershipId,
    /// Who.
    pub person: PersonId,
    /// What they become.
    pub role: Role,
    /// At which district, where the role is held at one.
    pub district: Option<DistrictId>,
    /// At which cluster, where the role is held at one.
    pub cluster: Option<ClusterId>,
    /// At which school, where the role is held at one.
    pub school: Option<SchoolId>,
    /// From which day.
    pub since: NaiveDate,
    /// The last day, if it is known.
    pub until: Option<NaiveDate>,
}

/// The longest name of a place or a person, in characters.
pub const LONGEST_NAME: usize = 120;

impl NewDistrict {
    /// The input with its text tidied, or what is wrong with it.
    pub fn check(self) -> Result<Self, Vec<Problem>> {
        Ok(Self { name: required("name", "a name", &self.name, LONGEST_NAME)?, ..self })
    }
}

impl NewCluster {
    /// The input with its text tidied, or what is wrong with it.
    pub fn check(self) -> Result<Self, Vec<Problem>> {
        let mut problems = Problems::default();
        problems.when(!(1..=999).contains(&self.number), "number", "Enter a number from 1 to 999");
        let name = problems.take(required("name", "a name", &self.name, LONGEST_NAME)).unwrap_or_default();
        problems.finish()?;
        Ok(Self { name, ..self })
    }
}

impl NewGroup {
    /// The input with its text tidied, or what is wrong with it.
    pub fn check(self) -> Result<Self, Vec<Problem>> {
        Ok(Self { name: required("name", "a name", &self.name, LONGEST_NAME)?, ..self })
    }
}

impl NewSchool {
    /// The input with its text tidied, or what is wrong with it.
    pub fn check(self) -> Result<Self, Vec<Problem>> {
        let mut problems = Problems::default();
        problems.when(!(100_000..=999_999).contains(&self.urn), "urn", "Enter a URN of six digits");
        let name = problems.take(required("name", "a name", &self.name, LONGEST_NAME)).unwrap_or_default();
        let town = problems.take(optional("town", "the town", &self.town, LONGEST_NAME)).unwrap_or_default();
        let ages = (self.low_age.unwrap_or(0), self.high_age.unwrap_or(25));
        problems.when(
            ages.0 > ages.1 || ages.0 < 0 || ages.1 > 25,
            "lowAge",
            "Enter ages from 0 to 25, the youngest first",
        );
        problems.finish()?;
        Ok(Self { name, town, ..self })
    }
}

impl NewPerson {
    /// The input with its text tidied, or what is wrong with it.
    pub fn check(self) -> Result<Self, Vec<Problem>> {
        Ok(Self { name: required("name", "a name", &self.name, LONGEST_NAME)?, ..self })
    }
}

impl NewMembership {
    /// The input, or what is wrong with it: the place must be of the kind the role is held at.
    pub fn check(self) -> Result<Self, Vec<Problem>> {
        let mut problems = Problems::default();
        let kind = self.role.place();
        let places = [
            (PlaceKind::District, self.district.is_some(), "district"),
            (PlaceKind::Cluster, self.cluster.is_some(), "cluster"),
            (PlaceKind::School, self.school.is_some(), "school"),
        ];
        for (it, given, field) in places {
            problems.when(
                given != (it == kind),
                field,
                format!("{} is a role at {}: choose just that", self.role.label(), kind.label()),
            );
        }
        problems.when(
            self.until.is_some_and(|it| it < self.since),
            "until",
            "The last day must not be before the first",
        );
        problems.finish()?;
        Ok(self)
    }
}

/// The roles a Cluster Board should always have somebody in.
pub const BOARD_ROLES: [Role; 3] = [Role::BoardChair, Role::BoardMember, Role::Host];

/// A name as lists sort it: lower case, without apostrophes and marks on letters, `St` and `St.` alike.
///
/// It is stored beside the name, so that both databases sort and search alike.
pub fn sort_name(name: &str) -> String {
    let plain: String = name
        .chars()
        .filter(|it| !matches!(it, '\'' | '’' | '‘' | '`' | '.'))
        .flat_map(char::to_lowercase)
        .fold(String::with_capacity(name.len()), |mut plain, it| {
            push_plain(&mut plain, it);
            plain
        });
    let plain = plain.replace(|it: char| !it.is_alphanumeric(), " ");
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn apostrophes_and_points_do_not_matter_in_a_search() {
        assert_eq!(sort_name("St. Michael's C of E Primary"), "st michaels c of e primary");
        assert_eq!(sort_name("ST MICHAEL’S  C-of-E primary"), "st michaels c of e primary");
    }

    #[test]
    fn marks_on_letters_do_not_matter_in_a_search() {
        assert_eq!(sort_name("Café Lane Academy"), "cafe lane academy");
        assert_eq!(sort_name("CAFE\u{301} LANE"), "cafe lane");
        assert_eq!(sort_name("Ysgol Tŷ Gwyn"), "ysgol ty gwyn");
    }

    #[test]
    fn a_role_is_held_at_its_own_kind_of_place_only() {
        let membership = |role, cluster: Option<u128>, school: Option<u128>| NewMembership {
            id: MembershipId(Uuid::nil()),
            person: PersonId(Uuid::nil()),
            role,
            district: None,
            cluster: cluster.map(|it| ClusterId(Uuid::from_u128(it))),
            school: school.map(|it| SchoolId(Uuid::from_u128(it))),
            since: NaiveDate::from_ymd_opt(2018, 9, 1).unwrap(),
            until: None,
        };
        assert!(membership(Role::BoardChair, Some(1), None).check().is_ok());
        assert!(membership(Role::Administrator, None, None).check().is_ok());
        assert!(membership(Role::Senco, Some(1), Some(2)).check().is_err());
        assert!(membership(Role::Senco, None, None).check().is_err());
    }
}
