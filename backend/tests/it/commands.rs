//! The commands of the program, run as the people who keep the server run them.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "what was measured or skipped is for who runs the test")]

use std::{
    collections::BTreeSet,
    fs,
    io::{Read as _, Write as _},
    net::TcpListener,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use sea_orm::{ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    binary::{Answer, Ended, Folder, Server, question, run},
    world::with_database,
};

fn repository(path: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path).display().to_string()
}

fn done(ended: &Ended) {
    assert_eq!(ended.code, Some(0), "{ended:?}");
}

/// A refusal, in one line of the program's own words that has these in it.
pub fn refused(ended: &Ended, code: i32, words: &str) {
    assert_eq!(ended.code, Some(code), "{ended:?}");
    assert!(ended.err.contains(words), "{words:?} is not in {ended:?}");
    assert!(!ended.err.contains("panicked"), "{ended:?}");
}

/// Runs a test on an SQLite file, and on a database of PostgreSQL where there is a server.
pub fn on_each(test: impl Fn(&str, &Folder)) {
    let folder = Folder::new();
    test(&folder.database("test.sqlite"), &folder);
    let Ok(server) = std::env::var("TEST_DATABASE_URL") else {
        eprintln!("skipped on PostgreSQL: TEST_DATABASE_URL names no server");
        return;
    };
    let name = format!("commands_{}", Uuid::new_v4().simple());
    statement(&server, &format!("create database {name}"));
    let folder = Folder::new();
    test(&with_database(&server, &name), &folder);
    statement(&server, &format!("drop database {name} with (force)"));
}

/// Opens a database for something, and closes it.
pub fn with<T>(address: &str, test: impl AsyncFnOnce(&DatabaseConnection) -> T) -> T {
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let db = Database::connect(address).await.unwrap();
        let answer = test(&db).await;
        db.close().await.unwrap();
        answer
    })
}

/// Runs a statement behind the server's back.
pub fn statement(address: &str, sql: &str) {
    with(address, async |db| db.execute_unprepared(sql).await.unwrap());
}

/// Everything that stands in a database, a line a row, without the sessions.
fn content(address: &str) -> BTreeSet<String> {
    with(address, async |db| {
        let backend = db.get_database_backend();
        let texts = async |sql: String| -> Vec<String> {
            let rows = db.query_all_raw(Statement::from_sql_and_values(backend, sql, [])).await.unwrap();
            rows.into_iter().map(|it| it.try_get("", "text").unwrap()).collect()
        };
        let names = match backend {
            DbBackend::Sqlite => "select name as text from sqlite_master where type = 'table'",
            _ => "select table_name::text as text from information_schema.tables where table_schema = 'public'",
        };
        let mut content = BTreeSet::new();
        for table in texts(names.to_owned()).await {
            let row = match backend {
                DbBackend::Sqlite => {
                    let columns =
                        texts(format!("select 'quote(' || name || ')' as text from pragma_table_info('{table}')"));
                    columns.await.join(" || ',' || ")
                }
                _ => "it::text".to_owned(),
            };
            let rows = texts(format!("select {row} as text from {table} as it")).await;
            content.extend(rows.into_iter().map(|it| format!("{table}: {it}")));
        }
        assert!(content.len() > 5, "the tables were found");
        content
    })
}

/// A copy of a database with the demonstration in it: made once.
pub fn demonstration(folder: &Folder) -> String {
    static MADE: std::sync::OnceLock<Vec<u8>> = std::sync::OnceLock::new();
    let made = MADE.get_or_init(|| {
        let folder = Folder::new();
        done(&run(&["demo", "--database-url", &folder.database("demo.sqlite")]));
        let copy = folder.path("copy.sqlite");
        done(&run(&["backup", &copy, "--database-url", &folder.database("demo.sqlite")]));
        fs::read(copy).unwrap()
    });
    fs::write(folder.file("demo.sqlite"), made).unwrap();
    folder.database("demo.sqlite")
}

