use async_graphql::Object;

#[derive(Default)]
pub struct FundQuery;

#[Object]
impl FundQuery {
    async fn fund_soon(&self) -> bool { true }
}

#[derive(Default)]
pub struct FundMutation;

#[Object]
impl FundMutation {
    async fn fund_soon(&self) -> bool { true }
}
