//! Who may do what: the whole policy on one screen ([`reach`]).
//!
//! Rights come from dated memberships, never from a global role. A person holds many: head here, Board member
//! there. What they may do at a place is what any one of their memberships allows there.

use serde::{Deserialize, Serialize};

use crate::id::{AuthorityId, ClusterId, DistrictId, SchoolId};

choice! {
    /// What somebody is at one place, between two days.
    pub enum Role {
        /// Sets up the authority: schools, clusters, people, settings. Sees no case text.
        Administrator => "Administrator",
        /// The council's lead for SEND: money, plans and settings of every cluster.
        LeadOfficer => "Strategic lead for SEND",
        /// A council officer linked to clusters.
        SpecialNeedsOfficer => "Special needs officer",
        /// Reads what was done. Changes nothing.
        Auditor => "Auditor",
        /// A member of the Schools Forum: consultative.
        ForumMember => "Schools Forum member",
        /// A link educational psychologist, outreach or advisory service.
        SupportService => "Support service",
        /// A member of a district panel.
        PanelMember => "Panel member",
        /// Chairs a Cluster Board; the cluster representative.
        BoardChair => "Board chair",
        /// A member of a Cluster Board.
        BoardMember => "Board member",
        /// Leads a cluster among its heads. What the Board decides they decide by a seat on it.
        LeadHeadteacher => "Lead headteacher",
        /// Does the operational work for a cluster.
        Host => "SEND host",
        /// Leads a school.
        Headteacher => "Headteacher",
        /// Co-ordinates special educational needs in a school.
        Senco => "SENCO",
    }
}

choice! {
    /// The kind of place a role is held at.
    pub enum PlaceKind {
        /// The whole authority.
        Authority => "the authority",
        /// A district.
        District => "a district",
        /// A cluster.
        Cluster => "a cluster",
        /// A school.
        School => "a school",
    }
}

impl Role {
    /// Where this role is held.
    pub const fn place(self) -> PlaceKind {
        match self {
            Self::Administrator | Self::LeadOfficer | Self::Auditor | Self::ForumMember => PlaceKind::Authority,
            Self::PanelMember => PlaceKind::District,
            Self::SpecialNeedsOfficer
            | Self::SupportService
            | Self::BoardChair
            | Self::BoardMember
            | Self::LeadHeadteacher
            | Self::Host => PlaceKind::Cluster,
            Self::Headteacher | Self::Senco => PlaceKind::School,
        }
    }
}

/// What somebody asks to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// Read the clusters and schools of the authority; the register is public.
    SeeOrganisation,
    /// Read who sits where in a cluster.
    SeeMembers,
    /// Add districts, clusters, groups and schools, and import the register.
    ChangeOrganisation,
    /// Record which schools take part in the pilot.
    RecordParticipation,
    /// Invite people, and give, end and hand over roles. Which roles: [`may_give`].
    ChangeMembers,
    /// Read who can see and do what in the whole authority, and why.
    SeeAccess,
    /// Read the dated rules of the authority.
    SeeSettings,
    /// Give a setting a new value from a day on.
    ChangeSettings,
    /// Read priorities, interventions and the money of a cluster.
    SeePlan,
    /// Agree what a cluster works on.
    SetPriority,
    /// Propose an intervention, or revise one's proposal.
    ProposeIntervention,
    /// Record the Board's agreement to an intervention somebody else proposed.
    AgreeIntervention,
    /// Record that the Board ended an intervention.
    EndIntervention,
    /// Pay money from the authority to a cluster.
    Allocate,
    /// Read the menu of interventions.
    SeeCatalogue,
    /// Add to the menu and change what one's authority or cluster has added.
    ChangeCatalogue,
    /// Record what was paid for an intervention, and what will not be spent on it; take a payment back.
    RecordSpend,
}

