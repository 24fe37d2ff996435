//! Host names and IP literals, as they stand in URLs and e-mail addresses.
//!
//! [`HostName::parse`] takes letters, digits and hyphens (RFC 952, RFC 1123), or a name in any script, which
//! it maps by UTS 46 to its ASCII form (IDNA 2008, RFC 5890). [`Host::parse`] also takes addresses, and with
//! [`Spelling`] says when one is written in a form that only hides it, such as `0x7f.1` or `2130706433`, which
//! the WHATWG URL Standard still reads as `127.0.0.1`.
//!
//! Refused: empty and overlong labels, hyphens at their ends, underscores, characters that IDNA forbids, and a
//! name whose last label is a number, because URL parsers would read it as an address.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use idna::uts46::{AsciiDenyList, DnsLength, Hyphens, Uts46};

/// Longest host name in octets, without the root dot (RFC 1035, section 2.3.4, less the length octets).
pub const MAX_NAME_OCTETS: usize = 253;

/// Longest input looked at, in bytes. A name of 253 octets has at most 253 characters before IDNA maps it, of
/// at most 4 bytes each; mapping may shorten a name, but nobody writes one that needs it.
const MAX_INPUT_BYTES: usize = MAX_NAME_OCTETS * 4;

/// Why a text is no host.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum HostError {
    /// There is nothing.
    #[error("the host is empty")]
    Empty,
    /// The name is longer than 253 octets, or a label longer than 63.
    #[error("the host name or one of its labels is too long")]
    TooLong,
    /// Two dots meet, or the name starts with one.
    #[error("the host name has an empty label")]
    EmptyLabel,
    /// A label begins or ends with a hyphen.
    #[error("a label of the host name begins or ends with a hyphen")]
    Hyphen,
    /// A character that host names cannot have: a space, an underscore, a control, or one that IDNA forbids.
    #[error("the host name has a character that host names cannot have")]
    Character,
    /// A label that begins with `xn--` and does not decode to an allowed name, or a name that IDNA refuses for
    /// its order of characters.
    #[error("the host name is not valid under IDNA")]
    Idna,
    /// The last label is a number, so URL parsers take the whole for an IPv4 address.
    #[error("the host name ends in a number")]
    NumericEnd,
    /// Brackets or a number form that holds no IP address.
    #[error("the host is not a valid IP address")]
    Address,
}

/// A host name that can be looked up: ASCII, lower case, no root dot.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct HostName(String);

impl HostName {
    /// Parses a name in ASCII or Unicode form. One dot at the end, the root, is accepted and dropped.
    pub fn parse(text: &str) -> Result<Self, HostError> {
        let name = text.strip_suffix('.').unwrap_or(text);
        if name.is_empty() {
            return Err(HostError::Empty);
        }
        if name.len() > MAX_INPUT_BYTES {
            return Err(HostError::TooLong);
        }
        let ascii = Uts46::new()
            .to_ascii(
                name.as_bytes(),
                AsciiDenyList::STD3,
                Hyphens::CheckFirstLast,
                DnsLength::Ignore,
            )
            .map_err(|_| explain(name))?;
        // The mapping can produce dots (from ideographic full stops), so labels are counted after it.
        check_labels(&ascii)?;
        Ok(Self(ascii.into_owned()))
    }

    /// The name for DNS: ASCII, lower case, labels of other scripts as `xn--…`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name for people: labels of other scripts decoded. Show it beside [`as_str`](Self::as_str), not
    /// instead, where [`confusable`](crate::confusable) objects.
    #[must_use]
    pub fn to_unicode(&self) -> String {
        let (name, _) = Uts46::new().to_unicode(self.0.as_bytes(), AsciiDenyList::STD3, Hyphens::Allow);
        name.into_owned()
    }

    /// The labels, leftmost first.
    #[must_use]
    pub fn labels(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.0.split('.')
    }

    /// Whether any label is an A-label (`xn--…`).
    #[must_use]
    pub fn is_internationalized(&self) -> bool {
        self.labels().any(|label| label.starts_with("xn--"))
    }

    /// Whether there is only one label, as in `localhost`: such a name means something on one network only.
    #[must_use]
    pub fn is_single_label(&self) -> bool {
        !self.0.contains('.')
    }

