//! The week as a picture: how many cannot come at each hour of each weekday.

use super::{
    count::{heads, hindered},
    people::People,
    spans::{Minute, minute_of},
};
use crate::{calendar::wall_time::WallTime, term::Week};
use jiff::{
    ToSpan,
    civil::{Time, Weekday},
};

/// One hour of one weekday, over all the weeks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    pub weekday: Weekday,
    pub start: Time,
    /// People who cannot come, on average over the weeks, in hundredths of all: 0–100.
    pub percent: u32,
    /// Most people who cannot come in any one week.
    pub worst: u32,
    /// Weeks in which everybody can come.
    pub free_weeks: u32,
}

/// The hours of a week by weekday and start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WeekMap {
    pub people: u32,
    pub weeks: u32,
    /// By start and then weekday.
    pub cells: Vec<Cell>,
}

/// Draws the hours from `first` until before `last` of the weekdays given.
pub fn week_map(
    people: &People,
    weeks: &[Week],
    weekdays: &[Weekday],
    first: i8,
    last: i8,
) -> WeekMap {
    let all: u32 = heads(people).iter().sum();
    let mut cells = Vec::new();
    for hour in first..last {
        let Ok(start) = Time::new(hour, 0, 0, 0) else {
            continue;
        };
        for weekday in weekdays {
            cells.push(cell(people, weeks, *weekday, start, all));
        }
    }
    WeekMap {
        people: all,
        weeks: u32::try_from(weeks.len()).unwrap_or(u32::MAX),
        cells,
    }
}

fn cell(people: &People, weeks: &[Week], weekday: Weekday, start: Time, all: u32) -> Cell {
    let at = |week: &Week| {
        let days = i64::from(weekday.to_monday_zero_offset());
        let date = week.monday().saturating_add(days.days());
        let starts = WallTime::new(date.to_datetime(start), None).ok()?;
        Some(minute_of(starts.instant()))
    };
    let mut starts: Vec<Minute> = weeks.iter().filter_map(at).collect();
    starts.sort_unstable();
    let hindered = hindered(people, &starts, 60, |member| &member.busy);
    let each: Vec<u32> = hindered.iter().map(|heads| heads.iter().sum()).collect();
    let sum: u64 = each.iter().map(|people| u64::from(*people)).sum();
    let of = u64::from(all) * each.len() as u64;
    Cell {
        weekday,
        start,
        percent: u32::try_from((sum * 100 + of / 2).checked_div(of).unwrap_or(0)).unwrap_or(100),
        worst: each.iter().copied().max().unwrap_or(0),
        free_weeks: u32::try_from(each.iter().filter(|people| **people == 0).count())
            .unwrap_or(u32::MAX),
    }
}
