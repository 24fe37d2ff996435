//! From an old estate to a new one: wrapping, peppers, disabled accounts, Unicode, policies from text.

use serde_json::Value;
use ward_passwords::config::{ContextConfig, from_passlib_dict, from_passlib_ini};
use ward_passwords::decrepit::{LegacyHash, LegacyScheme, Support, VerifyInput};
use ward_passwords::{
    Argon2Cost, Cost, HashError, MinVerifyTime, PasswordContext, PasswordContextBuilder, PepperError,
    Peppers, Scheme, StoredPassword, UnicodeProfile, UpdateReason, VerifyError, WrapError, wrap,
};
use ward_secret::testing::SeededRandom;

fn cheap() -> Cost {
    Cost::Argon2id(Argon2Cost::new(64, 1, 1).unwrap())
}

fn builder() -> PasswordContextBuilder {
    PasswordContext::builder().default_cost(cheap())
}

fn random() -> SeededRandom {
    SeededRandom::new(11)
}

fn legacy(name: &str) -> LegacyScheme {
    LegacyScheme::named(name).unwrap()
}

struct Case {
    scheme: LegacyScheme,
    password: Vec<u8>,
    stored: String,
    user: Option<String>,
    realm: Option<String>,
}

fn cases() -> Vec<Case> {
    let file: Value = serde_json::from_str(include_str!("../vectors/legacy.json")).unwrap();
    let text = |case: &Value, name: &str| case[name].as_str().map(str::to_owned);
    let cases = file["cases"].as_array().unwrap().iter();
    cases
        .map(|case| Case {
            scheme: legacy(case["scheme"].as_str().unwrap()),
            password: hex::decode(case["password_hex"].as_str().unwrap()).unwrap(),
            stored: text(case, "hash").unwrap(),
            user: text(case, "user"),
            realm: text(case, "realm"),
        })
        .collect()
}

impl Case {
    fn input<'a>(&'a self, password: &'a [u8]) -> VerifyInput<'a> {
        VerifyInput {
            password,
            user: self.user.as_deref(),
            realm: self.realm.as_deref(),
        }
    }
}

/// Schemes that are never wrapped, with the reason.
const NOT_WRAPPED: &[(&str, &str)] = &[
    ("django-argon2", "Argon2 inside"),
    ("django-bcrypt", "bcrypt inside"),
    ("django-bcrypt-sha256", "bcrypt inside"),
    ("wordpress", "bcrypt inside"),
    ("ldap-pbkdf2-sha1", "a current scheme inside"),
    ("ldap-pbkdf2-sha256", "a current scheme inside"),
    ("ldap-pbkdf2-sha512", "a current scheme inside"),
    ("yescrypt", "memory-hard itself"),
    ("scrypt-crypt", "memory-hard itself"),
    ("spring", "several encodings behind one marker"),
    ("bsd-nthash", "two ways to the digest"),
    ("mssql2000", "two digests"),
    ("oracle11", "may stand beside another verifier"),
    ("oracle12", "may stand beside another verifier"),
    ("scram", "several digests"),
    ("postgres-scram-sha256", "two keys"),
    ("plaintext", "the password itself"),
    ("ldap-plaintext", "the password itself"),
    ("roundup-plaintext", "the password itself"),
    ("spring-noop", "the password itself"),
    ("disabled", "no hash"),
];

fn is_wrapped(case: &Case) -> bool {
    let current_inside = case.scheme.name() == "ldap-crypt"
        && ["$2b$", "$5$", "$6$"]
            .iter()
            .any(|marker| case.stored.contains(marker));
    !current_inside && !NOT_WRAPPED.iter().any(|(name, _)| *name == case.scheme.name())
}