#[test]
fn every_command_explains_itself() {
    let all = run(&["--help"]);
    done(&all);
    for command in ["serve", "migrate", "demo", "import-schools", "schema", "verify-audit", "backup", "restore"] {
        assert!(all.out.contains(&format!("\n  {command}")), "{command} is not in {}", all.out);
        let one = run(&[command, "--help"]);
        done(&one);
        assert!(one.out.contains("Usage: send-clusters") && one.out.lines().count() > 4, "{one:?}");
    }
    assert!(!all.out.contains("bench"));
    assert!(run(&["--version"]).out.starts_with("send-clusters "));
}

#[test]
fn a_wrong_value_is_named_with_its_flag() {
    let folder = Folder::new();
    for (arguments, flag) in [
        (vec!["serve", "--listen", "here"], "--listen"),
        (vec!["serve", "--api", "any"], "--api"),
        (vec!["serve", "--demo-day", "2018-02-30"], "--demo-day"),
        (vec!["serve", "--public-url", "http://a.example"], "--public-url"),
        (vec!["serve", "--trusted-proxy", "a.example"], "--trusted-proxy"),
        (vec!["serve", "--listen", "0.0.0.0:0"], "--public-url"),
        (vec!["serve", "--listen", "0.0.0.0:0", "--public-url", "https://a.example", "--api", "open"], "--api"),
        (vec!["serve", "--database-url", "mysql://somebody:secret@host/name"], "--database-url"),
        (vec!["import-schools", "file", "--authority", "0"], "--authority"),
        (vec!["import-schools", "file"], "--authority"),
    ] {
        let ended = run(&arguments);
        refused(&ended, 2, flag);
        assert!(!ended.err.contains("secret"), "{ended:?}");
    }
    let database = folder.database("empty.sqlite");
    refused(&run(&["serve", "--demo-day", "2018-11-21", "--database-url", &database]), 2, "--demo-day");
}

#[test]
fn what_the_machine_does_not_give_is_named() {
    let folder = Folder::new();
    let database = folder.database("test.sqlite");
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let ended = run(&["serve", "--listen", &address, "--database-url", &database]);
    refused(&ended, 1, "--listen");
    refused(&ended, 1, &address);

    // Not even the superuser makes a folder in a file.
    fs::write(folder.file("file"), "").unwrap();
    let inside = folder.database("file/folder/test.sqlite");
    for command in ["serve", "migrate", "demo"] {
        refused(&run(&[command, "--database-url", &inside]), 1, &folder.path("file/folder"));
    }
    fs::create_dir(folder.file("folder")).unwrap();
    refused(&run(&["migrate", "--database-url", &folder.database("folder")]), 1, &folder.path("folder"));
    fs::write(folder.file("letter.sqlite"), "Dear Sir or Madam, this is not a database. ".repeat(200)).unwrap();
    refused(&run(&["migrate", "--database-url", &folder.database("letter.sqlite")]), 1, &folder.path("letter.sqlite"));
    // Who only reads does not make a database under a mistyped name.
    for arguments in [vec!["verify-audit"], vec!["backup", &folder.path("copy.sqlite")]] {
        let mut arguments = arguments;
        let missing = folder.database("mistyped.sqlite");
        arguments.extend(["--database-url", &missing]);
        refused(&run(&arguments), 1, &folder.path("mistyped.sqlite"));
        assert!(!folder.file("mistyped.sqlite").exists() && !folder.file("copy.sqlite").exists());
    }
    refused(&run(&["migrate", "--database-url", "postgres://nobody@127.0.0.1:1/none"]), 1, "cannot be opened");
}

/// In a demonstration anybody is anybody: it stays on the machine, whether it is to be made or is there already.
#[test]
fn the_demonstration_does_not_leave_the_machine() {
    let folder = Folder::new();
    let outside = ["serve", "--listen", "0.0.0.0:0", "--public-url", "https://a.example", "--database-url"];
    let empty = folder.database("empty.sqlite");
    refused(&run(&[&outside[..], &[&empty, "--demo"]].concat()), 2, "demonstration");
    assert!(!folder.file("empty.sqlite").exists(), "nothing is made first");
    refused(&run(&[&outside[..], &[&demonstration(&folder)]].concat()), 2, "demonstration");
}