impl Action {
    /// Every action.
    pub const ALL: [Self; 17] = [
        Self::SeeOrganisation,
        Self::SeeMembers,
        Self::ChangeOrganisation,
        Self::RecordParticipation,
        Self::ChangeMembers,
        Self::SeeAccess,
        Self::SeeSettings,
        Self::ChangeSettings,
        Self::SeePlan,
        Self::SetPriority,
        Self::ProposeIntervention,
        Self::AgreeIntervention,
        Self::EndIntervention,
        Self::Allocate,
        Self::SeeCatalogue,
        Self::ChangeCatalogue,
        Self::RecordSpend,
    ];

    /// What people read: `They can …`.
    pub const fn label(self) -> &'static str {
        match self {
            Self::SeeOrganisation => "See the clusters and schools of the authority",
            Self::SeeMembers => "See who sits where",
            Self::ChangeOrganisation => "Set up districts, clusters, working groups and schools",
            Self::RecordParticipation => "Record which schools take part in the pilot",
            Self::ChangeMembers => "Invite people, and give, end and hand over roles",
            Self::SeeAccess => "See who can see and do what, and why",
            Self::SeeSettings => "See the settings of the authority",
            Self::ChangeSettings => "Change the settings of the authority",
            Self::SeePlan => "See the plan and the money",
            Self::SetPriority => "Agree what the cluster works on",
            Self::ProposeIntervention => "Propose interventions",
            Self::AgreeIntervention => "Record the Board’s agreement to an intervention",
            Self::EndIntervention => "Record that the Board ends an intervention early",
            Self::Allocate => "Pay money to clusters",
            Self::RecordSpend => "Record what was paid for an intervention, and take a payment back",
            Self::SeeCatalogue => "See what works: the menu of interventions",
            Self::ChangeCatalogue => "Add to the menu of interventions, and change what was added",
        }
    }
}

/// How far a role carries an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Not at all.
    Nowhere,
    /// In the clusters the role belongs to: by itself, or through its school or district.
    OwnClusters,
    /// In the whole authority.
    Authority,
}

/// The policy.
pub const fn reach(role: Role, action: Action) -> Reach {
    use Action as A;
    use Reach::{Authority, Nowhere, OwnClusters};
    use Role as R;
    match (action, role) {
        (A::SeeOrganisation | A::SeeSettings | A::SeeCatalogue, _) => Authority,

        (A::SeeMembers, R::Administrator | R::LeadOfficer | R::Auditor) => Authority,
        (A::SeeMembers, R::ForumMember) => Nowhere,
        (A::SeeMembers, _) => OwnClusters,

        (A::ChangeOrganisation | A::SeeAccess | A::ChangeMembers, R::Administrator) => Authority,
        (A::ChangeMembers, R::BoardChair | R::Host) => OwnClusters,
        (A::RecordParticipation, R::Administrator | R::LeadOfficer) => Authority,
        (A::ChangeSettings, R::Administrator | R::LeadOfficer) => Authority,

        (A::SeePlan, R::LeadOfficer | R::Auditor) => Authority,
        (A::SeePlan, R::Administrator | R::ForumMember | R::PanelMember) => Nowhere,
        (A::SeePlan, _) => OwnClusters,

        (A::SetPriority | A::AgreeIntervention | A::EndIntervention, R::BoardChair | R::BoardMember) => OwnClusters,
        (A::ProposeIntervention, R::BoardChair | R::BoardMember | R::Host) => OwnClusters,

        (A::Allocate | A::RecordSpend, R::LeadOfficer) => Authority,

        (A::ChangeCatalogue, R::LeadOfficer) => Authority,
        (A::ChangeCatalogue, R::BoardChair | R::BoardMember | R::Host) => OwnClusters,

        (
            A::ChangeOrganisation
            | A::RecordParticipation
            | A::ChangeMembers
            | A::SeeAccess
            | A::ChangeSettings
            | A::SetPriority
            | A::AgreeIntervention
            | A::ProposeIntervention
            | A::EndIntervention
            | A::Allocate
            | A::RecordSpend
            | A::ChangeCatalogue,
            _,
        ) => Nowhere,
    }
}

