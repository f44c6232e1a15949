//! What a proposal is held against: the cluster, its priorities, its schools and the outcome areas of the day.

use chrono::NaiveDate;
use sea_orm::FromQueryResult;
use shared::{
    failure::Problems,
    intervention::Proposal,
    setting::{OutcomeArea, SettingValue},
};

use super::of_our_time;
use crate::error::{Error, Result};

/// The outcome areas that held on a day, as an expression of SQL.
macro_rules! areas_on {
    ($day:literal) => {
        concat!(
            "(select s.value from setting s
               where s.authority_id = $1 and s.name = 'outcome_areas' and s.since <= ",
            $day,
            " order by s.since desc limit 1)"
        )
    };
}
pub(super) use areas_on;

/// What one look at the database says about the choices of a proposal.
#[derive(FromQueryResult)]
pub(super) struct Facts {
    closed_on: Option<NaiveDate>,
    /// How many priorities that may be chosen have the chosen id: one or none.
    priorities: i64,
    /// How many entries of the menu have the chosen id: one or none.
    items: i64,
    areas: Option<String>,
}

impl Facts {
    /// Every choice is one that the form offers today. The schools are held against the cluster when they are saved.
    pub fn allow(&self, proposal: &Proposal) -> Result<()> {
        let areas = areas(self.areas.as_deref())?;
        let known = |code: &String| areas.iter().any(|it| it.code == *code);
        let mut problems = Problems::default();
        // A cluster whose end is settled takes nothing that would outlive it.
        problems.when(self.closed_on.is_some(), "cluster", "This cluster has closed, or closes soon");
        problems.when(self.priorities == 0, "priority", "Choose a priority that the cluster works on today");
        problems.when(
            !proposal.outcome_areas.iter().all(known),
            "outcomeAreas",
            "Choose from the outcome areas that hold today",
        );
        problems.when(
            proposal.catalogue_item.is_some() && self.items == 0,
            "catalogueItem",
            "Choose from the menu of your authority",
        );
        Ok(problems.finish()?)
    }
}

/// The proposal tidied, or what is wrong with it before anything is looked up.
pub(super) fn checked(proposal: Proposal) -> Result<Proposal> {
    let proposal = proposal.check()?;
    of_our_time("startsOn", proposal.starts_on)?;
    of_our_time("baselineOn", proposal.baseline_on)?;
    Ok(proposal)
}

/// The outcome areas in a stored setting; none where the authority has not set any.
pub(super) fn areas(stored: Option<&str>) -> Result<Vec<OutcomeArea>> {
    match stored.map(serde_json::from_str).transpose()? {
        None => Ok(Vec::new()),
        Some(SettingValue::OutcomeAreas(it)) => Ok(it.areas),
        Some(_) => Err(Error::broken("the setting outcome_areas holds something else")),
    }
}
