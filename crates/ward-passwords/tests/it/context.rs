//! The policy: what verifies, what is replaced and by what.

use ward_passwords::{
    Argon2Cost, BcryptCost, BuildError, Cost, HashError, PasswordContext, PasswordContextBuilder, Resource,
    Scheme, ScryptCost, UpdateReason, VerifyError, VerifyLimits, hash,
};
use ward_secret::testing::SeededRandom;

const PASSWORD: &[u8] = b"correct horse";

fn random() -> SeededRandom {
    SeededRandom::new(11)
}

fn bcrypt(log_rounds: u8) -> Cost {
    Cost::Bcrypt(BcryptCost::new(log_rounds).unwrap())
}

fn argon2id(memory_kib: u32, passes: u32) -> Cost {
    Cost::Argon2id(Argon2Cost::new(memory_kib, passes, 1).unwrap())
}

/// A policy that is quick enough for tests.
fn quick() -> PasswordContextBuilder {
    PasswordContext::builder()
        .default_cost(argon2id(64, 2))
        .cost(bcrypt(4))
}

fn stored(cost: Cost) -> String {
    hash(&cost, PASSWORD, &mut random()).unwrap()
}

#[test]
fn the_default_policy_is_argon2id_with_all_others_deprecated() {
    let context = PasswordContext::default();
    assert_eq!(*context.default_cost(), Cost::recommended(Scheme::Argon2id));
    let fresh: Vec<_> = context.schemes().filter(|(_, deprecated)| !deprecated).collect();
    assert_eq!(fresh, [(&Cost::recommended(Scheme::Argon2id), false)]);
    assert_eq!(context.schemes().count(), Scheme::ALL.len());
}

#[test]
fn a_new_hash_verifies_and_needs_no_update() {
    let context = quick().build().unwrap();
    let stored = context.hash(PASSWORD, &mut random()).unwrap();
    assert!(context.verify(PASSWORD, &stored).is_ok());
    assert_eq!(context.needs_update(&stored), Ok(false));
}

#[test]
fn every_scheme_but_the_default_is_updated_to_the_default() {
    let context = quick().build().unwrap();
    for cost in [
        bcrypt(4),
        Cost::BcryptSha256(BcryptCost::new(4).unwrap()),
        Cost::Scrypt(ScryptCost::new(4, 8, 1).unwrap()),
        Cost::Argon2i(Argon2Cost::new(64, 2, 1).unwrap()),
    ] {
        let update = context
            .verify_and_update(PASSWORD, &stored(cost), &mut random())
            .unwrap();
        assert_eq!(update.reason, Some(UpdateReason::DeprecatedScheme));
        let new_hash = update.new_hash.unwrap();
        assert!(new_hash.starts_with("$argon2id$v=19$m=64,t=2,p=1$"));
        assert!(context.verify(PASSWORD, &new_hash).is_ok());
        assert_eq!(context.needs_update(&new_hash), Ok(false));
    }
}

#[test]
fn a_raised_cost_replaces_hashes_of_the_old_one() {
    let old = stored(argon2id(64, 2));
    for raised in [argon2id(128, 2), argon2id(64, 3)] {
        let context = PasswordContext::builder().default_cost(raised).build().unwrap();
        let update = context.verify_and_update(PASSWORD, &old, &mut random()).unwrap();
        assert_eq!(update.reason, Some(UpdateReason::WeakCost));
        assert_eq!(context.needs_update(&update.new_hash.unwrap()), Ok(false));
    }
}

#[test]
fn a_lowered_cost_leaves_stronger_hashes_alone() {
    let context = PasswordContext::builder()
        .default_cost(argon2id(64, 1))
        .build()
        .unwrap();
    let update = context
        .verify_and_update(PASSWORD, &stored(argon2id(128, 2)), &mut random())
        .unwrap();
    assert_eq!((update.reason, update.new_hash), (None, None));
}

#[test]
fn a_scheme_that_is_not_deprecated_is_updated_only_for_its_cost() {
    let context = quick().cost(bcrypt(5)).deprecate_only([]).build().unwrap();
    assert_eq!(context.needs_update(&stored(bcrypt(5))), Ok(false));
    assert_eq!(context.needs_update(&stored(bcrypt(4))), Ok(true));
}

#[test]
fn an_outdated_variant_is_updated_even_when_its_scheme_is_not_deprecated() {
    let context = PasswordContext::builder()
        .default_cost(bcrypt(4))
        .build()
        .unwrap();
    let old = stored(bcrypt(4)).replace("$2b$", "$2a$");
    let update = context.verify_and_update(PASSWORD, &old, &mut random()).unwrap();
    assert_eq!(update.reason, Some(UpdateReason::OutdatedVariant));
    assert!(update.new_hash.unwrap().starts_with("$2b$04$"));
}

#[test]
fn a_wrong_password_gets_no_new_hash() {
    let context = quick().build().unwrap();
    let outcome = context.verify_and_update(b"wrong", &stored(bcrypt(4)), &mut random());
    assert_eq!(outcome, Err(VerifyError::Mismatch));
}

