//! Generated secrets: what they consist of, how many there are, and that each is equally likely.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use ward_passwords::generate::{
    Class, ClassRule, GenerateError, PassphraseRules, PasswordRules, passphrase, password, pin,
    pronounceable, words,
};
use ward_secret::testing::SeededRandom;

fn rules(length: usize, classes: &[(Class, usize)]) -> PasswordRules {
    PasswordRules {
        length,
        classes: classes
            .iter()
            .map(|(class, least)| ClassRule {
                class: *class,
                least: *least,
            })
            .collect(),
        ..PasswordRules::default()
    }
}

/// Pearson's statistic of counts over `cells` cells.
fn chi_square(counts: &BTreeMap<char, u32>, cells: usize) -> f64 {
    assert!(counts.len() <= cells);
    let expected = f64::from(counts.values().sum::<u32>()) / cells as f64;
    let empty = (cells - counts.len()) as f64 * expected;
    empty
        + counts
            .values()
            .map(|count| (f64::from(*count) - expected).powi(2) / expected)
            .sum::<f64>()
}

#[test]
fn characters_of_a_password_are_uniform() {
    let (mut random, mut counts) = (SeededRandom::new(3), BTreeMap::new());
    let rules = rules(
        50,
        &[
            (Class::Lower, 0),
            (Class::Upper, 0),
            (Class::Digit, 0),
            (Class::Symbol, 0),
        ],
    );
    for _ in 0..2_000 {
        for character in password(&rules, &mut random).unwrap().secret.expose().chars() {
            *counts.entry(character).or_insert(0) += 1;
        }
    }
    // 99.9 % point with 93 degrees of freedom.
    assert!(chi_square(&counts, 94) < 139.7, "{}", chi_square(&counts, 94));
}

#[test]
fn minimums_favour_no_place() {
    let (mut random, mut counts) = (SeededRandom::new(4), BTreeMap::new());
    let rules = rules(8, &[(Class::Lower, 7), (Class::Digit, 1)]);
    for _ in 0..8_000 {
        let made = password(&rules, &mut random).unwrap();
        let at = made
            .secret
            .expose()
            .find(|character: char| character.is_ascii_digit())
            .unwrap();
        *counts
            .entry(char::from_digit(at as u32, 10).unwrap())
            .or_insert(0) += 1;
    }
    // 99.9 % point with 7 degrees of freedom.
    assert!(chi_square(&counts, 8) < 24.3, "{counts:?}");
}

#[test]
fn every_minimum_is_met() {
    let rules = rules(
        8,
        &[
            (Class::Lower, 2),
            (Class::Upper, 2),
            (Class::Digit, 2),
            (Class::Symbol, 2),
        ],
    );
    for seed in 0..50 {
        let made = password(&rules, &mut SeededRandom::new(seed)).unwrap();
        let text = made.secret.expose();
        for class in [
            char::is_ascii_lowercase as fn(&char) -> bool,
            char::is_ascii_uppercase,
            char::is_ascii_digit,
            char::is_ascii_punctuation,
        ] {
            assert_eq!(text.chars().filter(class).count(), 2, "{text}");
        }
    }
}

#[test]
fn ambiguous_and_unwanted_characters_are_left_out() {
    let rules = PasswordRules {
        length: 1_000,
        unambiguous: true,
        without: "abc!".to_owned(),
        ..PasswordRules::default()
    };
    let made = password(&rules, &mut SeededRandom::new(1)).unwrap();
    assert!(
        !made
            .secret
            .expose()
            .contains(|character| "0O1lI|abc!".contains(character))
    );
}

#[test]
fn entropy_without_minimums_is_that_of_the_alphabet() {
    let made = password(&rules(10, &[(Class::Digit, 0)]), &mut SeededRandom::new(1)).unwrap();
    assert!((made.entropy_bits - 10.0 * 10_f64.log2()).abs() < 1e-9);
}

