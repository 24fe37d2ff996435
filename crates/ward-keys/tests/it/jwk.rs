//! Public keys as JWK.

use ward_keys::jwk::{Jwk, ed25519_thumbprint};
use ward_keys::{Keyset, Kind, SigningKeys, State};
use ward_secret::Timestamp;
use ward_secret::testing::SeededRandom;

/// RFC 8037, appendix A.1 to A.3.
const RFC_8037_PUBLIC: &str = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";

#[test]
fn the_thumbprint_is_as_rfc_8037() {
    let public = hex::decode(RFC_8037_PUBLIC).unwrap().try_into().unwrap();
    assert_eq!(
        ed25519_thumbprint(&public),
        "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"
    );
}

#[test]
fn a_jwk_serialises_as_rfc_8037_with_kid_use_and_alg() {
    let public = hex::decode(RFC_8037_PUBLIC).unwrap().try_into().unwrap();
    assert_eq!(
        serde_json::to_value(Jwk::ed25519(&public)).unwrap(),
        serde_json::json!({
            "kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
            "kid": "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k", "use": "sig", "alg": "EdDSA",
        })
    );
}

#[test]
fn a_key_set_lists_usable_versions_the_primary_first() {
    let mut random = SeededRandom::new(1);
    let mut keyset = Keyset::generate(Kind::Ed25519, Timestamp::EPOCH, &mut random);
    for _ in 0..3 {
        keyset.rotate(Timestamp::EPOCH, &mut random).unwrap();
    }
    keyset.make_primary(2).unwrap();
    keyset.set_state(3, State::Disabled).unwrap();
    keyset.set_state(1, State::OpenOnly).unwrap();
    let keys = SigningKeys::from_keyset(&keyset).unwrap();
    let set = keys.jwks();
    let numbers: Vec<_> = set
        .keys
        .iter()
        .map(|key| keys.version_of_kid(&key.kid).unwrap())
        .collect();
    assert_eq!(numbers, [2, 4, 1]);
    assert_eq!(keys.version_of_kid("unknown"), None);
}
