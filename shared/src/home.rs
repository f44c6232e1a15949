//! What a person sees after signing in: what needs them, what is due, what changed.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{id::InterventionId, organisation::ClusterLink};

choice! {
    /// Why something stands on the home page.
    pub enum NoticeKind {
        /// A proposal of somebody else that the reader may agree for the Board.
        AgreeProposal => "Waits for the Board's agreement",
        /// The reader's own proposal, which another member has to agree.
        OwnProposal => "Your proposal waits for the Board",
        /// An agreed intervention that starts within four weeks.
        StartsSoon => "Starts soon",
        /// An agreed intervention that ends within four weeks.
        EndsSoon => "Ends soon",
        /// A role of the reader that ends within sixty days.
        RoleEnds => "Your role ends",
        /// An intervention that was agreed within the last four weeks.
        Agreed => "Agreed",
    }
}

/// One line of the home page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct Notice {
    /// Why it stands there.
    pub kind: NoticeKind,
    /// The title of the intervention, or the role and its place.
    pub title: String,
    /// Whose it is, where it is a cluster's.
    pub cluster: Option<ClusterLink>,
    /// Where the reader can act.
    pub intervention: Option<InterventionId>,
    /// The day it is about.
    pub day: NaiveDate,
}

/// The home page: at most 20 lines in each part, the nearest day first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct Home {
    /// What waits for the reader.
    pub needs: Vec<Notice>,
    /// What is due within four weeks, and roles that end within sixty days.
    pub due: Vec<Notice>,
    /// What changed within the last four weeks.
    pub changed: Vec<Notice>,
}
