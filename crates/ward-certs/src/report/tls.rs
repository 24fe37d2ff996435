//! Facts about a TLS connection.

use serde::Serialize;

/// What was negotiated. The probe fills it in; names are those of the IANA registries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConnectionFacts {
    /// `TLSv1.3`, `TLSv1.2` and so on.
    pub protocol: String,
    /// Name of the cipher suite, such as `TLS_AES_128_GCM_SHA256`.
    pub cipher_suite: String,
    /// Bits of the symmetric key.
    pub bits: u16,
    /// Name of the key exchange group, such as `X25519MLKEM768`; `None` when it is not known.
    pub key_exchange: Option<String>,
    /// The server proved that it holds the certificate's private key, by signing the handshake.
    pub key_proven: bool,
}

/// The connection in short.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Cipher {
    /// The cipher suite.
    pub name: String,
    /// The protocol version.
    pub protocol: String,
    /// Bits of the symmetric key.
    pub bits: u16,
}

impl ConnectionFacts {
    pub(super) fn cipher(&self) -> Cipher {
        Cipher {
            name: self.cipher_suite.clone(),
            protocol: self.protocol.clone(),
            bits: self.bits,
        }
    }

    /// Older than TLS 1.2 (RFC 8996 forbids 1.0 and 1.1, RFC 7568 SSL 3.0).
    #[must_use]
    pub fn is_old_protocol(&self) -> bool {
        !matches!(self.protocol.as_str(), "TLSv1.3" | "TLSv1.2")
    }

    /// A suite without forward secrecy or authenticated encryption, or with a key under 128 bits
    /// (RFC 9325 section 4).
    #[must_use]
    pub fn is_weak_cipher(&self) -> bool {
        let name = self.cipher_suite.as_str();
        let aead = ["_GCM_", "_CCM", "_POLY1305_"]
            .iter()
            .any(|part| name.contains(part));
        let forward = self.protocol == "TLSv1.3" || name.contains("ECDHE") || name.contains("_DHE_");
        self.bits < 128 || !aead || !forward
    }

    /// The key exchange includes ML-KEM, so that recorded traffic stays closed to a quantum computer.
    #[must_use]
    pub fn is_post_quantum(&self) -> bool {
        self.key_exchange
            .as_deref()
            .is_some_and(|group| group.contains("MLKEM"))
    }
}
