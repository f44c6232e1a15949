//! Links between schools: those that one of our schools is at an end of, be the other in our register or not.

use std::collections::HashMap;

use chrono::NaiveDate;
use sea_orm::{
    ActiveValue::Set, ConnectionTrait, DbBackend, FromQueryResult, entity::prelude::*, sea_query::OnConflict,
};
use shared::{
    calendar::written,
    organisation::{
        import::{Difference, ImportEffect, ImportRow},
        record::LinkKind,
    },
};

use super::{
    super::{entity::school_link, register::LinkRow},
    Run, list,
};
use crate::error::Result;

#[derive(FromQueryResult)]
struct Found {
    old_urn: i32,
    new_urn: i32,
    old_school: Option<String>,
    new_school: Option<String>,
    link_id: Option<Uuid>,
    old_name: Option<String>,
    new_name: Option<String>,
    how: Option<LinkKind>,
    since: Option<NaiveDate>,
}

/// Of some pairs of numbers those that concern us, with what is stored of them.
macro_rules! found {
    ($pairs:literal) => {
        concat!(
            "select p.old_urn, p.new_urn, o.name as old_school, n.name as new_school, l.id as link_id, l.old_name,
                    l.new_name, l.how, l.since
               from ",
            $pairs,
            " p
               left join school o on o.authority_id = $1 and o.urn = p.old_urn
               left join school n on n.authority_id = $1 and n.urn = p.new_urn
               left join school_link l on l.authority_id = $1 and l.old_urn = p.old_urn and l.new_urn = p.new_urn
              where o.id is not null or n.id is not null"
        )
    };
}

const FOUND_SQLITE: &str = found!(
    "(select cast(value ->> 0 as integer) as old_urn, cast(value ->> 1 as integer) as new_urn from json_each($2))"
);
const FOUND_POSTGRES: &str = found!(
    "(select cast(value ->> 0 as integer) as old_urn, cast(value ->> 1 as integer) as new_urn
        from json_array_elements(cast($2 as json)))"
);

/// Takes some links.
pub(super) async fn take<C: ConnectionTrait>(run: &mut Run<'_, C>, rows: Vec<LinkRow>) -> Result<()> {
    let pairs: Vec<(i32, i32)> = rows.iter().map(|it| (it.old_urn, it.new_urn)).collect();
    let sql = match run.db.get_database_backend() {
        DbBackend::Sqlite => FOUND_SQLITE,
        _ => FOUND_POSTGRES,
    };
    let values = [run.access.authority.0.into(), list(&pairs)?.into()];
    let found = Found::find_by_statement(run.access.sql(sql, values)).all(run.db).await?;
    let found: HashMap<(i32, i32), Found> = found.into_iter().map(|it| ((it.old_urn, it.new_urn), it)).collect();
    let mut differ = Vec::new();
    for row in rows {
        let (Some(found), Some(how)) = (found.get(&(row.old_urn, row.new_urn)), row.how) else {
            run.outcome.others += 1;
            continue;
        };
        run.outcome.rows += 1;
        // What the file does not say stays as it was.
        let after = (
            row.old_name.or_else(|| found.old_name.clone()),
            row.new_name.or_else(|| found.new_name.clone()),
            how,
            row.since.or(found.since),
        );
        let same = found.how.is_some_and(|it| {
            (&found.old_name, &found.new_name, it, found.since) == (&after.0, &after.1, after.2, after.3)
        });
        if found.link_id.is_some() && same {
            run.outcome.unchanged += 1;
            continue;
        }
        let effect = if found.link_id.is_some() { ImportEffect::Changed } else { ImportEffect::Created };
        let old = called(found.old_school.as_ref().or(after.0.as_ref()), row.old_urn);
        let new = called(found.new_school.as_ref().or(after.1.as_ref()), row.new_urn);
        let name = format!("{old}, then {new}");
        let differences = if found.link_id.is_some() { differences(found, how, after.3) } else { Vec::new() };
        run.change(ImportRow { urn: row.old_urn, name, effect, differences }, &(row.new_urn, &after))?;
        if run.write {
            differ.push(school_link::ActiveModel {
                id: Set(found.link_id.unwrap_or_else(Uuid::new_v4)),
                authority_id: Set(run.access.authority),
                old_urn: Set(row.old_urn),
                new_urn: Set(row.new_urn),
                old_name: Set(after.0),
                new_name: Set(after.1),
                how: Set(how),
                since: Set(after.3),
            });
        }
    }
    if !differ.is_empty() {
        use school_link::Column as C;
        let update = OnConflict::columns([C::AuthorityId, C::OldUrn, C::NewUrn])
            .update_columns([C::OldName, C::NewName, C::How, C::Since])
            .to_owned();
        school_link::Entity::insert_many(differ).on_conflict(update).exec_without_returning(run.db).await?;
    }
    Ok(())
}

fn called(name: Option<&String>, urn: i32) -> String {
    name.map_or_else(|| format!("URN {urn}"), |name| format!("{name} ({urn})"))
}

fn differences(before: &Found, how: LinkKind, since: Option<NaiveDate>) -> Vec<Difference> {
    let day = |it: Option<NaiveDate>| it.map(written).unwrap_or_default();
    let lines = [
        ("How", before.how.map(|it| it.label().to_owned()).unwrap_or_default(), how.label().to_owned()),
        ("Since", day(before.since), day(since)),
    ];
    let mut differences: Vec<Difference> = lines
        .into_iter()
        .filter(|it| it.1 != it.2)
        .map(|(what, before, after)| Difference { what: what.to_owned(), before, after })
        .collect();
    if differences.is_empty() {
        let (before, after) = ("As stored".to_owned(), "As in the file".to_owned());
        differences.push(Difference { what: "Names of the schools".to_owned(), before, after });
    }
    differences
}
