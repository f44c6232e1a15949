//! The schema, put together from the areas.

use async_graphql::{EmptySubscription, MergedObject, SchemaBuilder};

use crate::access::{Door, with_door};

/// Every question.
#[derive(MergedObject, Default)]
pub struct Query(
    crate::organisation::OrganisationQuery,
    crate::setting::SettingQuery,
    crate::intervention::InterventionQuery,
    crate::fund::FundQuery,
    crate::home::HomeQuery,
);

/// Every change.
#[derive(MergedObject, Default)]
pub struct Mutation(
    crate::organisation::OrganisationMutation,
    crate::setting::SettingMutation,
    crate::intervention::InterventionMutation,
    crate::fund::FundMutation,
    crate::home::HomeMutation,
);

/// The whole API.
pub type Schema = async_graphql::Schema<Query, Mutation, EmptySubscription>;

/// Limits on what one document may ask. The page's own stay far below them.
const DEEPEST: usize = 8;
const MOST_COMPLEX: usize = 300;
const MOST_DIRECTIVES: usize = 5;

/// The schema with its limits, before the last thing is added to it.
pub fn builder(door: Option<Door>) -> SchemaBuilder<Query, Mutation, EmptySubscription> {
    let builder = Schema::build(Query::default(), Mutation::default(), EmptySubscription)
        .disable_introspection()
        .disable_suggestions()
        .limit_depth(DEEPEST)
        .limit_recursive_depth(2 * DEEPEST)
        .limit_complexity(MOST_COMPLEX)
        .limit_directives(MOST_DIRECTIVES);
    match door {
        Some(door) => with_door(builder, door),
        None => builder,
    }
}

/// The schema with its limits.
pub fn schema(door: Option<Door>) -> Schema {
    builder(door).finish()
}
