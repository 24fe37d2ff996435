//! Cryptographic primitives, each over a reviewed library. The parts below the recipes: a mistake in how
//! they are put together is not caught here.
//!
//! Everything else in Ward reaches AEAD, MAC, signature and key derivation through this module, so that one
//! place knows which library does what, with which limits.

pub mod aead;
pub mod aes_cbc;
pub mod argon2id;
pub mod cost;
pub mod digest;
pub mod ed25519;
pub mod hkdf;
pub mod hmac;
pub mod pbkdf2;
pub mod scrypt;
