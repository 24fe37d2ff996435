//! A small reader and writer of DER (ITU-T X.690), enough for OCSP and for taking signed structures apart.
//!
//! It refuses what DER refuses and attackers like: indefinite and non-minimal lengths, tag numbers above 30,
//! and content that runs past its container. It never copies and never recurses by itself.

use ward_secret::Timestamp;

pub(crate) const INTEGER: u8 = 0x02;
pub(crate) const BIT_STRING: u8 = 0x03;
pub(crate) const OCTET_STRING: u8 = 0x04;
pub(crate) const OID: u8 = 0x06;
pub(crate) const ENUMERATED: u8 = 0x0a;
pub(crate) const GENERALIZED_TIME: u8 = 0x18;
pub(crate) const SEQUENCE: u8 = 0x30;
const BOOLEAN: u8 = 0x01;

/// The tag of an EXPLICIT context-specific wrapper, `[number]`.
pub(crate) const fn explicit(number: u8) -> u8 {
    0xa0 | number
}

/// Bytes that are not the DER that was expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Malformed;

/// One element: its tag, its content and the whole of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Element<'a> {
    pub(crate) tag: u8,
    pub(crate) content: &'a [u8],
    pub(crate) raw: &'a [u8],
}

/// Reads elements one after the other.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    pub(crate) const fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    pub(crate) const fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// The next element, whatever it is.
    pub(crate) fn element(&mut self) -> Result<Element<'a>, Malformed> {
        let (&tag, after_tag) = self.rest.split_first().ok_or(Malformed)?;
        if tag & 0x1f == 0x1f {
            return Err(Malformed);
        }
        let (&first, mut rest) = after_tag.split_first().ok_or(Malformed)?;
        let length = if first < 0x80 {
            usize::from(first)
        } else {
            let count = usize::from(first & 0x7f);
            if !(1..=4).contains(&count) {
                return Err(Malformed);
            }
            let (octets, after) = rest.split_at_checked(count).ok_or(Malformed)?;
            rest = after;
            let length = octets
                .iter()
                .fold(0_usize, |sum, octet| (sum << 8) | usize::from(*octet));
            if length < 0x80 || octets.first() == Some(&0) {
                return Err(Malformed);
            }
            length
        };
        let (content, after) = rest.split_at_checked(length).ok_or(Malformed)?;
        let used = self.rest.len().checked_sub(after.len()).ok_or(Malformed)?;
        let raw = self.rest.get(..used).ok_or(Malformed)?;
        self.rest = after;
        Ok(Element { tag, content, raw })
    }

    /// The next element, which must have this tag.
    pub(crate) fn expect(&mut self, tag: u8) -> Result<Element<'a>, Malformed> {
        let element = self.element()?;
        if element.tag == tag {
            Ok(element)
        } else {
            Err(Malformed)
        }
    }

    /// The next element when it has this tag.
    pub(crate) fn optional(&mut self, tag: u8) -> Result<Option<Element<'a>>, Malformed> {
        if self.rest.first() == Some(&tag) {
            self.element().map(Some)
        } else {
            Ok(None)
        }
    }

    /// A reader over the content of the next element, which must have this tag.
    pub(crate) fn inside(&mut self, tag: u8) -> Result<Self, Malformed> {
        Ok(Self::new(self.expect(tag)?.content))
    }

    /// The bits of the next BIT STRING, which must be whole octets.
    pub(crate) fn bit_string(&mut self) -> Result<&'a [u8], Malformed> {
        match self.expect(BIT_STRING)?.content.split_first() {
            Some((0, bits)) => Ok(bits),
            _ => Err(Malformed),
        }
    }

    /// The next `GeneralizedTime`, in the only form RFC 5280 allows: `YYYYMMDDHHMMSSZ`.
    pub(crate) fn generalized_time(&mut self) -> Result<Timestamp, Malformed> {
        time_from(self.expect(GENERALIZED_TIME)?.content)
    }

    /// An `Extensions` sequence: fails when one is marked critical, because this crate knows none here.
    pub(crate) fn no_critical_extensions(mut self) -> Result<(), Malformed> {
        let mut list = self.inside(SEQUENCE)?;
        while !list.is_empty() {
            let mut extension = list.inside(SEQUENCE)?;
            extension.expect(OID)?;
            if extension
                .optional(BOOLEAN)?
                .is_some_and(|critical| critical.content != [0])
            {
                return Err(Malformed);
            }
        }
        self.end()
    }

    /// Nothing may follow.
    pub(crate) const fn end(&self) -> Result<(), Malformed> {
        if self.rest.is_empty() {
            Ok(())
        } else {
            Err(Malformed)
        }
    }
}

