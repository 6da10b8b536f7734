//! The only place that draws randomness: ids, tokens, codes, nonces.

use aws_lc_rs::digest;
use jiff::Timestamp;
use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicU64, Ordering},
};
use uuid::Uuid;

/// Draws ids and secrets. Clones share one counter.
#[derive(Debug, Clone, Default)]
pub struct Seeds {
    last: Arc<Mutex<(u64, u16)>>,
    source: Source,
}

/// Where octets come from.
#[derive(Debug, Clone, Default)]
enum Source {
    #[default]
    System,
    /// The same again from the same seed: for tests.
    Sown { seed: u64, drawn: Arc<AtomicU64> },
}

impl Seeds {
    /// Seeds that draw the same again from the same number, and so keep no secret: for tests only.
    pub fn sown(seed: u64) -> Self {
        let drawn = Arc::default();
        Self {
            last: Arc::default(),
            source: Source::Sown { seed, drawn },
        }
    }

    /// A version 7 UUID (RFC 9562 §5.7, counter as in §6.2 method 1): ids that one process draws
    /// sort in the order of drawing, also within a millisecond.
    pub fn id(&self, now: Timestamp) -> Uuid {
        let millis = u64::try_from(now.as_millisecond()).unwrap_or_default();
        let (millis, count) = {
            let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
            *last = match *last {
                (before, count) if millis > before => {
                    let _ = (before, count);
                    (millis, 0)
                }
                // 12 bits a millisecond; then the next millisecond is borrowed.
                (before, 0x0FFF) => (before + 1, 0),
                (before, count) => (before, count + 1),
            };
            *last
        };
        let mut bytes = self.bytes::<16>();
        bytes[..6].copy_from_slice(&millis.to_be_bytes()[2..]);
        bytes[6..8].copy_from_slice(&(count | 0x7000).to_be_bytes());
        bytes[8] = (bytes[8] & 0x3F) | 0x80;
        Uuid::from_bytes(bytes)
    }

    /// Octets from the operating system's generator.
    #[expect(clippy::disallowed_methods, reason = "this is the source")]
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        match &self.source {
            Source::System => aws_lc_rs::rand::fill(&mut bytes)
                .expect("the operating system's random source works"),
            Source::Sown { seed, drawn } => {
                for part in bytes.chunks_mut(32) {
                    let n = drawn.fetch_add(1, Ordering::Relaxed);
                    let mix = [seed.to_le_bytes(), n.to_le_bytes()].concat();
                    let octets = digest::digest(&digest::SHA256, &mix);
                    part.copy_from_slice(&octets.as_ref()[..part.len()]);
                }
            }
        }
        bytes
    }

    /// A code a person types: 8 characters of 32, 40 bits, no look-alikes.
    pub fn code(&self) -> String {
        const ALPHABET: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
        self.bytes::<8>()
            .iter()
            .map(|byte| ALPHABET[usize::from(byte & 31)] as char)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_sort_in_the_order_of_drawing() {
        let seeds = Seeds::default();
        let now = Timestamp::from_millisecond(1_800_000_000_000).unwrap();
        let ids: Vec<Uuid> = (0..10_000).map(|_| seeds.id(now)).collect();
        assert!(ids.is_sorted_by(|a, b| a < b));
        assert!(ids.iter().all(|id| id.get_version_num() == 7));
    }
}
