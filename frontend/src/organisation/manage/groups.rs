//! The working groups of a cluster, and which school is in which.

use leptos::prelude::*;
use shared::{
    failure::Problem,
    id::{ClusterId, GroupId, PlacingId},
    organisation::{
        NewGroup,
        places::{ChangedGroup, ClusterSetup, Placing, PlacingSchool},
    },
};
use ui::{Select, SelectItem};
use uuid::Uuid;

use super::{name_box, sheet, to_form};
use crate::{
    failure::NotFoundPage,
    form::{Form, TypedDay},
    heading::{Heading, replaced},
    intervention::ask_before_leaving,
    load::{asked, loaded},
    operations::{self, add_group, cluster_setup, place_schools, rename_group},
    parts, routes,
    routes::way,
    shell::trail,
    viewer::viewer,
};

/// The groups of a cluster and the schools in them.
#[component]
pub fn GroupsPage() -> impl IntoView {
    let id = routes::id("cluster", ClusterId);
    trail(&[("Clusters", "/clusters"), ("Cluster", &format!("/clusters/{id}"))], "Working groups");
    let asked = asked::<operations::ClusterSetup>(move || cluster_setup::Variables { id });
    let moves = Moves {
        id: RwSignal::new(PlacingId(Uuid::new_v4())),
        since: TypedDay::of(viewer().day()),
        chosen: RwSignal::default(),
        owner: StoredValue::new(Owner::current().unwrap_or_default()),
        form: Form::new(),
        saved: RwSignal::new(false),
    };
    ask_before_leaving(move || !moves.changed().is_empty());
    loaded(asked, "Working groups", move |found| {
        page(&found.cluster_setup, moves, Callback::new(move |()| asked.again()))
    })
}

/// The group that is chosen for each school, and the one it is in.
type Chosen = Vec<(PlacingSchool, RwSignal<String>)>;

#[derive(Clone, Copy)]
struct Moves {
    id: RwSignal<PlacingId>,
    since: TypedDay,
    chosen: RwSignal<Chosen>,
    owner: StoredValue<Owner>,
    form: Form,
    saved: RwSignal<bool>,
}

impl Moves {
    /// The schools that go into another group.
    fn changed(self) -> Vec<PlacingSchool> {
        self.chosen.with_untracked(|all| {
            let moved = all.iter().filter_map(|(it, chosen)| {
                let group = chosen.with_untracked(|it| it.parse().ok());
                (group != it.group).then(|| PlacingSchool { group, ..it.clone() })
            });
            moved.collect()
        })
    }
}

fn page(setup: &ClusterSetup, moves: Moves, again: Callback<()>) -> AnyView {
    let at = to_form(setup, "Working groups");
    let groups = setup
        .groups
        .iter()
        .map(|it| view! { <li>{parts::link(&it.name, &format!("{at}/groups/{}", it.id))}</li> }.into_any());
    let list = if setup.groups.is_empty() {
        parts::body(
            "This cluster has no working groups. It needs none; many have them for primary and secondary schools.",
        )
    } else {
        view! { <ul class="govuk-list">{groups.collect_view()}</ul> }.into_any()
    };
    let can_move = !setup.groups.is_empty() && !setup.schools.is_empty() && setup.closed_on.is_none();
    view! {
        {moves.form.summary_at(|field| if field == "since" { "since-day".to_owned() } else { String::new() })}
        <Heading text="Working groups" caption=setup.name.clone() wrong=moves.form.wrong() />
        {move || moves.saved.get().then(|| {
            view! { <ui::NotificationBanner success=true text="The groups are saved." /> }.into_any()
        })}
        {list}
        {parts::button("Add a working group", format!("{at}/groups/new"))}
        {can_move.then(|| move_form(setup, moves, again))}
    }
    .into_any()
}

