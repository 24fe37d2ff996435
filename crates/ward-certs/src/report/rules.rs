//! Defects and facts as findings. The rule identifiers here are a promise to programs.

use std::borrow::Cow;

use super::tls::ConnectionFacts;
use super::{Finding, Severity};
use crate::certificate::Violation;
use crate::chain::{Chain, Defect, Verdict};
use crate::ocsp::OcspError;

fn new(rule: &'static str, severity: Severity, message: impl Into<Cow<'static, str>>) -> Finding {
    Finding::new(rule, severity, message)
}

/// The finding for one defect.
#[expect(clippy::too_many_lines, reason = "one table, a line or two per defect")]
pub(super) fn defect(defect: &Defect) -> Finding {
    use Severity::{Critical, High, Info, Low, Medium};
    match defect {
        Defect::Unreadable { position } => new(
            "unreadable_certificate",
            Medium,
            "A presented certificate cannot be read.",
        )
        .at(*position),
        Defect::Expired { position, not_after } => new(
            "expired",
            Critical,
            format!("A certificate expired at {not_after}."),
        )
        .at(*position),
        Defect::NotYetValid { position, not_before } => new(
            "not_yet_valid",
            Critical,
            format!("A certificate is not valid before {not_before}."),
        )
        .at(*position),
        Defect::HostMismatch => new(
            "host_mismatch",
            Critical,
            "The certificate does not name this host.",
        )
        .at(0),
        Defect::NoSubjectAltName => new(
            "no_subject_alt_name",
            High,
            "The certificate has no subject alternative name; clients ignore the common name.",
        )
        .at(0),
        Defect::SelfSigned => new(
            "self_signed",
            Critical,
            "The certificate is signed by its own key and not trusted.",
        )
        .at(0),
        Defect::UntrustedRoot { position } => new(
            "untrusted",
            Critical,
            "The chain ends in a root that is not trusted.",
        )
        .at(*position),
        Defect::UnknownIssuer { position } => new(
            "untrusted",
            Critical,
            "The issuer is neither presented nor trusted.",
        )
        .at(*position),
        Defect::IncompleteChain { position } => new(
            "incomplete_chain",
            High,
            "The server does not present an intermediate certificate; many clients fail.",
        )
        .at(*position),
        Defect::WrongOrder => new(
            "wrong_order",
            Low,
            "The certificates are not presented in the order of issuing.",
        ),
        Defect::ExtraCertificate { position } => new(
            "extra_certificate",
            Info,
            "A presented certificate has no part in the chain.",
        )
        .at(*position),
        Defect::WeakKey { position, key } => new(
            "weak_key",
            High,
            format!(
                "A certificate's key is too weak: {} of {} bits.",
                key.algorithm, key.bits
            ),
        )
        .at(*position),
        Defect::UnsupportedKey { position } => new(
            "unsupported_key",
            High,
            "A certificate's key is of a kind that clients cannot use.",
        )
        .at(*position),
        Defect::WeakSignature { position, algorithm } => new(
            "weak_signature",
            High,
            format!("A certificate is signed with {algorithm}."),
        )
        .at(*position),
        Defect::BadSignature { position } => new(
            "bad_signature",
            Critical,
            "A certificate's signature is not by its issuer's key.",
        )
        .at(*position),
        Defect::IssuerNotCa { position } => new(
            "issuer_not_ca",
            Critical,
            "A certificate signed another without being a CA.",
        )
        .at(*position),
        Defect::CaAsServer => new(
            "ca_as_server",
            High,
            "The server presents a CA certificate as its own.",
        )
        .at(0),
        Defect::PathTooLong => new(
            "path_too_long",
            High,
            "The chain is longer than one of its CAs allows.",
        ),
        Defect::NotForServers { position } => {
            let finding = new(
                "not_for_servers",
                High,
                "A certificate on the path is not meant for TLS servers.",
            );
            match position {
                Some(position) => finding.at(*position),
                None => finding,
            }
        }
        Defect::NameConstraints => new(
            "name_constraints",
            Critical,
            "A CA on the path may not issue for this name.",
        ),
        Defect::UnknownCriticalExtension => new(
            "unknown_critical_extension",
            High,
            "A critical extension is not understood.",
        ),
        Defect::Refused { reason } => new("path_refused", High, format!("The chain was refused: {reason}.")),
        Defect::LifetimeTooLong { days, limit } => new(
            "lifetime_too_long",
            Low,
            format!("The certificate lives for {days} days; public CAs may issue at most {limit}."),
        )
        .at(0),
        Defect::StapleMissing => new(
            "staple_missing",
            High,
            "The certificate promises a stapled OCSP response and none that verifies came.",
        )
        .at(0),
        Defect::StapleInvalid { error } => staple(*error),
        Defect::Revoked { at: Some(at) } => new(
            "revoked",
            Critical,
            format!("The certificate was revoked at {at}."),
        )
        .at(0),
        Defect::Revoked { at: None } => new("revoked", Critical, "A certificate on the path is revoked."),
        Defect::StatusUnknown => new(
            "revocation_unknown",
            Medium,
            "The OCSP responder does not know the certificate.",
        )
        .at(0),
        Defect::RevocationListUnusable => new(
            "revocation_list_unusable",
            Medium,
            "A revocation list cannot be used.",
        ),
        Defect::Profile { position, violation } => new(
            "profile",
            Low,
            format!(
                "A certificate breaks a rule of form: {}.",
                rule_of_form(*violation)
            ),
        )
        .at(*position),
    }
}

