//! How a key follows from a password: function, cost and salt, in one string.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use thiserror::Error;
use ward_keys::hazmat::cost::{CostError, DeriveError};
use ward_keys::hazmat::{argon2id, pbkdf2, scrypt};
use ward_secret::{Random, Secret, SecretString, random_array};

use crate::base64url::{PADDED, PHC};
use crate::fernet::{FernetKey, KEY_LEN};

/// What the predecessor derived its keys with, PBKDF2-SHA256 with 100,000 iterations, without writing it down.
pub const PREDECESSOR_ITERATIONS: u32 = 100_000;

const NEW_SALT_LEN: usize = 16;
/// Argon2 asks for 8 bytes; PHC strings hold up to 48, and 64 leave room for what others write.
const SALT_LENS: std::ops::RangeInclusive<usize> = 8..=64;

/// The function that makes a key from a password, and its cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kdf {
    /// PBKDF2 with HMAC-SHA256.
    Pbkdf2Sha256(pbkdf2::Cost),
    /// scrypt.
    Scrypt(scrypt::Cost),
    /// Argon2id.
    Argon2id(argon2id::Cost),
}

impl Kdf {
    /// PBKDF2-SHA256 with a number of iterations, 1 to 10,000,000.
    pub fn pbkdf2_sha256(iterations: u32) -> Result<Self, CostError> {
        pbkdf2::Cost::new(pbkdf2::Hash::Sha256, iterations).map(Self::Pbkdf2Sha256)
    }

    /// What clients of the predecessor expect: PBKDF2-SHA256, at the floor for new data (600,000 iterations).
    pub fn pbkdf2_default() -> Result<Self, CostError> {
        Self::pbkdf2_sha256(pbkdf2::Cost::floor(pbkdf2::Hash::Sha256))
    }

    /// The name as Python's `cryptography` calls the class: `PBKDF2HMAC`, `Scrypt`, `Argon2id`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pbkdf2Sha256(_) => "PBKDF2HMAC",
            Self::Scrypt(_) => "Scrypt",
            Self::Argon2id(_) => "Argon2id",
        }
    }

    /// Iterations of PBKDF2 or passes of Argon2id.
    #[must_use]
    pub const fn iterations(self) -> Option<u32> {
        match self {
            Self::Pbkdf2Sha256(cost) => Some(cost.iterations()),
            Self::Scrypt(_) => None,
            Self::Argon2id(cost) => Some(cost.passes()),
        }
    }

    /// Working memory in KiB, for the functions that need it.
    #[must_use]
    pub const fn memory_kib(self) -> Option<u32> {
        match self {
            Self::Pbkdf2Sha256(_) => None,
            Self::Scrypt(cost) => Some(cost.memory_kib()),
            Self::Argon2id(cost) => Some(cost.memory_kib()),
        }
    }

    /// p of scrypt or lanes of Argon2id.
    #[must_use]
    pub const fn parallelism(self) -> Option<u32> {
        match self {
            Self::Pbkdf2Sha256(_) => None,
            Self::Scrypt(cost) => Some(cost.parallelism()),
            Self::Argon2id(cost) => Some(cost.lanes()),
        }
    }

    fn for_new_data(self) -> Result<Self, CostError> {
        match self {
            Self::Pbkdf2Sha256(cost) => cost.for_new_data().map(Self::Pbkdf2Sha256),
            Self::Scrypt(cost) => cost.for_new_data().map(Self::Scrypt),
            Self::Argon2id(cost) => cost.for_new_data().map(Self::Argon2id),
        }
    }
}

/// Why the text is no parameters.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum ParametersError {
    /// Neither a parameter string nor a salt in url-safe base64 of 8 to 64 bytes.
    #[error("not the parameters of a password-derived key")]
    Malformed,
    /// The cost is impossible or above the cap.
    #[error(transparent)]
    Cost(#[from] CostError),
    /// An iteration count was given beside a string that has another one.
    #[error("the iteration count contradicts the parameters")]
    Contradiction,
}

/// Function, cost and salt: all but the password.
///
/// Text form (PHC string format without a hash), one of
/// `$pbkdf2-sha256$i=600000$SALT`, `$scrypt$ln=17,r=8,p=1$SALT`, `$argon2id$v=19$m=65536,t=3,p=4$SALT`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PasswordParameters {
    kdf: Kdf,
    salt: Vec<u8>,
}

impl PasswordParameters {
    /// Parameters for new data: a fresh salt of 16 bytes. Refuses a cost below the floor.
    pub fn new(kdf: Kdf, random: &mut dyn Random) -> Result<Self, CostError> {
        let salt: [u8; NEW_SALT_LEN] = random_array(random);
        Ok(Self {
            kdf: kdf.for_new_data()?,
            salt: salt.to_vec(),
        })
    }

