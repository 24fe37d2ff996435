//! The operations: registry, engine, one file per operation.
