//! Certificates and chains, judged with every defect named.
//!
//! Most callers want one call, [`Report::new`]: it takes what a server presented, the trust anchors, a host
//! and a time, and returns the certificate in short, a verdict and a list of findings. Programs that only need
//! yes or no call [`judge`](chain::judge()) and ask [`Verdict::is_valid`](chain::Verdict::is_valid).
//!
//! ```
//! use ward_certs::{Chain, Question, ServerName, TrustAnchors, chain};
//! use ward_secret::Timestamp;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let key = rcgen::KeyPair::generate()?;
//! # let made = rcgen::CertificateParams::new(vec!["www.example.com".to_owned()])?.self_signed(&key)?;
//! # let presented = [made.der().to_vec()];
//! let chain = Chain::from_der(&presented)?;
//! let host = ServerName::try_from("www.example.com")?;
//! let now = Timestamp::from_rfc3339("2026-11-22T00:00:00Z").ok_or("not a time")?;
//!
//! let verdict = chain::judge(&chain, &TrustAnchors::none(), &Question::new(&host, now));
//! assert!(verdict.hostname_match && !verdict.chain_trusted);
//! assert!(verdict.defects.contains(&chain::Defect::SelfSigned));
//! # Ok(())
//! # }
//! ```
//!
//! # What it refuses
//! - To fetch anything or to look at a clock: chains, anchors, responses and time are arguments.
//! - To decide trust by code of its own. The path is webpki's; this crate explains it.
//! - Common names as host names, wildcards other than one leftmost label, addresses in DNS entries.
//! - SHA-1 and MD5 signatures, RSA keys below 2048 bits, curves given by their equation.
//! - OCSP responses that are stale, for another certificate, or signed by somebody the issuer did not appoint.
//! - To quote what a server wrote in an error. Names from certificates are escaped until printable.
//!
//! # Standards
//! RFC 5280 (certificates and paths), RFC 9525 (host names), RFC 4514 (names as text), RFC 6960 and 5019 (OCSP),
//! RFC 6066 and 7633 (stapling), RFC 6962 (timestamps), RFC 7469 (pins), RFC 9325 (TLS advice), and the
//! CA/Browser Forum's Baseline Requirements for limits.

pub mod certificate;
pub mod chain;
mod der;
pub mod host;
pub mod ocsp;
pub mod pin;
pub mod report;
mod signature;

pub use certificate::{Certificate, CertificateError};
pub use chain::{Chain, ChainError, Defect, Question, Revocation, TrustAnchors, Verdict};
pub use pin::{Pin, PinError};
pub use report::{ConnectionFacts, Finding, Report, Severity};
pub use rustls_pki_types::ServerName;
