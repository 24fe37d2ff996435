//! One Fernet key: time, text, and what is refused.

use std::time::Duration;

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE;
use proptest::prelude::*;
use ward_encryption::{FernetError, FernetKey};
use ward_secret::testing::SeededRandom;
use ward_secret::{Secret, Timestamp};

use crate::NOW;

const MINUTE: Option<Duration> = Some(Duration::from_mins(1));

fn key() -> FernetKey {
    FernetKey::generate(&mut SeededRandom::new(1))
}

fn token() -> String {
    key().encrypt(b"hello", NOW, &mut SeededRandom::new(2))
}

fn seconds(count: u64) -> Duration {
    Duration::from_secs(count)
}

proptest! {
    #[test]
    fn what_is_encrypted_decrypts(data in proptest::collection::vec(any::<u8>(), 0..300), seed: u64) {
        let mut random = SeededRandom::new(seed);
        let key = FernetKey::generate(&mut random);
        let token = key.encrypt(&data, NOW, &mut random);
        let opened = key.decrypt(&token, MINUTE, NOW).unwrap();
        prop_assert_eq!(opened.expose(), &data);
    }

    #[test]
    fn nonsense_is_refused_without_panic(text in ".{0,300}") {
        prop_assert_eq!(key().decrypt(&text, None, NOW).unwrap_err(), FernetError::Invalid);
    }
}

#[test]
fn a_large_message_decrypts() {
    let data: Vec<u8> = (0_u32..1_000_003)
        .map(|i| u8::try_from(i % 251).unwrap())
        .collect();
    let token = key().encrypt(&data, NOW, &mut SeededRandom::new(2));
    assert!(*key().decrypt(&token, None, NOW).unwrap().expose() == data);
}

#[test]
fn two_tokens_of_the_same_data_differ() {
    let mut random = SeededRandom::new(2);
    assert_ne!(
        key().encrypt(b"x", NOW, &mut random),
        key().encrypt(b"x", NOW, &mut random)
    );
}

#[test]
fn a_token_is_good_up_to_the_last_second_of_its_lifetime() {
    assert!(key().decrypt(token(), MINUTE, NOW.after(seconds(60))).is_ok());
    assert_eq!(
        key()
            .decrypt(token(), MINUTE, NOW.after(seconds(61)))
            .unwrap_err(),
        FernetError::Expired
    );
}

#[test]
fn a_token_from_the_future_is_good_within_the_skew() {
    assert!(key().decrypt(token(), MINUTE, NOW.before(seconds(60))).is_ok());
    assert_eq!(
        key()
            .decrypt(token(), MINUTE, NOW.before(seconds(61)))
            .unwrap_err(),
        FernetError::FromFuture
    );
}

#[test]
fn without_a_lifetime_time_is_not_looked_at() {
    assert!(key().decrypt(token(), None, NOW.after(seconds(1 << 40))).is_ok());
    assert!(key().decrypt(token(), None, Timestamp::EPOCH).is_ok());
}

#[test]
fn a_lifetime_of_centuries_does_not_overflow() {
    assert!(key().decrypt(token(), Some(Duration::MAX), NOW).is_ok());
}

#[test]
fn a_damaged_token_that_is_also_old_is_called_invalid_not_expired() {
    let mut bytes = BASE64_URL_SAFE.decode(token()).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    let damaged = BASE64_URL_SAFE.encode(bytes);
    assert_eq!(
        key()
            .decrypt(damaged, MINUTE, NOW.after(seconds(9999)))
            .unwrap_err(),
        FernetError::Invalid
    );
}

#[test]
fn another_key_does_not_decrypt() {
    let other = FernetKey::generate(&mut SeededRandom::new(9));
    assert_eq!(
        other.decrypt(token(), None, NOW).unwrap_err(),
        FernetError::Invalid
    );
}

