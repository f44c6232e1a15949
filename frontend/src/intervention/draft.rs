//! A proposal while it is typed. Drafts outlive the pages that show them, so that a look at the plan loses nothing; what
//! has passed the guard is kept on the server too ([`super::saving`]).

use std::{
    cell::{Cell, RefCell},
    collections::HashMap,
};

use leptos::prelude::*;
use shared::{
    failure::Problem,
    id::{ClusterId, InterventionId, PersonId},
    intervention::{
        Intervention, Proposal,
        catalogue::CatalogueItem,
        draft::{Answer, Draft as Saved},
    },
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
    /// The version that the server keeps; 0 where it keeps none.
    pub version: RwSignal<i32>,
    /// What the server keeps.
    pub kept: RwSignal<Vec<Answer>>,
    /// What it is called.
    pub title: RwSignal<String>,
    /// The word of its kind.
    pub kind: RwSignal<String>,
    /// The id of the entry of the menu it comes from.
    pub catalogue_item: RwSignal<String>,
    /// The id of the priority.
    pub priority: RwSignal<String>,
    /// Why something new is bought although something like it is there.
    pub new_reason: RwSignal<String>,
    /// The codes of the outcome areas.
    pub outcome_areas: RwSignal<Vec<String>>,
    /// Why it should work.
    pub evidence: RwSignal<String>,
    /// The words of the bands of years.
    pub years: RwSignal<Vec<String>>,
    /// The word of the size of the group.
    pub group_size: RwSignal<String>,
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
    /// The word of the way it is meant to go.
    pub direction: RwSignal<String>,
    /// Its value before.
    pub baseline: RwSignal<String>,
    /// The day of that value.
    pub baseline_on: TypedDay,
    /// Where it comes from.
    pub baseline_source: RwSignal<String>,
    /// The value aimed at.
    pub target: RwSignal<String>,
    /// Why that is no better than the value before.
    pub target_reason: RwSignal<String>,
}

/// Where the answer of one field is typed.
enum Place {
    Text(RwSignal<String>),
    List(RwSignal<Vec<String>>),
    Day(TypedDay),
}

impl Draft {
    /// An empty one. Its signals belong to whoever is the owner now.
    pub fn empty(id: InterventionId) -> Self {
        let text = || RwSignal::new(String::new());
        Self {
            id: RwSignal::new(id),
            version: RwSignal::new(0),
            kept: RwSignal::default(),
            title: text(),
            kind: text(),
            catalogue_item: text(),
            priority: text(),
            new_reason: text(),
            outcome_areas: RwSignal::default(),
            evidence: text(),
            years: RwSignal::default(),
            group_size: text(),
            schools: RwSignal::default(),
            provider: text(),
            starts_on: TypedDay::default(),
            ends_on: TypedDay::default(),
            cost: text(),
            measure: text(),
            direction: text(),
            baseline: text(),
            baseline_on: TypedDay::default(),
            baseline_source: text(),
            target: text(),
            target_reason: text(),
        }
    }

    /// One that starts as the saved proposal.
    pub fn of(saved: &Intervention) -> Self {
        let draft = Self::empty(saved.id);
        draft.title.set(saved.title.clone());
        draft.kind.set(saved.kind.word().to_owned());
        draft.catalogue_item.set(saved.catalogue_item.as_ref().map(|it| it.id.to_string()).unwrap_or_default());
        draft.priority.set(saved.priority.id.to_string());
        draft.new_reason.set(saved.new_reason.clone());
        draft.outcome_areas.set(saved.outcome_areas.iter().map(|it| it.code.clone()).collect());
        draft.evidence.set(saved.evidence.clone());
        draft.years.set(saved.years.iter().map(|it| it.word().to_owned()).collect());
        draft.group_size.set(saved.group_size.map(|it| it.word().to_owned()).unwrap_or_default());
        draft.schools.set(saved.schools.iter().map(|it| it.id.to_string()).collect());
        draft.provider.set(saved.provider.clone());
        draft.starts_on.set(saved.starts_on);
        draft.ends_on.set(saved.ends_on);
        draft.cost.set(typed_amount(saved.cost));
        draft.measure.set(saved.measure.clone());
        draft.direction.set(saved.direction.word().to_owned());
        draft.baseline.set(number::written(saved.baseline));
        draft.baseline_on.set(saved.baseline_on);
        draft.baseline_source.set(saved.baseline_source.clone());
        draft.target.set(number::written(saved.target));
        draft.target_reason.set(saved.target_reason.clone());
        draft
    }

