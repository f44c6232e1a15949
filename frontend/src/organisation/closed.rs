//! Schools that have closed and are still in a cluster: what hangs on them stays, and nobody moves them silently.

use leptos::prelude::*;
use shared::{calendar::written, id::ClusterId, organisation::record::ClosedSchool};
use ui::Cell;

use super::{linked, record};
use crate::{
    load::asked,
    operations::{self, closed_schools},
    parts,
};

/// The closed schools of a cluster with what came after them; nothing while there are none. The page is whole without.
pub fn closed_schools(cluster: ClusterId) -> AnyView {
    let asked = asked::<operations::ClosedSchools>(move || closed_schools::Variables { cluster });
    (move || match asked.answer() {
        Some(Ok(found)) if !found.closed_schools.is_empty() => shown(found.closed_schools),
        _ => ().into_any(),
    })
    .into_any()
}

fn shown(schools: Vec<ClosedSchool>) -> AnyView {
    let rows: Vec<Vec<Cell>> = schools
        .into_iter()
        .map(|it| {
            let after = if it.replaced_by.is_empty() {
                Cell::text("Nothing is known of a school after it")
            } else {
                Cell::text(move || record::list(&it.replaced_by))
            };
            vec![
                linked(it.name, format!("/schools/{}", it.id)),
                Cell::text(it.closed_on.map_or_else(|| "Not known".to_owned(), written)),
                after,
            ]
        })
        .collect();
    view! {
        <h2 class="govuk-heading-m">"Schools that have closed"</h2>
        {parts::body(
            "They are still in this cluster, with what hangs on them. The administrator moves a school that came after into it.",
        )}
        {parts::table(
            "Schools that have closed, and those that replaced them",
            "Schools that have closed",
            ["School", "Closed on", "Replaced by"].map(Cell::text).to_vec(),
            rows,
        )}
    }
    .into_any()
}
