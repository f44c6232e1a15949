//! Who sits where in a cluster: today, later, and who did.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use shared::{
    access::Role,
    calendar::written,
    id::ClusterId,
    organisation::{Member, MemberPage, people::Tense},
};
use ui::{Cell, InsetText};

use super::people::{all_words, changes, last};
use crate::{
    heading::Heading,
    load::{asked, loaded},
    operations::{
        self,
        cluster_members::{self, cluster_members::Tense as Asked},
    },
    paging::{after, pages},
    parts, routes,
    shell::trail,
    viewer::viewer,
};

/// What stands in the address for who did sit there, or will.
const SHOW: &str = "show";

/// The members of a cluster.
#[component]
pub fn MembersPage() -> impl IntoView {
    let cluster = routes::id("cluster", ClusterId);
    trail(&[("Clusters", "/clusters"), ("Cluster", &format!("/clusters/{cluster}"))], "Members and roles");
    let (after, query) = (after(), use_query_map());
    let which =
        Memo::new(move |_| query.with(|it| it.get(SHOW).and_then(|it| Tense::from_word(&it))).unwrap_or(Tense::Now));
    let asked = asked::<operations::ClusterMembers>(move || cluster_members::Variables {
        cluster,
        which: Some(asked_for(which.get())),
        after: after.get(),
    });
    loaded(asked, "Members and roles", move |found| {
        let later = after.get_untracked().is_some();
        let done = query.with_untracked(|it| it.get("done"));
        page(cluster, found.cluster_members, which.get_untracked(), later, done.as_deref())
    })
}

/// The same word in the question.
fn asked_for(which: Tense) -> Asked {
    match which {
        Tense::Now => Asked::NOW,
        Tense::ToCome => Asked::TO_COME,
        Tense::Past => Asked::PAST,
    }
}

fn page(cluster: ClusterId, found: MemberPage, which: Tense, later: bool, done: Option<&str>) -> AnyView {
    let at = format!("/clusters/{cluster}");
    trail(&[("Clusters", "/clusters"), (&found.cluster, &at)], "Members and roles");
    let here = format!("{at}/members");
    let done = done.filter(|_| !later).and_then(|it| match it {
        "ended" => Some("The role ends on the day you entered."),
        "moved" => Some("The days are changed."),
        "taken-back" => Some("The role is taken back."),
        _ => None,
    });
    let list = if found.members.is_empty() {
        parts::body(match which {
            _ if later => "There are no more members.",
            Tense::Now => {
                "No members yet. The chair, the SEND host or the person who looks after people and roles at your authority \
                 adds them."
            }
            Tense::ToCome => "Nobody is to begin a role later.",
            Tense::Past => "Nobody has ended a role here.",
        })
    } else {
        table(found.members, which, found.changes)
    };
    let add = found.changes.then(|| parts::button("Add somebody", format!("{here}/add/who")));
    let vacant = (which == Tense::Now && !found.vacancies.is_empty())
        .then(|| vacancies(&found.vacancies, found.changes.then_some(here.as_str())));
    let query = [(SHOW, which.word().to_owned())];
    let query = if which == Tense::Now { &[] } else { &query[..] };
    view! {
        {done.map(parts::done)}
        <Heading
            text="Members and roles"
            caption=found.cluster.clone()
            title=format!("Members and roles of {}", found.cluster)
        />
        {vacant}
        {add}
        {tenses(&here, which)}
        {list}
        {pages(&here, query, later, found.next.as_ref())}
    }
    .into_any()
}

/// The ways to who sits there today, later, and who did.
fn tenses(here: &str, which: Tense) -> AnyView {
    let way = |it: &Tense| {
        let href = if *it == Tense::Now { here.to_owned() } else { format!("{here}?{SHOW}={}", it.word()) };
        let current = (*it == which).then_some("page");
        let class = if *it == which { "govuk-link govuk-!-font-weight-bold" } else { "govuk-link" };
        view! {
            <li>
                <a class=class href=href aria-current=current>
                    {it.label()}
                </a>
            </li>
        }
        .into_any()
    };
    let ways = Tense::ALL.iter().map(way).collect_view();
    view! {
        <nav aria-label="Which members">
            <ul class="govuk-list">{ways}</ul>
        </nav>
    }
    .into_any()
}

fn vacancies(roles: &[Role], here: Option<&str>) -> AnyView {
    let names: Vec<&str> = roles.iter().map(|it| it.label()).collect();
    let fill = match here {
        Some(here) => roles
            .iter()
            .map(|it| {
                let href = format!("{here}/add/who?role={}", it.word());
                view! {
                    <p class="govuk-body govuk-!-margin-bottom-0">
                        {parts::link(&format!("Fill this vacancy: {}", it.label()), &href)}
                    </p>
                }
                .into_any()
            })
            .collect_view()
            .into_any(),
        None => parts::body(
            "The chair, the SEND host or the person who looks after people and roles at your authority adds somebody.",
        ),
    };
    view! {
        <InsetText>
            <p class="govuk-body">
                <strong>"Vacant: "</strong>
                {names.join(", ")}
                ". Nobody holds this today."
            </p>
            {fill}
        </InsetText>
    }
    .into_any()
}

fn table(members: Vec<Member>, which: Tense, changing: bool) -> AnyView {
    let changing = changing && which != Tense::Past;
    let reasons = members.iter().any(|it| it.reason.is_some());
    let me = untrack(|| viewer().person()).map(|it| it.id);
    let row = |it: Member| {
        let (name, also, email) = (it.person.clone(), all_words(&it.also), it.email.clone());
        let person = move || {
            let line = |text: String| {
                view! { <span class="govuk-hint govuk-!-display-block govuk-!-margin-bottom-0">{text}</span> }
                    .into_any()
            };
            let also = (!also.is_empty()).then(|| line(format!("Also: {also}")));
            let invited = email.clone().map(|it| line(format!("Invited under {it}")));
            (name.clone(), also, invited).into_any()
        };
        let mut cells = vec![
            Cell::text(person),
            Cell::text(it.role.label()),
            Cell::text(it.place.clone()),
            Cell::text(written(it.since)),
            Cell::text(last(it.until)),
        ];
        if which == Tense::Past && reasons {
            cells.push(Cell::text(it.reason.unwrap_or_default()));
        } else if changing {
            // Nobody moves the days of their own role.
            let own = me == Some(it.person_id) && which == Tense::ToCome;
            let hidden = format!(" {}, {}", it.person, it.role.label());
            cells.push(if own { Cell::text("") } else { changes(it.id.to_string(), hidden, which) });
        }
        cells
    };
    let mut head = ["Name", "Role", "Place", "Since", "Until"].map(Cell::text).to_vec();
    if which == Tense::Past && reasons {
        head.push(Cell::text("Why it ended"));
    } else if changing {
        head.push(Cell::text("Change"));
    }
    let caption = match which {
        Tense::Now => "Members of the cluster first, then of its schools",
        Tense::ToCome => "Members who begin later, the nearest first",
        Tense::Past => "Former members, who left last comes first",
    };
    parts::table(caption, "Members and roles", head, members.into_iter().map(row).collect())
}
