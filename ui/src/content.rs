//! Text or a piece of a page: what labels, hints, cells and the like take.

use std::borrow::Cow;
use std::sync::Arc;

use leptos::prelude::*;

/// Text, or a piece of a page such as a link or a list. `"text"` and `String` become text; a closure that returns a view
/// or reads a signal becomes a view that follows its signals: `hint=move || count.get()`.
#[derive(Clone, Default)]
pub struct Content(Kind);

#[derive(Clone, Default)]
enum Kind {
    #[default]
    Nothing,
    Text(Cow<'static, str>),
    View(Arc<dyn Fn() -> AnyView + Send + Sync>),
}

impl Content {
    /// Whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        matches!(self.0, Kind::Nothing)
    }

    /// The text, where it is nothing but text.
    pub fn as_text(&self) -> Option<&str> {
        match &self.0 {
            Kind::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The view of it.
    pub fn render(&self) -> AnyView {
        match &self.0 {
            Kind::Nothing => ().into_any(),
            Kind::Text(text) => text.clone().into_any(),
            Kind::View(view) => {
                let view = view.clone();
                (move || view()).into_any()
            }
        }
    }
}

impl From<&'static str> for Content {
    fn from(text: &'static str) -> Self {
        Self(if text.is_empty() { Kind::Nothing } else { Kind::Text(text.into()) })
    }
}

impl From<String> for Content {
    fn from(text: String) -> Self {
        Self(if text.is_empty() { Kind::Nothing } else { Kind::Text(text.into()) })
    }
}

impl<F, V> From<F> for Content
where
    F: Fn() -> V + Send + Sync + 'static,
    V: IntoAny,
{
    fn from(view: F) -> Self {
        Self(Kind::View(Arc::new(move || view().into_any())))
    }
}

/// A heading of the given level (1 to 6), for components that let the page say where they stand in its outline.
pub(crate) fn heading(level: u8, class: String, id: Option<String>, content: AnyView) -> AnyView {
    match level {
        1 => view! { <h1 class=class id=id>{content}</h1> }.into_any(),
        3 => view! { <h3 class=class id=id>{content}</h3> }.into_any(),
        4 => view! { <h4 class=class id=id>{content}</h4> }.into_any(),
        5 => view! { <h5 class=class id=id>{content}</h5> }.into_any(),
        6 => view! { <h6 class=class id=id>{content}</h6> }.into_any(),
        _ => view! { <h2 class=class id=id>{content}</h2> }.into_any(),
    }
}

/// `base` and, where there are any, the page's own class names.
pub(crate) fn classes(base: &str, extra: &str) -> String {
    if extra.is_empty() { base.to_owned() } else { format!("{base} {extra}") }
}

/// No attribute where there is nothing to say.
pub(crate) fn some(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}
