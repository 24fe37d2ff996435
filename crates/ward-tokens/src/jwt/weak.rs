//! Secrets that are long enough and still guessable.

/// Why a secret looks typed or copied rather than drawn at random.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Weakness {
    /// Fewer than 32 bytes, which HS256 refuses anyway.
    Short,
    /// Fewer than 8 different bytes. One in 28 million random 32-digit hexadecimal secrets, the poorest common form,
    /// has so few.
    FewSymbols,
    /// A shorter text over and over, such as `secretsecretsecret`.
    Repeated,
    /// Mostly runs up or down the alphabet or the digits, such as `0123456789`.
    Sequence,
    /// A phrase from manuals and templates, such as `changeme` or `your-256-bit-secret`.
    Phrase,
}

impl Weakness {
    /// A fixed word for reports: `short`, `few_symbols`, `repeated`, `sequence`, `phrase`.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Short => "short",
            Self::FewSymbols => "few_symbols",
            Self::Repeated => "repeated",
            Self::Sequence => "sequence",
            Self::Phrase => "phrase",
        }
    }
}

/// Phrases that stand in example configurations; a random secret does not hold one by chance (the shortest has
/// six letters, compared without case and separators).
const PHRASES: [&str; 12] = [
    "secret",
    "changeme",
    "changethis",
    "password",
    "passwort",
    "passwd",
    "example",
    "placeholder",
    "replace",
    "default",
    "jwtkey",
    "privatekey",
];

/// Why an HS256 secret is weak, if it shows. `None` is no promise: a leaked secret can look random.
///
/// Looks only at the shape, so that nothing has to be bundled or fetched. For a warning to the operator; the
/// length alone decides whether a secret is taken at all ([`super::KeyError::SecretTooShort`]).
#[must_use]
pub fn weakness(secret: &[u8]) -> Option<Weakness> {
    if secret.len() < super::MIN_SECRET_LEN {
        Some(Weakness::Short)
    } else if is_repeated(secret) {
        Some(Weakness::Repeated)
    } else if distinct(secret) < 8 {
        Some(Weakness::FewSymbols)
    } else if is_sequence(secret) {
        Some(Weakness::Sequence)
    } else if has_phrase(secret) {
        Some(Weakness::Phrase)
    } else {
        None
    }
}

fn distinct(secret: &[u8]) -> usize {
    let mut seen = [false; 256];
    for byte in secret {
        if let Some(place) = seen.get_mut(usize::from(*byte)) {
            *place = true;
        }
    }
    seen.into_iter().filter(|seen| *seen).count()
}

/// Whether the secret is its own first `period` bytes again and again, the last time perhaps in part.
fn is_repeated(secret: &[u8]) -> bool {
    (1..=secret.len() / 2).any(|period| {
        let shifted = secret.iter().skip(period);
        shifted.zip(secret).all(|(later, earlier)| later == earlier)
    })
}

/// Whether more than half of the steps between neighbours are the same single step up or down.
fn is_sequence(secret: &[u8]) -> bool {
    let steps = |by: u8| {
        secret
            .iter()
            .zip(secret.iter().skip(1))
            .filter(|(from, to)| from.wrapping_add(by) == **to)
            .count()
    };
    steps(1).max(steps(u8::MAX)).saturating_mul(2) > secret.len()
}

fn has_phrase(secret: &[u8]) -> bool {
    let letters: zeroize::Zeroizing<String> = zeroize::Zeroizing::new(
        secret
            .iter()
            .filter(|byte| byte.is_ascii_alphabetic())
            .map(|byte| char::from(byte.to_ascii_lowercase()))
            .collect(),
    );
    PHRASES.iter().any(|phrase| letters.contains(phrase))
}
