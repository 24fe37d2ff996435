use ward_access::{Decision, Principal, Refusal, Scope, ScopeSet, decide};
use ward_secret::Timestamp;

const NOW: Timestamp = Timestamp::from_unix_seconds(1_795_248_000);

#[test]
fn a_held_scope_allows() {
    let caller = Principal::api_key("k1", ScopeSet::empty().with(Scope::TlsCheck));
    assert_eq!(decide(&caller, Scope::TlsCheck, NOW), Decision::Allowed);
}

#[test]
fn a_missing_scope_refuses_and_is_named() {
    let caller = Principal::api_key(
        "k1",
        ScopeSet::all().difference(ScopeSet::empty().with(Scope::TlsCheck)),
    );
    assert_eq!(
        decide(&caller, Scope::TlsCheck, NOW),
        Decision::Refused(Refusal::MissingScope(Scope::TlsCheck))
    );
}

#[test]
fn a_credential_ends_at_its_expiry_and_not_before() {
    let caller = Principal::api_key("k1", ScopeSet::all()).until(NOW);
    assert!(
        decide(
            &caller,
            Scope::TlsCheck,
            Timestamp::from_unix_micros(NOW.unix_micros() - 1)
        )
        .is_allowed()
    );
    assert_eq!(
        decide(&caller, Scope::TlsCheck, NOW),
        Decision::Refused(Refusal::Expired)
    );
}

#[test]
fn an_expired_credential_does_not_learn_what_it_lacks() {
    let caller = Principal::api_key("k1", ScopeSet::empty()).until(NOW);
    assert_eq!(
        decide(&caller, Scope::TlsCheck, NOW),
        Decision::Refused(Refusal::Expired)
    );
}

#[test]
fn anonymous_is_refused_everything_even_if_scopes_slip_in() {
    let mut caller = Principal::anonymous();
    assert!(caller.scopes.is_empty());
    caller.scopes = ScopeSet::all();
    for scope in Scope::ALL {
        assert_eq!(
            decide(&caller, *scope, NOW),
            Decision::Refused(Refusal::Anonymous)
        );
    }
}

#[test]
fn dev_holds_everything_but_administration() {
    for scope in Scope::ALL {
        assert_eq!(
            decide(&Principal::dev(), *scope, NOW).is_allowed(),
            !scope.is_administrative(),
            "{scope}"
        );
    }
}

#[test]
fn local_holds_everything() {
    assert!(
        Scope::ALL
            .iter()
            .all(|scope| decide(&Principal::local("ann"), *scope, NOW).is_allowed())
    );
}

#[test]
fn a_token_holds_the_scopes_among_its_permissions() {
    let caller = Principal::token(
        "alice",
        &["read", "key:read"],
        Timestamp::from_unix_seconds(1_795_248_060),
    );
    assert_eq!(caller.scopes, ScopeSet::empty().with(Scope::KeyRead));
    assert!(!caller.is_expired(NOW));
}

#[test]
fn labels_name_kind_and_id() {
    let later = Timestamp::from_unix_seconds(2_000_000_000);
    assert_eq!(
        Principal::api_key("k_ab12", ScopeSet::empty()).label(),
        "apikey:k_ab12"
    );
    assert_eq!(
        Principal::token::<&str>("alice", &[], later).label(),
        "token:alice"
    );
    assert_eq!(Principal::dev().label(), "dev");
    assert_eq!(Principal::anonymous().label(), "anonymous");
    assert_eq!(Principal::local("ann").label(), "local:ann");
    assert_eq!(
        Principal::system("start", ScopeSet::empty()).label(),
        "system:start"
    );
}

#[test]
fn a_label_is_one_line_without_direction_marks() {
    let caller = Principal::token::<&str>("a\nroot\u{202e}x", &[], NOW);
    assert_eq!(caller.label(), r"token:a\nroot\u{202e}x");
}

#[test]
fn a_refusal_reads_as_a_sentence_and_as_a_slug() {
    let refusal = Refusal::MissingScope(Scope::KeyCreate);
    assert_eq!(
        refusal.to_string(),
        "the credential does not hold the scope key:create"
    );
    assert_eq!(refusal.slug(), "missing_scope");
    assert_eq!(
        decide(&Principal::anonymous(), Scope::SelfRead, NOW).into_result(),
        Err(Refusal::Anonymous)
    );
}
