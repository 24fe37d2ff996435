//! JSON on one line of printable ASCII.

use std::io;

use serde::Serialize;
use serde_json::ser::Formatter;

/// Most entries fit without growing the buffer.
const USUAL_LEN: usize = 384;

/// Renders a value as compact JSON in which every character beyond printable ASCII is a `\u` escape.
///
/// JSON itself would let through DEL, the C1 controls (U+009B starts terminal sequences), line separators and the
/// marks that turn the reading direction.
#[expect(
    clippy::expect_used,
    reason = "writing plain structs to memory cannot fail, and the formatter emits ASCII"
)]
pub(super) fn to_line(value: &impl Serialize) -> String {
    let mut line = Vec::with_capacity(USUAL_LEN);
    value
        .serialize(&mut serde_json::Serializer::with_formatter(&mut line, Ascii))
        .expect("a line in memory");
    String::from_utf8(line).expect("ASCII")
}

struct Ascii;

impl Formatter for Ascii {
    fn write_string_fragment<W: ?Sized + io::Write>(
        &mut self,
        writer: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        if fragment.bytes().all(is_printable) {
            return writer.write_all(fragment.as_bytes());
        }
        for character in fragment.chars() {
            if u8::try_from(character).is_ok_and(is_printable) {
                writer.write_all(&[character as u8])?;
            } else {
                let mut units = [0; 2];
                for unit in character.encode_utf16(&mut units) {
                    write!(writer, "\\u{unit:04x}")?;
                }
            }
        }
        Ok(())
    }
}

const fn is_printable(byte: u8) -> bool {
    matches!(byte, 0x20..=0x7e)
}
