//! The claims of a token.

use std::fmt;
use std::time::Duration;

use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};
use ward_secret::{Random, Timestamp, random_array};

use super::VerifyError;
use super::numeric_date::NumericDate;
use crate::{base64url, strict_json};

/// The claim `type` of a token that is a credential for calls, as the predecessor of Ward wrote it.
pub const ACCESS: &str = "access";

/// What a token says: the registered claims (RFC 7519, section 4.1), Ward's two, and the rest.
///
/// Serialises as the token's payload. There is no `Deserialize`: claims come from a verified token.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Claims {
    /// Whom the token is about: the user name.
    pub sub: Option<String>,
    /// Who issued it.
    pub iss: Option<String>,
    /// For whom it is; empty when the claim is absent. One audience is written as a string, more as a list.
    pub aud: Vec<String>,
    /// The first moment at which it no longer counts.
    pub exp: Timestamp,
    /// The first moment at which it counts.
    pub nbf: Option<Timestamp>,
    /// When it was issued.
    pub iat: Option<Timestamp>,
    /// Its own id, for revocation.
    pub jti: Option<String>,
    /// What its bearer may do: application permissions and Ward scopes side by side.
    pub permissions: Vec<String>,
    /// The claim `type`: [`ACCESS`] for a credential.
    pub token_type: Option<String>,
    /// Every other claim, kept as it came. Must not hold a registered name.
    pub extra: Map<String, Value>,
}

impl Claims {
    /// The claims of an access token for `sub` from `now` on, for `lifetime`.
    ///
    /// Times are cut to whole seconds, as most readers expect. `jti` is 128 random bits. Issuer and audience
    /// are for the caller to set.
    #[must_use]
    pub fn access(
        sub: &str,
        permissions: impl IntoIterator<Item = String>,
        now: Timestamp,
        lifetime: Duration,
        random: &mut dyn Random,
    ) -> Self {
        let issued = whole_second(now);
        Self {
            sub: Some(sub.to_owned()),
            iss: None,
            aud: Vec::new(),
            exp: whole_second(now.after(lifetime)),
            nbf: Some(issued),
            iat: Some(issued),
            jti: Some(base64url::encode(&random_array::<16>(random))),
            permissions: permissions.into_iter().collect(),
            token_type: Some(ACCESS.to_owned()),
            extra: Map::new(),
        }
    }

    /// Whether the extra claims hold a name that this type writes itself.
    pub(super) fn extra_is_registered(&self) -> bool {
        self.extra
            .keys()
            .any(|name| !matches!(Name::of(name), Name::Other(_)))
    }

    pub(super) fn from_json(bytes: &[u8]) -> Result<Self, VerifyError> {
        let Payload(claims) = strict_json::read(bytes).ok_or(VerifyError::Malformed)?;
        claims.ok_or(VerifyError::MissingExpiry)
    }
}

const fn whole_second(time: Timestamp) -> Timestamp {
    Timestamp::from_unix_seconds(time.unix_seconds())
}

impl Serialize for Claims {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        if let Some(sub) = &self.sub {
            map.serialize_entry("sub", sub)?;
        }
        map.serialize_entry("permissions", &self.permissions)?;
        if let Some(token_type) = &self.token_type {
            map.serialize_entry("type", token_type)?;
        }
        if let Some(iat) = self.iat {
            map.serialize_entry("iat", &NumericDate(iat))?;
        }
        if let Some(nbf) = self.nbf {
            map.serialize_entry("nbf", &NumericDate(nbf))?;
        }
        map.serialize_entry("exp", &NumericDate(self.exp))?;
        if let Some(jti) = &self.jti {
            map.serialize_entry("jti", jti)?;
        }
        if let Some(iss) = &self.iss {
            map.serialize_entry("iss", iss)?;
        }
        match self.aud.as_slice() {
            [] => {}
            [one] => map.serialize_entry("aud", one)?,
            several => map.serialize_entry("aud", several)?,
        }
        for (name, value) in &self.extra {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

/// The name of a claim, told apart without an allocation for those that every token has.
enum Name {
    Sub,
    Iss,
    Aud,
    Exp,
    Nbf,
    Iat,
    Jti,
    Permissions,
    Type,
    Other(String),
}

impl Name {
    fn of(name: &str) -> Self {
        match name {
            "sub" => Self::Sub,
            "iss" => Self::Iss,
            "aud" => Self::Aud,
            "exp" => Self::Exp,
            "nbf" => Self::Nbf,
            "iat" => Self::Iat,
            "jti" => Self::Jti,
            "permissions" => Self::Permissions,
            "type" => Self::Type,
            other => Self::Other(other.to_owned()),
        }
    }
}

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NameVisitor;
        impl Visitor<'_> for NameVisitor {
            type Value = Name;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a name")
            }
            fn visit_str<E>(self, name: &str) -> Result<Name, E> {
                Ok(Name::of(name))
            }
        }
        deserializer.deserialize_identifier(NameVisitor)
    }
}

/// `aud`: one string or a list of strings (RFC 7519, section 4.1.3).
struct Audience(Vec<String>);

impl<'de> Deserialize<'de> for Audience {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct AudienceVisitor;
        impl<'de> Visitor<'de> for AudienceVisitor {
            type Value = Audience;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string or a list of strings")
            }
            fn visit_str<E>(self, one: &str) -> Result<Audience, E> {
                Ok(Audience(vec![one.to_owned()]))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut names: A) -> Result<Audience, A::Error> {
                let mut list = Vec::new();
                while let Some(name) = names.next_element()? {
                    list.push(name);
                }
                Ok(Audience(list))
            }
        }
        deserializer.deserialize_any(AudienceVisitor)
    }
}

/// A payload; `None` when all is well but `exp` is absent.
struct Payload(Option<Claims>);

impl<'de> Deserialize<'de> for Payload {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(PayloadVisitor)
    }
}

/// That no name comes twice is the reader's care; see [`strict_json`].
struct PayloadVisitor;

impl<'de> Visitor<'de> for PayloadVisitor {
    type Value = Payload;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object of claims")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Payload, A::Error> {
        let (mut sub, mut iss, mut jti, mut token_type) = (None, None, None, None);
        let (mut exp, mut nbf, mut iat) = (None, None, None);
        let (mut aud, mut permissions) = (Vec::new(), Vec::new());
        let mut extra = Map::new();
        while let Some(name) = entries.next_key::<Name>()? {
            match name {
                Name::Sub => sub = Some(entries.next_value()?),
                Name::Iss => iss = Some(entries.next_value()?),
                Name::Aud => aud = entries.next_value::<Audience>()?.0,
                Name::Exp => exp = Some(entries.next_value::<NumericDate>()?.0),
                Name::Nbf => nbf = Some(entries.next_value::<NumericDate>()?.0),
                Name::Iat => iat = Some(entries.next_value::<NumericDate>()?.0),
                Name::Jti => jti = Some(entries.next_value()?),
                Name::Permissions => permissions = entries.next_value()?,
                Name::Type => token_type = Some(entries.next_value()?),
                Name::Other(name) => {
                    extra.insert(name, entries.next_value()?);
                }
            }
        }
        Ok(Payload(exp.map(|exp| Claims {
            sub,
            iss,
            aud,
            exp,
            nbf,
            iat,
            jti,
            permissions,
            token_type,
            extra,
        })))
    }
}
