//! The tables, one file a change, named after its area. Migrations only go forward and are never edited once landed.

use sea_orm_migration::prelude::*;

mod m20261122_000001_spine;
mod m20261122_000002_organisation;
mod m20261122_000003_setting;
mod m20261122_000004_intervention;
mod m20261122_000005_fund;
mod m20261124_000006_register;
mod m20261124_000007_participation;
mod m20261124_000008_people;
mod m20261124_000009_catalogue;
mod m20261124_000010_life;
mod table;

/// Brings a database to the newest state.
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261122_000001_spine::Migration),
            Box::new(m20261122_000002_organisation::Migration),
            Box::new(m20261122_000003_setting::Migration),
            Box::new(m20261122_000004_intervention::Migration),
            Box::new(m20261122_000005_fund::Migration),
            Box::new(m20261124_000006_register::Migration),
            Box::new(m20261124_000007_participation::Migration),
            Box::new(m20261124_000008_people::Migration),
            Box::new(m20261124_000009_catalogue::Migration),
            Box::new(m20261124_000010_life::Migration),
        ]
    }
}
