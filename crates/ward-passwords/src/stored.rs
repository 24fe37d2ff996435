//! Any text from a password column: a current hash, an old one, an old one wrapped, a peppered one, or the marker
//! of a disabled account.

use crate::decrepit::{LegacyHash, LegacyScheme, VerifyInput};
use crate::{
    HashString, MAX_HASH_STRING_BYTES, MAX_PASSWORD_BYTES, ParseError, Peppers, Resource, StoredScheme,
    Verified, VerifyError, VerifyLimits, pepper, wrap,
};

/// A stored password, parsed.
///
/// ```
/// use ward_passwords::StoredPassword;
///
/// let stored = StoredPassword::parse("{SSHA}0H+zTv8o4MR4H43n03eCsvw1luG8LdB7", None)?;
/// assert_eq!(stored.scheme().name(), "ldap-salted-sha1");
/// # Ok::<(), ward_passwords::VerifyError>(())
/// ```
#[derive(Debug)]
pub struct StoredPassword(Kind);

#[derive(Debug)]
enum Kind {
    Current(HashString),
    Legacy(LegacyHash),
    Peppered {
        key_id: String,
        inner: HashString,
    },
    Wrapped {
        old: LegacyHash,
        inner: Box<StoredPassword>,
    },
}

impl StoredPassword {
    /// Reads a stored password. `assume` names the old scheme of texts that have no marker.
    pub fn parse(text: &str, assume: Option<LegacyScheme>) -> Result<Self, VerifyError> {
        if text.len() > MAX_HASH_STRING_BYTES {
            return Err(ParseError::TooLong.into());
        }
        if text.starts_with(wrap::MARKER) {
            let (old, inner) = wrap::open(text).map_err(VerifyError::MalformedEnvelope)?;
            let inner = Self::parse_outer(inner)?;
            return Ok(Self(Kind::Wrapped {
                old,
                inner: Box::new(inner),
            }));
        }
        if text.starts_with(pepper::MARKER) || HashString::identify(text).is_some() {
            return Self::parse_outer(text);
        }
        let scheme = LegacyHash::identify(text).or(assume).ok_or(ParseError::Unknown)?;
        let legacy = LegacyHash::parse_as(scheme, text)?;
        Ok(Self(Kind::Legacy(legacy)))
    }

    /// A current hash, peppered or not.
    fn parse_outer(text: &str) -> Result<Self, VerifyError> {
        if text.starts_with(pepper::MARKER) {
            let (key_id, inner) = pepper::open(text).map_err(VerifyError::MalformedEnvelope)?;
            let key_id = key_id.to_owned();
            return Ok(Self(Kind::Peppered { key_id, inner }));
        }
        Ok(Self(Kind::Current(HashString::parse(text)?)))
    }

    /// The scheme; of a wrapped hash, the old one inside.
    #[must_use]
    pub fn scheme(&self) -> StoredScheme {
        match &self.0 {
            Kind::Current(hash) | Kind::Peppered { inner: hash, .. } => hash.scheme().into(),
            Kind::Legacy(hash) | Kind::Wrapped { old: hash, .. } => hash.scheme().into(),
        }
    }

    /// The current hash string, where there is one outermost or under a pepper.
    #[must_use]
    pub const fn current(&self) -> Option<&HashString> {
        match &self.0 {
            Kind::Current(hash) | Kind::Peppered { inner: hash, .. } => Some(hash),
            Kind::Legacy(_) | Kind::Wrapped { .. } => None,
        }
    }

    /// The current hash that verifying ends with, whatever is around or before it.
    pub(crate) fn outer(&self) -> Option<&HashString> {
        match &self.0 {
            Kind::Current(hash) | Kind::Peppered { inner: hash, .. } => Some(hash),
            Kind::Wrapped { inner, .. } => inner.outer(),
            Kind::Legacy(_) => None,
        }
    }

    /// The old hash, where it is one or wraps one.
    #[must_use]
    pub const fn legacy(&self) -> Option<&LegacyHash> {
        match &self.0 {
            Kind::Legacy(hash) | Kind::Wrapped { old: hash, .. } => Some(hash),
            Kind::Current(_) | Kind::Peppered { .. } => None,
        }
    }

    /// Whether it is an old hash inside Argon2id.
    #[must_use]
    pub const fn is_wrapped(&self) -> bool {
        matches!(self.0, Kind::Wrapped { .. })
    }

    /// Whether it marks a disabled account.
    #[must_use]
    pub const fn is_disabled(&self) -> bool {
        matches!(&self.0, Kind::Legacy(hash) if hash.is_disabled())
    }

    /// The id of the pepper it needs.
    #[must_use]
    pub fn pepper_id(&self) -> Option<&str> {
        match &self.0 {
            Kind::Peppered { key_id, .. } => Some(key_id),
            Kind::Wrapped { inner, .. } => inner.pepper_id(),
            Kind::Current(_) | Kind::Legacy(_) => None,
        }
    }

    /// The cost in words: `m=19456,t=2,p=1`, `rounds=8192`; of a wrapped hash, that of the outer one.
    #[must_use]
    pub fn cost(&self) -> String {
        match &self.0 {
            Kind::Current(hash) | Kind::Peppered { inner: hash, .. } => hash.cost().to_string(),
            Kind::Legacy(hash) => hash.cost(),
            Kind::Wrapped { inner, .. } => inner.cost(),
        }
    }

    /// Whether verifying stays within `limits`.
    pub fn admit(&self, limits: &VerifyLimits) -> Result<(), Resource> {
        match &self.0 {
            Kind::Current(hash) | Kind::Peppered { inner: hash, .. } => hash.admit(limits),
            Kind::Legacy(hash) => hash.admit(limits),
            Kind::Wrapped { old, inner } => old.admit(limits).and_then(|()| inner.admit(limits)),
        }
    }

    /// Whether the password is the one that was hashed.
    pub fn verify(
        &self,
        input: &VerifyInput<'_>,
        limits: &VerifyLimits,
        peppers: &Peppers,
    ) -> Result<Verified, VerifyError> {
        if input.password.len() > MAX_PASSWORD_BYTES {
            return Err(VerifyError::PasswordTooLong);
        }
        self.admit(limits)?;
        match &self.0 {
            Kind::Current(hash) => hash.verify(input.password, limits),
            Kind::Legacy(hash) => hash.verify(input, limits),
            Kind::Peppered { key_id, inner } => {
                let password = peppers
                    .apply(key_id, input.password)
                    .ok_or(VerifyError::UnknownPepper)?;
                let verified = inner.verify(&password, limits)?;
                Ok(Verified {
                    peppered: true,
                    ..verified
                })
            }
            Kind::Wrapped { old, inner } => {
                // A password that the old system could not take still pays for the outer hash.
                let digest = old.derive_digest(input)?;
                let possible = digest.is_some();
                let outer = VerifyInput::new(digest.as_ref().map_or(&[], |digest| digest));
                let verified = inner.verify(&outer, limits, peppers)?;
                if !possible {
                    return Err(VerifyError::Mismatch);
                }
                Ok(Verified {
                    legacy: true,
                    wrapped: true,
                    truncated: old.truncates(input.password),
                    peppered: verified.peppered,
                    ..Verified::of(old.scheme().into())
                })
            }
        }
    }
}
