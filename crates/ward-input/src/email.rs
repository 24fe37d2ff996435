//! E-mail addresses as mail servers exchange them.
//!
//! [`EmailAddress::parse`] takes the `Mailbox` of RFC 5321 section 4.1.2, with the UTF-8 of RFC 6531: a local
//! part that is a dot-atom or a quoted string, and a domain that is a host name or an address literal. What is
//! sound but unusual is accepted and listed in [`Notes`], so that the caller decides.
//!
//! ```
//! use ward_input::email::EmailAddress;
//!
//! let address = EmailAddress::parse("Ada+lists@Bücher.example")?;
//! assert_eq!(address.to_string(), "Ada+lists@xn--bcher-kva.example");
//! assert_eq!(address.subaddress(), Some("lists"));
//! assert!(address.notes().internationalized_domain);
//! # Ok::<(), ward_input::email::EmailError>(())
//! ```
//!
//! # What it refuses
//! Comments, folding white space and the obsolete forms of RFC 5322: they belong to message headers, never to
//! the address a person types, and parsers disagree about them. Every control character, quoted or not: a CR LF
//! that reaches a header adds headers. Text direction controls. A domain that ends in a number.
//!
//! Case in the local part is kept, since only the receiving server may fold it; the domain becomes lower case.

use std::fmt;
use std::net::IpAddr;

use crate::host::{Host, HostError, HostName};

/// Longest local part in octets (RFC 5321, section 4.5.3.1.1).
pub const MAX_LOCAL_OCTETS: usize = 64;

/// Longest address in octets: a path is at most 256 with its angle brackets (RFC 5321, section 4.5.3.1.3, and
/// RFC 3696 erratum 1690).
pub const MAX_ADDRESS_OCTETS: usize = 254;

/// Why a text is no e-mail address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EmailError {
    /// Longer than 254 octets, with the domain in its ASCII form.
    #[error("the e-mail address is longer than 254 octets")]
    TooLong,
    /// The local part is longer than 64 octets.
    #[error("the part before the @ is longer than 64 octets")]
    LocalTooLong,
    /// A control character, anywhere. CR and LF would inject mail headers.
    #[error("the e-mail address has a control character")]
    Control,
    /// There is no @ outside quotation marks.
    #[error("the e-mail address has no @")]
    NoAt,
    /// Nothing stands before the @.
    #[error("nothing stands before the @")]
    NoLocal,
    /// A dot at the start or the end of the local part, or two in a row.
    #[error("a dot is misplaced before the @")]
    Dot,
    /// A character that needs quotation marks, such as a space, a comma or a bracket.
    #[error("a character before the @ needs quotation marks")]
    LocalCharacter,
    /// A quoted string that does not close before the @, or has text beside it.
    #[error("the quotation marks before the @ do not match")]
    Quote,
    /// A comment or white space around the parts: header syntax, not part of an address.
    #[error("comments and white space are not part of an e-mail address")]
    CommentOrSpace,
    /// The domain is no host name.
    #[error("the domain of the e-mail address is not valid")]
    Domain(#[source] HostError),
    /// The address in brackets is neither IPv4 nor `IPv6:` with an IPv6 address.
    #[error("the address literal after the @ is not valid")]
    Literal,
}

/// Where the mail goes.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Domain {
    /// A host name.
    Name(HostName),
    /// An address literal, `[192.0.2.1]` or `[IPv6:2001:db8::1]`.
    Literal(IpAddr),
}

/// What is sound but unusual about an address.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent facts, each read on its own"
)]
#[non_exhaustive]
pub struct Notes {
    /// The local part is a quoted string.
    pub quoted: bool,
    /// The local part has characters beyond ASCII, so every server on the way needs SMTPUTF8 (RFC 6531).
    pub utf8_local: bool,
    /// The domain is an IP address.
    pub address_literal: bool,
    /// The domain has a label in another script.
    pub internationalized_domain: bool,
    /// The domain has no dot.
    pub single_label_domain: bool,
}

/// A parsed e-mail address.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct EmailAddress {
    local: String,
    domain: Domain,
}

impl EmailAddress {
    /// Parses an address as typed; nothing is trimmed.
    pub fn parse(text: &str) -> Result<Self, EmailError> {
        // A name in another script can be longer in UTF-8 than in its ASCII form; four times is beyond both.
        if text.len() > MAX_ADDRESS_OCTETS.saturating_mul(4) {
            return Err(EmailError::TooLong);
        }
        if text.chars().any(is_forbidden) {
            return Err(EmailError::Control);
        }
        let (local, domain) = split(text)?;
        check_local(local)?;
        if domain.starts_with(' ') || domain.ends_with(' ') || domain.contains(['(', ')']) {
            return Err(EmailError::CommentOrSpace);
        }
        let domain = match domain.strip_prefix('[') {
            Some(literal) => parse_literal(literal)?,
            None => parse_name(domain)?,
        };
        let address = Self {
            local: local.to_owned(),
            domain,
        };
        if address.to_string().len() > MAX_ADDRESS_OCTETS {
            return Err(EmailError::TooLong);
        }
        Ok(address)
    }

