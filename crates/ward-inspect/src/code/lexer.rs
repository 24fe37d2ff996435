//! Where the comments and the string literals of a source are.
//!
//! This is not a parser: it knows how each language writes comments, strings, raw strings, templates and character
//! literals, and nothing else. On broken source it may take code for a string up to the end of a line; it never
//! fails, and it looks at each byte a bounded number of times.

use std::ops::Range;

use super::Language;

/// A source with its comments blanked.
pub(super) struct Lexed {
    /// The source, same length, with each byte of a comment but the line feeds replaced by a space.
    pub(super) code: Vec<u8>,
    /// The insides of string literals, without their quotation marks, in order.
    strings: Vec<Range<usize>>,
}

impl Lexed {
    /// Whether the byte at `offset` is inside a string literal.
    pub(super) fn in_string(&self, offset: usize) -> bool {
        let after = self.strings.partition_point(|string| string.start <= offset);
        after
            .checked_sub(1)
            .and_then(|at| self.strings.get(at))
            .is_some_and(|string| string.contains(&offset))
    }
}

/// Finds the comments and strings of `source`. Without a language quotation marks are known and comments are not.
pub(super) fn lex(source: &str, language: Option<Language>) -> Lexed {
    let mut lexer = Lexer {
        bytes: source.as_bytes(),
        at: 0,
        comments: Vec::new(),
        strings: Vec::new(),
    };
    let mut last_significant = b'\n';
    while let Some(byte) = lexer.peek(0) {
        let start = lexer.at;
        match language {
            Some(Language::Python) => lexer.python(byte),
            Some(Language::JavaScript) => lexer.javascript(byte, last_significant),
            Some(Language::Rust) => lexer.rust(byte),
            Some(Language::Go) => lexer.go(byte),
            Some(Language::Java) => lexer.java(byte),
            None => lexer.unknown(byte),
        }
        let was_comment = lexer
            .comments
            .last()
            .is_some_and(|comment| comment.start == start);
        if !byte.is_ascii_whitespace() && !was_comment {
            last_significant = lexer
                .bytes
                .get(lexer.at.saturating_sub(1))
                .copied()
                .unwrap_or(byte);
        }
    }
    lexer.finish()
}

struct Lexer<'s> {
    bytes: &'s [u8],
    at: usize,
    comments: Vec<Range<usize>>,
    strings: Vec<Range<usize>>,
}

