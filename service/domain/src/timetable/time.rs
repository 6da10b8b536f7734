//! Times in calendars of others (RFC 5545 §3.3.4–§3.3.9), and which zone they are in.

use super::{
    fault::{Fault, Wrong, quoted},
    lines::Line,
    zone_names::iana_name,
};
use crate::calendar::wall_time::ZONE;
use jiff::{
    SignedDuration, Span, Timestamp, ToSpan,
    civil::{Date, DateTime, Time},
    tz::{TimeZone, TimeZoneDatabase},
};
use std::sync::LazyLock;

/// The zones built into the program; it keeps those it has read.
static ZONES: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);

/// A time as a calendar gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stamp {
    pub(super) civil: DateTime,
    pub(super) zone: TimeZone,
    /// Only the day is given; `civil` is its midnight in Sweden.
    pub(super) whole_day: bool,
    /// Written in UTC.
    pub(super) utc: bool,
}

impl Stamp {
    /// A time that the clock jumps over is read with the offset before the jump, one that comes
    /// twice is the first (RFC 5545 §3.3.5).
    pub(super) fn instant(&self) -> Option<Timestamp> {
        self.at(self.civil)
    }

    /// The instant of another civil time in the same zone.
    pub(super) fn at(&self, civil: DateTime) -> Option<Timestamp> {
        self.zone.to_ambiguous_timestamp(civil).compatible().ok()
    }
}

/// How long something lasts: days as the calendar counts them, and seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Length {
    pub(super) days: i64,
    pub(super) seconds: i64,
}

impl Length {
    /// When what starts at `civil` ends.
    pub(super) fn end(self, start: &Stamp, civil: DateTime) -> Option<Timestamp> {
        let day = civil.checked_add(self.days.days()).ok()?;
        let seconds = SignedDuration::from_secs(self.seconds);
        start.at(day)?.checked_add(seconds).ok()
    }
}

/// The times of a line that may hold several (EXDATE, RDATE).
pub(super) fn stamps(line: &Line) -> impl Iterator<Item = Result<Stamp, Fault>> {
    line.value.split(',').map(move |text| stamp_of(line, text))
}

/// The time of a line that holds one.
pub(super) fn stamp(line: &Line) -> Result<Stamp, Fault> {
    stamp_of(line, &line.value)
}

fn stamp_of(line: &Line, text: &str) -> Result<Stamp, Fault> {
    let text = text.trim();
    let wrong = || {
        let text = quoted(text);
        Fault::new(line.number, Wrong::Time { text })
    };
    let (day, time) = text
        .split_once('T')
        .map_or((text, None), |(d, t)| (d, Some(t)));
    let date = date(day).ok_or_else(wrong)?;
    let Some(time) = time else {
        return Ok(Stamp {
            civil: date.to_datetime(Time::midnight()),
            zone: zone(ZONE).ok_or_else(wrong)?,
            whole_day: true,
            utc: false,
        });
    };
    let utc = time.ends_with('Z');
    let civil = date.to_datetime(clock(time.trim_end_matches('Z')).ok_or_else(wrong)?);
    let zone = match line.param("TZID") {
        _ if utc => TimeZone::UTC,
        // A floating time is meant where the reader is; ours are in Sweden.
        None => zone(ZONE).ok_or_else(wrong)?,
        Some(name) => zone(name).ok_or_else(|| {
            let name = quoted(name);
            Fault::new(line.number, Wrong::Zone { name })
        })?,
    };
    Ok(Stamp {
        civil,
        zone,
        whole_day: false,
        utc,
    })
}

/// The zone of a TZID: an IANA name, one of Windows, or an IANA name behind a prefix such as
/// `/freeassociation.sourceforge.net/Europe/Stockholm`.
fn zone(name: &str) -> Option<TimeZone> {
    let name = name.trim();
    let known = |name: &str| ZONES.get(name).ok();
    let behind_prefix = || {
        let mut parts = name.rsplitn(3, '/');
        let (city, region) = (parts.next()?, parts.next()?);
        known(&format!("{region}/{city}"))
    };
    known(iana_name(name).unwrap_or(name)).or_else(behind_prefix)
}

