//! The settings of the server: from flags, else from the environment. A wrong value is named at start.

use std::{
    net::{IpAddr, SocketAddr},
    path::PathBuf,
};

use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand, ValueEnum};

/// SEND clusters: schools that share money and judgement about special educational needs.
#[derive(Debug, Parser)]
#[command(name = "send-clusters", version, about, long_about = None, disable_help_subcommand = true)]
pub struct Settings {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What the demonstration is filled with.
#[derive(Debug, Clone, Args)]
pub struct FillDemo {
    /// No schools, clusters or people but an administrator: to try the service with a register of one's own.
    #[arg(long)]
    pub bare: bool,
    #[command(flatten)]
    pub which: Which,
}

/// Which database.
#[derive(Debug, Clone, Args)]
pub struct Which {
    /// Where the data is: sqlite://FILE for one office, postgres://USER:PASSWORD@HOST/NAME for a county.
    #[arg(
        long,
        env = "SEND_DATABASE_URL",
        default_value = "sqlite://send-clusters.sqlite?mode=rwc",
        hide_env_values = true
    )]
    pub database_url: String,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Answer browsers.
    Serve(Serve),
    /// Bring the database to the state that this program needs. Make a backup first.
    Migrate(Which),
    /// Fill an empty database with the demonstration: South Gloucestershire, 2018/19, with invented people and money.
    Demo(FillDemo),
    /// Take over the school register of an authority, a census or the links. Shows what would change, then asks.
    ImportSchools(ImportSchools),
    /// Print the API in GraphQL's schema language.
    Schema,
    /// Check the chain of the audit: names the first row that was altered, removed or moved.
    VerifyAudit(Which),
    /// Write a copy of the database into a new file while the server runs.
    Backup(Copy),
    /// Put a copy back in place of the database. Stop the server first.
    Restore(Copy),
    /// Measure the schools list against the same statement written by hand.
    #[command(hide = true)]
    Bench(Which),
}

/// Answer browsers.
#[derive(Debug, Clone, Args)]
pub struct Serve {
    #[command(flatten)]
    pub which: Which,
    /// The address to listen on. Port 0 takes a free one.
    #[arg(long, env = "SEND_LISTEN", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// Which questions are answered: the page's own, or any (only for development on this machine).
    #[arg(long, env = "SEND_API", value_enum, default_value_t = Api::Known)]
    pub api: Api,
    /// The address at which people reach the server, as https://clusters.example.gov.uk. Needed outside this machine.
    #[arg(long, env = "SEND_PUBLIC_URL", value_parser = public_url)]
    pub public_url: Option<String>,
    /// The address of the one proxy whose X-Forwarded-Proto is believed: what it took over plain http is sent to https.
    #[arg(long, env = "SEND_TRUSTED_PROXY")]
    pub trusted_proxy: Option<IpAddr>,
    /// Fill the database with the demonstration if it is empty.
    #[arg(long)]
    pub demo: bool,
    /// The day it is, as 2018-11-21. Only with the demonstration.
    #[arg(long, env = "SEND_DEMO_DAY")]
    pub demo_day: Option<NaiveDate>,
}

/// Which documents the API answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Api {
    /// The page's own documents, known by their hash.
    Known,
    /// Any document within the limits. Only on this machine.
    Open,
}

/// Take over a school register.
#[derive(Debug, Clone, Args)]
pub struct ImportSchools {
    /// A CSV file: the register of Get Information About Schools or of the performance tables, the January census, or
    /// the links between schools. Its header says which.
    pub file: PathBuf,
    /// The three digits of the authority, as 803.
    #[arg(long, value_parser = clap::value_parser!(i32).range(100..=999))]
    pub authority: i32,
    /// The day on which a census was taken, as 2019-01-17: its file does not say.
    #[arg(long)]
    pub day: Option<NaiveDate>,
    /// What to call the authority if it is new.
    #[arg(long)]
    pub name: Option<String>,
    /// Write without asking.
    #[arg(long)]
    pub yes: bool,
    #[command(flatten)]
    pub which: Which,
}