impl Lexer<'_> {
    fn peek(&self, ahead: usize) -> Option<u8> {
        self.bytes.get(self.at.saturating_add(ahead)).copied()
    }

    fn rest(&self) -> &[u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    fn starts_with(&self, text: &[u8]) -> bool {
        self.rest().starts_with(text)
    }

    fn advance(&mut self, bytes: usize) {
        self.at = self.at.saturating_add(bytes).min(self.bytes.len());
    }

    fn finish(self) -> Lexed {
        let mut code = self.bytes.to_vec();
        for comment in self.comments {
            for byte in code.get_mut(comment).unwrap_or_default() {
                if *byte != b'\n' {
                    *byte = b' ';
                }
            }
        }
        Lexed {
            code,
            strings: self.strings,
        }
    }

    fn python(&mut self, byte: u8) {
        match byte {
            b'#' => self.line_comment(),
            b'"' | b'\'' => {
                // A backslash keeps the next quotation mark out of the end in raw strings as well.
                let triple = [byte; 3];
                if self.starts_with(&triple) {
                    self.string(3, &triple, true, true);
                } else {
                    self.string(1, &[byte], true, false);
                }
            }
            _ => self.advance(1),
        }
    }

    fn javascript(&mut self, byte: u8, last_significant: u8) {
        match byte {
            b'/' if self.c_comment(false) => {}
            b'/' if regex_may_follow(last_significant) => self.javascript_regex(),
            b'"' | b'\'' => self.string(1, &[byte], true, false),
            b'`' => self.template(),
            _ => self.advance(1),
        }
    }

    fn rust(&mut self, byte: u8) {
        match byte {
            b'/' if self.c_comment(true) => {}
            b'"' => self.string(1, b"\"", true, true),
            b'r' if !self.follows_word() => self.rust_raw(1),
            b'b' | b'c' if !self.follows_word() && self.peek(1) == Some(b'r') => self.rust_raw(2),
            b'\'' => self.char_literal(),
            _ => self.advance(1),
        }
    }

    fn go(&mut self, byte: u8) {
        match byte {
            b'/' if self.c_comment(false) => {}
            b'"' => self.string(1, b"\"", true, false),
            b'`' => self.string(1, b"`", false, true),
            b'\'' => self.char_literal(),
            _ => self.advance(1),
        }
    }

    fn java(&mut self, byte: u8) {
        match byte {
            b'/' if self.c_comment(false) => {}
            b'"' if self.starts_with(b"\"\"\"") => self.string(3, b"\"\"\"", true, true),
            b'"' => self.string(1, b"\"", true, false),
            b'\'' => self.char_literal(),
            _ => self.advance(1),
        }
    }

    fn unknown(&mut self, byte: u8) {
        match byte {
            b'"' | b'\'' => self.string(1, &[byte], true, false),
            b'`' => self.string(1, b"`", true, true),
            _ => self.advance(1),
        }
    }

    fn follows_word(&self) -> bool {
        let before = self.at.checked_sub(1).and_then(|at| self.bytes.get(at));
        before.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
    }

    fn line_comment(&mut self) {
        let start = self.at;
        let length = self
            .rest()
            .iter()
            .position(|byte| *byte == b'\n')
            .unwrap_or(self.rest().len());
        self.advance(length);
        self.comments.push(start..self.at);
    }

    /// Takes a `//` or `/* */` comment, if one starts here.
    fn c_comment(&mut self, nested: bool) -> bool {
        match self.peek(1) {
            Some(b'/') => self.line_comment(),
            Some(b'*') => {
                let start = self.at;
                let mut depth = 0_usize;
                loop {
                    if self.starts_with(b"/*") && (nested || depth == 0) {
                        depth = depth.saturating_add(1);
                        self.advance(2);
                    } else if self.starts_with(b"*/") {
                        depth = depth.saturating_sub(1);
                        self.advance(2);
                    } else {
                        self.advance(1);
                    }
                    if depth == 0 || self.peek(0).is_none() {
                        break;
                    }
                }
                self.comments.push(start..self.at);
            }
            _ => return false,
        }
        true
    }

    /// Takes a string whose opening mark is `open` bytes long, up to `close`. A string that may not span lines and
    /// does not close ends with its line.
    fn string(&mut self, open: usize, close: &[u8], escapes: bool, lines: bool) {
        self.advance(open);
        let start = self.at;
        while let Some(byte) = self.peek(0) {
            if self.starts_with(close) {
                self.strings.push(start..self.at);
                self.advance(close.len());
                return;
            }
            if byte == b'\n' && !lines {
                break;
            }
            self.advance(if escapes && byte == b'\\' { 2 } else { 1 });
        }
        self.strings.push(start..self.at);
    }

    /// `r"…"`, `r#"…"#` and so on; `prefix` is the length of the letters. Anything else moves on by one byte.
    fn rust_raw(&mut self, prefix: usize) {
        let after = self.rest().get(prefix..).unwrap_or_default();
        let hashes = after.iter().take_while(|byte| **byte == b'#').count();
        if after.get(hashes) != Some(&b'"') {
            return self.advance(1);
        }
        let close: Vec<u8> = std::iter::once(b'"')
            .chain(std::iter::repeat_n(b'#', hashes))
            .collect();
        self.string(prefix.saturating_add(close.len()), &close, false, true);
    }

    /// A character literal, or the apostrophe of a lifetime, which is no literal.
    fn char_literal(&mut self) {
        let width = match self.peek(1) {
            Some(b'\\') => self
                .rest()
                .iter()
                .skip(3)
                .take(10)
                .position(|byte| *byte == b'\'')
                .map(|at| at.saturating_add(4)),
            Some(first) => {
                let length = match first {
                    0xf0.. => 4,
                    0xe0.. => 3,
                    0xc0.. => 2,
                    _ => 1_usize,
                };
                (self.peek(length.saturating_add(1)) == Some(b'\'')).then_some(length.saturating_add(2))
            }
            None => None,
        };
        self.advance(width.unwrap_or(1));
    }

    /// A template literal. Code between `${` and `}` stays part of the string; templates inside it are followed so
    /// that the right mark closes.
    fn template(&mut self) {
        self.advance(1);
        let start = self.at;
        // Open braces within each `${`; an empty list means the text of the outermost template.
        let mut braces: Vec<usize> = Vec::new();
        let mut in_text = true;
        let mut templates = 1_usize;
        while let Some(byte) = self.peek(0) {
            match byte {
                b'\\' => self.advance(1),
                b'`' if in_text => {
                    templates = templates.saturating_sub(1);
                    if templates == 0 {
                        break;
                    }
                    in_text = false;
                }
                b'`' => {
                    templates = templates.saturating_add(1);
                    in_text = true;
                }
                b'$' if in_text && self.peek(1) == Some(b'{') => {
                    braces.push(0);
                    in_text = false;
                    self.advance(1);
                }
                b'{' if !in_text => {
                    if let Some(open) = braces.last_mut() {
                        *open = open.saturating_add(1);
                    }
                }
                b'}' if !in_text => match braces.last_mut() {
                    Some(0) => {
                        braces.pop();
                        in_text = true;
                    }
                    Some(open) => *open = open.saturating_sub(1),
                    None => {}
                },
                _ => {}
            }
            self.advance(1);
        }
        self.strings.push(start..self.at);
        self.advance(1);
    }

    /// A regular expression, whose quotation marks are not strings. It ends with its line at the latest.
    fn javascript_regex(&mut self) {
        self.advance(1);
        let start = self.at;
        let mut in_class = false;
        while let Some(byte) = self.peek(0) {
            match byte {
                b'\n' => break,
                b'\\' => self.advance(1),
                b'[' => in_class = true,
                b']' => in_class = false,
                b'/' if !in_class => break,
                _ => {}
            }
            self.advance(1);
        }
        self.strings.push(start..self.at);
        self.advance(1);
    }
}

