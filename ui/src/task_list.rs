//! Task list: what has to be done, in any order and not at one sitting.

use leptos::prelude::*;

use crate::{
    Content, Tag, TagColour,
    content::{classes, some},
};

/// How far a task is.
#[derive(Clone)]
pub struct Status {
    content: Content,
    tag: Option<(TagColour, String)>,
    classes: String,
}

impl Status {
    /// Nothing left to do; plain text, so that what is left stands out.
    pub fn completed() -> Self {
        Self::text("Completed")
    }

    /// Something to do.
    pub fn incomplete() -> Self {
        Self::tag("Incomplete", TagColour::Blue)
    }

    /// Waits for another task.
    pub fn cannot_start() -> Self {
        Self::text("Cannot start yet").classes("govuk-task-list__status--cannot-start-yet")
    }

    /// Plain text.
    pub fn text(text: impl Into<Content>) -> Self {
        Self { content: text.into(), tag: None, classes: String::new() }
    }

    /// A tag.
    pub fn tag(text: impl Into<Content>, colour: TagColour) -> Self {
        Self { content: text.into(), tag: Some((colour, String::new())), classes: String::new() }
    }

    /// More class names.
    pub fn classes(mut self, classes: impl Into<String>) -> Self {
        self.classes = classes.into();
        self
    }

    /// More class names of the tag.
    pub fn tag_classes(mut self, classes: impl Into<String>) -> Self {
        if let Some((_, own)) = &mut self.tag {
            *own = classes.into();
        }
        self
    }
}

/// One task.
#[derive(Clone)]
pub struct Task {
    title: Content,
    href: String,
    hint: Content,
    status: Status,
    classes: String,
    title_classes: String,
}

impl Task {
    /// What is to do, where, and how far it is. Empty `href` for a task that cannot be started.
    pub fn new(title: impl Into<Content>, href: impl Into<String>, status: Status) -> Self {
        Self {
            title: title.into(),
            href: href.into(),
            hint: Content::default(),
            status,
            classes: String::new(),
            title_classes: String::new(),
        }
    }

    /// Help for this task.
    pub fn hint(mut self, hint: impl Into<Content>) -> Self {
        self.hint = hint.into();
        self
    }

    /// More class names.
    pub fn classes(mut self, classes: impl Into<String>) -> Self {
        self.classes = classes.into();
        self
    }

    /// More class names of the title.
    pub fn title_classes(mut self, classes: impl Into<String>) -> Self {
        self.title_classes = classes.into();
        self
    }

    fn view(self, prefix: &str, number: usize) -> AnyView {
        let hint_id = format!("{prefix}-{number}-hint");
        let status_id = format!("{prefix}-{number}-status");
        let hint = (!self.hint.is_empty()).then(|| {
            view! {
                <div id=hint_id.clone() class="govuk-task-list__hint">
                    {self.hint.render()}
                </div>
            }
            .into_any()
        });
        let (class, title) = if self.href.is_empty() {
            let inside = self.title.render();
            let title = match some(self.title_classes) {
                Some(class) => view! { <div class=class>{inside}</div> }.into_any(),
                None => view! { <div>{inside}</div> }.into_any(),
            };
            ("govuk-task-list__item", title)
        } else {
            let described_by = if hint.is_some() { format!("{hint_id} {status_id}") } else { status_id.clone() };
            let title = view! {
                <a
                    class=self::classes("govuk-link govuk-task-list__link", &self.title_classes)
                    href=self.href
                    aria-describedby=described_by
                >
                    {self.title.render()}
                </a>
            };
            ("govuk-task-list__item govuk-task-list__item--with-link", title.into_any())
        };
        let status = match self.status.tag {
            Some((colour, classes)) => view! {
                <Tag colour=colour classes=classes>
                    {self.status.content.render()}
                </Tag>
            }
            .into_any(),
            None => self.status.content.render(),
        };
        view! {
            <li class=self::classes(class, &self.classes)>
                <div class="govuk-task-list__name-and-hint">{title} {hint}</div>
                <div class=self::classes("govuk-task-list__status", &self.status.classes) id=status_id>
                    {status}
                </div>
            </li>
        }
        .into_any()
    }
}

/// What has to be done.
#[component]
pub fn TaskList(
    /// The tasks.
    items: Vec<Task>,
    /// What the ids start with; two lists on a page need two.
    #[prop(default = "task-list".into(), into)]
    id_prefix: String,
    /// More class names.
    #[prop(optional, into)]
    classes: String,
) -> impl IntoView {
    let tasks = items.into_iter().enumerate().map(|(place, task)| task.view(&id_prefix, place + 1)).collect_view();
    view! { <ul class=self::classes("govuk-task-list", &classes)>{tasks}</ul> }
}
