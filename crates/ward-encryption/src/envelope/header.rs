//! The readable first 26 bytes of an envelope.

use ward_keys::KeyId;
use ward_keys::hazmat::aead::Algorithm;

/// The four letters `WARD`.
const MAGIC: [u8; 4] = *b"WARD";
/// The only version of the format so far.
const FORMAT: u8 = 1;

/// Who can open the envelope, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Header {
    pub(super) algorithm: Algorithm,
    pub(super) key_id: KeyId,
    pub(super) key_version: u32,
}

impl Header {
    /// Magic, format, algorithm, key id, key version.
    pub(super) const LEN: usize = MAGIC.len() + 1 + 1 + KeyId::LEN + 4;

    pub(super) fn encode(&self) -> [u8; Self::LEN] {
        let mut out = [0; Self::LEN];
        let fields = MAGIC
            .into_iter()
            .chain([FORMAT, algorithm_byte(self.algorithm)])
            .chain(*self.key_id.as_bytes())
            .chain(self.key_version.to_be_bytes());
        out.iter_mut().zip(fields).for_each(|(to, from)| *to = from);
        out
    }

    /// `None` for another magic, format or algorithm, or key version 0.
    pub(super) fn decode(bytes: &[u8; Self::LEN]) -> Option<Self> {
        let (magic, rest) = bytes.split_first_chunk()?;
        let (&[format, algorithm], rest) = rest.split_first_chunk()?;
        let (key_id, rest) = rest.split_first_chunk()?;
        let key_version = u32::from_be_bytes(*rest.first_chunk()?);
        if *magic != MAGIC || format != FORMAT || key_version == 0 {
            return None;
        }
        let algorithm = match algorithm {
            1 => Algorithm::XAes256Gcm,
            2 => Algorithm::XChaCha20Poly1305,
            _ => return None,
        };
        Some(Self {
            algorithm,
            key_id: KeyId::from_bytes(*key_id),
            key_version,
        })
    }
}

/// Numbers are never reused. 0 stands for what no envelope is made with and is refused on reading: plain GCM,
/// which keysets never prepare.
const fn algorithm_byte(algorithm: Algorithm) -> u8 {
    match algorithm {
        Algorithm::XAes256Gcm => 1,
        Algorithm::XChaCha20Poly1305 => 2,
        _ => 0,
    }
}