fn staple(error: OcspError) -> Finding {
    Finding::new(
        "staple_invalid",
        Severity::Medium,
        format!("The stapled OCSP response does not count: {error}."),
    )
    .at(0)
}

/// What is no defect and still worth saying.
pub(super) fn advice(
    chain: &Chain,
    verdict: &Verdict,
    stapled: bool,
    pin_match: Option<bool>,
) -> Vec<Finding> {
    let mut out = Vec::new();
    if verdict.expires_soon {
        let days = verdict.expires_in_days;
        let message = format!("The certificate expires in {days} days.");
        out.push(Finding::new("expires_soon", Severity::Medium, message).at(0));
    }
    if pin_match == Some(false) {
        let message = "No key on the path matches a given pin.";
        out.push(Finding::new("pin_mismatch", Severity::Critical, message));
    }
    let extensions = &chain.leaf().extensions;
    if !stapled && !extensions.must_staple && !extensions.ocsp_urls.is_empty() {
        out.push(Finding::new(
            "no_staple",
            Severity::Info,
            "The server staples no OCSP response.",
        ));
    }
    if verdict.chain_trusted && extensions.sct_count == 0 {
        let message =
            "The certificate embeds no signed certificate timestamps; browsers want them from public CAs.";
        out.push(Finding::new("no_scts", Severity::Info, message).at(0));
    }
    out
}

/// Findings about the connection.
pub(super) fn connection(facts: &ConnectionFacts) -> Vec<Finding> {
    let mut out = Vec::new();
    if !facts.key_proven {
        let message = "The server did not prove that it holds the certificate's private key.";
        out.push(Finding::new("key_not_proven", Severity::Critical, message));
    }
    if facts.is_old_protocol() {
        out.push(Finding::new(
            "old_protocol",
            Severity::High,
            "The protocol is older than TLS 1.2.",
        ));
    } else if facts.protocol == "TLSv1.2" {
        out.push(Finding::new(
            "no_tls13",
            Severity::Info,
            "The server chose TLS 1.2 although TLS 1.3 was offered.",
        ));
    }
    if facts.is_weak_cipher() {
        let message = "The cipher suite lacks forward secrecy, authenticated encryption or key length.";
        out.push(Finding::new("weak_cipher", Severity::High, message));
    }
    if !facts.is_post_quantum() {
        let message = "The key exchange is not protected against quantum computers.";
        out.push(Finding::new("no_post_quantum", Severity::Info, message));
    }
    out
}

const fn rule_of_form(violation: Violation) -> &'static str {
    match violation {
        Violation::UnreadableExtension => "an extension cannot be read",
        Violation::DuplicateExtension => "an extension stands twice",
        Violation::OldVersion => "its version is not 3",
        Violation::SerialNotPositive => "the serial number is not positive",
        Violation::SerialTooLong => "the serial number is longer than 20 octets",
        Violation::FractionalTime => "a date has fractions of a second",
        Violation::EmptyIssuer => "the issuer has no name",
        Violation::CriticalAuthorityKeyId => "the authority key identifier is critical",
        Violation::MissingAuthorityKeyId => "the authority key identifier is missing",
        Violation::CriticalSubjectKeyId => "the subject key identifier is critical",
        Violation::MissingSubjectKeyId => "a CA has no subject key identifier",
        Violation::BasicConstraintsNotCritical => "a CA's basic constraints are not critical",
        Violation::InconsistentCaBits => "key usage and basic constraints disagree about being a CA",
        Violation::NameConstraintsWithoutCa => "name constraints stand in a certificate that is no CA",
        Violation::EmptyNameConstraints => "name constraints are empty",
        Violation::PolicyConstraintsNotCritical => "policy constraints are not critical",
        Violation::CriticalAuthorityInfoAccess => "authority information access is critical",
        Violation::AnyExtendedKeyUsage => "a server's certificate allows any extended key usage",
        Violation::MalformedDnsName => "a DNS name is malformed",
        Violation::MalformedWildcard => "a wildcard is malformed",
        Violation::CommonNameNotListed => "the common name is not among the alternative names",
        Violation::OddRsaLength => "the RSA modulus is not a multiple of 8 bits",
    }
}
