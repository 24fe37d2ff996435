//! What can be wrong with a key, a token to be written, or a token to be read.

use thiserror::Error;

/// Why a key was refused.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyError {
    /// An HS256 secret under 32 bytes: a password, or a truncated secret (RFC 7518, section 3.2).
    #[error("an HS256 secret needs at least 32 bytes")]
    SecretTooShort,
    /// An HS256 secret that is a PEM block or an SSH public key. Used as a secret, a public key lets everyone sign.
    #[error("a PEM block or an SSH key is not an HS256 secret")]
    NotASecret,
    /// Not 32 bytes, or not a point of the curve.
    #[error("not an Ed25519 key")]
    BadKey,
}

/// Why a token could not be written.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum SignError {
    /// The extra claims hold a registered name, such as `exp`, which would then appear twice.
    #[error("an extra claim has the name of a registered one")]
    RegisteredClaim,
    /// The token would be over [`super::MAX_TOKEN_LEN`]: too many permissions or extra claims.
    #[error("the token would be longer than 16 KiB")]
    TooLarge,
}

/// Why a token was refused. Inside, each cause is distinct, for the audit log and for whoever debugs a
/// client; a face that guards something with tokens answers all of them alike.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum VerifyError {
    /// Not three parts of canonical base64url, not strict JSON, over 16 KiB, or a claim of the wrong type.
    #[error("the token is not well formed")]
    Malformed,
    /// The header brings its own key (`jwk`, `jku`, `x5u`, `x5c`) or demands an extension (`crit`, `b64`).
    #[error("the token's header asks for something that is never done")]
    RefusedHeader,
    /// No key has the header's `kid`: another issuer, or a key that was retired.
    #[error("no key has the id that the token names")]
    UnknownKey,
    /// The header's `alg` is not the key's: an attack, or a client with the wrong settings. Includes `none`.
    #[error("the token's algorithm is not the key's")]
    WrongAlgorithm,
    /// The signature is not the key's: altered, or signed with another secret.
    #[error("the signature does not match")]
    BadSignature,
    /// There is no `exp`.
    #[error("the token has no end")]
    MissingExpiry,
    /// `exp` has passed, leeway included.
    #[error("the token has expired")]
    Expired,
    /// `nbf` or `iat` lies ahead, leeway included: a clock is wrong, or the token is for later.
    #[error("the token is not valid yet")]
    NotYetValid,
    /// `iss` is absent or someone else.
    #[error("the token has another issuer")]
    WrongIssuer,
    /// `aud` does not name the expected audience, or names one where none was expected.
    #[error("the token is for another audience")]
    WrongAudience,
    /// The header's `typ` or the claim `type` says another kind of token, such as a refresh or an identity token.
    #[error("the token is of another type")]
    WrongType,
    /// A required permission is not among the token's.
    #[error("the token lacks a required permission")]
    MissingPermission,
}

impl VerifyError {
    /// A fixed word for responses, audit entries and metrics.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Malformed => "malformed",
            Self::RefusedHeader => "refused_header",
            Self::UnknownKey => "unknown_key",
            Self::WrongAlgorithm => "wrong_algorithm",
            Self::BadSignature => "bad_signature",
            Self::MissingExpiry => "missing_expiry",
            Self::Expired => "expired",
            Self::NotYetValid => "not_yet_valid",
            Self::WrongIssuer => "wrong_issuer",
            Self::WrongAudience => "wrong_audience",
            Self::WrongType => "wrong_type",
            Self::MissingPermission => "missing_permission",
        }
    }
}
