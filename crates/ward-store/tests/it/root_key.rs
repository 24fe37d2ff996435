//! Where the root key comes from, and what is refused.

use std::path::Path;

use ward_secret::testing::SeededRandom;
use ward_secret::{Secret, SecretString};
use ward_store::{RootKeySource, Store, StoreError, create_key_file};

use crate::world::{World, insert, keyset, material, name};

fn write_private(path: &Path, text: &[u8]) {
    let _ = std::fs::remove_file(path);
    std::fs::write(path, text).unwrap();
    #[cfg(unix)]
    std::fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
}

async fn refusal(world: &World, source: &RootKeySource) -> String {
    Store::open(world.location(), source)
        .await
        .err()
        .expect("should be refused")
        .to_string()
}

#[tokio::test]
async fn another_root_key_opens_nothing() {
    let world = World::new();
    world.store().await.close().await;
    let other = RootKeySource::Key(Secret::new([8; 32]));
    assert!(matches!(
        Store::open(world.location(), &other).await,
        Err(StoreError::WrongRootKey)
    ));
    let offline = Store::open_for_verification(&world.location(), &other).await;
    assert!(matches!(offline, Err(StoreError::WrongRootKey)));
    world.store().await.close().await;
}

#[tokio::test]
async fn a_key_file_opens_what_it_was_made_for() {
    let world = World::new();
    let path = world.path("root.key");
    create_key_file(&path, &mut SeededRandom::new(1)).unwrap();
    let source = RootKeySource::File(path.clone());
    let store = Store::open(world.location(), &source).await.unwrap();
    let orders = keyset("orders");
    insert(&store, orders.clone()).await.unwrap();
    store.close().await;
    let text = std::fs::read_to_string(&path).unwrap();
    assert_eq!(text.len(), 65);
    let store = Store::open(world.location(), &RootKeySource::from_text(&text).unwrap())
        .await
        .unwrap();
    let found = store.keyset_by_name(&name("orders")).await.unwrap().unwrap();
    assert_eq!(material(&found), material(&orders));
    store.close().await;
}

#[test]
fn a_key_file_is_closed_to_others_and_never_replaced() {
    let world = World::new();
    let path = world.path("root.key");
    create_key_file(&path, &mut SeededRandom::new(1)).unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(
            std::fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o600
        );
    }
    let text = std::fs::read(&path).unwrap();
    let again = create_key_file(&path, &mut SeededRandom::new(2));
    assert!(
        matches!(again, Err(StoreError::File(error)) if error.kind() == std::io::ErrorKind::AlreadyExists)
    );
    assert_eq!(std::fs::read(&path).unwrap(), text);
}

#[cfg(unix)]
#[tokio::test]
async fn a_key_file_that_others_can_read_is_refused() {
    use std::os::unix::fs::PermissionsExt;
    let world = World::new();
    let path = world.path("root.key");
    create_key_file(&path, &mut SeededRandom::new(1)).unwrap();
    for mode in [0o640, 0o604, 0o620, 0o601] {
        std::fs::set_permissions(&path, PermissionsExt::from_mode(mode)).unwrap();
        let refused = refusal(&world, &RootKeySource::File(path.clone())).await;
        assert_eq!(
            refused, "the root key file is open to others; restrict it with chmod 600",
            "{mode:o}"
        );
    }
    std::fs::set_permissions(&path, PermissionsExt::from_mode(0o400)).unwrap();
    Store::open(world.location(), &RootKeySource::File(path))
        .await
        .unwrap()
        .close()
        .await;
}

