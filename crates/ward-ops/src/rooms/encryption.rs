//! Encrypting and decrypting text under a password, a fresh key or a named key.

mod decrypt;
mod encrypt;

pub use decrypt::{Decrypt, DecryptRequest, DecryptResponse};
pub use encrypt::{Encrypt, EncryptRequest, EncryptResponse};

use ward_keys::KeyId;

use crate::{Call, Entry, ErrorKind, OpError};

/// The operations of this room.
pub(crate) const OPERATIONS: &[Entry] = &[Entry::of::<Encrypt>(), Entry::of::<Decrypt>()];

/// What a wrapped data key is bound to, so that it serves `encrypt` and nothing else.
const DATA_KEY_USE: &[u8] = b"ward/tool/encrypt";

/// Wrong key, wrong password, wrong associated data, too old a token and damage: one error.
fn does_not_open() -> OpError {
    OpError::new(
        ErrorKind::DoesNotOpen,
        "does_not_open",
        "the data does not open with what was given",
    )
    .hint("the key or password is wrong, or the data is damaged or too old; which of them is not told")
}

fn note_key(call: &Call<'_>, id: KeyId, version: u32) {
    call.note_resource(super::keys::resource(id, version));
}
