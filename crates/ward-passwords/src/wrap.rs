//! Argon2id over an old hash: an estate of MD5 and SHA-1 made safe overnight, without waiting for logins.
//!
//! [`wrap`] takes the digest out of an old hash string and hashes *it* with Argon2id. What is stored is the old
//! string with its digest blanked (salt and rounds stay), and the Argon2id string:
//! `$ward-wrap$v=1,s=<scheme>$<base64 of the blanked string>$argon2id$…` (`docs/formats/password-hashes.md`).
//! A login computes the old digest once more, then Argon2id of it, and leaves with a plain Argon2id hash by
//! [`PasswordContext::verify_and_update`](crate::PasswordContext::verify_and_update).
//!
//! # What it refuses
//! - Formats that hold more than one digest of the password (SQL Server 2000, SCRAM, Oracle with two verifiers): the
//!   other one would stay behind as a shortcut.
//! - Formats that are an Argon2, bcrypt or plain password inside: nothing is gained, or all would be shown.
//! - To wrap twice.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE};
use ward_secret::Random;

use crate::decrepit::{LegacyHash, LegacyParseError, LegacyScheme};
use crate::format::fields::{AB64, B64};
use crate::{Cost, HashError, MAX_HASH_STRING_BYTES, hash};

/// Begins every wrapped string.
pub(crate) const MARKER: &str = "$ward-wrap$v=1,s=";

/// Why an old hash was not wrapped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum WrapError {
    /// The old hash does not parse.
    #[error(transparent)]
    Unreadable(#[from] LegacyParseError),
    /// The scheme is one that this module does not wrap.
    #[error("hashes of {0} are not wrapped")]
    NotWrappable(LegacyScheme),
    /// The outer hash failed.
    #[error(transparent)]
    Hash(#[from] HashError),
    /// The outer hash is to be Argon2id.
    #[error("a wrapped hash is Argon2id outside")]
    OuterNotArgon2id,
}

/// Wraps a hash of an old scheme, named or (`None`) told from its text, in Argon2id at `cost`.
///
/// As slow as the cost says; of the password nothing is needed.
///
/// ```
/// use ward_passwords::{Cost, PasswordContext, Scheme, wrap};
/// use ward_passwords::decrepit::LegacyScheme;
/// use ward_secret::SystemRandom;
///
/// let outer = Cost::recommended(Scheme::Argon2id);
/// let md5 = LegacyScheme::named("hex-md5");
/// let stored = wrap(md5, "5f4dcc3b5aa765d61d8327deb882cf99", &outer, &mut SystemRandom)?;
/// assert!(!stored.contains("5f4dcc3b"));
///
/// let update = PasswordContext::default().verify_and_update(b"password", &stored, &mut SystemRandom)?;
/// assert!(update.verified.wrapped);
/// assert!(update.new_hash.is_some_and(|hash| hash.starts_with("$argon2id$")));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn wrap(
    scheme: Option<LegacyScheme>,
    stored: &str,
    cost: &Cost,
    random: &mut dyn Random,
) -> Result<String, WrapError> {
    if !matches!(cost, Cost::Argon2id(_)) {
        return Err(WrapError::OuterNotArgon2id);
    }
    wrap_with(scheme, stored, random, |digest, random| {
        Ok(hash(cost, digest, random)?)
    })
}

/// Wraps with an outer hash of the caller's.
pub(crate) fn wrap_with(
    scheme: Option<LegacyScheme>,
    stored: &str,
    random: &mut dyn Random,
    outer: impl FnOnce(&[u8], &mut dyn Random) -> Result<String, WrapError>,
) -> Result<String, WrapError> {
    let (old, text) = inner_most(scheme, stored)?;
    let (setting, digest) = blank(&old, text).ok_or(WrapError::NotWrappable(old.scheme()))?;
    let outer = outer(digest, random)?;
    Ok(format!(
        "{MARKER}{}${}{outer}",
        old.scheme(),
        STANDARD_NO_PAD.encode(setting)
    ))
}

