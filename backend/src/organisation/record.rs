//! What the register and the census tell of a school beside its name and place.

use chrono::NaiveDate;
use sea_orm::FromQueryResult;
use shared::{
    access::Place,
    disclosure::{Cell, exact, shown},
    id::SchoolId,
    organisation::record::{FigureSource, LinkKind, SchoolFigures, SchoolLink},
};

use crate::{
    access::Access,
    error::Result,
    setting::{self, threshold},
};

#[derive(FromQueryResult)]
struct Link {
    newer: bool,
    urn: i32,
    name: Option<String>,
    school_id: Option<SchoolId>,
    how: LinkKind,
    since: Option<NaiveDate>,
}

/// What came after a school, then what it came after.
const LINKS: &str = "
    select true as newer, l.new_urn as urn, coalesce(s.name, l.new_name) as name, s.id as school_id, l.how, l.since
      from school_link l
      left join school s on s.authority_id = $1 and s.urn = l.new_urn
     where l.authority_id = $1 and l.old_urn = $2
     union all
    select false, l.old_urn, coalesce(s.name, l.old_name), s.id, l.how, l.since
      from school_link l
      left join school s on s.authority_id = $1 and s.urn = l.old_urn
     where l.authority_id = $1 and l.new_urn = $2
     order by 1, 2 limit 100";

/// The schools that came after one, and those that it came after.
pub(super) async fn links(access: &Access<'_>, urn: i32) -> Result<(Vec<SchoolLink>, Vec<SchoolLink>)> {
    let rows: Vec<Link> = access.all(LINKS, [access.authority.0.into(), urn.into()]).await?;
    let (after, before): (Vec<Link>, Vec<Link>) = rows.into_iter().partition(|it| it.newer);
    let links = |rows: Vec<Link>| rows.into_iter().map(SchoolLink::from).collect();
    Ok((links(after), links(before)))
}

impl From<Link> for SchoolLink {
    fn from(row: Link) -> Self {
        Self { urn: row.urn, name: row.name, school: row.school_id, how: row.how, since: row.since }
    }
}

#[derive(FromQueryResult)]
struct Row {
    day: Option<NaiveDate>,
    roll: Option<i32>,
    sen_support: Option<i32>,
    plans: Option<i32>,
    threshold: Option<String>,
}

/// The ten latest censuses of a school; one row without a day where there is none.
const FIGURES: &str = concat!(
    "select c.day, c.roll, c.sen_support, c.plans, ",
    setting::threshold_on!("$1", "$3"),
    " as threshold
       from school s
       left join school_census c on c.school_id = s.id
      where s.id = $2 and s.authority_id = $1
      order by c.day desc limit 10"
);

/// The figures of a school as its reader may see them, and the smallest count that is shown. `register` is the count that
/// the national register has, with its day.
pub(super) async fn figures(
    access: &Access<'_>,
    school: SchoolId,
    register: Option<(i32, NaiveDate)>,
) -> Result<(Vec<SchoolFigures>, i32)> {
    let values = [access.authority.0.into(), school.0.into(), access.today().into()];
    let rows: Vec<Row> = access.all(FIGURES, values).await?;
    let fewest = threshold(rows.first().and_then(|it| it.threshold.as_deref()));
    let own = access.caller().is_some_and(|it| {
        it.memberships.iter().any(|it| matches!(it.place, Place::School(place, _) if place == school))
    });
    let cell = |count: Option<i32>| if own { exact(count) } else { shown(count, fewest) };
    let mut figures: Vec<SchoolFigures> = rows
        .into_iter()
        .filter_map(|it| {
            Some(SchoolFigures {
                day: it.day?,
                source: FigureSource::Census,
                roll: cell(it.roll),
                sen_support: cell(it.sen_support),
                plans: cell(it.plans),
            })
        })
        .collect();
    if let Some((count, day)) = register {
        let none = Cell::NotAvailable;
        let (source, roll) = (FigureSource::Register, cell(Some(count)));
        figures.push(SchoolFigures { day, source, roll, sen_support: none, plans: none });
        figures.sort_by_key(|it| std::cmp::Reverse(it.day));
    }
    Ok((figures, fewest))
}
