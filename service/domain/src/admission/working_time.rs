//! Working time in Sweden: when so many working hours have passed.
//!
//! A reply time of "16 working hours" must not run out on a Sunday. Working time is counted on the
//! wall clock in Stockholm, Monday to Friday, never on red days; nor on Christmas Eve, New Year's
//! Eve and Midsummer Eve, which [`red_day`] lists beside the public holidays.

use crate::{
    person::Language,
    schedule::{Fold, TimeProblem, WallTime, resolve, whole_seconds},
    term::red_day,
};
use jiff::{
    SignedDuration, Timestamp, ToSpan,
    civil::{Date, DateTime, Time, Weekday},
};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// The hours of a working day, the same from Monday to Friday. Whole seconds, `from` before `to`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Hours", into = "Hours")]
pub struct WorkingHours {
    from: Time,
    to: Time,
}

/// The hours as they are written: `{"from": "08:00", "to": "17:00"}`.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Hours {
    from: Time,
    to: Time,
}

/// The working day does not end after it starts, or is given finer than a second.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("working hours from {from} to {to} are not a working day")]
pub struct WorkingHoursProblem {
    pub from: Time,
    pub to: Time,
}

impl WorkingHoursProblem {
    pub fn sentence(self, language: Language) -> String {
        let Self { from, to } = self;
        match language {
            Language::Sv => format!(
                "Arbetstiden {from} till {to} går inte att använda. Den ska sluta efter att den börjar, i hela sekunder."
            ),
            Language::En => format!(
                "Working hours from {from} to {to} cannot be used. They must end after they start, in whole seconds."
            ),
        }
    }
}

impl Default for WorkingHours {
    /// 08:00 to 17:00.
    fn default() -> Self {
        Self {
            from: Time::constant(8, 0, 0, 0),
            to: Time::constant(17, 0, 0, 0),
        }
    }
}

impl WorkingHours {
    pub fn new(from: Time, to: Time) -> Result<Self, WorkingHoursProblem> {
        let whole = from.subsec_nanosecond() == 0 && to.subsec_nanosecond() == 0;
        if whole && from < to {
            Ok(Self { from, to })
        } else {
            Err(WorkingHoursProblem { from, to })
        }
    }

    pub fn from(self) -> Time {
        self.from
    }

    pub fn to(self) -> Time {
        self.to
    }

    /// Whether the instant lies in working time. The last moment of the day (17:00) does.
    pub fn contains(self, instant: Timestamp) -> Result<bool, TimeProblem> {
        let wall = WallTime::at(instant)?.wall();
        Ok(is_working_day(wall.date()) && (self.from..=self.to).contains(&wall.time()))
    }

    /// The instant when `minutes` of working time have passed since `start`. Outside working time
    /// the clock stands still, so it starts at the next working moment; none or fewer minutes give
    /// that moment itself. A part of a second in `start` counts as a whole one.
    ///
    /// Fails only outside the years that [`WallTime`] knows.
    pub fn deadline(self, start: Timestamp, minutes: i64) -> Result<Timestamp, TimeProblem> {
        let mut wall = self.next_working_moment(WallTime::at(rounded_up(start))?.wall());
        let mut left = SignedDuration::from_secs(minutes.max(0).saturating_mul(60));
        loop {
            let today = DateTime::from_parts(wall.date(), self.to).duration_since(wall);
            if left <= today {
                return instant(wall.saturating_add(left));
            }
            left -= today;
            wall = self.first_moment(next_working_day(wall.date()));
            // Says which year is out of range, before the calendar ends.
            instant(wall)?;
        }
    }

    /// When to remind: half of the working time has passed.
    pub fn reminder_at(self, start: Timestamp, minutes: i64) -> Result<Timestamp, TimeProblem> {
        self.deadline(start, minutes / 2)
    }

    /// The wall time itself if it lies in working time.
    fn next_working_moment(self, wall: DateTime) -> DateTime {
        let date = wall.date();
        if is_working_day(date) && wall.time() <= self.to {
            wall.max(self.first_moment(date))
        } else {
            self.first_moment(next_working_day(date))
        }
    }

    fn first_moment(self, date: Date) -> DateTime {
        DateTime::from_parts(date, self.from)
    }
}

impl TryFrom<Hours> for WorkingHours {
    type Error = WorkingHoursProblem;
    fn try_from(hours: Hours) -> Result<Self, WorkingHoursProblem> {
        Self::new(hours.from, hours.to)
    }
}

impl From<WorkingHours> for Hours {
    fn from(hours: WorkingHours) -> Self {
        let WorkingHours { from, to } = hours;
        Self { from, to }
    }
}

/// Monday to Friday, and neither a public holiday nor one of the eves in [`red_day`].
pub fn is_working_day(date: Date) -> bool {
    !matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday) && red_day(date).is_none()
}

/// The first working day after the date.
pub fn next_working_day(date: Date) -> Date {
    let mut next = date.saturating_add(1.days());
    while !is_working_day(next) && next < Date::MAX {
        next = next.saturating_add(1.days());
    }
    next
}

/// The clock has always been put forward and back on Sundays or holidays, so working time neither
/// skips nor repeats; should it ever, the earlier of two and the next that exists are meant.
fn instant(wall: DateTime) -> Result<Timestamp, TimeProblem> {
    match resolve(wall, Some(Fold::Earlier)) {
        Err(TimeProblem::Gap { next, .. }) => resolve(next, Some(Fold::Earlier)),
        other => other,
    }
}

fn rounded_up(start: Timestamp) -> Timestamp {
    let whole = whole_seconds(start);
    if whole == start {
        whole
    } else {
        whole.saturating_add(1.seconds()).unwrap_or(whole)
    }
}

#[cfg(test)]
mod tests;