    /// Reads a parameter string; or a bare salt in url-safe base64, as the predecessor kept it, with the iterations
    /// of PBKDF2-SHA256 beside it ([`PREDECESSOR_ITERATIONS`] when they are not told).
    pub fn parse(key_info: &str, iterations: Option<u32>) -> Result<Self, ParametersError> {
        if key_info.starts_with('$') {
            let parameters: Self = key_info.parse()?;
            return match iterations {
                Some(_) if iterations != parameters.kdf.iterations() => Err(ParametersError::Contradiction),
                _ => Ok(parameters),
            };
        }
        let salt = PADDED.decode(key_info).map_err(|_| ParametersError::Malformed)?;
        Self::with_salt(
            Kdf::pbkdf2_sha256(iterations.unwrap_or(PREDECESSOR_ITERATIONS))?,
            salt,
        )
    }

    fn with_salt(kdf: Kdf, salt: Vec<u8>) -> Result<Self, ParametersError> {
        if SALT_LENS.contains(&salt.len()) {
            Ok(Self { kdf, salt })
        } else {
            Err(ParametersError::Malformed)
        }
    }

    /// The function and its cost.
    #[must_use]
    pub const fn kdf(&self) -> Kdf {
        self.kdf
    }

    /// The salt in url-safe base64, as the field `salt` carries it.
    #[must_use]
    pub fn salt_text(&self) -> String {
        PADDED.encode(&self.salt)
    }

    /// Derives the key. Takes a good part of a second and, but for PBKDF2, much memory: off the executor.
    pub fn derive(&self, password: &SecretString) -> Result<FernetKey, DeriveError> {
        let mut key = Secret::new([0; KEY_LEN]);
        let (password, out) = (password.expose_bytes(), key.expose_mut());
        match self.kdf {
            Kdf::Pbkdf2Sha256(cost) => pbkdf2::derive(cost, password, &self.salt, out),
            Kdf::Scrypt(cost) => scrypt::derive(cost, password, &self.salt, out)?,
            Kdf::Argon2id(cost) => argon2id::derive(cost, password, &self.salt, out)?,
        }
        Ok(FernetKey::from_bytes(&key))
    }
}

impl fmt::Display for PasswordParameters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kdf {
            Kdf::Pbkdf2Sha256(cost) => write!(f, "$pbkdf2-sha256$i={}", cost.iterations())?,
            Kdf::Scrypt(cost) => {
                write!(
                    f,
                    "$scrypt$ln={},r={},p={}",
                    cost.log_n(),
                    cost.block_size(),
                    cost.parallelism()
                )?;
            }
            Kdf::Argon2id(cost) => {
                write!(
                    f,
                    "$argon2id$v=19$m={},t={},p={}",
                    cost.memory_kib(),
                    cost.passes(),
                    cost.lanes()
                )?;
            }
        }
        write!(f, "${}", PHC.encode(&self.salt))
    }
}

impl FromStr for PasswordParameters {
    type Err = ParametersError;

    /// Reads the text form exactly: every field, in order, numbers without leading zeros.
    fn from_str(text: &str) -> Result<Self, ParametersError> {
        let malformed = ParametersError::Malformed;
        let (head, salt) = text
            .strip_prefix('$')
            .and_then(|text| text.rsplit_once('$'))
            .ok_or(malformed)?;
        let (function, cost) = head.split_once('$').ok_or(malformed)?;
        let kdf = match function {
            "pbkdf2-sha256" => {
                let [iterations] = numbers(cost, ["i="])?;
                Kdf::pbkdf2_sha256(iterations)?
            }
            "scrypt" => {
                let [log_n, block_size, parallelism] = numbers(cost, ["ln=", "r=", "p="])?;
                let log_n = u8::try_from(log_n).map_err(|_| CostError::TooHigh)?;
                Kdf::Scrypt(scrypt::Cost::new(log_n, block_size, parallelism)?)
            }
            "argon2id" => {
                let cost = cost.strip_prefix("v=19$").ok_or(malformed)?;
                let [memory, passes, lanes] = numbers(cost, ["m=", "t=", "p="])?;
                Kdf::Argon2id(argon2id::Cost::new(memory, passes, lanes)?)
            }
            _ => return Err(malformed),
        };
        Self::with_salt(kdf, PHC.decode(salt).map_err(|_| malformed)?)
    }
}

/// The numbers of `a=1,b=2`, under exactly these names in this order.
fn numbers<const N: usize>(text: &str, names: [&str; N]) -> Result<[u32; N], ParametersError> {
    let mut out = [0; N];
    let mut fields = text.split(',');
    for (number, name) in out.iter_mut().zip(names) {
        let digits = fields.next().and_then(|field| field.strip_prefix(name));
        *number = digits.and_then(decimal).ok_or(ParametersError::Malformed)?;
    }
    if fields.next().is_some() {
        Err(ParametersError::Malformed)
    } else {
        Ok(out)
    }
}

fn decimal(digits: &str) -> Option<u32> {
    // `parse` alone would take a sign and leading zeros: a second spelling of the same parameters.
    let plain =
        digits.bytes().all(|byte| byte.is_ascii_digit()) && (digits.len() == 1 || !digits.starts_with('0'));
    if plain { digits.parse().ok() } else { None }
}
