//! The page as a whole: who is looking, where they are, and the page of that place in the shell.

use leptos::prelude::*;
use leptos_router::{
    components::Router,
    hooks::use_location,
    location::{BrowserUrl, LocationProvider},
};

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

    // How often the reader has gone back or forward: what was to be written before that must not be written after it.
    let gone = StoredValue::new(0_u32);
    window_event_listener(leptos::ev::popstate, move |_| gone.update_value(|it| *it += 1));
    let browser: BrowserUrl = expect_context();
    let mut before = None;
    ui::effect(move || {
        let here = (location.pathname.get(), location.search.get());
        // The router writes the new address when the page is there. Ours is: it is looked up, not loaded.
        browser.ready_to_complete();
        if before.as_ref().is_some_and(|it| *it != here) {
            moved();
            let address = if here.1.is_empty() { here.0.clone() } else { format!("{}?{}", here.0, here.1) };
            let until = gone.get_value();
            request_animation_frame(move || {
                if gone.get_value() == until {
                    keep_address(&address);
                }
            });
        }
        before = Some(here);
    });

    let asked = asked::<operations::Me>(|| me::Variables);
    // Once somebody is known the page stays, whatever a later answer says: what was typed in it must not go.
    let known = Memo::new(move |_| {
        if let Some(Ok(found)) = asked.answer() {
            viewer.is(found.me);
        }
        viewer.me().is_some()
    });
    let inside = move || {
        if known.get() {
            return outlet(place);
        }
        match asked.answer() {
            Some(Err(refusal)) => {
                let again = Callback::new(move |()| asked.again());
                view! { <FailurePage refusal again /> }.into_any()
            }
            _ => waiting("SEND clusters"),
        }
    };
    view! { <Shell address=location.pathname>{inside.into_any()}</Shell> }
}

/// Writes the address of the page where the router has left it out: after "back" and "forward" it takes a link to the
/// address before for no change (leptos_router 0.8.17), and the next "back" would then skip a page.
fn keep_address(address: &str) {
    let (here, Ok(history)) = (window().location(), window().history()) else { return };
    let written = here.pathname().unwrap_or_default() + &here.search().unwrap_or_default();
    if written != address {
        // It fails only for another origin, which an address without one never is.
        let _ = history.push_state_with_url(&web_sys::wasm_bindgen::JsValue::NULL, "", Some(address));
    }
}

/// The page of the place, made anew when the place is another page.
fn outlet(place: Place) -> AnyView {
    let page = place.page();
    (move || page.get().map_or_else(|| view! { <NotFoundPage /> }.into_any(), |(at, _)| ROUTES[at].page())).into_any()
}
