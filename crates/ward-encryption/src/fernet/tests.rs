//! The one vector that needs a fixed IV, which the public API does not take.

use super::FernetKey;

/// fernet/spec `generate.json`, its only case.
#[test]
fn a_token_is_made_as_the_specification_says() {
    let key = FernetKey::from_text("cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=").unwrap();
    let iv = std::array::from_fn(|i| u8::try_from(i).unwrap());
    assert_eq!(
        key.encrypt_parts(b"hello", 499_162_800, iv),
        "gAAAAAAdwJ6wAAECAwQFBgcICQoLDA0ODy021cpGVWKZ_eEwCGM4BLLF_5CV9dOPmrhuVUPgJobwOz7JcbmrR64jVmpU4IwqDA=="
    );
}
