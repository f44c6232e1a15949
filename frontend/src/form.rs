//! What every form does: says what is wrong, sends once, keeps what was typed, and settles what two people changed.

use chrono::{Datelike, NaiveDate};
use graphql_client::GraphQLQuery;
use leptos::prelude::*;
use shared::{
    calendar::month_name,
    failure::{Change, Failure, Problem},
    money::Pence,
};
use ui::{Button, ButtonKind, Cell, ErrorItem, ErrorSummary, Table};

use crate::{
    api::{Refusal, ask},
    failure::SignInElsewhere,
    viewer::{Viewer, viewer},
    views::View,
};

/// The state of a form besides what is typed in it.
#[derive(Clone, Copy)]
pub struct Form {
    problems: RwSignal<Vec<Problem>>,
    refusal: RwSignal<Option<Refusal>>,
    sending: RwSignal<bool>,
    viewer: Viewer,
}

impl Form {
    /// Nothing is wrong yet. To be made within a page.
    pub fn new() -> Self {
        Self {
            problems: RwSignal::default(),
            refusal: RwSignal::new(None),
            sending: RwSignal::new(false),
            viewer: viewer(),
        }
    }

    /// Whether something is wrong: for the title.
    pub fn wrong(self) -> Signal<bool> {
        Signal::derive(move || {
            self.problems.with(|it| !it.is_empty())
                || self.refusal.with(|it| it.as_ref().is_some_and(|it| !is_change(&it.failure)))
        })
    }

    /// Whether a field is wrong: for forms that ask and check in two steps.
    pub fn invalid(self) -> Signal<bool> {
        Signal::derive(move || self.problems.with(|it| !it.is_empty()))
    }

    /// Whether the server is working on it: for the button.
    pub fn sending(self) -> Signal<bool> {
        self.sending.into()
    }

    /// Why the server refused, if it did: for a page that can say what to do then.
    pub fn failure(self) -> Signal<Option<Failure>> {
        Signal::derive(move || self.refusal.with(|it| it.as_ref().map(|it| it.failure.clone())))
    }

    /// What is wrong with one field: for its `error`.
    pub fn error(self, field: impl Into<String>) -> Signal<Option<String>> {
        self.error_of(field.into())
    }

    fn error_of(self, field: String) -> Signal<Option<String>> {
        Signal::derive(move || {
            self.problems.with(|it| it.iter().find(|it| it.field == field).map(|it| it.message.clone()))
        })
    }

    /// The first thing that is wrong, whatever its field; followed by whoever reads it.
    pub fn first_problem(self) -> Option<String> {
        self.problems.with(|it| it.first().map(|it| it.message.clone()))
    }

    /// Says what is wrong; with an empty list, that nothing is.
    pub fn refuse(self, problems: Vec<Problem>) {
        self.refusal.set(None);
        self.problems.set(problems);
    }

    /// Takes the result of a rule: what it made, or `None` with its problems shown.
    pub fn check<T>(self, result: Result<T, Vec<Problem>>) -> Option<T> {
        let (made, problems) = match result {
            Ok(made) => (Some(made), Vec::new()),
            Err(problems) => (None, problems),
        };
        self.refuse(problems);
        made
    }

