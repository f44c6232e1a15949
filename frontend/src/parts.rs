//! What many pages are made of, as functions. A component brings the code that fills in what it was not told to every
//! place where it stands; a function does not.

use leptos::{
    ev::{MouseEvent, SubmitEvent},
    prelude::*,
};
use ui::{
    Button, ButtonKind, Cell, CharacterCount, Content, DateInput, Input, InsetText, Limit, NotificationBanner,
    RadioItem, Radios, SummaryList, SummaryRow, Table,
};

use crate::{
    form::{TypedDay, scrolls},
    routes::way,
};

/// A paragraph.
pub fn body(text: impl Into<Content>) -> AnyView {
    paragraph(text.into().render())
}

fn paragraph(inside: AnyView) -> AnyView {
    view! { <p class="govuk-body">{inside}</p> }.into_any()
}

/// A link.
pub fn link(text: &str, href: &str) -> AnyView {
    view! {
        <a class="govuk-link" href=href.to_owned()>
            {text.to_owned()}
        </a>
    }
    .into_any()
}

/// A link that is a paragraph.
pub fn link_line(text: &str, href: &str) -> AnyView {
    paragraph(link(text, href))
}

/// A link to a file that the server makes.
pub fn download(text: &str, href: &str) -> AnyView {
    let link = view! {
        <a class="govuk-link" href=href.to_owned() rel="external" download>
            {text.to_owned()}
        </a>
    };
    paragraph(link.into_any())
}

/// What is set apart.
pub fn inset(text: &'static str) -> AnyView {
    view! { <InsetText>{text}</InsetText> }.into_any()
}

/// A link that looks like a button.
pub fn button(text: &'static str, href: String) -> AnyView {
    view! { <Button href>{text}</Button> }.into_any()
}

/// A button that is not the main one.
pub fn secondary(text: &'static str, press: impl Fn(MouseEvent) + Send + Sync + 'static) -> AnyView {
    let press = Callback::new(press);
    other_button(text, press)
}

fn other_button(text: &'static str, press: Callback<MouseEvent>) -> AnyView {
    view! {
        <Button kind=ButtonKind::Secondary button_type="button" on_click=press>
            {text}
        </Button>
    }
    .into_any()
}

/// The button of a form that leads on to the next page.
pub fn go_on() -> AnyView {
    view! { <Button>"Continue"</Button> }.into_any()
}

/// The button that sends a form, once.
pub fn send(text: impl Into<Content>, sending: Signal<bool>) -> AnyView {
    send_button(text.into().render(), sending)
}

fn send_button(text: AnyView, sending: Signal<bool>) -> AnyView {
    view! {
        <Button prevent_double_click=true disabled=sending>
            {text}
        </Button>
    }
    .into_any()
}

/// A form. `submit` takes what is typed; the browser itself sends nothing.
pub fn form(submit: impl FnMut() + 'static, inside: AnyView) -> AnyView {
    form_around(Box::new(submit), inside)
}

fn form_around(mut submit: Box<dyn FnMut()>, inside: AnyView) -> AnyView {
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        submit();
    };
    view! {
        <form novalidate on:submit=submit>
            {inside}
        </form>
    }
    .into_any()
}

/// Two thirds of the width of a wide window: what is read.
pub fn two_thirds(inside: AnyView) -> AnyView {
    view! {
        <div class="govuk-grid-row">
            <div class="govuk-grid-column-two-thirds">{inside}</div>
        </div>
    }
    .into_any()
}

/// Facts and their names.
pub fn facts(rows: Vec<SummaryRow>) -> AnyView {
    view! { <SummaryList rows /> }.into_any()
}

/// A table whose rows are blocks on a phone. `caption` is read out, `label` is what the keyboard hears.
pub fn table(caption: &'static str, label: &'static str, head: Vec<Cell>, rows: Vec<Vec<Cell>>) -> AnyView {
    let table = view! {
        <Table caption caption_classes="govuk-visually-hidden" head rows first_cell_is_header=true stacks=true />
    };
    scrolls(label, table.into_any())
}

