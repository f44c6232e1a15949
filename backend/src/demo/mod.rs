//! The demonstration: South Gloucestershire in 2018/19, made through the same mutations that people use.
//!
//! The clusters, the schools that the council's report of November 2018 names and the Boards by job title are as in the
//! report. Everything else is invented and says so: URNs from 900001 (the register does not use them), figures, people
//! and plans, the schools of clusters 1 and 4 and fourteen of cluster 3.

mod lives;
mod menu;
mod people;
mod places;
mod plans;
mod player;
mod register;

use chrono::NaiveDate;
use sea_orm::{EntityTrait as _, PaginatorTrait as _};
use shared::id::AuthorityId;

use crate::{
    access::Door,
    audit,
    error::Result,
    organisation::{Founding, found},
};
use player::Player;

/// The last day of the demonstration's life: what is due then is due soon, and what changed changed lately.
pub const LAST_DAY: NaiveDate = day(2019, 6, 19);

/// The day on which its administrator began.
const FIRST_DAY: NaiveDate = day(2017, 9, 1);

/// Fills an empty database with an authority, its rules and an administrator, and nothing else: for a register of one's
/// own. Says whether it was empty.
pub async fn bare(door: &Door) -> Result<bool> {
    if audit::entity::Entity::find().count(door.database()).await? > 0 {
        return Ok(false);
    }
    let player = begin(door).await?;
    crate::organisation::declare_demonstration(door, AuthorityId(player.id("authority"))).await?;
    Ok(true)
}

/// The authority, its administrator at the keyboard, and its rules.
async fn begin(door: &Door) -> Result<Player> {
    let mut player = Player::new(door);
    let administrator = shared::id::PersonId(player.id("person: administrator"));
    found(
        door,
        Founding {
            id: AuthorityId(player.id("authority")),
            code: 803,
            name: "South Gloucestershire (demonstration)".to_owned(),
            demonstration: false,
            administrator: Some((administrator, "SEND systems administrator".to_owned(), FIRST_DAY)),
        },
    )
    .await?;
    player.enter(FIRST_DAY, "administrator");
    places::settings(&mut player).await?;
    Ok(player)
}

/// A day of the demonstration.
const fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    match NaiveDate::from_ymd_opt(year, month, day) {
        Some(day) => day,
        None => panic!("not a day"),
    }
}

/// Fills an empty database with the life of the demonstration up to a day; says whether it was empty.
///
/// Ids come from a seed, so that the same demonstration has the same addresses everywhere.
pub async fn fill(door: &Door, until: NaiveDate) -> Result<bool> {
    if audit::entity::Entity::find().count(door.database()).await? > 0 {
        return Ok(false);
    }
    let (mut player, since) = (begin(door).await?, FIRST_DAY);
    places::clusters(&mut player).await?;
    places::schools(&mut player).await?;
    places::people(&mut player, until).await?;
    player.enter(since, "administrator");
    places::names_and_leads(&mut player).await?;
    places::participation(&mut player, until).await?;
    people::year(&mut player, until).await?;
    register::files(&mut player, until).await?;
    menu::menu(&mut player, until).await?;
    plans::year(&mut player, until).await?;
    menu::priorities(&mut player, until).await?;
    menu::draft(&mut player, until).await?;
    // Last, so that a fill that was cut off never passes for the demonstration.
    crate::organisation::declare_demonstration(door, AuthorityId(player.id("authority"))).await?;
    Ok(true)
}
