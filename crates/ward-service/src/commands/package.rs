//! The package in which `ward encrypt` carries what `ward decrypt` needs beside the data. See
//! `docs/formats/encrypted-text.md`.

use serde::Deserialize;
use serde_json::{Value, json};
use ward_input::json::{self, Limits};

use crate::error::CliError;

/// Encrypted data and how it opens.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Package {
    pub(super) encrypted_data: String,
    pub(super) key_derivation: Option<String>,
    pub(super) key_info: Option<String>,
}

/// The fields that count. Others are passed over, so that a whole response of `encrypt` is a package too.
#[derive(Deserialize)]
struct Fields {
    encrypted_data: String,
    key_derivation: Option<String>,
    key_info: Option<String>,
}

impl Package {
    /// What is printed for a response of `encrypt`: under a named key the bare token, which says itself what opens it;
    /// else a package.
    pub(super) fn print(response: &Value) -> String {
        if response["key_derivation"] == "named" {
            return crate::output::scalar(&response["encrypted_data"]);
        }
        let fields = ["encrypted_data", "key_derivation", "key_info", "algorithm"];
        let package: serde_json::Map<String, Value> = fields
            .iter()
            .map(|name| ((*name).to_owned(), response[*name].clone()))
            .collect();
        json!(package).to_string()
    }

    /// Reads a package, or a bare token.
    pub(super) fn read(text: &str) -> Result<Self, CliError> {
        let text = text.trim();
        if !text.starts_with('{') {
            return Ok(Self {
                encrypted_data: text.to_owned(),
                key_derivation: None,
                key_info: None,
            });
        }
        let limits = Limits {
            max_bytes: 2 << 20,
            ..Limits::default()
        };
        let Fields {
            encrypted_data,
            key_derivation,
            key_info,
        } = json::from_slice(text.as_bytes(), &limits)
            .map_err(|_| CliError::usage("this is neither a token nor a package of `ward encrypt`"))?;
        Ok(Self {
            encrypted_data,
            key_derivation,
            key_info,
        })
    }

    /// Whether a password opens it.
    pub(super) fn wants_password(&self) -> bool {
        self.key_derivation.as_deref() == Some("password")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_printed_reads_back() {
        let response = json!({
            "encrypted_data": "Z0", "key_derivation": "password", "key_info": "i", "algorithm": "Fernet",
            "timestamp": "t", "salt": "s",
        });
        let printed = Package::print(&response);
        assert_eq!(
            printed,
            r#"{"encrypted_data":"Z0","key_derivation":"password","key_info":"i","algorithm":"Fernet"}"#
        );
        let read = Package::read(&printed).unwrap();
        assert_eq!(
            (read.encrypted_data.as_str(), read.key_info.as_deref()),
            ("Z0", Some("i"))
        );
        assert!(read.wants_password());
    }

    #[test]
    fn a_whole_response_reads_as_a_package() {
        let response =
            json!({"encrypted_data": "Z0", "key_derivation": "generated", "key_info": "i", "timestamp": "t"});
        let read = Package::read(&response.to_string()).unwrap();
        assert_eq!(read.key_info.as_deref(), Some("i"));
        assert!(!read.wants_password());
    }

    #[test]
    fn a_named_token_stays_bare() {
        let response = json!({"encrypted_data": "wenc1.x", "key_derivation": "named", "key_info": "orders"});
        assert_eq!(Package::print(&response), "wenc1.x");
        assert_eq!(Package::read(" wenc1.x\n").unwrap().encrypted_data, "wenc1.x");
    }

    #[test]
    fn a_package_with_a_name_twice_is_refused() {
        assert!(Package::read(r#"{"encrypted_data":"a","encrypted_data":"b"}"#).is_err());
        assert!(Package::read("{}").is_err());
    }
}
