//! Every scheme there is a word for, in one list: what reference pages and `schemes` commands print.

use crate::decrepit::{LegacyScheme, PASSLIB_HANDLERS, Support};
use crate::{Scheme, StoredScheme};

/// What is known about one scheme.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SchemeInfo {
    /// The scheme.
    pub scheme: StoredScheme,
    /// Whether new hashes of it are made.
    pub create: bool,
    /// Whether hashes of it verify.
    pub verify: bool,
    /// Whether it is told from the text alone.
    pub identify: bool,
    /// Where it is described, or what wrote it.
    pub source: &'static str,
    /// Why it is not verified, or what has to be said first; `None` where nothing has.
    pub reason: Option<&'static str>,
    /// passlib's handlers that it stands for.
    pub passlib: Vec<&'static str>,
}

/// All schemes: those that are written, preferred first, then the old ones.
///
/// ```
/// let all: Vec<_> = ward_passwords::schemes().collect();
/// assert!(all.iter().filter(|info| info.verify && !info.create).count() >= 30);
/// assert_eq!(all.iter().map(|info| info.passlib.len()).sum::<usize>(), 77);
/// ```
pub fn schemes() -> impl Iterator<Item = SchemeInfo> {
    let current = Scheme::ALL.iter().map(|scheme| SchemeInfo {
        scheme: (*scheme).into(),
        create: true,
        verify: true,
        identify: true,
        source: source(*scheme),
        reason: None,
        passlib: handlers(scheme.name()),
    });
    current.chain(LegacyScheme::all().map(|scheme| {
        let (verify, identify, reason) = match scheme.support() {
            Support::Marked => (true, true, None),
            Support::WhenNamed => (
                true,
                false,
                Some("other systems write the same text, so it has to be named"),
            ),
            Support::WhenConfigured => (true, false, Some("has parameters of one's own")),
            Support::Marker => (false, true, Some("marks an account without a password")),
            Support::Refused(reason) => (false, LegacyScheme::is_recognised(scheme), Some(reason)),
        };
        SchemeInfo {
            scheme: scheme.into(),
            create: false,
            verify,
            identify,
            source: scheme.source(),
            reason,
            passlib: handlers(scheme.name()),
        }
    }))
}

fn handlers(scheme: &str) -> Vec<&'static str> {
    PASSLIB_HANDLERS
        .iter()
        .filter(|handler| handler.scheme == scheme)
        .map(|handler| handler.name)
        .collect()
}

const fn source(scheme: Scheme) -> &'static str {
    match scheme {
        Scheme::Argon2id | Scheme::Argon2i | Scheme::Argon2d => "RFC 9106; PHC string format",
        Scheme::Scrypt => "RFC 7914; passlib 1.7",
        Scheme::Bcrypt => "Provos and Mazières (1999); crypt_blowfish 1.3",
        Scheme::BcryptSha256 => "passlib 1.7.4",
        Scheme::Pbkdf2Sha1 | Scheme::Pbkdf2Sha256 | Scheme::Pbkdf2Sha512 => "RFC 8018; passlib 1.7",
        Scheme::Sha256Crypt | Scheme::Sha512Crypt => "Drepper (2007)",
    }
}