    /// Sends, unless it is being sent; then runs `done` with the answer, or shows why not. What was typed stays.
    pub fn send<Q>(self, variables: Q::Variables, done: impl FnOnce(Q::ResponseData) + 'static)
    where
        Q: GraphQLQuery,
        Q::ResponseData: View,
    {
        if !self.starts() {
            return;
        }
        ask::<Q>(variables, move |answer| {
            if let Some(answer) = self.take(answer) {
                done(answer);
            }
        });
    }

    /// Begins to send, unless it is being sent: for what is sent in another way.
    pub fn starts(self) -> bool {
        if self.sending.get_untracked() {
            return false;
        }
        self.refuse(Vec::new());
        self.sending.set(true);
        true
    }

    /// The answer to what was sent; nothing where it is a refusal or the reader has left the page.
    pub fn take<T>(self, answer: Result<T, Refusal>) -> Option<T> {
        if self.sending.try_set(false).is_some() {
            return None;
        }
        answer.map_err(|refusal| self.refused(refusal)).ok()
    }

    fn refused(self, refusal: Refusal) {
        if let Failure::Invalid { problems } = refusal.failure {
            self.problems.set(problems);
            return;
        }
        if refusal.failure == Failure::SignedOut {
            self.viewer.refresh();
        }
        self.refusal.set(Some(refusal));
    }

    /// The error summary: stands above the heading. The id of a field's control is the name of the field.
    pub fn summary(self) -> AnyView {
        self.summary_at(str::to_owned)
    }

    /// The error summary where the id of a field's (first) control is not the name of the field, as for a date
    /// (`start-day`). An empty id is none.
    pub fn summary_at(self, id: fn(&str) -> String) -> AnyView {
        let errors = Signal::derive(move || {
            let problems = self.problems.get();
            let mut items: Vec<ErrorItem> =
                problems.into_iter().map(|it| ErrorItem::field(it.message, id(&it.field))).collect();
            items.extend(self.refusal.get().filter(|it| !is_change(&it.failure)).map(refused));
            items
        });
        view! { <ErrorSummary errors /> }.into_any()
    }

    /// The panel that shows what somebody else changed meanwhile; nothing while nobody did. `mine` gets the version to
    /// send; `theirs` drops what was typed and reads again.
    pub fn conflict(self, mine: Callback<i32>, theirs: Callback<()>) -> AnyView {
        (move || match self.refusal.get().map(|it| it.failure) {
            Some(Failure::Changed { changes, version }) => {
                view! { <Conflict changes mine=Callback::new(move |()| mine.run(version)) theirs /> }.into_any()
            }
            _ => ().into_any(),
        })
        .into_any()
    }
}

fn is_change(failure: &Failure) -> bool {
    matches!(failure, Failure::Changed { .. })
}

fn refused(refusal: Refusal) -> ErrorItem {
    let Refusal { failure, reference } = refusal;
    match failure {
        Failure::SignedOut => ErrorItem::general(|| {
            view! {
                "You are not signed in any more. What you entered is still here. "
                <SignInElsewhere />
                " Then come back and press the button again."
            }
        }),
        Failure::Offline | Failure::Unavailable => {
            ErrorItem::general(format!("{failure} What you entered is still here."))
        }
        Failure::Internal { reference: told } => {
            let reference = Some(told).filter(|it| !it.is_empty()).or(reference).unwrap_or_default();
            let quote = if reference.is_empty() { String::new() } else { format!(" Reference: {reference}.") };
            ErrorItem::general(format!("Something went wrong. Try again. What you entered is still here.{quote}"))
        }
        Failure::OverCommitted { available, asked } => ErrorItem::general(format!(
            "The cluster has {} left, and this commits {}.",
            available.short(),
            asked.short()
        )),
        other => ErrorItem::general(other.to_string()),
    }
}

/// What two people changed, and the choice between them.
#[component]
fn Conflict(
    /// The fields that differ.
    changes: Vec<Change>,
    /// Saves what the reader typed.
    mine: Callback<()>,
    /// Keeps what is saved.
    theirs: Callback<()>,
) -> impl IntoView {
    let value = |text: String| if text.is_empty() { Cell::text("Nothing") } else { Cell::text(text) };
    let rows: Vec<Vec<Cell>> =
        changes.into_iter().map(|it| vec![Cell::text(it.field), value(it.yours), value(it.theirs)]).collect();
    let place = NodeRef::<leptos::html::Section>::new();
    ui::effect(move || {
        if let Some(it) = place.get() {
            let _ = it.focus();
        }
    });
    view! {
        <section class="govuk-inset-text" tabindex="-1" aria-labelledby="conflict-title" node_ref=place>
            <h2 class="govuk-heading-m" id="conflict-title">
                "Somebody else changed this after you opened it"
            </h2>
            <p class="govuk-body">"Nothing of yours is saved yet. Choose which to keep."</p>
            {scrolls(
                "What differs",
                view! {
                    <Table
                        caption="What differs"
                        head=vec![Cell::text("Field"), Cell::text("Yours"), Cell::text("Theirs, saved now")]
                        rows
                        first_cell_is_header=true
                    />
                }
                    .into_any(),
            )}
            <div class="govuk-button-group">
                <Button button_type="button" on_click=move |_| mine.run(()) prevent_double_click=true>
                    "Save mine anyway"
                </Button>
                <Button button_type="button" kind=ButtonKind::Secondary on_click=move |_| theirs.run(())>
                    "Keep theirs"
                </Button>
            </div>
        </section>
    }
}

/// A box in which a wide table scrolls on a narrow screen, and which the keyboard can reach to scroll it.
pub fn scrolls(label: &'static str, table: AnyView) -> AnyView {
    view! {
        <div class="app-scrolls" role="group" aria-label=label tabindex="0">
            {table}
        </div>
    }
    .into_any()
}

/// A day as it is typed: three boxes.
#[derive(Clone, Copy, Default)]
pub struct TypedDay {
    /// The day of the month.
    pub day: RwSignal<String>,
    /// The month, as a number or a word.
    pub month: RwSignal<String>,
    /// The year, with four digits.
    pub year: RwSignal<String>,
}

impl TypedDay {
    /// The boxes filled with a day.
    pub fn of(day: NaiveDate) -> Self {
        let typed = Self::default();
        typed.set(day);
        typed
    }

    /// Fills the boxes.
    pub fn set(self, day: NaiveDate) {
        self.day.set(day.day().to_string());
        self.month.set(day.month().to_string());
        self.year.set(day.year().to_string());
    }

