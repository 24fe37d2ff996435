//! Names that are made to look like other names.
//!
//! [`label_scripts`] tells whether a label mixes scripts that no language mixes (UTS 39, section 5.1), as
//! `pаypal` with one Cyrillic letter does. [`lookalike`] compares a host with [`TARGETS`], domains that are often
//! imitated, in four ways: the UTS 39 skeleton, with digits and letter pairs that look alike folded; one typing
//! error; the whole target as the beginning of another domain; and the target's name with a word of trust added.
//!
//! A hit is a reason to look, not proof: the list is short, and short names are not compared for typing errors.

mod targets;

use std::sync::LazyLock;

use unicode_security::{MixedScript, RestrictionLevel, RestrictionLevelDetection, skeleton};

use crate::host::HostName;
pub use targets::TARGETS;

/// How the scripts of one label go together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LabelScripts {
    /// ASCII only.
    Ascii,
    /// One script, or one of the combinations that Japanese, Korean and Chinese are written in, with or without
    /// Latin: the "highly restrictive" level of UTS 39, section 5.2.
    Single,
    /// Scripts that no writing system combines.
    Mixed,
}

/// The scripts of `label`, in its Unicode form.
#[must_use]
pub fn label_scripts(label: &str) -> LabelScripts {
    if label.is_ascii() {
        LabelScripts::Ascii
    } else if label.is_single_script() || label.check_restriction_level(RestrictionLevel::HighlyRestrictive) {
        LabelScripts::Single
    } else {
        LabelScripts::Mixed
    }
}

/// Whether any label of `host` mixes scripts.
#[must_use]
pub fn has_mixed_scripts(host: &HostName) -> bool {
    host.is_internationalized()
        && host
            .to_unicode()
            .split('.')
            .any(|l| label_scripts(l) == LabelScripts::Mixed)
}

/// How a host resembles a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Resemblance {
    /// It looks the same: `paypa1.com`, `rnicrosoft.com`, `аррӏе.com`.
    Looks,
    /// One letter is missing, added, changed or swapped with its neighbour: `gogle.com`.
    Typo,
    /// The whole target stands in front of another domain: `paypal.com.example`.
    Prefix,
    /// The target's name with a word such as `login` or `secure`: `paypal-login.com`.
    Decorated,
}

/// The first of [`TARGETS`] that `host` resembles without belonging to it.
#[must_use]
pub fn lookalike(host: &HostName) -> Option<(&'static str, Resemblance)> {
    if TARGETS.iter().any(|target| host.is_or_under(target)) {
        return None;
    }
    let unicode = host.to_unicode();
    let candidate = Candidate::new(&unicode);
    WAYS.iter().find_map(|(resemblance, matches)| {
        let known = KNOWN.iter().find(|known| matches(&candidate, known))?;
        Some((known.domain, *resemblance))
    })
}

/// A target, taken apart once.
struct Known {
    domain: &'static str,
    /// The first label, and the rest without the dot before it.
    name: &'static str,
    suffix: &'static str,
    labels: usize,
    appearance: String,
    name_appearance: String,
}

/// Nothing but the constant list in a form that is quick to compare.
static KNOWN: LazyLock<Vec<Known>> = LazyLock::new(|| {
    let known = |domain: &&'static str| {
        let (name, suffix) = domain.split_once('.')?;
        let labels = domain.split('.').count();
        Some(Known {
            domain,
            name,
            suffix,
            labels,
            appearance: appearance(domain),
            name_appearance: appearance(name),
        })
    };
    TARGETS.iter().filter_map(known).collect()
});

/// A host that is compared.
struct Candidate<'h> {
    labels: Vec<&'h str>,
    /// Its last labels, as many as the index says, as written and as they look. Targets have two or three.
    tails: [(String, String); 4],
    /// The words of the label that somebody registered, and what each looks like.
    words: Vec<(&'h str, String)>,
}

impl<'h> Candidate<'h> {
    fn new(host: &'h str) -> Self {
        let labels: Vec<&str> = host.split('.').collect();
        let tails = std::array::from_fn(|count| {
            let tail = labels
                .len()
                .checked_sub(count)
                .and_then(|start| labels.get(start..))
                .unwrap_or_default()
                .join(".");
            let looks = appearance(&tail);
            (tail, looks)
        });
        let registered = labels
            .len()
            .checked_sub(2)
            .and_then(|at| labels.get(at))
            .copied()
            .unwrap_or_default();
        let words = registered
            .split('-')
            .map(|word| (word, appearance(word)))
            .collect();
        Self { labels, tails, words }
    }

    fn tail(&self, known: &Known) -> Option<&(String, String)> {
        self.tails.get(known.labels)
    }
}

