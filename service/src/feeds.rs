//! Serving calendar feeds: rendered once a change, kept in memory, answered without the database.

mod cache;
mod served;

pub use cache::FeedCache;
pub use served::ServedFeed;

use crate::{
    app::App,
    error::Result,
    secrets::{Digest, sha256},
    usecase,
};
use samverkan_domain::{calendar::render, id::FeedId};
use std::sync::Arc;

/// What became of an address.
#[derive(Debug, Clone)]
pub enum Lookup {
    Served(Arc<ServedFeed>),
    Revoked,
    Unknown,
}

/// Answers an address from memory, if what is there is still right. No database, no waiting.
pub fn at_once(app: &App, token: &str) -> Option<Arc<ServedFeed>> {
    let now = app.clock.now();
    match app.feeds.fresh(&sha256(token.as_bytes()), now)? {
        Lookup::Served(feed) => {
            feed.note_use(now);
            Some(feed)
        }
        _ => None,
    }
}

/// Answers an address. A known feed is served from memory while nothing it shows has changed; if
/// the database cannot be reached, the last good copy is served: an error would make calendar
/// programs give the feed up, and an empty answer would wipe it.
pub async fn serve(app: &App, token: &str) -> Result<Lookup> {
    let token_hash = sha256(token.as_bytes());
    let now = app.clock.now();
    let mut from = "database";
    let lookup = match app.feeds.fresh(&token_hash, now) {
        Some(lookup) => {
            from = "memory";
            lookup
        }
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
                    from = "last_good";
                    lookup
                }
                None => return Err(error),
            },
        },
    };
    if let Lookup::Served(feed) = &lookup {
        metrics::counter!("feeds_served_total", "from" => from).increment(1);
        feed.note_use(now);
    }
    Ok(lookup)
}

/// Renders a feed from the database. Last-Modified moves only if the content has.
async fn load(app: &App, token_hash: &Digest) -> Result<Lookup> {
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
    let served = ServedFeed::new(feed, &rendered, &hash, last_modified, generation)?;
    Ok(Lookup::Served(Arc::new(served)))
}
