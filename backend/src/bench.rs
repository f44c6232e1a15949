//! How fast the schools list and a plan are beside the same statements written by hand: `cargo xtask bench`.
//!
//! One authority of 600 schools among 20,000 others, and a cluster with a plan of 500 interventions. The page's own document
//! goes through the whole server, with session, policy, counts and log; the floor is a server of one handler that runs one
//! statement on the same pool. Both are asked
//! over the loopback by the process that answers, on connections that stay open.

#![allow(clippy::print_stdout, reason = "this is the command line")]

use std::{
    net::SocketAddr,
    sync::Arc,
    time::{Duration, Instant},
};

use axum::{Router, extract::State, routing::get};
use chrono::NaiveDate;
use sea_orm::{
    ConnectionTrait as _, DbBackend, EntityTrait as _, FromQueryResult, JsonValue, PaginatorTrait as _, Statement,
    Value,
};
use shared::id::{AuthorityId, ClusterId, PersonId};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader},
    net::{TcpListener, TcpStream},
    task::JoinSet,
};
use tower_sessions::{
    SessionStore as _,
    cookie::time::OffsetDateTime,
    session::{Id, Record},
};
use uuid::Uuid;

use crate::{
    access::Door,
    audit,
    config::Api,
    error::{Error, Result},
    http,
    organisation::{Founding, found},
    session::{PERSON, Store},
};

/// Each server is asked three times for a second, by turns: what else the machine does then falls on both.
const ROUNDS: u32 = 3;
const TIME: Duration = Duration::from_secs(1);

/// The pages' documents.
const SCHOOLS: &str = include_str!("../../frontend/src/organisation/schools.graphql");
const PLAN: &str = include_str!("../../frontend/src/intervention/plan.graphql");

/// The interventions of the plan.
const PLANNED: i32 = 500;

/// What a person would write by hand for the same rows.
const PLAN_BY_HAND: &str = "
    select i.id, i.title, p.text as priority, i.stage, i.provider, i.starts_on, i.ends_on, i.cost
      from intervention i
      join priority p on p.id = i.priority_id
     where i.cluster_id = $1
     order by i.starts_on, i.title, i.id limit 25";

const SCHOOLS_BY_HAND: &str = "
    select s.id, s.urn, s.name, s.phase, s.status, s.town, c.name as cluster, s.invented
      from school s
      left join belonging b on b.school_id = s.id and b.since <= $2 and (b.until is null or b.until >= $2)
      left join cluster c on c.id = b.cluster_id
     where s.authority_id = $1 and s.status <> 'closed'
     order by s.sort_name, s.id limit 25";

