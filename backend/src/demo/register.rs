//! The files that the administrator of the demonstration took over: an extract of the register with two trusts and a
//! school that became an academy, the links between schools, and a census. All of it is invented but the names of schools
//! and that Winterbourne Academy belongs to a trust.

use std::fmt::Write as _;

use chrono::NaiveDate;
use shared::organisation::Phase;

use super::{
    day,
    places::{FIRST_URN, listed},
    player::Player,
};
use crate::error::Result;

/// The school that became an academy at the new year, and the academy.
const CONVERTED: &str = "Hollybank Primary School 4 (invented)";
const ACADEMY: (i32, &str) = (900_901, "Hollybank Academy 4 (invented)");

/// Schools with a trust.
const TRUSTS: [(&str, &str); 3] = [
    ("Winterbourne Academy", "OAT"),
    ("Bradley Stoke Community School", "Three Oaks Learning Trust (invented)"),
    ("Abbeywood Community School", "Three Oaks Learning Trust (invented)"),
];

const GIAS: &str = "\"URN\",\"LA (code)\",\"EstablishmentNumber\",\"EstablishmentName\",\"TypeOfEstablishment (name)\",\
    \"EstablishmentStatus (name)\",\"OpenDate\",\"CloseDate\",\"StatutoryLowAge\",\"StatutoryHighAge\",\"Postcode\",\
    \"PhaseOfEducation (name)\",\"Trusts (name)\"\r\n";

/// The files, each on its day.
pub async fn files(player: &mut Player, until: NaiveDate) -> Result<()> {
    let schools: Vec<(i32, i32, String, Phase)> =
        (FIRST_URN..).zip(listed()).map(|(urn, (cluster, _, name, phase))| (urn, cluster, name, phase)).collect();
    let urn = |name: &str| schools.iter().find(|it| it.2 == name).map_or(0, |it| it.0);

    let told = day(2018, 9, 10);
    if told > until {
        return Ok(());
    }
    player.enter(told, "administrator");
    let trusts = TRUSTS.iter().filter_map(|(name, trust)| {
        let (urn, _, _, phase) = schools.iter().find(|it| it.2 == *name)?;
        Some(extract(*urn, name, "Academy converter", *phase, ("", ""), trust))
    });
    let file = std::iter::once(GIAS.to_owned()).chain(trusts).collect();
    player.take_over("trusts_2018_invented.csv", file, None).await?;

    let told = day(2019, 1, 8);
    if told > until {
        return Ok(());
    }
    player.enter(told, "administrator");
    let old = extract(urn(CONVERTED), CONVERTED, "Community school", Phase::Primary, ("", "31-12-2018"), "");
    let new = extract(ACADEMY.0, ACADEMY.1, "Academy converter", Phase::Primary, ("01-01-2019", ""), TRUSTS[1].1);
    player.take_over("conversions_2019_invented.csv", [GIAS.to_owned(), old, new].concat(), None).await?;
    let links = format!(
        "URN,LinkURN,LinkName,LinkType,LinkEstablishedDate\r\n{},{},{},Successor,01-01-2019\r\n",
        urn(CONVERTED),
        ACADEMY.0,
        ACADEMY.1
    );
    player.take_over("links_2019_invented.csv", links, None).await?;

    let told = day(2019, 3, 4);
    if told > until {
        return Ok(());
    }
    player.enter(told, "administrator");
    player.take_over("census_2019_invented.csv", census(&schools), Some(day(2019, 1, 17))).await
}

/// A row of an extract.
fn extract(urn: i32, name: &str, kind: &str, phase: Phase, days: (&str, &str), trust: &str) -> String {
    let (phase, low, high) = match phase {
        Phase::Secondary => ("Secondary", 11, 18),
        Phase::AllThrough => ("All-through", 4, 18),
        _ => ("Primary", 4, 11),
    };
    let status = if days.1.is_empty() { "Open" } else { "Closed" };
    format!(
        "\"{urn}\",\"803\",\"\",\"{name}\",\"{kind}\",\"{status}\",\"{}\",\"{}\",\"{low}\",\"{high}\",\"\",\"{phase}\",\
         \"{trust}\"\r\n",
        days.0, days.1
    )
}

/// Figures of clusters 2 and 3 that look like those of schools: some with few plans, one with none, one not available.
fn census(schools: &[(i32, i32, String, Phase)]) -> String {
    let mut file = "URN,LA,ESTAB,NOR,TSENELSE,TSENELK\r\n".to_owned();
    for (urn, _, _, phase) in schools.iter().filter(|it| matches!(it.1, 2 | 3)) {
        let number = urn - FIRST_URN;
        let size = if *phase == Phase::Primary { 150 } else { 700 };
        let roll = size + number * 37 % 260;
        let (plans, support) = (number * 7 % 11, roll / 9 + number % 5);
        // One school's return came too late.
        let row = if number == 12 { "NA,NA,NA".to_owned() } else { format!("{roll},{plans},{support}") };
        // Writing into text does not fail.
        let _ = write!(file, "{urn},803,,{row}\r\n");
    }
    file
}
