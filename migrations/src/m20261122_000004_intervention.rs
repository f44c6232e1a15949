//! Priorities and interventions of a cluster.

use sea_orm_migration::{prelude::*, schema::*};

use crate::table::{index, of_authority, reference};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                of_authority("priority")
                    .col(uuid("cluster_id"))
                    .col(text("text"))
                    .col(date("since"))
                    .foreign_key(&mut reference("priority", "cluster_id", "cluster"))
                    .take(),
            )
            .await?;
        manager.create_index(index("priority", &["cluster_id", "since"])).await?;
        manager
            .create_table(
                of_authority("intervention")
                    .col(integer("version"))
                    .col(uuid("cluster_id"))
                    .col(uuid("priority_id"))
                    .col(text("stage"))
                    .col(text("title"))
                    .col(text("kind"))
                    .col(text("outcome_areas"))
                    .col(text("evidence"))
                    .col(text("provider"))
                    .col(date("starts_on"))
                    .col(date("ends_on"))
                    .col(big_integer("cost"))
                    .col(text("measure"))
                    .col(double("baseline"))
                    .col(date("baseline_on"))
                    .col(text("baseline_source"))
                    .col(double("target"))
                    .col(uuid("proposed_by_id"))
                    .col(date("proposed_on"))
                    .col(uuid_null("agreed_by_id"))
                    .col(date_null("agreed_on"))
                    .col(text_null("reasons"))
                    .col(text_null("challenge"))
                    .foreign_key(&mut reference("intervention", "cluster_id", "cluster"))
                    .foreign_key(&mut reference("intervention", "priority_id", "priority"))
                    .foreign_key(&mut reference("intervention", "proposed_by_id", "person"))
                    .foreign_key(&mut reference("intervention", "agreed_by_id", "person"))
                    .check(Expr::col("cost").gt(0))
                    // Who proposes does not approve (D14): the database keeps the rule too.
                    .check(Expr::col("agreed_by_id").ne(Expr::col("proposed_by_id")))
                    .take(),
            )
            .await?;
        manager.create_index(index("intervention", &["cluster_id", "starts_on", "title", "id"])).await?;
        manager.create_index(index("intervention", &["authority_id", "proposed_by_id", "stage", "starts_on"])).await?;
        for day in ["starts_on", "ends_on", "agreed_on"] {
            manager.create_index(index("intervention", &["authority_id", day])).await?;
        }
        manager
            .create_table(
                Table::create()
                    .table("intervention_school")
                    .col(uuid("intervention_id"))
                    // The schools of every version stay: a revision adds rows and removes none.
                    .col(integer("version"))
                    .col(uuid("school_id"))
                    .primary_key(Index::create().col("intervention_id").col("version").col("school_id"))
                    .foreign_key(&mut reference("intervention_school", "intervention_id", "intervention"))
                    .foreign_key(&mut reference("intervention_school", "school_id", "school"))
                    .take(),
            )
            .await
    }
}
