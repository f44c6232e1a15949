//! The real program, started as people start it, and a plain way to talk to it.

use std::{
    fs,
    io::{BufRead as _, BufReader, Read, Write as _},
    net::TcpStream,
    path::PathBuf,
    process::{Child, Command, ExitStatus, Stdio},
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use uuid::Uuid;

/// How long anything may take before the test gives up on it.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// A folder that is gone when the test is over.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new() -> Self {
        let folder = std::env::temp_dir().join(format!("send-clusters-{}", Uuid::new_v4()));
        fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    pub fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// The same as text.
    pub fn path(&self, name: &str) -> String {
        self.file(name).display().to_string()
    }

    /// The address of an SQLite database in it.
    pub fn database(&self, name: &str) -> String {
        format!("sqlite://{}?mode=rwc", self.path(name))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_send-clusters"));
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("SEND_")) {
        command.env_remove(name);
    }
    command
}

fn collect(mut from: impl Read + Send + 'static) -> JoinHandle<String> {
    thread::spawn(move || {
        let mut text = Vec::new();
        let _ = from.read_to_end(&mut text);
        String::from_utf8_lossy(&text).into_owned()
    })
}

/// Waits for the end of a process; ends it itself where it takes too long.
fn wait(child: &mut Child, patience: Duration) -> ExitStatus {
    let deadline = Instant::now() + patience;
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return status;
        }
        if Instant::now() > deadline {
            child.kill().unwrap();
            child.wait().unwrap();
            panic!("the program did not end within {patience:?}");
        }
        thread::sleep(Duration::from_millis(5));
    }
}

/// What a command left behind.
#[derive(Debug)]
pub struct Ended {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

/// Runs a command to its end.
pub fn run(arguments: &[&str]) -> Ended {
    let mut child = program(arguments).spawn().unwrap();
    let (out, err) = (collect(child.stdout.take().unwrap()), collect(child.stderr.take().unwrap()));
    let status = wait(&mut child, PATIENCE);
    Ended { code: status.code(), out: out.join().unwrap(), err: err.join().unwrap() }
}

/// A server that runs; ended with the test.
pub struct Server {
    child: Child,
    /// The host and port at which it answers.
    pub host: String,
    out: Option<JoinHandle<String>>,
    err: Option<JoinHandle<String>>,
}

impl Server {
    /// Starts a server on a free port of this machine, and reads from its first line where it answers.
    pub fn start(arguments: &[&str]) -> Self {
        let mut all = vec!["serve", "--listen", "127.0.0.1:0"];
        all.extend(arguments);
        let mut child = program(&all).spawn().unwrap();
        let err = collect(child.stderr.take().unwrap());
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        out.read_line(&mut line).unwrap();
        let Some(host) = line.trim_end().strip_prefix("listening on http://") else {
            wait(&mut child, PATIENCE);
            panic!("its first line is {line:?}; {}", err.join().unwrap());
        };
        Self { child, host: host.to_owned(), out: Some(collect(out)), err: Some(err) }
    }

    pub fn connect(&self) -> std::io::Result<TcpStream> {
        let stream = TcpStream::connect(&self.host)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        Ok(stream)
    }

    /// Sends one request on a connection of its own; gives status, headers and body as they came.
    pub fn send(&self, method: &str, path: &str, headers: &str, body: &str) -> std::io::Result<Answer> {
        let mut stream = self.connect()?;
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nOrigin: http://{}\r\nSec-Fetch-Site: same-origin\r\n\
             Connection: close\r\nContent-Length: {}\r\n{headers}\r\n{body}",
            self.host,
            self.host,
            body.len()
        )?;
        Answer::read(stream)
    }

    pub fn get(&self, path: &str) -> Answer {
        self.send("GET", path, "", "").unwrap()
    }

    /// Signs in as the person of the demonstration whose name has these words in it; gives the cookie.
    pub fn sign_in(&self, name: &str) -> String {
        let page = self.get("/sign-in").body;
        let (_, row) = page.split_once(name).unwrap_or_else(|| panic!("nobody is called {name}: {page}"));
        let person = row.split("value=\"").nth(1).unwrap().split('"').next().unwrap();
        let headers = "Content-Type: application/x-www-form-urlencoded\r\n";
        let answer = self.send("POST", "/sign-in/person", headers, &format!("person={person}")).unwrap();
        assert_eq!(answer.status, 303, "{answer:?}");
        let cookie = answer.headers.lines().find_map(|it| it.strip_prefix("set-cookie: ")).unwrap();
        cookie.split(';').next().unwrap().to_owned()
    }

    /// Sends one of the page's documents, by its file.
    pub fn ask(&self, cookie: &str, file: &str, variables: &Value) -> std::io::Result<Answer> {
        let headers = format!("Content-Type: application/json\r\nCookie: {cookie}\r\n");
        self.send("POST", "/graphql", &headers, &question(file, variables))
    }

    /// Sends a signal by its name.
    pub fn signal(&self, name: &str) {
        let sent = Command::new("kill").args([&format!("-{name}"), &self.child.id().to_string()]).status().unwrap();
        assert!(sent.success());
    }

    /// The most memory that it ever had, in kilobytes.
    pub fn peak(&self) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find_map(|it| it.strip_prefix("VmHWM:")).unwrap();
        line.trim().trim_end_matches(" kB").parse().unwrap()
    }

    /// Waits for its end.
    pub fn ended(mut self) -> Ended {
        let status = wait(&mut self.child, PATIENCE);
        let (out, err) = (self.out.take().unwrap(), self.err.take().unwrap());
        Ended { code: status.code(), out: out.join().unwrap(), err: err.join().unwrap() }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The body of a request with one of the page's documents.
pub fn question(file: &str, variables: &Value) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../frontend/src").join(file);
    json!({ "query": fs::read_to_string(path).unwrap(), "variables": variables }).to_string()
}

/// What a server answered.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: String,
    pub body: String,
}

impl Answer {
    /// Reads an answer to the end of its connection.
    pub fn read(mut from: TcpStream) -> std::io::Result<Self> {
        let mut text = Vec::new();
        from.read_to_end(&mut text)?;
        let text = String::from_utf8_lossy(&text);
        let broken = || std::io::Error::other(format!("no answer: {text:?}"));
        let (head, body) = text.split_once("\r\n\r\n").ok_or_else(broken)?;
        let status = head.split(' ').nth(1).and_then(|it| it.parse().ok()).ok_or_else(broken)?;
        Ok(Self { status, headers: head.replace("\r\n", "\n"), body: body.to_owned() })
    }

    /// What was asked for.
    pub fn data(&self) -> Value {
        let mut answer: Value = serde_json::from_str(&self.body).unwrap_or_else(|it| panic!("{it}: {self:?}"));
        assert!(answer["errors"].is_null(), "{self:?}");
        answer["data"].take()
    }
}
