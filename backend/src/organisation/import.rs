//! Taking over a school register: a preview first, then the same again, written.

use std::{collections::HashMap, io::Read};

use sea_orm::{IntoActiveModel as _, entity::prelude::*};
use serde::Serialize;
use shared::{
    id::SchoolId,
    organisation::{Phase, SchoolStatus, sort_name},
};

use super::{
    entity::school,
    register::{self, RegisterPhase, RegisterRow, RegisterStatus, RejectedRow},
};
use crate::{
    access::Access,
    error::{Error, Result},
};

/// Rows that are compared and written together: few enough for the parameters of one statement.
const BATCH: usize = 200;

/// What an import does, or would do.
#[derive(Debug, Default, Serialize)]
pub struct Outcome {
    /// Schools of the authority in the file.
    pub rows: u64,
    /// Of them, open.
    pub open: u64,
    /// Schools that are new.
    pub created: u64,
    /// Schools of which something differs.
    pub changed: u64,
    /// Of the changed, those that close.
    pub closed: u64,
    /// Rows that cannot be taken, by line and column.
    #[serde(skip)]
    pub rejected: Vec<RejectedRow>,
}

/// Reads a register for one authority and says what it would change; with `write`, changes it, all in one transaction.
///
/// Bad rows are left out and listed. Schools that the file does not have stay as they are.
pub async fn import(access: &Access<'_>, authority_code: i32, file: impl Read, write: bool) -> Result<Outcome> {
    let rows = register::read(file).map_err(|it| Error::broken(it.to_string()))?;
    let mut outcome = Outcome::default();
    let door =
        if write { Some(access.begin("importSchools", access.authority.0, &authority_code).await?) } else { None };
    let mut batch = Vec::with_capacity(BATCH);
    for row in rows {
        match row {
            Ok(row) if row.authority_code == authority_code => batch.push(row),
            Ok(_) => {}
            // A fault in another authority's row is theirs; one that names no authority may be ours.
            Err(rejected) if rejected.authority_code.is_none_or(|it| it == authority_code) => {
                outcome.rejected.push(rejected);
            }
            Err(_) => {}
        }
        if batch.len() == BATCH {
            take(access, door.as_ref().map(crate::access::Write::tx), &mut batch, &mut outcome).await?;
        }
    }
    take(access, door.as_ref().map(crate::access::Write::tx), &mut batch, &mut outcome).await?;
    if let Some(door) = door {
        // A run that changes nothing leaves no trace either.
        if outcome.created + outcome.changed > 0 {
            door.commit().await?;
        }
    }
    Ok(outcome)
}

async fn take(
    access: &Access<'_>,
    tx: Option<&sea_orm::DatabaseTransaction>,
    batch: &mut Vec<RegisterRow>,
    outcome: &mut Outcome,
) -> Result<()> {
    let urns = batch.iter().map(|it| it.urn);
    let found = school::Entity::find()
        .filter(school::Column::AuthorityId.eq(access.authority))
        .filter(school::Column::Urn.is_in(urns));
    let found = match tx {
        Some(tx) => found.all(tx).await?,
        None => found.all(access.db()).await?,
    };
    let mut found: HashMap<i32, school::Model> = found.into_iter().map(|it| (it.urn, it)).collect();
    let mut created = Vec::new();
    for row in batch.drain(..) {
        outcome.rows += 1;
        outcome.open += u64::from(row.status == RegisterStatus::Open);
        let before = found.remove(&row.urn);
        let id = before.as_ref().map_or_else(|| SchoolId(Uuid::new_v4()), |it| it.id);
        let after = model(access, id, row);
        match before {
            None => {
                outcome.created += 1;
                created.push(after.into_active_model());
            }
            Some(before) if before == after => {}
            Some(before) => {
                outcome.changed += 1;
                let closes = before.status != SchoolStatus::Closed && after.status == SchoolStatus::Closed;
                outcome.closed += u64::from(closes);
                if let Some(tx) = tx {
                    after.into_active_model().reset_all().update(tx).await?;
                }
            }
        }
    }
    if let (Some(tx), false) = (tx, created.is_empty()) {
        school::Entity::insert_many(created).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// The row of the register as ours. Heads, telephones and counts of pupils are not in it.
fn model(access: &Access<'_>, id: SchoolId, row: RegisterRow) -> school::Model {
    school::Model {
        id,
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
        street: row.street,
        locality: row.locality,
        town: row.town,
        postcode: row.postcode,
        religious_character: row.religious_character,
        trust: row.trust,
        invented: false,
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
