//! What the machine does to a server: full disks, killed processes, a database that goes away. What was answered as done
//! is done, what was not is told as a wait, and nobody has to start anything again.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "what was measured is for who runs the test")]

use std::{
    collections::BTreeSet,
    future::Future,
    path::{Path, PathBuf},
    process::Command,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use axum::{Router, http::StatusCode};
use backend::{
    config::Api,
    testing::{
        Door, Parts,
        audit::{Verdict, verify},
        database, router,
    },
};
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, FromQueryResult, Statement};
use serde_json::json;
use shared::{failure::Failure, id::PersonId, organisation::NewPerson};
use tokio::{
    net::{TcpListener, TcpStream, UnixStream},
    sync::watch,
    task::JoinSet,
};
use uuid::Uuid;

use crate::{
    binary::{Folder, PATIENCE, Server, run},
    browser::{self, parts, session},
    commands::{demonstration, on_each, refused, some_cluster, statement},
    on_both,
    world::{World, clock},
};

on_both! { sixteen_writers_wait_for_one_another }

/// L8: nobody is told that the database is locked, and the chain has every change once.
async fn sixteen_writers_wait_for_one_another(world: World) {
    let Verdict::Whole { rows: before, .. } = verify(world.db()).await.unwrap() else { panic!() };
    let started = Instant::now();
    let mut writers = JoinSet::new();
    for _ in 0..16 {
        let world = world.clone();
        writers.spawn(async move {
            for _ in 0..20 {
                add_person(&world, PersonId(Uuid::new_v4())).await.unwrap();
            }
        });
    }
    while let Some(writer) = writers.join_next().await {
        writer.unwrap();
    }
    println!("16 writers, 320 changes: {} ms", started.elapsed().as_millis());
    let Verdict::Whole { rows: after, .. } = verify(world.db()).await.unwrap() else { panic!() };
    assert_eq!(after - before, 320);
}

async fn add_person(world: &World, id: PersonId) -> Result<(), Failure> {
    let new = NewPerson { id, name: "New officer".into() };
    world.change(world.administrator, "addPerson", "NewPerson", &new).await.map(|_| ())
}

/// A small disk in memory, gone with the test.
struct Disk(PathBuf);

impl Disk {
    /// None where this process may not mount anything.
    fn mount(folder: &Folder, kilobytes: u64) -> Option<Self> {
        let place = folder.file("disk");
        std::fs::create_dir(&place).unwrap();
        let size = format!("size={kilobytes}k");
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(&place).output();
        mounted.is_ok_and(|it| it.status.success()).then_some(Self(place))
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("--lazy").arg(&self.0).status();
    }
}

/// L1: what is acknowledged around a full disk is in the file, and the server heals by itself.
#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_loses_nothing_that_was_acknowledged() {
    let folder = Folder::new();
    let door = Door::open(&folder.database("test.sqlite"), clock(), true).await.unwrap();
    let world = World::with(door, folder.database("test.sqlite")).await;
    world.db().clone().close().await.unwrap();
    let kilobytes = std::fs::metadata(folder.file("test.sqlite")).unwrap().len() / 1024;
    let Some(disk) = Disk::mount(&folder, kilobytes + 1024) else {
        eprintln!("skipped: only the superuser can mount a small disk");
        return;
    };
    std::fs::copy(folder.file("test.sqlite"), disk.0.join("test.sqlite")).unwrap();
    let filler = disk.0.join("filler");
    std::fs::write(&filler, vec![0; 512 * 1024]).unwrap();
    let address = format!("sqlite://{}?mode=rw", disk.0.join("test.sqlite").display());
    let started = Instant::now();
    let acknowledged = within(PATIENCE, fill_free_and_fill_again(&world, &address, &filler)).await;
    println!("{} acknowledged around two full disks in {} ms", acknowledged.len(), started.elapsed().as_millis());
    assert!(started.elapsed() < Duration::from_secs(5), "something hung");

    let db = Database::connect(&address).await.unwrap();
    let there = people(&db).await;
    let lost: Vec<_> = acknowledged.iter().filter(|it| !there.contains(it)).collect();
    assert!(lost.is_empty(), "{} of {} acknowledged changes are lost", lost.len(), acknowledged.len());
    assert!(matches!(verify(&db).await.unwrap(), Verdict::Whole { .. }));
    whole_file(&db).await;
    db.close().await.unwrap();
}

