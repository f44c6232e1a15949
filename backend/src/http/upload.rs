//! Files on their way in. A file is read while it arrives and refused while it arrives: nothing of it is held whole, and
//! nothing but the rows that are wanted is kept.

use std::{
    future::poll_fn,
    io::{self, Read},
    pin::Pin,
    time::Duration,
};

use axum::{
    body::{Body, Bytes, HttpBody as _},
    extract::{Query, State, rejection::QueryRejection},
    http::{HeaderMap, Method, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::json;
use shared::{access::Action, failure::Failure, id::UploadId, organisation::import::LARGEST_UPLOAD};
use tokio::sync::mpsc;
use tower_sessions::Session;

use super::{
    Server, fresh,
    graphql::refusal,
    public::{download, refused},
    same_origin, visitor,
};
use crate::{
    error::Result,
    organisation::{self, upload},
};

/// The most bytes of a file.
pub const LARGEST: usize = LARGEST_UPLOAD as usize;

/// How long a file may take to arrive and be read.
pub const LONGEST: Duration = Duration::from_secs(900);

/// How long nothing may arrive.
const SILENCE: Duration = Duration::from_secs(30);

/// What is said of a file beside its bytes.
#[derive(Deserialize)]
pub struct Named {
    name: String,
}

/// Takes a file in: its bytes are the body, its name is in the address. Answers with the id under which it is then known
/// to whoever sent it.
pub async fn receive(
    State(server): State<Server>,
    session: Session,
    headers: HeaderMap,
    named: Result<Query<Named>, QueryRejection>,
    body: Body,
) -> Response {
    let kept: Result<UploadId> = async {
        let visitor = visitor(&session).await?;
        let access = server.0.door.authorize(&visitor, Action::ChangeOrganisation)?;
        if !same_origin(State(&server), &Method::POST, &headers) {
            return Err(Failure::Forbidden.into());
        }
        // A form of another site cannot say so without being asked first.
        let message = "Send a file of the type text/csv, with its name.".to_owned();
        let Query(Named { name }) = named.ok().filter(|_| is_csv(&headers)).ok_or(Failure::BadRequest { message })?;
        let code = organisation::code_of(&access).await?;
        let (send, arriving) = arriving();
        let (arrived, kept) =
            tokio::join!(pass_on(body, send), upload::keep(&access, &name, code, arriving, Box::new(|_| {})));
        match (arrived, kept) {
            (Ok(()), kept) => kept,
            // The reader took what there was for the whole.
            (Err(failure), Ok(id)) => {
                upload::forget(&access, id).await?;
                Err(failure.into())
            }
            (Err(failure), Err(_)) => Err(failure.into()),
        }
    }
    .await;
    match kept {
        Ok(id) => fresh("application/json; charset=utf-8", json!({ "data": id }).to_string()),
        Err(error) => match error.told() {
            failure if failure == larger() => too_large(),
            failure => refused(&failure),
        },
    }
}

/// Which preview.
#[derive(Deserialize)]
pub struct Which {
    upload: UploadId,
    day: Option<NaiveDate>,
}

/// Everything that an upload would change, and every row that cannot be taken, as a table.
pub async fn changes(
    State(server): State<Server>,
    session: Session,
    which: Result<Query<Which>, QueryRejection>,
) -> Response {
    let made: Result<Vec<u8>> = async {
        let visitor = visitor(&session).await?;
        let access = server.0.door.authorize(&visitor, Action::ChangeOrganisation)?;
        let Query(which) = which.map_err(|_| Failure::NotFound)?;
        organisation::import_csv(&access, which.upload, which.day).await
    }
    .await;
    download(made, "attachment; filename=\"import.csv\"")
}

fn is_csv(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|it| it.to_str().ok()).unwrap_or_default();
    kind.split(';').next().is_some_and(|it| it.trim().eq_ignore_ascii_case("text/csv"))
}

fn larger() -> Failure {
    Failure::invalid("file", "The file must be 60 MB or smaller")
}

/// A file that is larger than any that is read.
pub fn too_large() -> Response {
    let mut response = refusal(&larger()).into_response();
    *response.status_mut() = StatusCode::PAYLOAD_TOO_LARGE;
    response
}

/// Passes a body on to whoever reads it, and counts. What nobody reads any more is still taken, up to the limit: a
/// browser hears no answer while it sends.
async fn pass_on(mut body: Body, send: mpsc::Sender<io::Result<Bytes>>) -> Result<(), Failure> {
    let mut bytes = 0;
    let failure = loop {
        let next = poll_fn(|context| Pin::new(&mut body).poll_frame(context));
        let frame = match tokio::time::timeout(SILENCE, next).await {
            Ok(None) => return Ok(()),
            Ok(Some(Ok(frame))) => frame,
            Ok(Some(Err(_))) | Err(_) => {
                let message = "The file did not arrive whole. Check your connection and send it again";
                break Failure::invalid("file", message);
            }
        };
        let Ok(data) = frame.into_data() else { continue };
        bytes += data.len();
        if bytes > LARGEST {
            break larger();
        }
        let _ = send.send(Ok(data)).await;
    };
    let _ = send.send(Err(io::ErrorKind::UnexpectedEof.into())).await;
    Err(failure)
}

/// Bytes as they arrive, for a reader that waits for them.
struct Arriving {
    receive: mpsc::Receiver<io::Result<Bytes>>,
    now: Bytes,
}

/// A way for bytes to a reader elsewhere. Few wait in it: who sends waits for who reads.
fn arriving() -> (mpsc::Sender<io::Result<Bytes>>, Arriving) {
    let (send, receive) = mpsc::channel(4);
    (send, Arriving { receive, now: Bytes::new() })
}

impl Read for Arriving {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.now.is_empty() {
            match self.receive.blocking_recv() {
                Some(next) => self.now = next?,
                None => return Ok(0),
            }
        }
        let count = buffer.len().min(self.now.len());
        let read = self.now.split_to(count);
        if let Some(place) = buffer.get_mut(..count) {
            place.copy_from_slice(&read);
        }
        Ok(count)
    }
}
