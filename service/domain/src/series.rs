//! Series of sessions: "Thursdays 13:15–16:00 in weeks 5, 7, 10", and last term's once more.
//!
//! A series is only a way of writing: what comes out are single times, which are scheduled, moved
//! and cancelled one by one (no calendar agrees with another about a changed series).

use crate::{
    calendar::wall_time::{TimeProblem, WallTime},
    holiday::{Holiday, Holidays},
    person::Language::{self, En, Sv},
    schedule::{Fold, Warning, warnings},
    term::{Term, Week},
};
use jiff::{
    ToSpan,
    civil::{Date, Time, Weekday},
};
use thiserror::Error;

/// Most sessions of one series or one copy.
pub const SESSIONS: usize = 400;
/// Furthest that sessions can be shifted (weeks): four years.
pub const SHIFT_WEEKS: i64 = 209;

/// A weekly time over some weeks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    pub weekday: Weekday,
    pub start: Time,
    /// The clock when it ends, the same day; before the start means the day after.
    pub end: Time,
    pub weeks: Vec<Week>,
    /// Which is meant if the time comes twice, in the autumn.
    pub fold: Option<Fold>,
}

/// What is odd about a time, though it can be had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Collision {
    /// A red day, a weekend, a day outside the term.
    Day(Warning),
    Holiday(Holiday),
}

impl Collision {
    /// Stable machine-readable name.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Day(warning) => warning.code(),
            Self::Holiday(_) => "school_holiday",
        }
    }

    pub fn sentence(&self, language: Language) -> String {
        match (self, language) {
            (Self::Day(warning), _) => warning.sentence(language),
            (Self::Holiday(one), Sv) => format!(
                "{} {}–{} i kommun {}{}.",
                one.name_sv,
                one.first,
                one.last,
                one.municipality,
                if one.certain { "" } else { " (obekräftat)" }
            ),
            (Self::Holiday(one), En) => format!(
                "{} {}–{} in municipality {}{}.",
                one.name_en,
                one.first,
                one.last,
                one.municipality,
                if one.certain { "" } else { " (not confirmed)" }
            ),
        }
    }
}

/// One time of a series, or why it cannot be had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Single {
    pub date: Date,
    pub times: Result<(WallTime, WallTime), TimeProblem>,
    pub collisions: Vec<Collision>,
}

/// The times of a series, in order. A time that does not exist, or comes twice without a word on
/// which is meant, is among them as such.
pub fn single(
    series: &Series,
    term: Option<&Term>,
    holidays: &Holidays,
    municipalities: &[&str],
) -> Vec<Single> {
    let mut weeks = series.weeks.clone();
    weeks.sort_unstable();
    weeks.dedup();
    weeks.truncate(SESSIONS);
    let days = i64::from(series.weekday.to_monday_zero_offset());
    let one = |week: Week| {
        let date = week.monday().saturating_add(days.days());
        let last = if series.end > series.start {
            date
        } else {
            date.saturating_add(1.day())
        };
        let starts = WallTime::new(date.to_datetime(series.start), series.fold);
        let ends = WallTime::new(last.to_datetime(series.end), series.fold);
        let times = starts.and_then(|starts| Ok((starts, ends?)));
        Single {
            date,
            collisions: collisions(&times, date, term, holidays, municipalities),
            times,
        }
    };
    weeks.into_iter().map(one).collect()
}

/// A session's times so many weeks on. A time in October that came twice keeps which it was.
pub fn shifted(
    starts: WallTime,
    ends: WallTime,
    weeks: i64,
    term: Option<&Term>,
    holidays: &Holidays,
    municipalities: &[&str],
) -> Single {
    let moved = |time: WallTime| {
        let wall = time.wall().saturating_add(weeks.weeks());
        WallTime::new(wall, time.fold())
    };
    let times = moved(starts).and_then(|starts| Ok((starts, moved(ends)?)));
    let date = starts.wall().date().saturating_add(weeks.weeks());
    Single {
        date,
        collisions: collisions(&times, date, term, holidays, municipalities),
        times,
    }
}

fn collisions(
    times: &Result<(WallTime, WallTime), TimeProblem>,
    date: Date,
    term: Option<&Term>,
    holidays: &Holidays,
    municipalities: &[&str],
) -> Vec<Collision> {
    let Ok((starts, ends)) = times else {
        return Vec::new();
    };
    let days = warnings(*starts, *ends, term)
        .into_iter()
        .map(Collision::Day);
    let on = municipalities
        .iter()
        .filter_map(|code| holidays.on(code, date));
    days.chain(on.cloned().map(Collision::Holiday)).collect()
}

/// A word in a list of weeks that is none.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{word} is no week of {from} to {to}")]
pub struct NoWeek {
    pub word: String,
    pub from: Week,
    pub to: Week,
}

impl NoWeek {
    pub fn sentence(&self, language: Language) -> String {
        let (word, from, to) = (&self.word, self.from, self.to);
        match language {
            Sv => format!("”{word}” är ingen vecka från {from} till {to}. Skriv som 5,7,10-12."),
            En => format!("“{word}” is no week from {from} to {to}. Write like 5,7,10-12."),
        }
    }
}

/// The weeks of a list such as `5, 7, v10-v12` between two days, in order of time. An autumn term
/// runs over the new year: there `50-2` is five weeks of a year of 53.
pub fn weeks_of(text: &str, first: Date, last: Date) -> Result<Vec<Week>, NoWeek> {
    let all = weeks_between(first, last);
    let (from, to) = (Week::of(first), Week::of(last));
    let no = |word: &str| NoWeek {
        word: plain(word),
        from,
        to,
    };
    let find = |number: &str| {
        let number = number.trim().trim_start_matches(['v', 'V', '.']).trim();
        let number: i8 = number.parse().ok()?;
        all.iter().position(|week| week.number() == number)
    };
    let mut weeks = Vec::new();
    let words = text.split([',', ';']).map(str::trim);
    for word in words.filter(|word| !word.is_empty()) {
        let (start, end) = word.split_once(['-', '–']).unwrap_or((word, word));
        let (start, end) = find(start).zip(find(end)).ok_or_else(|| no(word))?;
        weeks.extend(
            all.get(start..=end)
                .filter(|some| !some.is_empty())
                .ok_or_else(|| no(word))?,
        );
    }
    weeks.sort_unstable();
    weeks.dedup();
    Ok(weeks)
}

/// The weeks that hold any day from the first to the last, at most two years of them.
pub fn weeks_between(first: Date, last: Date) -> Vec<Week> {
    let mondays = Week::of(first).monday().series(7.days());
    mondays
        .take_while(|monday| *monday <= last)
        .take(106)
        .map(Week::of)
        .collect()
}

fn plain(word: &str) -> String {
    crate::text::plain_line(&word.chars().take(20).collect::<String>())
}

#[cfg(test)]
mod tests;
