//! A change of what the Board agreed: it waits like a proposal, and nothing holds differently until the Board agrees it (Z7).

use async_graphql::{Context, Object};
use sea_orm::FromQueryResult;
use shared::{
    access::Action,
    failure::Failure,
    id::InterventionId,
    intervention::{
        Proposal,
        life::{Amendment, Event},
    },
    money::Pence,
};

use super::{
    facts::{Facts, areas_on, checked},
    version::{NewVersion, Standing, changed, contents, in_words, save_version},
};
use crate::{
    access::{Access, Authorize},
    error::{Error, Result},
    fund::held,
};

/// What the new version is held against, as the write sees it.
#[derive(FromQueryResult)]
struct Held {
    #[sea_orm(nested)]
    facts: Facts,
    last: i32,
    spent: Pence,
    content: String,
}

const HELD: &str = concat!(
    "select c.closed_on,
            (select count(*) from priority p
              where p.id = $4 and p.cluster_id = c.id and (p.ended_on is null or p.id = i.priority_id)) as priorities,
            (select count(*) from catalogue_item k where k.id = $6 and k.authority_id = $1) as items, ",
    areas_on!("$3"),
    " as areas,
            (select max(l.version) from intervention_version l where l.intervention_id = i.id) as last, ",
    held!("spent", "i.id"),
    " as spent, v.content
       from intervention i
       join cluster c on c.id = i.cluster_id
       join intervention_version v on v.intervention_id = i.id and v.version = i.version
      where i.id = $2 and i.authority_id = $1 and i.version = $5 and i.stage = 'agreed'
        and not exists (select 1 from intervention_version w
                         where w.intervention_id = i.id and w.version > i.version and w.outcome is null)"
);

/// Amending.
#[derive(Default)]
pub struct AmendMutation;

#[Object]
impl AmendMutation {
    /// Asks for a change of an agreed intervention. Another member records that the Board agrees it.
    async fn amend_intervention(&self, ctx: &Context<'_>, input: Amendment) -> Result<InterventionId> {
        let access = ctx.authorize(Action::ProposeIntervention)?;
        access.within(input.proposal.cluster)?;
        let input = input.check()?;
        let input = Amendment { proposal: checked(input.proposal)?, ..input };
        let write = access.begin("amendIntervention", input.id.0, &input).await?;
        let values = [
            access.authority.0.into(),
            input.id.0.into(),
            access.today().into(),
            input.proposal.priority.0.into(),
            input.version.into(),
            input.proposal.catalogue_item.map(|it| it.0).into(),
        ];
        let Some(held) = Held::find_by_statement(access.sql(HELD, values)).one(write.tx()).await? else {
            drop(write);
            return not_taken(&access, &input).await;
        };
        held.allow(&access, &input)?;
        let version = NewVersion::amendment(input.id, input.version, held.last, &input.proposal, &input.reason);
        save_version(&access, &write, version).await?;
        write.commit().await?;
        Ok(input.id)
    }
}

impl Held {
    fn allow(&self, access: &Access<'_>, input: &Amendment) -> Result<()> {
        let before: Proposal = serde_json::from_str(&self.content)?;
        // Whose plan it is was looked at for the cluster that was sent: it is the same one, or there is nothing to amend.
        if before.cluster != input.proposal.cluster {
            return Err(if access.scope.holds(before.cluster) {
                Failure::invalid("cluster", "An intervention stays in the plan of its cluster").into()
            } else {
                Failure::NotFound.into()
            });
        }
        self.facts.allow(&input.proposal)?;
        if input.proposal.cost < self.spent {
            let message = format!("{} was paid for it already. Enter that or more", self.spent.short());
            return Err(Failure::invalid("cost", message).into());
        }
        if input.proposal == before {
            return Err(Failure::invalid("reason", "Change something first: this is what was agreed").into());
        }
        Ok(())
    }
}

/// Why there was nothing to amend; or that this very amendment waits, and its sender did not hear so.
async fn not_taken(access: &Access<'_>, input: &Amendment) -> Result<InterventionId> {
    let standing = Standing::of(access, input.id).await?;
    let waiting = standing.waiting();
    if waiting != standing.version {
        let found = contents(access, input.id, &[waiting]).await?;
        let waits = found.get(&waiting).ok_or_else(|| Error::broken("a version without a row"))?;
        if in_words(access, &input.proposal, waits).await?.is_empty() {
            return Ok(input.id);
        }
    }
    standing.next(access, Event::Amend).map_err(Failure::from)?;
    Err(changed(access, input.id, input.version, standing.version).await?.into())
}
