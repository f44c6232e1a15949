//! Adding to the menu and changing what it says: the form, then the answers to check.

use leptos::prelude::*;
use shared::{
    id::CatalogueItemId,
    intervention::catalogue::{
        CatalogueEntry, CatalogueFilter, CatalogueItem, CataloguePage, NewCatalogueItem, RevisedCatalogueItem,
    },
};
use ui::{CheckboxItem, Checkboxes, RadioItem, Radios, SummaryAction, SummaryRow};
use uuid::Uuid;

use super::{told, typed::Typed};
use crate::{
    form::Form,
    heading::{Heading, replaced},
    intervention::ask_before_leaving,
    load::{Asked, asked, loaded},
    operations::{self, catalogue, catalogue_item},
    parts,
    routes::{Way, id, says, way},
    shell::back,
};

const ADD: &str = "Add something to the menu";
const CHANGE: &str = "Change what the menu says";
const YES: &str = "yes";

/// Adding to the menu.
#[component]
pub fn AddItemPage() -> impl IntoView {
    back("/menu".to_owned());
    let filter = CatalogueFilter::default();
    let asked = asked::<operations::Catalogue>(move || catalogue::Variables { filter: filter.clone(), after: None });
    // Made once: what is typed outlives a second answer, and the step to the check and back.
    let state = State::new(None);
    loaded(asked, ADD, move |found| add(&found.catalogue, state))
}

fn add(menu: &CataloguePage, state: State) -> AnyView {
    let mut for_whom: Vec<(String, String)> =
        menu.adds_for.iter().map(|it| (it.id.to_string(), it.name.clone())).collect();
    if menu.adds {
        for_whom.insert(0, (String::new(), "The authority".to_owned()));
    }
    match for_whom.as_slice() {
        [] => return closed("You cannot add to the menu", "/menu"),
        [(only, _)] => state.typed.cluster.set(only.clone()),
        [(first, _), ..] if state.typed.cluster.with_untracked(String::is_empty) && !menu.adds => {
            state.typed.cluster.set(first.clone());
        }
        _ => {}
    }
    let at = "/menu/new".to_owned();
    pages(Shared {
        state,
        saved: StoredValue::new(None),
        for_whom: StoredValue::new(for_whom),
        at: StoredValue::new(at),
        way: StoredValue::new(way()),
    })
}

/// Changing what the menu says of something.
#[component]
pub fn ChangeItemPage() -> impl IntoView {
    let id = id("item", CatalogueItemId);
    back(format!("/menu/{id}"));
    let asked = asked::<operations::CatalogueItem>(move || catalogue_item::Variables { id });
    let owner = Owner::current().unwrap_or_default();
    let made = StoredValue::new(None::<(i32, State)>);
    loaded(asked, CHANGE, move |found| {
        let it = found.catalogue_item;
        if !it.changes {
            return closed("You cannot change this", &format!("/menu/{id}"));
        }
        // Made anew only for another version: "keep theirs" reads it.
        let state = match made.get_value() {
            Some((version, state)) if version == it.version => state,
            _ => owner.with(|| State::new(Some(&it))),
        };
        made.set_value(Some((it.version, state)));
        let at = format!("/menu/{id}/change");
        pages(Shared {
            state,
            saved: StoredValue::new(Some((it, asked))),
            for_whom: StoredValue::new(Vec::new()),
            at: StoredValue::new(at),
            way: StoredValue::new(way()),
        })
    })
}

fn closed(title: &'static str, to: &str) -> AnyView {
    view! {
        <Heading text=title />
        {parts::body(
            "The authority’s lead for SEND keeps the menu. The Board and the host of a cluster add to it, and change what their cluster has added.",
        )}
        {parts::button("Go back to the menu", to.to_owned())}
    }
    .into_any()
}

/// What is typed, and what was found wrong with it.
#[derive(Clone, Copy)]
struct State {
    id: CatalogueItemId,
    typed: Typed,
    form: Form,
    sent: RwSignal<bool>,
}

impl State {
    fn new(saved: Option<&CatalogueItem>) -> Self {
        let typed = Typed::of(saved.map(|it| &it.entry));
        if saved.is_some_and(|it| it.retired_on.is_some()) {
            typed.retired.set(vec![YES.to_owned()]);
        }
        let sent = RwSignal::new(false);
        let untouched = saved.map(|it| it.entry.clone());
        ask_before_leaving(move || {
            let changed = match &untouched {
                None => !typed.is_empty(),
                Some(before) => typed.entry().ok().as_ref() != Some(before),
            };
            !sent.get() && changed
        });
        // The same id for every try: a second try is answered as the first was.
        let id = saved.map_or_else(|| CatalogueItemId(Uuid::new_v4()), |it| it.id);
        Self { id, typed, form: Form::new(), sent }
    }
}

type Saved = (CatalogueItem, Asked<catalogue_item::catalogue_item::ResponseData>);

/// What both pages share.
#[derive(Clone, Copy)]
struct Shared {
    state: State,
    saved: StoredValue<Option<Saved>>,
    /// For whom something may be added: an id, or nothing for the authority, and a name.
    for_whom: StoredValue<Vec<(String, String)>>,
    at: StoredValue<String>,
    way: StoredValue<Way>,
}

