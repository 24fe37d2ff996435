//! The parameter string: one spelling, costs within bounds.

use ward_encryption::package::{PREDECESSOR_ITERATIONS, ParametersError};
use ward_encryption::{Kdf, PasswordParameters};
use ward_keys::hazmat::cost::CostError;
use ward_keys::hazmat::{argon2id, scrypt};
use ward_secret::testing::SeededRandom;

const SALT: &str = "8PHy8/T19vf4+fr7/P3+/w";

#[test]
fn a_parameter_string_reads_back() {
    for text in [
        "$pbkdf2-sha256$i=600000$",
        "$pbkdf2-sha256$i=1$",
        "$scrypt$ln=17,r=8,p=1$",
        "$argon2id$v=19$m=65536,t=3,p=4$",
    ] {
        let text = format!("{text}{SALT}");
        assert_eq!(text.parse::<PasswordParameters>().unwrap().to_string(), text);
    }
}

#[test]
fn a_parameter_string_has_one_spelling() {
    for text in [
        "",
        "$",
        "$$$",
        "pbkdf2-sha256$i=600000$SALT",
        "$pbkdf2-sha256$i=600000$SALT$",
        "$pbkdf2-sha256$i=600000$SALT==",
        "$pbkdf2-sha256$i=600000$",
        "$pbkdf2-sha256$i=600000",
        "$pbkdf2-sha256$600000$SALT",
        "$pbkdf2-sha256$i=$SALT",
        "$pbkdf2-sha256$i=0600000$SALT",
        "$pbkdf2-sha256$i=+600000$SALT",
        "$pbkdf2-sha256$i=600000,l=32$SALT",
        "$pbkdf2-sha256$i=600000$8PHy8_T19vf4-fr7_P3-_w",
        "$pbkdf2-sha256$i=600000$8PHy8/T19vf4+fr7/P3+/x",
        "$pbkdf2-sha256$i=99999999999$SALT",
        "$pbkdf2-sha1$i=600000$SALT",
        "$PBKDF2-SHA256$i=600000$SALT",
        "$scrypt$r=8,ln=17,p=1$SALT",
        "$scrypt$ln=17,r=8$SALT",
        "$argon2id$m=65536,t=3,p=4$SALT",
        "$argon2id$v=16$m=65536,t=3,p=4$SALT",
        "$argon2i$v=19$m=65536,t=3,p=4$SALT",
        " $pbkdf2-sha256$i=600000$SALT",
    ] {
        let text = text.replace("SALT", SALT);
        assert_eq!(
            text.parse::<PasswordParameters>().unwrap_err(),
            ParametersError::Malformed,
            "{text}"
        );
    }
}

#[test]
fn a_salt_is_8_to_64_bytes() {
    let parse =
        |len: usize| format!("$pbkdf2-sha256$i=1${}", "AAAA".repeat(len / 3)).parse::<PasswordParameters>();
    assert!(parse(9).is_ok());
    assert!(parse(63).is_ok());
    assert_eq!(parse(6).unwrap_err(), ParametersError::Malformed);
    assert_eq!(parse(66).unwrap_err(), ParametersError::Malformed);
}

#[test]
fn costs_above_the_caps_are_refused_on_reading() {
    for text in [
        "$pbkdf2-sha256$i=10000001$",
        "$scrypt$ln=21,r=8,p=1$",
        "$scrypt$ln=300,r=8,p=1$",
        "$argon2id$v=19$m=4194304,t=1,p=4$",
        "$argon2id$v=19$m=65536,t=4294967295,p=4$",
    ] {
        let error = format!("{text}{SALT}").parse::<PasswordParameters>().unwrap_err();
        assert_eq!(error, ParametersError::Cost(CostError::TooHigh), "{text}");
    }
}

#[test]
fn iterations_of_0_are_refused_on_reading() {
    let error = PasswordParameters::parse("8PHy8_T19vf4-fr7_P3-_w==", Some(0)).unwrap_err();
    assert_eq!(error, ParametersError::Cost(CostError::Invalid));
}

#[test]
fn a_bare_salt_is_the_predecessors() {
    let parameters = PasswordParameters::parse("8PHy8_T19vf4-fr7_P3-_w==", None).unwrap();
    assert_eq!(
        parameters.kdf(),
        Kdf::pbkdf2_sha256(PREDECESSOR_ITERATIONS).unwrap()
    );
    assert_eq!(parameters.salt_text(), "8PHy8_T19vf4-fr7_P3-_w==");
}

#[test]
fn a_bare_salt_takes_the_iterations_beside_it() {
    let parameters = PasswordParameters::parse("8PHy8_T19vf4-fr7_P3-_w==", Some(390_000)).unwrap();
    assert_eq!(parameters.to_string(), format!("$pbkdf2-sha256$i=390000${SALT}"));
}

#[test]
fn iterations_beside_a_string_must_agree_with_it() {
    let text = format!("$pbkdf2-sha256$i=600000${SALT}");
    assert!(PasswordParameters::parse(&text, Some(600_000)).is_ok());
    assert_eq!(
        PasswordParameters::parse(&text, Some(1)).unwrap_err(),
        ParametersError::Contradiction
    );
}

#[test]
fn new_parameters_below_the_floor_are_refused() {
    let weak = [
        Kdf::pbkdf2_sha256(599_999).unwrap(),
        Kdf::Scrypt(scrypt::Cost::new(14, 8, 1).unwrap()),
        Kdf::Argon2id(argon2id::Cost::new(8 * 1024, 2, 1).unwrap()),
    ];
    for kdf in weak {
        assert_eq!(
            PasswordParameters::new(kdf, &mut SeededRandom::new(1)),
            Err(CostError::TooLow)
        );
    }
}

#[test]
fn new_parameters_have_a_fresh_salt_of_16_bytes() {
    let mut random = SeededRandom::new(1);
    let kdf = Kdf::pbkdf2_default().unwrap();
    let one = PasswordParameters::new(kdf, &mut random).unwrap();
    let two = PasswordParameters::new(kdf, &mut random).unwrap();
    assert_eq!(one.salt_text().len(), 24);
    assert_ne!(one.salt_text(), two.salt_text());
}

#[test]
fn a_function_tells_its_name_and_cost_for_the_response() {
    let fields = |kdf: Kdf| (kdf.name(), kdf.iterations(), kdf.memory_kib(), kdf.parallelism());
    assert_eq!(
        fields(Kdf::pbkdf2_default().unwrap()),
        ("PBKDF2HMAC", Some(600_000), None, None)
    );
    assert_eq!(
        fields(Kdf::Scrypt(scrypt::Cost::RECOMMENDED)),
        ("Scrypt", None, Some(131_072), Some(1))
    );
    assert_eq!(
        fields(Kdf::Argon2id(argon2id::Cost::RECOMMENDED)),
        ("Argon2id", Some(3), Some(65_536), Some(4))
    );
}