    /// The day, if it can be read, followed by whoever reads it.
    pub fn seen(self) -> Option<NaiveDate> {
        read_day("", &self.day.get(), &self.month.get(), &self.year.get()).ok()
    }

    /// As [`Self::read`], where nothing at all is fine.
    pub fn read_any(self, field: &str, what: &str) -> Result<Option<NaiveDate>, Vec<Problem>> {
        let empty = [self.day, self.month, self.year].iter().all(|it| it.with_untracked(|it| it.trim().is_empty()));
        if empty { Ok(None) } else { self.read(field, what).map(Some) }
    }

    /// The day, or what is wrong. `what` is what it is called: `the first day`.
    pub fn read(self, field: &str, what: &str) -> Result<NaiveDate, Vec<Problem>> {
        let (day, month, year) = (self.day.get_untracked(), self.month.get_untracked(), self.year.get_untracked());
        read_day(what, &day, &month, &year).map_err(|message| vec![Problem { field: field.to_owned(), message }])
    }
}

fn read_day(what: &str, day: &str, month: &str, year: &str) -> Result<NaiveDate, String> {
    let (day, month, year) = (tidy(day), tidy(month), tidy(year));
    let missing: Vec<&str> = [("a day", &day), ("a month", &month), ("a year", &year)]
        .into_iter()
        .filter(|(_, it)| it.is_empty())
        .map(|(it, _)| it)
        .collect();
    match missing.as_slice() {
        [] => {}
        [_, _, _] => return Err(format!("Enter {what}")),
        some => return Err(format!("{} must include {}", capital(what), some.join(" and "))),
    }
    if year.len() != 4 || !year.bytes().all(|it| it.is_ascii_digit()) {
        return Err(format!("The year of {what} must have 4 numbers, like 2019"));
    }
    let made = day.parse().ok().zip(month_of(&month)).zip(year.parse().ok());
    made.and_then(|((day, month), year)| NaiveDate::from_ymd_opt(year, month, day))
        .ok_or_else(|| format!("{} must be a real date, like 27 3 2019", capital(what)))
}

/// Without spaces and the points and commas that people put into dates.
fn tidy(text: &str) -> String {
    text.chars().filter(|it| !it.is_whitespace() && !matches!(it, '.' | ',')).collect()
}

fn month_of(text: &str) -> Option<u32> {
    let text = text.to_ascii_lowercase();
    let named = (1..=12).find(|&it| text.len() >= 3 && month_name(it).to_ascii_lowercase().starts_with(&text));
    named.or_else(|| text.parse().ok())
}

/// An amount above zero, or what is wrong. `what` is what it is called: `the cost`.
pub fn read_money(field: &str, what: &str, text: &str) -> Result<Pence, Vec<Problem>> {
    let message = match text.parse::<Pence>() {
        _ if text.trim().is_empty() => format!("Enter {what}"),
        Ok(amount) if amount > Pence::ZERO => return Ok(amount),
        Ok(_) => format!("{} must be more than £0", capital(what)),
        Err(wrong) => wrong.to_string(),
    };
    Err(vec![Problem { field: field.to_owned(), message }])
}

/// `the cost` becomes `The cost`.
pub fn capital(text: &str) -> String {
    match (text.get(..1), text.get(1..)) {
        (Some(first), Some(rest)) => first.to_ascii_uppercase() + rest,
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: &str, month: &str, year: &str) -> Result<String, String> {
        read_day("the first day", day, month, year).map(|it| it.to_string())
    }

    #[test]
    fn a_typed_day_is_read_as_people_type_it() {
        assert_eq!(day("27", "3", "2019"), Ok("2019-03-27".into()));
        assert_eq!(day(" 1.", "Sept", "2019 "), Ok("2019-09-01".into()));
        assert_eq!(day("29", "february", "2020"), Ok("2020-02-29".into()));
    }

    #[test]
    fn a_wrong_day_is_explained() {
        assert_eq!(day("", "", ""), Err("Enter the first day".into()));
        assert_eq!(day("27", "", ""), Err("The first day must include a month and a year".into()));
        assert_eq!(day("27", "3", "19"), Err("The year of the first day must have 4 numbers, like 2019".into()));
        for (it, month) in [("30", "2"), ("1", "13"), ("x", "1"), ("1", "ju y")] {
            assert!(day(it, month, "2019").unwrap_err().contains("real date"), "{it} {month}");
        }
    }

    #[test]
    fn a_typed_amount_is_above_zero() {
        assert_eq!(read_money("cost", "the cost", "£1,250"), Ok(Pence::pounds(1250)));
        let message = |text| read_money("cost", "the cost", text).unwrap_err()[0].message.clone();
        assert_eq!(message(" "), "Enter the cost");
        assert_eq!(message("0"), "The cost must be more than £0");
        assert!(message("lots").starts_with("Enter the amount in pounds"));
    }
}
