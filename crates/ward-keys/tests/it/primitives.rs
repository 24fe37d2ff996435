//! Signatures, MACs, hashes and CBC against RFC and Wycheproof vectors.

use ward_keys::hazmat::{aes_cbc, digest, ed25519, hmac};

use crate::vectors::wycheproof;

fn hex<const N: usize>(text: &str) -> [u8; N] {
    hex::decode(text).unwrap().try_into().unwrap()
}

#[test]
fn sha256_of_parts_is_sha256_of_the_whole() {
    let expected = hex("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_eq!(digest::sha256(&[b"abc"]), expected);
    assert_eq!(digest::sha256(&[b"a", b"", b"bc"]), expected);
}

/// RFC 8032, section 7.1, tests 1 and 2.
#[test]
fn ed25519_signs_as_rfc_8032() {
    for (seed, public, message, signature) in [
        (
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        ),
        (
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        ),
    ] {
        let key = ed25519::SigningKey::from_seed(&hex::decode(seed).unwrap()).unwrap();
        assert_eq!(key.public_key(), &hex::<32>(public));
        assert_eq!(key.sign(&hex::decode(message).unwrap()), hex::<64>(signature));
    }
}

#[test]
fn ed25519_refuses_a_seed_of_another_length() {
    assert_eq!(
        ed25519::SigningKey::from_seed(&[7; 31]).unwrap_err(),
        ed25519::Error::BadKey
    );
}

#[test]
fn ed25519_agrees_with_wycheproof() {
    wycheproof(
        "ed25519_test.json",
        |_| true,
        |case| {
            let public = hex::decode(case.group["publicKey"]["pk"].as_str().unwrap()).unwrap();
            ed25519::verify(&public, &case.bytes("msg"), &case.bytes("sig")).is_ok() == case.valid()
        },
    );
}

/// RFC 4231, test case 2.
#[test]
fn hmac_is_as_rfc_4231() {
    for (hash, tag) in [
        (
            hmac::Hash::Sha256,
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
        ),
        (
            hmac::Hash::Sha384,
            "af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e8e2240ca5e69e2c78b3239ecfab21649",
        ),
        (
            hmac::Hash::Sha512,
            "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737",
        ),
    ] {
        let key = hmac::Key::new(hash, b"Jefe");
        assert_eq!(hex::encode(key.tag(&[b"what do ya want ", b"for nothing?"])), tag);
    }
}

fn hmac_agrees(file: &str, hash: hmac::Hash, bits: u64) {
    wycheproof(
        file,
        // Truncated tags are refused by design, so only full ones are asked about.
        |case| case.group["tagSize"] == bits,
        |case| {
            let key = hmac::Key::new(hash, &case.bytes("key"));
            key.verify(&[&case.bytes("msg")], &case.bytes("tag")).is_ok() == case.valid()
        },
    );
}

#[test]
fn hmac_sha256_agrees_with_wycheproof() {
    hmac_agrees("hmac_sha256_test.json", hmac::Hash::Sha256, 256);
}

#[test]
fn hmac_sha512_agrees_with_wycheproof() {
    hmac_agrees("hmac_sha512_test.json", hmac::Hash::Sha512, 512);
}

#[test]
fn a_truncated_tag_is_refused() {
    let key = hmac::Key::new(hmac::Hash::Sha256, b"key");
    let tag = key.tag(&[b"message"]);
    assert_eq!(key.verify(&[b"message"], &tag[..16]), Err(hmac::BadTag));
}

#[test]
fn aes_128_cbc_agrees_with_wycheproof() {
    wycheproof(
        "aes_cbc_pkcs5_test.json",
        |case| case.group["keySize"] == 128,
        |case| {
            let key = aes_cbc::Key::new(&case.bytes("key").try_into().unwrap());
            let iv: [u8; 16] = case.bytes("iv").try_into().unwrap();
            let message = case.bytes("msg");
            let mut data = case.bytes("ct");
            match key.decrypt(iv, &mut data) {
                Ok(len) if case.valid() => {
                    let mut again = Vec::new();
                    key.encrypt(iv, &message, &mut again);
                    data[..len] == message[..] && again == case.bytes("ct")
                }
                Ok(_) => false,
                Err(_) => !case.valid(),
            }
        },
    );
}

#[test]
fn padding_is_refused_unless_every_byte_of_it_is_right() {
    let key = aes_cbc::Key::new(&[1; 16]);
    // The IV is XORed into the first block, so that flipping its bits sets the padding at will.
    let mut block = Vec::new();
    key.encrypt([0; 16], b"fourteen bytes", &mut block);
    let with = |at: usize, flip: u8| {
        let mut iv = [0; 16];
        iv[at] = flip;
        key.decrypt(iv, &mut block.clone())
    };
    assert_eq!(with(0, 1), Ok(14), "a byte of the text");
    assert_eq!(with(15, 0x02), Err(aes_cbc::DoesNotDecrypt), "padding of 0");
    assert_eq!(
        with(15, 0x02 ^ 0x11),
        Err(aes_cbc::DoesNotDecrypt),
        "padding of 17"
    );
    assert_eq!(with(15, 0x02 ^ 0x01), Ok(15), "padding of 1");
    assert_eq!(with(14, 1), Err(aes_cbc::DoesNotDecrypt), "unequal padding");
}

#[test]
fn cbc_refuses_what_is_not_whole_blocks() {
    let key = aes_cbc::Key::new(&[1; 16]);
    assert_eq!(key.decrypt([0; 16], &mut []), Err(aes_cbc::DoesNotDecrypt));
    assert_eq!(key.decrypt([0; 16], &mut [0; 17]), Err(aes_cbc::DoesNotDecrypt));
}

#[test]
fn padding_adds_one_to_sixteen_bytes() {
    assert_eq!([0, 1, 15, 16, 17].map(aes_cbc::padded_len), [16, 16, 16, 32, 32]);
}
