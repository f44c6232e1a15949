//! What the page asks and confirms, and the same as a file.

use async_graphql::{Context, Object};
use chrono::NaiveDate;
use shared::{
    access::Action,
    id::UploadId,
    organisation::import::{ImportEffect, ImportPreview},
};

use super::{super::upload::Upload, Line, census_day, preview, run, take_over};
use crate::{
    access::{Access, Authorize as _},
    error::{Error, Result},
    sheet::harmless,
};

/// What an upload would change.
#[derive(Default)]
pub struct ImportQuery;

#[Object]
impl ImportQuery {
    /// What an upload of the caller's would change, and which of its rows cannot be taken. Nothing is written. A census
    /// needs the day on which it was taken.
    async fn import_preview(
        &self,
        ctx: &Context<'_>,
        upload: UploadId,
        day: Option<NaiveDate>,
    ) -> Result<ImportPreview> {
        let access = ctx.authorize(Action::ChangeOrganisation)?;
        let upload = Upload::of(&access, upload).await?;
        let day = census_day(&access, day)?;
        preview(&access, &upload, day).await
    }
}

/// Taking an upload over.
#[derive(Default)]
pub struct ImportMutation;

#[Object]
impl ImportMutation {
    /// Writes what the preview with this digest has shown, if that is still what it would show.
    async fn import_register(
        &self,
        ctx: &Context<'_>,
        upload: UploadId,
        day: Option<NaiveDate>,
        digest: String,
    ) -> Result<UploadId> {
        let access = ctx.authorize(Action::ChangeOrganisation)?;
        let upload = Upload::of(&access, upload).await?;
        let day = census_day(&access, day)?;
        take_over(&access, &upload, day, &digest).await
    }
}

/// Everything that an upload would change and every row that cannot be taken, as a table.
pub async fn csv(access: &Access<'_>, upload: UploadId, day: Option<NaiveDate>) -> Result<Vec<u8>> {
    let upload = Upload::of(access, upload).await?;
    let day = census_day(access, day)?;
    let mut table = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    let broken = |it: csv::Error| Error::Broken(Box::new(it));
    table
        .write_record(["What happens", "URN", "School", "Line", "Column", "Before", "After", "Reason"])
        .map_err(broken)?;
    let mut failed = None;
    let mut see = |line: Line| {
        for record in records(line) {
            if let Err(error) = table.write_record(record.iter().map(|it| harmless(it))) {
                failed = Some(error);
            }
        }
    };
    run(access, access.db(), false, &upload, day, &mut see).await?;
    match failed {
        Some(error) => Err(broken(error)),
        None => table.into_inner().map_err(|it| Error::broken(it.to_string())),
    }
}

/// A line as rows of the table: one for each value that differs.
fn records(line: Line) -> Vec<[String; 8]> {
    let none = String::new;
    match line {
        Line::Fault(it) => {
            vec![["Left out".to_owned(), none(), none(), it.line.to_string(), it.column, none(), none(), it.reason]]
        }
        Line::Row(row) => {
            let (what, urn) = (row.effect.label().to_owned(), row.urn.to_string());
            if row.effect == ImportEffect::Created || row.differences.is_empty() {
                return vec![[what, urn, row.name, none(), none(), none(), none(), none()]];
            }
            let record = |it: shared::organisation::import::Difference| {
                [what.clone(), urn.clone(), row.name.clone(), none(), it.what, it.before, it.after, none()]
            };
            row.differences.into_iter().map(record).collect()
        }
    }
}
