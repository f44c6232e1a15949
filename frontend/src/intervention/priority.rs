//! A new priority of a cluster.

use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use shared::{
    id::{ClusterId, PriorityId},
    intervention::NewPriority,
};
use ui::{Button, CharacterCount, DateInput, Limit};
use uuid::Uuid;

use super::draft::ask_before_leaving;
use crate::{
    form::{Form, TypedDay},
    heading::Heading,
    operations,
    routes::id,
    shell::back,
    viewer::viewer,
};

/// A new priority of a cluster.
#[component]
pub fn NewPriorityPage() -> impl IntoView {
    let cluster = id("cluster", ClusterId);
    let plan = format!("/clusters/{cluster}/plan");
    back({
        let plan = plan.clone();
        move || plan.clone()
    });
    let form = Form::new();
    // The same id for every try: a second try is answered as the first was.
    let new = PriorityId(Uuid::new_v4());
    let (text, since) = (RwSignal::new(String::new()), TypedDay::of(viewer().day()));
    let saved = RwSignal::new(false);
    ask_before_leaving(move || !saved.get() && !text.with(|it| it.trim().is_empty()));
    let navigate = use_navigate();

    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let typed = |since| NewPriority { id: new, cluster, text: text.get_untracked(), since };
        let checked = match since.read("since", "the first day") {
            Ok(since) => typed(since).check(),
            // Both fields are told at once.
            Err(day) => Err(typed(viewer().day()).check().err().into_iter().flatten().chain(day).collect()),
        };
        let Some(input) = form.check(checked) else { return };
        let (navigate, plan) = (navigate.clone(), plan.clone());
        form.send::<operations::AddPriority>(operations::add_priority::Variables { input }, move |_| {
            saved.set(true);
            navigate(&plan, Default::default());
        });
    };
    view! {
        {form.summary_at(|field| if field == "since" { "since-day".to_owned() } else { field.to_owned() })}
        <div class="govuk-grid-row">
            <div class="govuk-grid-column-two-thirds">
                <Heading text="Add a priority" wrong=form.wrong() />
                <form novalidate on:submit=submit>
                    <CharacterCount
                        name="text"
                        label="What has the cluster agreed to work on?"
                        label_classes="govuk-label--s"
                        hint="One sentence. For example: pupils at SEN Support with speech, language and communication needs"
                        limit=Limit::Characters(300)
                        rows=3
                        value=text
                        error=form.error("text")
                    />
                    <DateInput
                        id="since"
                        name_prefix="since"
                        legend="Since when?"
                        legend_classes="govuk-fieldset__legend--s"
                        hint="The day the Board agreed it. For example, 21 11 2026"
                        day=since.day
                        month=since.month
                        year=since.year
                        error=form.error("since")
                    />
                    <Button prevent_double_click=true disabled=form.sending()>
                        "Add the priority"
                    </Button>
                </form>
            </div>
        </div>
    }
}
