//! The page of scopes.

use std::fmt::Write as _;

use ward_access::Scope;
use ward_ops::Registry;

use super::{GENERATED, cell};

const HEAD: &str = "
# Scopes

A credential holds scopes, each one kind of action on Ward itself. `ward apikey create --scope NAME` gives them; nobody hands
out a scope that they do not hold. A development server (`ward serve --dev`) gives callers without a credential every scope
that is not administrative.

| scope | what it allows | administrative | tools |
|---|---|---|---|
";

pub(super) fn page() -> String {
    let registry = Registry::new();
    let mut page = format!("{GENERATED}{HEAD}");
    for scope in Scope::ALL {
        let tools: Vec<String> = registry
            .iter()
            .map(ward_ops::Entry::spec)
            .filter(|spec| spec.scope == *scope)
            .map(|spec| format!("[`{0}`](tools.md#{0})", spec.name))
            .collect();
        let administrative = if scope.is_administrative() { "yes" } else { "" };
        let _ = writeln!(
            page,
            "| `{}` | {} | {administrative} | {} |",
            scope.name(),
            cell(scope.sentence()),
            tools.join(", ")
        );
    }
    page
}