    /// The part before the @, as written, with its quotation marks.
    #[must_use]
    pub fn local(&self) -> &str {
        &self.local
    }

    /// The part after the @.
    #[must_use]
    pub fn domain(&self) -> &Domain {
        &self.domain
    }

    /// The host name after the @, unless it is an address literal.
    #[must_use]
    pub fn host_name(&self) -> Option<&HostName> {
        match &self.domain {
            Domain::Name(name) => Some(name),
            Domain::Literal(_) => None,
        }
    }

    /// What follows the first `+` of an unquoted local part (RFC 5233 calls it the detail).
    #[must_use]
    pub fn subaddress(&self) -> Option<&str> {
        let (user, detail) = self.local.split_once('+')?;
        (!user.is_empty() && !self.notes().quoted).then_some(detail)
    }

    /// The local part without its sub-address, in lower case: for comparison with a list of role names.
    #[must_use]
    pub fn mailbox(&self) -> String {
        let local = self.local.trim_matches('"');
        let user = local
            .split_once('+')
            .map_or(local, |(user, _)| if user.is_empty() { local } else { user });
        user.to_lowercase()
    }

    /// What is unusual about the address.
    #[must_use]
    pub fn notes(&self) -> Notes {
        let name = self.host_name();
        Notes {
            quoted: self.local.starts_with('"'),
            utf8_local: !self.local.is_ascii(),
            address_literal: name.is_none(),
            internationalized_domain: name.is_some_and(HostName::is_internationalized),
            single_label_domain: name.is_some_and(HostName::is_single_label),
        }
    }
}

/// The form for mail servers: the domain in ASCII and lower case.
impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.domain {
            Domain::Name(name) => write!(f, "{}@{name}", self.local),
            Domain::Literal(IpAddr::V4(address)) => write!(f, "{}@[{address}]", self.local),
            Domain::Literal(IpAddr::V6(address)) => write!(f, "{}@[IPv6:{address}]", self.local),
        }
    }
}

/// Controls, line and paragraph separators, and what turns the direction of text around it (UAX 9).
fn is_forbidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// The parts around the @ that is not quoted.
fn split(text: &str) -> Result<(&str, &str), EmailError> {
    if text.starts_with([' ', '(']) {
        return Err(EmailError::CommentOrSpace);
    }
    let at = if text.starts_with('"') {
        let close = closing_quote(text).ok_or(EmailError::Quote)?;
        match text.as_bytes().get(close.saturating_add(1)) {
            Some(b'@') => close.saturating_add(1),
            Some(b' ' | b'(') => return Err(EmailError::CommentOrSpace),
            _ => return Err(EmailError::Quote),
        }
    } else {
        text.find('@').ok_or(EmailError::NoAt)?
    };
    let (local, rest) = text.split_at_checked(at).ok_or(EmailError::NoAt)?;
    Ok((local, rest.strip_prefix('@').ok_or(EmailError::NoAt)?))
}

/// Where the quoted string at the start of `text` ends: the index of its second quotation mark.
fn closing_quote(text: &str) -> Option<usize> {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            // quoted-pairSMTP is ASCII only, also under RFC 6531.
            _ if escaped => {
                if !c.is_ascii() {
                    return None;
                }
                escaped = false;
            }
            '\\' => escaped = true,
            '"' => return Some(at),
            _ => {}
        }
    }
    None
}

fn check_local(local: &str) -> Result<(), EmailError> {
    if local.is_empty() {
        return Err(EmailError::NoLocal);
    }
    if local.len() > MAX_LOCAL_OCTETS {
        return Err(EmailError::LocalTooLong);
    }
    if local.starts_with('"') {
        return Ok(());
    }
    if let Some(wrong) = local.chars().find(|c| !is_atext(*c) && *c != '.') {
        return Err(match wrong {
            '"' => EmailError::Quote,
            ' ' | '(' | ')' => EmailError::CommentOrSpace,
            _ => EmailError::LocalCharacter,
        });
    }
    if local.split('.').any(str::is_empty) {
        return Err(EmailError::Dot);
    }
    Ok(())
}

/// RFC 5322, section 3.2.3, with the UTF-8 of RFC 6531, section 3.3.
fn is_atext(c: char) -> bool {
    c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c) || (!c.is_ascii() && !c.is_whitespace())
}

fn parse_name(domain: &str) -> Result<Domain, EmailError> {
    // A root dot is for DNS tools; RFC 5321 has none.
    if domain.ends_with('.') {
        return Err(EmailError::Domain(HostError::EmptyLabel));
    }
    HostName::parse(domain)
        .map(Domain::Name)
        .map_err(EmailError::Domain)
}

