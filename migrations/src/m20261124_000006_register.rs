//! What the register and the census tell of a school, and the files that people send until they are taken over.

use sea_orm_migration::{prelude::*, schema::*};

use crate::table::{index, of_authority, reference};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // One at a time: SQLite adds no two in a statement.
        for column in [integer_null("ukprn"), integer_null("roll"), date_null("roll_on")] {
            manager.alter_table(Table::alter().table("school").add_column(column).take()).await?;
        }
        manager.create_index(index("school", &["authority_id", "laestab"])).await?;
        manager
            .create_table(
                of_authority("school_census")
                    .col(uuid("school_id"))
                    .col(date("day"))
                    // Nothing stands for "not available", which is not zero.
                    .col(integer_null("roll"))
                    .col(integer_null("sen_support"))
                    .col(integer_null("plans"))
                    .foreign_key(&mut reference("school_census", "school_id", "school"))
                    .take(),
            )
            .await?;
        manager.create_index(index("school_census", &["school_id", "day"]).unique().take()).await?;
        manager
            .create_table(
                // By number and not by id: one of the two may come into the register later, or never.
                of_authority("school_link")
                    .col(integer("old_urn"))
                    .col(integer("new_urn"))
                    .col(text_null("old_name"))
                    .col(text_null("new_name"))
                    .col(text("how"))
                    .col(date_null("since"))
                    .check(Expr::col("old_urn").ne(Expr::col("new_urn")))
                    .take(),
            )
            .await?;
        manager.create_index(index("school_link", &["authority_id", "old_urn", "new_urn"]).unique().take()).await?;
        manager.create_index(index("school_link", &["authority_id", "new_urn"])).await?;
        manager
            .create_table(
                Table::create()
                    .table("upload")
                    .col(uuid("id").primary_key())
                    // No reference: the command line reads a file before its authority is there.
                    .col(uuid("authority_id"))
                    .col(uuid_null("person_id"))
                    .col(text("name"))
                    // Nothing until the last byte has arrived.
                    .col(text_null("kind"))
                    .col(text("given"))
                    .col(integer("parts"))
                    .col(big_integer("others"))
                    .col(big_integer("expires_at"))
                    .take(),
            )
            .await?;
        manager.create_index(index("upload", &["expires_at"])).await?;
        manager.create_index(index("upload", &["person_id", "expires_at"])).await?;
        manager
            .create_table(
                Table::create()
                    .table("upload_part")
                    .col(uuid("upload_id"))
                    .col(integer("number"))
                    .col(text("content"))
                    .primary_key(Index::create().col("upload_id").col("number"))
                    .foreign_key(&mut reference("upload_part", "upload_id", "upload"))
                    .take(),
            )
            .await
    }
}
