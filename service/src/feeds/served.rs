//! One feed, ready to be sent.

use crate::{
    error::{Error, Result},
    secrets::{Digest, base64url, sha256},
};
use flate2::{Compression, read::GzDecoder, write::GzEncoder};
use hyper::{body::Bytes, header::HeaderValue};
use jiff::Timestamp;
use samverkan_domain::{calendar::Rendered, id::FeedId};
use std::{
    io::{Read as _, Write as _},
    sync::atomic::{AtomicI64, Ordering},
};

/// What a feed's address answers. Only the compressed octets are kept: nearly every calendar
/// program takes them, and unpacking them for the others takes less time than sending them.
#[derive(Debug)]
pub struct ServedFeed {
    pub feed: FeedId,
    pub gzip: Bytes,
    /// Of the plain octets. Strong: the digest of exactly what is sent.
    pub etag: HeaderValue,
    /// Of the compressed octets.
    pub gzip_etag: HeaderValue,
    pub last_modified: Timestamp,
    /// The same as HTTP writes it.
    pub modified: HeaderValue,
    /// When the content changes by itself, because a cancelled session drops out.
    valid_until: Option<Timestamp>,
    generation: i64,
    /// When it was last fetched (seconds since 1970), until that is written down; else 0.
    used: AtomicI64,
}

impl ServedFeed {
    pub(super) fn new(
        feed: FeedId,
        rendered: &Rendered,
        hash: &Digest,
        last_modified: Timestamp,
        generation: i64,
    ) -> Result<Self> {
        let gzip = compressed(&rendered.bytes).map_err(Error::internal)?;
        Ok(Self {
            feed,
            etag: etag(hash)?,
            gzip_etag: etag(&sha256(&gzip))?,
            gzip: Bytes::from(gzip.into_boxed_slice()),
            last_modified,
            modified: HeaderValue::try_from(http_date(last_modified)).map_err(Error::internal)?,
            valid_until: rendered.valid_until,
            generation,
            used: AtomicI64::new(0),
        })
    }

    /// The calendar as it is without compression.
    pub fn plain(&self) -> Result<Vec<u8>> {
        let mut plain = Vec::with_capacity(self.gzip.len() * 8);
        GzDecoder::new(&self.gzip[..])
            .read_to_end(&mut plain)
            .map_err(Error::internal)?;
        Ok(plain)
    }

    /// Whether it is still what the database says.
    pub(super) fn is_fresh(&self, generation: i64, now: Timestamp) -> bool {
        self.generation == generation && self.valid_until.is_none_or(|until| now < until)
    }

    pub(super) fn note_use(&self, now: Timestamp) {
        self.used.store(now.as_second(), Ordering::Relaxed);
    }

    /// When it was last fetched, if that has not been taken before.
    pub(super) fn take_use(&self) -> Option<Timestamp> {
        match self.used.swap(0, Ordering::Relaxed) {
            0 => None,
            second => Timestamp::from_second(second).ok(),
        }
    }
}

fn etag(hash: &Digest) -> Result<HeaderValue> {
    let tag = format!("\"{}\"", base64url(&hash[..16]));
    HeaderValue::try_from(tag).map_err(Error::internal)
}

/// The gzip header carries no time, so equal content gives equal octets.
fn compressed(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::with_capacity(bytes.len() / 4), Compression::best());
    encoder.write_all(bytes)?;
    encoder.finish()
}

/// `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110 §5.6.7).
fn http_date(at: Timestamp) -> String {
    at.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_feed_unpacks_to_what_was_rendered() {
        let rendered = Rendered {
            bytes: b"BEGIN:VCALENDAR\r\n".repeat(50),
            valid_until: None,
        };
        let at = Timestamp::from_second(784_111_777).unwrap();
        let feed = FeedId(uuid::Uuid::nil());
        let hash = sha256(&rendered.bytes);
        let served = ServedFeed::new(feed, &rendered, &hash, at, 1).unwrap();
        assert_eq!(served.plain().unwrap(), rendered.bytes);
        assert!(served.gzip.len() < rendered.bytes.len());
        assert_ne!(served.etag, served.gzip_etag);
        assert_eq!(served.modified, "Sun, 06 Nov 1994 08:49:37 GMT");
        assert_eq!(served.take_use(), None);
        served.note_use(at);
        assert_eq!(served.take_use(), Some(at));
        assert_eq!(served.take_use(), None, "taken once");
    }
}
