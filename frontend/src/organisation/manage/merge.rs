//! Merging a cluster into another: what moves is shown before it does.

use chrono::NaiveDate;
use leptos::prelude::*;
use shared::{
    calendar::written,
    failure::Problem,
    id::ClusterId,
    organisation::{ClusterLink, places::ClusterSetup},
};
use ui::{RadioItem, Radios, SummaryRow};

use super::{nothing, sheet, to_form};
use crate::{
    form::{Form, TypedDay},
    load::{asked, loaded},
    operations::{self, cluster_setup, merge_cluster},
    organisation::counted,
    parts,
    routes::{self, says, way},
    shell::{back, trail},
};

/// Merging a cluster.
#[component]
pub fn MergePage() -> impl IntoView {
    let id = routes::id("cluster", ClusterId);
    trail(&[("Clusters", "/clusters"), ("Cluster", &format!("/clusters/{id}"))], "Merge");
    let typed = Typed { into: RwSignal::default(), on: TypedDay::default(), form: Form::new() };
    let checking = says("step", "check");
    let asked = asked::<operations::ClusterSetup>(move || cluster_setup::Variables { id });
    loaded(asked, "Merge", move |found| {
        let setup = StoredValue::new(found.cluster_setup);
        (move || {
            let checks = checking.get();
            setup.with_value(|setup| match typed.read(setup) {
                Ok((into, on)) if checks && !typed.form.invalid().get() => check(setup, &into, on, typed.form),
                _ => question(setup, typed),
            })
        })
        .into_any()
    })
}

#[derive(Clone, Copy)]
struct Typed {
    into: RwSignal<String>,
    on: TypedDay,
    form: Form,
}

impl Typed {
    fn read(self, setup: &ClusterSetup) -> Result<(ClusterLink, NaiveDate), Vec<Problem>> {
        let into = self.into.get_untracked();
        let into = setup.others.iter().find(|it| it.id.to_string() == into).cloned();
        let wrong = || vec![Problem { field: "into".into(), message: "Choose the cluster it goes into".into() }];
        match (into.ok_or_else(wrong), self.on.read("on", "the day from which the schools are there")) {
            (Ok(into), Ok(on)) => Ok((into, on)),
            (into, on) => Err(into.err().into_iter().chain(on.err()).flatten().collect()),
        }
    }
}

fn question(setup: &ClusterSetup, typed: Typed) -> AnyView {
    let at = to_form(setup, "Merge");
    if setup.closed_on.is_some() || setup.others.is_empty() {
        return nothing("This cluster cannot be merged", "It takes two clusters that are both open.", at);
    }
    let (form, way) = (typed.form, way());
    let setup = StoredValue::new(setup.clone());
    let submit = move || {
        if form.check(setup.with_value(|it| typed.read(it))).is_some() {
            way.to(&format!("{at}/merge?step=check"));
        }
    };
    let items =
        setup.with_value(|it| it.others.iter().map(|it| RadioItem::new(it.id.to_string(), it.name.clone())).collect());
    let inside = view! {
        {parts::body(
            "A cluster can be merged when nothing waits for its Board and all its money is paid. The service says so if that is not the case.",
        )}
        <Radios
            name="into"
            legend="Which cluster does it go into?"
            legend_classes="govuk-fieldset__legend--s"
            items
            value=typed.into
            error=form.error("into")
        />
        {parts::day(
            "on",
            "From which day are its schools there?",
            's',
            "The day before is the last one of this cluster. For example, 1 9 2019",
            typed.on,
            form.error("on"),
        )}
        {parts::go_on()}
    };
    sheet(form, "Merge into another cluster", setup.with_value(|it| it.name.clone()), submit, inside.into_any())
}

fn check(setup: &ClusterSetup, into: &ClusterLink, on: NaiveDate, form: Form) -> AnyView {
    let at = format!("/clusters/{}", setup.id);
    back(format!("{at}/merge"));
    let last = on.pred_opt().unwrap_or(on);
    let groups: Vec<&str> = setup.groups.iter().map(|it| it.name.as_str()).collect();
    let names: Vec<&str> = setup.schools.iter().map(|it| it.name.as_str()).collect();
    let mut rows = vec![
        SummaryRow::new("Goes into", into.name.clone()),
        SummaryRow::new("Last day of this cluster", written(last)),
        SummaryRow::new("Schools that move", counted(i32::try_from(names.len()).unwrap_or(i32::MAX))),
        SummaryRow::new("Roles at it that end", setup.seats.to_string()),
    ];
    if !groups.is_empty() {
        rows.push(SummaryRow::new("Working groups that end", groups.join(", ")));
    }
    let schools = list(names);
    let (cluster, target, way) = (setup.id, into.id, way());
    let submit = move || {
        let (way, done) = (way.clone(), format!("/clusters/{target}?done=merged"));
        let variables = merge_cluster::Variables { cluster, into: target, on };
        form.send::<operations::MergeCluster>(variables, move |_| way.instead(&done));
    };
    let inside = view! {
        {parts::facts(rows)}
        {schools}
        {parts::body("Each school keeps its answer about the pilot. The number of this cluster is not used again, and its history stays.")}
        {parts::send(format!("Merge into {}", into.name), form.sending())}
    };
    sheet(form, "Check the merger", setup.name.clone(), submit, inside.into_any())
}

/// Schools by name, behind a line.
pub fn list(names: Vec<&str>) -> AnyView {
    let lines = names.into_iter().map(|it| view! { <li>{it.to_owned()}</li> }.into_any()).collect_view();
    view! {
        <ui::Details summary="Which schools">
            <ul class="govuk-list govuk-list--bullet">{lines}</ul>
        </ui::Details>
    }
    .into_any()
}
