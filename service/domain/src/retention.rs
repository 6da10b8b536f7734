//! Gallring: what is kept for how long, counted from what, and when it is due to be weeded.
//!
//! Nothing is due without a rule, and no rule is without the decision that it follows (arkivlagen
//! 1990:782 10 §; the register of admissions: förordning 1993:1153). A period counted from a day ends with the day of the
//! same number, or with the last of a month that has none; due is what lies after its end.

mod plan;

pub use plan::{Blocked, Count, InForce, Item, PlanState, blocked, counts, digest};

use jiff::{Span, civil::Date};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// What is kept, as far as rules tell it apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Category {
    /// Practical needs of rooms and material.
    Needs,
    /// Weekly times at which somebody can come to an offering's meetings.
    Availability,
    /// Calendars that people have given, and the addresses they are fetched from.
    Calendars,
    /// With whom, and without whom, somebody wishes to be in a cohort.
    Wishes,
    /// Wishes for another cohort, with reasons.
    Transfers,
    /// That others in the cohort see the name.
    Consents,
    /// Who was there when.
    Attendance,
    /// What letters said, to whom; that there was one is kept, for counts.
    Letters,
    /// What imports reported of files, row by row.
    Imports,
    /// Requests for erasure, in people's own words.
    Erasures,
    /// Proposed divisions into cohorts. The cohorts themselves stay.
    Plans,
    /// The register of admissions: the person becomes nobody. Counts stay.
    Admission,
}

/// What a period is counted from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// The offering's last day.
    OfferingEnds,
    /// The last day of the last offering that the person applied to, or when it was stated, if that is later.
    LastOfferingEnds,
    /// When the letter was delivered, or given up.
    Sent,
    /// When the file was read in.
    ReadIn,
    /// When the request was decided or taken back.
    Decided,
    /// The last entry about the person.
    LastEntry,
}

impl Category {
    pub const ALL: [Self; 12] = [
        Self::Needs,
        Self::Availability,
        Self::Calendars,
        Self::Wishes,
        Self::Transfers,
        Self::Consents,
        Self::Attendance,
        Self::Letters,
        Self::Imports,
        Self::Erasures,
        Self::Plans,
        Self::Admission,
    ];

    pub fn counted_from(self) -> Event {
        match self {
            Self::Availability
            | Self::Wishes
            | Self::Transfers
            | Self::Consents
            | Self::Attendance
            | Self::Plans => Event::OfferingEnds,
            Self::Needs | Self::Calendars => Event::LastOfferingEnds,
            Self::Letters => Event::Sent,
            Self::Imports => Event::ReadIn,
            Self::Erasures => Event::Decided,
            Self::Admission => Event::LastEntry,
        }
    }

    /// Its name on the wire and in the database.
    pub fn word(self) -> &'static str {
        match self {
            Self::Needs => "needs",
            Self::Availability => "availability",
            Self::Calendars => "calendars",
            Self::Wishes => "wishes",
            Self::Transfers => "transfers",
            Self::Consents => "consents",
            Self::Attendance => "attendance",
            Self::Letters => "letters",
            Self::Imports => "imports",
            Self::Erasures => "erasures",
            Self::Plans => "plans",
            Self::Admission => "admission",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }
}

/// For how long: years, months, weeks and days, as ISO 8601 writes them (P10Y, P1Y6M, P30D).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    years: u16,
    months: u16,
    weeks: u16,
    days: u16,
}

/// No period that rules may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a period such as P10Y, P6M or P30D, from a day up to a thousand of each")]
pub struct NoPeriod;

impl Period {
    /// The most of each part.
    const MOST: u16 = 1_000;

    /// The last day on which something is kept; none where the calendar ends.
    pub fn last_day(self, event: Date) -> Option<Date> {
        let span = Span::new()
            .years(self.years)
            .months(self.months)
            .weeks(self.weeks)
            .days(self.days);
        event.checked_add(span).ok()
    }

    /// Whether something that happened on `event` is due on `today`.
    pub fn is_over(self, event: Date, today: Date) -> bool {
        self.last_day(event).is_some_and(|last| last < today)
    }

    /// The latest day of an event that is due on `today`: it and all before it are, none after it is.
    pub fn cutoff(self, today: Date) -> Option<Date> {
        let span = Span::new()
            .years(self.years)
            .months(self.months)
            .weeks(self.weeks)
            .days(self.days);
        // Months differ in length: begin a little later than counting back gives, and go back.
        let about = today.checked_sub(span).ok()?;
        let mut day = about.checked_add(Span::new().days(5)).unwrap_or(about);
        for _ in 0..15 {
            if self.is_over(day, today) {
                return Some(day);
            }
            day = day.yesterday().ok()?;
        }
        None
    }
}

impl FromStr for Period {
    type Err = NoPeriod;

    fn from_str(text: &str) -> Result<Self, NoPeriod> {
        let mut rest = text.strip_prefix('P').ok_or(NoPeriod)?;
        let mut parts = [0_u16; 4];
        let mut from = 0;
        while !rest.is_empty() {
            let end = rest.find(|c: char| !c.is_ascii_digit()).ok_or(NoPeriod)?;
            let (number, unit) = rest.split_at(end);
            let number: u16 = number.parse().map_err(|_| NoPeriod)?;
            let at = "YMWD".find(|c| unit.starts_with(c)).ok_or(NoPeriod)?;
            // Each once, in this order.
            if at < from || number > Self::MOST {
                return Err(NoPeriod);
            }
            from = at + 1;
            parts[at] = number;
            rest = &unit[1..];
        }
        let [years, months, weeks, days] = parts;
        if parts == [0; 4] {
            return Err(NoPeriod);
        }
        Ok(Self {
            years,
            months,
            weeks,
            days,
        })
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("P")?;
        let parts = [
            (self.years, 'Y'),
            (self.months, 'M'),
            (self.weeks, 'W'),
            (self.days, 'D'),
        ];
        for (number, unit) in parts.into_iter().filter(|(number, _)| *number > 0) {
            write!(f, "{number}{unit}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
