//! Calendars that are fetched from addresses which others have named: where one may go for them,
//! what can go wrong on the way, and when to come again.
//!
//! The addresses are secrets (who has one reads the calendar) and whoever names them may mean ill:
//! the service must not become a way into the network it stands in.

mod failure;
mod public;

pub use failure::{Failure, Said};
pub use public::is_public;

use jiff::SignedDuration;

/// Largest calendar that is fetched, unpacked (bytes).
pub const FETCHED_BYTES: usize = 5 * 1024 * 1024;
/// Most redirects that are followed, each to an address that is looked at like the first.
pub const REDIRECTS: usize = 3;
/// Longest address (octets).
pub const ADDRESS_OCTETS: usize = 2_000;
/// Longest ETag or date that is kept to ask with next time (octets).
pub const VALIDATOR_OCTETS: usize = 500;
/// Calendars fetched at a time by one instance. A server that does not answer holds up one of them
/// for as long as the fetcher has patience, and nothing else.
pub const AT_A_TIME: usize = 8;
/// Of those, at one server. Many people keep their calendars at the same few.
pub const AT_A_SERVER: usize = 2;
/// Claimed calendars that may wait for a place at their servers, so that others need not.
pub const WAITING: usize = 200;
/// How long a calendar may go without being read whole (days): repetitions are worked out for so
/// many days ahead, and an answer of "unchanged" moves nothing on.
pub const WHOLE_DAYS: i64 = 30;

/// Between two readings that go well (hours).
const READ_HOURS: i64 = 4;
/// After the first failure (minutes); then twice as long each time.
const RETRY_MINUTES: i64 = 15;
/// Longest wait after failures (minutes), before what is added: 20 hours and a fifth are 24.
const RETRY_MOST_MINUTES: i64 = 20 * 60;
/// Longer than any calendar waits, also where instances' clocks differ.
pub const WAIT_MOST: SignedDuration = SignedDuration::from_hours(48);

/// How long to wait before a calendar is fetched again, after so many failures in a row (0: it went
/// well). A server may ask for longer (`Retry-After`), up to a day. Up to a fifth is added by `jitter`
/// (any number), so that all who began at the same time do not come at the same time for ever.
pub fn wait(failures: u32, asked: Option<SignedDuration>, jitter: u16) -> SignedDuration {
    let minutes = match failures {
        0 => READ_HOURS * 60,
        _ => (RETRY_MINUTES << (failures - 1).min(10)).min(RETRY_MOST_MINUTES),
    };
    let asked = asked.map_or(0, |asked| asked.as_secs().clamp(0, 20 * 3600));
    let seconds = (minutes * 60).max(asked);
    let added = seconds * i64::from(jitter) / (5 * i64::from(u16::MAX));
    SignedDuration::from_secs(seconds + added)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_from_a_quarter_of_an_hour_to_a_day() {
        let minutes = |failures, jitter| wait(failures, None, jitter).as_secs() / 60;
        let plain: Vec<i64> = (0..9).map(|failures| minutes(failures, 0)).collect();
        assert_eq!(plain, [240, 15, 30, 60, 120, 240, 480, 960, 1200]);
        assert_eq!(minutes(1, u16::MAX), 18);
        assert_eq!(minutes(u32::MAX, u16::MAX), 24 * 60);
        assert!(wait(u32::MAX, Some(SignedDuration::MAX), u16::MAX) < WAIT_MOST);
        let asked = |seconds| wait(1, Some(SignedDuration::from_secs(seconds)), 0).as_secs();
        assert_eq!(asked(60), 900, "never sooner than we would");
        assert_eq!(asked(7200), 7200);
        assert_eq!(asked(i64::MAX), 20 * 3600, "nor is one sent away for ever");
        assert_eq!(asked(i64::MIN), 900);
    }
}
