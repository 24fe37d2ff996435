//! The answer about a chain.

use ward_secret::Timestamp;

use super::Defect;
use crate::ocsp::OcspError;
use crate::pin::Pin;

/// What [`judge`](super::judge()) found.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent answers that interfaces show one by one"
)]
pub struct Verdict {
    /// A path leads from the server's certificate to a trust anchor; the server certificate's own dates, its
    /// host and its revocation are answered by the other fields.
    pub chain_trusted: bool,
    /// The certificate names the host.
    pub hostname_match: bool,
    /// The server's certificate is past its last second.
    pub is_expired: bool,
    /// The server's certificate is before its first second.
    pub not_yet_valid: bool,
    /// Not expired, and will be within the time asked for.
    pub expires_soon: bool,
    /// Whole days left, rounded down; negative when expired.
    pub expires_in_days: i64,
    /// What is known about revocation.
    pub revocation: Revocation,
    /// Pins of the keys on the path, the server's first, the trust anchor's last. Without a path: the
    /// server's alone, since nothing else is proven to belong to it.
    pub path_pins: Vec<Pin>,
    /// Everything found wrong, the gravest kinds first as far as order can say.
    pub defects: Vec<Defect>,
}

impl Verdict {
    /// A careful client would go on: trusted, for this host, at this time, with no fatal defect.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        self.chain_trusted
            && self.hostname_match
            && !self.is_expired
            && !self.not_yet_valid
            && !self.defects.iter().any(Defect::is_fatal)
    }

    /// Whether one of `pins` belongs to a key on the path (RFC 7469 section 2.6).
    #[must_use]
    pub fn matches_pin(&self, pins: &[Pin]) -> bool {
        self.path_pins.iter().any(|pin| pins.contains(pin))
    }
}

/// What is known about revocation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Revocation {
    /// Nothing was at hand to check: no staple and no list.
    NotChecked,
    /// A verified and fresh answer says that it is not revoked.
    Good,
    /// Revoked.
    Revoked {
        /// When, where the source says so.
        at: Option<Timestamp>,
    },
    /// The responder answered that it does not know the certificate.
    Unknown,
    /// An answer came that does not verify.
    Unverified(OcspError),
}

impl Revocation {
    /// One word for an interface: `not_checked`, `good`, `revoked`, `unknown`, `unverified`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::NotChecked => "not_checked",
            Self::Good => "good",
            Self::Revoked { .. } => "revoked",
            Self::Unknown => "unknown",
            Self::Unverified(_) => "unverified",
        }
    }
}