    /// Starts as what the menu says of something: the rest is asked as for any proposal.
    pub fn take(&self, item: &CatalogueItem) {
        let entry = &item.entry;
        self.catalogue_item.set(item.id.to_string());
        self.title.set(entry.title.clone());
        self.kind.set(entry.kind.word().to_owned());
        self.provider.set(entry.local_provider.clone());
        let mut evidence = format!("{}\nSource: {}", entry.evidence, entry.citation);
        if !entry.web.is_empty() {
            evidence.push_str(&format!(", {}", entry.web));
        }
        self.evidence.set(evidence);
    }

    /// What is typed now, followed by whoever reads it.
    pub fn typed(&self) -> Typed {
        Typed {
            title: self.title.get(),
            kind: self.kind.get(),
            catalogue_item: self.catalogue_item.get(),
            priority: self.priority.get(),
            new_reason: self.new_reason.get(),
            outcome_areas: self.outcome_areas.get(),
            evidence: self.evidence.get(),
            years: self.years.get(),
            group_size: self.group_size.get(),
            schools: self.schools.get(),
            provider: self.provider.get(),
            starts_on: read(self.starts_on, "startsOn", "the first day"),
            ends_on: read(self.ends_on, "endsOn", "the last day"),
            cost: self.cost.get(),
            measure: self.measure.get(),
            direction: self.direction.get(),
            baseline: self.baseline.get(),
            baseline_on: read(self.baseline_on, "baselineOn", "the day of the baseline"),
            baseline_source: self.baseline_source.get(),
            target: self.target.get(),
            target_reason: self.target_reason.get(),
        }
    }

