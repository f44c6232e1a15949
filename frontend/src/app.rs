//! The page as a whole: who is looking, where they are, and the page of that place in the shell.

use leptos::prelude::*;
use leptos_router::{components::Router, hooks::use_location};

use crate::{
    failure::{FailurePage, NotFoundPage},
    heading::moved,
    load::{asked, waiting},
    operations::{self, me},
    routes::{Place, ROUTES},
    shell::{Above, Shell},
    viewer::Viewer,
};

/// The page as a whole.
#[component]
pub fn App() -> impl IntoView {
    view! {
        <Router>
            <Everything />
        </Router>
    }
}

#[component]
fn Everything() -> impl IntoView {
    let location = use_location();
    let place = Place::of(location.pathname);
    provide_context(place);
    provide_context(Above::nothing());
    let viewer = Viewer::unknown();
    provide_context(viewer);

    Effect::new(move |before: Option<()>| {
        location.pathname.track();
        location.search.track();
        if before.is_some() {
            moved();
        }
    });

    let asked = asked::<operations::Me>(|| me::Variables);
    let answer = asked.answer();
    // Once somebody is known the page stays, whatever a later answer says: what was typed in it must not go.
    let known = Memo::new(move |_| {
        if let Some(Ok(found)) = answer.get() {
            viewer.is(found.me);
        }
        viewer.me().is_some()
    });
    let inside = move || {
        if known.get() {
            return outlet(place);
        }
        match answer.get() {
            Some(Err(refusal)) => {
                let again = Callback::new(move |()| asked.again());
                view! { <FailurePage refusal again /> }.into_any()
            }
            _ => waiting("SEND clusters"),
        }
    };
    view! { <Shell address=location.pathname>{inside.into_any()}</Shell> }
}

/// The page of the place, made anew when the place is another page.
fn outlet(place: Place) -> AnyView {
    let page = place.page();
    (move || page.get().map_or_else(|| view! { <NotFoundPage /> }.into_any(), |(at, _)| (ROUTES[at].page)())).into_any()
}
