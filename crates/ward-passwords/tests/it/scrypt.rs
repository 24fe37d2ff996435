//! scrypt against RFC 7914, section 12.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD as B64;
use ward_passwords::{Resource, VerifyError};

use crate::vectors::{assert_known_answer, verify};

fn stored(parameters: &str, salt: &str, digest: &str) -> String {
    format!(
        "$scrypt${parameters}${}${}",
        B64.encode(salt),
        B64.encode(hex::decode(digest).unwrap())
    )
}

#[test]
fn rfc_7914_without_password_and_salt() {
    let digest = "77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442\
                  fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906";
    assert_known_answer(&stored("ln=4,r=1,p=1", "", digest), b"");
}

#[test]
fn rfc_7914_with_sixteen_lanes() {
    let digest = "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162\
                  2eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640";
    assert_known_answer(&stored("ln=10,r=8,p=16", "NaCl", digest), b"password");
}

#[test]
fn rfc_7914_with_16_mib() {
    let digest = "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2\
                  d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887";
    assert_known_answer(
        &stored("ln=14,r=8,p=1", "SodiumChloride", digest),
        b"pleaseletmein",
    );
}

#[test]
fn rfc_7914_with_1_gib_is_beyond_the_limits() {
    let digest = "2101cb9b6a511aaeaddbbe09cf70f881ec568d574a2ffd4dabe5ee9820adaa47\
                  8e56fd8f4ba5d09ffa1c6d927c40f4c337304049e8a952fbcbf45c6fa77a41a4";
    let outcome = verify(
        &stored("ln=20,r=8,p=1", "SodiumChloride", digest),
        b"pleaseletmein",
    );
    assert_eq!(outcome, Err(VerifyError::TooCostly(Resource::Memory)));
}
