//! Defaults, floors and order of costs. The constants are guarded here: changing one is a decision.

use ward_passwords::{
    Argon2Cost, BcryptCost, Cost, HashString, Pbkdf2Cost, Scheme, ScryptCost, ShaCryptCost, VerifyLimits,
};

fn argon2id(memory_kib: u32, passes: u32, lanes: u32) -> Cost {
    Cost::Argon2id(Argon2Cost::new(memory_kib, passes, lanes).unwrap())
}

#[test]
fn the_recommended_costs_are_these() {
    let shown: Vec<_> = Scheme::ALL
        .iter()
        .map(|scheme| Cost::recommended(*scheme).to_string())
        .collect();
    assert_eq!(
        shown,
        [
            "m=19456,t=2,p=1",
            "m=19456,t=2,p=1",
            "m=19456,t=2,p=1",
            "ln=17,r=8,p=1",
            "r=12",
            "r=12",
            "i=1300000",
            "i=600000",
            "i=210000",
            "rounds=535000",
            "rounds=656000",
        ]
    );
}

#[test]
fn every_recommended_cost_is_of_its_scheme() {
    for scheme in Scheme::ALL {
        assert_eq!(Cost::recommended(*scheme).scheme(), *scheme);
    }
}

#[test]
fn every_recommended_cost_but_sha_crypts_meets_the_floor() {
    for scheme in Scheme::ALL {
        let is_sha_crypt = matches!(scheme, Scheme::Sha256Crypt | Scheme::Sha512Crypt);
        assert_eq!(
            Cost::recommended(*scheme).meets_floor(),
            !is_sha_crypt,
            "{scheme}"
        );
    }
}

#[test]
fn every_row_of_owasps_argon2_table_meets_the_floor() {
    for (memory_kib, passes) in [(47_104, 1), (19_456, 2), (12_288, 3), (9_216, 4), (7_168, 5)] {
        assert!(
            argon2id(memory_kib, passes, 1).meets_floor(),
            "{memory_kib} {passes}"
        );
        assert!(
            !argon2id(memory_kib - 1, passes, 1).meets_floor(),
            "{memory_kib} {passes}"
        );
    }
}

#[test]
fn every_row_of_owasps_scrypt_table_meets_the_floor() {
    for (log_n, parallelism) in [(17, 1), (16, 2), (15, 3), (14, 5), (13, 10)] {
        let meets = |log_n, r, p| Cost::Scrypt(ScryptCost::new(log_n, r, p).unwrap()).meets_floor();
        assert!(meets(log_n, 8, parallelism));
        assert!(!meets(log_n - 1, 8, parallelism) && !meets(log_n, 7, parallelism));
    }
}

#[test]
fn weak_costs_can_be_built_and_miss_the_floor() {
    for cost in [
        argon2id(8, 1, 1),
        Cost::Bcrypt(BcryptCost::new(9).unwrap()),
        Cost::Pbkdf2Sha1(Pbkdf2Cost::new(1_299_999).unwrap()),
        Cost::Pbkdf2Sha256(Pbkdf2Cost::new(599_999).unwrap()),
        Cost::Pbkdf2Sha512(Pbkdf2Cost::new(209_999).unwrap()),
    ] {
        assert!(!cost.meets_floor(), "{} {cost}", cost.scheme());
    }
}

#[test]
fn a_cost_is_weaker_when_any_parameter_that_matters_is_lower() {
    let policy = argon2id(19_456, 2, 2);
    assert!(argon2id(19_455, 2, 2).is_weaker_than(&policy));
    assert!(argon2id(65_536, 1, 2).is_weaker_than(&policy));
    assert!(!argon2id(19_456, 2, 1).is_weaker_than(&policy));
    assert!(!argon2id(19_457, 3, 2).is_weaker_than(&policy));
    let sha = |rounds| Cost::Sha512Crypt(ShaCryptCost::new(rounds).unwrap());
    assert!(sha(5_000).is_weaker_than(&sha(5_001)) && !sha(5_001).is_weaker_than(&sha(5_001)));
}

#[test]
fn costs_of_two_schemes_have_no_order() {
    let bcrypt = Cost::Bcrypt(BcryptCost::new(4).unwrap());
    assert!(!bcrypt.is_weaker_than(&Cost::recommended(Scheme::Argon2id)));
    assert!(!bcrypt.is_weaker_than(&Cost::recommended(Scheme::BcryptSha256)));
}

#[test]
fn scrypt_memory_counts_table_and_blocks() {
    let cost = ScryptCost::new(17, 8, 1).unwrap();
    assert_eq!((cost.memory_kib(), cost.work()), (128 * 1024 + 1, 1 << 20));
}

#[test]
fn argon2_memory_must_hold_eight_blocks_per_lane() {
    assert!(Argon2Cost::new(31, 1, 4).is_err());
    assert!(Argon2Cost::new(32, 1, 4).is_ok());
}

#[test]
fn verification_limits_are_these_and_grant_what_owasp_and_libsodium_write() {
    assert_eq!(VerifyLimits::DEFAULT.memory_kib, 256 * 1024);
    assert_eq!(VerifyLimits::DEFAULT.bcrypt_cost, 16);
    // crypto_pwhash's "moderate": 256 MiB, three passes.
    let stored = "$argon2id$v=19$m=262144,t=3,p=1$c29tZXNhbHQ$eP4eyR+zqlZX1y5xCFTkw9m5GYx0L5YWwvCFvtlbLow";
    assert!(
        HashString::parse(stored)
            .unwrap()
            .admit(&VerifyLimits::DEFAULT)
            .is_ok()
    );
}
