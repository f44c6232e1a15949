//! The list itself, the day, the group, and whether the schools take part.

use leptos::prelude::*;
use shared::{failure::Problem, organisation::names::read_names};
use ui::{RadioItem, Radios, Select, SelectItem, Textarea};

use super::{DECIDE, List};
use crate::{
    operations::{self, match_names},
    organisation::manage::sheet,
    parts,
    routes::Way,
    shell::trail,
};

/// The first page.
pub fn page(list: List, way: Way) -> AnyView {
    let setup = list.setup.get_value();
    let (name, groups) = setup.map(|it| (it.name, it.groups)).unwrap_or_default();
    trail(&[("Clusters", "/clusters"), (&name, &list.at())], "Add schools from a list");
    let form = list.form;
    let submit = move || {
        let names = list.text.with_untracked(|it| read_names(it));
        let since = list.since.read("since", "the day from which they belong to the cluster");
        let answered = list.engaged.with_untracked(String::is_empty);
        let missing = || vec![Problem { field: "engaged".into(), message: "Choose whether they take part".into() }];
        let checked = match (names, since, answered) {
            (Ok(names), Ok(_), false) => Ok(names),
            (names, since, none) => {
                let missing = none.then(missing);
                Err([names.err(), since.err(), missing].into_iter().flatten().flatten().collect())
            }
        };
        let Some(names) = form.check(checked) else { return };
        let (way, text) = (way.clone(), list.text.get_untracked());
        // The same list again: what was decided about it stays.
        if list.matched.with_untracked(|it| *it == text) {
            list.go(&way, DECIDE);
            return;
        }
        let variables = match_names::Variables { cluster: list.cluster, names };
        form.send::<operations::MatchNames>(variables, move |found| {
            list.take(found.match_names);
            list.matched.set(text);
            list.go(&way, DECIDE);
        });
    };
    let mut items = vec![SelectItem::new("", "No group")];
    items.extend(groups.iter().map(|it| SelectItem::new(it.id.to_string(), it.name.clone())));
    let group = (!groups.is_empty()).then(|| {
        view! { <Select name="group" label="Working group" label_classes="govuk-label--s" value=list.group items /> }.into_any()
    });
    let pilot = vec![
        RadioItem::new("yes", "Yes").hint("They are recorded as engaged from this day, unless they said so before."),
        RadioItem::new("no", "No, or not known yet").hint("Nothing is recorded about the pilot."),
    ];
    let inside = view! {
        <Textarea
            name="names"
            label="Names of the schools"
            label_classes="govuk-label--s"
            hint="One name a line, as people write them, at most 200. Numbers before the names do not matter. You decide about each name next."
            rows=12
            spellcheck=Some(false)
            value=list.text
            error=form.error("names")
        />
        {parts::day(
            "since",
            "From which day do they belong to the cluster?",
            's',
            "Schools that are in it already stay as they are. For example, 1 9 2018",
            list.since,
            form.error("since"),
        )}
        {group}
        <Radios
            name="engaged"
            legend="Do they take part in the pilot?"
            legend_classes="govuk-fieldset__legend--s"
            items=pilot
            value=list.engaged
            error=form.error("engaged")
        />
        {parts::send("Continue", form.sending())}
    };
    sheet(form, "Add schools from a list", name, submit, inside.into_any())
}
