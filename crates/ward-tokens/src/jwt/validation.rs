//! What must hold of a token beside its signature.

use std::time::Duration;

use ward_secret::Timestamp;

use super::header::typ_is_token;
use super::jws::Signed;
use super::{ACCESS, Algorithm, Claims, VerifyError};

/// Tolerance between clocks unless set: 10 s. Machines that keep time over the network differ by well under a
/// second; more tolerance only lengthens every token's life, and a one-minute token's by a lot.
pub const DEFAULT_LEEWAY: Duration = Duration::from_secs(10);

/// Most tolerance that can be set: 5 minutes, the upper end of "a few minutes" in RFC 7519, section 4.1.4.
pub const MAX_LEEWAY: Duration = Duration::from_mins(5);

/// For whom a token must be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AudienceRule {
    /// Only tokens without an audience. The default: a token that is addressed to someone is refused until the
    /// reader says who it is (RFC 7519, section 4.1.3).
    Absent,
    /// Only tokens that name this audience.
    Contains(String),
    /// Any token. For showing what a token says to whoever asks; never for letting its bearer in, since a token
    /// for another service would do.
    Any,
}

/// What a token must fulfil beside its signature. `exp` is always required; `nbf` and `iat` are checked when present.
///
/// Starts strict: no audience, type `access`. Built from what the service expects, never from the token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Validation {
    issuer: Option<String>,
    audience: AudienceRule,
    token_type: Option<String>,
    permissions: Vec<String>,
    leeway: Duration,
}

impl Default for Validation {
    fn default() -> Self {
        Self::new()
    }
}

impl Validation {
    /// Any issuer, [`AudienceRule::Absent`], type [`ACCESS`], no permissions, [`DEFAULT_LEEWAY`].
    #[must_use]
    pub fn new() -> Self {
        Self {
            issuer: None,
            audience: AudienceRule::Absent,
            token_type: Some(ACCESS.to_owned()),
            permissions: Vec::new(),
            leeway: DEFAULT_LEEWAY,
        }
    }

    /// Requires `iss` to be this text exactly.
    #[must_use]
    pub fn issuer(mut self, issuer: &str) -> Self {
        self.issuer = Some(issuer.to_owned());
        self
    }

    /// Sets the rule about `aud`.
    #[must_use]
    pub fn audience(mut self, rule: AudienceRule) -> Self {
        self.audience = rule;
        self
    }

    /// Requires another `type`, or with `None` does not look at it. The header's `typ` is checked all the same.
    #[must_use]
    pub fn token_type(mut self, token_type: Option<&str>) -> Self {
        self.token_type = token_type.map(str::to_owned);
        self
    }

    /// Requires all of these permissions, compared letter for letter.
    #[must_use]
    pub fn permissions(mut self, permissions: impl IntoIterator<Item = String>) -> Self {
        self.permissions = permissions.into_iter().collect();
        self
    }

    /// Sets the tolerance between clocks; more than [`MAX_LEEWAY`] counts as that.
    #[must_use]
    pub fn leeway(mut self, leeway: Duration) -> Self {
        self.leeway = leeway.min(MAX_LEEWAY);
        self
    }

    /// Checks a payload whose signature held. Times come before names, so that a stale token tells nothing else.
    pub(super) fn check(&self, signed: &Signed<'_>, now: Timestamp) -> Result<Verified, VerifyError> {
        if !typ_is_token(signed.typ.as_deref()) {
            return Err(VerifyError::WrongType);
        }
        let claims = Claims::from_json(&signed.payload)?;
        if now >= claims.exp.after(self.leeway) {
            return Err(VerifyError::Expired);
        }
        let latest_start = now.after(self.leeway);
        if [claims.nbf, claims.iat]
            .into_iter()
            .flatten()
            .any(|start| start > latest_start)
        {
            return Err(VerifyError::NotYetValid);
        }
        if self.issuer.is_some() && self.issuer != claims.iss {
            return Err(VerifyError::WrongIssuer);
        }
        let addressed = match &self.audience {
            AudienceRule::Absent => claims.aud.is_empty(),
            AudienceRule::Contains(audience) => claims.aud.contains(audience),
            AudienceRule::Any => true,
        };
        if !addressed {
            return Err(VerifyError::WrongAudience);
        }
        if self.token_type.is_some() && self.token_type != claims.token_type {
            return Err(VerifyError::WrongType);
        }
        if !self
            .permissions
            .iter()
            .all(|permission| claims.permissions.contains(permission))
        {
            return Err(VerifyError::MissingPermission);
        }
        Ok(Verified {
            claims,
            algorithm: signed.key.algorithm(),
            key_id: signed.key.key_id().map(str::to_owned),
        })
    }
}

/// A token that passed every check. Only [`super::VerifyingKeys::verify`] makes one.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Verified {
    /// What the token says.
    pub claims: Claims,
    /// The algorithm of the key that signed it.
    pub algorithm: Algorithm,
    /// The id of the key that signed it.
    pub key_id: Option<String>,
}
