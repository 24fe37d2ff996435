//! `decrypt`: the way back from `encrypt`, and from what the Python predecessor wrote.
//!
//! Wrong key, wrong password, wrong associated data and damage are one error, which tells nothing of which.

use std::time::Duration;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ward_access::Scope;
use ward_encryption::envelope::TEXT_PREFIX;
use ward_encryption::package::{self, PackageError, unwrap_token};
use ward_encryption::{DataKey, Envelope, FernetKey, KeyInfo, PasswordParameters, Purpose};
use ward_secret::{SecretBytes, SecretString, Timestamp};

use super::{DATA_KEY_USE, does_not_open, note_key};
use crate::keyring::{Keys, OWN_PREFIX};
use crate::limits::of_kdf;
use crate::{Answer, Call, Demand, Effect, Example, ExampleAnswer, Exposure, OpError, Operation, Room, Spec};

/// Decrypts text.
pub struct Decrypt;

/// The encrypted data, and what opens it.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DecryptRequest {
    /// What `encrypt` returned: a token, base64url of one, or an envelope.
    pub encrypted_data: String,
    /// The password, for data that was encrypted under one.
    #[serde(default)]
    pub password: Option<SecretString>,
    /// The name of a key, a wrapped data key (`key_info` of `encrypt`), or a Fernet key as text.
    #[serde(default)]
    pub key: Option<SecretString>,
    /// `key_info` of `encrypt`. With a password: its parameters, or a salt in base64url.
    #[serde(default)]
    pub key_info: Option<SecretString>,
    /// With a password: the salt in base64url, where it is kept apart from `key_info`.
    #[serde(default)]
    pub salt: Option<String>,
    /// With a bare salt: the iterations of PBKDF2-SHA256; 100,000, as the predecessor had it, when absent.
    #[serde(default)]
    pub iterations: Option<u32>,
    /// What the data was bound to, the same as for `encrypt`.
    #[serde(default)]
    pub associated_data: Option<SecretString>,
    /// Refuse Fernet tokens older than this many seconds.
    #[serde(default)]
    pub ttl: Option<u32>,
}

/// The text.
#[derive(Debug, Serialize, JsonSchema)]
pub struct DecryptResponse {
    /// The text.
    pub decrypted_data: String,
    /// password, key or named.
    pub decryption_method: &'static str,
    /// When it was decrypted.
    pub timestamp: Timestamp,
    /// With a named key: the version that had encrypted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key_version: Option<u32>,
}

impl Operation for Decrypt {
    const SPEC: &'static Spec = &Spec {
        name: "decrypt",
        room: Room::Encryption,
        summary: "Decrypt what encrypt returned",
        description: "Opens tokens and envelopes with a password and its parameters, with a named key, with a wrapped data \
            key, or with a Fernet key as text. Packages carry their parameters; data of the Python predecessor opens too. \
            Whatever does not open is one and the same error.",
        scope: Scope::CryptoDecrypt,
        effect: Effect::Read,
        cost: crate::Cost::Light,
        idempotent: true,
        secret_request: &["/password", "/key", "/key_info", "/associated_data"],
        secret_response: &["/decrypted_data"],
        exposure: Exposure::OnRequest(
            "the answer is what was worth encrypting, which would stand in the context of a model",
        ),
        examples: &[
            Example {
                title: "A token of the Fernet specification, with its key",
                request: r#"{"encrypted_data":
                    "gAAAAAAdwJ6wAAECAwQFBgcICQoLDA0ODy021cpGVWKZ_eEwCGM4BLLF_5CV9dOPmrhuVUPgJobwOz7JcbmrR64jVmpU4IwqDA==",
                    "key": "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4="}"#,
                answer: ExampleAnswer::Response(
                    r#"{"decrypted_data": "hello", "decryption_method": "key", "timestamp": "…"}"#,
                ),
            },
            Example {
                title: "The wrong key",
                request: r#"{"encrypted_data":
                    "gAAAAAAdwJ6wAAECAwQFBgcICQoLDA0ODy021cpGVWKZ_eEwCGM4BLLF_5CV9dOPmrhuVUPgJobwOz7JcbmrR64jVmpU4IwqDA==",
                    "key": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}"#,
                answer: ExampleAnswer::Error("does_not_open"),
            },
        ],
    };
    type Request = DecryptRequest;
    type Response = DecryptResponse;

    fn demand<'r>(_: &Call<'_>, request: &'r DecryptRequest) -> Demand<'r> {
        let info = request.key_info.as_ref().map(|info| info.expose().as_str());
        let parameters = request.password.as_ref().and(info.or(request.salt.as_deref()));
        let parsed = parameters.and_then(|text| PasswordParameters::parse(text, request.iterations).ok());
        Demand {
            work: parsed.map_or(0, |parsed| of_kdf(parsed.kdf())),
            target: None,
        }
    }

    async fn run(call: &Call<'_>, request: DecryptRequest) -> Result<Answer<DecryptResponse>, OpError> {
        if request.password.is_some() && request.key.is_some() {
            return Err(OpError::invalid("", "password and key exclude each other"));
        }
        if request.encrypted_data.starts_with(TEXT_PREFIX) {
            return envelope(call, &request).await.map(Answer::Ready);
        }
        if request.associated_data.is_some() {
            return Err(OpError::invalid(
                "/associated_data",
                "a fernet token has no place for it",
            ));
        }
        let lifetime = request.ttl.map(|seconds| Duration::from_secs(u64::from(seconds)));
        let response = if request.password.is_some() {
            with_password(call, request, lifetime).await?
        } else {
            with_key(call, &request, lifetime).await?
        };
        Ok(response.into())
    }
}

