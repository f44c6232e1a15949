//! The lead headteacher of a cluster: one of the heads of its schools.

use leptos::prelude::*;
use shared::{
    failure::Problem,
    id::{ClusterId, MembershipId, PersonId},
    organisation::places::{ClusterSetup, NewLead},
};
use ui::{RadioItem, Radios};
use uuid::Uuid;

use super::{nothing, sheet, to_form};
use crate::{
    form::{Form, TypedDay},
    load::{asked, loaded},
    operations::{self, appoint_lead, cluster_setup},
    parts, routes,
    routes::way,
    shell::trail,
    viewer::viewer,
};

/// Who leads a cluster.
#[component]
pub fn LeadPage() -> impl IntoView {
    let id = routes::id("cluster", ClusterId);
    trail(&[("Clusters", "/clusters"), ("Cluster", &format!("/clusters/{id}"))], "Lead headteacher");
    let new = MembershipId(Uuid::new_v4());
    let (person, since, form) = (RwSignal::default(), TypedDay::of(viewer().day()), Form::new());
    let asked = asked::<operations::ClusterSetup>(move || cluster_setup::Variables { id });
    loaded(asked, "Lead headteacher", move |found| page(found.cluster_setup, new, person, since, form))
}

fn page(setup: ClusterSetup, id: MembershipId, person: RwSignal<String>, since: TypedDay, form: Form) -> AnyView {
    let at = to_form(&setup, "Lead headteacher");
    if setup.heads.is_empty() {
        let text = "Nobody is recorded as the head of a school of this cluster. The lead is one of them: record the \
                    heads of its schools first.";
        return nothing("No head to choose from", text, at);
    }
    let item = |it: shared::organisation::places::HeadChoice| {
        RadioItem::new(it.person.to_string(), format!("Headteacher of {}", it.school)).hint(it.name)
    };
    let (cluster, items, way) = (setup.id, setup.heads.into_iter().map(item).collect(), way());
    let submit = move || {
        let who = person.with_untracked(|it| it.parse().map(PersonId));
        let who = who.map_err(|_| vec![Problem { field: "person".into(), message: "Choose a headteacher".into() }]);
        let read = match (who, since.read("since", "the first day")) {
            (Ok(person), Ok(since)) => Ok(NewLead { id, cluster, person, since }),
            (who, since) => Err(who.err().into_iter().chain(since.err()).flatten().collect()),
        };
        let Some(input) = form.check(read) else { return };
        let (way, done) = (way.clone(), format!("{at}?done=lead"));
        form.send::<operations::AppointLead>(appoint_lead::Variables { input }, move |_| way.to(&done));
    };
    let inside = view! {
        <Radios
            name="person"
            legend="Who leads the cluster?"
            legend_classes="govuk-fieldset__legend--s"
            hint="The pages name the lead by school, not by name. A seat on the Board is another role."
            items
            value=person
            error=form.error("person")
        />
        {parts::day(
            "since",
            "From which day?",
            's',
            "Whoever leads it now ends the day before.",
            since,
            form.error("since"),
        )}
        {parts::send("Record the lead headteacher", form.sending())}
    };
    sheet(form, "Lead headteacher", setup.name, submit, inside.into_any())
}
