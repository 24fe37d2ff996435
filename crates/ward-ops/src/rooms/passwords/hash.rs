//! `password_hash`: makes the string that a user table keeps. For applications that store passwords.
//!
//! Refuses passwords that bcrypt would cut short, costs outside the policy and, when asked to, weak passwords.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ward_access::Scope;
use ward_passwords::{BcryptCost, Cost, HashError, Policy, Scheme, assess, hash};
use ward_secret::{SecretString, SystemRandom, Timestamp};

use super::StrengthReport;
use crate::limits::of_hash;
use crate::{
    Answer, Call, Demand, Effect, Example, ExampleAnswer, Exposure, FieldFault, OpError, Operation, Room,
    Spec,
};

/// Hashes a password.
pub struct Hash;

/// What to hash, and how.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HashRequest {
    /// The password, at most 1,024 bytes of UTF-8.
    pub password: SecretString,
    /// bcrypt's cost, 4 to 16; the default scheme is used when it is absent.
    #[schemars(range(min = 4, max = 16))]
    #[serde(default)]
    pub salt_rounds: Option<u8>,
    /// The scheme: argon2id (default), argon2i, argon2d, scrypt, bcrypt, bcrypt-sha256, pbkdf2-sha1, pbkdf2-sha256,
    /// pbkdf2-sha512, sha256-crypt or sha512-crypt.
    #[serde(default)]
    pub scheme: Option<String>,
    /// Refuse a weak password instead of only reporting it.
    #[serde(default)]
    pub reject_weak: Option<bool>,
}

/// The hash and what it is made of.
#[derive(Debug, Serialize, JsonSchema)]
pub struct HashResponse {
    /// The string to store. It carries scheme, cost and salt.
    pub hashed_password: String,
    /// bcrypt's cost; null for every other scheme.
    pub salt_rounds: Option<u8>,
    /// The scheme.
    pub scheme: &'static str,
    /// How strong the password is.
    pub password_strength: StrengthReport,
    /// When it was made.
    pub timestamp: Timestamp,
}

impl Operation for Hash {
    const SPEC: &'static Spec = &Spec {
        name: "password_hash",
        room: Room::Passwords,
        summary: "Hash a password for storage",
        description: "Makes the string that a user table keeps, with a fresh salt: Argon2id unless `scheme` or \
            `salt_rounds` (bcrypt) says otherwise. Reports the password's strength, and refuses a weak one when \
            `reject_weak` is true. A password that bcrypt would cut at 72 bytes is refused, never shortened.",
        scope: Scope::PasswordHash,
        effect: Effect::Read,
        cost: crate::Cost::Kdf,
        idempotent: false,
        secret_request: &["/password"],
        secret_response: &[],
        exposure: Exposure::Open,
        examples: &[
            Example {
                title: "Argon2id by default",
                request: r#"{"password": "correct horse battery staple"}"#,
                answer: ExampleAnswer::Response(
                    r#"{"hashed_password": "…", "salt_rounds": null, "scheme": "argon2id",
                        "password_strength": "…", "timestamp": "…"}"#,
                ),
            },
            Example {
                title: "bcrypt when a cost is given",
                request: r#"{"password": "correct horse battery staple", "salt_rounds": 4}"#,
                answer: ExampleAnswer::Response(
                    r#"{"hashed_password": "…", "salt_rounds": 4, "scheme": "bcrypt",
                        "password_strength": "…", "timestamp": "…"}"#,
                ),
            },
            Example {
                title: "A weak password, refused on request",
                request: r#"{"password": "123456", "reject_weak": true}"#,
                answer: ExampleAnswer::Error("weak_password"),
            },
        ],
    };
    type Request = HashRequest;
    type Response = HashResponse;

    fn demand<'r>(call: &Call<'_>, request: &'r HashRequest) -> Demand<'r> {
        let cost = chosen_cost(request, call.engine().settings().passwords.default_cost());
        Demand {
            work: cost.map_or(0, |cost| of_hash(&cost)),
            target: None,
        }
    }

    async fn run(call: &Call<'_>, request: HashRequest) -> Result<Answer<HashResponse>, OpError> {
        super::check_length("/password", request.password.expose())?;
        let context = call.engine().settings().passwords.clone();
        let cost = chosen_cost(&request, context.default_cost())?;

        let reject_weak = request.reject_weak.unwrap_or(false);
        let (strength, hashed) = call
            .compute(move || {
                let password = request.password.expose();
                let strength = assess(password, &[]);
                let findings = if reject_weak {
                    Policy::SINGLE_FACTOR.judge(password, &strength)
                } else {
                    Vec::new()
                };
                if !findings.is_empty() {
                    return (strength, Err(weak(&findings)));
                }
                let hashed = hash(&cost, password.as_bytes(), &mut SystemRandom);
                (strength, hashed.map(|text| (text, cost)).map_err(hash_error))
            })
            .await?;

        let (hashed_password, cost) = hashed?;
        let salt_rounds = if let Cost::Bcrypt(cost) = &cost {
            Some(cost.log_rounds())
        } else {
            None
        };
        Ok(HashResponse {
            hashed_password,
            salt_rounds,
            scheme: cost.scheme().name(),
            password_strength: StrengthReport::from(&strength),
            timestamp: call.now(),
        }
        .into())
    }
}

fn chosen_cost(request: &HashRequest, default: &Cost) -> Result<Cost, OpError> {
    let scheme = match &request.scheme {
        Some(name) => Some(
            name.parse::<Scheme>()
                .map_err(|_| OpError::invalid("/scheme", "not the name of a scheme"))?,
        ),
        None => None,
    };
    match (scheme, request.salt_rounds) {
        (None, None) => Ok(*default),
        (Some(scheme), None) if scheme == default.scheme() => Ok(*default),
        (Some(scheme), None) => Ok(Cost::recommended(scheme)),
        (None | Some(Scheme::Bcrypt), Some(rounds)) => match BcryptCost::new(rounds) {
            Ok(cost) if rounds <= MAX_BCRYPT_ROUNDS => Ok(Cost::Bcrypt(cost)),
            _ => Err(OpError::invalid("/salt_rounds", "not from 4 to 16")),
        },
        (Some(_), Some(_)) => Err(OpError::invalid("/salt_rounds", "only bcrypt takes it")),
    }
}

/// The most that a caller may ask of this machine: about 5 seconds of one core.
const MAX_BCRYPT_ROUNDS: u8 = 16;

fn weak(findings: &[ward_passwords::Issue]) -> OpError {
    let fields = findings
        .iter()
        .map(|issue| FieldFault {
            pointer: "/password".to_owned(),
            rule: issue.code.as_str().into(),
        })
        .collect();
    OpError {
        code: "weak_password",
        detail: "the password is too weak".into(),
        ..OpError::invalid_fields(fields)
    }
    .hint("password_check says what is wrong with it")
}

fn hash_error(error: HashError) -> OpError {
    OpError::invalid("/password", error.to_string())
}
