//! The answer of `ssl_check`: the certificate, the connection, the verdict and the findings, in shapes that
//! serialise as the interface says.
//!
//! A finding has a stable rule identifier, a severity and one fixed sentence. Sentences hold numbers and
//! dates, never text that the server chose.

mod finding;
mod rules;
mod tls;

use serde::Serialize;
use ward_secret::Timestamp;

use crate::chain::{Chain, Question, TrustAnchors, Verdict, judge};
use crate::pin::Pin;

pub use finding::{Finding, Severity};
pub use tls::{Cipher, ConnectionFacts};

/// Everything about one endpoint.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Report {
    /// A careful client would go on: the verdict is valid, the server holds its key, and a pin matched if any
    /// were given.
    pub is_valid: bool,
    /// The server's certificate.
    pub certificate: CertificateSummary,
    /// The connection.
    pub cipher: Cipher,
    /// The verdict in short.
    pub validation: Validation,
    /// What is wrong or worth knowing, gravest first.
    pub findings: Vec<Finding>,
}

/// The server's certificate in short.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct CertificateSummary {
    /// Distinguished name, RFC 4514.
    pub subject: String,
    /// Distinguished name, RFC 4514.
    pub issuer: String,
    /// First valid second.
    pub not_before: Timestamp,
    /// Last valid second.
    pub not_after: Timestamp,
    /// Whole days left, rounded down; negative when expired.
    pub expires_in_days: i64,
    /// Upper-case hexadecimal.
    pub serial_number: String,
    /// 1, 2 or 3.
    pub version: u32,
    /// DNS names, then IP addresses. At most [`MAX_NAMES`].
    pub names: Vec<String>,
    /// Lower-case hexadecimal.
    pub fingerprint_sha256: String,
    /// Base64, as pins hold it, without the prefix.
    pub spki_sha256: String,
}

/// Most names that a summary lists; certificates of large hosters hold thousands.
pub const MAX_NAMES: usize = 200;

/// The verdict in short.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent answers that interfaces show one by one"
)]
pub struct Validation {
    /// The server's certificate is past its end.
    pub is_expired: bool,
    /// It will be, within 30 days unless asked otherwise.
    pub expires_soon: bool,
    /// Whole days left.
    pub expires_in_days: i64,
    /// The certificate names the host.
    pub hostname_match: bool,
    /// A path leads to a trust anchor.
    pub chain_trusted: bool,
    /// `not_checked`, `good`, `revoked`, `unknown` or `unverified`.
    pub revocation: &'static str,
    /// Whether a pin matched; null when none were given.
    pub pin_match: Option<bool>,
}

impl Report {
    /// Judges `chain` and writes everything down. `pins` may be empty.
    ///
    /// ```
    /// # use ward_certs::{Chain, ConnectionFacts, Pin, Question, Report, ServerName, TrustAnchors};
    /// # fn show(chain: &Chain, anchors: &TrustAnchors, facts: &ConnectionFacts, now: ward_secret::Timestamp)
    /// # -> Result<(), Box<dyn std::error::Error>> {
    /// let host = ServerName::try_from("www.example.com")?;
    /// let pin: Pin = "sha256/d6qzRu9zOECb90Uez27xWltNsj0e1Md7GkYYkVoZWmM=".parse()?;
    /// let report = Report::new(chain, anchors, &Question::new(&host, now), facts, &[pin]);
    /// assert_eq!(report.validation.pin_match, Some(false));
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn new(
        chain: &Chain,
        anchors: &TrustAnchors,
        question: &Question<'_>,
        connection: &ConnectionFacts,
        pins: &[Pin],
    ) -> Self {
        let verdict = judge(chain, anchors, question);
        Self::from_verdict(chain, &verdict, question, connection, pins)
    }

    /// Writes down a verdict that was reached before.
    #[must_use]
    pub fn from_verdict(
        chain: &Chain,
        verdict: &Verdict,
        question: &Question<'_>,
        connection: &ConnectionFacts,
        pins: &[Pin],
    ) -> Self {
        let pin_match = (!pins.is_empty()).then(|| verdict.matches_pin(pins));
        let mut findings: Vec<Finding> = verdict.defects.iter().map(rules::defect).collect();
        findings.extend(rules::advice(
            chain,
            verdict,
            question.staple.is_some(),
            pin_match,
        ));
        findings.extend(rules::connection(connection));
        findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
        Self {
            is_valid: verdict.is_valid() && connection.key_proven && pin_match != Some(false),
            certificate: CertificateSummary::new(chain, question.now),
            cipher: connection.cipher(),
            validation: Validation {
                is_expired: verdict.is_expired,
                expires_soon: verdict.expires_soon,
                expires_in_days: verdict.expires_in_days,
                hostname_match: verdict.hostname_match,
                chain_trusted: verdict.chain_trusted,
                revocation: verdict.revocation.word(),
                pin_match,
            },
            findings,
        }
    }
}

impl CertificateSummary {
    /// Of the server's certificate.
    #[must_use]
    pub fn new(chain: &Chain, now: Timestamp) -> Self {
        let leaf = chain.leaf();
        let names = &leaf.extensions.names;
        let addresses = names.ip.iter().map(ToString::to_string);
        Self {
            subject: leaf.subject.clone(),
            issuer: leaf.issuer.clone(),
            not_before: leaf.not_before,
            not_after: leaf.not_after,
            expires_in_days: leaf.expires_in_days(now),
            serial_number: leaf.serial.clone(),
            version: leaf.version,
            names: names
                .dns
                .iter()
                .cloned()
                .chain(addresses)
                .take(MAX_NAMES)
                .collect(),
            fingerprint_sha256: hex::encode(leaf.fingerprint_sha256),
            spki_sha256: leaf.spki_sha256.base64(),
        }
    }
}
