//! The deserializer over text.

use std::borrow::Cow;
use std::collections::HashSet;

use serde::Deserializer;
use serde::de::value::{BorrowedStrDeserializer, StringDeserializer};
use serde::de::{DeserializeSeed, EnumAccess, MapAccess, SeqAccess, Unexpected, VariantAccess, Visitor};

use super::Limits;
use super::error::{Fault, JsonError, Segment};
use super::text::{Number, number, plain_prefix, unescape};

/// The parser recurses once per level; this many levels fit a small thread stack with room to spare.
const DEEPEST: usize = 128;

/// A position in a document.
pub(super) struct Reader<'de> {
    text: &'de str,
    at: usize,
    depth_left: usize,
    values_left: usize,
}

impl<'de> Reader<'de> {
    pub(super) fn new(text: &'de str, limits: &Limits) -> Self {
        Self {
            text,
            at: 0,
            depth_left: limits.max_depth.min(DEEPEST),
            values_left: limits.max_values,
        }
    }

    /// Refuses what follows the value, white space apart.
    pub(super) fn end(&mut self) -> Result<(), Fault> {
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(Fault::document(JsonError::TrailingData { offset: self.at })),
        }
    }

    fn rest(&self) -> &'de str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn syntax(&self) -> Fault {
        Fault::document(JsonError::Syntax { offset: self.at })
    }

    /// The next byte that is not white space, which becomes the position.
    fn peek(&mut self) -> Option<u8> {
        let rest = self.rest().as_bytes();
        let blank = rest
            .iter()
            .take_while(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r'))
            .count();
        self.at = self.at.saturating_add(blank);
        rest.get(blank).copied()
    }

    fn advance(&mut self, bytes: usize) {
        self.at = self.at.saturating_add(bytes);
    }

    fn expect(&mut self, byte: u8) -> Result<(), Fault> {
        if self.peek() != Some(byte) {
            return Err(self.syntax());
        }
        self.advance(1);
        Ok(())
    }

    fn word(&mut self, word: &str) -> Result<(), Fault> {
        if !self.rest().starts_with(word) {
            return Err(self.syntax());
        }
        self.advance(word.len());
        Ok(())
    }

    /// The string at the position.
    fn string(&mut self) -> Result<Cow<'de, str>, Fault> {
        self.expect(b'"')?;
        let rest = self.rest();
        let bytes = rest.as_bytes();
        let mut end = 0_usize;
        loop {
            end = end.saturating_add(plain_prefix(bytes.get(end..).unwrap_or_default()));
            match bytes.get(end) {
                Some(b'"') => break,
                Some(b'\\') => end = end.saturating_add(2),
                _ => {
                    self.advance(end);
                    return Err(self.syntax());
                }
            }
        }
        let raw = rest.get(..end).ok_or_else(|| self.syntax())?;
        let string = unescape(raw).ok_or_else(|| self.syntax())?;
        self.advance(end.saturating_add(1));
        Ok(string)
    }

    fn number<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Fault> {
        let (number, length) = number(self.rest()).ok_or_else(|| self.syntax())?;
        if number == Number::OutOfRange {
            return Err(Fault::document(JsonError::NumberOutOfRange { offset: self.at }));
        }
        self.advance(length);
        match number {
            Number::Unsigned(n) => visitor.visit_u64(n),
            Number::Signed(n) => visitor.visit_i64(n),
            Number::Float(n) => visitor.visit_f64(n),
            Number::OutOfRange => Err(self.syntax()),
        }
    }

    fn count_value(&mut self) -> Result<(), Fault> {
        self.values_left = self
            .values_left
            .checked_sub(1)
            .ok_or_else(|| Fault::document(JsonError::TooManyValues))?;
        Ok(())
    }

    /// Enters an array or object, runs `inside`, and leaves it.
    fn nested<T>(
        &mut self,
        open: u8,
        close: u8,
        inside: impl FnOnce(&mut Self) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        self.expect(open)?;
        self.depth_left = self
            .depth_left
            .checked_sub(1)
            .ok_or_else(|| Fault::document(JsonError::TooDeep { offset: self.at }))?;
        let value = inside(self)?;
        // A type that stops before the end of an array asked for fewer elements than there are.
        if self.peek() != Some(close) {
            return Err(if self.peek() == Some(b',') {
                Fault::field("wrong_length")
            } else {
                self.syntax()
            });
        }
        self.advance(1);
        self.depth_left = self.depth_left.saturating_add(1);
        Ok(value)
    }

    fn array<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Fault> {
        self.nested(b'[', b']', |reader| {
            visitor.visit_seq(Elements { reader, index: 0 })
        })
    }

    fn object<V: Visitor<'de>>(
        &mut self,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        self.nested(b'{', b'}', |reader| {
            visitor.visit_map(Members::new(reader, names))
        })
    }
}

