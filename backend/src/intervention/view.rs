//! One intervention, whole.

use async_graphql::{Context, Object};
use chrono::NaiveDate;
use sea_orm::FromQueryResult;
use shared::{
    access::Action,
    fund::{AccountKind, Spending, by_month},
    id::{InterventionId, PersonId, SchoolId},
    intervention::{
        Decision, Intervention, Priority, Proposal, SchoolChoice, Stage,
        catalogue::CatalogueLink,
        life::{self, Closing, Event, Waiting, next},
    },
    money::Pence,
    setting::OutcomeArea,
};

use super::{
    entity,
    facts::{areas, areas_on},
    version::in_words,
};
use crate::{
    access::{Access, Authorize},
    error::Result,
    fund::{asked_for, held, planned},
};

#[derive(FromQueryResult)]
struct Row {
    #[sea_orm(nested)]
    intervention: entity::Model,
    cluster_name: String,
    priority_text: String,
    priority_since: NaiveDate,
    proposed_by: String,
    recorded_by: Option<String>,
    item_title: Option<String>,
    ended_by: Option<String>,
    areas: Option<String>,
    committed: Pence,
    /// How many versions that the Board agreed the caller has asked for.
    own: i64,
    /// The version that holds, as it was written.
    content: Option<String>,
    withdrawn_on: Option<NaiveDate>,
    withdrawn_by: Option<String>,
    withdrawn_reason: Option<String>,
    #[sea_orm(nested)]
    amendment: Option<Amended>,
}

/// The amendment that waits.
#[derive(FromQueryResult)]
struct Amended {
    amendment: i32,
    amended_content: String,
    amended_by_id: PersonId,
    amended_by: String,
    amended_on: NaiveDate,
    amended_reason: String,
}

const ONE: &str = concat!(
    "select i.*, c.name as cluster_name, p.text as priority_text, p.since as priority_since,
            b.name as proposed_by, a.name as recorded_by, e.name as ended_by, k.title as item_title, v.content,
            v.decided_on as withdrawn_on, d.name as withdrawn_by, v.reasons as withdrawn_reason,
            w.version as amendment, w.content as amended_content, w.proposed_by_id as amended_by_id,
            x.name as amended_by, w.proposed_on as amended_on, w.reason as amended_reason, ",
    areas_on!("i.proposed_on"),
    " as areas, ",
    held!("committed", "i.id"),
    " as committed, ",
    asked_for!("i.id", "$3"),
    " as own
       from intervention i
       join cluster c on c.id = i.cluster_id
       join priority p on p.id = i.priority_id
       join person b on b.id = i.proposed_by_id
       left join person a on a.id = i.agreed_by_id
       left join catalogue_item k on k.id = i.catalogue_item_id
       left join person e on e.id = i.ended_by_id
       left join intervention_version v on v.intervention_id = i.id and v.version = i.version
       left join person d on d.id = v.decided_by_id
       left join intervention_version w
              on w.intervention_id = i.id and w.version > i.version and w.outcome is null
       left join person x on x.id = w.proposed_by_id
      where i.id = $2 and i.authority_id = $1"
);

#[derive(FromQueryResult)]
struct School {
    id: SchoolId,
    name: String,
}

const SCHOOLS: &str = "
    select s.id, s.name
      from intervention_school m
      join school s on s.id = m.school_id
     where m.intervention_id = $1 and m.version = $2
     order by s.sort_name, s.id";

#[derive(FromQueryResult)]
struct Paid {
    day: NaiveDate,
    from_kind: AccountKind,
    amount: Pence,
}

/// What was paid for it and what was taken back, by day.
const PAID: &str = "
    select m.day, f.kind as from_kind, cast(sum(m.amount) as bigint) as amount
      from movement m
      join account f on f.id = m.from_id
      join account t on t.id = m.to_id
     where m.intervention_id = $2 and m.authority_id = $1 and (t.kind = 'spent' or f.kind = 'spent')
     group by m.day, f.kind order by m.day";

/// One intervention.
#[derive(Default)]
pub struct ViewQuery;

#[Object]
impl ViewQuery {
    /// One intervention.
    async fn intervention(&self, ctx: &Context<'_>, id: InterventionId) -> Result<Intervention> {
        let access = ctx.authorize(Action::SeePlan)?;
        let row: Row =
            access.one(ONE, [access.authority.0.into(), id.0.into(), access.person.map(|it| it.0).into()]).await?;
        access.within(row.intervention.cluster_id)?;
        let schools: Vec<School> = access.all(SCHOOLS, [id.0.into(), row.intervention.version.into()]).await?;
        let schools = schools.into_iter().map(|it| SchoolChoice { id: it.id, name: it.name }).collect();
        let paid: Vec<Paid> = access.all(PAID, [access.authority.0.into(), id.0.into()]).await?;
        let (amendment, spending) = (row.waiting(&access).await?, row.spending(&paid)?);
        let may = row.for_caller(&access);
        Ok(Intervention { amendment, spending, ..row.view(schools, &may)? })
    }
}

/// What the caller may do with it.
struct May {
    agrees: bool,
    revises: bool,
    withdraws: bool,
    amends: bool,
    ends: bool,
    spends: bool,
    releases: bool,
}

