//! Taking over a file: what it would change, and the same again, written. Both are one function, so that what was shown
//! is what is done.

mod api;
mod census;
mod links;
mod school;

use std::collections::HashSet;

use chrono::NaiveDate;
use sea_orm::ConnectionTrait;
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use shared::{
    failure::Failure,
    id::{SchoolId, UploadId},
    organisation::import::{FileKind, ImportEffect, ImportFault, ImportPreview, ImportRow},
};

use super::{
    cluster::count,
    register::{RejectedRow, Row},
    upload::{BATCH, Kept, Upload},
};
use crate::{
    access::Access,
    audit::hex,
    clock::of_our_time,
    error::{Error, Result},
};

pub use api::{ImportMutation, ImportQuery, csv};

/// How many of what is new, of what differs, and of the rows that cannot be taken a preview shows. All of them are in
/// the file that can be loaded.
const NEW_SHOWN: usize = 25;
const CHANGES_SHOWN: usize = 100;
const FAULTS_SHOWN: usize = 200;

/// What an import does, or would do.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Rows that concern the authority and can be taken.
    pub rows: u64,
    /// Of them, open schools.
    pub open: u64,
    /// What is new.
    pub created: u64,
    /// What differs, without what closes.
    pub changed: u64,
    /// What closes.
    pub closed: u64,
    /// What is as it was.
    pub unchanged: u64,
    /// Rows that cannot be taken.
    pub rejected: u64,
    /// Rows that say nothing about our schools.
    pub others: u64,
    /// The seal of all this.
    pub digest: String,
}

impl Outcome {
    /// Whether anything is written.
    pub const fn does_something(&self) -> bool {
        self.created + self.changed + self.closed > 0
    }
}

/// One line of what an import does.
pub enum Line {
    /// Something changes.
    Row(ImportRow),
    /// A row cannot be taken.
    Fault(ImportFault),
}

/// Who is shown each line.
type See<'a> = &'a mut (dyn FnMut(Line) + Send + Sync);

/// An import on its way.
struct Run<'a, C> {
    access: &'a Access<'a>,
    db: &'a C,
    /// Whether changes are written. Without it they are only found.
    write: bool,
    day: Option<NaiveDate>,
    outcome: Outcome,
    sum: Sha256,
    see: See<'a>,
    /// Schools that have figures from an earlier line.
    counted: HashSet<SchoolId>,
}

impl<C: ConnectionTrait> Run<'_, C> {
    /// Notes a change, with all that it depends on: it goes into the seal.
    fn change(&mut self, row: ImportRow, whole: &impl Serialize) -> Result<()> {
        match row.effect {
            ImportEffect::Created => self.outcome.created += 1,
            ImportEffect::Changed => self.outcome.changed += 1,
            ImportEffect::Closed => self.outcome.closed += 1,
        }
        self.sum.update(serde_json::to_vec(&(&row, whole))?);
        (self.see)(Line::Row(row));
        Ok(())
    }

    fn fault(&mut self, line: u64, column: impl Into<String>, reason: impl Into<String>) {
        self.outcome.rejected += 1;
        let line = i32::try_from(line).unwrap_or(i32::MAX);
        self.sum.update(line.to_be_bytes());
        (self.see)(Line::Fault(ImportFault { line, column: column.into(), reason: reason.into() }));
    }
}

