//! The tables of the organisation.

/// Declares entities without relations: reading goes by statements that name their columns.
macro_rules! tables {
    ($($module:ident $table:literal { $($(#[$meta:meta])* $field:ident: $Type:ty,)+ })+) => {$(
        pub mod $module {
            #[allow(unused_imports, reason = "not every table has a day or an id of another")]
            use chrono::NaiveDate;
            use sea_orm::entity::prelude::*;
            #[allow(unused_imports, reason = "not every table has a day or an id of another")]
            use shared::{access::*, id::*, organisation::{participation::*, record::*, *}};

            #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
            #[sea_orm(table_name = $table)]
            pub struct Model {
                $($(#[$meta])* pub $field: $Type,)+
            }

            #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
            pub enum Relation {}

            impl ActiveModelBehavior for ActiveModel {}
        }
    )+};
}

tables! {
    authority "authority" {
        #[sea_orm(primary_key, auto_increment = false)]
        id: AuthorityId,
        code: i32,
        name: String,
        demonstration: bool,
    }
    district "district" {
        #[sea_orm(primary_key, auto_increment = false)]
        id: DistrictId,
        authority_id: AuthorityId,
        version: i32,
        name: String,
    }
    cluster "cluster" {
        #[sea_orm(primary_key, auto_increment = false)]
        id: ClusterId,
        authority_id: AuthorityId,
        version: i32,
        number: i32,
        name: String,
        district_id: Option<DistrictId>,
        opened_on: NaiveDate,
        closed_on: Option<NaiveDate>,
        merged_into_id: Option<ClusterId>,
        split_from_id: Option<ClusterId>,
    }
    group "cluster_group" {
        #[sea_orm(primary_key, auto_increment = false)]
        id: GroupId,
        authority_id: AuthorityId,
        version: i32,
        cluster_id: ClusterId,
        name: String,
    }
    school "school" {
        #[sea_orm(primary_key, auto_increment = false)]
        id: SchoolId,
        authority_id: AuthorityId,
        urn: i32,
        laestab: Option<String>,
        name: String,
        sort_name: String,
        phase: Phase,
        kind: String,
        status: SchoolStatus,
        opened_on: Option<NaiveDate>,
        closed_on: Option<NaiveDate>,
        low_age: Option<i32>,
        high_age: Option<i32>,
        street: Option<String>,
        locality: Option<String>,
        town: Option<String>,
        postcode: Option<String>,
        religious_character: Option<String>,
        trust: Option<String>,
        invented: bool,
        ukprn: Option<i32>,
        roll: Option<i32>,
        roll_on: Option<NaiveDate>,
    }
    school_census "school_census" {
        #[sea_orm(primary_key, auto_increment = false)]
        id: Uuid,
        authority_id: AuthorityId,
        school_id: SchoolId,
        day: NaiveDate,
        roll: Option<i32>,
        sen_support: Option<i32>,
        plans: Option<i32>,
    }
    school_link "school_link" {
        #[sea_orm(primary_key, auto_increment = false)]
        id: Uuid,
        authority_id: AuthorityId,
        old_urn: i32,
        new_urn: i32,
        old_name: Option<String>,
        new_name: Option<String>,
        how: LinkKind,
        since: Option<NaiveDate>,
    }
    belonging "belonging" {
        #[sea_orm(primary_key, auto_increment = false)]
        id: Uuid,
        authority_id: AuthorityId,
        school_id: SchoolId,
        cluster_id: ClusterId,
        group_id: Option<GroupId>,
        since: NaiveDate,
        until: Option<NaiveDate>,
    }
    participation "participation" {
        #[sea_orm(primary_key, auto_increment = false)]
        id: ParticipationId,
        authority_id: AuthorityId,
        school_id: SchoolId,
        cluster_id: ClusterId,
        state: ParticipationState,
        since: NaiveDate,
        until: Option<NaiveDate>,
        reason: String,
        exclusion_work: bool,
    }
    alias "school_alias" {
        #[sea_orm(primary_key, auto_increment = false)]
        id: AliasId,
        authority_id: AuthorityId,
        school_id: SchoolId,
        name: String,
        sort_name: String,
        match_key: String,
        note: String,
    }
    person "person" {
        #[sea_orm(primary_key, auto_increment = false)]
        id: PersonId,
        authority_id: AuthorityId,
        name: String,
        sort_name: String,
    }
    membership "membership" {
        #[sea_orm(primary_key, auto_increment = false)]
        id: MembershipId,
        authority_id: AuthorityId,
        person_id: PersonId,
        role: Role,
        district_id: Option<DistrictId>,
        cluster_id: Option<ClusterId>,
        school_id: Option<SchoolId>,
        since: NaiveDate,
        until: Option<NaiveDate>,
    }
}
