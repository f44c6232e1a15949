//! Priorities and interventions of a cluster: its plan, what is proposed and what the Board agreed.

mod agree;
mod amend;
mod catalogue;
mod draft;
mod end;
mod entity;
mod facts;
mod history;
mod plan;
mod priority;
mod propose;
mod revise;
mod stock;
mod version;
mod view;
mod withdraw;

use async_graphql::MergedObject;

use crate::clock::of_our_time;
pub use plan::plan_csv;

/// The questions of the area.
#[derive(MergedObject, Default)]
pub struct InterventionQuery(
    plan::PlanQuery,
    view::ViewQuery,
    history::HistoryQuery,
    priority::PriorityQuery,
    catalogue::CatalogueQuery,
    draft::DraftQuery,
);

/// The changes of the area.
#[derive(MergedObject, Default)]
pub struct InterventionMutation(
    priority::PriorityMutation,
    propose::ProposeMutation,
    revise::ReviseMutation,
    agree::AgreeMutation,
    stock::StockMutation,
    draft::DraftMutation,
    amend::AmendMutation,
    withdraw::WithdrawMutation,
    end::EndMutation,
);
