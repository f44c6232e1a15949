//! Taking over files that others keep about the schools: what a file would change, before anything is written (X1, X3).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::id::UploadId;

/// The most bytes a file may have: twenty times a GIAS extract of one authority, and that of England.
pub const LARGEST_UPLOAD: u32 = 60 * 1024 * 1024;

choice! {
    /// Which file it is; its header says so.
    pub enum FileKind {
        /// Schools, with trusts and addresses.
        Gias => "Extract of Get Information About Schools (GIAS)",
        /// Schools, as they come with the performance tables.
        Tables => "School register of the performance tables",
        /// How many there are in each school, at SEN Support and with a plan.
        Census => "January school census",
        /// Which school replaced which.
        Links => "Links between schools (GIAS)",
    }
}

choice! {
    /// What becomes of one thing.
    pub enum ImportEffect {
        /// It is new.
        Created => "New",
        /// Something of it differs.
        Changed => "Changed",
        /// It closes.
        Closed => "Closed",
    }
}

/// What a file would change, and what cannot be taken from it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct ImportPreview {
    /// Which upload.
    pub upload: UploadId,
    /// The name of the file.
    pub file: String,
    /// Which file it is.
    pub kind: FileKind,
    /// Whether the day has to be said before anything can be told: a census does not carry its own.
    pub needs_day: bool,
    /// The day of the census.
    pub day: Option<NaiveDate>,
    /// Rows that concern the authority and can be taken.
    pub rows: i32,
    /// Of them, open schools.
    pub open: i32,
    /// What is new.
    pub created: i32,
    /// What differs, without what closes.
    pub changed: i32,
    /// What closes.
    pub closed: i32,
    /// What is as it was.
    pub unchanged: i32,
    /// Rows that cannot be taken.
    pub rejected: i32,
    /// Rows of other authorities, or that say nothing about our schools.
    pub others: i32,
    /// The first of what changes.
    pub examples: Vec<ImportRow>,
    /// The first of the rows that cannot be taken.
    pub faults: Vec<ImportFault>,
    /// The seal of all this: who confirms sends it back, and nothing else is written.
    pub digest: String,
}

/// One thing that changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct ImportRow {
    /// The number of the establishment; of a link, of the school that was before.
    pub urn: i32,
    /// What it is called.
    pub name: String,
    /// What becomes of it.
    pub effect: ImportEffect,
    /// What differs; nothing for what is new.
    pub differences: Vec<Difference>,
}

/// One value that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct Difference {
    /// What.
    pub what: String,
    /// What is stored; empty where nothing is.
    pub before: String,
    /// What the file says; empty where it says nothing.
    pub after: String,
}

/// A row that cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct ImportFault {
    /// The line on which it starts, as an editor numbers it.
    pub line: i32,
    /// The column, as the file calls it.
    pub column: String,
    /// Why, without a full stop.
    pub reason: String,
}

impl ImportPreview {
    /// Whether anything would be written.
    pub const fn does_something(&self) -> bool {
        self.created + self.changed + self.closed > 0
    }
}
