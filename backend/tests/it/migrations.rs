//! A database of any earlier day comes to today with everything that was in it.

use backend::testing::{Door, Opening, database};
use migrations::Migrator;
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, Statement};
use sea_orm_migration::MigratorTrait as _;
use shared::intervention::{InterventionKind, Proposal};

use crate::{
    commands::{on_each, with},
    world::clock,
};

/// From each state that ever landed, with a row in each of its tables.
#[test]
fn every_earlier_state_comes_to_the_newest_with_its_rows() {
    let all = u32::try_from(Migrator::migrations().len()).unwrap();
    assert!(all > 0);
    for landed in 0..=all {
        on_each(|address, _| {
            let (columns, before) = with(address, async |db| {
                Migrator::up(db, Some(landed)).await.unwrap();
                let columns = columns(db).await;
                plant(db, &columns).await;
                let rows = rows(db, &columns).await;
                (columns, rows)
            });
            assert_eq!(columns.is_empty(), landed == 0);
            tokio::runtime::Runtime::new().unwrap().block_on(async {
                // Nobody migrates by accident.
                let opened = Door::open(address, clock(), false).await;
                let missing = usize::try_from(all - landed).unwrap();
                match opened.err() {
                    None => assert_eq!(missing, 0),
                    Some(Opening::Older(it)) => assert_eq!(it, missing),
                    Some(other) => panic!("{other}"),
                }
                for _ in 0..2 {
                    let door = Door::open(address, clock(), true).await.unwrap();
                    assert_eq!(rows(database(&door), &columns).await, before, "from state {landed}");
                    database(&door).clone().close().await.unwrap();
                }
            });
        });
    }
}

/// What was proposed and agreed before versions were kept is a version like any other.
#[test]
fn a_proposal_of_before_has_its_version() {
    let landed = Migrator::migrations().iter().position(|it| it.name().ends_with("_life")).unwrap();
    on_each(|address, _| {
        with(address, async |db| {
            Migrator::up(db, Some(u32::try_from(landed).unwrap())).await.unwrap();
            plant(db, &columns(db).await).await;
            let real =
                "update intervention set kind = 'staffing', stage = 'agreed', outcome_areas = '[\"sen-support\"]',
                               agreed_on = '2018-11-21', reasons = 'R', challenge = 'C'";
            db.execute_unprepared(real).await.unwrap();
            Migrator::up(db, None).await.unwrap();
            let backend = db.get_database_backend();
            let sql = "select content, version from intervention_version";
            let found = db.query_all_raw(Statement::from_sql_and_values(backend, sql, [])).await.unwrap();
            assert_eq!(found.len(), 1);
            let content: String = found[0].try_get("", "content").unwrap();
            let proposal: Proposal = serde_json::from_str(&content).unwrap();
            assert_eq!((proposal.kind, proposal.outcome_areas.len()), (InterventionKind::Staffing, 1));
            assert_eq!((proposal.title.as_str(), proposal.schools.len()), ("title 1", 1));
        });
    });
}

/// A column of a table, with its type.
struct Column {
    table: String,
    name: String,
    kind: String,
}

/// The columns that cannot be empty, by table.
async fn columns(db: &DatabaseConnection) -> Vec<Column> {
    let sql = match db.get_database_backend() {
        DbBackend::Sqlite => {
            "select t.name as 'table', c.name, lower(c.type) as kind
               from sqlite_master t, pragma_table_info(t.name) c
              where t.type = 'table' and (c.\"notnull\" or c.pk) order by t.rowid, c.cid"
        }
        _ => {
            "select table_name::text as table, column_name::text as name, data_type::text as kind
               from information_schema.columns
              where table_schema = 'public' and is_nullable = 'NO' order by table_name, ordinal_position"
        }
    };
    let found = db.query_all_raw(Statement::from_sql_and_values(db.get_database_backend(), sql, [])).await.unwrap();
    let text = |row: &sea_orm::QueryResult, name| row.try_get::<String>("", name).unwrap();
    let columns =
        found.iter().map(|it| Column { table: text(it, "table"), name: text(it, "name"), kind: text(it, "kind") });
    columns.filter(|it| it.table != "seaql_migrations").collect()
}

fn by_table(columns: &[Column]) -> impl Iterator<Item = &[Column]> {
    columns.chunk_by(|a, b| a.table == b.table)
}

/// One row in each table. All have the same id, so that every reference finds its row.
async fn plant(db: &DatabaseConnection, columns: &[Column]) {
    let mut waiting: Vec<&[Column]> = by_table(columns).collect();
    while !waiting.is_empty() {
        let (mut left, mut refused) = (Vec::new(), String::new());
        for table in waiting.iter().copied() {
            if let Err(error) = insert(db, table, "1").await {
                refused = format!("{}: {error}", table[0].table);
                left.push(table);
            } else if table[0].table == "account" {
                // A movement goes from one account to another.
                insert(db, table, "2").await.unwrap();
            }
        }
        assert!(left.len() < waiting.len(), "a row cannot be planted: {refused}");
        waiting = left;
    }
}

async fn insert(db: &DatabaseConnection, table: &[Column], id: &str) -> Result<(), sea_orm::DbErr> {
    let names: Vec<_> = table.iter().map(|it| it.name.as_str()).collect();
    let values: Vec<_> = table.iter().map(|it| value(db.get_database_backend(), it, id)).collect();
    let sql = format!("insert into {} ({}) values ({})", table[0].table, names.join(", "), values.join(", "));
    db.execute_unprepared(&sql).await.map(|_| ())
}

fn value(backend: DbBackend, column: &Column, id: &str) -> String {
    let number = match (column.table.as_str(), column.name.as_str()) {
        (_, "id") => id,
        ("movement", "to_id") | ("school_link", "new_urn") => "2",
        _ => "1",
    };
    let kind = column.kind.as_str();
    if kind.contains("uuid") || kind.contains("blob") {
        let id = format!("0000000{number}-0000-4000-8000-000000000000");
        return if backend == DbBackend::Sqlite { format!("x'{}'", id.replace('-', "")) } else { format!("'{id}'") };
    }
    match kind {
        it if it.contains("date") => "'2018-09-01'".to_owned(),
        it if it.contains("bool") => "true".to_owned(),
        it if it.contains("char") || it.contains("text") => format!("'{} {id}'", column.name),
        _ => number.to_owned(),
    }
}

/// What stands in the columns, whatever columns came later.
async fn rows(db: &DatabaseConnection, columns: &[Column]) -> Vec<String> {
    let mut rows = Vec::new();
    for table in by_table(columns) {
        let values = table.iter().map(|it| match db.get_database_backend() {
            DbBackend::Sqlite => format!("quote({})", it.name),
            _ => format!("{}::text", it.name),
        });
        // The server's own key is made when it first starts: beside what was there.
        let own = if table[0].table == "server_key" { "where name <> 'cursor'" } else { "" };
        let sql = format!(
            "select {} as text from {} {own} order by 1",
            values.collect::<Vec<_>>().join(" || ' ' || "),
            table[0].table
        );
        let found = db.query_all_raw(Statement::from_sql_and_values(db.get_database_backend(), sql, [])).await.unwrap();
        assert!(!found.is_empty(), "{} has lost its rows", table[0].table);
        rows.extend(
            found.iter().map(|it| format!("{}: {}", table[0].table, it.try_get::<String>("", "text").unwrap())),
        );
    }
    rows
}
