//! A small world of certificates: a root, an intermediate and servers, made by an independent library.

use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    KeyUsagePurpose, date_time_ymd,
};
use ward_certs::{Chain, Question, ServerName, TrustAnchors, Verdict, chain};
use ward_secret::Timestamp;

/// A certificate and the key it speaks for.
pub(crate) struct Made {
    pub(crate) params: CertificateParams,
    pub(crate) key: KeyPair,
    pub(crate) der: Vec<u8>,
}

impl Made {
    pub(crate) fn root(params: CertificateParams) -> Self {
        let key = KeyPair::generate().unwrap();
        let der = params.self_signed(&key).unwrap().der().to_vec();
        Self { params, key, der }
    }

    pub(crate) fn issue(&self, params: CertificateParams) -> Self {
        let key = KeyPair::generate().unwrap();
        let issuer = Issuer::from_params(&self.params, &self.key);
        let der = params.signed_by(&key, &issuer).unwrap().der().to_vec();
        Self { params, key, der }
    }
}

/// Noon of this day lies inside every validity period made here.
pub(crate) fn now() -> Timestamp {
    at("2026-11-22T12:00:00Z")
}

pub(crate) fn at(text: &str) -> Timestamp {
    Timestamp::from_rfc3339(text).unwrap()
}

fn named(name: &str, alternatives: &[&str]) -> CertificateParams {
    let alternatives: Vec<String> = alternatives.iter().map(|one| (*one).to_owned()).collect();
    let mut params = CertificateParams::new(alternatives).unwrap();
    params.distinguished_name = rcgen::DistinguishedName::new();
    params.distinguished_name.push(DnType::OrganizationName, name);
    params.use_authority_key_identifier_extension = true;
    params
}

pub(crate) fn ca_params(name: &str) -> CertificateParams {
    let mut params = named(name, &[]);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    (params.not_before, params.not_after) = (date_time_ymd(2020, 1, 1), date_time_ymd(2040, 1, 1));
    params
}

pub(crate) fn server_params(names: &[&str]) -> CertificateParams {
    let mut params = named("server", names);
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    (params.not_before, params.not_after) = (date_time_ymd(2026, 10, 1), date_time_ymd(2027, 2, 1));
    params
}

/// A root that is trusted and an intermediate below it.
pub(crate) struct World {
    pub(crate) root: Made,
    pub(crate) intermediate: Made,
}

impl World {
    pub(crate) fn new() -> Self {
        let root = Made::root(ca_params("Root"));
        let intermediate = root.issue(ca_params("Intermediate"));
        Self { root, intermediate }
    }

    pub(crate) fn anchors(&self) -> TrustAnchors {
        let mut anchors = TrustAnchors::none();
        anchors.add_der(&self.root.der).unwrap();
        anchors
    }

    pub(crate) fn server(&self) -> Made {
        self.intermediate.issue(server_params(&["www.example.com"]))
    }

    /// Judges for `www.example.com` at [`now`].
    pub(crate) fn judge(&self, presented: &[&Made]) -> Verdict {
        let host = ServerName::try_from("www.example.com").unwrap();
        self.judge_with(presented, &Question::new(&host, now()))
    }

    pub(crate) fn judge_with(&self, presented: &[&Made], question: &Question<'_>) -> Verdict {
        chain::judge(&chain_of(presented), &self.anchors(), question)
    }
}

pub(crate) fn chain_of(presented: &[&Made]) -> Chain {
    Chain::from_der(presented.iter().map(|one| &one.der)).unwrap()
}