/// A copy of the database.
#[derive(Debug, Clone, Args)]
pub struct Copy {
    /// The file of the copy.
    pub file: PathBuf,
    #[command(flatten)]
    pub which: Which,
}

/// An address without a path, over https, or over http on this machine.
fn public_url(text: &str) -> Result<String, String> {
    let text = text.trim_end_matches('/');
    let (scheme, host) = text.split_once("://").ok_or("it must start with https://")?;
    let here = is_here(host);
    if host.is_empty() || host.contains(['/', '?', '#', '@', ' ']) {
        return Err("give the scheme and the host alone, as https://clusters.example.gov.uk".to_owned());
    }
    match scheme {
        "https" => Ok(text.to_owned()),
        "http" if here => Ok(text.to_owned()),
        "http" => Err("http is for this machine alone: use https".to_owned()),
        _ => Err("it must start with https://".to_owned()),
    }
}

/// Whether a host, with its port or without, is this machine by name.
pub fn is_here(host: &str) -> bool {
    let port =
        |it: &str| it.is_empty() || it.strip_prefix(':').is_some_and(|it| it.bytes().all(|it| it.is_ascii_digit()));
    ["127.0.0.1", "localhost", "[::1]"].iter().any(|it| host.strip_prefix(it).is_some_and(port))
}

impl Serve {
    /// What is wrong with the settings together, in words that name the flag.
    ///
    /// `demonstration` says that there is demonstration data in the database.
    pub fn check(&self, demonstration: bool) -> Result<(), String> {
        let here = self.listen.ip().is_loopback();
        if !here && self.api == Api::Open {
            return Err("--api open answers anybody's questions: listen on 127.0.0.1 with it".to_owned());
        }
        if !here && demonstration {
            return Err("the database holds the demonstration, in which anybody can sign in as anybody: \
                 listen on 127.0.0.1, or use another --database-url"
                .to_owned());
        }
        if self.demo_day.is_some() && !demonstration {
            return Err("--demo-day is for the demonstration, and this database does not hold it".to_owned());
        }
        if !here && !self.public_url.as_ref().is_some_and(|it| it.starts_with("https://")) {
            return Err("a server outside this machine needs --public-url https://…, the address people use".to_owned());
        }
        if demonstration && self.public_url.as_ref().is_some_and(|it| it.starts_with("https://")) {
            return Err("the demonstration is not for the public: leave --public-url out".to_owned());
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn serve(flags: &[&str]) -> Serve {
        let args = ["send-clusters", "serve"].iter().chain(flags);
        match Settings::try_parse_from(args).unwrap().command {
            Command::Serve(it) => it,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn what_must_not_leave_the_machine_is_refused_there() {
        assert!(serve(&[]).check(true).is_ok());
        assert!(serve(&["--listen", "0.0.0.0:80", "--public-url", "https://a.example"]).check(false).is_ok());
        for (flags, demonstration, flag) in [
            (vec!["--listen", "0.0.0.0:80"], false, "--public-url"),
            (vec!["--listen", "0.0.0.0:80", "--public-url", "https://a.example"], true, "--database-url"),
            (vec!["--listen", "0.0.0.0:80", "--public-url", "https://a.example", "--api", "open"], false, "--api"),
            (vec!["--demo-day", "2018-11-21"], false, "--demo-day"),
        ] {
            assert!(serve(&flags).check(demonstration).unwrap_err().contains(flag), "{flags:?}");
        }
    }

    #[test]
    fn a_wrong_value_is_named() {
        for (flags, named) in [
            (["--listen", "here"], "--listen"),
            (["--demo-day", "2018-02-30"], "--demo-day"),
            (["--public-url", "http://a.example"], "--public-url"),
            (["--api", "any"], "--api"),
        ] {
            let args = ["send-clusters", "serve"].into_iter().chain(flags);
            assert!(Settings::try_parse_from(args).unwrap_err().to_string().contains(named), "{named}");
        }
    }
}
