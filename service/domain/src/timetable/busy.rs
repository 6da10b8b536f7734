//! When somebody is busy, and nothing else: what is kept of a private calendar.

use super::{
    Account, Fault, Window,
    component::Component,
    each,
    fault::Wrong,
    limits::OCCURRENCES,
    occur::{Happens, Spent, checked},
    time::period,
};
use crate::clash::Spans;
use jiff::{Timestamp, ToSpan, civil::Time};

/// The busy times of a calendar. Titles, places and people are not in it, so they cannot leak.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Busy {
    pub spans: Spans,
    pub account: Account,
    /// Events that are not understood; the person is not known to be busy at their times.
    pub faults: Vec<Fault>,
}

/// Reads when somebody is busy. `Err` if the file as a whole cannot be read.
pub fn read_busy(bytes: &[u8], window: Window) -> Result<Busy, Fault> {
    let mut spans = Vec::new();
    let read = each(bytes, window, |_, times, account| {
        account.occurrences += times.len();
        spans.extend(times.iter().map(|one| (one.starts, one.ends)));
        Ok(())
    })?;
    Ok(Busy {
        spans: Spans::new(spans),
        account: read.account,
        faults: read.faults,
    })
}

/// Whether an event is marked as taking up no time. Outlook's own mark is stronger than TRANSP,
/// which Outlook sets by it; "tentative", "elsewhere" and "out of office" take up time.
pub(super) fn is_free(event: &Component) -> bool {
    match &*event.word("X-MICROSOFT-CDO-BUSYSTATUS") {
        "FREE" => true,
        "" => event.word("TRANSP") == "TRANSPARENT",
        _ => false,
    }
}

/// The periods of a VFREEBUSY in which somebody is busy (RFC 5545 §3.8.2.6).
pub(super) fn periods(component: &Component, spent: &mut Spent) -> Result<Vec<Happens>, Fault> {
    let mut periods = Vec::new();
    for line in component.all("FREEBUSY") {
        if line
            .param("FBTYPE")
            .is_some_and(|kind| kind.eq_ignore_ascii_case("FREE"))
        {
            continue;
        }
        for text in line.value.split(',').filter(|text| !text.trim().is_empty()) {
            let (starts, ends) = period(line, text.trim())?;
            let whole_day = false;
            periods.push(checked(
                line.number,
                Happens {
                    starts,
                    ends,
                    whole_day,
                },
            )?);
        }
        if periods.len() > OCCURRENCES {
            return Err(Fault::new(line.number, Wrong::TooManyOccurrences));
        }
    }
    spent.add(periods.len(), component.line)?;
    Ok(periods)
}

/// The instants at which a window begins and ends, in Sweden.
pub(super) fn bounds(window: Window) -> (Timestamp, Timestamp) {
    let midnight = |date: jiff::civil::Date| {
        let wall = date.to_datetime(Time::midnight());
        // There is no change of the clock at midnight in Sweden.
        crate::schedule::resolve(wall, None)
    };
    let first = midnight(window.first).unwrap_or(Timestamp::MIN);
    let last = midnight(window.last.saturating_add(1.day())).unwrap_or(Timestamp::MAX);
    (first, last)
}