#[test]
fn every_wrappable_hash_wraps_verifies_and_leaves_as_argon2id() {
    let mut wrapped = 0;
    for case in cases().iter().filter(|case| is_wrapped(case)) {
        let text = wrap(Some(case.scheme), &case.stored, &cheap(), &mut random())
            .unwrap_or_else(|error| panic!("{} {}: {error}", case.scheme, case.stored));
        let inner = StoredPassword::parse(&text, None).unwrap().scheme();
        let context = builder().legacy(legacy(inner.name())).build().unwrap();
        let update = context
            .verify_input_and_update(&case.input(&case.password), &text, &mut random())
            .unwrap_or_else(|error| panic!("{text}: {error}"));
        assert!(update.verified.wrapped && update.verified.legacy, "{text}");
        assert_eq!(update.reason, Some(UpdateReason::Wrapped));
        let new = update.new_hash.unwrap();
        assert!(new.starts_with("$argon2id$"), "{new}");
        assert!(context.verify(&case.password, &new).is_ok());
        wrapped += 1;
    }
    assert!(wrapped > 200, "{wrapped}");
}

#[test]
fn a_wrapped_hash_refuses_another_password() {
    for case in cases().iter().filter(|case| is_wrapped(case)) {
        let text = wrap(Some(case.scheme), &case.stored, &cheap(), &mut random()).unwrap();
        let inner = StoredPassword::parse(&text, None).unwrap().scheme();
        let context = builder().legacy(legacy(inner.name())).build().unwrap();
        let mut other = case.password.clone();
        other[0] ^= 2;
        assert_eq!(
            context.verify_input(&case.input(&other), &text),
            Err(VerifyError::Mismatch),
            "{text}"
        );
    }
}

/// If half of the digest were left, a guess could be tested without Argon2id.
#[test]
fn nothing_of_the_old_digest_is_left_in_a_wrapped_hash() {
    use base64::Engine as _;
    for case in cases().iter().filter(|case| is_wrapped(case)) {
        let text = wrap(Some(case.scheme), &case.stored, &cheap(), &mut random()).unwrap();
        let setting = text.split('$').nth(3).unwrap();
        let setting = base64::engine::general_purpose::STANDARD_NO_PAD
            .decode(setting)
            .unwrap();
        let setting = String::from_utf8(setting).unwrap();
        assert_eq!(
            setting.len(),
            case.stored.len() - inner_offset(case),
            "{}",
            case.stored
        );
        // Where the old text and the setting agree for long, it is salt: the same for another password.
        let scheme = legacy(text.split("s=").nth(1).unwrap().split('$').next().unwrap());
        let blanked = LegacyHash::parse_as(scheme, &setting).unwrap();
        let verified = blanked.verify(
            &case.input(&case.password),
            &ward_passwords::VerifyLimits::DEFAULT,
        );
        assert_eq!(verified, Err(VerifyError::Mismatch), "{setting}");
        let changed = setting.bytes().zip(case.stored.bytes().skip(inner_offset(case)));
        let changed = changed.filter(|(left, right)| left != right).count();
        // One of 64 characters is the filler by chance.
        assert!(changed >= 8, "{setting} {}", case.stored);
    }
}

fn inner_offset(case: &Case) -> usize {
    if case.scheme.name() == "ldap-crypt" {
        case.stored.find('}').unwrap() + 1
    } else {
        0
    }
}

#[test]
fn what_holds_more_than_one_digest_is_not_wrapped() {
    for case in cases() {
        if !is_wrapped(&case)
            && case.scheme.support() != Support::Marker
            && case.scheme.name() != "ldap-crypt"
        {
            assert_eq!(
                wrap(Some(case.scheme), &case.stored, &cheap(), &mut random()),
                Err(WrapError::NotWrappable(case.scheme)),
                "{}",
                case.stored
            );
        }
    }
}

#[test]
fn a_wrapped_hash_is_not_wrapped_again() {
    let text = wrap(
        Some(legacy("hex-md5")),
        "5f4dcc3b5aa765d61d8327deb882cf99",
        &cheap(),
        &mut random(),
    )
    .unwrap();
    assert!(wrap(None, &text, &cheap(), &mut random()).is_err());
}

#[test]
fn a_wrapped_hash_verifies_where_its_old_scheme_does_not() {
    let context = builder().legacy_only([]).build().unwrap();
    let text = wrap(
        Some(legacy("hex-md5")),
        "5f4dcc3b5aa765d61d8327deb882cf99",
        &cheap(),
        &mut random(),
    )
    .unwrap();
    assert!(context.verify(b"password", &text).unwrap().wrapped);
}

