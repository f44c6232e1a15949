//! Table: numbers and words that are compared by row and column.

use leptos::prelude::*;

use crate::{
    Content,
    content::{classes, some},
};

/// One cell.
#[derive(Clone, Default)]
pub struct Cell {
    content: Content,
    numeric: bool,
    classes: String,
    columns: Option<u16>,
    rows: Option<u16>,
}

impl Cell {
    /// Words.
    pub fn text(content: impl Into<Content>) -> Self {
        Self { content: content.into(), ..Self::default() }
    }

    /// A number: stands to the right, digits under digits.
    pub fn number(content: impl Into<Content>) -> Self {
        Self { content: content.into(), numeric: true, ..Self::default() }
    }

    /// More class names.
    pub fn classes(mut self, classes: impl Into<String>) -> Self {
        self.classes = classes.into();
        self
    }

    /// Spans columns.
    pub fn columns(mut self, columns: u16) -> Self {
        self.columns = Some(columns);
        self
    }

    /// Spans rows.
    pub fn rows(mut self, rows: u16) -> Self {
        self.rows = Some(rows);
        self
    }

    fn class(&self, base: &str, with_format: bool) -> String {
        let format = if with_format && self.numeric { format!("{base}--numeric") } else { String::new() };
        classes(&classes(base, &format), &self.classes)
    }
}

/// The class of a table whose rows are blocks on a phone.
const STACKS: &str = "app-table--stacks";

/// A table.
#[component]
pub fn Table(
    /// What the table is about.
    #[prop(optional, into)]
    caption: Content,
    /// Class names of the caption, for example `govuk-table__caption--m` or `govuk-visually-hidden`.
    #[prop(optional, into)]
    caption_classes: String,
    /// The heads of the columns.
    #[prop(optional)]
    head: Vec<Cell>,
    /// The rows.
    rows: Vec<Vec<Cell>>,
    /// The first cell of each row is its head.
    #[prop(optional)]
    first_cell_is_header: bool,
    /// On a phone each row is a block, each cell of it a line that begins with the head of its column. The roles are
    /// said in words then, because a browser forgets those of what is shown as a block.
    #[prop(optional)]
    stacks: bool,
    /// More class names.
    #[prop(optional, into)]
    classes: String,
) -> impl IntoView {
    let role = |role: &'static str| stacks.then_some(role);
    let labels: Vec<Option<String>> =
        head.iter().map(|it| it.content.as_text().filter(|_| stacks).map(str::to_owned)).collect();
    let classes = if stacks { self::classes(STACKS, &classes) } else { classes };
    let caption = (!caption.is_empty()).then(|| {
        let class = self::classes("govuk-table__caption", &caption_classes);
        view! { <caption class=class>{caption.render()}</caption> }.into_any()
    });
    let column = |cell: Cell| {
        let class = cell.class("govuk-table__header", true);
        view! {
            <th scope="col" role=role("columnheader") class=class colspan=span(cell.columns) rowspan=span(cell.rows)>
                {cell.content.render()}
            </th>
        }
        .into_any()
    };
    let head = (!head.is_empty()).then(|| {
        view! {
            <thead class="govuk-table__head" role=role("rowgroup")>
                <tr class="govuk-table__row" role=role("row")>{head.into_iter().map(column).collect_view()}</tr>
            </thead>
        }
        .into_any()
    });
    let cell = |(place, cell): (usize, Cell)| {
        if place == 0 && first_cell_is_header {
            let class = cell.class("govuk-table__header", false);
            view! {
                <th scope="row" role=role("rowheader") class=class colspan=span(cell.columns) rowspan=span(cell.rows)>
                    {cell.content.render()}
                </th>
            }
            .into_any()
        } else {
            let class = cell.class("govuk-table__cell", true);
            let label = labels.get(place).cloned().flatten();
            view! {
                <td role=role("cell") data-label=label class=class colspan=span(cell.columns) rowspan=span(cell.rows)>
                    {cell.content.render()}
                </td>
            }
            .into_any()
        }
    };
    let row = |cells: Vec<Cell>| {
        view! { <tr class="govuk-table__row" role=role("row")>{cells.into_iter().enumerate().map(cell).collect_view()}</tr> }.into_any()
    };
    view! {
        <table class=self::classes("govuk-table", &classes) role=role("table")>
            {caption} {head} <tbody class="govuk-table__body" role=role("rowgroup")>{rows.into_iter().map(row).collect_view()}</tbody>
        </table>
    }
}

fn span(count: Option<u16>) -> Option<String> {
    some(count.map(|count| count.to_string()).unwrap_or_default())
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    #[test]
    fn a_table_that_stacks_says_its_columns_in_each_cell() {
        let head = vec![Cell::text("School"), Cell::number("Pupils")];
        let rows = vec![vec![Cell::text("Ash"), Cell::number("7")]];
        let html = view! { <Table head rows first_cell_is_header=true stacks=true /> }.to_html();
        assert!(html.contains("app-table--stacks") && html.contains("role=\"rowheader\""), "{html}");
        assert!(html.contains("data-label=\"Pupils\"") && !html.contains("data-label=\"School\""), "{html}");
    }
}
