//! The server: GraphQL for the page, a few routes beside it, and the database behind one door.

mod access;
mod audit;
mod clock;
mod cursor;
mod error;
mod fund;
mod graphql;
mod home;
mod intervention;
mod organisation;
mod session;
mod setting;
