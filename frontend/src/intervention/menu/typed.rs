//! What is typed about an entry of the menu. It outlives every refusal, and the step to the check and back.

use leptos::prelude::*;
use shared::{
    failure::Problem,
    id::ClusterId,
    intervention::{
        InterventionKind,
        catalogue::{CatalogueEntry, CostBand, Need, Strength},
    },
};
use ui::{CheckboxItem, Checkboxes, Input, RadioItem, Radios};

use crate::{
    form::Form,
    parts::{self, LongText},
};

/// What is typed, a signal for each field.
#[derive(Clone, Copy)]
pub struct Typed {
    /// The id of the cluster that adds it, or nothing for the authority. Asked only where there is a choice.
    pub cluster: RwSignal<String>,
    title: RwSignal<String>,
    kind: RwSignal<String>,
    about: RwSignal<String>,
    needs: RwSignal<Vec<String>>,
    evidence: RwSignal<String>,
    citation: RwSignal<String>,
    web: RwSignal<String>,
    strength: RwSignal<String>,
    rated_by: RwSignal<String>,
    cost_band: RwSignal<String>,
    months: RwSignal<String>,
    training: RwSignal<String>,
    local_provider: RwSignal<String>,
    local_how: RwSignal<String>,
    local_cost: RwSignal<String>,
    /// Whether it is taken off the menu.
    pub retired: RwSignal<Vec<String>>,
}

/// The fields in the order of the form, as the API names them.
const ORDER: [&str; 15] = [
    "title",
    "kind",
    "about",
    "needs",
    "evidence",
    "citation",
    "web",
    "strength",
    "ratedBy",
    "months",
    "costBand",
    "training",
    "localProvider",
    "localHow",
    "localCost",
];

impl Typed {
    /// The form as it starts.
    pub fn of(entry: Option<&CatalogueEntry>) -> Self {
        let text = |of: fn(&CatalogueEntry) -> String| RwSignal::new(entry.map(of).unwrap_or_default());
        Self {
            cluster: RwSignal::default(),
            title: text(|it| it.title.clone()),
            kind: text(|it| it.kind.word().to_owned()),
            about: text(|it| it.about.clone()),
            needs: RwSignal::new(
                entry.map(|it| it.needs.iter().map(|it| it.word().to_owned()).collect()).unwrap_or_default(),
            ),
            evidence: text(|it| it.evidence.clone()),
            citation: text(|it| it.citation.clone()),
            web: text(|it| it.web.clone()),
            strength: text(|it| it.strength.word().to_owned()),
            rated_by: text(|it| it.rated_by.clone()),
            cost_band: text(|it| it.cost_band.word().to_owned()),
            months: text(|it| it.months.map(|it| it.to_string()).unwrap_or_default()),
            training: text(|it| it.training.clone()),
            local_provider: text(|it| it.local_provider.clone()),
            local_how: text(|it| it.local_how.clone()),
            local_cost: text(|it| it.local_cost.clone()),
            retired: RwSignal::default(),
        }
    }

    /// Whether it is for a cluster, and for which.
    pub fn for_cluster(self) -> Option<ClusterId> {
        self.cluster.get_untracked().parse().ok()
    }

    /// Whether nothing was typed in the long fields.
    pub fn is_empty(self) -> bool {
        [self.title, self.about, self.evidence, self.citation].iter().all(|it| it.with(|it| it.trim().is_empty()))
    }

    /// The entry that is typed, or everything that is wrong with it in the order of the form.
    pub fn entry(self) -> Result<CatalogueEntry, Vec<Problem>> {
        let mut unread = Vec::new();
        let mut wrong = |field: &str, message: &str| {
            unread.push(Problem { field: field.to_owned(), message: message.to_owned() });
        };
        let kind = InterventionKind::from_word(&self.kind.get_untracked());
        let strength = Strength::from_word(&self.strength.get_untracked());
        let cost_band = CostBand::from_word(&self.cost_band.get_untracked());
        let months = self.months.get_untracked();
        let number = months.trim().parse::<i32>().ok();
        if kind.is_none() {
            wrong("kind", "Choose what kind of help it is");
        }
        if strength.is_none() {
            wrong("strength", "Choose how strong the evidence is");
        }
        if number.is_none() && !months.trim().is_empty() {
            wrong("months", "Enter a whole number of months from 0 to 12");
        }
        if cost_band.is_none() {
            wrong("costBand", "Choose what it costs");
        }
        let needs = self.needs.get_untracked();
        let entry = CatalogueEntry {
            title: self.title.get_untracked(),
            kind: kind.unwrap_or(InterventionKind::GroupSupport),
            about: self.about.get_untracked(),
            needs: needs.iter().filter_map(|it| Need::from_word(it)).collect(),
            evidence: self.evidence.get_untracked(),
            citation: self.citation.get_untracked(),
            web: self.web.get_untracked(),
            strength: strength.unwrap_or(Strength::NotRated),
            rated_by: self.rated_by.get_untracked(),
            cost_band: cost_band.unwrap_or(CostBand::VeryLow),
            months: number,
            training: self.training.get_untracked(),
            local_provider: self.local_provider.get_untracked(),
            local_how: self.local_how.get_untracked(),
            local_cost: self.local_cost.get_untracked(),
        };
        let mut found = match entry.check() {
            Ok(entry) if unread.is_empty() => return Ok(entry),
            Ok(_) => Vec::new(),
            Err(broken) => broken,
        };
        found.extend(unread);
        let mut problems = Vec::new();
        for field in ORDER {
            problems.extend(found.extract_if(.., |it| it.field == field));
        }
        problems.append(&mut found);
        Err(problems)
    }

