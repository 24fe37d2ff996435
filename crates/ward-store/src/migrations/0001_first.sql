-- The first schema. A column named `sealed` holds what `seal.rs` describes: bytes that open only in their own row.

-- Facts about the store itself: how the root key is found, the check that proves it.
CREATE TABLE store_meta (
    name  TEXT PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- Data keys that seal columns, each wrapped under the root key. The highest version seals, all open.
CREATE TABLE store_key (
    version INTEGER PRIMARY KEY,
    wrapped BLOB NOT NULL
) STRICT;

-- Secrets of the store itself: the keys of the audit log.
CREATE TABLE store_secret (
    name   TEXT PRIMARY KEY,
    sealed BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- `name_index` is a keyed hash, so that a name can be looked up without being readable here.
CREATE TABLE keyset (
    position   INTEGER PRIMARY KEY AUTOINCREMENT,
    id         TEXT NOT NULL UNIQUE,
    name_index BLOB NOT NULL UNIQUE,
    sealed     BLOB NOT NULL
) STRICT;

CREATE TABLE key_version (
    keyset_id TEXT NOT NULL REFERENCES keyset (id),
    number    INTEGER NOT NULL,
    sealed    BLOB NOT NULL,
    PRIMARY KEY (keyset_id, number)
) STRICT, WITHOUT ROWID;

-- Everything that grants access is inside `sealed`: whoever can write this file cannot make a key.
CREATE TABLE api_key (
    position  INTEGER PRIMARY KEY AUTOINCREMENT,
    id        TEXT NOT NULL UNIQUE,
    sealed    BLOB NOT NULL,
    last_used INTEGER
) STRICT;

-- `line` is the leaf of the Merkle tree, byte for byte; the other names are read out of it.
CREATE TABLE audit_entry (
    idx       INTEGER PRIMARY KEY,
    line      TEXT NOT NULL,
    leaf_hash BLOB NOT NULL,
    tag       BLOB NOT NULL
) STRICT;

-- One row: how far the log has come. Written in the transaction that appends.
CREATE TABLE audit_state (
    id         INTEGER PRIMARY KEY CHECK (id = 1),
    size       INTEGER NOT NULL,
    frontier   BLOB NOT NULL,
    checkpoint TEXT NOT NULL
) STRICT;

-- Earlier signed checkpoints, kept now and then, so that a verifier can narrow a fault down.
CREATE TABLE audit_checkpoint (
    size INTEGER PRIMARY KEY,
    note TEXT NOT NULL
) STRICT;
