//! Times in a calendar file, and the VTIMEZONE that gives them meaning (RFC 5545 §3.6.5).
//!
//! The file carries the rules of Sweden as they have been since 1996: summer time from the last
//! Sunday of March 02:00 to the last Sunday of October 03:00. Short, and what every calendar
//! knows. A time that these rules cannot express is written in UTC instead, which is right in
//! every calendar and only shows less well in some:
//!
//! * both of two equal times on the night in October. A local time that comes twice means the
//!   first (RFC 5545 §3.3.5), and the format has no way to say the second; but readers disagree on
//!   the first as well: Python's icalendar takes it, ical.js 2.2.1 and libical 3.0.16 take the
//!   second (`tests/calendar`);
//! * times before the rules began;
//! * times the zone database gives another offset, should the rules ever change.

use super::{content_lines::Lines, wall_time::WallTime};
use jiff::{
    Timestamp,
    civil::{Date, DateTime},
    tz::Offset,
};

/// When today's rules began: the first end of summer time in October, 1996-10-27T01:00:00Z.
pub const RULES_SINCE: Timestamp = Timestamp::constant(846_378_000, 0);

const STANDARD: Offset = Offset::constant(1);
const SUMMER: Offset = Offset::constant(2);

/// The VTIMEZONE, under its IANA name.
pub(super) const COMPONENT: &str = "BEGIN:VTIMEZONE\r\n\
     TZID:Europe/Stockholm\r\n\
     BEGIN:DAYLIGHT\r\n\
     DTSTART:19810329T020000\r\n\
     TZOFFSETFROM:+0100\r\n\
     TZOFFSETTO:+0200\r\n\
     TZNAME:CEST\r\n\
     RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\n\
     END:DAYLIGHT\r\n\
     BEGIN:STANDARD\r\n\
     DTSTART:19961027T030000\r\n\
     TZOFFSETFROM:+0200\r\n\
     TZOFFSETTO:+0100\r\n\
     TZNAME:CET\r\n\
     RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\n\
     END:STANDARD\r\n\
     END:VTIMEZONE\r\n";

/// What a time is called: as wall time in Sweden, and in UTC.
pub(super) struct Name {
    local: &'static str,
    utc: &'static str,
}

pub(super) const START: Name = Name {
    local: "DTSTART;TZID=Europe/Stockholm",
    utc: "DTSTART",
};

pub(super) const END: Name = Name {
    local: "DTEND;TZID=Europe/Stockholm",
    utc: "DTEND",
};

/// Writes a time: wall time in Sweden where that says which instant is meant, otherwise UTC.
pub(super) fn date_time(lines: &mut Lines, name: &Name, time: WallTime) {
    if by_rules(time.wall()) == Some(time.instant()) {
        lines.property(name.local, |line| stamp_into(line, time.wall()));
    } else {
        lines.property(name.utc, |line| utc_into(line, time.instant()));
    }
}

/// Appends an instant in UTC form (RFC 5545 §3.3.5 form 2).
pub(super) fn utc_into(line: &mut Vec<u8>, instant: Timestamp) {
    stamp_into(line, Offset::UTC.to_datetime(instant));
    line.push(b'Z');
}

/// `20270121T101500`. By hand: general formatting takes longer than all else about an event.
fn stamp_into(line: &mut Vec<u8>, time: DateTime) {
    // Years of four digits are all that [`super::wall_time::YEARS`] lets in.
    let [century, year] = [time.year() / 100, time.year() % 100].map(i16::to_le_bytes);
    let mut stamp = *b"________T______";
    let mut two = |at: usize, number: u8| {
        stamp[at] = b'0' + number / 10 % 10;
        stamp[at + 1] = b'0' + number % 10;
    };
    two(0, century[0]);
    two(2, year[0]);
    two(4, time.month().unsigned_abs());
    two(6, time.day().unsigned_abs());
    two(9, time.hour().unsigned_abs());
    two(11, time.minute().unsigned_abs());
    two(13, time.second().unsigned_abs());
    line.extend_from_slice(&stamp);
}

/// The one instant that every reader of our VTIMEZONE understands by a wall time. `None` where
/// there is none or they may differ: before the rules began, in the hour skipped in March, and in
/// the hour in October that comes twice.
pub fn by_rules(wall: DateTime) -> Option<Timestamp> {
    // Both months have 31 days.
    let change = |month, hour| {
        let last = Date::new(wall.year(), month, 31).ok()?;
        let sunday = 31 - last.weekday().to_sunday_zero_offset();
        let sunday = Date::new(wall.year(), month, sunday).ok()?;
        Some(sunday.at(hour, 0, 0, 0))
    };
    let skipped = change(3, 2)?..change(3, 3)?;
    let twice = change(10, 2)?..change(10, 3)?;
    let offset = if skipped.contains(&wall) || twice.contains(&wall) {
        return None;
    } else if (skipped.end..twice.start).contains(&wall) {
        SUMMER
    } else {
        STANDARD
    };
    let instant = offset.to_timestamp(wall).ok()?;
    (instant >= RULES_SINCE).then_some(instant)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::wall_time::resolve;
    use jiff::{ToSpan, civil::date};

    #[test]
    fn the_rules_agree_with_the_zone_database() {
        assert_eq!(RULES_SINCE.to_string(), "1996-10-27T01:00:00Z");
        assert_eq!(by_rules(date(1996, 10, 27).at(2, 30, 0, 0)), None);
        let mut wall = date(1996, 10, 27).at(3, 0, 0, 0);
        while wall.year() < 2100 {
            match resolve(wall, None) {
                Ok(instant) => assert_eq!(by_rules(wall), Some(instant), "{wall}"),
                Err(_) => assert_eq!(by_rules(wall), None, "{wall}"),
            }
            wall = wall.saturating_add(30.minutes());
        }
    }
}
