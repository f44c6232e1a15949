//! A financial year of a cluster: planned and paid by month, by priority and by intervention (F7, Z14).

use std::collections::HashMap;

use async_graphql::{Context, Object};
use chrono::NaiveDate;
use sea_orm::FromQueryResult;
use shared::{
    access::Action,
    calendar::{FinancialYear, month_name},
    failure::Failure,
    fund::{
        AccountKind, Month, profile,
        year::{FundYear, MOST_LINES, YearLine, YearPart, year},
    },
    id::{ClusterId, InterventionId},
    money::Pence,
};

use crate::{
    access::{Access, Authorize},
    error::Result,
    sheet::{Sheet, pounds},
};

#[derive(FromQueryResult)]
struct Row {
    cluster: String,
    id: Option<InterventionId>,
    title: Option<String>,
    priority: Option<String>,
    starts_on: Option<NaiveDate>,
    ends_on: Option<NaiveDate>,
    cost: Option<Pence>,
    profile: Option<String>,
}

/// One row an intervention that the Board agreed; one row without one where there is none. Those of other years fall out
/// of the sums, unless something was paid for them in this one.
const PLANNED: &str = "
    select c.name as cluster, i.id, i.title, p.text as priority, i.starts_on, i.ends_on, i.cost, i.profile
      from cluster c
      left join intervention i on i.cluster_id = c.id and i.stage in ('agreed', 'ended')
      left join priority p on p.id = i.priority_id
     where c.id = $2 and c.authority_id = $1
     order by p.since, p.text, p.id, i.starts_on, i.title, i.id";

#[derive(FromQueryResult)]
struct Paid {
    intervention_id: InterventionId,
    day: NaiveDate,
    from_kind: AccountKind,
    amount: Pence,
}

/// What was paid and what was taken back, by day.
const PAID: &str = "
    select m.intervention_id, m.day, f.kind as from_kind, cast(sum(m.amount) as bigint) as amount
      from movement m
      join account f on f.id = m.from_id
      join account t on t.id = m.to_id
     where m.cluster_id = $2 and m.authority_id = $1 and m.day >= $3 and m.day <= $4
       and m.intervention_id is not null and (t.kind = 'spent' or f.kind = 'spent')
     group by m.intervention_id, m.day, f.kind";

/// The years of clusters.
#[derive(Default)]
pub struct YearQuery;

#[Object]
impl YearQuery {
    /// A financial year of a cluster; without one, that of today.
    async fn fund_year(&self, ctx: &Context<'_>, cluster: ClusterId, year: Option<i32>) -> Result<FundYear> {
        let access = ctx.authorize(Action::SeePlan)?;
        let mut found = read(&access, cluster, year).await?;
        found.more = i32::try_from(found.interventions.len().saturating_sub(MOST_LINES)).unwrap_or(i32::MAX);
        found.interventions.truncate(MOST_LINES);
        Ok(found)
    }
}

async fn read(access: &Access<'_>, cluster: ClusterId, of: Option<i32>) -> Result<FundYear> {
    access.within(cluster)?;
    let of = FinancialYear(of.unwrap_or(FinancialYear::of(access.today()).0));
    if !(1990..=2100).contains(&of.0) {
        return Err(Failure::invalid("year", "Enter a year from 1990 to 2100").into());
    }
    let ids = || [access.authority.0.into(), cluster.0.into()];
    let rows: Vec<Row> = access.all(PLANNED, ids()).await?;
    let name = rows.first().map(|it| it.cluster.clone()).ok_or(Failure::NotFound)?;
    let values = ids().into_iter().chain([of.first().into(), of.last().into()]);
    let mut paid: HashMap<InterventionId, Vec<(NaiveDate, Pence)>> = HashMap::new();
    for it in access.all::<Paid>(PAID, values).await? {
        let back = it.from_kind == AccountKind::Spent;
        let amount = if back { Pence::ZERO - it.amount } else { it.amount };
        paid.entry(it.intervention_id).or_default().push((it.day, amount));
    }
    let mut parts = Vec::new();
    for row in rows {
        let Some(mut part) = row.part()? else { continue };
        part.paid = paid.remove(&part.id).unwrap_or_default();
        let lies_in = part.profile.iter().any(|it| it.starts >= of.first() && it.starts <= of.last());
        if lies_in || !part.paid.is_empty() {
            parts.push(part);
        }
    }
    Ok(year(cluster, name, of, &parts, access.today()))
}

impl Row {
    fn part(self) -> Result<Option<YearPart>> {
        let Self { id: Some(id), starts_on: Some(starts), ends_on: Some(ends), cost: Some(cost), .. } = self else {
            return Ok(None);
        };
        Ok(Some(YearPart {
            id,
            title: self.title.unwrap_or_default(),
            priority: self.priority.unwrap_or_default(),
            profile: planned(self.profile.as_deref(), cost, starts, ends)?,
            paid: Vec::new(),
        }))
    }
}

/// The profile that was written when the Board agreed; before profiles were written it followed from cost and dates.
pub(crate) fn planned(stored: Option<&str>, cost: Pence, starts: NaiveDate, ends: NaiveDate) -> Result<Vec<Month>> {
    match stored {
        Some(stored) => Ok(serde_json::from_str(stored)?),
        None => Ok(profile(cost, starts, ends)),
    }
}

/// The year as a table: months, then priorities, then interventions, all of them.
pub async fn year_csv(access: &Access<'_>, cluster: ClusterId, year: Option<i32>) -> Result<Vec<u8>> {
    let found = read(access, cluster, year).await?;
    let mut sheet = Sheet::new(["Part", "Name", "Planned", "Planned so far", "Spent", "Expected", "Pace"])?;
    for it in &found.months {
        use chrono::Datelike as _;
        let name = format!("{} {}", month_name(it.starts.month()), it.starts.year());
        sheet.row(["Month", &name, &pounds(it.planned), "", &pounds(it.spent), "", ""])?;
    }
    let mut line = |part, it: &YearLine| {
        let [planned, due, spent, expected] = [it.planned, it.due, it.spent, it.expected].map(pounds);
        sheet.row([part, &it.name, &planned, &due, &spent, &expected, it.pace.label()])
    };
    line("Year", &found.whole)?;
    for it in &found.priorities {
        line("Priority", it)?;
    }
    for it in &found.interventions {
        line("Intervention", it)?;
    }
    sheet.finish()
}
