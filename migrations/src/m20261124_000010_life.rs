//! The life of an intervention: every version that was proposed and what became of it, how it ended, what was paid for it,
//! who recorded each movement, and up to where each person has seen what changed.

use std::collections::BTreeMap;

use sea_orm_migration::{
    prelude::*,
    schema::*,
    sea_orm::{DbBackend, QueryResult, Statement, Value},
};
use uuid::Uuid;

use crate::table::{index, reference};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        versions(manager).await?;
        interventions(manager).await?;
        movements(manager).await?;
        manager
            .create_table(
                Table::create()
                    .table("last_look")
                    .col(uuid("person_id").primary_key())
                    // The number in the audit of the last thing the person has seen.
                    .col(big_integer("seq"))
                    .foreign_key(&mut reference("last_look", "person_id", "person"))
                    .take(),
            )
            .await?;
        fill(manager).await?;
        schools(manager).await
    }
}

async fn versions(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("intervention_version")
                .col(uuid("intervention_id"))
                .col(integer("version"))
                .col(uuid("authority_id"))
                .col(uuid("cluster_id"))
                // The version it was written upon; the first one was written upon none.
                .col(integer_null("base"))
                // Whether it changes what was agreed, or replaces what was not.
                .col(boolean("amends"))
                // The proposal, as JSON.
                .col(text("content"))
                .col(uuid("proposed_by_id"))
                .col(date("proposed_on"))
                // The number in the audit: it orders what happened, and the audit has its instant.
                .col(big_integer_null("proposed_seq"))
                .col(text("reason"))
                // `agreed` or `withdrawn`; nothing while it waits, or where a revision replaced it.
                .col(text_null("outcome"))
                .col(uuid_null("decided_by_id"))
                .col(date_null("decided_on"))
                .col(big_integer_null("decided_seq"))
                .col(text_null("reasons"))
                .col(text_null("challenge"))
                .col(text_null("response"))
                .primary_key(Index::create().col("intervention_id").col("version"))
                .foreign_key(&mut reference("intervention_version", "intervention_id", "intervention"))
                .foreign_key(&mut reference("intervention_version", "authority_id", "authority"))
                .foreign_key(&mut reference("intervention_version", "cluster_id", "cluster"))
                .foreign_key(&mut reference("intervention_version", "proposed_by_id", "person"))
                .foreign_key(&mut reference("intervention_version", "decided_by_id", "person"))
                // Who proposes does not approve (D14): the database keeps the rule too.
                .check(Expr::col("outcome").ne("agreed").or(Expr::col("decided_by_id").ne(Expr::col("proposed_by_id"))))
                .take(),
        )
        .await?;
    // Amendments that wait: few among many.
    manager.create_index(index("intervention_version", &["authority_id", "amends", "outcome"])).await?;
    for scope in ["authority_id", "cluster_id"] {
        manager.create_index(index("intervention_version", &[scope, "proposed_seq"])).await?;
        manager.create_index(index("intervention_version", &[scope, "decided_seq"])).await?;
    }
    Ok(())
}

/// The schools of a version stand in its content, and one a row where they are looked for by school: the database copies
/// them, so that saving a version with its schools stays one statement.
async fn schools(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let db = manager.get_connection();
    match manager.get_database_backend() {
        DbBackend::Postgres => {
            db.execute_unprepared(SCHOOLS_POSTGRES).await?;
            db.execute_unprepared(SCHOOLS_TRIGGER_POSTGRES).await?;
        }
        _ => {
            db.execute_unprepared(SCHOOLS_TRIGGER_SQLITE).await?;
        }
    }
    Ok(())
}

const SCHOOLS_POSTGRES: &str = "
    create function copy_schools_of_version() returns trigger language plpgsql as $$
    begin
        insert into intervention_school (intervention_id, version, school_id)
        select new.intervention_id, new.version, cast(s.id as uuid)
          from json_array_elements_text(cast(new.content as json) -> 'schools') as s(id);
        return new;
    end $$";

const SCHOOLS_TRIGGER_POSTGRES: &str = "
    create trigger schools_of_version after insert on intervention_version
    for each row when (new.content like '{%') execute function copy_schools_of_version()";

const SCHOOLS_TRIGGER_SQLITE: &str = "
    create trigger schools_of_version after insert on intervention_version
    when new.content like '{%'
    begin
        insert into intervention_school (intervention_id, version, school_id)
        select new.intervention_id, new.version, unhex(replace(s.value, '-', ''))
          from json_each(new.content, '$.schools') s;
    end";

async fn interventions(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let person = || "references person (id) on delete restrict";
    for column in [
        text_null("response").take(),
        // What is planned for each month, as JSON: written when the Board agrees, amends or ends.
        text_null("profile").take(),
        date_null("ended_on").take(),
        uuid_null("ended_by_id").extra(person()).take(),
        text_null("ended_reason").take(),
        text_null("lesson").take(),
        big_integer_null("ended_seq").take(),
    ] {
        manager.alter_table(Table::alter().table("intervention").add_column(column).take()).await?;
    }
    for scope in ["authority_id", "cluster_id"] {
        manager.create_index(index("intervention", &[scope, "ended_seq"])).await?;
    }
    manager.create_index(index("intervention", &["cluster_id", "stage"])).await
}

