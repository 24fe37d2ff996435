//! The roots that are trusted.

use rustls_pki_types::{CertificateDer, TrustAnchor};

use crate::certificate::CertificateError;

/// A set of trust anchors: names and keys, without dates.
///
/// A root is trusted because it was put here. Its expiry, its signature on itself and its form play no part,
/// as in RFC 5280 section 6.1.1.
#[derive(Clone, Debug, Default)]
pub struct TrustAnchors(Vec<TrustAnchor<'static>>);

impl TrustAnchors {
    /// No anchors: nothing is trusted.
    #[must_use]
    pub const fn none() -> Self {
        Self(Vec::new())
    }

    /// Adds a root certificate in DER.
    ///
    /// Fails with [`CertificateError::Malformed`] when it cannot be read as one.
    pub fn add_der(&mut self, certificate: &[u8]) -> Result<(), CertificateError> {
        let der = CertificateDer::from(certificate);
        let anchor = webpki::anchor_from_trusted_cert(&der).map_err(|_| CertificateError::Malformed)?;
        self.0.push(anchor.to_owned());
        Ok(())
    }

    /// How many there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The anchors, for a TLS client's root store.
    #[must_use]
    pub fn as_slice(&self) -> &[TrustAnchor<'static>] {
        &self.0
    }
}

/// Ready-made anchors, such as those of the `webpki-roots` crate.
impl Extend<TrustAnchor<'static>> for TrustAnchors {
    fn extend<I: IntoIterator<Item = TrustAnchor<'static>>>(&mut self, anchors: I) {
        self.0.extend(anchors);
    }
}

impl FromIterator<TrustAnchor<'static>> for TrustAnchors {
    fn from_iter<I: IntoIterator<Item = TrustAnchor<'static>>>(anchors: I) -> Self {
        Self(anchors.into_iter().collect())
    }
}
