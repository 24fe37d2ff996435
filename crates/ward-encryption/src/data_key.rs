//! Data keys: a fresh key for one piece of data, stored beside it wrapped under a keyset.
//!
//! Rotating the keyset then means wrapping small keys again, not encrypting the data again; and destroying a
//! wrapped key destroys its data.

use ward_keys::AeadKeys;
use ward_secret::{Random, Secret, random_array};

use crate::envelope::{Envelope, EnvelopeError, Purpose};
use crate::fernet::{FernetKey, KEY_LEN};

/// A key of 32 random bytes for one piece of data.
#[derive(Clone, Debug)]
pub struct DataKey(Secret<[u8; KEY_LEN]>);

impl DataKey {
    /// A fresh data key.
    #[must_use]
    pub fn generate(random: &mut dyn Random) -> Self {
        Self(Secret::new(random_array(random)))
    }

    /// The key in an envelope of [`Purpose::DATA_KEY`], bound to `associated_data`.
    #[must_use]
    pub fn wrap(&self, keys: &AeadKeys, associated_data: &[u8], random: &mut dyn Random) -> Envelope {
        Envelope::seal(keys, Purpose::DATA_KEY, associated_data, self.0.expose(), random)
    }

    /// Opens what [`DataKey::wrap`] made. An envelope of another purpose does not open.
    pub fn unwrap(
        envelope: &Envelope,
        keys: &AeadKeys,
        associated_data: &[u8],
    ) -> Result<Self, EnvelopeError> {
        let opened = envelope.open(keys, Purpose::DATA_KEY, associated_data)?;
        let bytes = opened
            .expose()
            .as_slice()
            .try_into()
            .map_err(|_| EnvelopeError::Malformed)?;
        Ok(Self(Secret::new(bytes)))
    }

    /// The key prepared for Fernet.
    #[must_use]
    pub fn fernet_key(&self) -> FernetKey {
        FernetKey::from_bytes(&self.0)
    }

    /// The bytes, for callers that encrypt elsewhere.
    #[must_use]
    pub const fn expose(&self) -> &[u8; KEY_LEN] {
        self.0.expose()
    }
}
