//! One form of Unicode for passwords: the same password typed on two keyboards, composed on one and decomposed on
//! the other, should match.
//!
//! Off by default: passwords are bytes, and hashes made elsewhere were made of bytes. The one profile is RFC 8265's
//! `OpaqueString`, which normalises to NFC. Not to NFKC: compatibility forms would merge characters that people
//! typed apart, and RFC 8265, section 4.2.1, forbids it.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::canonical_combining_class;
use unicode_properties::{GeneralCategory, UnicodeGeneralCategory as _};
use zeroize::Zeroizing;

/// How a password's bytes are read before they are hashed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum UnicodeProfile {
    /// As they are.
    #[default]
    Bytes,
    /// RFC 8265, section 4.2: UTF-8, every space that is not ASCII becomes U+0020, NFC; controls, unassigned
    /// and private characters, old Hangul letters, ignorable characters and joiners out of context are refused.
    OpaqueString,
}

/// The password is not a string of the profile. Usually a control character or bytes that are not UTF-8.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the password holds characters that the profile does not accept")]
pub struct NotInProfile;

impl UnicodeProfile {
    /// The password as it is hashed.
    ///
    /// ```
    /// use ward_passwords::UnicodeProfile;
    ///
    /// let composed = UnicodeProfile::OpaqueString.prepare("p\u{e4}ss".as_bytes())?;
    /// let decomposed = UnicodeProfile::OpaqueString.prepare("pa\u{308}ss".as_bytes())?;
    /// assert_eq!(composed, decomposed);
    /// # Ok::<(), ward_passwords::NotInProfile>(())
    /// ```
    pub fn prepare(self, password: &[u8]) -> Result<Zeroizing<Vec<u8>>, NotInProfile> {
        match self {
            Self::Bytes => Ok(Zeroizing::new(password.to_vec())),
            Self::OpaqueString => opaque_string(password),
        }
    }
}

fn opaque_string(password: &[u8]) -> Result<Zeroizing<Vec<u8>>, NotInProfile> {
    let text = std::str::from_utf8(password).map_err(|_| NotInProfile)?;
    let text: Zeroizing<String> = Zeroizing::new(
        text.chars()
            .map(|character| match character.general_category() {
                GeneralCategory::SpaceSeparator => ' ',
                _ => character,
            })
            .nfc()
            .collect(),
    );
    let characters = Zeroizing::new(text.chars().collect::<Vec<char>>());
    let fits = characters
        .iter()
        .enumerate()
        .all(|(at, character)| is_free_form(*character) && in_context(&characters, at, *character));
    if characters.is_empty() || !fits {
        return Err(NotInProfile);
    }
    Ok(Zeroizing::new(text.as_bytes().to_vec()))
}

/// The `FreeformClass` of RFC 8264, section 4.3, and what it leaves to contextual rules.
fn is_free_form(character: char) -> bool {
    use GeneralCategory as Category;
    if is_contextual(character) {
        return true;
    }
    if is_old_hangul(character) || is_ignorable(character) {
        return false;
    }
    !matches!(
        character.general_category(),
        Category::Control
            | Category::Format
            | Category::Surrogate
            | Category::PrivateUse
            | Category::Unassigned
            | Category::LineSeparator
            | Category::ParagraphSeparator
    )
}

/// Conjoining letters of old Korean (RFC 8264, section 9.9).
fn is_old_hangul(character: char) -> bool {
    matches!(u32::from(character), 0x1100..=0x11ff | 0xa960..=0xa97c | 0xd7b0..=0xd7c6 | 0xd7cb..=0xd7fb)
}

/// Default-ignorable characters that have a visible category (RFC 8264, section 9.13).
fn is_ignorable(character: char) -> bool {
    matches!(
        u32::from(character),
        0x034f | 0x115f | 0x1160 | 0x17b4 | 0x17b5 | 0x180b..=0x180f | 0x3164 | 0xfe00..=0xfe0f | 0xffa0
            | 0xe0000..=0xe0fff
    )
}

/// Characters that RFC 5892, appendix A, allows in some company only.
fn is_contextual(character: char) -> bool {
    matches!(
        u32::from(character),
        0x200c | 0x200d | 0x00b7 | 0x0375 | 0x05f3 | 0x05f4 | 0x30fb | 0x0660..=0x0669 | 0x06f0..=0x06f9
    )
}

/// The rules of RFC 5892, appendix A. Of the rule for the zero-width non-joiner only the first half, after a
/// virama, is kept; the second needs the joining types of cursive scripts.
fn in_context(characters: &[char], at: usize, character: char) -> bool {
    let before = at.checked_sub(1).and_then(|at| characters.get(at)).copied();
    let after = at.checked_add(1).and_then(|at| characters.get(at)).copied();
    let within = |character: Option<char>, range: std::ops::RangeInclusive<u32>| {
        character.is_some_and(|character| range.contains(&u32::from(character)))
    };
    let digits = |range: std::ops::RangeInclusive<u32>| {
        characters
            .iter()
            .any(|character| range.contains(&u32::from(*character)))
    };
    match u32::from(character) {
        0x200c | 0x200d => before.is_some_and(|before| canonical_combining_class(before) == 9),
        0x00b7 => before == Some('l') && after == Some('l'),
        0x0375 => within(after, 0x0370..=0x03ff),
        0x05f3 | 0x05f4 => within(before, 0x0590..=0x05ff),
        0x30fb => digits(0x3041..=0x3096) || digits(0x30a1..=0x30fa) || digits(0x4e00..=0x9fff),
        0x0660..=0x0669 => !digits(0x06f0..=0x06f9),
        0x06f0..=0x06f9 => !digits(0x0660..=0x0669),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn opaque(text: &str) -> Result<String, NotInProfile> {
        UnicodeProfile::OpaqueString
            .prepare(text.as_bytes())
            .map(|bytes| String::from_utf8(bytes.to_vec()).unwrap())
    }

    /// RFC 8265, section 4.3, table 4.
    #[test]
    fn the_examples_of_the_rfc_are_kept() {
        for text in [
            "correct horse battery staple",
            "Correct Horse Battery Staple",
            "\u{3c0}\u{3b2}\u{3b5}\u{3c1}",
            "Jack of \u{2666}s",
        ] {
            assert_eq!(opaque(text).as_deref(), Ok(text));
        }
    }

    #[test]
    fn an_ogham_space_becomes_a_space() {
        assert_eq!(opaque("foo\u{1680}bar").as_deref(), Ok("foo bar"));
    }

    #[test]
    fn an_empty_password_is_refused() {
        assert_eq!(opaque(""), Err(NotInProfile));
    }

    #[test]
    fn a_tabulator_is_refused() {
        assert_eq!(opaque("my cat is a \u{9}by"), Err(NotInProfile));
    }

    #[test]
    fn bytes_that_are_not_utf8_are_refused() {
        assert!(UnicodeProfile::OpaqueString.prepare(&[0xff]).is_err());
    }

    #[test]
    fn compatibility_forms_stay_apart() {
        assert_eq!(opaque("\u{ff21}").as_deref(), Ok("\u{ff21}"));
        assert_eq!(opaque("\u{fb01}").as_deref(), Ok("\u{fb01}"));
    }

    #[test]
    fn a_joiner_needs_a_virama() {
        assert!(opaque("\u{915}\u{94d}\u{200d}\u{937}").is_ok());
        assert_eq!(opaque("a\u{200d}b"), Err(NotInProfile));
    }
}
