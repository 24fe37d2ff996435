//! Sealed columns under the hands of somebody who can write the file: nothing altered or moved opens.

use sqlx::{Row as _, SqliteConnection};
use ward_keys::keyset::Keyset;
use ward_secret::{SystemRandom, Timestamp};
use ward_store::{Store, StoreError};

use crate::world::{World, insert, insert_api_key, keyset, material, name};

/// Every cell that is sealed or wrapped: a table, the column, and what finds the row.
#[derive(Clone, Debug)]
struct Cell {
    table: &'static str,
    rowid: String,
    bytes: Vec<u8>,
}

const CELLS: [(&str, &str, &str); 5] = [
    ("keyset", "sealed", "id"),
    ("key_version", "sealed", "keyset_id || '/' || number"),
    ("api_key", "sealed", "id"),
    ("store_secret", "sealed", "name"),
    ("store_key", "wrapped", "CAST(version AS TEXT)"),
];

async fn cells(raw: &mut SqliteConnection) -> Vec<Cell> {
    let mut cells = Vec::new();
    for (table, column, key) in CELLS {
        let sql = format!("SELECT {key}, {column} FROM {table}");
        for row in sqlx::query(sqlx::AssertSqlSafe(sql))
            .fetch_all(&mut *raw)
            .await
            .unwrap()
        {
            cells.push(Cell {
                table,
                rowid: row.get(0),
                bytes: row.get(1),
            });
        }
    }
    cells
}

async fn put(raw: &mut SqliteConnection, cell: &Cell, bytes: &[u8]) {
    let (table, column, key) = CELLS
        .into_iter()
        .find(|(table, ..)| *table == cell.table)
        .unwrap();
    let sql = format!("UPDATE {table} SET {column} = ? WHERE {key} = ?");
    let statement = sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(bytes)
        .bind(&cell.rowid);
    assert_eq!(statement.execute(raw).await.unwrap().rows_affected(), 1);
}

/// Two keysets, one of them rotated, and two API keys.
async fn furnish(world: &World) {
    let store = world.store().await;
    let mut orders = keyset("orders");
    insert(&store, orders.clone()).await.unwrap();
    insert(&store, keyset("invoices")).await.unwrap();
    orders.keyset = rotated(&orders.keyset);
    let (result, _) = store
        .commit(
            move |transaction| Box::pin(async move { transaction.update_keyset(&orders).await }),
            |_: &Result<(), StoreError>| crate::world::event(ward_audit::entry::Outcome::Ok),
            crate::world::event(ward_audit::entry::Outcome::Failed),
        )
        .await
        .unwrap();
    result.unwrap();
    insert_api_key(&store, "k1", b"may everything").await;
    insert_api_key(&store, "k2", b"may nothing").await;
    store.close().await;
}

fn rotated(keyset: &Keyset) -> Keyset {
    let mut keyset = keyset.clone();
    keyset
        .rotate(Timestamp::from_unix_seconds(1_795_248_001), &mut SystemRandom)
        .unwrap();
    keyset
}

/// Reads the row that a cell belongs to by every way there is, in an open store. `Ok` holds what came out.
async fn read(store: &Store, cell: &Cell) -> Vec<Result<Vec<Vec<u8>>, StoreError>> {
    if cell.table == "api_key" {
        let one = store.api_key(&cell.rowid).await;
        let all = store.api_keys(0, 10).await;
        return vec![
            one.map(|key| vec![key.unwrap().record.expose().clone()]),
            all.map(|keys| keys.iter().map(|(_, key)| key.record.expose().clone()).collect()),
        ];
    }
    let id = cell.rowid.split('/').next().unwrap().parse().unwrap();
    let by_id = store.keyset_by_id(id).await;
    let all = store.keysets(0, 10).await;
    vec![
        by_id.map(|keyset| material(&keyset.unwrap())),
        all.map(|keysets| keysets.iter().flat_map(|(_, keyset)| material(keyset)).collect()),
    ]
}

fn is_store_wide(cell: &Cell) -> bool {
    matches!(cell.table, "store_secret" | "store_key")
}

async fn assert_damaged(world: &World, store: &Store, cell: &Cell, what: &str) {
    if is_store_wide(cell) {
        let refused = world.try_store().await.err();
        let expected = matches!(
            refused,
            Some(
                StoreError::WrongRootKey
                    | StoreError::Damaged {
                        table: "store_secret"
                    }
            )
        );
        assert!(expected, "{what} of {cell:?}: {refused:?}");
        return;
    }
    for result in read(store, cell).await {
        match result {
            Err(StoreError::Damaged { table }) => assert_eq!(table, cell.table, "{what} of {cell:?}"),
            other => panic!("{what} of {cell:?} gave {other:?}"),
        }
    }
}

#[tokio::test]
async fn no_sealed_cell_opens_with_any_byte_altered() {
    let world = World::new();
    furnish(&world).await;
    let store = world.store().await;
    let mut raw = world.raw().await;
    let cells = cells(&mut raw).await;
    assert_eq!(cells.len(), 2 + 3 + 2 + 3 + 1);
    for cell in &cells {
        for position in 0..cell.bytes.len() {
            let mut altered = cell.bytes.clone();
            altered[position] ^= 1 << (position % 8);
            put(&mut raw, cell, &altered).await;
            assert_damaged(&world, &store, cell, &format!("byte {position}")).await;
        }
        put(&mut raw, cell, &cell.bytes).await;
    }
    for cell in cells.iter().filter(|cell| !is_store_wide(cell)) {
        assert!(
            read(&store, cell).await.iter().all(Result::is_ok),
            "{cell:?} was put back"
        );
    }
    store.close().await;
}