    /// Whether the name is for one machine or network: `localhost` (RFC 6761), `.local` (RFC 6762), `.internal`
    /// (ICANN, 2024), `.home.arpa` (RFC 8375), and the conventional `.lan`, `.intranet`, `.corp`, `.home`.
    #[must_use]
    pub fn is_local(&self) -> bool {
        const ENDS: [&str; 8] = [
            "localhost",
            "local",
            "internal",
            "home.arpa",
            "lan",
            "intranet",
            "corp",
            "home",
        ];
        ENDS.iter().any(|end| self.is_or_under(end)) || self.0 == "localhost.localdomain"
    }

    /// Whether this is `domain` or a name below it. `domain` is ASCII in lower case.
    #[must_use]
    pub fn is_or_under(&self, domain: &str) -> bool {
        self.0
            .strip_suffix(domain)
            .is_some_and(|before| before.is_empty() || before.ends_with('.'))
    }
}

impl fmt::Display for HostName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn check_labels(ascii: &str) -> Result<(), HostError> {
    if ascii.len() > MAX_NAME_OCTETS || ascii.split('.').any(|label| label.len() > 63) {
        return Err(HostError::TooLong);
    }
    if ascii.split('.').any(str::is_empty) {
        return Err(HostError::EmptyLabel);
    }
    if ends_in_number(ascii) {
        return Err(HostError::NumericEnd);
    }
    Ok(())
}

/// WHATWG URL Standard, "ends in a number checker".
fn ends_in_number(name: &str) -> bool {
    let last = name.rsplit('.').next().unwrap_or(name);
    let hex = last.strip_prefix("0x").or_else(|| last.strip_prefix("0X"));
    last.bytes().all(|byte| byte.is_ascii_digit())
        || hex.is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// Which error fits a name that IDNA refused; the library does not say.
fn explain(name: &str) -> HostError {
    if name.split('.').any(str::is_empty) {
        HostError::EmptyLabel
    } else if name
        .bytes()
        .any(|byte| byte.is_ascii() && !(byte.is_ascii_alphanumeric() || b"-.".contains(&byte)))
    {
        HostError::Character
    } else if name
        .split('.')
        .any(|label| label.starts_with('-') || label.ends_with('-'))
    {
        HostError::Hyphen
    } else if name.chars().any(char::is_control) {
        HostError::Character
    } else {
        HostError::Idna
    }
}

/// How an IP address was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spelling {
    /// Four decimal numbers, or IPv6 text.
    Usual,
    /// A decimal, octal, hexadecimal or shortened form that WHATWG URL parsers accept.
    Unusual,
}

/// The host of a URL or of an e-mail address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Host {
    /// A name.
    Name(HostName),
    /// An IPv4 address.
    Ipv4(Ipv4Addr, Spelling),
    /// An IPv6 address, in brackets.
    Ipv6(Ipv6Addr),
}

impl Host {
    /// Parses what stands between `//` and the port of a URL, as the WHATWG URL Standard reads it, but with the
    /// stricter names of [`HostName`].
    pub fn parse(text: &str) -> Result<Self, HostError> {
        if let Some(inside) = text.strip_prefix('[') {
            let inside = inside.strip_suffix(']').ok_or(HostError::Address)?;
            return inside.parse().map(Self::Ipv6).map_err(|_| HostError::Address);
        }
        if let Ok(address) = text.parse() {
            return Ok(Self::Ipv4(address, Spelling::Usual));
        }
        match HostName::parse(text) {
            // Full-width digits and the like map to a number as well: let the URL parser read what it would.
            Err(HostError::NumericEnd) => match url::Host::parse(text) {
                Ok(url::Host::Ipv4(address)) => Ok(Self::Ipv4(address, Spelling::Unusual)),
                _ => Err(HostError::Address),
            },
            other => other.map(Self::Name),
        }
    }

    /// The address, if it is one.
    #[must_use]
    pub fn address(&self) -> Option<IpAddr> {
        match self {
            Self::Name(_) => None,
            Self::Ipv4(address, _) => Some(IpAddr::V4(*address)),
            Self::Ipv6(address) => Some(IpAddr::V6(*address)),
        }
    }