    /// Every field in the order of the form, as the API names it.
    fn places(&self) -> [(&'static str, Place); 21] {
        use Place::{Day, List, Text};
        [
            ("title", Text(self.title)),
            ("kind", Text(self.kind)),
            ("priority", Text(self.priority)),
            ("newReason", Text(self.new_reason)),
            ("outcomeAreas", List(self.outcome_areas)),
            ("evidence", Text(self.evidence)),
            ("years", List(self.years)),
            ("groupSize", Text(self.group_size)),
            ("schools", List(self.schools)),
            ("provider", Text(self.provider)),
            ("startsOn", Day(self.starts_on)),
            ("endsOn", Day(self.ends_on)),
            ("cost", Text(self.cost)),
            ("measure", Text(self.measure)),
            ("direction", Text(self.direction)),
            ("baseline", Text(self.baseline)),
            ("baselineOn", Day(self.baseline_on)),
            ("baselineSource", Text(self.baseline_source)),
            ("target", Text(self.target)),
            ("targetReason", Text(self.target_reason)),
            ("catalogueItem", Text(self.catalogue_item)),
        ]
    }

    /// What is answered, as it is kept: only what is not empty. Followed by whoever reads it.
    pub fn answers(&self) -> Vec<Answer> {
        let answers = self.places().into_iter().map(|(field, place)| {
            let value = match place {
                Place::Text(it) => it.get(),
                Place::List(it) => it.get().join("\n"),
                Place::Day(it) => {
                    let boxes = [it.day.get(), it.month.get(), it.year.get()];
                    if boxes.iter().all(String::is_empty) { String::new() } else { boxes.join("/") }
                }
            };
            Answer { field: field.to_owned(), value }
        });
        answers.filter(|it| !it.value.trim().is_empty()).collect()
    }

    /// Takes what is kept on the server.
    pub fn fill(&self, saved: &Saved) {
        for (field, place) in self.places() {
            let value =
                saved.answers.iter().find(|it| it.field == field).map(|it| it.value.clone()).unwrap_or_default();
            match place {
                Place::Text(it) => it.set(value),
                Place::List(it) => it.set(value.lines().map(str::to_owned).collect()),
                Place::Day(it) => {
                    let mut boxes = value.splitn(3, '/').map(str::to_owned);
                    for one in [it.day, it.month, it.year] {
                        one.set(boxes.next().unwrap_or_default());
                    }
                }
            }
        }
        self.version.set(saved.version);
        self.kept.set(untrack(|| self.answers()));
    }

    /// Whether nothing was typed or chosen.
    pub fn is_empty(&self) -> bool {
        self.answers().is_empty()
    }

    /// Whether something was typed that the server does not keep.
    pub fn is_unsaved(&self) -> bool {
        self.kept.with(|it| *it != self.answers())
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

/// A draft with the owner of its signals, and for which cluster it is.
struct Held {
    cluster: ClusterId,
    draft: Draft,
    _owner: Owner,
}

thread_local! {
    /// The drafts of this window, by who types them and the id in their address: whoever signs in next finds none of them.
    static DRAFTS: RefCell<HashMap<(PersonId, Uuid), Held>> = RefCell::default();
    /// Those that were sent.
    static SENT: RefCell<Vec<Uuid>> = RefCell::default();
}

/// The drafts that somebody has begun in this window for a cluster, and the ids in their addresses.
pub fn begun(person: PersonId, cluster: ClusterId) -> Vec<(Uuid, Draft)> {
    DRAFTS.with_borrow(|all| {
        let own = all.iter().filter(|(key, it)| key.0 == person && it.cluster == cluster);
        own.map(|(key, it)| (key.1, it.draft)).filter(|(_, it)| untrack(|| !it.is_empty())).collect()
    })
}

/// The draft of an address: the one of this window, or else the saved one, or else an empty one; and whether it was made
/// just now without a saved one. What is typed here and not saved stays, whatever the server keeps.
pub fn open(person: PersonId, cluster: ClusterId, key: Uuid, saved: Option<&Saved>) -> (Draft, bool) {
    let held = DRAFTS.with_borrow(|all| all.get(&(person, key)).map(|it| it.draft));
    if let Some(draft) = held {
        let older = |it: &&Saved| untrack(|| it.version != draft.version.get() && !draft.is_unsaved());
        if let Some(saved) = saved.filter(older) {
            draft.fill(saved);
        }
        return (draft, false);
    }
    guard();
    // Its signals must not end with the page that first asked for them, so they get an owner of their own.
    let page = Owner::current();
    let owner = Owner::new_root(None);
    let draft = owner.with(|| Draft::empty(InterventionId(key)));
    if let Some(page) = page {
        page.set();
    }
    if let Some(saved) = saved {
        draft.fill(saved);
    }
    DRAFTS.with_borrow_mut(|all| all.insert((person, key), Held { cluster, draft, _owner: owner }));
    (draft, saved.is_none())
}

/// Whether a draft was sent from this window: the way back leads to its questions no more.
pub fn was_sent(key: Uuid) -> bool {
    SENT.with_borrow(|all| all.contains(&key))
}

/// Forgets a draft that was sent.
pub fn sent(person: PersonId, key: Uuid) {
    SENT.with_borrow_mut(|all| all.push(key));
    forget(person, key);
}

/// Forgets a draft, once it is sent or given up. Its signals end with it: nothing on the page may read them any more.
pub fn forget(person: PersonId, key: Uuid) {
    let held = DRAFTS.with_borrow_mut(|all| all.remove(&(person, key)));
    drop(held);
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

/// Asks before the window is closed or loaded anew while something in it was not saved. Once for the window.
fn guard() {
    thread_local! {
        static GUARDED: Cell<bool> = const { Cell::new(false) };
    }
    if GUARDED.replace(true) {
        return;
    }
    // The handle is not needed: the listener stays as long as the window.
    window_event_listener(leptos::ev::beforeunload, |event| {
        let unsaved = DRAFTS.with_borrow(|all| all.values().any(|it| untrack(|| it.draft.is_unsaved())));
        if unsaved {
            event.prevent_default();
        }
    });
}
