//! **For inspection only.** A certificate verifier that accepts every certificate.
//!
//! It exists because a report on a bad certificate needs the handshake to go on. A connection made with it is
//! authenticated by nobody: nothing may be sent over it and nothing read from it may be believed. The type is visible to
//! [`super::probe`] alone, which sends nothing and keeps the connection to itself.

use std::sync::{Mutex, PoisonError};

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{WebPkiSupportedAlgorithms, verify_tls12_signature, verify_tls13_signature};
use rustls::{DigitallySignedStruct, Error, SignatureScheme};
use rustls_pki_types::{CertificateDer, ServerName, UnixTime};

/// What the server presented.
#[derive(Clone, Debug)]
pub(super) struct Seen {
    pub(super) presented: Vec<Vec<u8>>,
    pub(super) staple: Option<Vec<u8>>,
    /// The server signed the handshake with the key of its certificate. Without it anybody could present anybody's
    /// certificate, so it is written down even though the handshake goes on.
    pub(super) key_proven: bool,
}

#[derive(Debug)]
pub(super) struct Observer {
    algorithms: WebPkiSupportedAlgorithms,
    seen: Mutex<Option<Seen>>,
}

impl Observer {
    pub(super) const fn new(algorithms: WebPkiSupportedAlgorithms) -> Self {
        Self {
            algorithms,
            seen: Mutex::new(None),
        }
    }

    pub(super) fn take(&self) -> Option<Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    fn note(&self, signature: &Result<HandshakeSignatureValid, Error>) {
        if let Some(seen) = &mut *self.seen.lock().unwrap_or_else(PoisonError::into_inner) {
            seen.key_proven = signature.is_ok();
        }
    }
}

impl ServerCertVerifier for Observer {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        ocsp_response: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let all = std::iter::once(end_entity).chain(intermediates);
        *self.seen.lock().unwrap_or_else(PoisonError::into_inner) = Some(Seen {
            presented: all.map(|one| one.as_ref().to_vec()).collect(),
            staple: (!ocsp_response.is_empty()).then(|| ocsp_response.to_vec()),
            key_proven: false,
        });
        // Nothing was verified; see the head of this file.
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.note(&verify_tls12_signature(
            message,
            certificate,
            signature,
            &self.algorithms,
        ));
        Ok(HandshakeSignatureValid::assertion())
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.note(&verify_tls13_signature(
            message,
            certificate,
            signature,
            &self.algorithms,
        ));
        Ok(HandshakeSignatureValid::assertion())
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.algorithms.supported_schemes()
    }
}
