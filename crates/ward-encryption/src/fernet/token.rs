//! From bytes to plaintext in the only safe order: shape, MAC, time, decryption. Each step is a type that the next
//! one asks for.

use std::time::Duration;

use base64::Engine as _;
use ward_keys::hazmat::aes_cbc::BLOCK_LEN;
use ward_secret::{SecretBytes, Timestamp};

use super::{FernetError, FernetKey, MAX_CLOCK_SKEW};
use crate::base64url::PADDED;

pub(super) const VERSION: u8 = 0x80;
/// Version, time of issue, IV.
const HEADER_LEN: usize = 1 + 8 + BLOCK_LEN;
const TAG_LEN: usize = 32;
/// How much longer a token's bytes are than its padded data.
pub(super) const OVERHEAD: usize = HEADER_LEN + TAG_LEN;

/// 36 characters are 27 bytes: the header and the first two bytes of the ciphertext. Decoding them apart lets
/// the ciphertext begin its own buffer, where it becomes the plaintext without another copy.
const HEAD_CHARS: usize = 36;
const HEAD_LEN: usize = 27;

/// A token of the right shape, which proves nothing yet.
pub(super) struct UnverifiedToken {
    header: [u8; HEADER_LEN],
    /// Ciphertext and tag.
    body: SecretBytes,
}

/// A token whose MAC one key made.
pub(super) struct VerifiedToken<'k> {
    key: &'k FernetKey,
    /// The key's place among those that were tried.
    position: usize,
    header: [u8; HEADER_LEN],
    /// The ciphertext; the tag is cut off.
    body: SecretBytes,
}

impl UnverifiedToken {
    pub(super) fn parse(text: &[u8]) -> Result<Self, FernetError> {
        let (head_text, body_text) = text.split_at_checked(HEAD_CHARS).ok_or(FernetError::Invalid)?;
        let mut head = [0; HEAD_LEN];
        // Padding inside would make the head shorter.
        if PADDED.decode_slice(head_text, &mut head).ok() != Some(HEAD_LEN) {
            return Err(FernetError::Invalid);
        }
        let (header, start) = head
            .split_first_chunk::<HEADER_LEN>()
            .ok_or(FernetError::Invalid)?;
        let mut body = SecretBytes::new(vec![
            0;
            base64::decoded_len_estimate(body_text.len())
                .saturating_add(start.len())
        ]);
        let (first, rest) = body
            .expose_mut()
            .split_at_mut_checked(start.len())
            .ok_or(FernetError::Invalid)?;
        first.copy_from_slice(start);
        let decoded = PADDED
            .decode_slice(body_text, rest)
            .map_err(|_| FernetError::Invalid)?;
        body.expose_mut().truncate(decoded.saturating_add(start.len()));

        let text_len = body
            .expose()
            .len()
            .checked_sub(TAG_LEN)
            .ok_or(FernetError::Invalid)?;
        if header.first() != Some(&VERSION) || text_len == 0 || !text_len.is_multiple_of(BLOCK_LEN) {
            return Err(FernetError::Invalid);
        }
        Ok(Self {
            header: *header,
            body,
        })
    }

    /// Finds the key that made the MAC. How many keys were tried can be measured from outside; the order of a list
    /// of keys is no secret.
    pub(super) fn verify<'k>(
        mut self,
        keys: impl IntoIterator<Item = &'k FernetKey>,
    ) -> Result<VerifiedToken<'k>, FernetError> {
        let (ciphertext, tag) = self
            .body
            .expose()
            .split_last_chunk::<TAG_LEN>()
            .ok_or(FernetError::Invalid)?;
        let (position, key) = keys
            .into_iter()
            .enumerate()
            .find(|(_, key)| key.mac.verify(&[&self.header, ciphertext], tag).is_ok())
            .ok_or(FernetError::Invalid)?;
        let len = ciphertext.len();
        self.body.expose_mut().truncate(len);
        Ok(VerifiedToken {
            key,
            position,
            header: self.header,
            body: self.body,
        })
    }
}

impl VerifiedToken<'_> {
    pub(super) const fn position(&self) -> usize {
        self.position
    }

    /// Seconds since 1970, as the token has it.
    pub(super) fn issued_seconds(&self) -> u64 {
        let (_, rest) = self.header.split_at(1);
        rest.first_chunk()
            .map_or(u64::MAX, |bytes| u64::from_be_bytes(*bytes))
    }

    pub(super) fn issued(&self) -> Timestamp {
        Timestamp::from_unix_seconds(i64::try_from(self.issued_seconds()).unwrap_or(i64::MAX))
    }

    pub(super) fn check_time(&self, lifetime: Option<Duration>, now: Timestamp) -> Result<(), FernetError> {
        let Some(lifetime) = lifetime else { return Ok(()) };
        // 128 bits hold any sum of what a token, a clock and a caller can say.
        let (issued, now) = (i128::from(self.issued_seconds()), i128::from(now.unix_seconds()));
        if issued.saturating_add(i128::from(lifetime.as_secs())) < now {
            return Err(FernetError::Expired);
        }
        if now.saturating_add(i128::from(MAX_CLOCK_SKEW.as_secs())) < issued {
            return Err(FernetError::FromFuture);
        }
        Ok(())
    }

    pub(super) fn decrypt(mut self) -> Result<SecretBytes, FernetError> {
        let iv = self
            .header
            .last_chunk::<BLOCK_LEN>()
            .ok_or(FernetError::Invalid)?;
        let len = self
            .key
            .cipher
            .decrypt(*iv, self.body.expose_mut())
            .map_err(|_| FernetError::Invalid)?;
        self.body.expose_mut().truncate(len);
        Ok(self.body)
    }
}
