//! The menu of interventions: what works for which need, what it costs, what is already here.

mod change;
mod item;
mod list;
mod told;
mod typed;

pub use change::{AddItemPage, ChangeItemPage};
pub use item::ItemPage;
pub use list::MenuPage;
