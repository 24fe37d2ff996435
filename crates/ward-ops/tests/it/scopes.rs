//! Every operation, refused to every caller that may not.

use ward_access::ScopeSet;
use ward_ops::{Credential, ErrorKind, Registry};

use crate::world::{World, bearer, holder};

#[tokio::test]
async fn a_caller_without_the_scope_is_refused_by_every_operation() {
    let world = World::new().await;
    for entry in &Registry::new() {
        let spec = entry.spec();
        let all_but = ScopeSet::all().difference(ScopeSet::empty().with(spec.scope));
        let error = world.call_as(holder(all_but), spec.name, "{}").await.unwrap_err();
        assert_eq!(
            (error.kind, error.code),
            (ErrorKind::Forbidden, "missing_scope"),
            "{}",
            spec.name
        );
        let newest = &world.entries(1).await[0];
        assert_eq!(newest["operation"], spec.name);
        assert_eq!(
            (&newest["decision"], &newest["code"]),
            (&"refused".into(), &"missing_scope".into())
        );
    }
}

#[tokio::test]
async fn a_caller_without_a_credential_is_refused_by_every_operation() {
    let world = World::new().await;
    for entry in &Registry::new() {
        let name = entry.spec().name;
        let error = world.call_as(Credential::None, name, "{}").await.unwrap_err();
        assert_eq!(
            (error.kind, error.code),
            (ErrorKind::Unauthenticated, "unauthenticated"),
            "{name}"
        );
        for nonsense in [
            "",
            "x",
            "ward_",
            "ward_test_000000000000_x_x",
            "eyJhbGciOiJub25lIn0.e30.",
        ] {
            let error = world.call_as(bearer(nonsense), name, "{}").await.unwrap_err();
            assert_eq!(
                (error.kind, error.code),
                (ErrorKind::Unauthenticated, "invalid_credential"),
                "{name}"
            );
        }
    }
}

#[tokio::test]
async fn a_development_server_lets_everybody_do_all_but_administration() {
    let world = World::with(|settings| settings.dev = true).await;
    for entry in &Registry::new() {
        let spec = entry.spec();
        let result = world.call_as(Credential::None, spec.name, "{}").await;
        let refused = result.is_err_and(|error| error.code == "missing_scope");
        assert_eq!(refused, spec.scope.is_administrative(), "{}", spec.name);
    }
}
