//! Which columns are read, and where a file has them.

use csv::ByteRecord;

use super::{RegisterError, WHOLE_ROW};

/// What is read of a row, whichever file it comes from.
#[derive(Debug, Clone, Copy)]
pub(super) enum Field {
    Urn,
    Authority,
    Establishment,
    Name,
    Kind,
    Status,
    Opened,
    Closed,
    LowAge,
    HighAge,
    Postcode,
    Street,
    Locality,
    Town,
    Religion,
    Trust,
    Ukprn,
    Pupils,
    /// GIAS only.
    Phase,
    /// `Group` and the three flags: performance tables only.
    Group,
    IsPrimary,
    IsSecondary,
    IsPost16,
}

const FIELDS: usize = Field::IsPost16 as usize + 1;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Tables,
    Gias,
}

impl Shape {
    /// The columns that are read, and whether a file without them is refused.
    const fn columns(self) -> &'static [(Field, &'static str, bool)] {
        match self {
            Self::Tables => &[
                (Field::Urn, "URN", true),
                (Field::Authority, "LA", true),
                (Field::Establishment, "ESTAB", true),
                (Field::Name, "SCHNAME", true),
                (Field::Kind, "NFTYPE", true),
                (Field::Status, "ICLOSE", true),
                (Field::Opened, "OPENDATE", true),
                (Field::Closed, "CLOSEDATE", true),
                (Field::LowAge, "AGEL", true),
                (Field::HighAge, "AGEH", true),
                (Field::Postcode, "POSTCODE", true),
                (Field::Group, "MINORGROUP", true),
                (Field::IsPrimary, "ISPRIMARY", true),
                (Field::IsSecondary, "ISSECONDARY", true),
                (Field::IsPost16, "ISPOST16", true),
                (Field::Street, "STREET", false),
                (Field::Locality, "LOCALITY", false),
                (Field::Town, "TOWN", false),
                (Field::Religion, "RELDENOM", false),
            ],
            Self::Gias => &[
                (Field::Urn, "URN", true),
                (Field::Authority, "LA (code)", true),
                (Field::Establishment, "EstablishmentNumber", true),
                (Field::Name, "EstablishmentName", true),
                (Field::Kind, "TypeOfEstablishment (name)", true),
                (Field::Status, "EstablishmentStatus (name)", true),
                (Field::Opened, "OpenDate", true),
                (Field::Closed, "CloseDate", true),
                (Field::LowAge, "StatutoryLowAge", true),
                (Field::HighAge, "StatutoryHighAge", true),
                (Field::Postcode, "Postcode", true),
                (Field::Phase, "PhaseOfEducation (name)", true),
                (Field::Street, "Street", false),
                (Field::Locality, "Locality", false),
                (Field::Town, "Town", false),
                (Field::Religion, "ReligiousCharacter (name)", false),
                (Field::Trust, "Trusts (name)", false),
                (Field::Ukprn, "UKPRN", false),
                (Field::Pupils, "NumberOfPupils", false),
            ],
        }
    }
}

/// Where in a row each field is, and what this kind of file calls it.
pub(super) struct Columns {
    pub(super) shape: Shape,
    places: [Option<(usize, &'static str)>; FIELDS],
}

impl Columns {
    pub(super) fn of(header: &ByteRecord) -> Result<Self, RegisterError> {
        if header.as_slice().contains(&0) {
            return Err(RegisterError::NotText);
        }
        let place = |shape: Shape| {
            let mut places = [None; FIELDS];
            let mut missing = Vec::new();
            for &(field, name, required) in shape.columns() {
                let is_it = |cell: &[u8]| cell.trim_ascii().eq_ignore_ascii_case(name.as_bytes());
                let mut found = header.iter().enumerate().filter(|(_, cell)| is_it(cell)).map(|(index, _)| index);
                match (found.next(), found.next()) {
                    (Some(_), Some(_)) => return Err(RegisterError::DuplicateColumn(name)),
                    (Some(index), None) => places[field as usize] = Some((index, name)),
                    (None, _) if required => missing.push(name),
                    (None, _) => {}
                }
            }
            Ok((Self { shape, places }, missing))
        };
        let (gias, gias_missing) = place(Shape::Gias)?;
        let (tables, tables_missing) = place(Shape::Tables)?;
        match (gias_missing.is_empty(), tables_missing.is_empty()) {
            (true, _) => Ok(gias),
            (_, true) => Ok(tables),
            _ => Err(RegisterError::UnknownHeader { gias: gias_missing, tables: tables_missing }),
        }
    }
    /// The cell's index in a row, unless the file is without that column.
    pub(super) const fn index(&self, field: Field) -> Option<usize> {
        match self.places[field as usize] {
            Some((index, _)) => Some(index),
            None => None,
        }
    }

    pub(super) fn name(&self, field: Field) -> &'static str {
        self.places[field as usize].map_or(WHOLE_ROW, |(_, name)| name)
    }
}
