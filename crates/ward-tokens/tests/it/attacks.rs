//! The table of known attacks on JSON Web Tokens. Each token is signed rightly wherever the attack allows, so that
//! nothing but the rule under test refuses it.

use proptest::prelude::*;
use ward_tokens::jwt::{MAX_TOKEN_LEN, SigningKey, Validation, VerifyError, VerifyingKeys, inspect, jws};

use crate::forge::{HEADER, NOW, PAYLOAD, SECRET, access, b64, forged, hs256_keys, refusal, sealed, verify};

#[test]
fn the_forger_of_these_tests_makes_good_tokens() {
    assert!(verify(&forged(&SECRET, HEADER, PAYLOAD)).is_ok());
}

#[test]
fn alg_none_is_refused_in_any_letters() {
    for none in ["none", "None", "NONE", "nOnE", "none ", ""] {
        let header = format!(r#"{{"alg":"{none}","typ":"JWT"}}"#);
        assert_eq!(
            refusal(&forged(&SECRET, &header, PAYLOAD)),
            VerifyError::WrongAlgorithm,
            "{none:?}"
        );
    }
}

#[test]
fn an_empty_signature_is_refused() {
    let token = format!("{}.{}.", b64(r#"{"alg":"none"}"#), b64(PAYLOAD));
    assert_eq!(refusal(&token), VerifyError::Malformed);
    assert_eq!(
        refusal(&format!("{}.{}.", b64(HEADER), b64(PAYLOAD))),
        VerifyError::Malformed
    );
}

#[test]
fn a_truncated_signature_is_refused() {
    let token = forged(&SECRET, HEADER, PAYLOAD);
    let (input, signature) = token.rsplit_once('.').unwrap();
    // 4, 8, … letters are whole bytes of the right tag.
    for length in [4, 8, 20, 40] {
        let short = format!("{input}.{}", &signature[..length]);
        assert_eq!(refusal(&short), VerifyError::BadSignature, "{length}");
    }
}

#[test]
fn a_public_key_is_no_hmac_secret() {
    let signer = SigningKey::ed25519(&[9; 32]).unwrap();
    let keys = VerifyingKeys::from_iter([signer.verifying_key()]);
    let public = *signer.verifying_key().public_key().unwrap();
    let header = format!(
        r#"{{"alg":"HS256","kid":"{}","typ":"JWT"}}"#,
        signer.key_id().unwrap()
    );
    let token = forged(&public, &header, PAYLOAD);
    assert_eq!(
        keys.verify(&token, &Validation::new(), NOW).unwrap_err(),
        VerifyError::WrongAlgorithm
    );
}

#[test]
fn a_token_cannot_name_another_algorithm_than_its_keys() {
    for alg in ["HS384", "HS512", "RS256", "EdDSA", "hs256", "HS256\\u0000"] {
        let header = format!(r#"{{"alg":"{alg}","typ":"JWT"}}"#);
        assert_eq!(
            refusal(&forged(&SECRET, &header, PAYLOAD)),
            VerifyError::WrongAlgorithm,
            "{alg}"
        );
    }
}

#[test]
fn alg_must_be_there_and_be_text() {
    for header in [
        r#"{"typ":"JWT"}"#,
        r#"{"alg":null}"#,
        r#"{"alg":["HS256"]}"#,
        r#"{"alg":256}"#,
    ] {
        assert_eq!(
            refusal(&forged(&SECRET, header, PAYLOAD)),
            VerifyError::Malformed,
            "{header}"
        );
    }
}

#[test]
fn a_kid_is_only_compared() {
    for kid in [
        "../../dev/null",
        "' UNION SELECT 'x",
        "|id",
        "https://evil.example/k",
        "",
        "\\u0000",
    ] {
        let header = format!(r#"{{"alg":"HS256","kid":"{kid}","typ":"JWT"}}"#);
        assert_eq!(
            refusal(&forged(b"", &header, PAYLOAD)),
            VerifyError::UnknownKey,
            "{kid}"
        );
    }
}

#[test]
fn a_kid_that_is_no_text_is_refused() {
    for kid in ["null", "0", "[]", "{}"] {
        let header = format!(r#"{{"alg":"HS256","kid":{kid}}}"#);
        assert_eq!(
            refusal(&forged(&SECRET, &header, PAYLOAD)),
            VerifyError::Malformed,
            "{kid}"
        );
    }
}

#[test]
fn a_key_with_an_id_answers_to_no_other_and_not_to_none() {
    let signer = SigningKey::hs256(&SECRET).unwrap().with_key_id(Some("a"));
    let keys = VerifyingKeys::from_iter([signer.verifying_key()]);
    let refusal = |header: &str| {
        keys.verify(&forged(&SECRET, header, PAYLOAD), &Validation::new(), NOW)
            .map(|_| ())
            .err()
    };
    assert_eq!(refusal(r#"{"alg":"HS256","kid":"a"}"#), None);
    assert_eq!(
        refusal(r#"{"alg":"HS256","kid":"b"}"#),
        Some(VerifyError::UnknownKey)
    );
    assert_eq!(refusal(r#"{"alg":"HS256"}"#), Some(VerifyError::UnknownKey));
}

#[test]
fn a_header_that_brings_a_key_is_refused() {
    let key = b64(SECRET);
    for member in [
        format!(r#""jwk":{{"kty":"oct","k":"{key}"}}"#),
        r#""jku":"https://evil.example/jwks.json""#.to_owned(),
        r#""x5u":"https://evil.example/chain.pem""#.to_owned(),
        r#""x5c":["MIIB"]"#.to_owned(),
        r#""jwk":null"#.to_owned(),
    ] {
        let header = format!(r#"{{"alg":"HS256",{member}}}"#);
        assert_eq!(
            refusal(&forged(&SECRET, &header, PAYLOAD)),
            VerifyError::RefusedHeader,
            "{member}"
        );
    }
}

#[test]
fn critical_extensions_are_refused() {
    for member in [
        r#""crit":["exp"],"exp":1"#,
        r#""crit":[]"#,
        r#""b64":false"#,
        r#""b64":true,"crit":["b64"]"#,
    ] {
        let header = format!(r#"{{"alg":"HS256",{member}}}"#);
        assert_eq!(
            refusal(&forged(&SECRET, &header, PAYLOAD)),
            VerifyError::RefusedHeader,
            "{member}"
        );
    }
}

#[test]
fn unknown_header_members_are_passed_over() {
    assert!(
        verify(&forged(
            &SECRET,
            r#"{"alg":"HS256","cty":"x","zip":"y","x5t":"z"}"#,
            PAYLOAD
        ))
        .is_ok()
    );
}

#[test]
fn a_header_member_twice_is_refused() {
    for header in [
        r#"{"alg":"HS256","alg":"HS256"}"#,
        r#"{"alg":"none","alg":"HS256"}"#,
        r#"{"alg":"HS256","\u0061lg":"none"}"#,
        r#"{"alg":"HS256","x":{"y":1,"y":2}}"#,
    ] {
        assert_eq!(
            refusal(&forged(&SECRET, header, PAYLOAD)),
            VerifyError::Malformed,
            "{header}"
        );
    }
}

#[test]
fn a_header_that_is_no_object_is_refused() {
    for header in [
        "",
        "[]",
        "\"HS256\"",
        "null",
        "{",
        r#"{"alg":"HS256"}x"#,
        r#"{"alg":"HS256"}{}"#,
    ] {
        assert_eq!(
            refusal(&forged(&SECRET, header, PAYLOAD)),
            VerifyError::Malformed,
            "{header}"
        );
    }
}

#[test]
fn other_than_three_parts_are_refused() {
    let token = forged(&SECRET, HEADER, PAYLOAD);
    let (input, signature) = token.rsplit_once('.').unwrap();
    let (header, payload) = input.split_once('.').unwrap();
    for parts in [
        String::new(),
        ".".to_owned(),
        "..".to_owned(),
        "...".to_owned(),
        header.to_owned(),
        input.to_owned(),
        format!("{token}."),
        format!("{token}.{signature}"),
        format!(".{token}"),
        format!("{header}..{signature}"),
        format!(".{payload}.{signature}"),
        // A JWE in compact form has five parts.
        format!("{header}.{payload}.{payload}.{payload}.{signature}"),
        sealed(&SECRET, &format!("{header}.{payload}.{payload}")),
    ] {
        assert_eq!(refusal(&parts), VerifyError::Malformed, "{parts}");
    }
}

#[test]
fn the_json_serialisation_is_refused() {
    let token = forged(&SECRET, HEADER, PAYLOAD);
    let parts: Vec<_> = token.split('.').collect();
    let json = format!(
        r#"{{"protected":"{}","payload":"{}","signature":"{}"}}"#,
        parts[0], parts[1], parts[2]
    );
    assert_eq!(refusal(&json), VerifyError::Malformed);
}

#[test]
fn padding_is_refused_in_every_part() {
    let token = forged(&SECRET, HEADER, PAYLOAD);
    let (input, signature) = token.rsplit_once('.').unwrap();
    let (header, payload) = input.split_once('.').unwrap();
    for padded in [
        format!("{input}.{signature}="),
        sealed(&SECRET, &format!("{header}=.{payload}")),
        sealed(&SECRET, &format!("{header}.{payload}=")),
        sealed(&SECRET, &format!("{header}.{payload}==")),
    ] {
        assert_eq!(refusal(&padded), VerifyError::Malformed, "{padded}");
    }
}

#[test]
fn white_space_and_the_other_alphabet_are_refused() {
    let header = b64(HEADER);
    for payload in [" e30", "e30 ", "e\n30", "e30\u{0}", "Pz8/", "Pj4+", "e3é"] {
        assert_eq!(
            refusal(&sealed(&SECRET, &format!("{header}.{payload}"))),
            VerifyError::Malformed,
            "{payload:?}"
        );
    }
    let token = forged(&SECRET, HEADER, PAYLOAD);
    for around in [
        format!(" {token}"),
        format!("{token}\n"),
        format!("Bearer {token}"),
    ] {
        assert_eq!(refusal(&around), VerifyError::Malformed, "{around:?}");
    }
}

#[test]
fn loose_bits_at_the_end_of_a_part_are_refused() {
    // `fQ` is `}`; `fR` carries the same byte and four more bits.
    let payload = b64(PAYLOAD.to_owned() + " ");
    let loose = loosened(&payload);
    assert_ne!(payload, loose);
    assert_eq!(
        refusal(&sealed(&SECRET, &format!("{}.{loose}", b64(HEADER)))),
        VerifyError::Malformed
    );

    let token = forged(&SECRET, HEADER, PAYLOAD);
    assert_eq!(refusal(&loosened(&token)), VerifyError::Malformed);
}

/// The same bytes to a decoder that ignores loose bits: the last letter's next neighbour in the alphabet.
fn loosened(text: &str) -> String {
    const ALPHABET: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let (body, last) = text.split_at(text.len() - 1);
    let place = ALPHABET.find(last).unwrap();
    format!("{body}{}", &ALPHABET[place + 1..place + 2])
}

#[test]
fn a_token_over_the_size_cap_is_refused_and_one_at_it_is_read() {
    let sized = |length: usize| {
        let fixed = forged(&SECRET, HEADER, r#"{"exp":1795249800,"type":"access","x":""}"#).len();
        let filler = "x".repeat((length - fixed) * 3 / 4);
        forged(
            &SECRET,
            HEADER,
            &format!(r#"{{"exp":1795249800,"type":"access","x":"{filler}"}}"#),
        )
    };
    let most = sized(MAX_TOKEN_LEN);
    assert!(most.len() <= MAX_TOKEN_LEN && most.len() > MAX_TOKEN_LEN - 8);
    assert!(verify(&most).is_ok());
    assert_eq!(refusal(&sized(MAX_TOKEN_LEN + 8)), VerifyError::Malformed);
}

#[test]
fn another_secret_is_refused() {
    assert_eq!(
        refusal(&forged(&[0; 32], HEADER, PAYLOAD)),
        VerifyError::BadSignature
    );
}

#[test]
fn another_ed25519_key_under_the_same_id_is_refused() {
    let theirs = SigningKey::ed25519(&[1; 32]).unwrap().with_key_id(Some("k"));
    let ours = SigningKey::ed25519(&[2; 32]).unwrap().with_key_id(Some("k"));
    let keys = VerifyingKeys::from_iter([ours.verifying_key()]);
    let token = theirs.sign(&access()).unwrap();
    assert_eq!(
        keys.verify(&token, &Validation::new(), NOW).unwrap_err(),
        VerifyError::BadSignature
    );
}

#[test]
fn parts_of_two_tokens_do_not_make_a_third() {
    let alice = forged(&SECRET, HEADER, PAYLOAD);
    let bob = forged(&SECRET, HEADER, &PAYLOAD.replace("alice", "bobby"));
    let (input, _) = alice.rsplit_once('.').unwrap();
    let (_, signature) = bob.rsplit_once('.').unwrap();
    assert_eq!(
        refusal(&format!("{input}.{signature}")),
        VerifyError::BadSignature
    );
}

#[test]
fn no_keys_means_no_token() {
    let token = forged(&SECRET, HEADER, PAYLOAD);
    let refused = VerifyingKeys::default().verify(&token, &Validation::new(), NOW);
    assert_eq!(refused.unwrap_err(), VerifyError::UnknownKey);
}

#[test]
fn claims_are_not_read_before_the_signature_holds() {
    let token = forged(&[0; 32], HEADER, "not JSON");
    assert_eq!(refusal(&token), VerifyError::BadSignature);
}

#[test]
fn no_refusal_quotes_the_token() {
    let token = forged(&SECRET, r#"{"alg":"hunter2","kid":"hunter2"}"#, PAYLOAD);
    let error = refusal(&token);
    assert!(!format!("{error} {error:?}").contains("hunter2"));
}

proptest! {
    #[test]
    fn one_flipped_bit_anywhere_is_refused(position in 0..200_usize, bit in 0..8_u8, eddsa: bool) {
        let signer = if eddsa { SigningKey::ed25519(&[3; 32]) } else { SigningKey::hs256(&SECRET) }.unwrap();
        let keys = VerifyingKeys::from_iter([signer.verifying_key()]);
        let mut bytes = signer.sign(&access()).unwrap().into_bytes();
        let place = position % bytes.len();
        bytes[place] ^= 1 << bit;
        if let Ok(text) = String::from_utf8(bytes) {
            prop_assert!(keys.verify(&text, &Validation::new(), NOW).is_err());
        }
    }

    #[test]
    fn any_text_is_refused_without_a_panic(text in "\\PC{0,200}|[A-Za-z0-9_.-]{0,200}") {
        prop_assert!(verify(&text).is_err());
        let _ = inspect(&text);
    }

    #[test]
    fn any_signed_payload_is_read_or_refused_without_a_panic(payload: Vec<u8>) {
        let signer = SigningKey::hs256(&SECRET).unwrap();
        let token = jws::sign(&signer, &payload);
        if !payload.is_empty() {
            let keys = hs256_keys();
            prop_assert_eq!(&jws::verify(&token, &keys).unwrap().payload, &payload);
        }
        prop_assert!(verify(&token).is_err());
    }
}
