//! The deserializer over a value that was parsed before.

use serde::Deserializer;
use serde::de::value::{StringDeserializer, UnitDeserializer};
use serde::de::{DeserializeSeed, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor};
use serde_json::{Map, Value};

use super::error::{Fault, Segment};

/// A value on its way into a typed request.
pub(super) struct Node(pub(super) Value);

fn array<'de, V: Visitor<'de>>(values: Vec<Value>, visitor: V) -> Result<V::Value, Fault> {
    let mut elements = Elements {
        values: values.into_iter(),
        index: 0,
    };
    let value = visitor.visit_seq(&mut elements)?;
    match elements.values.next() {
        None => Ok(value),
        Some(_) => Err(Fault::field("wrong_length")),
    }
}

fn object<'de, V: Visitor<'de>>(
    members: Map<String, Value>,
    names: &'static [&'static str],
    visitor: V,
) -> Result<V::Value, Fault> {
    visitor.visit_map(Members {
        rest: members.into_iter(),
        names,
        current: Segment::Opaque,
        value: Value::Null,
    })
}

impl<'de> Deserializer<'de> for Node {
    type Error = Fault;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.0 {
            Value::Null => visitor.visit_unit(),
            Value::Bool(value) => visitor.visit_bool(value),
            Value::Number(number) => {
                if let Some(n) = number.as_u64() {
                    visitor.visit_u64(n)
                } else if let Some(n) = number.as_i64() {
                    visitor.visit_i64(n)
                } else {
                    visitor.visit_f64(number.as_f64().ok_or_else(|| Fault::field("out_of_range"))?)
                }
            }
            Value::String(text) => visitor.visit_string(text),
            Value::Array(values) => array(values, visitor),
            Value::Object(members) => object(members, &[], visitor),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.0 {
            Value::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Fault> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        match self.0 {
            Value::Object(members) => object(members, fields, visitor),
            Value::Array(_) => Err(Fault::field("wrong_type")),
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        match self.0 {
            Value::String(text) => visitor.visit_enum(StringDeserializer::new(text)),
            Value::Object(members) => {
                let mut members = members.into_iter();
                match (members.next(), members.next()) {
                    (Some((name, content)), None) => visitor.visit_enum(Variant {
                        name,
                        content: Node(content),
                    }),
                    _ => Err(Fault::field("wrong_length")),
                }
            }
            _ => Err(Fault::field("wrong_type")),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_unit()
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct
        seq tuple tuple_struct map identifier
    }
}

struct Elements {
    values: std::vec::IntoIter<Value>,
    index: usize,
}

impl<'de> SeqAccess<'de> for Elements {
    type Error = Fault;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Fault> {
        let Some(value) = self.values.next() else {
            return Ok(None);
        };
        let index = self.index;
        self.index = index.saturating_add(1);
        seed.deserialize(Node(value))
            .map(Some)
            .map_err(|fault| fault.within(Segment::Index(index)))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.values.len())
    }
}

struct Members {
    rest: serde_json::map::IntoIter,
    names: &'static [&'static str],
    current: Segment,
    value: Value,
}

impl<'de> MapAccess<'de> for Members {
    type Error = Fault;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Fault> {
        let Some((name, value)) = self.rest.next() else {
            return Ok(None);
        };
        self.value = value;
        let own = self.names.iter().find(|own| **own == name);
        self.current = own.map_or(Segment::Opaque, |own| Segment::Name(own));
        seed.deserialize(StringDeserializer::new(name)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Fault> {
        seed.deserialize(Node(self.value.take()))
            .map_err(|fault| fault.within(self.current))
    }
}

/// `{"variant": content}`.
struct Variant {
    name: String,
    content: Node,
}

impl<'de> EnumAccess<'de> for Variant {
    type Error = Fault;
    type Variant = Node;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Node), Fault> {
        Ok((
            seed.deserialize(StringDeserializer::new(self.name))?,
            self.content,
        ))
    }
}

impl<'de> VariantAccess<'de> for Node {
    type Error = Fault;

    fn unit_variant(self) -> Result<(), Fault> {
        match self.0 {
            Value::Null => serde::Deserialize::deserialize(UnitDeserializer::new()),
            _ => Err(Fault::field("wrong_type").within(Segment::Opaque)),
        }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Fault> {
        seed.deserialize(self)
            .map_err(|fault| fault.within(Segment::Opaque))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Fault> {
        match self.0 {
            Value::Array(values) => array(values, visitor).map_err(|fault| fault.within(Segment::Opaque)),
            _ => Err(Fault::field("wrong_type").within(Segment::Opaque)),
        }
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        self.deserialize_struct("", fields, visitor)
            .map_err(|fault| fault.within(Segment::Opaque))
    }
}
