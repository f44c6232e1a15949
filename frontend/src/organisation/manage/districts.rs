//! The districts of the authority, for authorities that have them.

use leptos::prelude::*;
use shared::{
    id::DistrictId,
    organisation::{
        NewDistrict,
        places::{ChangedDistrict, District},
    },
};
use ui::Cell;
use uuid::Uuid;

use super::{name_box, sheet};
use crate::{
    failure::NotFoundPage,
    form::Form,
    heading::{Heading, replaced},
    load::{asked, loaded},
    operations::{self, add_district, districts, rename_district},
    parts, routes,
    routes::way,
    shell::trail,
};

/// The list of districts.
#[component]
pub fn DistrictsPage() -> impl IntoView {
    trail(&[("Clusters", "/clusters")], "Districts");
    let asked = asked::<operations::Districts>(|| districts::Variables);
    loaded(asked, "Districts", |found| {
        let list = if found.districts.is_empty() {
            parts::body("There are no districts. An authority without them needs none: clusters stand alone.")
        } else {
            let rows = found.districts.into_iter().map(row).collect();
            let head = vec![Cell::text("District"), Cell::number("Open clusters")];
            parts::table("Districts by name", "Districts", head, rows)
        };
        view! {
            <Heading text="Districts" />
            {list}
            {parts::button("Add a district", "/districts/new".into())}
        }
        .into_any()
    })
}

fn row(it: District) -> Vec<Cell> {
    let (name, href) = (it.name, format!("/districts/{}", it.id));
    vec![Cell::text(move || parts::link(&name, &href)), Cell::number(it.clusters.to_string())]
}

/// A new district, or another name for one.
#[component]
pub fn DistrictPage() -> impl IntoView {
    let way_here = [("Clusters", "/clusters"), ("Districts", "/districts")];
    let new = routes::word("district") == "new";
    trail(&way_here, if new { "Add a district" } else { "District" });
    let id = if new { DistrictId(Uuid::new_v4()) } else { routes::id("district", DistrictId) };
    let (name, form) = (RwSignal::new(String::new()), Form::new());
    let asked = asked::<operations::Districts>(|| districts::Variables);
    loaded(asked, "District", move |found| {
        let way = way();
        let done = move || way.to("/districts");
        if new {
            let submit = move || {
                let checked = NewDistrict { id, name: name.get_untracked() }.check();
                let Some(input) = form.check(checked) else { return };
                let done = done.clone();
                form.send::<operations::AddDistrict>(add_district::Variables { input }, move |_| done());
            };
            let inside = view! { {name_box("Name", name, form)} {parts::send("Add the district", form.sending())} };
            return sheet(form, "Add a district", String::new(), submit, inside.into_any());
        }
        let Some(saved) = found.districts.into_iter().find(|it| it.id == id) else {
            return view! { <NotFoundPage /> }.into_any();
        };
        trail(&way_here, saved.name.clone());
        name.set(saved.name.clone());
        let save = Callback::new(move |version: i32| {
            let checked = ChangedDistrict { id, version, name: name.get_untracked() }.check();
            let Some(input) = form.check(checked) else { return };
            let done = done.clone();
            form.send::<operations::RenameDistrict>(rename_district::Variables { input }, move |_| done());
        });
        let theirs = Callback::new(move |()| {
            replaced();
            form.refuse(Vec::new());
            asked.again();
        });
        let version = saved.version;
        let inside = view! {
            {form.conflict(save, theirs)}
            {name_box("Name", name, form)}
            {parts::send("Save", form.sending())}
        };
        sheet(form, "Rename the district", saved.name, move || save.run(version), inside.into_any())
    })
}
