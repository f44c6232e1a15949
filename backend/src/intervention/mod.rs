//! Priorities and interventions of a cluster: its plan, what is proposed and what the Board agreed.

mod agree;
mod catalogue;
mod draft;
mod entity;
mod facts;
mod plan;
mod priority;
mod propose;
mod revise;
mod stock;
mod view;

use async_graphql::MergedObject;

use crate::clock::of_our_time;

/// The questions of the area.
#[derive(MergedObject, Default)]
pub struct InterventionQuery(
    plan::PlanQuery,
    view::ViewQuery,
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
);
