//! The money of a cluster: its accounts and the movements between them, what is paid for interventions, and what
//! that comes to by the end of the year.

mod allocate;
mod book;
mod movement;
mod reverse;
mod spend;
mod year;

use async_graphql::MergedObject;

pub use book::{figures_csv, movements_csv};
pub(crate) use movement::{Posting, asked_for, balance, held, left, post};
pub(crate) use year::planned;
pub use year::year_csv;

/// The questions of the area.
#[derive(MergedObject, Default)]
pub struct FundQuery(book::BookQuery, reverse::MovementQuery, year::YearQuery);

/// The changes of the area.
#[derive(MergedObject, Default)]
pub struct FundMutation(allocate::AllocateMutation, spend::SpendMutation, reverse::ReverseMutation);
