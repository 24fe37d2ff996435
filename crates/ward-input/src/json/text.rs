//! Strings and numbers of the grammar, on their own.

use std::borrow::Cow;

/// How many bytes of `bytes` come before the first quotation mark, backslash or control character.
pub(super) fn plain_prefix(bytes: &[u8]) -> usize {
    const BLOCK: usize = 32;
    let mut plain = 0_usize;
    // Without a branch per byte the compiler turns a block into a few vector instructions; long strings are
    // most of what a request holds.
    for block in bytes.chunks(BLOCK) {
        if block.iter().fold(false, |found, &byte| found | is_special(byte)) {
            let within = block
                .iter()
                .position(|&byte| is_special(byte))
                .unwrap_or(block.len());
            return plain.saturating_add(within);
        }
        plain = plain.saturating_add(block.len());
    }
    plain
}

#[expect(
    clippy::needless_bitwise_bool,
    reason = "lazy operators are branches, and keep the block from being vectorised"
)]
fn is_special(byte: u8) -> bool {
    (byte < 0x20) | (byte == b'"') | (byte == b'\\')
}

/// Resolves the escapes of `raw`, the text between two quotation marks. `None` if an escape is not one of
/// RFC 8259, section 7, or names half a surrogate pair.
pub(super) fn unescape(raw: &str) -> Option<Cow<'_, str>> {
    if !raw.contains('\\') {
        return Some(Cow::Borrowed(raw));
    }
    // An escape is never shorter than what it stands for, so this does not grow and leave copies of a secret
    // behind.
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some((plain, escape)) = rest.split_once('\\') {
        out.push_str(plain);
        let mut after = escape.chars();
        out.push(match after.next()? {
            '"' => '"',
            '\\' => '\\',
            '/' => '/',
            'b' => '\u{8}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => {
                let (c, remaining) = code_point(after.as_str())?;
                out.push(c);
                rest = remaining;
                continue;
            }
            _ => return None,
        });
        rest = after.as_str();
    }
    out.push_str(rest);
    Some(Cow::Owned(out))
}

/// The character that four hexadecimal digits, or two escapes of a surrogate pair, stand for, and what follows.
fn code_point(text: &str) -> Option<(char, &str)> {
    let (first, rest) = hex4(text)?;
    if let Some(c) = char::from_u32(first) {
        return Some((c, rest));
    }
    let (second, rest) = hex4(rest.strip_prefix("\\u")?)?;
    let high = first.checked_sub(0xd800).filter(|high| *high < 0x400)?;
    let low = second.checked_sub(0xdc00).filter(|low| *low < 0x400)?;
    let c = char::from_u32(0x1_0000_u32.saturating_add(high << 10 | low))?;
    Some((c, rest))
}

fn hex4(text: &str) -> Option<(u32, &str)> {
    let (digits, rest) = text.split_at_checked(4)?;
    // `from_str_radix` would take a sign.
    if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    Some((u32::from_str_radix(digits, 16).ok()?, rest))
}

/// A number as the target type gets it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Number {
    Unsigned(u64),
    Signed(i64),
    Float(f64),
    /// Sound grammar, but beyond a finite double.
    OutOfRange,
}

/// The number at the start of `text` and its length in bytes; `None` if there is none.
pub(super) fn number(text: &str) -> Option<(Number, usize)> {
    let negative = text.starts_with('-');
    let mut at = usize::from(negative);
    let bytes = text.as_bytes();
    let digits = |from: usize| {
        bytes
            .iter()
            .skip(from)
            .take_while(|byte| byte.is_ascii_digit())
            .count()
    };

    let whole = digits(at);
    if whole == 0 || (whole > 1 && bytes.get(at) == Some(&b'0')) {
        return None;
    }
    at = at.saturating_add(whole);
    let mut integer = true;
    if bytes.get(at) == Some(&b'.') {
        integer = false;
        at = at.saturating_add(1);
        let fraction = digits(at);
        if fraction == 0 {
            return None;
        }
        at = at.saturating_add(fraction);
    }
    if matches!(bytes.get(at), Some(b'e' | b'E')) {
        integer = false;
        at = at.saturating_add(1);
        if matches!(bytes.get(at), Some(b'+' | b'-')) {
            at = at.saturating_add(1);
        }
        let exponent = digits(at);
        if exponent == 0 {
            return None;
        }
        at = at.saturating_add(exponent);
    }
    Some((value(text.get(..at)?, negative, integer), at))
}

fn value(token: &str, negative: bool, integer: bool) -> Number {
    // `-0` has no integer form that keeps its sign.
    let whole = match (integer, negative) {
        (true, false) => token.parse().ok().map(Number::Unsigned),
        (true, true) if token != "-0" => token.parse().ok().map(Number::Signed),
        _ => None,
    };
    if let Some(whole) = whole {
        return whole;
    }
    match token.parse::<f64>() {
        Ok(float) if float.is_finite() => Number::Float(float),
        _ => Number::OutOfRange,
    }
}
