//! The plan of a cluster: what it works on, what is proposed, what the Board agreed.

mod agree;
mod draft;
mod fields;
mod history;
mod page;
mod plan;
mod priority;
mod propose;
mod revise;
mod step;
mod steps;
mod summary;
mod typed;

pub use agree::AgreePage;
pub use draft::ask_before_leaving;
pub use history::HistoryPage;
pub use page::InterventionPage;
pub use plan::PlanPage;
pub use priority::NewPriorityPage;
pub use propose::ProposePage;
pub use revise::{AmendPage, RevisePage};
pub use steps::{EndPage, WithdrawPage};
pub use summary::paragraphs;
