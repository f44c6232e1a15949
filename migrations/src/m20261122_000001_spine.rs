//! What every request stands on: the audit chain, sessions and the server's own key.

use sea_orm_migration::{prelude::*, schema::*};

use crate::table::index;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("audit")
                    // Given by the writer, not by the database: a gap would show in the chain.
                    .col(big_integer("seq").primary_key())
                    .col(big_integer("at"))
                    .col(uuid_null("authority_id"))
                    .col(uuid_null("person_id"))
                    .col(text("action"))
                    .col(uuid("subject_id"))
                    .col(text("digest"))
                    // The id a create used: no second row may use it (resend-safe creates).
                    .col(uuid_null("created_id").unique_key())
                    .col(text("previous"))
                    .col(text("hash"))
                    .take(),
            )
            .await?;
        manager.create_index(index("audit", &["subject_id"])).await?;
        manager
            .create_table(
                Table::create()
                    .table("session")
                    .col(uuid("id").primary_key())
                    .col(uuid_null("person_id"))
                    .col(text("data"))
                    .col(big_integer("expires_at"))
                    .take(),
            )
            .await?;
        manager.create_index(index("session", &["expires_at"])).await?;
        manager
            .create_table(Table::create().table("server_key").col(text("name").primary_key()).col(text("value")).take())
            .await
    }
}
