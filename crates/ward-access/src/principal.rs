//! Who is calling.

use std::fmt;

use ward_secret::Timestamp;

use crate::{Grant, GrantError, PermissionPattern, ScopeSet};

/// How a principal came to be known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PrincipalKind {
    /// An API key was presented.
    ApiKey,
    /// A token that Ward had signed was presented.
    Token,
    /// No credential, on a development server.
    Dev,
    /// The `ward` command working on its own store: whoever may read the root key.
    Local,
    /// Ward itself: start-up, scheduled work.
    System,
    /// No credential at all.
    Anonymous,
}

impl PrincipalKind {
    /// The word that starts an audit label and names the kind in responses.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::ApiKey => "apikey",
            Self::Token => "token",
            Self::Dev => "dev",
            Self::Local => "local",
            Self::System => "system",
            Self::Anonymous => "anonymous",
        }
    }
}

impl fmt::Display for PrincipalKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Who is calling, what they hold and until when.
///
/// A principal is made by whoever checked the credential; from then on it is a plain value that every layer
/// passes along and none extends.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Principal {
    /// How the principal came to be known.
    pub kind: PrincipalKind,
    /// The API key's id, the token's subject, the local user's name, the name of a system task; may be empty.
    pub id: String,
    /// What the principal may do.
    pub scopes: ScopeSet,
    /// Which application permissions it may put into tokens.
    pub grant: Grant,
    /// The first moment at which the credential no longer counts.
    pub expires: Option<Timestamp>,
}

impl Principal {
    fn new(kind: PrincipalKind, id: &str, scopes: ScopeSet, grant: Grant) -> Self {
        Self {
            kind,
            id: id.to_owned(),
            scopes,
            grant,
            expires: None,
        }
    }

    /// The holder of an API key. May grant nothing until [`Self::granting`] says so.
    #[must_use]
    pub fn api_key(id: &str, scopes: ScopeSet) -> Self {
        Self::new(PrincipalKind::ApiKey, id, scopes, Grant::nothing())
    }

    /// The bearer of a verified token of Ward's own.
    ///
    /// Its scopes are the Ward scopes among `permissions`. It may hand on the application permissions it
    /// holds itself, and only when `token:issue` is among its scopes does that come to anything.
    #[must_use]
    pub fn token<S: AsRef<str>>(subject: &str, permissions: &[S], expires: Timestamp) -> Self {
        let own = permissions
            .iter()
            .filter_map(|name| PermissionPattern::exact(name.as_ref()).ok());
        let grant = Grant::Only(own.collect());
        Self::new(PrincipalKind::Token, subject, ScopeSet::among(permissions), grant).until(expires)
    }

    /// A caller without credentials on a development server: everything but administration.
    #[must_use]
    pub fn dev() -> Self {
        Self::new(PrincipalKind::Dev, "", ScopeSet::ordinary(), Grant::Any)
    }

    /// The command line on its own store. `user` is for the audit log; the root key file is the credential.
    #[must_use]
    pub fn local(user: &str) -> Self {
        Self::new(PrincipalKind::Local, user, ScopeSet::all(), Grant::Any)
    }

    /// Ward itself, for work that no caller asked for. Holds only the `scopes` that the task needs.
    #[must_use]
    pub fn system(task: &str, scopes: ScopeSet) -> Self {
        Self::new(PrincipalKind::System, task, scopes, Grant::nothing())
    }

    /// A caller about whom nothing is known. Holds nothing.
    #[must_use]
    pub fn anonymous() -> Self {
        Self::new(PrincipalKind::Anonymous, "", ScopeSet::empty(), Grant::nothing())
    }

    /// The same principal, which may put these application permissions into tokens.
    #[must_use]
    pub fn granting(mut self, grant: Grant) -> Self {
        self.grant = grant;
        self
    }

    /// The same principal, whose credential no longer counts from `expires` on.
    #[must_use]
    pub fn until(mut self, expires: Timestamp) -> Self {
        self.expires = Some(expires);
        self
    }

    /// Whether the credential no longer counts at `now`.
    #[must_use]
    pub fn is_expired(&self, now: Timestamp) -> bool {
        self.expires.is_some_and(|expires| now >= expires)
    }

    /// Whether the principal may put these permissions into a token: first the rule for Ward's own scopes
    /// (only those it holds), then its [`Grant`] for the rest. The error names the first one it may not.
    pub fn may_grant<S: AsRef<str>>(&self, permissions: &[S]) -> Result<(), GrantError> {
        self.grant.check(self.scopes, permissions)
    }

    /// The name in audit entries and logs: `apikey:k7Qd2mXw0aZ4`, `token:alice`, `dev`.
    ///
    /// A token's subject is text that an application chose, so control characters, direction marks, quotes
    /// and backslashes appear escaped: one principal is one line, and reads as what it is.
    #[must_use]
    pub fn label(&self) -> String {
        if self.id.is_empty() {
            self.kind.name().to_owned()
        } else {
            format!("{}:{}", self.kind, self.id.escape_debug())
        }
    }
}
