use crate::world::World;

#[test]
fn a_token_is_issued_verified_and_shown() {
    let world = World::new();
    let token = world
        .ward(&["token", "issue", "alice", "--permission", "orders:read"])
        .ok();
    let verified = world
        .ward_with(&["token", "verify", "--require", "orders:read", "--json"], &token)
        .json();
    assert_eq!(
        (&verified["active"], &verified["claims"]["sub"]),
        (&true.into(), &"alice".into())
    );
    let lacking = world.ward_with(&["token", "verify", "--require", "orders:write"], &token);
    assert_eq!(lacking.code, 1);
    assert!(
        lacking.out.starts_with("the token does not count: "),
        "{}",
        lacking.out
    );
}

#[test]
fn inspection_says_that_nothing_was_verified() {
    let world = World::new();
    let token = world.ward(&["token", "issue", "alice"]).ok();
    let shown = World::new().ward_with(&["token", "inspect"], &token).ok();
    assert!(
        shown.starts_with("UNVERIFIED") && shown.contains("sub: \"alice\""),
        "{shown}"
    );
    let shown = World::new()
        .ward_with(&["token", "inspect", "--json"], &token)
        .json();
    assert_eq!(
        (&shown["verified"], &shown["payload"]["sub"]),
        (&false.into(), &"alice".into())
    );
    assert_eq!(
        world.ward_with(&["token", "inspect"], "nonsense\n").failed(2),
        "error: this is not a token"
    );
}

#[test]
fn a_shared_secret_makes_hs256_and_a_short_one_is_refused() {
    let world = World::new().with("JWT_SECRET_KEY", "0123456789abcdef0123456789abcdef");
    assert_eq!(
        world.ward(&["token", "issue", "alice", "--json"]).json()["algorithm"],
        "HS256"
    );
    let world = World::new().with("JWT_SECRET_KEY", "too-short");
    let error = world.ward(&["token", "issue", "alice"]);
    assert!(error.err.contains("hint: make one with") && !error.err.contains("too-short"));
    assert_eq!(
        error.failed(2),
        "error: the shared secret of tokens is shorter than 32 bytes"
    );
}

#[test]
fn a_secret_file_counts_like_the_variable() {
    let world = World::new();
    let file = world.write("secret", "0123456789abcdef0123456789abcdef\n");
    let world = world.with("WARD_TOKENS_SECRET_FILE", &file);
    assert_eq!(
        world.ward(&["token", "issue", "alice", "--json"]).json()["algorithm"],
        "HS256"
    );
}

#[test]
fn a_token_is_read_from_a_file_too() {
    let world = World::new();
    let token = world.ward(&["token", "issue", "alice"]).ok();
    let file = world.write("token", token);
    world.ward(&["token", "verify", &file]).ok();
    assert!(world.ward(&["token", "inspect", &file]).ok().contains("alice"));
}
