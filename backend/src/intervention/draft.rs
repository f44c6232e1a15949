//! What people have begun to fill in and not sent. A draft is its writer's alone: nobody else is told that it is there.

use async_graphql::{Context, Object};
use chrono::NaiveDate;
use sea_orm::{ActiveEnum as _, ConnectionTrait as _, FromQueryResult};
use shared::{
    access::{Action, Scope},
    failure::Failure,
    id::{ClusterId, DraftId, PersonId},
    intervention::draft::{Answer, Draft, DraftRow, KeptDraft, MOST, SavingDraft, changes},
    organisation::ClusterLink,
};

use crate::{
    access::{Access, Authorize},
    error::Result,
};

#[derive(FromQueryResult)]
struct Row {
    id: DraftId,
    cluster_id: ClusterId,
    cluster: String,
    version: i32,
    saved_on: NaiveDate,
    answers: String,
}

/// What was sent is a draft no more, even where the page could not say so.
const LIST: &str = "
    select d.id, d.cluster_id, c.name as cluster, d.version, d.saved_on, d.answers
      from draft d
      join cluster c on c.id = d.cluster_id
     where d.person_id = $2 and d.authority_id = $1 and ($3 is null or d.cluster_id = $3)
       and not exists (select 1 from intervention i where i.id = d.id)
     order by d.saved_at desc, d.id limit 100";

#[derive(FromQueryResult)]
struct Kept {
    version: i32,
    cluster_id: ClusterId,
    answers: String,
}

const ONE: &str = "
    select version, cluster_id, answers from draft
     where id = $2 and authority_id = $1 and person_id = $3
       and not exists (select 1 from intervention i where i.id = draft.id)";

#[derive(FromQueryResult)]
struct Version {
    version: i32,
}

/// A new one, where there is room for it and it was not sent; or the next version of the one that was read, or that the
/// same window has saved.
const SAVE: &str = "
    insert into draft (authority_id, id, person_id, cluster_id, kind, answers, version, saved_by_window, saved_on, saved_at)
    select $1, $2, $3, $4, $5, $6, 1, $7, $8, $9
     where (exists (select 1 from draft d where d.id = $2)
            or ($10 = 0 and (select count(*) from draft d
                              where d.person_id = $3 and d.cluster_id = $4
                                and not exists (select 1 from intervention s where s.id = d.id)) < $11))
       and exists (select 1 from cluster c where c.id = $4 and c.authority_id = $1)
       and not exists (select 1 from intervention i where i.id = $2)
        on conflict (id) do update
       set answers = excluded.answers, version = draft.version + 1, saved_by_window = excluded.saved_by_window,
           saved_on = excluded.saved_on, saved_at = excluded.saved_at
     where draft.person_id = $3 and draft.authority_id = $1 and draft.cluster_id = $4
       and (draft.version = $10 or draft.saved_by_window = $7)
    returning version";

/// With it goes what was sent and is still there.
const DELETE: &str = "
    delete from draft
     where person_id = $3 and authority_id = $1
       and (id = $2 or exists (select 1 from intervention i where i.id = draft.id))";

/// Drafts.
#[derive(Default)]
pub struct DraftQuery;

#[Object]
impl DraftQuery {
    /// What the caller has begun and not sent, for one cluster or for all: the latest first, at most 100.
    async fn drafts(&self, ctx: &Context<'_>, cluster: Option<ClusterId>) -> Result<Vec<DraftRow>> {
        let access = ctx.authorize(Action::ProposeIntervention)?;
        if let Some(cluster) = cluster {
            access.within(cluster)?;
        }
        let rows = rows(&access, cluster).await?;
        rows.into_iter().filter(|it| access.scope.holds(it.cluster_id)).map(Row::line).collect()
    }
}

/// Changes of drafts.
#[derive(Default)]
pub struct DraftMutation;

