//! Files about schools: sent, shown, taken over. Registers of both shapes, the census, the links.

#![allow(clippy::print_stderr, reason = "nothing is skipped in silence")]

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use axum::{
    Router,
    body::{Body, Bytes},
    http::StatusCode,
};
use backend::testing::{Founding, audit, database, found, upload};
use http_body_util::{BodyExt as _, Full};
use sea_orm::{ConnectionTrait as _, Statement};
use serde_json::json;
use shared::{
    disclosure::Cell,
    failure::Failure,
    id::{AuthorityId, GroupId, PersonId, SchoolId, UploadId},
    organisation::{
        Cluster, Joining, NewGroup, School, SchoolPage, SchoolStatus,
        import::{FileKind, ImportEffect, ImportPreview},
        record::{ClosedSchool, FigureSource, LinkKind},
    },
    setting::{DisclosureThreshold, NewSetting, SettingInput},
};

use crate::{
    browser::{Answer, from_the_page, open, request, send, session},
    on_both,
    tables::Tables,
    world::{World, day, id},
};

on_both! {
    a_register_is_shown_then_written_and_the_second_time_nothing_changes
    what_a_file_has_no_column_for_stays_as_it_was
    a_school_records_its_trust_and_the_groups_of_a_cluster_add_up
    a_closed_school_keeps_what_hangs_on_it_and_shows_what_came_after
    figures_of_a_census_are_kept_by_day_and_few_are_hidden
    what_changed_since_it_was_shown_is_told_and_not_written
    an_upload_belongs_to_its_sender_and_ends_after_a_day
    a_file_that_is_none_is_refused_at_its_field_and_leaves_nothing
    a_file_that_is_too_large_is_refused_while_it_arrives
    nobody_but_an_administrator_sends_a_file
    the_real_files_of_three_authorities_are_taken_over
}

/// The header and a row of a register of the performance tables.
pub const TABLES: &str = "URN,LA,ESTAB,SCHNAME,POSTCODE,ICLOSE,OPENDATE,CLOSEDATE,MINORGROUP,NFTYPE,ISPRIMARY,ISSECONDARY,\
                          ISPOST16,AGEL,AGEH\n";
const CENSUS: &str = "URN,LA,ESTAB,NOR,TSENELSE,TSENELK\n";
const LINKS: &str = "URN,LinkURN,LinkName,LinkType,LinkEstablishedDate\n";

fn fixture() -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/gias.csv")).unwrap()
}

/// A school of authority 803.
fn row(urn: i32, estab: &str, name: &str, open: bool) -> String {
    let (state, closed) = if open { (1, "") } else { (2, "2018-08-31") };
    format!("{urn},803,{estab},{name},BS37 9ZZ,{state},2001-09-01,{closed},Academy,Academy,1,0,0,4,11\n")
}

/// Sends a file as the page does.
pub async fn send_file(server: &Router, cookie: &str, name: &str, file: impl Into<Body>) -> Answer {
    let mut headers = from_the_page(cookie);
    headers.insert("content-type", "text/csv".to_owned());
    send(server, request("POST", &format!("/upload?name={name}"), &headers, file)).await
}

/// Sends a file; gives the id that it has then.
pub async fn uploaded(world: &World, who: PersonId, file: impl Into<Body>) -> UploadId {
    let (server, cookie) = (open(world), session(world, who).await);
    let answer = send_file(&server, &cookie, "edubase.csv", file).await;
    assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
    serde_json::from_value(answer.json()["data"].clone()).unwrap()
}

/// What an upload would change.
pub async fn preview(world: &World, who: PersonId, upload: UploadId) -> Result<ImportPreview, Failure> {
    world.ask(who, "organisation/import/preview.graphql", json!({ "upload": upload, "day": null })).await
}

/// The seal of what an upload of the administrator's would change, with a day.
pub async fn sealed(world: &World, upload: UploadId, on: &str) -> String {
    on_day(world, upload, on).await.digest
}

async fn on_day(world: &World, upload: UploadId, on: &str) -> ImportPreview {
    let ask = json!({ "upload": upload, "day": on });
    world.ask(world.administrator, "organisation/import/preview.graphql", ask).await.unwrap()
}

/// Takes over what was shown.
async fn confirm(world: &World, who: PersonId, shown: &ImportPreview) -> Result<UploadId, Failure> {
    let ask = json!({ "upload": shown.upload, "day": shown.day, "digest": shown.digest });
    world.ask(who, "organisation/import/take_over.graphql", ask).await
}

