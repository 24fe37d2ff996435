//! The keys of one log: what signs its checkpoints and tags its entries. Sealed secrets of the store, made with it.

use std::fmt::Write as _;

use sqlx::{Row as _, SqliteConnection};
use ward_audit::checkpoint::{Checkpoint, Origin};
use ward_audit::merkle::TreeHead;
use ward_audit::note::{KeyName, NoteSigner, NoteVerifier};
use ward_audit::tag::TagKey;
use ward_keys::hazmat::ed25519;
use ward_secret::{SecretBytes, SystemRandom, random_array};

use crate::seal::{Place, Sealer};
use crate::{Store, StoreError};

const SECRETS: &str = "store_secret";

/// Seed of the Ed25519 key that signs checkpoints (RFC 8032: 32 bytes).
const SIGNING: (&str, usize) = ("audit.signing", ed25519::SEED_LEN);
/// Key of the HMAC beside every entry.
const TAG: (&str, usize) = ("audit.tag", 32);
/// What tells this log from every other; in hexadecimal the last part of its origin.
const ID: (&str, usize) = ("audit.id", 8);

/// The keys of one log. Private to the store, except for what verifies.
pub(crate) struct LogKeys {
    pub(super) signer: NoteSigner,
    pub(super) tag_key: TagKey,
    pub(super) origin: Origin,
}

impl LogKeys {
    /// The keys of the log that is there; `None` in a store that never had one.
    ///
    /// [`StoreError::Damaged`] when some are missing: they are made together, so somebody took them away.
    pub(crate) async fn load(
        connection: &mut SqliteConnection,
        sealer: &Sealer,
    ) -> Result<Option<Self>, StoreError> {
        let seed = secret(connection, sealer, SIGNING).await?;
        let tag = secret(connection, sealer, TAG).await?;
        let id = secret(connection, sealer, ID).await?;
        match (seed, tag, id) {
            (None, None, None) => Ok(None),
            (Some(seed), Some(tag), Some(id)) => Self::from_secrets(&seed, &tag, &id).map(Some),
            _ => Err(damaged()),
        }
    }

    /// Makes and stores the keys of a new log.
    pub(super) async fn make(connection: &mut SqliteConnection, sealer: &Sealer) -> Result<Self, StoreError> {
        let seed = new_secret(connection, sealer, SIGNING).await?;
        let tag = new_secret(connection, sealer, TAG).await?;
        let id = new_secret(connection, sealer, ID).await?;
        Self::from_secrets(&seed, &tag, &id)
    }

    fn from_secrets(seed: &SecretBytes, tag: &SecretBytes, id: &SecretBytes) -> Result<Self, StoreError> {
        // `.invalid` never resolves (RFC 2606): the origin names a log, not a place where it could be had.
        let mut origin = String::from("ward.invalid/log/");
        for byte in id.expose() {
            let _ = write!(origin, "{byte:02x}");
        }
        let name = KeyName::new(origin.clone()).map_err(|_| damaged())?;
        let key = ed25519::SigningKey::from_seed(seed.expose()).map_err(|_| damaged())?;
        let tag: &[u8; 32] = tag.expose().as_slice().try_into().map_err(|_| damaged())?;
        Ok(Self {
            signer: NoteSigner::new(name, key),
            tag_key: TagKey::new(tag),
            origin: Origin::new(origin).map_err(|_| damaged())?,
        })
    }

    pub(super) fn sign(&self, head: TreeHead) -> String {
        Checkpoint {
            origin: self.origin.clone(),
            head,
        }
        .sign(&self.signer)
    }

    /// What a note says, if it is a checkpoint that this log signed.
    pub(crate) fn open(&self, note: &str) -> Option<TreeHead> {
        let checkpoint = Checkpoint::open(note, &[self.signer.verifier()]).ok()?;
        (checkpoint.origin == self.origin).then_some(checkpoint.head)
    }
}

const fn damaged() -> StoreError {
    StoreError::Damaged { table: SECRETS }
}

async fn secret(
    connection: &mut SqliteConnection,
    sealer: &Sealer,
    (name, length): (&str, usize),
) -> Result<Option<SecretBytes>, StoreError> {
    let row = sqlx::query("SELECT sealed FROM store_secret WHERE name = ?")
        .bind(name)
        .fetch_optional(connection)
        .await?;
    let Some(row) = row else { return Ok(None) };
    let value: Vec<u8> = row.try_get("sealed")?;
    let opened = sealer.open(
        Place {
            table: SECRETS,
            column: "sealed",
            row: name,
        },
        &value,
    )?;
    if opened.expose().len() == length {
        Ok(Some(opened))
    } else {
        Err(damaged())
    }
}

async fn new_secret(
    connection: &mut SqliteConnection,
    sealer: &Sealer,
    (name, length): (&str, usize),
) -> Result<SecretBytes, StoreError> {
    let mut fresh = SecretBytes::new(random_array::<32>(&mut SystemRandom).to_vec());
    fresh.expose_mut().truncate(length);
    let place = Place {
        table: SECRETS,
        column: "sealed",
        row: name,
    };
    sqlx::query("INSERT INTO store_secret (name, sealed) VALUES (?, ?)")
        .bind(name)
        .bind(sealer.seal(place, fresh.expose(), &mut SystemRandom)?)
        .execute(connection)
        .await?;
    Ok(fresh)
}

impl Store {
    /// The public half of the key that signs checkpoints.
    #[must_use]
    pub fn audit_verifier(&self) -> NoteVerifier {
        self.log_keys().signer.verifier()
    }

    /// The key under which entries are tagged, for a verifier that runs beside the store.
    #[must_use]
    pub fn audit_tag_key(&self) -> &TagKey {
        &self.log_keys().tag_key
    }

    /// The log's origin line, which is also the name of its key.
    #[must_use]
    pub fn audit_origin(&self) -> &Origin {
        &self.log_keys().origin
    }
}
