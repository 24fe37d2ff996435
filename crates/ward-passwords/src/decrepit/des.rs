//! DES (FIPS 46-3) with crypt(3)'s salt, on whole 64-bit blocks: the core of des-crypt, LM and Oracle 10.
//!
//! Table look-ups depend on the key, so a neighbour on the same core could learn from the cache. These hashes are
//! older than that attack and fall to faster ones.

const PC1: [u8; 56] = [
    57, 49, 41, 33, 25, 17, 9, 1, 58, 50, 42, 34, 26, 18, 10, 2, 59, 51, 43, 35, 27, 19, 11, 3, 60, 52, 44,
    36, 63, 55, 47, 39, 31, 23, 15, 7, 62, 54, 46, 38, 30, 22, 14, 6, 61, 53, 45, 37, 29, 21, 13, 5, 28, 20,
    12, 4,
];
const PC2: [u8; 48] = [
    14, 17, 11, 24, 1, 5, 3, 28, 15, 6, 21, 10, 23, 19, 12, 4, 26, 8, 16, 7, 27, 20, 13, 2, 41, 52, 31, 37,
    47, 55, 30, 40, 51, 45, 33, 48, 44, 49, 39, 56, 34, 53, 46, 42, 50, 36, 29, 32,
];
const IP: [u8; 64] = [
    58, 50, 42, 34, 26, 18, 10, 2, 60, 52, 44, 36, 28, 20, 12, 4, 62, 54, 46, 38, 30, 22, 14, 6, 64, 56, 48,
    40, 32, 24, 16, 8, 57, 49, 41, 33, 25, 17, 9, 1, 59, 51, 43, 35, 27, 19, 11, 3, 61, 53, 45, 37, 29, 21,
    13, 5, 63, 55, 47, 39, 31, 23, 15, 7,
];
const FP: [u8; 64] = [
    40, 8, 48, 16, 56, 24, 64, 32, 39, 7, 47, 15, 55, 23, 63, 31, 38, 6, 46, 14, 54, 22, 62, 30, 37, 5, 45,
    13, 53, 21, 61, 29, 36, 4, 44, 12, 52, 20, 60, 28, 35, 3, 43, 11, 51, 19, 59, 27, 34, 2, 42, 10, 50, 18,
    58, 26, 33, 1, 41, 9, 49, 17, 57, 25,
];
const P: [u8; 32] = [
    16, 7, 20, 21, 29, 12, 28, 17, 1, 15, 23, 26, 5, 18, 31, 10, 2, 8, 24, 14, 32, 27, 3, 9, 19, 13, 30, 6,
    22, 11, 4, 25,
];
const S: [[u8; 64]; 8] = [
    [
        14, 4, 13, 1, 2, 15, 11, 8, 3, 10, 6, 12, 5, 9, 0, 7, 0, 15, 7, 4, 14, 2, 13, 1, 10, 6, 12, 11, 9, 5,
        3, 8, 4, 1, 14, 8, 13, 6, 2, 11, 15, 12, 9, 7, 3, 10, 5, 0, 15, 12, 8, 2, 4, 9, 1, 7, 5, 11, 3, 14,
        10, 0, 6, 13,
    ],
    [
        15, 1, 8, 14, 6, 11, 3, 4, 9, 7, 2, 13, 12, 0, 5, 10, 3, 13, 4, 7, 15, 2, 8, 14, 12, 0, 1, 10, 6, 9,
        11, 5, 0, 14, 7, 11, 10, 4, 13, 1, 5, 8, 12, 6, 9, 3, 2, 15, 13, 8, 10, 1, 3, 15, 4, 2, 11, 6, 7, 12,
        0, 5, 14, 9,
    ],
    [
        10, 0, 9, 14, 6, 3, 15, 5, 1, 13, 12, 7, 11, 4, 2, 8, 13, 7, 0, 9, 3, 4, 6, 10, 2, 8, 5, 14, 12, 11,
        15, 1, 13, 6, 4, 9, 8, 15, 3, 0, 11, 1, 2, 12, 5, 10, 14, 7, 1, 10, 13, 0, 6, 9, 8, 7, 4, 15, 14, 3,
        11, 5, 2, 12,
    ],
    [
        7, 13, 14, 3, 0, 6, 9, 10, 1, 2, 8, 5, 11, 12, 4, 15, 13, 8, 11, 5, 6, 15, 0, 3, 4, 7, 2, 12, 1, 10,
        14, 9, 10, 6, 9, 0, 12, 11, 7, 13, 15, 1, 3, 14, 5, 2, 8, 4, 3, 15, 0, 6, 10, 1, 13, 8, 9, 4, 5, 11,
        12, 7, 2, 14,
    ],
    [
        2, 12, 4, 1, 7, 10, 11, 6, 8, 5, 3, 15, 13, 0, 14, 9, 14, 11, 2, 12, 4, 7, 13, 1, 5, 0, 15, 10, 3, 9,
        8, 6, 4, 2, 1, 11, 10, 13, 7, 8, 15, 9, 12, 5, 6, 3, 0, 14, 11, 8, 12, 7, 1, 14, 2, 13, 6, 15, 0, 9,
        10, 4, 5, 3,
    ],
    [
        12, 1, 10, 15, 9, 2, 6, 8, 0, 13, 3, 4, 14, 7, 5, 11, 10, 15, 4, 2, 7, 12, 9, 5, 6, 1, 13, 14, 0, 11,
        3, 8, 9, 14, 15, 5, 2, 8, 12, 3, 7, 0, 4, 10, 1, 13, 11, 6, 4, 3, 2, 12, 9, 5, 15, 10, 11, 14, 1, 7,
        6, 0, 8, 13,
    ],
    [
        4, 11, 2, 14, 15, 0, 8, 13, 3, 12, 9, 7, 5, 10, 6, 1, 13, 0, 11, 7, 4, 9, 1, 10, 14, 3, 5, 12, 2, 15,
        8, 6, 1, 4, 11, 13, 12, 3, 7, 14, 10, 15, 6, 8, 0, 5, 9, 2, 6, 11, 13, 8, 1, 4, 10, 7, 9, 5, 0, 15,
        14, 2, 3, 12,
    ],
    [
        13, 2, 8, 4, 6, 15, 11, 1, 10, 9, 3, 14, 5, 0, 12, 7, 1, 15, 13, 8, 10, 3, 7, 4, 12, 5, 6, 11, 0, 14,
        9, 2, 7, 11, 4, 1, 9, 12, 14, 2, 0, 6, 10, 13, 15, 3, 5, 8, 2, 1, 14, 7, 4, 10, 8, 13, 15, 12, 9, 0,
        3, 5, 6, 11,
    ],
];
/// Left rotations of the key halves before each round.
const SHIFTS: [u32; 16] = [1, 1, 2, 2, 2, 2, 2, 2, 1, 2, 2, 2, 2, 2, 2, 1];

