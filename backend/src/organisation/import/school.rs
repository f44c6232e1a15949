//! Schools of a register: which are new, which differ and in what, which close.

use std::collections::HashMap;

use chrono::NaiveDate;
use sea_orm::{ConnectionTrait, IntoActiveModel as _, Iterable as _, entity::prelude::*, sea_query::OnConflict};
use shared::{
    calendar::written,
    id::SchoolId,
    organisation::{
        Phase, SchoolStatus,
        import::{Difference, ImportEffect, ImportRow},
        sort_name,
    },
};

use super::{
    super::{
        entity::school::{self, Model},
        register::{Given, RegisterPhase, RegisterRow, RegisterStatus},
    },
    Run, text,
};
use crate::{access::Access, error::Result};

/// The register does not use numbers from here on: the demonstration and tests do, for schools that are made up.
const FIRST_INVENTED: i32 = 900_000;

/// Takes some schools: one statement finds what is there, one writes what is new and what differs.
pub(super) async fn take<C: ConnectionTrait>(run: &mut Run<'_, C>, given: Given, rows: Vec<RegisterRow>) -> Result<()> {
    let found = school::Entity::find()
        .filter(school::Column::AuthorityId.eq(run.access.authority))
        .filter(school::Column::Urn.is_in(rows.iter().map(|it| it.urn)))
        .all(run.db)
        .await?;
    let mut found: HashMap<i32, Model> = found.into_iter().map(|it| (it.urn, it)).collect();
    let mut differ = Vec::new();
    for row in rows {
        run.outcome.rows += 1;
        run.outcome.open += u64::from(row.status == RegisterStatus::Open);
        let before = found.remove(&row.urn);
        let after = model(run.access, before.as_ref(), given, row);
        let Some((effect, differences)) = effect(before.as_ref(), &after) else {
            run.outcome.unchanged += 1;
            continue;
        };
        run.change(ImportRow { urn: after.urn, name: after.name.clone(), effect, differences }, &())?;
        if run.write {
            differ.push(after.into_active_model());
        }
    }
    if !differ.is_empty() {
        let key = [school::Column::AuthorityId, school::Column::Urn];
        let kept =
            |it: &school::Column| !matches!(it, school::Column::Id | school::Column::AuthorityId | school::Column::Urn);
        let update = OnConflict::columns(key).update_columns(school::Column::iter().filter(kept)).to_owned();
        school::Entity::insert_many(differ).on_conflict(update).exec_without_returning(run.db).await?;
    }
    Ok(())
}

/// What becomes of a school; nothing where it stays as it is.
fn effect(before: Option<&Model>, after: &Model) -> Option<(ImportEffect, Vec<Difference>)> {
    let Some(before) = before else { return Some((ImportEffect::Created, Vec::new())) };
    if before == after {
        return None;
    }
    let closes = before.status != SchoolStatus::Closed && after.status == SchoolStatus::Closed;
    Some((if closes { ImportEffect::Closed } else { ImportEffect::Changed }, differences(before, after)))
}

