use async_graphql::Object;

#[derive(Default)]
pub struct InterventionQuery;

#[Object]
impl InterventionQuery {
    async fn intervention_soon(&self) -> bool { true }
}

#[derive(Default)]
pub struct InterventionMutation;

#[Object]
impl InterventionMutation {
    async fn intervention_soon(&self) -> bool { true }
}