#[test]
fn minimums_cost_entropy() {
    let free = password(
        &rules(4, &[(Class::Lower, 0), (Class::Digit, 0)]),
        &mut SeededRandom::new(1),
    )
    .unwrap();
    let bound = password(
        &rules(4, &[(Class::Lower, 2), (Class::Digit, 2)]),
        &mut SeededRandom::new(1),
    )
    .unwrap();
    // 6 places for the digits, 26^2 and 10^2.
    assert!((bound.entropy_bits - (6.0 * 676.0 * 100.0_f64).log2()).abs() < 1e-9);
    assert!(bound.entropy_bits < free.entropy_bits);
}

#[test]
fn rules_that_contradict_themselves_are_refused() {
    let error = |rules: &PasswordRules| password(rules, &mut SeededRandom::new(1)).unwrap_err();
    assert_eq!(
        error(&rules(3, &[(Class::Lower, 0)])),
        GenerateError::Length {
            least: 4,
            most: 1_024
        }
    );
    assert_eq!(error(&rules(8, &[])), GenerateError::NoCharacters);
    assert_eq!(
        error(&rules(8, &[(Class::Lower, 5), (Class::Digit, 4)])),
        GenerateError::MinimumsTooMany
    );
    assert_eq!(
        error(&rules(16, &[(Class::Symbol, 0), (Class::Digit, 16)])),
        GenerateError::TooNarrow
    );
}

/// The list's well-known digest, with the dice numbers that the copy here leaves out.
#[test]
fn the_word_list_is_effs() {
    let mut file = String::new();
    for (number, word) in words().iter().enumerate() {
        let dice = (0..5).rev().map(|place| number / 6_usize.pow(place) % 6 + 1);
        let dice: String = dice.map(|die| die.to_string()).collect();
        writeln!(file, "{dice}\t{word}").unwrap();
    }
    let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, file.as_bytes());
    assert_eq!(
        hex::encode(digest),
        "addd35536511597a02fa0a9ff1e5284677b8883b83e986e43f15a3db996b903e"
    );
}

#[test]
fn a_passphrase_has_its_words_separator_capitals_and_digit() {
    let rules = PassphraseRules {
        words: 5,
        separator: " / ".to_owned(),
        capitals: true,
        digit: true,
    };
    let made = passphrase(&rules, &mut SeededRandom::new(9)).unwrap();
    let parts: Vec<&str> = made.secret.expose().split(" / ").collect();
    assert_eq!(parts.len(), 5);
    assert!(
        parts
            .iter()
            .all(|word| word.starts_with(|letter: char| letter.is_ascii_uppercase()))
    );
    assert_eq!(
        made.secret.expose().chars().filter(char::is_ascii_digit).count(),
        1
    );
    let plain = parts.iter().map(|word| {
        word.to_lowercase()
            .trim_end_matches(|c: char| c.is_ascii_digit())
            .to_owned()
    });
    assert!(plain.into_iter().all(|word| words().contains(&word.as_str())));
    assert!((made.entropy_bits - (5.0 * 7_776_f64.log2() + 50_f64.log2())).abs() < 1e-9);
}

#[test]
fn a_pin_is_never_a_run() {
    let mut random = SeededRandom::new(2);
    for _ in 0..5_000 {
        let made = pin(3, &mut random).unwrap();
        let digits = made.secret.expose().as_bytes();
        let steps: Vec<i32> = digits
            .windows(2)
            .map(|pair| i32::from(pair[1]) - i32::from(pair[0]))
            .collect();
        assert!(
            !(steps[0] == steps[1] && steps[0].abs() <= 1),
            "{}",
            made.secret.expose()
        );
    }
}

#[test]
fn pronounceable_letters_alternate() {
    let made = pronounceable(12, &mut SeededRandom::new(5)).unwrap();
    for (place, letter) in made.secret.expose().chars().enumerate() {
        assert_eq!("aeiou".contains(letter), place % 2 == 1);
    }
    assert!((made.entropy_bits - 6.0 * (4.0 + 5_f64.log2())).abs() < 1e-9);
}
