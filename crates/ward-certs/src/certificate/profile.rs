//! Where one certificate, by itself, leaves the rules for certificates on the web.
//!
//! Most clients accept most of these, so they are warnings and not a verdict; a CA should never issue them.

use std::collections::HashSet;

use x509_parser::certificate::X509Certificate;
use x509_parser::extensions::{GeneralName, ParsedExtension};

use super::{Extensions, KeyAlgorithm, PublicKey, key_purpose};
use crate::host;

/// A rule that a certificate breaks. "BR" is the CA/Browser Forum's Baseline Requirements for TLS servers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Violation {
    /// An extension that should be understood cannot be read (RFC 5280 section 4.2).
    UnreadableExtension,
    /// The same extension twice (RFC 5280 section 4.2).
    DuplicateExtension,
    /// Version 1 or 2, which cannot carry extensions (RFC 5280 section 4.1.2.1).
    OldVersion,
    /// The serial number is zero or negative (RFC 5280 section 4.1.2.2).
    SerialNotPositive,
    /// The serial number is longer than 20 octets (RFC 5280 section 4.1.2.2).
    SerialTooLong,
    /// A date with fractions of a second (RFC 5280 section 4.1.2.5.2).
    FractionalTime,
    /// The issuer has no name (RFC 5280 section 4.1.2.4).
    EmptyIssuer,
    /// The authority key identifier is marked critical (RFC 5280 section 4.2.1.1).
    CriticalAuthorityKeyId,
    /// No authority key identifier, and not self-issued (RFC 5280 section 4.2.1.1).
    MissingAuthorityKeyId,
    /// The subject key identifier is marked critical (RFC 5280 section 4.2.1.2).
    CriticalSubjectKeyId,
    /// A CA without a subject key identifier (RFC 5280 section 4.2.1.2).
    MissingSubjectKeyId,
    /// A CA whose basic constraints are not marked critical (RFC 5280 section 4.2.1.9).
    BasicConstraintsNotCritical,
    /// Key usage allows signing certificates and basic constraints say it is no CA, or the other way round
    /// (RFC 5280 sections 4.2.1.3 and 4.2.1.9).
    InconsistentCaBits,
    /// Name constraints in a certificate that is no CA (RFC 5280 section 4.2.1.10).
    NameConstraintsWithoutCa,
    /// Name constraints that constrain nothing (RFC 5280 section 4.2.1.10).
    EmptyNameConstraints,
    /// Policy constraints that are not marked critical (RFC 5280 section 4.2.1.11).
    PolicyConstraintsNotCritical,
    /// Authority information access marked critical (RFC 5280 section 4.2.2.1).
    CriticalAuthorityInfoAccess,
    /// `anyExtendedKeyUsage` in a server's certificate (BR 7.1.2.7.10).
    AnyExtendedKeyUsage,
    /// A DNS name that no host can have: an underscore, another alphabet than ASCII, an empty label, an
    /// address written as a name (BR 7.1.4.2.1, RFC 5280 section 4.2.1.6).
    MalformedDnsName,
    /// A wildcard other than one whole leftmost label above at least two labels (BR 3.2.2.6, RFC 9525).
    MalformedWildcard,
    /// The common name is not, character by character, one of the alternative names (BR 7.1.4.3).
    CommonNameNotListed,
    /// An RSA modulus whose length is not a multiple of 8 bits (BR 6.1.5).
    OddRsaLength,
}