async fn fill_free_and_fill_again(world: &World, address: &str, filler: &Path) -> Vec<PersonId> {
    let door = Door::open(address, clock(), false).await.unwrap();
    let schema = Arc::new(backend::testing::schema(Some(door.clone())));
    let world = World { door: door.clone(), address: address.to_owned(), schema, ..world.clone() };
    let mut acknowledged = write_until_full(&world).await;
    assert!(acknowledged.len() > 3, "there was room for some");
    // Reading goes on, and so do refusals; many at once make no difference.
    let read = json!({ "after": null });
    world.ask::<serde_json::Value>(world.lead, "organisation/clusters.graphql", read).await.unwrap();
    let mut writers = JoinSet::new();
    for _ in 0..8 {
        let world = world.clone();
        writers.spawn(async move {
            let mut done = Vec::new();
            for _ in 0..5 {
                let id = PersonId(Uuid::new_v4());
                match add_person(&world, id).await {
                    Ok(()) => done.push(id),
                    Err(refused) => assert_eq!(refused, Failure::Unavailable),
                }
            }
            done
        });
    }
    acknowledged.extend(writers.join_all().await.into_iter().flatten());

    std::fs::remove_file(filler).unwrap();
    for _ in 0..10 {
        let id = PersonId(Uuid::new_v4());
        add_person(&world, id).await.expect("there is room again");
        acknowledged.push(id);
    }
    acknowledged.extend(write_until_full(&world).await);
    database(&door).clone().close().await.unwrap();
    acknowledged
}

/// Writes until five in a row were refused; gives what was acknowledged.
async fn write_until_full(world: &World) -> Vec<PersonId> {
    let (mut acknowledged, mut refusals) = (Vec::new(), 0);
    while refusals < 5 {
        assert!(acknowledged.len() < 5_000, "the disk does not fill");
        let id = PersonId(Uuid::new_v4());
        match add_person(world, id).await {
            Ok(()) => {
                acknowledged.push(id);
                refusals = 0;
            }
            Err(refused) => {
                assert_eq!(refused, Failure::Unavailable);
                refusals += 1;
            }
        }
    }
    acknowledged
}

async fn within<T>(time: Duration, work: impl Future<Output = T>) -> T {
    tokio::time::timeout(time, work).await.expect("it hangs")
}

#[derive(FromQueryResult)]
struct Named {
    id: Uuid,
}

async fn ids(db: &DatabaseConnection, sql: &'static str) -> BTreeSet<Uuid> {
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, []);
    Named::find_by_statement(statement).all(db).await.unwrap().into_iter().map(|it| it.id).collect()
}

async fn people(db: &DatabaseConnection) -> BTreeSet<PersonId> {
    ids(db, "select id from person").await.into_iter().map(PersonId).collect()
}

/// SQLite itself finds nothing wrong with its file.
async fn whole_file(db: &DatabaseConnection) {
    let statement = Statement::from_sql_and_values(db.get_database_backend(), "pragma integrity_check", []);
    let found: String = db.query_one_raw(statement).await.unwrap().unwrap().try_get_by_index(0).unwrap();
    assert_eq!(found, "ok");
}

/// A server does not touch the data of a later one.
#[test]
fn a_database_newer_than_the_server_is_refused_by_the_name_of_its_change() {
    on_each(|database, _| {
        assert_eq!(run(&["migrate", "--database-url", database]).code, Some(0));
        statement(database, "insert into seaql_migrations (version, applied_at) values ('m99991231_000001_later', 0)");
        for command in ["serve", "migrate", "demo", "verify-audit"] {
            refused(&run(&[command, "--database-url", database]), 1, "m99991231_000001_later");
        }
    });
}