/// A PERIOD: start and end, or start and length.
pub(super) fn period(line: &Line, text: &str) -> Result<(Timestamp, Timestamp), Fault> {
    let wrong = || {
        let text = quoted(text);
        Fault::new(line.number, Wrong::Time { text })
    };
    let (start, end) = text.split_once('/').ok_or_else(wrong)?;
    let start = stamp_of(line, start)?;
    let end = if end.trim_start_matches('+').starts_with('P') {
        length(end).and_then(|length| length.end(&start, start.civil))
    } else {
        stamp_of(line, end)?.instant()
    };
    let start = start.instant().ok_or_else(wrong)?;
    Ok((start, end.ok_or_else(wrong)?))
}

/// A DURATION: `PT1H45M`, `P1D`, `P2W`. Negative ones and those of months are none.
pub(super) fn length(text: &str) -> Option<Length> {
    let text = text.trim().trim_start_matches('+');
    if !text.starts_with('P') || text.len() > 40 {
        return None;
    }
    let span: Span = text.parse().ok()?;
    if span.is_negative() || span.get_years() != 0 || span.get_months() != 0 {
        return None;
    }
    let days = i64::from(span.get_weeks())
        .checked_mul(7)?
        .checked_add(i64::from(span.get_days()))?;
    let hours = i64::from(span.get_hours()).checked_mul(3600)?;
    let minutes = span.get_minutes().checked_mul(60)?;
    let seconds = hours
        .checked_add(minutes)?
        .checked_add(span.get_seconds())?;
    Some(Length { days, seconds })
}

/// `20270118`.
pub(super) fn date(text: &str) -> Option<Date> {
    if text.len() != 8 || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    Date::new(
        text[..4].parse().ok()?,
        text[4..6].parse().ok()?,
        text[6..].parse().ok()?,
    )
    .ok()
}

/// `131500`; the leap second 60 is the last ordinary one.
pub(super) fn clock(text: &str) -> Option<Time> {
    if text.len() != 6 || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let second: i8 = text[4..].parse().ok()?;
    let second = if second == 60 { 59 } else { second };
    Time::new(text[..2].parse().ok()?, text[2..4].parse().ok()?, second, 0).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_are_known_by_their_many_names() {
        let stockholm = zone(ZONE);
        for name in [
            "W. Europe Standard Time",
            "/freeassociation.sourceforge.net/Europe/Stockholm",
            "/citadel.org/20210210_1/Europe/Stockholm",
        ] {
            let at = |zone: Option<TimeZone>| {
                let wall = Date::constant(2027, 7, 1).at(12, 0, 0, 0);
                zone.unwrap()
                    .to_ambiguous_timestamp(wall)
                    .compatible()
                    .unwrap()
            };
            assert_eq!(at(zone(name)), at(stockholm.clone()), "{name}");
        }
        assert_eq!(zone("Ankeborg"), None);
        assert_eq!(zone("a/b/Ankeborg"), None);
    }

    #[test]
    fn lengths_are_read_or_refused() {
        let length = |text| length(text).map(|l| (l.days, l.seconds));
        assert_eq!(length("PT1H45M"), Some((0, 6300)));
        assert_eq!(length("+P1W2DT3S"), Some((9, 3)));
        for bad in ["", "1 hour", "-PT1H", "P1M", "P", "PT999999999999999999H"] {
            assert_eq!(length(bad), None, "{bad}");
        }
        assert_eq!(clock("235960"), Some(Time::constant(23, 59, 59, 0)));
        assert_eq!(
            (clock("1315"), date("2027-01-18"), date("20270230")),
            (None, None, None)
        );
    }
}