fn pages(shared: Shared) -> AnyView {
    let checking = says("check", YES);
    let form = shared.state.form;
    (move || {
        // What the server refuses at a field is put right in the form.
        let wrong = form.invalid().get();
        let checked = (checking.get() && !wrong).then(|| untrack(|| shared.state.typed.entry().ok())).flatten();
        checked.map_or_else(|| question(shared), |it| check(shared, it))
    })
    .into_any()
}

impl Shared {
    fn title(self) -> &'static str {
        if self.saved.with_value(Option::is_some) { CHANGE } else { ADD }
    }

    /// Sends the entry over a version.
    fn send(self, entry: CatalogueEntry, version: i32) {
        let State { id, typed, form, sent } = self.state;
        let way = self.way.get_value();
        if self.saved.with_value(Option::is_none) {
            let input = NewCatalogueItem { id, cluster: typed.for_cluster(), entry };
            let variables = operations::add_catalogue_item::Variables { input };
            form.send::<operations::AddCatalogueItem>(variables, move |_| {
                sent.set(true);
                way.instead(&format!("/menu/{id}?done=added"));
            });
        } else {
            let retired = typed.retired.with_untracked(|it| !it.is_empty());
            let input = RevisedCatalogueItem { id, version, entry, retired };
            let variables = operations::revise_catalogue_item::Variables { input };
            form.send::<operations::ReviseCatalogueItem>(variables, move |_| {
                sent.set(true);
                way.instead(&format!("/menu/{id}?done=changed"));
            });
        }
    }

    fn version(self) -> i32 {
        self.saved.with_value(|it| it.as_ref().map_or(0, |it| it.0.version))
    }
}

/// What the menu is to say.
fn question(shared: Shared) -> AnyView {
    let State { typed, form, .. } = shared.state;
    let submit = move || {
        if form.check(typed.entry()).is_some() {
            shared.way.get_value().to(&format!("{}?check={YES}", shared.at.get_value()));
        }
    };
    let for_whom = shared.for_whom.get_value();
    let whose = (for_whom.len() > 1).then(|| {
        let items = for_whom.into_iter().map(|(id, name)| RadioItem::new(id, name)).collect::<Vec<_>>();
        view! {
            <Radios
                name="cluster"
                legend="Who adds it?"
                legend_classes="govuk-fieldset__legend--s"
                hint="Everybody in the authority sees the menu. Only those who act for the one you choose can change this."
                items
                value=typed.cluster
                classes="govuk-radios--small"
            />
        }
        .into_any()
    });
    let retired = shared.saved.with_value(Option::is_some).then(|| {
        view! {
            <h2 class="govuk-heading-m">"Is it still offered?"</h2>
            <Checkboxes
                name="retired"
                values=typed.retired
                items=vec![CheckboxItem::new(YES, "Take it off the menu. What was planned with it keeps its link.")]
            />
        }
        .into_any()
    });
    let inside = view! {
        {whose}
        {typed.view(form)}
        {retired}
        {parts::go_on()}
    };
    let page = view! {
        <Heading text=shared.title() wrong=form.wrong() />
        {parts::form(submit, inside.into_any())}
    };
    view! {
        {form.summary()}
        {parts::two_thirds(page.into_any())}
    }
    .into_any()
}

/// The answers, before they are saved.
fn check(shared: Shared, entry: CatalogueEntry) -> AnyView {
    let State { typed, form, .. } = shared.state;
    let at = shared.at.get_value();
    back(at.clone());
    let mut rows =
        vec![SummaryRow::new("Title", entry.title.clone()).action(SummaryAction::change(at.clone(), "title"))];
    rows.extend(told::rows(&entry, Some(&at)));
    let whose = typed.cluster.get_untracked();
    let whose = shared.for_whom.with_value(|it| it.iter().find(|it| it.0 == whose).map(|it| it.1.clone()));
    rows.extend(whose.map(|it| SummaryRow::new("Added by", it)));
    if typed.retired.with_untracked(|it| !it.is_empty()) {
        rows.push(
            SummaryRow::new("Offered", "No: it is taken off the menu")
                .action(SummaryAction::change(at, "whether it is offered")),
        );
    }
    let entry = StoredValue::new(entry);
    let save = Callback::new(move |version: i32| shared.send(entry.get_value(), version));
    let theirs = Callback::new(move |()| {
        replaced();
        form.refuse(Vec::new());
        shared.way.get_value().instead(&shared.at.get_value());
        if let Some((_, asked)) = shared.saved.get_value() {
            asked.again();
        }
    });
    let button = if shared.saved.with_value(Option::is_some) { "Save the change" } else { "Add to the menu" };
    let page = view! {
        <Heading text="Check what the menu will say" caption=shared.title() wrong=form.wrong() />
        {form.conflict(save, theirs)}
        {parts::facts(rows)}
        {parts::form(move || save.run(shared.version()), parts::send(button, form.sending()))}
    };
    view! {
        {form.summary_at(|_| String::new())}
        {parts::two_thirds(page.into_any())}
    }
    .into_any()
}