    /// The name, if it is one.
    #[must_use]
    pub fn name(&self) -> Option<&HostName> {
        match self {
            Self::Name(name) => Some(name),
            Self::Ipv4(..) | Self::Ipv6(_) => None,
        }
    }
}

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => name.fmt(f),
            Self::Ipv4(address, _) => address.fmt(f),
            Self::Ipv6(address) => write!(f, "[{address}]"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> String {
        HostName::parse(text).unwrap().as_str().to_owned()
    }

    #[test]
    fn names_are_lower_case_without_the_root_dot() {
        assert_eq!(name("Example.COM."), "example.com");
    }

    #[test]
    fn names_in_other_scripts_become_a_labels_and_back() {
        assert_eq!(name("bücher.example"), "xn--bcher-kva.example");
        assert_eq!(
            HostName::parse("xn--bcher-kva.example").unwrap().to_unicode(),
            "bücher.example"
        );
    }

    #[test]
    fn an_ideographic_full_stop_is_a_dot() {
        assert_eq!(name("example。com"), "example.com");
    }

    #[test]
    fn hyphens_in_the_third_and_fourth_place_are_names_in_use() {
        assert_eq!(name("r3---sn-a.example"), "r3---sn-a.example");
    }

    #[test]
    fn each_refusal_has_its_reason() {
        for (text, error) in [
            ("", HostError::Empty),
            (".", HostError::Empty),
            ("a..b", HostError::EmptyLabel),
            (".a", HostError::EmptyLabel),
            ("a_b.example", HostError::Character),
            ("a b.example", HostError::Character),
            ("a\u{0}.example", HostError::Character),
            ("-a.example", HostError::Hyphen),
            ("a-.example", HostError::Hyphen),
            ("xn--a.example", HostError::Idna),
            ("a\u{202e}b.example", HostError::Idna),
            ("1.2.3.4", HostError::NumericEnd),
            ("a.0x7f", HostError::NumericEnd),
        ] {
            assert_eq!(HostName::parse(text), Err(error), "{text:?}");
        }
    }

    #[test]
    fn lengths_are_those_of_dns() {
        let label = "a".repeat(63);
        assert!(HostName::parse(&label).is_ok());
        assert_eq!(HostName::parse(&"a".repeat(64)), Err(HostError::TooLong));
        let full = format!("{label}.{label}.{label}.{}", "a".repeat(61));
        assert!(HostName::parse(&full).is_ok());
        assert_eq!(HostName::parse(&format!("{full}a")), Err(HostError::TooLong));
    }

    #[test]
    fn every_way_to_write_loopback_is_loopback() {
        for text in [
            "2130706433",
            "0x7f000001",
            "017700000001",
            "127.1",
            "0x7f.1",
            "0177.0.0.1",
            "127.0.0.1.",
        ] {
            assert_eq!(
                Host::parse(text),
                Ok(Host::Ipv4(Ipv4Addr::LOCALHOST, Spelling::Unusual)),
                "{text}"
            );
        }
        assert_eq!(
            Host::parse("127.0.0.1"),
            Ok(Host::Ipv4(Ipv4Addr::LOCALHOST, Spelling::Usual))
        );
    }

    #[test]
    fn full_width_digits_are_an_address() {
        assert_eq!(
            Host::parse("１２７.０.０.１"),
            Ok(Host::Ipv4(Ipv4Addr::LOCALHOST, Spelling::Unusual))
        );
    }

    #[test]
    fn numbers_that_are_no_address_are_refused() {
        for text in [
            "256.1.1.1",
            "1.2.3.4.5",
            "4294967296",
            "[::g]",
            "[::1",
            "example.123",
        ] {
            assert_eq!(Host::parse(text), Err(HostError::Address), "{text}");
        }
    }

    #[test]
    fn ipv6_needs_its_brackets() {
        assert_eq!(Host::parse("[::1]"), Ok(Host::Ipv6(Ipv6Addr::LOCALHOST)));
        assert_eq!(Host::parse("::1"), Err(HostError::Character));
    }

    #[test]
    fn local_names_are_known_and_lookalikes_are_not_local() {
        for text in [
            "localhost",
            "db.internal",
            "printer.local",
            "a.b.home.arpa",
            "localhost.localdomain",
        ] {
            assert!(HostName::parse(text).unwrap().is_local(), "{text}");
        }
        for text in ["notlocalhost", "internal.example", "mylocal"] {
            assert!(!HostName::parse(text).unwrap().is_local(), "{text}");
        }
    }
}
