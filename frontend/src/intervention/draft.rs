//! A proposal while it is typed. Drafts outlive the pages that show them, so that a look at the plan loses nothing.

use std::{
    cell::{Cell, RefCell},
    collections::HashMap,
};

use leptos::prelude::*;
use shared::{
    failure::Problem,
    id::{ClusterId, InterventionId, PersonId},
    intervention::{Intervention, Proposal},
    money::Pence,
};
use uuid::Uuid;

use super::typed::{ReadDay, Typed};
use crate::{form::TypedDay, number};

/// What somebody is typing, a signal for each field.
#[derive(Clone, Copy)]
pub struct Draft {
    /// The id under which it will be sent: the same for every try, so that a second try is answered as the first was.
    pub id: RwSignal<InterventionId>,
    /// What it is called.
    pub title: RwSignal<String>,
    /// The word of its kind.
    pub kind: RwSignal<String>,
    /// The id of the priority.
    pub priority: RwSignal<String>,
    /// The codes of the outcome areas.
    pub outcome_areas: RwSignal<Vec<String>>,
    /// Why it should work.
    pub evidence: RwSignal<String>,
    /// The ids of the schools.
    pub schools: RwSignal<Vec<String>>,
    /// Who provides it.
    pub provider: RwSignal<String>,
    /// The first day.
    pub starts_on: TypedDay,
    /// The last day.
    pub ends_on: TypedDay,
    /// What it costs.
    pub cost: RwSignal<String>,
    /// What is measured.
    pub measure: RwSignal<String>,
    /// Its value before.
    pub baseline: RwSignal<String>,
    /// The day of that value.
    pub baseline_on: TypedDay,
    /// Where it comes from.
    pub baseline_source: RwSignal<String>,
    /// The value aimed at.
    pub target: RwSignal<String>,
}

impl Draft {
    /// An empty one. Its signals belong to whoever is the owner now.
    pub fn empty() -> Self {
        let text = || RwSignal::new(String::new());
        Self {
            id: RwSignal::new(InterventionId(Uuid::new_v4())),
            title: text(),
            kind: text(),
            priority: text(),
            outcome_areas: RwSignal::default(),
            evidence: text(),
            schools: RwSignal::default(),
            provider: text(),
            starts_on: TypedDay::default(),
            ends_on: TypedDay::default(),
            cost: text(),
            measure: text(),
            baseline: text(),
            baseline_on: TypedDay::default(),
            baseline_source: text(),
            target: text(),
        }
    }

    /// One that starts as the saved proposal.
    pub fn of(saved: &Intervention) -> Self {
        let draft = Self::empty();
        draft.id.set(saved.id);
        draft.title.set(saved.title.clone());
        draft.kind.set(saved.kind.word().to_owned());
        draft.priority.set(saved.priority.id.to_string());
        draft.outcome_areas.set(saved.outcome_areas.iter().map(|it| it.code.clone()).collect());
        draft.evidence.set(saved.evidence.clone());
        draft.schools.set(saved.schools.iter().map(|it| it.id.to_string()).collect());
        draft.provider.set(saved.provider.clone());
        draft.starts_on.set(saved.starts_on);
        draft.ends_on.set(saved.ends_on);
        draft.cost.set(typed_amount(saved.cost));
        draft.measure.set(saved.measure.clone());
        draft.baseline.set(number::written(saved.baseline));
        draft.baseline_on.set(saved.baseline_on);
        draft.baseline_source.set(saved.baseline_source.clone());
        draft.target.set(number::written(saved.target));
        draft
    }

    /// What is typed now, followed by whoever reads it.
    pub fn typed(&self) -> Typed {
        Typed {
            title: self.title.get(),
            kind: self.kind.get(),
            priority: self.priority.get(),
            outcome_areas: self.outcome_areas.get(),
            evidence: self.evidence.get(),
            schools: self.schools.get(),
            provider: self.provider.get(),
            starts_on: read(self.starts_on, "startsOn", "the first day"),
            ends_on: read(self.ends_on, "endsOn", "the last day"),
            cost: self.cost.get(),
            measure: self.measure.get(),
            baseline: self.baseline.get(),
            baseline_on: read(self.baseline_on, "baselineOn", "the day of the baseline"),
            baseline_source: self.baseline_source.get(),
            target: self.target.get(),
        }
    }

