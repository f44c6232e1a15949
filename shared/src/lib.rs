//! Words and rules that the browser and the server share: no I/O, no async, no clock, no randomness.
//!
//! A form explains a refusal with the same function with which the server refuses.

#[macro_use]
mod choice;

pub mod access;
pub mod calendar;
pub mod disclosure;
pub mod failure;
pub mod fold;
pub mod fund;
pub mod home;
pub mod id;
pub mod identifiability;
pub mod intervention;
pub mod money;
pub mod organisation;
pub mod page;
pub mod setting;
pub mod text;
