//! What a page shows: loading, a failure, or what it asked for. Every page does the same.

use std::{marker::PhantomData, sync::Arc};

use graphql_client::GraphQLQuery;
use leptos::prelude::*;

use crate::{
    api::{Answer, Refusal, body, wait},
    failure::FailurePage,
    heading::{Heading, replaced},
    views::View,
};

/// A question to the server and its answer. The answer is kept as it came and read where it is shown: then what waits
/// for it is the same code for every question.
pub struct Asked<T> {
    question: Question,
    answer: PhantomData<fn() -> T>,
}

#[derive(Clone, Copy)]
struct Question {
    answer: RwSignal<Option<Result<Arc<Answer>, Refusal>>>,
    turn: RwSignal<u32>,
}

impl<T> Clone for Asked<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Asked<T> {}

impl<T: View> Asked<T> {
    /// Asks once more. What is shown stays until the new answer is there.
    pub fn again(self) {
        self.question.again();
    }

    /// The answer, once it is there; followed by whoever reads it.
    pub fn answer(self) -> Option<Result<T, Refusal>> {
        self.question.answer.get().map(|it| it.and_then(|it| it.read()))
    }
}

/// Asks the server, and asks anew when what `variables` reads has changed, such as the place in a list. What is shown
/// stays until the new answer is there; for another thing the router makes another page.
///
/// Not a resource of Leptos: nothing here suspends, and the download is smaller for it.
pub fn asked<Q>(variables: impl Fn() -> Q::Variables + 'static) -> Asked<Q::ResponseData>
where
    Q: GraphQLQuery,
    Q::ResponseData: View,
{
    Asked { question: Question::new(Box::new(move || body::<Q>(variables()))), answer: PhantomData }
}

/// What makes a page of an answer.
type Show = Box<dyn Fn(&Answer) -> Result<AnyView, Refusal> + Send>;

impl Question {
    fn new(body: Box<dyn Fn() -> Option<String>>) -> Self {
        let (answer, turn, latest) = (RwSignal::new(None), RwSignal::new(0), StoredValue::new(0_u32));
        ui::effect(move || {
            turn.track();
            let body = body();
            latest.update_value(|it| *it += 1);
            let mine = latest.get_value();
            let then = move |found: Result<Answer, Refusal>| {
                // The reader may have gone on; then there is nothing to fill any more.
                if latest.try_get_value() == Some(mine) {
                    answer.try_set(Some(found.map(Arc::new)));
                }
            };
            wait(body, Box::new(then));
        });
        Self { answer, turn }
    }

    fn again(self) {
        replaced();
        self.turn.update(|it| *it += 1);
    }

    fn show(self, title: &'static str, view: Show) -> AnyView {
        (move || match self.answer.get() {
            None => waiting(title),
            Some(answer) => answer.and_then(|it| view(&it)).unwrap_or_else(|refusal| {
                let again = Callback::new(move |()| self.again());
                view! { <FailurePage refusal again /> }.into_any()
            }),
        })
        .into_any()
    }
}

/// The page of an answer: `title` while it loads, a failure page, or `view` of what was found.
pub fn loaded<T: View>(asked: Asked<T>, title: &'static str, view: impl Fn(T) -> AnyView + Send + 'static) -> AnyView {
    asked.question.show(title, Box::new(move |answer| answer.read().map(&view)))
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
