use ward_access::{Grant, GrantError, MAX_PERMISSION_LEN, PermissionPattern, Principal, Scope, ScopeSet};
use ward_secret::Timestamp;

fn issuer(grant: Grant) -> Principal {
    Principal::api_key(
        "k1",
        ScopeSet::from_iter([Scope::TokenIssue, Scope::PasswordHash]),
    )
    .granting(grant)
}

fn only(patterns: &[&str]) -> Grant {
    Grant::Only(patterns.iter().map(|pattern| pattern.parse().unwrap()).collect())
}

#[test]
fn any_grants_every_application_permission() {
    assert_eq!(
        issuer(Grant::Any).may_grant(&["read", "orders:write", "größe"]),
        Ok(())
    );
}

#[test]
fn any_does_not_grant_a_scope_that_the_caller_lacks() {
    assert_eq!(
        issuer(Grant::Any).may_grant(&["read", "apikey:create"]),
        Err(GrantError::Reserved { index: 1 })
    );
}

#[test]
fn a_held_scope_may_be_granted_even_without_application_permissions() {
    assert_eq!(issuer(Grant::nothing()).may_grant(&["password:hash"]), Ok(()));
}

#[test]
fn a_pattern_cannot_grant_a_scope() {
    assert_eq!(
        issuer(only(&["apikey:*", "audit:read"])).may_grant(&["apikey:create"]),
        Err(GrantError::Reserved { index: 0 })
    );
    assert_eq!(
        issuer(only(&["audit:read"])).may_grant(&["audit:read"]),
        Err(GrantError::Reserved { index: 0 })
    );
}

#[test]
fn names_reserved_for_ward_are_refused_to_everyone() {
    for name in ["ward:anything", "WARD:x", "ward:"] {
        assert_eq!(
            Principal::local("root").may_grant(&[name]),
            Err(GrantError::Reserved { index: 0 }),
            "{name}"
        );
    }
}

#[test]
fn a_scope_in_other_letters_is_refused_even_to_its_holder() {
    assert_eq!(
        Principal::local("root").may_grant(&["Key:Create"]),
        Err(GrantError::Reserved { index: 0 })
    );
}

#[test]
fn only_grants_what_it_lists() {
    let caller = issuer(only(&["read", "orders:*"]));
    assert_eq!(caller.may_grant(&["read", "orders:write", "orders:a:b"]), Ok(()));
    assert_eq!(
        caller.may_grant(&["write"]),
        Err(GrantError::NotGrantable { index: 0 })
    );
    assert_eq!(
        caller.may_grant(&["reader"]),
        Err(GrantError::NotGrantable { index: 0 })
    );
    assert_eq!(
        caller.may_grant(&["ordersx:write"]),
        Err(GrantError::NotGrantable { index: 0 })
    );
    assert_eq!(
        caller.may_grant(&["orders:"]),
        Err(GrantError::NotGrantable { index: 0 })
    );
    assert_eq!(
        caller.may_grant(&["orders"]),
        Err(GrantError::NotGrantable { index: 0 })
    );
}

#[test]
fn a_permission_with_a_space_cannot_smuggle_a_scope() {
    assert_eq!(
        issuer(Grant::Any).may_grant(&["read apikey:create"]),
        Err(GrantError::Malformed { index: 0 })
    );
}

#[test]
fn malformed_permissions_are_refused() {
    let long = "x".repeat(MAX_PERMISSION_LEN + 1);
    for name in ["", "a\nb", "a\tb", "a\u{a0}b", "\u{0}", long.as_str()] {
        assert_eq!(
            issuer(Grant::Any).may_grant(&[name]),
            Err(GrantError::Malformed { index: 0 }),
            "{name:?}"
        );
    }
    assert_eq!(
        issuer(Grant::Any).may_grant(&["x".repeat(MAX_PERMISSION_LEN)]),
        Ok(())
    );
}

#[test]
fn the_empty_list_may_always_be_granted() {
    assert_eq!(issuer(Grant::nothing()).may_grant::<&str>(&[]), Ok(()));
}

#[test]
fn a_star_stands_only_after_the_last_colon() {
    for pattern in [
        "*",
        ":*",
        "orders*",
        "orders:*:read",
        "*:read",
        "orders:**",
        "",
        "a b:*",
    ] {
        assert!(pattern.parse::<PermissionPattern>().is_err(), "{pattern:?}");
    }
}

#[test]
fn a_pattern_survives_the_wire_and_its_error_does_not_quote() {
    let pattern: PermissionPattern = serde_json::from_str(r#""orders:*""#).unwrap();
    assert_eq!(serde_json::to_string(&pattern).unwrap(), r#""orders:*""#);
    let error = serde_json::from_str::<PermissionPattern>(r#""hunter2*""#)
        .unwrap_err()
        .to_string();
    assert!(!error.contains("hunter2"), "{error}");
}

#[test]
fn a_token_hands_on_its_own_permissions_and_no_more() {
    let bearer = Principal::token("alice", &["token:issue", "read"], Timestamp::from_unix_seconds(9));
    assert_eq!(bearer.may_grant(&["read", "token:issue"]), Ok(()));
    assert_eq!(
        bearer.may_grant(&["write"]),
        Err(GrantError::NotGrantable { index: 0 })
    );
    assert_eq!(
        bearer.may_grant(&["key:create"]),
        Err(GrantError::Reserved { index: 0 })
    );
}

#[test]
fn a_star_among_a_tokens_permissions_is_no_pattern() {
    let bearer = Principal::token(
        "alice",
        &["token:issue", "orders:*"],
        Timestamp::from_unix_seconds(9),
    );
    assert_eq!(
        bearer.may_grant(&["orders:read"]),
        Err(GrantError::NotGrantable { index: 0 })
    );
}

#[test]
fn a_grant_survives_the_wire() {
    for (grant, json) in [
        (Grant::Any, r#""any""#),
        (only(&["read", "orders:*"]), r#"["read","orders:*"]"#),
        (Grant::nothing(), "[]"),
    ] {
        assert_eq!(serde_json::to_string(&grant).unwrap(), json);
        assert_eq!(serde_json::from_str::<Grant>(json).unwrap(), grant);
    }
    for json in [r#""ANY""#, r#"["*"]"#, "{}", "null", "[1]"] {
        assert!(serde_json::from_str::<Grant>(json).is_err(), "{json}");
    }
}
