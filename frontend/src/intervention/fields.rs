//! The fields of a proposal. The question pages show a few at a time, the page that revises one shows them all.

use leptos::prelude::*;
use shared::{
    calendar::written,
    fund::{Month, profile},
    intervention::{
        Drafting, InterventionKind,
        group::{Direction, GroupSize, YearBand},
    },
    money::Pence,
};
use ui::{
    Button, ButtonKind, Cell, CheckboxItem, Checkboxes, Input, RadioItem, Radios, SummaryRow, Table, WarningText,
};

use super::{draft::Draft, step::Step};
use crate::{
    form::{Form, TypedDay, read_money},
    parts::{self, LongText},
};

/// What the fields need: where they write, what there is to choose from, what is wrong.
#[derive(Clone, Copy)]
pub struct Fields {
    /// Where they write.
    pub draft: Draft,
    /// What there is to choose from.
    pub choices: StoredValue<Drafting>,
    /// What was found wrong when the form was last sent.
    pub form: Form,
    /// One question has the page for itself: it is the heading.
    pub alone: bool,
}

impl Fields {
    /// The fields of one question.
    pub fn of(self, step: Step) -> AnyView {
        match step {
            Step::What => self.what(),
            Step::Priority => self.priority(),
            Step::Already => self.already(),
            Step::Outcomes => self.outcomes(),
            Step::Evidence => self.evidence(),
            Step::Group => self.group(),
            Step::Schools => self.schools(),
            Step::Provider => self.provider(),
            Step::Dates => self.dates(),
            Step::Cost => self.cost(),
            Step::Measure => self.measure(),
        }
    }

    fn wrong(self, field: &'static str) -> Signal<Option<String>> {
        self.form.error(field)
    }

    /// The heading of a page whose question has more than one field, or of its part of a longer form.
    fn heading(self, step: Step) -> AnyView {
        if self.alone {
            view! { <h1 class="govuk-heading-l">{step.question()}</h1> }.into_any()
        } else {
            view! { <h2 class="govuk-heading-m">{step.question()}</h2> }.into_any()
        }
    }

