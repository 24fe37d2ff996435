//! Documents at fixed places.

use crate::world::World;

#[tokio::test]
async fn the_key_set_is_public_and_holds_the_key_of_a_token() {
    let world = World::new().await;
    let reply = world.get("/.well-known/jwks.json").await;
    assert_eq!(reply.header("content-type"), Some("application/jwk-set+json"));
    assert_eq!(reply.header("cache-control"), Some("public, max-age=60"));
    let set = reply.json();
    let key = &set["keys"][0];
    assert_eq!([&key["kty"], &key["crv"]], ["OKP", "Ed25519"]);

    let token = world.call("jwt_token", r#"{"username": "ada"}"#).await.json();
    let header = token["access_token"].as_str().unwrap().split('.').next().unwrap();
    let header = base64url(header);
    assert!(header.contains(key["kid"].as_str().unwrap()), "{header}");
}

#[tokio::test]
async fn the_key_set_holds_nothing_private() {
    let world = World::with(|settings, _| settings.token_secret = Some(vec![7; 32].into())).await;
    for key in world.get("/.well-known/jwks.json").await.json()["keys"]
        .as_array()
        .unwrap()
    {
        for private in ["d", "k", "p", "q", "dp", "dq", "qi"] {
            assert!(key.get(private).is_none(), "{private}");
        }
        assert_ne!(key["kty"], "oct");
    }
}

#[tokio::test]
async fn a_rotation_shows_in_the_key_set_at_once() {
    let world = World::new().await;
    let count = async || {
        world.get("/.well-known/jwks.json").await.json()["keys"]
            .as_array()
            .unwrap()
            .len()
    };
    let before = count().await;
    let rotated = world.call("key_rotate", r#"{"name": "ward.tokens"}"#).await;
    assert_eq!(rotated.status, 200, "{}", rotated.text());
    assert_eq!(count().await, before + 1);
}

/// base64url without padding.
fn base64url(text: &str) -> String {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let bits = text.bytes().flat_map(|byte| {
        let value = ALPHABET.iter().position(|letter| *letter == byte).unwrap();
        (0..6).rev().map(move |bit| u8::from(value >> bit & 1 == 1))
    });
    let bits: Vec<u8> = bits.collect();
    let bytes = bits
        .chunks_exact(8)
        .map(|byte| byte.iter().fold(0, |value, bit| value << 1 | bit))
        .collect();
    String::from_utf8(bytes).unwrap()
}
