//! The three fields of an entry that are not written in the source: each can hold an id and little else.

use std::fmt;

use ward_keys::hazmat::digest::sha256;

/// The longest [`OpaqueId`] in bytes.
pub const MAX_ID_LEN: usize = 64;

/// The longest [`Principal`] in bytes of UTF-8, kind and colon included.
pub const MAX_PRINCIPAL_LEN: usize = 256;

/// Stands for an id that was not one.
const NOT_AN_ID: &str = "?";

/// An id that Ward made: 1 to 64 ASCII letters, digits, `.`, `_` or `-`.
///
/// Anything else becomes `?`. An event must be recorded even where its id is bad, but text that does not look like
/// an id (a password put in the wrong place, say) must not get into a log that can never be edited.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct OpaqueId(String);

impl OpaqueId {
    /// Takes an id, or `?` in its place.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        let id = id.into();
        let fits = (1..=MAX_ID_LEN).contains(&id.len())
            && id
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-'));
        Self(if fits { id } else { NOT_AN_ID.to_owned() })
    }

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Who called, as `kind:id`.
///
/// The id may be a name from outside, so any text is taken; beyond [`MAX_PRINCIPAL_LEN`] the rest is replaced by
/// `…` and the first 16 hexadecimal digits of the whole id's SHA-256, so that two long names stay apart.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Principal(String);

/// `…` and a quarter of a SHA-256 in hexadecimal: 64 bits tell names apart, and nothing rests on them.
const CUT_LEN: usize = '…'.len_utf8() + 16;

impl Principal {
    /// A principal of a kind such as `user` or `apikey`. The id is public: never pass a token or a key.
    #[must_use]
    pub fn new(kind: &'static str, id: &str) -> Self {
        let mut text = format!("{kind}:{id}");
        if text.len() > MAX_PRINCIPAL_LEN {
            let mark = sha256(&[id.as_bytes()])
                .first_chunk()
                .copied()
                .map_or(0, u64::from_be_bytes);
            text.truncate(text.floor_char_boundary(MAX_PRINCIPAL_LEN.saturating_sub(CUT_LEN)));
            return Self(format!("{text}…{mark:016x}"));
        }
        Self(text)
    }

    /// The principal of a call without credentials.
    #[must_use]
    pub fn anonymous() -> Self {
        Self::new("anonymous", "")
    }

    /// `kind:id`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The thing acted on, by Ward's own id: `kind:id` or `kind:id#version`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Resource {
    kind: &'static str,
    id: OpaqueId,
    version: Option<u32>,
}

impl Resource {
    /// A resource of a kind such as `key` or `token`.
    #[must_use]
    pub const fn new(kind: &'static str, id: OpaqueId) -> Self {
        Self {
            kind,
            id,
            version: None,
        }
    }

    /// The same resource in one of its versions.
    #[must_use]
    pub const fn version(mut self, version: u32) -> Self {
        self.version = Some(version);
        self
    }
}

impl fmt::Display for Resource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.kind, self.id.as_str())?;
        self.version.map_or(Ok(()), |version| write!(f, "#{version}"))
    }
}