#[test]
fn a_demonstration_is_served_from_nothing_on_its_day() {
    let folder = Folder::new();
    let started = Instant::now();
    let server =
        Server::start(&["--demo", "--demo-day", "2018-11-21", "--database-url", &folder.database("new.sqlite")]);
    println!("serve --demo answers after {} ms", started.elapsed().as_millis());
    assert_eq!((server.get("/healthz").status, server.get("/readyz").status), (200, 200));
    let cookie = server.sign_in("SEND systems administrator");
    let me = server.ask(&cookie, "organisation/me.graphql", &json!({})).unwrap().data();
    assert_eq!(me["me"]["day"], "2018-11-21");
    assert_eq!(me["me"]["demonstration"], true);
    assert!(me["me"]["person"]["name"].as_str().unwrap().contains("administrator"));
    // Only the page's own documents are answered.
    let headers = format!("Content-Type: application/json\r\nCookie: {cookie}\r\n");
    let other = server.send("POST", "/graphql", &headers, "{\"query\":\"query Me { me { day } }\"}").unwrap();
    assert_eq!(other.status, 400);
}

#[test]
fn a_request_on_its_way_is_answered_before_the_server_ends() {
    let folder = Folder::new();
    let server = Server::start(&["--database-url", &demonstration(&folder)]);
    let mut idle = server.connect().unwrap();
    write!(idle, "GET /healthz HTTP/1.1\r\nHost: {}\r\n\r\n", server.host).unwrap();
    let mut first = [0; 12];
    idle.read_exact(&mut first).unwrap();
    assert_eq!(&first, b"HTTP/1.1 200");

    let body = question("organisation/me.graphql", &json!({}));
    let mut running = server.connect().unwrap();
    write!(
        running,
        "POST /graphql HTTP/1.1\r\nHost: {0}\r\nOrigin: http://{0}\r\nSec-Fetch-Site: same-origin\r\n\
         Content-Type: application/json\r\nContent-Length: {1}\r\nExpect: 100-continue\r\n\r\n",
        server.host,
        body.len()
    )
    .unwrap();
    // The server has begun: it asks for the rest.
    let mut go_on = [0; 25];
    running.read_exact(&mut go_on).unwrap();
    assert!(go_on.starts_with(b"HTTP/1.1 100"));
    let asked = Instant::now();
    server.signal("TERM");
    while server.connect().is_ok() {
        assert!(asked.elapsed() < Duration::from_secs(10), "it still takes new connections");
        std::thread::sleep(Duration::from_millis(5));
    }
    running.write_all(body.as_bytes()).unwrap();
    let answer = Answer::read(running).unwrap();
    assert_eq!((answer.status, &answer.data()["me"]["person"]), (200, &Value::Null));
    let ended = server.ended();
    println!("ended {} ms after it was asked to", asked.elapsed().as_millis());
    done(&ended);
    assert!(asked.elapsed() < Duration::from_secs(10) && !ended.err.contains("had not finished"), "{ended:?}");
}

