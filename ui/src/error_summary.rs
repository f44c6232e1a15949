//! Error summary: all that is wrong with a page, above its heading.

use leptos::html::Div;
use leptos::prelude::*;

use crate::{Content, content::classes, effect, focus};

/// One thing that is wrong and, where there is one, the id of the field to put right.
#[derive(Clone, Default)]
pub struct ErrorItem {
    text: Content,
    field: String,
}

impl ErrorItem {
    /// Something wrong with a field: the same words as at the field, and the id of its (first) control.
    pub fn field(text: impl Into<Content>, id: impl Into<String>) -> Self {
        Self { text: text.into(), field: id.into() }
    }

    /// Something wrong with the whole.
    pub fn general(text: impl Into<Content>) -> Self {
        Self { text: text.into(), field: String::new() }
    }
}

/// All that is wrong. Shows nothing while nothing is wrong; takes the focus whenever it appears or the list is set anew,
/// so set the list when a form is sent and not with every key.
#[component]
pub fn ErrorSummary(
    /// What is wrong.
    #[prop(optional, into)]
    errors: Signal<Vec<ErrorItem>>,
    /// Its heading.
    #[prop(default = "There is a problem".into(), into)]
    title: Content,
    /// A sentence above the list.
    #[prop(optional, into)]
    description: Content,
    /// More class names.
    #[prop(optional, into)]
    classes: String,
    /// Whether it takes the focus.
    #[prop(default = true)]
    auto_focus: bool,
) -> impl IntoView {
    let class = self::classes("govuk-error-summary", &classes);
    let place = NodeRef::<Div>::new();
    effect(move || {
        errors.track();
        if let (Some(element), true) = (place.get(), auto_focus) {
            focus::focus_once(&element);
        }
    });

    let item = |ErrorItem { text, field }: ErrorItem| {
        if field.is_empty() {
            return view! { <li>{text.render()}</li> }.into_any();
        }
        let href = format!("#{field}");
        let go = move |event: leptos::ev::MouseEvent| {
            // The router must not take this for a change of page.
            event.prevent_default();
            event.stop_propagation();
            focus::focus_field(&field);
        };
        view! {
            <li>
                <a href=href on:click=go>
                    {text.render()}
                </a>
            </li>
        }
        .into_any()
    };
    move || {
        let list = errors.get();
        (!list.is_empty() || !description.is_empty()).then(|| {
            view! {
                <div class=class.clone() node_ref=place>
                    // In a child, so that the announcement and the focus do not race.
                    <div role="alert">
                        <h2 class="govuk-error-summary__title">{title.render()}</h2>
                        <div class="govuk-error-summary__body">
                            {(!description.is_empty()).then(|| view! { <p>{description.render()}</p> }.into_any())}
                            {(!list.is_empty())
                                .then(|| {
                                    view! {
                                        <ul class="govuk-list govuk-error-summary__list">
                                            {list.into_iter().map(item).collect_view()}
                                        </ul>
                                    }.into_any()
                                })}
                        </div>
                    </div>
                </div>
            }
            .into_any()
        })
    }
}
