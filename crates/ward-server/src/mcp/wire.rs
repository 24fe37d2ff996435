//! Errors of the protocol, in Ward's words.
//!
//! The library's own sentences quote what was sent: a header, a method, a version. What is sent may be a secret in the
//! wrong place, and an error ends up in logs and in the context of a model.

use serde_json::{Map, Value, json};

/// An error that the library made, without its words. `None` when the body is no error, which is left as it is.
pub(super) fn without_quotes(body: &[u8]) -> Option<String> {
    let message: Value = serde_json::from_slice(body).ok()?;
    let error = message.get("error")?;
    let code = error.get("code").and_then(Value::as_i64).unwrap_or(INTERNAL);
    let id = message.get("id").unwrap_or(&Value::Null);
    let mut own = Map::from_iter([
        ("code".to_owned(), code.into()),
        ("message".to_owned(), sentence(code).into()),
    ]);
    if let Some(supported) = error.pointer("/data/supported")
        && code == UNSUPPORTED_VERSION
    {
        // The protocol wants the version back that was asked for. Only one that could be a version is.
        let requested = error.pointer("/data/requested").and_then(Value::as_str);
        let requested = requested.filter(|text| is_date(text)).unwrap_or("unknown");
        own.insert(
            "data".to_owned(),
            json!({"supported": supported, "requested": requested}),
        );
    }
    if let Some(required) = error.pointer("/data/requiredCapabilities")
        && code == MISSING_CAPABILITY
    {
        own.insert("data".to_owned(), json!({"requiredCapabilities": required}));
    }
    Some(json!({"jsonrpc": "2.0", "id": id, "error": own}).to_string())
}

/// The error for a body that is not JSON as Ward reads it: no duplicate names, not too deep.
pub(super) fn not_json() -> String {
    let error = json!({"code": NOT_JSON, "message": sentence(NOT_JSON)});
    json!({"jsonrpc": "2.0", "id": null, "error": error}).to_string()
}

const NOT_JSON: i64 = -32700;
const INTERNAL: i64 = -32603;
const MISSING_CAPABILITY: i64 = -32021;
const UNSUPPORTED_VERSION: i64 = -32022;

const fn sentence(code: i64) -> &'static str {
    match code {
        NOT_JSON => "the body is not json that ward reads",
        -32600 => "the request is not one of the protocol",
        -32601 => "there is no such method",
        -32602 => "the parameters are not valid",
        -32020 => "a header is missing or does not say what the body says",
        MISSING_CAPABILITY => "the client lacks a capability that this needs",
        UNSUPPORTED_VERSION => "the revision of the protocol is not served",
        _ => "ward failed to do this; the fault is its own",
    }
}

fn is_date(text: &str) -> bool {
    text.len() == 10
        && text.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own(error: &Value) -> Value {
        let body = json!({"jsonrpc": "2.0", "id": 7, "error": error}).to_string();
        serde_json::from_str(&without_quotes(body.as_bytes()).unwrap()).unwrap()
    }

    #[test]
    fn the_sentence_goes_and_the_code_stays() {
        let error = own(&json!({"code": -32020, "message": "header `hunter2` differs", "data": "hunter2"}));
        assert_eq!(error["error"]["code"], -32020);
        assert_eq!(error["id"], 7);
        assert!(!error.to_string().contains("hunter2"), "{error}");
    }

    #[test]
    fn the_supported_versions_stay() {
        let data = json!({"supported": ["2026-07-28"], "requested": "2030-01-01"});
        let error = own(&json!({"code": -32022, "message": "x", "data": data}));
        assert_eq!(error["error"]["data"], data);
    }

    #[test]
    fn a_version_that_is_none_is_not_given_back() {
        let data = json!({"supported": ["2026-07-28"], "requested": "hunter2-xx"});
        let error = own(&json!({"code": -32022, "message": "x", "data": data}));
        assert_eq!(error["error"]["data"]["requested"], "unknown");
    }

    #[test]
    fn results_are_left_alone() {
        assert_eq!(without_quotes(br#"{"jsonrpc":"2.0","id":1,"result":{}}"#), None);
        assert_eq!(without_quotes(b""), None);
    }
}
