//! The first page: what needs the reader, what is due, what changed. For those who are not signed in, what this is.

mod changes;
mod landing;

use leptos::prelude::*;
use shared::{
    calendar::written,
    home::{Home, Notice, NoticeKind},
    organisation::SignedIn,
};
use ui::{Status, TagColour, Task, TaskList};

use crate::{
    heading::Heading,
    load::{asked, loaded},
    operations::{self, home},
    viewer::viewer,
};

pub use changes::ChangesPage;

/// The first page.
#[component]
pub fn HomePage() -> impl IntoView {
    let viewer = viewer();
    let signed_in = Memo::new(move |_| viewer.person().is_some());
    move || if signed_in.get() { notices() } else { view! { <landing::Landing /> }.into_any() }
}

fn notices() -> AnyView {
    let asked = asked::<operations::Home>(|| home::Variables);
    loaded(asked, "Home", move |found| page(found.home, Callback::new(move |()| asked.again())))
}

fn page(home: Home, again: Callback<()>) -> AnyView {
    let Home { needs, due, changed } = home;
    let person = untrack(|| viewer().person());
    // Whoever sees no plan is told nothing of what changes in one, not even that nothing does.
    let sees_plans = person.as_ref().is_some_and(|it| !it.clusters.is_empty());
    view! {
        <Heading text="What needs you" title="Home" />
        {part("needs", needs, "Nothing needs you.")}
        <h2 class="govuk-heading-m">"What is due"</h2>
        {part("due", due, "Nothing starts or ends in the next four weeks.")}
        {sees_plans.then(|| view! { <h2 class="govuk-heading-m">"What changed"</h2> {changes::part(&changed, again)} }.into_any())}
        {person.map(clusters)}
    }
    .into_any()
}

/// One part of the page, or the sentence that says that there is nothing.
fn part(name: &'static str, notices: Vec<Notice>, nothing: &'static str) -> AnyView {
    if notices.is_empty() {
        return view! { <p class="govuk-body">{nothing}</p> }.into_any();
    }
    let items = notices.into_iter().map(task).collect::<Vec<_>>();
    view! { <TaskList items id_prefix=name /> }.into_any()
}

fn task(notice: Notice) -> Task {
    let Notice { kind, title, cluster, intervention, day } = notice;
    let href = intervention.map(|it| format!("/interventions/{it}")).unwrap_or_default();
    let day = match kind {
        NoticeKind::AgreeAmendment => format!("Starts on {}", written(day)),
        NoticeKind::AgreeProposal | NoticeKind::OwnProposal => format!("Would start on {}", written(day)),
        NoticeKind::StartsSoon => format!("Starts on {}", written(day)),
        NoticeKind::EndsSoon | NoticeKind::RoleEnds => format!("Ends on {}", written(day)),
    };
    let hint = cluster.map_or_else(|| day.clone(), |it| format!("{} \u{b7} {day}", it.name));
    let status = match kind {
        NoticeKind::AgreeProposal | NoticeKind::AgreeAmendment => Status::tag("To\u{a0}agree", TagColour::Blue),
        other => Status::text(other.label()),
    };
    Task::new(title, href, status).hint(hint)
}

/// The clusters whose plan and money the reader sees.
fn clusters(person: SignedIn) -> AnyView {
    /// More than these are looked for in the list of clusters.
    const FEW: usize = 6;
    if person.clusters.is_empty() {
        return ().into_any();
    }
    let many = person.clusters.len() > FEW;
    let lines = person.clusters.into_iter().take(FEW).map(|it| {
        let at = format!("/clusters/{}", it.id);
        let link = |to: &str, text: &'static str| {
            let (href, name) = (format!("{at}{to}"), it.name.clone());
            view! {
                <a class="govuk-link" href=href>
                    {text}
                    <span class="govuk-visually-hidden">" of " {name}</span>
                </a>
            }
            .into_any()
        };
        view! {
            <li>
                <a class="govuk-link" href=at.clone()>
                    {it.name.clone()}
                </a>
                ": "
                {link("/plan", "plan")}
                ", "
                {link("/money", "money")}
            </li>
        }
        .into_any()
    });
    view! {
        <h2 class="govuk-heading-m">"Your clusters"</h2>
        <ul class="govuk-list govuk-list--spaced">{lines.collect_view()}</ul>
        {many
            .then(|| {
                view! {
                    <p class="govuk-body">
                        <a class="govuk-link" href="/clusters">
                            "See all clusters"
                        </a>
                    </p>
                }.into_any()
            })}
    }
    .into_any()
}
