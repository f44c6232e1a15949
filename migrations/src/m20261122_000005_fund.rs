//! Accounts and the movements of money between them.

use sea_orm_migration::{prelude::*, schema::*};

use crate::table::{index, of_authority, reference};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                of_authority("account")
                    .col(uuid("cluster_id"))
                    .col(text("kind"))
                    .foreign_key(&mut reference("account", "cluster_id", "cluster"))
                    .take(),
            )
            .await?;
        manager.create_index(index("account", &["cluster_id", "kind"]).unique().take()).await?;
        manager
            .create_table(
                of_authority("movement")
                    .col(uuid("from_id"))
                    .col(uuid("to_id"))
                    .col(big_integer("amount"))
                    .col(date("day"))
                    .col(text("reason"))
                    .col(uuid_null("intervention_id"))
                    .foreign_key(&mut reference("movement", "from_id", "account"))
                    .foreign_key(&mut reference("movement", "to_id", "account"))
                    .foreign_key(&mut reference("movement", "intervention_id", "intervention"))
                    .check(Expr::col("amount").gt(0))
                    .check(Expr::col("from_id").ne(Expr::col("to_id")))
                    .take(),
            )
            .await?;
        manager.create_index(index("movement", &["from_id", "day"])).await?;
        manager.create_index(index("movement", &["to_id", "day"])).await
    }
}
