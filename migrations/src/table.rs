//! What every table here has in common.

use sea_orm_migration::{prelude::*, schema::uuid};

/// A table with a random key, inside the wall of its authority.
pub fn of_authority(name: &'static str) -> TableCreateStatement {
    Table::create()
        .table(name)
        .col(uuid("id").primary_key())
        .col(uuid("authority_id"))
        .foreign_key(&mut reference(name, "authority_id", "authority"))
        .take()
}

/// A column that names a row of another table.
pub fn reference(from: &'static str, column: &'static str, to: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create().from(from, column).to(to, "id").on_delete(ForeignKeyAction::Restrict).take()
}

/// An index, named after its table and columns.
pub fn index(table: &'static str, columns: &[&'static str]) -> IndexCreateStatement {
    let mut index = Index::create().name(format!("{table}_by_{}", columns.join("_"))).table(table).take();
    for column in columns {
        index.col(*column);
    }
    index
}
