//! The words of a rule of repetition.

use super::{
    recurrence::{Frequency, Until},
    time::{clock, date},
};
use jiff::{civil::Weekday, tz::TimeZone};

pub(super) fn read_frequency(value: &str) -> Option<Frequency> {
    Some(match value {
        "DAILY" => Frequency::Daily,
        "WEEKLY" => Frequency::Weekly,
        "MONTHLY" => Frequency::Monthly,
        "YEARLY" => Frequency::Yearly,
        _ => return None,
    })
}

pub(super) fn read_until(value: &str) -> Option<Until> {
    let Some((day, time)) = value.split_once('T') else {
        return date(value).map(Until::Day);
    };
    let civil = date(day)?.to_datetime(clock(time.trim_end_matches('Z'))?);
    if time.ends_with('Z') {
        TimeZone::UTC.to_timestamp(civil).ok().map(Until::Instant)
    } else {
        Some(Until::Wall(civil))
    }
}

/// `TU`, `1MO`, `-1FR`.
pub(super) fn read_weekday(value: &str) -> Option<(i8, Weekday)> {
    let at = value
        .len()
        .checked_sub(2)
        .filter(|at| value.is_char_boundary(*at))?;
    let (ordinal, day) = value.split_at(at);
    let ordinal = match ordinal {
        "" => 0,
        text => text
            .parse()
            .ok()
            .filter(|n: &i8| *n != 0 && (-53..=53).contains(n))?,
    };
    let day = match day {
        "MO" => Weekday::Monday,
        "TU" => Weekday::Tuesday,
        "WE" => Weekday::Wednesday,
        "TH" => Weekday::Thursday,
        "FR" => Weekday::Friday,
        "SA" => Weekday::Saturday,
        "SU" => Weekday::Sunday,
        _ => return None,
    };
    Some((ordinal, day))
}

/// A list of numbers in a range, none of them 0.
pub(super) fn numbers<N: std::str::FromStr + PartialOrd + Default>(
    value: &str,
    range: std::ops::RangeInclusive<N>,
) -> Option<Vec<N>> {
    let number = |text: &str| {
        let number = text.trim().parse().ok()?;
        (range.contains(&number) && number != N::default()).then_some(number)
    };
    value.split(',').map(number).collect()
}
