//! The judgement itself.

use std::time::Duration;

use rustls_pki_types::{ServerName, TrustAnchor};
use ward_secret::Timestamp;
use webpki::{Error, ExpirationPolicy};

use super::path::{Member, Path, Search, Usage, Walk, revocation_lists};
use super::{Chain, Defect, Revocation, TrustAnchors, Verdict, lifetime};
use crate::certificate::{Certificate, KeyAlgorithm};
use crate::der::{self, SEQUENCE};
use crate::host;
use crate::ocsp::{self, Issuer};

/// From how long before its end a certificate is said to expire soon: 30 days.
pub const EXPIRES_SOON: Duration = Duration::from_hours(30 * 24);

/// What is asked about a chain.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// The host the client wanted.
    pub host: &'a ServerName<'a>,
    /// The time to judge at.
    pub now: Timestamp,
    /// See [`EXPIRES_SOON`].
    pub expires_soon: Duration,
    /// The OCSP response stapled to the handshake, in DER.
    pub staple: Option<&'a [u8]>,
    /// Revocation lists in DER, to be used when their issuer is on the path.
    pub revocation_lists: &'a [Vec<u8>],
    /// Intermediates that the server did not present and the caller knows. A chain that needs one is
    /// trusted and still incomplete.
    pub known_intermediates: &'a [Certificate],
}

impl<'a> Question<'a> {
    /// Whether the chain is good for `host` at `now`, with nothing at hand but what the server presented.
    #[must_use]
    pub const fn new(host: &'a ServerName<'a>, now: Timestamp) -> Self {
        Self {
            host,
            now,
            expires_soon: EXPIRES_SOON,
            staple: None,
            revocation_lists: &[],
            known_intermediates: &[],
        }
    }
}

/// Judges `chain` against `anchors`.
///
/// A server that presents a single certificate which itself is an anchor (pinned by hand) is not trusted by
/// path building as RFC 5280 defines it; give its pin instead.
#[must_use]
pub fn judge(chain: &Chain, anchors: &TrustAnchors, question: &Question<'_>) -> Verdict {
    let leaf = chain.leaf();
    let now = question.now;
    let presented: Vec<Member<'_>> = chain.certificates().skip(1).collect();
    let mut all = presented.clone();
    all.extend(
        question
            .known_intermediates
            .iter()
            .zip(chain.len()..)
            .map(|(one, position)| (position, one)),
    );
    let (lists, unusable) = revocation_lists(question.revocation_lists);
    let search = Search {
        leaf,
        candidates: &presented,
        anchors: anchors.as_slice(),
        lists: &lists,
        expiry: ExpirationPolicy::Ignore,
    };
    let with_known = Search {
        candidates: &all,
        ..search
    };

    let mut defects: Vec<Defect> = Vec::new();
    let decided = decide(&search, now).or_else(|mut errors| {
        if question.known_intermediates.is_empty() {
            return Err(errors);
        }
        let path = decide(&with_known, now).map_err(|more| {
            errors.extend(more);
            errors
        })?;
        let last = search.walk().members.last().map_or(0, |(position, _)| *position);
        defects.push(Defect::IncompleteChain { position: last });
        Ok(path)
    });
    let walk = with_known.walk();
    let members = match &decided {
        Ok(path) => &path.members,
        Err(errors) => {
            explain(errors, &walk, anchors.as_slice(), &mut defects);
            &walk.members
        }
    };

    for (index, member) in members.iter().enumerate() {
        certificate_defects(*member, index > 0, now, &mut defects);
    }
    leaf_defects(leaf, question.host, &mut defects);
    presentation_defects(chain, members, &walk, &mut defects);
    if unusable > 0 {
        defects.push(Defect::RevocationListUnusable);
    }

    let listed = decided.is_ok() && with_known.listed_as_good(now);
    let revocation = revocation(leaf, &decided, &walk, question, listed, &mut defects);
    let is_expired = leaf.is_expired_at(now);
    let mut unique = Vec::with_capacity(defects.len());
    for defect in defects {
        if !unique.contains(&defect) {
            unique.push(defect);
        }
    }
    Verdict {
        chain_trusted: decided.is_ok(),
        hostname_match: host::matches(leaf, question.host),
        is_expired,
        not_yet_valid: now < leaf.not_before,
        expires_soon: !is_expired && leaf.is_expired_at(now.after(question.expires_soon)),
        expires_in_days: leaf.expires_in_days(now),
        revocation,
        path_pins: decided
            .as_ref()
            .map_or_else(|_| vec![leaf.spki_sha256], Path::pins),
        defects: unique,
    }
}

/// The decision now; or, when the leaf is out of date, at the nearest moment of its validity. On failure,
/// every error that could be provoked.
fn decide<'a>(search: &Search<'a>, now: Timestamp) -> Result<Path<'a>, Vec<Error>> {
    let moment = now.max(search.leaf.not_before).min(search.leaf.not_after);
    let first = match search.decide(moment, Usage::Server) {
        Ok(path) => return Ok(path),
        Err(error) => error,
    };
    let mut errors = vec![first];
    // One error hides the next, so look again without what was found: another usage, another date. None of
    // these searches can make the chain trusted.
    errors.extend(search.decide(moment, Usage::Any).err());
    if let Some(common) = common_moment(search) {
        errors.extend(search.decide(common, Usage::Any).err());
    }
    Err(errors)
}