#[test]
fn only_argon2id_wraps() {
    let outer = Cost::recommended(Scheme::Argon2i);
    assert_eq!(
        wrap(
            Some(legacy("hex-md5")),
            "5f4dcc3b5aa765d61d8327deb882cf99",
            &outer,
            &mut random()
        ),
        Err(WrapError::OuterNotArgon2id)
    );
}

#[test]
fn envelopes_that_are_cut_or_changed_are_errors() {
    let text = wrap(
        None,
        "{SSHA}0H+zTv8o4MR4H43n03eCsvw1luG8LdB7",
        &cheap(),
        &mut random(),
    )
    .unwrap();
    // A shorter digest at the end is Argon2 still.
    for at in 0..=text.rfind('$').unwrap() {
        assert!(
            StoredPassword::parse(&text[..at], None).is_err(),
            "{}",
            &text[..at]
        );
    }
    for (from, to) in [
        ("v=1", "v=2"),
        ("ldap-salted-sha1", "bcrypt"),
        ("$argon2id", "$2b"),
        ("s=ldap", "s=plaintext$"),
    ] {
        assert!(
            StoredPassword::parse(&text.replacen(from, to, 1), None).is_err(),
            "{to}"
        );
    }
}

// Peppers.

fn peppered(peppers: Peppers) -> PasswordContext {
    builder().peppers(peppers).build().unwrap()
}

fn pepper(id: &str, byte: u8) -> Peppers {
    Peppers::default().primary(id, &[byte; 32]).unwrap()
}

/// base64(HMAC-SHA-384(32 bytes of 7, "ward-pepper v1" NUL "secret")) by Python's hmac.
#[test]
fn the_pepper_is_the_documented_hmac() {
    let context = peppered(pepper("k", 7));
    let stored = context.hash(b"secret", &mut random()).unwrap();
    let inner = stored.strip_prefix("$ward-pepper$v=1,k=k").unwrap();
    let plain = builder().build().unwrap();
    assert!(
        plain
            .verify(
                b"bwSp8376wWK3BLtf1+eRh+uJeFnE6InbBYhON+FXJStVUaNNa/LxflNX+4YP8fLX",
                inner
            )
            .is_ok()
    );
}

#[test]
fn an_old_pepper_verifies_and_asks_for_an_update() {
    let stored = peppered(pepper("old", 1)).hash(b"secret", &mut random()).unwrap();
    let context = peppered(pepper("new", 2).old("old", &[1; 32]).unwrap());
    let update = context
        .verify_and_update(b"secret", &stored, &mut random())
        .unwrap();
    assert_eq!(update.reason, Some(UpdateReason::Pepper));
    assert!(update.verified.peppered);
    assert!(
        update
            .new_hash
            .unwrap()
            .starts_with("$ward-pepper$v=1,k=new$argon2id$")
    );
}

#[test]
fn a_hash_without_pepper_is_given_one() {
    let stored = builder().build().unwrap().hash(b"secret", &mut random()).unwrap();
    let update = peppered(pepper("k", 1))
        .verify_and_update(b"secret", &stored, &mut random())
        .unwrap();
    assert_eq!(update.reason, Some(UpdateReason::Pepper));
}

#[test]
fn a_pepper_that_is_not_configured_is_an_error() {
    let stored = peppered(pepper("k", 1)).hash(b"secret", &mut random()).unwrap();
    let context = builder().build().unwrap();
    assert_eq!(
        context.verify(b"secret", &stored),
        Err(VerifyError::UnknownPepper)
    );
}

#[test]
fn another_key_under_the_same_id_does_not_verify() {
    let stored = peppered(pepper("k", 1)).hash(b"secret", &mut random()).unwrap();
    assert_eq!(
        peppered(pepper("k", 2)).verify(b"secret", &stored),
        Err(VerifyError::Mismatch)
    );
}

