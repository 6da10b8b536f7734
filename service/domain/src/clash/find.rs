//! Finding times: which weekly times, over which weeks, hinder the fewest.

use super::{
    count::{FAMILIES, Heads, heads, hindered},
    people::People,
    spans::{Minute, Spans, instant_of, minute_of},
};
use crate::{
    calendar::wall_time::WallTime,
    holiday::Holidays,
    profession::ProfessionFamily,
    term::{RedDay, Week, red_day},
};
use jiff::{
    ToSpan,
    civil::{Date, Time, Weekday},
};
use std::collections::BTreeMap;
use thiserror::Error;

/// Most times looked at for one question: seven days, every quarter of an hour, a year.
pub const TIMES: usize = 40_000;
/// Longest meeting (minutes).
pub const MEETING_MINUTES: u32 = 24 * 60;

/// What is sought.
#[derive(Debug, Clone)]
pub struct Question<'a> {
    /// In which weeks to meet.
    pub weeks: Vec<Week>,
    /// In how many of them, the best being taken; `None` = in all.
    pub meetings: Option<usize>,
    pub weekdays: Vec<Weekday>,
    pub starts: Vec<Time>,
    /// How long a meeting lasts.
    pub minutes: u32,
    /// Who and what must be free: a meeting without its teacher cannot be held.
    pub teachers: Vec<(String, Spans)>,
    /// A meeting without its room can be moved to another.
    pub rooms: Vec<(String, Spans)>,
    pub holidays: &'a Holidays,
    /// How many patterns to answer with.
    pub most: usize,
}

/// Why a question cannot be answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Unanswerable {
    #[error("no week, weekday or start is given")]
    Nothing,
    #[error("there are fewer weeks than meetings")]
    TooFewWeeks,
    #[error("more than {TIMES} times to look at")]
    TooMany,
    #[error("a meeting lasts at least a minute and at most {MEETING_MINUTES}")]
    Length,
}

/// What a time costs, the worst first. Costs add up, and are compared field by field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Cost {
    /// Meetings that cannot be held: a red day, a teacher who is taken, a time that does not exist.
    pub not_held: u32,
    /// People who cannot come, meeting by meeting.
    pub blocked: u32,
    /// Families of whom nobody can come, meeting by meeting.
    pub families_missing: u32,
    /// Meetings whose room is taken.
    pub rooms_taken: u32,
    /// People whose schools have a holiday, meeting by meeting.
    pub on_holiday: u32,
    /// People who would rather not, meeting by meeting.
    pub avoided: u32,
}

impl std::ops::AddAssign for Cost {
    fn add_assign(&mut self, other: Self) {
        self.not_held += other.not_held;
        self.blocked += other.blocked;
        self.families_missing += other.families_missing;
        self.rooms_taken += other.rooms_taken;
        self.on_holiday += other.on_holiday;
        self.avoided += other.avoided;
    }
}

/// One meeting of a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meeting {
    pub week: Week,
    pub date: Date,
    /// `None` where the clock jumps over the time or it comes twice.
    pub times: Option<(WallTime, WallTime)>,
    pub cost: Cost,
    pub red_day: Option<RedDay>,
    pub families_missing: Vec<ProfessionFamily>,
    /// Taken at the time.
    pub teachers: Vec<String>,
    pub rooms: Vec<String>,
}

/// A weekly time over some weeks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    pub weekday: Weekday,
    pub start: Time,
    pub minutes: u32,
    /// In order of time.
    pub meetings: Vec<Meeting>,
    /// The sum of the meetings'.
    pub cost: Cost,
}

/// The best patterns, the best first; of two as good the earlier in the week. The same question
/// always has the same answer.
pub fn find_time(people: &People, question: &Question<'_>) -> Result<Vec<Pattern>, Unanswerable> {
    let wanted = check(question)?;
    let mut grid = Grid::lay_out(question);
    grid.weigh(people, question);
    let mut patterns: BTreeMap<(i8, Time), Vec<Meeting>> = BTreeMap::new();
    for meeting in grid.meetings {
        let key = (meeting.1.date.weekday().to_monday_zero_offset(), meeting.0);
        patterns.entry(key).or_default().push(meeting.1);
    }
    let mut patterns: Vec<Pattern> = patterns
        .into_iter()
        .map(|((day, start), meetings)| pattern(day, start, question.minutes, meetings, wanted))
        .collect();
    // Stable: as good ones stay in the order of the week.
    patterns.sort_by_key(|pattern| pattern.cost);
    patterns.truncate(question.most);
    Ok(patterns)
}

fn check(question: &Question<'_>) -> Result<usize, Unanswerable> {
    let (weeks, days, starts) = (
        question.weeks.len(),
        question.weekdays.len(),
        question.starts.len(),
    );
    let wanted = question.meetings.unwrap_or(weeks);
    if weeks == 0 || days == 0 || starts == 0 || wanted == 0 {
        Err(Unanswerable::Nothing)
    } else if wanted > weeks {
        Err(Unanswerable::TooFewWeeks)
    } else if weeks.saturating_mul(days).saturating_mul(starts) > TIMES {
        Err(Unanswerable::TooMany)
    } else if !(1..=MEETING_MINUTES).contains(&question.minutes) {
        Err(Unanswerable::Length)
    } else {
        Ok(wanted)
    }
}