#[tokio::test]
async fn a_key_file_with_anything_but_a_key_is_refused() {
    let world = World::new();
    let path = world.path("root.key");
    let digits = "ab".repeat(32);
    for text in [
        String::new(),
        digits[1..].to_owned(),
        format!("{digits}0"),
        digits.replace('a', "g"),
        format!("{}é", &digits[2..]),
        format!("{digits}{}x", " ".repeat(1000)),
    ] {
        write_private(&path, text.as_bytes());
        let refused = refusal(&world, &RootKeySource::File(path.clone())).await;
        assert_eq!(
            refused, "the root key file does not hold 64 hexadecimal digits",
            "{text:?}"
        );
    }
    write_private(&path, &[0xff; 64]);
    let refused = refusal(&world, &RootKeySource::File(path.clone())).await;
    assert_eq!(refused, "the root key file does not hold 64 hexadecimal digits");
    write_private(&path, format!("\n {digits} \r\n").as_bytes());
    Store::open(world.location(), &RootKeySource::File(path))
        .await
        .unwrap()
        .close()
        .await;
}

#[tokio::test]
async fn a_missing_key_file_is_said_so() {
    let world = World::new();
    let refused = refusal(&world, &RootKeySource::File(world.path("none.key"))).await;
    assert_eq!(refused, "there is no root key file at this path");
    let refused = refusal(&world, &RootKeySource::File(world.folder().to_owned())).await;
    assert!(refused.starts_with("the root key file is "), "{refused}");
}

#[test]
fn text_that_is_no_key_is_refused() {
    for text in ["", "00", &"0".repeat(63), &"0".repeat(65), &"x".repeat(64)] {
        assert!(
            matches!(RootKeySource::from_text(text), Err(StoreError::RootKey(_))),
            "{text:?}"
        );
    }
}

#[tokio::test]
async fn a_passphrase_opens_what_it_was_made_for() {
    let world = World::new();
    let source = |text| RootKeySource::Passphrase(SecretString::from(text));
    Store::open(world.location(), &source("correct horse"))
        .await
        .unwrap()
        .close()
        .await;
    Store::open(world.location(), &source("correct horse"))
        .await
        .unwrap()
        .close()
        .await;
    let offline = Store::open_for_verification(&world.location(), &source("correct horse"))
        .await
        .unwrap();
    assert!(offline.verify(&[]).await.unwrap().ok);
    offline.close().await;
    let wrong = Store::open(world.location(), &source("correct Horse")).await;
    assert!(matches!(wrong, Err(StoreError::WrongRootKey)));
    let refused = refusal(&world, &crate::world::root_key()).await;
    assert_eq!(
        refused,
        "this database was made with a passphrase, not with a root key"
    );
}

#[tokio::test]
async fn a_passphrase_does_not_open_what_a_key_was_made_for() {
    let world = World::new();
    world.store().await.close().await;
    let refused = refusal(
        &world,
        &RootKeySource::Passphrase(SecretString::from("correct horse")),
    )
    .await;
    assert_eq!(
        refused,
        "this database was made with a root key, not with a passphrase"
    );
}

#[tokio::test]
async fn an_empty_passphrase_is_refused() {
    let world = World::new();
    let refused = refusal(&world, &RootKeySource::Passphrase(SecretString::from(""))).await;
    assert_eq!(refused, "the passphrase is empty");
}

/// The cost stands in the open: whoever writes the file must not make the next start take all memory, nor break off
/// the stretching.
#[tokio::test]
async fn altered_passphrase_parameters_are_refused_before_any_work() {
    let world = World::new();
    let source = RootKeySource::Passphrase(SecretString::from("correct horse"));
    Store::open(world.location(), &source)
        .await
        .unwrap()
        .close()
        .await;
    for statements in [
        "UPDATE store_meta SET value = CAST(substr(value, 1, 16) || x'ffffffff0000000300000004' AS BLOB)",
        "UPDATE store_meta SET value = CAST(substr(value, 1, 16) || x'00010000ffffffff00000004' AS BLOB)",
        "UPDATE store_meta SET value = CAST(substr(value, 1, 16) || x'0001000000000003ffffffff' AS BLOB)",
        "UPDATE store_meta SET value = CAST(substr(value, 1, 16) || x'0001000000000003' AS BLOB)",
        "UPDATE store_meta SET value = x'00'",
    ] {
        world.attack(statements).await;
        let refused = Store::open(world.location(), &source).await;
        assert!(
            matches!(refused, Err(StoreError::Damaged { table: "store_meta" })),
            "{statements}"
        );
    }
}
