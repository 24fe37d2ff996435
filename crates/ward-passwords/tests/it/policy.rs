//! Which new passwords are refused, and that no composition rule is among the reasons.

use ward_passwords::{MAX_PASSWORD_BYTES, Policy};

fn codes(policy: Policy, password: &str, user_inputs: &[&str]) -> Vec<&'static str> {
    policy
        .check(password, user_inputs)
        .iter()
        .map(|issue| issue.code.as_str())
        .collect()
}

#[test]
fn a_passphrase_of_lower_case_letters_is_accepted() {
    assert!(codes(Policy::SINGLE_FACTOR, "wimple crayfish lantern oboe", &[]).is_empty());
}

#[test]
fn fifteen_characters_are_enough_for_a_single_factor_and_fourteen_are_not() {
    assert!(codes(Policy::SINGLE_FACTOR, "vhq zmf lwt prk", &[]).is_empty());
    assert_eq!(codes(Policy::SINGLE_FACTOR, "vhq zmf lwt pr", &[]), ["too_short"]);
}

#[test]
fn eight_characters_are_enough_beside_another_factor_and_seven_are_not() {
    assert!(!codes(Policy::MULTI_FACTOR, "v8q#zM!l", &[]).contains(&"too_short"));
    assert!(codes(Policy::MULTI_FACTOR, "v8q#zM!", &[]).contains(&"too_short"));
}

#[test]
fn length_is_counted_in_code_points() {
    let fifteen = "ъщжфцч ъщжфцчюэ";
    assert_eq!((fifteen.chars().count(), fifteen.len()), (15, 29));
    assert!(!codes(Policy::SINGLE_FACTOR, fifteen, &[]).contains(&"too_short"));
}

#[test]
fn a_common_password_is_refused_with_the_reason() {
    let codes = codes(Policy::MULTI_FACTOR, "password1", &[]);
    assert_eq!(codes, ["below_policy_score", "common_password"]);
}

#[test]
fn a_password_over_the_cap_is_refused() {
    let long = "wimple crayfish lantern oboe ".repeat(40);
    assert!(long.len() > MAX_PASSWORD_BYTES);
    assert!(codes(Policy::SINGLE_FACTOR, &long, &[]).contains(&"too_long"));
}

#[test]
fn the_users_own_name_is_refused_whatever_its_score() {
    let name = "Wolfeschlegelsteinhausen Bergerdorff";
    assert_eq!(codes(Policy::SINGLE_FACTOR, name, &[]), Vec::<&str>::new());
    assert!(codes(Policy::SINGLE_FACTOR, name, &[name]).contains(&"is_user_input"));
}

#[test]
fn a_name_inside_a_long_passphrase_is_accepted() {
    assert!(
        codes(
            Policy::SINGLE_FACTOR,
            "wimple crayfish jane lantern oboe",
            &["Jane Doe"]
        )
        .is_empty()
    );
}

#[test]
fn an_empty_password_is_refused() {
    assert!(codes(Policy::MULTI_FACTOR, "", &[]).contains(&"too_short"));
}
