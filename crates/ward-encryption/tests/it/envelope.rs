//! Envelopes against vectors made without Ward, and what they refuse.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use proptest::prelude::*;
use serde_json::Value;
use ward_encryption::{Envelope, EnvelopeError, Purpose};
use ward_keys::{AeadKeys, Keyset, Kind, State, Version};
use ward_secret::testing::SeededRandom;

use crate::NOW;

const KINDS: [Kind; 2] = [Kind::Aes256Gcm, Kind::XChaCha20Poly1305];
const HEADER_LEN: usize = 26;

fn keyset(kind: Kind) -> Keyset {
    Keyset::generate(kind, NOW, &mut SeededRandom::new(1))
}

fn keys(keyset: &Keyset) -> AeadKeys {
    AeadKeys::from_keyset(keyset).unwrap()
}

fn sealed(keyset: &Keyset) -> Envelope {
    Envelope::seal(
        &keys(keyset),
        Purpose::DATA,
        b"row 7",
        b"text",
        &mut SeededRandom::new(2),
    )
}

fn refusal(envelope: &Envelope, keyset: &Keyset) -> EnvelopeError {
    envelope.open(&keys(keyset), Purpose::DATA, b"row 7").unwrap_err()
}

fn purpose(name: &str) -> Purpose {
    if name == "ward/data" {
        Purpose::DATA
    } else {
        Purpose::DATA_KEY
    }
}

/// The cases of `tests/vectors/envelope.json`, which `generate.py` beside it makes from the format page.
fn vectors() -> Vec<(Value, AeadKeys, Vec<u8>, Vec<u8>)> {
    let cases: Vec<Value> = serde_json::from_str(include_str!("../vectors/envelope.json")).unwrap();
    let prepare = |case: Value| {
        let bytes = |field: &str| hex::decode(case[field].as_str().unwrap()).unwrap();
        let number = u32::try_from(case["version"].as_u64().unwrap()).unwrap();
        let version = Version::from_parts(number, State::Enabled, NOW, Some(bytes("key").into()));
        let kind = case["kind"].as_str().unwrap().parse().unwrap();
        let id = case["key_id"].as_str().unwrap().parse().unwrap();
        let keyset = Keyset::from_parts(id, kind, NOW, vec![version], number).unwrap();
        let (data, plaintext) = (bytes("associated_data"), bytes("plaintext"));
        (case, keys(&keyset), data, plaintext)
    };
    cases.into_iter().map(prepare).collect()
}

#[test]
fn the_frozen_vectors_open() {
    for (case, keys, data, plaintext) in vectors() {
        let envelope = Envelope::parse(case["text"].as_str().unwrap()).unwrap();
        let opened = envelope
            .open(&keys, purpose(case["purpose"].as_str().unwrap()), &data)
            .unwrap();
        assert_eq!(*opened.expose(), plaintext);
    }
}

#[test]
fn sealing_makes_the_frozen_vectors_byte_for_byte() {
    for (case, keys, data, plaintext) in vectors() {
        let mut random = SeededRandom::new(case["seed"].as_u64().unwrap());
        let purpose = purpose(case["purpose"].as_str().unwrap());
        let envelope = Envelope::seal(&keys, purpose, &data, &plaintext, &mut random);
        assert_eq!(envelope.to_text(), case["text"].as_str().unwrap());
    }
}

proptest! {
    #[test]
    fn what_is_sealed_opens(
        text in proptest::collection::vec(any::<u8>(), 0..300),
        data in proptest::collection::vec(any::<u8>(), 0..50),
        seed: u64,
    ) {
        for kind in KINDS {
            let keys = keys(&keyset(kind));
            let envelope = Envelope::seal(&keys, Purpose::DATA, &data, &text, &mut SeededRandom::new(seed));
            let received = Envelope::parse(&envelope.to_text()).unwrap();
            let opened = received.open(&keys, Purpose::DATA, &data).unwrap();
            prop_assert_eq!(opened.expose(), &text);
        }
    }

    #[test]
    fn nonsense_is_refused_without_panic(text in ".{0,200}", bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        prop_assert_eq!(Envelope::parse(&text).unwrap_err(), EnvelopeError::Malformed);
        prop_assert_eq!(Envelope::parse(&format!("ward1.{text}")).unwrap_err(), EnvelopeError::Malformed);
        prop_assert_eq!(Envelope::from_bytes(bytes).unwrap_err(), EnvelopeError::Malformed);
    }
}

