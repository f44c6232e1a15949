//! A new cluster, and another name or district for one that is there.

use leptos::prelude::*;
use shared::{
    id::{ClusterId, DistrictId},
    organisation::{
        NewCluster,
        places::{ChangedCluster, ClusterSetup, District},
    },
};
use ui::{Select, SelectItem};
use uuid::Uuid;

use super::{name_box, number_box, read_number, sheet, to_form};
use crate::{
    form::{Form, TypedDay},
    heading::replaced,
    load::{Asked, asked, loaded},
    operations::{self, add_cluster, change_cluster, cluster_setup, districts},
    parts, routes,
    routes::way,
    shell::trail,
    viewer::viewer,
};

/// A new cluster.
#[component]
pub fn NewClusterPage() -> impl IntoView {
    trail(&[("Clusters", "/clusters")], "Add a cluster");
    // The same id for every try: a second try is answered as the first was.
    let id = ClusterId(Uuid::new_v4());
    let (number, name, district) = (RwSignal::default(), RwSignal::default(), RwSignal::default());
    let (opened, form) = (TypedDay::of(viewer().day()), Form::new());
    let asked = asked::<operations::Districts>(|| districts::Variables);
    loaded(asked, "Add a cluster", move |found| {
        let way = way();
        let submit = move || {
            let read = (read_number(number), opened.read("openedOn", "the day it begins"));
            let new = |number, opened_on| {
                let name = name.get_untracked();
                NewCluster { id, number, name, district: chosen(district), opened_on }.check()
            };
            let checked = match read {
                (Ok(number), Ok(opened_on)) => new(number, opened_on),
                (number, opened) => {
                    let name = new(1, viewer().day()).err();
                    Err([number.err(), name, opened.err()].into_iter().flatten().flatten().collect())
                }
            };
            let Some(input) = form.check(checked) else { return };
            let way = way.clone();
            form.send::<operations::AddCluster>(add_cluster::Variables { input }, move |_| {
                way.to(&format!("/clusters/{id}?done=added"));
            });
        };
        let inside = view! {
            {number_box(number, form)}
            {name_box("Name", name, form)}
            {district_box(&found.districts, district)}
            {parts::day("openedOn", "From which day?", 's', "For example, 1 4 2018", opened, form.error("openedOn"))}
            {parts::send("Add the cluster", form.sending())}
        };
        sheet(form, "Add a cluster", String::new(), submit, inside.into_any())
    })
}

/// Another name or district.
#[component]
pub fn ChangeClusterPage() -> impl IntoView {
    let id = routes::id("cluster", ClusterId);
    trail(&[("Clusters", "/clusters"), ("Cluster", &format!("/clusters/{id}"))], "Name and district");
    let setup = asked::<operations::ClusterSetup>(move || cluster_setup::Variables { id });
    let offered = RwSignal::new(Vec::new());
    crate::api::ask::<operations::Districts>(districts::Variables, move |found| {
        if let Ok(found) = found {
            offered.try_set(found.districts);
        }
    });
    let form = Form::new();
    let (name, district) = (RwSignal::default(), RwSignal::default());
    loaded(setup, "Name and district", move |found| {
        change(found.cluster_setup, setup, Typed { name, district, offered, form })
    })
}

#[derive(Clone, Copy)]
struct Typed {
    name: RwSignal<String>,
    district: RwSignal<String>,
    offered: RwSignal<Vec<District>>,
    form: Form,
}

fn change(setup: ClusterSetup, asked: Asked<cluster_setup::cluster_setup::ResponseData>, typed: Typed) -> AnyView {
    let Typed { name, district, offered, form } = typed;
    let at = to_form(&setup, "Name and district");
    name.set(setup.name.clone());
    district.set(setup.district.map(|it| it.to_string()).unwrap_or_default());
    let (id, way) = (setup.id, way());
    let save = Callback::new(move |version: i32| {
        let changed = ChangedCluster { id, version, name: name.get_untracked(), district: chosen(district) };
        let Some(input) = form.check(changed.check()) else { return };
        let (way, done) = (way.clone(), format!("{at}?done=changed"));
        form.send::<operations::ChangeCluster>(change_cluster::Variables { input }, move |_| way.to(&done));
    });
    let theirs = Callback::new(move |()| {
        replaced();
        form.refuse(Vec::new());
        asked.again();
    });
    let version = setup.version;
    let inside = view! {
        {form.conflict(save, theirs)}
        {name_box("Name", name, form)}
        {move || district_box(&offered.get(), district)}
        {parts::send("Save", form.sending())}
    };
    sheet(form, "Name and district", setup.name, move || save.run(version), inside.into_any())
}

/// The question for a district; nothing where there are none.
fn district_box(districts: &[District], value: RwSignal<String>) -> Option<AnyView> {
    (!districts.is_empty()).then(|| {
        let mut items = vec![SelectItem::new("", "No district")];
        items.extend(districts.iter().map(|it| SelectItem::new(it.id.to_string(), it.name.clone())));
        view! { <Select name="district" label="District" label_classes="govuk-label--s" value items /> }.into_any()
    })
}

fn chosen(district: RwSignal<String>) -> Option<DistrictId> {
    district.with_untracked(|it| it.parse().ok())
}
