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
operation!(OneMembership in one_membership, "src/organisation/people/membership.graphql", () -> "shared::organisation::people::Seat" as membership);
operation!(Seating in seating, "src/organisation/people/seating.graphql", () -> "shared::organisation::people::Seating" as seating);
operation!(People in people, "src/organisation/people/people.graphql", () -> "shared::organisation::people::PeoplePage" as people);
operation!(OnePerson in one_person, "src/organisation/people/person.graphql", () -> "shared::organisation::people::Person" as person);
operation!(Rights in rights, "src/organisation/people/rights.graphql", () -> "shared::organisation::people::Ability" as rights);
operation!(Watchers in watchers, "src/organisation/people/watchers.graphql", () -> "shared::organisation::people::WatcherPage" as watchers);
operation!(SchoolMembers in school_members, "src/organisation/people/school_members.graphql", () -> "shared::organisation::people::PlaceMembers" as school_members);
operation!(DistrictMembers in district_members, "src/organisation/people/district_members.graphql", () -> "shared::organisation::people::PlaceMembers" as district_members);
operation!(AddMembership in add_membership, "src/organisation/people/add_membership.graphql", ("shared::organisation::NewMembership") -> "shared::id::MembershipId" as add_membership);
operation!(InviteMember in invite_member, "src/organisation/people/invite_member.graphql", ("shared::organisation::people::NewMember") -> "shared::id::MembershipId" as invite_member);
operation!(ReplaceMembership in replace_membership, "src/organisation/people/replace.graphql", ("shared::organisation::people::Handover") -> "shared::id::MembershipId" as replace_membership);
operation!(EndMembership in end_membership, "src/organisation/people/end.graphql", () -> "shared::id::MembershipId" as end_membership);
operation!(MoveMembership in move_membership, "src/organisation/people/move.graphql", ("shared::organisation::people::NewDates") -> "shared::id::MembershipId" as move_membership);
operation!(TakeBackMembership in take_back_membership, "src/organisation/people/take_back.graphql", () -> "shared::id::MembershipId" as take_back_membership);
operation!(ChangeInvitation in change_invitation, "src/organisation/people/invitation.graphql", ("shared::organisation::people::Invitation") -> "shared::id::PersonId" as change_invitation);
operation!(Schools in schools, "src/organisation/schools.graphql", ("shared::organisation::SchoolFilter") -> "shared::organisation::SchoolPage" as schools);
operation!(School in school, "src/organisation/school.graphql", () -> "shared::organisation::School" as school);
operation!(ClosedSchools in closed_schools, "src/organisation/closed.graphql", () -> "shared::organisation::record::ClosedSchool" as closed_schools);
operation!(ImportPreview in import_preview, "src/organisation/import/preview.graphql", () -> "shared::organisation::import::ImportPreview" as import_preview);
operation!(ImportRegister in import_register, "src/organisation/import/take_over.graphql", () -> "shared::id::UploadId" as import_register);
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
operation!(Plan in plan, "src/intervention/plan.graphql", ("()", "shared::intervention::PlanFilter") -> "shared::intervention::Plan" as plan);
operation!(Drafting in drafting, "src/intervention/drafting.graphql", () -> "shared::intervention::Drafting" as drafting);
operation!(OneIntervention in one_intervention, "src/intervention/intervention.graphql", () -> "shared::intervention::Intervention" as intervention);
operation!(ProposeIntervention in propose_intervention, "src/intervention/propose.graphql", ("shared::intervention::NewIntervention") -> "shared::id::InterventionId" as propose_intervention);
operation!(ReviseIntervention in revise_intervention, "src/intervention/revise.graphql", ("shared::intervention::RevisedIntervention") -> "shared::id::InterventionId" as revise_intervention);
operation!(AgreeIntervention in agree_intervention, "src/intervention/agree.graphql", ("shared::intervention::Agreement") -> "shared::id::InterventionId" as agree_intervention);
operation!(Priorities in priorities, "src/intervention/priorities/priorities.graphql", () -> "shared::intervention::priority::Priorities" as priorities);
operation!(RewordPriority in reword_priority, "src/intervention/priorities/reword.graphql", ("shared::intervention::priority::RewordedPriority") -> "shared::id::PriorityId" as reword_priority);
operation!(EndPriority in end_priority, "src/intervention/priorities/end.graphql", ("shared::intervention::priority::EndedPriority") -> "shared::id::PriorityId" as end_priority);
operation!(Catalogue in catalogue, "src/intervention/menu/catalogue.graphql", ("shared::intervention::catalogue::CatalogueFilter") -> "shared::intervention::catalogue::CataloguePage" as catalogue);
operation!(CatalogueItem in catalogue_item, "src/intervention/menu/item.graphql", () -> "shared::intervention::catalogue::CatalogueItem" as catalogue_item);
operation!(AddCatalogueItem in add_catalogue_item, "src/intervention/menu/add.graphql", ("shared::intervention::catalogue::NewCatalogueItem") -> "shared::id::CatalogueItemId" as add_catalogue_item);
operation!(ReviseCatalogueItem in revise_catalogue_item, "src/intervention/menu/revise.graphql", ("shared::intervention::catalogue::RevisedCatalogueItem") -> "shared::id::CatalogueItemId" as revise_catalogue_item);
operation!(Drafts in drafts, "src/intervention/drafts.graphql", () -> "shared::intervention::draft::DraftRow" as drafts);
operation!(SaveDraft in save_draft, "src/intervention/save.graphql", ("shared::intervention::draft::SavingDraft") -> "shared::intervention::draft::KeptDraft" as save_draft);
operation!(DeleteDraft in delete_draft, "src/intervention/delete.graphql", () -> "shared::id::DraftId" as delete_draft);
operation!(AddPriority in add_priority, "src/intervention/priorities/add.graphql", ("shared::intervention::NewPriority") -> "shared::id::PriorityId" as add_priority);
operation!(ClusterFund in cluster_fund, "src/fund/money.graphql", () -> "shared::fund::Fund" as fund);
operation!(AllocateMoney in allocate_money, "src/fund/allocate.graphql", ("shared::fund::Allocation") -> "shared::id::MovementId" as allocate);
operation!(AmendIntervention in amend_intervention, "src/intervention/amend.graphql", ("shared::intervention::life::Amendment") -> "shared::id::InterventionId" as amend_intervention);
operation!(WithdrawIntervention in withdraw_intervention, "src/intervention/withdraw.graphql", ("shared::intervention::life::Withdrawal") -> "shared::id::InterventionId" as withdraw_intervention);
operation!(EndIntervention in end_intervention, "src/intervention/end.graphql", ("shared::intervention::life::Ending") -> "shared::id::InterventionId" as end_intervention);
operation!(History in history, "src/intervention/history.graphql", () -> "shared::intervention::life::History" as history);
operation!(RecordSpend in record_spend, "src/fund/spend.graphql", ("shared::fund::Spend") -> "shared::id::MovementId" as record_spend);
operation!(ReleaseMoney in release_money, "src/fund/release.graphql", ("shared::fund::Spend") -> "shared::id::MovementId" as release_money);
operation!(ReverseMovement in reverse_movement, "src/fund/reverse.graphql", ("shared::fund::Reversal") -> "shared::id::MovementId" as reverse_movement);
operation!(OneMovement in one_movement, "src/fund/movement.graphql", () -> "shared::fund::OneMovement" as movement);
operation!(FundYear in fund_year, "src/fund/year.graphql", () -> "shared::fund::year::FundYear" as fund_year);
operation!(News in news, "src/home/news.graphql", () -> "shared::home::News" as news);
operation!(MarkSeen in mark_seen, "src/home/seen.graphql", () -> "bool" as mark_seen);
