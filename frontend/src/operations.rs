//! One line per operation: its document, what it takes, what it gives. The documents stand beside their pages; they are
//! the only ones the server answers, known by the hash of their exact text.
//!
//! What it takes are the types of the variables that are input objects, in the place of their variable (`"()"` for a
//! variable that is none). What it gives is the type inside any list or `null` of its only root field.

/// Declares an operation, and its name in snake case as the module of its `Variables`.
macro_rules! operation {
    ($Name:ident in $module:ident, $document:tt, ($($Variable:tt),*) -> $Output:tt) => {
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
        }
    };
}

operation!(Me in me, "src/organisation/me.graphql", () -> "shared::organisation::Me");
operation!(Home in home, "src/home/home.graphql", () -> "shared::home::Home");
operation!(Clusters in clusters, "src/organisation/clusters.graphql", () -> "shared::organisation::ClusterPage");
operation!(Cluster in cluster, "src/organisation/cluster.graphql", () -> "shared::organisation::Cluster");
operation!(ClusterMembers in cluster_members, "src/organisation/members.graphql", () -> "shared::organisation::MemberPage");
operation!(Schools in schools, "src/organisation/schools.graphql", ("shared::organisation::SchoolFilter") -> "shared::organisation::SchoolPage");
operation!(School in school, "src/organisation/school.graphql", () -> "shared::organisation::School");
operation!(Settings in settings, "src/setting/settings.graphql", () -> "shared::setting::Setting");
operation!(ChangeSetting in change_setting, "src/setting/change.graphql", ("shared::setting::NewSetting") -> "shared::id::SettingId");
operation!(Plan in plan, "src/intervention/plan.graphql", () -> "shared::intervention::Plan");
operation!(Drafting in drafting, "src/intervention/drafting.graphql", () -> "shared::intervention::Drafting");
operation!(OneIntervention in one_intervention, "src/intervention/intervention.graphql", () -> "shared::intervention::Intervention");
operation!(ProposeIntervention in propose_intervention, "src/intervention/propose.graphql", ("shared::intervention::NewIntervention") -> "shared::id::InterventionId");
operation!(ReviseIntervention in revise_intervention, "src/intervention/revise.graphql", ("shared::intervention::RevisedIntervention") -> "shared::id::InterventionId");
operation!(AgreeIntervention in agree_intervention, "src/intervention/agree.graphql", ("shared::intervention::Agreement") -> "shared::id::InterventionId");
operation!(AddPriority in add_priority, "src/intervention/priority.graphql", ("shared::intervention::NewPriority") -> "shared::id::PriorityId");
operation!(ClusterFund in cluster_fund, "src/fund/money.graphql", () -> "shared::fund::Fund");
operation!(AllocateMoney in allocate_money, "src/fund/allocate.graphql", ("shared::fund::Allocation") -> "shared::id::MovementId");
