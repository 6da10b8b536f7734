//! Repetitions (RFC 5545 §3.3.10): daily, weekly, monthly and yearly rules as calendars of people
//! hold them. Anything else is refused by name, for a rule half understood is a wrong calendar.
//!
//! Our own, because what is published for Rust works on chrono with a clock and a second zone
//! database, and has no bound on the work a hostile rule makes. Agreement with an independent
//! implementation is tested (`tests/timetable/recurrence.rs`).

use super::{
    fault::{Fault, Wrong, quoted},
    limits::RECURRENCE_STEPS,
    lines::Line,
    recurrence_days::{first_of_month, in_month, in_week, in_year},
    recurrence_words::{numbers, read_frequency, read_until, read_weekday},
    time::Stamp,
};
use jiff::{
    Timestamp, ToSpan,
    civil::{Date, DateTime, Weekday},
};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Frequency {
    Daily,
    Weekly,
    Monthly,
    Yearly,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Until {
    Day(Date),
    Wall(DateTime),
    Instant(Timestamp),
}

/// A rule that is understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Rule {
    pub(super) frequency: Frequency,
    pub(super) interval: i64,
    count: Option<usize>,
    until: Option<Until>,
    pub(super) months: Vec<i8>,
    pub(super) month_days: Vec<i8>,
    /// Ordinal (0 = every) and weekday.
    pub(super) weekdays: Vec<(i8, Weekday)>,
    positions: Vec<i16>,
    pub(super) week_start: Weekday,
    line: usize,
}

/// What may still be spent on a file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Budget {
    pub(super) steps: usize,
}

impl Default for Budget {
    fn default() -> Self {
        Self {
            steps: RECURRENCE_STEPS,
        }
    }
}

impl Rule {
    /// Reads the value of an RRULE for an event that starts at `start`.
    pub(super) fn read(line: &Line, start: &Stamp) -> Result<Self, Fault> {
        let wrong = || {
            let text = quoted(&line.value);
            Fault::new(line.number, Wrong::Recurrence { text })
        };
        let mut rule = Self {
            frequency: Frequency::Daily,
            interval: 1,
            count: None,
            until: None,
            months: Vec::new(),
            month_days: Vec::new(),
            weekdays: Vec::new(),
            positions: Vec::new(),
            week_start: Weekday::Monday,
            line: line.number,
        };
        let mut frequency = None;
        for part in line.value.trim().split(';').filter(|part| !part.is_empty()) {
            let (name, value) = part.split_once('=').ok_or_else(wrong)?;
            let value = value.trim().to_ascii_uppercase();
            if name.eq_ignore_ascii_case("FREQ") {
                frequency = Some(read_frequency(&value).ok_or_else(wrong)?);
            } else {
                rule.read_part(&name.to_ascii_uppercase(), &value, start)
                    .ok_or_else(wrong)?;
            }
        }
        rule.frequency = frequency.ok_or_else(wrong)?;
        if rule.is_understood() {
            Ok(rule)
        } else {
            Err(wrong())
        }
    }

    fn read_part(&mut self, name: &str, value: &str, start: &Stamp) -> Option<()> {
        match name {
            "INTERVAL" => self.interval = value.parse().ok().filter(|n| (1..=1000).contains(n))?,
            "COUNT" => self.count = Some(value.parse().ok().filter(|n| *n > 0)?),
            "UNTIL" => self.until = Some(read_until(value)?),
            "BYMONTH" => self.months = numbers(value, 1..=12)?,
            "BYMONTHDAY" => self.month_days = numbers(value, -31..=31)?,
            "BYSETPOS" => self.positions = numbers(value, -366..=366)?,
            "BYDAY" => self.weekdays = value.split(',').map(read_weekday).collect::<Option<_>>()?,
            "WKST" => self.week_start = read_weekday(value)?.1,
            // Some write out what the start says already; other times of the day are not read.
            "BYHOUR" if value.parse() == Ok(start.civil.hour()) => {}
            "BYMINUTE" if value.parse() == Ok(start.civil.minute()) => {}
            "BYSECOND" if value.parse() == Ok(start.civil.second()) => {}
            _ => return None,
        }
        Some(())
    }

    /// Combinations that RFC 5545 forbids, or that no calendar of people holds.
    fn is_understood(&self) -> bool {
        let ordinals = self.weekdays.iter().any(|(ordinal, _)| *ordinal != 0);
        let short = matches!(self.frequency, Frequency::Daily | Frequency::Weekly);
        let nothing_by =
            self.months.is_empty() && self.month_days.is_empty() && self.weekdays.is_empty();
        !(self.count.is_some() && self.until.is_some()
            || ordinals && short
            || self.frequency == Frequency::Weekly && !self.month_days.is_empty()
            || !self.positions.is_empty() && nothing_by)
    }