    fn legend(self) -> &'static str {
        if self.alone { "govuk-fieldset__legend--l" } else { "govuk-fieldset__legend--m" }
    }

    fn label(self) -> &'static str {
        if self.alone { "govuk-label--l" } else { "govuk-label--m" }
    }

    fn what(self) -> AnyView {
        let kinds = InterventionKind::ALL.iter().map(|it| RadioItem::new(it.word(), it.label())).collect();
        view! {
            {self.heading(Step::What)}
            {parts::inset(
                "An intervention is for a group of pupils at SEN Support. Never name a pupil, and do not write about one pupil’s EHC plan.",
            )}
            {self.line(
                "title",
                "Title",
                "For example: full-time speech and language therapist, six months",
                self.draft.title,
            )}
            <Radios
                name="kind"
                legend="What kind of help is it?"
                legend_classes="govuk-fieldset__legend--s"
                items=kinds
                value=self.draft.kind
                error=self.wrong("kind")
            />
        }
        .into_any()
    }

    fn priority(self) -> AnyView {
        let items = self.choices.with_value(|it| {
            it.priorities.iter().map(|it| RadioItem::new(it.id.to_string(), it.text.clone())).collect()
        });
        view! {
            <Radios
                name="priority"
                legend=Step::Priority.question()
                legend_classes=self.legend()
                legend_is_heading=self.alone
                hint="These are the priorities the cluster has agreed."
                items=items
                value=self.draft.priority
                error=self.wrong("priority")
            />
        }
        .into_any()
    }

    /// What is there already, and why something new is bought all the same. Nothing where nothing is.
    fn already(self) -> AnyView {
        let offers: Vec<SummaryRow> = self.choices.with_value(|it| {
            let like = untrack(|| self.draft.typed()).like(it).into_iter();
            like.map(|it| {
                let (title, href) = (it.title.clone(), format!("/menu/{}", it.id));
                let about = format!("{}. {} Cost: {}", it.provider, it.how, it.cost);
                let value = move || {
                    let link = view! {
                        <a class="govuk-link" href=href.clone() target="_blank">
                            "See it on the menu (opens in a new tab)"
                        </a>
                    };
                    view! {
                        <p class="govuk-body">{about.clone()}</p>
                        {link}
                    }
                    .into_any()
                };
                SummaryRow::new(title, value)
            })
            .collect()
        });
        if offers.is_empty() && untrack(|| self.draft.new_reason.with(|it| it.trim().is_empty())) {
            return ().into_any();
        }
        let hint = "In a sentence. For example: the course is full until July, or it is for other years.";
        let question = LongText { rows: 3, ..LongText::new("newReason", "Why is something new needed?", hint, 500) };
        view! {
            {self.heading(Step::Already)}
            {parts::body("This is available to your schools today. If it will do, there is no need to buy anything.")}
            {parts::facts(offers)}
            {question.view(self.draft.new_reason, self.wrong("newReason"))}
        }
        .into_any()
    }

    fn group(self) -> AnyView {
        let years = YearBand::ALL.iter().map(|it| CheckboxItem::new(it.word(), it.label())).collect();
        let sizes = GroupSize::ALL.iter().map(|it| RadioItem::new(it.word(), it.label())).collect();
        view! {
            {self.heading(Step::Group)}
            {parts::inset(
                "Always a group of pupils at SEN Support. Nothing here is about one pupil, and nothing changes for a pupil who has an EHC plan.",
            )}
            <Checkboxes
                name="years"
                legend="In which years are they?"
                legend_classes="govuk-fieldset__legend--s"
                hint="Choose all that apply. For training of staff or parents, the pupils who gain from it."
                items=years
                values=self.draft.years
                error=self.wrong("years")
                classes="govuk-checkboxes--small"
            />
            <Radios
                name="groupSize"
                legend="About how many are they, in all schools together?"
                legend_classes="govuk-fieldset__legend--s"
                items=sizes
                value=self.draft.group_size
                error=self.wrong("groupSize")
                classes="govuk-radios--small"
            />
        }
        .into_any()
    }

    fn outcomes(self) -> AnyView {
        let items = self.choices.with_value(|it| {
            it.outcome_areas.iter().map(|it| CheckboxItem::new(it.code.clone(), it.label.clone())).collect()
        });
        view! {
            <Checkboxes
                name="outcomeAreas"
                legend=Step::Outcomes.question()
                legend_classes=self.legend()
                legend_is_heading=self.alone
                hint="Choose all that apply, at least one."
                items=items
                values=self.draft.outcome_areas
                error=self.wrong("outcomeAreas")
            />
        }
        .into_any()
    }

    fn evidence(self) -> AnyView {
        let hint = "Name the study, the guidance or what it did in your schools. Do not name or describe a pupil.";
        LongText {
            size: if self.alone { 'l' } else { 'm' },
            is_heading: self.alone,
            ..LongText::new("evidence", Step::Evidence.question(), hint, 1000)
        }
        .view(self.draft.evidence, self.wrong("evidence"))
    }

    fn schools(self) -> AnyView {
        let draft = self.draft;
        let all: Vec<String> = self.choices.with_value(|it| it.schools.iter().map(|it| it.id.to_string()).collect());
        let items = self.choices.with_value(|it| {
            it.schools.iter().map(|it| CheckboxItem::new(it.id.to_string(), it.name.clone())).collect()
        });
        let count = all.len();
        let every = StoredValue::new(all);
        let whole = move || draft.schools.with(Vec::len) >= count;
        let press = move |_| draft.schools.set(if whole() { Vec::new() } else { every.get_value() });
        view! {
            <Checkboxes
                name="schools"
                legend=Step::Schools.question()
                legend_classes=self.legend()
                legend_is_heading=self.alone
                hint="Choose every school whose pupils or staff take part."
                items=items
                values=draft.schools
                error=self.wrong("schools")
                classes="govuk-checkboxes--small"
            />
            {(count > 1)
                .then(|| {
                    view! {
                        <Button kind=ButtonKind::Secondary button_type="button" on_click=press>
                            {move || if whole() { "Clear all schools".to_owned() } else { format!("Choose all {count} schools") }}
                        </Button>
                    }
                })}
        }
        .into_any()
    }

    fn provider(self) -> AnyView {
        view! {
            <Input
                name="provider"
                label=Step::Provider.question()
                label_classes=self.label()
                label_is_heading=self.alone
                hint="The service, school or company. For example: Speech and Language Service"
                value=self.draft.provider
                error=self.wrong("provider")
            />
        }
        .into_any()
    }

    fn dates(self) -> AnyView {
        view! {
            {self.heading(Step::Dates)}
            {self.day("startsOn", "First day", "For example, 1 12 2026", self.draft.starts_on)}
            {self.day("endsOn", "Last day", "36 months after the first day at most", self.draft.ends_on)}
        }
        .into_any()
    }

    fn day(self, field: &'static str, legend: &'static str, hint: &'static str, day: TypedDay) -> AnyView {
        parts::day(field, legend, 's', hint, day, self.wrong(field))
    }

    /// One of the fields of a question.
    fn line(self, field: &'static str, label: &'static str, hint: &'static str, value: RwSignal<String>) -> AnyView {
        // Numbers are short and are typed with the keys for numbers.
        let (classes, inputmode) =
            if matches!(field, "baseline" | "target") { ("govuk-input--width-5", "decimal") } else { ("", "") };
        view! {
            <Input
                name=field
                label=label
                label_classes="govuk-label--s"
                hint=hint
                classes=classes
                inputmode=inputmode
                value=value
                error=self.wrong(field)
            />
        }
        .into_any()
    }

    fn cost(self) -> AnyView {
        let left = self.choices.with_value(|it| it.left);
        view! {
            <Input
                name="cost"
                label=Step::Cost.question()
                label_classes=self.label()
                label_is_heading=self.alone
                hint=format!("In pounds, for example 25000 or 4,166.67. The cluster has {} left to commit.", left.short())
                prefix="£"
                classes="govuk-input--width-10"
                inputmode="decimal"
                spellcheck=Some(false)
                value=self.draft.cost
                error=self.wrong("cost")
            />
            <div role="status">{move || above(self.draft, left)}</div>
            {move || months(self.draft)}
        }
        .into_any()
    }

    fn measure(self) -> AnyView {
        let draft = self.draft;
        let ways = Direction::ALL.iter().map(|it| RadioItem::new(it.word(), it.label())).collect();
        let no_better = Memo::new(move |_| {
            draft.typed().aims_no_better() || draft.target_reason.with_untracked(|it| !it.trim().is_empty())
        });
        let wrong = self.wrong("targetReason");
        let reason = move || {
            let hint = "For example: numbers rise everywhere, and the group is to hold its level.";
            let question = LongText::new("targetReason", "Why is a target that is no better right?", hint, 500);
            no_better.get().then(|| LongText { rows: 3, ..question }.view(draft.target_reason, wrong))
        };
        view! {
            {self.heading(Step::Measure)}
            {self.line(
                "measure",
                "What will you measure?",
                "A count, share or score of the whole group. For example: percentage of the group at the expected level of the language screen",
                draft.measure,
            )}
            <Radios
                name="direction"
                legend="Which way is better?"
                legend_classes="govuk-fieldset__legend--s"
                items=ways
                value=draft.direction
                error=self.wrong("direction")
                classes="govuk-radios--inline govuk-radios--small"
            />
            {self.line(
                "baseline",
                "Its value before the intervention",
                "The baseline, as a number. For example, 42",
                draft.baseline,
            )}
            {self.day("baselineOn", "When was the baseline taken?", "Before the first day of the intervention", draft.baseline_on)}
            {self.line(
                "baselineSource",
                "Where does the baseline come from?",
                "For example: autumn screen of the three schools",
                draft.baseline_source,
            )}
            {self.line("target", "The value you aim at", "As a number. For example, 60", draft.target)}
            {reason}
        }
        .into_any()
    }
}

