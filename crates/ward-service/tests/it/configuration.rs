use crate::world::World;

#[test]
fn the_origin_of_every_value_is_shown() {
    let world = World::new().with("WARD_TOKENS_ISSUER", "variable");
    let file = world.write("ward.toml", "[hashing]\nqueue = 7\n[tokens]\nissuer = \"file\"\n");
    let shown = world
        .ward(&[
            "config",
            "show",
            "--json",
            "--config",
            &file,
            "--data-dir",
            "/flag",
        ])
        .json();
    let setting = |key: &str| {
        let settings = shown["settings"].as_array().unwrap();
        let found = settings.iter().find(|setting| setting["key"] == key).unwrap();
        (
            found["value"].as_str().unwrap().to_owned(),
            found["origin"].as_str().unwrap().to_owned(),
        )
    };
    assert_eq!(setting("hashing.queue"), ("7".to_owned(), "ward.toml".to_owned()));
    assert_eq!(
        setting("tokens.issuer"),
        ("variable".to_owned(), "WARD_TOKENS_ISSUER".to_owned())
    );
    assert_eq!(setting("data_dir"), ("/flag".to_owned(), "flag".to_owned()));
    assert_eq!(setting("hashing.wait_ms").1, "default");
}

#[test]
fn secrets_are_masked() {
    let secret = "0123456789abcdef0123456789abcdef";
    let world = World::new()
        .with("JWT_SECRET_KEY", secret)
        .with("WARD_ROOT_KEY", &secret.repeat(2));
    for arguments in [
        &["config", "show"][..],
        &["config", "show", "--json"],
        &["config", "check"],
        &["-vv", "config", "path"],
    ] {
        let ran = world.ward(arguments);
        assert!(
            !ran.out.contains(secret) && !ran.err.contains(secret),
            "{arguments:?}"
        );
    }
}

#[test]
fn an_unknown_key_stops_every_command() {
    let world = World::new();
    let file = world.write("ward.toml", "lisen = \"127.0.0.1:1\"\n");
    for command in [&["config", "check"][..], &["key", "list"], &["serve"]] {
        let ran = world.ward(&[command, &["--config", &file]].concat());
        assert!(ran.err.contains("hint: did you mean `listen`?"), "{ran:?}");
        assert_eq!(ran.failed(2), "error: there is no setting `lisen`");
    }
}

#[test]
fn a_variable_that_means_nothing_is_reported() {
    let ran = World::new().with("WARD_LISSEN", "x").ward(&["config", "check"]);
    assert_eq!(
        ran.err,
        "the variable WARD_LISSEN means nothing to ward; did you mean WARD_LISTEN?\n"
    );
    assert_eq!(ran.ok(), "the configuration is valid\n");
}

#[test]
fn a_file_that_was_named_must_exist() {
    assert!(
        World::new()
            .ward(&["config", "check", "--config", "/nonexistent.toml"])
            .failed(5)
            .contains("no such file")
    );
}

#[test]
fn the_file_in_the_configuration_folder_is_found() {
    let world = World::new();
    std::fs::create_dir_all(world.path(".config/ward")).unwrap();
    let file = world.write(".config/ward/ward.toml", "[hashing]\nqueue = 9\n");
    assert!(world.ward(&["config", "path"]).ok().contains(&file));
}

#[test]
fn postgresql_is_refused_with_a_way_on() {
    let ran = World::new()
        .with("DATABASE_URL", "postgres://u:hunter2@h/d")
        .ward(&["key", "list"]);
    assert!(ran.err.contains("WARD_DATABASE_URL") && !ran.err.contains("hunter2"));
    ran.failed(2);
}

#[test]
fn the_root_key_comes_from_variable_passphrase_or_credential() {
    let hex = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
    let world = World::new().with("WARD_ROOT_KEY", hex);
    world.ward(&["key", "list"]).ok();
    assert!(!world.data("root.key").exists());

    let world = World::new();
    let file = world.write("passphrase", "open sesame\n");
    let world = world.with("WARD_ROOT_KEY_PASSPHRASE_FILE", &file);
    world.ward(&["key", "create", "orders"]).ok();
    world.write("passphrase", "open barley\n");
    assert_eq!(
        world.ward(&["key", "list"]).failed(5),
        "error: the root key does not open this database"
    );

    let world = World::new();
    std::fs::create_dir(world.path("credentials")).unwrap();
    world.write("credentials/ward-root-key", hex);
    let folder = world.path("credentials").to_str().unwrap().to_owned();
    let world = world.with("CREDENTIALS_DIRECTORY", &folder);
    world.ward(&["key", "list"]).ok();
    assert!(!world.data("root.key").exists());
}

#[test]
fn a_lost_root_key_is_not_replaced_by_a_new_one() {
    let world = World::new();
    world.ward(&["key", "list"]).ok();
    std::fs::remove_file(world.data("root.key")).unwrap();
    assert!(
        world
            .ward(&["key", "list"])
            .failed(5)
            .contains("there is no root key")
    );
    assert!(!world.data("root.key").exists());
}

#[test]
fn a_root_key_that_others_can_read_is_refused() {
    use std::os::unix::fs::PermissionsExt as _;
    let world = World::new();
    world.ward(&["key", "list"]).ok();
    std::fs::set_permissions(world.data("root.key"), std::fs::Permissions::from_mode(0o644)).unwrap();
    assert!(world.ward(&["key", "list"]).failed(5).contains("chmod 600"));
}
