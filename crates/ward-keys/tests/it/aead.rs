//! Authenticated encryption against published vectors, and its refusals.

use ward_keys::hazmat::aead::{Algorithm, DoesNotOpen, Key, open, seal};
use ward_secret::testing::SeededRandom;

use crate::vectors::wycheproof;

const ALL: [Algorithm; 3] = [
    Algorithm::Aes256Gcm,
    Algorithm::XAes256Gcm,
    Algorithm::XChaCha20Poly1305,
];

#[test]
fn aes_256_gcm_agrees_with_wycheproof() {
    wycheproof(
        "aes_gcm_test.json",
        |case| case.group["keySize"] == 256 && case.group["ivSize"] == 96 && case.group["tagSize"] == 128,
        |case| {
            let key = case.bytes("key").try_into().unwrap();
            let sealed = [case.bytes("iv"), case.bytes("ct"), case.bytes("tag")].concat();
            match open(Algorithm::Aes256Gcm, &key, &case.bytes("aad"), &sealed) {
                Ok(plaintext) => case.valid() && *plaintext.expose() == case.bytes("msg"),
                Err(DoesNotOpen) => !case.valid(),
            }
        },
    );
}

/// C2SP, XAES-256-GCM, test vectors: one where the top bit of L is clear and one where it is set.
#[test]
fn xaes_256_gcm_opens_the_vectors_of_its_specification() {
    for (key, associated_data, ciphertext) in [
        (
            [1; 32],
            "",
            "ce546ef63c9cc60765923609b33a9a1974e96e52daf2fcf7075e2271",
        ),
        (
            [3; 32],
            "c2sp.org/XAES-256-GCM",
            "986ec1832593df5443a179437fd083bf3fdb41abd740a21f71eb769d",
        ),
    ] {
        let sealed = [
            b"ABCDEFGHIJKLMNOPQRSTUVWX".to_vec(),
            hex::decode(ciphertext).unwrap(),
        ]
        .concat();
        let plaintext = open(Algorithm::XAes256Gcm, &key, associated_data.as_bytes(), &sealed).unwrap();
        assert_eq!(plaintext.expose(), b"XAES-256-GCM");
    }
}

/// draft-irtf-cfrg-xchacha-03, appendix A.3.1.
#[test]
fn xchacha20_poly1305_opens_the_vector_of_its_draft() {
    let key = std::array::from_fn(|i| 0x80 + u8::try_from(i).unwrap());
    let associated_data = hex::decode("50515253c0c1c2c3c4c5c6c7").unwrap();
    let sealed = hex::decode(
        "404142434445464748494a4b4c4d4e4f5051525354555657\
         bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb731c7f1b0b4aa6440bf3a82f4eda7e39\
         ae64c6708c54c216cb96b72e1213b4522f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff9\
         21f9664c97637da9768812f615c68b13b52e\
         c0875924c1c7987947deafd8780acf49",
    )
    .unwrap();
    let plaintext = open(Algorithm::XChaCha20Poly1305, &key, &associated_data, &sealed).unwrap();
    assert!(
        plaintext
            .expose()
            .starts_with(b"Ladies and Gentlemen of the class of '99")
    );
    assert_eq!(plaintext.expose().len(), 114);
}

#[test]
fn what_is_sealed_opens() {
    for algorithm in ALL {
        let key = Key::new(algorithm, &[9; 32]);
        for len in [0, 1, 16, 1000] {
            let text = vec![0x5a; len];
            let mut sealed = b"header".to_vec();
            key.seal(b"ad", &text, &mut sealed, &mut SeededRandom::new(1));
            assert_eq!(sealed.len(), 6 + len + algorithm.overhead());
            assert_eq!(
                *key.open(b"ad", &sealed[6..]).unwrap().expose(),
                text,
                "{algorithm:?}"
            );
        }
    }
}

#[test]
fn two_seals_of_the_same_text_differ() {
    for algorithm in ALL {
        let mut random = SeededRandom::new(1);
        let one = seal(algorithm, &[9; 32], b"", b"text", &mut random);
        assert_ne!(one, seal(algorithm, &[9; 32], b"", b"text", &mut random));
    }
}

#[test]
fn another_key_does_not_open() {
    for algorithm in ALL {
        let sealed = seal(algorithm, &[9; 32], b"ad", b"text", &mut SeededRandom::new(1));
        assert_eq!(
            open(algorithm, &[8; 32], b"ad", &sealed).unwrap_err(),
            DoesNotOpen
        );
    }
}

#[test]
fn other_associated_data_does_not_open() {
    for algorithm in ALL {
        let sealed = seal(algorithm, &[9; 32], b"ad", b"text", &mut SeededRandom::new(1));
        assert_eq!(open(algorithm, &[9; 32], b"", &sealed).unwrap_err(), DoesNotOpen);
    }
}

#[test]
fn a_flipped_bit_anywhere_does_not_open() {
    for algorithm in ALL {
        let sealed = seal(algorithm, &[9; 32], b"ad", b"text", &mut SeededRandom::new(1));
        for at in 0..sealed.len() {
            let mut damaged = sealed.clone();
            damaged[at] ^= 1;
            assert!(
                open(algorithm, &[9; 32], b"ad", &damaged).is_err(),
                "{algorithm:?}, byte {at}"
            );
        }
    }
}

#[test]
fn a_cut_does_not_open() {
    for algorithm in ALL {
        let sealed = seal(algorithm, &[9; 32], b"ad", b"text", &mut SeededRandom::new(1));
        for len in 0..sealed.len() {
            assert!(
                open(algorithm, &[9; 32], b"ad", &sealed[..len]).is_err(),
                "{algorithm:?}, {len} bytes"
            );
        }
    }
}

#[test]
fn debug_of_a_key_shows_its_algorithm_alone() {
    let key = Key::new(Algorithm::XChaCha20Poly1305, &[9; 32]);
    assert_eq!(format!("{key:?}"), "aead::Key(XChaCha20Poly1305, ..)");
}