async fn movements(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    for column in [
        uuid_null("reverses_id").extra("references movement (id) on delete restrict").take(),
        uuid_null("person_id").extra("references person (id) on delete restrict").take(),
        big_integer_null("seq").take(),
    ] {
        manager.alter_table(Table::alter().table("movement").add_column(column).take()).await?;
    }
    // A movement is taken back once.
    manager.create_index(index("movement", &["reverses_id"]).unique().take()).await?;
    manager.create_index(index("movement", &["intervention_id"])).await?;
    manager.create_index(index("movement", &["authority_id", "seq"])).await?;
    manager.create_index(index("movement", &["cluster_id", "seq"])).await
}

/// What is there already: each intervention's present version with what became of it, and who paid what.
async fn fill(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let (db, backend) = (manager.get_connection(), manager.get_database_backend());
    let all = |sql: &str| Statement::from_sql_and_values(backend, sql, []);
    let mut schools: BTreeMap<(Uuid, i32), Vec<Uuid>> = BTreeMap::new();
    for row in db.query_all_raw(all(SCHOOLS)).await? {
        let version = (row.try_get("", "intervention_id")?, row.try_get("", "version")?);
        schools.entry(version).or_default().push(row.try_get("", "school_id")?);
    }
    for row in db.query_all_raw(all(INTERVENTIONS)).await? {
        let id: Uuid = row.try_get("", "id")?;
        let mut own = schools.remove(&(id, row.try_get("", "version")?)).unwrap_or_default();
        own.sort_unstable();
        let content = content(&row, &own)?;
        let decided: Option<Uuid> = row.try_get("", "agreed_by_id")?;
        let values: Vec<Value> = vec![id.into(), content.into(), decided.map(|_| "agreed".to_owned()).into()];
        db.execute_raw(Statement::from_sql_and_values(backend, VERSION, values)).await?;
    }
    db.execute_unprepared(MOVED).await.map(|_| ())
}

const SCHOOLS: &str = "select intervention_id, version, school_id from intervention_school";

const INTERVENTIONS: &str = "select * from intervention order by id";

const VERSION: &str = "
    insert into intervention_version
           (intervention_id, version, authority_id, cluster_id, base, amends, content, proposed_by_id, proposed_on,
            proposed_seq, reason, outcome, decided_by_id, decided_on, decided_seq, reasons, challenge, response)
    select i.id, i.version, i.authority_id, i.cluster_id, cast(null as integer), false, $2, i.proposed_by_id, i.proposed_on,
           (select max(a.seq) from audit a
             where a.subject_id = i.id and a.action in ('proposeIntervention', 'reviseIntervention')),
           '', $3, i.agreed_by_id, i.agreed_on,
           (select max(a.seq) from audit a where a.subject_id = i.id and a.action = 'agreeIntervention'),
           i.reasons, i.challenge, null
      from intervention i where i.id = $1";

const MOVED: &str = "
    update movement
       set seq = (select a.seq from audit a where a.created_id = movement.id),
           person_id = (select a.person_id from audit a where a.created_id = movement.id)";

/// The proposal in the columns of an intervention, as the API writes it.
fn content(row: &QueryResult, schools: &[Uuid]) -> Result<String, DbErr> {
    use serde_json::{Value as Json, json};
    let id = |name: &str| row.try_get::<Uuid>("", name);
    let text = |name: &str| row.try_get::<String>("", name);
    let day = |name: &str| row.try_get::<chrono::NaiveDate>("", name);
    let number = |name: &str| row.try_get::<f64>("", name);
    let areas: Json = serde_json::from_str(&text("outcome_areas")?).unwrap_or_else(|_| json!([]));
    Ok(json!({
        "cluster": id("cluster_id")?,
        "priority": id("priority_id")?,
        "outcomeAreas": areas,
        "title": text("title")?,
        "kind": text("kind")?.to_uppercase(),
        "newReason": text("new_reason")?,
        "evidence": text("evidence")?,
        "years": json!([]),
        "schools": schools,
        "provider": text("provider")?,
        "startsOn": day("starts_on")?,
        "endsOn": day("ends_on")?,
        "cost": row.try_get::<i64>("", "cost")?,
        "measure": text("measure")?,
        // As the columns were filled for what was proposed before anybody was asked.
        "direction": if number("target")? < number("baseline")? { "LOWER_IS_BETTER" } else { "HIGHER_IS_BETTER" },
        "baseline": number("baseline")?,
        "baselineOn": day("baseline_on")?,
        "baselineSource": text("baseline_source")?,
        "target": number("target")?,
        "targetReason": text("target_reason")?,
    })
    .to_string())
}