/// Where a role is held, with the clusters that follow from it today.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Place {
    /// The whole authority.
    Authority,
    /// A district, and its clusters.
    District(DistrictId, Vec<ClusterId>),
    /// A cluster.
    Cluster(ClusterId),
    /// A school, and the cluster it belongs to.
    School(SchoolId, Option<ClusterId>),
}

impl Place {
    fn clusters(&self) -> &[ClusterId] {
        match self {
            Self::Authority => &[],
            Self::District(_, clusters) => clusters,
            Self::Cluster(cluster) => std::slice::from_ref(cluster),
            Self::School(_, cluster) => cluster.as_slice(),
        }
    }
}

/// One membership that holds today.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// What the person is.
    pub role: Role,
    /// Where.
    pub place: Place,
}

/// Where a caller may do something: it becomes the filter of every query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// Nowhere.
    Nowhere,
    /// In these clusters of the authority.
    Clusters(Vec<ClusterId>),
    /// In the whole authority.
    Authority,
}

impl Scope {
    /// Whether the scope holds a cluster of the caller's own authority.
    pub fn holds(&self, cluster: ClusterId) -> bool {
        match self {
            Self::Nowhere => false,
            Self::Clusters(clusters) => clusters.contains(&cluster),
            Self::Authority => true,
        }
    }
}

/// Where these memberships together carry an action.
pub fn scope(memberships: &[Held], action: Action) -> Scope {
    let mut clusters = Vec::new();
    for held in memberships {
        match reach(held.role, action) {
            Reach::Nowhere => {}
            Reach::Authority => return Scope::Authority,
            Reach::OwnClusters => clusters.extend_from_slice(held.place.clusters()),
        }
    }
    clusters.sort_unstable();
    clusters.dedup();
    if clusters.is_empty() { Scope::Nowhere } else { Scope::Clusters(clusters) }
}

/// Whether somebody who may change members in a scope may give or end a role there: inside clusters those of a cluster
/// and its schools, never those of a district or the authority.
pub const fn may_give(scope: &Scope, role: Role) -> bool {
    match scope {
        Scope::Nowhere => false,
        Scope::Clusters(_) => matches!(role.place(), PlaceKind::Cluster | PlaceKind::School),
        Scope::Authority => true,
    }
}

/// Something somebody may do, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Right {
    /// What.
    pub action: Action,
    /// Which of their memberships lets them, by its place in the list, and where. Never empty, and never nowhere.
    pub grounds: Vec<(usize, Scope)>,
}

/// Everything that these memberships let somebody do, and because of which: the same as [`scope`] says, in other words.
pub fn explain(memberships: &[Held]) -> Vec<Right> {
    let right = |action| {
        let ground = |(at, held): (usize, &Held)| {
            let scope = scope(std::slice::from_ref(held), action);
            (scope != Scope::Nowhere).then_some((at, scope))
        };
        Right { action, grounds: memberships.iter().enumerate().filter_map(ground).collect() }
    };
    Action::ALL.into_iter().map(right).filter(|it| !it.grounds.is_empty()).collect()
}

