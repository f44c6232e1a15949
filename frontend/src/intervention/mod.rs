//! The plan of a cluster: what it works on, what is proposed, what the Board agreed.

mod agree;
mod draft;
mod fields;
mod history;
mod menu;
mod page;
mod plan;
mod priorities;
mod propose;
mod revise;
mod saving;
mod step;
mod steps;
mod summary;
mod typed;

pub use agree::AgreePage;
pub use draft::ask_before_leaving;
pub use history::HistoryPage;
pub use menu::{AddItemPage, ChangeItemPage, ItemPage, MenuPage};
pub use page::InterventionPage;
pub use plan::PlanPage;
pub use priorities::{EndPriorityPage, NewPriorityPage, PrioritiesPage, RewordPriorityPage};
pub use propose::{ProposePage, address as proposing};
pub use revise::{AmendPage, RevisePage};
pub use steps::{EndPage as EndInterventionPage, WithdrawPage};
pub use summary::{list, paragraphs};
