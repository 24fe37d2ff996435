//! Strings that are not hashes: refused, never a panic, never a second spelling.

use proptest::prelude::*;
use ward_passwords::{HashString, MAX_HASH_STRING_BYTES, ParseError, Scheme, VerifyLimits};

/// One well-formed string of every form.
const VALID: &[&str] = &[
    "$argon2id$v=19$m=256,t=2,p=2$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc",
    "$argon2i$m=256,t=2,p=1$c29tZXNhbHQ$/U3YPXYsSb3q9XxHvc0MLxur+GP960kN9j7emXX8zwY",
    "$argon2d$v=19$m=65536,t=2,p=4$c29tZXNhbHQ$cZn5d+rFh+ZfuRhm2iGUGgcrW5YLeM6q7L3vBsdmFA0",
    "$scrypt$ln=8,r=8,p=1$wlhLyXmP8b53bm1NKYVQqg$mTpvG8lzuuDk+DWz8HZIB6Vum6erDuUm0As5yU+VxWA",
    "$2b$05$CCCCCCCCCCCCCCCCCCCCC.7uG0VCzI2bS7j6ymqJi9CdcdxiRTWNy",
    "$2x$05$6bNw2HLQYeqHYyBfLMsv/OiwqTymGIGzFsA4hOTWebfehXHNprcAS",
    "$bcrypt-sha256$v=2,t=2b,r=5$5Hg1DKFqPE8C2aflZ5vVoe$wOK1VFFtS8IGTrGa7.h5fs0u84qyPbS",
    "$bcrypt-sha256$2b,5$X1g1nh3g0v4h6970O68cxe$r/hyEtqJ0teqPEmfTLoZ83ciAI1Q74.",
    "$pbkdf2$1212$4vjV83LKPjQzk31VI4E0Vw$dLmKdUPN/pKmf2m6BO6SbHgs1.o",
    "$pbkdf2-sha256$1212$4vjV83LKPjQzk31VI4E0Vw$hsYF68OiOUPdDZ1Fg.fJPeq1h/gXXY7acBp9/6c.tmQ",
    "$pbkdf2-sha1$i=4096,l=20$c2FsdA$SwB5AbdlSJq+rUnZJvch0GWkKcE",
    "$5$rounds=1000$IbG0EuGQXw5EkMdP$LQ5AfPf13KufFsKtmazqnzSGZ4pxtUNw3woQ.ELRDF4",
    "$5$LKO/Ute40T3FNF95$U0prpBQd4PloSGU0pnpM4z9wKn4vZ1.jsrzQfPqxph9",
    "$6$ojWH1AiTee9x1peC$QVEnTvRVlPRhcLQCk/HnHaZmlGAAjCfrAN0FtOsOnUk5K5Bn/9eLHHiRzrTzaIKjW9NTLNIBUCtNVOowWS2mN.",
];

#[test]
fn every_form_parses_and_is_written_back() {
    for text in VALID {
        assert_eq!(HashString::parse(text).expect(text).to_string(), *text);
    }
}

#[test]
fn every_beginning_of_a_valid_string_is_refused() {
    for text in VALID {
        for end in 0..text.len() {
            // An Argon2, scrypt or PHC digest may end earlier, as long as enough of it is left.
            if let Ok(parsed) = HashString::parse(&text[..end]) {
                assert!(
                    parsed.digest_len() >= 10 && parsed.to_string() == text[..end],
                    "{}",
                    &text[..end]
                );
            }
        }
    }
}

#[test]
fn anything_appended_is_refused() {
    for text in VALID {
        for tail in ["$", "$x", "=", " ", "\n", "\0", ",", "é"] {
            assert!(
                HashString::parse(&format!("{text}{tail}")).is_err(),
                "{text}{tail:?}"
            );
        }
    }
}

#[test]
fn anything_in_front_is_refused() {
    for text in VALID {
        for head in [" ", "$", "\u{feff}", "{CRYPT}"] {
            assert_eq!(
                HashString::parse(&format!("{head}{text}")).err(),
                Some(ParseError::Unknown),
                "{head:?}{text}"
            );
        }
    }
}

#[test]
fn other_spellings_of_numbers_are_refused() {
    for (text, from, to) in [
        (VALID[0], "m=256", "m=0256"),
        (VALID[0], "m=256", "m=+256"),
        (VALID[0], "t=2", "t= 2"),
        (VALID[0], "v=19", "v=0x13"),
        (VALID[3], "ln=8", "ln=08"),
        (VALID[4], "$05$", "$5$"),
        (VALID[4], "$05$", "$005$"),
        (VALID[6], "r=5", "r=05"),
        (VALID[9], "1212", "01212"),
        (VALID[10], "i=4096", "i=4_096"),
        (VALID[11], "rounds=1000", "rounds=01000"),
    ] {
        let changed = text.replacen(from, to, 1);
        assert_ne!(changed, text);
        assert!(HashString::parse(&changed).is_err(), "{changed}");
    }
}

