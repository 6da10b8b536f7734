//! The only place that reads the time.

use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};
use std::sync::{Arc, Mutex, PoisonError};

/// Where `now` comes from.
#[derive(Debug, Clone)]
pub enum Clock {
    System,
    /// Stands still until it is moved: for tests.
    Fixed(Arc<Mutex<Timestamp>>),
}

impl Clock {
    pub fn fixed(at: Timestamp) -> Self {
        Self::Fixed(Arc::new(Mutex::new(at)))
    }

    #[expect(clippy::disallowed_methods, reason = "this is the clock")]
    pub fn now(&self) -> Timestamp {
        match self {
            Self::System => Timestamp::now(),
            Self::Fixed(at) => *at.lock().unwrap_or_else(PoisonError::into_inner),
        }
    }

    /// Moves a fixed clock on. A system clock cannot be moved.
    pub fn advance(&self, seconds: i64) {
        if let Self::Fixed(at) = self {
            let mut at = at.lock().unwrap_or_else(PoisonError::into_inner);
            *at += seconds.seconds();
        }
    }
}

/// The time zone in which everything is agreed.
pub fn stockholm() -> TimeZone {
    TimeZone::get("Europe/Stockholm").expect("the time zone database is compiled in")
}

/// The calendar day in Stockholm.
pub fn day(at: Timestamp) -> Date {
    at.to_zoned_datetime(stockholm()).date()
}