#[test]
fn peppers_that_are_short_doubled_or_badly_named_are_refused() {
    let peppers = || pepper("k", 1);
    assert_eq!(peppers().old("x", &[0; 31]).err(), Some(PepperError::TooShort));
    assert_eq!(
        peppers().old("k", &[0; 32]).err(),
        Some(PepperError::DuplicateKeyId)
    );
    assert_eq!(
        peppers().primary("x", &[0; 32]).err(),
        Some(PepperError::SecondPrimary)
    );
    for id in ["", "a$b", "ü", &"x".repeat(33)] {
        assert_eq!(peppers().old(id, &[0; 32]).err(), Some(PepperError::BadKeyId));
    }
}

#[test]
fn a_pepper_lets_bcrypt_read_long_passwords() {
    let context = builder()
        .default_cost(Cost::Bcrypt(ward_passwords::BcryptCost::new(4).unwrap()))
        .peppers(pepper("k", 1))
        .build()
        .unwrap();
    let (long, longer) = ([b'a'; 100], [b'a'; 101]);
    let stored = context.hash(&long, &mut random()).unwrap();
    assert!(context.verify(&long, &stored).is_ok());
    assert_eq!(context.verify(&longer, &stored), Err(VerifyError::Mismatch));
}

#[test]
fn a_context_wraps_under_its_pepper() {
    let context = peppered(pepper("k", 1));
    let stored = context
        .wrap(None, "{SSHA}0H+zTv8o4MR4H43n03eCsvw1luG8LdB7", &mut random())
        .unwrap();
    assert!(stored.contains("$ward-pepper$v=1,k=k$argon2id$"), "{stored}");
    let update = context
        .verify_and_update(b"secret", &stored, &mut random())
        .unwrap();
    assert!(update.verified.wrapped && update.verified.peppered);
    assert_eq!(
        builder().build().unwrap().verify(b"secret", &stored),
        Err(VerifyError::UnknownPepper)
    );
}

// Disabled accounts.

#[test]
fn disabling_and_enabling_gives_back_every_text() {
    let mut texts: Vec<String> = cases().into_iter().map(|case| case.stored).collect();
    texts.retain(|text| !text.starts_with('!'));
    let context = builder().build().unwrap();
    for text in texts {
        let disabled = PasswordContext::disable(Some(&text));
        assert_eq!(
            context.verify(b"password", &disabled),
            Err(VerifyError::Disabled),
            "{text}"
        );
        assert_eq!(PasswordContext::enable(&disabled), Ok(text.as_str()));
        assert_eq!(PasswordContext::disable(Some(&disabled)), disabled);
        assert_eq!(context.needs_update(&disabled), Ok(false));
    }
}

#[test]
fn there_is_nothing_to_restore_without_a_hash() {
    for text in ["!", "!!", "*", "!*", "$6$salt$digest", ""] {
        assert!(PasswordContext::enable(text).is_err(), "{text}");
    }
}

// Old hashes in a context.

#[test]
fn an_old_hash_is_replaced_at_login() {
    let context = builder().build().unwrap();
    let stored = "$P$B12345678L6Lpt4BxNotVIMILOa9u81";
    assert_eq!(context.needs_update(stored), Ok(true));
    let update = context
        .verify_and_update(b"JohnRipper", stored, &mut random())
        .unwrap();
    assert_eq!(update.reason, Some(UpdateReason::LegacyFormat));
    assert!(update.new_hash.unwrap().starts_with("$argon2id$"));
}

#[test]
fn an_unmarked_hash_needs_its_scheme_named() {
    let stored = "5f4dcc3b5aa765d61d8327deb882cf99";
    assert!(matches!(
        builder().build().unwrap().verify(b"password", stored),
        Err(VerifyError::Unreadable(_))
    ));
    let context = builder().assume(legacy("hex-md5")).build().unwrap();
    assert!(context.verify(b"password", stored).unwrap().legacy);
}

#[test]
fn a_plain_password_is_not_read_by_default() {
    for stored in ["{plaintext}password", "{noop}password"] {
        assert!(matches!(
            builder().build().unwrap().verify(b"password", stored),
            Err(VerifyError::SchemeNotAllowed(_))
        ));
    }
}

