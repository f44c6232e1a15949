//! What the tests of this crate may name. The server itself uses none of it.

pub use crate::audit;
pub use crate::{
    access::{Door, Opening, Visitor},
    backup::{backup, restore},
    clock::Clock,
    demo::{LAST_DAY, fill},
    error::Error,
    graphql::{Schema, builder, schema},
    http::{Parts, ROUTES, Route, Who, router},
    organisation::{Founding, authority_by_code, found, import, upload},
    session::caller,
};

/// The handle itself, for planting rows and for counting what a refused write left.
pub fn database(door: &Door) -> &sea_orm::DatabaseConnection {
    door.database()
}

/// The same database on another day.
pub fn on(door: &Door, day: chrono::NaiveDate) -> Door {
    door.on(day)
}

/// The operator of the server in one authority.
pub fn operator(door: &Door, authority: shared::id::AuthorityId) -> crate::access::Access<'_> {
    door.operator(authority)
}
