//! Where the root key comes from. It wraps the data keys and is never itself in the database.

use std::fs::File;
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use ward_keys::hazmat::{argon2id, hkdf};
use ward_secret::{Random, Secret, SecretString, random_array};
use zeroize::Zeroizing;

use crate::StoreError;
use crate::files::{create_private, sync_folder};

/// Length of the root key in bytes.
pub const ROOT_KEY_LEN: usize = 32;

/// Room for the digits and white space around them.
const KEY_FILE_MAX: usize = 256;

/// Where the root key comes from.
#[derive(Debug)]
#[non_exhaustive]
pub enum RootKeySource {
    /// The key itself: from the environment or a credential of the service manager.
    Key(Secret<[u8; ROOT_KEY_LEN]>),
    /// A file that holds the key as 64 hexadecimal digits. Its permissions must be closed to others (0600).
    File(PathBuf),
    /// A passphrase, stretched by Argon2id with a salt and cost that the database keeps.
    Passphrase(SecretString),
}

/// Salt and cost by which a passphrase becomes the root key: 16 bytes of salt, then memory in KiB, passes and lanes,
/// four bytes each, big-endian.
pub(crate) const PASSPHRASE_PARAMETERS: &str = "root_key.argon2id";

/// Cost for a new store: RFC 9106, section 4, second recommended option (64 MiB, 3 passes, 4 lanes).
const PASSPHRASE_COST: [u32; 3] = [65_536, 3, 4];

impl RootKeySource {
    /// Fresh passphrase parameters for a new store; `None` when the source needs none.
    pub(crate) fn new_parameters(&self, random: &mut dyn Random) -> Option<Vec<u8>> {
        matches!(self, Self::Passphrase(_)).then(|| {
            let mut out = random_array::<16>(random).to_vec();
            out.extend(PASSPHRASE_COST.iter().flat_map(|cost| cost.to_be_bytes()));
            out
        })
    }

    /// The root key. A passphrase takes the stored parameters and a moment of work, beside the caller's thread.
    pub(crate) async fn derive(
        &self,
        parameters: Option<Vec<u8>>,
    ) -> Result<Secret<[u8; ROOT_KEY_LEN]>, StoreError> {
        match (self, parameters) {
            (Self::Passphrase(passphrase), Some(parameters)) => {
                let passphrase = passphrase.clone();
                let stretched = tokio::task::spawn_blocking(move || stretch(&passphrase, &parameters)).await;
                stretched.map_err(|_| StoreError::Busy)?
            }
            (Self::Passphrase(_), None) => Err(StoreError::RootKey(
                "this database was made with a root key, not with a passphrase",
            )),
            (_, Some(_)) => Err(StoreError::RootKey(
                "this database was made with a passphrase, not with a root key",
            )),
            (Self::Key(key), None) => Ok(key.clone()),
            (Self::File(path), None) => read_key_file(path),
        }
    }
}

fn stretch(passphrase: &SecretString, parameters: &[u8]) -> Result<Secret<[u8; ROOT_KEY_LEN]>, StoreError> {
    let damaged = || StoreError::Damaged { table: "store_meta" };
    if passphrase.expose().is_empty() {
        return Err(StoreError::RootKey("the passphrase is empty"));
    }
    let (salt, cost) = parameters.split_first_chunk::<16>().ok_or_else(damaged)?;
    let (words, rest) = cost.as_chunks::<4>();
    let words: Vec<u32> = words.iter().map(|word| u32::from_be_bytes(*word)).collect();
    let &[memory, passes, lanes] = words.as_slice() else {
        return Err(damaged());
    };
    if !rest.is_empty() {
        return Err(damaged());
    }
    // The cost is checked against its caps before any work.
    let cost = argon2id::Cost::new(memory, passes, lanes).map_err(|_| damaged())?;
    let mut stretched = Zeroizing::new([0; ROOT_KEY_LEN]);
    argon2id::derive(cost, passphrase.expose_bytes(), salt, &mut *stretched).map_err(|_| damaged())?;
    Ok(Secret::new(hkdf::sha256(&*stretched, b"", b"ward root key v1")))
}

fn read_key_file(path: &Path) -> Result<Secret<[u8; ROOT_KEY_LEN]>, StoreError> {
    let mut file = File::open(path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => StoreError::RootKey("there is no root key file at this path"),
        io::ErrorKind::PermissionDenied => {
            StoreError::RootKey("the root key file may not be read by this account")
        }
        _ => StoreError::File(error),
    })?;
    // Asked of what was opened, so that nobody can change it in between.
    let metadata = file.metadata()?;
    if !metadata.is_file() {
        return Err(StoreError::RootKey("the root key file is not a file"));
    }
    #[cfg(unix)]
    if std::os::unix::fs::PermissionsExt::mode(&metadata.permissions()) & 0o077 != 0 {
        return Err(StoreError::RootKey(
            "the root key file is open to others; restrict it with chmod 600",
        ));
    }
    // One buffer that does not grow, because growing would leave a copy behind. A file that fills it is refused.
    let mut text = Zeroizing::new([0; KEY_FILE_MAX]);
    let mut length = 0_usize;
    while let Some(rest) = text.get_mut(length..).filter(|rest| !rest.is_empty()) {
        match file.read(rest)? {
            0 => break,
            read => length = length.saturating_add(read),
        }
    }
    let text = text
        .get(..length)
        .filter(|text| text.len() < KEY_FILE_MAX)
        .and_then(|text| str::from_utf8(text).ok());
    text.and_then(parse_root_key).ok_or(StoreError::RootKey(
        "the root key file does not hold 64 hexadecimal digits",
    ))
}

/// Reads a root key from its text form, 64 hexadecimal digits with white space around them; `None` for anything else.
pub(crate) fn parse_root_key(text: &str) -> Option<Secret<[u8; ROOT_KEY_LEN]>> {
    let digits = text.trim().as_bytes();
    if digits.len() != ROOT_KEY_LEN.saturating_mul(2) {
        return None;
    }
    let mut key = Secret::new([0; ROOT_KEY_LEN]);
    for (out, pair) in key.expose_mut().iter_mut().zip(digits.as_chunks::<2>().0) {
        let [high, low] = pair.map(|digit| char::from(digit).to_digit(16));
        *out = u8::try_from(high?.wrapping_shl(4) | low?).ok()?;
    }
    Some(key)
}

impl RootKeySource {
    /// Reads a root key given as text (environment, credential): 64 hexadecimal digits.
    pub fn from_text(text: &str) -> Result<Self, StoreError> {
        parse_root_key(text)
            .map(Self::Key)
            .ok_or(StoreError::RootKey("the root key is not 64 hexadecimal digits"))
    }
}

/// Writes a new random root key to `path` with mode 0600. Refuses to replace a file.
pub fn create_key_file(path: &Path, random: &mut dyn Random) -> Result<(), StoreError> {
    use std::fmt::Write as _;
    let key = Secret::new(random_array::<ROOT_KEY_LEN>(random));
    let mut text = Zeroizing::new(String::with_capacity(
        ROOT_KEY_LEN.saturating_mul(2).saturating_add(1),
    ));
    for byte in key.expose() {
        let _ = write!(text, "{byte:02x}");
    }
    text.push('\n');
    let mut file = create_private(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    sync_folder(path)?;
    Ok(())
}
