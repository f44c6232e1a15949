//! Answers into views, with little code.
//!
//! serde's derived code can read a structure from a list as well as from an object, and serde_json calls both. The
//! server sends objects only, so this reader asks for objects only: for each view half the code stays out of the
//! download.

use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, Error as _, MapAccess, SeqAccess, VariantAccess,
    Visitor, value::StrDeserializer,
};
use serde_json::{Error, Map, Value};

/// Reads a view from what the server sent.
pub fn decode<T: DeserializeOwned>(value: Value) -> Result<T, Error> {
    T::deserialize(Reader(value))
}

struct Reader(Value);

#[cold]
fn unexpected() -> Error {
    Error::custom("not what the page asked for")
}

macro_rules! scalars {
    ($($method:ident: $pattern:pat => $visit:ident($value:expr),)+) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            match self.0 {
                $pattern => visitor.$visit($value),
                _ => Err(unexpected()),
            }
        }
    )+};
}

macro_rules! whole_numbers {
    ($($method:ident)+) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            visitor.visit_i64(self.0.as_i64().ok_or_else(unexpected)?)
        }
    )+};
}

impl<'de> Deserializer<'de> for Reader {
    type Error = Error;

    scalars! {
        deserialize_bool: Value::Bool(it) => visit_bool(it),
        deserialize_str: Value::String(it) => visit_string(it),
        deserialize_string: Value::String(it) => visit_string(it),
        deserialize_identifier: Value::String(it) => visit_string(it),
        deserialize_seq: Value::Array(it) => visit_seq(List(it.into_iter())),
    }

    whole_numbers! { deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_f64(visitor)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_f64(self.0.as_f64().ok_or_else(unexpected)?)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.0.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Value::Object(it) => visitor.visit_map(Fields { rest: it.into_iter(), value: None }),
            _ => Err(unexpected()),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match self.0 {
            Value::String(it) => visitor.visit_enum(Word(it)),
            _ => Err(unexpected()),
        }
    }

    /// Unions and refusals, which say in a field what they are, are read into serde's own buffer first.
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.0.deserialize_any(visitor)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }

    serde::forward_to_deserialize_any! { char bytes byte_buf unit unit_struct tuple tuple_struct }
}

struct List(std::vec::IntoIter<Value>);

impl<'de> SeqAccess<'de> for List {
    type Error = Error;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Error> {
        self.0.next().map(|it| seed.deserialize(Reader(it))).transpose()
    }
}

struct Fields {
    rest: <Map<String, Value> as IntoIterator>::IntoIter,
    value: Option<Value>,
}

impl<'de> MapAccess<'de> for Fields {
    type Error = Error;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Error> {
        let Some((key, value)) = self.rest.next() else { return Ok(None) };
        self.value = Some(value);
        seed.deserialize(StrDeserializer::<Error>::new(&key)).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Error> {
        seed.deserialize(Reader(self.value.take().unwrap_or_default()))
    }
}

/// A choice without anything in it, as every enum of the API is.
struct Word(String);

impl<'de> EnumAccess<'de> for Word {
    type Error = Error;
    type Variant = Nothing;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Nothing), Error> {
        Ok((seed.deserialize(StrDeserializer::<Error>::new(&self.0))?, Nothing))
    }
}

struct Nothing;

impl<'de> VariantAccess<'de> for Nothing {
    type Error = Error;

    fn unit_variant(self) -> Result<(), Error> {
        Ok(())
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, _: S) -> Result<S::Value, Error> {
        Err(unexpected())
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, _: V) -> Result<V::Value, Error> {
        Err(unexpected())
    }

    fn struct_variant<V: Visitor<'de>>(self, _: &'static [&'static str], _: V) -> Result<V::Value, Error> {
        Err(unexpected())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use shared::{
        home::Home,
        intervention::Plan,
        setting::{SettingValue, SettingVersion},
    };

    use super::*;

    #[test]
    fn views_are_read_like_serde_json_reads_them() {
        let plan = json!({
            "cluster": "Cluster 2", "priorities": [], "next": null, "proposes": true,
            "interventions": [{
                "id": "8c4bfb4e-1b1f-4e9a-8a5f-3a3b2d1c0f00", "title": "T", "priority": "P", "stage": "AGREED",
                "provider": "S", "startsOn": "2018-12-01", "endsOn": "2019-05-31", "cost": 3_100_000_000_i64
            }]
        });
        assert_eq!(decode::<Plan>(plan.clone()).unwrap(), serde_json::from_value(plan).unwrap());
        let home = json!({ "needs": [{ "kind": "AGREED", "title": "T", "cluster": null, "intervention": null,
            "day": "2018-12-01" }], "due": [], "changed": [] });
        assert_eq!(decode::<Home>(home.clone()).unwrap(), serde_json::from_value(home).unwrap());
        let version = json!({ "id": "8c4bfb4e-1b1f-4e9a-8a5f-3a3b2d1c0f00", "since": "2018-09-01", "reason": "R",
            "value": { "__typename": "DisclosureThreshold", "fewest": 5 } });
        let read: SettingVersion = decode(version).unwrap();
        assert!(matches!(read.value, SettingValue::DisclosureThreshold(it) if it.fewest == 5));
    }

    #[test]
    fn another_shape_is_refused() {
        for wrong in [json!([]), json!({ "needs": 1 }), json!(null), json!({ "needs": [{ "kind": "NEW" }] })] {
            assert!(decode::<Home>(wrong).is_err());
        }
    }
}
