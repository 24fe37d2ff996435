//! Keysets with versions and a primary, and the only home of cryptographic primitives.

pub mod hazmat;
