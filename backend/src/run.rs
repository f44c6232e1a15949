//! The commands of the binary. Exit codes: 0 done, 1 it could not be done, 2 the settings are wrong.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "this is the command line")]

use std::{
    fs::File,
    io::{IsTerminal as _, Write as _},
    net::SocketAddr,
    process::ExitCode,
    time::Duration,
};

use shared::id::AuthorityId;
use tracing_subscriber::fmt::writer::BoxMakeWriter;
use uuid::Uuid;

use crate::{
    access::{Door, Opening},
    audit, backup,
    clock::Clock,
    config::{Command, FillDemo, ImportSchools, Serve, Settings, Which},
    demo,
    error::Error,
    graphql, http,
    organisation::{self, Founding, import},
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
    let door = open(&settings.which, true).await?;
    // Without a day of its own the demonstration stands on the last day of its year, when most is going on.
    let day = settings.demo_day.unwrap_or(demo::LAST_DAY);
    if settings.demo && demo::fill(&door, day).await.map_err(told)? {
        eprintln!("Filled the empty database with the demonstration.");
    }
    let demonstration = organisation::has_demonstration(&door).await.map_err(told)?;
    if settings.demo && !demonstration {
        return Err(not_the_demonstration());
    }
    settings.check(demonstration).map_err(Failed::Settings)?;
    let door = if demonstration { door.on(day) } else { door };
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
    let file = || {
        File::open(&settings.file)
            .map_err(|it| Failed::Done(format!("{} cannot be read: {it}", settings.file.display())))
    };
    file()?;
    let door = open(&settings.which, true).await?;
    let code = settings.authority;
    let known = organisation::authority_by_code(&door, code).await.map_err(told)?;
    let authority = known.unwrap_or_else(|| AuthorityId(Uuid::new_v4()));
    let access = door.operator(authority);
    let preview = import::import(&access, code, file()?, false).await.map_err(told)?;
    for row in &preview.rejected {
        println!("left out: {row}");
    }
    println!(
        "{} rows of authority {code}, {} open: {} new, {} changed ({} of them closed), {} left out.",
        preview.rows,
        preview.open,
        preview.created,
        preview.changed,
        preview.closed,
        preview.rejected.len()
    );
    if preview.rows == 0 {
        return Err(Failed::Done(format!("the file has no school of authority {code} (--authority)")));
    }
    if preview.created + preview.changed == 0 {
        println!("Nothing to do.");
        return Ok(());
    }
    if !settings.yes && !confirmed()? {
        return Err(Failed::Done("nothing was written".to_owned()));
    }
    if known.is_none() {
        let name = settings.name.clone().unwrap_or_else(|| format!("Local authority {code}"));
        let founding = Founding { id: authority, code, name, demonstration: false, administrator: None };
        organisation::found(&door, founding).await.map_err(told)?;
    }
    let done = import::import(&access, code, file()?, true).await.map_err(told)?;
    println!("Written: {} new, {} changed.", done.created, done.changed);
    Ok(())
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