/// Sends a file, looks at it and takes it over.
async fn import(world: &World, file: impl Into<Body>) -> ImportPreview {
    let upload = uploaded(world, world.administrator, file).await;
    let shown = preview(world, world.administrator, upload).await.unwrap();
    confirm(world, world.administrator, &shown).await.unwrap();
    shown
}

async fn school(world: &World, who: PersonId, id: SchoolId) -> School {
    world.ask(who, "organisation/school.graphql", json!({ "id": id })).await.unwrap()
}

/// The school with a number, as the list finds it.
async fn by_urn(world: &World, urn: i32) -> SchoolId {
    let filter = json!({ "filter": { "text": urn.to_string(), "closed": true }, "after": null });
    let found: SchoolPage = world.ask(world.lead, "organisation/schools.graphql", filter).await.unwrap();
    assert_eq!(found.schools.len(), 1, "{urn}");
    found.schools[0].id
}

/// X1, H-13: nothing is written before somebody confirms; heads and telephones are in no table at any time.
async fn a_register_is_shown_then_written_and_the_second_time_nothing_changes(world: World) {
    let all = Tables::but(&world, &[]).await;
    let tables = Tables::but(&world, &["upload", "upload_part", "session"]).await;
    let before = tables.content(&world).await;
    let upload = uploaded(&world, world.administrator, fixture()).await;
    let shown = preview(&world, world.administrator, upload).await.unwrap();
    assert_eq!((shown.kind, shown.file.as_str(), shown.needs_day), (FileKind::Gias, "edubase.csv", false));
    // Three schools are there already, made up by hand; one row is another authority's; two rows are bad.
    assert_eq!((shown.rows, shown.open, shown.created, shown.changed, shown.closed), (11, 8, 8, 3, 0));
    assert_eq!((shown.rejected, shown.others, shown.unchanged), (2, 1, 0));
    let lines: Vec<_> = shown.faults.iter().map(|it| (it.line, it.column.as_str())).collect();
    assert_eq!(lines, [(10, "OpenDate"), (11, "Postcode")]);
    assert!(shown.faults[0].reason.contains("31-02-2016"), "{:?}", shown.faults);
    let changed: Vec<_> = shown.examples.iter().filter(|it| it.effect == ImportEffect::Changed).collect();
    let name = changed[0].differences.iter().find(|it| it.what == "Name").unwrap();
    assert_eq!(
        (name.before.as_str(), name.after.as_str()),
        ("St Michael's Primary School", "Harebell Lane Primary School")
    );
    assert_eq!(tables.content(&world).await, before, "nothing is written before it is confirmed");
    assert!(matches!(audit::verify(world.db()).await.unwrap(), audit::Verdict::Whole { .. }));

    confirm(&world, world.administrator, &shown).await.unwrap();
    let written = tables.content(&world).await;
    assert_ne!(written, before);
    // The same again, as after an answer that was lost, is answered alike.
    assert_eq!(confirm(&world, world.administrator, &shown).await, Ok(upload));
    assert_eq!(tables.content(&world).await, written);
    let academy = school(&world, world.lead, by_urn(&world, 900_003).await).await;
    assert_eq!(academy.trust.as_deref(), Some("THE LANTERN & LARK TRUST, \"LLT\""));
    assert_eq!(academy.ukprn, Some(10_990_003));
    assert_eq!((academy.figures[0].source, academy.figures[0].roll), (FigureSource::Register, Cell::Count(1043)));
    assert_eq!(academy.figures[0].day, day("2025-01-16"));

    // Once more: nothing is different, and nothing is written.
    let again = import(&world, fixture()).await;
    assert_eq!((again.created, again.changed, again.closed, again.unchanged), (0, 0, 0, 11));
    assert_eq!(tables.content(&world).await, written);
    assert_eq!(again.rejected, 2);

    let content = all.content(&world).await.concat();
    let personal = personal();
    assert!(personal.len() > 30 && content.contains("Harebell Lane Primary School"));
    for text in personal {
        assert!(!content.contains(&text), "{text} is in a table");
    }
    let answers = serde_json::to_string(&(shown, again)).unwrap();
    assert!(!answers.contains("Quillfeather") && !answers.contains("01632"));
}

