//! The scalars of the API as the types both sides share.
#![allow(unused_imports)]

pub use chrono::NaiveDate;
pub use shared::{
    id::{
        ClusterId, DistrictId, GroupId, InterventionId, MembershipId, MovementId, PersonId, PriorityId, SchoolId,
        SettingId,
    },
    money::Pence,
    page::Cursor,
};
