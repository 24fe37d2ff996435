//! The closed list of scopes.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use thiserror::Error;

/// Text that names no scope.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("not the name of a scope")]
pub struct UnknownScope;

/// Declares the scopes once; names, sentences, order and the administrative mark all come from this list.
macro_rules! scopes {
    ($($variant:ident $name:literal $class:ident $sentence:literal)+) => {
        /// What a principal may do: one kind of action on Ward itself.
        ///
        /// The wire name is `<resource>:<action>`, lower case, and never changes once released. Reference pages
        /// are generated from [`Scope::ALL`] and [`Scope::sentence`].
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Scope {
            $(#[doc = concat!("`", $name, "`: ", $sentence)] $variant,)+
        }

        impl Scope {
            /// Every scope, in the order of the documentation.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The name on the wire, such as `password:hash`.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            /// What holding the scope allows, as one sentence.
            #[must_use]
            pub const fn sentence(self) -> &'static str {
                match self { $(Self::$variant => $sentence),+ }
            }

            /// Whether the scope administers Ward: its API keys or its audit log.
            ///
            /// The principal of a development server holds every scope but these. Reading counts: a list of
            /// keys, or the log of who did what, is the map an intruder wants.
            #[must_use]
            pub const fn is_administrative(self) -> bool {
                match self { $(Self::$variant => scopes!(@$class)),+ }
            }
        }
    };
    (@administrative) => { true };
    (@ordinary) => { false };
}

scopes! {
    PasswordHash "password:hash" ordinary "Hash passwords and generate new ones."
    PasswordVerify "password:verify" ordinary "Verify passwords against stored hashes."
    PasswordCheck "password:check" ordinary "Judge the strength of passwords and read the parameters of hashes."
    TokenIssue "token:issue" ordinary "Issue tokens with permissions that the caller may grant."
    TokenVerify "token:verify" ordinary "Verify tokens and read their claims."
    CryptoEncrypt "crypto:encrypt" ordinary "Encrypt data under a password, a fresh key or a named key."
    CryptoDecrypt "crypto:decrypt" ordinary "Decrypt data, and rewrap it under a newer key."
    KeyCreate "key:create" ordinary "Create named keys."
    KeyRead "key:read" ordinary "List named keys and their versions, without key material."
    KeyRotate "key:rotate" ordinary "Add versions to named keys and retire old ones."
    ApiKeyCreate "apikey:create" administrative "Create API keys with scopes that the caller holds."
    ApiKeyRead "apikey:read" administrative "List API keys, their scopes and their last use."
    ApiKeyRotate "apikey:rotate" administrative "Replace API keys with an overlap."
    ApiKeyRevoke "apikey:revoke" administrative "Revoke API keys at once."
    AuditRead "audit:read" administrative "Read and search the audit log."
    AuditVerify "audit:verify" administrative "Verify the audit log and fetch checkpoints and proofs."
    TlsCheck "tls:check" ordinary "Connect to TLS endpoints and judge their certificates."
    InspectAudit "inspect:audit" ordinary "Audit passwords, URLs, e-mail addresses and code for weaknesses."
    SelfRead "self:read" ordinary "See the caller's own identity, scopes and limits."
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Scope {
    type Err = UnknownScope;

    /// Reads a wire name exactly: no case folding, no surrounding space.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .iter()
            .copied()
            .find(|scope| scope.name() == text)
            .ok_or(UnknownScope)
    }
}

impl Serialize for Scope {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for Scope {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // The visitor's own text: serde's default would quote the input.
        struct Name;
        impl serde::de::Visitor<'_> for Name {
            type Value = Scope;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the name of a scope")
            }
            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Scope, E> {
                text.parse().map_err(E::custom)
            }
        }
        deserializer.deserialize_str(Name)
    }
}

#[cfg(feature = "schemars")]
impl schemars::JsonSchema for Scope {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Scope".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let names: Vec<&str> = Self::ALL.iter().map(|scope| scope.name()).collect();
        schemars::json_schema!({ "type": "string", "enum": names })
    }
}
