//! `encrypt`: text becomes a token that only the right password or key opens. For applications that store secrets.
//!
//! Refuses a password beside a named key, and associated data where the format has no place for it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ward_access::Scope;
use ward_encryption::package::wrap_token;
use ward_encryption::{DataKey, Envelope, Kdf, PasswordPackage, Purpose};
use ward_keys::KeyName;
use ward_keys::hazmat::{argon2id, scrypt};
use ward_secret::{SecretString, SystemRandom, Timestamp};

use super::{DATA_KEY_USE, note_key};
use crate::keyring::{DATA_KEYS, Keys, OWN_PREFIX};
use crate::limits::of_kdf;
use crate::{Answer, Call, Demand, Effect, Example, ExampleAnswer, Exposure, OpError, Operation, Room, Spec};

/// Encrypts text.
pub struct Encrypt;

/// The text, and under what.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EncryptRequest {
    /// The text to encrypt.
    pub data: SecretString,
    /// Encrypt under this password, by way of a slow key derivation.
    #[serde(default)]
    pub password: Option<SecretString>,
    /// Encrypt under the named key: of kind fernet, aes-256-gcm or xchacha20-poly1305.
    #[serde(default)]
    pub key: Option<String>,
    /// What the data belongs to, such as the id of its row. Needed again to decrypt. Only with a named key of kind
    /// aes-256-gcm or xchacha20-poly1305.
    #[serde(default)]
    pub associated_data: Option<SecretString>,
    /// With a password: how the key is derived, pbkdf2 (default), argon2id or scrypt.
    #[serde(default)]
    pub kdf: Option<String>,
}

/// The encrypted data and how to open it again.
#[derive(Debug, Serialize, JsonSchema)]
pub struct EncryptResponse {
    /// With a password or a fresh key: base64url of the Fernet token. With a named key: the token itself.
    pub encrypted_data: String,
    /// password, generated or named.
    pub key_derivation: &'static str,
    /// What `decrypt` needs beside the data: the parameters of the password's key; the fresh data key, wrapped under
    /// Ward's own; or the name of the key.
    pub key_info: String,
    /// Fernet, XAES-256-GCM or XChaCha20-Poly1305.
    pub algorithm: &'static str,
    /// When it was encrypted.
    pub timestamp: Timestamp,
    /// With a named key: the version that encrypted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key_version: Option<u32>,
    /// With a password: the salt, base64url.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub salt: Option<String>,
    /// With a password: PBKDF2HMAC, Scrypt or Argon2id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kdf: Option<&'static str>,
    /// With a password: iterations or passes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub iterations: Option<u32>,
    /// With a password: memory in KiB.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub memory: Option<u32>,
    /// With a password: lanes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parallelism: Option<u32>,
}

impl Operation for Encrypt {
    const SPEC: &'static Spec = &Spec {
        name: "encrypt",
        room: Room::Encryption,
        summary: "Encrypt text under a password, a fresh key or a named key",
        description: "With `password`, derives a key by a slow function with a fresh salt and makes a Fernet token; the \
            parameters are in the response. With `key`, uses a named key whose material never leaves Ward. With neither, \
            makes a fresh data key and returns it wrapped under Ward's own key in `key_info`: only Ward opens it.",
        scope: Scope::CryptoEncrypt,
        effect: Effect::Read,
        cost: crate::Cost::Light,
        idempotent: false,
        secret_request: &["/data", "/password", "/associated_data"],
        secret_response: &[],
        exposure: Exposure::Open,
        examples: &[
            Example {
                title: "Under a fresh data key",
                request: r#"{"data": "attack at dawn"}"#,
                answer: ExampleAnswer::Response(
                    r#"{"encrypted_data": "…", "key_derivation": "generated", "key_info": "…",
                        "algorithm": "Fernet", "timestamp": "…"}"#,
                ),
            },
            Example {
                title: "Under a password",
                request: r#"{"data": "attack at dawn", "password": "correct horse battery staple"}"#,
                answer: ExampleAnswer::Response(
                    r#"{"encrypted_data": "…", "key_derivation": "password", "key_info": "…", "algorithm": "Fernet",
                        "timestamp": "…", "salt": "…", "kdf": "PBKDF2HMAC", "iterations": 600000}"#,
                ),
            },
            Example {
                title: "Under a key that does not exist",
                request: r#"{"data": "attack at dawn", "key": "nobody"}"#,
                answer: ExampleAnswer::Error("no_such_key"),
            },
        ],
    };
    type Request = EncryptRequest;
    type Response = EncryptResponse;

    fn demand<'r>(_: &Call<'_>, request: &'r EncryptRequest) -> Demand<'r> {
        let kdf = request
            .password
            .as_ref()
            .and_then(|_| chosen_kdf(request.kdf.as_deref()).ok());
        Demand {
            work: kdf.map_or(0, of_kdf),
            target: None,
        }
    }

    async fn run(call: &Call<'_>, request: EncryptRequest) -> Result<Answer<EncryptResponse>, OpError> {
        let EncryptRequest {
            data,
            password,
            key,
            associated_data,
            kdf,
        } = request;
        if kdf.is_some() && password.is_none() {
            return Err(OpError::invalid("/kdf", "only goes with a password"));
        }
        if associated_data.is_some() && key.is_none() {
            return Err(OpError::invalid("/associated_data", "only goes with a named key"));
        }
        let response = match (password, key) {
            (Some(_), Some(_)) => return Err(OpError::invalid("", "password and key exclude each other")),
            (Some(password), None) => under_password(call, data, password, kdf.as_deref()).await?,
            (None, Some(name)) => under_named(call, &data, name, associated_data.as_ref()).await?,
            (None, None) => under_fresh(call, &data).await?,
        };
        Ok(response.into())
    }
}

