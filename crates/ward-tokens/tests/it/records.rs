//! The life of an API key, step by step.

use std::time::Duration;

use ward_access::{Decision, Grant, PrincipalKind, Refusal, Scope, ScopeSet, decide};
use ward_secret::Timestamp;
use ward_tokens::api_key::{ApiKeyRecord, ApiKeyStatus, LAST_USED_RESOLUTION, MAX_OVERLAP, RotateError};

use crate::forge::NOW;

const DAY: Duration = Duration::from_hours(24);
const MICRO: Duration = Duration::from_micros(1);

fn record(expires: Option<Timestamp>) -> ApiKeyRecord {
    ApiKeyRecord::new(
        "id1",
        ScopeSet::empty().with(Scope::TokenIssue),
        Grant::Any,
        NOW,
        expires,
    )
}

#[test]
fn a_new_key_is_active_until_its_end() {
    let end = NOW.after(DAY);
    let key = record(Some(end));
    assert_eq!(key.status(NOW), ApiKeyStatus::Active);
    assert_eq!(key.status(end.before(MICRO)), ApiKeyStatus::Active);
    assert_eq!(key.status(end), ApiKeyStatus::Expired);
}

#[test]
fn a_key_without_an_end_stays_active() {
    assert_eq!(
        record(None).status(NOW.after(Duration::MAX)),
        ApiKeyStatus::Active
    );
}

#[test]
fn a_revoked_key_stays_revoked_when_the_clock_goes_back() {
    let mut key = record(Some(NOW.after(DAY)));
    key.revoked_at = Some(NOW);
    for now in [NOW.before(DAY), NOW, NOW.after(DAY)] {
        assert_eq!(key.status(now), ApiKeyStatus::Revoked);
    }
}

#[test]
fn rotation_gives_a_successor_with_the_same_rights_and_length_of_life() {
    let key = record(Some(NOW.after(90 * DAY)));
    let now = NOW.after(80 * DAY);
    let rotation = key.rotate("id2", now, DAY).unwrap();
    assert_eq!(rotation.successor.id, "id2");
    assert_eq!(rotation.successor.scopes, key.scopes);
    assert_eq!(rotation.successor.grant, key.grant);
    assert_eq!(rotation.successor.created, now);
    assert_eq!(rotation.successor.expires, Some(now.after(90 * DAY)));
    assert_eq!(rotation.successor.rotated_from.as_deref(), Some("id1"));
    assert_eq!(rotation.overlap_until, now.after(DAY));
}

#[test]
fn both_keys_count_during_the_overlap_and_then_only_the_successor() {
    let mut key = record(None);
    let rotation = key.rotate("id2", NOW, DAY).unwrap();
    key.overlap_until = Some(rotation.overlap_until);
    assert_eq!(key.status(NOW.after(DAY).before(MICRO)), ApiKeyStatus::Active);
    assert_eq!(key.status(NOW.after(DAY)), ApiKeyStatus::Superseded);
    assert_eq!(rotation.successor.status(NOW.after(DAY)), ApiKeyStatus::Active);
}

#[test]
fn an_overlap_of_nothing_ends_the_old_key_at_once() {
    let mut key = record(None);
    key.overlap_until = Some(key.rotate("id2", NOW, Duration::ZERO).unwrap().overlap_until);
    assert_eq!(key.status(NOW), ApiKeyStatus::Superseded);
}

#[test]
fn an_overlap_does_not_lengthen_the_old_keys_life() {
    let rotation = record(Some(NOW.after(DAY))).rotate("id2", NOW, 7 * DAY).unwrap();
    assert_eq!(rotation.overlap_until, NOW.after(DAY));
}

#[test]
fn an_overlap_is_capped() {
    let rotation = record(None).rotate("id2", NOW, Duration::MAX).unwrap();
    assert_eq!(rotation.overlap_until, NOW.after(MAX_OVERLAP));
}

#[test]
fn a_key_is_rotated_once() {
    let mut key = record(None);
    key.overlap_until = Some(NOW.after(DAY));
    assert_eq!(
        key.rotate("id3", NOW, DAY).unwrap_err(),
        RotateError::AlreadyRotated
    );
}

#[test]
fn a_key_that_has_ended_is_not_rotated() {
    let mut key = record(Some(NOW));
    assert_eq!(
        key.rotate("id2", NOW, DAY).unwrap_err(),
        RotateError::NotActive(ApiKeyStatus::Expired)
    );
    key.revoked_at = Some(NOW);
    assert_eq!(
        key.rotate("id2", NOW, DAY).unwrap_err(),
        RotateError::NotActive(ApiKeyStatus::Revoked)
    );
}

#[test]
fn the_principal_ends_when_the_key_does() {
    let mut key = record(Some(NOW.after(30 * DAY)));
    key.overlap_until = Some(NOW.after(DAY));
    let principal = key.principal(NOW).unwrap();
    assert_eq!(
        (principal.kind, principal.label().as_str()),
        (PrincipalKind::ApiKey, "apikey:id1")
    );
    assert_eq!(decide(&principal, Scope::TokenIssue, NOW), Decision::Allowed);
    assert_eq!(
        decide(&principal, Scope::TokenIssue, NOW.after(DAY)),
        Decision::Refused(Refusal::Expired)
    );
}

#[test]
fn a_key_that_has_ended_has_no_principal() {
    let mut key = record(None);
    key.revoked_at = Some(NOW);
    assert_eq!(key.principal(NOW).unwrap_err(), ApiKeyStatus::Revoked);
}

#[test]
fn the_last_use_is_recorded_once_a_minute() {
    let mut key = record(None);
    assert!(key.use_is_news(NOW));
    key.last_used = Some(NOW);
    assert!(!key.use_is_news(NOW.after(LAST_USED_RESOLUTION).before(MICRO)));
    assert!(key.use_is_news(NOW.after(LAST_USED_RESOLUTION)));
}
