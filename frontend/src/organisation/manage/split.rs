//! Splitting a cluster: some of its schools become a new one, from a day on.

use leptos::prelude::*;
use shared::{
    calendar::written,
    failure::Problem,
    id::ClusterId,
    organisation::places::{ClusterSetup, Split},
};
use ui::{CheckboxItem, Checkboxes, SummaryRow};
use uuid::Uuid;

use super::{merge::list, name_box, nothing, number_box, read_number, sheet, to_form};
use crate::{
    form::{Form, TypedDay},
    intervention::ask_before_leaving,
    load::{asked, loaded},
    operations::{self, cluster_setup, split_cluster},
    parts,
    routes::{self, says, way},
    shell::{back, trail},
    viewer::viewer,
};

#[derive(Clone, Copy)]
struct Typed {
    /// The new cluster's id: the same for every try.
    id: ClusterId,
    from: ClusterId,
    number: RwSignal<String>,
    name: RwSignal<String>,
    on: TypedDay,
    schools: RwSignal<Vec<String>>,
    sent: RwSignal<bool>,
    form: Form,
}

impl Typed {
    /// What is typed, or what is wrong with it in the order of the form.
    fn read(self) -> Result<Split, Vec<Problem>> {
        let (number, on) = (read_number(self.number), self.on.read("on", "the first day"));
        let made = Split {
            id: self.id,
            from: self.from,
            // These stand for what cannot be read: that is told by its own words.
            number: *number.as_ref().unwrap_or(&1),
            name: self.name.get_untracked(),
            on: *on.as_ref().unwrap_or(&viewer().day()),
            schools: self.schools.with_untracked(|it| it.iter().filter_map(|it| it.parse().ok()).collect()),
        }
        .check();
        let mut problems = number.err().unwrap_or_default();
        match (made, on) {
            (Ok(made), Ok(_)) if problems.is_empty() => Ok(made),
            (made, on) => {
                problems.extend(made.err().into_iter().chain(on.err()).flatten());
                Err(problems)
            }
        }
    }
}

/// Splitting a cluster.
#[component]
pub fn SplitPage() -> impl IntoView {
    let from = routes::id("cluster", ClusterId);
    trail(&[("Clusters", "/clusters"), ("Cluster", &format!("/clusters/{from}"))], "Split");
    let typed = Typed {
        id: ClusterId(Uuid::new_v4()),
        from,
        number: RwSignal::default(),
        name: RwSignal::default(),
        on: TypedDay::default(),
        schools: RwSignal::default(),
        sent: RwSignal::new(false),
        form: Form::new(),
    };
    ask_before_leaving(move || !typed.sent.get() && typed.schools.with(|it| !it.is_empty()));
    let checking = says("step", "check");
    let asked = asked::<operations::ClusterSetup>(move || cluster_setup::Variables { id: from });
    loaded(asked, "Split", move |found| {
        let setup = StoredValue::new(found.cluster_setup);
        (move || {
            let checked = checking.get().then(|| typed.read().ok()).flatten();
            // A refusal of the server is shown where it can be mended.
            let checked = checked.filter(|_| !typed.form.invalid().get());
            setup.with_value(|setup| match checked {
                Some(split) => check(setup, split, typed),
                None => question(setup, typed),
            })
        })
        .into_any()
    })
}

fn question(setup: &ClusterSetup, typed: Typed) -> AnyView {
    let at = to_form(setup, "Split");
    if setup.schools.len() < 2 {
        return nothing("This cluster cannot be split", "It takes a cluster with two schools or more.", at);
    }
    let (form, way) = (typed.form, way());
    let submit = move || {
        if form.check(typed.read()).is_some() {
            way.to(&format!("{at}/split?step=check"));
        }
    };
    let items = setup.schools.iter().map(|it| CheckboxItem::new(it.id.to_string(), it.name.clone())).collect();
    let inside = view! {
        <h2 class="govuk-heading-m">"The new cluster"</h2>
        {number_box(typed.number, form)}
        {name_box("Name", typed.name, form)}
        <Checkboxes
            name="schools"
            legend="Which schools go into it?"
            legend_classes="govuk-fieldset__legend--s"
            classes="govuk-checkboxes--small"
            items
            values=typed.schools
            error=form.error("schools")
        />
        {parts::day("on", "From which day?", 's', "For example, 1 9 2019", typed.on, form.error("on"))}
        {parts::go_on()}
    };
    sheet(form, "Split the cluster", setup.name.clone(), submit, inside.into_any())
}

fn check(setup: &ClusterSetup, split: Split, typed: Typed) -> AnyView {
    let at = format!("/clusters/{}", setup.id);
    back(format!("{at}/split"));
    let goes = |it: &&shared::organisation::places::PlacedSchool| split.schools.contains(&it.id);
    let names: Vec<&str> = setup.schools.iter().filter(goes).map(|it| it.name.as_str()).collect();
    let stay = setup.schools.len() - names.len();
    let rows = vec![
        SummaryRow::new("New cluster", format!("{} (number {})", split.name, split.number)),
        SummaryRow::new("From", written(split.on)),
        SummaryRow::new("Schools that go into it", names.len().to_string()),
        SummaryRow::new("Schools that stay", stay.to_string()),
    ];
    let schools = list(names);
    let (form, way) = (typed.form, way());
    let submit = move || {
        let (way, done) = (way.clone(), format!("/clusters/{}?done=split", typed.id));
        form.send::<operations::SplitCluster>(split_cluster::Variables { input: split.clone() }, move |_| {
            typed.sent.set(true);
            way.instead(&done);
        });
    };
    let inside = view! {
        {parts::facts(rows)}
        {schools}
        {parts::body("Roles, plan and money stay with the cluster that is split. Each school keeps its answer about the pilot.")}
        {parts::send("Split the cluster", form.sending())}
    };
    sheet(form, "Check the split", setup.name.clone(), submit, inside.into_any())
}
