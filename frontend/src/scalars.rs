//! The scalars of the API as the types both sides share.
#![allow(unused_imports)]

pub use chrono::NaiveDate;
pub use shared::{
    disclosure::Cell,
    id::{
        ClusterId, DistrictId, GroupId, InterventionId, MembershipId, MovementId, PersonId, PriorityId, SchoolId,
        SettingId, UploadId,
    },
    money::Pence,
    page::Cursor,
};
