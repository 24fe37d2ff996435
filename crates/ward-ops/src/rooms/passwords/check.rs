//! `password_check`: is this a password to accept? For sign-up and change forms.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ward_access::Scope;
use ward_passwords::{Policy, assess};
use ward_secret::SecretString;

use super::{IssueReport, StrengthReport};
use crate::{Answer, Call, Cost, Effect, Example, ExampleAnswer, Exposure, OpError, Operation, Room, Spec};

/// Judges a password.
pub struct Check;

/// The password and what is known of its owner.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckRequest {
    /// The password, at most 1,024 bytes of UTF-8.
    pub password: SecretString,
    /// What an attacker knows of the user: name, e-mail address, company. At most 32, each at most 256 bytes.
    #[serde(default)]
    pub user_inputs: Vec<SecretString>,
}

/// The judgement.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CheckResponse {
    /// Whether the policy accepts it (NIST SP 800-63B-4: length and guessability, no composition rules).
    pub acceptable: bool,
    /// Why not, when it does not.
    pub findings: Vec<IssueReport>,
    /// How strong it is.
    pub password_strength: StrengthReport,
    /// The logarithm, base 10, of the guesses that zxcvbn expects an attacker to need.
    pub guesses_log10: f64,
}

const MAX_USER_INPUTS: usize = 32;
const MAX_USER_INPUT_BYTES: usize = 256;

impl Operation for Check {
    const SPEC: &'static Spec = &Spec {
        name: "password_check",
        room: Room::Passwords,
        summary: "Judge the strength of a password",
        description: "Tells whether a password should be accepted: length, guessability by zxcvbn, and likeness to what \
            is known of its owner. Notes on composition are information, not rules (NIST SP 800-63B-4).",
        scope: Scope::PasswordCheck,
        effect: Effect::Read,
        cost: Cost::Light,
        idempotent: true,
        secret_request: &["/password", "/user_inputs"],
        secret_response: &[],
        exposure: Exposure::Open,
        examples: &[Example {
            title: "A password made of the user's name",
            request: r#"{"password": "alice2024", "user_inputs": ["alice@example.org"]}"#,
            answer: ExampleAnswer::Response(
                r#"{"acceptable": false, "findings": "…", "password_strength": "…", "guesses_log10": "…"}"#,
            ),
        }],
    };
    type Request = CheckRequest;
    type Response = CheckResponse;

    async fn run(call: &Call<'_>, request: CheckRequest) -> Result<Answer<CheckResponse>, OpError> {
        super::check_length("/password", request.password.expose())?;
        if request.user_inputs.len() > MAX_USER_INPUTS {
            return Err(OpError::invalid("/user_inputs", "more than 32"));
        }
        if request
            .user_inputs
            .iter()
            .any(|input| input.expose().len() > MAX_USER_INPUT_BYTES)
        {
            return Err(OpError::invalid("/user_inputs", "one is longer than 256 bytes"));
        }

        // zxcvbn takes up to a millisecond: off the executor.
        let response = call
            .compute(move || {
                let inputs: Vec<&str> = request
                    .user_inputs
                    .iter()
                    .map(|input| input.expose().as_str())
                    .collect();
                let password = request.password.expose();
                let strength = assess(password, &inputs);
                let findings = Policy::SINGLE_FACTOR.judge(password, &strength);
                CheckResponse {
                    acceptable: findings.is_empty(),
                    findings: findings.iter().map(IssueReport::from).collect(),
                    password_strength: StrengthReport::from(&strength),
                    guesses_log10: strength.guesses_log10,
                }
            })
            .await?;
        if !response.acceptable {
            call.note_no();
        }
        Ok(response.into())
    }
}
