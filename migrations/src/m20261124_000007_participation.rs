//! Taking part in the pilot, other names of schools, clusters that were split from others, versions of what is renamed;
//! and the names that were sorted before letters lost their marks, sorted anew.

use sea_orm_migration::{
    prelude::*,
    schema::*,
    sea_orm::{ConnectionTrait, Statement},
};
use shared::organisation::sort_name;

use crate::table::{index, of_authority, reference};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                of_authority("participation")
                    .col(uuid("school_id"))
                    .col(uuid("cluster_id"))
                    .col(text("state"))
                    .col(date("since"))
                    .col(date_null("until"))
                    .col(text("reason"))
                    .col(boolean("exclusion_work"))
                    .foreign_key(&mut reference("participation", "school_id", "school"))
                    .foreign_key(&mut reference("participation", "cluster_id", "cluster"))
                    .take(),
            )
            .await?;
        // A school has one answer at a time: no two begin on one day.
        manager.create_index(index("participation", &["school_id", "since"]).unique().take()).await?;
        manager.create_index(index("participation", &["cluster_id"])).await?;
        manager
            .create_table(
                of_authority("school_alias")
                    .col(uuid("school_id"))
                    .col(text("name"))
                    .col(text("sort_name"))
                    .col(text("match_key"))
                    .col(text("note"))
                    .foreign_key(&mut reference("school_alias", "school_id", "school"))
                    .take(),
            )
            .await?;
        // A name means one school at a time.
        manager.create_index(index("school_alias", &["authority_id", "match_key"]).unique().take()).await?;
        manager.create_index(index("school_alias", &["school_id"])).await?;
        for table in ["district", "cluster", "cluster_group"] {
            let version = ColumnDef::new("version").integer().not_null().default(1).take();
            manager.alter_table(Table::alter().table(table).add_column(version).take()).await?;
        }
        // SQLite takes no foreign key for a column that is added; the one mutation that writes it names a cluster it has read.
        let split_from = ColumnDef::new("split_from_id").uuid().null().take();
        manager.alter_table(Table::alter().table("cluster").add_column(split_from).take()).await?;
        manager.create_index(index("cluster", &["split_from_id"])).await?;
        manager.create_index(index("district", &["authority_id", "name"])).await?;
        for (read, write) in [
            ("select id, name, sort_name from school", "update school set sort_name = $1 where id = $2"),
            ("select id, name, sort_name from person", "update person set sort_name = $1 where id = $2"),
        ] {
            sort_anew(manager, read, write).await?;
        }
        Ok(())
    }
}

/// Names of plain letters were sorted as they are now.
async fn sort_anew(manager: &SchemaManager<'_>, read: &'static str, write: &'static str) -> Result<(), DbErr> {
    let db = manager.get_connection();
    let backend = db.get_database_backend();
    for row in db.query_all_raw(Statement::from_sql_and_values(backend, read, [])).await? {
        let (name, before): (String, String) = (row.try_get("", "name")?, row.try_get("", "sort_name")?);
        if name.is_ascii() {
            continue;
        }
        let sorted = sort_name(&name);
        if sorted != before {
            let id: sea_orm_migration::sea_orm::prelude::Uuid = row.try_get("", "id")?;
            let values = [sorted.into(), id.into()];
            db.execute_raw(Statement::from_sql_and_values(backend, write, values)).await?;
        }
    }
    Ok(())
}
