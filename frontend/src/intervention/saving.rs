//! Keeping a draft on the server: at every "Continue", if it has passed the guard. What could not be kept stays in the
//! window and is tried again at the next step; the page says which it is.

use leptos::prelude::*;
use shared::{
    failure::Failure,
    id::{ClusterId, DraftId, WindowId},
    intervention::draft::{DraftKind, SavingDraft},
};
use uuid::Uuid;

use super::draft::Draft;
use crate::{
    failure::SignInElsewhere,
    form::Form,
    operations::{self, save_draft},
};

/// What is being saved, and what came of it. To be made once for all pages of a form.
#[derive(Clone, Copy)]
pub struct Keeper {
    form: Form,
    /// Something was to be saved while something was being saved.
    waits: StoredValue<bool>,
}

impl Keeper {
    /// Nothing is being saved yet.
    pub fn new() -> Self {
        Self { form: Form::new(), waits: StoredValue::new(false) }
    }
}

/// A draft and whether it is kept.
#[derive(Clone, Copy)]
pub struct Saving {
    /// What is typed.
    pub draft: Draft,
    /// For which cluster.
    pub cluster: ClusterId,
    /// Who keeps it.
    pub keeper: Keeper,
}

impl Saving {
    /// Saves what is answered, if anything has changed.
    pub fn save(self) {
        let Self { draft, cluster, keeper: Keeper { form, waits } } = self;
        if untrack(|| form.sending().get()) {
            waits.set_value(true);
            return;
        }
        if untrack(|| !draft.is_unsaved()) {
            return;
        }
        let input = SavingDraft {
            id: DraftId(draft.id.get_untracked().0),
            cluster,
            kind: DraftKind::Proposal,
            version: draft.version.get_untracked(),
            window: window_id(),
            answers: untrack(|| draft.answers()),
        };
        let answers = input.answers.clone();
        // What points to a person is not sent: the page says that it is not saved.
        let Some(input) = form.check(input.check()) else { return };
        form.send::<operations::SaveDraft>(save_draft::Variables { input }, move |found| {
            draft.version.set(found.save_draft.version);
            draft.kept.set(answers);
            if waits.get_value() {
                waits.set_value(false);
                self.save();
            }
        });
    }

    /// The line that says whether the draft is kept, and what two windows have made of it. `again` reads it anew.
    pub fn view(self, again: Callback<()>) -> AnyView {
        let Self { draft, keeper: Keeper { form, .. }, .. } = self;
        let mine = Callback::new(move |version: i32| {
            draft.version.set(version);
            self.save();
        });
        let theirs = Callback::new(move |()| {
            // Nothing of this window is to be kept: what the server has takes its place when it is read.
            draft.kept.set(untrack(|| draft.answers()));
            form.refuse(Vec::new());
            again.run(());
        });
        let line = move || {
            let failure = form.failure().get();
            match failure {
                Some(Failure::Changed { .. }) => ().into_any(),
                Some(Failure::SignedOut) => {
                    unsaved("You are not signed in any more.", Some(view! { <SignInElsewhere /> " " }.into_any()))
                }
                Some(other) => unsaved(&other.to_string(), None),
                None => match form.first_problem() {
                    Some(problem) => unsaved(&format!("{problem}."), None),
                    None if draft.version.get() > 0 => {
                        view! { <p class="govuk-hint">"Your answers are saved as a draft."</p> }.into_any()
                    }
                    None => ().into_any(),
                },
            }
        };
        view! {
            <div role="status">{line}</div>
            {form.conflict(mine, theirs)}
        }
        .into_any()
    }
}

fn unsaved(why: &str, help: Option<AnyView>) -> AnyView {
    let text = format!("Your draft is not saved yet. {why} ");
    view! {
        <div class="govuk-inset-text">
            {text} {help} "What you typed is kept in this window, and is saved when you continue."
        </div>
    }
    .into_any()
}

/// This window: what it saved before is its own.
fn window_id() -> WindowId {
    thread_local! {
        static WINDOW: WindowId = WindowId(Uuid::new_v4());
    }
    WINDOW.with(|it| *it)
}
