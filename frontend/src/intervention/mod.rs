//! The plan of a cluster: what it works on, what is proposed, what the Board agreed.

mod agree;
mod draft;
mod fields;
mod page;
mod plan;
mod priority;
mod propose;
mod revise;
mod step;
mod summary;
mod typed;

pub use agree::AgreePage;
pub use draft::ask_before_leaving;
pub use page::InterventionPage;
pub use plan::PlanPage;
pub use priority::NewPriorityPage;
pub use propose::ProposePage;
pub use revise::RevisePage;
pub use summary::paragraphs;
