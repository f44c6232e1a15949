//! The server from outside: real documents, real databases, people who may and people who may not.
//!
//! Every test runs on SQLite, and on PostgreSQL where `TEST_DATABASE_URL` names a server on which databases may be
//! made. Each has a database of its own, and the clock stands still.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod api;
mod binary;
mod browser;
mod tables;
mod world;

mod access_matrix;
mod audit;
mod clusters;
mod commands;
mod contract;
mod drafts;
mod faults;
mod fund;
mod hostile;
mod intervention;
mod life;
mod log;
mod memory;
mod menu;
mod migrations;
mod non_interference;
mod organisation;
mod people;
mod priorities;
mod register;
mod statements;
mod values;
mod visitor;
mod wire;
