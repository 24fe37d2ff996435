//! bcrypt: the variants, the 72 bytes, the NUL.

use ward_passwords::{BcryptCost, Cost, HashError, HashString, Scheme, VerifyError, VerifyLimits, hash};
use ward_secret::testing::SeededRandom;

use crate::vectors::{json, verify};

const COST: Cost = Cost::Bcrypt(match BcryptCost::new(4) {
    Ok(cost) => cost,
    Err(_) => BcryptCost::RECOMMENDED,
});

fn create(password: &[u8]) -> Result<String, HashError> {
    hash(&COST, password, &mut SeededRandom::new(7))
}

#[test]
fn crypt_blowfishs_self_tests_verify_in_every_variant() {
    let Some(suite) = json("bcrypt/crypt_blowfish_selftests.json") else {
        return;
    };
    for case in suite.as_array().unwrap() {
        let stored = case["hash"].as_str().unwrap();
        let password = hex::decode(case["password_hex"].as_str().unwrap()).unwrap();
        let verified = verify(stored, &password).unwrap_or_else(|error| panic!("{stored}: {error}"));
        assert_eq!(verified.truncated, password.len() > 72, "{stored}");
        assert_eq!(HashString::parse(stored).unwrap().to_string(), stored);
    }
}

#[test]
fn the_sign_extension_bug_makes_two_passwords_equal_only_under_2x() {
    let buggy = "$2x$05$/OK.fbVrR/bpIqNJ5ianF.o./n25XVfn6oAPaUvHe.Csk4zRfsYPi";
    let (one, other) = (b"\xff\xa3345", b"1\xa3345");
    assert!(verify(buggy, one).is_ok() && verify(buggy, other).is_ok());
    let plain = buggy.replace("$2x$", "$2y$");
    assert_eq!(verify(&plain, one), Err(VerifyError::Mismatch));
}

#[test]
fn the_guard_of_2a_tells_a_password_aimed_at_the_bug_from_its_plain_reading() {
    let plain = "$2y$05$/OK.fbVrR/bpIqNJ5ianF.CE5elHaaO4EbggVDjb8P19RukzXSM3e";
    assert!(verify(plain, b"\xff\xff\xa3").is_ok());
    assert_eq!(
        verify(&plain.replace("$2y$", "$2a$"), b"\xff\xff\xa3"),
        Err(VerifyError::Mismatch)
    );
}

#[test]
fn a_password_of_72_bytes_is_hashed() {
    assert!(create(&[b'a'; 72]).is_ok());
}

#[test]
fn a_password_of_73_bytes_is_refused_and_never_truncated() {
    assert_eq!(create(&[b'a'; 73]), Err(HashError::BeyondBcrypt));
}

#[test]
fn a_password_with_a_nul_is_refused() {
    assert_eq!(create(b"before\0after"), Err(HashError::Nul(Scheme::Bcrypt)));
}

#[test]
fn bytes_beyond_72_are_ignored_on_verification_and_reported() {
    let stored = create(&[b'a'; 72]).unwrap();
    assert!(verify(&stored, &[b'a'; 100]).unwrap().truncated);
    assert!(!verify(&stored, &[b'a'; 72]).unwrap().truncated);
}

#[test]
fn the_72nd_byte_counts() {
    let stored = create(&[b'a'; 72]).unwrap();
    let mut other = [b'a'; 72];
    other[71] = b'b';
    assert_eq!(verify(&stored, &other), Err(VerifyError::Mismatch));
}

#[test]
fn a_password_repeated_after_a_nul_does_not_verify() {
    let stored = create(b"abc").unwrap();
    assert_eq!(verify(&stored, b"abc\0abc"), Err(VerifyError::Mismatch));
    assert!(verify(&stored, b"abc").is_ok());
}

#[test]
fn stray_padding_bits_are_read_reported_and_written_back_clean() {
    let stray = "$2a$04$yjDgE74RJkeqC0/1NheSScrvKeu9IbKDpcQf/Ox3qsrRS/Kw42qIS";
    let clean = "$2a$04$yjDgE74RJkeqC0/1NheSSOrvKeu9IbKDpcQf/Ox3qsrRS/Kw42qIS";
    let parsed = HashString::parse(&stray.replace("$2a$", "$2b$")).unwrap();
    assert!(parsed.is_outdated());
    assert!(
        !HashString::parse(&clean.replace("$2a$", "$2b$"))
            .unwrap()
            .is_outdated()
    );
    assert!(parsed.verify(b"test", &VerifyLimits::DEFAULT).is_ok());
    assert_eq!(HashString::parse(stray).unwrap().to_string(), clean);
}

#[test]
fn only_2a_and_2x_are_outdated_letters() {
    let stored = create(b"abc").unwrap();
    let outdated = |letter: &str| {
        HashString::parse(&stored.replace("$2b$", letter))
            .unwrap()
            .is_outdated()
    };
    assert_eq!(
        ["$2a$", "$2b$", "$2x$", "$2y$"].map(outdated),
        [true, false, true, false]
    );
}

#[test]
fn bcrypt_sha256_tells_passwords_apart_beyond_72_bytes_and_takes_nul() {
    let cost = Cost::BcryptSha256(BcryptCost::new(4).unwrap());
    let long = [vec![b'a'; 80], vec![0, b'b']].concat();
    let stored = hash(&cost, &long, &mut SeededRandom::new(8)).unwrap();
    assert!(!verify(&stored, &long).unwrap().truncated);
    assert_eq!(verify(&stored, &long[..81]), Err(VerifyError::Mismatch));
}

#[test]
fn bcrypt_sha256_version_1_is_outdated_and_version_2_is_not() {
    let outdated = |text: &str| HashString::parse(text).unwrap().is_outdated();
    assert!(outdated(
        "$bcrypt-sha256$2b,5$X1g1nh3g0v4h6970O68cxe$r/hyEtqJ0teqPEmfTLoZ83ciAI1Q74."
    ));
    assert!(!outdated(
        "$bcrypt-sha256$v=2,t=2b,r=5$5Hg1DKFqPE8C2aflZ5vVoe$wOK1VFFtS8IGTrGa7.h5fs0u84qyPbS"
    ));
}
