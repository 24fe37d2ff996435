//! The languages that rules know, and a guess at which one a source is in.

use std::str::FromStr;

use serde::Serialize;

/// A programming language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Language {
    /// Python 3.
    Python,
    /// JavaScript, and TypeScript, which has the same literals and comments.
    JavaScript,
    /// Rust.
    Rust,
    /// Go.
    Go,
    /// Java.
    Java,
}

/// The name is no language that the rules know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the language is not one of python, javascript, typescript, rust, go, java")]
pub struct UnknownLanguage;

impl FromStr for Language {
    type Err = UnknownLanguage;

    /// A language by its name or its usual file extension, in any case.
    fn from_str(text: &str) -> Result<Self, UnknownLanguage> {
        match text.to_ascii_lowercase().as_str() {
            "python" | "py" | "pyi" => Ok(Self::Python),
            "javascript" | "typescript" | "js" | "jsx" | "mjs" | "cjs" | "ts" | "tsx" => Ok(Self::JavaScript),
            "rust" | "rs" => Ok(Self::Rust),
            "go" | "golang" => Ok(Self::Go),
            "java" => Ok(Self::Java),
            _ => Err(UnknownLanguage),
        }
    }
}

/// Words that one language has and the others seldom do, each with its weight.
type Marks = &'static [(&'static str, u32)];

const MARKS: [(Language, Marks); 5] = [
    (
        Language::Python,
        &[
            ("#!/usr/bin/env python", 9),
            ("def ", 2),
            ("elif ", 3),
            ("import os", 3),
            ("self.", 2),
            (" None", 1),
            ("True", 1),
            ("False", 1),
            ("except ", 3),
            ("lambda ", 2),
            ("print(", 2),
            ("__name__", 5),
            ("):\n", 2),
            ("f\"", 2),
            ("f'", 2),
            ("os.", 1),
            ("subprocess.", 4),
            ("hashlib.", 4),
            ("requests.", 2),
            ("pickle.", 4),
            ("yaml.", 1),
            ("request.args", 3),
            ("cursor.", 2),
            (" not in ", 2),
            ("import re\n", 3),
            ("tempfile.", 2),
        ],
    ),
    (
        Language::JavaScript,
        &[
            ("#!/usr/bin/env node", 9),
            ("const ", 2),
            ("let ", 1),
            ("var ", 1),
            ("=> ", 2),
            ("function ", 2),
            ("function(", 3),
            ("require(", 4),
            ("===", 4),
            ("!==", 4),
            ("console.", 3),
            ("undefined", 2),
            ("module.exports", 5),
            ("export default", 5),
            ("document.", 3),
            ("window.", 3),
            ("async function", 4),
            ("interface ", 1),
            (": string", 2),
            ("process.env", 4),
            ("req.query", 3),
            ("req.body", 3),
            ("${", 2),
            ("Math.random", 2),
            ("child_process", 5),
            ("innerHTML", 4),
            ("Buffer.", 3),
            ("JSON.", 2),
        ],
    ),
    (
        Language::Rust,
        &[
            ("fn ", 3),
            ("let mut ", 5),
            ("use std::", 6),
            ("impl ", 3),
            ("pub fn ", 5),
            ("::new(", 2),
            ("println!", 5),
            ("format!", 5),
            ("&str", 4),
            ("&mut ", 4),
            ("#[derive", 6),
            ("unwrap()", 3),
            (" -> ", 1),
            ("match ", 1),
            ("Vec<", 2),
            ("crate::", 4),
            ("Some(", 1),
            ("Ok(", 2),
            ("let ", 1),
            ("::", 1),
            ("u8", 1),
        ],
    ),
    (
        Language::Go,
        &[
            ("package ", 3),
            ("func ", 4),
            (":= ", 3),
            ("fmt.", 4),
            ("import (", 5),
            ("nil", 2),
            ("err != nil", 6),
            ("defer ", 4),
            ("chan ", 3),
            ("[]byte", 5),
            ("struct {", 1),
            ("http.Request", 4),
            ("exec.Command", 4),
            ("tls.Config", 5),
            ("\"crypto/", 4),
            ("go func", 5),
        ],
    ),
    (
        Language::Java,
        &[
            ("public class ", 6),
            ("public static ", 5),
            ("private ", 2),
            ("import java", 6),
            ("System.out", 6),
            ("String ", 3),
            ("new ", 1),
            ("@Override", 6),
            ("throws ", 4),
            ("package ", 1),
            ("final ", 2),
            ("void ", 2),
            ("extends ", 1),
            ("byte[] ", 4),
            ("getInstance(", 4),
            ("Runtime.", 4),
            ("@RequestMapping", 5),
            ("import org.", 4),
        ],
    ),
];

/// How much of a source the guess reads.
const SAMPLE_BYTES: usize = 16 << 10;

/// Least weight of evidence for a guess.
const ENOUGH: u32 = 2;

impl Language {
    /// Every language.
    pub const ALL: [Self; 5] = [Self::Python, Self::JavaScript, Self::Rust, Self::Go, Self::Java];

    /// A guess from the words in the first 16 KiB: each mark counts once, the heaviest sum wins, and a tie or
    /// next to no evidence is no guess.
    #[must_use]
    pub fn detect(source: &str) -> Option<Self> {
        let end = source.floor_char_boundary(SAMPLE_BYTES);
        let sample = source.get(..end)?;
        let weigh = |marks: Marks| {
            marks
                .iter()
                .filter(|(mark, _)| sample.contains(mark))
                .fold(0_u32, |sum, (_, w)| sum.saturating_add(*w))
        };
        let mut sums = MARKS.map(|(language, marks)| (weigh(marks), language));
        sums.sort_by_key(|(sum, _)| std::cmp::Reverse(*sum));
        match sums {
            [(first, language), (second, _), ..] if first >= ENOUGH && first > second => Some(language),
            _ => None,
        }
    }
}
