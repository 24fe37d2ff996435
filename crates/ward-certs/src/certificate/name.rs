//! Distinguished names as text, in the form of RFC 4514.

use std::fmt::Write as _;

use x509_parser::der_parser::asn1_rs::{Any, Tag};
use x509_parser::x509::{AttributeTypeAndValue, X509Name};

/// Names of attribute types that RFC 4514 section 3 lists, and a few that certificates use every day.
const SHORT_NAMES: [(&str, &str); 14] = [
    ("2.5.4.3", "CN"),
    ("2.5.4.4", "SN"),
    ("2.5.4.5", "serialNumber"),
    ("2.5.4.6", "C"),
    ("2.5.4.7", "L"),
    ("2.5.4.8", "ST"),
    ("2.5.4.9", "street"),
    ("2.5.4.10", "O"),
    ("2.5.4.11", "OU"),
    ("2.5.4.15", "businessCategory"),
    ("2.5.4.97", "organizationIdentifier"),
    ("0.9.2342.19200300.100.1.25", "DC"),
    ("0.9.2342.19200300.100.1.1", "UID"),
    ("1.2.840.113549.1.9.1", "emailAddress"),
];

/// The name as RFC 4514 writes it: most specific part first, special characters escaped, control characters
/// and anything that is not text in hexadecimal. The result is always printable.
pub(super) fn rfc4514(name: &X509Name<'_>) -> String {
    let mut parts: Vec<String> = name
        .iter_rdn()
        .map(|rdn| rdn.iter().map(attribute).collect::<Vec<_>>().join("+"))
        .collect();
    parts.reverse();
    parts.join(",")
}

fn attribute(attribute: &AttributeTypeAndValue<'_>) -> String {
    let oid = attribute.attr_type().to_id_string();
    let short = SHORT_NAMES
        .iter()
        .find(|(dotted, _)| *dotted == oid)
        .map(|(_, short)| *short);
    let value = attribute.attr_value();
    match text(value) {
        Some(text) => format!("{}={}", short.unwrap_or(&oid), escape(&text)),
        None => format!("{}=#{}", short.unwrap_or(&oid), hex::encode(value.data)),
    }
}

/// Decodes the string types of RFC 5280 section 4.1.2.4.
fn text(value: &Any<'_>) -> Option<String> {
    match value.tag() {
        Tag::Utf8String | Tag::PrintableString | Tag::Ia5String | Tag::NumericString | Tag::VisibleString => {
            std::str::from_utf8(value.data).ok().map(str::to_owned)
        }
        // T.61 proper is a maze of escapes; in certificates it is Latin-1 in practice.
        Tag::T61String => Some(value.data.iter().map(|byte| char::from(*byte)).collect()),
        Tag::BmpString => {
            let (units, rest) = value.data.as_chunks::<2>();
            let units = units.iter().map(|unit| u16::from_be_bytes(*unit));
            if rest.is_empty() {
                char::decode_utf16(units).collect::<Result<_, _>>().ok()
            } else {
                None
            }
        }
        Tag::UniversalString => {
            let (units, rest) = value.data.as_chunks::<4>();
            let units = units.iter().map(|unit| char::from_u32(u32::from_be_bytes(*unit)));
            if rest.is_empty() { units.collect() } else { None }
        }
        _ => None,
    }
}

fn escape(text: &str) -> String {
    let last = text.chars().count().saturating_sub(1);
    let mut out = String::with_capacity(text.len());
    for (index, character) in text.chars().enumerate() {
        let at_edge = (index == 0 && matches!(character, ' ' | '#')) || (index == last && character == ' ');
        if at_edge || matches!(character, '"' | '+' | ',' | ';' | '<' | '>' | '\\') {
            out.push('\\');
            out.push(character);
        } else if character.is_control() || is_invisible(character) {
            let mut buffer = [0; 4];
            for byte in character.encode_utf8(&mut buffer).bytes() {
                // Writing to a string cannot fail.
                let _ = write!(out, "\\{byte:02x}");
            }
        } else {
            out.push(character);
        }
    }
    out
}

/// Characters that reorder or hide their neighbours on a terminal: bidirectional controls, zero-width marks.
const fn is_invisible(character: char) -> bool {
    matches!(character, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separators_are_escaped() {
        assert_eq!(escape("Acme, Inc. + \"Co\""), "Acme\\, Inc. \\+ \\\"Co\\\"");
    }

    #[test]
    fn leading_and_trailing_spaces_are_escaped() {
        assert_eq!(escape(" a "), "\\ a\\ ");
    }

    #[test]
    fn a_terminal_escape_cannot_pass() {
        assert_eq!(escape("\u{1b}[31m"), "\\1b[31m");
    }

    #[test]
    fn a_right_to_left_override_cannot_pass() {
        assert_eq!(escape("moc\u{202e}x"), "moc\\e2\\80\\aex");
    }
}
