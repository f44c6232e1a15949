//! What happened to an intervention: who, when, and what it changed, in words (A2).

use async_graphql::{Context, Object};
use chrono::NaiveDate;
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use shared::{
    access::Action,
    failure::Failure,
    id::{ClusterId, InterventionId},
    intervention::{
        Proposal,
        life::{History, Past, Said, Step},
    },
    page::{Cursor, USUAL_ROWS},
};

use super::version::Names;
use crate::{access::Authorize, error::Result};

#[derive(FromQueryResult)]
struct Row {
    cluster_id: ClusterId,
    title: String,
    stands: i32,
    ended_on: Option<NaiveDate>,
    ended_by: Option<String>,
    ended_reason: Option<String>,
    lesson: Option<String>,
    version: i32,
    amends: bool,
    content: String,
    before: Option<String>,
    proposed_by: String,
    proposed_on: NaiveDate,
    reason: String,
    outcome: Option<String>,
    decided_by: Option<String>,
    decided_on: Option<NaiveDate>,
    reasons: Option<String>,
    challenge: Option<String>,
    response: Option<String>,
}

/// One row a version, the latest first, each with the one that it was written upon.
const VERSIONS: &str = "
    select i.cluster_id, i.title, i.version as stands, i.ended_on, e.name as ended_by, i.ended_reason, i.lesson,
           v.version, v.amends, v.content, b.content as before, p.name as proposed_by, v.proposed_on, v.reason,
           v.outcome, d.name as decided_by, v.decided_on, v.reasons, v.challenge, v.response
      from intervention i
      join intervention_version v on v.intervention_id = i.id
      join person p on p.id = v.proposed_by_id
      left join intervention_version b on b.intervention_id = i.id and b.version = v.base
      left join person d on d.id = v.decided_by_id
      left join person e on e.id = i.ended_by_id
     where i.id = $2 and i.authority_id = $1 and v.version < $3
     order by v.version desc limit $4";

/// The place of a version in the list.
#[derive(Serialize, Deserialize)]
struct Place(i32);

/// Histories.
#[derive(Default)]
pub struct HistoryQuery;

#[Object]
impl HistoryQuery {
    /// What happened to an intervention, the latest first.
    async fn history(&self, ctx: &Context<'_>, id: InterventionId, after: Option<Cursor>) -> Result<History> {
        let access = ctx.authorize(Action::SeePlan)?;
        let list = format!("history of {id}");
        let Place(version) = access.place(&list, after.as_ref())?.unwrap_or(Place(i32::MAX));
        let limit = i64::from(USUAL_ROWS + 1);
        let values = [access.authority.0.into(), id.0.into(), version.into(), limit.into()];
        let mut rows: Vec<Row> = access.all(VERSIONS, values).await?;
        let (cluster, title) = rows.first().map(|it| (it.cluster_id, it.title.clone())).ok_or(Failure::NotFound)?;
        access.within(cluster)?;
        let next = access.next(&list, &mut rows, |it| Place(it.version))?;
        let mut written: Vec<(Proposal, Option<Proposal>)> = Vec::new();
        for row in &rows {
            let before = row.before.as_deref().map(serde_json::from_str).transpose()?;
            written.push((serde_json::from_str(&row.content)?, before));
        }
        let all: Vec<&Proposal> =
            written.iter().filter_map(|(it, before)| Some([it, before.as_ref()?])).flatten().collect();
        let names = Names::of(&access, &all).await?;
        let mut steps = Vec::new();
        for (row, (now, before)) in rows.iter().zip(&written) {
            row.tell(now, before.as_ref(), &names, &mut steps);
        }
        Ok(History { title, steps, next })
    }
}

fn said(words: &[(&str, Option<&String>)]) -> Vec<Said> {
    let one = |(what, words): &(&str, Option<&String>)| {
        words.filter(|it| !it.is_empty()).map(|it| Said { what: (*what).to_owned(), words: it.clone() })
    };
    words.iter().filter_map(one).collect()
}

impl Row {
    /// The steps that this version took, the last one first.
    fn tell(&self, now: &Proposal, before: Option<&Proposal>, names: &Names, steps: &mut Vec<Past>) {
        let past = |step, day, who: &str, said, changes| Past {
            step,
            version: self.version,
            day,
            who: who.to_owned(),
            said,
            changes,
        };
        let holds = self.version == self.stands;
        if let (true, Some(day), Some(who)) = (holds, self.ended_on, &self.ended_by) {
            let said = said(&[("Reason", self.ended_reason.as_ref()), ("What was learnt", self.lesson.as_ref())]);
            steps.push(past(Step::Ended, day, who, said, Vec::new()));
        }
        if let (Some(outcome), Some(day), Some(who)) = (&self.outcome, self.decided_on, &self.decided_by) {
            let step = match (outcome.as_str(), self.amends) {
                ("agreed", false) => Step::Agreed,
                ("agreed", true) => Step::Amended,
                (_, false) => Step::Withdrawn,
                (_, true) => Step::AmendmentWithdrawn,
            };
            let said = said(&[
                ("Reasons", self.reasons.as_ref()),
                ("Challenge", self.challenge.as_ref()),
                ("Answer", self.response.as_ref()),
            ]);
            steps.push(past(step, day, who, said, Vec::new()));
        }
        let step = match (self.amends, self.version) {
            (true, _) => Step::AmendmentProposed,
            (false, 1) => Step::Proposed,
            (false, _) => Step::Revised,
        };
        let changes = before.map(|it| names.changes(now, it)).unwrap_or_default();
        steps.push(past(step, self.proposed_on, &self.proposed_by, said(&[("Reason", Some(&self.reason))]), changes));
    }
}
