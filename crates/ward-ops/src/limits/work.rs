//! What slow work costs, in units of 100 ms of one core.
//!
//! The weights come from measurements on one machine of 2026 (two virtual Zen 4 cores): bcrypt at cost 10 takes 77 ms,
//! Argon2id with 19 MiB and two passes 20–30 ms, scrypt with N = 2^15 and r = 8 94 ms, PBKDF2-SHA256 15–19 ms for 100,000
//! rounds. A slower machine is as slow for every caller, so the proportions are what matters.

use ward_encryption::Kdf;
use ward_passwords::Cost;

/// Microseconds in a unit.
const UNIT: u64 = 100_000;

/// The units of hashing or verifying one password at this cost.
pub(crate) fn of_hash(cost: &Cost) -> u32 {
    units(match cost {
        Cost::Argon2id(cost) | Cost::Argon2i(cost) | Cost::Argon2d(cost) => {
            argon2(cost.memory_kib(), cost.passes())
        }
        Cost::Scrypt(cost) => scrypt(cost.work()),
        Cost::Bcrypt(cost) | Cost::BcryptSha256(cost) => {
            75_u64.saturating_mul(1_u64.checked_shl(cost.log_rounds().into()).unwrap_or(u64::MAX))
        }
        Cost::Pbkdf2Sha1(cost) | Cost::Pbkdf2Sha256(cost) | Cost::Pbkdf2Sha512(cost) => pbkdf2(cost.rounds()),
        Cost::Sha256Crypt(cost) | Cost::Sha512Crypt(cost) => u64::from(cost.rounds()),
        // A scheme that is new here is not let off.
        _ => UNIT,
    })
}

/// The units of deriving one key from a password.
pub(crate) fn of_kdf(kdf: Kdf) -> u32 {
    units(match kdf {
        Kdf::Pbkdf2Sha256(cost) => pbkdf2(cost.iterations()),
        Kdf::Scrypt(cost) => scrypt(
            1_u64
                .checked_shl(cost.log_n().into())
                .unwrap_or(u64::MAX)
                .saturating_mul(cost.block_size().into())
                .saturating_mul(cost.parallelism().into()),
        ),
        Kdf::Argon2id(cost) => argon2(cost.memory_kib(), cost.passes()),
        _ => UNIT,
    })
}

/// 0.75 µs for a KiB and pass.
fn argon2(memory_kib: u32, passes: u32) -> u64 {
    u64::from(memory_kib)
        .saturating_mul(passes.into())
        .saturating_mul(3)
        / 4
}

/// 0.4 µs for one of N · r · p steps.
const fn scrypt(work: u64) -> u64 {
    work.saturating_mul(2) / 5
}

/// 0.2 µs for a round.
fn pbkdf2(rounds: u32) -> u64 {
    u64::from(rounds) / 5
}

fn units(micros: u64) -> u32 {
    u32::try_from(micros.div_ceil(UNIT).max(1)).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use ward_passwords::{BcryptCost, Scheme};

    use super::*;

    #[test]
    fn the_default_hash_is_one_unit() {
        assert_eq!(of_hash(&Cost::recommended(Scheme::Argon2id)), 1);
    }

    #[test]
    fn each_step_of_bcrypt_doubles_the_work() {
        let at = |cost| of_hash(&Cost::Bcrypt(BcryptCost::new(cost).unwrap()));
        assert_eq!((at(4), at(12), at(13), at(16)), (1, 4, 7, 50));
    }

    #[test]
    fn the_default_key_from_a_password_is_two_units() {
        assert_eq!(of_kdf(Kdf::pbkdf2_default().unwrap()), 2);
    }

    #[test]
    fn work_beyond_counting_saturates() {
        assert_eq!(units(u64::MAX), u32::MAX);
    }
}
