//! One line per operation: its document, what it takes, what it gives. The documents stand beside their pages; they are
//! the only ones the server answers, known by the hash of their exact text.
//!
//! What it takes are the types of the variables that are input objects, in the place of their variable (`"()"` for a
//! variable that is none). What it gives is the type inside any list or `null` of its only root field, and that field.

/// Declares an operation, and its name in snake case as the module of its `Variables`.
macro_rules! operation {
    ($Name:ident in $module:ident, $document:tt, ($($Variable:tt),*) -> $Output:tt as $root:ident) => {
        #[allow(unused_imports)]
        pub use $module::$Name;
        #[allow(dead_code)]
        pub mod $module {
            #[derive(graphql_client::GraphQLQuery)]
            #[graphql(
                schema_path = "../schema.graphql",
                query_path = $document,
                custom_scalars_module = "crate::scalars",
                response_derives = "Clone, Debug",
                variable_types($($Variable),*),
                response_type = $Output
            )]
            pub struct $Name;
            #[allow(unused_imports)]
            pub use self::$module::Variables;

            impl crate::views::View for self::$module::ResponseData {
                fn of(piece: crate::views::Piece) -> Self {
                    Self { $root: crate::views::View::of(piece.field(stringify!($root))) }
                }
            }
        }
    };
}

operation!(Me in me, "src/organisation/me.graphql", () -> "shared::organisation::Me" as me);
operation!(Home in home, "src/home/home.graphql", () -> "shared::home::Home" as home);
operation!(Clusters in clusters, "src/organisation/clusters.graphql", () -> "shared::organisation::ClusterPage" as clusters);
operation!(Cluster in cluster, "src/organisation/cluster.graphql", () -> "shared::organisation::Cluster" as cluster);
operation!(ClusterMembers in cluster_members, "src/organisation/members.graphql", () -> "shared::organisation::MemberPage" as cluster_members);
operation!(Schools in schools, "src/organisation/schools.graphql", ("shared::organisation::SchoolFilter") -> "shared::organisation::SchoolPage" as schools);
operation!(School in school, "src/organisation/school.graphql", () -> "shared::organisation::School" as school);
operation!(ClusterSchools in cluster_schools, "src/organisation/taking_part.graphql", () -> "shared::organisation::participation::ClusterSchoolPage" as cluster_schools);
operation!(Participation in participation, "src/organisation/participation.graphql", () -> "shared::organisation::participation::Participation" as participation);
operation!(RecordParticipation in record_participation, "src/organisation/record.graphql", ("shared::organisation::participation::NewParticipation") -> "shared::id::ParticipationId" as record_participation);
operation!(RemoveAlias in remove_alias, "src/organisation/remove_alias.graphql", () -> "shared::id::AliasId" as remove_alias);
operation!(ClusterSetup in cluster_setup, "src/organisation/manage/setup.graphql", () -> "shared::organisation::places::ClusterSetup" as cluster_setup);
operation!(Districts in districts, "src/organisation/manage/districts.graphql", () -> "shared::organisation::places::District" as districts);
operation!(AddCluster in add_cluster, "src/organisation/manage/add_cluster.graphql", ("shared::organisation::NewCluster") -> "shared::id::ClusterId" as add_cluster);
operation!(ChangeCluster in change_cluster, "src/organisation/manage/change_cluster.graphql", ("shared::organisation::places::ChangedCluster") -> "shared::id::ClusterId" as change_cluster);
operation!(AddDistrict in add_district, "src/organisation/manage/add_district.graphql", ("shared::organisation::NewDistrict") -> "shared::id::DistrictId" as add_district);
operation!(RenameDistrict in rename_district, "src/organisation/manage/rename_district.graphql", ("shared::organisation::places::ChangedDistrict") -> "shared::id::DistrictId" as rename_district);
operation!(AddGroup in add_group, "src/organisation/manage/add_group.graphql", ("shared::organisation::NewGroup") -> "shared::id::GroupId" as add_group);
operation!(RenameGroup in rename_group, "src/organisation/manage/rename_group.graphql", ("shared::organisation::places::ChangedGroup") -> "shared::id::GroupId" as rename_group);
operation!(MergeCluster in merge_cluster, "src/organisation/manage/merge.graphql", () -> "shared::id::ClusterId" as merge_cluster);
operation!(SplitCluster in split_cluster, "src/organisation/manage/split.graphql", ("shared::organisation::places::Split") -> "shared::id::ClusterId" as split_cluster);
operation!(AppointLead in appoint_lead, "src/organisation/manage/lead.graphql", ("shared::organisation::places::NewLead") -> "shared::id::MembershipId" as appoint_lead);
operation!(JoinCluster in join_cluster, "src/organisation/manage/join.graphql", ("shared::organisation::Joining") -> "shared::id::SchoolId" as join_cluster);
operation!(LeaveCluster in leave_cluster, "src/organisation/manage/leave.graphql", () -> "shared::id::SchoolId" as leave_cluster);
operation!(MatchNames in match_names, "src/organisation/paste/match.graphql", () -> "shared::organisation::names::NameMatch" as match_names);
operation!(RememberNames in remember_names, "src/organisation/paste/remember.graphql", ("shared::organisation::names::Confirmed") -> "shared::id::ClusterId" as remember_names);
operation!(PlaceSchools in place_schools, "src/organisation/paste/place.graphql", ("shared::organisation::places::Placing") -> "shared::id::PlacingId" as place_schools);
operation!(Settings in settings, "src/setting/settings.graphql", () -> "shared::setting::Setting" as settings);
operation!(ChangeSetting in change_setting, "src/setting/change.graphql", ("shared::setting::NewSetting") -> "shared::id::SettingId" as change_setting);
operation!(Plan in plan, "src/intervention/plan.graphql", () -> "shared::intervention::Plan" as plan);
operation!(Drafting in drafting, "src/intervention/drafting.graphql", () -> "shared::intervention::Drafting" as drafting);
operation!(OneIntervention in one_intervention, "src/intervention/intervention.graphql", () -> "shared::intervention::Intervention" as intervention);
operation!(ProposeIntervention in propose_intervention, "src/intervention/propose.graphql", ("shared::intervention::NewIntervention") -> "shared::id::InterventionId" as propose_intervention);
operation!(ReviseIntervention in revise_intervention, "src/intervention/revise.graphql", ("shared::intervention::RevisedIntervention") -> "shared::id::InterventionId" as revise_intervention);
operation!(AgreeIntervention in agree_intervention, "src/intervention/agree.graphql", ("shared::intervention::Agreement") -> "shared::id::InterventionId" as agree_intervention);
operation!(AddPriority in add_priority, "src/intervention/priority.graphql", ("shared::intervention::NewPriority") -> "shared::id::PriorityId" as add_priority);
operation!(ClusterFund in cluster_fund, "src/fund/money.graphql", () -> "shared::fund::Fund" as fund);
operation!(AllocateMoney in allocate_money, "src/fund/allocate.graphql", ("shared::fund::Allocation") -> "shared::id::MovementId" as allocate);