    /// The controls.
    pub fn view(self, form: Form) -> AnyView {
        let line = |field: &'static str, label: &'static str, hint: &'static str, value: RwSignal<String>| {
            let classes = if field == "months" { "govuk-input--width-2" } else { "" };
            let inputmode = if field == "months" { "numeric" } else { "" };
            view! { <Input name=field label label_classes="govuk-label--s" hint classes inputmode value error=form.error(field) /> }
                .into_any()
        };
        let long = |field: &'static str, label: &'static str, hint: &'static str, longest, value: RwSignal<String>| {
            LongText { rows: 4, ..LongText::new(field, label, hint, longest) }.view(value, form.error(field))
        };
        let radios = |field: &'static str, legend: &'static str, items: Vec<RadioItem>, value: RwSignal<String>| {
            view! {
                <Radios
                    name=field
                    legend
                    legend_classes="govuk-fieldset__legend--s"
                    items
                    value
                    error=form.error(field)
                    classes="govuk-radios--small"
                />
            }
            .into_any()
        };
        let kinds = InterventionKind::ALL.iter().map(|it| RadioItem::new(it.word(), it.label())).collect();
        let strengths = Strength::ALL.iter().map(|it| RadioItem::new(it.word(), it.label())).collect();
        let bands = CostBand::ALL.iter().map(|it| RadioItem::new(it.word(), it.label())).collect();
        let needs = Need::ALL.iter().map(|it| CheckboxItem::new(it.word(), it.label())).collect();
        view! {
            {line("title", "What is it called?", "For example: Talk Boost", self.title)}
            {radios("kind", "What kind of help is it?", kinds, self.kind)}
            {long("about", "What is it?", "In a few sentences: who does what, with which group, how often and how long.", 1000, self.about)}
            <Checkboxes
                name="needs"
                legend="Which needs does it serve?"
                legend_classes="govuk-fieldset__legend--s"
                hint="The areas of need of the SEND Code of Practice. Choose all that apply."
                items=needs
                values=self.needs
                error=form.error("needs")
                classes="govuk-checkboxes--small"
            />
            <h2 class="govuk-heading-m">"How well is it known to work?"</h2>
            {long("evidence", "What is known of its effect?", "What a study or your own schools found. Never about one pupil.", 1000, self.evidence)}
            {line("citation", "Where is that written?", "Author, title and year, or which schools and when", self.citation)}
            {line("web", "Its web address", "If it has one. It is shown as text.", self.web)}
            {radios("strength", "How strong is the evidence?", strengths, self.strength)}
            {line("ratedBy", "Who says how strong it is?", "For example: Cluster Board, 21 November 2018. Not needed where nobody has rated it.", self.rated_by)}
            {line("months", "Months of progress in a year", "If a study gives them: a whole number from 0 to 12", self.months)}
            <h2 class="govuk-heading-m">"What does it take?"</h2>
            {radios("costBand", "What does it cost a group of schools in a year?", bands, self.cost_band)}
            {long("training", "What training do staff need?", "If they need any", 500, self.training)}
            <h2 class="govuk-heading-m">"Is it already available here?"</h2>
            {parts::body("Leave these empty if nobody here provides it yet.")}
            {line("localProvider", "Who provides it?", "For example: a teaching school, Early Help or Inclusion Support", self.local_provider)}
            {long("localHow", "How does a school get it?", "For example: book on the hub’s page, two places a term", 500, self.local_how)}
            {line("localCost", "What does it cost the cluster?", "For example: nothing, or £120 a place", self.local_cost)}
        }
        .into_any()
    }
}
