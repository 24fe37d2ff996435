//! Fernet, password packages and sealed envelopes.
