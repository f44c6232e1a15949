//! A financial year of a cluster: planned and paid by month, what it comes to, and what departs from the plan.

use chrono::Datelike;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use shared::{
    calendar::{FinancialYear, month_name},
    fund::year::{FundYear, YearLine},
    id::ClusterId,
    money::Pence,
};
use ui::{
    Cell, WarningText,
    chart::{BarChart, BarRow, Bars, Figure},
};

use crate::{
    heading::Heading,
    load::{asked, loaded},
    operations, parts,
    routes::id,
    shell::trail,
};

/// A financial year of a cluster.
#[component]
pub fn YearPage() -> impl IntoView {
    let cluster = id("cluster", ClusterId);
    let query = use_query_map();
    let year = Memo::new(move |_| query.with(|it| it.get("year")).and_then(|it| it.parse::<i32>().ok()));
    let found = asked::<operations::FundYear>(move || operations::fund_year::Variables {
        cluster,
        year: year.get().map(i64::from),
    });
    loaded(found, "Money of the year", move |found| page(&found.fund_year))
}

fn page(it: &FundYear) -> AnyView {
    let cluster = format!("/clusters/{}", it.cluster);
    let money = format!("{cluster}/money");
    let year = FinancialYear(it.year);
    trail(&[("Clusters", "/clusters"), (&it.name, &cluster), ("Money", &money)], format!("Year {year}"));
    let whole = &it.whole;
    let lead = format!(
        "{} was planned for {year}. {} is paid. By the end of March {} it is expected to be {}.",
        whole.planned.short(),
        whole.spent.short(),
        it.year + 1,
        whole.expected.short(),
    );
    let warning = whole.warning().map(|text| view! { <WarningText>{text}</WarningText> });
    let other = |year: i32, text: &'static str| {
        parts::link(&format!("{text} {}", FinancialYear(year)), &format!("{money}/year?year={year}"))
    };
    let file = format!("/download/clusters/{}/year.csv?year={}", it.cluster, it.year);
    view! {
        <Heading text=format!("Money of the year {year}") caption=it.name.clone() />
        <p class="govuk-body-l">{lead}</p>
        {warning}
        {months(it)}
        {lines("By priority", "Priority", &it.priorities)}
        {lines("By intervention", "Intervention", &it.interventions)}
        {(it.more > 0).then(|| parts::body(format!("There are {} more interventions. The file has them all.", it.more)))}
        {parts::download("Download the year as a table (CSV)", &file)}
        <p class="govuk-body">{other(it.year - 1, "See the year")} ", " {other(it.year + 1, "see the year")}</p>
    }
    .into_any()
}

fn months(it: &FundYear) -> AnyView {
    let row = |it: &shared::fund::year::YearMonth| BarRow {
        label: format!("{} {}", month_name(it.starts.month()), it.starts.year()),
        whole: None,
        parts: vec![Figure::Pence(it.spent.0), Figure::Pence((it.planned - it.spent).max(Pence::ZERO).0)],
    };
    let bars = Bars {
        rows_are: "Month".into(),
        whole_is: String::new(),
        series: vec!["Paid".into(), "Planned, not paid".into()],
        rows: it.months.iter().filter(|it| it.planned > Pence::ZERO || it.spent != Pence::ZERO).map(row).collect(),
    };
    if bars.rows.is_empty() {
        return parts::body("Nothing was planned or paid in this year.");
    }
    view! { <BarChart id="months" title="Planned and paid by month" subtitle="What was planned for each month, and what of it is paid" bars /> }
    .into_any()
}

fn lines(title: &'static str, head: &'static str, lines: &[YearLine]) -> AnyView {
    if lines.is_empty() {
        return ().into_any();
    }
    let row = |it: &YearLine| {
        let name = match it.id {
            Some(id) => {
                let (href, name) = (format!("/interventions/{id}"), it.name.clone());
                Cell::text(move || parts::link(&name, &href))
            }
            None => Cell::text(it.name.clone()),
        };
        let money = |it: Pence| Cell::number(it.short());
        vec![name, money(it.planned), money(it.due), money(it.spent), money(it.expected), Cell::text(it.pace.label())]
    };
    let head = vec![
        Cell::text(head),
        Cell::number("Planned"),
        Cell::number("Planned so far"),
        Cell::number("Spent"),
        Cell::number("Expected"),
        Cell::text("Pace"),
    ];
    view! {
        <h2 class="govuk-heading-m">{title}</h2>
        {parts::table(title, title, head, lines.iter().map(row).collect())}
    }
    .into_any()
}