#[test]
fn old_schemes_that_are_not_listed_are_refused() {
    let context = builder().legacy_only([legacy("phpass")]).build().unwrap();
    assert!(matches!(
        context.verify(b"secret", "{SSHA}0H+zTv8o4MR4H43n03eCsvw1luG8LdB7"),
        Err(VerifyError::SchemeNotAllowed(_))
    ));
}

// Unicode.

fn opaque() -> PasswordContext {
    builder()
        .unicode_profile(UnicodeProfile::OpaqueString)
        .build()
        .unwrap()
}

#[test]
fn both_forms_of_a_letter_verify_under_the_profile() {
    let stored = opaque().hash("pa\u{308}ss".as_bytes(), &mut random()).unwrap();
    assert!(opaque().verify("p\u{e4}ss".as_bytes(), &stored).is_ok());
    assert!(opaque().verify("pa\u{308}ss".as_bytes(), &stored).is_ok());
}

#[test]
fn without_the_profile_they_differ() {
    let context = builder().build().unwrap();
    let stored = context.hash("pa\u{308}ss".as_bytes(), &mut random()).unwrap();
    assert_eq!(
        context.verify("p\u{e4}ss".as_bytes(), &stored),
        Err(VerifyError::Mismatch)
    );
}

#[test]
fn a_hash_from_before_the_profile_verifies_and_is_replaced() {
    let password = "pa\u{308}ss".as_bytes();
    let stored = builder().build().unwrap().hash(password, &mut random()).unwrap();
    let update = opaque()
        .verify_and_update(password, &stored, &mut random())
        .unwrap();
    assert_eq!(update.reason, Some(UpdateReason::UnicodeForm));
    assert!(
        opaque()
            .verify("p\u{e4}ss".as_bytes(), &update.new_hash.unwrap())
            .is_ok()
    );
}

#[test]
fn a_new_password_outside_the_profile_is_refused() {
    assert_eq!(
        opaque().hash(b"tab\there", &mut random()),
        Err(HashError::NotInProfile)
    );
}

// Policies from text.

fn config(text: &str) -> ContextConfig {
    toml::from_str(text).unwrap()
}

#[test]
fn a_toml_policy_with_categories_is_read() {
    let contexts = config(
        r#"
        default = "bcrypt"
        schemes = ["bcrypt", "argon2id", "phpass", "ldap_salted_sha1"]
        deprecated = ["argon2id"]
        min_verify_time_ms = 300
        unicode = "opaque-string"
        [cost.bcrypt]
        log_rounds = 5
        [categories.staff]
        default = "argon2id"
        deprecated = "auto"
        cost.argon2id = { memory_kib = 128, passes = 2 }
        "#,
    )
    .contexts()
    .unwrap();
    let general = contexts.category(None);
    assert_eq!(general.default_cost().to_string(), "r=5");
    assert_eq!(
        general
            .legacy_schemes()
            .map(LegacyScheme::name)
            .collect::<Vec<_>>(),
        ["ldap-salted-sha1", "phpass"]
    );
    assert_eq!(
        general.min_verify_time(),
        MinVerifyTime::new(std::time::Duration::from_millis(300))
    );
    let staff = contexts.category(Some("staff"));
    assert_eq!(staff.default_cost().to_string(), "m=128,t=2,p=1");
    let bcrypt = general.hash(b"secret", &mut random()).unwrap();
    assert_eq!(general.needs_update(&bcrypt), Ok(false));
    assert_eq!(staff.needs_update(&bcrypt), Ok(true));
    assert_eq!(
        contexts.category(Some("nobody")).default_cost(),
        general.default_cost()
    );
}

