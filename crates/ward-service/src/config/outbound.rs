//! Connections that the server makes: what it may reach beyond the public internet, and whom it trusts.

use std::path::PathBuf;

use ward_net::Allowance;
use ward_net::guard::AllowanceError;

use super::{ConfigError, Default, Key, Kind, Place, Values};

pub(super) const KEYS: &[Key] = &[
    Key {
        name: "outbound.allow",
        variables: &["WARD_OUTBOUND_ALLOW"],
        kind: Kind::List,
        default: Default::Is(""),
        place: Place::Anywhere,
        sentence: "Networks and ports that the server may reach although they are not public: `10.1.0.0/16:443`, \
            `[fd00:1::/32]:443`. Loopback, private and cloud metadata addresses are refused otherwise. A person's own \
            command line is not restricted.",
    },
    Key {
        name: "outbound.extra_roots",
        variables: &["WARD_OUTBOUND_EXTRA_ROOTS"],
        kind: Kind::List,
        default: Default::Is(""),
        place: Place::Anywhere,
        sentence: "PEM files with root certificates that are trusted besides the system's.",
    },
];

/// Connections that the server makes.
#[derive(Debug)]
pub(crate) struct Outbound {
    pub(crate) allow: Vec<Allowance>,
    pub(crate) extra_roots: Vec<PathBuf>,
}

impl Outbound {
    pub(super) fn read(values: &Values) -> Result<Self, ConfigError> {
        let allow = values.list("outbound.allow").iter().map(|text| text.parse());
        let allow: Result<_, AllowanceError> = allow.collect();
        Ok(Self {
            allow: allow.map_err(|error| values.invalid("outbound.allow", error.to_string()))?,
            extra_roots: values
                .list("outbound.extra_roots")
                .iter()
                .map(PathBuf::from)
                .collect(),
        })
    }
}
