//! A hash string cannot make verification work. Each of these would take hours or gigabytes if any of the work
//! were done, so that the test ends is the proof.

use ward_passwords::{HashString, MAX_PASSWORD_BYTES, Resource, VerifyError, VerifyLimits};

use crate::vectors::verify;

#[test]
fn argon2_with_4_gib() {
    let stored = "$argon2id$v=19$m=4194304,t=1,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
    assert_eq!(
        verify(stored, b"password"),
        Err(VerifyError::TooCostly(Resource::Memory))
    );
}

#[test]
fn argon2_with_all_the_passes() {
    let stored =
        "$argon2id$v=19$m=65536,t=4294967295,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
    assert_eq!(
        verify(stored, b"password"),
        Err(VerifyError::TooCostly(Resource::Passes))
    );
}

#[test]
fn argon2_with_thousands_of_lanes() {
    let stored = "$argon2id$v=19$m=65536,t=1,p=8192$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
    assert_eq!(
        verify(stored, b"password"),
        Err(VerifyError::TooCostly(Resource::Lanes))
    );
}

#[test]
fn bcrypt_at_cost_31() {
    let stored = "$2b$31$CCCCCCCCCCCCCCCCCCCCC.7uG0VCzI2bS7j6ymqJi9CdcdxiRTWNy";
    assert_eq!(
        verify(stored, b"password"),
        Err(VerifyError::TooCostly(Resource::Rounds))
    );
}

#[test]
fn bcrypt_sha256_at_cost_31() {
    let stored = "$bcrypt-sha256$v=2,t=2b,r=31$5Hg1DKFqPE8C2aflZ5vVoe$wOK1VFFtS8IGTrGa7.h5fs0u84qyPbS";
    assert_eq!(
        verify(stored, b"password"),
        Err(VerifyError::TooCostly(Resource::Rounds))
    );
}

#[test]
fn pbkdf2_with_all_the_rounds() {
    let stored =
        "$pbkdf2-sha256$4294967295$4vjV83LKPjQzk31VI4E0Vw$hsYF68OiOUPdDZ1Fg.fJPeq1h/gXXY7acBp9/6c.tmQ";
    assert_eq!(
        verify(stored, b"password"),
        Err(VerifyError::TooCostly(Resource::Rounds))
    );
}

#[test]
fn sha_crypt_with_all_the_rounds() {
    let stored = "$5$rounds=999999999$IbG0EuGQXw5EkMdP$LQ5AfPf13KufFsKtmazqnzSGZ4pxtUNw3woQ.ELRDF4";
    assert_eq!(
        verify(stored, b"password"),
        Err(VerifyError::TooCostly(Resource::Rounds))
    );
}

#[test]
fn scrypt_with_256_gib() {
    let stored = "$scrypt$ln=31,r=8,p=1$wlhLyXmP8b53bm1NKYVQqg$mTpvG8lzuuDk+DWz8HZIB6Vum6erDuUm0As5yU+VxWA";
    assert_eq!(
        verify(stored, b"password"),
        Err(VerifyError::TooCostly(Resource::Memory))
    );
}

#[test]
fn scrypt_with_little_memory_and_endless_work() {
    let stored =
        "$scrypt$ln=10,r=8,p=4096$wlhLyXmP8b53bm1NKYVQqg$mTpvG8lzuuDk+DWz8HZIB6Vum6erDuUm0As5yU+VxWA";
    assert_eq!(
        verify(stored, b"password"),
        Err(VerifyError::TooCostly(Resource::Work))
    );
}

#[test]
fn scrypt_with_parameters_that_overflow_when_multiplied() {
    let stored =
        "$scrypt$ln=1,r=65536,p=65537$wlhLyXmP8b53bm1NKYVQqg$mTpvG8lzuuDk+DWz8HZIB6Vum6erDuUm0As5yU+VxWA";
    assert!(matches!(
        verify(stored, b"password"),
        Err(VerifyError::Unreadable(_))
    ));
}

#[test]
fn a_cost_at_the_limit_is_admitted_and_one_step_above_it_is_not() {
    let limits = VerifyLimits {
        bcrypt_cost: 5,
        ..VerifyLimits::DEFAULT
    };
    let admitted = |text| HashString::parse(text).unwrap().admit(&limits);
    assert_eq!(
        admitted("$2b$05$CCCCCCCCCCCCCCCCCCCCC.7uG0VCzI2bS7j6ymqJi9CdcdxiRTWNy"),
        Ok(())
    );
    assert_eq!(
        admitted("$2b$06$CCCCCCCCCCCCCCCCCCCCC.7uG0VCzI2bS7j6ymqJi9CdcdxiRTWNy"),
        Err(Resource::Rounds)
    );
}

#[test]
fn a_password_of_a_mebibyte_is_refused() {
    let stored = "$2b$05$CCCCCCCCCCCCCCCCCCCCC.7uG0VCzI2bS7j6ymqJi9CdcdxiRTWNy";
    assert_eq!(
        verify(stored, &vec![b'a'; 1 << 20]),
        Err(VerifyError::PasswordTooLong)
    );
}

#[test]
fn the_longest_password_is_read() {
    let stored = "$2b$05$CCCCCCCCCCCCCCCCCCCCC.7uG0VCzI2bS7j6ymqJi9CdcdxiRTWNy";
    assert_eq!(
        verify(stored, &[b'a'; MAX_PASSWORD_BYTES]),
        Err(VerifyError::Mismatch)
    );
}
