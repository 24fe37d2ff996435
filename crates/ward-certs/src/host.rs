//! Does a certificate speak for this host? RFC 9525, which replaced RFC 6125.
//!
//! Only subject alternative names count; a common name never does. A DNS name matches without regard to ASCII
//! case. A wildcard is one whole leftmost label, stands above at least two labels and matches exactly one
//! label. An IP address matches only the same address in an address entry, never a DNS entry that looks
//! like it. Names in other alphabets are compared in their A-label form (`xn--…`), on both sides.

use std::net::{IpAddr, Ipv4Addr};

use rustls_pki_types::ServerName;

use crate::certificate::Certificate;

/// Whether `certificate` names `host`.
#[must_use]
pub fn matches(certificate: &Certificate, host: &ServerName<'_>) -> bool {
    let names = &certificate.extensions.names;
    match host {
        ServerName::DnsName(host) => names
            .dns
            .iter()
            .any(|pattern| dns_matches(pattern, host.as_ref())),
        ServerName::IpAddress(address) => names.ip.contains(&IpAddr::from(*address)),
        _ => false,
    }
}

fn dns_matches(pattern: &str, host: &str) -> bool {
    // A trailing dot marks a host as fully qualified; certificates hold names without it.
    let host = host.strip_suffix('.').unwrap_or(host);
    if is_wildcard(pattern) {
        let (Some(base), Some((label, above))) = (pattern.strip_prefix("*."), host.split_once('.')) else {
            return false;
        };
        // `ServerName` has checked the host's form; it lets underscores pass, as browsers do below a wildcard.
        return !label.is_empty() && above.eq_ignore_ascii_case(base);
    }
    is_host_name(pattern) && pattern.eq_ignore_ascii_case(host)
}

/// `*.` above at least two labels.
pub(crate) fn is_wildcard(pattern: &str) -> bool {
    pattern
        .strip_prefix("*.")
        .is_some_and(|base| base.contains('.') && is_host_name(base))
}

/// Labels of letters, digits and inner hyphens (RFC 1123 section 2.1), 253 octets in all, and not something
/// that clients read as an IPv4 address.
pub(crate) fn is_host_name(name: &str) -> bool {
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let last_is_number = name
        .rsplit('.')
        .next()
        .is_some_and(|last| last.bytes().all(|byte| byte.is_ascii_digit()));
    name.len() <= 253 && name.split('.').all(is_label) && !last_is_number && name.parse::<Ipv4Addr>().is_err()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_does_not_matter() {
        assert!(dns_matches("WWW.example.COM", "www.EXAMPLE.com"));
    }

    #[test]
    fn a_trailing_dot_on_the_host_does_not_matter() {
        assert!(dns_matches("www.example.com", "www.example.com."));
    }

    #[test]
    fn a_wildcard_matches_one_label() {
        assert!(dns_matches("*.example.com", "a.example.com"));
    }

    #[test]
    fn a_wildcard_does_not_match_two_labels() {
        assert!(!dns_matches("*.example.com", "a.b.example.com"));
    }

    #[test]
    fn a_wildcard_does_not_match_the_apex() {
        assert!(!dns_matches("*.example.com", "example.com"));
    }

    #[test]
    fn a_wildcard_over_a_top_level_domain_matches_nothing() {
        assert!(!dns_matches("*.com", "example.com"));
    }

    #[test]
    fn a_wildcard_inside_a_label_matches_nothing() {
        assert!(!dns_matches("w*.example.com", "www.example.com"));
    }

    #[test]
    fn a_wildcard_that_is_not_leftmost_matches_nothing() {
        assert!(!dns_matches("www.*.example.com", "www.a.example.com"));
    }

    #[test]
    fn a_bare_wildcard_matches_nothing() {
        assert!(!dns_matches("*", "localhost"));
    }

    #[test]
    fn a_name_that_looks_like_an_address_matches_nothing() {
        assert!(!dns_matches("192.0.2.1", "192.0.2.1"));
    }

    #[test]
    fn an_embedded_nul_does_not_cut_a_name() {
        assert!(!dns_matches("www.example.com\0.evil.example", "www.example.com"));
    }

    #[test]
    fn a_name_in_another_alphabet_does_not_match_its_a_label() {
        assert!(!dns_matches("b\u{fc}cher.example", "xn--bcher-kva.example"));
    }
}
