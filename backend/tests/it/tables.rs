//! What stands in the tables: to see that a refused request changed nothing.

use sea_orm::{ConnectionTrait as _, DbBackend, Statement, sea_query::Value};

use crate::world::World;

/// The tables of a database.
pub struct Tables {
    backend: DbBackend,
    sql: String,
}

impl Tables {
    /// All tables but the audit and those named.
    pub async fn but(world: &World, without: &[&str]) -> Self {
        let backend = world.db().get_database_backend();
        let names = match backend {
            DbBackend::Sqlite => "select name from sqlite_master where type = 'table' and name not like 'sqlite_%'",
            _ => "select table_name as name from information_schema.tables where table_schema = 'public'",
        };
        let mut parts = Vec::new();
        for table in texts(world, names, []).await {
            if table != "audit" && !without.contains(&table.as_str()) {
                parts.push(part(world, &table).await);
            }
        }
        assert!(parts.len() > 5, "the tables were found");
        Self { backend, sql: format!("{} order by 1", parts.join(" union all ")) }
    }

    /// Every row of every table, a line a table.
    pub async fn content(&self, world: &World) -> Vec<String> {
        assert_eq!(self.backend, world.db().get_database_backend());
        texts(world, &self.sql, []).await
    }
}

async fn part(world: &World, table: &str) -> String {
    match world.db().get_database_backend() {
        DbBackend::Sqlite => {
            let columns = texts(world, "select name from pragma_table_info($1)", [table.into()]).await;
            let row: Vec<_> = columns.iter().map(|it| format!("quote(\"{it}\")")).collect();
            format!(
                "select '{table}: ' || coalesce((select group_concat(line, '|') from (select {} as line from {table} \
                 order by 1)), '') as name",
                row.join(" || ',' || ")
            )
        }
        _ => format!(
            "select '{table}: ' || coalesce((select string_agg(it::text, '|' order by it::text) from {table} it), '') \
             as name"
        ),
    }
}

async fn texts<const N: usize>(world: &World, sql: &str, values: [Value; N]) -> Vec<String> {
    let statement = Statement::from_sql_and_values(world.db().get_database_backend(), sql, values);
    let rows = world.db().query_all_raw(statement).await.unwrap();
    rows.into_iter().map(|it| it.try_get("", "name").unwrap()).collect()
}

/// Changes rows behind the server's back.
pub async fn run<const N: usize>(world: &World, sql: &'static str, ids: [uuid::Uuid; N]) {
    let backend = world.db().get_database_backend();
    let statement = Statement::from_sql_and_values(backend, sql, ids.map(Value::from));
    assert_eq!(world.db().execute_raw(statement).await.unwrap().rows_affected(), 1, "{sql}");
}
