//! Errors that cannot quote: the serde error type of both deserializers, and the two public ones.

use std::fmt::{self, Display, Write};

use serde::de::{Expected, Unexpected};

/// Every rule that a [`FieldError`] can name.
pub const RULES: &[&str] = &[
    "unknown_field",
    "missing_field",
    "duplicate_field",
    "unknown_variant",
    "wrong_type",
    "wrong_length",
    "out_of_range",
    "too_long",
    "too_short",
    "too_many",
    "empty",
    "not_allowed",
    "conflict",
    "format",
    "invalid",
];

/// Why a document was refused. No variant holds a piece of it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum JsonError {
    /// The document is longer than [`Limits::max_bytes`](super::Limits::max_bytes).
    #[error("the JSON document is longer than {limit} bytes")]
    TooLarge {
        /// The limit in bytes.
        limit: usize,
    },
    /// The bytes are not UTF-8, usually a document in another encoding.
    #[error("the JSON document is not UTF-8")]
    NotUtf8,
    /// The bytes are not JSON: a missing comma, a bare word, a control character in a string.
    #[error("the JSON document has a syntax error at byte {offset}")]
    Syntax {
        /// Where, in bytes from the start.
        offset: usize,
    },
    /// Something other than white space follows the value.
    #[error("the JSON document goes on after its value at byte {offset}")]
    TrailingData {
        /// Where, in bytes from the start.
        offset: usize,
    },
    /// Arrays and objects are nested deeper than the limit.
    #[error("the JSON document is nested too deeply at byte {offset}")]
    TooDeep {
        /// Where, in bytes from the start.
        offset: usize,
    },
    /// The document holds more values than the limit.
    #[error("the JSON document holds too many values")]
    TooManyValues,
    /// An object has two members of one name.
    #[error("an object in the JSON document has a duplicate name at byte {offset}")]
    DuplicateName {
        /// The end of the second name, in bytes from the start.
        offset: usize,
    },
    /// A number is too large for a finite double.
    #[error("a number in the JSON document is out of range at byte {offset}")]
    NumberOutOfRange {
        /// Where, in bytes from the start.
        offset: usize,
    },
    /// The document is sound JSON, but not the type that was asked for.
    #[error("the JSON document does not have the expected shape")]
    Fields(
        /// What is wrong with which field.
        Vec<FieldError>,
    ),
}

/// One thing that is wrong with one field.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the field at \"{pointer}\" breaks the rule {rule}")]
pub struct FieldError {
    /// Where, as a JSON Pointer (RFC 6901), down to the last name that is Ward's own. Empty for the document.
    pub pointer: String,
    /// Which rule: one of [`RULES`].
    pub rule: &'static str,
}

/// The error type inside the deserializers.
#[derive(Debug)]
pub(super) struct Fault(Box<Inner>);

#[derive(Debug)]
struct Inner {
    kind: Kind,
    /// Innermost first.
    path: Vec<Segment>,
}

#[derive(Debug)]
enum Kind {
    Document(JsonError),
    Field(&'static str),
    /// A rule about a member of the place, named by the type and so safe to repeat.
    Member(&'static str, &'static str),
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Segment {
    Index(usize),
    Name(&'static str),
    /// A name that the caller chose.
    Opaque,
}

impl Fault {
    pub(super) fn document(error: JsonError) -> Self {
        Self::of(Kind::Document(error))
    }

    pub(super) fn field(rule: &'static str) -> Self {
        Self::of(Kind::Field(rule))
    }

    fn of(kind: Kind) -> Self {
        Self(Box::new(Inner {
            kind,
            path: Vec::new(),
        }))
    }

    /// The same fault, seen from the array or object around it.
    pub(super) fn within(mut self, segment: Segment) -> Self {
        self.0.path.push(segment);
        self
    }

    pub(super) fn into_json_error(self) -> JsonError {
        match self.0.kind {
            Kind::Document(error) => error,
            Kind::Field(_) | Kind::Member(..) => JsonError::Fields(vec![self.into_field_error()]),
        }
    }

    pub(super) fn into_field_error(self) -> FieldError {
        let mut pointer = String::new();
        let mut complete = true;
        for segment in self.0.path.iter().rev() {
            match segment {
                Segment::Index(index) => {
                    // Writing to a String does not fail.
                    let _ = write!(pointer, "/{index}");
                }
                Segment::Name(name) => push_name(&mut pointer, name),
                Segment::Opaque => {
                    complete = false;
                    break;
                }
            }
        }
        let rule = match self.0.kind {
            Kind::Document(_) => "invalid",
            Kind::Field(rule) => rule,
            Kind::Member(rule, name) => {
                if complete {
                    push_name(&mut pointer, name);
                }
                rule
            }
        };
        FieldError { pointer, rule }
    }
}

fn push_name(pointer: &mut String, name: &str) {
    pointer.push('/');
    for c in name.chars() {
        match c {
            '~' => pointer.push_str("~0"),
            '/' => pointer.push_str("~1"),
            other => pointer.push(other),
        }
    }
}

impl Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the JSON document was refused")
    }
}

impl std::error::Error for Fault {}

impl serde::de::Error for Fault {
    fn custom<T: Display>(message: T) -> Self {
        let mut word = Word::default();
        // A message longer than any rule ends the writing early, and is no rule.
        let rule = match write!(word, "{message}") {
            Ok(()) => RULES.iter().find(|rule| rule.as_bytes() == word.written()),
            Err(fmt::Error) => None,
        };
        Self::field(rule.copied().unwrap_or("invalid"))
    }

    fn invalid_type(_: Unexpected<'_>, _: &dyn Expected) -> Self {
        Self::field("wrong_type")
    }

    fn invalid_value(found: Unexpected<'_>, _: &dyn Expected) -> Self {
        match found {
            Unexpected::Unsigned(_) | Unexpected::Signed(_) | Unexpected::Float(_) => {
                Self::field("out_of_range")
            }
            _ => Self::field("invalid"),
        }
    }

    fn invalid_length(_: usize, _: &dyn Expected) -> Self {
        Self::field("wrong_length")
    }

    fn unknown_variant(_: &str, _: &'static [&'static str]) -> Self {
        Self::field("unknown_variant")
    }

    fn unknown_field(_: &str, _: &'static [&'static str]) -> Self {
        Self::field("unknown_field")
    }

    fn missing_field(name: &'static str) -> Self {
        Self::of(Kind::Member("missing_field", name))
    }

    fn duplicate_field(name: &'static str) -> Self {
        Self::of(Kind::Member("duplicate_field", name))
    }
}

/// Room for one rule name: what a message is written to, so that a long one is never stored.
#[derive(Default)]
struct Word {
    bytes: [u8; 24],
    length: usize,
}

impl Word {
    fn written(&self) -> &[u8] {
        self.bytes.get(..self.length).unwrap_or_default()
    }
}

impl Write for Word {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let end = self.length.saturating_add(text.len());
        self.bytes
            .get_mut(self.length..end)
            .ok_or(fmt::Error)?
            .copy_from_slice(text.as_bytes());
        self.length = end;
        Ok(())
    }
}
