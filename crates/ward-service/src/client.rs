//! The one way from a command to an operation: the engine on the local store, or a server.
//!
//! Commands make a request as JSON and get the response as JSON, so they cannot tell the difference. A local command is the
//! principal `local:<user>` and holds every scope, because whoever can read the root key file needs no permission; what
//! it does is in the audit log like any other call.

mod local;
mod remote;

use serde_json::Value;
use ward_secret::SecretBytes;
use zeroize::{Zeroize as _, Zeroizing};

use crate::context::Context;
use crate::error::CliError;

pub(crate) use local::Local;
pub(crate) use remote::Remote;

/// The way to the operations.
pub(crate) enum Client {
    /// The engine in this process.
    Local(Box<Local>),
    /// A server.
    Remote(Box<Remote>),
}

/// The response of an operation.
#[derive(Debug)]
pub(crate) struct Reply {
    bytes: SecretBytes,
}

impl Reply {
    pub(crate) fn new(bytes: Vec<u8>) -> Self {
        Self {
            bytes: SecretBytes::new(bytes),
        }
    }

    /// The response as it came.
    pub(crate) fn bytes(&self) -> &[u8] {
        self.bytes.expose()
    }

    /// The response, parsed.
    pub(crate) fn value(&self) -> Result<Value, CliError> {
        serde_json::from_slice(self.bytes()).map_err(|_| {
            CliError::new(
                ward_ops::ErrorKind::RemoteFailed,
                "bad_response",
                "the response is not json",
            )
            .hint("is WARD_URL the address of a ward server?")
        })
    }
}

impl Client {
    /// Opens the local store, or makes ready to call the server that is set.
    pub(crate) async fn open(context: &Context) -> Result<Self, CliError> {
        match context.remote() {
            Some(url) => Ok(Self::Remote(Box::new(Remote::new(context, url)?))),
            None => Ok(Self::Local(Box::new(Local::open(&context.config()?).await?))),
        }
    }

    /// Calls an operation. The request is wiped once it is sent.
    pub(crate) async fn call(&self, name: &str, mut request: Value) -> Result<Reply, CliError> {
        let body = Zeroizing::new(serde_json::to_vec(&request).unwrap_or_default());
        wipe(&mut request);
        self.call_raw(name, &body).await
    }

    /// Calls an operation with a request as text, whatever it holds.
    pub(crate) async fn call_raw(&self, name: &str, body: &[u8]) -> Result<Reply, CliError> {
        match self {
            Self::Local(local) => local.call(name, body).await,
            Self::Remote(remote) => remote.call(name, body).await,
        }
    }

    /// The local engine, for what is not an operation.
    pub(crate) fn local(&self, what: &str) -> Result<&Local, CliError> {
        match self {
            Self::Local(local) => Ok(local),
            Self::Remote(_) => Err(CliError::local_only(what)),
        }
    }

    /// Finishes what waits.
    pub(crate) async fn close(self) {
        if let Self::Local(local) = self {
            local.close().await;
        }
    }
}

/// Overwrites every text in a document.
fn wipe(value: &mut Value) {
    match value {
        Value::String(text) => text.zeroize(),
        Value::Array(items) => items.iter_mut().for_each(wipe),
        Value::Object(fields) => fields.values_mut().for_each(wipe),
        _ => {}
    }
}

/// Adds a field when there is something to add.
pub(crate) fn set(request: &mut Value, name: &str, value: Option<impl Into<Value>>) {
    if let (Some(value), Some(fields)) = (value, request.as_object_mut()) {
        fields.insert(name.to_owned(), value.into());
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_wiped_document_holds_no_text() {
        let mut value = json!({"a": "secret", "b": ["secret", {"c": "secret"}], "d": 1});
        wipe(&mut value);
        assert!(!value.to_string().contains("secret"));
    }
}