impl<'de> Deserializer<'de> for &mut Reader<'de> {
    type Error = Fault;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.count_value()?;
        match self.peek() {
            Some(b'"') => match self.string()? {
                Cow::Borrowed(text) => visitor.visit_borrowed_str(text),
                Cow::Owned(text) => visitor.visit_string(text),
            },
            Some(b'{') => self.object(&[], visitor),
            Some(b'[') => self.array(visitor),
            Some(b'-' | b'0'..=b'9') => self.number(visitor),
            Some(b't') => self.word("true").and_then(|()| visitor.visit_bool(true)),
            Some(b'f') => self.word("false").and_then(|()| visitor.visit_bool(false)),
            Some(b'n') => self.word("null").and_then(|()| visitor.visit_unit()),
            _ => Err(self.syntax()),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        if self.peek() == Some(b'n') {
            self.count_value()?;
            self.word("null")?;
            return visitor.visit_none();
        }
        visitor.visit_some(self)
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
        if self.peek() == Some(b'{') {
            self.count_value()?;
            return self.object(fields, visitor);
        }
        // serde's derive would also take the fields as an array; JSON clients do not mean that.
        if self.peek() == Some(b'[') {
            return Err(Fault::field("wrong_type"));
        }
        self.deserialize_any(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        self.count_value()?;
        match self.peek() {
            Some(b'"') => match self.string()? {
                Cow::Borrowed(text) => visitor.visit_enum(BorrowedStrDeserializer::new(text)),
                Cow::Owned(text) => visitor.visit_enum(StringDeserializer::new(text)),
            },
            Some(b'{') => self.nested(b'{', b'}', |reader| visitor.visit_enum(Variant { reader })),
            Some(b'-' | b'0'..=b'9' | b'[' | b't' | b'f' | b'n') => Err(Fault::field("wrong_type")),
            _ => Err(self.syntax()),
        }
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct
        seq tuple tuple_struct map identifier ignored_any
    }
}

struct Elements<'r, 'de> {
    reader: &'r mut Reader<'de>,
    index: usize,
}

impl<'de> SeqAccess<'de> for Elements<'_, 'de> {
    type Error = Fault;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Fault> {
        if self.reader.peek() == Some(b']') {
            return Ok(None);
        }
        if self.index > 0 {
            self.reader.expect(b',')?;
        }
        let index = self.index;
        self.index = index.saturating_add(1);
        seed.deserialize(&mut *self.reader)
            .map(Some)
            .map_err(|fault| fault.within(Segment::Index(index)))
    }
}

struct Members<'r, 'de> {
    reader: &'r mut Reader<'de>,
    names: &'static [&'static str],
    seen: Seen<'de>,
    current: Segment,
}

impl<'r, 'de> Members<'r, 'de> {
    fn new(reader: &'r mut Reader<'de>, names: &'static [&'static str]) -> Self {
        Self {
            reader,
            names,
            seen: Seen::default(),
            current: Segment::Opaque,
        }
    }
}

impl<'de> MapAccess<'de> for Members<'_, 'de> {
    type Error = Fault;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Fault> {
        if self.reader.peek() == Some(b'}') {
            return Ok(None);
        }
        if !self.seen.is_empty() {
            self.reader.expect(b',')?;
        }
        let name = self.reader.string()?;
        let own = self.names.iter().find(|own| **own == name);
        self.current = own.map_or(Segment::Opaque, |own| Segment::Name(own));
        if !self.seen.insert(name.clone()) {
            return Err(Fault::document(JsonError::DuplicateName {
                offset: self.reader.at,
            }));
        }
        match name {
            Cow::Borrowed(text) => seed.deserialize(BorrowedStrDeserializer::new(text)),
            Cow::Owned(text) => seed.deserialize(StringDeserializer::new(text)),
        }
        .map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Fault> {
        self.reader.expect(b':')?;
        seed.deserialize(&mut *self.reader)
            .map_err(|fault| fault.within(self.current))
    }
}

/// The names of one object so far. Requests have few; a document with many gets a hash set, whose keys an
/// attacker cannot aim at since the standard library's hasher is keyed per process.
#[derive(Default)]
struct Seen<'de> {
    few: Vec<Cow<'de, str>>,
    many: HashSet<Cow<'de, str>>,
}

impl<'de> Seen<'de> {
    const FEW: usize = 16;

    fn is_empty(&self) -> bool {
        self.few.is_empty()
    }

    /// Whether `name` is new.
    fn insert(&mut self, name: Cow<'de, str>) -> bool {
        if self.few.contains(&name) || self.many.contains(&name) {
            return false;
        }
        if self.few.len() < Self::FEW {
            self.few.push(name);
        } else {
            self.many.insert(name);
        }
        true
    }
}

/// `{"variant": content}`.
struct Variant<'r, 'de> {
    reader: &'r mut Reader<'de>,
}

impl<'de> EnumAccess<'de> for Variant<'_, 'de> {
    type Error = Fault;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Fault> {
        let name = self.reader.string()?;
        self.reader.expect(b':')?;
        let variant = seed.deserialize(StringDeserializer::new(name.into_owned()))?;
        Ok((variant, self))
    }
}

impl<'de> VariantAccess<'de> for Variant<'_, 'de> {
    type Error = Fault;

    fn unit_variant(self) -> Result<(), Fault> {
        serde::Deserialize::deserialize(self.reader).map_err(|fault: Fault| fault.within(Segment::Opaque))
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Fault> {
        seed.deserialize(self.reader)
            .map_err(|fault| fault.within(Segment::Opaque))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Fault> {
        if self.reader.peek() != Some(b'[') {
            return Err(serde::de::Error::invalid_type(Unexpected::TupleVariant, &visitor));
        }
        self.reader
            .deserialize_any(visitor)
            .map_err(|fault| fault.within(Segment::Opaque))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        self.reader
            .deserialize_struct("", fields, visitor)
            .map_err(|fault| fault.within(Segment::Opaque))
    }
}
