//! Time as people say it: what the clock on the wall in Sweden shows.
//!
//! A session is planned in wall time. What is stored is the wall time and the instant it meant
//! when it was planned, so that a changed zone rule moves the instant and never the wall time.

use crate::person::Language;
use jiff::{
    Timestamp,
    civil::DateTime,
    tz::{AmbiguousOffset, TimeZone, TimeZoneDatabase},
};
use serde::{Deserialize, Serialize};
use std::{fmt, ops::RangeInclusive, sync::LazyLock};
use thiserror::Error;

/// The IANA name of the zone in which all sessions are planned.
pub const ZONE: &str = "Europe/Stockholm";

/// Years in which a session may lie: from the start of Unix time to the last year whose red days
/// are known. Others are slips of the pen.
pub const YEARS: RangeInclusive<i16> = 1970..=2099;

/// The zone from the database built into the program: the same answer on every machine, and no
/// file is read.
pub(crate) static STOCKHOLM: LazyLock<TimeZone> = LazyLock::new(|| {
    TimeZoneDatabase::bundled()
        .get(ZONE)
        .expect("the bundled database has Europe/Stockholm")
});

/// Which of two equal wall times is meant, on the night in autumn when 02–03 comes twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fold {
    /// The first time, still summer time (UTC+2).
    Earlier,
    /// The second time, already standard time (UTC+1).
    Later,
}

/// Why a wall time names no instant.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TimeProblem {
    /// The clock jumps over it. `next` is the first wall time that exists after it.
    #[error("{wall} does not exist in {ZONE}; the next time that does is {next}")]
    Gap { wall: DateTime, next: DateTime },
    /// It comes twice, and nobody said which is meant.
    #[error("{wall} comes twice in {ZONE}, at {earlier} and {later}")]
    Ambiguous {
        wall: DateTime,
        earlier: Timestamp,
        later: Timestamp,
    },
    /// The year lies outside [`YEARS`].
    #[error("the year {year} is out of range")]
    Year { year: i16 },
    /// Finer than a second, which RFC 5545 §3.3.5 cannot carry.
    #[error("{wall} is finer than a second")]
    Fraction { wall: DateTime },
}

impl TimeProblem {
    /// Stable machine-readable name.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Gap { .. } => "time_gap",
            Self::Ambiguous { .. } => "time_ambiguous",
            Self::Year { .. } => "time_year",
            Self::Fraction { .. } => "time_fraction",
        }
    }

    pub fn sentence(&self, language: Language) -> String {
        let (first, last) = (YEARS.start(), YEARS.end());
        match (language, self) {
            (Language::Sv, Self::Gap { wall, next }) => format!(
                "Klockan {} finns inte den {}: då ställs klockan fram till sommartid. Nästa tid som finns är {}.",
                clock(*wall),
                wall.date(),
                clock(*next),
            ),
            (Language::En, Self::Gap { wall, next }) => format!(
                "There is no {} on {}: the clock goes forward to summer time. The next time that exists is {}.",
                clock(*wall),
                wall.date(),
                clock(*next),
            ),
            (
                Language::Sv,
                Self::Ambiguous {
                    wall,
                    earlier,
                    later,
                },
            ) => format!(
                "Klockan {} kommer två gånger den {}: då ställs klockan tillbaka. Ange om du menar den första (UTC {earlier}) eller den andra (UTC {later}).",
                clock(*wall),
                wall.date(),
            ),
            (
                Language::En,
                Self::Ambiguous {
                    wall,
                    earlier,
                    later,
                },
            ) => format!(
                "{} comes twice on {}: the clock goes back. Say whether you mean the first (UTC {earlier}) or the second (UTC {later}).",
                clock(*wall),
                wall.date(),
            ),
            (Language::Sv, Self::Year { year }) => {
                format!("Året {year} går inte att använda. Ange ett år från {first} till {last}.")
            }
            (Language::En, Self::Year { year }) => {
                format!("The year {year} cannot be used. Give a year from {first} to {last}.")
            }
            (Language::Sv, Self::Fraction { .. }) => "Ange tiden i hela sekunder.".to_owned(),
            (Language::En, Self::Fraction { .. }) => "Give the time in whole seconds.".to_owned(),
        }
    }
}

/// The hour and minute, with seconds only where there are any: `13:15`.
fn clock(wall: DateTime) -> String {
    let minutes = format!("{:02}:{:02}", wall.hour(), wall.minute());
    if wall.second() == 0 {
        minutes
    } else {
        format!("{minutes}:{:02}", wall.second())
    }
}

