//! What a page shows: loading, a failure, or what it asked for. Every page does the same.

use graphql_client::GraphQLQuery;
use leptos::prelude::*;
use serde::de::DeserializeOwned;

use crate::{
    api::{Refusal, ask},
    failure::FailurePage,
    heading::{Heading, replaced},
};

/// A question to the server and its answer.
pub struct Asked<T: Send + Sync + 'static> {
    answer: RwSignal<Option<Result<T, Refusal>>>,
    turn: RwSignal<u32>,
}

impl<T: Send + Sync + 'static> Clone for Asked<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Asked<T> {}

impl<T: Send + Sync + 'static> Asked<T> {
    /// Asks once more. What is shown stays until the new answer is there.
    pub fn again(self) {
        replaced();
        self.turn.update(|it| *it += 1);
    }

    /// The answer, once it is there.
    pub fn answer(self) -> Signal<Option<Result<T, Refusal>>> {
        self.answer.into()
    }
}

/// Asks the server, and asks anew when what `variables` reads has changed, such as the place in a list. What is shown
/// stays until the new answer is there; for another thing the router makes another page.
///
/// Not a resource of Leptos: nothing here suspends, and the download is smaller for it.
pub fn asked<Q>(variables: impl Fn() -> Q::Variables + 'static) -> Asked<Q::ResponseData>
where
    Q: GraphQLQuery + 'static,
    Q::Variables: 'static,
    Q::ResponseData: DeserializeOwned + Send + Sync + 'static,
{
    let (answer, turn, latest) = (RwSignal::new(None), RwSignal::new(0), StoredValue::new(0_u32));
    Effect::new(move || {
        turn.track();
        let variables = variables();
        latest.update_value(|it| *it += 1);
        let mine = latest.get_value();
        ask::<Q>(variables, move |found| {
            // The reader may have gone on; then there is nothing to fill any more.
            if latest.try_get_value() == Some(mine) {
                answer.try_set(Some(found));
            }
        });
    });
    Asked { answer, turn }
}

/// The page of an answer: `title` while it loads, a failure page, or `view` of what was found.
pub fn loaded<T: Clone + Send + Sync + 'static>(
    asked: Asked<T>,
    title: &'static str,
    view: impl Fn(T) -> AnyView + Send + 'static,
) -> AnyView {
    (move || match asked.answer.get() {
        None => waiting(title),
        Some(Ok(found)) => view(found),
        Some(Err(refusal)) => {
            let again = Callback::new(move |()| asked.again());
            view! { <FailurePage refusal again /> }.into_any()
        }
    })
    .into_any()
}

/// A page that is not there yet. It keeps most of a page's height, so that the foot does not jump.
pub fn waiting(title: &'static str) -> AnyView {
    view! {
        <Heading text=title />
        <p class="govuk-body" role="status">
            "Loading"
        </p>
    }
    .into_any()
}