/// The hash itself, without `{CRYPT}` around it.
fn inner_most(scheme: Option<LegacyScheme>, stored: &str) -> Result<(LegacyHash, &str), LegacyParseError> {
    let read = |text| match scheme {
        Some(scheme) => LegacyHash::parse_as(scheme, text),
        None => LegacyHash::parse(text),
    };
    let old = read(stored)?;
    match (old.scheme().name(), stored.split_once('}')) {
        ("ldap-crypt", Some((_, inner))) => match LegacyHash::parse(inner) {
            Ok(hash) => Ok((hash, inner)),
            // crypt(3)'s current schemes need no wrapping.
            Err(_) => Ok((old, stored)),
        },
        _ => Ok((old, stored)),
    }
}

/// The old string with zeros in the place of its digest, and the digest.
fn blank<'a>(old: &'a LegacyHash, text: &str) -> Option<(String, &'a [u8])> {
    let digest = old.wrappable_digest()?;
    let blanked = |candidate: String| {
        let parsed = LegacyHash::parse_as(old.scheme(), &candidate).ok()?;
        // The same setting around another digest, which nothing derives.
        let same = parsed.salt_len() == old.salt_len() && parsed.cost() == old.cost();
        let gone = parsed.wrappable_digest().is_some_and(|other| other != digest);
        (same && gone && candidate.len() <= MAX_HASH_STRING_BYTES / 2).then_some(candidate)
    };
    let replacements = |from: &str, filler: char| {
        let lower = text.to_ascii_lowercase();
        let at = text.find(from).or_else(|| {
            let hex = from.bytes().all(|byte| byte.is_ascii_hexdigit());
            hex.then(|| lower.find(from)).flatten()
        })?;
        let (before, rest) = text.split_at_checked(at)?;
        let after = rest.get(from.len()..)?;
        let padding = from.trim_end_matches('=').len();
        let fill: String = std::iter::repeat_n(filler, padding).collect();
        let equals = from.get(padding..)?;
        blanked(format!("{before}{fill}{equals}{after}"))
    };
    let as_text = || {
        let from = std::str::from_utf8(digest).ok()?;
        replacements(from, '.').or_else(|| replacements(from, '0'))
    };
    let hex = crate::decrepit::lower_hex(digest);
    let encoded = || {
        [
            STANDARD.encode(digest),
            B64.encode(digest),
            AB64.encode(digest),
            URL_SAFE.encode(digest),
        ]
        .iter()
        .find_map(|from| replacements(from, 'A'))
    };
    // SQL Server, `{SSHA}`, ASP.NET: digest and salt are encoded together.
    let together = || {
        let from = text.rfind(['}', '$']).map_or(0, |at| at.saturating_add(1));
        let (before, blob) = text.split_at_checked(from)?;
        let mut bytes = STANDARD.decode(blob).ok()?;
        let at = bytes.windows(digest.len()).position(|window| window == digest)?;
        bytes
            .iter_mut()
            .skip(at)
            .take(digest.len())
            .for_each(|byte| *byte = 0);
        blanked(format!("{before}{}", STANDARD.encode(bytes)))
    };
    let cisco = || {
        let (before, _) = text.rsplit_once('$')?;
        (digest.len() == 32 && text.len() == before.len().saturating_add(44))
            .then(|| blanked(format!("{before}${}", ".".repeat(43))))
            .flatten()
    };
    as_text()
        .or_else(|| replacements(&hex, '0'))
        .or_else(encoded)
        .or_else(together)
        .or_else(cisco)
        .map(|setting| (setting, digest))
}

/// The old hash and the rest of a string that begins with [`MARKER`].
pub(crate) fn open(text: &str) -> Result<(LegacyHash, &str), &'static str> {
    let rest = text.strip_prefix(MARKER).ok_or("marker")?;
    let (scheme, rest) = rest.split_once('$').ok_or("setting")?;
    let scheme = LegacyScheme::all()
        .find(|candidate| candidate.name() == scheme)
        .ok_or("scheme")?;
    let end = rest.find('$').ok_or("inner hash")?;
    let (setting, inner) = rest.split_at_checked(end).ok_or("inner hash")?;
    let setting = STANDARD_NO_PAD
        .decode(setting)
        .ok()
        .and_then(|setting| String::from_utf8(setting).ok())
        .ok_or("setting")?;
    let old = LegacyHash::parse_as(scheme, &setting).map_err(|_| "setting")?;
    if old.wrappable_digest().is_none() {
        return Err("scheme");
    }
    Ok((old, inner))
}
