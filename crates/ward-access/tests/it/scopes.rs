use proptest::prelude::*;
use ward_access::{Scope, ScopeSet, ScopeSetError};

/// The released names. A change here breaks credentials in the field: it must be meant.
const NAMES: [&str; 19] = [
    "password:hash",
    "password:verify",
    "password:check",
    "token:issue",
    "token:verify",
    "crypto:encrypt",
    "crypto:decrypt",
    "key:create",
    "key:read",
    "key:rotate",
    "apikey:create",
    "apikey:read",
    "apikey:rotate",
    "apikey:revoke",
    "audit:read",
    "audit:verify",
    "tls:check",
    "inspect:audit",
    "self:read",
];

#[test]
fn the_names_are_the_released_ones_in_order() {
    let names: Vec<_> = Scope::ALL.iter().map(|scope| scope.name()).collect();
    assert_eq!(names, NAMES);
}

#[test]
fn every_name_reads_back_as_its_scope() {
    for scope in Scope::ALL {
        assert_eq!(scope.name().parse(), Ok(*scope));
    }
}

#[test]
fn a_name_in_other_letters_or_with_space_is_unknown() {
    for text in [
        "Password:hash",
        " password:hash",
        "password:hash ",
        "password",
        "*",
        "password:*",
        "",
    ] {
        assert!(text.parse::<Scope>().is_err(), "{text:?}");
    }
}

#[test]
fn every_sentence_is_a_sentence() {
    for scope in Scope::ALL {
        let sentence = scope.sentence();
        assert!(
            sentence.ends_with('.') && sentence.starts_with(|c: char| c.is_ascii_uppercase()),
            "{scope}"
        );
    }
}

#[test]
fn api_keys_and_the_audit_log_are_administrative_and_nothing_else_is() {
    for scope in Scope::ALL {
        let expected = scope.name().starts_with("apikey:") || scope.name().starts_with("audit:");
        assert_eq!(scope.is_administrative(), expected, "{scope}");
    }
}

#[test]
fn the_ordinary_set_and_the_administrative_scopes_make_all() {
    let ordinary = ScopeSet::ordinary();
    assert!(ordinary.iter().all(|scope| !scope.is_administrative()));
    assert!(
        ScopeSet::all()
            .difference(ordinary)
            .iter()
            .all(Scope::is_administrative)
    );
    assert_eq!(ScopeSet::all().len(), Scope::ALL.len());
}

#[test]
fn a_set_is_written_as_its_names_in_order() {
    let set = ScopeSet::from_iter([Scope::SelfRead, Scope::PasswordHash]);
    assert_eq!(
        serde_json::to_string(&set).unwrap(),
        r#"["password:hash","self:read"]"#
    );
    assert_eq!(set.to_string(), "password:hash self:read");
}

#[test]
fn a_repeated_name_counts_once() {
    let set: ScopeSet = serde_json::from_str(r#"["self:read","self:read"]"#).unwrap();
    assert_eq!(set.len(), 1);
}

#[test]
fn a_name_with_an_escape_in_it_reads_the_same() {
    let set: ScopeSet = serde_json::from_str(r#"["self\u003aread"]"#).unwrap();
    assert!(set.contains(Scope::SelfRead));
}

#[test]
fn an_unknown_name_refuses_the_list_and_says_where() {
    let refused = ScopeSet::from_names(["self:read", "hunter2"]);
    assert_eq!(refused, Err(ScopeSetError::Unknown { index: 1 }));
}

#[test]
fn no_error_quotes_the_name() {
    for error in [
        serde_json::from_str::<ScopeSet>(r#"["hunter2"]"#)
            .unwrap_err()
            .to_string(),
        serde_json::from_str::<Scope>(r#""hunter2""#)
            .unwrap_err()
            .to_string(),
        ScopeSet::from_names(["hunter2"]).unwrap_err().to_string(),
    ] {
        assert!(!error.contains("hunter2"), "{error}");
    }
}

#[test]
fn the_star_is_no_scope() {
    assert!(serde_json::from_str::<ScopeSet>(r#"["*"]"#).is_err());
    assert!(serde_json::from_str::<ScopeSet>(r#"["all"]"#).is_err());
}

#[test]
fn among_passes_over_what_is_no_scope() {
    assert_eq!(
        ScopeSet::among(["read", "key:read", "KEY:CREATE"]),
        ScopeSet::empty().with(Scope::KeyRead)
    );
}

fn sets() -> impl Strategy<Value = ScopeSet> {
    proptest::collection::vec(proptest::sample::select(Scope::ALL), 0..19).prop_map(ScopeSet::from_iter)
}

proptest! {
    #[test]
    fn a_set_survives_the_wire(set in sets()) {
        let json = serde_json::to_string(&set).unwrap();
        prop_assert_eq!(serde_json::from_str::<ScopeSet>(&json).unwrap(), set);
    }

    #[test]
    fn sets_obey_their_algebra(a in sets(), b in sets()) {
        prop_assert!(a.is_subset(a.union(b)) && a.intersection(b).is_subset(a));
        prop_assert_eq!(a.difference(b).union(a.intersection(b)), a);
        prop_assert_eq!(a.is_subset(b), a.iter().all(|scope| b.contains(scope)));
    }
}
