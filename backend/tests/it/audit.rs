//! The chain of the audit.

use backend::testing::audit::{Verdict, verify};
use sea_orm::ConnectionTrait as _;
use shared::{id::PersonId, organisation::NewPerson};

use crate::{
    on_both,
    world::{World, id},
};

on_both! { every_change_is_in_the_chain the_first_bad_row_is_named }

/// A3: a change without its row cannot be.
async fn every_change_is_in_the_chain(world: World) {
    let Verdict::Whole { rows: before, .. } = verify(world.db()).await.unwrap() else { panic!() };
    let new = NewPerson { id: PersonId(id(500)), name: "New officer".into() };
    world.change(world.administrator, "addPerson", "NewPerson", &new).await.unwrap();
    // A refused change leaves no row.
    world.change(world.chair, "addPerson", "NewPerson", &new).await.unwrap_err();
    let Verdict::Whole { rows: after, .. } = verify(world.db()).await.unwrap() else { panic!() };
    assert_eq!(after, before + 1);
}

/// A3: altered, removed and moved rows are found.
async fn the_first_bad_row_is_named(world: World) {
    for (sql, seq) in [
        ("update audit set action = 'addPriority' where seq = 7", 7),
        ("update audit set at = at + 1 where seq = 6", 6),
        ("delete from audit where seq = 5", 5),
        ("update audit set seq = 0 where seq = 4", 1),
    ] {
        world.db().execute_unprepared(sql).await.unwrap();
        let verdict = verify(world.db()).await.unwrap();
        assert!(matches!(verdict, Verdict::Broken { seq: it, .. } if it == seq), "{sql}: {verdict:?}");
    }
}
