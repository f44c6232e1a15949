//! Tag: the state of something in a word or two.

use leptos::prelude::*;

use crate::content::classes;

/// The colours of a tag. The word says it; the colour helps.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub enum TagColour {
    /// Not active.
    Grey,
    /// Done, good.
    Green,
    /// Not started, new.
    Teal,
    /// In progress; the colour of a tag that was not given one.
    #[default]
    Blue,
    /// Received, waiting for somebody.
    Purple,
    /// Sent.
    Magenta,
    /// Refused, in danger.
    Red,
    /// Declined.
    Orange,
    /// Late, waiting.
    Yellow,
}

impl TagColour {
    pub(crate) fn class(self) -> &'static str {
        match self {
            Self::Grey => "govuk-tag--grey",
            Self::Green => "govuk-tag--green",
            Self::Teal => "govuk-tag--teal",
            Self::Blue => "",
            Self::Purple => "govuk-tag--purple",
            Self::Magenta => "govuk-tag--magenta",
            Self::Red => "govuk-tag--red",
            Self::Orange => "govuk-tag--orange",
            Self::Yellow => "govuk-tag--yellow",
        }
    }
}

/// The state of something in a word or two.
#[component]
pub fn Tag(
    /// Its colour.
    #[prop(optional)]
    colour: TagColour,
    /// More class names.
    #[prop(optional, into)]
    classes: String,
    /// The word.
    children: Children,
) -> impl IntoView {
    view! { <strong class=self::classes(&self::classes("govuk-tag", colour.class()), &classes)>{children()}</strong> }
}
