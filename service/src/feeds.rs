//! Serving calendar feeds: rendered once a change, kept in memory, answered without the database.

use crate::{
    app::App,
    error::Result,
    secrets::{base64url, sha256},
    usecase,
};
use flate2::{Compression, write::GzEncoder};
use jiff::Timestamp;
use samverkan_domain::{calendar::render, id::FeedId};
use std::{
    collections::{BTreeMap, HashMap},
    io::Write as _,
    sync::{
        Arc, Mutex, PoisonError, RwLock,
        atomic::{AtomicI64, Ordering},
    },
};

/// Most feeds kept in memory. Beyond it the whole cache is dropped and fills again as needed:
/// rendering takes 0.1 ms.
const FEEDS_KEPT: usize = 100_000;

/// What a feed's address answers.
#[derive(Debug)]
pub struct ServedFeed {
    pub feed: FeedId,
    pub body: Vec<u8>,
    pub etag: String,
    /// Absent where compression would not pay.
    pub gzip: Option<(Vec<u8>, String)>,
    pub last_modified: Timestamp,
    /// When the content changes by itself, because a cancelled session drops out.
    valid_until: Option<Timestamp>,
    generation: i64,
}

/// What became of an address.
#[derive(Debug, Clone)]
pub enum Lookup {
    Served(Arc<ServedFeed>),
    Revoked,
    Unknown,
}

/// Rendered feeds by hash of their token.
#[derive(Debug, Default)]
pub struct FeedCache {
    kept: RwLock<HashMap<Vec<u8>, Lookup>>,
    /// The calendar generation last seen in the database.
    generation: AtomicI64,
    /// When which feed was last fetched; written down now and then.
    used: Mutex<BTreeMap<FeedId, Timestamp>>,
}

impl FeedCache {
    /// Notes the database's calendar generation: feeds rendered before it are stale. It only ever
    /// grows: who read it earlier may tell later.
    pub fn saw_generation(&self, generation: i64) {
        let before = self.generation.fetch_max(generation, Ordering::AcqRel);
        if before < generation {
            let mut kept = self.kept.write().unwrap_or_else(PoisonError::into_inner);
            // A revoked address stays revoked, an unknown one may have been made since.
            kept.retain(|_, lookup| !matches!(lookup, Lookup::Unknown));
        }
    }

    fn fresh(&self, token_hash: &[u8], now: Timestamp) -> Option<Lookup> {
        let lookup = self.last_good(token_hash)?;
        match &lookup {
            Lookup::Served(feed) => {
                let current = feed.generation == self.generation.load(Ordering::Acquire)
                    && feed.valid_until.is_none_or(|until| now < until);
                current.then_some(lookup)
            }
            Lookup::Revoked => Some(lookup),
            Lookup::Unknown => None,
        }
    }

    fn last_good(&self, token_hash: &[u8]) -> Option<Lookup> {
        self.kept
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .get(token_hash)
            .cloned()
    }

    fn keep(&self, token_hash: Vec<u8>, lookup: &Lookup) {
        let mut kept = self.kept.write().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= FEEDS_KEPT {
            kept.clear();
        }
        kept.insert(token_hash, lookup.clone());
    }

    /// Takes the notes of use, to write them down.
    pub fn take_used(&self) -> BTreeMap<FeedId, Timestamp> {
        std::mem::take(&mut *self.used.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Answers an address. A known feed is served from memory while nothing it shows has changed; if
/// the database cannot be reached, the last good copy is served: an error would make calendar
/// programs give the feed up, and an empty answer would wipe it.
pub async fn serve(app: &App, token: &str) -> Result<Lookup> {
    let token_hash = sha256(token.as_bytes());
    let now = app.clock.now();
    let lookup = match app.feeds.fresh(&token_hash, now) {
        Some(lookup) => lookup,
        None => match load(app, &token_hash).await {
            Ok(lookup) => {
                if !matches!(lookup, Lookup::Unknown) {
                    app.feeds.keep(token_hash, &lookup);
                }
                lookup
            }
            Err(error) => match app.feeds.last_good(&token_hash) {
                Some(lookup) => {
                    tracing::warn!(%error, "serving the last good copy of a feed");
                    lookup
                }
                None => return Err(error),
            },
        },
    };
    if let Lookup::Served(feed) = &lookup {
        app.feeds
            .used
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(feed.feed, now);
    }
    Ok(lookup)
}

/// Renders a feed from the database. Last-Modified moves only if the content has.
async fn load(app: &App, token_hash: &[u8]) -> Result<Lookup> {
    let mut tx = app.read().await?;
    let generation = tx.calendar_generation().await?;
    let Some(row) = tx.feed_by_token(token_hash).await? else {
        return Ok(Lookup::Unknown);
    };
    if row.revoked_at.is_some() {
        return Ok(Lookup::Revoked);
    }
    let view = usecase::feeds::view(&mut tx, &row).await?;
    drop(tx);
    let rendered = render(&view, app.clock.now());
    let hash = sha256(&rendered.bytes);
    let feed = FeedId(row.id);
    let last_modified = if row.content_hash.as_deref() == Some(&hash[..]) {
        row.modified_at.0
    } else {
        let mut tx = app.write_as_service().await?;
        let modified_at = tx.touch_feed_content(feed, &hash).await?;
        tx.commit().await?;
        modified_at
    };
    app.feeds.saw_generation(generation);
    let gzip = compressed(&rendered.bytes)
        .filter(|gzip| gzip.len() < rendered.bytes.len())
        .map(|gzip| {
            let etag = etag(&sha256(&gzip));
            (gzip, etag)
        });
    Ok(Lookup::Served(Arc::new(ServedFeed {
        feed,
        etag: etag(&hash),
        body: rendered.bytes,
        gzip,
        last_modified,
        valid_until: rendered.valid_until,
        generation,
    })))
}

/// Strong: the digest of exactly the octets that are sent.
fn etag(hash: &[u8]) -> String {
    format!("\"{}\"", base64url(&hash[..16]))
}

/// The gzip header carries no time, so equal content gives equal octets.
fn compressed(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::with_capacity(bytes.len() / 4), Compression::best());
    encoder.write_all(bytes).ok()?;
    encoder.finish().ok()
}