pub(super) fn violations(
    certificate: &X509Certificate<'_>,
    extensions: &Extensions,
    key: PublicKey,
) -> Vec<Violation> {
    let mut out = Vec::new();
    let mut when = |broken: bool, violation: Violation| {
        if broken {
            out.push(violation);
        }
    };

    let serial = certificate.raw_serial();
    let negative = serial.first().is_some_and(|first| first & 0x80 != 0);
    when(
        negative || serial.iter().all(|octet| *octet == 0),
        Violation::SerialNotPositive,
    );
    when(serial.len() > 20, Violation::SerialTooLong);
    when(certificate.version().0 != 2, Violation::OldVersion);
    let validity = certificate.validity();
    let fractional = [validity.not_before, validity.not_after]
        .iter()
        .any(|time| time.to_datetime().nanosecond() != 0);
    when(fractional, Violation::FractionalTime);
    when(
        certificate.issuer().iter_rdn().next().is_none(),
        Violation::EmptyIssuer,
    );
    when(
        key.algorithm == KeyAlgorithm::Rsa && key.bits.rem_euclid(8) != 0,
        Violation::OddRsaLength,
    );

    let mut seen = HashSet::new();
    when(
        certificate.extensions().iter().any(|one| !seen.insert(&one.oid)),
        Violation::DuplicateExtension,
    );

    let ca = extensions
        .basic_constraints
        .is_some_and(|constraints| constraints.ca);
    let signs = extensions
        .key_usage
        .map(|usage| usage.allows(super::KeyUsage::KEY_CERT_SIGN));
    when(
        signs.is_some_and(|signs| signs != ca),
        Violation::InconsistentCaBits,
    );
    when(
        ca && extensions.subject_key_id.is_none(),
        Violation::MissingSubjectKeyId,
    );
    when(
        extensions.has_name_constraints && !ca,
        Violation::NameConstraintsWithoutCa,
    );
    let self_issued = certificate.subject().as_raw() == certificate.issuer().as_raw();
    when(
        !self_issued && extensions.authority_key_id.is_none(),
        Violation::MissingAuthorityKeyId,
    );
    let any = extensions
        .extended_key_usage
        .iter()
        .flatten()
        .any(|oid| oid == key_purpose::ANY);
    when(any && !ca, Violation::AnyExtendedKeyUsage);

    when(
        !ca && !extensions.names.is_empty() && !common_name_listed(certificate, extensions),
        Violation::CommonNameNotListed,
    );

    for extension in certificate.extensions() {
        let critical = extension.critical;
        match extension.parsed_extension() {
            ParsedExtension::AuthorityKeyIdentifier(_) => when(critical, Violation::CriticalAuthorityKeyId),
            ParsedExtension::SubjectKeyIdentifier(_) => when(critical, Violation::CriticalSubjectKeyId),
            ParsedExtension::BasicConstraints(_) => {
                when(ca && !critical, Violation::BasicConstraintsNotCritical);
            }
            ParsedExtension::PolicyConstraints(_) => when(!critical, Violation::PolicyConstraintsNotCritical),
            ParsedExtension::AuthorityInfoAccess(_) => when(critical, Violation::CriticalAuthorityInfoAccess),
            ParsedExtension::NameConstraints(constraints) => {
                let nothing = |list: &Option<Vec<_>>| list.as_ref().is_none_or(Vec::is_empty);
                let empty =
                    nothing(&constraints.permitted_subtrees) && nothing(&constraints.excluded_subtrees);
                when(empty, Violation::EmptyNameConstraints);
            }
            ParsedExtension::SubjectAlternativeName(names) => {
                for name in &names.general_names {
                    match name {
                        GeneralName::DNSName(name) if name.contains('*') => {
                            when(!host::is_wildcard(name), Violation::MalformedWildcard);
                        }
                        GeneralName::DNSName(name) => {
                            when(!host::is_host_name(name), Violation::MalformedDnsName);
                        }
                        GeneralName::Invalid(..) => when(true, Violation::MalformedDnsName),
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }
    out
}

fn common_name_listed(certificate: &X509Certificate<'_>, extensions: &Extensions) -> bool {
    certificate.subject().iter_common_name().all(|name| {
        // A common name that is not text cannot be in the list.
        name.as_str().is_ok_and(|name| {
            extensions
                .names
                .dns
                .iter()
                .any(|dns| dns.eq_ignore_ascii_case(name))
                || extensions
                    .names
                    .ip
                    .iter()
                    .any(|address| address.to_string() == name)
        })
    })
}