/// Each S-box followed by P, as one word per input.
const SP: [[u32; 64]; 8] = substitutions();

#[expect(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "evaluated by the compiler, where a fault is an error"
)]
const fn substitutions() -> [[u32; 64]; 8] {
    let mut tables = [[0; 64]; 8];
    let mut index = 0;
    while index < 8 {
        let mut input = 0;
        while input < 64 {
            // The outer two bits choose the row, the inner four the column.
            let row = ((input >> 4) & 2) | (input & 1);
            let column = (input >> 1) & 15;
            let word = (S[index][row * 16 + column] as u32) << (28 - 4 * index);
            let mut out = 0;
            let mut bit = 0;
            while bit < 32 {
                out = (out << 1) | ((word >> (32 - P[bit] as u32)) & 1);
                bit += 1;
            }
            tables[index][input] = out;
            input += 1;
        }
        index += 1;
    }
    tables
}

/// Picks bits of a `width`-bit value, numbered from 1 at the most significant, as the standard's tables do.
fn permute(value: u64, width: u32, table: &[u8]) -> u64 {
    table.iter().fold(0, |out, bit| {
        (out << 1) | (value.wrapping_shr(width.wrapping_sub(u32::from(*bit))) & 1)
    })
}

/// The sixteen round keys, 48 bits each.
pub(super) struct Schedule([u64; 16]);

impl Drop for Schedule {
    fn drop(&mut self) {
        zeroize::Zeroize::zeroize(&mut self.0);
    }
}

impl Schedule {
    /// Expands a key whose parity bits, the lowest of each byte, do not count.
    pub(super) fn new(key: u64) -> Self {
        const HALF: u64 = (1 << 28) - 1;
        let chosen = permute(key, 64, &PC1);
        let (mut left, mut right) = (chosen >> 28, chosen & HALF);
        Self(SHIFTS.map(|shift| {
            let rotate =
                |half: u64| (half.wrapping_shl(shift) | half.wrapping_shr(28_u32.wrapping_sub(shift))) & HALF;
            (left, right) = (rotate(left), rotate(right));
            permute((left << 28) | right, 56, &PC2)
        }))
    }

    /// Encrypts `block` `times` over. Each of the low 24 bits of `salt` swaps two bits of the expansion, as
    /// crypt(3) does; 0 is plain DES.
    pub(super) fn encrypt(&self, block: u64, salt: u32, times: u32) -> u64 {
        let mask = u64::from(salt.reverse_bits() >> 8);
        let start = permute(block, 64, &IP);
        let half = |bits: u64| u32::try_from(bits & u64::from(u32::MAX)).unwrap_or_default();
        let (mut left, mut right) = (half(start >> 32), half(start));
        for _ in 0..times {
            for key in &self.0 {
                let mixed = left ^ substitute(expand(right, mask) ^ key);
                (left, right) = (right, mixed);
            }
            std::mem::swap(&mut left, &mut right);
        }
        permute((u64::from(left) << 32) | u64::from(right), 64, &FP)
    }
}

/// The expansion E, 32 bits to 48, with the salt's swaps.
fn expand(half: u32, mask: u64) -> u64 {
    let mut out = 0;
    let mut rotated = half.rotate_left(5);
    for _ in 0..8 {
        out = (out << 6) | u64::from(rotated & 0x3f);
        rotated = rotated.rotate_left(4);
    }
    let swapped = ((out >> 24) ^ out) & mask;
    out ^ swapped ^ (swapped << 24)
}

fn substitute(input: u64) -> u32 {
    let mut rest = input;
    SP.iter().rev().fold(0, |out, table| {
        let index = usize::try_from(rest & 0x3f).unwrap_or_default();
        rest >>= 6;
        out | table.get(index).copied().unwrap_or_default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// NBS Special Publication 500-20, the first entry of the variable-plaintext table.
    #[test]
    fn a_known_block_encrypts() {
        let schedule = Schedule::new(0x0101_0101_0101_0101);
        assert_eq!(
            schedule.encrypt(0x8000_0000_0000_0000, 0, 1),
            0x95F8_A5E5_DD31_D900
        );
    }

    /// The worked example of many textbooks (Grabbe, "The DES Algorithm Illustrated").
    #[test]
    fn a_textbook_block_encrypts() {
        let schedule = Schedule::new(0x1334_5779_9BBC_DFF1);
        assert_eq!(
            schedule.encrypt(0x0123_4567_89AB_CDEF, 0, 1),
            0x85E8_1354_0F0A_B405
        );
    }
}
