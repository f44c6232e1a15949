//! The money of a cluster on one page: how much is left, and where it went.

use leptos::prelude::*;
use shared::{
    calendar::written,
    fund::{Fund, Movement},
    id::ClusterId,
    money::Pence,
};
use ui::{
    Cell, NotificationBanner,
    chart::{BarChart, BarRow, Bars, Figure},
};

use crate::{
    heading::Heading,
    load::{asked, loaded},
    operations,
    paging::{after, pages},
    parts,
    routes::{id, says},
    shell::trail,
};

/// The money of a cluster.
#[component]
pub fn MoneyPage() -> impl IntoView {
    let cluster = id("cluster", ClusterId);
    let after = after();
    let news = [("paid", "The money is paid to the cluster."), ("reversed", "The movement is reversed.")];
    let news = news.into_iter().find(|(word, _)| says("done", word).get_untracked()).map(|it| it.1);
    let fund =
        asked::<operations::ClusterFund>(move || operations::cluster_fund::Variables { cluster, after: after.get() });
    loaded(fund, "Money", move |found| page(cluster, &found.fund, after.get_untracked().is_some(), news))
}

fn page(cluster: ClusterId, fund: &Fund, later: bool, news: Option<&'static str>) -> AnyView {
    trail(&[("Clusters", "/clusters"), (&fund.cluster, &format!("/clusters/{cluster}"))], "Money");
    let news = news.filter(|_| !later).map(|text| view! { <NotificationBanner success=true text=text /> });
    let files = format!("/download/clusters/{cluster}");
    let pay = fund
        .allocates
        .then(|| parts::button("Pay money to the cluster", format!("/clusters/{cluster}/money/allocate")));
    view! {
        {news}
        <Heading text="Money" caption=fund.cluster.clone() title=format!("Money of {}", fund.cluster) />
        {(!later).then(|| figures(fund))}
        {(!later).then(|| parts::download("Download these figures (CSV)", &format!("{files}/money.csv")))}
        {parts::link_line("See planned and paid by month, priority and intervention", &format!("/clusters/{cluster}/money/year"))}
        {pay}
        <h2 class="govuk-heading-m">"Movements"</h2>
        {movements(cluster, fund, later)}
        {parts::download("Download all movements (CSV)", &format!("{files}/movements.csv"))}
        {parts::link_line("See the plan of the cluster", &format!("/clusters/{cluster}/plan"))}
    }
    .into_any()
}

/// What came in, and what became of it: the picture has its numbers beside it.
fn figures(fund: &Fund) -> AnyView {
    let lead = format!("The cluster has {} left to commit.", fund.left.short());
    // Without money there is nothing to draw.
    let chart = (fund.received > Pence::ZERO).then(|| {
        let row = |label: &str, amount: Pence| BarRow {
            label: label.to_owned(),
            whole: None,
            parts: vec![Figure::Pence(amount.0)],
        };
        // A bar each and not one in parts: then the table is as narrow as a phone, and what is left is never out of sight.
        let bars = Bars {
            rows_are: "Money".into(),
            whole_is: String::new(),
            series: vec!["Amount".into()],
            rows: vec![
                row("Received", fund.received),
                row("Spent", fund.spent),
                row("Committed, not paid", fund.committed),
                row("Left to commit", fund.left),
            ],
        };
        view! { <BarChart id="fund" title="What became of the money" subtitle="Received from the authority, and what became of it" bars /> }
    });
    view! {
        <p class="govuk-body-l">{lead}</p>
        {chart}
    }
    .into_any()
}

fn movements(cluster: ClusterId, fund: &Fund, later: bool) -> AnyView {
    let here = format!("/clusters/{cluster}/money");
    let list = if fund.movements.is_empty() {
        let text = if later {
            "There are no earlier movements."
        } else if fund.allocates {
            "No money has been paid to this cluster yet. Pay the first amount, so that its Board can agree interventions."
        } else {
            "No money has been paid to this cluster yet. The authority’s strategic lead for SEND pays it."
        };
        parts::inset(text)
    } else {
        // What matters most comes first: on a phone the rest is reached by scrolling.
        let mut head =
            vec![Cell::text("Day"), Cell::number("Amount"), Cell::text("Reason"), Cell::text("From"), Cell::text("To")];
        if fund.reverses {
            head.push(Cell::text("Reverse"));
        }
        let rows = fund.movements.iter().map(|it| row(it, fund.reverses)).collect::<Vec<_>>();
        let caption = "Movements, the latest first";
        parts::table(caption, caption, head, rows)
    };
    view! {
        {list}
        {pages(&here, &[], later, fund.next.as_ref())}
    }
    .into_any()
}

fn row(it: &Movement, reverses: bool) -> Vec<Cell> {
    let reason = it.reason.clone();
    let reason = match it.intervention {
        Some(id) => {
            let href = format!("/interventions/{id}");
            Cell::text(move || parts::link(&reason, &href))
        }
        None => Cell::text(reason),
    };
    let mut cells = vec![
        Cell::text(written(it.day)),
        Cell::number(it.amount.to_string()),
        reason,
        Cell::text(it.from.label()),
        Cell::text(it.to.label()),
    ];
    if reverses {
        let href = format!("/movements/{}/reverse", it.id);
        let hidden = format!("{} of {}", it.amount, written(it.day));
        let link = move || {
            view! {
                <a class="govuk-link" href=href.clone()>
                    "Reverse"
                    <span class="govuk-visually-hidden">" " {hidden.clone()}</span>
                </a>
            }
            .into_any()
        };
        cells.push(if it.reversible {
            Cell::text(link)
        } else {
            Cell::text(if it.reversal { "A reversal" } else { "" })
        });
    }
    cells
}