#[Object]
impl DraftMutation {
    /// Keeps what the caller has filled in so far.
    async fn save_draft(&self, ctx: &Context<'_>, input: SavingDraft) -> Result<KeptDraft> {
        let access = ctx.authorize(Action::ProposeIntervention)?;
        access.within(input.cluster)?;
        let (id, input) = (input.id, input.check()?);
        let write = access.begin("saveDraft", id.0, &input).await?;
        let values = [
            access.authority.0.into(),
            id.0.into(),
            own(&access)?.0.into(),
            input.cluster.0.into(),
            input.kind.to_value().into(),
            serde_json::to_string(&input.answers)?.into(),
            input.window.0.into(),
            access.today().into(),
            access.now().timestamp_millis().into(),
            input.version.into(),
            MOST.into(),
        ];
        let saved = Version::find_by_statement(access.sql(SAVE, values)).one(write.tx()).await?;
        let Some(saved) = saved else {
            drop(write);
            return refused(&access, &input).await;
        };
        write.commit().await?;
        Ok(KeptDraft { id, version: saved.version })
    }

    /// Deletes a draft of the caller's.
    async fn delete_draft(&self, ctx: &Context<'_>, id: DraftId) -> Result<DraftId> {
        let access = ctx.authorize(Action::ProposeIntervention)?;
        let (person, kept) = (own(&access)?, one(&access, id).await?);
        access.within(kept.cluster_id)?;
        let write = access.begin("deleteDraft", id.0, &id).await?;
        let values = [access.authority.0.into(), id.0.into(), person.0.into()];
        write.tx().execute_raw(access.sql(DELETE, values)).await?;
        write.commit().await?;
        Ok(id)
    }
}

/// The drafts of the caller for a cluster, whole: the latest first.
pub(super) async fn of_cluster(access: &Access<'_>, cluster: ClusterId) -> Result<Vec<Draft>> {
    rows(access, Some(cluster)).await?.into_iter().map(Row::whole).collect()
}

async fn rows(access: &Access<'_>, cluster: Option<ClusterId>) -> Result<Vec<Row>> {
    if access.scope == Scope::Nowhere {
        return Ok(Vec::new());
    }
    let values = [access.authority.0.into(), own(access)?.0.into(), cluster.map(|it| it.0).into()];
    access.all(LIST, values).await
}

fn own(access: &Access<'_>) -> Result<PersonId> {
    access.person.ok_or_else(|| Failure::SignedOut.into())
}

async fn one(access: &Access<'_>, id: DraftId) -> Result<Kept> {
    access.one(ONE, [access.authority.0.into(), id.0.into(), own(access)?.0.into()]).await
}

/// Why a draft was not saved.
async fn refused(access: &Access<'_>, input: &SavingDraft) -> Result<KeptDraft> {
    let kept: Vec<Kept> =
        access.all(ONE, [access.authority.0.into(), input.id.0.into(), own(access)?.0.into()]).await?;
    let Some(kept) = kept.into_iter().next().filter(|it| it.cluster_id == input.cluster) else {
        let message = if input.version == 0 {
            format!("You keep {MOST} drafts for this cluster already, or this one was sent. Send or delete one first")
        } else {
            "This draft was sent or deleted in another window".to_owned()
        };
        return Err(Failure::invalid("draft", message).into());
    };
    let changes = changes(&input.answers, &answers(&kept.answers)?);
    let version = kept.version;
    // Nothing differs: somebody typed the same in another window, or the answer to this was lost.
    if changes.is_empty() {
        Ok(KeptDraft { id: input.id, version })
    } else {
        Err(Failure::Changed { changes, version }.into())
    }
}

fn answers(stored: &str) -> Result<Vec<Answer>> {
    Ok(serde_json::from_str(stored)?)
}

impl Row {
    fn line(self) -> Result<DraftRow> {
        let title = answers(&self.answers)?.into_iter().find(|it| it.field == "title");
        Ok(DraftRow {
            id: self.id,
            cluster: ClusterLink { id: self.cluster_id, name: self.cluster },
            title: title.map(|it| it.value).unwrap_or_default(),
            saved_on: self.saved_on,
        })
    }

    fn whole(self) -> Result<Draft> {
        let answers = answers(&self.answers)?;
        Ok(Draft { id: self.id, version: self.version, saved_on: self.saved_on, answers })
    }
}
