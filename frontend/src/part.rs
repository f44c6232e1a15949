//! The parts that the page comes in. The first file has what everybody opens each day; forms and administration come in
//! files of their own when one of their pages is opened. `cargo xtask` splits the compiled page at the functions marked
//! `wasm_split` in `routes.rs`: what only one part uses goes with that part.

use std::{future::Future, pin::Pin, sync::OnceLock};

use leptos::{prelude::*, task::spawn_local, wasm_split::SplitLoaderError};
use shared::failure::Failure;

use crate::{failure::FailurePage, load::waiting};

/// The pages of a part, each with its type erased so that no page is compiled into another.
pub type Pages = &'static [fn() -> AnyView];

/// The pages of a part, once its file is there.
pub type Loading = Pin<Box<dyn Future<Output = Result<Pages, SplitLoaderError>>>>;

/// One part of the page.
pub struct Part {
    pages: OnceLock<Pages>,
    load: fn() -> Loading,
}

impl Part {
    /// A part with the way to load it.
    pub const fn new(load: fn() -> Loading) -> Self {
        Self { pages: OnceLock::new(), load }
    }

    /// One of its pages: at once where the part is there, else as soon as it has come.
    pub fn page(&'static self, at: usize) -> AnyView {
        match self.pages.get() {
            Some(pages) => pages[at](),
            None => self.later(at),
        }
    }

    fn later(&'static self, at: usize) -> AnyView {
        let arrived = RwSignal::new(None);
        spawn_local(async move {
            let found = (self.load)().await.map(|pages| *self.pages.get_or_init(|| pages));
            // The reader may have gone on; then there is nothing to show any more.
            arrived.try_set(Some(found.map_err(|_| ())));
        });
        (move || match arrived.get() {
            None => waiting("SEND clusters"),
            Some(Ok(pages)) => pages[at](),
            Some(Err(())) => {
                // Everything anew: the server may carry another version by now, which has no file of this name.
                let again = Callback::new(|()| {
                    // It fails only where a page is not allowed to go anywhere.
                    let _ = window().location().reload();
                });
                view! { <FailurePage refusal=Failure::Offline.into() again /> }.into_any()
            }
        })
        .into_any()
    }
}
