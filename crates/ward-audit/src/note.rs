//! Signed notes (C2SP signed-note): a text, a blank line, and signature lines that name their keys.
//!
//! ```text
//! example.com/ward
//! 200
//! CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=
//!
//! — example.com/ward Az3grlgtzPICa5OS8npVmf1Myq/5IZni…
//! ```
//!
//! Keys are Ed25519 under signature type 0x01. Lines of other keys and other types, witness cosignatures (0x04)
//! among them, must have the right form and are otherwise passed over. A line of a known key that does not verify
//! condemns the whole note. Nothing of a note's text is given out before a known key vouches for it.

mod key;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;
use thiserror::Error;

pub use key::{KeyName, NoteSigner, NoteVerifier};

/// The longest note in bytes: room for many cosignatures, post-quantum ones of 3.3 kB included.
pub const MAX_NOTE_LEN: usize = 128 * 1024;

/// The most signature lines in a note. The specification asks for at least 16.
pub const MAX_SIGNATURES: usize = 64;

const SIGNATURE_PREFIX: &str = "— ";
const KEY_ID_LEN: usize = 4;

/// Why a note, a key or a checkpoint was refused. No variant quotes its text.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum NoteError {
    /// More than [`MAX_NOTE_LEN`] bytes or [`MAX_SIGNATURES`] signatures.
    #[error("the note is larger than any note in use")]
    TooLarge,
    /// Not text, blank line and signature lines; a control character; base64 in another than the canonical form.
    #[error("the note is malformed")]
    Malformed,
    /// No signature of a known key: signed by nobody, or by somebody else.
    #[error("the note is not signed by a known key")]
    NotSigned,
    /// A known key's signature does not match: the text or the signature was changed.
    #[error("a signature of a known key does not match the note")]
    BadSignature,
    /// A key's name is empty, longer than 255 bytes, or holds a space, a plus or a control character.
    #[error("the name of the key is not allowed in a note")]
    BadName,
    /// A verifier key is not `name+id+base64`, its id does not belong to it, or its type is not Ed25519.
    #[error("not an ed25519 verifier key")]
    BadKey,
    /// The signed text is not origin, size and root.
    #[error("the note is not a checkpoint")]
    NotCheckpoint,
}

/// The text of a note, its final newline included, once a signature of at least one of `verifiers` holds.
pub fn open<'n>(note: &'n str, verifiers: &[NoteVerifier]) -> Result<&'n str, NoteError> {
    let (text, signatures) = split(note)?;
    let mut signed = false;
    for signature in signatures {
        for verifier in verifiers
            .iter()
            .filter(|verifier| verifier.answers_to(signature.name, signature.key_id))
        {
            verifier.verify(text, &signature.bytes)?;
            signed = true;
        }
    }
    if signed {
        Ok(text)
    } else {
        Err(NoteError::NotSigned)
    }
}

struct SignatureLine<'n> {
    name: &'n str,
    key_id: [u8; KEY_ID_LEN],
    bytes: Vec<u8>,
}

/// Text and signatures. The last blank line divides them: the text may have blank lines of its own.
fn split(note: &str) -> Result<(&str, Vec<SignatureLine<'_>>), NoteError> {
    if note.len() > MAX_NOTE_LEN {
        return Err(NoteError::TooLarge);
    }
    if note.bytes().any(|byte| byte < 0x20 && byte != b'\n') {
        return Err(NoteError::Malformed);
    }
    let divide = note
        .rfind("\n\n")
        .and_then(|at| at.checked_add(1))
        .ok_or(NoteError::Malformed)?;
    let (text, rest) = note.split_at_checked(divide).ok_or(NoteError::Malformed)?;
    let lines = rest
        .strip_prefix('\n')
        .and_then(|rest| rest.strip_suffix('\n'))
        .ok_or(NoteError::Malformed)?;
    if lines.split('\n').nth(MAX_SIGNATURES).is_some() {
        return Err(NoteError::TooLarge);
    }
    Ok((
        text,
        lines.split('\n').map(signature_line).collect::<Result<_, _>>()?,
    ))
}

fn signature_line(line: &str) -> Result<SignatureLine<'_>, NoteError> {
    let (name, signature) = line
        .strip_prefix(SIGNATURE_PREFIX)
        .and_then(|line| line.split_once(' '))
        .ok_or(NoteError::Malformed)?;
    if !key::is_key_name(name) {
        return Err(NoteError::Malformed);
    }
    let signature = STANDARD.decode(signature).map_err(|_| NoteError::Malformed)?;
    let (key_id, bytes) = signature
        .split_first_chunk::<KEY_ID_LEN>()
        .ok_or(NoteError::Malformed)?;
    if bytes.is_empty() {
        return Err(NoteError::Malformed);
    }
    Ok(SignatureLine {
        name,
        key_id: *key_id,
        bytes: bytes.to_vec(),
    })
}

#[cfg(test)]
mod tests;
