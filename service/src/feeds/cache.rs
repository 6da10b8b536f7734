//! The feeds in memory.

use super::Lookup;
use crate::secrets::Digest;
use jiff::{SignedDuration, Timestamp};
use samverkan_domain::id::FeedId;
use std::{
    collections::{BTreeMap, HashMap},
    hash::{BuildHasherDefault, Hasher},
    sync::{
        Mutex, PoisonError, RwLock,
        atomic::{AtomicI64, Ordering},
    },
};

/// Most feeds kept in memory. Beyond it the whole cache is dropped and fills again as needed:
/// rendering takes 0.1 ms.
const FEEDS_KEPT: usize = 100_000;
/// How often the use of feeds is written down.
const USE_WRITTEN: SignedDuration = SignedDuration::from_mins(1);

/// Rendered feeds by hash of their token.
#[derive(Debug, Default)]
pub struct FeedCache {
    kept: RwLock<HashMap<Digest, Lookup, BuildHasherDefault<AsItIs>>>,
    /// The calendar generation last seen in the database.
    generation: AtomicI64,
    uses: Mutex<Uses>,
}

#[derive(Debug, Default)]
struct Uses {
    /// Of feeds that are in memory no more.
    dropped: BTreeMap<FeedId, Timestamp>,
    taken_at: Option<Timestamp>,
}

impl FeedCache {
    /// Notes the database's calendar generation: feeds rendered before it are stale. It only ever
    /// grows: who read it earlier may tell later.
    pub fn saw_generation(&self, generation: i64) {
        let before = self.generation.fetch_max(generation, Ordering::AcqRel);
        if before < generation {
            let mut kept = self.kept.write().unwrap_or_else(PoisonError::into_inner);
            // An unknown address may have been made since, and a revoked one come back: when records
            // that had been made one are two again.
            kept.retain(|_, lookup| matches!(lookup, Lookup::Served(_)));
        }
    }

    pub(super) fn fresh(&self, token_hash: &Digest, now: Timestamp) -> Option<Lookup> {
        let lookup = self.last_good(token_hash)?;
        match &lookup {
            Lookup::Served(feed) => {
                let generation = self.generation.load(Ordering::Acquire);
                feed.is_fresh(generation, now).then_some(lookup)
            }
            Lookup::Revoked => Some(lookup),
            Lookup::Unknown => None,
        }
    }

    pub(super) fn last_good(&self, token_hash: &Digest) -> Option<Lookup> {
        self.kept
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .get(token_hash)
            .cloned()
    }

    pub(super) fn keep(&self, token_hash: Digest, lookup: &Lookup) {
        let mut kept = self.kept.write().unwrap_or_else(PoisonError::into_inner);
        let full = kept.len() >= FEEDS_KEPT;
        let replaced = kept.insert(token_hash, lookup.clone());
        let mut uses = self.uses.lock().unwrap_or_else(PoisonError::into_inner);
        uses.dropped.extend(replaced.iter().filter_map(used));
        if full {
            uses.dropped.extend(kept.values().filter_map(used));
            kept.clear();
        }
    }

    /// Takes the notes of when feeds were last fetched, to write them down: now and then, as no
    /// more than the minute is of interest.
    pub fn take_used(&self, now: Timestamp) -> BTreeMap<FeedId, Timestamp> {
        let kept = self.kept.read().unwrap_or_else(PoisonError::into_inner);
        let mut uses = self.uses.lock().unwrap_or_else(PoisonError::into_inner);
        if uses
            .taken_at
            .is_some_and(|at| (at..at + USE_WRITTEN).contains(&now))
        {
            return BTreeMap::new();
        }
        uses.taken_at = Some(now);
        let mut used_at = std::mem::take(&mut uses.dropped);
        used_at.extend(kept.values().filter_map(used));
        used_at
    }
}

/// Takes the end of a digest as it is: nothing is spread more evenly, and only digests of tokens that
/// the service has made are kept, so nobody can choose ones that collide.
#[derive(Debug, Default)]
struct AsItIs(u64);

impl Hasher for AsItIs {
    /// The length of a digest comes first, and is overwritten by the digest.
    fn write(&mut self, octets: &[u8]) {
        if let Some(last) = octets.last_chunk() {
            self.0 = u64::from_ne_bytes(*last);
        }
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

fn used(lookup: &Lookup) -> Option<(FeedId, Timestamp)> {
    match lookup {
        Lookup::Served(feed) => feed.take_use().map(|at| (feed.feed, at)),
        _ => None,
    }
}
