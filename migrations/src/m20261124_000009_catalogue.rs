//! The menu of interventions, drafts that are kept, what became of priorities, and whom a proposal is for.

use sea_orm_migration::{prelude::*, schema::*};

use crate::table::{index, of_authority, reference};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        catalogue(manager).await?;
        drafts(manager).await?;
        priorities(manager).await?;
        proposals(manager).await
    }
}

async fn catalogue(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            of_authority("catalogue_item")
                .col(integer("version"))
                // Nobody's, where it is the authority's.
                .col(uuid_null("cluster_id"))
                .col(text("title"))
                .col(text("sort_title"))
                // Title, description and local provider in the letters in which they are looked for.
                .col(text("search"))
                .col(text("kind"))
                .col(text("about"))
                .col(text("needs"))
                .col(text("evidence"))
                .col(text("citation"))
                .col(text("web"))
                .col(text("strength"))
                .col(text("rated_by"))
                .col(text("cost_band"))
                .col(integer_null("months"))
                .col(text("training"))
                .col(text("local_provider"))
                .col(text("local_how"))
                .col(text("local_cost"))
                .col(date("changed_on"))
                .col(date_null("retired_on"))
                .foreign_key(&mut reference("catalogue_item", "cluster_id", "cluster"))
                .take(),
        )
        .await?;
    manager.create_index(index("catalogue_item", &["authority_id", "sort_title", "id"])).await?;
    manager.create_index(index("catalogue_item", &["cluster_id"])).await
}

async fn drafts(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            of_authority("draft")
                .col(uuid("person_id"))
                .col(uuid("cluster_id"))
                .col(text("kind"))
                .col(text("answers"))
                .col(integer("version"))
                .col(uuid("saved_by_window"))
                .col(date("saved_on"))
                // The instant: of two on one day the later one comes first.
                .col(big_integer("saved_at"))
                .foreign_key(&mut reference("draft", "person_id", "person"))
                .foreign_key(&mut reference("draft", "cluster_id", "cluster"))
                .take(),
        )
        .await?;
    manager.create_index(index("draft", &["person_id", "cluster_id", "saved_at"])).await?;
    manager.create_index(index("draft", &["cluster_id"])).await
}

async fn priorities(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    for column in
        [integer("version").default(1).take(), date_null("ended_on").take(), text("end_reason").default("").take()]
    {
        manager.alter_table(Table::alter().table("priority").add_column(column).take()).await?;
    }
    manager
        .create_table(
            Table::create()
                .table("priority_wording")
                .col(uuid("priority_id"))
                // The version that had these words.
                .col(integer("version"))
                .col(uuid("authority_id"))
                .col(text("text"))
                .col(date("until"))
                .primary_key(Index::create().col("priority_id").col("version"))
                .foreign_key(&mut reference("priority_wording", "priority_id", "priority"))
                .foreign_key(&mut reference("priority_wording", "authority_id", "authority"))
                .take(),
        )
        .await?;
    manager.create_index(index("intervention", &["priority_id"])).await
}

async fn proposals(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    for column in [
        text("years").default("[]").take(),
        text_null("group_size").take(),
        text("direction").default("higher_is_better").take(),
        text("target_reason").default("").take(),
        text("new_reason").default("").take(),
        // SQLite takes a reference only where the column is written.
        uuid_null("catalogue_item_id").extra("references catalogue_item (id) on delete restrict").take(),
    ] {
        manager.alter_table(Table::alter().table("intervention").add_column(column).take()).await?;
    }
    manager.create_index(index("intervention", &["catalogue_item_id"])).await?;
    // What was proposed before had to differ from its baseline; nobody aims at what is worse without saying so.
    let meant = "update intervention set direction = 'lower_is_better' where target < baseline";
    manager.get_connection().execute_unprepared(meant).await.map(|_| ())
}
