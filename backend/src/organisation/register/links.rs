//! A row of the register's links: which school came after which.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use shared::organisation::record::LinkKind;

use super::{
    LONGEST_NAME,
    cells::{Cells, Fault},
    columns::Field,
};

/// One school after another. The register tells it twice, once from each side; here it is one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkRow {
    /// The line on which the row starts: of two, the first.
    pub line: u64,
    /// The school that was before.
    pub old_urn: i32,
    /// The school that came after.
    pub new_urn: i32,
    /// The name of the former, if the file says.
    pub old_name: Option<String>,
    /// The name of the latter, if the file says.
    pub new_name: Option<String>,
    /// How; nothing for a link that is not about one school after another, such as a shared sixth form.
    pub how: Option<LinkKind>,
    /// Since when.
    pub since: Option<NaiveDate>,
}

/// Links that say that one came after the other, by what follows the word.
const HOW: [(&str, LinkKind); 4] = [
    ("", LinkKind::Succession),
    ("merged", LinkKind::Merger),
    ("amalgamated", LinkKind::Amalgamation),
    ("split school", LinkKind::Split),
];

/// Links of other kinds, which say nothing about who came after whom. They are known, and passed over.
const OTHERS: [&str; 6] =
    ["result of amalgamation", "sixth form centre", "expansion", "change in age range", "closed", "other"];

impl Cells<'_> {
    pub(super) fn link(&self, line: u64) -> Result<LinkRow, Fault> {
        let (urn, other) = (self.urn(Field::Urn)?, self.urn(Field::Other)?);
        if urn == other {
            return Err(self.fault(Field::Other, "a school is linked to itself".to_owned()));
        }
        let name = self.text(Field::OtherName, LONGEST_NAME)?;
        let since = self.date(Field::Since)?;
        let cell = self.cell(Field::Relation)?;
        let relation = cell.to_lowercase();
        let (first, how) = relation.split_once(" - ").unwrap_or((&relation, ""));
        let known = HOW.iter().find(|it| it.0 == how.trim()).map(|it| it.1);
        match (first.trim(), known) {
            ("successor", Some(_)) => {
                Ok(LinkRow { line, old_urn: urn, new_urn: other, old_name: None, new_name: name, how: known, since })
            }
            ("predecessor", Some(_)) => {
                Ok(LinkRow { line, old_urn: other, new_urn: urn, old_name: name, new_name: None, how: known, since })
            }
            _ if OTHERS.iter().any(|it| relation.contains(it)) && !relation.contains("cessor") => {
                Ok(LinkRow { line, old_urn: urn, new_urn: other, old_name: None, new_name: name, how: None, since })
            }
            _ => Err(self.must_be(Field::Relation, "\"Successor\" or \"Predecessor\", with how or without", &cell)),
        }
    }
}

/// The links of a file, each once, whichever side told it.
#[derive(Debug, Default)]
pub struct Links(BTreeMap<(i32, i32), LinkRow>);

impl Links {
    /// Takes what one side tells. What only one side knows is kept; where they differ, the first row holds.
    pub fn add(&mut self, row: LinkRow) {
        match self.0.entry((row.old_urn, row.new_urn)) {
            std::collections::btree_map::Entry::Vacant(it) => {
                it.insert(row);
            }
            std::collections::btree_map::Entry::Occupied(mut it) => {
                let before = it.get_mut();
                before.old_name = before.old_name.take().or(row.old_name);
                before.new_name = before.new_name.take().or(row.new_name);
                before.since = before.since.or(row.since);
                // That one school merely replaced another is said of mergers too.
                if before.how == Some(LinkKind::Succession) {
                    before.how = row.how;
                }
            }
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// All of them, by number.
    pub fn into_rows(self) -> impl Iterator<Item = LinkRow> {
        self.0.into_values()
    }
}