#[test]
fn half_the_right_key_does_not_decrypt() {
    let key = |signing, encrypting| {
        let mut bytes = [signing; 32];
        bytes[16..].fill(encrypting);
        FernetKey::from_bytes(&Secret::new(bytes))
    };
    let token = key(1, 2).encrypt(b"hello", NOW, &mut SeededRandom::new(2));
    assert!(key(1, 2).decrypt(&token, None, NOW).is_ok());
    assert_eq!(
        key(9, 2).decrypt(&token, None, NOW).unwrap_err(),
        FernetError::Invalid
    );
    // The MAC is right; the padding under the other key is not.
    assert_eq!(
        key(1, 9).decrypt(&token, None, NOW).unwrap_err(),
        FernetError::Invalid
    );
}

#[test]
fn a_flipped_bit_anywhere_is_refused() {
    let bytes = BASE64_URL_SAFE.decode(token()).unwrap();
    for at in 0..bytes.len() {
        let mut damaged = bytes.clone();
        damaged[at] ^= 1;
        let damaged = BASE64_URL_SAFE.encode(damaged);
        assert_eq!(
            key().decrypt(damaged, None, NOW).unwrap_err(),
            FernetError::Invalid,
            "byte {at}"
        );
    }
}

#[test]
fn a_token_cut_anywhere_is_refused() {
    let bytes = BASE64_URL_SAFE.decode(token()).unwrap();
    for len in 0..bytes.len() {
        let cut = BASE64_URL_SAFE.encode(&bytes[..len]);
        assert_eq!(
            key().decrypt(cut, None, NOW).unwrap_err(),
            FernetError::Invalid,
            "{len} bytes"
        );
    }
}

#[test]
fn a_token_has_one_spelling() {
    let token = token();
    let (start, end) = token.split_at(4);
    let last = token.trim_end_matches('=').len() - 1;
    let mut unused_bits = token.clone().into_bytes();
    unused_bits[last] += 1;
    for (name, text) in [
        ("without padding", token.trim_end_matches('=').to_owned()),
        ("half the padding", token[..token.len() - 1].to_owned()),
        ("more padding", format!("{token}==")),
        ("standard alphabet", token.replace('-', "+").replace('_', "/")),
        ("line break at the end", format!("{token}\n")),
        ("space inside", format!("{start} {end}")),
        ("junk before", format!("%%{token}")),
        ("more after the padding", format!("{token}AAAA")),
        ("unused bits set", String::from_utf8(unused_bits).unwrap()),
    ] {
        assert_ne!(text, token, "{name}");
        assert_eq!(
            key().decrypt(text, None, NOW).unwrap_err(),
            FernetError::Invalid,
            "{name}"
        );
    }
}

#[test]
fn the_time_of_issue_reads_back() {
    assert_eq!(key().extract_timestamp(token()), Ok(NOW));
}

#[test]
fn the_time_of_issue_of_a_token_of_another_key_is_not_told() {
    let other = FernetKey::generate(&mut SeededRandom::new(9));
    assert_eq!(other.extract_timestamp(token()), Err(FernetError::Invalid));
}

#[test]
fn a_clock_before_1970_issues_at_1970() {
    let token = key().encrypt(b"", Timestamp::from_unix_seconds(-5), &mut SeededRandom::new(2));
    assert_eq!(key().extract_timestamp(token), Ok(Timestamp::EPOCH));
}

#[test]
fn the_text_of_a_key_reads_back() {
    let text = key().to_text();
    assert_eq!(text.expose().len(), 44);
    let again = FernetKey::from_text(text.expose()).unwrap();
    assert!(again.decrypt(token(), None, NOW).is_ok());
}

#[test]
fn a_key_has_one_spelling() {
    let text = "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=";
    assert!(FernetKey::from_text(text).is_ok());
    for wrong in [
        "",
        "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4",
        "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4==",
        "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e5=",
        "cw/0x689RpI+jtRR7oE8h/eQsKImvJapLeSbXpwF4e4=",
        "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=\n",
        "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4h",
        "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4Q==",
        "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4hAA==",
    ] {
        assert!(FernetKey::from_text(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn debug_of_a_key_shows_nothing_of_it() {
    assert_eq!(format!("{:?}", key()), "FernetKey(..)");
}