/// Reads exactly one element of this tag and returns a reader over its content.
pub(crate) fn only(bytes: &[u8], tag: u8) -> Result<Reader<'_>, Malformed> {
    let mut outer = Reader::new(bytes);
    let inner = outer.inside(tag)?;
    outer.end()?;
    Ok(inner)
}

pub(crate) fn time_from(content: &[u8]) -> Result<Timestamp, Malformed> {
    let text = std::str::from_utf8(content).map_err(|_| Malformed)?;
    let digits = text.strip_suffix('Z').ok_or(Malformed)?;
    if digits.len() != 14 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Malformed);
    }
    let part = |range: std::ops::Range<usize>| digits.get(range).ok_or(Malformed);
    let rfc3339 = format!(
        "{}-{}-{}T{}:{}:{}Z",
        part(0..4)?,
        part(4..6)?,
        part(6..8)?,
        part(8..10)?,
        part(10..12)?,
        part(12..14)?
    );
    Timestamp::from_rfc3339(&rfc3339).ok_or(Malformed)
}

/// Writes one element whose content is the parts, one after the other.
pub(crate) fn write(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let length: usize = parts.iter().map(|part| part.len()).fold(0, usize::saturating_add);
    let mut out = Vec::with_capacity(length.saturating_add(6));
    out.push(tag);
    match u8::try_from(length) {
        Ok(short) if short < 0x80 => out.push(short),
        _ => {
            let octets = length.to_be_bytes();
            let significant = octets.iter().skip_while(|octet| **octet == 0);
            let count = u8::try_from(significant.clone().count()).unwrap_or(u8::MAX);
            out.push(0x80 | count);
            out.extend(significant);
        }
    }
    for part in parts {
        out.extend_from_slice(part);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_non_minimal_length_is_refused() {
        assert_eq!(
            Reader::new(&[0x04, 0x81, 0x01, 0xff]).element().unwrap_err(),
            Malformed
        );
    }

    #[test]
    fn an_indefinite_length_is_refused() {
        assert_eq!(Reader::new(&[0x30, 0x80, 0, 0]).element().unwrap_err(), Malformed);
    }

    #[test]
    fn content_past_the_end_is_refused() {
        assert_eq!(Reader::new(&[0x04, 0x02, 0xff]).element().unwrap_err(), Malformed);
    }

    #[test]
    fn a_long_length_is_written_in_its_shortest_form() {
        assert_eq!(
            write(OCTET_STRING, &[&[0; 300]]).get(..4).unwrap(),
            [0x04, 0x82, 0x01, 0x2c]
        );
    }

    #[test]
    fn what_is_written_is_read_back() {
        for length in [0, 1, 127, 128, 255, 256, 70_000] {
            let content = vec![7; length];
            let written = write(OCTET_STRING, &[&content]);
            assert_eq!(
                Reader::new(&written).expect(OCTET_STRING).unwrap().content,
                content
            );
        }
    }

    #[test]
    fn a_time_without_seconds_is_refused() {
        assert_eq!(time_from(b"202611210800Z").unwrap_err(), Malformed);
    }

    #[test]
    fn a_time_with_an_offset_is_refused() {
        assert_eq!(time_from(b"20261121080000+0100").unwrap_err(), Malformed);
    }
}
