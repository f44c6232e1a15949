//! What every request stands on: the audit chain, sessions and the server's own key.

use sea_orm_migration::{prelude::*, schema::*, sea_orm::DbBackend};

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
        if manager.get_database_backend() == DbBackend::Postgres {
            manager.get_connection().execute_unprepared(END_OF_AUDIT).await?;
        }
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

/// PostgreSQL's writers queue here: whoever comes through sees the row that the one before wrote, because each statement
/// of a volatile function looks anew. One call instead of two: the lock, and the end of the chain.
const END_OF_AUDIT: &str = "
    create function end_of_audit() returns table (seq bigint, hash text) language plpgsql volatile as $$
    begin
        perform pg_advisory_xact_lock(803919926);
        return query select a.seq, a.hash from audit a order by a.seq desc limit 1;
    end $$";
