//! The scalars of the API as the types both sides share.
#![allow(unused_imports)]

pub use chrono::NaiveDate;
pub use shared::{
    id::{
        AliasId, ClusterId, DistrictId, GroupId, InterventionId, MembershipId, MovementId, ParticipationId, PersonId,
        PlacingId, PriorityId, SchoolId, SettingId,
    },
    money::Pence,
    page::Cursor,
};
