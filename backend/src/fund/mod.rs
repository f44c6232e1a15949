//! The money of a cluster: its accounts and the movements between them.

mod allocate;
mod book;
mod movement;

pub use allocate::FundMutation;
pub use book::FundQuery;
pub(crate) use movement::{Posting, balance, left, post};
