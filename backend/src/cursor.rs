//! Sealed cursors: where a list goes on, readable by this server alone, for one person and one list.

use aes_gcm_siv::{
    Aes256GcmSiv, KeyInit, Nonce,
    aead::{Aead, Payload},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Serialize, de::DeserializeOwned};
use sha2::{Digest, Sha256};
use shared::{failure::Failure, id::PersonId, page::Cursor};

use crate::error::{Error, Result};

/// The server's own secret. All processes on one database share it.
#[derive(Clone)]
pub struct ServerKey([u8; 32]);

impl ServerKey {
    /// The key kept as `text`.
    pub fn from_text(text: &str) -> Self {
        Self(Sha256::digest(text.as_bytes()).into())
    }

    /// Eight letters that stand for a person in the log: the same for the same person, and nobody's name.
    pub fn opaque(&self, person: PersonId) -> String {
        let mut sum = Sha256::new_with_prefix(self.0);
        sum.update(person.0.as_bytes());
        crate::audit::hex(&sum.finalize()[..4])
    }

    /// Seals the place after a row.
    ///
    /// The nonce is fixed, which this cipher allows: equal places then give equal cursors, and nothing more is told.
    pub fn seal(&self, list: &str, person: PersonId, place: &impl Serialize) -> Result<Cursor> {
        let place = serde_json::to_vec(place)?;
        let sealed = self
            .cipher()
            .encrypt(&Nonce::default(), Payload { msg: &place, aad: &binding(list, person) })
            .map_err(|_| Error::broken("a cursor could not be sealed"))?;
        Ok(Cursor(URL_SAFE_NO_PAD.encode(sealed)))
    }

    /// Opens a cursor; one of another person, list or server is refused like one that never was.
    pub fn open<T: DeserializeOwned>(&self, list: &str, person: PersonId, cursor: &Cursor) -> Result<T> {
        let refused = || Failure::invalid("after", "This place in the list is not known. Go to the first page");
        let sealed = URL_SAFE_NO_PAD.decode(&cursor.0).map_err(|_| refused())?;
        let place = self
            .cipher()
            .decrypt(&Nonce::default(), Payload { msg: &sealed, aad: &binding(list, person) })
            .map_err(|_| refused())?;
        serde_json::from_slice(&place).map_err(|_| refused().into())
    }

    fn cipher(&self) -> Aes256GcmSiv {
        Aes256GcmSiv::new(&self.0.into())
    }
}

fn binding(list: &str, person: PersonId) -> Vec<u8> {
    [person.0.as_bytes().as_slice(), list.as_bytes()].concat()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_cursor_is_for_one_person_one_list_and_one_server() {
        let (key, me, you) = (ServerKey::from_text("a"), PersonId(Uuid::from_u128(1)), PersonId(Uuid::from_u128(2)));
        let cursor = key.seal("schools", me, &("st marys", 7)).unwrap();
        assert_eq!(key.open::<(String, i32)>("schools", me, &cursor).unwrap(), ("st marys".to_owned(), 7));
        for opened in [
            key.open::<(String, i32)>("schools", you, &cursor),
            key.open("members", me, &cursor),
            ServerKey::from_text("b").open("schools", me, &cursor),
            key.open("schools", me, &Cursor("x".into())),
        ] {
            assert!(matches!(opened, Err(Error::Refused(Failure::Invalid { .. }))));
        }
        assert!(!cursor.0.contains("marys"));
    }
}