/// What the fixture tells of people.
fn personal() -> BTreeSet<String> {
    let mut reader = csv::Reader::from_reader(std::io::Cursor::new(fixture()));
    let header = reader.byte_headers().unwrap().clone();
    let columns = ["HeadFirstName", "HeadLastName", "TelephoneNum"]
        .map(|it| header.iter().position(|at| at == it.as_bytes()).unwrap());
    let mut found = BTreeSet::new();
    for row in reader.byte_records() {
        let row = row.unwrap();
        let cells = columns.iter().filter_map(|it| String::from_utf8(row[*it].to_vec()).ok());
        found.extend(cells.filter(|it| !it.is_empty()));
    }
    found
}

/// The performance tables have no trust, no UKPRN and no address: what GIAS said of them stays.
async fn what_a_file_has_no_column_for_stays_as_it_was(world: World) {
    import(&world, fixture()).await;
    let before = school(&world, world.lead, by_urn(&world, 900_003).await).await;
    let file = format!("{TABLES}{}", row(900_003, "4903", "Café Lane Academy", true).replace(",4,11", ",11,16"));
    let shown = import(&world, file).await;
    assert_eq!((shown.kind, shown.changed), (FileKind::Tables, 1));
    let after = school(&world, world.lead, by_urn(&world, 900_003).await).await;
    assert_eq!((after.high_age, before.high_age), (Some(16), Some(18)));
    assert_eq!((&after.trust, after.ukprn, &after.figures), (&before.trust, before.ukprn, &before.figures));
    assert!(after.trust.is_some() && after.address == before.address);
    // A file that has the column and says nothing takes the trust away.
    let header = format!("STREET,{TABLES}");
    let shown = import(&world, format!("{header},{}", row(900_003, "4903", "Café Lane Academy", true))).await;
    assert!(shown.examples[0].differences.iter().any(|it| it.what == "Street" && it.after.is_empty()), "{shown:?}");
}

/// the trust stands with the school; groups of 8 and 12 are 20 schools.
async fn a_school_records_its_trust_and_the_groups_of_a_cluster_add_up(world: World) {
    import(&world, fixture()).await;
    let with = school(&world, world.forum, by_urn(&world, 900_003).await).await;
    let without = school(&world, world.forum, by_urn(&world, 900_001).await).await;
    assert!(with.trust.is_some_and(|it| it.contains("TRUST")) && without.trust.is_none());
    for (at, schools) in [(0, 8), (1, 12)] {
        let group = GroupId(id(7_000 + at));
        let new = NewGroup { id: group, cluster: world.theirs, name: format!("Column {at}") };
        world.change(world.administrator, "addGroup", "NewGroup", &new).await.unwrap();
        for number in 0..schools {
            let school = SchoolId(id(7_100 + 100 * at + number));
            let urn = 930_000 + i32::try_from(100 * at + number).unwrap();
            world.add_school(world.administrator, school, urn, "School", None).await;
            let joining = Joining { school, cluster: world.theirs, group: Some(group), since: day("2018-09-01") };
            world.change(world.administrator, "joinCluster", "Joining", &joining).await.unwrap();
        }
    }
    let cluster: Cluster =
        world.ask(world.forum, "organisation/cluster.graphql", json!({ "id": world.theirs })).await.unwrap();
    assert_eq!(cluster.groups.iter().map(|it| it.schools).collect::<Vec<_>>(), [8, 12]);
    // And the one that was there before, in no group.
    assert_eq!(cluster.schools, 8 + 12 + 1);
}

