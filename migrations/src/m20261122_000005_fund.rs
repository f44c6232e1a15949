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
                    .col(uuid("cluster_id"))
                    // The line in the cluster's book: 1, 2, 3 …
                    .col(big_integer("number"))
                    .col(uuid("from_id"))
                    .col(uuid("to_id"))
                    .col(big_integer("amount"))
                    .col(date("day"))
                    .col(text("reason"))
                    .col(uuid_null("intervention_id"))
                    .foreign_key(&mut reference("movement", "cluster_id", "cluster"))
                    .foreign_key(&mut reference("movement", "from_id", "account"))
                    .foreign_key(&mut reference("movement", "to_id", "account"))
                    .foreign_key(&mut reference("movement", "intervention_id", "intervention"))
                    .check(Expr::col("amount").gt(0))
                    .check(Expr::col("from_id").ne(Expr::col("to_id")))
                    .take(),
            )
            .await?;
        manager.create_index(index("movement", &["cluster_id", "number"]).unique().take()).await?;
        manager.create_index(index("movement", &["cluster_id", "day", "number"])).await
    }
}
