use super::*;
use crate::{BcryptCost, ScryptCost};

#[test]
fn the_default_policy_builds() {
    assert!(PasswordContext::builder().build().is_ok());
}

#[test]
fn the_stand_in_for_an_unknown_user_has_the_default_cost_and_form() {
    for cost in [
        Cost::recommended(Scheme::Argon2id),
        Cost::Bcrypt(BcryptCost::RECOMMENDED),
        Cost::Scrypt(ScryptCost::RECOMMENDED),
        Cost::recommended(Scheme::Sha512Crypt),
    ] {
        let context = PasswordContext::builder().default_cost(cost).build().unwrap();
        assert_eq!(context.dummy.cost(), cost);
        assert_eq!(context.update_reason(&context.dummy), None);
        assert_eq!(
            HashString::parse(&context.dummy.to_string()).unwrap().cost(),
            cost
        );
    }
}
