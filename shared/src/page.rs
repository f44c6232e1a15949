//! Lists are read a page at a time, from a sealed place in the list.

use serde::{Deserialize, Serialize};

/// The rows of one page of a list.
pub const USUAL_ROWS: i32 = 25;

/// Where a list goes on. It is sealed: only the server that made it reads it, for the same person and list.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
#[cfg_attr(feature = "graphql", derive(async_graphql::NewType), graphql(name))]
pub struct Cursor(pub String);
