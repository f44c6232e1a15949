//! The dated rules and words of an authority.

use sea_orm_migration::{prelude::*, schema::*};

use crate::table::{index, of_authority};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                of_authority("setting")
                    .col(text("name"))
                    .col(date("since"))
                    .col(text("value"))
                    .col(text("reason"))
                    .take(),
            )
            .await?;
        // One value a day: two that start together would leave open which one holds.
        manager.create_index(index("setting", &["authority_id", "name", "since"]).unique().take()).await
    }
}
