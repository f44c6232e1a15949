//! Character count: a textarea that says how much room is left. The limit is told, never enforced by the box: people may
//! write too much first and shorten it then.

use std::time::Duration;

use leptos::prelude::*;

use crate::{Content, Hint, Textarea, Value, chart::grouped, content::some, effect};

/// How much may be written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// So many characters.
    Characters(usize),
    /// So many words.
    Words(usize),
}

impl Limit {
    /// How much of it a text takes.
    pub fn used(self, text: &str) -> usize {
        match self {
            Self::Characters(_) => text.chars().count(),
            Self::Words(_) => text.split_whitespace().count(),
        }
    }

    fn most(self) -> usize {
        match self {
            Self::Characters(most) | Self::Words(most) => most,
        }
    }

    fn things(self, count: usize) -> &'static str {
        match (self, count) {
            (Self::Characters(_), 1) => "character",
            (Self::Characters(_), _) => "characters",
            (Self::Words(_), 1) => "word",
            (Self::Words(_), _) => "words",
        }
    }

    /// What the counter says about a text.
    fn message(self, text: &str) -> String {
        let (most, used) = (self.most(), self.used(text));
        let apart = most.abs_diff(used);
        let things = self.things(apart);
        if used > most {
            format!("You have {} {things} too many", grouped(apart as u64))
        } else {
            format!("You have {} {things} remaining", grouped(apart as u64))
        }
    }
}

/// A textarea that says how much room is left.
#[component]
pub fn CharacterCount(
    /// The name that a form sends.
    #[prop(into)]
    name: String,
    /// The id of the control; the name unless told otherwise.
    #[prop(optional, into)]
    id: String,
    /// The question.
    #[prop(into)]
    label: Content,
    /// Class names of the question.
    #[prop(optional, into)]
    label_classes: String,
    /// The question is the page's heading.
    #[prop(optional)]
    label_is_heading: bool,
    /// Help before the control.
    #[prop(optional, into)]
    hint: Content,
    /// What is wrong.
    #[prop(optional, into)]
    error: MaybeProp<String>,
    /// What is in it.
    #[prop(optional, into)]
    value: Value,
    /// What to do when it was changed and left; gets the new text.
    #[prop(optional, into)]
    on_change: Option<Callback<String>>,
    /// What to do at every key; gets the new text.
    #[prop(optional, into)]
    on_input: Option<Callback<String>>,
    /// How much may be written.
    limit: Limit,
    /// From how many per cent of the limit on the count is shown.
    #[prop(optional)]
    threshold: usize,
    /// What is said where nothing counts, `{}` for the limit.
    #[prop(optional, into)]
    description: String,
    /// How many lines it shows.
    #[prop(default = 5)]
    rows: u16,
    /// Whether a browser looks at the spelling.
    #[prop(optional_no_strip)]
    spellcheck: Option<bool>,
    /// Cannot be changed now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// More class names.
    #[prop(optional, into)]
    classes: String,
    /// Class names of the group around it all.
    #[prop(optional, into)]
    group_classes: String,
    /// Class names of the count.
    #[prop(optional, into)]
    count_classes: String,
) -> impl IntoView {
    let id = some(id).unwrap_or_else(|| name.clone());
    let info = format!("{id}-info");
    // Counting needs the text even where the page bound nothing.
    let value = if value.is_given() { value } else { Value::from("") };
    // Effects run in the browser only: the server's page says the limit, the browser's page counts.
    let counting = RwSignal::new(false);
    effect(move || counting.set(true));

    let text = Memo::new(move |_| value.get());
    let said = RwSignal::new(String::new());
    let wait = StoredValue::new(None::<TimeoutHandle>);
    let shown = move || limit.used(&text.get()) * 100 >= limit.most() * threshold;
    // What a screen reader hears waits until the typing rests, or it would talk over every key.
    let mut first = true;
    effect(move || {
        let message = limit.message(&text.get());
        if std::mem::take(&mut first) {
            return;
        }
        if let Some(handle) = wait.get_value() {
            handle.clear();
        }
        let later = set_timeout_with_handle(move || said.set(message), Duration::from_secs(1));
        wait.set_value(later.ok());
    });
    on_cleanup(move || {
        if let Some(handle) = wait.try_get_value().flatten() {
            handle.clear();
        }
    });

    let described = some(description).unwrap_or_else(|| format!("You can enter up to {{}} {}", limit.things(2)));
    let described = described.replace("{}", &limit.most().to_string());
    let message_class = crate::content::classes("govuk-character-count__message", &count_classes);
    let after = move || {
        let (described, class) = (described.clone(), message_class.clone());
        let live = counting.get().then(|| {
            let class = format!("{class} govuk-character-count__status");
            let over = move || limit.used(&text.get()) > limit.most();
            let class = move || {
                let tone = if over() { "govuk-error-message" } else { "govuk-hint" };
                let hidden = if shown() { "" } else { " govuk-character-count__message--disabled" };
                format!("{tone} {class}{hidden}")
            };
            view! {
                <div class=class aria-hidden="true">
                    {move || limit.message(&text.get())}
                </div>
                <div class="govuk-character-count__sr-status govuk-visually-hidden" aria-live="polite">
                    {move || if shown() { said.get() } else { String::new() }}
                </div>
            }
            .into_any()
        });
        let class = if live.is_some() { format!("{class} govuk-visually-hidden") } else { class };
        view! {
            <Hint id=info.clone() classes=class>
                {described}
            </Hint>
            {live}
        }
    };
    // The box turns red when the text is too long, before anybody sends it.
    let box_classes = crate::content::classes("govuk-js-character-count", &classes);
    view! {
        <Textarea
            name=name
            described_by=format!("{id}-info")
            id=id
            label=label
            label_classes=label_classes
            label_is_heading=label_is_heading
            hint=hint
            error=error
            value=value
            on_change=tell(on_change)
            on_input=tell(on_input)
            rows=rows
            spellcheck=spellcheck
            disabled=disabled
            classes=box_classes
            group_classes=crate::content::classes("govuk-character-count", &group_classes)
            after=after
        />
    }
}

/// Passes on what may not be asked for.
fn tell(act: Option<Callback<String>>) -> Callback<String> {
    act.unwrap_or_else(|| Callback::new(|_| ()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_what_is_left_and_what_is_too_much() {
        let limit = Limit::Characters(2000);
        assert_eq!(limit.message(""), "You have 2,000 characters remaining");
        assert_eq!(limit.message(&"é".repeat(1999)), "You have 1 character remaining");
        assert_eq!(limit.message(&"a".repeat(2000)), "You have 0 characters remaining");
        assert_eq!(limit.message(&"a".repeat(2002)), "You have 2 characters too many");
        assert_eq!(Limit::Words(3).message("two  words"), "You have 1 word remaining");
        assert_eq!(Limit::Words(1).message("now three words"), "You have 2 words too many");
    }
}
