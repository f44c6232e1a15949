//! Which columns are read, and where a file has them.

use csv::ByteRecord;

use shared::organisation::import::FileKind;

use super::{Given, RegisterError, WHOLE_ROW};

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
    /// GIAS only: the day of `Pupils`.
    PupilsOn,
    /// The census: all there are, those at SEN Support, those with a plan.
    Roll,
    Support,
    Plans,
    /// The links: the other school, its name, what it is to the first, since when.
    Other,
    OtherName,
    Relation,
    Since,
}

const FIELDS: usize = Field::Since as usize + 1;

/// The columns that are read, and whether a file without them is refused.
const fn columns(kind: FileKind) -> &'static [(Field, &'static str, bool)] {
    match kind {
        FileKind::Tables => &[
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
        FileKind::Gias => &[
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
            (Field::PupilsOn, "CensusDate", false),
        ],
        FileKind::Census => &[
            (Field::Urn, "URN", true),
            (Field::Authority, "LA", true),
            (Field::Establishment, "ESTAB", true),
            (Field::Roll, "NOR", true),
            (Field::Plans, "TSENELSE", true),
            (Field::Support, "TSENELK", true),
        ],
        FileKind::Links => &[
            (Field::Urn, "URN", true),
            (Field::Other, "LinkURN", true),
            (Field::Relation, "LinkType", true),
            (Field::OtherName, "LinkName", false),
            (Field::Since, "LinkEstablishedDate", false),
        ],
    }
}

/// Where in a row each field is, and what this kind of file calls it.
pub(super) struct Columns {
    pub(super) kind: FileKind,
    places: [Option<(usize, &'static str)>; FIELDS],
}

impl Columns {
    /// The columns of the one kind of file that has this header.
    pub(super) fn of(header: &ByteRecord) -> Result<Self, RegisterError> {
        if header.as_slice().contains(&0) {
            return Err(RegisterError::NotText);
        }
        let mut missing = Vec::new();
        for &kind in FileKind::ALL {
            let (columns, without, twice) = Self::place(kind, header);
            match twice.first() {
                _ if !without.is_empty() => missing.push((kind, without)),
                Some(name) => return Err(RegisterError::DuplicateColumn(name)),
                None => return Ok(columns),
            }
        }
        // The kind that it comes near to is the one that it was meant to be.
        missing.sort_by_key(|(kind, without)| 100 * without.len() / columns(*kind).len());
        let near = missing.first().is_some_and(|(kind, without)| {
            let wanted = columns(*kind).iter().filter(|it| it.2).count();
            2 * without.len() <= wanted
        });
        if near {
            missing.truncate(1);
        }
        Err(RegisterError::UnknownHeader { missing })
    }

    /// The columns as of a kind, those that a file of it must have and this one has not, and those that are there twice.
    fn place(kind: FileKind, header: &ByteRecord) -> (Self, Vec<&'static str>, Vec<&'static str>) {
        let mut places = [None; FIELDS];
        let (mut missing, mut twice) = (Vec::new(), Vec::new());
        for &(field, name, required) in columns(kind) {
            let is_it = |cell: &[u8]| cell.trim_ascii().eq_ignore_ascii_case(name.as_bytes());
            let mut found = header.iter().enumerate().filter(|(_, cell)| is_it(cell)).map(|(index, _)| index);
            match (found.next(), found.next()) {
                (Some(_), Some(_)) => twice.push(name),
                (Some(index), None) => places[field as usize] = Some((index, name)),
                (None, _) if required => missing.push(name),
                (None, _) => {}
            }
        }
        (Self { kind, places }, missing, twice)
    }

    /// Which of the values that not every file has this one has.
    pub(super) const fn given(&self) -> Given {
        Given {
            street: self.index(Field::Street).is_some(),
            locality: self.index(Field::Locality).is_some(),
            town: self.index(Field::Town).is_some(),
            religious_character: self.index(Field::Religion).is_some(),
            trust: self.index(Field::Trust).is_some(),
            ukprn: self.index(Field::Ukprn).is_some(),
            roll: self.index(Field::Pupils).is_some() && self.index(Field::PupilsOn).is_some(),
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
