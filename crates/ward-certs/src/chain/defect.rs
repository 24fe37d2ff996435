//! What can be wrong with a chain.

use ward_secret::Timestamp;

use crate::certificate::{PublicKey, Violation};
use crate::ocsp::OcspError;

/// One defect. `position` is the certificate's place as presented: 0 is the server's own; positions past the
/// presented ones are certificates that the caller added.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Defect {
    /// A presented certificate cannot be read.
    Unreadable {
        /// Which.
        position: usize,
    },
    /// The validity period is over.
    Expired {
        /// Which certificate.
        position: usize,
        /// Its last valid second.
        not_after: Timestamp,
    },
    /// The validity period has not begun.
    NotYetValid {
        /// Which certificate.
        position: usize,
        /// Its first valid second.
        not_before: Timestamp,
    },
    /// No subject alternative name matches the host.
    HostMismatch,
    /// There is no subject alternative name at all; a common name does not count (RFC 9525 section 2).
    NoSubjectAltName,
    /// The server's certificate is signed by its own key and is not a trust anchor.
    SelfSigned,
    /// The chain ends in a self-signed certificate that is not a trust anchor: a private CA, usually.
    UntrustedRoot {
        /// Which certificate.
        position: usize,
    },
    /// The issuer is neither presented nor trusted, and the certificate does not say where to find it.
    UnknownIssuer {
        /// The last certificate of the chain that could be followed.
        position: usize,
    },
    /// An intermediate is missing from what the server presented. Browsers may fetch it; most other clients
    /// fail.
    IncompleteChain {
        /// The last certificate of the chain that could be followed.
        position: usize,
    },
    /// The certificates are not in the order of issuing (RFC 5246 section 7.4.2; RFC 8446 relaxed it).
    WrongOrder,
    /// A presented certificate has no part in the chain.
    ExtraCertificate {
        /// Which.
        position: usize,
    },
    /// A key that is too small.
    WeakKey {
        /// Which certificate.
        position: usize,
        /// Its key.
        key: PublicKey,
    },
    /// A kind of key that TLS clients cannot use, such as a curve given by its equation.
    UnsupportedKey {
        /// Which certificate.
        position: usize,
    },
    /// Signed with MD5 or SHA-1.
    WeakSignature {
        /// Which certificate.
        position: usize,
        /// The algorithm's name.
        algorithm: &'static str,
    },
    /// The signature was not made by the key of the certificate that has the issuer's name.
    BadSignature {
        /// Which certificate.
        position: usize,
    },
    /// A certificate signed another without being a CA.
    IssuerNotCa {
        /// The one that signed.
        position: usize,
    },
    /// The server presents a CA certificate as its own.
    CaAsServer,
    /// More intermediates than a CA on the path allows.
    PathTooLong,
    /// Extended key usage does not include TLS servers (`serverAuth`).
    NotForServers {
        /// Which certificate; `None` when it is one above the server's and the path builder saw it.
        position: Option<usize>,
    },
    /// A name that the constraints of a CA on the path do not allow.
    NameConstraints,
    /// A critical extension that is not understood must lead to refusal (RFC 5280 section 4.2).
    UnknownCriticalExtension,
    /// The path builder refused for a reason that has no name of its own here.
    Refused {
        /// What it said, in fixed words.
        reason: &'static str,
    },
    /// Longer valid than the CA/Browser Forum allows for its date of issue; private CAs are free to.
    LifetimeTooLong {
        /// The lifetime.
        days: i64,
        /// The longest allowed.
        limit: i64,
    },
    /// The certificate promises a stapled OCSP response (RFC 7633) and none came, or none that verifies.
    StapleMissing,
    /// A stapled OCSP response came and does not verify.
    StapleInvalid {
        /// Why.
        error: OcspError,
    },
    /// Revoked, by a verified OCSP response or a revocation list.
    Revoked {
        /// When, where the source says so.
        at: Option<Timestamp>,
    },
    /// The issuer's responder does not know the certificate.
    StatusUnknown,
    /// A revocation list that the caller gave cannot be used: unreadable, or of a form that is not supported
    /// (delta lists, indirect lists).
    RevocationListUnusable,
    /// A certificate breaks a rule of form that most clients overlook.
    Profile {
        /// Which certificate.
        position: usize,
        /// The rule.
        violation: Violation,
    },
}

impl Defect {
    /// Whether a careful client refuses the connection for it. The others are advice.
    #[must_use]
    pub const fn is_fatal(&self) -> bool {
        !matches!(
            self,
            Self::Unreadable { .. }
                | Self::WrongOrder
                | Self::ExtraCertificate { .. }
                | Self::LifetimeTooLong { .. }
                | Self::StapleInvalid { .. }
                | Self::StatusUnknown
                | Self::Profile { .. }
        )
    }
}