/// X1: the register of an authority, with what cannot be taken named for who has to correct it.
#[test]
fn a_register_is_shown_then_taken_over_and_the_second_time_there_is_nothing_to_do() {
    on_each(|database, folder| {
        let register = repository("fixtures/gias.csv");
        let import = ["import-schools", &register, "--authority", "803", "--database-url", database];
        let shown = run(&import);
        // Nobody is there to be asked.
        refused(&shown, 1, "nothing was written");
        for line in ["left out: line 10, OpenDate: ", "left out: line 11, Postcode: "] {
            assert!(shown.out.contains(line), "{line:?} is not in {shown:?}");
        }
        let counted = "11 rows of authority 803, 8 open: 11 new, 0 changed (0 of them closed), 2 left out.";
        assert!(shown.out.contains(counted), "{shown:?}");
        assert!(!content(database).iter().any(|it| it.starts_with("school: ") || it.starts_with("audit: ")));

        let written = run(&[&import[..], &["--yes"]].concat());
        done(&written);
        assert!(written.out.contains("Written: 11 new, 0 changed."), "{written:?}");
        let there = content(database);
        assert_eq!(there.iter().filter(|it| it.starts_with("school: ")).count(), 11);
        let again = run(&[&import[..], &["--yes"]].concat());
        done(&again);
        assert!(again.out.contains("Nothing to do."), "{again:?}");
        assert_eq!(content(database), there);
        done(&run(&["verify-audit", "--database-url", database]));

        // Heads and telephones are in the file and nowhere here.
        let mut bytes = there.into_iter().collect::<String>().into_bytes();
        for file in ["test.sqlite", "test.sqlite-wal"] {
            bytes.extend(fs::read(folder.file(file)).unwrap_or_default());
        }
        let personal = personal(&register);
        assert!(personal.len() > 30 && contains(&bytes, "Harebell Lane Primary School"));
        for text in personal {
            assert!(!contains(&bytes, &text), "{text} is in the database");
        }
    });
}

fn contains(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|it| it == text.as_bytes())
}

/// What the register tells of people.
fn personal(register: &str) -> BTreeSet<String> {
    let mut reader = csv::Reader::from_path(register).unwrap();
    let header = reader.byte_headers().unwrap().clone();
    let column = |name: &str| header.iter().position(|it| it == name.as_bytes()).unwrap();
    let columns = ["HeadFirstName", "HeadLastName", "TelephoneNum"].map(column);
    let mut found = BTreeSet::new();
    for row in reader.byte_records() {
        let row = row.unwrap();
        found.extend(
            columns.iter().filter_map(|it| String::from_utf8(row[*it].to_vec()).ok()).filter(|it| !it.is_empty()),
        );
    }
    found
}

#[test]
fn the_real_register_of_2018_is_taken_over_whole() {
    let folder = std::env::var("SEND_DATA_DIR").unwrap_or_else(|_| repository("../shared/data"));
    let register = PathBuf::from(folder).join("school_register_2018_803_919_926.csv");
    if !register.exists() {
        eprintln!("skipped: {} is not there", register.display());
        return;
    }
    on_each(|database, _| {
        let register = register.display().to_string();
        let written = run(&["import-schools", &register, "--authority", "803", "--yes", "--database-url", database]);
        done(&written);
        assert!(written.out.contains("128 rows of authority 803, 122 open: 128 new"), "{written:?}");
        let schools: Vec<_> = content(database).into_iter().filter(|it| it.starts_with("school: ")).collect();
        assert_eq!(schools.len(), 128);
    });
}

#[test]
fn what_is_no_register_is_refused_in_words() {
    let folder = Folder::new();
    let database = folder.database("test.sqlite");
    fs::write(folder.file("sheet.csv"), b"\xFF\xFEU\0R\0N\0").unwrap();
    fs::write(folder.file("other.csv"), "a,b\n1,2\n").unwrap();
    fs::write(folder.file("empty.csv"), "").unwrap();
    for (file, words) in
        [("sheet.csv", "CSV UTF-8"), ("other.csv", "header"), ("empty.csv", "empty"), ("none.csv", "cannot be read")]
    {
        let file = folder.path(file);
        let ended = run(&["import-schools", &file, "--authority", "803", "--yes", "--database-url", &database]);
        refused(&ended, 1, words);
    }
}