fn move_form(setup: &ClusterSetup, moves: Moves, again: Callback<()>) -> AnyView {
    let cluster = setup.id;
    let item = |id: String, name: &str| SelectItem::new(id, name);
    let mut items = vec![item(String::new(), "No group")];
    items.extend(setup.groups.iter().map(|it| item(it.id.to_string(), &it.name)));
    // A signal made here must outlive this view: the answer may come anew.
    let chosen: Chosen = moves.owner.with_value(|owner| {
        owner.with(|| {
            let school = |it: &shared::organisation::places::PlacedSchool| {
                let placing = PlacingSchool { school: it.id, group: it.group, from: None, engaged: false };
                (placing, RwSignal::new(it.group.map(|it| it.to_string()).unwrap_or_default()))
            };
            setup.schools.iter().map(school).collect()
        })
    });
    let boxes = setup.schools.iter().zip(&chosen).map(|(it, (_, value))| {
        let (name, value, items) = (format!("group-{}", it.id), *value, items.clone());
        view! { <Select name label=it.name.clone() value items /> }.into_any()
    });
    let boxes = boxes.collect_view();
    moves.chosen.set(chosen);
    let form = moves.form;
    let submit = move || {
        moves.saved.set(false);
        let schools = moves.changed();
        if schools.is_empty() {
            form.refuse(vec![Problem { field: "schools".into(), message: "Choose another group for a school".into() }]);
            return;
        }
        let read = moves.since.read("since", "the day from which it holds");
        let placing = |since| Placing { id: moves.id.get_untracked(), cluster, since, schools }.check();
        let Some(input) = form.check(read.and_then(placing)) else { return };
        form.send::<operations::PlaceSchools>(place_schools::Variables { input }, move |_| {
            moves.id.set(PlacingId(Uuid::new_v4()));
            moves.saved.set(true);
            again.run(());
        });
    };
    let inside = view! {
        <h2 class="govuk-heading-m">"Move schools between groups"</h2>
        {boxes}
        {parts::day(
            "since",
            "From which day?",
            's',
            "A school stays in its group until the day before.",
            moves.since,
            form.error("since"),
        )}
        {parts::send("Save the groups", form.sending())}
    };
    parts::two_thirds(parts::form(submit, inside.into_any()))
}

/// A new group, or another name for one.
#[component]
pub fn GroupPage() -> impl IntoView {
    let cluster = routes::id("cluster", ClusterId);
    let new = routes::word("group") == "new";
    let id = if new { GroupId(Uuid::new_v4()) } else { routes::id("group", GroupId) };
    let (name, form) = (RwSignal::new(String::new()), Form::new());
    let title = if new { "Add a working group" } else { "Rename the working group" };
    let asked = asked::<operations::ClusterSetup>(move || cluster_setup::Variables { id: cluster });
    loaded(asked, "Working group", move |found| {
        let (setup, way) = (found.cluster_setup, way());
        let (at, groups) = (format!("/clusters/{cluster}"), format!("/clusters/{cluster}/groups"));
        trail(&[("Clusters", "/clusters"), (&setup.name, &at), ("Working groups", &groups)], title);
        let done = move || way.to(&groups);
        if new {
            let submit = move || {
                let Some(input) = form.check(NewGroup { id, cluster, name: name.get_untracked() }.check()) else {
                    return;
                };
                let done = done.clone();
                form.send::<operations::AddGroup>(add_group::Variables { input }, move |_| done());
            };
            let inside = view! { {name_box("Name", name, form)} {parts::send("Add the group", form.sending())} };
            return sheet(form, title, setup.name, submit, inside.into_any());
        }
        let Some(saved) = setup.groups.into_iter().find(|it| it.id == id) else {
            return view! { <NotFoundPage /> }.into_any();
        };
        name.set(saved.name);
        let save = Callback::new(move |version: i32| {
            let checked = ChangedGroup { id, version, name: name.get_untracked() }.check();
            let Some(input) = form.check(checked) else { return };
            let done = done.clone();
            form.send::<operations::RenameGroup>(rename_group::Variables { input }, move |_| done());
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
        sheet(form, title, setup.name, move || save.run(version), inside.into_any())
    })
}