/// Somebody who signed in: who they are, where, and what they hold today.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Caller {
    /// The outermost wall.
    pub authority: AuthorityId,
    /// Who.
    pub person: crate::id::PersonId,
    /// What they hold today.
    pub memberships: Vec<Held>,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    /// Any membership at a few places.
    fn any_held() -> impl Strategy<Value = Held> {
        let cluster = || (0..4_u128).prop_map(|it| ClusterId(Uuid::from_u128(it)));
        let kinds = (cluster(), prop::collection::vec(cluster(), 0..3), 0..4_usize, 0..Role::ALL.len());
        kinds.prop_map(|(one, some, kind, role)| {
            let place = match kind {
                0 => Place::Authority,
                1 => Place::District(DistrictId(Uuid::from_u128(9)), some),
                2 => Place::Cluster(one),
                _ => Place::School(SchoolId(Uuid::from_u128(8)), some.first().copied()),
            };
            Held { role: Role::ALL[role], place }
        })
    }

    proptest! {
        #[test]
        fn what_is_explained_is_what_is_allowed(memberships in prop::collection::vec(any_held(), 0..6)) {
            let rights = explain(&memberships);
            for action in Action::ALL {
                let allowed = scope(&memberships, action);
                let grounds: Vec<(usize, Scope)> =
                    rights.iter().filter(|it| it.action == action).flat_map(|it| it.grounds.clone()).collect();
                // Where it is allowed somebody is told why, and nowhere else.
                prop_assert_eq!(grounds.is_empty(), allowed == Scope::Nowhere);
                for cluster in (0..4).map(|it| ClusterId(Uuid::from_u128(it))) {
                    prop_assert_eq!(grounds.iter().any(|(_, it)| it.holds(cluster)), allowed.holds(cluster));
                }
                prop_assert_eq!(grounds.iter().any(|(_, it)| *it == Scope::Authority), allowed == Scope::Authority);
                // Each reason stands for itself: without the other memberships it says the same.
                for (at, ground) in grounds {
                    prop_assert_eq!(scope(&memberships[at..=at], action), ground);
                }
            }
        }
    }

    #[test]
    fn nobody_with_a_cluster_gives_roles_beyond_it() {
        let cluster = Scope::Clusters(vec![ClusterId(Uuid::from_u128(2))]);
        for &role in Role::ALL {
            let inside = matches!(role.place(), PlaceKind::Cluster | PlaceKind::School);
            assert_eq!(may_give(&cluster, role), inside, "{role:?}");
            assert!(may_give(&Scope::Authority, role) && !may_give(&Scope::Nowhere, role));
        }
    }

    #[test]
    fn every_action_has_words_of_its_own() {
        let mut labels: Vec<&str> = Action::ALL.iter().map(|it| it.label()).collect();
        labels.sort_unstable();
        labels.dedup();
        assert_eq!(labels.len(), Action::ALL.len());
    }

    fn held(role: Role, place: Place) -> Held {
        Held { role, place }
    }

    #[test]
    fn rights_are_the_union_over_memberships_and_end_at_their_places() {
        let (ours, theirs) = (ClusterId(Uuid::from_u128(2)), ClusterId(Uuid::from_u128(3)));
        let school = SchoolId(Uuid::from_u128(9));
        let both = [
            held(Role::BoardMember, Place::Cluster(ours)),
            held(Role::Headteacher, Place::School(school, Some(theirs))),
        ];
        assert_eq!(scope(&both, Action::SeePlan), Scope::Clusters(vec![ours, theirs]));
        assert_eq!(scope(&both, Action::AgreeIntervention), Scope::Clusters(vec![ours]));
        assert!(!scope(&both, Action::AgreeIntervention).holds(theirs));
        assert_eq!(scope(&both, Action::Allocate), Scope::Nowhere);
    }

    #[test]
    fn a_school_outside_every_cluster_gives_no_cluster() {
        let alone = [held(Role::Senco, Place::School(SchoolId(Uuid::from_u128(9)), None))];
        assert_eq!(scope(&alone, Action::SeePlan), Scope::Nowhere);
        assert_eq!(scope(&alone, Action::SeeOrganisation), Scope::Authority);
    }

    #[test]
    fn nobody_without_a_membership_may_do_anything() {
        for action in Action::ALL {
            assert_eq!(scope(&[], action), Scope::Nowhere, "{action:?}");
        }
    }

    #[test]
    fn no_role_both_allocates_and_agrees() {
        for &role in Role::ALL {
            let may = |action| reach(role, action) != Reach::Nowhere;
            assert!(!(may(Action::Allocate) && may(Action::AgreeIntervention)), "{role:?}");
        }
    }

    #[test]
    fn no_role_both_asks_for_money_and_certifies_that_it_was_spent() {
        for &role in Role::ALL {
            let may = |action| reach(role, action) != Reach::Nowhere;
            let asks = may(Action::ProposeIntervention) || may(Action::AgreeIntervention);
            assert!(!(asks && may(Action::RecordSpend)), "{role:?}");
        }
    }
}
