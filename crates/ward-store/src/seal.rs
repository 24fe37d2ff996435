//! Sealed columns: envelope encryption of what must not be readable, or forgeable, in the database file.
//!
//! Bytes of a sealed column: data key version (4, big-endian) || nonce (24) || ciphertext || tag (16), by
//! XChaCha20-Poly1305. The associated data names the place, so a value that is moved to another table, row or
//! column does not open; see `docs/formats/store.md`.

use ward_keys::hazmat::{aead, hkdf, hmac};
use ward_secret::{Random, Secret, SecretBytes, random_array};
use zeroize::Zeroizing;

use crate::StoreError;

const ALGORITHM: aead::Algorithm = aead::Algorithm::XChaCha20Poly1305;
const VERSION_LEN: usize = 4;

/// Where a sealed value lives. It opens nowhere else.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place<'a> {
    pub(crate) table: &'static str,
    pub(crate) column: &'static str,
    pub(crate) row: &'a str,
}

/// The data keys of one store, opened. The newest seals; each opens what it sealed.
#[derive(Debug)]
pub(crate) struct Sealer {
    /// Ascending by version, never empty.
    keys: Vec<(u32, Secret<[u8; aead::KEY_LEN]>)>,
    newest: u32,
    index: hmac::Key,
}

impl Sealer {
    /// A sealer over opened data keys; `None` when there is none.
    pub(crate) fn new(keys: Vec<(u32, Secret<[u8; aead::KEY_LEN]>)>) -> Option<Self> {
        let newest = keys.iter().map(|(version, _)| *version).max()?;
        // Look-up hashes must stay the same when a newer data key joins, so they hang on the oldest.
        let (_, oldest) = keys.iter().min_by_key(|(version, _)| *version)?;
        let index_key = Zeroizing::new(hkdf::sha256(oldest.expose(), b"", b"ward store index v1"));
        let index = hmac::Key::new(hmac::Hash::Sha256, &*index_key);
        Some(Self { keys, newest, index })
    }

    pub(crate) fn seal(
        &self,
        place: Place<'_>,
        plaintext: &[u8],
        random: &mut dyn Random,
    ) -> Result<Vec<u8>, StoreError> {
        let key = self.key(self.newest).ok_or(StoreError::WrongRootKey)?;
        let sealed = aead::seal(
            ALGORITHM,
            key,
            &associated_data(place, self.newest),
            plaintext,
            random,
        );
        let mut out = Vec::with_capacity(sealed.len().saturating_add(VERSION_LEN));
        out.extend_from_slice(&self.newest.to_be_bytes());
        out.extend_from_slice(&sealed);
        Ok(out)
    }

    pub(crate) fn open(&self, place: Place<'_>, sealed: &[u8]) -> Result<SecretBytes, StoreError> {
        let damaged = StoreError::Damaged { table: place.table };
        let Some((version, body)) = sealed.split_first_chunk::<VERSION_LEN>() else {
            return Err(damaged);
        };
        let version = u32::from_be_bytes(*version);
        let Some(key) = self.key(version) else {
            return Err(damaged);
        };
        aead::open(ALGORITHM, key, &associated_data(place, version), body).map_err(|_| damaged)
    }

    /// A keyed hash under which `name` is looked up in `table`: equal names collide, and nothing else shows.
    pub(crate) fn index_of(&self, table: &str, name: &str) -> Vec<u8> {
        let mut tag = self.index.tag(&[table.as_bytes(), &[0], name.as_bytes()]);
        tag.truncate(16);
        tag
    }

    fn key(&self, version: u32) -> Option<&[u8; aead::KEY_LEN]> {
        self.keys
            .iter()
            .find(|(number, _)| *number == version)
            .map(|(_, key)| key.expose())
    }
}

/// Each part is framed by its length, so that no two places share associated data.
fn associated_data(place: Place<'_>, version: u32) -> Vec<u8> {
    let mut out = b"ward-sealed-column-v1".to_vec();
    for part in [
        place.table.as_bytes(),
        place.row.as_bytes(),
        place.column.as_bytes(),
        &version.to_be_bytes(),
    ] {
        out.extend_from_slice(&(part.len() as u64).to_be_bytes());
        out.extend_from_slice(part);
    }
    out
}

/// A fresh data key and its form wrapped under the root key.
pub(crate) fn new_data_key(
    root: &[u8; aead::KEY_LEN],
    version: u32,
    random: &mut dyn Random,
) -> (Secret<[u8; aead::KEY_LEN]>, Vec<u8>) {
    let key = Secret::new(random_array::<{ aead::KEY_LEN }>(random));
    let wrapped = aead::seal(ALGORITHM, root, &wrap_data(version), key.expose(), random);
    (key, wrapped)
}

/// Opens a wrapped data key; [`StoreError::WrongRootKey`] when it does not open.
pub(crate) fn open_data_key(
    root: &[u8; aead::KEY_LEN],
    version: u32,
    wrapped: &[u8],
) -> Result<Secret<[u8; aead::KEY_LEN]>, StoreError> {
    let opened =
        aead::open(ALGORITHM, root, &wrap_data(version), wrapped).map_err(|_| StoreError::WrongRootKey)?;
    let key =
        <[u8; aead::KEY_LEN]>::try_from(opened.expose().as_slice()).map_err(|_| StoreError::WrongRootKey)?;
    Ok(Secret::new(key))
}

fn wrap_data(version: u32) -> Vec<u8> {
    let mut out = b"ward-data-key-v1".to_vec();
    out.extend_from_slice(&version.to_be_bytes());
    out
}

#[cfg(test)]
mod tests;
