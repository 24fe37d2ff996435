use super::*;

fn environment(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}

fn with(
    file: &str,
    variables: &[(&str, &str)],
    flags: &[(&'static str, &str)],
) -> Result<Config, ConfigError> {
    let flags: Vec<_> = flags
        .iter()
        .map(|(name, value)| (*name, (*value).to_owned()))
        .collect();
    load(&Sources {
        file: Some((Path::new("ward.toml"), file)),
        environment: &environment(variables),
        flags: &flags,
        platform_data_dir: Some(Path::new("/home/u/.local/share/ward")),
    })
}

fn refusal(file: &str, variables: &[(&str, &str)]) -> String {
    let error = with(file, variables, &[]).unwrap_err();
    match error.hint() {
        Some(hint) => format!("{error}\n{hint}"),
        None => error.to_string(),
    }
}

#[test]
fn defaults_hold_when_nothing_is_set() {
    let config = with("", &[], &[]).unwrap();
    assert_eq!(config.server.listen.to_string(), "127.0.0.1:7008");
    assert_eq!(
        config.storage.database,
        Database::Sqlite("/home/u/.local/share/ward/ward.db".into())
    );
    assert_eq!(
        config.audit.checkpoint_file,
        Path::new("/home/u/.local/share/ward/checkpoint")
    );
    assert!(config.limits.enabled);
    assert!(!config.server.dev);
}

#[test]
fn flags_go_before_the_environment_and_that_before_the_file() {
    let file = "listen = \"127.0.0.1:1\"\ndata_dir = \"/file\"\n[tokens]\nissuer = \"file\"\n";
    let variables = [("WARD_LISTEN", "127.0.0.1:2"), ("WARD_DATA_DIR", "/variable")];
    let config = with(file, &variables, &[("listen", "127.0.0.1:3")]).unwrap();
    assert_eq!(config.server.listen.port(), 3);
    assert_eq!(config.storage.data_dir, Path::new("/variable"));
    assert_eq!(config.tokens.issuer, "file");
    assert_eq!(config.values.origin("listen"), Origin::Flag);
    assert_eq!(
        config.values.origin("data_dir"),
        Origin::Variable("WARD_DATA_DIR")
    );
    assert_eq!(config.values.origin("tokens.issuer"), Origin::File);
}

#[test]
fn an_unknown_key_is_named_with_the_one_that_was_meant() {
    assert_eq!(
        refusal("lisen = 1", &[]),
        "there is no setting `lisen`\ndid you mean `listen`?"
    );
    assert_eq!(
        refusal("[tokens]\nisuer = \"x\"", &[]),
        "there is no setting `tokens.isuer`\ndid you mean `tokens.issuer`?"
    );
}

#[test]
fn an_empty_unknown_table_is_an_unknown_key_too() {
    assert!(refusal("[tokns]", &[]).starts_with("there is no setting `tokns`"));
}

#[test]
fn a_secret_in_the_file_is_refused_without_being_shown() {
    let refusal = refusal("[tokens]\nsecret = \"hunter2hunter2hunter2hunter2hunter2\"", &[]);
    assert!(
        refusal.starts_with("the secret `tokens.secret` does not belong in ward.toml"),
        "{refusal}"
    );
    assert!(!refusal.contains("hunter2"));
}

#[test]
fn a_syntax_error_names_the_line_and_quotes_nothing() {
    let refusal = refusal("listen = \"127.0.0.1:1\"\nsecret = hunter2\n", &[]);
    assert_eq!(refusal, "ward.toml is not valid toml at line 2");
}

#[test]
fn a_short_token_secret_is_refused() {
    let error = refusal("", &[("JWT_SECRET_KEY", "short-secret")]);
    assert!(
        error.contains("shorter than 32 bytes") && error.contains("openssl rand"),
        "{error}"
    );
    assert!(!error.contains("short-secret"));
    assert!(with("", &[("JWT_SECRET_KEY", "0123456789abcdef0123456789abcdef")], &[]).is_ok());
}

#[test]
fn a_value_of_the_wrong_kind_names_key_and_origin() {
    assert_eq!(
        refusal("", &[("WARD_HASHING_QUEUE", "many")]),
        "the setting `hashing.queue` (WARD_HASHING_QUEUE) is not valid: it must be number, 0 to 65536"
    );
    assert!(refusal("[hashing]\nqueue = \"4\"", &[]).contains("hashing.queue"));
    assert!(refusal("[hashing]\nqueue = -4", &[]).contains("hashing.queue"));
    assert!(refusal("[outbound]\nallow = [1]", &[]).contains("outbound.allow"));
}

#[test]
fn a_development_server_only_listens_on_loopback() {
    let dev = ("WARD_DEV", "true");
    for address in ["0.0.0.0:0", "192.0.2.1:7008", "[::]:0", "[::ffff:192.0.2.1]:1"] {
        assert!(
            refusal("", &[dev, ("WARD_LISTEN", address)]).contains("loopback"),
            "{address}"
        );
    }
    for address in ["127.0.0.1:0", "[::1]:0", "127.9.9.9:1", "[::ffff:127.0.0.1]:1"] {
        assert!(
            with("", &[dev, ("WARD_LISTEN", address)], &[]).is_ok(),
            "{address}"
        );
    }
}

#[test]
fn a_database_url_is_sqlite() {
    let database = |url| with("", &[("DATABASE_URL", url)], &[]).map(|config| config.storage.database);
    assert_eq!(
        database("sqlite:/a/b.db").unwrap(),
        Database::Sqlite("/a/b.db".into())
    );
    assert_eq!(
        database("sqlite:///a/b.db").unwrap(),
        Database::Sqlite("/a/b.db".into())
    );
    assert_eq!(database("sqlite::memory:").unwrap(), Database::Memory);
    assert!(
        database("postgres://u:p@h/d")
            .unwrap_err()
            .to_string()
            .contains("later")
    );
    assert!(database("mysql://h/d").is_err());
    assert!(database("sqlite:").is_err());
}

#[test]
fn wards_own_variable_goes_before_database_url() {
    let variables = [
        ("DATABASE_URL", "postgres://elsewhere"),
        ("WARD_DATABASE_URL", "sqlite:/w.db"),
    ];
    assert_eq!(
        with("", &variables, &[]).unwrap().storage.database,
        Database::Sqlite("/w.db".into())
    );
}

#[test]
fn the_root_key_has_one_source() {
    let both = [("WARD_ROOT_KEY", "00"), ("WARD_ROOT_KEY_FILE", "/k")];
    assert!(refusal("", &both).contains("more than one source"));
    let config = with("", &[("CREDENTIALS_DIRECTORY", "/run/credentials/ward")], &[]).unwrap();
    let RootKey::Usual { credential } = config.root_key else {
        panic!("{:?}", config.root_key)
    };
    assert_eq!(credential, Some("/run/credentials/ward/ward-root-key".into()));
}

#[test]
fn an_unknown_variable_is_reported_and_stops_nothing() {
    let config = with(
        "",
        &[("WARD_LISSEN", "x"), ("WARD_SERVICE_HOST", "10.0.0.1")],
        &[],
    )
    .unwrap();
    let unknown: Vec<_> = config
        .unknown_variables
        .iter()
        .map(|(name, meant)| (name.as_str(), *meant))
        .collect();
    assert_eq!(unknown[0], ("WARD_LISSEN", Some("WARD_LISTEN")));
    assert_eq!(unknown[1].0, "WARD_SERVICE_HOST");
}

#[test]
fn networks_to_reach_are_checked_at_once() {
    let allow = |text| with("", &[("WARD_OUTBOUND_ALLOW", text)], &[]);
    assert_eq!(
        allow("10.1.0.0/16:443, [fd00:1::/32]:8443")
            .unwrap()
            .outbound
            .allow
            .len(),
        2
    );
    for bad in ["10.1.0.0/16", "10.1.0.1/16:443", "example.org:443", "*"] {
        assert!(
            allow(bad).unwrap_err().to_string().contains("outbound.allow"),
            "{bad}"
        );
    }
}

#[test]
fn names_of_keys_and_variables_are_unique() {
    let mut names: Vec<_> = keys().map(|key| key.name).collect();
    let mut variables: Vec<_> = keys().flat_map(|key| key.variables).collect();
    let (many_names, many_variables) = (names.len(), variables.len());
    names.sort_unstable();
    names.dedup();
    variables.sort_unstable();
    variables.dedup();
    assert_eq!((names.len(), variables.len()), (many_names, many_variables));
}
