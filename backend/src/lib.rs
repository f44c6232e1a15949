//! The server: GraphQL for the page, a few routes beside it, and the database behind one door.

mod access;
pub mod audit;
mod backup;
mod bench;
mod clock;
pub mod config;
mod cursor;
mod demo;
mod error;
mod fund;
mod graphql;
mod home;
mod http;
mod intervention;
mod organisation;
pub mod run;
mod session;
mod setting;
mod sheet;
pub mod testing;
