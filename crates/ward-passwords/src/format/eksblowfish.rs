//! The core of bcrypt: Blowfish with an expensive key schedule (Provos and Mazières, "A Future-Adaptable
//! Password Scheme", USENIX 1999), over the `blowfish` crate's key expansion.
//!
//! The key schedule reads the password as 18 words, cyclically, so every password is first laid out as these
//! 72 bytes. That is what makes the historical variants expressible: they differ only in the words.

use blowfish::Blowfish;
use zeroize::{Zeroize as _, Zeroizing};

/// Bytes of the password that bcrypt reads.
pub(super) const KEY_LEN: usize = 72;
/// Bytes of the salt.
pub(super) const SALT_LEN: usize = 16;
/// Bytes of the digest that strings keep: the cipher's 24 without the last, as OpenBSD's first version had it.
pub(super) const DIGEST_LEN: usize = 23;

/// `OrpheanBeholderScryDoubt`, the text that bcrypt encrypts.
const PLAINTEXT: [[u32; 2]; 3] = [
    [0x4f72_7068, 0x6561_6e42],
    [0x6568_6f6c, 0x6465_7253],
    [0x6372_7944, 0x6f75_6274],
];

/// How the password's bytes become words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Words {
    /// As specified (`$2b$`, `$2y$`).
    Plain,
    /// As `crypt_blowfish` up to 1.0 did (`$2x$`): a byte from 0x80 up overwrites those before it in its word.
    SignExtended,
    /// As `crypt_blowfish` since 1.1 reads `$2a$`: as specified, save for the few passwords with 0xff bytes that
    /// somebody could have aimed at a sign-extended hash, which get a different first word.
    Guarded,
}

/// The password's 72 bytes of key: for the first expansion, and for all later ones.
struct Key {
    first: Zeroizing<[u8; KEY_LEN]>,
    later: Zeroizing<[u8; KEY_LEN]>,
}

impl Key {
    fn new(password: &[u8], words: Words) -> Self {
        let mut key = Self {
            first: Zeroizing::new([0; KEY_LEN]),
            later: Zeroizing::new([0; KEY_LEN]),
        };
        let mut bytes = password.iter().take(KEY_LEN).chain(std::iter::once(&0)).cycle();
        let (mut difference, mut sign) = (0, 0);
        for out in key.later.chunks_exact_mut(4) {
            let (mut plain, mut extended) = (0_u32, 0_u32);
            for place in 0..4 {
                let byte = bytes.next().copied().unwrap_or_default();
                plain = (plain << 8) | u32::from(byte);
                extended = (extended << 8) | i32::from(byte.cast_signed()).cast_unsigned();
                if place > 0 {
                    sign |= extended & 0x80;
                }
            }
            difference |= plain ^ extended;
            let word = if words == Words::SignExtended {
                extended
            } else {
                plain
            };
            out.copy_from_slice(&word.to_be_bytes());
        }
        *key.first = *key.later;
        if words == Words::Guarded && difference == 0 && sign != 0 {
            // The second byte is where `crypt_blowfish`'s bit 16 of the first word falls.
            let [_, byte, ..] = &mut *key.first;
            *byte ^= 1;
        }
        key
    }
}

/// The 23 bytes of digest. `log_rounds` is at most 31 by its type.
pub(super) fn digest(
    log_rounds: u8,
    salt: &[u8; SALT_LEN],
    password: &[u8],
    words: Words,
) -> Zeroizing<[u8; DIGEST_LEN]> {
    let key = Key::new(password, words);
    let mut state = Blowfish::bc_init_state();
    state.salted_expand_key(salt, &*key.first);
    for _ in 0..1_u32.wrapping_shl(u32::from(log_rounds)) {
        state.bc_expand_key(&*key.later);
        state.bc_expand_key(salt);
    }
    let mut whole = Zeroizing::new([0_u8; DIGEST_LEN + 1]);
    for (out, mut block) in whole.chunks_exact_mut(8).zip(PLAINTEXT) {
        for _ in 0..64 {
            block = state.bc_encrypt(block);
        }
        for (out, word) in out.chunks_exact_mut(4).zip(block) {
            out.copy_from_slice(&word.to_be_bytes());
        }
        block.zeroize();
    }
    let mut digest = Zeroizing::new([0; DIGEST_LEN]);
    digest
        .iter_mut()
        .zip(whole.iter())
        .for_each(|(to, from)| *to = *from);
    digest
}
