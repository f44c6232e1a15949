//! The commands of the binary. Exit codes: 0 done, 1 it could not be done, 2 the settings are wrong.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "this is the command line")]

use std::{
    fs::File,
    io::{BufReader, IsTerminal as _, Write as _},
    net::SocketAddr,
    process::ExitCode,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use shared::{
    failure::Failure,
    id::{AuthorityId, UploadId},
    organisation::import::FileKind,
};
use tracing_subscriber::fmt::writer::BoxMakeWriter;
use uuid::Uuid;

use crate::{
    access::{Access, Door, Opening},
    audit, backup,
    clock::Clock,
    config::{Command, FillDemo, ImportSchools, Serve, Settings, Which},
    demo,
    error::Error,
    graphql, http,
    organisation::{
        self, Founding, import,
        upload::{self, Upload},
    },
};

/// Why a command was not done.
#[derive(Debug)]
pub enum Failed {
    /// The settings do not fit one another.
    Settings(String),
    /// The thing itself failed.
    Done(String),
}

impl<E: std::error::Error> From<E> for Failed {
    fn from(error: E) -> Self {
        Self::Done(error.to_string())
    }
}

/// A fault of ours as the command line tells it: whoever is here may read it.
fn told(error: Error) -> Failed {
    Failed::Done(match error {
        Error::Refused(Failure::Invalid { problems }) => {
            problems.into_iter().map(|it| it.message).collect::<Vec<_>>().join("; ")
        }
        Error::Refused(failure) => failure.to_string(),
        Error::Broken(cause) => cause.to_string(),
    })
}

/// Does what the settings say.
pub fn run(settings: Settings) -> ExitCode {
    // Measuring pays for its log and does not show it.
    let writer = match settings.command {
        Command::Bench(_) => BoxMakeWriter::new(std::io::sink),
        _ => BoxMakeWriter::new(std::io::stderr),
    };
    tracing_subscriber::fmt()
        .json()
        .flatten_event(true)
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_env("SEND_LOG")
                .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn,backend=info")),
        )
        .with_writer(writer)
        .init();
    http::panics();
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => return failed(&Failed::Done(error.to_string())),
    };
    match runtime.block_on(command(settings.command)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => failed(&error),
    }
}

fn failed(error: &Failed) -> ExitCode {
    let (code, text) = match error {
        Failed::Settings(text) => (2, text),
        Failed::Done(text) => (1, text),
    };
    eprintln!("send-clusters: {text}");
    ExitCode::from(code)
}

async fn command(command: Command) -> Result<(), Failed> {
    match command {
        Command::Serve(settings) => serve(settings).await,
        Command::Migrate(which) => {
            open(&which, true).await?;
            println!("The database is up to date.");
            Ok(())
        }
        Command::Demo(FillDemo { bare, which }) => {
            if !bare && new_demonstration(&which, demo::LAST_DAY).await? {
                println!("The demonstration is in the database.");
                return Ok(());
            }
            let door = open(&which, true).await?;
            let filled = if bare { demo::bare(&door).await } else { demo::fill(&door, demo::LAST_DAY).await };
            match filled.map_err(told)? {
                true => println!("The demonstration is in the database."),
                false if organisation::has_demonstration(&door).await.map_err(told)? => {
                    println!("The demonstration is in the database already: nothing was changed.");
                }
                false => return Err(not_the_demonstration()),
            }
            Ok(())
        }
        Command::ImportSchools(settings) => import_schools(settings).await,
        Command::Schema => {
            print!("{}", graphql::schema(None).sdl());
            Ok(())
        }
        Command::VerifyAudit(which) => verify(&which).await,
        Command::Backup(copy) => backup::backup(&copy).await.map_err(Failed::Done),
        Command::Restore(copy) => backup::restore(&copy).await.map_err(Failed::Done),
        Command::Bench(which) => crate::bench::bench(&open(&which, true).await?).await.map_err(told),
    }
}

/// Opens the database. Only who migrates makes one that is not there: a mistyped name is no empty database.
async fn open(which: &Which, migrate: bool) -> Result<Door, Failed> {
    let file = backup::sqlite_file(&which.database_url);
    if let Some(file) = &file {
        let folder = file.parent().filter(|it| !it.as_os_str().is_empty());
        if !migrate && !file.exists() {
            return Err(Failed::Done(format!("there is no database {}", file.display())));
        }
        if let Some(folder) = folder {
            std::fs::create_dir_all(folder)
                .map_err(|it| Failed::Done(format!("the folder {} cannot be made: {it}", folder.display())))?;
        }
    }
    Door::open(&which.database_url, Clock::default(), migrate).await.map_err(|it| match (it, file) {
        (it @ Opening::Address(_), _) => Failed::Settings(format!("--database-url: {it}")),
        (Opening::Unreachable(it), Some(file)) => {
            Failed::Done(format!("the database {} cannot be opened: {it}", file.display()))
        }
        (it, _) => Failed::Done(it.to_string()),
    })
}

