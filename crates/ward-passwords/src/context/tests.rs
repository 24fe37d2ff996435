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

/// An answer must not tell by its time which accounts exist, are disabled or have old hashes.
#[test]
fn every_way_to_be_refused_pays_one_hash_of_the_default_cost() {
    use crate::hash_string::counted;
    use ward_secret::testing::SeededRandom;

    let cheap = |passes| Cost::Argon2id(crate::Argon2Cost::new(64, passes, 1).unwrap());
    let build = |cost| PasswordContext::builder().default_cost(cost).build().unwrap();
    let context = build(cheap(2));
    let random = &mut SeededRandom::new(1);
    let phpass = "$P$B12345678L6Lpt4BxNotVIMILOa9u81";
    let current = context.hash(b"right", random).unwrap();
    let wrapped = context.wrap(None, phpass, random).unwrap();
    let weaker = build(cheap(1)).hash(b"right", random).unwrap();
    let of_default = |paid: Vec<Cost>| paid.into_iter().filter(|cost| *cost == cheap(2)).count();

    let _ = counted::take();
    let _ = context.dummy_verify(b"wrong");
    assert_eq!(of_default(counted::take()), 1, "unknown user");
    for stored in [&current, phpass, &wrapped, &weaker, "!", &format!("!{current}")] {
        assert!(context.verify(b"wrong", stored).is_err());
        assert_eq!(of_default(counted::take()), 1, "{stored}");
    }
}

#[test]
fn a_success_pays_no_more_than_its_own_hash() {
    use crate::hash_string::counted;

    let context = PasswordContext::default();
    let _ = counted::take();
    context
        .verify(b"JohnRipper", "$P$B12345678L6Lpt4BxNotVIMILOa9u81")
        .unwrap();
    assert_eq!(counted::take(), []);
}
