//! What is asked of new passwords beyond length and strength.

use ward_passwords::{
    Argon2Cost, Candidate, Cost, DenyList, PasswordContext, Profile, Requirements, RequirementsConfig,
};
use ward_secret::testing::SeededRandom;

const STRONG: &str = "correct horse battery staple";

fn context() -> PasswordContext {
    PasswordContext::builder()
        .default_cost(Cost::Argon2id(Argon2Cost::new(64, 1, 1).unwrap()))
        .build()
        .unwrap()
}

fn codes(requirements: &Requirements, password: &str, previous: &[&str]) -> Vec<&'static str> {
    let context = context();
    let candidate = Candidate {
        previous,
        ..Candidate::new(password, &context)
    };
    requirements
        .check(&candidate)
        .iter()
        .map(|issue| issue.code.as_str())
        .collect()
}

#[test]
fn nist_accepts_a_passphrase_of_one_class() {
    assert!(codes(&Requirements::nist(), STRONG, &[]).is_empty());
}

#[test]
fn a_listed_word_is_refused_in_any_dress() {
    let requirements = Requirements::nist().deny(DenyList::new(["Correct-Horse Battery Staple", ""]));
    for password in [STRONG, "C0RRECT H0R5E BATTERY 5TAP1E"] {
        assert_eq!(codes(&requirements, password, &[]), ["deny_listed"], "{password}");
    }
}

#[test]
fn pci_asks_for_letters_and_digits() {
    let pci = Requirements::of(Profile::PciDss4);
    assert_eq!(codes(&pci, STRONG, &[]), ["too_few_classes"]);
    assert!(codes(&pci, "correct horse 7 battery", &[]).is_empty());
}

#[test]
fn a_previous_password_is_refused() {
    let old = context()
        .hash(STRONG.as_bytes(), &mut SeededRandom::new(1))
        .unwrap();
    let requirements = Requirements::nist().history(3);
    assert_eq!(codes(&requirements, STRONG, &["!", &old]), ["reused"]);
    assert!(codes(&requirements, "another horse battery staple", &[&old]).is_empty());
}

#[test]
fn a_password_from_before_the_history_is_accepted() {
    let old = context()
        .hash(STRONG.as_bytes(), &mut SeededRandom::new(1))
        .unwrap();
    assert!(codes(&Requirements::nist().history(1), STRONG, &["!", &old]).is_empty());
    assert!(codes(&Requirements::nist(), STRONG, &[&old]).is_empty());
}

#[test]
fn a_disabled_previous_password_counts() {
    let old = context()
        .hash(STRONG.as_bytes(), &mut SeededRandom::new(1))
        .unwrap();
    let disabled = PasswordContext::disable(Some(&old));
    assert_eq!(
        codes(&Requirements::nist().history(1), STRONG, &[&disabled]),
        ["reused"]
    );
}

#[test]
fn a_configuration_overrides_its_profile() {
    let config: RequirementsConfig = toml::from_str(
        "profile = 'pci-dss-4'\nmin_chars = 30\nmin_classes = 3\nhistory = 2\ndeny = ['acme']",
    )
    .unwrap();
    let requirements = Requirements::from(&config);
    assert_eq!(requirements.policy().min_chars, 30);
    assert_eq!(
        codes(&requirements, "correct horse 7 battery", &[]),
        ["too_short"]
    );
    assert_eq!(
        codes(&requirements, "correcthorse7batterystaplewinter", &[]),
        ["too_few_classes"]
    );
}

#[test]
fn an_unknown_profile_or_key_is_an_error() {
    assert!(toml::from_str::<RequirementsConfig>("profile = 'strict'").is_err());
    assert!(toml::from_str::<RequirementsConfig>("minimum = 3").is_err());
}