/// Fills an empty database, asks both servers and prints a table.
pub async fn bench(door: &Door) -> Result<()> {
    if audit::entity::Entity::find().count(door.database()).await? > 0 {
        return Err(Error::broken("the database is not empty: measuring fills it with invented schools"));
    }
    let filled = fill(door).await?;
    let cookie = session(door, filled.person).await?;
    let parts = http::Parts {
        door: door.clone(),
        api: Api::Known,
        public_url: None,
        demonstration: false,
        trusted_proxy: None,
    };
    let server = listen(http::router(parts)).await?;
    let floors = Router::new()
        .route("/schools", get(schools_by_hand))
        .route("/plan", get(plan_by_hand))
        .with_state(Arc::new((door.clone(), filled)));
    let floor = listen(floors).await?;
    println!("| page | connections | the page's document, req/s | one statement by hand, req/s | ratio |");
    println!("|---|---:|---:|---:|---:|");
    let schools = serde_json::json!({ "filter": { "text": null, "closed": false }, "after": null });
    let plan = serde_json::json!({ "cluster": filled.cluster, "filter": { "stage": null }, "after": null });
    for (page, document, variables, row) in
        [("schools", SCHOOLS, schools, "\"urn\":"), ("plan", PLAN, plan, "\"provider\":")]
    {
        let body = serde_json::json!({ "query": document, "variables": variables }).to_string();
        let document = format!(
            "POST /graphql HTTP/1.1\r\nHost: {server}\r\nOrigin: http://{server}\r\nSec-Fetch-Site: same-origin\r\n\
             Content-Type: application/json\r\nCookie: {cookie}\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        let statement = format!("GET /{page} HTTP/1.1\r\nHost: {floor}\r\n\r\n");
        for connections in [1, 16] {
            let (mut ours, mut theirs) = (0.0, 0.0);
            for _ in 0..ROUNDS {
                ours += rate(server, &document, row, connections).await? / f64::from(ROUNDS);
                theirs += rate(floor, &statement, row, connections).await? / f64::from(ROUNDS);
            }
            println!("| {page} | {connections} | {ours:.0} | {theirs:.0} | {:.2} |", ours / theirs);
        }
    }
    Ok(())
}

/// What is asked for, and by whom.
#[derive(Clone, Copy)]
struct Filled {
    authority: AuthorityId,
    person: PersonId,
    cluster: ClusterId,
}

/// One authority of 600 schools in 20 clusters, and 20,000 schools of 33 others.
async fn fill(door: &Door) -> Result<Filled> {
    let db = door.database();
    let (series, new) = match db.get_database_backend() {
        DbBackend::Sqlite => (
            "(with recursive n(n) as (select 1 union all select n + 1 from n where n < $2) select n from n) as n",
            "randomblob(16)",
        ),
        _ => ("generate_series(1, $2) as n(n)", "gen_random_uuid()"),
    };
    let clusters = format!(
        "insert into cluster (id, authority_id, number, name, opened_on)
         select {new}, $1, n, 'Cluster ' || n, '2018-04-01' from {series}"
    );
    let schools = format!(
        "insert into school (id, authority_id, urn, name, sort_name, phase, kind, status, town, invented)
         select {new}, $1, 100000 + n, 'School of the ' || (n * 7919 % 10007) || ' Oaks',
                'school of the ' || (n * 7919 % 10007) || ' oaks', 'primary', 'Community school', 'open', 'Yate', true
           from {series}"
    );
    let belongings = format!(
        "insert into belonging (id, authority_id, school_id, cluster_id, since)
         select {new}, s.authority_id, s.id, c.id, '2018-09-01'
           from school s
           join cluster c on c.authority_id = s.authority_id and c.number = 1 + s.urn % $2
          where s.authority_id = $1"
    );
    let (ours, person) = (AuthorityId(Uuid::new_v4()), PersonId(Uuid::new_v4()));
    for number in 0..34 {
        let first = number == 0;
        let id = if first { ours } else { AuthorityId(Uuid::new_v4()) };
        let since = NaiveDate::default();
        let administrator = first.then(|| (person, "Administrator".to_owned(), since));
        let name = format!("Authority {number}");
        found(door, Founding { id, code: 100 + number, name, demonstration: false, administrator }).await?;
        let rows = if first { 600 } else { 606 };
        for (sql, rows) in [(&clusters, 20), (&schools, rows), (&belongings, 20)] {
            let values = [id.0.into(), rows.into()];
            db.execute_raw(Statement::from_sql_and_values(db.get_database_backend(), sql, values)).await?;
        }
    }
    let filled = Filled { authority: ours, person, cluster: ClusterId(Uuid::new_v4()) };
    plan(door, filled, series).await?;
    db.execute_unprepared("analyze").await?;
    Ok(filled)
}

/// A cluster with a plan, and a seat on its Board for the person who asks.
async fn plan(door: &Door, filled: Filled, series: &str) -> Result<()> {
    let (db, backend) = (door.database(), door.database().get_database_backend());
    let new = if backend == DbBackend::Sqlite { "randomblob(16)" } else { "gen_random_uuid()" };
    let interventions = format!(
        "insert into intervention
                (id, authority_id, version, cluster_id, priority_id, stage, title, kind, outcome_areas, evidence,
                 provider, starts_on, ends_on, cost, measure, baseline, baseline_on, baseline_source, target,
                 proposed_by_id, proposed_on)
         select {new}, $1, 1, $3, $4, 'proposed', 'Intervention ' || (n * 7919 % 10007), 'training', '[]', 'Evidence',
                'Provider', '2026-09-01', '2027-07-20', 100000 + n, 'Measure', 1, '2026-06-01', 'Source', 2, $5,
                '2026-06-01'
           from {series}"
    );
    let priority = Uuid::new_v4();
    let (authority, cluster, person) = (filled.authority.0, filled.cluster.0, filled.person.0);
    for (sql, values) in [
        (
            "insert into cluster (id, authority_id, number, name, opened_on)
             values ($1, $2, 999, 'Cluster with a plan', '2018-04-01')",
            vec![cluster.into(), authority.into()],
        ),
        (
            "insert into priority (id, authority_id, cluster_id, text, since)
             values ($1, $2, $3, 'Speech and language', '2018-10-10')",
            vec![priority.into(), authority.into(), cluster.into()],
        ),
        (
            "insert into membership (id, authority_id, person_id, role, cluster_id, since)
             values ($1, $2, $3, 'board_member', $4, '2018-09-01')",
            vec![Uuid::new_v4().into(), authority.into(), person.into(), cluster.into()],
        ),
        (&interventions, vec![authority.into(), PLANNED.into(), cluster.into(), priority.into(), person.into()]),
    ] {
        db.execute_raw(Statement::from_sql_and_values(backend, sql, values)).await?;
    }
    Ok(())
}

/// Signs somebody in; gives the cookie.
async fn session(door: &Door, person: PersonId) -> Result<String> {
    let expiry_date =
        OffsetDateTime::from_unix_timestamp(door.clock().now().timestamp() + 3600).map_err(Error::broken)?;
    let data = [(PERSON.to_owned(), serde_json::to_value(person)?)].into();
    let mut record = Record { id: Id::default(), data, expiry_date };
    Store(door.clone()).create(&mut record).await.map_err(Error::broken)?;
    Ok(format!("session={}", record.id))
}

type Floor = State<Arc<(Door, Filled)>>;
type Rows = Result<Vec<u8>, axum::http::StatusCode>;

async fn schools_by_hand(State(state): Floor) -> Rows {
    let (door, filled) = &*state;
    by_hand(door, SCHOOLS_BY_HAND, vec![filled.authority.0.into(), door.clock().today().into()]).await
}

async fn plan_by_hand(State(state): Floor) -> Rows {
    let (door, filled) = &*state;
    by_hand(door, PLAN_BY_HAND, vec![filled.cluster.0.into()]).await
}

async fn by_hand(door: &Door, sql: &str, values: Vec<Value>) -> Rows {
    let db = door.database();
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    let rows = JsonValue::find_by_statement(statement).all(db).await;
    rows.ok().and_then(|it| serde_json::to_vec(&it).ok()).ok_or(axum::http::StatusCode::INTERNAL_SERVER_ERROR)
}

async fn listen(router: Router) -> Result<SocketAddr> {
    let listener = TcpListener::bind("127.0.0.1:0").await.map_err(Error::broken)?;
    let address = listener.local_addr().map_err(Error::broken)?;
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(async move { axum::serve(listener, service).await });
    Ok(address)
}

/// Answers a second, asked on some connections at once.
async fn rate(server: SocketAddr, request: &str, row: &'static str, connections: usize) -> Result<f64> {
    // The first one makes the server's own connection.
    ask(server, request, row, Duration::from_millis(100)).await?;
    let started = Instant::now();
    let mut asking = JoinSet::new();
    for _ in 0..connections {
        let request = request.to_owned();
        asking.spawn(async move { ask(server, &request, row, TIME).await });
    }
    let mut answers = 0;
    while let Some(asked) = asking.join_next().await {
        answers += asked.map_err(Error::broken)??;
    }
    Ok(f64::from(answers) / started.elapsed().as_secs_f64())
}

/// Asks on one connection for some time; gives how many answers came.
async fn ask(server: SocketAddr, request: &str, row: &str, time: Duration) -> Result<u32> {
    let mut stream = BufReader::new(TcpStream::connect(server).await.map_err(Error::broken)?);
    stream.get_ref().set_nodelay(true).map_err(Error::broken)?;
    let (started, mut answers) = (Instant::now(), 0);
    while started.elapsed() < time {
        stream.write_all(request.as_bytes()).await.map_err(Error::broken)?;
        let body = answer(&mut stream).await.map_err(Error::broken)?;
        if answers == 0 && body.matches(row).count() != 25 {
            return Err(Error::broken(format!("this is not a page of 25 rows: {body}")));
        }
        answers += 1;
    }
    Ok(answers)
}

/// Reads one answer.
async fn answer(stream: &mut BufReader<TcpStream>) -> std::io::Result<String> {
    let (mut line, mut length, mut first) = (String::new(), 0, true);
    loop {
        line.clear();
        stream.read_line(&mut line).await?;
        if std::mem::take(&mut first) && !line.starts_with("HTTP/1.1 200") {
            return Err(std::io::Error::other(format!("it answers {line}")));
        }
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().map_err(std::io::Error::other)?;
        }
        if line.trim_end().is_empty() {
            break;
        }
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body).await?;
    String::from_utf8(body).map_err(std::io::Error::other)
}
