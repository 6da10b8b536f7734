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

use super::wall_time::{WallTime, ZONE};
use ics::{
    Daylight, Standard, TimeZone,
    components::{Parameter, Property},
    properties::{RRule, TzName},
};
use jiff::{
    Timestamp,
    civil::{DateTime, Weekday},
    tz::Offset,
};

/// When today's rules began: the first end of summer time in October, 1996-10-27T01:00:00Z.
pub const RULES_SINCE: Timestamp = Timestamp::constant(846_378_000, 0);

const STANDARD: Offset = Offset::constant(1);
const SUMMER: Offset = Offset::constant(2);

/// The VTIMEZONE, under its IANA name.
pub(super) fn component() -> TimeZone<'static> {
    let mut summer = Daylight::new("19810329T020000", "+0100", "+0200");
    summer.push(TzName::new("CEST"));
    summer.push(RRule::new("FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU"));
    let mut standard = Standard::new("19961027T030000", "+0200", "+0100");
    standard.push(TzName::new("CET"));
    standard.push(RRule::new("FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU"));
    let mut zone = TimeZone::daylight(ZONE, summer);
    zone.add_standard(standard);
    zone
}

/// DTSTART or DTEND: wall time in Sweden where that says which instant is meant, otherwise UTC.
pub(super) fn date_time(name: &'static str, time: WallTime) -> Property<'static> {
    if by_rules(time.wall()) == Some(time.instant()) {
        let mut property = Property::new(name, time.wall().strftime("%Y%m%dT%H%M%S").to_string());
        property.add(Parameter::new("TZID", ZONE));
        property
    } else {
        Property::new(name, utc(time.instant()))
    }
}

/// An instant in UTC form (RFC 5545 §3.3.5 form 2).
pub(super) fn utc(instant: Timestamp) -> String {
    instant.strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// The one instant that every reader of our VTIMEZONE understands by a wall time. `None` where
/// there is none or they may differ: before the rules began, in the hour skipped in March, and in
/// the hour in October that comes twice.
pub fn by_rules(wall: DateTime) -> Option<Timestamp> {
    let change = |month, hour| {
        let first = wall.date().with().month(month).day(1).build().ok()?;
        let sunday = first.nth_weekday_of_month(-1, Weekday::Sunday).ok()?;
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
