//! Checkpoints (C2SP tlog-checkpoint): the log's name, size and root in a signed note.
//!
//! A checkpoint that is kept where the log's keeper cannot reach it is the only thing that shows a cut tail or a
//! roll-back: a shorter log that is right in itself looks like a younger one.

use std::fmt;

use crate::merkle::{Hash, TreeHead};
use crate::note::{self, NoteError, NoteSigner, NoteVerifier};

const MAX_ORIGIN_LEN: usize = 255;

/// The name of a log, the first line of its checkpoints: 1 to 255 bytes without control characters.
///
/// Best a URL without its scheme, such as `ward.example.com/audit`. It never changes: another origin is another log.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Origin(String);

impl Origin {
    /// Takes a name; fails with [`NoteError::BadName`].
    pub fn new(origin: impl Into<String>) -> Result<Self, NoteError> {
        let origin = origin.into();
        let fits = (1..=MAX_ORIGIN_LEN).contains(&origin.len()) && !origin.chars().any(char::is_control);
        if fits {
            Ok(Self(origin))
        } else {
            Err(NoteError::BadName)
        }
    }

    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a log says about itself at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// Which log.
    pub origin: Origin,
    /// Its size and root.
    pub head: TreeHead,
}

impl Checkpoint {
    /// The signed note: three lines, a blank line and one signature.
    ///
    /// Signing is a promise never to sign a head that does not continue this one, so sign only what is durable.
    #[must_use]
    pub fn sign(&self, signer: &NoteSigner) -> String {
        let TreeHead { size, root } = self.head;
        signer.sign_unchecked(&format!("{}\n{size}\n{root}\n", self.origin))
    }

    /// Opens a signed note and reads the checkpoint in it, once a signature of one of `verifiers` holds.
    ///
    /// Extension lines must not be empty and are otherwise passed over. The origin is not compared with anything:
    /// that is the caller's, who knows which log is meant.
    pub fn open(note: &str, verifiers: &[NoteVerifier]) -> Result<Self, NoteError> {
        Self::from_text(note::open(note, verifiers)?)
    }

    fn from_text(text: &str) -> Result<Self, NoteError> {
        let mut lines = text
            .strip_suffix('\n')
            .ok_or(NoteError::NotCheckpoint)?
            .split('\n');
        let (Some(origin), Some(size), Some(root)) = (lines.next(), lines.next(), lines.next()) else {
            return Err(NoteError::NotCheckpoint);
        };
        if lines.any(str::is_empty) {
            return Err(NoteError::NotCheckpoint);
        }
        let origin = Origin::new(origin).map_err(|_| NoteError::NotCheckpoint)?;
        let size = decimal(size).ok_or(NoteError::NotCheckpoint)?;
        let root = Hash::from_base64(root).ok_or(NoteError::NotCheckpoint)?;
        Ok(Self {
            origin,
            head: TreeHead { size, root },
        })
    }
}

/// Decimal digits without sign and leading zeros.
fn decimal(text: &str) -> Option<u64> {
    let number: u64 = text.parse().ok()?;
    (number.to_string() == text).then_some(number)
}

#[cfg(test)]
mod tests {
    use ward_keys::hazmat::ed25519::SigningKey;

    use super::*;
    use crate::note::KeyName;

    fn signer() -> NoteSigner {
        NoteSigner::new(
            KeyName::new("ward.test/log").unwrap(),
            SigningKey::from_seed(&[7; 32]).unwrap(),
        )
    }

    fn opened(text: &str) -> Result<Checkpoint, NoteError> {
        Checkpoint::open(&signer().sign(text).unwrap(), &[signer().verifier()])
    }

    const ROOT: &str = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

    #[test]
    fn a_signed_checkpoint_opens_as_it_was() {
        let head = TreeHead {
            size: u64::MAX,
            root: Hash::new([9; 32]),
        };
        let checkpoint = Checkpoint {
            origin: Origin::new("ward.test/log").unwrap(),
            head,
        };
        assert_eq!(
            Checkpoint::open(&checkpoint.sign(&signer()), &[signer().verifier()]),
            Ok(checkpoint)
        );
    }

    #[test]
    fn extension_lines_are_passed_over() {
        let checkpoint = opened(&format!("log\n0\n{ROOT}\nextension\nanother\n")).unwrap();
        assert_eq!(
            checkpoint.head,
            TreeHead {
                size: 0,
                root: Hash::EMPTY
            }
        );
    }

    #[test]
    fn sizes_in_any_but_the_plain_form_are_refused() {
        for size in [
            "",
            "00",
            "01",
            "+1",
            "-1",
            " 1",
            "1 ",
            "0x1",
            "1e3",
            "18446744073709551616",
            "１",
        ] {
            assert_eq!(
                opened(&format!("log\n{size}\n{ROOT}\n")),
                Err(NoteError::NotCheckpoint),
                "{size:?}"
            );
        }
    }

    #[test]
    fn roots_in_any_but_the_plain_form_are_refused() {
        for root in [
            "",
            "AAAA",
            ROOT.trim_end_matches('='),
            &ROOT.replace('/', "_"),
            &format!("{ROOT} "),
        ] {
            assert_eq!(
                opened(&format!("log\n1\n{root}\n")),
                Err(NoteError::NotCheckpoint),
                "{root:?}"
            );
        }
    }

    #[test]
    fn missing_and_empty_lines_are_refused() {
        for text in [
            "\n",
            "log\n",
            "log\n1\n",
            &format!("\n1\n{ROOT}\n"),
            &format!("log\n1\n{ROOT}\n\nx\n"),
        ] {
            assert_eq!(opened(text), Err(NoteError::NotCheckpoint), "{text:?}");
        }
    }

    #[test]
    fn an_origin_cannot_bring_lines_of_its_own() {
        for origin in ["", "log\n9", "log\r", &"o".repeat(256)] {
            assert_eq!(Origin::new(origin), Err(NoteError::BadName));
        }
    }
}
