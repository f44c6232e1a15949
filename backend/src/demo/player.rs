//! Plays the people of the demonstration: each change is a mutation, sent on a day by a person who may.

use std::collections::HashMap;

use async_graphql::{Request, Variables};
use chrono::NaiveDate;
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use shared::id::PersonId;
use uuid::Uuid;

use crate::{
    access::{Door, Visitor},
    error::{Error, Result},
    graphql::{Schema, schema},
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

    /// Sends a whole document.
    pub async fn document(&mut self, document: String, variables: serde_json::Value) -> Result<()> {
        let visitor = match self.visitors.get(&self.person) {
            Some(visitor) => visitor.clone(),
            None => {
                let visitor = Visitor(session::caller(&self.door, self.person).await?);
                self.visitors.insert(self.person, visitor.clone());
                visitor
            }
        };
        let request = Request::new(&document).variables(Variables::from_json(variables)).data(visitor);
        let answer = self.schema.execute(request).await;
        match answer.errors.first() {
            None => Ok(()),
            Some(error) => Err(Error::broken(format!("the demonstration: {document}: {error:?}"))),
        }
    }
}