/// RFC 5321, section 4.1.3. General-address-literal needs a registered tag, and none but `IPv6` is.
fn parse_literal(after_bracket: &str) -> Result<Domain, EmailError> {
    let literal = after_bracket.strip_suffix(']').ok_or(EmailError::Literal)?;
    let v6 = literal
        .get(..5)
        .filter(|tag| tag.eq_ignore_ascii_case("IPv6:"))
        .and_then(|_| literal.get(5..));
    let host = match v6 {
        Some(text) => Host::Ipv6(text.parse().map_err(|_| EmailError::Literal)?),
        None => Host::Ipv4(
            literal.parse().map_err(|_| EmailError::Literal)?,
            crate::host::Spelling::Usual,
        ),
    };
    host.address().map(Domain::Literal).ok_or(EmailError::Literal)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(text: &str) -> EmailError {
        EmailAddress::parse(text).unwrap_err()
    }

    #[test]
    fn the_domain_is_folded_and_the_local_part_is_not() {
        assert_eq!(
            EmailAddress::parse("Ada@EXAMPLE.org").unwrap().to_string(),
            "Ada@example.org"
        );
    }

    #[test]
    fn control_characters_are_refused_everywhere() {
        for text in [
            "a\r\nBcc: b@example.org",
            "\"a\r\n\"@example.org",
            "a@example.org\n",
            "a\u{0}@b.c",
            "a@b\u{7f}.c",
        ] {
            assert_eq!(error(text), EmailError::Control, "{text:?}");
        }
    }

    #[test]
    fn direction_controls_are_refused() {
        assert_eq!(error("a\u{202e}b@example.org"), EmailError::Control);
    }

    #[test]
    fn each_refusal_has_its_reason() {
        for (text, expected) in [
            ("a", EmailError::NoAt),
            ("@b.c", EmailError::NoLocal),
            (".a@b.c", EmailError::Dot),
            ("a.@b.c", EmailError::Dot),
            ("a..b@b.c", EmailError::Dot),
            ("a,b@b.c", EmailError::LocalCharacter),
            ("a b@b.c", EmailError::CommentOrSpace),
            ("(x)a@b.c", EmailError::CommentOrSpace),
            ("a@(x)b.c", EmailError::CommentOrSpace),
            ("\"a@b.c", EmailError::Quote),
            ("\"a\"b@b.c", EmailError::Quote),
            ("a@", EmailError::Domain(HostError::Empty)),
            ("a@b.c.", EmailError::Domain(HostError::EmptyLabel)),
            ("a@b@c.d", EmailError::Domain(HostError::Character)),
            ("a@1.2.3.4", EmailError::Domain(HostError::NumericEnd)),
            ("a@[1.2.3]", EmailError::Literal),
            ("a@[::1]", EmailError::Literal),
        ] {
            assert_eq!(error(text), expected, "{text:?}");
        }
    }

    #[test]
    fn the_length_limits_hold_to_the_octet() {
        let local = "a".repeat(64);
        assert!(EmailAddress::parse(&format!("{local}@example.org")).is_ok());
        assert_eq!(error(&format!("{local}a@example.org")), EmailError::LocalTooLong);
        let label = "b".repeat(61);
        let domain = format!("{label}.{label}.{label}.abc");
        assert!(EmailAddress::parse(&format!("{local}@{domain}")).is_ok());
        assert_eq!(error(&format!("{local}@b{domain}")), EmailError::TooLong);
    }

    #[test]
    fn the_limit_of_the_local_part_counts_octets() {
        assert_eq!(
            error(&format!("{}@example.org", "é".repeat(33))),
            EmailError::LocalTooLong
        );
    }

    #[test]
    fn literals_are_addresses() {
        let v6 = EmailAddress::parse("a@[IPv6:2001:db8::1]").unwrap();
        assert_eq!(v6.domain(), &Domain::Literal("2001:db8::1".parse().unwrap()));
        assert!(v6.notes().address_literal);
    }

    #[test]
    fn a_quoted_at_sign_does_not_split() {
        let address = EmailAddress::parse("\"a@b\"@example.org").unwrap();
        assert_eq!(address.local(), "\"a@b\"");
        assert!(address.notes().quoted);
    }

    #[test]
    fn the_mailbox_is_the_local_part_without_its_tag() {
        assert_eq!(
            EmailAddress::parse("Admin+x@example.org").unwrap().mailbox(),
            "admin"
        );
        assert_eq!(EmailAddress::parse("+x@example.org").unwrap().mailbox(), "+x");
    }

    #[test]
    fn utf8_local_parts_are_noted() {
        assert!(
            EmailAddress::parse("用户@example.org")
                .unwrap()
                .notes()
                .utf8_local
        );
    }
}