    /// Whether nothing was typed or chosen.
    pub fn is_empty(&self) -> bool {
        let texts = [
            self.title,
            self.kind,
            self.priority,
            self.evidence,
            self.provider,
            self.cost,
            self.measure,
            self.baseline,
            self.baseline_source,
            self.target,
        ];
        texts.iter().all(|it| it.with(|it| it.trim().is_empty()))
            && self.outcome_areas.with(Vec::is_empty)
            && self.schools.with(Vec::is_empty)
            && [self.starts_on, self.ends_on, self.baseline_on]
                .iter()
                .flat_map(|it| [it.day, it.month, it.year])
                .all(|it| it.with(|it| it.trim().is_empty()))
    }

    /// The proposal that is typed, or what is wrong with it.
    pub fn proposal(&self, cluster: ClusterId) -> Result<Proposal, Vec<Problem>> {
        self.typed().proposal(cluster)
    }
}

/// The day in the boxes, followed by whoever reads it.
fn read(typed: TypedDay, field: &str, what: &str) -> ReadDay {
    for it in [typed.day, typed.month, typed.year] {
        it.track();
    }
    typed.read(field, what)
}

/// An amount as somebody would type it.
pub fn typed_amount(amount: Pence) -> String {
    amount.short().trim_start_matches('£').to_owned()
}

thread_local! {
    /// The drafts of this window, by who types them and for which cluster: whoever signs in next finds none of them.
    static DRAFTS: RefCell<HashMap<(PersonId, ClusterId), (Owner, Draft)>> = RefCell::default();
}

/// The draft of a person for a cluster, if there is one.
pub fn kept(person: PersonId, cluster: ClusterId) -> Option<Draft> {
    DRAFTS.with_borrow(|all| all.get(&(person, cluster)).map(|(_, draft)| *draft))
}

/// The draft of a person for a cluster: the one that is there, or an empty one.
pub fn open(person: PersonId, cluster: ClusterId) -> Draft {
    if let Some(draft) = kept(person, cluster) {
        return draft;
    }
    guard();
    // Its signals must not end with the page that first asked for them, so they get an owner of their own.
    let page = Owner::current();
    let owner = Owner::new_root(None);
    let draft = owner.with(Draft::empty);
    if let Some(page) = page {
        page.set();
    }
    DRAFTS.with_borrow_mut(|all| all.insert((person, cluster), (owner, draft)));
    draft
}

/// Forgets a draft, once it is sent or given up. Its signals end with it: nothing on the page may read them any more.
pub fn forget(person: PersonId, cluster: ClusterId) {
    let kept = DRAFTS.with_borrow_mut(|all| all.remove(&(person, cluster)));
    drop(kept);
}

/// Asks before the window is closed or loaded anew while `unsent` holds. Until the page goes.
pub fn ask_before_leaving(unsent: impl Fn() -> bool + 'static) {
    let asks = window_event_listener(leptos::ev::beforeunload, move |event| {
        if untrack(&unsent) {
            event.prevent_default();
        }
    });
    on_cleanup(move || asks.remove());
}

/// Asks before the window is closed or loaded anew while a draft in it was not sent. Once for the window.
fn guard() {
    thread_local! {
        static GUARDED: Cell<bool> = const { Cell::new(false) };
    }
    if GUARDED.replace(true) {
        return;
    }
    // The handle is not needed: the listener stays as long as the window.
    window_event_listener(leptos::ev::beforeunload, |event| {
        let unsent = DRAFTS.with_borrow(|all| all.values().any(|(_, draft)| untrack(|| !draft.is_empty())));
        if unsent {
            event.prevent_default();
        }
    });
}
