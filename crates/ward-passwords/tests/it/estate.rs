//! A table of users: what the report says, how long upgrading takes, whose password is on a list.

use ward_passwords::decrepit::LegacyScheme;
use ward_passwords::estate::{Account, DenyCheck, Report, SHARED_ROWS_MOST, Standing, analyse};
use ward_passwords::{Argon2Cost, Cost, PasswordContext, UpdateReason, wrap};
use ward_secret::testing::SeededRandom;

const PHPASS: &str = "$P$B12345678L6Lpt4BxNotVIMILOa9u81";
const SHA: &str = "{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g=";

fn context() -> PasswordContext {
    PasswordContext::builder()
        .default_cost(Cost::Argon2id(Argon2Cost::new(64, 1, 1).unwrap()))
        .build()
        .unwrap()
}

fn report(rows: &[&str]) -> Report {
    analyse(rows.iter().map(|stored| Account::new("x", stored)), &context())
}

#[test]
fn rows_are_counted_by_scheme_cost_and_standing() {
    let current = context().hash(b"x", &mut SeededRandom::new(1)).unwrap();
    let wrapped = wrap(None, SHA, context().default_cost(), &mut SeededRandom::new(2)).unwrap();
    let report = report(&[&current, PHPASS, "!", "no hash", &wrapped]);
    assert_eq!(
        (
            report.accounts,
            report.current,
            report.outdated,
            report.disabled,
            report.unreadable,
            report.wrapped
        ),
        (5, 1, 2, 1, 1, 1)
    );
    assert_eq!((report.wrappable, report.unsalted), (1, 0));
    let line = |scheme: &str| report.lines.iter().find(|line| line.scheme == scheme).unwrap();
    assert_eq!(line("phpass").cost, "rounds=8192");
    assert_eq!(
        line("phpass").standing,
        Standing::Outdated(UpdateReason::LegacyFormat)
    );
    assert_eq!(
        line("wrapped").standing,
        Standing::Outdated(UpdateReason::Wrapped)
    );
    assert_eq!(line("argon2id").standing, Standing::Current);
}

#[test]
fn the_most_frequent_scheme_comes_first() {
    let report = report(&[PHPASS, SHA, SHA]);
    assert_eq!(
        (report.lines[0].scheme.as_str(), report.lines[0].accounts),
        ("ldap-sha1", 2)
    );
}

#[test]
fn shared_hashes_are_grouped_with_their_rows() {
    let report = report(&[SHA, PHPASS, SHA, PHPASS, SHA, "!", "!"]);
    assert_eq!((report.shared_groups, report.sharing, report.unsalted), (2, 5, 3));
    assert_eq!(report.shared[0].rows, [0, 2, 4]);
    assert_eq!(report.shared[1].rows, [1, 3]);
}

#[test]
fn a_large_group_lists_some_rows_and_counts_all() {
    let rows = vec![SHA; 1_000];
    let report = report(&rows);
    assert_eq!(
        (report.shared[0].rows.len(), report.shared[0].accounts),
        (SHARED_ROWS_MOST, 1_000)
    );
    assert_eq!(report.sharing, 1_000);
}

#[test]
fn a_hash_above_the_limits_is_counted() {
    assert_eq!(
        report(&["$2b$31$CCCCCCCCCCCCCCCCCCCCC.7uG0VCzI2bS7j6ymqJi9CdcdxiRTWNy"]).too_costly,
        1
    );
}

#[test]
fn a_report_shows_no_hash() {
    let shown = format!("{:?}", report(&[PHPASS, SHA, SHA]));
    assert!(!shown.contains("W6ph5") && !shown.contains("12345678L6"));
}

#[test]
fn weekly_logins_upgrade_as_a_poisson_process_says() {
    let report = analyse(
        (0..100).map(|_| Account::new("x", PHPASS).logins_per_week(1.0)),
        &context(),
    );
    assert!((report.upgraded_after(1.0) - (1.0 - (-1.0_f64).exp())).abs() < 1e-9);
    assert!((report.weeks_until(0.99).unwrap() - 100_f64.ln()).abs() < 1e-6);
}