/// A moment at which every certificate of the chain was valid, if there was one.
fn common_moment(search: &Search<'_>) -> Option<Timestamp> {
    let walk = search.walk();
    let begin = walk.members.iter().map(|(_, one)| one.not_before).max()?;
    let end = walk.members.iter().map(|(_, one)| one.not_after).min()?;
    (begin <= end).then_some(end)
}

/// Turns the path builder's errors into defects, and asks the walk why an issuer is not known.
fn explain(errors: &[Error], walk: &Walk<'_>, anchors: &[TrustAnchor<'static>], defects: &mut Vec<Defect>) {
    defects.extend(
        walk.bad_signatures
            .iter()
            .map(|position| Defect::BadSignature { position: *position }),
    );
    let before = defects.len();
    // Whatever the path builder stumbled over, a chain that ends in somebody's own root is not trusted.
    if let Some(&(position, last)) = walk.members.last() {
        let own = |anchor: &TrustAnchor<'_>| {
            der::write(SEQUENCE, &[anchor.subject_public_key_info.as_ref()]) == last.spki_der()
        };
        if last.is_self_issued() && !anchors.iter().any(own) {
            defects.push(unknown_issuer(walk, anchors));
        } else if position == 0 && last.is_self_issued() {
            defects.push(Defect::SelfSigned);
        }
    }
    for error in errors {
        defects.extend(match error {
            Error::UnknownIssuer => Some(unknown_issuer(walk, anchors)),
            // Dates are read from the certificates themselves; weak algorithms too.
            Error::CertExpired { .. }
            | Error::CertNotValidYet { .. }
            | Error::UnsupportedSignatureAlgorithmContext(_)
            | Error::UnsupportedSignatureAlgorithmForPublicKeyContext(_) => None,
            Error::CaUsedAsEndEntity => Some(Defect::CaAsServer),
            Error::CertRevoked => Some(Defect::Revoked { at: None }),
            Error::NameConstraintViolation => Some(Defect::NameConstraints),
            Error::PathLenConstraintViolated => Some(Defect::PathTooLong),
            Error::RequiredEkuNotFoundContext(_) | Error::EmptyEkuExtension => {
                Some(Defect::NotForServers { position: None })
            }
            Error::UnsupportedCriticalExtension => Some(Defect::UnknownCriticalExtension),
            // The walk names the signer, where it is on the walk.
            Error::EndEntityUsedAsCa => Some(Defect::Refused {
                reason: "a certificate that is no CA signed",
            }),
            Error::InvalidSignatureForPublicKey => Some(Defect::Refused {
                reason: "a signature is wrong",
            }),
            other => Some(Defect::Refused {
                reason: reason(other),
            }),
        });
    }
    // Nothing above had words for it and the certificates' own defects may not either.
    if defects.len() == before && walk.bad_signatures.is_empty() {
        let dated = errors
            .iter()
            .any(|error| matches!(error, Error::CertExpired { .. } | Error::CertNotValidYet { .. }));
        if !dated {
            defects.push(Defect::Refused {
                reason: "a signature algorithm is not accepted",
            });
        }
    }
}

fn unknown_issuer(walk: &Walk<'_>, anchors: &[TrustAnchor<'static>]) -> Defect {
    let Some(&(position, last)) = walk.members.last() else {
        return Defect::UnknownIssuer { position: 0 };
    };
    let issuer_is_anchor = anchors
        .iter()
        .any(|anchor| der::write(SEQUENCE, &[anchor.subject.as_ref()]) == last.issuer_der());
    if last.is_self_issued() {
        match position {
            0 => Defect::SelfSigned,
            _ => Defect::UntrustedRoot { position },
        }
    } else if issuer_is_anchor {
        // An anchor of that name exists and its key did not make the signature.
        Defect::BadSignature { position }
    } else if last.extensions.ca_issuer_urls.is_empty() {
        Defect::UnknownIssuer { position }
    } else {
        Defect::IncompleteChain { position }
    }
}

/// Fixed words for the path builder's rarer errors.
const fn reason(error: &Error) -> &'static str {
    match error {
        Error::BadDer | Error::BadDerTime | Error::TrailingData(_) => "a certificate is not valid DER",
        Error::ExtensionValueInvalid | Error::MalformedExtensions => "an extension is malformed",
        Error::InvalidCertValidity => "a validity period ends before it begins",
        Error::InvalidSerialNumber => "a serial number is malformed",
        Error::MalformedDnsIdentifier => "a DNS name is malformed",
        Error::MalformedNameConstraint | Error::InvalidNetworkMaskConstraint => {
            "a name constraint is malformed"
        }
        Error::MaximumNameConstraintComparisonsExceeded
        | Error::MaximumPathBuildCallsExceeded
        | Error::MaximumPathDepthExceeded
        | Error::MaximumSignatureChecksExceeded => "the chain takes too much work to check",
        Error::SignatureAlgorithmMismatch => "the two statements of the signature algorithm differ",
        Error::UnsupportedCertVersion => "a certificate is not of version 3",
        Error::CertDistrusted => "a certificate is distrusted",
        _ => "the path builder refused the chain",
    }
}

