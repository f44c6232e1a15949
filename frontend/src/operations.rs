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
operation!(Settings in settings, "src/setting/settings.graphql", () -> "shared::setting::Setting" as settings);
operation!(ChangeSetting in change_setting, "src/setting/change.graphql", ("shared::setting::NewSetting") -> "shared::id::SettingId" as change_setting);
operation!(Plan in plan, "src/intervention/plan.graphql", ("()", "shared::intervention::PlanFilter") -> "shared::intervention::Plan" as plan);
operation!(Drafting in drafting, "src/intervention/drafting.graphql", () -> "shared::intervention::Drafting" as drafting);
operation!(OneIntervention in one_intervention, "src/intervention/intervention.graphql", () -> "shared::intervention::Intervention" as intervention);
operation!(ProposeIntervention in propose_intervention, "src/intervention/propose.graphql", ("shared::intervention::NewIntervention") -> "shared::id::InterventionId" as propose_intervention);
operation!(ReviseIntervention in revise_intervention, "src/intervention/revise.graphql", ("shared::intervention::RevisedIntervention") -> "shared::id::InterventionId" as revise_intervention);
operation!(AgreeIntervention in agree_intervention, "src/intervention/agree.graphql", ("shared::intervention::Agreement") -> "shared::id::InterventionId" as agree_intervention);
operation!(AddPriority in add_priority, "src/intervention/priority.graphql", ("shared::intervention::NewPriority") -> "shared::id::PriorityId" as add_priority);
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
