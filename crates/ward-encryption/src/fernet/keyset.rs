//! A named key of kind `fernet`: a list of Fernet keys that knows which version opened a token.

use std::time::Duration;

use ward_keys::{FromMaterial, KeyId, Keyset, Kind, OpenKeysetError, Opened};
use ward_secret::{Random, Secret, SecretBytes, Timestamp, random_array};

use super::token::{UnverifiedToken, VerifiedToken};
use super::{FernetError, FernetKey};

/// The usable versions of a Fernet keyset, prepared: the primary encrypts, any of them decrypts.
///
/// Fernet tokens do not name their key, so versions are tried, the primary first and then from the newest down.
/// Prepare anew after every change of the keyset.
#[derive(Debug)]
pub struct FernetKeyset(Opened<FernetKey>);

/// What was in a token, and the version whose key opened it.
#[derive(Debug)]
pub struct Decrypted {
    /// The data.
    pub data: SecretBytes,
    /// The number of the version that the token was made with.
    pub version: u32,
    /// When the token was issued.
    pub issued: Timestamp,
}

impl FernetKeyset {
    /// Prepares the usable versions; refuses keysets of other kinds.
    pub fn from_keyset(keyset: &Keyset) -> Result<Self, OpenKeysetError> {
        Opened::from_keyset(keyset).map(Self)
    }

    /// The keyset's identity.
    #[must_use]
    pub const fn id(&self) -> KeyId {
        self.0.id()
    }

    /// The number of the version that encrypts.
    #[must_use]
    pub const fn primary_number(&self) -> u32 {
        self.0.primary().number
    }

    /// Encrypts with the primary version.
    #[must_use]
    pub fn encrypt(&self, data: &[u8], now: Timestamp, random: &mut dyn Random) -> String {
        self.0.primary().key.encrypt(data, now, random)
    }

    /// Opens a token of any usable version; see [`FernetKey::decrypt`] for the lifetime.
    pub fn decrypt(
        &self,
        token: impl AsRef<[u8]>,
        lifetime: Option<Duration>,
        now: Timestamp,
    ) -> Result<Decrypted, FernetError> {
        let token = self.verify(token.as_ref())?;
        token.check_time(lifetime, now)?;
        let (version, issued) = (self.version_of(&token)?, token.issued());
        Ok(Decrypted {
            data: token.decrypt()?,
            version,
            issued,
        })
    }

    /// Encrypts a token's data again with the primary version; the time of issue stays. The plaintext does not
    /// leave this function.
    pub fn rewrap(&self, token: impl AsRef<[u8]>, random: &mut dyn Random) -> Result<String, FernetError> {
        let token = self.verify(token.as_ref())?;
        let issued = token.issued_seconds();
        let data = token.decrypt()?;
        Ok(self
            .0
            .primary()
            .key
            .encrypt_parts(data.expose(), issued, random_array(random)))
    }

    /// The version that made an authentic token, without decrypting it: who still needs which version.
    pub fn version_of_token(&self, token: impl AsRef<[u8]>) -> Result<u32, FernetError> {
        self.version_of(&self.verify(token.as_ref())?)
    }

    /// When an authentic token was issued.
    pub fn extract_timestamp(&self, token: impl AsRef<[u8]>) -> Result<Timestamp, FernetError> {
        Ok(self.verify(token.as_ref())?.issued())
    }

    fn verify(&self, token: &[u8]) -> Result<VerifiedToken<'_>, FernetError> {
        UnverifiedToken::parse(token)?.verify(self.0.iter().map(|version| &version.key))
    }

    fn version_of(&self, token: &VerifiedToken<'_>) -> Result<u32, FernetError> {
        self.0
            .iter()
            .nth(token.position())
            .map(|version| version.number)
            .ok_or(FernetError::Invalid)
    }
}

impl FromMaterial for FernetKey {
    fn from_material(kind: Kind, material: &SecretBytes) -> Result<Self, OpenKeysetError> {
        if kind != Kind::Fernet {
            return Err(OpenKeysetError::WrongKind);
        }
        let bytes = material
            .expose()
            .as_slice()
            .try_into()
            .map_err(|_| OpenKeysetError::WrongKind)?;
        Ok(Self::from_bytes(&Secret::new(bytes)))
    }
}
