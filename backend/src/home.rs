use async_graphql::Object;

#[derive(Default)]
pub struct HomeQuery;

#[Object]
impl HomeQuery {
    async fn home_soon(&self) -> bool { true }
}
