//! Who is looking, and on what day: asked once, known to every page.

use chrono::NaiveDate;
use leptos::prelude::*;
use shared::organisation::{Me, SignedIn};

use crate::{
    api::ask,
    operations::{self, me},
};

/// Who is looking. Pages are shown only when it is known.
#[derive(Clone, Copy)]
pub struct Viewer(RwSignal<Option<Me>>);

impl Viewer {
    /// Nobody is known yet.
    pub fn unknown() -> Self {
        Self(RwSignal::new(None))
    }

    /// Takes an answer of the server.
    pub fn is(self, me: Me) {
        if self.0.with_untracked(|it| it.as_ref() != Some(&me)) {
            self.0.set(Some(me));
        }
    }

    /// The answer, followed by whoever reads it.
    pub fn me(self) -> Option<Me> {
        self.0.get()
    }

    /// Today in England, as the server says.
    pub fn day(self) -> NaiveDate {
        self.0.with_untracked(|it| it.as_ref().map(|it| it.day)).unwrap_or_default()
    }

    /// The person who signed in, followed by whoever reads it.
    pub fn person(self) -> Option<SignedIn> {
        self.0.with(|it| it.as_ref().and_then(|it| it.person.clone()))
    }

    /// Asks again, for somebody may have signed in in another window. What is shown stays.
    pub fn refresh(self) {
        ask::<operations::Me>(me::Variables, move |found| {
            if let Ok(found) = found {
                self.is(found.me);
            }
        });
    }
}

/// Who is looking.
pub fn viewer() -> Viewer {
    expect_context()
}