/// R-010, F-29: closed and successor schools are kept and linked, with what hangs on them.
async fn a_closed_school_keeps_what_hangs_on_it_and_shows_what_came_after(world: World) {
    let [old, ..] = world.schools;
    import(&world, format!("{TABLES}{}", row(900_001, "2901", "St Michael's Primary School", true))).await;
    let closing = format!("{TABLES}{}", row(900_001, "2901", "St Michael's Primary School", false));
    let upload = uploaded(&world, world.administrator, closing.clone()).await;
    let shown = preview(&world, world.administrator, upload).await.unwrap();
    assert_eq!((shown.closed, shown.changed, shown.created), (1, 0, 0));
    assert_eq!(shown.examples[0].effect, ImportEffect::Closed);
    let status = shown.examples[0].differences.iter().find(|it| it.what == "Status").unwrap();
    assert_eq!((status.before.as_str(), status.after.as_str()), ("Open", "Closed"));
    confirm(&world, world.administrator, &shown).await.unwrap();

    // The link is told from both sides, and to a school that is not in the register yet.
    let links = format!(
        "{LINKS}900001,900101,Michael Academy,Successor,01-09-2018\n\
         900101,900001,St Michael's Primary School,Predecessor,01-09-2018\n\
         900002,900102,Big School,Successor - merged,\n\
         700001,700002,Elsewhere,Successor,01-09-2018\n\
         900002,900003,Sixth Form,Sixth Form Centre School,\n"
    );
    let shown = import(&world, links.clone()).await;
    assert_eq!((shown.kind, shown.created, shown.others, shown.rejected), (FileKind::Links, 2, 2, 0));
    assert_eq!(import(&world, links).await.unchanged, 2, "the second time nothing changes");

    let seen = school(&world, world.lead, old).await;
    assert_eq!((seen.status, seen.closed_on), (SchoolStatus::Closed, Some(day("2018-08-31"))));
    let after = &seen.replaced_by[0];
    assert_eq!((after.urn, after.name.as_deref(), after.school), (900_101, Some("Michael Academy"), None));
    assert_eq!((after.how, after.since), (LinkKind::Succession, Some(day("2018-09-01"))));
    // What hangs on it stays: it is in its cluster, and its head is still its head.
    assert_eq!(seen.clusters[0].until, None);
    let members = json!({ "cluster": world.ours, "after": null });
    let members: shared::organisation::MemberPage =
        world.ask(world.chair, "organisation/members.graphql", members).await.unwrap();
    assert!(members.members.iter().any(|it| it.place == "St Michael's Primary School"));
    let closed: Vec<ClosedSchool> =
        world.ask(world.head, "organisation/closed.graphql", json!({ "cluster": world.ours })).await.unwrap();
    assert_eq!(closed.iter().map(|it| it.id).collect::<Vec<_>>(), [old]);
    assert_eq!(closed[0].replaced_by, seen.replaced_by);
    let theirs: Vec<ClosedSchool> =
        world.ask(world.stranger, "organisation/closed.graphql", json!({ "cluster": world.ours })).await.unwrap();
    assert!(theirs.is_empty());

    // When the school that came after is imported, the link leads to it, and back.
    import(&world, format!("{TABLES}{}", row(900_101, "2901", "Michael Academy of Yate", true))).await;
    let new = by_urn(&world, 900_101).await;
    let seen = school(&world, world.lead, old).await;
    assert_eq!(
        (seen.replaced_by[0].school, seen.replaced_by[0].name.as_deref()),
        (Some(new), Some("Michael Academy of Yate"))
    );
    let seen = school(&world, world.lead, new).await;
    assert_eq!((seen.replaces[0].urn, seen.replaces[0].school), (900_001, Some(old)));
    assert!(seen.clusters.is_empty(), "nobody moves a membership silently");
}

