//! The extensions that decide how a certificate may be used (RFC 5280 section 4.2, RFC 6962, RFC 7633).

use std::net::IpAddr;

use x509_parser::certificate::X509Certificate;
use x509_parser::extensions::{DistributionPointName, ExtendedKeyUsage, GeneralName, ParsedExtension};

use super::Violation;
use crate::der::{self, INTEGER, SEQUENCE};

/// Object identifiers of extended key usage, dotted.
pub mod key_purpose {
    /// `id-kp-serverAuth`: a TLS server (RFC 5280 section 4.2.1.12).
    pub const SERVER_AUTH: &str = "1.3.6.1.5.5.7.3.1";
    /// `id-kp-clientAuth`: a TLS client.
    pub const CLIENT_AUTH: &str = "1.3.6.1.5.5.7.3.2";
    /// `id-kp-codeSigning`.
    pub const CODE_SIGNING: &str = "1.3.6.1.5.5.7.3.3";
    /// `id-kp-emailProtection`.
    pub const EMAIL_PROTECTION: &str = "1.3.6.1.5.5.7.3.4";
    /// `id-kp-timeStamping`.
    pub const TIME_STAMPING: &str = "1.3.6.1.5.5.7.3.8";
    /// `id-kp-OCSPSigning`: a delegated OCSP responder (RFC 6960 section 4.2.2.2).
    pub const OCSP_SIGNING: &str = "1.3.6.1.5.5.7.3.9";
    /// `anyExtendedKeyUsage`, which TLS clients do not take for `serverAuth`.
    pub const ANY: &str = "2.5.29.37.0";
}

/// TLS feature extension (RFC 7633) and its feature `status_request` (RFC 6066 section 8).
const TLS_FEATURE: &str = "1.3.6.1.5.5.7.1.24";
const STATUS_REQUEST: &[u8] = &[5];

/// `id-ad-ocsp` and `id-ad-caIssuers` (RFC 5280 section 4.2.2.1).
const ACCESS_OCSP: &str = "1.3.6.1.5.5.7.48.1";
const ACCESS_CA_ISSUERS: &str = "1.3.6.1.5.5.7.48.2";

/// What the extensions say. An absent extension is `None` or empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Extensions {
    /// The names the certificate speaks for.
    pub names: SubjectAltNames,
    /// Whether it is a CA, and how deep.
    pub basic_constraints: Option<BasicConstraints>,
    /// What the key may do.
    pub key_usage: Option<KeyUsage>,
    /// What for, as dotted object identifiers; see [`key_purpose`].
    pub extended_key_usage: Option<Vec<String>>,
    /// Identifier of the issuer's key.
    pub authority_key_id: Option<Vec<u8>>,
    /// Identifier of its own key.
    pub subject_key_id: Option<Vec<u8>>,
    /// Where OCSP requests go.
    pub ocsp_urls: Vec<String>,
    /// Where the issuer's certificate can be fetched.
    pub ca_issuer_urls: Vec<String>,
    /// Where revocation lists can be fetched.
    pub crl_urls: Vec<String>,
    /// The server promised to staple an OCSP response (RFC 7633).
    pub must_staple: bool,
    /// Signed certificate timestamps embedded in the certificate (RFC 6962 section 3.3).
    pub sct_count: usize,
    /// Limits the names of certificates below it.
    pub has_name_constraints: bool,
}

/// Subject alternative names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct SubjectAltNames {
    /// DNS names as the certificate holds them; wildcards included, not checked for form.
    pub dns: Vec<String>,
    /// IP addresses.
    pub ip: Vec<IpAddr>,
    /// How many names of other kinds there are: e-mail addresses, URIs, directory names, unreadable ones.
    pub other: usize,
}

/// The basic constraints extension.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct BasicConstraints {
    /// May issue certificates.
    pub ca: bool,
    /// How many intermediates may stand below it; `None` is no limit.
    pub path_len: Option<u32>,
}

/// The key usage extension: a set of uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyUsage(u16);

impl KeyUsage {
    /// Signatures other than those on certificates and revocation lists.
    pub const DIGITAL_SIGNATURE: Self = Self(1);
    /// Encryption of keys.
    pub const KEY_ENCIPHERMENT: Self = Self(1 << 2);
    /// Key agreement.
    pub const KEY_AGREEMENT: Self = Self(1 << 4);
    /// Signatures on certificates.
    pub const KEY_CERT_SIGN: Self = Self(1 << 5);
    /// Signatures on revocation lists.
    pub const CRL_SIGN: Self = Self(1 << 6);

    const NAMES: [&str; 9] = [
        "digitalSignature",
        "nonRepudiation",
        "keyEncipherment",
        "dataEncipherment",
        "keyAgreement",
        "keyCertSign",
        "cRLSign",
        "encipherOnly",
        "decipherOnly",
    ];

    /// Whether every use in `wanted` is allowed.
    #[must_use]
    pub const fn allows(self, wanted: Self) -> bool {
        self.0 & wanted.0 == wanted.0
    }

