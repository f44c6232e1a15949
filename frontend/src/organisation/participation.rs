//! One school's answers about the pilot, and a new one.

use leptos::prelude::*;
use shared::{
    calendar::written,
    failure::Problem,
    id::{ClusterId, ParticipationId, SchoolId},
    organisation::participation::{
        LONGEST_REASON, NewParticipation, Participation, ParticipationState, SchoolAnswer, follows,
        usually_exclusion_work,
    },
};
use ui::{Cell, CheckboxItem, Checkboxes, RadioItem, Radios};
use uuid::Uuid;

use super::{manage::sheet, taking_part::state_tag};
use crate::{
    form::{Form, TypedDay},
    intervention::ask_before_leaving,
    load::{asked, loaded},
    operations::{self, participation, record_participation},
    parts::{self, LongText},
    routes,
    routes::way,
    shell::trail,
    viewer::viewer,
};

/// What is typed.
#[derive(Clone, Copy)]
struct Typed {
    cluster: ClusterId,
    school: SchoolId,
    /// The same for every try: a second try is answered as the first was.
    id: ParticipationId,
    state: RwSignal<String>,
    since: TypedDay,
    reason: RwSignal<String>,
    covers: RwSignal<Vec<String>>,
    sent: RwSignal<bool>,
    form: Form,
}

const YES: &str = "yes";

/// A school's answers.
#[component]
pub fn ParticipationPage() -> impl IntoView {
    let (cluster, school) = (routes::id("cluster", ClusterId), routes::id("school", SchoolId));
    let typed = Typed {
        cluster,
        school,
        id: ParticipationId(Uuid::new_v4()),
        state: RwSignal::default(),
        since: TypedDay::of(viewer().day()),
        reason: RwSignal::default(),
        covers: RwSignal::default(),
        sent: RwSignal::new(false),
        form: Form::new(),
    };
    ask_before_leaving(move || !typed.sent.get() && typed.state.with(|it| !it.is_empty()));
    let asked = asked::<operations::Participation>(move || participation::Variables { cluster, school });
    loaded(asked, "A school’s answer", move |found| page(typed, found.participation))
}

fn page(typed: Typed, found: Participation) -> AnyView {
    let at = format!("/clusters/{}", typed.cluster);
    let schools = format!("{at}/schools");
    trail(&[("Clusters", "/clusters"), (&found.cluster.name, &at), ("Schools", &schools)], found.school.clone());
    let Typed { state, since, reason, covers, form, .. } = typed;
    if usually_exclusion_work(found.phase) && state.with_untracked(String::is_empty) {
        covers.set(vec![YES.to_owned()]);
    }
    let latest = found.answers.first().map(|it| (it.state, it.since));
    let way = way();
    let submit = move || {
        let checked = read(typed).and_then(NewParticipation::check).and_then(|it| follows(latest, &it).map(|()| it));
        let Some(input) = form.check(checked) else { return };
        let (way, done) = (way.clone(), format!("{schools}?done=recorded"));
        form.send::<operations::RecordParticipation>(record_participation::Variables { input }, move |_| {
            typed.sent.set(true);
            way.to(&done);
        });
    };
    let states = ParticipationState::ALL.iter().map(|it| RadioItem::new(it.word(), it.label())).collect();
    let hint = "The answer before it ends the day before and stays on record. For example, 14 9 2018";
    let engaged = Signal::derive(move || state.with(|it| it == ParticipationState::Engaged.word()));
    let inside = view! {
        <Radios
            name="state"
            legend="What does the school answer?"
            legend_classes="govuk-fieldset__legend--s"
            items=states
            value=state
            error=form.error("state")
        />
        {parts::day("since", "From which day?", 's', hint, since, form.error("since"))}
        {LongText {
            rows: 3,
            ..LongText::new(
                "reason",
                "Why? (optional, unless it withdraws)",
                "The administrators and the strategic lead read this. Do not name pupils.",
                LONGEST_REASON,
            )
        }
            .view(reason, form.error("reason"))}
        <div hidden=move || !engaged.get()>
            <Checkboxes
                name="exclusionWork"
                values=covers
                items=vec![CheckboxItem::new(YES, "Exclusion work covers this school")]
                error=form.error("exclusionWork")
            />
        </div>
        {parts::send("Record the answer", form.sending())}
    };
    view! {
        {sheet(form, "Record a school’s answer", found.school.clone(), submit, inside.into_any())}
        {history(found.answers)}
    }
    .into_any()
}

fn read(typed: Typed) -> Result<NewParticipation, Vec<Problem>> {
    let state = ParticipationState::from_word(&typed.state.get_untracked())
        .ok_or_else(|| vec![Problem { field: "state".into(), message: "Choose the school’s answer".into() }]);
    let since = typed.since.read("since", "the day from which it holds");
    let (state, since) = match (state, since) {
        (Ok(state), Ok(since)) => (state, since),
        (state, since) => return Err(state.err().into_iter().chain(since.err()).flatten().collect()),
    };
    let covers = state == ParticipationState::Engaged && typed.covers.with_untracked(|it| !it.is_empty());
    Ok(NewParticipation {
        id: typed.id,
        cluster: typed.cluster,
        school: typed.school,
        state,
        since,
        reason: typed.reason.get_untracked(),
        exclusion_work: covers,
    })
}

fn history(answers: Vec<SchoolAnswer>) -> AnyView {
    if answers.is_empty() {
        return parts::body("Nothing is recorded yet.");
    }
    let row = |it: SchoolAnswer| {
        let state = Some(it.state);
        vec![
            Cell::text(move || state_tag(state)),
            Cell::text(written(it.since)),
            Cell::text(it.until.map_or_else(|| "Today".to_owned(), written)),
            Cell::text(it.cluster),
            Cell::text(if it.exclusion_work { "Yes" } else { "No" }),
            Cell::text(it.reason),
        ]
    };
    view! {
        <h2 class="govuk-heading-m">"What is recorded"</h2>
        {parts::table(
            "The school’s answers, the latest first",
            "The school’s answers",
            ["Answer", "From", "To", "Cluster", "Exclusion work", "Reason"].map(Cell::text).to_vec(),
            answers.into_iter().map(row).collect(),
        )}
    }
    .into_any()
}