/// F-45: hidden, zero and not available are three things; a school sees its own numbers.
async fn figures_of_a_census_are_kept_by_day_and_few_are_hidden(world: World) {
    let [a, b, c] = world.schools;
    import(&world, format!("{TABLES}{}", row(900_003, "2903", "St Mary's Primary School", true))).await;
    // The last one goes by its establishment number: its URN is not in the register.
    let file = format!(
        "{CENSUS}900001,803,2901,201,3,22\n900002,803,2902,NA,0,NA\n899999,803,2903,150,9,4\n\
         900004,803,2904,100,1,1\n900005,919,2905,100,1,1\n"
    );
    let upload = uploaded(&world, world.administrator, file.clone()).await;
    let shown = preview(&world, world.administrator, upload).await.unwrap();
    assert!(shown.needs_day && !shown.does_something());
    for (wrong, field) in [("2018-11-22", "day"), ("0001-01-01", "day")] {
        let ask = json!({ "upload": upload, "day": wrong });
        let refused: Result<ImportPreview, _> =
            world.ask(world.administrator, "organisation/import/preview.graphql", ask).await;
        let Err(Failure::Invalid { problems }) = refused else { panic!("{refused:?}") };
        assert_eq!(problems[0].field, field);
    }
    let none = confirm(&world, world.administrator, &shown).await;
    assert!(matches!(none, Err(Failure::Invalid { .. })), "{none:?}");
    let shown = on_day(&world, upload, "2018-01-18").await;
    assert_eq!((shown.created, shown.rejected, shown.others), (3, 1, 1));
    assert_eq!((shown.faults[0].line, shown.faults[0].column.as_str()), (5, "URN"));
    confirm(&world, world.administrator, &shown).await.unwrap();

    let cells = async |who, id| {
        let seen = school(&world, who, id).await;
        let it = &seen.figures[0];
        assert_eq!((it.day, it.source), (day("2018-01-18"), FigureSource::Census));
        [it.roll, it.sen_support, it.plans].map(Cell::text)
    };
    assert_eq!(cells(world.lead, a).await, ["201", "22", "c"]);
    assert_eq!(cells(world.administrator, b).await, ["x", "x", "0"]);
    assert_eq!(cells(world.chair, c).await, ["150", "c", "9"]);
    // The head of the one and the SENCO of the other see their own schools' numbers, and nobody else's.
    assert_eq!(cells(world.head, a).await, ["201", "22", "3"]);
    assert_eq!(cells(world.senco, c).await, ["150", "4", "9"]);
    assert_eq!(cells(world.senco, a).await, ["201", "22", "c"]);

    // The same day again: nothing. Another number: a change. What is hidden stays hidden in what is shown of it.
    let upload = uploaded(&world, world.administrator, file.clone()).await;
    assert_eq!(on_day(&world, upload, "2018-01-18").await.unchanged, 3);
    let upload = uploaded(&world, world.administrator, file.replace("201,3,22", "201,4,23")).await;
    let shown = on_day(&world, upload, "2018-01-18").await;
    let differs: Vec<_> =
        shown.examples[0].differences.iter().map(|it| [&it.what, &it.before, &it.after].map(String::as_str)).collect();
    assert_eq!(differs, [["SEN Support", "22", "23"], ["EHC plans", "c", "c"]]);
    // Another day is another census; the latest comes first.
    let later = on_day(&world, upload, "2018-10-04").await;
    assert_eq!(later.created, 3);
    confirm(&world, world.administrator, &later).await.unwrap();
    let days: Vec<_> = school(&world, world.lead, a).await.figures.iter().map(|it| it.day).collect();
    assert_eq!(days, [day("2018-10-04"), day("2018-01-18")]);

    // An authority may hide more, and never less.
    let new = NewSetting {
        id: shared::id::SettingId(id(7_900)),
        since: day("2018-11-21"),
        value: SettingInput::DisclosureThreshold(DisclosureThreshold { fewest: 10 }),
        reason: "More caution".into(),
    };
    world.change(world.lead, "changeSetting", "NewSetting", &new).await.unwrap();
    let seen = school(&world, world.chair, c).await;
    assert_eq!((seen.figures[0].plans, seen.fewest), (Cell::Hidden, 10));

    // Symbols that nobody explained are errors, and so is nothing at all.
    let file = format!("{CENSUS}900001,803,2901,SUPP,3,22\n900002,803,2902,,0,1\n900003,803,2903,10,9,4\n");
    let upload = uploaded(&world, world.administrator, file).await;
    let shown = on_day(&world, upload, "2018-01-18").await;
    let faults: Vec<_> = shown.faults.iter().map(|it| (it.line, it.column.as_str())).collect();
    assert_eq!(faults, [(2, "NOR"), (3, "NOR"), (4, "NOR")]);
    assert!(shown.faults[0].reason.contains("NA for not available"), "{:?}", shown.faults);
}

async fn what_changed_since_it_was_shown_is_told_and_not_written(world: World) {
    let file =
        |name: &str| format!("{TABLES}{}{}", row(900_001, "2901", name, true), row(900_201, "2902", "New", true));
    let upload = uploaded(&world, world.administrator, file("Renamed")).await;
    let shown = preview(&world, world.administrator, upload).await.unwrap();
    import(&world, format!("{TABLES}{}", row(900_001, "2901", "Renamed by somebody else", true))).await;
    let tables = Tables::but(&world, &["session"]).await;
    let before = tables.content(&world).await;
    for digest in [shown.digest.as_str(), "", "ffff"] {
        let stale = ImportPreview { digest: digest.to_owned(), ..shown.clone() };
        let Err(Failure::Invalid { problems }) = confirm(&world, world.administrator, &stale).await else { panic!() };
        assert_eq!(problems[0].field, "digest");
        assert_eq!(tables.content(&world).await, before, "nothing half written");
    }
    let now = preview(&world, world.administrator, upload).await.unwrap();
    assert!(now.digest != shown.digest);
    confirm(&world, world.administrator, &now).await.unwrap();
    assert_eq!(school(&world, world.lead, world.schools[0]).await.name, "Renamed");
    // What was taken over under one seal is not taken over under another.
    assert_eq!(confirm(&world, world.administrator, &shown).await, Err(Failure::Taken));
}

