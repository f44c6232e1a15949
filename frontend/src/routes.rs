//! Every address of the page, in one table. The page shown is looked up in it; `frontend/routes.txt` lists the same
//! addresses for the browser tests, and a test keeps both equal.

use std::sync::{Arc, LazyLock};

use leptos::{
    prelude::*,
    wasm_split::{SplitLoaderError, wasm_split},
};
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
};
use uuid::Uuid;

use crate::{
    fund::{AllocatePage, MoneyPage, ReleasePage, ReversePage, SpendPage, YearPage},
    home::{ChangesPage, HomePage},
    intervention::{
        AddItemPage, AgreePage, AmendPage, ChangeItemPage, EndInterventionPage, EndPriorityPage, HistoryPage,
        InterventionPage, ItemPage, MenuPage, NewPriorityPage, PlanPage, PrioritiesPage, ProposePage, RevisePage,
        RewordPriorityPage, WithdrawPage,
    },
    organisation::{
        AccessPage, AccountPage, AddMemberPage, AddRolePage, ChangeClusterPage, ClusterPage, ClusterSchoolsPage,
        ClustersPage, DatesPage, DistrictMembersPage, DistrictPage, DistrictsPage, EndPage, GroupPage, GroupsPage,
        HandoverPage, ImportPage, InvitationPage, LeadPage, MembersPage, MergePage, MovePage, NewClusterPage,
        ParticipationPage, PastePage, PeoplePage, PersonPage, SchoolMembersPage, SchoolPage, SchoolsPage, SplitPage,
    },
    part::{Pages, Part},
    setting::{ChangeSettingPage, SettingsPage},
};

/// One address and its page.
pub struct Route {
    /// The address; a part that starts with a colon is a parameter.
    pub path: &'static str,
    at: At,
}

