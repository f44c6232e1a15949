//! Priorities and interventions of a cluster: its plan, what is proposed and what the Board agreed.

mod agree;
mod entity;
mod facts;
mod plan;
mod priority;
mod propose;
mod revise;
mod view;

use async_graphql::MergedObject;
use chrono::{Datelike, NaiveDate};
use shared::failure::Failure;

use crate::error::Result;

/// The questions of the area.
#[derive(MergedObject, Default)]
pub struct InterventionQuery(plan::PlanQuery, view::ViewQuery);

/// The changes of the area.
#[derive(MergedObject, Default)]
pub struct InterventionMutation(
    priority::PriorityMutation,
    propose::ProposeMutation,
    revise::ReviseMutation,
    agree::AgreeMutation,
);

/// The day is of our time: a mistyped year would put a thing at an end of every list for ever.
fn of_our_time(field: &str, day: NaiveDate) -> Result<()> {
    if (1990..=2100).contains(&day.year()) {
        Ok(())
    } else {
        Err(Failure::invalid(field, "Enter a year from 1990 to 2100").into())
    }
}
