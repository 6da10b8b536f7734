//! How often somebody may: a bucket of tokens a person or address, in memory, within bounds.
//!
//! Each instance counts for itself; several together let so much more through, which is harmless: a
//! rate is a guard against floods, not a rule that anything is decided on.

use jiff::Timestamp;
use samverkan_domain::limits;
use std::{
    collections::HashMap,
    hash::Hash,
    net::{IpAddr, Ipv6Addr},
    sync::{Mutex, PoisonError},
};
use uuid::Uuid;

/// A number of times a minute for each key: as many at once, then evenly.
#[derive(Debug)]
pub struct Throttle<K> {
    /// 0: no limit.
    per_minute: u32,
    buckets: Mutex<HashMap<K, Bucket>>,
}

#[derive(Debug, Clone, Copy)]
struct Bucket {
    left: f64,
    at: Timestamp,
}

/// Too soon: come back after so many seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooSoon {
    pub retry_after_seconds: u32,
}

impl<K: Eq + Hash> Throttle<K> {
    pub fn new(per_minute: u32) -> Self {
        Self {
            per_minute,
            buckets: Mutex::new(HashMap::new()),
        }
    }

    /// Takes one of the key's times, or says when there will be one.
    pub fn take(&self, key: K, now: Timestamp) -> Result<(), TooSoon> {
        if self.per_minute == 0 {
            return Ok(());
        }
        let most = f64::from(self.per_minute);
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= limits::RATES_REMEMBERED && !buckets.contains_key(&key) {
            make_room(&mut buckets, most, now);
        }
        let full = Bucket {
            left: most,
            at: now,
        };
        let bucket = buckets.entry(key).or_insert(full);
        *bucket = bucket.filled(most, now);
        if bucket.left >= 1.0 {
            bucket.left -= 1.0;
            return Ok(());
        }
        // Less than a minute: a whole bucket fills in one.
        let seconds = ((1.0 - bucket.left) * 60.0 / most).ceil().clamp(1.0, 60.0);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "between 1 and 60"
        )]
        Err(TooSoon {
            retry_after_seconds: seconds as u32,
        })
    }
}

impl Bucket {
    fn filled(self, most: f64, now: Timestamp) -> Self {
        // A clock that is set back fills nothing.
        let seconds = now.duration_since(self.at).as_secs_f64().max(0.0);
        Self {
            left: (self.left + seconds * most / 60.0).min(most),
            at: now.max(self.at),
        }
    }
}

/// Forgets whom nothing is held against. If that is not enough, forgets all: to be let through once
/// too often is better than to keep everybody out.
fn make_room<K>(buckets: &mut HashMap<K, Bucket>, most: f64, now: Timestamp) {
    buckets.retain(|_, bucket| bucket.filled(most, now).left < most);
    if buckets.len() >= limits::RATES_REMEMBERED {
        buckets.clear();
    }
}

/// The service's rates.
#[derive(Debug)]
pub struct Throttles {
    /// Requests for places, by person.
    pub applications: Throttle<Uuid>,
    /// Requests for places, by address.
    pub applications_from: Throttle<IpAddr>,
    /// Sign-ins asked for, by address.
    pub sign_ins_from: Throttle<IpAddr>,
    /// Codes, links and passkeys tried, by address.
    pub codes_from: Throttle<IpAddr>,
    /// Sign-ins asked for by all together: each is a letter that the relay has to carry.
    pub sign_ins_together: Throttle<()>,
    /// Calendars fetched from an address that somebody gives or wants read now, by person.
    pub calendars: Throttle<Uuid>,
    /// Messages written to us on the site, by address.
    pub messages_from: Throttle<IpAddr>,
    /// The header in which a trusted proxy says whom it asks for; without it, who connects counts.
    pub address_in: Option<String>,
}

impl Default for Throttles {
    fn default() -> Self {
        Self {
            applications: Throttle::new(limits::APPLICATIONS_PER_PERSON),
            applications_from: Throttle::new(limits::APPLICATIONS_PER_ADDRESS),
            sign_ins_from: Throttle::new(limits::SIGN_INS_PER_ADDRESS),
            codes_from: Throttle::new(limits::SIGN_INS_PER_ADDRESS),
            sign_ins_together: Throttle::new(limits::SIGN_INS_TOGETHER),
            calendars: Throttle::new(limits::CALENDARS_PER_PERSON),
            messages_from: Throttle::new(limits::MESSAGES_PER_ADDRESS),
            address_in: None,
        }
    }
}

/// Whom an address stands for: one home has 2^64 addresses of IPv6, so its network counts.
pub fn party(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).into()
        }
        address @ IpAddr::V4(_) => address,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::ToSpan;

    #[test]
    fn as_many_at_once_then_evenly() {
        let throttle = Throttle::new(30);
        let start = Timestamp::UNIX_EPOCH;
        for _ in 0..30 {
            throttle.take('a', start).unwrap();
        }
        let wait = TooSoon {
            retry_after_seconds: 2,
        };
        assert_eq!(throttle.take('a', start), Err(wait));
        assert_eq!(throttle.take('b', start), Ok(()), "others are not held up");
        assert_eq!(throttle.take('a', start + 2.seconds()), Ok(()));
        assert!(throttle.take('a', start + 3.seconds()).is_err());
        assert_eq!(throttle.take('a', start + 4.seconds()), Ok(()));
        // A refusal costs nothing, and a clock set back gives nothing.
        assert!(throttle.take('a', start).is_err());
        for _ in 0..30 {
            throttle.take('a', start + 64.seconds()).unwrap();
        }
        assert!(throttle.take('a', start + 64.seconds()).is_err());
    }

    #[test]
    fn no_limit_remembers_nobody() {
        let throttle = Throttle::new(0);
        for _ in 0..1000 {
            throttle.take('a', Timestamp::UNIX_EPOCH).unwrap();
        }
        assert!(throttle.buckets.lock().unwrap().is_empty());
    }

    #[test]
    fn memory_is_bounded_and_the_greedy_are_remembered_longest() {
        let throttle = Throttle::new(2);
        let start = Timestamp::UNIX_EPOCH;
        let later = start + 60.seconds();
        for n in 0..limits::RATES_REMEMBERED - 1 {
            throttle.take(n, start).unwrap();
        }
        for _ in 0..2 {
            throttle.take(usize::MAX, later).unwrap();
        }
        throttle.take(usize::MAX - 1, later).unwrap();
        assert_eq!(throttle.buckets.lock().unwrap().len(), 2);
        assert!(throttle.take(usize::MAX, later).is_err());
    }

    #[test]
    fn one_home_is_one_party() {
        let party = |text: &str| party(text.parse().unwrap()).to_string();
        assert_eq!(party("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::");
        assert_eq!(party("::ffff:192.0.2.1"), "192.0.2.1");
        assert_eq!(party("192.0.2.1"), "192.0.2.1");
    }
}