/// The instant a wall time in Sweden means. `fold` decides only where the time comes twice; it is
/// ignored elsewhere, as it says nothing there.
pub fn resolve(wall: DateTime, fold: Option<Fold>) -> Result<Timestamp, TimeProblem> {
    let out_of_range = || TimeProblem::Year { year: wall.year() };
    if !YEARS.contains(&wall.year()) {
        return Err(out_of_range());
    }
    if wall.subsec_nanosecond() != 0 {
        return Err(TimeProblem::Fraction { wall });
    }
    match STOCKHOLM.to_ambiguous_timestamp(wall).offset() {
        AmbiguousOffset::Unambiguous { offset } => {
            offset.to_timestamp(wall).map_err(|_| out_of_range())
        }
        AmbiguousOffset::Gap { after, .. } => {
            // Read with the offset that applies after the jump, a skipped time lies before it.
            let before_jump = after.to_timestamp(wall).map_err(|_| out_of_range())?;
            let jump = STOCKHOLM
                .following(before_jump)
                .next()
                .ok_or_else(out_of_range)?;
            Err(TimeProblem::Gap {
                wall,
                next: STOCKHOLM.to_datetime(jump.timestamp()),
            })
        }
        AmbiguousOffset::Fold { before, after } => {
            let earlier = before.to_timestamp(wall).map_err(|_| out_of_range())?;
            let later = after.to_timestamp(wall).map_err(|_| out_of_range())?;
            match fold {
                Some(Fold::Earlier) => Ok(earlier),
                Some(Fold::Later) => Ok(later),
                None => Err(TimeProblem::Ambiguous {
                    wall,
                    earlier,
                    later,
                }),
            }
        }
    }
}

/// A wall time in Sweden and the instant it means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct WallTime {
    wall: DateTime,
    instant: Timestamp,
}

impl WallTime {
    /// A time a person gave.
    pub fn new(wall: DateTime, fold: Option<Fold>) -> Result<Self, TimeProblem> {
        Ok(Self {
            wall,
            instant: resolve(wall, fold)?,
        })
    }

    /// A time the store has kept. Both halves are believed: they are as they were planned.
    pub const fn stored(wall: DateTime, instant: Timestamp) -> Self {
        Self { wall, instant }
    }

    /// The wall time at an instant, cut to whole seconds.
    pub fn at(instant: Timestamp) -> Result<Self, TimeProblem> {
        let instant = whole_seconds(instant);
        let wall = STOCKHOLM.to_datetime(instant);
        if YEARS.contains(&wall.year()) {
            Ok(Self { wall, instant })
        } else {
            Err(TimeProblem::Year { year: wall.year() })
        }
    }

    /// What the clock on the wall shows.
    pub const fn wall(self) -> DateTime {
        self.wall
    }

    pub const fn instant(self) -> Timestamp {
        self.instant
    }

    /// Which of two equal wall times this is; `None` for the ordinary ones that come once.
    pub fn fold(self) -> Option<Fold> {
        match resolve(self.wall, None) {
            Err(TimeProblem::Ambiguous { earlier, .. }) if self.instant <= earlier => {
                Some(Fold::Earlier)
            }
            Err(TimeProblem::Ambiguous { .. }) => Some(Fold::Later),
            _ => None,
        }
    }

    /// The same wall time under the zone rules this program carries. Differs from `self` only if
    /// the rules have changed since the time was stored.
    pub fn under_current_rules(self) -> Result<Self, TimeProblem> {
        Self::new(self.wall, self.fold())
    }
}

impl fmt::Display for WallTime {
    /// `2027-02-18 13:15`; with the offset where the time comes twice, `2026-10-25 02:30 +01`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.wall.date(), clock(self.wall))?;
        match self.fold() {
            Some(Fold::Earlier) => write!(f, " +02"),
            Some(Fold::Later) => write!(f, " +01"),
            None => Ok(()),
        }
    }
}

/// Cut to whole seconds, towards the past.
pub fn whole_seconds(instant: Timestamp) -> Timestamp {
    let nanosecond = i64::from(instant.subsec_nanosecond());
    let floor = instant.as_second() - i64::from(nanosecond < 0);
    Timestamp::from_second(floor).unwrap_or(Timestamp::MIN)
}