/// An envelope names its keyset; a key that is given by name must be that one.
async fn envelope(call: &Call<'_>, request: &DecryptRequest) -> Result<DecryptResponse, OpError> {
    if request.password.is_some() || request.ttl.is_some() {
        return Err(OpError::invalid(
            "",
            "an envelope takes neither a password nor a ttl",
        ));
    }
    let envelope = Envelope::parse(&request.encrypted_data).map_err(|_| does_not_open())?;
    let found = call
        .engine()
        .keyring()
        .by_id(call.engine(), envelope.key_id())
        .await;
    let open = found.map_err(|error| {
        if error.code == "no_such_key" {
            does_not_open()
        } else {
            error
        }
    })?;
    let named = request.key.as_ref().or(request.key_info.as_ref());
    if named.is_some_and(|name| name.expose() != open.name.as_str())
        || open.name.as_str().starts_with(OWN_PREFIX)
    {
        return Err(does_not_open());
    }
    let Keys::Aead(keys) = &open.keys else {
        return Err(does_not_open());
    };
    note_key(call, open.keyset.id(), envelope.key_version());
    let associated = request
        .associated_data
        .as_ref()
        .map(SecretString::expose_bytes)
        .unwrap_or_default();
    let data = envelope
        .open(keys, Purpose::DATA, associated)
        .map_err(|_| does_not_open())?;
    answer(call, &data, "named", Some(envelope.key_version()))
}

async fn with_password(
    call: &Call<'_>,
    request: DecryptRequest,
    lifetime: Option<Duration>,
) -> Result<DecryptResponse, OpError> {
    let DecryptRequest {
        encrypted_data,
        password,
        key_info,
        salt,
        iterations,
        ..
    } = request;
    let password = password.unwrap_or_else(|| SecretString::from(""));
    crate::rooms::passwords::check_length("/password", password.expose())?;
    let (pointer, parameters) = match (&key_info, &salt) {
        (Some(info), _) => ("/key_info", info.expose()),
        (None, Some(salt)) => ("/salt", salt),
        (None, None) => return Err(OpError::invalid("/key_info", "needed to decrypt with a password")),
    };
    // Costs above the caps are refused here, before any work.
    let parameters = PasswordParameters::parse(parameters, iterations)
        .map_err(|error| OpError::invalid(pointer, error.to_string()))?;
    let now = call.now();
    let opened = call
        .compute(move || package::open(&encrypted_data, &parameters, &password, lifetime, now))
        .await?
        .map_err(|error| match error {
            PackageError::Derive(error) => OpError::internal(error.to_string()),
            _ => does_not_open(),
        })?;
    answer(call, &opened, "password", None)
}

async fn with_key(
    call: &Call<'_>,
    request: &DecryptRequest,
    lifetime: Option<Duration>,
) -> Result<DecryptResponse, OpError> {
    let (pointer, key) = match (&request.key, &request.key_info) {
        (Some(key), _) => ("/key", key),
        (None, Some(info)) => ("/key_info", info),
        (None, None) => return Err(OpError::invalid("", "needs a password, a key or key_info")),
    };
    let token = unwrap_token(&request.encrypted_data).map_err(|_| does_not_open())?;
    let by = |fernet: &FernetKey| {
        let data = fernet
            .decrypt(token.as_bytes(), lifetime, call.now())
            .map_err(|_| does_not_open())?;
        answer(call, &data, "key", None)
    };
    match KeyInfo::parse(key.expose(), None) {
        Ok(KeyInfo::Fernet(fernet)) => by(&fernet),
        Ok(KeyInfo::Wrapped(wrapped)) => {
            let open = call
                .engine()
                .keyring()
                .by_id(call.engine(), wrapped.key_id())
                .await;
            let open = open.map_err(|error| {
                if error.code == "no_such_key" {
                    does_not_open()
                } else {
                    error
                }
            })?;
            let Keys::Aead(keys) = &open.keys else {
                return Err(does_not_open());
            };
            note_key(call, open.keyset.id(), wrapped.key_version());
            by(&DataKey::unwrap(&wrapped, keys, DATA_KEY_USE)
                .map_err(|_| does_not_open())?
                .fernet_key())
        }
        _ => {
            let name = crate::rooms::keys::parse_name(pointer, key.expose().clone())?;
            let open = call.engine().keyring().by_name(call.engine(), &name).await?;
            let Keys::Fernet(keys) = &open.keys else {
                return Err(OpError::invalid(
                    pointer,
                    "this kind of key does not open fernet tokens",
                ));
            };
            let opened = keys
                .decrypt(token.as_bytes(), lifetime, call.now())
                .map_err(|_| does_not_open())?;
            note_key(call, open.keyset.id(), opened.version);
            answer(call, &opened.data, "named", Some(opened.version))
        }
    }
}

fn answer(
    call: &Call<'_>,
    data: &SecretBytes,
    method: &'static str,
    key_version: Option<u32>,
) -> Result<DecryptResponse, OpError> {
    let text = std::str::from_utf8(data.expose())
        .map_err(|_| OpError::invalid("/encrypted_data", "holds bytes that are not text"))?;
    Ok(DecryptResponse {
        decrypted_data: text.to_owned(),
        decryption_method: method,
        timestamp: call.now(),
        key_version,
    })
}