/// Killed ten times in the midst of writes: what was acknowledged is there once, the chain is whole, and the next start is
/// ready.
#[test]
fn a_killed_server_has_kept_what_it_acknowledged() {
    const WRITERS: usize = 4;
    let folder = Folder::new();
    let database = demonstration(&folder);
    let mut ledger = BTreeSet::new();
    for round in 0..10 {
        let started = Instant::now();
        let server = Server::start(&["--database-url", &database]);
        assert_eq!(server.get("/readyz").status, 200);
        let ready = started.elapsed();
        let cookie = server.sign_in("Strategic lead");
        let cluster = some_cluster(&server, &cookie);
        let acknowledged = AtomicUsize::new(0);
        let done = thread::scope(|scope| {
            let writers: Vec<_> = (0..WRITERS)
                .map(|_| {
                    scope.spawn(|| {
                        let mut done = Vec::new();
                        loop {
                            let id = Uuid::new_v4();
                            let input = json!({ "id": id, "cluster": cluster, "amount": 1, "day": "2019-06-19",
                                "reason": "High needs block" });
                            let answer = server.ask(&cookie, "fund/allocate.graphql", &json!({ "input": input }));
                            // The connection of a killed server ends without an answer.
                            let Ok(answer) = answer else { break done };
                            assert_eq!(answer.status, 200, "{answer:?}");
                            done.push(id);
                            acknowledged.fetch_add(1, Ordering::SeqCst);
                        }
                    })
                })
                .collect();
            let begun = Instant::now();
            while acknowledged.load(Ordering::SeqCst) < 10 + round {
                assert!(begun.elapsed() < PATIENCE, "it does not write");
                thread::yield_now();
            }
            server.signal("KILL");
            writers.into_iter().flat_map(|it| it.join().unwrap()).collect::<Vec<_>>()
        });
        drop(server);
        println!("round {round}: ready in {} ms, {} acknowledged", ready.as_millis(), done.len());
        let before = ledger.len();
        ledger.extend(done);
        assert!(ledger.len() > before);
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(async {
            let db = Database::connect(&database).await.unwrap();
            whole_file(&db).await;
            assert!(matches!(verify(&db).await.unwrap(), Verdict::Whole { .. }));
            let (movements, recorded) = (
                ids(&db, "select id from movement"),
                ids(&db, "select subject_id as id from audit where action = 'allocate'"),
            );
            let (movements, recorded) = (movements.await, recorded.await);
            let lost: Vec<_> = ledger.iter().filter(|it| !movements.contains(it) || !recorded.contains(it)).collect();
            assert!(lost.is_empty(), "round {round}: {} of {} are lost", lost.len(), ledger.len());
            db.close().await.unwrap();
        });
    }
    println!("{} acknowledged, none lost", ledger.len());
}

/// What stands between the server and PostgreSQL, and can be cut.
struct Line {
    port: u16,
    up: Arc<AtomicBool>,
    cut: watch::Sender<()>,
}

impl Line {
    /// A line to the server at an address.
    async fn to(address: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let up = Arc::new(AtomicBool::new(true));
        let (cut, cuts) = watch::channel(());
        let (target, is_up) = (target(address), Arc::clone(&up));
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                if is_up.load(Ordering::SeqCst) {
                    tokio::spawn(carry(client, target.clone(), cuts.clone()));
                }
            }
        });
        Self { port, up, cut }
    }

    fn cut(&self) {
        self.up.store(false, Ordering::SeqCst);
        self.cut.send(()).unwrap();
    }

    fn mend(&self) {
        self.up.store(true, Ordering::SeqCst);
    }
}

/// The socket of a server: a file, or a host and port.
fn target(address: &str) -> String {
    let (before, query) = address.split_once('?').unwrap_or((address, ""));
    if let Some(folder) = query.split('&').find_map(|it| it.strip_prefix("host=")) {
        return format!("{folder}/.s.PGSQL.5432");
    }
    let host = before.split("://").nth(1).unwrap().split('/').next().unwrap().split('@').next_back().unwrap();
    if host.contains(':') { host.to_owned() } else { format!("{host}:5432") }
}

async fn carry(mut client: TcpStream, target: String, mut cuts: watch::Receiver<()>) {
    cuts.mark_unchanged();
    let carried = async {
        if target.starts_with('/') {
            let mut server = UnixStream::connect(&target).await?;
            tokio::io::copy_bidirectional(&mut client, &mut server).await
        } else {
            let mut server = TcpStream::connect(&target).await?;
            tokio::io::copy_bidirectional(&mut client, &mut server).await
        }
    };
    tokio::select! {
        _ = carried => {}
        _ = cuts.changed() => {}
    }
}

