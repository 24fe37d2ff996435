//! `NumericDate` (RFC 7519, section 2): seconds since the epoch, whole or with a fraction.

use std::fmt;

use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use ward_secret::Timestamp;

/// 9999-12-31T23:59:59Z, the last second that RFC 3339 and most databases can write. Outside 1970–9999 no
/// credential lives, and other programs' arithmetic goes wrong.
const LAST_SECOND: i64 = 253_402_300_799;

#[derive(Clone, Copy)]
pub(super) struct NumericDate(pub(super) Timestamp);

impl NumericDate {
    fn from_seconds<E: Error>(seconds: i64) -> Result<Self, E> {
        if (0..=LAST_SECOND).contains(&seconds) {
            Ok(Self(Timestamp::from_unix_seconds(seconds)))
        } else {
            Err(E::custom("a time outside the years 1970 to 9999"))
        }
    }
}

impl Serialize for NumericDate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let micros = self.0.unix_micros();
        if micros.rem_euclid(1_000_000) == 0 {
            serializer.serialize_i64(self.0.unix_seconds())
        } else {
            #[expect(
                clippy::cast_precision_loss,
                reason = "exact below 2^53 microseconds, the year 2255"
            )]
            serializer.serialize_f64(micros as f64 / 1e6)
        }
    }
}

impl<'de> Deserialize<'de> for NumericDate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Seconds;
        impl Visitor<'_> for Seconds {
            type Value = NumericDate;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("seconds since 1970")
            }

            fn visit_i64<E: Error>(self, seconds: i64) -> Result<NumericDate, E> {
                NumericDate::from_seconds(seconds)
            }

            fn visit_u64<E: Error>(self, seconds: u64) -> Result<NumericDate, E> {
                NumericDate::from_seconds(i64::try_from(seconds).unwrap_or(i64::MAX))
            }

            fn visit_f64<E: Error>(self, seconds: f64) -> Result<NumericDate, E> {
                #[expect(clippy::cast_precision_loss, reason = "the bound is far below 2^53")]
                let last = LAST_SECOND as f64;
                // Also false for NaN, which JSON cannot write but another reader of this type might.
                if (0.0..=last).contains(&seconds) {
                    #[expect(clippy::cast_possible_truncation, reason = "bounded on the line above")]
                    let micros = (seconds * 1e6).round() as i64;
                    Ok(NumericDate(Timestamp::from_unix_micros(micros)))
                } else {
                    Err(E::custom("a time outside the years 1970 to 9999"))
                }
            }
        }
        deserializer.deserialize_any(Seconds)
    }
}