    /// The uses by their names in RFC 5280 section 4.2.1.3.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        Self::NAMES
            .into_iter()
            .enumerate()
            .filter(move |(bit, _)| self.0 >> bit & 1 == 1)
            .map(|(_, name)| name)
    }
}

impl Extensions {
    pub(super) fn read(certificate: &X509Certificate<'_>) -> (Self, Vec<Violation>) {
        let mut out = Self::default();
        let mut violations = Vec::new();
        for extension in certificate.extensions() {
            match extension.parsed_extension() {
                ParsedExtension::SubjectAlternativeName(names) => out.names.read(&names.general_names),
                ParsedExtension::BasicConstraints(constraints) => {
                    out.basic_constraints = Some(BasicConstraints {
                        ca: constraints.ca,
                        path_len: constraints.path_len_constraint,
                    });
                }
                ParsedExtension::KeyUsage(usage) => out.key_usage = Some(KeyUsage(usage.flags)),
                ParsedExtension::ExtendedKeyUsage(usage) => out.extended_key_usage = Some(purposes(usage)),
                ParsedExtension::AuthorityKeyIdentifier(id) => {
                    out.authority_key_id = id.key_identifier.as_ref().map(|id| id.0.to_vec());
                }
                ParsedExtension::SubjectKeyIdentifier(id) => out.subject_key_id = Some(id.0.to_vec()),
                ParsedExtension::AuthorityInfoAccess(access) => {
                    for description in &access.accessdescs {
                        let GeneralName::URI(url) = description.access_location else {
                            continue;
                        };
                        match description.access_method.to_id_string().as_str() {
                            ACCESS_OCSP => out.ocsp_urls.push(url.to_owned()),
                            ACCESS_CA_ISSUERS => out.ca_issuer_urls.push(url.to_owned()),
                            _ => {}
                        }
                    }
                }
                ParsedExtension::CRLDistributionPoints(points) => {
                    for point in &points.points {
                        if let Some(DistributionPointName::FullName(names)) = &point.distribution_point {
                            out.crl_urls.extend(names.iter().filter_map(|name| match name {
                                GeneralName::URI(url) => Some((*url).to_owned()),
                                _ => None,
                            }));
                        }
                    }
                }
                ParsedExtension::NameConstraints(_) => out.has_name_constraints = true,
                ParsedExtension::SCT(timestamps) => out.sct_count = timestamps.len(),
                ParsedExtension::UnsupportedExtension { oid } if oid.to_id_string() == TLS_FEATURE => {
                    match must_staple(extension.value) {
                        Ok(must_staple) => out.must_staple = must_staple,
                        Err(der::Malformed) => violations.push(Violation::UnreadableExtension),
                    }
                }
                ParsedExtension::ParseError { .. } => violations.push(Violation::UnreadableExtension),
                _ => {}
            }
        }
        (out, violations)
    }

    /// May stand as a TLS server: no extended key usage at all, or one that lists `serverAuth`.
    #[must_use]
    pub fn allows_server_auth(&self) -> bool {
        self.extended_key_usage
            .as_ref()
            .is_none_or(|list| list.iter().any(|oid| oid == key_purpose::SERVER_AUTH))
    }
}

impl SubjectAltNames {
    fn read(&mut self, names: &[GeneralName<'_>]) {
        for name in names {
            match name {
                GeneralName::DNSName(dns) => self.dns.push((*dns).to_owned()),
                GeneralName::IPAddress(octets) => match ip_address(octets) {
                    Some(address) => self.ip.push(address),
                    None => self.other = self.other.saturating_add(1),
                },
                _ => self.other = self.other.saturating_add(1),
            }
        }
    }

    /// No name of any kind.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.dns.is_empty() && self.ip.is_empty() && self.other == 0
    }
}

fn ip_address(octets: &[u8]) -> Option<IpAddr> {
    if let Ok(v4) = <[u8; 4]>::try_from(octets) {
        return Some(v4.into());
    }
    <[u8; 16]>::try_from(octets).ok().map(IpAddr::from)
}

fn purposes(usage: &ExtendedKeyUsage<'_>) -> Vec<String> {
    [
        (usage.any, key_purpose::ANY),
        (usage.server_auth, key_purpose::SERVER_AUTH),
        (usage.client_auth, key_purpose::CLIENT_AUTH),
        (usage.code_signing, key_purpose::CODE_SIGNING),
        (usage.email_protection, key_purpose::EMAIL_PROTECTION),
        (usage.time_stamping, key_purpose::TIME_STAMPING),
        (usage.ocsp_signing, key_purpose::OCSP_SIGNING),
    ]
    .into_iter()
    .filter(|(present, _)| *present)
    .map(|(_, oid)| oid.to_owned())
    .chain(
        usage
            .other
            .iter()
            .map(x509_parser::der_parser::asn1_rs::Oid::to_id_string),
    )
    .collect()
}

fn must_staple(value: &[u8]) -> Result<bool, der::Malformed> {
    let mut features = der::only(value, SEQUENCE)?;
    let mut found = false;
    while !features.is_empty() {
        found |= features.expect(INTEGER)?.content == STATUS_REQUEST;
    }
    Ok(found)
}