/// The same database by way of a line.
fn by_way_of(address: &str, line: &Line) -> String {
    let name = address.split('?').next().unwrap().rsplit('/').next().unwrap();
    let user = address.split("://").nth(1).unwrap().split('@').next().unwrap();
    format!("postgres://{user}@127.0.0.1:{}/{name}", line.port)
}

#[tokio::test(flavor = "multi_thread")]
async fn postgresql_may_go_away_and_come_back() {
    crate::world::on_postgres(async |world: World| {
        let line = Line::to(&world.address).await;
        let door = Door::open(&by_way_of(&world.address, &line), clock(), false).await.unwrap();
        let server = router(Parts { door: door.clone(), ..parts(&world, Api::Open) });
        let cookie = session(&world, world.administrator).await;
        works(&server, &cookie).await;

        // It is gone in the midst of everything: each request is told to wait, or was done before.
        let mut asked = JoinSet::new();
        for _ in 0..8 {
            let (server, cookie) = (server.clone(), cookie.clone());
            asked.spawn(async move { write(&server, &cookie).await });
        }
        line.cut();
        let mut acknowledged: Vec<PersonId> = Vec::new();
        while let Some(answer) = asked.join_next().await {
            acknowledged.extend(told_to_wait_or_done(answer.unwrap()));
        }
        for _ in 0..3 {
            let (id, answer) = write(&server, &cookie).await;
            assert!(told_to_wait_or_done((id, answer)).is_none(), "there is no database to write to");
            let answer = browser::ask(&server, &cookie, CLUSTERS, json!({})).await;
            assert_eq!(
                (answer.status, answer.failure()),
                (StatusCode::SERVICE_UNAVAILABLE, Some(Failure::Unavailable))
            );
        }
        let ready = browser::request("GET", "/readyz", &browser::from_the_page(""), "");
        assert_eq!(browser::send(&server, ready).await.status, StatusCode::SERVICE_UNAVAILABLE);
        let alive = browser::request("GET", "/healthz", &browser::from_the_page(""), "");
        assert_eq!(browser::send(&server, alive).await.status, StatusCode::OK);

        line.mend();
        works(&server, &cookie).await;

        // An administrator of the database ends every connection: the next request does not notice.
        let end = "select pg_terminate_backend(pid) from pg_stat_activity
                    where datname = current_database() and pid <> pg_backend_pid()";
        world.db().execute_unprepared(end).await.unwrap();
        works(&server, &cookie).await;

        let there = people(world.db()).await;
        assert!(acknowledged.iter().all(|it| there.contains(it)), "an acknowledged change is lost");
        assert!(matches!(verify(world.db()).await.unwrap(), Verdict::Whole { .. }));
        database(&door).clone().close().await.unwrap();
    })
    .await;
}

const CLUSTERS: &str = "query Test { clusters { next } }";

/// Reading, writing and being ready.
async fn works(server: &Router, cookie: &str) {
    let answer = browser::ask(server, cookie, CLUSTERS, json!({})).await;
    assert_eq!((answer.status, answer.failure()), (StatusCode::OK, None), "{answer:?}");
    let (_, answer) = write(server, cookie).await;
    assert_eq!((answer.status, answer.failure()), (StatusCode::OK, None), "{answer:?}");
    let ready = browser::request("GET", "/readyz", &browser::from_the_page(""), "");
    assert_eq!(browser::send(server, ready).await.status, StatusCode::OK);
}

async fn write(server: &Router, cookie: &str) -> (PersonId, browser::Answer) {
    let id = PersonId(Uuid::new_v4());
    let document = "mutation Test($input: NewPerson!) { addPerson(input: $input) }";
    let input = json!({ "input": NewPerson { id, name: "New officer".into() } });
    (id, browser::ask(server, cookie, document, input).await)
}

/// Nothing of the database's words is told.
fn told_to_wait_or_done((id, answer): (PersonId, browser::Answer)) -> Option<PersonId> {
    match answer.failure() {
        None => Some(id),
        failure => {
            assert_eq!((answer.status, failure), (StatusCode::SERVICE_UNAVAILABLE, Some(Failure::Unavailable)));
            for word in ["sql", "postgres", "connection", "refused", "pool", "127.0.0.1"] {
                assert!(!answer.body.to_lowercase().contains(word), "{word}: {}", answer.body);
            }
            None
        }
    }
}
