//! Why a request did not do what it was asked to: one type on both sides of the wire.

use serde::{Deserialize, Serialize};

use crate::money::Pence;

/// A refusal the person on the other side can understand. Whatever is not one of these is logged and told as
/// [`Failure::Internal`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "code", rename_all = "SCREAMING_SNAKE_CASE", rename_all_fields = "camelCase")]
pub enum Failure {
    /// Nobody is signed in, or the session has ended.
    #[error("Sign in to continue.")]
    SignedOut,
    /// The caller may see this and may not do it.
    #[error("Your roles do not let you do this.")]
    Forbidden,
    /// There is no such thing, or its existence is not for this caller.
    #[error("We cannot find that.")]
    NotFound,
    /// The input breaks rules; each problem names its field.
    #[error("Check what you entered.")]
    Invalid {
        /// What is wrong, in the order of the form.
        problems: Vec<Problem>,
    },
    /// Somebody else saved the thing after the caller read it.
    #[error("Somebody else changed this after you opened it.")]
    Changed {
        /// The fields that differ, with both values.
        changes: Vec<Change>,
        /// The version to send if the caller still wants to save.
        version: i32,
    },
    /// The id of a create was used before for something else.
    #[error("This could not be saved under that id. Start again from an empty form.")]
    Taken,
    /// The person who proposed a thing cannot agree it (D14).
    #[error("You proposed this, so another member has to record the agreement.")]
    OwnProposal,
    /// The person who asked for the money cannot certify that it was spent (D14).
    #[error("You proposed this, so another person has to record what was paid for it.")]
    OwnRequest,
    /// The cluster has less money left than the commitment needs.
    #[error("The cluster has {available} left, and this commits {asked}.")]
    OverCommitted {
        /// What is left before the commitment.
        available: Pence,
        /// What the commitment needs.
        asked: Pence,
    },
    /// The stage of the thing does not allow this any more.
    #[error("This has been decided already.")]
    Decided,
    /// The request is not one the server reads.
    #[error("{message}")]
    BadRequest {
        /// What to send instead.
        message: String,
    },
    /// The database cannot be reached or written just now. Nothing was saved.
    #[error("The service cannot save or read just now. Nothing was changed. Try again in a minute.")]
    Unavailable,
    /// The network did not carry the request. Made by the page, never by the server.
    #[error("We could not reach the service. Check your connection and try again.")]
    Offline,
    /// Something broke. The log says what, under the reference.
    #[error("Something went wrong. Try again later.")]
    Internal {
        /// What to quote to the people who run the service.
        reference: String,
    },
}

/// One rule that one field breaks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// The field of the input, in camelCase as in the API.
    pub field: String,
    /// What is wrong and what to do.
    pub message: String,
}

/// One field that two people changed, or that one version has different from another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "graphql", derive(async_graphql::SimpleObject))]
pub struct Change {
    /// The field, in the words of the form.
    pub field: String,
    /// What the caller wanted to save.
    pub yours: String,
    /// What is saved now.
    pub theirs: String,
}

/// Collects the problems of a form in the order of its fields.
#[derive(Debug, Default)]
pub struct Problems(Vec<Problem>);

impl Problems {
    /// Notes `message` for `field` where `wrong` holds.
    pub fn when(&mut self, wrong: bool, field: &str, message: impl Into<String>) -> &mut Self {
        if wrong {
            self.0.push(Problem { field: field.to_owned(), message: message.into() });
        }
        self
    }

    /// Takes the problems of a part of the form.
    pub fn take<T>(&mut self, part: Result<T, Vec<Problem>>) -> Option<T> {
        part.map_err(|problems| self.0.extend(problems)).ok()
    }

    /// The problems, if there are any.
    pub fn finish(self) -> Result<(), Vec<Problem>> {
        if self.0.is_empty() { Ok(()) } else { Err(self.0) }
    }
}

impl From<Vec<Problem>> for Failure {
    fn from(problems: Vec<Problem>) -> Self {
        Self::Invalid { problems }
    }
}

impl Failure {
    /// A refusal of one field.
    pub fn invalid(field: &str, message: impl Into<String>) -> Self {
        vec![Problem { field: field.to_owned(), message: message.into() }].into()
    }
}
