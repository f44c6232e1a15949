//! Plays the people of the demonstration: each change is a mutation, sent on a day by a person who may.

use std::{collections::HashMap, io::Cursor};

use async_graphql::{Request, Variables};
use chrono::NaiveDate;
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use shared::{access::Action, id::PersonId};
use uuid::Uuid;

use crate::{
    access::{Door, Visitor},
    error::{Error, Result},
    graphql::{Schema, schema},
    organisation::{
        self, import,
        upload::{self, Upload},
    },
    session,
};

/// Somebody at the keyboard on a day.
pub struct Player {
    door: Door,
    schema: Schema,
    person: PersonId,
    visitors: HashMap<PersonId, Visitor>,
}

impl Player {
    /// Nobody yet.
    pub fn new(door: &Door) -> Self {
        let schema = schema(Some(door.clone()));
        Self { door: door.clone(), schema, person: PersonId(Uuid::nil()), visitors: HashMap::new() }
    }

    /// The id that belongs to a word: random to look at, the same every time.
    pub fn id(&self, word: &str) -> Uuid {
        let sum = Sha256::digest(format!("send-clusters demonstration: {word}"));
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&sum[..16]);
        uuid::Builder::from_random_bytes(bytes).into_uuid()
    }

    /// It is this day, and this person is at the keyboard.
    pub fn enter(&mut self, day: NaiveDate, person: &str) {
        if self.door.clock().today() != day {
            self.door = self.door.on(day);
            self.schema = schema(Some(self.door.clone()));
            self.visitors.clear();
        }
        self.person = PersonId(self.id(&format!("person: {person}")));
    }

    /// Sends a mutation that takes `input` of the type named.
    pub async fn send(&mut self, mutation: &str, kind: &str, input: &impl Serialize) -> Result<()> {
        let document = format!("mutation Demonstration($input: {kind}!) {{ {mutation}(input: $input) }}");
        let variables = serde_json::json!({ "input": input });
        self.document(document, variables).await
    }

    /// Sends a file about schools, looks at what it would change, and takes it over.
    pub async fn take_over(&mut self, name: &str, file: String, day: Option<NaiveDate>) -> Result<()> {
        let visitor = self.visitor().await?;
        let door = self.door.clone();
        let access = door.authorize(&visitor, Action::ChangeOrganisation)?;
        let code = organisation::code_of(&access).await?;
        let id = upload::keep(&access, name, code, Cursor::new(file.into_bytes()), Box::new(|_| {})).await?;
        let shown = import::preview(&access, &Upload::of(&access, id).await?, day).await?;
        if shown.rejected > 0 || !shown.does_something() {
            return Err(Error::broken(format!("the demonstration: {name}: {:?}", shown.faults)));
        }
        let document = "mutation Demonstration($upload: UploadId!, $day: NaiveDate, $digest: String!) {
            importRegister(upload: $upload, day: $day, digest: $digest) }";
        let variables = serde_json::json!({ "upload": id, "day": day, "digest": shown.digest });
        self.document(document.to_owned(), variables).await?;
        upload::forget(&access, id).await
    }

    async fn visitor(&mut self) -> Result<Visitor> {
        if let Some(visitor) = self.visitors.get(&self.person) {
            return Ok(visitor.clone());
        }
        let visitor = Visitor(session::caller(&self.door, self.person).await?);
        self.visitors.insert(self.person, visitor.clone());
        Ok(visitor)
    }

    /// Sends a whole document.
    pub async fn document(&mut self, document: String, variables: serde_json::Value) -> Result<()> {
        let visitor = self.visitor().await?;
        let request = Request::new(&document).variables(Variables::from_json(variables)).data(visitor);
        let answer = self.schema.execute(request).await;
        match answer.errors.first() {
            None => Ok(()),
            Some(error) => Err(Error::broken(format!("the demonstration: {document}: {error:?}"))),
        }
    }
}
