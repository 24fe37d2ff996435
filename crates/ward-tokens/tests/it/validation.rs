//! What a service may expect of a token.

use std::time::Duration;

use ward_secret::Timestamp;
use ward_tokens::jwt::{
    AudienceRule, Claims, DEFAULT_LEEWAY, MAX_LEEWAY, SigningKey, Validation, Verified, VerifyError,
};

use crate::forge::{NOW, PAYLOAD, SECRET, access, forged, hs256_keys, verify};

const MICRO: Duration = Duration::from_micros(1);

fn check(claims: &Claims, expected: &Validation, now: Timestamp) -> Result<Verified, VerifyError> {
    let token = SigningKey::hs256(&SECRET).unwrap().sign(claims).unwrap();
    hs256_keys().verify(&token, expected, now)
}

fn refusal(claims: &Claims, expected: &Validation) -> VerifyError {
    check(claims, expected, NOW).unwrap_err()
}

#[test]
fn a_token_ends_at_exp_plus_leeway_to_the_microsecond() {
    let end = access().exp.after(DEFAULT_LEEWAY);
    assert!(check(&access(), &Validation::new(), end.before(MICRO)).is_ok());
    assert_eq!(
        check(&access(), &Validation::new(), end).unwrap_err(),
        VerifyError::Expired
    );
}

#[test]
fn without_leeway_a_token_ends_at_exp() {
    let exact = Validation::new().leeway(Duration::ZERO);
    assert!(check(&access(), &exact, access().exp.before(MICRO)).is_ok());
    assert_eq!(
        check(&access(), &exact, access().exp).unwrap_err(),
        VerifyError::Expired
    );
}

#[test]
fn leeway_is_capped_at_five_minutes() {
    let endless = Validation::new().leeway(Duration::MAX);
    let end = access().exp.after(MAX_LEEWAY);
    assert_eq!(check(&access(), &endless, end).unwrap_err(), VerifyError::Expired);
}

#[test]
fn a_token_starts_at_nbf_less_leeway_to_the_microsecond() {
    let mut claims = access();
    claims.iat = None;
    claims.nbf = Some(NOW.after(DEFAULT_LEEWAY));
    assert!(check(&claims, &Validation::new(), NOW).is_ok());
    assert_eq!(
        check(&claims, &Validation::new(), NOW.before(MICRO)).unwrap_err(),
        VerifyError::NotYetValid
    );
}

#[test]
fn a_token_issued_in_the_future_is_refused() {
    let mut claims = access();
    claims.nbf = None;
    claims.iat = Some(NOW.after(Duration::from_mins(5)));
    assert_eq!(refusal(&claims, &Validation::new()), VerifyError::NotYetValid);
}

#[test]
fn clocks_that_jump_let_no_token_in() {
    for now in [
        NOW.before(Duration::from_hours(1)),
        NOW.before(Duration::from_hours(87_600)),
        Timestamp::EPOCH,
    ] {
        assert_eq!(
            check(&access(), &Validation::new(), now).unwrap_err(),
            VerifyError::NotYetValid
        );
    }
    // An hour on, the end of 32-bit seconds, and the end of time.
    for now in [
        NOW.after(Duration::from_hours(1)),
        Timestamp::from_unix_seconds(1 << 31),
        NOW.after(Duration::MAX),
    ] {
        assert_eq!(
            check(&access(), &Validation::new(), now).unwrap_err(),
            VerifyError::Expired
        );
    }
}

#[test]
fn the_issuer_is_compared_whole() {
    let mut claims = access();
    claims.iss = Some("https://ward.example".to_owned());
    assert!(check(&claims, &Validation::new().issuer("https://ward.example"), NOW).is_ok());
    for issuer in [
        "https://ward.example/",
        "https://ward",
        "HTTPS://ward.example",
        "",
    ] {
        assert_eq!(
            refusal(&claims, &Validation::new().issuer(issuer)),
            VerifyError::WrongIssuer,
            "{issuer}"
        );
    }
    assert_eq!(
        refusal(&access(), &Validation::new().issuer("x")),
        VerifyError::WrongIssuer
    );
    assert!(check(&claims, &Validation::new(), NOW).is_ok());
}

