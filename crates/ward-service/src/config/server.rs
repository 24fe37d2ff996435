//! Where the server listens, and whether it is one for development.

use std::net::SocketAddr;

use super::{ConfigError, Default, Key, Kind, Place, Values};

pub(super) const KEYS: &[Key] = &[
    Key {
        name: "listen",
        variables: &["WARD_LISTEN"],
        kind: Kind::Text,
        default: Default::Is("127.0.0.1:7008"),
        place: Place::Anywhere,
        sentence: "The address and port that `ward serve` listens on. Port 0 takes any free port. Ward speaks plain \
            HTTP: put a TLS proxy before any address that others reach.",
    },
    Key {
        name: "dev",
        variables: &["WARD_DEV"],
        kind: Kind::Flag,
        default: Default::Is("false"),
        place: Place::Anywhere,
        sentence: "Development: a store in memory, and calls without credentials may do all but administration. Only \
            on loopback.",
    },
];

/// Where the server listens, and whether it is one for development.
#[derive(Debug)]
pub(crate) struct Server {
    pub(crate) listen: SocketAddr,
    pub(crate) dev: bool,
}

impl Server {
    pub(super) fn read(values: &Values) -> Result<Self, ConfigError> {
        let listen = values.text("listen").and_then(|text| text.parse().ok());
        let listen: SocketAddr = listen.ok_or_else(|| {
            values.invalid(
                "listen",
                "it must be an IP address and a port, such as 127.0.0.1:7008",
            )
        })?;
        let dev = values.flag("dev");
        if dev && !listen.ip().to_canonical().is_loopback() {
            return Err(ConfigError::Refused {
                reason: "a development server only listens on a loopback address",
                hint: "drop --dev, or listen on 127.0.0.1 or [::1]: anybody who reaches it may use every key",
            });
        }
        Ok(Self { listen, dev })
    }
}
