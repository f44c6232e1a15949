//! The money of a cluster: what it received, committed and spent, what is left, and every movement.

mod allocate;
mod money;
mod spend;
mod year;

pub use allocate::AllocatePage;
pub use money::MoneyPage;
pub use spend::{ReleasePage, ReversePage, SpendPage};
pub use year::YearPage;