async fn an_upload_belongs_to_its_sender_and_ends_after_a_day(world: World) {
    let other = PersonId(id(7_950));
    world
        .add_person(world.administrator, other, "Second administrator", shared::access::Role::Administrator, None, None)
        .await;
    let upload = uploaded(&world, world.administrator, fixture()).await;
    let never = preview(&world, other, UploadId(id(7_951))).await;
    for who in [other, world.stranger] {
        assert_eq!(preview(&world, who, upload).await, never);
    }
    let shown = preview(&world, world.administrator, upload).await.unwrap();
    assert_eq!(confirm(&world, other, &shown).await, Err(Failure::NotFound));
    // A sender keeps a few: a new one takes the place of the oldest.
    for _ in 0..6 {
        uploaded(&world, world.administrator, fixture()).await;
    }
    assert_eq!(count(&world, "upload").await, 5);
    assert_eq!(count(&world, "upload_part").await, 5);
    let later = run(&world, "update upload set expires_at = 1542794400000");
    later.await;
    assert_eq!(preview(&world, world.administrator, upload).await, never);
    upload::sweep_all(&world.door).await.unwrap_or_else(|it| panic!("{it:?}"));
    assert_eq!((count(&world, "upload").await, count(&world, "upload_part").await), (0, 0));
}

async fn count(world: &World, table: &str) -> i64 {
    let sql = format!("select count(*) as n from {table}");
    let statement = Statement::from_sql_and_values(world.db().get_database_backend(), sql, []);
    world.db().query_one_raw(statement).await.unwrap().unwrap().try_get("", "n").unwrap()
}

async fn run(world: &World, sql: &str) {
    database(&world.door).execute_unprepared(sql).await.unwrap();
}

/// What is wrong with the file, and at which field.
fn problem(answer: &Answer) -> String {
    let Some(Failure::Invalid { problems }) = answer.failure() else { panic!("{answer:?}") };
    assert_eq!((problems.len(), problems[0].field.as_str()), (1, "file"), "{answer:?}");
    problems[0].message.clone()
}

