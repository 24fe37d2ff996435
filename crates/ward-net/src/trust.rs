//! Trust anchors of this machine, and the configuration of TLS clients that verify.

use std::sync::Arc;

use rustls::crypto::{CryptoProvider, aws_lc_rs};
use rustls::{ClientConfig, RootCertStore};
use ward_certs::TrustAnchors;

/// Where roots come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Roots {
    /// The operating system's store; when it holds none (a bare container), the bundled ones.
    #[default]
    NativeOrBundled,
    /// The operating system's store only.
    Native,
    /// Mozilla's roots as compiled into this program; they age with it.
    Bundled,
    /// None but the extra ones.
    ExtraOnly,
}

/// Anchors could not be loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TrustError {
    /// An extra root is not a certificate. Unlike one of the system's, it was named by somebody, so it is not skipped.
    #[error("an extra root certificate cannot be read")]
    Extra,
    /// Nothing would be trusted: the system's store is empty or could not be read.
    #[error("there are no root certificates to trust")]
    Empty,
}

/// Loaded anchors.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Loaded {
    /// The anchors.
    pub anchors: TrustAnchors,
    /// Where the main part came from in the end.
    pub roots: Roots,
    /// How many of the system's certificates or files could not be read and were skipped.
    pub skipped: usize,
}

/// Loads anchors from `roots` and adds `extra`, root certificates in DER. Reads files: call it once, not per request,
/// and not on an async thread.
pub fn load(roots: Roots, extra: &[Vec<u8>]) -> Result<Loaded, TrustError> {
    let mut loaded = Loaded {
        anchors: TrustAnchors::none(),
        roots,
        skipped: 0,
    };
    if matches!(roots, Roots::Native | Roots::NativeOrBundled) {
        let native = rustls_native_certs::load_native_certs();
        loaded.skipped = native.errors.len();
        for certificate in native.certs {
            if loaded.anchors.add_der(&certificate).is_err() {
                loaded.skipped = loaded.skipped.saturating_add(1);
            }
        }
        loaded.roots = Roots::Native;
    }
    if roots == Roots::Bundled || (roots == Roots::NativeOrBundled && loaded.anchors.is_empty()) {
        loaded
            .anchors
            .extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
        loaded.roots = Roots::Bundled;
    }
    for certificate in extra {
        loaded
            .anchors
            .add_der(certificate)
            .map_err(|_| TrustError::Extra)?;
    }
    if loaded.anchors.is_empty() {
        Err(TrustError::Empty)
    } else {
        Ok(loaded)
    }
}

/// The cryptography of every TLS connection: aws-lc, with the hybrid X25519MLKEM768 offered first, so that recorded
/// traffic stays closed to a later quantum computer. Passed explicitly: no process-wide default is set or read.
#[must_use]
pub fn provider() -> CryptoProvider {
    use aws_lc_rs::kx_group::{SECP256R1, SECP384R1, X25519, X25519MLKEM768};
    CryptoProvider {
        kx_groups: vec![X25519MLKEM768, X25519, SECP256R1, SECP384R1],
        ..aws_lc_rs::default_provider()
    }
}

/// The configuration of a TLS client that verifies: TLS 1.2 and 1.3, `anchors`, host names, no client certificate.
/// `alpn` lists application protocols, best first.
///
/// It fails only when the provider has no cipher suite for either version, which the one used here has.
pub fn client_config(anchors: &TrustAnchors, alpn: &[&[u8]]) -> Result<ClientConfig, rustls::Error> {
    let roots = RootCertStore {
        roots: anchors.as_slice().to_vec(),
    };
    let mut config = ClientConfig::builder_with_provider(Arc::new(provider()))
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = alpn.iter().map(|protocol| protocol.to_vec()).collect();
    Ok(config)
}