/// Fills a file that is not there yet with the demonstration; says whether it did. It gets its name when it is whole, so
/// that one that was cut off is begun again by itself.
async fn new_demonstration(which: &Which, until: chrono::NaiveDate) -> Result<bool, Failed> {
    let Some(file) = backup::sqlite_file(&which.database_url).filter(|it| !it.exists()) else { return Ok(false) };
    let begun = backup::beside(&file, ".filling");
    for ending in ["", "-wal", "-shm"] {
        let part = backup::beside(&begun, ending);
        if part.exists() {
            std::fs::remove_file(&part)
                .map_err(|it| Failed::Done(format!("{} cannot be removed: {it}", part.display())))?;
        }
    }
    let address = which.database_url.replacen(&*file.to_string_lossy(), &begun.to_string_lossy(), 1);
    let door = open(&Which { database_url: address }, true).await?;
    demo::fill(&door, until).await.map_err(told)?;
    // The last connection that closes puts into the file what stands beside it.
    door.database().clone().close().await?;
    std::fs::rename(&begun, &file).map_err(|it| Failed::Done(format!("{} cannot be named: {it}", file.display())))?;
    Ok(true)
}

/// The database has something else in it, or a demonstration that was cut off while it was made.
fn not_the_demonstration() -> Failed {
    Failed::Done(
        "the database is not empty and does not hold the whole demonstration: remove it, or name another one with \
         --database-url"
            .to_owned(),
    )
}

async fn serve(settings: Serve) -> Result<(), Failed> {
    settings.check(settings.demo || settings.demo_day.is_some()).map_err(Failed::Settings)?;
    // Without a day of its own the demonstration stands on the last day of its year, when most is going on.
    let day = settings.demo_day.unwrap_or(demo::LAST_DAY);
    let new = settings.demo && new_demonstration(&settings.which, day).await?;
    let door = open(&settings.which, true).await?;
    if new || settings.demo && demo::fill(&door, day).await.map_err(told)? {
        eprintln!("Filled the empty database with the demonstration.");
    }
    let demonstration = organisation::has_demonstration(&door).await.map_err(told)?;
    if settings.demo && !demonstration {
        return Err(not_the_demonstration());
    }
    settings.check(demonstration).map_err(Failed::Settings)?;
    let door = if demonstration { door.on(day) } else { door };
    tokio::spawn(sweep(door.clone()));
    let listener = tokio::net::TcpListener::bind(settings.listen)
        .await
        .map_err(|it| Failed::Done(format!("cannot listen on {} (--listen): {it}", settings.listen)))?;
    let address = listener.local_addr()?;
    let router = http::router(http::Parts {
        door,
        api: settings.api,
        public_url: settings.public_url,
        demonstration,
        trusted_proxy: settings.trusted_proxy,
    });
    println!("listening on http://{address}");
    std::io::stdout().flush()?;
    let (asked, mut ended) = tokio::sync::watch::channel(false);
    let graceful = async move {
        stopped().await;
        let _ = asked.send(true);
    };
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let answering = axum::serve(listener, service).with_graceful_shutdown(graceful);
    let deadline = async move {
        let _ = ended.wait_for(|it| *it).await;
        // What runs may finish; what has not finished by then is cut off.
        tokio::time::sleep(Duration::from_secs(10)).await;
    };
    tokio::select! {
        done = std::future::IntoFuture::into_future(answering) => done?,
        () = deadline => eprintln!("Some requests had not finished after 10 seconds."),
    }
    Ok(())
}

/// Drops uploads whose day is over, once an hour. A database that is away now is asked again later.
async fn sweep(door: Door) {
    loop {
        if let Err(error) = upload::sweep_all(&door).await {
            error.told();
        }
        tokio::time::sleep(Duration::from_secs(3600)).await;
    }
}

/// Somebody asks the process to end.
async fn stopped() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminate) = signal(SignalKind::terminate()) else { return std::future::pending().await };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}

