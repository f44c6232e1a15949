//! Outcome areas as rows: people write labels, the page makes the codes.

use leptos::prelude::*;
use shared::{failure::Problem, setting::OutcomeArea};
use ui::{Button, ButtonKind, Input, focus_field};

use super::typed::rows;
use crate::form::Form;

/// Outcome areas as they are typed.
#[derive(Clone, Copy)]
pub struct Areas {
    rows: RwSignal<Vec<Row>>,
    next: StoredValue<usize>,
    /// The page. A row made by a button must outlive the view with the button.
    page: StoredValue<Owner>,
}

#[derive(Clone)]
struct Row {
    key: usize,
    /// Empty for a row that is new.
    code: String,
    label: RwSignal<String>,
}

impl Row {
    fn id(&self) -> String {
        format!("area-{}", self.key)
    }
}

impl Areas {
    /// Rows of what holds now.
    pub fn of(areas: &[OutcomeArea]) -> Self {
        let row = |(key, it): (usize, &OutcomeArea)| Row {
            key,
            code: it.code.clone(),
            label: RwSignal::new(it.label.clone()),
        };
        let rows = areas.iter().enumerate().map(row).collect();
        let page = StoredValue::new(Owner::current().unwrap_or_default());
        Self { rows: RwSignal::new(rows), next: StoredValue::new(areas.len()), page }
    }

    /// The areas, or the rows without a label.
    pub fn read(self) -> Result<Vec<OutcomeArea>, Vec<Problem>> {
        let rows = self.rows.get_untracked();
        let typed: Vec<(Row, String)> =
            rows.into_iter().map(|it| (it.clone(), it.label.get_untracked().trim().to_owned())).collect();
        let empty: Vec<Problem> = typed
            .iter()
            .filter(|(_, label)| label.is_empty())
            .map(|(it, _)| Problem { field: it.id(), message: "Enter the outcome area, or remove its row".into() })
            .collect();
        if !empty.is_empty() {
            return Err(empty);
        }
        let mut taken: Vec<String> = typed.iter().map(|(it, _)| it.code.clone()).collect();
        let areas = typed.into_iter().map(|(it, label)| {
            let code = if it.code.is_empty() { free_code(&label, &mut taken) } else { it.code };
            OutcomeArea { code, label }
        });
        Ok(areas.collect())
    }

    fn add(self) {
        let key = self.next.get_value();
        self.next.set_value(key + 1);
        let label = self.page.with_value(|it| it.with(RwSignal::default));
        let row = Row { key, code: String::new(), label };
        let id = row.id();
        self.rows.update(|it| it.push(row));
        request_animation_frame(move || focus_field(&id));
    }

    fn remove(self, key: usize) {
        self.rows.update(|it| it.retain(|it| it.key != key));
        request_animation_frame(|| focus_field("value"));
    }

    /// The controls.
    pub fn view(self, form: Form) -> AnyView {
        let row = move |row: Row| {
            let (key, id) = (row.key, row.id());
            let place =
                Memo::new(move |_| self.rows.with(|it| it.iter().position(|it| it.key == key)).unwrap_or(0) + 1);
            view! {
                <Input
                    name=id.clone()
                    label=move || format!("Outcome area {}", place.get())
                    value=row.label
                    error=form.error(id)
                    group_classes="govuk-!-margin-bottom-2"
                />
                <Button
                    button_type="button"
                    kind=ButtonKind::Secondary
                    on_click=move |_| self.remove(key)
                    classes="govuk-!-margin-bottom-6"
                >
                    "Remove"
                    <span class="govuk-visually-hidden">{move || format!(" outcome area {}", place.get())}</span>
                </Button>
            }
        };
        let inside = view! {
            <For each=move || self.rows.get() key=|it| it.key children=row />
            <div>
                <Button button_type="button" kind=ButtonKind::Secondary on_click=move |_| self.add()>
                    "Add an outcome area"
                </Button>
            </div>
        };
        rows(form, "Outcome areas", inside.into_any())
    }
}

/// A code made from a label that no other area has: small letters and hyphens.
fn free_code(label: &str, taken: &mut Vec<String>) -> String {
    /// Leaves room for what makes it different.
    const LONGEST: usize = 30;
    let letters: String =
        label.chars().map(|it| if it.is_ascii_alphabetic() { it.to_ascii_lowercase() } else { '-' }).collect();
    let words: Vec<&str> = letters.split('-').filter(|it| !it.is_empty()).collect();
    let mut code: String = words.join("-").chars().take(LONGEST).collect();
    if code.is_empty() {
        code.push_str("area");
    }
    while taken.contains(&code) {
        code.push_str("-x");
    }
    taken.push(code.clone());
    code
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_made_of_the_label_and_is_its_own() {
        let mut taken = vec!["attendance".to_owned()];
        assert_eq!(free_code("Fewer exclusions (all)", &mut taken), "fewer-exclusions-all");
        assert_eq!(free_code("Attendance", &mut taken), "attendance-x");
        assert_eq!(free_code("100 %", &mut taken), "area");
    }
}