#[test]
fn an_envelope_names_its_key_before_it_is_opened() {
    let mut keyset = keyset(Kind::Aes256Gcm);
    keyset.rotate(NOW, &mut SeededRandom::new(9)).unwrap();
    let envelope = Envelope::parse(&sealed(&keyset).to_text()).unwrap();
    assert_eq!((envelope.key_id(), envelope.key_version()), (keyset.id(), 2));
}

#[test]
fn the_binary_form_reads_back() {
    let envelope = sealed(&keyset(Kind::Aes256Gcm));
    assert_eq!(
        Envelope::from_bytes(envelope.as_bytes().to_vec()).unwrap(),
        envelope
    );
}

#[test]
fn other_associated_data_does_not_open() {
    for kind in KINDS {
        let keyset = keyset(kind);
        for data in [&b""[..], b"row 8", b"row 7 "] {
            let result = sealed(&keyset).open(&keys(&keyset), Purpose::DATA, data);
            assert_eq!(result.unwrap_err(), EnvelopeError::DoesNotOpen);
        }
    }
}

#[test]
fn another_purpose_does_not_open() {
    let keyset = keyset(Kind::Aes256Gcm);
    let result = sealed(&keyset).open(&keys(&keyset), Purpose::DATA_KEY, b"row 7");
    assert_eq!(result.unwrap_err(), EnvelopeError::DoesNotOpen);
}

/// Without lengths between them, `ward/data` and `-key…` would read as `ward/data-key` and `…`.
#[test]
fn bytes_do_not_move_between_purpose_and_associated_data() {
    let keys = keys(&keyset(Kind::Aes256Gcm));
    let envelope = Envelope::seal(&keys, Purpose::DATA, b"-key7", b"text", &mut SeededRandom::new(2));
    assert_eq!(
        envelope.open(&keys, Purpose::DATA_KEY, b"7").unwrap_err(),
        EnvelopeError::DoesNotOpen
    );
}

#[test]
fn another_keyset_does_not_open() {
    let other = Keyset::generate(Kind::Aes256Gcm, NOW, &mut SeededRandom::new(7));
    assert_eq!(
        refusal(&sealed(&keyset(Kind::Aes256Gcm)), &other),
        EnvelopeError::DoesNotOpen
    );
}

#[test]
fn other_material_under_the_same_id_and_version_does_not_open() {
    let keyset = keyset(Kind::Aes256Gcm);
    let version = Version::from_parts(1, State::Enabled, NOW, Some(vec![7; 32].into()));
    let forged = Keyset::from_parts(keyset.id(), keyset.kind(), NOW, vec![version], 1).unwrap();
    assert_eq!(refusal(&sealed(&keyset), &forged), EnvelopeError::DoesNotOpen);
}

#[test]
fn the_same_material_of_another_kind_does_not_open() {
    let keyset = keyset(Kind::Aes256Gcm);
    let versions = keyset.versions().to_vec();
    let other = Keyset::from_parts(keyset.id(), Kind::XChaCha20Poly1305, NOW, versions, 1).unwrap();
    assert_eq!(refusal(&sealed(&keyset), &other), EnvelopeError::DoesNotOpen);
}

#[test]
fn an_envelope_of_an_older_version_opens_after_rotation() {
    let mut keyset = keyset(Kind::Aes256Gcm);
    let old = sealed(&keyset);
    keyset.rotate(NOW, &mut SeededRandom::new(9)).unwrap();
    assert_eq!(
        old.open(&keys(&keyset), Purpose::DATA, b"row 7")
            .unwrap()
            .expose(),
        b"text"
    );
}

#[test]
fn an_envelope_of_a_disabled_or_unknown_version_says_so() {
    let mut keyset = keyset(Kind::Aes256Gcm);
    let old = sealed(&keyset);
    keyset.rotate(NOW, &mut SeededRandom::new(9)).unwrap();
    let new = sealed(&keyset);
    keyset.set_state(1, State::Disabled).unwrap();
    assert_eq!(refusal(&old, &keyset), EnvelopeError::VersionUnavailable);
    assert_eq!(
        refusal(&new, &self::keyset(Kind::Aes256Gcm)),
        EnvelopeError::VersionUnavailable
    );
}

#[test]
fn a_flipped_bit_anywhere_is_refused() {
    for kind in KINDS {
        let keyset = keyset(kind);
        let bytes = sealed(&keyset).as_bytes().to_vec();
        for at in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[at] ^= 1;
            let opened = Envelope::from_bytes(damaged)
                .and_then(|envelope| envelope.open(&keys(&keyset), Purpose::DATA, b"row 7"));
            assert!(opened.is_err(), "{kind}, byte {at}");
        }
    }
}