/// Whether a slash after `byte` begins a regular expression rather than divides.
fn regex_may_follow(byte: u8) -> bool {
    b"(,=:[!&|?{};+-*%^~<>\n".contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The source as matching sees it: comments gone, insides of strings as dots.
    fn seen(language: Language, source: &str) -> String {
        let lexed = lex(source, Some(language));
        let shown = lexed
            .code
            .iter()
            .enumerate()
            .map(|(at, byte)| if lexed.in_string(at) { b'.' } else { *byte });
        String::from_utf8(shown.collect()).unwrap()
    }

    #[test]
    fn python_comments_and_strings() {
        assert_eq!(
            seen(Language::Python, "a # b\n'c#d' \"e\\\"f\" g"),
            "a    \n'...' \"....\" g"
        );
    }

    #[test]
    fn python_triple_quotes_span_lines() {
        assert_eq!(
            seen(Language::Python, "\"\"\"a\n'b\"\"\" c"),
            "\"\"\"....\"\"\" c"
        );
    }

    #[test]
    fn an_unclosed_string_ends_with_its_line() {
        assert_eq!(seen(Language::Python, "'abc\nd"), "'...\nd");
    }

    #[test]
    fn javascript_comments_strings_and_templates() {
        assert_eq!(
            seen(Language::JavaScript, "a /* ' */ 'b' // c\n`d${`e${f}`}g` h"),
            "a         '.'     \n`...........` h".replace("...........", &".".repeat(12))
        );
    }

    #[test]
    fn a_quotation_mark_in_a_javascript_regex_opens_no_string() {
        assert_eq!(seen(Language::JavaScript, "x = /[\"'/]/; y"), "x = /...../; y");
        assert_eq!(
            seen(Language::JavaScript, "a = b / c; d = 'e' / f"),
            "a = b / c; d = '.' / f"
        );
    }

    #[test]
    fn rust_comments_nest() {
        assert_eq!(
            seen(Language::Rust, "a /* b /* c */ d */ e"),
            "a                   e"
        );
    }

    #[test]
    fn rust_raw_strings_end_with_their_hashes() {
        assert_eq!(
            seen(Language::Rust, "r#\"a\"b\"# c br\"\\\" d"),
            "r#\"...\"# c br\".\" d"
        );
    }

    #[test]
    fn lifetimes_and_characters_open_no_string() {
        assert_eq!(
            seen(Language::Rust, "&'a str '\"' '\\'' 'é' \"x\""),
            "&'a str '\"' '\\'' 'é' \".\""
        );
    }

    #[test]
    fn go_raw_strings_have_no_escapes() {
        assert_eq!(
            seen(Language::Go, "`a\\` b \"c\\\"\" '\"' d"),
            "`..` b \"...\" '\"' d"
        );
    }

    #[test]
    fn java_text_blocks_span_lines() {
        assert_eq!(
            seen(Language::Java, "\"\"\"\na\"b\n\"\"\" c"),
            "\"\"\".....\"\"\" c"
        );
    }

    #[test]
    fn blanking_keeps_every_line_and_offset() {
        let source = "x = 1 // é\n/* a\nb */ y";
        let lexed = lex(source, Some(Language::Java));
        assert_eq!(lexed.code.len(), source.len());
        assert_eq!(String::from_utf8(lexed.code).unwrap().matches('\n').count(), 2);
    }
}
