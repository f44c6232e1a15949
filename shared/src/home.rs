//! What a person sees after signing in: what needs them, what is due, what changed.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{id::InterventionId, money::Pence, organisation::ClusterLink, page::Cursor};

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
        /// A change of an agreed intervention that the reader may agree for the Board.
        AgreeAmendment => "An amendment waits for the Board's agreement",
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
    /// What others did since the reader last marked it as seen, the latest first; before the first mark, within the last
    /// four weeks.
    pub changed: News,
}

choice! {
    /// What somebody did to a plan or to its money.
    pub enum NewsKind {
        /// An intervention was proposed.
        Proposed => "Proposed",
        /// A proposal was revised.
        Revised => "Revised",
        /// The Board agreed an intervention.
        Agreed => "Agreed",
        /// A change of what was agreed was asked for.
        AmendmentProposed => "Amendment proposed",
        /// The Board agreed the change.
        Amended => "Amended",
        /// A proposal, or a change that was asked for, was taken back.
        Withdrawn => "Withdrawn",
        /// The Board ended an intervention.
        Ended => "Ended",
        /// Money was paid to the cluster.
        Paid => "Paid to the cluster",
        /// Money was paid for an intervention.
        Spent => "Spent",
        /// Committed money came back, because it will not be spent.
        Released => "Released",
        /// A movement was taken back.
        Reversed => "Reversed",
    }
}

/// One thing that somebody did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct NewsItem {
    /// What was done.
    pub kind: NewsKind,
    /// The title of the intervention, or the reason of a payment.
    pub title: String,
    /// In whose plan or book.
    pub cluster: ClusterLink,
    /// The intervention, where it is one.
    pub intervention: Option<InterventionId>,
    /// Who did it.
    pub who: String,
    /// The day it is about.
    pub day: NaiveDate,
    /// How much, where money moved.
    pub amount: Option<Pence>,
}

/// What others did, a page at a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct News {
    /// What they did, the latest first.
    pub items: Vec<NewsItem>,
    /// Where the list goes on.
    pub next: Option<Cursor>,
    /// The latest of it: what [`crate::home`] marks as seen, so that nothing is marked that came after it.
    pub latest: Option<Cursor>,
}
