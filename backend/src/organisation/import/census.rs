//! Figures of a census: for which schools they are new, and for which they differ from what is stored of that day.

use std::collections::HashMap;

use chrono::NaiveDate;
use sea_orm::{
    ActiveValue::Set, ConnectionTrait, DbBackend, FromQueryResult, entity::prelude::*, sea_query::OnConflict,
};
use shared::{
    disclosure::shown,
    failure::Failure,
    id::SchoolId,
    organisation::{
        SchoolStatus,
        import::{Difference, ImportEffect, ImportRow},
    },
};

use super::{
    super::{entity::school_census, register::CensusRow},
    Run, list,
};
use crate::{error::Result, setting::threshold};

#[derive(FromQueryResult)]
struct Found {
    id: SchoolId,
    urn: i32,
    laestab: Option<String>,
    name: String,
    status: SchoolStatus,
    census_id: Option<Uuid>,
    roll: Option<i32>,
    sen_support: Option<i32>,
    plans: Option<i32>,
    threshold: Option<String>,
}

/// The schools of some numbers, with what is stored of them for a day.
macro_rules! found {
    ($urns:literal, $numbers:literal) => {
        concat!(
            "select s.id, s.urn, s.laestab, s.name, s.status, c.id as census_id, c.roll, c.sen_support, c.plans, ",
            crate::setting::threshold_on!("$1", "$5"),
            " as threshold
               from school s
               left join school_census c on c.school_id = s.id and c.day = $4
              where s.authority_id = $1 and (s.urn in ",
            $urns,
            " or s.laestab in ",
            $numbers,
            ")"
        )
    };
}

const FOUND_SQLITE: &str = found!("(select value from json_each($2))", "(select value from json_each($3))");
const FOUND_POSTGRES: &str = found!(
    "(select cast(u.value as integer) from json_array_elements_text(cast($2 as json)) as u(value))",
    "(select n.value from json_array_elements_text(cast($3 as json)) as n(value))"
);

/// Takes the figures of some schools.
pub(super) async fn take<C: ConnectionTrait>(run: &mut Run<'_, C>, rows: Vec<CensusRow>) -> Result<()> {
    let day = run.day.ok_or_else(|| Failure::invalid("day", "Enter the day on which the census was taken"))?;
    let schools = Schools::of(run, &rows, day).await?;
    let mut differ = Vec::new();
    for row in rows {
        let Some(school) = schools.find(&row) else {
            let reason = format!(
                "no school of your register has URN {} or is open under the number of this row: import the register of \
                 schools first",
                row.urn
            );
            run.fault(row.line, "URN", reason);
            continue;
        };
        if !run.counted.insert(school.id) {
            let reason = format!("the figures of {} are on an earlier line, under another number", school.name);
            run.fault(row.line, "URN", reason);
            continue;
        }
        run.outcome.rows += 1;
        run.outcome.open += u64::from(school.status != SchoolStatus::Closed);
        let before = [school.roll, school.sen_support, school.plans];
        let after = [row.roll, row.support, row.plans];
        if school.census_id.is_some() && before == after {
            run.outcome.unchanged += 1;
            continue;
        }
        let effect = if school.census_id.is_some() { ImportEffect::Changed } else { ImportEffect::Created };
        let differences = differences(school, after);
        let change = ImportRow { urn: school.urn, name: school.name.clone(), effect, differences };
        run.change(change, &(before, after))?;
        if run.write {
            differ.push(school_census::ActiveModel {
                id: Set(school.census_id.unwrap_or_else(Uuid::new_v4)),
                authority_id: Set(run.access.authority),
                school_id: Set(school.id),
                day: Set(day),
                roll: Set(row.roll),
                sen_support: Set(row.support),
                plans: Set(row.plans),
            });
        }
    }
    if !differ.is_empty() {
        use school_census::Column as C;
        let update =
            OnConflict::columns([C::SchoolId, C::Day]).update_columns([C::Roll, C::SenSupport, C::Plans]).to_owned();
        school_census::Entity::insert_many(differ).on_conflict(update).exec_without_returning(run.db).await?;
    }
    Ok(())
}

/// What differs from what is stored of that day; nothing where none is stored. Counts are shown as to anybody.
fn differences(school: &Found, after: [Option<i32>; 3]) -> Vec<Difference> {
    if school.census_id.is_none() {
        return Vec::new();
    }
    let fewest = threshold(school.threshold.as_deref());
    let before = [school.roll, school.sen_support, school.plans];
    ["On roll", "SEN Support", "EHC plans"]
        .into_iter()
        .zip(before.into_iter().zip(after))
        .filter(|(_, (before, after))| before != after)
        .map(|(what, (before, after))| Difference {
            what: what.to_owned(),
            before: shown(before, fewest).text(),
            after: shown(after, fewest).text(),
        })
        .collect()
}

/// Schools by both of their numbers.
struct Schools {
    all: Vec<Found>,
    by_urn: HashMap<i32, usize>,
    /// Schools that are open, by authority and establishment number; nothing where two have one.
    by_number: HashMap<String, Option<usize>>,
}

impl Schools {
    async fn of<C: ConnectionTrait>(run: &Run<'_, C>, rows: &[CensusRow], day: NaiveDate) -> Result<Self> {
        let urns: Vec<i32> = rows.iter().map(|it| it.urn).collect();
        let numbers: Vec<String> = rows.iter().filter_map(number).collect();
        let sql = match run.db.get_database_backend() {
            DbBackend::Sqlite => FOUND_SQLITE,
            _ => FOUND_POSTGRES,
        };
        let access = run.access;
        let values =
            [access.authority.0.into(), list(&urns)?.into(), list(&numbers)?.into(), day.into(), access.today().into()];
        let all = Found::find_by_statement(access.sql(sql, values)).all(run.db).await?;
        let by_urn = all.iter().enumerate().map(|(at, it)| (it.urn, at)).collect();
        let mut by_number = HashMap::new();
        for (at, school) in all.iter().enumerate() {
            if let (Some(number), false) = (&school.laestab, school.status == SchoolStatus::Closed) {
                by_number.entry(number.clone()).and_modify(|it| *it = None).or_insert(Some(at));
            }
        }
        Ok(Self { all, by_urn, by_number })
    }

    /// The school of a row: the one with its URN; else the open one with its number, as after a conversion.
    fn find(&self, row: &CensusRow) -> Option<&Found> {
        let by_number = || self.by_number.get(&number(row)?).copied().flatten();
        self.all.get(self.by_urn.get(&row.urn).copied().or_else(by_number)?)
    }
}

fn number(row: &CensusRow) -> Option<String> {
    row.establishment_number.map(|it| format!("{:03}/{it:04}", row.authority_code))
}
