//! Password packages: what Python made opens, what Ward makes opens, and the refusals.

use std::time::Duration;

use serde_json::Value;
use ward_encryption::package::{PackageError, open, unwrap_token, wrap_token};
use ward_encryption::{FernetError, FernetKey, Kdf, PasswordPackage, PasswordParameters};
use ward_keys::hazmat::argon2id;
use ward_keys::hazmat::cost::CostError;
use ward_secret::SecretString;
use ward_secret::testing::SeededRandom;

use crate::NOW;

/// `tests/vectors/package.json`, which `generate.py` beside it makes with Python alone.
#[test]
fn packages_made_by_python_open() {
    let cases: Vec<Value> = serde_json::from_str(include_str!("../vectors/package.json")).unwrap();
    assert_eq!(cases.len(), 6);
    for case in cases {
        let text = |field: &str| case[field].as_str().unwrap();
        let iterations = case["iterations"]
            .as_u64()
            .map(|count| u32::try_from(count).unwrap());
        let parameters = PasswordParameters::parse(text("key_info"), iterations).unwrap();
        let password = SecretString::from(text("password"));
        let data = open(text("encrypted_data"), &parameters, &password, None, NOW).unwrap();
        assert_eq!(data.expose(), text("plaintext").as_bytes(), "{}", text("name"));
    }
}

/// The cheapest that may be made: these tests are about packages, not about the cost.
fn cheap() -> Kdf {
    Kdf::Argon2id(argon2id::Cost::new(19 * 1024, 2, 1).unwrap())
}

fn package() -> PasswordPackage {
    PasswordPackage::seal(
        b"hello",
        &"secret".into(),
        cheap(),
        NOW,
        &mut SeededRandom::new(1),
    )
    .unwrap()
}

fn opened(package: &PasswordPackage, password: &str) -> Result<Vec<u8>, PackageError> {
    open(
        &package.encrypted_data(),
        &package.parameters,
        &password.into(),
        None,
        NOW,
    )
    .map(|data| data.expose().clone())
}

#[test]
fn a_package_opens_with_its_password_and_parameter_string() {
    let package = package();
    let parameters = PasswordParameters::parse(&package.parameters.to_string(), None).unwrap();
    let data = open(
        &package.encrypted_data(),
        &parameters,
        &"secret".into(),
        None,
        NOW,
    )
    .unwrap();
    assert_eq!(data.expose(), b"hello");
}

#[test]
fn a_bare_token_opens_too() {
    let package = package();
    let data = open(&package.token, &package.parameters, &"secret".into(), None, NOW).unwrap();
    assert_eq!(data.expose(), b"hello");
}

#[test]
fn another_password_does_not_open() {
    for password in ["Secret", "", "secret "] {
        assert_eq!(
            opened(&package(), password),
            Err(PackageError::Fernet(FernetError::Invalid))
        );
    }
}

#[test]
fn another_salt_does_not_open() {
    let mut package = package();
    package.parameters = PasswordParameters::new(cheap(), &mut SeededRandom::new(9)).unwrap();
    assert_eq!(
        opened(&package, "secret"),
        Err(PackageError::Fernet(FernetError::Invalid))
    );
}

#[test]
fn another_cost_does_not_open() {
    let mut package = package();
    let changed = package.parameters.to_string().replace("t=2", "t=3");
    package.parameters = changed.parse().unwrap();
    assert_eq!(
        opened(&package, "secret"),
        Err(PackageError::Fernet(FernetError::Invalid))
    );
}

#[test]
fn a_cost_below_the_floor_makes_no_package() {
    let kdf = Kdf::pbkdf2_sha256(100_000).unwrap();
    let result = PasswordPackage::seal(b"hello", &"secret".into(), kdf, NOW, &mut SeededRandom::new(1));
    assert_eq!(result.unwrap_err(), PackageError::Cost(CostError::TooLow));
}

#[test]
fn a_lifetime_is_kept() {
    let package = package();
    let late = NOW.after(Duration::from_mins(2));
    let minute = Some(Duration::from_mins(1));
    let result = open(
        &package.encrypted_data(),
        &package.parameters,
        &"secret".into(),
        minute,
        late,
    );
    assert_eq!(result.unwrap_err(), PackageError::Fernet(FernetError::Expired));
}

#[test]
fn a_token_in_base64_twice_and_once_is_told_apart() {
    let token = FernetKey::generate(&mut SeededRandom::new(1)).encrypt(b"", NOW, &mut SeededRandom::new(2));
    assert_eq!(unwrap_token(&wrap_token(&token)).unwrap(), token);
    assert_eq!(unwrap_token(&token).unwrap(), token);
}

#[test]
fn what_is_no_token_is_refused_before_any_derivation() {
    for text in ["", "hello", "Z", "ZZZZ", "Zm9vYmFy\n", "ward1.AAAA"] {
        assert_eq!(unwrap_token(text).unwrap_err(), FernetError::Invalid, "{text:?}");
    }
}