async fn a_file_that_is_none_is_refused_at_its_field_and_leaves_nothing(world: World) {
    let (server, cookie) = (open(&world), session(&world, world.administrator).await);
    let tables = Tables::but(&world, &[]).await;
    let before = tables.content(&world).await;
    let good = format!("{TABLES}{}", row(900_001, "2901", "Harebell", true));
    let utf16: Vec<u8> = good.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let foreign = good.replace(",803,", ",919,");
    let faults = format!("{TABLES}{}", "x,803\n".repeat(10_001));
    let archive = [b"PK\x03\x04\n".as_slice(), good.as_bytes()].concat();
    for (which, file, words) in [
        ("nothing", Vec::new(), "empty"),
        ("UTF-16", utf16, "CSV UTF-8"),
        ("UTF-16 with its mark", [b"\xFF\xFE".as_slice(), b"U\0R\0"].concat(), "CSV UTF-8"),
        ("an archive under another name", archive, "ZIP"),
        ("a letter", b"Dear Sir or Madam,\nplease".to_vec(), "header"),
        ("a column less", good.replace("ICLOSE", "STATE").into_bytes(), "ICLOSE"),
        ("a column twice", good.replace("ESTAB,", "ESTAB,URN,").into_bytes(), "the column URN twice"),
        ("another authority's", foreign.into_bytes(), "of authority 919"),
        ("no rows", TABLES.as_bytes().to_vec(), "no rows"),
        ("faults without end", faults.into_bytes(), "more than 10000 rows that cannot be read. The first: line"),
        ("a row without end", vec![b'x'; 2_000_000], "1 MB"),
    ] {
        let answer = send_file(&server, &cookie, "a.csv", file).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{which}: {answer:?}");
        let told = problem(&answer);
        assert!(told.contains(words) && told.starts_with(char::is_uppercase), "{which}: {told}");
        assert_eq!(tables.content(&world).await, before, "{which}");
    }
    // What is wrong with single rows is told by line and column, and the others can be taken.
    let marked = format!(
        "\u{feff}{TABLES}{}{}{}{}{}",
        row(900_001, "2901", "Harebell", true),
        row(900_001, "2902", "Twice", true),
        row(900_301, "2901", "Same number", true),
        row(900_302, "2901", "Same number and closed", false),
        row(900_303, "2903", "Seven digits", true).replace("900303", "9003030"),
    );
    let upload = uploaded(&world, world.administrator, marked).await;
    let shown = preview(&world, world.administrator, upload).await.unwrap();
    let faults: Vec<_> = shown.faults.iter().map(|it| (it.line, it.column.as_str())).collect();
    assert_eq!(faults, [(3, "URN"), (4, "ESTAB"), (6, "URN")]);
    assert!(shown.faults[1].reason.contains("803/2901") && shown.faults[1].reason.contains("900001"), "{shown:?}");
    assert_eq!(shown.rows, 2);

    // Everything as a table, for who has to correct the file.
    let path = format!("/download/import.csv?upload={upload}");
    let table = send(&server, request("GET", &path, &from_the_page(&cookie), "")).await;
    assert_eq!(table.header("content-disposition"), "attachment; filename=\"import.csv\"");
    assert!(table.body.lines().any(|it| it.starts_with("Left out,,,4,ESTAB,")), "{}", table.body);
    assert!(
        table.body.lines().any(|it| it.starts_with("Changed,900001,Harebell,,Name,St Michael's")),
        "{}",
        table.body
    );
    // In a spreadsheet nothing of it is a formula.
    let formula = format!("{TABLES}{}", row(900_304, "2904", "=1+1", true));
    let upload = uploaded(&world, world.administrator, formula).await;
    let path = format!("/download/import.csv?upload={upload}");
    let table = send(&server, request("GET", &path, &from_the_page(&cookie), "")).await;
    assert!(table.body.contains(",'=1+1,"), "{}", table.body);
}

async fn a_file_that_is_too_large_is_refused_while_it_arrives(world: World) {
    let (server, cookie) = (open(&world), session(&world, world.administrator).await);
    let tables = Tables::but(&world, &[]).await;
    let before = tables.content(&world).await;
    // Announced: refused before a byte of it is read.
    let mut headers = from_the_page(&cookie);
    headers.insert("content-type", "text/csv".to_owned());
    headers.insert("content-length", (60 * 1024 * 1024 + 1).to_string());
    let answer = send(&server, request("POST", "/upload?name=a.csv", &headers, "")).await;
    assert_eq!(
        (answer.status, problem(&answer).as_str()),
        (StatusCode::PAYLOAD_TOO_LARGE, "The file must be 60 MB or smaller")
    );
    // Not announced: counted. The rows are another authority's, so that nothing else is wrong with it.
    let line = row(900_001, "2901", "Harebell", true).replace(",803,", ",919,");
    let long = TABLES.to_owned() + &line.repeat(60 * 1024 * 1024 / line.len() + 1);
    let body = Body::new(Full::new(Bytes::from(long)).map_frame(|it| it));
    headers.remove("content-length");
    let answer = send(&server, request("POST", "/upload?name=a.csv", &headers, body)).await;
    assert_eq!(
        (answer.status, problem(&answer).as_str()),
        (StatusCode::PAYLOAD_TOO_LARGE, "The file must be 60 MB or smaller")
    );
    assert_eq!(tables.content(&world).await, before);
    // No other route takes more than before.
    let body = Body::new(Full::new(Bytes::from(vec![b' '; 300_000])).map_frame(|it| it));
    let answer = send(&server, request("POST", "/graphql", &from_the_page(&cookie), body)).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
}