    /// The civil times from `first` to `last` at which what starts at `start` happens.
    pub(super) fn expand(
        &self,
        start: &Stamp,
        first: Date,
        last: Date,
        budget: &mut Budget,
    ) -> Result<Vec<DateTime>, Fault> {
        let origin = start.civil.date();
        let mut times = Vec::new();
        let mut counted = 0;
        let mut step = self.first_step(origin, first);
        loop {
            let Some(period) = self.period(origin, step) else {
                return Ok(times);
            };
            let begins = match self.frequency {
                Frequency::Monthly | Frequency::Yearly => first_of_month(period),
                _ => period,
            };
            if begins > last {
                return Ok(times);
            }
            budget.steps = budget
                .steps
                .checked_sub(1)
                .ok_or_else(|| Fault::new(self.line, Wrong::TooMuchToWorkOut))?;
            for date in self.dates(origin, period) {
                let civil = date.to_datetime(start.civil.time());
                if date < origin {
                    continue;
                }
                if self.is_over(start, civil) || self.count.is_some_and(|most| counted >= most) {
                    return Ok(times);
                }
                counted += 1;
                if (first..=last).contains(&date) {
                    times.push(civil);
                }
            }
            step += 1;
        }
    }

    /// A rule without a count may begin near the window; a count must be counted from the start.
    fn first_step(&self, origin: Date, first: Date) -> i64 {
        if self.count.is_some() || first <= origin {
            return 0;
        }
        let days = first.duration_since(origin).as_hours() / 24;
        // The longest a period can be: fewer steps are skipped than could be, never more.
        let longest = match self.frequency {
            Frequency::Daily => 1,
            Frequency::Weekly => 7,
            Frequency::Monthly => 31,
            Frequency::Yearly => 366,
        };
        (days / (longest * self.interval) - 1).max(0)
    }

    /// A day of the period that many steps on; `None` beyond the calendar.
    fn period(&self, origin: Date, step: i64) -> Option<Date> {
        let steps = step.checked_mul(self.interval)?;
        match self.frequency {
            Frequency::Daily => origin.checked_add(steps.days()),
            Frequency::Weekly => {
                let into = self.week_start.until(origin.weekday());
                let days = steps.checked_mul(7)?.checked_sub(i64::from(into))?;
                origin.checked_add(days.days())
            }
            Frequency::Monthly => first_of_month(origin).checked_add(steps.months()),
            Frequency::Yearly => origin.first_of_year().checked_add(steps.years()),
        }
        .ok()
    }

    /// The days of a period that the rule names, in order.
    fn dates(&self, origin: Date, period: Date) -> Vec<Date> {
        let mut dates = match self.frequency {
            Frequency::Daily => vec![period],
            Frequency::Weekly => in_week(self, origin, period),
            Frequency::Monthly => in_month(self, origin, period),
            Frequency::Yearly => in_year(self, origin, period),
        };
        if self.frequency == Frequency::Daily {
            dates.retain(|date| self.lets_day(*date));
        }
        if self.frequency != Frequency::Yearly && !self.months.is_empty() {
            dates.retain(|date| self.months.contains(&date.month()));
        }
        dates.sort_unstable();
        dates.dedup();
        if self.positions.is_empty() {
            return dates;
        }
        let picked = (1i16..).zip(&dates).filter(|(at, _)| {
            let from_end = *at - i16::try_from(dates.len()).unwrap_or(i16::MAX) - 1;
            self.positions.contains(at) || self.positions.contains(&from_end)
        });
        picked.map(|(_, date)| *date).collect()
    }

    /// Whether a day is of the weekdays and days of the month named, where any are.
    fn lets_day(&self, date: Date) -> bool {
        let weekday =
            self.weekdays.is_empty() || self.weekdays.iter().any(|(_, day)| *day == date.weekday());
        weekday && self.lets_month_day(date)
    }

    pub(super) fn lets_month_day(&self, date: Date) -> bool {
        let from_end = date.day() - date.days_in_month() - 1;
        self.month_days.is_empty()
            || self.month_days.contains(&date.day())
            || self.month_days.contains(&from_end)
    }

    fn is_over(&self, start: &Stamp, civil: DateTime) -> bool {
        match self.until {
            None => false,
            Some(Until::Day(day)) => civil.date() > day,
            Some(Until::Wall(wall)) => civil > wall,
            Some(Until::Instant(instant)) => start.at(civil).is_none_or(|at| at > instant),
        }
    }
}
