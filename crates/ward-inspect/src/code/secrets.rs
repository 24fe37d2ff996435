//! Whether a string that stands where a secret could stand is one.

/// Words whose presence says that a value stands for a secret instead of being one.
const PLACEHOLDERS: [&str; 30] = [
    "example",
    "sample",
    "placeholder",
    "changeme",
    "change_me",
    "change-me",
    "your",
    "dummy",
    "fake",
    "redacted",
    "xxxx",
    "****",
    "todo",
    "fixme",
    "insert",
    "replace",
    "<",
    "{{",
    "${",
    "%(",
    "%s",
    "{}",
    "...",
    "getenv",
    "env.",
    "os.environ",
    "process.env",
    "secret_name",
    "not_set",
    "undefined",
];

/// Whether `value` reads as a placeholder, a template or a sentence.
pub(super) fn is_placeholder(value: &str) -> bool {
    let lower = value.to_ascii_lowercase();
    let repeated = value.bytes().all(|byte| Some(byte) == value.bytes().next());
    repeated
        || PLACEHOLDERS.iter().any(|word| lower.contains(word))
        || value.contains(char::is_whitespace)
        || value.starts_with(['$', '{', '/', '.', '#'])
        || matches!(
            lower.as_str(),
            "none" | "null" | "true" | "false" | "test" | "string" | "text"
        )
}

/// Least Shannon entropy of a value that counts as random, in bits per character. Words and identifiers of
/// programs stay below it; hexadecimal keys of 16 characters and base64 keys lie above. Detect-secrets uses 3.0 for
/// hexadecimal strings.
const RANDOM_BITS: f64 = 3.0;

/// Whether `value` looks random enough to be a key: entropy, and both letters and digits.
pub(super) fn looks_random(value: &str) -> bool {
    let has = |kind: fn(&u8) -> bool| value.as_bytes().iter().any(kind);
    has(u8::is_ascii_digit)
        && has(u8::is_ascii_alphabetic)
        && !value.contains("://")
        && entropy(value) >= RANDOM_BITS
}

/// Shannon entropy of the bytes of `value`, in bits per byte.
fn entropy(value: &str) -> f64 {
    let mut counts = [0_u32; 256];
    for byte in value.bytes() {
        if let Some(count) = counts.get_mut(usize::from(byte)) {
            *count = count.saturating_add(1);
        }
    }
    let total = f64::from(u32::try_from(value.len()).unwrap_or(u32::MAX));
    counts
        .iter()
        .filter(|count| **count > 0)
        .map(|count| f64::from(*count) / total)
        .map(|p| -p * p.log2())
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entropy_is_that_of_shannon() {
        assert!((entropy("aaaa") - 0.0).abs() < 1e-9);
        assert!((entropy("abab") - 1.0).abs() < 1e-9);
        assert!((entropy("0123456789abcdef") - 4.0).abs() < 1e-9);
    }

    #[test]
    fn placeholders_are_no_secrets() {
        for value in [
            "your-api-key-here",
            "CHANGEME",
            "${SECRET}",
            "<token>",
            "xxxxxxxx",
            "Enter your password",
            "{{ key }}",
        ] {
            assert!(is_placeholder(value), "{value}");
        }
    }

    #[test]
    fn keys_are_random_and_words_are_not() {
        for value in ["9f86d081884c7d65", "kD83hf02mZxQ7vB1"] {
            assert!(looks_random(value), "{value}");
        }
        for value in [
            "authorization",
            "access_token",
            "aaaaaaaa1",
            "https://a.b/c1d2e3f4g5",
        ] {
            assert!(!looks_random(value), "{value}");
        }
    }
}
