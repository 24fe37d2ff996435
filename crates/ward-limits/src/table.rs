//! A table of states by key, of a size that is fixed beforehand.

use std::collections::HashMap;
use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hash};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::{Moment, Quota, Standing, State, Verdict, decide};

/// What a [`Table`] keeps for a key. The default is what a key has of which nothing is known.
pub trait Slot: Copy + Default {
    /// The moment from which the slot says no more than its default, so that it may be forgotten without loss.
    fn idle_from(&self) -> Moment;
}

impl Slot for State {
    fn idle_from(&self) -> Moment {
        self.full_at()
    }
}

/// States by key, at most a fixed number of them, shared between threads.
///
/// It grows with the keys that are in debt at the same time, not with the keys that were ever seen: a new key first
/// takes the place of one that has nothing left to remember. When there is no such place among the few that are looked
/// at and the table has its full size, the key among them that would be forgotten soonest gives way. A key at its limit
/// is the last to go, so that a flood of other keys does not give it a fresh start.
///
/// Every call takes constant time: one lock of a part of the table, one or two look-ups, and for a new key a glance at
/// eight places.
///
/// # Memory
/// At most `capacity · (3 · size of K + size of V + 24)` bytes or so: each key is held twice, in a list and in an index that
/// is up to half empty. Keys that own memory come on top; use digests for those. For 65,536 digests of 16 bytes this
/// is 5 MiB. Nothing is given back.
#[derive(Debug)]
pub struct Table<K, V = State, S = RandomState> {
    shards: Box<[Mutex<Shard<K, V>>]>,
    hasher: S,
}

/// Places looked at to make room for a new key.
const GLANCE: usize = 8;

/// Locks of a large table. More than the threads that would meet here.
const SHARDS: usize = 16;

/// Keys below which a table has a single lock, so that a small capacity is exact.
const SMALL: usize = 1_024;

impl<K: Hash + Eq + Clone, V: Slot> Table<K, V> {
    /// An empty table for at most `capacity` keys; at least one.
    #[must_use]
    pub fn new(capacity: usize) -> Self {
        Self::with_hasher(capacity, RandomState::new())
    }
}

impl<K: Hash + Eq + Clone, V: Slot, S: BuildHasher + Clone> Table<K, V, S> {
    /// An empty table for at most `capacity` keys, with a hasher of one's own. It must be keyed unless keys are random
    /// by themselves: otherwise chosen keys all fall into one place.
    #[must_use]
    pub fn with_hasher(capacity: usize, hasher: S) -> Self {
        let shards = if capacity <= SMALL { 1 } else { SHARDS };
        let each = capacity.checked_div(shards).unwrap_or(0).max(1);
        Self {
            shards: (0..shards).map(|_| Mutex::new(Shard::new(each))).collect(),
            hasher,
        }
    }

    /// Changes the slot of `key` at `now`.
    pub fn update<R>(&self, key: K, now: Moment, change: impl FnOnce(&mut V) -> R) -> R {
        let mut shard = self.shard(&key);
        let place = shard.place(key, now);
        // The place is one that the line above gave; a slot that is lost is one too few to remember, no more.
        let mut lost = V::default();
        change(shard.slots.get_mut(place).map_or(&mut lost, |slot| &mut slot.1))
    }

    /// The slot of `key`, without making one.
    #[must_use]
    pub fn peek(&self, key: &K) -> V {
        let shard = self.shard(key);
        let place = shard.index.get(key).and_then(|place| shard.slots.get(*place));
        place.map_or_else(V::default, |slot| slot.1)
    }

    /// Keys in the table now.
    #[must_use]
    pub fn len(&self) -> usize {
        self.shards
            .iter()
            .map(|shard| whole(shard).slots.len())
            .fold(0, usize::saturating_add)
    }

    /// Whether no key was ever seen.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn shard(&self, key: &K) -> MutexGuard<'_, Shard<K, V>> {
        // High bits, because the map inside begins at the low ones.
        let high = usize::try_from(self.hasher.hash_one(key) >> 32).unwrap_or(0);
        #[expect(
            clippy::indexing_slicing,
            reason = "a remainder by the length, which is 1 or 16"
        )]
        let shard = &self.shards[high.checked_rem(self.shards.len()).unwrap_or(0)];
        whole(shard)
    }
}

impl<K: Hash + Eq + Clone, S: BuildHasher + Clone> Table<K, State, S> {
    /// Takes `cost` units from the bucket of `key` at `now`, if they are there; see [`decide`].
    pub fn take(&self, key: K, quota: &Quota, now: Moment, cost: u32) -> Verdict {
        self.update(key, now, |state| {
            let (after, verdict) = decide(*state, quota, now, cost);
            *state = after;
            verdict
        })
    }

    /// How `key` stands at `now`, without taking anything.
    #[must_use]
    pub fn standing(&self, key: &K, quota: &Quota, now: Moment) -> Standing {
        self.peek(key).standing(quota, now)
    }
}

/// A part of a table under one lock.
#[derive(Debug)]
struct Shard<K, V> {
    slots: Vec<(K, V)>,
    index: HashMap<K, usize>,
    /// Where the next glance begins.
    hand: usize,
    capacity: usize,
}

impl<K: Hash + Eq + Clone, V: Slot> Shard<K, V> {
    fn new(capacity: usize) -> Self {
        Self {
            slots: Vec::new(),
            index: HashMap::new(),
            hand: 0,
            capacity,
        }
    }

    /// The place of `key`, made if need be.
    fn place(&mut self, key: K, now: Moment) -> usize {
        if let Some(place) = self.index.get(&key) {
            return *place;
        }
        let place = match self.soonest() {
            Some((place, idle_from)) if idle_from <= now || self.slots.len() >= self.capacity => place,
            _ => self.slots.len(),
        };
        self.index.insert(key.clone(), place);
        if let Some(slot) = self.slots.get_mut(place) {
            let old = std::mem::replace(slot, (key, V::default()));
            self.index.remove(&old.0);
        } else {
            self.slots.push((key, V::default()));
        }
        place
    }

    /// Among the next few places, the one that will be idle first.
    fn soonest(&mut self) -> Option<(usize, Moment)> {
        let start = self.hand;
        let length = self.slots.len();
        self.hand = start.saturating_add(GLANCE).checked_rem(length).unwrap_or(0);
        (start..start.saturating_add(GLANCE.min(length)))
            .filter_map(|at| {
                let place = at.checked_rem(length)?;
                Some((place, self.slots.get(place)?.1.idle_from()))
            })
            .min_by_key(|(_, idle_from)| *idle_from)
    }
}

/// A lock whose holder panicked still guards whole values: a slot is replaced in one step.
fn whole<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}
