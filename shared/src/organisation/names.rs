//! Lists of names as people write them, what each may mean, and the names that are remembered.

use serde::{Deserialize, Serialize};

use super::{ClusterLink, LONGEST_NAME, Phase, SchoolStatus, places::LONGEST_LIST};
use crate::{
    failure::{Problem, Problems},
    id::{AliasId, ClusterId, SchoolId},
    text::{optional, required},
};

choice! {
    /// How sure a name is. Whatever it says, a person confirms.
    pub enum Verdict {
        /// One school fits, and no other nearly so well.
        Clear => "Found",
        /// More than one school fits, or the one that fits lies apart from the others of the list.
        Several => "More than one fits",
        /// No school fits well.
        Nothing => "Not found",
        /// The school that fits belongs to another cluster.
        Claimed => "In another cluster",
        /// The name is that of one phase of a school.
        Phase => "Part of a school",
        /// The school that fits has closed.
        Closed => "Closed",
    }
}

/// What a name may mean.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct NameMatch {
    /// The name as it was written.
    pub name: String,
    /// How sure it is.
    pub verdict: Verdict,
    /// Why it is doubtful; empty where it is clear.
    pub why: String,
    /// What to note beside the name when it is remembered: a phase of the school. Mostly empty.
    pub note: String,
    /// The schools it may mean, the likeliest first.
    pub candidates: Vec<Candidate>,
}

/// A school that a name may mean.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct Candidate {
    /// Which.
    pub school: SchoolId,
    /// The number of the establishment in the register.
    pub urn: i32,
    /// Its name in the register.
    pub name: String,
    /// Where it is.
    pub place: Option<String>,
    /// Its phase.
    pub phase: Phase,
    /// Whether it is open.
    pub status: SchoolStatus,
    /// The cluster it is in today.
    pub cluster: Option<ClusterLink>,
    /// How well it fits, of 100.
    pub score: i32,
    /// Why it is offered.
    pub reason: String,
}

/// Another name of a school.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct Alias {
    /// Which.
    pub id: AliasId,
    /// The name as people write it.
    pub name: String,
    /// The phase or site that it means. Mostly empty.
    pub note: String,
}

/// Names that were confirmed, to be remembered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::InputObject))]
pub struct Confirmed {
    /// The cluster whose list it was.
    pub cluster: ClusterId,
    /// The names.
    pub names: Vec<ConfirmedName>,
}

/// A name and the school that it means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::InputObject))]
pub struct ConfirmedName {
    /// The name as it was written.
    pub name: String,
    /// The school.
    pub school: SchoolId,
    /// The phase or site that it means. Mostly empty.
    pub note: String,
}

impl Confirmed {
    /// The input with its text tidied, or what is wrong with it.
    pub fn check(self) -> Result<Self, Vec<Problem>> {
        let mut problems = Problems::default();
        problems.when(self.names.is_empty(), "names", "Enter at least one name");
        problems.when(self.names.len() > LONGEST_LIST, "names", too_many());
        let mut names = Vec::with_capacity(self.names.len());
        for it in self.names {
            let name = problems.take(required("names", "a name", &it.name, LONGEST_NAME)).unwrap_or_default();
            let note = problems.take(optional("names", "a note", &it.note, LONGEST_NAME)).unwrap_or_default();
            names.push(ConfirmedName { name, note, ..it });
        }
        problems.finish()?;
        Ok(Self { names, ..self })
    }
}

/// A list that was pasted, or what is wrong with it.
pub fn read_names(text: &str) -> Result<Vec<String>, Vec<Problem>> {
    check_names(names_of(text))
}

/// The names of a list, or what is wrong with them.
pub fn check_names(names: Vec<String>) -> Result<Vec<String>, Vec<Problem>> {
    let mut problems = Problems::default();
    problems.when(names.is_empty(), "names", "Enter at least one name");
    problems.when(names.len() > LONGEST_LIST, "names", too_many());
    for (line, name) in names.iter().enumerate().take(LONGEST_LIST) {
        let long = name.chars().count() > LONGEST_NAME;
        let unread = name.trim().is_empty() || name.chars().any(char::is_control);
        let which = line + 1;
        problems.when(long, "names", format!("Name {which} is longer than {LONGEST_NAME} characters"));
        problems.when(unread, "names", format!("Name {which} cannot be read"));
    }
    problems.finish()?;
    Ok(names)
}

fn too_many() -> String {
    format!("Enter at most {LONGEST_LIST} names at once")
}

/// The names in a text that was pasted, a line or a cell of a table each: without numbers and bullets before them, and
/// without the headings of groups.
pub fn names_of(text: &str) -> Vec<String> {
    text.split(['\n', '\r', '\t', '|']).map(without_number).filter(|it| is_name(it)).map(str::to_owned).collect()
}

/// `12. North Rd Primary` is `North Rd Primary`.
fn without_number(line: &str) -> &str {
    let line = line.trim().trim_start_matches(['•', '*', '·', '–', '-', '#']).trim_start();
    let rest = line.trim_start_matches(|it: char| it.is_ascii_digit());
    let number = rest.len() < line.len();
    match rest.strip_prefix(['.', ')']) {
        Some(rest) if number => rest.trim(),
        _ => line.trim(),
    }
}

/// Not a heading: `Group 1`, `Group 3 – secondary`, `Cluster 2 – 20 schools (not including BTEA)`, `Primary schools:`.
fn is_name(line: &str) -> bool {
    let mut words = line.split_whitespace();
    let heading = matches!(words.next(), Some(it) if ["group", "cluster"].iter().any(|word| it.eq_ignore_ascii_case(word)))
        && words.next().is_some_and(|it| it.bytes().all(|it| it.is_ascii_digit()));
    !heading && !line.ends_with(':') && line.bytes().any(|it| it.is_ascii_alphanumeric() || !it.is_ascii())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_read_as_it_is_pasted() {
        let text = "Group 1\tGroup 2\n1. Bowsland Green\t1. Bradley Stoke Primary\r\n\n • St Chads Primary \n12) 42nd Street School\nCluster 3 – 20 schools:\n10. Wick\n\n";
        assert_eq!(
            names_of(text),
            ["Bowsland Green", "Bradley Stoke Primary", "St Chads Primary", "42nd Street School", "Wick"]
        );
    }

    #[test]
    fn a_list_is_bounded() {
        assert_eq!(read_names(" \n").unwrap_err()[0].message, "Enter at least one name");
        assert!(read_names(&"School\n".repeat(200)).is_ok());
        assert_eq!(read_names(&"School\n".repeat(201)).unwrap_err()[0].message, "Enter at most 200 names at once");
        assert!(read_names(&"x".repeat(121)).unwrap_err()[0].message.starts_with("Name 1 is longer"));
        assert!(check_names(vec!["a\u{0}b".into()]).is_err());
    }
}