#[test]
fn unknown_keys_names_and_foreign_parameters_are_errors() {
    assert!(toml::from_str::<ContextConfig>("scheme = 'bcrypt'").is_err());
    assert!(toml::from_str::<ContextConfig>("deprecated = 'all'").is_err());
    for text in [
        "default = 'rot13'",
        "default = 'phpass'",
        "schemes = ['rot13']",
        "cost.bcrypt = { passes = 3 }",
        "cost.bcrypt = { log_rounds = 40 }",
        "default = 'bcrypt'\ndeprecated = ['bcrypt']",
        "schemes = ['bcrypt']\ndeprecated = ['scrypt']",
        "cost.argon2id = { memory_kib = 4000000 }",
    ] {
        assert!(config(text).contexts().is_err(), "{text}");
    }
}

/// `CryptContext(["sha512_crypt", "bcrypt", "ldap_salted_md5"], default="bcrypt", deprecated="auto", …).to_string()`
/// of passlib 1.7.4.
const INI: &str = "[passlib]\nschemes = sha512_crypt, bcrypt, ldap_salted_md5\ndefault = bcrypt\ndeprecated = auto\n\
    bcrypt__default_rounds = 5\nbcrypt__min_rounds = 5\nsha512_crypt__vary_rounds = 10%%\n\
    admin__bcrypt__min_rounds = 6\nadmin__bcrypt__default_rounds = 6\nmin_verify_time = 0.25\n";

#[test]
fn passlibs_ini_is_read() {
    let contexts = from_passlib_ini(INI).unwrap();
    let general = contexts.category(None);
    assert_eq!(general.default_cost().to_string(), "r=5");
    assert_eq!(
        general.min_verify_time().floor(),
        std::time::Duration::from_millis(250)
    );
    let stored = general.hash(b"secret", &mut random()).unwrap();
    assert_eq!(general.needs_update(&stored), Ok(false));
    assert_eq!(contexts.category(Some("admin")).needs_update(&stored), Ok(true));
    assert!(
        general
            .verify(b"testing1234", "{SMD5}UjFY34os/pnZQ3oQOzjqGu4yeXE=")
            .is_ok()
    );
}

#[test]
fn faulty_passlib_policies_are_errors() {
    for text in [
        "",
        "[other]\nschemes = bcrypt",
        "[passlib]\nschemes =",
        "[passlib]\nschemes = bcrypt, rot13",
        "[passlib]\nschemes = phpass, bcrypt",
        "[passlib]\nschemes = bcrypt\nbcrypt__rounds = many",
        "[passlib]\nschemes = bcrypt\nbcrypt__colour = red",
        "[passlib]\nschemes = bcrypt\nflavour = mild",
        "[passlib]\nnonsense",
    ] {
        assert!(from_passlib_ini(text).is_err(), "{text}");
    }
}

#[test]
fn passlibs_dictionary_says_the_same_as_its_ini() {
    let dict = serde_json::from_str(
        r#"{"schemes": ["sha512_crypt", "bcrypt", "ldap_salted_md5"], "default": "bcrypt", "deprecated": ["auto"],
            "bcrypt__default_rounds": 5, "bcrypt__min_rounds": 5, "min_verify_time": 0.25}"#,
    )
    .unwrap();
    let contexts = from_passlib_dict(&dict).unwrap();
    assert_eq!(contexts.category(None).default_cost().to_string(), "r=5");
}

/// passlib's own answers (`tests/vectors/contexts.json`).
#[test]
fn contexts_decide_as_passlib_does() {
    let file: Value = serde_json::from_str(include_str!("../vectors/contexts.json")).unwrap();
    let mut compared = 0;
    for policy in file["policies"].as_array().unwrap() {
        let context = from_passlib_ini(policy["ini"].as_str().unwrap()).unwrap();
        let context = context.category(policy["category"].as_str());
        for case in policy["cases"].as_array().unwrap() {
            let stored = case["hash"].as_str().unwrap();
            let verified = context.verify(b"password", stored).is_ok();
            assert_eq!(verified, case["verifies"].as_bool().unwrap(), "{policy} {stored}");
            if verified {
                assert_eq!(
                    context.needs_update(stored).unwrap(),
                    case["needs_update"].as_bool().unwrap(),
                    "{} {stored}",
                    policy["ini"]
                );
            }
            compared += 1;
        }
    }
    assert!(compared > 400, "{compared}");
}
