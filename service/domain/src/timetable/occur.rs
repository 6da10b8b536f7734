//! When the events of a file happen, one by one, within a window.

use super::{
    component::Component,
    fault::{Fault, Wrong},
    limits::{EXCEPTIONS, OCCURRENCE_DAYS, OCCURRENCES},
    recurrence::{Budget, Rule},
    time::{Length, Stamp, length, period, stamp, stamps},
};
use jiff::{SignedDuration, Timestamp, ToSpan, civil::Date};
use std::collections::BTreeSet;

/// The days that are asked about, both included; occurrences that touch none of them are counted
/// and passed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    pub first: Date,
    pub last: Date,
}

/// One time at which an event happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Happens {
    pub(super) starts: Timestamp,
    /// Excluded.
    pub(super) ends: Timestamp,
    pub(super) whole_day: bool,
}

/// Single occurrences that are told apart from their series: UID and the start they replace.
pub(super) type Replaced = BTreeSet<(String, Timestamp)>;

/// What the occurrences of a file may still cost.
#[derive(Debug, Default)]
pub(super) struct Spent {
    budget: Budget,
    occurrences: usize,
}

impl Spent {
    pub(super) fn add(&mut self, occurrences: usize, line: usize) -> Result<(), Fault> {
        self.occurrences += occurrences;
        if self.occurrences > OCCURRENCES {
            return Err(Fault::new(line, Wrong::TooManyOccurrences));
        }
        Ok(())
    }
}

/// The occurrences that an event of its own replaces. One that cannot be read is a fault of its
/// event, see [`happens`].
pub(super) fn replaced(components: &[Component]) -> Replaced {
    let one = |component: &Component| {
        let id = replaces(component).ok().flatten()?;
        let uid = component.get("UID")?.value.clone();
        Some((uid, id.instant()?))
    };
    components.iter().filter_map(one).collect()
}

/// The start that an event replaces, if it replaces one.
fn replaces(component: &Component) -> Result<Option<Stamp>, Fault> {
    let Some(id) = component.get("RECURRENCE-ID") else {
        return Ok(None);
    };
    if let Some(range) = id.param("RANGE") {
        let text = super::fault::quoted(&format!("RECURRENCE-ID;RANGE={range}"));
        return Err(Fault::new(id.number, Wrong::Recurrence { text }));
    }
    stamp(id).map(Some)
}

/// When an event happens, in order of start.
pub(super) fn happens(
    event: &Component,
    window: Window,
    replaced: &Replaced,
    spent: &mut Spent,
) -> Result<Vec<Happens>, Fault> {
    let missing = || {
        Fault::new(
            event.line,
            Wrong::Missing {
                property: "DTSTART",
            },
        )
    };
    let start = stamp(event.get("DTSTART").ok_or_else(missing)?)?;
    let lasts = lasts(event, &start)?;
    let mut found = BTreeSet::new();
    for civil in starts(event, &start, window, lasts, spent)? {
        let at = start.at(civil).zip(lasts.end(&start, civil));
        let (starts, ends) = at.ok_or_else(|| time_fault(event))?;
        found.insert(Happens {
            starts,
            ends,
            whole_day: start.whole_day,
        });
    }
    found.extend(further(event, &start, lasts)?);
    without_exceptions(event, &mut found)?;
    if replaces(event)?.is_none()
        && let Some(uid) = event.get("UID")
    {
        found.retain(|one| !replaced.contains(&(uid.value.clone(), one.starts)));
    }
    spent.add(found.len(), event.line)?;
    Ok(found.into_iter().collect())
}

/// The civil starts: one, or as the rules say.
fn starts(
    event: &Component,
    start: &Stamp,
    window: Window,
    lasts: Length,
    spent: &mut Spent,
) -> Result<BTreeSet<jiff::civil::DateTime>, Fault> {
    if let Some(line) = event.get("EXRULE") {
        let text = "EXRULE".to_owned();
        return Err(Fault::new(line.number, Wrong::Recurrence { text }));
    }
    let mut starts = BTreeSet::new();
    // A day at either end for zones, and what began before the window and lasts into it.
    let margin = lasts.days + lasts.seconds / 86_400 + 2;
    let first = window.first.saturating_sub(margin.days());
    let last = window.last.saturating_add(2.days());
    for line in event.all("RRULE") {
        let rule = Rule::read(line, start)?;
        starts.extend(rule.expand(start, first, last, &mut spent.budget)?);
    }
    if event.get("RRULE").is_none() {
        starts.insert(start.civil);
    }
    Ok(starts)
}

