//! What a register and a census tell of a school beside its name and place: what came before and after it, and how many
//! there are in it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{disclosure::Cell, id::SchoolId};

choice! {
    /// How one school came to stand in the place of another.
    pub enum LinkKind {
        /// One for one: a school that converts to an academy closes and opens under another number.
        Succession => "Replaced",
        /// It went into one that was there or came to be.
        Merger => "Merged",
        /// Several became one.
        Amalgamation => "Amalgamated",
        /// One became several.
        Split => "Split",
    }
}

choice! {
    /// Where figures come from.
    pub enum FigureSource {
        /// The school census.
        Census => "School census",
        /// The national register.
        Register => "Get Information About Schools",
    }
}

/// A school that stands before or after another one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct SchoolLink {
    /// Its number in the register.
    pub urn: i32,
    /// Its name, as far as it is known.
    pub name: Option<String>,
    /// The school itself, where the register here has it.
    pub school: Option<SchoolId>,
    /// How.
    pub how: LinkKind,
    /// Since when, where it is known.
    pub since: Option<NaiveDate>,
}

/// How many there are in a school on one day, as its reader may see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct SchoolFigures {
    /// On which day.
    pub day: NaiveDate,
    /// Who says so.
    pub source: FigureSource,
    /// On roll.
    pub roll: Cell,
    /// At SEN Support.
    pub sen_support: Cell,
    /// With an education, health and care plan, or a statement before there were plans.
    pub plans: Cell,
}

/// A school that has closed and is still in a cluster, with what came after it. Nobody moves it silently.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct ClosedSchool {
    /// Which.
    pub id: SchoolId,
    /// Its name.
    pub name: String,
    /// When it closed, where the register says.
    pub closed_on: Option<NaiveDate>,
    /// The schools that came after it.
    pub replaced_by: Vec<SchoolLink>,
}
