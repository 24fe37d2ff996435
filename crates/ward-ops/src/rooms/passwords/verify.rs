//! `password_verify`: does this password belong to that stored hash? For logins.
//!
//! Refuses hash strings that are malformed or ask for more work than the policy's caps, before it works.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ward_access::Scope;
use ward_passwords::{HashString, VerifyError};
use ward_secret::{SecretString, SystemRandom, Timestamp};

use crate::limits::of_hash;
use crate::{Answer, Call, Demand, Effect, Example, ExampleAnswer, Exposure, OpError, Operation, Room, Spec};

/// Verifies a password against a stored hash.
pub struct Verify;

/// A password and the hash it is said to belong to.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VerifyRequest {
    /// The password to test, at most 1,024 bytes of UTF-8.
    pub password: SecretString,
    /// The stored hash, of any scheme that Ward verifies.
    pub hashed_password: SecretString,
    /// Return a new hash when the stored one is out of date and the password is right.
    #[serde(default)]
    pub rehash: Option<bool>,
}

/// Whether it fits, and whether the hash should be replaced.
#[derive(Debug, Serialize, JsonSchema)]
pub struct VerifyResponse {
    /// Whether the password belongs to the hash.
    pub is_valid: bool,
    /// When it was tested.
    pub verified_at: Timestamp,
    /// Whether the stored hash has a deprecated scheme or too low a cost.
    pub needs_rehash: bool,
    /// The replacement to store, when it was asked for, is needed, and the password is right.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new_hash: Option<String>,
}

impl Operation for Verify {
    const SPEC: &'static Spec = &Spec {
        name: "password_verify",
        room: Room::Passwords,
        summary: "Verify a password against a stored hash",
        description: "Tests a password in constant time against a hash of any supported scheme. A wrong password is not \
            an error: `is_valid` is false. Says whether the hash should be replaced, and with `rehash` makes the \
            replacement. A hash that asks for more work than the caps allow is refused before any work.",
        scope: Scope::PasswordVerify,
        effect: Effect::Read,
        cost: crate::Cost::Kdf,
        idempotent: true,
        secret_request: &["/password", "/hashed_password"],
        secret_response: &[],
        exposure: Exposure::Open,
        examples: &[
            Example {
                title: "A wrong password is an answer, not an error",
                request: r#"{"password": "wrong",
                    "hashed_password": "$2b$04$abcdefghijklmnopqrstuuRMQD05iqEuPFj9xQEtfkjDBJpUKfhD6"}"#,
                answer: ExampleAnswer::Response(
                    r#"{"is_valid": false, "verified_at": "…", "needs_rehash": true}"#,
                ),
            },
            Example {
                title: "Text that is no hash",
                request: r#"{"password": "secret", "hashed_password": "secret"}"#,
                answer: ExampleAnswer::Error("unknown_hash"),
            },
        ],
    };
    type Request = VerifyRequest;
    type Response = VerifyResponse;
    const ANSWERS_GUESSES: bool = true;

    fn demand<'r>(call: &Call<'_>, request: &'r VerifyRequest) -> Demand<'r> {
        let context = &call.engine().settings().passwords;
        // What is malformed or above the caps is refused without work.
        let stored = HashString::parse(request.hashed_password.expose()).ok();
        let within = stored.filter(|stored| stored.admit(context.limits()).is_ok());
        let work = within.map_or(0, |stored| of_hash(&stored.cost()));
        let again = if request.rehash.unwrap_or(false) {
            of_hash(context.default_cost())
        } else {
            0
        };
        Demand {
            work: work.saturating_add(again),
            target: Some(request.hashed_password.expose_bytes()),
        }
    }

    async fn run(call: &Call<'_>, request: VerifyRequest) -> Result<Answer<VerifyResponse>, OpError> {
        super::check_length("/password", request.password.expose())?;
        let context = call.engine().settings().passwords.clone();
        let stored = request.hashed_password.expose();
        let parsed = HashString::parse(stored).map_err(|_| unknown_hash())?;
        // Here and not in the pool: what will be refused takes no place in its queue.
        parsed.admit(context.limits()).map_err(|_| too_costly())?;
        let outdated = context.update_reason(&parsed).is_some();

        let rehash = request.rehash.unwrap_or(false) && outdated;
        let verified = call
            .compute(move || {
                let (password, stored) = (request.password.expose_bytes(), request.hashed_password.expose());
                if rehash {
                    context
                        .verify_and_update(password, stored, &mut SystemRandom)
                        .map(|update| update.new_hash)
                } else {
                    context.verify(password, stored).map(|_| None)
                }
            })
            .await?;

        let (is_valid, new_hash) = match verified {
            Ok(new_hash) => (true, new_hash),
            Err(VerifyError::Mismatch) => {
                call.note_no();
                (false, None)
            }
            Err(VerifyError::TooCostly(_)) => {
                return Err(too_costly());
            }
            Err(_) => return Err(unknown_hash()),
        };
        Ok(VerifyResponse {
            is_valid,
            verified_at: call.now(),
            needs_rehash: outdated,
            new_hash,
        }
        .into())
    }
}

fn too_costly() -> OpError {
    OpError {
        code: "hash_too_costly",
        ..OpError::invalid("/hashed_password", "asks for more work than the policy allows")
    }
}

fn unknown_hash() -> OpError {
    OpError {
        code: "unknown_hash",
        ..OpError::invalid("/hashed_password", "not a hash of a scheme that is allowed")
    }
}
