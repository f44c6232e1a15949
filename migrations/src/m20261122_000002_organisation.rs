//! Authorities, districts, clusters, groups, schools, people and memberships.

use sea_orm_migration::{prelude::*, schema::*};

use crate::table::{index, of_authority, reference};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("authority")
                    .col(uuid("id").primary_key())
                    .col(integer_uniq("code"))
                    .col(text("name"))
                    .col(boolean("demonstration"))
                    .take(),
            )
            .await?;
        manager.create_table(of_authority("district").col(text("name")).take()).await?;
        manager
            .create_table(
                of_authority("cluster")
                    .col(integer("number"))
                    .col(text("name"))
                    .col(uuid_null("district_id"))
                    .col(date("opened_on"))
                    .col(date_null("closed_on"))
                    .col(uuid_null("merged_into_id"))
                    .foreign_key(&mut reference("cluster", "district_id", "district"))
                    .foreign_key(&mut reference("cluster", "merged_into_id", "cluster"))
                    .take(),
            )
            .await?;
        manager.create_index(index("cluster", &["authority_id", "number"]).unique().take()).await?;
        manager.create_index(index("cluster", &["district_id"])).await?;
        manager.create_index(index("cluster", &["merged_into_id"])).await?;
        manager
            .create_table(
                of_authority("cluster_group")
                    .col(uuid("cluster_id"))
                    .col(text("name"))
                    .foreign_key(&mut reference("cluster_group", "cluster_id", "cluster"))
                    .take(),
            )
            .await?;
        manager.create_index(index("cluster_group", &["cluster_id"])).await?;
        manager
            .create_table(
                of_authority("school")
                    .col(integer("urn"))
                    .col(text_null("laestab"))
                    .col(text("name"))
                    .col(text("sort_name"))
                    .col(text("phase"))
                    .col(text("kind"))
                    .col(text("status"))
                    .col(date_null("opened_on"))
                    .col(date_null("closed_on"))
                    .col(integer_null("low_age"))
                    .col(integer_null("high_age"))
                    .col(text_null("street"))
                    .col(text_null("locality"))
                    .col(text_null("town"))
                    .col(text_null("postcode"))
                    .col(text_null("religious_character"))
                    .col(text_null("trust"))
                    .col(boolean("invented"))
                    .take(),
            )
            .await?;
        manager.create_index(index("school", &["authority_id", "urn"]).unique().take()).await?;
        manager.create_index(index("school", &["authority_id", "sort_name", "id"])).await?;
        manager
            .create_table(
                of_authority("belonging")
                    .col(uuid("school_id"))
                    .col(uuid("cluster_id"))
                    .col(uuid_null("group_id"))
                    .col(date("since"))
                    .col(date_null("until"))
                    .foreign_key(&mut reference("belonging", "school_id", "school"))
                    .foreign_key(&mut reference("belonging", "cluster_id", "cluster"))
                    .foreign_key(&mut reference("belonging", "group_id", "cluster_group"))
                    .take(),
            )
            .await?;
        manager.create_index(index("belonging", &["school_id"])).await?;
        manager.create_index(index("belonging", &["cluster_id"])).await?;
        manager.create_table(of_authority("person").col(text("name")).col(text("sort_name")).take()).await?;
        manager.create_index(index("person", &["authority_id", "sort_name"])).await?;
        manager
            .create_table(
                of_authority("membership")
                    .col(uuid("person_id"))
                    .col(text("role"))
                    .col(uuid_null("district_id"))
                    .col(uuid_null("cluster_id"))
                    .col(uuid_null("school_id"))
                    .col(date("since"))
                    .col(date_null("until"))
                    .foreign_key(&mut reference("membership", "person_id", "person"))
                    .foreign_key(&mut reference("membership", "district_id", "district"))
                    .foreign_key(&mut reference("membership", "cluster_id", "cluster"))
                    .foreign_key(&mut reference("membership", "school_id", "school"))
                    .take(),
            )
            .await?;
        manager.create_index(index("membership", &["person_id"])).await?;
        manager.create_index(index("membership", &["cluster_id"])).await?;
        manager.create_index(index("membership", &["school_id"])).await
    }
}