/// How long an event lasts. A day without an end lasts a day, a time without one no time at all
/// (RFC 5545 §3.6.1).
fn lasts(event: &Component, start: &Stamp) -> Result<Length, Fault> {
    let most = OCCURRENCE_DAYS * 86_400;
    let length = match (event.get("DTEND"), event.get("DURATION")) {
        (Some(line), _) => {
            let end = stamp(line)?;
            if start.whole_day && end.whole_day {
                let days = end
                    .civil
                    .date()
                    .duration_since(start.civil.date())
                    .as_hours()
                    / 24;
                // Some write the same day twice for one day.
                Length {
                    days: if days == 0 { 1 } else { days },
                    seconds: 0,
                }
            } else {
                let instants = start.instant().zip(end.instant());
                let (start, end) = instants.ok_or_else(|| time_fault(event))?;
                let seconds = end.duration_since(start).as_secs();
                Length { days: 0, seconds }
            }
        }
        (None, Some(line)) => length(&line.value).ok_or_else(|| {
            let text = super::fault::quoted(&line.value);
            Fault::new(line.number, Wrong::Time { text })
        })?,
        (None, None) => Length {
            days: i64::from(start.whole_day),
            seconds: 0,
        },
    };
    if length.days < 0 || length.seconds < 0 {
        Err(Fault::new(event.line, Wrong::EndsTooEarly))
    } else if length
        .days
        .saturating_mul(86_400)
        .saturating_add(length.seconds)
        > most
    {
        Err(Fault::new(event.line, Wrong::TooLong))
    } else {
        Ok(length)
    }
}

/// Further dates (RDATE).
fn further(event: &Component, start: &Stamp, lasts: Length) -> Result<Vec<Happens>, Fault> {
    let mut found = Vec::new();
    for line in event.all("RDATE") {
        if line
            .param("VALUE")
            .is_some_and(|value| value.eq_ignore_ascii_case("PERIOD"))
        {
            for text in line.value.split(',') {
                let (starts, ends) = period(line, text.trim())?;
                let whole_day = false;
                found.push(checked(
                    line.number,
                    Happens {
                        starts,
                        ends,
                        whole_day,
                    },
                )?);
            }
        } else {
            for at in stamps(line) {
                let at = at?;
                let times = at.instant().zip(lasts.end(&at, at.civil));
                let (starts, ends) = times.ok_or_else(|| time_fault(event))?;
                let whole_day = start.whole_day;
                found.push(Happens {
                    starts,
                    ends,
                    whole_day,
                });
            }
        }
        if found.len() > EXCEPTIONS {
            return Err(Fault::new(line.number, Wrong::TooManyExceptions));
        }
    }
    Ok(found)
}

/// Takes out the exceptions (EXDATE). One that gives a day only takes out all of that day.
fn without_exceptions(event: &Component, found: &mut BTreeSet<Happens>) -> Result<(), Fault> {
    let mut gone = BTreeSet::new();
    let mut days = Vec::new();
    for line in event.all("EXDATE") {
        for at in stamps(line) {
            let at = at?;
            let instant = at.instant().ok_or_else(|| time_fault(event))?;
            if at.whole_day {
                let end = at.at(at.civil.saturating_add(1.day()));
                days.push((instant, end.unwrap_or(instant)));
            }
            gone.insert(instant);
            if gone.len() > EXCEPTIONS {
                return Err(Fault::new(line.number, Wrong::TooManyExceptions));
            }
        }
    }
    days.sort_unstable();
    let on_a_day = |at: Timestamp| {
        let next = days.partition_point(|(start, _)| *start <= at);
        next.checked_sub(1).is_some_and(|day| at < days[day].1)
    };
    found.retain(|one| !gone.contains(&one.starts) && !on_a_day(one.starts));
    Ok(())
}

/// A period that is no longer than may be, and does not run backwards.
pub(super) fn checked(line: usize, one: Happens) -> Result<Happens, Fault> {
    let lasts = one.ends.duration_since(one.starts);
    if lasts < SignedDuration::ZERO {
        Err(Fault::new(line, Wrong::EndsTooEarly))
    } else if lasts > SignedDuration::from_hours(24 * OCCURRENCE_DAYS) {
        Err(Fault::new(line, Wrong::TooLong))
    } else {
        Ok(one)
    }
}

fn time_fault(event: &Component) -> Fault {
    let text = "DTSTART".to_owned();
    Fault::new(event.line, Wrong::Time { text })
}