/// Whether a host resembles a target in one way.
type Matches = fn(&Candidate<'_>, &Known) -> bool;

/// Most telling first.
const WAYS: [(Resemblance, Matches); 4] = [
    (Resemblance::Looks, looks_like),
    (Resemblance::Prefix, has_prefix),
    (Resemblance::Typo, is_typo),
    (Resemblance::Decorated, is_decorated),
];

fn looks_like(candidate: &Candidate<'_>, known: &Known) -> bool {
    candidate
        .tail(known)
        .is_some_and(|(_, looks)| *looks == known.appearance)
}

/// What a name looks like: its UTS 39 skeleton, and then the folds that matter in a browser's font but are not
/// in the Unicode table because they are not equal in every font.
fn appearance(name: &str) -> String {
    let skeleton: String = skeleton(name).flat_map(char::to_lowercase).collect();
    let letters: String = skeleton
        .chars()
        .map(|c| match c {
            '0' => 'o',
            '1' | 'i' | '|' => 'l',
            '3' => 'e',
            '5' => 's',
            other => other,
        })
        .collect();
    letters.replace("vv", "w").replace("cl", "d")
}

fn has_prefix(candidate: &Candidate<'_>, known: &Known) -> bool {
    // `www.paypal.com.example` imitates as well as `paypal.com.example`.
    candidate
        .labels
        .windows(known.labels)
        .any(|window| window.iter().copied().eq(known.domain.split('.')))
}

/// Shortest name compared for typing errors: below it, one letter apart is usually another word.
const TYPO_MIN_CHARS: usize = 6;

/// Shortest name compared for two swapped letters, which are seldom another word.
const SWAP_MIN_CHARS: usize = 5;

fn is_typo(candidate: &Candidate<'_>, known: &Known) -> bool {
    let Some((name, suffix)) = candidate.tail(known).and_then(|(tail, _)| tail.split_once('.')) else {
        return false;
    };
    suffix == known.suffix
        && match edit(name, known.name) {
            Some(Edit::Swap) => known.name.len() >= SWAP_MIN_CHARS,
            Some(Edit::Letter) => known.name.len() >= TYPO_MIN_CHARS,
            None => false,
        }
}

/// The one typing error between two names.
enum Edit {
    /// A letter was added, left out or changed.
    Letter,
    /// Two neighbours changed places.
    Swap,
}

fn edit(a: &str, b: &str) -> Option<Edit> {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let same = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    match (a.get(same..)?, b.get(same..)?) {
        ([], [_]) | ([_], []) => Some(Edit::Letter),
        ([x, x2, after_a @ ..], [y, y2, after_b @ ..]) if x == y2 && y == x2 && after_a == after_b => {
            Some(Edit::Swap)
        }
        (rest_a @ [_, a @ ..], rest_b @ [_, b @ ..]) if a == b || a == rest_b || rest_a == b => {
            Some(Edit::Letter)
        }
        _ => None,
    }
}

/// Words that imitations add to a name, from the lures that anti-phishing reports describe most often.
const LURES: [&str; 16] = [
    "account", "accounts", "auth", "billing", "help", "login", "pay", "payment", "secure", "security",
    "service", "signin", "support", "update", "verify", "wallet",
];

fn is_decorated(candidate: &Candidate<'_>, known: &Known) -> bool {
    candidate
        .words
        .iter()
        .any(|(_, looks)| *looks == known.name_appearance)
        && candidate.words.iter().any(|(word, _)| LURES.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resemblance(text: &str) -> Option<(&'static str, Resemblance)> {
        lookalike(&HostName::parse(text).unwrap())
    }

    #[test]
    fn a_cyrillic_letter_among_latin_ones_is_a_mix() {
        assert_eq!(label_scripts("p\u{430}ypal"), LabelScripts::Mixed);
        assert!(has_mixed_scripts(&HostName::parse("p\u{430}ypal.com").unwrap()));
    }

    #[test]
    fn writing_systems_that_use_several_scripts_are_no_mix() {
        for label in [
            "東京タワー",
            "ひらがなカタカナ漢字",
            "한국漢字",
            "日本japan",
            "bücher",
            "россия2026",
        ] {
            assert_eq!(label_scripts(label), LabelScripts::Single, "{label}");
        }
    }

    #[test]
    fn names_that_look_the_same_are_found() {
        for (text, target) in [
            ("paypa1.com", "paypal.com"),
            ("rnicrosoft.com", "microsoft.com"),
            ("g00gle.com", "google.com"),
            ("www.paypaI.com", "paypal.com"),
            ("p\u{430}ypal.com", "paypal.com"),
            ("\u{430}\u{440}\u{440}\u{4cf}\u{435}.com", "apple.com"),
        ] {
            // An upper-case I is folded by IDNA before anybody looks; it is a lower-case i then.
            assert_eq!(resemblance(text), Some((target, Resemblance::Looks)), "{text}");
        }
    }

    #[test]
    fn one_typing_error_is_found() {
        for text in ["gogle.com", "googgle.com", "goolge.com", "goagle.com"] {
            assert_eq!(
                resemblance(text),
                Some(("google.com", Resemblance::Typo)),
                "{text}"
            );
        }
    }

    #[test]
    fn two_swapped_letters_count_in_shorter_names_than_a_changed_one() {
        assert_eq!(resemblance("gmial.com"), Some(("gmail.com", Resemblance::Typo)));
        assert_eq!(resemblance("apply.com"), None);
    }

    #[test]
    fn a_target_in_front_of_another_domain_is_found() {
        assert_eq!(
            resemblance("www.paypal.com.verify.example"),
            Some(("paypal.com", Resemblance::Prefix))
        );
    }

    #[test]
    fn a_target_with_a_lure_is_found() {
        assert_eq!(
            resemblance("secure-paypal.example"),
            Some(("paypal.com", Resemblance::Decorated))
        );
    }

    #[test]
    fn targets_and_names_below_them_are_themselves() {
        for target in TARGETS {
            assert_eq!(resemblance(target), None, "{target}");
            assert_eq!(resemblance(&format!("www.{target}")), None, "{target}");
        }
    }

    #[test]
    fn ordinary_names_resemble_nothing() {
        for text in [
            "example.com",
            "rust-lang.org",
            "wikipedia.org",
            "bücher.example",
            "applied.com",
            "visual.com",
        ] {
            assert_eq!(resemblance(text), None, "{text}");
        }
    }

    #[test]
    fn targets_are_lower_case_ascii_with_a_dot_and_stand_once() {
        for (i, target) in TARGETS.iter().enumerate() {
            assert_eq!(HostName::parse(target).unwrap().as_str(), *target);
            assert!(target.contains('.') && !TARGETS[..i].contains(target), "{target}");
        }
    }
}