/// What is wrong with one certificate on the path by itself.
fn certificate_defects((position, one): Member<'_>, is_issuer: bool, now: Timestamp, out: &mut Vec<Defect>) {
    if one.is_expired_at(now) {
        out.push(Defect::Expired {
            position,
            not_after: one.not_after,
        });
    }
    if now < one.not_before {
        out.push(Defect::NotYetValid {
            position,
            not_before: one.not_before,
        });
    }
    if one.key.is_weak() {
        out.push(Defect::WeakKey {
            position,
            key: one.key,
        });
    }
    if one.key.algorithm == KeyAlgorithm::Unsupported {
        out.push(Defect::UnsupportedKey { position });
    }
    // The signature of a root on itself proves nothing, so its strength does not matter.
    if one.signature_algorithm.is_weak && !(is_issuer && one.is_self_issued()) {
        out.push(Defect::WeakSignature {
            position,
            algorithm: one.signature_algorithm.name,
        });
    }
    if is_issuer && !one.is_ca() {
        out.push(Defect::IssuerNotCa { position });
    }
    if !is_issuer && !one.extensions.allows_server_auth() {
        out.push(Defect::NotForServers {
            position: Some(position),
        });
    }
    out.extend(one.violations.iter().map(|violation| Defect::Profile {
        position,
        violation: *violation,
    }));
}

/// What is wrong with the server's certificate for this use.
fn leaf_defects(leaf: &Certificate, host: &ServerName<'_>, out: &mut Vec<Defect>) {
    if !host::matches(leaf, host) {
        out.push(Defect::HostMismatch);
    }
    if leaf.extensions.names.is_empty() {
        out.push(Defect::NoSubjectAltName);
    }
    if let Some((days, limit)) = lifetime::too_long(leaf) {
        out.push(Defect::LifetimeTooLong { days, limit });
    }
}

/// What is wrong with the list that the server sent.
fn presentation_defects(chain: &Chain, members: &[Member<'_>], walk: &Walk<'_>, out: &mut Vec<Defect>) {
    out.extend(chain.unreadable().map(|position| Defect::Unreadable { position }));
    if !members.iter().map(|(position, _)| position).is_sorted() {
        out.push(Defect::WrongOrder);
    }
    for (position, _) in chain.certificates().skip(1) {
        let used = members
            .iter()
            .chain(&walk.members)
            .any(|(other, _)| *other == position);
        if !used {
            out.push(Defect::ExtraCertificate { position });
        }
    }
}

/// What the stapled response and the lists say.
fn revocation(
    leaf: &Certificate,
    decided: &Result<Path<'_>, Vec<Error>>,
    walk: &Walk<'_>,
    question: &Question<'_>,
    listed: bool,
    out: &mut Vec<Defect>,
) -> Revocation {
    if out.iter().any(|defect| matches!(defect, Defect::Revoked { .. })) {
        return Revocation::Revoked { at: None };
    }
    let unstapled = if listed {
        Revocation::Good
    } else {
        Revocation::NotChecked
    };
    let Some(staple) = question.staple else {
        if leaf.extensions.must_staple {
            out.push(Defect::StapleMissing);
        }
        return unstapled;
    };
    let members = decided.as_ref().map_or(&walk.members, |path| &path.members);
    let issuer = match (members.get(1), decided) {
        // Without a decided path the issuer is only meant; its key must at least have signed the leaf.
        (Some((_, issuer)), Ok(_)) => Issuer::from_certificate(issuer),
        (Some((_, issuer)), Err(_)) if leaf.verify_issued_by(issuer).is_ok() => {
            Issuer::from_certificate(issuer)
        }
        (None, Ok(path)) => Issuer::from_anchor(path.anchor),
        _ => Err(ocsp::OcspError::NoIssuer),
    };
    match issuer.and_then(|issuer| ocsp::verify(staple, leaf, &issuer, question.now)) {
        Ok(answer) => match answer.status {
            ocsp::Status::Good => Revocation::Good,
            ocsp::Status::Revoked { at, .. } => {
                out.push(Defect::Revoked { at: Some(at) });
                Revocation::Revoked { at: Some(at) }
            }
            ocsp::Status::Unknown => {
                out.push(Defect::StatusUnknown);
                Revocation::Unknown
            }
        },
        Err(error) => {
            out.push(Defect::StapleInvalid { error });
            if leaf.extensions.must_staple {
                out.push(Defect::StapleMissing);
            }
            Revocation::Unverified(error)
        }
    }
}
