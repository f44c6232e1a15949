//! A row of the January school census: how many there are in a school, at SEN Support and with a plan.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use super::{
    cells::{Cells, Fault},
    columns::Field,
};

/// What this data set writes where it has no figure. Every data set has symbols of its own: one that is not known here is
/// an error, because it may mean hidden, too few or none.
const NOT_AVAILABLE: &str = "NA";

/// One school's figures. `None` is *not available*, which is not zero.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CensusRow {
    /// The line on which the row starts.
    pub line: u64,
    /// The number of the establishment.
    pub urn: i32,
    /// The local authority's three-digit code.
    pub authority_code: i32,
    /// The four digits that follow the authority's code in a DfE number.
    pub establishment_number: Option<i32>,
    /// Head count on roll (`NOR`).
    pub roll: Option<i32>,
    /// At SEN Support (`TSENELK`).
    pub support: Option<i32>,
    /// With an education, health and care plan or a statement (`TSENELSE`).
    pub plans: Option<i32>,
}

impl Cells<'_> {
    pub(super) fn census(&self, line: u64, authority_code: i32, seen: &mut HashSet<i32>) -> Result<CensusRow, Fault> {
        let urn = self.only_urn(seen)?;
        let establishment_number = self.code(Field::Establishment, 4)?;
        let [roll, support, plans] =
            [self.figure(Field::Roll)?, self.figure(Field::Support)?, self.figure(Field::Plans)?];
        // Each has one of the two or neither: more than all is a column that was mistaken for another.
        if roll.is_some_and(|roll| support.unwrap_or(0) + plans.unwrap_or(0) > roll) {
            let reason =
                "the pupils at SEN Support and those with a plan are together more than all on roll".to_owned();
            return Err(self.fault(Field::Roll, reason));
        }
        Ok(CensusRow { line, urn, authority_code, establishment_number, roll, support, plans })
    }

    fn figure(&self, field: Field) -> Result<Option<i32>, Fault> {
        let cell = self.cell(field)?;
        if cell == NOT_AVAILABLE {
            return Ok(None);
        }
        let wanted = "a whole number from 0 to 99999, or NA for not available";
        // A cell that should hold a number and does not may hold anything: it is not repeated at length.
        match self.number(field, 99_999) {
            Ok(Some(number)) => Ok(Some(number)),
            _ => Err(self.must_be(field, wanted, &cell)),
        }
    }
}
