//! Who holds a role at a school or a district today.

use leptos::prelude::*;
use shared::{
    calendar::written,
    id::{DistrictId, SchoolId},
    organisation::people::{PlaceMembers, Tense},
};
use ui::{Cell, SummaryRow};

use super::{last, person::changes};
use crate::{
    heading::Heading,
    load::{asked, loaded},
    operations::{self, district_members, school_members},
    paging::{after, pages},
    parts,
    routes::id,
    shell::trail,
};

const TITLE: &str = "People and roles";

/// Who holds a role at a school.
#[component]
pub fn SchoolMembersPage() -> impl IntoView {
    let (school, after) = (id("school", SchoolId), after());
    let here = format!("/schools/{school}");
    trail(&[("Schools", "/schools"), ("School", &here)], TITLE);
    let asked = asked::<operations::SchoolMembers>(move || school_members::Variables { school, after: after.get() });
    loaded(asked, TITLE, move |found| {
        trail(&[("Schools", "/schools"), (&found.school_members.place, &here)], TITLE);
        page(&format!("{here}/members"), found.school_members, after.get_untracked().is_some())
    })
}

/// Who holds a role at a district.
#[component]
pub fn DistrictMembersPage() -> impl IntoView {
    let (district, after) = (id("district", DistrictId), after());
    trail(&[], TITLE);
    let asked =
        asked::<operations::DistrictMembers>(move || district_members::Variables { district, after: after.get() });
    loaded(asked, TITLE, move |found| {
        page(&format!("/districts/{district}/members"), found.district_members, after.get_untracked().is_some())
    })
}

fn page(here: &str, found: PlaceMembers, later: bool) -> AnyView {
    let changing = found.changes;
    let clusters = found.clusters.clone();
    let rows = (!clusters.is_empty()).then(|| {
        let links = move || {
            let link = |it: &shared::organisation::ClusterLink| {
                view! { <li>{parts::link(&it.name, &format!("/clusters/{}", it.id))}</li> }.into_any()
            };
            let list = clusters.iter().map(link).collect_view();
            view! { <ul class="govuk-list govuk-!-margin-bottom-0">{list}</ul> }.into_any()
        };
        parts::facts(vec![SummaryRow::new("Clusters", links)])
    });
    let list = if found.members.is_empty() {
        parts::body(if later { "There are no more." } else { "Nobody holds a role here today." })
    } else {
        let row = |it: shared::organisation::Member| {
            let mut cells = vec![
                Cell::text(it.person.clone()),
                Cell::text(it.role.label()),
                Cell::text(written(it.since)),
                Cell::text(last(it.until)),
            ];
            if changing {
                cells.push(changes(it.id.to_string(), format!(" {}, {}", it.person, it.role.label()), Tense::Now));
            }
            cells
        };
        let mut head = ["Name", "Role", "First day", "Last day"].map(Cell::text).to_vec();
        if changing {
            head.push(Cell::text("Change"));
        }
        parts::table("People and roles today", TITLE, head, found.members.into_iter().map(row).collect())
    };
    view! {
        <Heading text=TITLE caption=found.place.clone() title=format!("People and roles of {}", found.place) />
        {rows}
        {list}
        {pages(here, &[], later, found.next.as_ref())}
    }
    .into_any()
}