async fn verify(which: &Which) -> Result<(), Failed> {
    let door = open(which, false).await?;
    match audit::verify(door.database()).await? {
        audit::Verdict::Whole { rows, head } => {
            println!("{rows} rows, every one as it was written. The last hash, to be kept elsewhere: {head}");
            Ok(())
        }
        audit::Verdict::Broken { seq, why } => Err(Failed::Done(format!("the audit is broken at row {seq}: {why}"))),
    }
}

async fn import_schools(settings: ImportSchools) -> Result<(), Failed> {
    let file = File::open(&settings.file)
        .map_err(|it| Failed::Done(format!("{} cannot be read: {it}", settings.file.display())))?;
    let door = open(&settings.which, true).await?;
    let code = settings.authority;
    let known = organisation::authority_by_code(&door, code).await.map_err(told)?;
    let authority = known.unwrap_or_else(|| AuthorityId(Uuid::new_v4()));
    let access = door.operator(authority);
    let name = settings.file.file_name().unwrap_or_default().to_string_lossy();
    let (read, started) = (Arc::new(AtomicU64::new(0)), Instant::now());
    let seen = Arc::clone(&read);
    let progress = Box::new(move |rows: u64| {
        seen.store(rows, Ordering::Relaxed);
        if rows.is_multiple_of(10_000) {
            eprintln!("{rows} rows read");
        }
    });
    // Read once: what is written is what was shown, whatever happens to the file meanwhile.
    let id = upload::keep(&access, &name, code, BufReader::new(file), progress).await.map_err(told)?;
    say_rate("Read", read.load(Ordering::Relaxed), started);
    let done = take_over(&door, &access, &settings, known.is_none(), id).await;
    upload::forget(&access, id).await.map_err(told)?;
    done
}

/// Shows what an upload would change, asks, and changes it.
async fn take_over(
    door: &Door,
    access: &Access<'_>,
    settings: &ImportSchools,
    new: bool,
    id: UploadId,
) -> Result<(), Failed> {
    let code = settings.authority;
    let upload = Upload::of(access, id).await.map_err(told)?;
    let day = import::census_day(access, settings.day).map_err(told)?;
    if upload.kind == FileKind::Census && day.is_none() {
        return Err(Failed::Settings("say on which day the census was taken (--day 2019-01-17)".to_owned()));
    }
    let mut see = |line| {
        if let import::Line::Fault(it) = line {
            println!("left out: line {}, {}: {}", it.line, it.column, it.reason);
        }
    };
    let preview = import::run(access, access.db(), false, &upload, day, &mut see).await.map_err(told)?;
    println!(
        "{} rows of authority {code}, {} open: {} new, {} changed ({} of them closed), {} left out.",
        preview.rows,
        preview.open,
        preview.created,
        preview.changed + preview.closed,
        preview.closed,
        preview.rejected
    );
    if preview.rows == 0 {
        return Err(Failed::Done(format!("the file has no school of authority {code} (--authority)")));
    }
    if !preview.does_something() {
        println!("Nothing to do.");
        return Ok(());
    }
    if !settings.yes && !confirmed()? {
        return Err(Failed::Done("nothing was written".to_owned()));
    }
    if new {
        let name = settings.name.clone().unwrap_or_else(|| format!("Local authority {code}"));
        let founding = Founding { id: access.authority, code, name, demonstration: false, administrator: None };
        organisation::found(door, founding).await.map_err(told)?;
    }
    let started = Instant::now();
    import::take_over(access, &upload, day, &preview.digest).await.map_err(told)?;
    println!("Written: {} new, {} changed.", preview.created, preview.changed + preview.closed);
    say_rate("Compared and wrote", preview.rows, started);
    Ok(())
}

fn say_rate(did: &str, rows: u64, started: Instant) {
    let seconds = started.elapsed().as_secs_f64();
    #[allow(clippy::cast_precision_loss, reason = "rows are far fewer than a float counts")]
    let rate = rows as f64 / seconds.max(0.001);
    println!("{did} {rows} rows in {seconds:.2} seconds: {rate:.0} rows a second.");
}

fn confirmed() -> Result<bool, Failed> {
    if !std::io::stdin().is_terminal() {
        return Err(Failed::Done("nothing was written: say --yes to write without being asked".to_owned()));
    }
    print!("Write this? [y/N] ");
    std::io::stdout().flush()?;
    let mut answer = String::new();
    std::io::stdin().read_line(&mut answer)?;
    Ok(answer.trim().eq_ignore_ascii_case("y"))
}