async fn under_password(
    call: &Call<'_>,
    data: SecretString,
    password: SecretString,
    kdf: Option<&str>,
) -> Result<EncryptResponse, OpError> {
    crate::rooms::passwords::check_length("/password", password.expose())?;
    let kdf = chosen_kdf(kdf)?;
    let now = call.now();
    let package = call
        .compute(move || PasswordPackage::seal(data.expose_bytes(), &password, kdf, now, &mut SystemRandom))
        .await?
        .map_err(|error| OpError::internal(error.to_string()))?;
    let parameters = &package.parameters;
    Ok(EncryptResponse {
        encrypted_data: package.encrypted_data(),
        key_derivation: "password",
        key_info: parameters.to_string(),
        algorithm: "Fernet",
        timestamp: now,
        key_version: None,
        salt: Some(parameters.salt_text()),
        kdf: Some(parameters.kdf().name()),
        iterations: parameters.kdf().iterations(),
        memory: parameters.kdf().memory_kib(),
        parallelism: parameters.kdf().parallelism(),
    })
}

fn chosen_kdf(name: Option<&str>) -> Result<Kdf, OpError> {
    let kdf = match name {
        None | Some("pbkdf2") => Kdf::pbkdf2_default(),
        // RFC 9106, section 4, second recommended option.
        Some("argon2id") => argon2id::Cost::new(65_536, 3, 4).map(Kdf::Argon2id),
        // OWASP Password Storage Cheat Sheet: N = 2^17, r = 8, p = 1.
        Some("scrypt") => scrypt::Cost::new(17, 8, 1).map(Kdf::Scrypt),
        Some(_) => return Err(OpError::invalid("/kdf", "not pbkdf2, argon2id or scrypt")),
    };
    kdf.map_err(|error| OpError::internal(error.to_string()))
}

async fn under_named(
    call: &Call<'_>,
    data: &SecretString,
    name: String,
    associated_data: Option<&SecretString>,
) -> Result<EncryptResponse, OpError> {
    if name.starts_with(OWN_PREFIX) {
        return Err(OpError::invalid(
            "/key",
            "ward's own keys do not encrypt for callers",
        ));
    }
    let name = crate::rooms::keys::parse_name("/key", name)?;
    let open = call.engine().keyring().by_name(call.engine(), &name).await?;
    let version = open.keyset.primary_number();
    note_key(call, open.keyset.id(), version);
    let (encrypted_data, algorithm) = match &open.keys {
        Keys::Fernet(_) if associated_data.is_some() => {
            return Err(OpError::invalid(
                "/associated_data",
                "a fernet key has no place for it",
            ));
        }
        Keys::Fernet(keys) => (
            keys.encrypt(data.expose_bytes(), call.now(), &mut call.random()),
            "Fernet",
        ),
        Keys::Aead(keys) => {
            let associated = associated_data
                .map(SecretString::expose_bytes)
                .unwrap_or_default();
            let envelope = Envelope::seal(
                keys,
                Purpose::DATA,
                associated,
                data.expose_bytes(),
                &mut call.random(),
            );
            (envelope.to_text(), algorithm_name(open.keyset.kind()))
        }
        _ => return Err(OpError::invalid("/key", "this kind of key does not encrypt")),
    };
    Ok(EncryptResponse {
        encrypted_data,
        key_derivation: "named",
        key_info: name.as_str().to_owned(),
        algorithm,
        timestamp: call.now(),
        key_version: Some(version),
        salt: None,
        kdf: None,
        iterations: None,
        memory: None,
        parallelism: None,
    })
}

const fn algorithm_name(kind: ward_keys::Kind) -> &'static str {
    match kind {
        ward_keys::Kind::Aes256Gcm => "XAES-256-GCM",
        _ => "XChaCha20-Poly1305",
    }
}

async fn under_fresh(call: &Call<'_>, data: &SecretString) -> Result<EncryptResponse, OpError> {
    let name = KeyName::new(DATA_KEYS).map_err(|error| OpError::internal(error.to_string()))?;
    let open = call.engine().keyring().by_name(call.engine(), &name).await?;
    let Keys::Aead(keys) = &open.keys else {
        return Err(OpError::internal("ward's data keys do not encrypt"));
    };
    note_key(call, open.keyset.id(), open.keyset.primary_number());
    let data_key = DataKey::generate(&mut call.random());
    let token = data_key
        .fernet_key()
        .encrypt(data.expose_bytes(), call.now(), &mut call.random());
    Ok(EncryptResponse {
        encrypted_data: wrap_token(&token),
        key_derivation: "generated",
        key_info: data_key.wrap(keys, DATA_KEY_USE, &mut call.random()).to_text(),
        algorithm: "Fernet",
        timestamp: call.now(),
        key_version: None,
        salt: None,
        kdf: None,
        iterations: None,
        memory: None,
        parallelism: None,
    })
}