#[test]
fn numbers_outside_their_range_are_refused() {
    for (text, from, to) in [
        (VALID[0], "m=256", "m=15"),
        (VALID[0], "m=256", "m=4294967296"),
        (VALID[0], "t=2", "t=0"),
        (VALID[0], "p=2", "p=0"),
        (VALID[0], "v=19", "v=20"),
        (VALID[3], "ln=8", "ln=0"),
        (VALID[3], "ln=8", "ln=64"),
        (VALID[3], "r=8", "r=0"),
        (VALID[3], "p=1", "p=0"),
        (VALID[4], "$05$", "$03$"),
        (VALID[4], "$05$", "$32$"),
        (VALID[9], "1212", "0"),
        (VALID[11], "rounds=1000", "rounds=999"),
        (VALID[11], "rounds=1000", "rounds=1000000000"),
    ] {
        let changed = text.replacen(from, to, 1);
        assert_ne!(changed, text);
        assert!(HashString::parse(&changed).is_err(), "{changed}");
    }
}

#[test]
fn fields_out_of_order_are_refused() {
    assert!(HashString::parse(&VALID[0].replace("m=256,t=2", "t=2,m=256")).is_err());
}

#[test]
fn an_unknown_field_is_refused() {
    for field in ["keyid=AAAA", "data=AAAA", "q=5"] {
        assert!(
            HashString::parse(&VALID[0].replace("p=2", &format!("p=2,{field}"))).is_err(),
            "{field}"
        );
    }
}

#[test]
fn stray_bits_in_base64_are_refused() {
    // The last character of 32 bytes holds four bits; `d` differs from `c` in the stray ones.
    let text = VALID[0].strip_suffix('c').map(|rest| format!("{rest}d")).unwrap();
    assert!(HashString::parse(&text).is_err());
}

#[test]
fn the_other_alphabet_is_refused() {
    assert!(HashString::parse(&VALID[9].replace('.', "+")).is_err());
    assert!(HashString::parse(&VALID[10].replace('+', ".")).is_err());
}

#[test]
fn a_digest_too_short_to_mean_anything_is_refused() {
    assert!(HashString::parse("$argon2id$v=19$m=256,t=2,p=2$c29tZXNhbHQ$bQk8UA").is_err());
}

#[test]
fn a_setting_without_digest_names_the_scheme_and_the_part() {
    let error = HashString::parse("$2b$05$CCCCCCCCCCCCCCCCCCCCC.").unwrap_err();
    assert_eq!(
        error,
        ParseError::Malformed {
            scheme: Scheme::Bcrypt,
            part: "digest"
        }
    );
    assert_eq!(error.to_string(), "the bcrypt hash string has a malformed digest");
}

#[test]
fn a_string_over_the_cap_is_refused_before_it_is_read() {
    let text = format!("$2b$05${}", "C".repeat(MAX_HASH_STRING_BYTES));
    assert_eq!(HashString::parse(&text).unwrap_err(), ParseError::TooLong);
}

#[test]
fn what_is_no_hash_is_unknown() {
    for text in [
        "",
        "$",
        "$$$$",
        "plaintext",
        "$2$05$CCCC",
        "$argon2$x",
        "$7$abc",
        "5f4dcc3b5aa765d61d8327deb882cf99",
    ] {
        assert_eq!(
            HashString::parse(text).unwrap_err(),
            ParseError::Unknown,
            "{text}"
        );
    }
}

#[test]
fn debug_shows_neither_salt_nor_digest() {
    let shown = format!("{:?}", HashString::parse(VALID[0]).unwrap());
    assert_eq!(shown, "HashString(argon2id m=256,t=2,p=2)");
}

/// Parsing, writing back and, under limits that admit next to nothing, verifying.
fn never_panics(text: &str) {
    let limits = VerifyLimits {
        memory_kib: 64,
        argon2_passes: 2,
        argon2_lanes: 2,
        scrypt_work: 64,
        bcrypt_cost: 4,
        pbkdf2_rounds: 64,
        sha_crypt_rounds: 1_000,
        legacy_rounds: 64,
    };
    if let Ok(parsed) = HashString::parse(text) {
        assert!(parsed.to_string() == text || parsed.is_outdated(), "{text}");
        let _ = parsed.verify(b"password", &limits);
    }
}

proptest! {
    #[test]
    fn arbitrary_text_never_panics(text in "\\PC{0,80}") {
        never_panics(&text);
    }

    #[test]
    fn arbitrary_fields_after_a_known_prefix_never_panic(
        prefix in prop::sample::select(vec![
            "$argon2id$", "$scrypt$", "$2b$", "$2x$", "$bcrypt-sha256$", "$pbkdf2$", "$pbkdf2-sha1$", "$5$", "$6$",
        ]),
        rest in "[a-zA-Z0-9./+=,$é-]{0,120}",
    ) {
        never_panics(&format!("{prefix}{rest}"));
    }

    #[test]
    fn a_changed_character_never_panics(which in 0..VALID.len(), at in 0_usize..120, to in any::<char>()) {
        let text: String = VALID[which]
            .chars()
            .enumerate()
            .map(|(index, from)| if index == at { to } else { from })
            .collect();
        never_panics(&text);
    }

    #[test]
    fn any_parameters_never_panic(m in any::<u32>(), t in any::<u32>(), p in any::<u32>(), ln in 0_u32..70) {
        never_panics(&format!("$argon2id$v=19$m={m},t={t},p={p}$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuA"));
        never_panics(&format!("$scrypt$ln={ln},r={t},p={p}$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuA"));
    }
}