#[test]
fn an_audience_must_be_named() {
    let orders = Validation::new().audience(AudienceRule::Contains("orders".to_owned()));
    let mut claims = access();
    assert_eq!(refusal(&claims, &orders), VerifyError::WrongAudience);
    claims.aud = vec!["order".to_owned(), "orders:eu".to_owned()];
    assert_eq!(refusal(&claims, &orders), VerifyError::WrongAudience);
    claims.aud = vec!["billing".to_owned(), "orders".to_owned()];
    assert!(check(&claims, &orders, NOW).is_ok());
}

#[test]
fn a_token_for_someone_is_refused_until_the_reader_says_who_it_is() {
    let mut claims = access();
    claims.aud = vec!["orders".to_owned()];
    assert_eq!(refusal(&claims, &Validation::new()), VerifyError::WrongAudience);
    assert!(check(&claims, &Validation::new().audience(AudienceRule::Any), NOW).is_ok());
}

#[test]
fn another_type_of_token_is_refused() {
    let mut claims = access();
    for other in [Some("refresh"), Some("Access"), None] {
        claims.token_type = other.map(str::to_owned);
        assert_eq!(
            refusal(&claims, &Validation::new()),
            VerifyError::WrongType,
            "{other:?}"
        );
    }
    assert!(check(&claims, &Validation::new().token_type(None), NOW).is_ok());
    claims.token_type = Some("reset".to_owned());
    assert!(check(&claims, &Validation::new().token_type(Some("reset")), NOW).is_ok());
}

#[test]
fn a_header_typ_of_another_kind_is_refused() {
    for typ in [
        "secevent+jwt",
        "logout+jwt",
        "dpop+jwt",
        "JWE",
        "",
        "application/",
    ] {
        let header = format!(r#"{{"alg":"HS256","typ":"{typ}"}}"#);
        let refused = verify(&forged(&SECRET, &header, PAYLOAD)).unwrap_err();
        assert_eq!(refused, VerifyError::WrongType, "{typ}");
    }
}

#[test]
fn a_header_typ_for_tokens_passes_in_any_letters_or_absent() {
    for typ in [
        r#","typ":"JWT""#,
        r#","typ":"jwt""#,
        r#","typ":"at+jwt""#,
        r#","typ":"application/AT+JWT""#,
        "",
    ] {
        assert!(
            verify(&forged(&SECRET, &format!(r#"{{"alg":"HS256"{typ}}}"#), PAYLOAD)).is_ok(),
            "{typ}"
        );
    }
}

#[test]
fn every_required_permission_must_be_there() {
    let expected = |names: &[&str]| Validation::new().permissions(names.iter().map(ToString::to_string));
    let mut claims = access();
    claims.permissions = vec!["read".to_owned(), "orders:write".to_owned()];
    assert!(check(&claims, &expected(&["read", "orders:write"]), NOW).is_ok());
    for wrong in ["write", "Read", "orders:*", "rea", ""] {
        assert_eq!(
            refusal(&claims, &expected(&["read", wrong])),
            VerifyError::MissingPermission,
            "{wrong}"
        );
    }
}

#[test]
fn a_permission_of_the_token_is_no_pattern() {
    let mut claims = access();
    claims.permissions = vec!["*".to_owned(), "orders:*".to_owned()];
    let expected = Validation::new().permissions(["orders:read".to_owned()]);
    assert_eq!(refusal(&claims, &expected), VerifyError::MissingPermission);
}

#[test]
fn an_expired_token_tells_nothing_else() {
    let expected = Validation::new().issuer("x").permissions(["y".to_owned()]);
    assert_eq!(
        check(&access(), &expected, access().exp.after(MAX_LEEWAY)).unwrap_err(),
        VerifyError::Expired
    );
}

#[test]
fn slugs_are_the_released_ones() {
    use VerifyError as E;
    let slugs = [
        (E::Malformed, "malformed"),
        (E::RefusedHeader, "refused_header"),
        (E::UnknownKey, "unknown_key"),
        (E::WrongAlgorithm, "wrong_algorithm"),
        (E::BadSignature, "bad_signature"),
        (E::MissingExpiry, "missing_expiry"),
        (E::Expired, "expired"),
        (E::NotYetValid, "not_yet_valid"),
        (E::WrongIssuer, "wrong_issuer"),
        (E::WrongAudience, "wrong_audience"),
        (E::WrongType, "wrong_type"),
        (E::MissingPermission, "missing_permission"),
    ];
    for (error, slug) in slugs {
        assert_eq!(error.slug(), slug);
    }
}