impl Row {
    fn for_caller(&self, access: &Access<'_>) -> May {
        let it = &self.intervention;
        let may = |action| access.may(action).holds(it.cluster_id);
        let proposer = self.amendment.as_ref().map_or(it.proposed_by_id, |it| it.amended_by_id);
        let facts = life::Facts {
            own: access.person == Some(proposer),
            board: may(Action::AgreeIntervention),
            amendment: self.amendment.is_some(),
        };
        let open = |event| next(it.stage, event, facts).is_ok();
        let (proposes, records) = (may(Action::ProposeIntervention), may(Action::RecordSpend));
        let payable = records
            && matches!(it.stage, Stage::Agreed | Stage::Ended)
            && self.own == 0
            && self.committed > Pence::ZERO;
        May {
            agrees: open(Event::Agree),
            revises: open(Event::Revise) && proposes,
            withdraws: open(Event::Withdraw) && proposes,
            amends: open(Event::Amend) && proposes,
            ends: open(Event::End) && may(Action::EndIntervention),
            spends: payable,
            releases: payable && (it.stage == Stage::Ended || it.ends_on < access.today()),
        }
    }

    /// The amendment that waits, with what it would change.
    async fn waiting(&self, access: &Access<'_>) -> Result<Option<Waiting>> {
        let (Some(it), Some(content)) = (&self.amendment, &self.content) else { return Ok(None) };
        let amended: Proposal = serde_json::from_str(&it.amended_content)?;
        let changes = in_words(access, &amended, &serde_json::from_str(content)?).await?;
        Ok(Some(Waiting {
            version: it.amendment,
            proposed_by: it.amended_by.clone(),
            proposed_on: it.amended_on,
            reason: it.amended_reason.clone(),
            cost: amended.cost,
            changes,
        }))
    }

    /// What became of its money, once there was an agreement.
    fn spending(&self, paid: &[Paid]) -> Result<Option<Spending>> {
        let it = &self.intervention;
        if it.agreed_on.is_none() {
            return Ok(None);
        }
        let months = planned(it.profile.as_deref(), it.cost, it.starts_on, it.ends_on)?;
        let sign =
            |it: &Paid| (it.day, if it.from_kind == AccountKind::Spent { Pence::ZERO - it.amount } else { it.amount });
        let paid: Vec<(NaiveDate, Pence)> = paid.iter().map(sign).collect();
        Ok(Some(Spending {
            committed: self.committed,
            spent: paid.iter().map(|it| it.1).sum(),
            months: by_month(&months, &paid),
        }))
    }
}

impl Row {
    /// What everybody sees who sees the plan.
    fn view(self, schools: Vec<SchoolChoice>, may: &May) -> Result<Intervention> {
        let it = self.intervention;
        let (outcome_areas, years) = (it.codes()?, it.bands()?);
        let closing = match it.stage {
            Stage::Ended => closing(it.ended_on, self.ended_by, it.ended_reason, it.lesson),
            Stage::Withdrawn => closing(self.withdrawn_on, self.withdrawn_by, self.withdrawn_reason, None),
            Stage::Proposed | Stage::Agreed => None,
        };
        let months = planned(it.profile.as_deref(), it.cost, it.starts_on, it.ends_on)?;
        let areas = areas(self.areas.as_deref())?;
        // A code whose label is gone stands for itself.
        let label = |code: String| match areas.iter().find(|it| it.code == code) {
            Some(area) => area.clone(),
            None => OutcomeArea { label: code.clone(), code },
        };
        Ok(Intervention {
            id: it.id,
            version: it.version,
            cluster: it.cluster_id,
            cluster_name: self.cluster_name,
            stage: it.stage,
            priority: Priority { id: it.priority_id, text: self.priority_text, since: self.priority_since },
            years,
            outcome_areas: outcome_areas.into_iter().map(label).collect(),
            group_size: it.group_size,
            catalogue_item: it.catalogue_item_id.zip(self.item_title).map(|(id, title)| CatalogueLink { id, title }),
            new_reason: it.new_reason,
            direction: it.direction,
            target_reason: it.target_reason,
            title: it.title,
            kind: it.kind,
            evidence: it.evidence,
            schools,
            provider: it.provider,
            months,
            starts_on: it.starts_on,
            ends_on: it.ends_on,
            cost: it.cost,
            measure: it.measure,
            baseline: it.baseline,
            baseline_on: it.baseline_on,
            baseline_source: it.baseline_source,
            target: it.target,
            proposed_by: self.proposed_by,
            proposed_on: it.proposed_on,
            decision: decision(it.agreed_on, self.recorded_by, it.reasons, it.challenge, it.response),
            closing,
            amendment: None,
            spending: None,
            agrees: may.agrees,
            revises: may.revises,
            withdraws: may.withdraws,
            amends: may.amends,
            ends: may.ends,
            spends: may.spends,
            releases: may.releases,
        })
    }
}

/// The decision, once all of it is there.
fn decision(
    agreed_on: Option<NaiveDate>,
    recorded_by: Option<String>,
    reasons: Option<String>,
    challenge: Option<String>,
    response: Option<String>,
) -> Option<Decision> {
    Some(Decision {
        agreed_on: agreed_on?,
        recorded_by: recorded_by?,
        reasons: reasons?,
        challenge: challenge?,
        response,
    })
}

/// The end, once all of it is there.
fn closing(
    day: Option<NaiveDate>,
    recorded_by: Option<String>,
    reason: Option<String>,
    lesson: Option<String>,
) -> Option<Closing> {
    Some(Closing { day: day?, recorded_by: recorded_by?, reason: reason?, lesson })
}
