//! The one database: migrations, sealed columns, group commit, backup.
