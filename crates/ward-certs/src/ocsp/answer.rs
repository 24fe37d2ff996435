//! A verified answer.

use ward_secret::Timestamp;

use super::{CLOCK_SKEW, MAX_AGE_WITHOUT_NEXT_UPDATE, OcspError};

/// What a verified response says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Answer {
    /// The status of the certificate.
    pub status: Status,
    /// When the response was signed.
    pub produced_at: Timestamp,
    /// The last time at which the status is known to be right.
    pub this_update: Timestamp,
    /// When newer information will be there.
    pub next_update: Option<Timestamp>,
}

/// The status of a certificate (RFC 6960 section 2.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Status {
    /// Not revoked.
    Good,
    /// Revoked, or on hold.
    Revoked {
        /// Since when.
        at: Timestamp,
        /// Why, when the issuer says.
        reason: Option<Reason>,
    },
    /// The responder does not know the certificate.
    Unknown,
}

/// Why a certificate was revoked (RFC 5280 section 5.3.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    /// No reason given.
    Unspecified,
    /// The private key is known to others.
    KeyCompromise,
    /// The CA's private key is known to others.
    CaCompromise,
    /// The subject's name or affiliation changed.
    AffiliationChanged,
    /// Replaced by another certificate.
    Superseded,
    /// No longer needed.
    CessationOfOperation,
    /// On hold; may come back.
    CertificateHold,
    /// The right to the name was withdrawn.
    PrivilegeWithdrawn,
    /// A reason with another number.
    Other,
}

impl Reason {
    pub(super) const fn from_number(number: u8) -> Self {
        match number {
            0 => Self::Unspecified,
            1 => Self::KeyCompromise,
            2 => Self::CaCompromise,
            3 => Self::AffiliationChanged,
            4 => Self::Superseded,
            5 => Self::CessationOfOperation,
            6 => Self::CertificateHold,
            9 => Self::PrivilegeWithdrawn,
            _ => Self::Other,
        }
    }
}

impl Answer {
    pub(super) fn check_fresh(&self, now: Timestamp) -> Result<(), OcspError> {
        let latest = now.after(CLOCK_SKEW);
        if self.this_update > latest || self.produced_at > latest {
            return Err(OcspError::Future);
        }
        let end = self
            .next_update
            .unwrap_or_else(|| self.this_update.after(MAX_AGE_WITHOUT_NEXT_UPDATE));
        if end.after(CLOCK_SKEW) < now || end < self.this_update {
            return Err(OcspError::Stale);
        }
        Ok(())
    }
}