#[tokio::test]
async fn no_sealed_cell_opens_cut_or_lengthened() {
    let world = World::new();
    furnish(&world).await;
    let store = world.store().await;
    let mut raw = world.raw().await;
    for cell in cells(&mut raw).await {
        let length = cell.bytes.len();
        for kept in [0, 1, 3, 4, 27, 28, 43, 44, length - 1] {
            put(&mut raw, &cell, &cell.bytes[..kept]).await;
            assert_damaged(&world, &store, &cell, &format!("the first {kept} bytes")).await;
        }
        let mut longer = cell.bytes.clone();
        longer.push(0);
        put(&mut raw, &cell, &longer).await;
        assert_damaged(&world, &store, &cell, "a longer form").await;
        put(&mut raw, &cell, &cell.bytes).await;
    }
    store.close().await;
}

#[tokio::test]
async fn no_two_sealed_cells_can_change_places() {
    let world = World::new();
    furnish(&world).await;
    let store = world.store().await;
    let mut raw = world.raw().await;
    let cells = cells(&mut raw).await;
    for (at, one) in cells.iter().enumerate() {
        for other in &cells[at + 1..] {
            put(&mut raw, one, &other.bytes).await;
            put(&mut raw, other, &one.bytes).await;
            // Store-wide cells are looked at when a store opens, and the open one does not depend on them.
            for cell in [one, other] {
                let both = [one, other]
                    .into_iter()
                    .filter(|cell| !is_store_wide(cell))
                    .count()
                    == 2;
                if is_store_wide(cell) || both && one.table == other.table {
                    assert_damaged(&world, &store, cell, "the place").await;
                } else {
                    let results = read(&store, cell).await;
                    let damaged = |result: &Result<_, _>| matches!(result, Err(StoreError::Damaged { .. }));
                    assert!(results.iter().all(damaged), "{one:?} and {other:?}: {results:?}");
                }
            }
            put(&mut raw, one, &one.bytes).await;
            put(&mut raw, other, &other.bytes).await;
        }
    }
    store.close().await;
}

#[tokio::test]
async fn swapped_name_hashes_do_not_hand_out_the_other_key() {
    let world = World::new();
    furnish(&world).await;
    world
        .attack(
            "CREATE TEMP TABLE was AS SELECT position, name_index FROM keyset;
             UPDATE keyset SET name_index = CAST(position AS BLOB);
             UPDATE keyset SET name_index = (SELECT name_index FROM was WHERE was.position != keyset.position)",
        )
        .await;
    let store = world.store().await;
    for swapped in ["orders", "invoices"] {
        let found = store.keyset_by_name(&name(swapped)).await;
        assert!(
            matches!(found, Err(StoreError::Damaged { table: "keyset" })),
            "{swapped}: {found:?}"
        );
    }
    store.close().await;
}

#[tokio::test]
async fn a_set_under_the_id_of_another_does_not_open() {
    let world = World::new();
    furnish(&world).await;
    world
        .attack(
            "PRAGMA foreign_keys = OFF;
             CREATE TEMP TABLE was AS SELECT position, id FROM keyset;
             UPDATE keyset SET id = position;
             UPDATE keyset SET id = (SELECT id FROM was WHERE was.position != keyset.position)",
        )
        .await;
    let store = world.store().await;
    assert!(matches!(
        store.keysets(0, 10).await,
        Err(StoreError::Damaged { table: "keyset" })
    ));
    assert!(matches!(
        store.keyset_by_name(&name("orders")).await,
        Err(StoreError::Damaged { table: "keyset" })
    ));
    store.close().await;
}

#[tokio::test]
async fn versions_that_were_taken_away_or_renumbered_are_missed() {
    for (statements, table) in [
        ("DELETE FROM key_version WHERE number = 1", "key_version"),
        ("DELETE FROM key_version WHERE number = 2", "key_version"),
        (
            "UPDATE key_version SET number = number + 1 WHERE number = 2",
            "key_version",
        ),
        ("DELETE FROM key_version", "key_version"),
    ] {
        let world = World::new();
        furnish(&world).await;
        world.attack(statements).await;
        let store = world.store().await;
        let found = store.keyset_by_name(&name("orders")).await;
        assert!(
            matches!(found, Err(StoreError::Damaged { table: damaged }) if damaged == table),
            "{statements}: {found:?}"
        );
        store.close().await;
    }
}

#[tokio::test]
async fn nothing_secret_stands_in_the_file() {
    let world = World::new();
    let store = world.store().await;
    let orders = keyset("canary-keyset-name");
    insert(&store, orders.clone()).await.unwrap();
    insert_api_key(&store, "k1", b"canary-api-key-record").await;
    store.close().await;
    let bytes = std::fs::read(world.database()).unwrap();
    let holds = |needle: &[u8]| bytes.windows(needle.len()).any(|window| window == needle);
    assert!(
        holds(orders.keyset.id().to_string().as_bytes()),
        "the search works"
    );
    let material = material(&orders);
    for secret in [b"canary".as_slice(), &material[0], &[7; 32]] {
        assert!(!holds(secret));
    }
}
