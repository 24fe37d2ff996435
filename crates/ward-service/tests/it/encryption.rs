use crate::world::{World, mode};

#[test]
fn a_named_key_makes_a_token_that_opens_with_its_associated_data_only() {
    let world = World::new();
    world.ward(&["key", "create", "orders"]).ok();
    let token = world
        .ward_with(
            &["encrypt", "--key", "orders", "--associated-data", "row 7"],
            "grüße\n",
        )
        .ok();
    assert!(token.starts_with("ward1."), "{token}");
    assert_eq!(
        world
            .ward_with(&["decrypt", "--associated-data", "row 7"], &token)
            .ok(),
        "grüße\n"
    );
    let moved = world.ward_with(&["decrypt", "--associated-data", "row 8"], &token);
    assert!(moved.out.is_empty());
    moved.failed(1);
}

#[test]
fn a_fresh_key_travels_wrapped_in_the_package() {
    let world = World::new();
    let package = world.ward_with(&["encrypt"], "attack at dawn").ok();
    assert!(package.starts_with(r#"{"encrypted_data":""#), "{package}");
    assert_eq!(world.ward_with(&["decrypt"], &package).ok(), "attack at dawn");
    World::new().ward_with(&["decrypt"], &package).failed(1);
}

#[test]
fn a_passphrase_is_the_first_line_and_the_text_the_rest() {
    let world = World::new();
    for kdf in ["pbkdf2", "argon2id", "scrypt"] {
        let arguments = ["encrypt", "--passphrase", "--password-stdin", "--kdf", kdf];
        let package = world.ward_with(&arguments, "sesame\nline 1\nline 2\n").ok();
        let opened = world.ward_with(&["decrypt", "--password-stdin"], &format!("sesame\n{package}"));
        assert_eq!(opened.ok(), "line 1\nline 2\n", "{kdf}");
        world
            .ward_with(&["decrypt", "--password-stdin"], &format!("simsim\n{package}"))
            .failed(1);
    }
}

#[test]
fn the_whole_response_is_a_package_too() {
    let world = World::new();
    let response = world.ward_with(&["encrypt", "--json"], "text").ok();
    assert!(response.contains("\"timestamp\""));
    assert_eq!(world.ward_with(&["decrypt"], &response).ok(), "text");
    world.ward(&["key", "create", "f", "--kind", "fernet"]).ok();
    let response = world.ward_with(&["encrypt", "--key", "f", "--json"], "text").ok();
    assert_eq!(world.ward_with(&["decrypt"], &response).ok(), "text");
}

#[test]
fn a_fernet_token_of_elsewhere_opens_with_its_key_file() {
    // The key and token of the Fernet specification.
    let world = World::new();
    let key = world.write("key", "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=\n");
    let token = "gAAAAAAdwJ6wAAECAwQFBgcICQoLDA0ODy021cpGVWKZ_eEwCGM4BLLF_5CV9dOPmrhuVUPgJobwOz7JcbmrR64jVmpU4IwqDA==";
    assert_eq!(
        world.ward_with(&["decrypt", "--key-file", &key], token).ok(),
        "hello"
    );
    world
        .ward_with(&["decrypt", "--key-file", &key, "--ttl", "60"], token)
        .failed(1);
}

#[test]
fn files_in_files_out() {
    let world = World::new();
    let text = world.write("notes.txt", "notes");
    let (sealed, opened) = (world.path("notes.enc"), world.path("notes.out"));
    world
        .ward(&["encrypt", &text, "-o", sealed.to_str().unwrap()])
        .ok();
    assert_eq!(mode(&sealed), 0o600);
    world
        .ward(&[
            "decrypt",
            sealed.to_str().unwrap(),
            "-o",
            opened.to_str().unwrap(),
        ])
        .ok();
    assert_eq!(
        (std::fs::read_to_string(&opened).unwrap().as_str(), mode(&opened)),
        ("notes", 0o600)
    );
    assert!(
        world
            .ward(&["encrypt", "/nonexistent"])
            .failed(5)
            .contains("no such file")
    );
}

#[test]
fn nothing_is_left_of_an_output_that_could_not_be_written() {
    let world = World::new();
    std::fs::create_dir(world.path("taken")).unwrap();
    let ran = world.ward_with(&["encrypt", "-o", world.path("taken").to_str().unwrap()], "text");
    ran.failed(5);
    let left: Vec<_> = std::fs::read_dir(world.path(""))
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert!(
        !left.iter().any(|name| name.to_string_lossy().contains("partial")),
        "{left:?}"
    );
}