/// W13: what is put back is what was copied, to the last row and the end of the chain.
#[test]
fn a_copy_made_while_the_server_runs_comes_back_as_it_was() {
    let folder = Folder::new();
    let database = demonstration(&folder);
    let server = Server::start(&["--database-url", &database]);
    let cookie = server.sign_in("Strategic lead");
    let cluster = some_cluster(&server, &cookie);
    let pay = || {
        let input = json!({ "id": Uuid::new_v4(), "cluster": cluster, "amount": 100, "day": "2019-06-19",
            "reason": "High needs block" });
        let answer = server.ask(&cookie, "fund/allocate.graphql", &json!({ "input": input })).unwrap();
        assert_eq!(answer.status, 200, "{answer:?}");
        answer.data();
    };
    pay();
    let copy = folder.path("copy.sqlite");
    done(&run(&["backup", &copy, "--database-url", &database]));
    refused(&run(&["backup", &copy, "--database-url", &database]), 1, "is there already");
    let copied = content(&format!("sqlite://{copy}"));
    let head = |database: &str| {
        let ended = run(&["verify-audit", "--database-url", database]);
        done(&ended);
        ended.out
    };
    let end_of_copy = head(&format!("sqlite://{copy}"));
    pay();
    assert_ne!(head(&database), end_of_copy, "something was written after the copy");
    // Under a server that runs nothing is put in place.
    refused(&run(&["restore", &copy, "--database-url", &database]), 1, "stop the server");
    pay();
    server.signal("TERM");
    done(&server.ended());
    let before = content(&database);
    let restored = run(&["restore", &copy, "--database-url", &database]);
    done(&restored);
    assert_eq!(head(&database), end_of_copy);
    assert_eq!(content(&database), copied);
    // What was there is kept, also the second time.
    assert_eq!(content(&format!("sqlite://{}.before-restore", folder.path("demo.sqlite"))), before);
    done(&run(&["restore", &copy, "--database-url", &database]));
    assert_eq!(content(&format!("sqlite://{}.before-restore", folder.path("demo.sqlite"))), before);
    assert_eq!(content(&format!("sqlite://{}.before-restore-2", folder.path("demo.sqlite"))), copied);
    // A database that is broken is what copies are for.
    fs::write(folder.file("demo.sqlite"), "broken").unwrap();
    done(&run(&["restore", &copy, "--database-url", &database]));
    assert_eq!(content(&database), copied);
    let served = Server::start(&["--database-url", &database]);
    assert_eq!(served.get("/readyz").status, 200);
}

/// A cluster that has not closed.
pub fn some_cluster(server: &Server, cookie: &str) -> Value {
    let clusters = server.ask(cookie, "organisation/clusters.graphql", &json!({ "after": null })).unwrap().data();
    let open = clusters["clusters"]["clusters"].as_array().unwrap().iter().find(|it| it["closedOn"].is_null());
    open.unwrap()["id"].clone()
}

#[test]
fn what_is_no_whole_copy_is_not_put_in_place() {
    let folder = Folder::new();
    let database = demonstration(&folder);
    let before = content(&database);
    let whole = fs::read(folder.file("demo.sqlite")).unwrap();
    fs::write(folder.file("letter"), "Dear Sir or Madam, ".repeat(1000)).unwrap();
    fs::write(folder.file("empty"), "").unwrap();
    fs::write(folder.file("cut"), &whole[..whole.len() / 2]).unwrap();
    fs::write(folder.file("altered"), &whole).unwrap();
    let altered = format!("sqlite://{}", folder.path("altered"));
    statement(&altered, "update audit set action = 'addPriority' where seq = 7");
    fs::write(folder.file("newer"), &whole).unwrap();
    let newer = format!("sqlite://{}", folder.path("newer"));
    statement(&newer, "insert into seaql_migrations (version, applied_at) values ('m99991231_000001_later', 0)");
    for (file, words) in [
        ("letter", "not a database"),
        ("empty", "older"),
        ("cut", "malformed"),
        ("altered", "broken at row 7"),
        ("newer", "m99991231_000001_later"),
        ("none", "is not a file"),
    ] {
        let file = folder.path(file);
        refused(&run(&["restore", &file, "--database-url", &database]), 1, words);
        assert_eq!(content(&database), before, "{file}");
    }
    for left in ["demo.sqlite.restoring", "demo.sqlite.before-restore"] {
        assert!(!folder.file(left).exists(), "{left}");
    }
}