async fn nobody_but_an_administrator_sends_a_file(world: World) {
    let server = open(&world);
    let tables = Tables::but(&world, &["session"]).await;
    let before = tables.content(&world).await;
    for who in [world.lead, world.chair, world.head, world.forum] {
        let answer = send_file(&server, &session(&world, who).await, "a.csv", fixture()).await;
        assert_eq!((answer.status, answer.failure()), (StatusCode::FORBIDDEN, Some(Failure::Forbidden)));
    }
    let nobody = send_file(&server, "", "a.csv", fixture()).await;
    assert_eq!(nobody.failure(), Some(Failure::SignedOut));
    let cookie = session(&world, world.administrator).await;
    type Change<'a> = (&'a str, &'a str, &'a str);
    let changes: [Change<'_>; 4] = [
        ("sec-fetch-site", "cross-site", "another site"),
        ("origin", "https://evil.example", "two minds"),
        ("content-type", "multipart/form-data; boundary=x", "a form"),
        ("content-type", "text/plain", "plain text"),
    ];
    for (name, value, which) in changes {
        let mut headers = from_the_page(&cookie);
        headers.insert("content-type", "text/csv".to_owned());
        headers.insert(name, value.to_owned());
        let answer = send(&server, request("POST", "/upload?name=a.csv", &headers, fixture())).await;
        assert!(answer.status.is_client_error(), "{which}: {answer:?}");
        crate::wire::tells_nothing(&answer, which);
    }
    assert_eq!(tables.content(&world).await, before);
    let mut headers = from_the_page(&cookie);
    headers.insert("content-type", "text/csv".to_owned());
    let nameless = send(&server, request("POST", "/upload", &headers, fixture())).await;
    assert!(matches!(nameless.failure(), Some(Failure::BadRequest { .. })), "{nameless:?}");
}

/// Where the real files are, if they are.
pub fn real(name: &str) -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data").display().to_string();
    let path = PathBuf::from(std::env::var("SEND_DATA_DIR").unwrap_or_else(|_| beside())).join(name);
    if path.exists() {
        return Some(path);
    }
    eprintln!("skipped: {} is not there (SEND_DATA_DIR names the folder)", path.display());
    None
}

/// X1: as in data/README.md, whole, and the second time without a change.
async fn the_real_files_of_three_authorities_are_taken_over(world: World) {
    let (Some(register), Some(census), Some(links)) = (
        real("school_register_2018_803_919_926.csv"),
        real("school_census_sen_2018-19_803_919_926.csv"),
        real("gias_links_2025-04-22_803_919_926.csv"),
    ) else {
        return;
    };
    let norfolk = PersonId(id(7_970));
    let administrator = Some((norfolk, "Administrator of 926".to_owned(), day("2017-09-01")));
    let name = "Norfolk".to_owned();
    let founding = Founding { id: AuthorityId(id(7_971)), code: 926, name, demonstration: false, administrator };
    found(&world.door, founding).await.unwrap();
    let read = |path: &Path| std::fs::read(path).unwrap();
    let take = async |who, file: Vec<u8>, day: Option<&str>| {
        let upload = uploaded(&world, who, file).await;
        let ask = json!({ "upload": upload, "day": day });
        let shown: ImportPreview = world.ask(who, "organisation/import/preview.graphql", ask).await.unwrap();
        confirm(&world, who, &shown).await.unwrap();
        shown
    };
    let census_day = Some("2018-01-18");
    for (who, rows, open, figures) in
        [(world.administrator, 128, 122, 121), (world.stranger, 600, 569, 585), (norfolk, 516, 452, 450)]
    {
        let shown = take(who, read(&register), None).await;
        assert_eq!((shown.rows, shown.open, shown.created, shown.rejected), (rows, open, rows, 0));
        assert_eq!(shown.others, 1244 - rows);
        let shown = take(who, read(&census), census_day).await;
        assert_eq!((shown.rows + shown.rejected, shown.others), (figures, 1156 - figures));
        let told = take(who, read(&links), None).await;
        assert!(told.created > 70 && told.rejected == 0, "{told:?}");
        for (file, day) in [(&register, None), (&census, census_day), (&links, None)] {
            let again = take(who, read(file), day).await;
            assert!(!again.does_something() && again.unchanged > 70, "{again:?}");
        }
    }
    // F-29: a school that became an academy is two, and each leads to the other.
    let old = school(&world, world.lead, by_urn(&world, 135_944).await).await;
    assert_eq!((old.status, old.closed_on), (SchoolStatus::Closed, Some(day("2018-01-31"))));
    let new = old.replaced_by.iter().find(|it| it.urn == 145_502).unwrap();
    let new = school(&world, world.lead, new.school.unwrap()).await;
    assert!(new.replaces.iter().any(|it| it.urn == 135_944));
    // Few plans in some schools: hidden from others.
    let primary = school(&world, world.lead, by_urn(&world, 109_014).await).await;
    assert_eq!(primary.figures[0].plans, Cell::Hidden);
}
