//! Paths: the one that decides (webpki's) and the one that explains (by names and signatures).

use rustls_pki_types::{CertificateDer, TrustAnchor, UnixTime};
use ward_keys::hazmat::digest::sha256;
use ward_secret::Timestamp;
use webpki::{
    CertRevocationList, EndEntityCert, Error, ExpirationPolicy, ExtendedKeyUsageValidator, KeyPurposeIdIter,
    KeyUsage, OwnedCertRevocationList, RevocationOptionsBuilder, UnknownStatusPolicy,
};

use crate::certificate::Certificate;
use crate::der;
use crate::pin::Pin;

/// A certificate and its position.
pub(super) type Member<'a> = (usize, &'a Certificate);

/// A path that verified.
#[derive(Debug)]
pub(super) struct Path<'a> {
    /// The leaf first; the trust anchor is not among them.
    pub(super) members: Vec<Member<'a>>,
    pub(super) anchor: &'a TrustAnchor<'static>,
}

impl Path<'_> {
    pub(super) fn pins(&self) -> Vec<Pin> {
        // webpki keeps an anchor's SubjectPublicKeyInfo without its outer SEQUENCE.
        let anchor = der::write(der::SEQUENCE, &[self.anchor.subject_public_key_info.as_ref()]);
        let members = self
            .members
            .iter()
            .map(|(_, certificate)| certificate.spki_sha256);
        members.chain([Pin::from_digest(sha256(&[&anchor]))]).collect()
    }
}

/// Everything the decision depends on, except the time.
#[derive(Clone, Copy)]
pub(super) struct Search<'a> {
    pub(super) leaf: &'a Certificate,
    /// Presented or added; the leaf is not among them.
    pub(super) candidates: &'a [Member<'a>],
    pub(super) anchors: &'a [TrustAnchor<'static>],
    pub(super) lists: &'a [CertRevocationList<'static>],
    /// Refuse revocation lists past their next update.
    pub(super) expiry: ExpirationPolicy,
}

/// Which extended key usages the search asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Usage {
    /// `serverAuth` wherever the extension is present.
    Server,
    /// Any; used only to see what else is wrong behind a wrong usage.
    Any,
}

struct AnyUsage;

impl ExtendedKeyUsageValidator for AnyUsage {
    fn validate(&self, _: KeyPurposeIdIter<'_, '_>) -> Result<(), Error> {
        Ok(())
    }
}

impl<'a> Search<'a> {
    /// The decision: a path to an anchor at a moment.
    pub(super) fn decide(&self, at: Timestamp, usage: Usage) -> Result<Path<'a>, Error> {
        let seconds = u64::try_from(at.unix_seconds()).unwrap_or(0);
        let time = UnixTime::since_unix_epoch(std::time::Duration::from_secs(seconds));
        let end_entity = EndEntityCert::try_from(self.leaf.der())?;
        let candidates: Vec<CertificateDer<'_>> = self
            .candidates
            .iter()
            .map(|(_, one)| CertificateDer::from(one.der().as_ref()))
            .collect();
        let lists: Vec<&CertRevocationList<'_>> = self.lists.iter().collect();
        let revocation = RevocationOptionsBuilder::new(&lists).ok().map(|builder| {
            // A list speaks for the certificates of its own issuer only, so the others stay undetermined.
            builder
                .with_status_policy(UnknownStatusPolicy::Allow)
                .with_expiration_policy(self.expiry)
                .build()
        });
        let algorithms = webpki::ALL_VERIFICATION_ALGS;
        let found = match usage {
            Usage::Server => end_entity.verify_for_usage(
                algorithms,
                self.anchors,
                &candidates,
                time,
                KeyUsage::server_auth(),
                revocation,
                None,
            ),
            Usage::Any => end_entity.verify_for_usage(
                algorithms,
                self.anchors,
                &candidates,
                time,
                AnyUsage,
                revocation,
                None,
            ),
        }?;
        let mut members = vec![(0, self.leaf)];
        for intermediate in found.intermediate_certificates() {
            let der = intermediate.der();
            members.extend(
                self.candidates
                    .iter()
                    .find(|(_, one)| one.der().as_ref() == der.as_ref()),
            );
        }
        let anchor = found.anchor();
        let anchor = self
            .anchors
            .iter()
            .find(|one| *one == anchor)
            .ok_or(Error::UnknownIssuer)?;
        Ok(Path { members, anchor })
    }

    /// Whether a fresh and verified list of the leaf's own issuer was among those the decision used.
    pub(super) fn listed_as_good(&self, at: Timestamp) -> bool {
        let speaks_for_leaf = |list: &CertRevocationList<'_>| {
            der::write(der::SEQUENCE, &[list.issuer()]) == self.leaf.issuer_der()
        };
        self.lists.iter().any(speaks_for_leaf)
            && Self {
                expiry: ExpirationPolicy::Enforce,
                ..*self
            }
            .decide(at, Usage::Any)
            .is_ok()
    }

    /// The explanation: from the leaf upwards by names, preferring the issuer whose key made the signature.
    pub(super) fn walk(&self) -> Walk<'a> {
        let mut walk = Walk {
            members: vec![(0, self.leaf)],
            bad_signatures: Vec::new(),
        };
        let mut used = vec![false; self.candidates.len()];
        // Each round uses one candidate up, so this ends; the budget bounds the signatures checked.
        let mut budget = 64_usize;
        while let Some(&(position, current)) = walk.members.last() {
            if current.is_self_signed() {
                break;
            }
            let mut by_name = None;
            let mut by_signature = None;
            for (index, &(_, candidate)) in self.candidates.iter().enumerate() {
                if used.get(index) != Some(&false) || candidate.subject_der() != current.issuer_der() {
                    continue;
                }
                by_name = by_name.or(Some(index));
                let Some(left) = budget.checked_sub(1) else { break };
                budget = left;
                if current.verify_issued_by(candidate).is_ok() {
                    by_signature = Some(index);
                    break;
                }
            }
            let Some(index) = by_signature.or(by_name) else {
                break;
            };
            // A signature by a weak algorithm cannot be checked; that is its own defect, not a bad one.
            if by_signature.is_none() && !current.signature_algorithm.is_weak {
                walk.bad_signatures.push(position);
            }
            if let Some(flag) = used.get_mut(index) {
                *flag = true;
            }
            walk.members.extend(self.candidates.get(index));
        }
        walk
    }
}

/// The chain as it seems meant.
#[derive(Debug)]
pub(super) struct Walk<'a> {
    pub(super) members: Vec<Member<'a>>,
    /// Positions whose signature is not by the next member's key.
    pub(super) bad_signatures: Vec<usize>,
}

/// Reads revocation lists; the second value counts those that cannot be used.
pub(super) fn revocation_lists(lists: &[Vec<u8>]) -> (Vec<CertRevocationList<'static>>, usize) {
    let parsed: Vec<CertRevocationList<'static>> = lists
        .iter()
        .filter_map(|der| {
            OwnedCertRevocationList::from_der(der)
                .ok()
                .map(CertRevocationList::from)
        })
        .collect();
    let unusable = lists.len().saturating_sub(parsed.len());
    (parsed, unusable)
}