#[test]
fn a_chain_that_was_altered_is_named_by_its_row() {
    on_each(|database, _| {
        refused(&run(&["verify-audit", "--database-url", database]), 1, "");
        done(&run(&["migrate", "--database-url", database]));
        let empty = run(&["verify-audit", "--database-url", database]);
        done(&empty);
        assert!(empty.out.starts_with("0 rows"), "{empty:?}");
        let register = repository("fixtures/gias.csv");
        done(&run(&["import-schools", &register, "--authority", "803", "--yes", "--database-url", database]));
        let whole = run(&["verify-audit", "--database-url", database]);
        done(&whole);
        assert!(whole.out.starts_with("2 rows"), "{whole:?}");
        statement(database, "update audit set at = at + 1 where seq = 2");
        refused(&run(&["verify-audit", "--database-url", database]), 1, "row 2");
        statement(database, "delete from audit where seq = 1");
        refused(&run(&["verify-audit", "--database-url", database]), 1, "row 1");
    });
}

#[test]
fn a_copy_of_postgresql_comes_back_as_it_was() {
    on_each(|database, folder| {
        if database.starts_with("sqlite") {
            return;
        }
        let register = repository("fixtures/gias.csv");
        done(&run(&["import-schools", &register, "--authority", "803", "--yes", "--database-url", database]));
        let before = content(database);
        let copy = folder.path("copy.dump");
        done(&run(&["backup", &copy, "--database-url", database]));
        statement(database, "delete from school");
        done(&run(&["restore", &copy, "--database-url", database]));
        assert_eq!(content(database), before);
        done(&run(&["verify-audit", "--database-url", database]));
        let bytes = fs::read(&copy).unwrap();
        fs::write(folder.file("cut.dump"), &bytes[..bytes.len() - 200]).unwrap();
        fs::write(folder.file("letter"), "Dear Sir or Madam").unwrap();
        for file in ["cut.dump", "letter"] {
            refused(&run(&["restore", &folder.path(file), "--database-url", database]), 1, "pg_restore");
            assert_eq!(content(database), before, "{file}");
        }
    });
}

#[test]
fn the_schema_is_printed_as_it_is_committed() {
    let printed = run(&["schema"]);
    done(&printed);
    assert_eq!(printed.out.trim_end(), fs::read_to_string(repository("schema.graphql")).unwrap().trim_end());
}

#[test]
fn the_demonstration_fills_an_empty_database_and_no_other() {
    on_each(|database, _| {
        let started = Instant::now();
        done(&run(&["demo", "--database-url", database]));
        println!("{}: the demonstration took {} ms", &database[..6], started.elapsed().as_millis());
        let filled = content(database);
        let again = run(&["demo", "--database-url", database]);
        done(&again);
        assert!(again.out.contains("nothing was changed"), "{again:?}");
        assert_eq!(content(database), filled);
        done(&run(&["verify-audit", "--database-url", database]));
    });
}

/// What a killed process left behind is begun again, and never taken for the demonstration.
#[test]
fn a_demonstration_that_was_cut_off_is_begun_again() {
    let folder = Folder::new();
    for left in ["new.sqlite.filling", "new.sqlite.filling-wal", "new.sqlite.filling-shm"] {
        fs::write(folder.file(left), "half of something").unwrap();
    }
    let database = folder.database("new.sqlite");
    done(&run(&["demo", "--database-url", &database]));
    done(&run(&["verify-audit", "--database-url", &database]));
    let left = fs::read_dir(folder.file(".")).unwrap().map(|it| it.unwrap().file_name().into_string().unwrap());
    let left: Vec<String> = left.filter(|it| it.contains("filling")).collect();
    assert!(left.is_empty(), "{left:?}");
}

/// Whoever wants to try the service with a register of their own has nobody's schools in the way.
#[test]
fn a_bare_demonstration_has_an_administrator_and_no_schools() {
    let folder = Folder::new();
    let database = folder.database("bare.sqlite");
    done(&run(&["demo", "--bare", "--database-url", &database]));
    assert!(run(&["demo", "--database-url", &database]).out.contains("nothing was changed"));
    let register = repository("fixtures/gias.csv");
    let said = run(&["import-schools", &register, "--authority", "803", "--yes", "--database-url", &database]);
    done(&said);
    assert!(said.out.contains(" 0 changed"), "{said:?}");
}
