//! Outbound connections behind one guard, and the TLS probe.
//!
//! A service that connects wherever its callers say is a way into the network behind it (server-side request
//! forgery, CWE-918). Every connection that Ward opens therefore goes through one [`Connector`]: the host is parsed
//! by one strict parser, resolved once, **every** address is checked against an [`OutboundPolicy`], and the connection
//! is made to a checked address and to nothing else.
//!
//! ```no_run
//! use std::sync::Arc;
//! use ward_net::{Connector, OutboundPolicy, ProbeOptions, Target, tls, trust};
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let connector = Connector::new(Arc::new(OutboundPolicy::service()));
//! let target = Target::parse("www.example.com", 443)?;
//! let observation = tls::probe(&connector, &target, &ProbeOptions::default()).await?;
//!
//! // The probe only looks. Whether to believe what it saw is the business of `ward_certs`.
//! let chain = ward_certs::Chain::from_der(&observation.presented)?;
//! let anchors = trust::load(trust::Roots::NativeOrBundled, &[])?.anchors;
//! # Ok(())
//! # }
//! ```
//!
//! # What it refuses
//! - For a service: loopback, private, link-local, carrier NAT, multicast, documentation, reserved and cloud metadata
//!   addresses, IPv4 hidden in IPv6, and ports off the list, unless the operator allowed the network and port by name.
//! - A name with one refused address among good ones: the whole target is refused, so that no order of answers helps.
//! - To resolve twice. A second answer could differ from the checked one (DNS rebinding).
//! - To hand a host to the resolver that its own parser did not understand. Decimal, octal and hexadecimal spellings
//!   become the address they mean and are judged as that; zone identifiers are refused.
//! - To follow redirects, to use proxies, to read settings from the environment.
//!
//! # Layers
//! This is the shell: it opens sockets and reads the system's trust store. Judging is done by `ward_certs` (L2) and
//! classification of addresses by `ward_input` (L1).

pub mod connect;
pub mod guard;
pub mod resolve;
pub mod target;
pub mod tls;
pub mod trust;

pub use connect::{ConnectError, Connection, Connector};
pub use guard::{Allowance, Denied, OutboundPolicy};
pub use resolve::{Resolve, SystemResolver};
pub use target::{Target, TargetError};
pub use tls::{Handshake, Observation, ProbeError, ProbeOptions};
