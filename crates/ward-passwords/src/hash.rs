//! Making a new hash.

use ward_secret::Random;

use crate::format::{self, OutOfMemory};
use crate::{Cost, Scheme};

/// The longest password that Ward reads, in bytes.
///
/// Ward's own policy: far above the 64 characters that SP 800-63B-4, section 3.1.1.2, wants accepted, and low
/// enough that a scheme's cost per byte stays beside the point.
pub const MAX_PASSWORD_BYTES: usize = 1_024;

/// Why a password was not hashed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum HashError {
    /// The password is longer than [`MAX_PASSWORD_BYTES`]. Usually a file or a token sent by mistake.
    #[error("the password is longer than 1024 bytes")]
    PasswordTooLong,
    /// bcrypt would ignore everything after 72 bytes. Choose argon2id or bcrypt-sha256 for such passwords.
    #[error("bcrypt reads only 72 bytes of a password, and this one is longer")]
    BeyondBcrypt,
    /// bcrypt and SHA-crypt implementations stop at a NUL byte. Usually binary data sent as a password.
    #[error("{0} cannot hash a password that holds a NUL byte")]
    Nul(Scheme),
    /// The context does not allow this scheme.
    #[error("the policy does not allow new hashes of {0}")]
    SchemeNotAllowed(Scheme),
    /// The password is not a string of the context's Unicode profile. Usually a control character.
    #[error("the password holds characters that the profile does not accept")]
    NotInProfile,
    /// The memory that the cost asks for could not be had.
    #[error("there is not enough memory for the cost of the hash")]
    OutOfMemory,
}

impl From<OutOfMemory> for HashError {
    fn from(_: OutOfMemory) -> Self {
        Self::OutOfMemory
    }
}

/// Hashes `password` (at most [`MAX_PASSWORD_BYTES`]) at `cost` with a salt from `random`.
///
/// The string is what other tools write for the scheme, byte for byte. This takes as long as the cost says:
/// never call it on an async executor.
///
/// ```
/// use ward_passwords::{Cost, HashString, Scheme, VerifyLimits, hash};
/// use ward_secret::SystemRandom;
///
/// let stored = hash(&Cost::recommended(Scheme::Argon2id), b"correct horse", &mut SystemRandom)?;
/// assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
/// HashString::parse(&stored)?.verify(b"correct horse", &VerifyLimits::DEFAULT)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn hash(cost: &Cost, password: &[u8], random: &mut dyn Random) -> Result<String, HashError> {
    if password.len() > MAX_PASSWORD_BYTES {
        return Err(HashError::PasswordTooLong);
    }
    let scheme = cost.scheme();
    let stops_at_nul = matches!(scheme, Scheme::Bcrypt | Scheme::Sha256Crypt | Scheme::Sha512Crypt);
    if stops_at_nul && password.contains(&0) {
        return Err(HashError::Nul(scheme));
    }
    if scheme == Scheme::Bcrypt && password.len() > format::bcrypt::PASSWORD_MOST {
        return Err(HashError::BeyondBcrypt);
    }
    Ok(match *cost {
        Cost::Argon2id(cost) | Cost::Argon2i(cost) | Cost::Argon2d(cost) => {
            format::argon2::create(scheme, cost, password, random)?.to_string()
        }
        Cost::Scrypt(cost) => format::scrypt::create(cost, password, random)?.to_string(),
        Cost::Bcrypt(cost) => format::bcrypt::create(cost, password, random).to_string(),
        Cost::BcryptSha256(cost) => format::bcrypt_sha256::create(cost, password, random).to_string(),
        Cost::Pbkdf2Sha1(cost) | Cost::Pbkdf2Sha256(cost) | Cost::Pbkdf2Sha512(cost) => {
            format::pbkdf2::create(scheme, cost, password, random).to_string()
        }
        Cost::Sha256Crypt(cost) | Cost::Sha512Crypt(cost) => {
            format::sha_crypt::create(scheme, cost, password, random)?.to_string()
        }
    })
}
