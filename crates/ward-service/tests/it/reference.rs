use std::path::Path;

use crate::world::World;

#[test]
fn the_committed_reference_pages_are_current() {
    let pages = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/reference");
    let ran = World::new().ward(&["reference", "--check", pages.to_str().unwrap()]);
    assert_eq!(ran.code, 0, "{}run `cargo xtask docs`", ran.err);
}

#[test]
fn a_page_that_is_not_current_is_found() {
    let world = World::new();
    let folder = world.path("reference");
    let folder = folder.to_str().unwrap();
    world.ward(&["reference", folder]).ok();
    world.ward(&["reference", "--check", folder]).ok();
    world.write("reference/scopes.md", "old");
    assert_eq!(world.ward(&["reference", "--check", folder]).code, 1);
}
