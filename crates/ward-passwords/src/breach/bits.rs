//! Rice codes: ascending numbers as differences, each a quotient in unary and `width` bits, most significant first.

/// Collects bits; bytes are complete after [`Writer::finish`].
#[derive(Default)]
pub(super) struct Writer {
    bytes: Vec<u8>,
    last: u8,
    filled: u8,
}

impl Writer {
    fn push(&mut self, bit: bool) {
        self.last = (self.last << 1) | u8::from(bit);
        self.filled = self.filled.saturating_add(1);
        if self.filled == 8 {
            self.bytes.push(self.last);
            (self.last, self.filled) = (0, 0);
        }
    }

    /// Writes one number.
    pub(super) fn rice(&mut self, number: u64, width: u8) {
        for _ in 0..number.checked_shr(width.into()).unwrap_or_default() {
            self.push(true);
        }
        self.push(false);
        for place in (0..width).rev() {
            self.push(number.checked_shr(place.into()).unwrap_or_default() & 1 == 1);
        }
    }

    /// The bytes so far, the last filled up with zeros; begins anew.
    pub(super) fn finish(&mut self) -> Vec<u8> {
        while self.filled != 0 {
            self.push(false);
        }
        std::mem::take(&mut self.bytes)
    }
}

/// Reads what a [`Writer`] wrote.
pub(super) struct Reader<'a> {
    bytes: &'a [u8],
    current: u8,
    left: u8,
}

impl<'a> Reader<'a> {
    pub(super) const fn new(bytes: &'a [u8]) -> Self {
        Self {
            bytes,
            current: 0,
            left: 0,
        }
    }

    fn next(&mut self) -> Option<bool> {
        if self.left == 0 {
            let (first, rest) = self.bytes.split_first()?;
            (self.current, self.bytes, self.left) = (*first, rest, 8);
        }
        let bit = self.current & 0x80 != 0;
        self.current <<= 1;
        self.left = self.left.saturating_sub(1);
        Some(bit)
    }

    /// Reads one number; `None` where the bytes end before it.
    pub(super) fn rice(&mut self, width: u8) -> Option<u64> {
        let mut quotient = 0_u64;
        while self.next()? {
            quotient = quotient.saturating_add(1);
        }
        let mut number = quotient;
        for _ in 0..width {
            number = (number << 1) | u64::from(self.next()?);
        }
        Some(number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_back() {
        let numbers = [0, 1, 255, 256, 65_535, 65_536, 1_000_000];
        for width in [0, 8, 16] {
            let numbers = if width == 0 { &numbers[..3] } else { &numbers[..] };
            let mut writer = Writer::default();
            for number in numbers {
                writer.rice(*number, width);
            }
            let bytes = writer.finish();
            let mut reader = Reader::new(&bytes);
            for number in numbers {
                assert_eq!(reader.rice(width), Some(*number));
            }
        }
    }

    #[test]
    fn the_end_is_noticed() {
        assert_eq!(Reader::new(&[0xff]).rice(8), None);
        assert_eq!(Reader::new(&[0x00]).rice(8), None);
    }
}