#[test]
fn an_upgrade_that_the_default_scheme_cannot_make_does_not_fail_the_login() {
    let context = PasswordContext::builder()
        .default_cost(bcrypt(5))
        .build()
        .unwrap();
    let long = [b'a'; 100];
    let stored = hash(&argon2id(64, 1), &long, &mut random()).unwrap();
    let update = context.verify_and_update(&long, &stored, &mut random()).unwrap();
    assert_eq!(
        (update.reason, update.new_hash),
        (Some(UpdateReason::DeprecatedScheme), None)
    );
}

#[test]
fn a_truncated_verification_is_reported_through_the_update() {
    let context = quick().build().unwrap();
    let stored = hash(&bcrypt(4), &[b'a'; 72], &mut random()).unwrap();
    let update = context
        .verify_and_update(&[b'a'; 80], &stored, &mut random())
        .unwrap();
    assert!(update.verified.truncated && update.new_hash.is_some());
}

#[test]
fn a_scheme_that_is_not_allowed_does_not_verify() {
    let context = quick().allow_only([Scheme::Scrypt]).build().unwrap();
    let outcome = context.verify(PASSWORD, &stored(bcrypt(4)));
    assert_eq!(outcome, Err(VerifyError::SchemeNotAllowed(Scheme::Bcrypt.into())));
}

#[test]
fn a_scheme_that_is_not_allowed_makes_no_hash() {
    let context = quick().allow_only([]).build().unwrap();
    let outcome = context.hash_with(Scheme::Bcrypt, PASSWORD, &mut random());
    assert_eq!(outcome, Err(HashError::SchemeNotAllowed(Scheme::Bcrypt)));
}

#[test]
fn an_allowed_scheme_is_hashed_at_the_policys_cost() {
    let context = quick().build().unwrap();
    let made = context
        .hash_with(Scheme::Bcrypt, PASSWORD, &mut random())
        .unwrap();
    assert!(made.starts_with("$2b$04$"));
}

#[test]
fn identify_names_only_what_is_allowed() {
    let context = quick().allow_only([Scheme::Bcrypt]).build().unwrap();
    assert_eq!(context.identify("$2b$12$…"), Some(Scheme::Bcrypt.into()));
    assert_eq!(context.identify("$argon2id$…"), Some(Scheme::Argon2id.into()));
    assert_eq!(context.identify("$6$…"), None);
    assert_eq!(context.identify("nothing"), None);
}

#[test]
fn the_contexts_limits_hold() {
    let limits = VerifyLimits {
        memory_kib: 64,
        ..VerifyLimits::DEFAULT
    };
    let context = PasswordContext::builder()
        .default_cost(argon2id(64, 1))
        .allow_only([])
        .limits(limits)
        .build()
        .unwrap();
    let outcome = context.verify(PASSWORD, &stored(argon2id(65, 1)));
    assert_eq!(outcome, Err(VerifyError::TooCostly(Resource::Memory)));
}

#[test]
fn text_that_is_no_hash_is_an_error_and_not_a_mismatch() {
    let context = quick().build().unwrap();
    assert!(matches!(
        context.verify(PASSWORD, "plaintext"),
        Err(VerifyError::Unreadable(_))
    ));
    assert!(context.needs_update("plaintext").is_err());
}

#[test]
fn an_unknown_user_gets_the_error_of_a_wrong_password() {
    let context = quick().build().unwrap();
    let wrong = context
        .verify(b"wrong", &context.hash(PASSWORD, &mut random()).unwrap())
        .unwrap_err();
    assert_eq!(context.dummy_verify(b"wrong"), wrong);
    let long = [b'a'; 2_000];
    let wrong = context.verify(&long, &stored(bcrypt(4))).unwrap_err();
    assert_eq!(context.dummy_verify(&long), wrong);
}

/// A lower bound on time cannot fail because a machine is slow or busy: bcrypt at cost 10 is 1,024 double key
/// expansions, fifteen times this bound on the hardware of 2026.
#[test]
fn an_unknown_user_costs_real_work() {
    let context = PasswordContext::builder()
        .default_cost(bcrypt(10))
        .build()
        .unwrap();
    let before = std::time::Instant::now();
    assert_eq!(context.dummy_verify(b"wrong"), VerifyError::Mismatch);
    assert!(before.elapsed() > std::time::Duration::from_millis(4));
}

#[test]
fn a_default_that_its_own_policy_deprecates_is_refused() {
    let outcome = quick().deprecate_only([Scheme::Argon2id]).build();
    assert_eq!(
        outcome.err(),
        Some(BuildError::DeprecatedDefault(Scheme::Argon2id))
    );
}

#[test]
fn deprecating_what_is_not_allowed_is_refused() {
    let outcome = quick().allow_only([]).deprecate_only([Scheme::Bcrypt]).build();
    assert_eq!(
        outcome.err(),
        Some(BuildError::DeprecatedNotAllowed(Scheme::Bcrypt))
    );
}

#[test]
fn a_default_that_could_not_be_verified_is_refused() {
    let outcome = PasswordContext::builder().default_cost(bcrypt(17)).build();
    assert_eq!(
        outcome.err(),
        Some(BuildError::AboveLimits {
            scheme: Scheme::Bcrypt,
            resource: Resource::Rounds
        })
    );
}
