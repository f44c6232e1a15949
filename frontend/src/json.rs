//! From JSON to the shared views.
//!
//! serde_json can do this too. It brings for every structure the code that reads it as a list and the code that explains
//! what is wrong; the server sends neither lists for structures nor anything wrong that a person could put right, and the
//! download is smaller without.

use std::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{DeserializeSeed, IntoDeserializer, MapAccess, SeqAccess, Visitor, value::StrDeserializer},
    forward_to_deserialize_any,
};
use serde_json::Value;

/// The view in a piece of JSON; nothing where it does not fit.
pub fn view<'a, T: Deserialize<'a>>(value: &'a Value) -> Option<T> {
    T::deserialize(Json(value)).ok()
}

/// It does not fit. Where, nobody would read.
#[derive(Debug)]
struct Unfit;

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("unfit")
    }
}

impl std::error::Error for Unfit {}

impl serde::de::Error for Unfit {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

#[derive(Clone, Copy)]
struct Json<'a>(&'a Value);

impl<'a> Json<'a> {
    fn text(self) -> Result<&'a str, Unfit> {
        self.0.as_str().ok_or(Unfit)
    }
}

impl<'de> Deserializer<'de> for Json<'de> {
    type Error = Unfit;

    /// For what is told apart by one of its fields: serde keeps the rest until it knows.
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        match self.0 {
            Value::Null => visitor.visit_unit(),
            Value::Bool(it) => visitor.visit_bool(*it),
            Value::Number(_) => self.deserialize_i64(visitor),
            Value::String(it) => visitor.visit_borrowed_str(it),
            Value::Array(_) => self.deserialize_seq(visitor),
            Value::Object(_) => self.deserialize_map(visitor),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        visitor.visit_bool(self.0.as_bool().ok_or(Unfit)?)
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        visitor.visit_i64(self.0.as_i64().ok_or(Unfit)?)
    }

    fn deserialize_i32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        self.deserialize_i64(visitor)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        visitor.visit_f64(self.0.as_f64().ok_or(Unfit)?)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        visitor.visit_borrowed_str(self.text()?)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        self.deserialize_str(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        if self.0.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Unfit> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        visitor.visit_seq(Items(self.0.as_array().ok_or(Unfit)?.iter()))
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        visitor.visit_map(Fields { rest: self.0.as_object().ok_or(Unfit)?.iter(), value: None })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unfit> {
        self.deserialize_map(visitor)
    }

    /// The API's enums are words.
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unfit> {
        visitor.visit_enum(word(self.text()?))
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        i8 i16 i128 u8 u16 u32 u64 u128 f32 char bytes byte_buf unit unit_struct tuple tuple_struct
    }
}

fn word(text: &str) -> StrDeserializer<'_, Unfit> {
    text.into_deserializer()
}

struct Items<'a>(std::slice::Iter<'a, Value>);

impl<'de> SeqAccess<'de> for Items<'de> {
    type Error = Unfit;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Unfit> {
        self.0.next().map(|it| seed.deserialize(Json(it))).transpose()
    }
}

struct Fields<'a> {
    rest: serde_json::map::Iter<'a>,
    value: Option<&'a Value>,
}

impl<'de> MapAccess<'de> for Fields<'de> {
    type Error = Unfit;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Unfit> {
        let Some((key, value)) = self.rest.next() else { return Ok(None) };
        self.value = Some(value);
        seed.deserialize(word(key)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Unfit> {
        seed.deserialize(Json(self.value.take().ok_or(Unfit)?))
    }
}

#[cfg(test)]
mod tests {
    use serde::{Serialize, de::DeserializeOwned};
    use shared::{
        failure::{Change, Failure, Problem},
        home::{Home, Notice, NoticeKind},
        money::Pence,
        organisation::ClusterLink,
        setting::{Calendar, DisclosureThreshold, Setting, SettingName, SettingValue, SettingVersion},
    };

    use super::*;

    fn comes_back<T: Serialize + DeserializeOwned + PartialEq + fmt::Debug>(sent: &T) {
        let json = serde_json::to_value(sent).unwrap();
        assert_eq!(view::<T>(&json).as_ref(), Some(sent), "{json}");
    }

    #[test]
    fn what_the_server_sends_is_what_the_page_reads() {
        let link = ClusterLink { id: "4f7c1a52-7d0e-4b59-9d2c-0a1b2c3d4e5f".parse().unwrap(), name: "Ash".into() };
        let day = "2018-11-21".parse().unwrap();
        let notice =
            Notice { kind: NoticeKind::EndsSoon, title: "Talk".into(), cluster: Some(link), intervention: None, day };
        comes_back(&Home { needs: vec![notice], due: vec![], changed: vec![] });
        let version = |value| SettingVersion {
            id: "4f7c1a52-7d0e-4b59-9d2c-0a1b2c3d4e5f".parse().unwrap(),
            since: day,
            value,
            reason: "Forum".into(),
        };
        let threshold = SettingValue::DisclosureThreshold(DisclosureThreshold { fewest: 5 });
        let calendar = SettingValue::Calendar(Calendar { terms: vec![] });
        comes_back(&Setting { name: SettingName::Calendar, versions: vec![version(threshold), version(calendar)] });
        comes_back(&1.5_f64);
        assert_eq!(view::<f64>(&serde_json::json!(3)), Some(3.0));
    }

    #[test]
    fn every_shape_of_a_failure_is_read() {
        comes_back(&Failure::SignedOut);
        comes_back(&Failure::Internal { reference: "K7F2".into() });
        comes_back(&Failure::OverCommitted { available: Pence::pounds(3), asked: Pence::pounds(4) });
        comes_back(&Failure::Invalid { problems: vec![Problem { field: "cost".into(), message: "Enter".into() }] });
        let change = Change { field: "Cost".into(), yours: "1".into(), theirs: "2".into() };
        comes_back(&Failure::Changed { changes: vec![change], version: 3 });
    }

    #[test]
    fn fields_that_are_new_do_not_matter_and_missing_ones_do() {
        let link = |json| view::<ClusterLink>(&json);
        let id = "4f7c1a52-7d0e-4b59-9d2c-0a1b2c3d4e5f";
        assert!(link(serde_json::json!({ "id": id, "name": "Ash", "colour": [1, { "a": null }] })).is_some());
        assert!(link(serde_json::json!({ "id": id })).is_none());
        assert!(link(serde_json::json!({ "id": 4, "name": "Ash" })).is_none());
    }
}
