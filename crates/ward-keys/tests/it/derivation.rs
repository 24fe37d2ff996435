//! Key derivation against RFC, Wycheproof and reference vectors.

use ward_keys::hazmat::{argon2id, cost::DeriveError, hkdf, pbkdf2, scrypt};

use crate::vectors::{Case, text, wycheproof};

/// RFC 5869, A.1. The first 32 of its 42 bytes: HKDF's shorter outputs are prefixes of its longer ones.
#[test]
fn hkdf_is_as_rfc_5869() {
    let salt: Vec<u8> = (0..13).collect();
    let info: Vec<u8> = (0xf0..0xfa).collect();
    let derived = hkdf::sha256(&[0x0b; 22], &salt, &info);
    assert_eq!(
        hex::encode(derived),
        "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf"
    );
}

#[test]
fn hkdf_agrees_with_wycheproof() {
    wycheproof(
        "hkdf_sha256_test.json",
        // The invalid ones ask for more than 8,160 bytes; Ward's HKDF gives 32.
        Case::valid,
        |case| {
            let derived = hkdf::sha256(&case.bytes("ikm"), &case.bytes("salt"), &case.bytes("info"));
            let len = case.number("size").min(32);
            derived[..len] == case.bytes("okm")[..len]
        },
    );
}

fn pbkdf2_agrees(file: &str, hash: pbkdf2::Hash) {
    wycheproof(
        file,
        // RFC 6070 has a case of 2^24 iterations, beyond what Ward is willing to work.
        |case| case.number("iterationCount") <= 10_000_000,
        |case| {
            let iterations = u32::try_from(case.number("iterationCount")).unwrap();
            let cost = pbkdf2::Cost::new(hash, iterations).unwrap();
            let mut derived = vec![0; case.number("dkLen")];
            pbkdf2::derive(cost, &case.bytes("password"), &case.bytes("salt"), &mut derived);
            derived == case.bytes("dk")
        },
    );
}

#[test]
fn pbkdf2_sha1_agrees_with_wycheproof() {
    pbkdf2_agrees("pbkdf2_hmacsha1_test.json", pbkdf2::Hash::Sha1);
}

#[test]
fn pbkdf2_sha256_agrees_with_wycheproof() {
    pbkdf2_agrees("pbkdf2_hmacsha256_test.json", pbkdf2::Hash::Sha256);
}

/// From Python: `hashlib.pbkdf2_hmac("sha512", b"password", b"salt", 4096, 32)`.
#[test]
fn pbkdf2_sha512_agrees_with_python() {
    let mut derived = [0; 32];
    let cost = pbkdf2::Cost::new(pbkdf2::Hash::Sha512, 4096).unwrap();
    pbkdf2::derive(cost, b"password", b"salt", &mut derived);
    assert_eq!(
        hex::encode(derived),
        "d197b1b33db0143e018b12f3d1d1479e6cdebdcc97c5c0f87f6902e072f457b5"
    );
}

/// RFC 7914, section 12, second and third vector.
#[test]
fn scrypt_is_as_rfc_7914() {
    for (password, salt, log_n, p, start) in [
        (
            "password",
            "NaCl",
            10,
            16,
            "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162",
        ),
        (
            "pleaseletmein",
            "SodiumChloride",
            14,
            1,
            "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2",
        ),
    ] {
        let mut derived = [0; 64];
        let cost = scrypt::Cost::new(log_n, 8, p).unwrap();
        scrypt::derive(cost, password.as_bytes(), salt.as_bytes(), &mut derived).unwrap();
        assert_eq!(hex::encode(&derived[..32]), start);
    }
}

/// From `src/test.c` of the reference implementation.
#[test]
fn argon2id_agrees_with_the_reference_implementation() {
    let Some(text) = text("argon2/phc_test_c_hashtests.json") else {
        return;
    };
    let cases: Vec<serde_json::Value> = serde_json::from_str(&text).unwrap();
    // 256 MiB in a test that runs beside others is unkind to small machines.
    let suits =
        |case: &&serde_json::Value| case["type"] == "Argon2_id" && case["m_log2"].as_u64() <= Some(16);
    let mut ran = 0;
    for case in cases.iter().filter(suits) {
        let number = |field: &str| u32::try_from(case[field].as_u64().unwrap()).unwrap();
        let cost = argon2id::Cost::new(1 << number("m_log2"), number("t"), number("p")).unwrap();
        let text = |field: &str| case[field].as_str().unwrap().as_bytes();
        let mut derived = [0; 32];
        argon2id::derive(cost, text("pwd"), text("salt"), &mut derived).unwrap();
        assert_eq!(hex::encode(derived), case["hex"].as_str().unwrap());
        ran += 1;
    }
    eprintln!(
        "argon2: {ran} ran, {} are for other variants or above 64 MiB",
        cases.len() - ran
    );
    assert!(ran > 0);
}

#[test]
fn argon2id_refuses_a_salt_under_8_bytes() {
    let cost = argon2id::Cost::new(64, 1, 1).unwrap();
    assert_eq!(
        argon2id::derive(cost, b"password", &[0; 7], &mut [0; 32]),
        Err(DeriveError::BadInput)
    );
}