/// What differs, in the order of a school's page.
fn differences(before: &Model, after: &Model) -> Vec<Difference> {
    let day = |it: Option<NaiveDate>| it.map(written).unwrap_or_default();
    let lines = |it: &Model| {
        let address = [
            ("Name", it.name.clone()),
            ("Phase", it.phase.label().to_owned()),
            ("Type", it.kind.clone()),
            ("Status", it.status.label().to_owned()),
            ("Lowest age", text(it.low_age.as_ref())),
            ("Highest age", text(it.high_age.as_ref())),
            ("Street", text(it.street.as_ref())),
            ("Locality", text(it.locality.as_ref())),
            ("Town", text(it.town.as_ref())),
            ("Postcode", text(it.postcode.as_ref())),
        ];
        let register = [
            ("Trust", text(it.trust.as_ref())),
            ("Religious character", text(it.religious_character.as_ref())),
            ("Opened", day(it.opened_on)),
            ("Closed", day(it.closed_on)),
            ("Establishment number (LAESTAB)", text(it.laestab.as_ref())),
            ("UK provider reference number (UKPRN)", text(it.ukprn.as_ref())),
            ("Day of the count on roll", day(it.roll_on)),
            ("Made up for the demonstration", if it.invented { "Yes" } else { "No" }.to_owned()),
        ];
        address.into_iter().chain(register)
    };
    let mut differences: Vec<Difference> = lines(before)
        .zip(lines(after))
        .filter(|(before, after)| before.1 != after.1)
        .map(|((what, before), (_, after))| Difference { what: what.to_owned(), before, after })
        .collect();
    // The count itself leaves the school's own page only as its reader may see it: that it differs is enough here.
    if before.roll != after.roll {
        let told = |it: Option<i32>| if it.is_some() { "Known" } else { "Not known" }.to_owned();
        let (before, after) = (told(before.roll), told(after.roll));
        let after = if before == after { "Known, another number".to_owned() } else { after };
        differences.push(Difference { what: "Count on roll".to_owned(), before, after });
    }
    differences
}

/// The row of the register as ours. Heads and telephones are not in it. What the file has no column for stays as it was.
fn model(access: &Access<'_>, before: Option<&Model>, given: Given, row: RegisterRow) -> Model {
    fn kept<T: Clone>(given: bool, said: Option<T>, before: Option<&Option<T>>) -> Option<T> {
        if given { said } else { before.cloned().flatten() }
    }
    let counted = row.number_of_pupils.zip(row.counted_on);
    Model {
        id: before.map_or_else(|| SchoolId(Uuid::new_v4()), |it| it.id),
        authority_id: access.authority,
        urn: row.urn,
        laestab: row.establishment_number.map(|it| format!("{:03}/{it:04}", row.authority_code)),
        sort_name: sort_name(&row.name),
        name: row.name,
        phase: phase(row.phase),
        kind: row.kind,
        status: match row.status {
            RegisterStatus::Open => SchoolStatus::Open,
            RegisterStatus::Closed => SchoolStatus::Closed,
            RegisterStatus::PendingClosure => SchoolStatus::Closing,
            RegisterStatus::ProposedToOpen => SchoolStatus::Proposed,
        },
        opened_on: row.opened_on,
        closed_on: row.closed_on,
        low_age: row.low_age.map(i32::from),
        high_age: row.high_age.map(i32::from),
        street: kept(given.street, row.street, before.map(|it| &it.street)),
        locality: kept(given.locality, row.locality, before.map(|it| &it.locality)),
        town: kept(given.town, row.town, before.map(|it| &it.town)),
        postcode: row.postcode,
        religious_character: kept(
            given.religious_character,
            row.religious_character,
            before.map(|it| &it.religious_character),
        ),
        trust: kept(given.trust, row.trust, before.map(|it| &it.trust)),
        invented: row.urn >= FIRST_INVENTED,
        ukprn: kept(given.ukprn, row.ukprn, before.map(|it| &it.ukprn)),
        roll: kept(given.roll, counted.map(|it| it.0), before.map(|it| &it.roll)),
        roll_on: kept(given.roll, counted.map(|it| it.1), before.map(|it| &it.roll_on)),
    }
}

const fn phase(phase: RegisterPhase) -> Phase {
    match phase {
        RegisterPhase::Nursery => Phase::Nursery,
        RegisterPhase::Primary => Phase::Primary,
        RegisterPhase::Secondary => Phase::Secondary,
        RegisterPhase::AllThrough => Phase::AllThrough,
        RegisterPhase::MiddleDeemedPrimary => Phase::MiddlePrimary,
        RegisterPhase::MiddleDeemedSecondary => Phase::MiddleSecondary,
        RegisterPhase::SixteenPlus => Phase::SixteenPlus,
        RegisterPhase::Special => Phase::Special,
        RegisterPhase::PupilReferralUnit => Phase::Alternative,
        RegisterPhase::NotApplicable => Phase::Unknown,
    }
}
