//! One UUID newtype per thing that has an identity. Ids are random (v4): an ordered id tells when a thing was made.

/// Declares an identifier.
macro_rules! id {
    ($($(#[$doc:meta])* $Id:ident;)+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        #[serde(transparent)]
        #[cfg_attr(feature = "graphql", derive(async_graphql::NewType), graphql(name))]
        #[cfg_attr(feature = "db", derive(sea_orm::DeriveValueType))]
        pub struct $Id(pub uuid::Uuid);

        impl std::fmt::Display for $Id {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { self.0.fmt(f) }
        }

        impl std::str::FromStr for $Id {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> { text.parse().map(Self) }
        }

        #[cfg(feature = "db")]
        impl sea_orm::TryFromU64 for $Id {
            fn try_from_u64(_: u64) -> Result<Self, sea_orm::DbErr> {
                Err(sea_orm::DbErr::ConvertFromU64(stringify!($Id)))
            }
        }
    )+};
}

id! {
    /// A local authority: the outermost wall.
    AuthorityId;
    /// A district of an authority.
    DistrictId;
    /// A cluster of schools.
    ClusterId;
    /// A working group inside a cluster.
    GroupId;
    /// A school.
    SchoolId;
    /// Somebody who works with the clusters. Never a pupil or a parent.
    PersonId;
    /// One dated role of one person at one place.
    MembershipId;
    /// One answer of a school to the invitation to take part.
    ParticipationId;
    /// A list of schools that is placed at once.
    PlacingId;
    /// Another name of a school.
    AliasId;
    /// One dated value of one setting.
    SettingId;
    /// What a cluster has agreed to work on.
    PriorityId;
    /// An intervention, from proposal to its end.
    InterventionId;
    /// Something on the menu of interventions.
    CatalogueItemId;
    /// What somebody has begun to fill in and not sent.
    DraftId;
    /// One window of a browser: whoever saves again from the same one has changed nothing behind anybody's back.
    WindowId;
    /// An account of the fund.
    AccountId;
    /// One movement of money from account to account.
    MovementId;
    /// A file that somebody sent, until it is taken over or its day is over.
    UploadId;
}
