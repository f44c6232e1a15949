//! The money of a cluster: what it received, committed and spent, what is left, and every movement.

mod allocate;
mod money;

pub use allocate::AllocatePage;
pub use money::MoneyPage;