#[test]
fn an_envelope_cut_anywhere_is_refused() {
    let keyset = keyset(Kind::Aes256Gcm);
    let bytes = sealed(&keyset).as_bytes().to_vec();
    for len in 0..bytes.len() {
        let opened = Envelope::from_bytes(bytes[..len].to_vec())
            .and_then(|envelope| envelope.open(&keys(&keyset), Purpose::DATA, b"row 7"));
        assert!(opened.is_err(), "{len} bytes");
    }
}

#[test]
fn a_swapped_algorithm_is_refused() {
    let keyset = keyset(Kind::Aes256Gcm);
    let mut bytes = sealed(&keyset).as_bytes().to_vec();
    bytes[5] = 2;
    assert_eq!(
        refusal(&Envelope::from_bytes(bytes).unwrap(), &keyset),
        EnvelopeError::DoesNotOpen
    );
}

#[test]
fn unknown_formats_and_algorithms_and_version_0_are_malformed() {
    let bytes = sealed(&keyset(Kind::Aes256Gcm)).as_bytes().to_vec();
    let with = |range: std::ops::Range<usize>, value: u8| {
        let mut changed = bytes.clone();
        changed[range].fill(value);
        Envelope::from_bytes(changed).map(|_| ())
    };
    for (name, result) in [
        ("magic", with(0..1, b'w')),
        ("format 0", with(4..5, 0)),
        ("format 2", with(4..5, 2)),
        ("algorithm 0", with(5..6, 0)),
        ("algorithm 3", with(5..6, 3)),
        ("key version 0", with(22..HEADER_LEN, 0)),
    ] {
        assert_eq!(result, Err(EnvelopeError::Malformed), "{name}");
    }
}

#[test]
fn a_text_has_one_spelling() {
    let text = sealed(&keyset(Kind::Aes256Gcm)).to_text();
    let body = text.strip_prefix("ward1.").unwrap();
    // 70 bytes are 93 characters and a third: the last character has four unused bits.
    let bytes = BASE64_URL_SAFE_NO_PAD.decode(body).unwrap();
    assert_eq!(bytes.len() % 3, 1);
    let mut unused_bits = text.clone().into_bytes();
    *unused_bits.last_mut().unwrap() += 1;
    for (name, changed) in [
        ("no prefix", body.to_owned()),
        ("upper-case prefix", text.replacen("ward1", "WARD1", 1)),
        ("another format in the prefix", text.replacen("ward1", "ward2", 1)),
        ("padding", format!("{text}==")),
        ("line break at the end", format!("{text}\n")),
        ("space before", format!(" {text}")),
        ("standard alphabet", format!("{}+/", &text[..text.len() - 2])),
        ("unused bits set", String::from_utf8(unused_bits).unwrap()),
    ] {
        assert_ne!(changed, text, "{name}");
        assert_eq!(
            Envelope::parse(&changed).unwrap_err(),
            EnvelopeError::Malformed,
            "{name}"
        );
    }
}

#[test]
fn rewrapping_moves_to_the_primary_and_keeps_the_associated_data() {
    let mut keyset = keyset(Kind::XChaCha20Poly1305);
    let old = sealed(&keyset);
    keyset.rotate(NOW, &mut SeededRandom::new(9)).unwrap();
    let keys = keys(&keyset);
    let new = old
        .rewrap(&keys, Purpose::DATA, b"row 7", &mut SeededRandom::new(3))
        .unwrap();
    assert_eq!(new.key_version(), 2);
    assert_eq!(
        new.open(&keys, Purpose::DATA, b"row 7").unwrap().expose(),
        b"text"
    );
    assert_eq!(
        new.open(&keys, Purpose::DATA, b"").unwrap_err(),
        EnvelopeError::DoesNotOpen
    );
}

#[test]
fn rewrapping_with_other_associated_data_is_refused() {
    let keyset = keyset(Kind::Aes256Gcm);
    let result = sealed(&keyset).rewrap(&keys(&keyset), Purpose::DATA, b"", &mut SeededRandom::new(3));
    assert_eq!(result.unwrap_err(), EnvelopeError::DoesNotOpen);
}

#[test]
fn two_envelopes_of_the_same_text_differ() {
    let keys = keys(&keyset(Kind::Aes256Gcm));
    let mut random = SeededRandom::new(2);
    let mut seal = || Envelope::seal(&keys, Purpose::DATA, b"", b"text", &mut random);
    assert_ne!(seal(), seal());
}
