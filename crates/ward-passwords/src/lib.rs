//! Hash, verify, upgrade and judge passwords.
