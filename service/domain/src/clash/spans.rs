//! When something takes up time: sorted stretches of whole minutes that do not touch.

use jiff::{SignedDuration, Timestamp};

/// Whole minutes since 1970-01-01T00:00Z.
pub type Minute = u32;

/// A set of stretches of time, by the minute. A second begun counts as the whole minute.
///
/// Sorted stretches rather than a bit for every five minutes: a programme's term of 155 events is
/// 1.2 kB against 5 kB, nothing is rounded, and a candidate is looked up in eight steps
/// (measured: `examples/clash.rs`).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Spans(Vec<(Minute, Minute)>);

/// The minute in which an instant lies.
pub fn minute_of(instant: Timestamp) -> Minute {
    let minutes = instant.as_second().div_euclid(60);
    Minute::try_from(minutes.max(0)).unwrap_or(Minute::MAX)
}

/// The first minute that begins at or after an instant.
pub fn minute_from(instant: Timestamp) -> Minute {
    let up = SignedDuration::from_nanos(59_999_999_999);
    minute_of(instant.saturating_add(up).unwrap_or(Timestamp::MAX))
}

/// When a minute begins.
pub fn instant_of(minute: Minute) -> Timestamp {
    Timestamp::from_second(i64::from(minute) * 60).unwrap_or(Timestamp::MAX)
}

impl Spans {
    /// From starts and ends (excluded), in any order and overlapping; empty ones fall away.
    pub fn new(times: impl IntoIterator<Item = (Timestamp, Timestamp)>) -> Self {
        let minutes = |(from, to)| (minute_of(from), minute_from(to));
        Self::of_minutes(times.into_iter().map(minutes))
    }

    /// The same in minutes.
    pub fn of_minutes(times: impl IntoIterator<Item = (Minute, Minute)>) -> Self {
        let mut all: Vec<_> = times.into_iter().filter(|(from, to)| from < to).collect();
        all.sort_unstable();
        let mut merged: Vec<(Minute, Minute)> = Vec::with_capacity(all.len());
        for (from, to) in all {
            match merged.last_mut() {
                Some((_, end)) if from <= *end => *end = to.max(*end),
                _ => merged.push((from, to)),
            }
        }
        Self(merged)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn iter(&self) -> impl ExactSizeIterator<Item = (Minute, Minute)> {
        self.0.iter().copied()
    }

    /// Whether any minute from `from` until before `to` is taken.
    pub fn meets(&self, from: Minute, to: Minute) -> bool {
        let at = self.0.partition_point(|(_, end)| *end <= from);
        from < to && self.0.get(at).is_some_and(|(start, _)| *start < to)
    }

    /// Everything that is in either.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        Self::of_minutes(self.iter().chain(other.iter()))
    }

    /// As the store keeps it: eight octets a stretch, little end first.
    pub fn to_bytes(&self) -> Vec<u8> {
        let octets = |(from, to): (Minute, Minute)| [from.to_le_bytes(), to.to_le_bytes()];
        self.iter().flat_map(octets).flatten().collect()
    }

    /// `None` if the octets are not those of [`Self::to_bytes`].
    pub fn from_bytes(octets: &[u8]) -> Option<Self> {
        let (pairs, rest) = octets.as_chunks::<8>();
        let pair = |[a, b, c, d, e, f, g, h]: &[u8; 8]| {
            (
                Minute::from_le_bytes([*a, *b, *c, *d]),
                Minute::from_le_bytes([*e, *f, *g, *h]),
            )
        };
        let kept: Vec<_> = pairs.iter().map(pair).collect();
        let spans = Self::of_minutes(kept.iter().copied());
        (rest.is_empty() && spans.0 == kept).then_some(spans)
    }
}

impl FromIterator<(Timestamp, Timestamp)> for Spans {
    fn from_iter<I: IntoIterator<Item = (Timestamp, Timestamp)>>(times: I) -> Self {
        Self::new(times)
    }
}