/// The question for a day. `size` is `s`, `m` or `l`.
pub fn day(
    id: &str,
    legend: &'static str,
    size: char,
    hint: impl Into<Content>,
    day: TypedDay,
    error: Signal<Option<String>>,
) -> AnyView {
    day_boxes(id, legend, size, hint.into(), day, error)
}

fn day_boxes(
    id: &str,
    legend: &'static str,
    size: char,
    hint: Content,
    day: TypedDay,
    error: Signal<Option<String>>,
) -> AnyView {
    view! {
        <DateInput
            id=id
            name_prefix=id
            legend=legend
            legend_classes=format!("govuk-fieldset__legend--{size}")
            hint=hint
            day=day.day
            month=day.month
            year=day.year
            error=error
        />
    }
    .into_any()
}

/// A question that is answered in sentences.
pub struct LongText {
    /// The name of the field, as the API calls it.
    pub name: &'static str,
    /// The question.
    pub label: &'static str,
    /// How large it is: `s`, `m` or `l`.
    pub size: char,
    /// Whether it is the page's heading.
    pub is_heading: bool,
    /// Help with the answer.
    pub hint: &'static str,
    /// How many characters it takes.
    pub longest: usize,
    /// How many lines it shows.
    pub rows: u16,
}

impl LongText {
    /// The question for a small label, with five lines.
    pub const fn new(name: &'static str, label: &'static str, hint: &'static str, longest: usize) -> Self {
        Self { name, label, size: 's', is_heading: false, hint, longest, rows: 5 }
    }

    /// Its view.
    pub fn view(self, value: RwSignal<String>, error: Signal<Option<String>>) -> AnyView {
        view! {
            <CharacterCount
                name=self.name
                label=self.label
                label_classes=format!("govuk-label--{}", self.size)
                label_is_heading=self.is_heading
                hint=self.hint
                limit=Limit::Characters(self.longest)
                rows=self.rows
                value=value
                error=error
            />
        }
        .into_any()
    }
}

/// The question for one line of text, `width` its class.
pub fn line(
    name: &'static str,
    label: &'static str,
    hint: impl Into<Content>,
    width: &'static str,
    value: RwSignal<String>,
    error: Signal<Option<String>>,
) -> AnyView {
    line_box(name, label, hint.into(), width, value, error)
}

fn line_box(
    name: &'static str,
    label: &'static str,
    hint: Content,
    width: &'static str,
    value: RwSignal<String>,
    error: Signal<Option<String>>,
) -> AnyView {
    view! {
        <Input
            name
            label
            label_classes="govuk-label--s"
            hint
            classes=width
            autocomplete="off"
            spellcheck=Some(false)
            value
            error
        />
    }
    .into_any()
}

/// The question for one of a few. As the page's heading it is large.
pub fn choice(
    name: &'static str,
    legend: impl Into<Content>,
    is_heading: bool,
    items: Vec<RadioItem>,
    value: RwSignal<String>,
    error: Signal<Option<String>>,
) -> AnyView {
    radios(name, legend.into(), is_heading, items, value, error)
}

fn radios(
    name: &'static str,
    legend: Content,
    is_heading: bool,
    items: Vec<RadioItem>,
    value: RwSignal<String>,
    error: Signal<Option<String>>,
) -> AnyView {
    let size = if is_heading { 'l' } else { 's' };
    view! {
        <Radios
            name
            legend
            legend_classes=format!("govuk-fieldset__legend--{size}")
            legend_is_heading=is_heading
            items
            value
            error
        />
    }
    .into_any()
}

/// What has just been done, above the heading.
pub fn done(text: impl Into<Content>) -> AnyView {
    success(text.into())
}

fn success(text: Content) -> AnyView {
    view! { <NotificationBanner success=true text /> }.into_any()
}

/// Goes elsewhere instead of showing a page; the way back does not lead here again.
pub fn go(href: String) -> AnyView {
    let way = way();
    ui::effect(move || way.instead(&href));
    ().into_any()
}