/// The best meetings of a weekly time. As costs add up and order is kept by adding, the cheapest
/// meetings make the cheapest sum.
fn pattern(
    day: i8,
    start: Time,
    minutes: u32,
    mut meetings: Vec<Meeting>,
    wanted: usize,
) -> Pattern {
    meetings.sort_by_key(|meeting| (meeting.cost, meeting.date));
    meetings.truncate(wanted);
    meetings.sort_by_key(|meeting| meeting.date);
    let mut cost = Cost::default();
    for meeting in &meetings {
        cost += meeting.cost;
    }
    Pattern {
        weekday: Weekday::from_monday_zero_offset(day).unwrap_or(Weekday::Monday),
        start,
        minutes,
        meetings,
        cost,
    }
}

/// All times of a question, each with the wall time it starts at.
struct Grid {
    meetings: Vec<(Time, Meeting)>,
}

impl Grid {
    fn lay_out(question: &Question<'_>) -> Self {
        let mut weeks = question.weeks.clone();
        let (mut days, mut starts) = (question.weekdays.clone(), question.starts.clone());
        weeks.sort_unstable();
        weeks.dedup();
        days.sort_by_key(|day| day.to_monday_zero_offset());
        days.dedup();
        starts.sort_unstable();
        starts.dedup();
        let mut meetings = Vec::with_capacity(weeks.len() * days.len() * starts.len());
        for week in weeks {
            for day in &days {
                let date = week
                    .monday()
                    .saturating_add(i64::from(day.to_monday_zero_offset()).days());
                for start in &starts {
                    meetings.push((*start, meeting(week, date, *start, question.minutes)));
                }
            }
        }
        Self { meetings }
    }

    /// Works out what each time costs.
    fn weigh(&mut self, people: &People, question: &Question<'_>) {
        let lasts = question.minutes;
        let mut order: Vec<(Minute, usize)> = Vec::with_capacity(self.meetings.len());
        for (at, (_, meeting)) in self.meetings.iter().enumerate() {
            if let Some((starts, _)) = meeting.times {
                order.push((minute_of(starts.instant()), at));
            }
        }
        order.sort_unstable();
        let starts: Vec<Minute> = order.iter().map(|(start, _)| *start).collect();
        let all = heads(people);
        let blocked = hindered(people, &starts, lasts, |member| &member.busy);
        let avoided = hindered(people, &starts, lasts, |member| &member.avoids);
        let schools = schools(people);
        for (n, (start, at)) in order.into_iter().enumerate() {
            let meeting = &mut self.meetings[at].1;
            let span = (start, start.saturating_add(lasts));
            meeting.teachers = taken(&question.teachers, span);
            meeting.rooms = taken(&question.rooms, span);
            meeting.families_missing = missing(&all, &blocked[n]);
            let on_holiday = schools.iter().filter_map(|(municipality, people)| {
                question
                    .holidays
                    .on(municipality, meeting.date)
                    .map(|_| *people)
            });
            meeting.cost = Cost {
                not_held: u32::from(meeting.red_day.is_some() || !meeting.teachers.is_empty()),
                blocked: blocked[n].iter().sum(),
                families_missing: u32::try_from(meeting.families_missing.len()).unwrap_or(0),
                rooms_taken: u32::from(!meeting.rooms.is_empty()),
                on_holiday: on_holiday.sum(),
                avoided: avoided[n].iter().sum(),
            };
        }
    }
}

/// A meeting before anything is known of who can come. One at a time that does not exist, or that
/// comes twice, cannot be held.
fn meeting(week: Week, date: Date, start: Time, minutes: u32) -> Meeting {
    let starts = WallTime::new(date.to_datetime(start), None).ok();
    let times = starts.and_then(|starts| {
        let end = instant_of(minute_of(starts.instant()).saturating_add(minutes));
        Some((starts, WallTime::at(end).ok()?))
    });
    Meeting {
        week,
        date,
        cost: Cost {
            not_held: u32::from(times.is_none()),
            ..Cost::default()
        },
        times,
        red_day: red_day(date),
        families_missing: Vec::new(),
        teachers: Vec::new(),
        rooms: Vec::new(),
    }
}

fn taken(named: &[(String, Spans)], (from, to): (Minute, Minute)) -> Vec<String> {
    let taken = named.iter().filter(|(_, spans)| spans.meets(from, to));
    taken.map(|(name, _)| name.clone()).collect()
}

fn missing(all: &Heads, blocked: &Heads) -> Vec<ProfessionFamily> {
    let families = ProfessionFamily::ALL
        .into_iter()
        .zip(all.iter().zip(blocked));
    let missing = families.filter(|(_, (all, blocked))| **all > 0 && all == blocked);
    missing.map(|(family, _)| family).take(FAMILIES).collect()
}

/// How many work in the schools of each municipality.
fn schools(people: &People) -> BTreeMap<&str, u32> {
    let mut schools = BTreeMap::new();
    for member in people.members() {
        if let Some(municipality) = &member.municipality {
            *schools.entry(&**municipality).or_default() += 1;
        }
    }
    schools
}
