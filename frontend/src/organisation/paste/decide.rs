//! What each name means: the doubtful ones first, each with its candidates and why.

use leptos::prelude::*;
use shared::{
    failure::Problem,
    id::SchoolId,
    organisation::{
        SchoolStatus,
        names::{Candidate, Confirmed, ConfirmedName, Verdict},
    },
};
use ui::{Button, ButtonKind, Input, RadioItem, Radios, focus_field};

use super::{CHECK, List, Name, OTHER, OUT};
use crate::{
    heading::Heading,
    operations::{self, match_names, remember_names},
    parts,
    routes::way,
    shell::back,
};

/// The second page.
pub fn page(list: List) -> AnyView {
    back(format!("{}/paste", list.at()));
    let (form, way) = (list.form, way());
    let submit = move || {
        let names = list.names.get_untracked();
        let undecided = |it: &&Name| it.choice.with_untracked(|it| it.is_empty() || it == OTHER);
        let open = names.iter().filter(undecided).map(|it| Problem {
            field: it.field(),
            message: format!("Choose what “{}” means, or leave it out", it.found.with_untracked(|it| it.name.clone())),
        });
        let open: Vec<Problem> = open.collect();
        let checked = if open.is_empty() { Ok(confirmed(&names)) } else { Err(open) };
        let Some(names) = form.check(checked) else { return };
        if names.is_empty() {
            list.go(&way, CHECK);
            return;
        }
        let (way, input) = (way.clone(), Confirmed { cluster: list.cluster, names });
        form.send::<operations::RememberNames>(remember_names::Variables { input }, move |_| list.go(&way, CHECK));
    };
    let names = list.names.get_untracked();
    let many = names.len();
    let doubtful = names.iter().filter(|it| it.doubtful()).count();
    let told = if doubtful == 0 {
        format!("All {many} names are found. Check that each is the school you mean.")
    } else {
        format!("{doubtful} of {many} names need your decision. They come first. Check the others too.")
    };
    let part = |doubtful: bool, title: &'static str| {
        let some: Vec<&Name> = names.iter().filter(|it| it.doubtful() == doubtful).collect();
        (!some.is_empty()).then(|| {
            view! {
                <h2 class="govuk-heading-m">{title}</h2>
                {some.into_iter().map(|it| question(list, it)).collect_view()}
            }
            .into_any()
        })
    };
    let inside = view! {
        {part(true, "To decide")}
        {part(false, "Found")}
        {parts::send("Continue", form.sending())}
    };
    let page = view! {
        <Heading text="What does each name mean?" wrong=form.wrong() />
        {parts::body(told)}
        {parts::form(submit, inside.into_any())}
    };
    view! {
        {form.summary_at(str::to_owned)}
        {parts::two_thirds(page.into_any())}
    }
    .into_any()
}

/// The names that are remembered: those for whom the likeliest school was confirmed, or one that was looked for where
/// none was likely. A school that was chosen against a better fit is a mended mistake of the list, not another name.
fn confirmed(names: &[Name]) -> Vec<ConfirmedName> {
    let remembered = names.iter().filter_map(|it| {
        let chosen = it.chosen()?;
        it.found.with_untracked(|found| {
            let likeliest = found.candidates.first().is_some_and(|it| it.school == chosen.school);
            let unsure = matches!(found.verdict, Verdict::Nothing | Verdict::Closed);
            let note = if likeliest { found.note.clone() } else { String::new() };
            (likeliest || unsure).then(|| ConfirmedName { name: found.name.clone(), school: chosen.school, note })
        })
    });
    remembered.collect()
}

/// One name. Its choices are made anew when another school was looked for.
fn question(list: List, name: &Name) -> AnyView {
    let name = name.clone();
    (move || {
        let found = name.found.get();
        let mut items: Vec<RadioItem> = found.candidates.iter().map(|it| candidate(list, it)).collect();
        let none = items.is_empty();
        items.push(RadioItem::new(OTHER, "Another school").conditional(search(list, &name)));
        if !none {
            items.insert(items.len() - 1, RadioItem::divider("or"));
        }
        items.push(RadioItem::new(OUT, "Leave this name out"));
        let hint =
            if found.why.is_empty() { String::new() } else { format!("{}: {}", found.verdict.label(), found.why) };
        view! {
            <Radios
                name=name.field()
                legend=found.name.clone()
                legend_classes="govuk-fieldset__legend--s"
                classes="govuk-radios--small"
                hint=hint
                items
                value=name.choice
                error=list.form.error(name.field())
            />
        }
        .into_any()
    })
    .into_any()
}

/// A school that the name may mean. To take it out of another cluster is a decision, and says so.
fn candidate(list: List, it: &Candidate) -> RadioItem {
    let place = it.place.as_ref().filter(|place| !it.name.contains(place.as_str()));
    let name = place.map_or_else(|| it.name.clone(), |place| format!("{}, {place}", it.name));
    let elsewhere = it.cluster.as_ref().filter(|it| it.id != list.cluster);
    let here = it.cluster.as_ref().is_some_and(|it| it.id == list.cluster);
    let text = match elsewhere {
        Some(other) => format!("Move it here from {}: {name}", other.name),
        None => name,
    };
    let closed = if it.status == SchoolStatus::Open { String::new() } else { format!(" {}.", it.status.label()) };
    let here = if here { " In this cluster already." } else { "" };
    let hint = format!("{}. {}, URN {}.{closed}{here}", it.reason, it.phase.label(), it.urn);
    RadioItem::new(it.school.to_string(), text).hint(hint)
}

/// Looking for another school: what it finds takes the place of the candidates.
fn search(list: List, name: &Name) -> impl Fn() -> AnyView + Clone + Send + Sync + 'static {
    let name = name.clone();
    move || {
        let (field, text, found, choice) = (name.field(), name.search, name.found, name.choice);
        let written = found.with_untracked(|it| it.name.clone());
        let form = list.form;
        let look_for = field.clone();
        let look = move |_| {
            let field = look_for.clone();
            let typed = text.get_untracked().trim().to_owned();
            if typed.is_empty() {
                return;
            }
            let variables = match_names::Variables { cluster: list.cluster, names: vec![typed.clone()] };
            form.send::<operations::MatchNames>(variables, move |answer| {
                let Some(other) = answer.match_names.into_iter().next() else { return };
                let first = other.candidates.first().map(|it: &Candidate| it.school);
                found.update(|it| {
                    it.why = if other.candidates.is_empty() {
                        format!("No school fits “{typed}”.")
                    } else {
                        format!("These fit “{typed}”.")
                    };
                    it.verdict = Verdict::Nothing;
                    it.note = String::new();
                    it.candidates = other.candidates;
                });
                choice.set(first.map(|it: SchoolId| it.to_string()).unwrap_or_else(|| OTHER.to_owned()));
                // What was found stands in the place of what was pressed.
                request_animation_frame(move || focus_field(&field));
            });
        };
        view! {
            <Input
                name=format!("{field}-search")
                label="Name or URN"
                value=text
                classes="govuk-input--width-20"
                spellcheck=Some(false)
            />
            <Button kind=ButtonKind::Secondary button_type="button" on_click=look disabled=form.sending()>
                "Find"
                <span class="govuk-visually-hidden">{format!(" a school for {written}")}</span>
            </Button>
        }
        .into_any()
    }
}