/// Goes through an upload, part by part, and says what it changes; with `write`, changes it in the transaction `db`.
///
/// Bad rows are left out and told. Schools that the file does not have stay as they are.
pub async fn run<C: ConnectionTrait>(
    access: &Access<'_>,
    db: &C,
    write: bool,
    upload: &Upload,
    day: Option<NaiveDate>,
    see: See<'_>,
) -> Result<Outcome> {
    let others = upload.others.unsigned_abs();
    let outcome = Outcome { others, ..Outcome::default() };
    let counted = HashSet::new();
    let mut run = Run { access, db, write, day, outcome, sum: Sha256::new(), see, counted };
    run.sum.update(serde_json::to_vec(&(upload.kind, day))?);
    for number in 1..=upload.parts() {
        let (mut schools, mut figures, mut pairs) = (Vec::with_capacity(BATCH), Vec::new(), Vec::new());
        for kept in upload.part(access, db, number).await? {
            match kept {
                Kept::Row(Row::School(row)) => schools.push(*row),
                Kept::Row(Row::Census(row)) => figures.push(row),
                Kept::Row(Row::Link(row)) => pairs.push(row),
                Kept::Fault(RejectedRow { line, column, reason, .. }) => run.fault(line, column, reason),
            }
        }
        if !schools.is_empty() {
            school::take(&mut run, upload.given, schools).await?;
        }
        if !figures.is_empty() {
            census::take(&mut run, figures).await?;
        }
        if !pairs.is_empty() {
            links::take(&mut run, pairs).await?;
        }
    }
    let Run { mut outcome, sum, .. } = run;
    outcome.digest = hex(&sum.finalize());
    Ok(outcome)
}

/// What an upload would change. A census needs the day that it was taken on before anything can be told.
pub async fn preview(access: &Access<'_>, upload: &Upload, day: Option<NaiveDate>) -> Result<ImportPreview> {
    let needs_day = upload.kind == FileKind::Census && day.is_none();
    let (mut examples, mut faults, mut new) = (Vec::new(), Vec::new(), 0);
    let outcome = if needs_day {
        Outcome::default()
    } else {
        let mut see = |line| match line {
            Line::Row(row) if row.effect == ImportEffect::Created => {
                new += 1;
                if new <= NEW_SHOWN {
                    examples.push(row);
                }
            }
            Line::Row(row) if examples.len() < new.min(NEW_SHOWN) + CHANGES_SHOWN => examples.push(row),
            Line::Fault(fault) if faults.len() < FAULTS_SHOWN => faults.push(fault),
            Line::Row(_) | Line::Fault(_) => {}
        };
        run(access, access.db(), false, upload, day, &mut see).await?
    };
    let counted = |it: u64| count(i64::try_from(it).unwrap_or(i64::MAX));
    Ok(ImportPreview {
        upload: upload.id,
        file: upload.name.clone(),
        kind: upload.kind,
        needs_day,
        day,
        rows: counted(outcome.rows),
        open: counted(outcome.open),
        created: counted(outcome.created),
        changed: counted(outcome.changed),
        closed: counted(outcome.closed),
        unchanged: counted(outcome.unchanged),
        rejected: counted(outcome.rejected),
        others: counted(outcome.others),
        examples,
        faults,
        digest: outcome.digest,
    })
}

/// Writes what a preview has shown: nothing else, all of it or none. The same again is answered alike and does nothing.
pub async fn take_over(access: &Access<'_>, upload: &Upload, day: Option<NaiveDate>, digest: &str) -> Result<UploadId> {
    if upload.kind == FileKind::Census && day.is_none() {
        return Err(Failure::invalid("day", "Enter the day on which the census was taken").into());
    }
    let sent = (digest, day);
    let Some(write) = access.create("importRegister", upload.id.0, &sent).await? else { return Ok(upload.id) };
    let outcome = run(access, write.tx(), true, upload, day, &mut |_| {}).await?;
    if outcome.digest != digest {
        let message = "The register here changed after this was shown. Look at what the file would change now, then \
                       confirm again";
        return Err(Failure::invalid("digest", message).into());
    }
    // A run that changes nothing leaves no trace either.
    if outcome.does_something() {
        write.commit().await?;
    }
    Ok(upload.id)
}

/// The day of a census: of our time, and not to come.
pub fn census_day(access: &Access<'_>, day: Option<NaiveDate>) -> Result<Option<NaiveDate>> {
    let Some(it) = day else { return Ok(None) };
    of_our_time("day", it)?;
    if it > access.today() {
        return Err(Failure::invalid("day", "The day of the census must be today or earlier").into());
    }
    Ok(day)
}

/// An optional value as text.
fn text(value: Option<&impl ToString>) -> String {
    value.map(ToString::to_string).unwrap_or_default()
}

/// A list as the databases read it.
fn list(items: &impl Serialize) -> Result<String, Error> {
    Ok(serde_json::to_string(items)?)
}