/// Where the code of a page is.
enum At {
    Here(fn() -> AnyView),
    /// In a part, and its place among the pages there.
    Part(&'static Part, usize),
}

impl Route {
    /// The page itself.
    pub fn page(&self) -> AnyView {
        match self.at {
            At::Here(page) => page(),
            At::Part(part, at) => part.page(at),
        }
    }
}

macro_rules! routes {
    (
        $($path:literal => $Page:ident,)+
        $($(#[$attribute:meta])+ $part:ident { $($later:literal => $Later:ident,)+ })+
    ) => {
        $($(#[$attribute])+
        fn $part() -> Result<Pages, SplitLoaderError> {
            Ok(&[$(|| view! { <$Later /> }.into_any()),+])
        })+

        /// The table.
        pub static ROUTES: LazyLock<Vec<Route>> = LazyLock::new(|| {
            let mut table = vec![$(Route { path: $path, at: At::Here(|| view! { <$Page /> }.into_any()) }),+];
            $({
                static PART: Part = Part::new(|| Box::pin($part()));
                let paths = [$($later),+].into_iter().enumerate();
                table.extend(paths.map(|(at, path)| Route { path, at: At::Part(&PART, at) }));
            })+
            table
        });
    };
}

routes! {
    "/" => HomePage,
    "/changes" => ChangesPage,
    "/clusters" => ClustersPage,
    "/clusters/:cluster" => ClusterPage,
    "/clusters/:cluster/schools" => ClusterSchoolsPage,
    "/clusters/:cluster/members" => MembersPage,
    "/clusters/:cluster/plan" => PlanPage,
    "/clusters/:cluster/priorities" => PrioritiesPage,
    "/clusters/:cluster/money" => MoneyPage,
    "/interventions/:intervention" => InterventionPage,
    "/schools" => SchoolsPage,
    "/schools/:school" => SchoolPage,
    "/account" => AccountPage,

    /// The forms of priorities, interventions, the menu and the money, and what is looked up now and then.
    #[wasm_split(planning, wasm_split_path = leptos::wasm_split, fallible)]
    planning {
        "/clusters/:cluster/plan/propose/:step" => ProposePage,
        "/clusters/:cluster/priorities/new" => NewPriorityPage,
        "/clusters/:cluster/priorities/:priority/reword" => RewordPriorityPage,
        "/clusters/:cluster/priorities/:priority/end" => EndPriorityPage,
        "/interventions/:intervention/agree" => AgreePage,
        "/interventions/:intervention/revise" => RevisePage,
        "/interventions/:intervention/withdraw" => WithdrawPage,
        "/interventions/:intervention/amend" => AmendPage,
        "/interventions/:intervention/end" => EndInterventionPage,
        "/interventions/:intervention/history" => HistoryPage,
        "/menu" => MenuPage,
        "/menu/new" => AddItemPage,
        "/menu/:item" => ItemPage,
        "/menu/:item/change" => ChangeItemPage,
        "/clusters/:cluster/money/allocate" => AllocatePage,
        "/clusters/:cluster/money/year" => YearPage,
        "/interventions/:intervention/spend" => SpendPage,
        "/interventions/:intervention/release" => ReleasePage,
        "/movements/:movement/reverse" => ReversePage,
    }
    /// People, clusters, districts, the register and the settings: what few look after.
    #[wasm_split(administration, wasm_split_path = leptos::wasm_split, fallible)]
    administration {
        "/clusters/:cluster/members/add/:step" => AddMemberPage,
        "/schools/:school/members" => SchoolMembersPage,
        "/districts/:district/members" => DistrictMembersPage,
        "/memberships/:membership/end" => EndPage,
        "/memberships/:membership/dates" => DatesPage,
        "/memberships/:membership/replace/:step" => HandoverPage,
        "/people" => PeoplePage,
        "/people/add/:step" => AddRolePage,
        "/people/:person" => PersonPage,
        "/people/:person/invitation" => InvitationPage,
        "/access" => AccessPage,
        "/clusters/new" => NewClusterPage,
        "/clusters/:cluster/schools/:school" => ParticipationPage,
        "/clusters/:cluster/paste" => PastePage,
        "/clusters/:cluster/change" => ChangeClusterPage,
        "/clusters/:cluster/groups" => GroupsPage,
        "/clusters/:cluster/groups/:group" => GroupPage,
        "/clusters/:cluster/lead" => LeadPage,
        "/clusters/:cluster/merge" => MergePage,
        "/clusters/:cluster/split" => SplitPage,
        "/schools/:school/move" => MovePage,
        "/districts" => DistrictsPage,
        "/districts/:district" => DistrictPage,
        "/settings" => SettingsPage,
        "/settings/:name" => ChangeSettingPage,
        "/import" => ImportPage,
    }
}

/// The one parameter that does not make a new page: the pages of a form share what was typed.
const STEP: &str = "step";

/// A parameter of an address and its value.
pub type Parameter = (&'static str, String);

/// The place of an address in the table, and its parameters.
pub fn find(address: &str) -> Option<(usize, Vec<Parameter>)> {
    let fits = |(at, route): (usize, &Route)| parameters(route.path, address).map(|it| (at, it));
    // `/clusters/new` is no cluster: the fewest parameters win.
    ROUTES.iter().enumerate().filter_map(fits).min_by_key(|(_, it)| it.len())
}

fn parameters(path: &'static str, address: &str) -> Option<Vec<Parameter>> {
    let mut found = Vec::new();
    let (mut wanted, mut given) = (parts(path), parts(address));
    loop {
        match (wanted.next(), given.next()) {
            (None, None) => return Some(found),
            (Some(wanted), Some(given)) => match wanted.strip_prefix(':') {
                Some(name) => found.push((name, given.to_owned())),
                None if wanted == given => {}
                None => return None,
            },
            _ => return None,
        }
    }
}

/// Without empty parts: `/schools/` is `/schools`.
fn parts(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter(|it| !it.is_empty())
}

/// Where the reader is: known to every page.
#[derive(Clone, Copy)]
pub struct Place(Memo<Option<(usize, Vec<Parameter>)>>);

impl Place {
    /// The place of an address that may change.
    pub fn of(address: Memo<String>) -> Self {
        Self(Memo::new(move |_| address.with(|it| find(it))))
    }

    /// What makes a page another page: the route and its parameters without the step.
    pub fn page(self) -> Memo<Option<(usize, Vec<Parameter>)>> {
        Memo::new(move |_| {
            let (at, mut parameters) = self.0.get()?;
            parameters.retain(|(name, _)| *name != STEP);
            Some((at, parameters))
        })
    }

    fn value(self, name: &str) -> Option<String> {
        self.0.with(|it| it.as_ref()?.1.iter().find(|(it, _)| *it == name).map(|(_, it)| it.clone()))
    }
}

/// A parameter of this page's address.
pub fn word(name: &'static str) -> String {
    let place = expect_context::<Place>();
    untrack(|| place.value(name)).unwrap_or_default()
}

/// The id in this page's address: `id("cluster", ClusterId)`. What is no id becomes one that nothing has, so that the
/// server says "not found" as for any other.
pub fn id<Id>(name: &'static str, make: fn(Uuid) -> Id) -> Id {
    make(word(name).parse().unwrap_or(Uuid::nil()))
}

/// The step of the form in the address; it changes while the page stays.
pub fn step() -> Memo<String> {
    let place = expect_context::<Place>();
    Memo::new(move |_| place.value(STEP).unwrap_or_default())
}

/// Whether a part of the query says so.
pub fn says(name: &'static str, value: &'static str) -> Memo<bool> {
    let query = use_query_map();
    Memo::new(move |_| query.with(|it| it.get(name).as_deref() == Some(value)))
}

type Navigate = dyn Fn(&str, NavigateOptions) + Send + Sync;

/// The way to other pages.
#[derive(Clone)]
pub struct Way(Arc<Navigate>);

/// The way from here to other pages.
pub fn way() -> Way {
    Way(Arc::new(use_navigate()))
}

impl Way {
    /// Goes to an address.
    pub fn to(&self, address: &str) {
        (self.0)(address, NavigateOptions::default());
    }

    /// Goes to an address, and the way back does not lead here again: to a form that was sent, say.
    pub fn instead(&self, address: &str) {
        (self.0)(address, NavigateOptions { replace: true, ..Default::default() });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_for_the_browser_tests_is_the_table() {
        let listed: Vec<&str> = include_str!("../routes.txt").lines().collect();
        let table: Vec<&str> = ROUTES.iter().map(|it| it.path).collect();
        assert_eq!(listed, table);
    }

    #[test]
    fn an_address_finds_its_page_and_parameters() {
        let found = |address| find(address).map(|(at, it)| (ROUTES[at].path, it));
        assert_eq!(found("/"), Some(("/", vec![])));
        assert_eq!(found("/schools/"), Some(("/schools", vec![])));
        assert_eq!(found("/clusters/7/members"), Some(("/clusters/:cluster/members", vec![("cluster", "7".into())])));
        assert_eq!(found("/clusters/new"), Some(("/clusters/new", vec![])));
        assert_eq!(found("/clusters/7/nothing"), None);
        assert_eq!(found("/nothing"), None);
    }
}
