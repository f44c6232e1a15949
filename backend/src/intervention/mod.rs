//! Priorities and interventions of a cluster: its plan, what is proposed and what the Board agreed.

mod agree;
mod amend;
mod end;
mod entity;
mod facts;
mod history;
mod plan;
mod priority;
mod propose;
mod revise;
mod version;
mod view;
mod withdraw;

use async_graphql::MergedObject;

use crate::clock::of_our_time;
pub use plan::plan_csv;

/// The questions of the area.
#[derive(MergedObject, Default)]
pub struct InterventionQuery(plan::PlanQuery, view::ViewQuery, history::HistoryQuery);

/// The changes of the area.
#[derive(MergedObject, Default)]
pub struct InterventionMutation(
    priority::PriorityMutation,
    propose::ProposeMutation,
    revise::ReviseMutation,
    agree::AgreeMutation,
    amend::AmendMutation,
    withdraw::WithdrawMutation,
    end::EndMutation,
);