/// The id of the (first) control of a field.
pub fn control(field: &str) -> String {
    if matches!(field, "startsOn" | "endsOn" | "baselineOn") { format!("{field}-day") } else { field.to_owned() }
}

/// A warning while the cost is above what the cluster has left. It stops nobody: money may come before the Board agrees.
pub fn above(draft: Draft, left: Pence) -> Option<AnyView> {
    let cost = read_money("cost", "the cost", &draft.cost.get()).ok().filter(|it| *it > left)?;
    let text = format!(
        "This costs {}. The cluster has {} left, so {} is missing. You can still send the proposal, but the Board’s \
         agreement cannot be recorded until the money is there.",
        cost.short(),
        left.short(),
        (cost - left).short(),
    );
    Some(view! { <WarningText>{text}</WarningText> }.into_any())
}

/// What falls on each month, as soon as the cost and both days can be read.
fn months(draft: Draft) -> Option<AnyView> {
    let cost = read_money("cost", "the cost", &draft.cost.get()).ok()?;
    let typed = draft.typed();
    let (starts, ends) = (typed.starts_on.ok()?, typed.ends_on.ok()?);
    if ends < starts {
        return None;
    }
    let months = profile(cost, starts, ends);
    Some(months_table("What falls on each month", &months))
}

/// The cost by month.
pub fn months_table(caption: &'static str, months: &[Month]) -> AnyView {
    let rows = months
        .iter()
        .map(|it| vec![Cell::text(format!("From {}", written(it.starts))), Cell::number(it.amount.to_string())])
        .collect();
    view! {
        <Table
            caption=caption
            caption_classes="govuk-table__caption--s"
            head=vec![Cell::text("Month"), Cell::number("Amount")]
            rows=rows
            first_cell_is_header=true
        />
    }
    .into_any()
}
