//! What somebody can see and do, and why, as a table.

use leptos::prelude::*;
use shared::organisation::people::Ability;
use ui::Cell;

use crate::{
    load::asked,
    operations::{self, rights},
    parts,
};

/// The table; a line a reason.
pub fn table(abilities: Vec<Ability>) -> AnyView {
    let rows: Vec<Vec<Cell>> = abilities
        .into_iter()
        .flat_map(|it| {
            let what = it.what;
            let row = move |it: shared::organisation::people::Ground| {
                vec![Cell::text(what.clone()), Cell::text(it.place), Cell::text(it.because)]
            };
            it.grounds.into_iter().map(row)
        })
        .collect();
    parts::table(
        "What they can see and do, where, and because of which role",
        "What they can see and do, and why",
        ["What", "Where", "Because of the role"].map(Cell::text).to_vec(),
        rows,
    )
}

/// What the reader's own roles let them see and do.
pub fn own_abilities() -> AnyView {
    let own = asked::<operations::Rights>(|| rights::Variables);
    let shown = move || match own.answer() {
        None => view! {
            <p class="govuk-body" role="status">
                "Loading"
            </p>
        }
        .into_any(),
        Some(Err(_)) => view! {
            {parts::body("We could not load what your roles let you do.")}
            {parts::secondary("Try again", move |_| own.again())}
        }
        .into_any(),
        Some(Ok(found)) if found.rights.is_empty() => parts::body("Without a role you see nothing of any cluster."),
        Some(Ok(found)) => table(found.rights),
    };
    view! {
        <h2 class="govuk-heading-m">"What your roles let you see and do"</h2>
        {shown}
    }
    .into_any()
}
