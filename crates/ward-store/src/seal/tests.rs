use ward_secret::testing::SeededRandom;

use super::*;

const PLACE: Place<'static> = Place {
    table: "keyset",
    column: "sealed",
    row: "key_1",
};

fn sealer() -> Sealer {
    Sealer::new(vec![(1, Secret::new([1; 32])), (2, Secret::new([2; 32]))]).unwrap()
}

#[test]
fn opens_in_its_own_place() {
    let sealed = sealer()
        .seal(PLACE, b"material", &mut SeededRandom::new(1))
        .unwrap();
    assert_eq!(sealer().open(PLACE, &sealed).unwrap().expose(), b"material");
}

#[test]
fn opens_in_no_other_place() {
    let sealed = sealer()
        .seal(PLACE, b"material", &mut SeededRandom::new(1))
        .unwrap();
    for other in [
        Place {
            table: "api_key",
            ..PLACE
        },
        Place {
            column: "other",
            ..PLACE
        },
        Place {
            row: "key_2",
            ..PLACE
        },
    ] {
        assert!(matches!(
            sealer().open(other, &sealed),
            Err(StoreError::Damaged { .. })
        ));
    }
}

#[test]
fn any_flipped_bit_is_damage() {
    let sealed = sealer()
        .seal(PLACE, b"material", &mut SeededRandom::new(1))
        .unwrap();
    for position in 0..sealed.len() * 8 {
        let mut altered = sealed.clone();
        altered[position / 8] ^= 1 << (position % 8);
        assert!(
            matches!(sealer().open(PLACE, &altered), Err(StoreError::Damaged { .. })),
            "bit {position}"
        );
    }
}

#[test]
fn an_older_data_key_still_opens_and_indexes_alike() {
    let old = Sealer::new(vec![(1, Secret::new([1; 32]))]).unwrap();
    let sealed = old.seal(PLACE, b"material", &mut SeededRandom::new(1)).unwrap();
    assert_eq!(sealer().open(PLACE, &sealed).unwrap().expose(), b"material");
    assert_eq!(
        old.index_of("keyset", "orders"),
        sealer().index_of("keyset", "orders")
    );
}

#[test]
fn a_data_key_opens_only_under_its_root_key_and_version() {
    let (key, wrapped) = new_data_key(&[9; 32], 1, &mut SeededRandom::new(3));
    assert_eq!(
        open_data_key(&[9; 32], 1, &wrapped).unwrap().expose(),
        key.expose()
    );
    assert!(matches!(
        open_data_key(&[8; 32], 1, &wrapped),
        Err(StoreError::WrongRootKey)
    ));
    assert!(matches!(
        open_data_key(&[9; 32], 2, &wrapped),
        Err(StoreError::WrongRootKey)
    ));
}
