//! The scalars of the API as the types both sides share.
#![allow(unused_imports)]

pub use chrono::NaiveDate;
pub use shared::{
    disclosure::Cell,
    id::{
        AliasId, CatalogueItemId, ClusterId, DistrictId, DraftId, GroupId, InterventionId, MembershipId, MovementId,
        ParticipationId, PersonId, PlacingId, PriorityId, SchoolId, SettingId, UploadId, WindowId,
    },
    money::Pence,
    page::Cursor,
};