#[test]
fn accounts_that_never_log_in_keep_the_estimate_open() {
    let rows = [
        Account::new("a", PHPASS).logins_per_week(5.0),
        Account::new("b", PHPASS),
    ];
    let report = analyse(rows, &context());
    assert_eq!(report.rate_unknown, 1);
    assert_eq!(report.weeks_until(0.9), None);
    assert!(report.weeks_until(0.49).is_some());
}

#[test]
fn an_estate_without_outdated_hashes_is_done() {
    assert!((report(&["!"]).upgraded_after(0.0) - 1.0).abs() < f64::EPSILON);
}

fn deny<'a>(
    accounts: &'a [Account<'a>],
    words: &'a [&'a [u8]],
    context: &'a PasswordContext,
    most: u64,
) -> DenyCheck<'a, impl Iterator<Item = Account<'a>>> {
    DenyCheck::new(accounts.iter().copied(), words, context, most)
}

#[test]
fn accounts_whose_password_is_listed_are_named() {
    let context = context();
    let current = context.hash(b"summer", &mut SeededRandom::new(1)).unwrap();
    let accounts = [
        Account::new("ann", PHPASS),
        Account::new("bob", &current),
        Account::new("eve", "!"),
        Account::new("JohnRipper", PHPASS),
    ];
    let words: [&[u8]; 2] = [b"winter", b"summer"];
    let mut check = deny(&accounts, &words, &context, 1_000);
    let found: Vec<_> = check
        .by_ref()
        .map(|found| (found.row, found.id, found.is_user_name))
        .collect();
    assert_eq!(
        found,
        [(1, "bob".to_owned(), false), (3, "JohnRipper".to_owned(), true)]
    );
    assert_eq!((check.skipped(), check.rows()), (1, 4));
    assert!(!check.is_exhausted());
}

#[test]
fn the_check_stops_when_its_verifications_are_spent() {
    let context = context();
    let accounts = vec![Account::new("ann", PHPASS); 100];
    let words: [&[u8]; 2] = [b"winter", b"summer"];
    let mut check = deny(&accounts, &words, &context, 7);
    assert_eq!(check.next(), None);
    assert!(check.is_exhausted());
    assert_eq!((check.spent(), check.rows()), (7, 3));
}

#[test]
fn an_estate_of_twelve_formats_is_wrapped_and_ends_up_current() {
    let context = context();
    let file: serde_json::Value = serde_json::from_str(include_str!("../vectors/legacy.json")).unwrap();
    let formats = [
        "md5-crypt",
        "apr1-md5-crypt",
        "des-crypt",
        "phpass",
        "drupal7",
        "django-sha1",
        "ldap-salted-sha1",
        "hex-md5",
        "mysql41",
        "nthash",
        "werkzeug-pbkdf2",
        "aspnet-identity-v3",
    ];
    let cases: Vec<_> = file["cases"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|case| formats.contains(&case["scheme"].as_str().unwrap()))
        .collect();
    let wrapped: Vec<String> = cases
        .iter()
        .map(|case| {
            let scheme = LegacyScheme::named(case["scheme"].as_str().unwrap());
            wrap(
                scheme,
                case["hash"].as_str().unwrap(),
                context.default_cost(),
                &mut SeededRandom::new(3),
            )
            .unwrap()
        })
        .collect();
    let context = PasswordContext::builder()
        .default_cost(*context.default_cost())
        .legacy(LegacyScheme::named("hex-md5").unwrap())
        .legacy(LegacyScheme::named("nthash").unwrap())
        .build()
        .unwrap();
    let before = analyse(wrapped.iter().map(|stored| Account::new("x", stored)), &context);
    assert_eq!((before.wrapped, before.current), (wrapped.len() as u64, 0));
    let after: Vec<String> = cases
        .iter()
        .zip(&wrapped)
        .map(|(case, stored)| {
            let password = hex::decode(case["password_hex"].as_str().unwrap()).unwrap();
            let update = context.verify_and_update(&password, stored, &mut SeededRandom::new(4));
            update.unwrap().new_hash.unwrap()
        })
        .collect();
    let report = analyse(after.iter().map(|stored| Account::new("x", stored)), &context);
    assert_eq!(report.current, report.accounts);
}
