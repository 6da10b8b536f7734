//! The days that a rule of repetition names within a week, a month or a year.

use super::recurrence::Rule;
use jiff::{
    ToSpan,
    civil::{Date, Weekday},
};

pub(super) fn first_of_month(date: Date) -> Date {
    date.first_of_month()
}

/// `week` is the first day of the week.
pub(super) fn in_week(rule: &Rule, origin: Date, week: Date) -> Vec<Date> {
    let own = [(0, origin.weekday())];
    let days: &[(i8, Weekday)] = match &rule.weekdays[..] {
        [] => &own,
        named => named,
    };
    let day = |(_, weekday): &(i8, Weekday)| {
        let into = rule.week_start.until(*weekday);
        week.checked_add(i64::from(into).days()).ok()
    };
    days.iter().filter_map(day).collect()
}

/// `month` is any day of the month.
pub(super) fn in_month(rule: &Rule, origin: Date, month: Date) -> Vec<Date> {
    if rule.weekdays.is_empty() && rule.month_days.is_empty() {
        let same = month.with().day(origin.day()).build();
        return same.into_iter().collect();
    }
    let mut dates = if rule.weekdays.is_empty() {
        days(month.first_of_month(), month.last_of_month())
    } else {
        weekdays(rule, month.first_of_month(), month.last_of_month())
    };
    dates.retain(|date| rule.lets_month_day(*date));
    dates
}

/// `year` is any day of the year.
pub(super) fn in_year(rule: &Rule, origin: Date, year: Date) -> Vec<Date> {
    let bare = rule.weekdays.is_empty() && rule.month_days.is_empty();
    if !rule.months.is_empty() {
        let month = |month: &i8| Date::new(year.year(), *month, 1).ok();
        let months = rule.months.iter().filter_map(month);
        return months
            .flat_map(|month| in_month(rule, origin, month))
            .collect();
    }
    if bare {
        let same = Date::new(year.year(), origin.month(), origin.day());
        return same.into_iter().collect();
    }
    let (first, last) = (year.first_of_year(), year.last_of_year());
    let mut dates = if rule.weekdays.is_empty() {
        days(first, last)
    } else {
        weekdays(rule, first, last)
    };
    dates.retain(|date| rule.lets_month_day(*date));
    dates
}

fn days(first: Date, last: Date) -> Vec<Date> {
    first
        .series(1.day())
        .take_while(|date| *date <= last)
        .collect()
}

/// The weekdays named, each or the nth from either end, between two days.
fn weekdays(rule: &Rule, first: Date, last: Date) -> Vec<Date> {
    let named = |(ordinal, weekday): &(i8, Weekday)| {
        let mut all = days(first, last);
        all.retain(|date| date.weekday() == *weekday);
        let at = match *ordinal {
            0 => return all,
            n if n > 0 => usize::from(n.unsigned_abs()).checked_sub(1),
            n => all.len().checked_sub(usize::from(n.unsigned_abs())),
        };
        at.and_then(|at| all.get(at)).copied().into_iter().collect()
    };
    rule.weekdays.iter().flat_map(named).collect()
}
