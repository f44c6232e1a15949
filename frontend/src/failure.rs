//! What a page shows instead of what was asked for.

use leptos::prelude::*;
use shared::failure::Failure;
use ui::Button;

use crate::{api::Refusal, heading::Heading, viewer::viewer};

/// A failure, in the place of a page.
#[component]
pub fn FailurePage(
    /// What went wrong.
    refusal: Refusal,
    /// Asks once more.
    again: Callback<()>,
) -> impl IntoView {
    let Refusal { failure, reference } = refusal;
    let (title, text) = told(&failure);
    let again = may_pass(&failure).then(|| {
        let viewer = viewer();
        let press = move |_| {
            viewer.refresh();
            again.run(());
        };
        view! {
            <Button button_type="button" on_click=press>
                "Try again"
            </Button>
        }
    });
    let sign_in = (failure == Failure::SignedOut).then(|| {
        view! {
            <p class="govuk-body">
                <SignInElsewhere />
                " Then come back to this window and press “Try again”."
            </p>
        }
        .into_any()
    });
    let home = matches!(failure, Failure::NotFound | Failure::Forbidden).then(|| {
        view! {
            <p class="govuk-body">
                <a class="govuk-link" href="/">
                    "Go to the home page"
                </a>
            </p>
        }
        .into_any()
    });
    view! {
        <Heading text=title />
        <p class="govuk-body">{text}</p>
        {sign_in}
        {reference_line(&failure, reference)}
        {again}
        {home}
    }
}

/// A link that signs in without giving up this window and what was typed in it.
#[component]
pub fn SignInElsewhere() -> impl IntoView {
    view! {
        <a class="govuk-link" href="/sign-in" target="_blank" rel="external noopener">
            "Sign in (opens in a new tab)"
        </a>
        "."
    }
}

/// There is no page at this address.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    view! { <FailurePage refusal=Refusal::from(Failure::NotFound) again=Callback::new(|()| ()) /> }
}

/// Whether the same request may well succeed in a minute.
fn may_pass(failure: &Failure) -> bool {
    matches!(failure, Failure::SignedOut | Failure::Offline | Failure::Unavailable | Failure::Internal { .. })
}

fn told(failure: &Failure) -> (&'static str, String) {
    match failure {
        Failure::NotFound => (
            "Page not found",
            "Check the address. If it is right, what it led to has moved, or your roles do not let you see it.".into(),
        ),
        Failure::Forbidden => (
            "You cannot see this page",
            "Your roles do not include it. If they should, ask the person who looks after people and roles at your \
             authority."
                .into(),
        ),
        Failure::SignedOut => ("Sign in to see this page", "You are not signed in, or your session has ended.".into()),
        Failure::Offline => (
            "We cannot reach the service",
            "Check your connection and try again. Nothing you have saved is lost.".into(),
        ),
        Failure::Unavailable => {
            ("The service is not available just now", "Nothing was changed. Try again in a minute.".into())
        }
        other => ("There is a problem with the service", other.to_string()),
    }
}

/// What to quote to the people who run the service; only where they would have to look.
fn reference_line(failure: &Failure, reference: Option<String>) -> Option<AnyView> {
    let told = match failure {
        Failure::Internal { reference } => Some(reference.clone()).filter(|it| !it.is_empty()),
        Failure::Unavailable => None,
        _ => return None,
    };
    told.or(reference).map(|it| {
        view! {
            <p class="govuk-body">
                "If it goes on, tell the people who look after the service this reference: " <strong>{it}</strong> "."
            </p>
        }
        .into_any()
    })
}
