//! Button: acts, or where `href` is given leads on and looks like a button.

use leptos::ev::MouseEvent;
use leptos::prelude::*;

use crate::content::{classes, some};

/// How much weight a button has on its page.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub enum ButtonKind {
    /// The main act of a page; one a page.
    #[default]
    Primary,
    /// Another act.
    Secondary,
    /// An act that cannot easily be undone.
    Warning,
    /// On a dark background.
    Inverse,
    /// Starts something from an information page; has an arrow.
    Start,
}

impl ButtonKind {
    fn class(self) -> &'static str {
        match self {
            Self::Primary => "",
            Self::Secondary => "govuk-button--secondary",
            Self::Warning => "govuk-button--warning",
            Self::Inverse => "govuk-button--inverse",
            Self::Start => "govuk-button--start",
        }
    }
}

/// A button, or with `href` a link that looks like one.
#[component]
pub fn Button(
    /// How much weight it has.
    #[prop(optional)]
    kind: ButtonKind,
    /// Where it leads; makes it a link.
    #[prop(optional, into)]
    href: String,
    /// `submit` (unless told otherwise), `button` or `reset`.
    #[prop(default = "submit".into(), into)]
    button_type: String,
    /// The name that a form sends.
    #[prop(optional, into)]
    name: String,
    /// The value that a form sends.
    #[prop(optional, into)]
    value: String,
    /// Its id.
    #[prop(optional, into)]
    id: String,
    /// More class names.
    #[prop(optional, into)]
    classes: String,
    /// Cannot be pressed now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Takes the second press of a double click as none.
    #[prop(optional)]
    prevent_double_click: bool,
    /// What to do when it is pressed.
    #[prop(optional, into)]
    on_click: Option<Callback<MouseEvent>>,
    /// What it says.
    children: Children,
) -> impl IntoView {
    let class = self::classes(&self::classes("govuk-button", kind.class()), &classes);
    let id = some(id);
    let pressed = move |event: MouseEvent| {
        // A browser counts quick presses itself: `detail` is 2 for the second press of a double click.
        if prevent_double_click && event.detail() > 1 {
            event.prevent_default();
        } else if let Some(act) = on_click {
            act.run(event);
        }
    };
    let icon = (kind == ButtonKind::Start).then(|| {
        view! {
            <svg
                class="govuk-button__start-icon"
                xmlns="http://www.w3.org/2000/svg"
                width="17.5"
                height="19"
                viewBox="0 0 33 40"
                aria-hidden="true"
                focusable="false"
            >
                <path fill="currentColor" d="M0 0h13l20 20-20 20H0l20-20z" />
            </svg>
        }
        .into_any()
    });
    if href.is_empty() {
        view! {
            <button
                type=button_type
                value=some(value)
                name=some(name)
                disabled=move || disabled.get()
                aria-disabled=move || disabled.get().then_some("true")
                class=class
                id=id
                on:click=pressed
            >
                {children()}
                {icon}
            </button>
        }
        .into_any()
    } else {
        view! {
            <a
                href=href
                role="button"
                draggable="false"
                class=class
                id=id
                on:click=pressed
                // A link that looks like a button also answers the key that presses buttons.
                on:keydown=move |event| {
                    if event.key() == " " {
                        event.prevent_default();
                        event_target::<web_sys::HtmlElement>(&event).click();
                    }
                }
            >
                {children()}
                {icon}
            </a>
        }
        .into_any()
    }
}
