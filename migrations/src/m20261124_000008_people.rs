//! Memberships that are edited, ended for a reason and looked for by place; people who are invited.

use sea_orm_migration::{prelude::*, schema::*};

use crate::table::index;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // SQLite adds one column at a time.
        let columns = [
            ("membership", integer("version").default(1).take()),
            ("membership", text_null("reason")),
            ("person", text_null("invited_email")),
            ("person", date_null("invited_on")),
        ];
        for (table, column) in columns {
            manager.alter_table(Table::alter().table(table).add_column(column).take()).await?;
        }
        manager.create_index(index("membership", &["district_id"])).await?;
        // Roles in the whole authority have none of the three.
        manager.create_index(index("membership", &["authority_id", "district_id", "cluster_id", "school_id"])).await?;
        // An address belongs to one open invitation; many people have none.
        manager.create_index(index("person", &["authority_id", "invited_email"]).unique().take()).await
    }
}
