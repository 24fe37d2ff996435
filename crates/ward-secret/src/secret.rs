//! The carrier of a secret: wiped on drop, silent in every rendering.

use std::fmt;

use zeroize::Zeroize;

/// A value that is wiped when dropped and that no formatter or serialiser shows.
///
/// Reading it is spelled out: [`Secret::expose`]. Search for that word to review every use.
///
/// None of these compiles:
///
/// ```compile_fail,E0277
/// println!("{}", ward_secret::SecretString::from("x"));
/// ```
///
/// ```compile_fail,E0277
/// let _ = serde_json::to_string(&ward_secret::SecretString::from("x"));
/// ```
///
/// ```compile_fail,E0369
/// let _ = ward_secret::SecretString::from("x") == ward_secret::SecretString::from("x");
/// ```
pub struct Secret<T: Zeroize>(T);

/// Secret bytes of any length, such as key material.
pub type SecretBytes = Secret<Vec<u8>>;

/// Secret text, such as a password.
pub type SecretString = Secret<String>;

impl<T: Zeroize> Secret<T> {
    /// Takes a value into custody.
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    /// The value itself, borrowed for the one place that needs it.
    pub const fn expose(&self) -> &T {
        &self.0
    }

    /// The value itself, to be filled or changed in place.
    pub const fn expose_mut(&mut self) -> &mut T {
        &mut self.0
    }
}

impl<T: Zeroize + Clone> Clone for Secret<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T: Zeroize> Drop for Secret<T> {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl<T: Zeroize> fmt::Debug for Secret<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

impl<T: Zeroize> From<T> for Secret<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

impl From<&str> for SecretString {
    fn from(value: &str) -> Self {
        Self(value.to_owned())
    }
}

impl From<&[u8]> for SecretBytes {
    fn from(value: &[u8]) -> Self {
        Self(value.to_vec())
    }
}

impl SecretString {
    /// The text as UTF-8 bytes.
    #[must_use]
    pub const fn expose_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

/// Secrets are read from requests and configuration, never written: there is no `Serialize`.
#[cfg(feature = "serde")]
impl<'de, T: Zeroize + serde::Deserialize<'de>> serde::Deserialize<'de> for Secret<T> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer).map(Self)
    }
}

/// Described as a write-only password, so that generated documents and clients hide it.
#[cfg(feature = "schemars")]
impl schemars::JsonSchema for SecretString {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "SecretString".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "format": "password", "writeOnly": true })
    }
}
