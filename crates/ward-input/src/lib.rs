//! Types that prove what was parsed: strict JSON, e-mail addresses, URLs, host names and IP addresses.
//!
//! Text from outside is parsed once, at the edge, into a type that cannot hold anything else; what comes after
//! has nothing left to check. Most callers want [`json::from_slice`] for a request body,
//! [`email::EmailAddress`] and [`host::HostName`] for fields of it, and [`address::classify`] before a connection.
//!
//! ```
//! use ward_input::email::EmailAddress;
//! use ward_input::json::{Limits, parse};
//!
//! let body = parse(br#"{"to": "ada@example.org"}"#, &Limits::default())?;
//! let address = EmailAddress::parse(body["to"].as_str().unwrap_or_default())?;
//! assert_eq!(address.host_name().map(|name| name.as_str()), Some("example.org"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What it refuses, and why
//! Where a standard leaves a choice and parsers differ, the choice is refusal: duplicate names in JSON, comments
//! in addresses, host names that end in a number. Two readers that understand one text in two ways are how a check
//! is passed by one and the request acted on by the other.
//!
//! Errors say which rule was broken and where, and never hold a piece of the input.
//!
//! # Standards
//! JSON: RFC 8259, pointers RFC 6901. E-mail: RFC 5321, RFC 6531. Host names: RFC 1123, IDNA 2008 by UTS 46.
//! URLs: the WHATWG URL Standard. Look-alikes: UTS 39. Addresses: IANA's special-purpose registries (RFC 6890).

pub mod address;
pub mod confusable;
pub mod email;
pub mod host;
pub mod json;
pub mod url;
